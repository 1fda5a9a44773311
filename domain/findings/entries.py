"""What is said of registered activities."""

from collections.abc import Sequence
from datetime import date

from domain.entries import Entry
from domain.records import ActivityRecord
from texts import _, plural
from texts.numbers import at_minute, day_seen_from, number
from texts.words import sentence


def registered_sentence(record: ActivityRecord, kind: str, area: str, today: date) -> str:
    """Return what was saved: "Sparad: Fältpass i Backa 20 november, 12 deltagare."."""
    told = _("Sparad: {kind} i {area} {day}").format(
        kind=kind, area=area, day=day_seen_from(record.occurred_on, today)
    )
    if record.participants is None:
        return sentence(told)
    people = plural("{n} deltagare", "{n} deltagare", record.participants)
    return sentence(f"{told}, {people.format(n=number(record.participants))}")


def entries_heading(count: int, most: int) -> str:
    """Return how many entries a choice has."""
    if count == 0:
        return _("Inget är registrerat i urvalet")
    if count >= most:
        return _("De {n} senaste i urvalet").format(n=number(most))
    return plural("{n} post i urvalet", "{n} poster i urvalet", count).format(n=number(count))


def history_lines(entries: Sequence[Entry]) -> list[str]:
    """Return what has become of an entry, a sentence a step, the oldest first."""
    lines: list[str] = []
    for entry in entries:
        told = (
            _("Registrerad {when} av {who}")
            if entry.replaces is None
            else _("Ersatt av post {number} {when} av {who}")
        )
        lines.append(
            sentence(
                told.format(
                    number=entry.id, when=at_minute(entry.recorded_at), who=entry.recorded_by
                )
            )
        )
        if entry.withdrawal:
            lines.append(
                sentence(
                    _("Tillbakadragen {when} av {who}: {why}").format(
                        when=at_minute(entry.withdrawal.at),
                        who=entry.withdrawal.by,
                        why=entry.withdrawal.why,
                    )
                )
            )
    return lines
