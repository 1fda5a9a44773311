"""A pack as a PDF that can be read aloud and archived (PDF/UA-1 and PDF/A-2a), by Typst."""

import json
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any

import typst
from fontTools.ttLib import TTFont

from config.colours import LIGHT
from domain.calendar import STOCKHOLM
from domain.packs.content import Chart, Content
from texts import _
from texts.numbers import day
from transfer.characters import without_harmless
from transfer.packs.canonical import DIGITS_SHOWN, from_json, to_json
from transfer.packs.drawing import Drawing, status_paint
from transfer.packs.pictures import chart_svg
from transfer.packs.typefaces import WEIGHTS, typefaces

_TEMPLATES = files("transfer.packs") / "templates"

_STANDARDS = ["ua-1", "a-2a"]

_SPACES = frozenset({0xA0, *range(0x2000, 0x200B)})
"""No-break and typographic spaces, which Python does not count as printable."""

_SIGN = 18
"""Pixels of the square that a state's sign is drawn in."""


def to_pdf(content: Content, fingerprint: str) -> bytes:
    """Return a pack as a tagged PDF on A4: the same bytes for the same content, anywhere.

    A character that Open Sans does not have is shown as U+FFFD, for both standards refuse a file
    with a sign that cannot be seen. The first file that a process makes takes some seconds more,
    in which the typefaces are made.

    Args:
        content: what the pack says. Every subject has a name or a heading, and every chart an
            `alt`: a PDF without them is refused as one that cannot be read aloud.
        fingerprint: of the content's canonical form, in 64 hexadecimal digits.
    """
    content = _legible(content)
    told = json.loads(to_json(content))
    pictures = _signs()
    for place, (chart, block) in enumerate(_charts(content, told)):
        block["picture"] = f"chart-{place}.svg"
        pictures[block["picture"]] = chart_svg(chart).encode()
    written: bytes = typst.compile(  # type: ignore[call-overload] # its stubs know a single file
        {
            "main.typ": _template("pack.typ"),
            "look.typ": _template("look.typ"),
            "blocks.typ": _template("blocks.typ"),
            "content.json": json.dumps(told).encode(),
            "frame.json": json.dumps(_frame(content, fingerprint)).encode(),
            **pictures,
        },
        font_paths=_fonts(),
        ignore_system_fonts=True,
        pdf_standards=_STANDARDS,
    )
    return written


def _template(name: str) -> bytes:
    return (_TEMPLATES / name).read_bytes()


def _charts(content: Content, told: dict[str, Any]) -> list[tuple[Chart, dict[str, Any]]]:
    """Return the charts, each with its place in the content as JSON."""
    return [
        (block, place)
        for subject, chapter in zip(content.subjects, told["subjects"], strict=True)
        for block, place in zip(subject.blocks, chapter["blocks"], strict=True)
        if isinstance(block, Chart)
    ]


def _frame(content: Content, fingerprint: str) -> dict[str, Any]:
    """Return what surrounds the content on the pages, as the template asks for it."""
    meeting = content.meeting
    words = {
        "agenda": _("Dagordning"),
        "contents": _("Innehåll"),
        "definitions": _("Ord och tecken"),
        "example": _("Exempelprogram med påhittade siffror"),
    }
    held = ", ".join(filter(None, (_on_a_line(meeting.title), day(meeting.held_on))))
    start = _("Fingeravtryck {start}").format(start=fingerprint[:DIGITS_SHOWN])
    return {
        "title": content.title or meeting.title or _("Underlag till sammanträde"),
        "language": content.language.split("-")[:2],
        "made": _moment(content.as_of),
        "header": [_on_a_line(meeting.diarienummer), held],
        "footer": [start, words["example"] if content.is_example else ""],
        "facts": [
            {"term": term, "text": text} for term, text in _facts(content, fingerprint) if text
        ],
        "agenda": meeting.agenda_items,
        "words": words,
        "colours": {"quiet": LIGHT.axis, "line": LIGHT.grid, "surface": LIGHT.surface},
        "statuses": _statuses(),
    }


def _moment(at: datetime) -> dict[str, int]:
    """Return a moment in UTC, as which Typst writes it."""
    units = ("year", "month", "day", "hour", "minute", "second")
    return {unit: getattr(at.astimezone(UTC), unit) for unit in units}


def _statuses() -> dict[str, dict[str, str]]:
    """Return the colours and the sign of each state by its code; none for no report."""
    return {
        code or "": {
            "fill": colours.fill,
            "edge": colours.edge,
            "ink": colours.ink,
            "sign": _sign_name(code),
        }
        for code, colours in LIGHT.statuses.items()
    }


def _on_a_line(text: str) -> str:
    return " ".join(text.split())


def _facts(content: Content, fingerprint: str) -> list[tuple[str, str]]:
    """Return the terms and texts of the first page; one without a text is left out there."""
    meeting, as_of = content.meeting, content.as_of.astimezone(STOCKHOLM)
    return [
        (_("Sammanträde"), meeting.title),
        (_("Dag"), day(meeting.held_on)),
        (_("Diarienummer"), meeting.diarienummer),
        (_("Program"), content.programme),
        (_("Uppgifter till"), _("{day} kl. {time:%H.%M}").format(day=day(as_of), time=as_of)),
        (_("Jämfört med"), day(content.since) if content.since else ""),
        (_("Frågor besvaras av"), content.organisation.contact),
        (_("Fingeravtryck"), fingerprint),
        (_("Ersätter version"), content.replaces or ""),
    ]


def _signs() -> dict[str, bytes]:
    """Return the states' signs by the names of their files."""
    signs = {}
    for code in LIGHT.statuses:
        drawing = Drawing(_SIGN)
        drawing.icon(code, (_SIGN / 2, _SIGN / 2), f"{status_paint(code)}-ink")
        signs[_sign_name(code)] = drawing.svg(_SIGN).encode()
    return signs


def _sign_name(code: str | None) -> str:
    return f"sign-{status_paint(code)}.svg"


def _legible(content: Content) -> Content:
    """Return the content with every text as the typeface can show it."""
    return from_json(json.dumps(_shown(json.loads(to_json(content)))).encode())


def _shown(told: Any) -> Any:
    if isinstance(told, dict):
        return {name: _shown(value) for name, value in told.items()}
    if isinstance(told, list):
        return [_shown(value) for value in told]
    if isinstance(told, str):
        return "".join(map(_shown_character, without_harmless(told)))
    return told


def _shown_character(character: str) -> str:
    if character == "\n" or ord(character) in _covered():
        return character
    return " " if character.isspace() else "\ufffd"


@cache
def _covered() -> frozenset[int]:
    """Return the code points of what every weight can show, spaces among it."""
    covered = []
    for path in typefaces().values():
        with TTFont(path) as font:
            codes = font.getBestCmap()
        covered.append({code for code in codes if chr(code).isprintable() or code in _SPACES})
    return frozenset.intersection(*map(frozenset, covered))


@cache
def _fonts() -> typst.Fonts:
    """Return the typefaces; no others, so that a machine's own change nothing."""
    folder = typefaces()[WEIGHTS[0]].parent
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )
