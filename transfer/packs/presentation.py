"""A pack for the projector: a view at a time on one page, which asks the server for nothing more.

It works by its links alone. The script that it names adds the keys of a keyboard or a clicker.
"""

from markupsafe import Markup

from domain.calendar import STOCKHOLM
from domain.packs.content import Content
from texts.numbers import at_minute, day
from transfer.packs.canonical import DIGITS_SHOWN
from transfer.packs.views import views_of
from transfer.packs.web import (
    colour_rules,
    heading_colour,
    picture,
    template,
    typeface_rules,
)

PICTURE_WIDTH = 760
"""Pixels that a chart is drawn for; it is enlarged to the screen, and its texts with it."""

MOST_LINES = 12
"""Of the agenda, on the first view."""


def to_presentation(
    content: Content, fingerprint: str | None, *, back_href: str, script_src: str
) -> bytes:
    """Return the page, in UTF-8: the same arguments give the same bytes.

    Args:
        content: what it says.
        fingerprint: of the content, in hexadecimal digits; None: it is kept nowhere.
        back_href: where the presenter goes afterwards, by a link or Escape.
        script_src: the address of ``presentation.js``.
    """
    agenda = content.meeting.agenda_items
    body = template("slides_body.html").render(
        content=content,
        fingerprint=fingerprint,
        short=DIGITS_SHOWN,
        held_on=day(content.meeting.held_on),
        as_of=at_minute(content.as_of.astimezone(STOCKHOLM)),
        agenda=agenda[:MOST_LINES],
        agenda_rest=len(agenda[MOST_LINES:]),
        views=views_of(content),
        picture=lambda chart: picture(chart, PICTURE_WIDTH),
        back_href=back_href,
    )
    page = template("slides.html").render(
        content=content,
        colour=heading_colour(content.organisation.colour),
        colours=colour_rules(),
        typefaces=typeface_rules(body),
        body=Markup(body),  # noqa: S704 - a template's own, which escapes all that it is given
        script_src=script_src,
    )
    return page.encode()
