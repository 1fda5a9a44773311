"""What a page that is seen from an earlier day says of it."""

from domain.viewpoint import Viewpoint
from texts import _
from texts.numbers import day


def seen_as(at: Viewpoint) -> str:
    """Return from where a page is seen, as a sentence."""
    if at.known_at is None:
        return _("Så här var det {day}, med det vi vet i dag").format(day=day(at.day))
    return _("Så här såg det ut {day}, med det som var känt då").format(day=day(at.day))
