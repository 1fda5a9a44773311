"""What the pages of a pack have in common: their templates, colours, typefaces and pictures."""

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from config.colours import DARK, LIGHT, Theme
from config.icons import ICONS
from domain.packs.content import Chart
from texts import _
from transfer.characters import printable
from transfer.packs.drawing import icon_shapes, paints, status_paint
from transfer.packs.pictures import chart_svg
from transfer.packs.scales import datum_text, is_missing
from transfer.packs.typefaces import FAMILY, WEIGHTS, web_typeface

OWN_COLOUR = "#0069a8"
"""Of the panel, where an organisation's own is no colour."""

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")

_PAGE_COLOURS: Mapping[bool, Mapping[str, str]] = {
    False: {"link": "#00588f", "quiet": "#4a5862"},
    True: {"link": "#8fcdf5", "quiet": "#b4c0c8"},
}
"""What pages have beside pictures, by whether the theme is dark; at least 7:1 on the background."""


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A category of a chart with its values as they are read."""

    category: str
    values: tuple[str, ...]


@cache
def template(name: str) -> Template:
    """Return a template of ``transfer/packs/templates``; all that is put in is escaped."""
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("transfer", "packs/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    made.globals |= {"_": _, "icon": icon_svg, "status_class": status_paint}
    return made


def colour_rules() -> Markup:
    """Return the stylesheet of colours: variables for both themes, and the pictures' classes."""
    names = [*paints(LIGHT), *_PAGE_COLOURS[False]]
    classes = "".join(f".f-{n}{{fill:var(--{n})}}.s-{n}{{stroke:var(--{n})}}" for n in names)
    states = "".join(
        f".{name}{{background:var(--{name}-fill);border-color:var(--{name}-edge);"
        f"color:var(--{name}-ink)}}"
        for name in map(status_paint, LIGHT.statuses)
    )
    dark = f"@media screen and (prefers-color-scheme:dark){{:root{{{_variables(DARK)}}}}}"
    # The states' classes are made of fixed names, and colours of the theme's own.
    return Markup(f":root{{{_variables(LIGHT)}}}{dark}{classes}{states}")  # noqa: S704


def typeface_rules(page: str) -> Markup:
    """Return the stylesheet that brings Open Sans along, with the characters of a page alone."""
    rules = "".join(
        f"@font-face{{font-family:'{FAMILY}';font-weight:{weight};font-display:swap;"
        f"src:url(data:font/woff;base64,{b64encode(web_typeface(weight, [page])).decode()})"
        "format('woff')}"
        for weight in WEIGHTS
    )
    return Markup(rules)  # noqa: S704 - base64 and fixed names


def heading_colour(told: str) -> str:
    """Return an organisation's colour as ``#rrggbb``; anything else gives the panel's own."""
    return told if _COLOUR.fullmatch(told) else OWN_COLOUR


def picture(chart: Chart, width_px: float) -> Markup:
    """Return a chart's SVG for a page. All texts in it are escaped where it is drawn."""
    return Markup(chart_svg(chart, width_px=width_px))  # noqa: S704


def icon_svg(status: str | None) -> Markup:
    """Return a state's sign, in the ink of its tile; the word beside it says the same."""
    shapes = icon_shapes(ICONS[status], (0, 0), f"{status_paint(status)}-ink")
    return Markup(f'<svg viewBox="-9 -9 18 18" aria-hidden="true">{shapes}</svg>')  # noqa: S704


def numbers_of(chart: Chart) -> list[NumberRow]:
    """Return what a chart draws as the rows of a table, a column a series."""
    return [
        NumberRow(
            category,
            tuple(
                _("ej rapporterat") if is_missing(datum) else datum_text(datum, chart)
                for datum in (series.data[place] for series in chart.series)
            ),
        )
        for place, category in enumerate(chart.categories)
    ]


def _variables(theme: Theme) -> str:
    colours = {**paints(theme), **_PAGE_COLOURS[theme.is_dark]}
    return "".join(f"--{name}:{colour};" for name, colour in colours.items())


def _shown(value: object) -> object:
    """Return what is put into a page: people's texts without what cannot be seen."""
    return printable(value) if type(value) is str else value
