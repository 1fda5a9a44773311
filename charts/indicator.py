"""A point's effect against its goal, and its reported states one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from plotly.graph_objects import Bar, Figure, Scatter

from charts.labels import LINE_HEIGHT, bold, label, month_ticks, note, plain, value_axis
from charts.theme import NOTE_SIZE, Theme, base_layout, empty_figure
from config.statuses import NO_REPORT, STATUS_WORDS
from domain.calendar import months_between, shift_month
from domain.points import Indicator, StatusReport
from domain.statuses import Status
from texts import _
from texts.numbers import NO_BREAK_SPACE, day_seen_from, month_short, number

NARROWEST = 330
"""The pixels of a strip on a phone: a word that fits there fits everywhere."""


@dataclass(frozen=True, slots=True)
class Spell:
    """An unbroken time in one state, from its first day until, not including, its last."""

    status: Status | None
    begins: date
    ends: date


def indicator_path(
    indicator: Indicator, theme: Theme, *, today: date, compact: bool = False
) -> Figure:
    """Return the values as a line, and dashed the way from where it began to its target.

    Without a day for the target, or without a beginning, the dashed line is level: a slope would
    say when something is to be reached that nobody has said.
    """
    path = _path(indicator, today)
    if not path:
        return empty_figure(_("Måttet har varken värden eller mål än"), theme)
    margin = {"l": 40, "r": 16 if compact else 124, "t": 30, "b": 28 + LINE_HEIGHT}
    layout = base_layout(theme, height=260, margin=margin)
    shown = [value for _day, value in (*path, *indicator.values)]
    days = [day for day, _value in (*path, *indicator.values)]
    layout["yaxis"] = value_axis(shown, theme)
    layout["xaxis"] = _days_axis(min(days), max(days), most=4 if compact else 8)
    layout["xaxis"]["linecolor"] = theme.axis
    layout["annotations"] = _path_labels(indicator, path, compact=compact)
    traces = [_dated(path, "target", {"color": theme.axis, "width": 2, "dash": "dash"})]
    if indicator.values:
        values = _dated(indicator.values, "value", {"color": theme.activity, "width": 3})
        values.update(mode="lines+markers", marker={"size": 9, "opacity": 1})
        traces.append(values)
    return Figure(traces, layout)


def status_history(
    reports: Sequence[StatusReport], starts_on: date, due_on: date, theme: Theme, *, today: date
) -> Figure:
    """Return a strip of the reported states from the start until today, with the day it is due.

    A state lasts until the next report. Time before the first report is shown as without one.
    """
    spells = status_spells(reports, starts_on, today)
    if not spells:
        text = _("Punkten har inte börjat och ingen statusrapport har lämnats")
        return empty_figure(text, theme, height=90)
    first, last = spells[0].begins, max(due_on, today)
    pixels = NARROWEST / max(1, (last - first).days)
    beneath, rows = _words_beneath(spells, first, pixels, theme)
    bottom = 30 + LINE_HEIGHT + 18 * rows
    margin = {"l": 2, "r": 2, "t": 24, "b": bottom}
    layout = base_layout(theme, height=24 + 34 + bottom, margin=margin)
    layout["barmode"] = "overlay"
    layout["yaxis"] = {"visible": False, "fixedrange": True, "range": [-0.5, 0.5]}
    layout["xaxis"] = _days_axis(first, last, most=5)
    layout["xaxis"]["ticklabelstandoff"] = 18 * rows
    layout["annotations"] = [*_words_inside(spells, pixels, theme), *beneath]
    layout["annotations"].append(_due_label(due_on, first, last, today))
    layout["shapes"] = [_due_mark(due_on, theme)] if first <= due_on else []
    return Figure(_spell_bars(spells, theme), layout)


def status_spells(
    reports: Sequence[StatusReport], starts_on: date, today: date
) -> tuple[Spell, ...]:
    """Return the states in the order of time, equal neighbours joined.

    Of several reports for the same day, the last recorded one stands.
    """
    ordered = sorted(reports, key=lambda report: (report.as_of_date, report.recorded_at))
    known = {report.as_of_date: report.status for report in ordered if report.as_of_date <= today}
    begins: dict[date, Status | None] = {min([starts_on, *known]): None, **known}
    days = [*begins, today]
    spells: list[Spell] = []
    for (begin, status), end in zip(begins.items(), days[1:], strict=True):
        if end <= begin:
            continue
        if spells and spells[-1].status == status:
            spells[-1] = Spell(status, spells[-1].begins, end)
        else:
            spells.append(Spell(status, begin, end))
    return tuple(spells)


def _path(indicator: Indicator, today: date) -> list[tuple[date, float]]:
    """Return the dashed line's two ends, or the ends of the values' time where there is no aim."""
    days = [day for day, _value in indicator.values] or [today]
    first = min(days)
    last = max([*days, indicator.target_date or shift_month(first, 12)])
    aims = (indicator.baseline, indicator.target)
    begin, end = (value for value in aims) if indicator.target_date else aims[::-1]
    if indicator.target_date is None or None in aims:
        begin = end = indicator.target if indicator.target is not None else indicator.baseline
    if begin is not None and end is not None:
        return [(first, begin), (indicator.target_date or last, end)]
    return list(indicator.values[:1])


def _dated(points: Sequence[tuple[date, float]], name: str, line: dict[str, Any]) -> Scatter:
    return Scatter(
        x=[day.isoformat() for day, _value in points],
        y=[value for _day, value in points],
        name=name,
        mode="lines",
        cliponaxis=False,
        line=line,
    )


def _days_axis(first: date, last: date, *, most: int) -> dict[str, Any]:
    months = months_between(first, last)
    # The axis begins on a day within a month, so the months named are those that begin later.
    named = [(months[index], text) for index, text in month_ticks(months, most=most)]
    kept = [(month, text) for month, text in named if month >= first] or [
        (first, f"{month_short(first)}<br>{first.year}")
    ]
    return {
        "type": "date",
        "range": [first.isoformat(), last.isoformat()],
        "tickvals": [month.isoformat() for month, _text in kept],
        "ticktext": [text for _month, text in kept],
        "tickangle": 0,
        "showgrid": False,
        "fixedrange": True,
    }


def _amount(value: float, unit: str) -> str:
    figure = number(value, 0 if value == int(value) else 1)
    sign = "%" if unit == _("procent") else plain(unit)
    return f"{figure}{NO_BREAK_SPACE}{sign}" if sign != _("antal") else figure
