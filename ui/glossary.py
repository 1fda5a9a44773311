"""What the marks and the words mean."""

from domain import definitions as meaning
from texts import _
from ui import show


def marks() -> None:
    """Show what stands in a table where a number does not."""
    with show.section(_("Tecken i tabellerna")):
        show.facts(*meaning.marks())


def definitions() -> None:
    """Show what the words mean that the figures are told in."""
    with show.section(_("Vad orden betyder")):
        show.facts(
            *meaning.of_points(),
            *meaning.of_activities(),
            *meaning.of_money(),
            *meaning.of_meetings(),
        )
