"""A pack as one page: it needs nothing else, asks for nothing, and runs no script."""

from markupsafe import Markup

from domain.calendar import STOCKHOLM
from domain.packs.content import Content
from texts.numbers import at_minute, day
from transfer.packs.canonical import DIGITS_SHOWN
from transfer.packs.web import (
    colour_rules,
    heading_colour,
    numbers_of,
    picture,
    template,
    typeface_rules,
)

PICTURE_WIDTHS = {"wide": 1060, "middle": 720, "narrow": 340}
"""Pixels that a chart is drawn for: the stylesheet shows the one that fits the reader's screen."""


def to_html(content: Content, fingerprint: str) -> bytes:
    """Return the page, in UTF-8: the same content gives the same bytes.

    Args:
        content: what it says.
        fingerprint: of the content, in hexadecimal digits.
    """
    body = template("pack_body.html").render(
        content=content,
        fingerprint=fingerprint,
        short=DIGITS_SHOWN,
        held_on=day(content.meeting.held_on),
        as_of=at_minute(content.as_of.astimezone(STOCKHOLM)),
        since=day(content.since) if content.since else None,
        agenda=content.meeting.agenda_items,
        widths=PICTURE_WIDTHS,
        picture=picture,
        numbers_of=numbers_of,
    )
    page = template("pack.html").render(
        content=content,
        fingerprint=fingerprint,
        short=DIGITS_SHOWN,
        colour=heading_colour(content.organisation.colour),
        colours=colour_rules(),
        typefaces=typeface_rules(body),
        body=Markup(body),  # noqa: S704 - a template's own, which escapes all that it is given
    )
    return page.encode()
