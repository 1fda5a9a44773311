"""The activities month by month, with what is said of them and the table behind."""

from collections.abc import Mapping, Sequence
from datetime import date

from charts.trend import Line, Range, monthly_trend
from domain.activities import Measure
from domain.figures import ends_of
from domain.findings.gaps import month_gap_word, uncounted_months
from domain.findings.reporting import (
    completeness_note,
    missing_note,
    protected_note,
    source_of,
)
from domain.findings.trend import (
    describe_trend,
    group_heading,
    month_comparison,
    trend_heading,
    year_comparison,
)
from domain.tallies import Series, Tally
from texts import _
from ui import frames, show
from ui.session import device
from ui.tallies import Division, names_of
from ui.viewpoint import shown_day


def trend_by_group(tally: Tally, division: Division, choice: str) -> None:
    """Show a choice month by month, a line for each target group."""
    by_group = tally.by_group_and_month()
    labels = {group.code: group.short_name for group in division.groups}
    style = show.theme().group_style
    lines = [
        _line(labels[code], series, style(code).colour, style(code).symbol)
        for code, series in by_group.items()
    ]
    named = {labels[code]: series for code, series in by_group.items()}
    note = missing_note(tally, division.names, shown_day())
    with show.section(
        group_heading(
            by_group,
            names_of(division).groups,
            tally.measure,
            shown_day(),
            is_public=tally.is_public,
            uncounted=uncounted_months(tally),
        )
    ):
        _chart(tally, lines, named, [note])
        show.behind(
            frames.months_frame(named),
            name="aktiviteter-per-manad",
            title=_("Aktiviteter per månad och målgrupp"),
            choice=choice,
            source=show.told(_completeness(tally), note, source_of(tally)),
        )


def trend_of_year(tally: Tally, now: date) -> None:
    """Show this year's months of all groups together, and how they compare."""
    this_year = [month for month in tally.months if month.year == now.year]
    shown = tally.over(this_year or tally.months)
    series = shown.by_month()
    line = _line("", series, show.theme().activity)
    notes = [month_comparison(tally.by_month(), now), year_comparison(tally, now)]
    with show.section(trend_heading(series, Measure.OCCASIONS, now, is_public=tally.is_public)):
        _chart(shown, [line], {"": series}, notes)
        show.behind(
            frames.months_frame({_("Aktiviteter"): series}),
            name="aktiviteter-per-manad",
            title=_("Aktiviteter per månad"),
            source=source_of(tally),
        )


def _chart(
    tally: Tally, lines: Sequence[Line], named: Mapping[str, Series], notes: Sequence[str]
) -> None:
    counts = [count for series in named.values() for _month, count in series]
    show.chart(
        monthly_trend(
            tally.months,
            lines,
            show.theme(),
            compact=device().is_phone,
            gap_word=month_gap_word(tally, named.values()),
        ),
        alt=describe_trend(
            named,
            tally.measure,
            shown_day(),
            is_public=tally.is_public,
            uncounted=uncounted_months(tally),
        ),
        source=show.told(_completeness(tally), *notes, protected_note(counts), source_of(tally)),
        key="utveckling",
    )


def _completeness(tally: Tally) -> str:
    return completeness_note(tally.reporting, tally.area_codes, tally.months)


def _line(label: str, series: Series, colour: str, symbol: str = "circle") -> Line:
    ranges: tuple[Range | None, ...] = tuple(
        ends_of(count) if count.is_protected else None for _month, count in series
    )
    return Line(label, tuple(count.value for _month, count in series), colour, symbol, ranges)
