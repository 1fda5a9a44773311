"""The signs of the states as strokes: no icon font, and the same in every picture.

A sign is written in pixels from its middle, y upwards, inside a square of 18 pixels.
"""

from collections.abc import Mapping
from dataclasses import dataclass


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
