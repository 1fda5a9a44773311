"""A point's effect against its goal, and its reported states one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from plotly.graph_objects import Bar, Figure, Scatter

from charts.labels import (
    LINE_HEIGHT,
    bold,
    label,
    left_margin,
    month_ticks,
    note,
    plain,
    value_axis,
)
from charts.theme import Theme, base_layout, empty_figure
from config.statuses import NO_REPORT, STATUS_WORDS
from domain.calendar import months_between, shift_month
from domain.points import Indicator, StatusReport, aim_on
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
    if not path and not indicator.values:
        return empty_figure(_("Måttet har varken värden eller mål än"), theme)
    shown = [value for _day, value in (*path, *indicator.values)]
    days = [day for day, _value in (*path, *indicator.values)]
    axis = value_axis(shown, theme)
    right = 16 if compact else 124
    margin = {"l": left_margin(axis), "r": right, "t": 30, "b": 28 + LINE_HEIGHT}
    layout = base_layout(theme, height=260, margin=margin)
    layout["yaxis"] = axis
    layout["xaxis"] = _days_axis(min(days), max(days), most=4 if compact else 6)
    layout["xaxis"]["linecolor"] = theme.axis
    layout["annotations"] = _path_labels(indicator, path, compact=compact)
    traces = []
    if path:
        traces.append(_dated(path, "target", {"color": theme.axis, "width": 2, "dash": "dash"}))
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
    # Half a per cent of air, or the mark of a last day would be cut in two.
    layout["xaxis"] = _days_axis(first, last + (last - first) / 200, most=5)
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
    """Return the two ends of the dashed line, or none where there is nothing to aim at."""
    begin, end = indicator.baseline, indicator.target
    if begin is None or end is None or indicator.target_date is None:
        begin = end = begin if end is None else end
    if begin is None or end is None:
        return []
    days = [day for day, _value in indicator.values] or [today]
    last = indicator.target_date or max(*days, shift_month(min(days), 12))
    return [(min([*days, last]), begin), (last, end)]


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
    # The axis begins on a day within a month, so the months named are those that begin later.
    months = [month for month in months_between(first, last) if month >= first] or [first]
    named = month_ticks(months, most=most)
    return {
        "type": "date",
        "range": [first.isoformat(), last.isoformat()],
        "tickvals": [months[index].isoformat() for index, _text in named],
        "ticktext": [text for _index, text in named],
        "tickangle": 0,
        "showgrid": False,
        "fixedrange": True,
    }


def _amount(value: float, unit: str) -> str:
    figure = number(value, 0 if value == int(value) else 1)
    sign = "%" if unit == _("procent") else plain(unit)
    return f"{figure}{NO_BREAK_SPACE}{sign}" if sign != _("antal") else figure


def _path_labels(
    indicator: Indicator, path: Sequence[tuple[date, float]], *, compact: bool
) -> list[dict[str, Any]]:
    """Return the last value, on the side of its point away from the dashed line, and the aim."""
    labels = []
    if path:
        day, value = path[-1]
        amount = _amount(value, indicator.unit)
        aim = _("Mål {value}") if indicator.target is not None else _("Utgångsläge {value}")
        lines = [aim.format(value=amount)]
        if indicator.target is not None and indicator.target_date:
            lines.append(f"{month_short(day)} {day.year}")
        if compact:
            corner = {"xref": "paper", "yref": "paper", "xanchor": "right", "yanchor": "bottom"}
            labels.append(label(" ".join(lines), 1, 1, **corner))
        else:
            place = {"xanchor": "left", "xshift": 9, "align": "left"}
            labels.append(label("<br>".join(lines), day.isoformat(), value, **place))
    if indicator.values:
        day, value = indicator.values[-1]
        above = not path or value >= aim_on(day, *path)
        side = {"yanchor": "bottom", "yshift": 8} if above else {"yanchor": "top", "yshift": -8}
        text = bold(_amount(value, indicator.unit))
        labels.append(label(text, day.isoformat(), value, **side))
    return labels


def _word(status: Status | None) -> str:
    return _((STATUS_WORDS[status] if status else NO_REPORT).short)


def _fits(spell: Spell, pixels: float) -> bool:
    return (spell.ends - spell.begins).days * pixels >= _width(spell)


def _width(spell: Spell) -> float:
    return 8.0 * len(_word(spell.status)) + 10


def _words_inside(spells: Sequence[Spell], pixels: float, theme: Theme) -> list[dict[str, Any]]:
    words = []
    for spell in spells:
        if _fits(spell, pixels):
            middle = spell.begins + (spell.ends - spell.begins) / 2
            text = note(_word(spell.status), middle.isoformat(), 0, theme)
            text["font"]["color"] = theme.statuses[spell.status].ink
            words.append(text)
    return words


def _words_beneath(
    spells: Sequence[Spell], first: date, pixels: float, theme: Theme
) -> tuple[list[dict[str, Any]], int]:
    """Return the words that their spells are too short for, and how many rows they fill.

    Each begins below its own spell, or ends there near the right end, in the first row where it
    does not touch the one before.
    """
    row_ends: list[float] = []
    words = []
    for spell in spells:
        if _fits(spell, pixels):
            continue
        left = min((spell.begins - first).days * pixels, NARROWEST - _width(spell))
        row = next((i for i, end in enumerate(row_ends) if end <= left), len(row_ends))
        row_ends[row : row + 1] = [left + _width(spell)]
        is_last = left < (spell.begins - first).days * pixels
        place = {"xanchor": "right" if is_last else "left", "yanchor": "top"}
        day = (spell.ends if is_last else spell.begins).isoformat()
        words.append(note(_word(spell.status), day, -0.5, theme, **place, yshift=-18 * row))
    return words, len(row_ends)


def _spell_bars(spells: Sequence[Spell], theme: Theme) -> list[Bar]:
    return [
        Bar(
            base=[spell.begins.isoformat()],
            # The length of a bar on an axis of dates is told in milliseconds.
            x=[(spell.ends - spell.begins).days * 86_400_000],
            y=[0],
            orientation="h",
            width=0.94,
            name=_word(spell.status),
            marker={
                "color": theme.statuses[spell.status].fill,
                "line": {"width": 1, "color": theme.statuses[spell.status].edge},
                "opacity": 1,
            },
        )
        for spell in spells
    ]


def _due_mark(due_on: date, theme: Theme) -> dict[str, Any]:
    day = due_on.isoformat()
    line = {"color": theme.text, "width": 3}
    return {"type": "line", "x0": day, "x1": day, "yref": "paper", "y0": 0, "y1": 1.1, "line": line}


def _due_label(due_on: date, first: date, last: date, today: date) -> dict[str, Any]:
    text = bold(_("Klar senast {day}").format(day=day_seen_from(due_on, today)))
    anchor = "right" if (due_on - first).days * 2 > (last - first).days else "left"
    return label(
        text, max(due_on, first).isoformat(), 1, yref="paper", xanchor=anchor, yanchor="bottom"
    )
