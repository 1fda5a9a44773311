"""The timeline: bars from start to end, tails for what is past its date, and the worried first."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plotly.graph_objects import Figure

from charts.theme import DARK, LIGHT, Theme
from charts.timeline import late_note, timeline
from domain.findings.programme import by_concern
from domain.points import Point, PointStanding, StatusReport, shown_end
from domain.statuses import Status

TODAY = date(2026, 11, 22)
STARTS = date(2025, 1, 1)
NBSP = "\u00a0"
STATES: tuple[Status | None, ...] = (*Status, None)


def standing(
    number: int = 13,
    status: Status | None = Status.ON_PLAN,
    due: date = date(2027, 6, 30),
    starts: date = STARTS,
    reported: date = date(2026, 11, 20),
) -> PointStanding:
    point = Point(number, "Mentorer", "Mentorer för unga", "Skola", None, starts, due)
    if status is None:
        return PointStanding(point, None)
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    return PointStanding(point, StatusReport(status, None, None, None, None, reported, moment))


def programme(count: int) -> list[PointStanding]:
    return [
        standing(place + 1, STATES[place % 7], date(2026, 5, 1) + timedelta(days=place * 9 % 600))
        for place in range(count)
    ]


def tails(figure: Figure) -> list[tuple[str, str]]:
    return [(line.x0, line.x1) for line in figure.layout.shapes if line.line.dash == "dot"]


def words(figure: Figure) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def bar_words(figure: Figure) -> list[str]:
    return [text.strip(NBSP) for text in figure.data[0].text]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("status", STATES)
def test_a_bar_has_its_state_s_colours_and_word(theme: Theme, status: Status | None) -> None:
    bars = timeline([standing(status=status)], theme, today=TODAY).data[0]
    colours = theme.statuses[status]
    assert bars.marker.color == (colours.fill,)
    assert bars.marker.line.color == (colours.edge,)
    assert bars.insidetextfont.color == (colours.ink,)
    assert bars.outsidetextfont.color == theme.text


def test_a_bar_runs_from_its_start_for_its_days() -> None:
    figure = timeline([standing(due=STARTS + timedelta(days=800))], LIGHT, today=TODAY)
    bars = figure.data[0]
    assert (bars.base, bars.x) == (("2025-01-01",), (800 * 24 * 3600 * 1000,))
    assert bar_words(figure) == ["Enligt plan"]


@pytest.mark.parametrize("compact", [False, True])
def test_rows_are_in_the_order_of_concern(compact: bool) -> None:
    points = programme(28)
    figure = timeline(points, LIGHT, today=TODAY, compact=compact)
    expected = tuple(each.point.number for each in by_concern(points, TODAY))
    assert figure.data[0].customdata == expected
    assert figure.data[0].y == tuple(range(28))
    assert figure.layout.yaxis.range == (27.5, -0.5)
    numbers = [text for text in words(figure) if text.removeprefix("<b>")[0].isdigit()]
    assert [text for text in numbers if "dag" not in text] == [
        f"<b>{each}</b>" for each in expected
    ]


@pytest.mark.parametrize("status", STATES)
@pytest.mark.parametrize("due", [date(2026, 9, 22), TODAY, date(2026, 12, 1)])
def test_only_an_open_point_past_its_date_has_a_tail(status: Status | None, due: date) -> None:
    point = standing(status=status, due=due)
    figure = timeline([point], LIGHT, today=TODAY)
    is_late = due < TODAY and status not in (Status.DONE, Status.DROPPED)
    assert tails(figure) == ([(due.isoformat(), TODAY.isoformat())] if is_late else [])
    assert ("<b>61 dagar försenad</b>" in words(figure)) == is_late


@given(st.lists(st.tuples(st.sampled_from(STATES), st.integers(-400, 400)), max_size=12))
def test_there_are_as_many_tails_as_points_past_their_date(
    drawn: list[tuple[Status | None, int]],
) -> None:
    points = [
        standing(place, status, TODAY + timedelta(days=days))
        for place, (status, days) in enumerate(drawn)
    ]
    late = [each for each in points if each.days_late(TODAY)]
    assert len(tails(timeline(points, LIGHT, today=TODAY))) == len(late) if points else not late


@pytest.mark.parametrize(
    ("days", "note"), [(0, ""), (1, "1 dag försenad"), (1200, f"1{NBSP}200 dagar försenad")]
)
def test_the_note_counts_days(days: int, note: str) -> None:
    late = standing(due=TODAY - timedelta(days=days), starts=date(2020, 1, 1))
    assert late_note(late, TODAY) == note


@pytest.mark.parametrize(
    ("status", "due", "reported", "end"),
    [
        (Status.DONE, date(2026, 3, 1), date(2026, 2, 1), date(2026, 2, 1)),
        (Status.DONE, date(2026, 3, 1), date(2026, 8, 1), date(2026, 3, 1)),
        (Status.DROPPED, date(2027, 3, 1), date(2026, 8, 1), date(2026, 8, 1)),
        (Status.DONE, date(2026, 3, 1), date(2024, 8, 1), STARTS),
        (Status.LATE, date(2026, 3, 1), date(2026, 2, 1), date(2026, 3, 1)),
        (None, date(2026, 3, 1), TODAY, date(2026, 3, 1)),
    ],
)
def test_a_closed_point_ends_no_later_than_it_was_reported(
    status: Status | None, due: date, reported: date, end: date
) -> None:
    assert shown_end(standing(status=status, due=due, reported=reported)) == end


def test_a_word_never_stands_upon_a_tail() -> None:
    due = date(2026, 9, 22)
    short = standing(1, Status.DEVIATION, due, starts=date(2026, 9, 1))
    roomy = standing(2, Status.DEVIATION, due)
    figure = timeline([short, roomy], LIGHT, today=TODAY)
    assert figure.data[0].textposition == ("none", "inside")
    assert "<b>Avvikelse · 61 dagar försenad</b>" in words(figure)
    assert "<b>61 dagar försenad</b>" in words(figure)


def test_a_late_short_bar_is_not_called_late_twice() -> None:
    late = standing(1, Status.LATE, date(2026, 9, 22), starts=date(2026, 9, 1))
    assert "<b>61 dagar försenad</b>" in words(
        timeline([late, standing(2)], LIGHT, today=TODAY),
    )


def test_today_is_a_line_across_every_row() -> None:
    figure = timeline(programme(3), LIGHT, today=TODAY)
    line = figure.layout.shapes[-1]
    assert (line.x0, line.x1, line.y0, line.y1) == ("2026-11-22", "2026-11-22", 0, 1)
    assert line.yref == "paper"
    assert words(figure)[-1] == "<b>I dag 22 nov</b>"


def test_the_axis_tells_half_years_above() -> None:
    axis = timeline([standing()], LIGHT, today=TODAY).layout.xaxis
    assert axis.side == "top"
    assert axis.tickvals[:3] == ("2025-01-01", "2025-07-01", "2026-01-01")
    assert axis.ticktext[:3] == ("jan 2025", "juli 2025", "jan 2026")


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(0, 20_000))
def test_every_day_that_is_drawn_is_inside_and_ticks_stay_few(starts: date, days: int) -> None:
    points = [standing(1, None, starts + timedelta(days=days), starts=starts)]
    axis = timeline(points, LIGHT, today=TODAY).layout.xaxis
    first, last = axis.range
    assert first <= min(starts, TODAY).isoformat()
    assert max(TODAY, points[0].point.due_on).isoformat() < last
    assert len(axis.tickvals) <= 8
    assert all(first <= tick < last for tick in axis.tickvals)


@pytest.mark.parametrize(
    ("count", "compact", "row"), [(1, False, 30), (28, True, 48), (200, False, 30)]
)
def test_rows_keep_their_height(count: int, compact: bool, row: int) -> None:
    figure = timeline(programme(count), LIGHT, today=TODAY, compact=compact)
    margin = figure.layout.margin
    assert figure.layout.height - margin.t - margin.b == count * row
    assert len(figure.data[0].y) == count
    assert figure.layout.xaxis.fixedrange
    assert figure.layout.yaxis.fixedrange


def test_titles_stand_in_the_margin_and_on_a_phone_above_the_bar() -> None:
    wide = timeline([standing()], LIGHT, today=TODAY)
    phone = timeline([standing()], LIGHT, today=TODAY, compact=True)
    assert [note.xshift for note in wide.layout.annotations[:2]] == [-272, -242]
    assert wide.layout.margin.l == 272
    assert [note.xshift for note in phone.layout.annotations[:2]] == [-30, 0]
    assert phone.layout.annotations[1].y < phone.data[0].offset


def test_a_phone_tells_the_delay_beside_the_title() -> None:
    late = standing(status=Status.LATE, due=date(2026, 9, 22))
    figure = timeline([late], LIGHT, today=TODAY, compact=True)
    assert "Mentorer för unga · <b>61 dagar försenad</b>" in words(figure)


def test_a_title_is_shown_as_written() -> None:
    point = replace(standing().point, short_title="<a href='x'>R & D</a>")
    figure = timeline([PointStanding(point, None)], LIGHT, today=TODAY)
    assert words(figure)[1] == "&lt;a href='x'&gt;R &amp; D&lt;/a&gt;"


def test_a_point_of_one_day_still_has_a_bar() -> None:
    figure = timeline([standing(starts=TODAY, due=TODAY)], LIGHT, today=TODAY)
    assert figure.data[0].x == (24 * 3600 * 1000,)


def test_no_points_are_a_sentence() -> None:
    figure = timeline([], DARK, today=TODAY)
    assert words(figure) == ["Ingen tidslinje att visa."]
    assert len(figure.data) == 0


def test_the_picture_of_a_whole_programme_is_small() -> None:
    figure = timeline(programme(28), LIGHT, today=TODAY)
    assert len(figure.to_json().encode()) <= 40_000
