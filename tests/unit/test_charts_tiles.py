"""The board of tiles: what it is given is what it shows, whatever the count and the titles."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plotly.graph_objects import Figure

from charts.icons import icon_shape
from charts.theme import DARK, LIGHT, Theme
from charts.tiles import (
    LONGEST_WORD,
    TILE_HEIGHT,
    TILE_WIDTH,
    TITLE_LINES,
    TITLE_WIDTH,
    status_word,
    tile_board,
    title_lines,
)
from config.icons import ICONS
from config.statuses import STATUS_WORDS
from domain.points import Point, PointStanding, StatusReport
from domain.statuses import Status

STATES: tuple[Status | None, ...] = (*Status, None)
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def standing(number: int, status: Status | None, title: str = "Mentorer för unga") -> PointStanding:
    point = Point(number, title, title, "Skola", None, date(2025, 1, 1), date(2026, 12, 31))
    if status is None:
        return PointStanding(point, None)
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    return PointStanding(point, StatusReport(status, None, None, None, None, moment.date(), moment))


def programme(count: int) -> list[PointStanding]:
    return [standing(place + 1, STATES[place % len(STATES)]) for place in range(count)]


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def places(figure: Figure) -> list[tuple[int, float]]:
    return list(zip(figure.data[0].x, figure.data[0].base, strict=True))


def texts_of(figure: Figure) -> list[Sequence[str]]:
    return [trace.text for trace in figure.data[1:]]


@THEMES
def test_tiles_carry_the_numbers_and_colours_that_they_were_given(theme: Theme) -> None:
    points = [standing(7, Status.LATE), standing(3, None), standing(40, Status.DEVIATION)]
    bars = tile_board(points, theme).data[0]
    codes = ("late", None, "deviation")
    assert bars.customdata == (7, 3, 40)
    assert bars.marker.color == tuple(theme.statuses[code].fill for code in codes)
    assert bars.marker.line.color == tuple(theme.statuses[code].edge for code in codes)
    assert (bars.width, set(bars.y)) == (TILE_WIDTH, {TILE_HEIGHT})
    assert (bars.selected.marker.opacity, bars.unselected.marker.opacity) == (1, 1)


@THEMES
def test_texts_and_signs_have_the_ink_of_their_tile(theme: Theme) -> None:
    figure = tile_board(programme(7), theme)
    ink = tuple(theme.statuses[state].ink for state in STATES)
    assert [trace.textfont.color for trace in figure.data[1:]] == [ink, ink, ink]
    assert tuple(shape.line.color for shape in figure.layout.shapes) == ink


@THEMES
@pytest.mark.parametrize("state", STATES)
def test_the_ink_can_be_read_on_its_fill(theme: Theme, state: Status | None) -> None:
    colours = theme.statuses[state]
    assert contrast(colours.ink, colours.fill) >= 4.5
    assert contrast(colours.edge, theme.background) >= 3


def test_a_wide_tile_tells_number_title_and_word() -> None:
    figure = tile_board([standing(5, Status.DEVIATION, "Stöd till avhopp")], LIGHT)
    assert texts_of(figure) == [("5",), ("Stöd till<br>avhopp",), ("Avvikelse",)]


def test_a_compact_tile_has_no_title_and_the_same_places() -> None:
    figure = tile_board(programme(8), LIGHT, columns=4, compact=True)
    assert texts_of(figure)[0] == tuple("12345678")
    assert len(figure.data) == 3
    assert [x for x, _ in places(figure)] == [0, 1, 2, 3, 0, 1, 2, 3]


def test_tiles_are_read_from_the_left_and_downwards() -> None:
    at = places(tile_board(programme(9), LIGHT, columns=7))
    assert [x for x, _ in at] == [0, 1, 2, 3, 4, 5, 6, 0, 1]
    assert at[0][1] == at[6][1] == at[7][1] + 1


def test_silence_is_a_state_of_its_own() -> None:
    figure = tile_board([standing(1, None), standing(2, Status.NOT_STARTED)], LIGHT)
    unreported, not_started = figure.layout.shapes
    assert texts_of(figure)[-1] == ("Ingen rapport", "Ej påbörjad")
    assert unreported.path != not_started.path
    assert figure.data[0].marker.color[0] != figure.data[0].marker.color[1]


def test_no_points_are_a_sentence() -> None:
    figure = tile_board([], LIGHT)
    assert [note.text for note in figure.layout.annotations] == ["Inga punkter att visa."]
    assert len(figure.data) == 0


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize(("count", "columns", "rows"), [(1, 7, 1), (28, 7, 4), (200, 4, 50)])
def test_every_tile_is_inside_the_picture_and_rows_keep_their_height(
    count: int, columns: int, rows: int, compact: bool
) -> None:
    figure = tile_board(programme(count), LIGHT, columns=columns, compact=compact)
    bottom, top = figure.layout.yaxis.range
    left, right = figure.layout.xaxis.range
    assert len(set(places(figure))) == count
    assert all(bottom < base and base + TILE_HEIGHT < top for _, base in places(figure))
    assert all(left < x - TILE_WIDTH / 2 and x + TILE_WIDTH / 2 < right for x, _ in places(figure))
    assert figure.layout.height == rows * (70 if compact else 112)
    assert figure.layout.xaxis.fixedrange
    assert figure.layout.yaxis.fixedrange


def test_only_tiles_answer_to_the_pointer_and_none_shows_a_box() -> None:
    figure = tile_board(programme(3), LIGHT)
    assert [trace.hoverinfo for trace in figure.data] == ["none", "skip", "skip", "skip"]
    assert all(trace.selected.textfont.color for trace in figure.data[1:])


def test_the_picture_of_a_whole_programme_is_small() -> None:
    points = [standing(place + 1, STATES[place % 7], "Snabb återkoppling") for place in range(28)]
    assert len(tile_board(points, DARK).to_json().encode()) <= 40_000


def test_a_title_is_shown_as_written() -> None:
    figure = tile_board([standing(1, None, "<b>R & D</b>")], LIGHT)
    assert texts_of(figure)[1] == ("&lt;b&gt;R &amp; D&lt;/b&gt;",)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Vuxenutbildning", ["Vuxenutbildning"]),
        ("Avtal med fastighetsägare", ["Avtal med", "fastighetsägare"]),
        ("Uppsökande team kvällstid", ["Uppsökande", "team kvällstid"]),
        ("Ett två tre fyra fem sex sju åtta", ["Ett två tre", "fyra fem sex…"]),
        ("Fjorton bokst en till och en", ["Fjorton bokst", "en till och en"]),
        ("Ansvarsfördelningen", ["Ansvarsfördeln…"]),
        ("", []),
    ],
)
def test_titles_are_wrapped_by_words(title: str, lines: list[str]) -> None:
    assert title_lines(title) == lines


@given(st.text(max_size=80))
def test_wrapping_keeps_its_limits(title: str) -> None:
    lines = title_lines(title)
    assert len(lines) <= TITLE_LINES
    for line in lines:
        assert len(line) <= TITLE_WIDTH or (" " not in line and len(line) <= LONGEST_WORD)


words = st.text(st.characters(categories=["L"]), min_size=1, max_size=LONGEST_WORD)


@given(st.lists(words, min_size=1, max_size=8))
def test_a_title_is_whole_or_says_that_it_is_not(spoken: list[str]) -> None:
    lines = title_lines(" ".join(spoken))
    if lines[-1].endswith("…"):
        assert " ".join(spoken).startswith(" ".join(lines)[:-1])
    else:
        assert " ".join(lines) == " ".join(spoken)


def test_every_state_has_a_word_and_a_sign_of_its_own() -> None:
    assert set(ICONS) == {*STATUS_WORDS, None}
    assert len({status_word(standing(1, state)) for state in STATES}) == len(STATES)


@pytest.mark.parametrize("code", list(ICONS))
def test_signs_keep_to_their_square_and_to_the_commands_that_plotly_knows(code: str | None) -> None:
    path = icon_shape(code, x=0, y=0, shift=(0, 0), colour=LIGHT.text)["path"]
    assert set(re.findall("[A-Za-z]", path)) <= set("MLCZ")
    assert max(abs(float(each)) for each in re.findall(r"-?\d+\.?\d*", path)) <= 9


def test_a_sign_moves_with_its_shift() -> None:
    here = icon_shape("dropped", x=1, y=2, shift=(0, 0), colour=LIGHT.text)
    there = icon_shape("dropped", x=1, y=2, shift=(-15, -17), colour=LIGHT.text)
    assert here["path"].startswith("M-5,5L5,-5")
    assert there["path"].startswith("M-20,-12L-10,-22")
    assert (there["xanchor"], there["yanchor"]) == (1, 2)
