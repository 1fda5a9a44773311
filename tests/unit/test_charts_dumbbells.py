"""The picture of then and now: its labels never meet, nor do they leave the frame."""

from itertools import product

import pytest
from plotly.graph_objects import Figure

from charts.dumbbells import NARROWEST, SIGN_WIDTH, Dumbbell, dumbbell
from charts.theme import DARK, LIGHT, Theme
from texts.numbers import number

PLACES = (0, 1, 2, 9, 14, 20, 27, 28)


def row(before: float, now: float, whole: float | None = 28, decimals: int = 0) -> Dumbbell:
    return Dumbbell(before, now, whole, number(before, decimals), number(now, decimals))


def texts_of(figure: Figure) -> list[str]:
    return [each.text for each in figure.layout.annotations]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_then_is_hollow_and_above_and_now_is_filled_and_below(theme: Theme) -> None:
    figure = dumbbell(row(16, 18), theme)
    then, now = figure.data
    assert (then.x, now.x) == ((16,), (18,))
    assert (then.marker.color, now.marker.color) == (theme.background, theme.money)
    assert texts_of(figure) == ["16 då", "<b>18 nu</b>"]
    above, below = figure.layout.annotations
    assert above.yshift > 15
    assert below.yshift < -15
    track, joined = figure.layout.shapes
    assert (track.x0, track.x1, track.line.color) == (0, 28, theme.grid)
    assert (joined.x0, joined.x1) == (16, 18)
    assert figure.layout.xaxis.ticktext == ("0", "28")


def test_what_is_read_alike_is_one_marker() -> None:
    figure = dumbbell(row(8.94, 8.93, 12, decimals=1), LIGHT)
    assert len(figure.data) == 1
    assert texts_of(figure) == ["<b>8,9, oförändrat</b>"]


@pytest.mark.parametrize(("before", "now"), list(product(PLACES, PLACES)))
def test_no_label_leaves_the_narrowest_frame(before: float, now: float) -> None:
    figure = dumbbell(row(before, now), LIGHT)
    side = figure.layout.margin.l
    for label in figure.layout.annotations:
        told = label.text.removeprefix("<b>").removesuffix("</b>")
        width = len(told) * SIGN_WIDTH
        middle = label.x / 28 * NARROWEST + (label.xshift or 0)
        start = {"left": middle, "center": middle - width / 2, "right": middle - width}
        assert start[label.xanchor] >= -side
        assert start[label.xanchor] + width <= NARROWEST + side


@pytest.mark.parametrize(
    ("before", "now", "whole", "ends"),
    [
        (0, 0, 28, (0, 28)),
        # More than the whole; and of no whole, where the track ends at a round number.
        (20, 31, 28, (0, 31)),
        (9.7, 8.9, None, (0, 12)),
        (0, 0, None, (0, 1)),
        (-1.2, 0.5, None, (-1.5, 0.5)),
    ],
)
def test_the_track_holds_both_values(
    before: float, now: float, whole: float | None, ends: tuple[float, float]
) -> None:
    figure = dumbbell(row(before, now, whole, decimals=1), LIGHT)
    assert figure.layout.xaxis.range == ends
    assert ends[0] <= min(before, now) <= max(before, now) <= ends[1]
