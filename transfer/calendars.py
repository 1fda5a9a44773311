"""Deadlines as an iCalendar file (RFC 5545), which any calendar reads."""

from collections.abc import Sequence
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from icalendar import TRANSP, Calendar, Event

from config.settings import PROGRAM_VERSION
from domain.deadlines import Deadline
from domain.programme import Programme
from texts import _
from transfer.characters import printable


def to_ics(
    deadlines: Sequence[Deadline], *, programme: Programme, panel: str | None, at: datetime
) -> bytes:
    """Return a calendar with a day for each deadline.

    The same deadline has the same UID in every file, so that a calendar that has it moves it.

    Args:
        deadlines: the days.
        programme: the programme that they are of.
        panel: the panel's address, to which the days link; None: it has none that others reach.
        at: when the file is made, with a time zone.
    """
    address = (panel or "").rstrip("/")
    calendar = Calendar.new(
        prodid=f"-//Trygghetspanelen//Trygghetspanelen {PROGRAM_VERSION}//SV",
        name=_("Tidsgränser: {programme}").format(programme=programme.name),
        language="sv",
        method="PUBLISH",
        uid=uuid5(NAMESPACE_URL, f"{address}/{programme.code}"),
    )
    for deadline in deadlines:
        calendar.add_component(
            Event.new(
                uid=uuid5(NAMESPACE_URL, f"{address}/{programme.code}/{deadline.key}"),
                stamp=at,
                start=deadline.on,
                summary=printable(deadline.title),
                url=f"{address}{deadline.path}" if address else None,
                # A day by which something is done takes nobody's day.
                transparency=TRANSP.TRANSPARENT,
            )
        )
    written: bytes = calendar.to_ical()
    return written
