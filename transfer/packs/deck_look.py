"""The look of a pack's slides: an empty presentation in its typeface and colours.

It is python-pptx's own, in 16:9, with two layouts and nothing of Office's look left.
"""

import re
from dataclasses import replace

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.presentation import Presentation as Slides
from pptx.slide import SlideLayout, SlideMaster
from pptx.util import Pt

from config.colours import LIGHT
from texts import _
from transfer.packs.slide_page import Box, put
from transfer.packs.typefaces import FAMILY

WIDTH, HEIGHT = 960, 540
MARGIN = 44
FOOT = Box(MARGIN, 508, WIDTH - 2 * MARGIN, 20)
FOOT_SIZE = 10
_NUMBER_WIDTH = 60
_TITLE, _BODY = Box(MARGIN, 40, FOOT.width, 76), Box(MARGIN, 124, FOOT.width, 376)
_ROOMS = {
    PP_PLACEHOLDER.TITLE: _TITLE,
    PP_PLACEHOLDER.CENTER_TITLE: _TITLE,
    PP_PLACEHOLDER.SUBTITLE: _BODY,
    PP_PLACEHOLDER.BODY: _BODY,
    PP_PLACEHOLDER.FOOTER: replace(FOOT, width=FOOT.width - _NUMBER_WIDTH),
    PP_PLACEHOLDER.SLIDE_NUMBER: Box(WIDTH - MARGIN - _NUMBER_WIDTH, FOOT.top, _NUMBER_WIDTH, 20),
}

_BAR = """<p:sp {namespaces}>
  <p:nvSpPr><p:cNvPr id="99" name="Accent"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>
  <p:spPr>
    <a:xfrm><a:off x="0" y="0"/><a:ext cx="12192000" cy="76200"/></a:xfrm>
    <a:prstGeom prst="rect"><a:avLst/></a:prstGeom>
    <a:solidFill><a:srgbClr val="{colour}"/></a:solidFill><a:ln><a:noFill/></a:ln>
  </p:spPr>
</p:sp>"""
"""python-pptx can add shapes to slides alone, not to their master."""

_LATIN = re.compile(rb'<a:latin typeface="Calibri"[^>]*/>')
# How Open Sans is drawn: by it a program that lacks it finds the most alike of those it has.
_OPEN_SANS = f'<a:latin typeface="{FAMILY}" panose="020B0606030504020204" pitchFamily="34"/>'
_ACCENT = re.compile(rb'(<a:accent([1-6])>)<a:srgbClr val="[0-9A-F]{6}"/>')


def blank(accent: str) -> Slides:
    """Return a presentation without slides; its layouts are the opening one and all others'.

    Args:
        accent: the organisation's colour (``#rrggbb``), which is along the top of each slide.
    """
    slides = Presentation()
    slides.slide_width, slides.slide_height = Pt(WIDTH), Pt(HEIGHT)
    kept = {"Title Slide": _("Inledning"), "Title Only": _("Rubrik och innehåll")}
    for layout in list(slides.slide_layouts):
        if layout.name in kept:
            layout.element.cSld.set("name", kept[layout.name])
        else:
            slides.slide_layouts.remove(layout)
    for sheet in (slides.slide_master, *slides.slide_layouts):
        _dress(sheet)
    _dress_master(slides.slide_master, accent)
    _drop_traces(slides)
    return slides


def themed(theme: bytes, accent: str) -> bytes:
    """Return a theme of python-pptx in the pack's typeface and colours.

    Args:
        theme: the part's XML.
        accent: the organisation's colour (``#rrggbb``), the first that a new shape is offered.
    """
    groups = (style.colour for style in LIGHT.groups.values())
    colours = [accent, LIGHT.money, LIGHT.activity, *groups, LIGHT.axis]

    def coloured(found: re.Match[bytes]) -> bytes:
        colour = colours[int(found[2]) - 1].removeprefix("#").upper()
        return found[1] + f'<a:srgbClr val="{colour}"/>'.encode()

    return _ACCENT.sub(coloured, _LATIN.sub(_OPEN_SANS.encode(), theme))


def _dress(sheet: SlideMaster | SlideLayout) -> None:
    """Give the places of a master or a layout their room, and black text from the left."""
    for place in list(sheet.placeholders):
        kind = place.placeholder_format.type
        if kind == PP_PLACEHOLDER.DATE:
            place.element.getparent().remove(place.element)
        elif kind in _ROOMS:
            put(place, _ROOMS[kind])
    for tint in list(sheet.element.iter(qn("a:tint"))):
        tint.getparent().remove(tint)
    for level in sheet.element.iter(*(qn(f"a:lvl{number}pPr") for number in range(1, 10))):
        level.set("algn", "l")
    for fit in list(sheet.element.iter(qn("a:normAutofit"))):
        fit.getparent().remove(fit)


def _dress_master(master: SlideMaster, accent: str) -> None:
    """Lay the organisation's colour along the top, and set titles and feet as they are to be."""
    title = master.element.find(".//" + qn("p:titleStyle") + "/" + qn("a:lvl1pPr"))
    title.find(qn("a:defRPr")).set("b", "1")
    for place in list(master.placeholders):
        for style in place.element.iter(qn("a:lvl1pPr")):
            style.find(qn("a:defRPr")).set("sz", str(FOOT_SIZE * 100))
            if place.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER:
                style.set("algn", "r")
        for body in place.element.iter(qn("a:bodyPr")):
            for edge in ("lIns", "tIns", "rIns", "bIns"):
                body.set(edge, "0")
    colour = accent.removeprefix("#").upper()
    tree = master.element.find(".//" + qn("p:spTree"))
    tree.insert(2, parse_xml(_BAR.format(namespaces=nsdecls("a", "p"), colour=colour)))


def _drop_traces(slides: Slides) -> None:
    """Drop the parts of python-pptx's presentation that tell of who made it, and its picture."""
    package, part = slides.part.package, slides.part
    for owner, kinds in (
        (package, (RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)),
        (part, (RELATIONSHIP_TYPE.PRINTER_SETTINGS,)),
    ):
        for kind in kinds:
            owner.drop_rel(owner.relate_to(owner.part_related_by(kind), kind))
