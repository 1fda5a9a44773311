"""`trygghet doctor`: whether the database is as it should be."""

import typer

from commands.console import database, err, out
from data_access.activities import count_summary_gaps
from data_access.audit import AuditFault, BrokenLink, count_events, fetch_broken_links
from data_access.database import require_current_schema
from texts import _, plural
from texts.numbers import number

MOST_SHOWN = 50


def doctor() -> None:
    """Look through the audit's chain and the summary; exit code 1 if anything is wrong."""
    with database() as found:
        engine = found.operator_engine()
        require_current_schema(engine)
        with engine.connect() as connection:
            events = count_events(connection)
            broken = fetch_broken_links(connection)
            gaps = count_summary_gaps(connection)
    for link in broken[:MOST_SHOWN]:
        err.print(f"✗ {_sentence(link)}")
    if len(broken) > MOST_SHOWN:
        err.print(_("… och {n} fel till.").format(n=number(len(broken) - MOST_SHOWN)))
    if gaps:
        text = plural(
            "Månadssummorna stämmer inte med loggen i {n} cell.",
            "Månadssummorna stämmer inte med loggen i {n} celler.",
            gaps,
        )
        err.print(f"✗ {text.format(n=number(gaps))}")
    if broken or gaps:
        raise typer.Exit(1)
    out.print(
        _("Allt är som det ska: {n} händelser i loggen, och månadssummorna stämmer.").format(
            n=number(events)
        )
    )


def _sentence(link: BrokenLink) -> str:
    text = {
        AuditFault.CHANGED: _("Händelse {event} (plats {place}) har ändrats i efterhand."),
        AuditFault.MISSING: _("Händelsen på plats {place} har tagits bort."),
        AuditFault.UNLINKED: _("Händelse {event} har lagts till vid sidan av kedjan."),
    }[link.fault]
    return text.format(event=link.event, place=link.position)
