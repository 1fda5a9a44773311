"""The slides of a pack as they are added: what each of them has, a title, a foot and notes.

All measures are in points: a slide is 960 wide and 540 high (16:9).
"""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from datetime import UTC
from io import BytesIO
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.slide import Slide

from domain.packs.content import Content
from texts import _
from transfer.packs.archive import rewritten
from transfer.packs.canonical import DIGITS_SHOWN
from transfer.packs.deck_look import FOOT, FOOT_SIZE, MARGIN, WIDTH, blank, themed
from transfer.packs.slide_page import Box, Line, Page, put, write
from transfer.packs.type_fit import LINE, Fitted, fit

_NAME = Box(MARGIN, 20, WIDTH - 2 * MARGIN, 12 * LINE)
_NAME_SIZE = 12
_TITLE = Box(MARGIN, 40, WIDTH - 2 * MARGIN, FOOT.top - 50)
_TITLE_ROOM = 80
_TITLE_SIZES = (28, 25, 22, 20)
_FIRST = Box(MARGIN, 96, 760, FOOT.top - 106)
_FIRST_ROOM = 180
_FIRST_SIZES = (40, 36, 32, 28, 24)
_LEAD_ROOM, _LEAD_SIZES = 84, (20, 18, 16, 14)

_LONGEST_PROPERTY = 255


class Deck:
    """A presentation to which slides are added in order."""

    def __init__(self, content: Content, fingerprint: str) -> None:
        self.language = "sv-SE" if content.language == "sv" else content.language
        self.created = content.as_of.astimezone(UTC)
        self.accent = content.organisation.colour
        self._slides = blank(self.accent)
        example = _("Exempelprogram med påhittade siffror") if content.is_example else ""
        foot = (content.meeting.diarienummer, fingerprint[:DIGITS_SHOWN], example)
        self._foot = " · ".join(part for part in foot if part)
        self._describe(content)

    def room(self, title: str) -> Box:
        """Return the room that a slide with this title has under it."""
        return _TITLE.below(_fitted_title(title).height + 8)

    def add(self, title: str, notes: Iterable[str], *, name: str = "") -> Page:
        """Add a slide with a title; above it stands the name of what it belongs to."""
        slide = self._slides.slides.add_slide(self._slides.slide_layouts[1])
        _put_title(slide, _fitted_title(title), _TITLE)
        page = Page(slide, self.room(title))
        if name:
            page.fitted(_NAME, fit(name, _NAME.width, _NAME.height, (_NAME_SIZE,)))
        _put_notes(slide, [title, *notes])
        return page

    def add_first(self, title: str, lead: str, notes: Iterable[str]) -> Page:
        """Add the slide that opens the presentation, with room for more under its lead."""
        slide = self._slides.slides.add_slide(self._slides.slide_layouts[0])
        shown = fit(title, _FIRST.width, _FIRST_ROOM, _FIRST_SIZES, is_bold=True)
        _put_title(slide, shown, _FIRST)
        below = _FIRST.below(shown.height + 10)
        subtitle = slide.placeholders[1]
        said = fit(lead, below.width, _LEAD_ROOM, _LEAD_SIZES)
        if lead:
            put(subtitle, below.first(said.height))
            write(subtitle.text_frame, [Line(said.text, said.size)])
        else:
            subtitle.element.getparent().remove(subtitle.element)
        _put_notes(slide, [title, *notes])
        return Page(slide, below.below(said.height + 22))

    def saved(self) -> bytes:
        """Return the presentation as a file: the same slides give the same bytes on any day.

        To be called once, when all slides are there: the feet come last in the order of reading.
        """
        for number, slide in enumerate(self._slides.slides, start=1):
            self._add_foot(slide, number)
        for element in self._elements():
            for run in element.iter(qn("a:r")):
                run.get_or_add_rPr()
            for mark in element.iter(qn("a:rPr"), qn("a:endParaRPr"), qn("a:defRPr")):
                mark.set("lang", self.language)
                mark.attrib.pop("smtClean", None)
        target = BytesIO()
        self._slides.save(target)
        return rewritten(
            target.getvalue(),
            lambda name, part: themed(part, self.accent) if "/theme/" in name else part,
        )

    def _elements(self) -> Iterator[BaseOxmlElement]:
        """Yield the root of each part that has text, but for charts."""
        slides = self._slides
        yield from (slides.element, slides.slide_master.element, slides.notes_master.element)
        yield from (layout.element for layout in slides.slide_layouts)
        for slide in slides.slides:
            yield from (slide.element, slide.notes_slide.element)

    def _add_foot(self, slide: Slide, number: int) -> None:
        """Give a slide the foot and the number that its layout has a place for."""
        for place in list(slide.slide_layout.placeholders):
            kind = place.placeholder_format.type
            if kind not in (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER):
                continue
            own = deepcopy(place.element)
            taken = (int(number) for number in slide.shapes.element.xpath(".//p:cNvPr/@id"))
            own.nvSpPr.cNvPr.set("id", str(max(taken) + 1))
            slide.shapes.element.append(own)
            added: Any = slide.shapes[-1]
            if kind == PP_PLACEHOLDER.FOOTER:
                shown = fit(self._foot, FOOT.width - 80, FOOT.height, (FOOT_SIZE, 9, 8))
                line = Line(shown.text, shown.size)
                write(added.text_frame, [line], anchor=MSO_ANCHOR.MIDDLE)
            else:
                own.find(".//" + qn("a:fld")).find(qn("a:t")).text = str(number)

    def _describe(self, content: Content) -> None:
        """Say in the file's properties what it is, and nothing of when and where it was made."""
        facts = self._slides.core_properties
        facts.title = content.title[:_LONGEST_PROPERTY]
        facts.subject = content.meeting.title[:_LONGEST_PROPERTY]
        facts.keywords = content.meeting.diarienummer[:_LONGEST_PROPERTY]
        facts.author = facts.last_modified_by = content.organisation.name[:_LONGEST_PROPERTY]
        facts.language = self.language
        moment = self.created.replace(tzinfo=None)
        facts.created = facts.modified = facts.last_printed = moment
        facts.revision = 1


def _fitted_title(title: str) -> Fitted:
    return fit(title, _TITLE.width, _TITLE_ROOM, _TITLE_SIZES, is_bold=True)


def _put_title(slide: Slide, shown: Fitted, box: Box) -> None:
    title: Any = slide.shapes.title
    put(title, box.first(shown.height))
    write(title.text_frame, [Line(shown.text, shown.size, is_bold=True)])


def _put_notes(slide: Slide, notes: Iterable[str]) -> None:
    """Write what the speaker needs, each text once."""
    told = dict.fromkeys(note for note in notes if note)
    frame: Any = slide.notes_slide.notes_text_frame
    frame.text = "\n".join(told)
