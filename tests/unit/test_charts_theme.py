"""What all charts share: colours that can be read, a bare layout, and figures that are small."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from plotly.graph_objects import Figure

import charts
from charts.burn_down import burn_down
from charts.indicator import indicator_path, status_history
from charts.money import Bullet, money_bar, source_bullets
from charts.monthly_outcome import outcome_by_month
from charts.theme import DARK, LIGHT, Theme, base_layout, empty_figure, theme_of
from charts.tiles import tile_board
from charts.timeline import timeline
from charts.trend import Line, monthly_trend
from config.statuses import STATUS_WORDS
from domain.calendar import months_between
from domain.points import Indicator, Point, PointStanding, StatusReport
from domain.statuses import Status

TODAY = date(2026, 11, 22)
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
YEAR = months_between(FIRST, LAST)
FIVE_YEARS = months_between(date(2022, 1, 1), LAST)
MILLION = Decimal(1_000_000)
BULLET = Bullet("Medel", 7 * MILLION, 4 * MILLION, 5 * MILLION, 4 * MILLION, 6 * MILLION)
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])

SMALL, BOARD, ROWS = 12_000, 40_000, 20_000
"""Bytes as sent to the browser: of a chart, of the 28 tiles, and of 28 rows of the timeline."""


def reports() -> list[StatusReport]:
    states = [list(Status)[month % 6] for month in range(1, 11)]
    return [
        StatusReport(
            state, 50, None, None, None, date(2026, month, 1), datetime(2026, month, 1, tzinfo=UTC)
        )
        for month, state in enumerate(states, start=1)
    ]


def programme() -> list[PointStanding]:
    points = [
        Point(number, "Avtal med ägare", "Avtal med ägare", "Skola", None, FIRST, date(2026, 9, 1))
        for number in range(1, 29)
    ]
    return [PointStanding(point, reports()[point.number % 10]) for point in points]


def trend_of_five_years(theme: Theme) -> Figure:
    values = tuple(None if i % 9 == 5 else 100.0 + i for i in range(60))
    lines = [Line(f"Linje {i}", values, theme.money) for i in range(3)]
    return monthly_trend(FIVE_YEARS, lines, theme)


def bar_of_money(theme: Theme) -> Figure:
    return money_bar(Decimal("0.59"), Decimal("0.89"), theme, used_label="a", time_label="b")


def left_of_money(theme: Theme) -> Figure:
    left = [(month, 11 * MILLION) for month in YEAR[1:]]
    return burn_down(left, 12 * MILLION, FIRST, LAST, MILLION, (Decimal(0), 2 * MILLION), theme)


def path_of_an_indicator(theme: Theme) -> Figure:
    values = tuple((month, 60.0 + month.month) for month in YEAR)
    indicator = Indicator("Närvaro", "Andel", "procent", True, 60, 80, LAST, "Skolan", values)
    return indicator_path(indicator, theme, today=TODAY)


CHARTS: dict[str, tuple[int, Callable[[Theme], Figure]]] = {
    "tiles": (BOARD, lambda theme: tile_board(programme(), theme)),
    "timeline": (ROWS, lambda theme: timeline(programme(), theme, today=TODAY)),
    "trend": (SMALL, trend_of_five_years),
    "outcome": (
        SMALL,
        lambda theme: outcome_by_month(YEAR, [MILLION] * 12, [MILLION] * 12, theme),
    ),
    "money bar": (SMALL, bar_of_money),
    "bullets": (SMALL, lambda theme: source_bullets([BULLET] * 6, theme)),
    "burn-down": (SMALL, left_of_money),
    "indicator": (SMALL, path_of_an_indicator),
    "history": (SMALL, lambda theme: status_history(reports(), FIRST, LAST, theme, today=TODAY)),
    "empty": (1_000, lambda theme: empty_figure("Inget att visa", theme)),
}
EVERY_CHART = pytest.mark.parametrize("name", list(CHARTS))


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@EVERY_CHART
def test_a_figure_is_small_as_it_is_sent(name: str) -> None:
    most, draw = CHARTS[name]
    # Nothing is taken out before measuring: a template of Plotly's own would be 6.5 kB of this.
    assert len(draw(LIGHT).to_json().encode()) <= most


@EVERY_CHART
@THEMES
def test_a_figure_leaves_colours_and_pointer_to_the_page(name: str, theme: Theme) -> None:
    layout = CHARTS[name][1](theme).layout
    assert layout.paper_bgcolor == layout.plot_bgcolor == "rgba(0,0,0,0)"
    assert layout.font.color == theme.text
    assert (layout.showlegend, layout.dragmode, layout.hovermode) == (False, False, False)
    assert layout.separators == ",\u00a0"
    assert layout.xaxis.fixedrange
    assert layout.yaxis.fixedrange


@pytest.mark.parametrize(("kind", "theme"), [("dark", DARK), ("light", LIGHT), (None, LIGHT)])
def test_the_theme_is_the_reader_s_or_light(kind: str | None, theme: Theme) -> None:
    assert theme_of(kind) is theme


def test_layouts_do_not_share_what_they_are_given() -> None:
    margin = {"l": 1, "r": 2, "t": 3, "b": 4}
    layout = base_layout(LIGHT, height=100, margin=margin)
    layout["margin"]["l"] = 99
    assert margin["l"] == 1
    assert layout["height"] == 100


@THEMES
def test_texts_can_be_read(theme: Theme) -> None:
    assert contrast(theme.text, theme.background) >= 4.5
    assert contrast(theme.text, theme.grid) >= 4.5, "labels cross the bands of missing months"
    assert contrast(theme.on_money, theme.money) >= 4.5


@THEMES
def test_what_carries_a_value_stands_out_from_what_is_beside_it(theme: Theme) -> None:
    """Source: WCAG 2.2, 1.4.11, graphical objects against adjacent colours."""
    drawn = [theme.money, theme.activity, *(group.colour for group in theme.groups.values())]
    assert all(contrast(colour, theme.background) >= 3 for colour in drawn)
    assert contrast(theme.money, theme.rest) >= 3
    assert contrast(theme.forecast, theme.rest) >= 3
    assert contrast(theme.axis, theme.background) >= 3


@THEMES
def test_every_state_and_silence_have_colours_and_groups_their_own_symbols(theme: Theme) -> None:
    assert set(theme.statuses) == {*STATUS_WORDS, None}
    assert set(STATUS_WORDS) == set(Status)
    assert len({group.symbol for group in theme.groups.values()}) == len(theme.groups)


def test_colours_and_fonts_are_named_in_the_theme_alone() -> None:
    literal = re.compile(r"#[0-9a-fA-F]{6}\b|\brgba?\(|[\"']Open Sans")
    assert charts.__file__ is not None
    sources = [path for path in Path(charts.__file__).parent.glob("*.py") if path.stem != "theme"]
    assert sources
    assert [path.name for path in sources if literal.search(path.read_text("utf-8"))] == []
