from dataclasses import replace
from datetime import date, datetime

import pytest
from plotly.graph_objects import Figure

from charts.indicator import indicator_path, status_history, status_spells
from charts.theme import LIGHT
from domain.points import Indicator, StatusReport
from domain.statuses import Status
from texts.numbers import NO_BREAK_SPACE as NBSP

TODAY = date(2026, 11, 22)
START, DUE = date(2026, 1, 1), date(2026, 9, 30)
INDICATOR = Indicator(
    name="Närvaro",
    definition="Andel",
    unit="procent",
    higher_is_better=True,
    baseline=60,
    target=80,
    target_date=date(2027, 6, 30),
    source="Skolan",
    values=((date(2026, 1, 31), 62), (date(2026, 8, 31), 70.5)),
)


def report(status: Status, day: date, hour: int = 8) -> StatusReport:
    moment = datetime(day.year, day.month, day.day, hour)  # noqa: DTZ001
    return StatusReport(status, None, None, None, None, day, moment)


def texts_of(figure: Figure) -> list[str]:
    return [annotation.text for annotation in figure.layout.annotations]


@pytest.mark.parametrize("compact", [True, False])
def test_values_path_and_last_value(compact: bool) -> None:
    figure = indicator_path(INDICATOR, LIGHT, today=TODAY, compact=compact)
    path, values = figure.data
    assert path.y == (60, 80)
    assert path.x == ("2026-01-31", "2027-06-30")
    assert values.y == (62, 70.5)
    assert figure.layout.yaxis.range[0] == 0
    assert f"<b>70,5{NBSP}%</b>" in texts_of(figure)
    assert any(f"Mål 80{NBSP}%" in text for text in texts_of(figure))


@pytest.mark.parametrize(
    ("indicator", "expected"),
    [
        (replace(INDICATOR, target_date=None), (80, 80)),
        (replace(INDICATOR, baseline=None), (80, 80)),
        (replace(INDICATOR, target=None), (60, 60)),
        (replace(INDICATOR, values=()), (60, 80)),
    ],
)
def test_an_unknown_end_makes_a_level_line(
    indicator: Indicator, expected: tuple[float, float]
) -> None:
    figure = indicator_path(indicator, LIGHT, today=TODAY)
    assert figure.data[0].y == expected


def test_values_alone_are_drawn_and_nothing_is_said() -> None:
    bare = replace(INDICATOR, baseline=None, target=None)
    assert [trace.name for trace in indicator_path(bare, LIGHT, today=TODAY).data] == ["value"]
    figure = indicator_path(replace(bare, values=()), LIGHT, today=TODAY)
    assert texts_of(figure) == ["Måttet har varken värden eller mål än"]


def test_states_follow_each_other_and_silence_is_one() -> None:
    reports = [
        report(Status.LATE, date(2026, 6, 1)),
        report(Status.ON_PLAN, date(2026, 3, 1)),
        report(Status.ON_PLAN, date(2026, 4, 1)),
        report(Status.DEVIATION, date(2026, 6, 1), hour=7),
    ]
    spells = status_spells(reports, START, TODAY)
    assert [(spell.status, spell.begins) for spell in spells] == [
        (None, START),
        (Status.ON_PLAN, date(2026, 3, 1)),
        (Status.LATE, date(2026, 6, 1)),
    ]
    assert spells[-1].ends == TODAY


def test_every_state_has_its_word_and_the_due_day_its_mark() -> None:
    days = (date(2026, 2, 1), date(2026, 2, 10), date(2026, 2, 20), date(2026, 11, 20))
    states = (Status.ON_PLAN, Status.DEVIATION, Status.LATE, Status.DONE)
    reports = [report(state, day) for state, day in zip(states, days, strict=True)]
    figure = status_history(reports, START, DUE, LIGHT, today=TODAY)
    words = {"Ingen rapport", "Enligt plan", "Avvikelse", "Försenad", "Genomförd"}
    assert words <= set(texts_of(figure))
    assert "<b>Klar senast 30 september</b>" in texts_of(figure)
    assert [bar.base for bar in figure.data][1:] == [(day.isoformat(),) for day in days]
    assert figure.layout.shapes[0].x0 == "2026-09-30"


def test_a_report_before_the_start_begins_the_strip() -> None:
    early = date(2025, 12, 1)
    spells = status_spells([report(Status.NOT_STARTED, early)], START, TODAY)
    assert [(spell.status, spell.begins) for spell in spells] == [(Status.NOT_STARTED, early)]


def test_a_point_that_has_not_begun_is_said() -> None:
    figure = status_history([], date(2027, 1, 1), date(2027, 6, 1), LIGHT, today=TODAY)
    assert not figure.data
    assert len(texts_of(figure)) == 1


def test_the_figures_are_small() -> None:
    reports = [report(list(Status)[m % 6], date(2026, m, 1)) for m in range(1, 12)]
    history = status_history(reports, START, DUE, LIGHT, today=TODAY)
    for figure in (history, indicator_path(INDICATOR, LIGHT, today=TODAY)):
        assert len(figure.to_json().encode()) <= 12_000
