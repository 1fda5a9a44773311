"""A picture as SVG: rectangles, lines, signs and texts, in pixels from its upper left corner.

It is written here, and not by a plotting library, for three readers at once. Each shape has its
light colour as an attribute, which print and PDF go by, and a class, by which a page may give it
another (a stylesheet is stronger than an attribute). Texts stay texts, so that they are searched
and enlarged. And no shape has an id, so that any number of pictures can stand on one page.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from types import MappingProxyType

from config.colours import LIGHT, Theme
from config.icons import ICONS, Icon
from transfer.characters import printable
from transfer.packs.typefaces import FAMILY

TEXT_SIZE = 14
NOTE_SIZE = 12.5

Point = tuple[float, float]

_PLAIN_COLOURS = (
    "background",
    "surface",
    "text",
    "border",
    "grid",
    "axis",
    "money",
    "activity",
    "rest",
)
_CAP_HEIGHT = 0.714
"""Of Open Sans, in ems: half of it below a text's middle lies its baseline."""


def paints(theme: Theme) -> Mapping[str, str]:
    """Return the colours of pictures by their names, which are their classes too."""
    colours = {name: str(getattr(theme, name)) for name in _PLAIN_COLOURS}
    colours |= {f"group-{code}": style.colour for code, style in theme.groups.items()}
    for code, status in theme.statuses.items():
        name = status_paint(code)
        colours |= {
            f"{name}-fill": status.fill,
            f"{name}-edge": status.edge,
            f"{name}-ink": status.ink,
        }
    return MappingProxyType(colours)


def status_paint(code: str | None) -> str:
    """Return what the names of a state's colours begin with."""
    return (code or "no_report").replace("_", "-")


_LIGHT = paints(LIGHT)


@dataclass(slots=True)
class Drawing:
    """A picture while it is drawn; what comes later lies above. Colours are names of `paints`."""

    width: float
    _parts: list[str] = field(default_factory=list)

    def box(
        self,
        corner: Point,
        size: Point,
        *,
        fill: str | None,
        edge: str | None = None,
        edge_width: float = 1,
        radius: float = 0,
        dash: str = "",
    ) -> None:
        """Draw a rectangle from its upper left corner, with a width and a height."""
        (x, y), (width, height) = corner, size
        place = f'x="{_px(x)}" y="{_px(y)}" width="{_px(width)}" height="{_px(height)}"'
        rounded = f' rx="{_px(radius)}"' if radius else ""
        self._parts.append(f"<rect {place}{rounded}{_painted(fill, edge, edge_width, dash)}/>")

    def line(
        self, points: Sequence[Point], colour: str, *, width: float = 1, dash: str = ""
    ) -> None:
        """Draw a line through points."""
        path = "L".join(f"{_px(x)} {_px(y)}" for x, y in points)
        self._parts.append(f'<path d="M{path}"{_painted(None, colour, width, dash)}/>')

    def mark(
        self, symbol: str, middle: Point, colour: str, *, size: float = 9, is_hollow: bool = False
    ) -> None:
        """Draw the sign of a value, about `size` wide: ``circle`` or a name of `_CORNERS`.

        A hollow one shows the background inside a line of its colour.
        """
        fill, edge = ("background", colour) if is_hollow else (colour, None)
        if symbol == "circle":
            x, y = middle
            shape = f'<circle cx="{_px(x)}" cy="{_px(y)}" r="{_px(size / 2)}"'
        else:
            corners = "L".join(
                f"{_px(middle[0] + right * size)} {_px(middle[1] + down * size)}"
                for right, down in _CORNERS[symbol]
            )
            shape = f'<path d="M{corners}Z"'
        self._parts.append(f"{shape}{_painted(fill, edge, 2)}/>")

    def icon(self, code: str | None, middle: Point, colour: str) -> None:
        """Draw the sign of a state, in a square of 18 pixels around its middle."""
        self._parts.append(icon_shapes(ICONS[code], middle, colour))

    def text(
        self,
        at: Point,
        text: str,
        *,
        size: float = TEXT_SIZE,
        weight: int = 400,
        anchor: str = "start",
        colour: str = "text",
    ) -> None:
        """Write a text on one line. `at` is its start, middle or end, at half of its capitals."""
        x, y = at[0], at[1] + size * _CAP_HEIGHT / 2
        style = f' font-size="{_px(size)}"' if size != TEXT_SIZE else ""
        style += f' font-weight="{weight}"' if weight != 400 else ""
        style += f' text-anchor="{anchor}"' if anchor != "start" else ""
        paint = _painted(colour, None) if colour != "text" else ""
        shown = escape(printable(text).translate(_NO_CHARACTERS))
        self._parts.append(f'<text x="{_px(x)}" y="{_px(y)}"{style}{paint}>{shown}</text>')

    def lines(
        self,
        at: Point,
        lines: Iterable[str],
        *,
        apart: float,
        size: float = TEXT_SIZE,
        weight: int = 400,
        anchor: str = "start",
        colour: str = "text",
    ) -> None:
        """Write lines below each other, so many pixels apart; `at` is the first one's."""
        for place, line in enumerate(lines):
            below = (at[0], at[1] + place * apart)
            self.text(below, line, size=size, weight=weight, anchor=anchor, colour=colour)

    def svg(self, height: float) -> str:
        """Return the picture, as wide as it was begun. It is hidden from screen readers.

        What it shows is told beside it, once.
        """
        size = f'width="{_px(self.width)}" height="{_px(height)}"'
        box = f'viewBox="0 0 {_px(self.width)} {_px(height)}"'
        type_ = f'font-family="\'{FAMILY}\', Arial, sans-serif" font-size="{TEXT_SIZE}"'
        shapes = "".join(self._parts)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box} {type_} '
            f'{_painted("text", None).strip()} preserveAspectRatio="xMinYMin" aria-hidden="true">'
            f"{shapes}</svg>"
        )


_NO_CHARACTERS = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")
"""XML takes all that is printable but for these."""


def icon_shapes(icon: Icon, middle: Point, colour: str) -> str:
    """Return the shapes of a state's sign, in a square of 18 pixels around its middle."""
    x, y = middle
    paint = _painted(colour, None) if icon.is_solid else _painted(None, colour, 2)
    strokes = [
        "M"
        + "L".join(f"{_px(x + right)} {_px(y - up)}" for right, up in stroke)
        + "Z" * (stroke[0] == stroke[-1])
        for stroke in icon.strokes
    ]
    shapes = f'<path d="{"".join(strokes)}"{paint}/>' if strokes else ""
    if icon.ring is not None:
        shapes += f'<circle cx="{_px(x)}" cy="{_px(y)}" r="{_px(icon.ring)}"{paint}/>'
    return shapes


_CORNERS: Mapping[str, tuple[Point, ...]] = {
    "square": ((-0.45, -0.45), (0.45, -0.45), (0.45, 0.45), (-0.45, 0.45)),
    "diamond": ((0, -0.62), (0.62, 0), (0, 0.62), (-0.62, 0)),
    "arrow-up": ((0, -0.6), (0.55, 0.4), (-0.55, 0.4)),
    "arrow-right": ((0.6, 0), (-0.4, 0.55), (-0.4, -0.55)),
}
"""In sizes from the middle, y downwards."""


def _painted(fill: str | None, edge: str | None, width: float = 1, dash: str = "") -> str:
    classes = [f"f-{fill}"] * bool(fill) + [f"s-{edge}"] * bool(edge)
    told = f' class="{" ".join(classes)}" fill="{_LIGHT[fill] if fill else "none"}"'
    if edge:
        told += f' stroke="{_LIGHT[edge]}" stroke-width="{_px(width)}"'
        told += f' stroke-dasharray="{dash}"' if dash else ' stroke-linejoin="round"'
    return told


def _px(value: float) -> str:
    """Return a length to a tenth of a pixel, which is finer than any eye."""
    return f"{round(value, 1) + 0:g}"
