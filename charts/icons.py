"""The signs of the states as Plotly paths, of the same size at every width.

Plotly's shapes know the commands M, L, C and Z only, so round signs are four Bézier curves.
"""

from typing import Any

from config.icons import ICONS, Icon

_STROKE = 2
_ROUND = 0.5523
"""How far a control point lies from its end, in radii, for a quarter of a circle."""


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
