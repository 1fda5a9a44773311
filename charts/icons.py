"""The signs of the states as Plotly paths: no icon font, and the same size at every width.

A path is written in pixels from the middle of the sign, y upwards, inside a square of 18 pixels.
Plotly's shapes know the commands M, L, C and Z only, so round signs are four Bézier curves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_STROKE = 2
_ROUND = 0.5523
"""How far a control point lies from its end, in radii, for a quarter of a circle."""


@dataclass(frozen=True, slots=True)
class Icon:
    """Strokes as points to draw through (one closed at its first point), and what surrounds them.

    `is_solid` fills the strokes; `ring` is the radius of a circle around them, or None.
    """

    strokes: tuple[tuple[tuple[float, float], ...], ...] = ()
    is_solid: bool = False
    ring: float | None = None


ICONS: Mapping[str | None, Icon] = {
    "done": Icon((((-7, 0), (-2.5, -4.5), (7, 5)),)),
    "on_plan": Icon((((-5.5, 8), (7, 0), (-5.5, -8), (-5.5, 8)),), is_solid=True),
    "deviation": Icon(
        (
            ((-8, -6.5), (0, 7.5), (8, -6.5), (-8, -6.5)),
            ((0, 2.5), (0, -1.5)),
            ((0, -3.2), (0, -4.8)),
        )
    ),
    "late": Icon((((0, 4.5), (0, 0), (3.5, -2.5)),), ring=7.5),
    "not_started": Icon(ring=7.5),
    "dropped": Icon((((-5, 5), (5, -5)), ((-5, -5), (5, 5)))),
    None: Icon(
        (
            ((-4.2, 3.6), (-2.6, 6.2), (0, 7), (2.8, 6), (4, 3.6), (3, 1), (0, -1), (0, -3.2)),
            ((0, -5.6), (0, -7.4)),
        )
    ),
}
"""By status code; None for a point that nobody has reported."""


def icon_shape(
    code: str | None, *, x: float, y: float, shift: tuple[float, float], colour: str
) -> dict[str, Any]:
    """Return a layout shape that draws a state's sign.

    Args:
        code: the status code, None for no report.
        x: where the sign is anchored, in the x axis's units.
        y: likewise on the y axis.
        shift: pixels from the anchor to the middle of the sign, rightwards and upwards.
        colour: of the strokes.
    """
    icon = ICONS[code]
    shape: dict[str, Any] = {
        "type": "path",
        "path": _path(icon, shift),
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "xanchor": x,
        "yanchor": y,
        "line": {"color": colour, "width": 0 if icon.is_solid else _STROKE},
    }
    if icon.is_solid:
        shape["fillcolor"] = colour
    return shape


def _path(icon: Icon, shift: tuple[float, float]) -> str:
    right, up = shift
    parts = []
    for stroke in icon.strokes:
        points = "L".join(f"{right + x:g},{up + y:g}" for x, y in stroke)
        parts.append(f"M{points}{'Z' if stroke[0] == stroke[-1] else ''}")
    if icon.ring is not None:
        parts.append(_circle(icon.ring, shift))
    return "".join(parts)


def _circle(radius: float, middle: tuple[float, float]) -> str:
    right, up = middle
    handle = radius * _ROUND
    quarters = (
        ((radius, handle), (handle, radius), (0, radius)),
        ((-handle, radius), (-radius, handle), (-radius, 0)),
        ((-radius, -handle), (-handle, -radius), (0, -radius)),
        ((handle, -radius), (radius, -handle), (radius, 0)),
    )
    curves = "".join(
        "C" + " ".join(f"{right + x:g},{up + y:g}" for x, y in quarter) for quarter in quarters
    )
    return f"M{right + radius:g},{up:g}{curves}Z"
