"""What a page that is seen from an earlier day says of it."""

from datetime import date

from domain.viewpoint import Viewpoint
from texts import _
from texts.numbers import day


def seen_as(at: Viewpoint, held_on: date | None = None) -> str:
    """Return from where a page is seen: a day, or what the meeting that was held then was shown."""
    if at.known_at is None:
        return _("Så här var det {day}, med det vi vet i dag").format(day=day(at.day))
    if held_on is not None:
        return _("Så här såg det ut för sammanträdet {held}: läget {day}").format(
            held=day(held_on), day=day(at.day)
        )
    return _("Så här såg det ut {day}, med det som var känt då").format(day=day(at.day))
