"""What is left of the money month by month, against an even pace and what is expected."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from plotly.graph_objects import Figure, Scatter

from charts.labels import (
    bold,
    label,
    left_margin,
    month_ticks,
    spread,
    unit_note,
    value_axis,
)
from charts.theme import Theme, base_layout, empty_figure
from domain.calendar import months_between, share_gone
from texts import _
from texts.numbers import NO_BREAK_SPACE, month_short, number
from texts.numbers import money as money_text

MILLION = Decimal(1_000_000)


def burn_down(
    left: Sequence[tuple[date, Decimal]],
    budget: Decimal | None,
    first_day: date,
    last_day: date,
    rest: Decimal | None,
    rest_range: tuple[Decimal, Decimal] | None,
    theme: Theme,
    *,
    compact: bool = False,
) -> Figure:
    """Return what is left of the budget day by day, against an even pace and with what to expect.

    Args:
        left: what was left at the end of each closed month, as `domain.pace.left_by_month` has it.
        budget: all of the money; None: it is not known.
        first_day: the first day on which the money may be used.
        last_day: the last such day.
        rest: what is expected to be left then, negative when the money does not suffice.
        rest_range: the least and the most that may be left then.
        theme: the reader's theme.
        compact: for a phone: what is left is told above the plot.
    """
    if not left or not budget:
        return empty_figure(_("Det finns ingen budget att följa"), theme)
    amounts = [budget, *(amount for _day, amount in left), *(rest_range or ()), rest or budget]
    axis = value_axis([_mnkr(amount) for amount in amounts], theme)
    edges = {"t": 66, "r": 4} if compact else {"t": 26, "r": 118}
    margin = {"l": left_margin(axis), "b": 28, **edges}
    start = first_day - timedelta(days=1)
    layout = base_layout(theme, height=300, margin=margin)
    layout.update(xaxis=_days_axis(start, last_day), yaxis=axis)
    even = budget * (1 - share_gone(first_day, last_day, left[-1][0]))
    now, is_slow = left[-1], left[-1][1] >= even
    places = (now, (last_day, now[1] if rest is None else rest))
    texts = _left_texts(now[1], last_day, rest, rest_range, is_over=now[0] >= last_day)
    ends = _above_plot(texts) if compact else _at_ends(texts, axis, places, is_slow=is_slow)
    named = _even_label(left, start, last_day, budget)
    layout["annotations"] = [unit_note(theme, margin["l"]), named, *ends]
    return Figure(_burn_traces(left, budget, (start, last_day), rest, rest_range, theme), layout)


def _mnkr(amount: Decimal) -> float:
    return float(amount / MILLION)


def _days_axis(start: date, last_day: date) -> dict[str, Any]:
    months = months_between(start + timedelta(days=1), last_day)
    named = month_ticks(months, most=6)
    return {
        "type": "date",
        "range": [start.isoformat(), last_day.isoformat()],
        # A month is named at its middle, for its first day also ends the one before.
        "tickvals": [months[index].replace(day=15).isoformat() for index, _text in named],
        "ticktext": [text for _index, text in named],
        "tickangle": 0,
        "showgrid": False,
        "fixedrange": True,
    }


def _burn_traces(
    left: Sequence[tuple[date, Decimal]],
    budget: Decimal,
    days: tuple[date, date],
    rest: Decimal | None,
    rest_range: tuple[Decimal, Decimal] | None,
    theme: Theme,
) -> list[Scatter]:
    now, last_day = left[-1], days[1]
    even = _line(list(zip(days, (budget, Decimal(0)), strict=True)), theme.axis, 2, dash="dash")
    actual = _line(left, theme.money, 3, mode="lines+markers", marker={"size": 8, "opacity": 1})
    if rest is None or now[0] >= last_day:
        return [even, actual]
    expected = _line([now, (last_day, rest)], theme.forecast, 3, dash="dot")
    if rest_range is None:
        return [even, expected, actual]
    corners = [now, (last_day, rest_range[1]), (last_day, rest_range[0])]
    wedge = _line(corners, theme.forecast, 0, fill="toself", opacity=0.35)
    return [even, wedge, expected, actual]


def _line(
    points: Sequence[tuple[date, Decimal]],
    colour: str,
    width: int,
    *,
    dash: str = "solid",
    mode: str = "lines",
    **more: Any,
) -> Scatter:
    return Scatter(
        x=[day.isoformat() for day, _amount in points],
        y=[_mnkr(amount) for _day, amount in points],
        mode=mode,
        cliponaxis=False,
        line={"color": colour, "width": width, "dash": dash},
        **more,
    )


def _left_texts(
    now: Decimal,
    last_day: date,
    rest: Decimal | None,
    rest_range: tuple[Decimal, Decimal] | None,
    *,
    is_over: bool,
) -> list[list[str]]:
    """Return what is left now, and what is expected to be left, each as short lines."""
    day = f"{last_day.day} {month_short(last_day)}"
    if is_over:
        return [[bold(_("Kvar {day}").format(day=day)), money_text(now)]]
    texts = [[bold(_("Kvar nu: {amount}").format(amount=money_text(now)))]]
    if rest is None:
        return texts
    return [*texts, [bold(_("Kvar {day}").format(day=day)), *_with_range(rest, rest_range)]]


def _with_range(rest: Decimal, rest_range: tuple[Decimal, Decimal] | None) -> list[str]:
    """Return an amount and its range, all in the coarsest unit that rounds none of them away."""
    if rest_range is None:
        return [money_text(rest)]
    smallest = min((abs(each) for each in (rest, *rest_range) if each), default=MILLION)
    if smallest >= MILLION / 10:
        size, unit, decimals = MILLION, _("mnkr"), 1
    elif smallest >= 1000:
        size, unit, decimals = Decimal(1000), _("tkr"), 0
    else:
        size, unit, decimals = Decimal(1), _("kr"), 0
    amount, low, high = (number(each / size, decimals) for each in (rest, *rest_range))
    return [f"{amount}{NO_BREAK_SPACE}{unit}", f"({low}–{high})"]


def _above_plot(texts: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
    lines = "<br>".join(" ".join(parts) for parts in texts)
    place = {"xref": "paper", "yref": "paper", "xanchor": "right", "yanchor": "bottom"}
    return [label(lines, 1, 1, align="right", **place)]


def _at_ends(
    texts: Sequence[Sequence[str]],
    axis: Mapping[str, Any],
    points: Sequence[tuple[date, Decimal]],
    *,
    is_slow: bool,
) -> list[dict[str, Any]]:
    """Return the texts beside what they tell of: what is left now, and what will be at the end.

    The line falls to the right. Above it is room when money is left over; else below it, where
    the even pace does not run.
    """
    low, high = axis["range"]
    pixel = (high - low) / (300 - 26 - 28)
    now, rest = (_mnkr(amount) for _day, amount in points)
    if len(texts) == 1:
        # The year is over: what is left stands at the line's end, clear of the axis.
        y, place = max(now, low + 22 * pixel), {"xanchor": "left", "xshift": 8, "align": "left"}
        return [label("<br>".join(texts[0]), points[0][0].isoformat(), y, **place)]
    if is_slow:
        wanted = (now + 22 * pixel, rest)
        above, beside = spread(wanted, apart=44 * pixel, lowest=low + 26 * pixel, highest=high)
        first = {"xanchor": "left", "xshift": 8}
    else:
        above, beside = max(now - 16 * pixel, low + 10 * pixel), rest
        first = {"xanchor": "right", "xshift": -10}
    places = ((above, first), (beside, {"xanchor": "left", "xshift": 8, "align": "left"}))
    return [
        label("<br>".join(text), day.isoformat(), y, **place)
        for text, (day, _amount), (y, place) in zip(texts, points, places, strict=False)
    ]


def _even_label(
    left: Sequence[tuple[date, Decimal]], start: date, last_day: date, budget: Decimal
) -> dict[str, Any]:
    """Return the name of the even pace, on the side of it where the actual line is not.

    The side is judged where the name stands: money may go slowly first and fast in the end.
    """
    gone = (last_day - start).days
    day = start + timedelta(days=gone * 3 // 10)
    y = _mnkr(budget) * (1 - (day - start).days / gone)
    near, amount = min(left, key=lambda point: abs(point[0] - day))
    is_slow = amount >= budget * (1 - share_gone(start + timedelta(days=1), last_day, near))
    place = {"xanchor": "right", "yanchor": "top"} if is_slow else {"xanchor": "left"}
    return label(_("Jämn takt"), day.isoformat(), y, **place, yshift=-4 if is_slow else 12)
