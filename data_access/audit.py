"""The audit: what was done and refused, and whether all of it is still there as it was."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import Connection, column, select, table, text

from domain.access import Right, Viewer, require
from domain.audit import AuditEvent, AuditFilter, Happening
from domain.calendar import STOCKHOLM


class AuditFault(StrEnum):
    """What can be wrong with a link of the chain."""

    CHANGED = "changed"
    MISSING = "missing"
    UNLINKED = "unlinked"


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """An event that is not as it was. `event` is its key, None where it is gone."""

    position: int | None
    event: int | None
    fault: AuditFault


_READING = table(
    "audit_reading",
    *map(
        column,
        ("id", "at", "actor", "action", "table_name", "row_count", "address", "changes"),
    ),
)


def fetch_broken_links(connection: Connection) -> tuple[BrokenLink, ...]:
    """Return what in the audit was changed, removed or slipped in, in the order of the chain."""
    rows = connection.execute(text("select place, event, fault from audit_faults()"))
    return tuple(BrokenLink(place, event, AuditFault(fault)) for place, event, fault in rows)


def count_events(connection: Connection) -> int:
    """Return how many events have been written, the pruned ones too."""
    return int(connection.scalar(text("select audit_length()")) or 0)


def fetch_events(
    connection: Connection, viewer: Viewer, chosen: AuditFilter, most: int
) -> tuple[AuditEvent, ...]:
    """Return the events of a choice, the latest first, so many at most.

    Days are those of Europe/Stockholm.
    """
    require(viewer, Right.SEE_AUDIT)
    first, end = (
        datetime.combine(day, time(), STOCKHOLM)
        for day in (chosen.first_day, chosen.last_day + timedelta(days=1))
    )
    statement = (
        select(_READING)
        .where(_READING.c.at >= first, _READING.c.at < end)
        .order_by(_READING.c.id.desc())
        .limit(most)
    )
    if chosen.happenings:
        statement = statement.where(_READING.c.action.in_(chosen.happenings))
    if chosen.actor:
        statement = statement.where(_READING.c.actor.icontains(chosen.actor, autoescape=True))
    return tuple(
        AuditEvent(number, at, actor, Happening(action), *rest)
        for number, at, actor, action, *rest in connection.execute(statement)
    )


def note_refusal(connection: Connection, asked: str, needed: str) -> None:
    """Note what the transaction's viewer asked for and did not get."""
    connection.execute(
        text(
            "select note_refusal(jsonb_build_object('asked', cast(:asked as text),"
            " 'needed', cast(:needed as text)))"
        ),
        {"asked": asked, "needed": needed},
    )


def note_outdated(connection: Connection, asked: str) -> None:
    """Note that the transaction's viewer saved against what another had changed meanwhile."""
    connection.execute(
        text(
            "select note_refusal(jsonb_build_object('asked', cast(:asked as text),"
            " 'why', 'outdated'))"
        ),
        {"asked": asked},
    )


def note_export(connection: Connection, file_name: str, most_an_hour: int) -> bool:
    """Note that the transaction's viewer takes out a file; False, and no note, if too many."""
    return bool(
        connection.scalar(
            text("select note_export(jsonb_build_object('file', cast(:file as text)), :most)"),
            {"file": file_name, "most": most_an_hour},
        )
    )


def prune_events(connection: Connection, years: int) -> int:
    """Remove the events older than so many years from the chain's beginning; returns how many.

    Only the operator may. The chain stays whole: it then begins at the hash of the last one gone.
    """
    return int(
        connection.scalar(
            text("select prune_audit(clock_timestamp() - make_interval(years => :years))"),
            {"years": years},
        )
        or 0
    )
