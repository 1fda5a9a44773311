"""A slide that is being filled: places on it, and texts and shapes with all that they need.

All measures are in points.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.shapes.autoshape import Shape
from pptx.shapes.base import BaseShape
from pptx.shapes.shapetree import GroupShapes, SlideShapes
from pptx.slide import Slide
from pptx.util import Pt

from transfer.packs.type_fit import LINE, Fitted, TextPage, fit

_EDGE_WIDTH = 1.25
_SENTENCE_SIZES, _SENTENCE_ROOM = (16, 14, 12), 48
_SOURCE_SIZES, _SOURCE_ROOM = (12, 11, 10), 34
_APART = 8
# python-pptx has types in parts only; here and below what has none is named where it is met.
_RGB: Callable[[str], RGBColor] = RGBColor.from_string
BLACK, WHITE = _RGB("000000"), _RGB("FFFFFF")


def colour_of(code: str) -> RGBColor:
    """Return a colour that is written ``#rrggbb``."""
    return _RGB(code.removeprefix("#").upper())


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a slide."""

    left: float
    top: float
    width: float
    height: float

    def below(self, height: float) -> "Box":
        """Return what is left of the box under so much of it."""
        return replace(self, top=self.top + height, height=self.height - height)

    def first(self, height: float) -> "Box":
        """Return the upper part of the box, so high."""
        return replace(self, height=height)

    def last(self, height: float) -> "Box":
        """Return the lower part of the box, so high."""
        return self.below(self.height - height)

    def without_last(self, height: float) -> "Box":
        """Return the box without its lower part, so high."""
        return self.first(self.height - height)

    def inside(self, right: float, down: float) -> "Box":
        """Return the box without its edges, so wide at the sides and so high above and below."""
        width, height = self.width - 2 * right, self.height - 2 * down
        return Box(self.left + right, self.top + down, width, height)

    def places(self) -> tuple[Pt, Pt, Pt, Pt]:
        """Return left, top, width and height as python-pptx takes them."""
        return Pt(self.left), Pt(self.top), Pt(self.width), Pt(self.height)


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph as it is set: its size and, above it, a space."""

    text: str
    size: float
    is_bold: bool = False
    above: float = 0.0


@dataclass(frozen=True, slots=True)
class Page:
    """A slide and the room on it that is free."""

    slide: Slide
    room: Box

    def text(self, box: Box, lines: Iterable[Line]) -> None:
        """Write lines into a box, from its top."""
        write(self.slide.shapes.add_textbox(*box.places()).text_frame, lines)

    def fitted(self, box: Box, text: Fitted, *, is_bold: bool = False) -> None:
        """Write a text as it was fitted to a box."""
        self.text(box, [Line(text.text, text.size, is_bold)])

    def column(self, box: Box, page: TextPage) -> None:
        """Write a page of running text into a box."""
        lines = []
        for place, paragraph in enumerate(page.paragraphs):
            size = page.size * paragraph.scale
            above = paragraph.before * size * LINE if place else 0
            lines.append(Line(paragraph.text, size, paragraph.is_bold, above))
        self.text(box, lines)


def put_sentence(page: Page, text: str) -> Page:
    """Write the sentence on what a slide shows under its title; return the page with its rest."""
    if not text:
        return page
    said = fit(text, page.room.width, _SENTENCE_ROOM, _SENTENCE_SIZES)
    page.fitted(page.room.first(said.height), said)
    return replace(page, room=page.room.below(said.height + _APART))


def put_source(page: Page, *texts: str) -> Page:
    """Write notes and a source at the foot of a slide; return the page with the rest above."""
    told = [fit(text, page.room.width, _SOURCE_ROOM, _SOURCE_SIZES) for text in texts if text]
    if not told:
        return page
    height = sum(text.height for text in told)
    page.text(page.room.last(height), [Line(text.text, text.size) for text in told])
    return replace(page, room=page.room.without_last(height + _APART))


def write(
    frame: Any,
    lines: Iterable[Line],
    *,
    colour: RGBColor = BLACK,
    anchor: MSO_ANCHOR = MSO_ANCHOR.TOP,
    align: PP_ALIGN = PP_ALIGN.LEFT,
    padding: float = 0,
) -> None:
    """Write lines into a shape's text frame, in the size that they were reckoned in."""
    frame.margin_left = frame.margin_right = Pt(padding)
    frame.margin_top = frame.margin_bottom = Pt(padding)
    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = anchor
    is_first = True
    for line in lines:
        for goes_on, part in enumerate(line.text.split("\n")):
            paragraph = frame.paragraphs[0] if is_first else frame.add_paragraph()
            paragraph.alignment = align
            paragraph.space_before = Pt(0 if goes_on else line.above)
            run = paragraph.add_run()
            run.text = part
            run.font.size = Pt(line.size)
            run.font.bold = line.is_bold
            run.font.color.rgb = colour
            is_first = False


def put(shape: BaseShape, box: Box) -> None:
    """Move a shape to a place, and make it as large."""
    shape.left, shape.top, shape.width, shape.height = box.places()


def describe(shape: BaseShape, name: str, alternative: str) -> None:
    """Give a shape a name, and the text that is read in place of what is seen."""
    properties = shape.element.xpath(".//p:cNvPr")[0]
    properties.set("name", name)
    properties.set("descr", alternative)


def unstyled(shape: Shape) -> Shape:
    """Return a shape without the look that the theme would give it, its shadow among it."""
    for style in shape.element.xpath("p:style"):
        shape.element.remove(style)
    return shape


def plain_shape(
    shapes: GroupShapes | SlideShapes, kind: MSO_SHAPE, box: Box, *, fill: str, edge: str = ""
) -> Shape:
    """Add a shape with nothing of the theme's look; its colours are written ``#rrggbb``."""
    shape = unstyled(shapes.add_shape(kind, *box.places()))
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour_of(fill)
    if edge:
        shape.line.color.rgb = colour_of(edge)
        shape.line.width = Pt(_EDGE_WIDTH)
    else:
        shape.line.fill.background()
    return shape
