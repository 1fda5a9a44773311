"""Money against time: what is used, what is left, and what that leads to. Amounts are SEK.

Longer than a module should be, because the charts of the page on money are read together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from textwrap import shorten
from typing import Any

from plotly.graph_objects import Bar, Figure, Scatter

from charts.labels import (
    bold,
    label,
    left_margin,
    month_ticks,
    note,
    spread,
    unit_note,
    value_axis,
)
from charts.theme import NOTE_SIZE, Theme, base_layout, empty_figure
from charts.trend import outcome_by_month
from domain.calendar import months_between, share_gone
from texts import _
from texts.numbers import millions, month_short, thousand_kronor
from texts.numbers import money as money_text

__all__ = ["Bullet", "burn_down", "money_bar", "outcome_by_month", "source_bullets"]

MILLION = Decimal(1_000_000)
LONGEST_NAME = 40
HIDDEN_AXIS = {"visible": False, "fixedrange": True}


@dataclass(frozen=True, slots=True)
class Bullet:
    """A source's budget, outcome and forecast in SEK. None: nobody has made a forecast."""

    name: str
    budget: Decimal
    outcome: Decimal
    forecast: Decimal | None
    low: Decimal | None
    high: Decimal | None


def money_bar(
    used_share: Decimal,
    time_share: Decimal,
    theme: Theme,
    *,
    used_label: str,
    time_label: str,
    compact: bool = False,
) -> Figure:
    """Return the part of the money that is used as a bar, with a mark for the part of the time.

    Args:
        used_share: 0 is none and 1 is all of the money; more than all is shown beyond its edge.
        time_share: from 0 to 1.
        theme: the reader's theme.
        used_label: "59 % av pengarna".
        time_label: "89 % av tiden".
        compact: whether the plot is a phone's.
    """
    used, time = float(used_share), float(time_share)
    end = max(1.0, used)
    layout = base_layout(theme, height=86, margin={"l": 0, "r": 2, "t": 24, "b": 6})
    layout["xaxis"] = {**HIDDEN_AXIS, "range": [0, end]}
    layout["yaxis"] = {**HIDDEN_AXIS, "range": [-1.5, 1.5]}
    layout["barmode"] = "overlay"
    is_inside = used / end >= (0.5 if compact else 0.25)
    anchor = "right" if time > end / 2 else "left"
    layout["annotations"] = [
        _used_label(bold(used_label), used, theme, is_inside=is_inside),
        label(bold(time_label), time, 1.5, yanchor="bottom", xanchor=anchor),
    ]
    layout["shapes"] = [_upright(time, 1.5, theme.text)]
    if used > 1:
        layout["shapes"].append(_upright(1.0, 1.0, theme.background))
    bars = [_bar([1.0], [0], 2, theme.rest), _bar([used], [0], 2, theme.money)]
    return Figure(bars, layout)


def source_bullets(bullets: Sequence[Bullet], theme: Theme, *, compact: bool = False) -> Figure:
    """Return a row for each source: the whole bar its budget, the filled part its outcome.

    A mark is the forecast, and the band around it the range. The first row names its figures,
    which are in thousands. Where the figures would not fit at their marks, they stand in a line
    of their own below the bar, all named.
    """
    if not bullets:
        return empty_figure(_("Inga medel är inlästa än"), theme)
    row = 84 if compact else 104
    layout = base_layout(theme, height=row * len(bullets), margin={"l": 0, "r": 2, "t": 0, "b": 0})
    amounts = [
        amount
        for bullet in bullets
        for amount in (bullet.budget, bullet.outcome, bullet.forecast, bullet.high)
        if amount is not None
    ]
    end = max(1.0, float(max(amounts)))
    layout["xaxis"] = {**HIDDEN_AXIS, "range": [min(0.0, *map(float, amounts)), end]}
    layout["yaxis"] = {**HIDDEN_AXIS, "range": [len(bullets) - 0.5, -0.5]}
    layout["barmode"] = "overlay"
    # Where more than the budget is used, its edge is drawn upon the outcome.
    layout["shapes"] = [
        _upright(float(bullet.budget), 0.17, theme.background, middle=place)
        for place, bullet in enumerate(bullets)
        if bullet.outcome > bullet.budget
    ]
    layout["annotations"] = [
        text
        for place, bullet in enumerate(bullets)
        for text in _bullet_texts(bullet, place, end, theme, compact=compact)
    ]
    return Figure(_bullet_traces(bullets, theme), layout)


def burn_down(
    left: Sequence[tuple[date, Decimal]],
    budget: Decimal,
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
        budget: all of the money.
        first_day: the first day on which the money may be used.
        last_day: the last such day.
        rest: what is expected to be left then, negative when the money does not suffice.
        rest_range: the least and the most that may be left then.
        theme: the reader's theme.
        compact: for a phone: what is left is told above the plot.
    """
    if not left or budget <= 0:
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
    named = _even_label(start, last_day, budget, is_slow=is_slow)
    layout["annotations"] = [unit_note(theme, margin["l"]), named, *ends]
    return Figure(_burn_traces(left, budget, (start, last_day), rest, rest_range, theme), layout)


def _used_label(text: str, used: float, theme: Theme, *, is_inside: bool) -> dict[str, Any]:
    """Return the bar's label; right of a bar that is too short for it, where it is not cut."""
    if is_inside:
        place = {"xanchor": "right", "xshift": -8, "font": {"color": theme.on_money}}
        return label(text, min(used, 1.0), 0, yanchor="middle", **place)
    return label(text, used, 0, yanchor="middle", xanchor="left", xshift=8)


def _bar(
    lengths: Sequence[float | None], places: Sequence[float], width: float, colour: str, **more: Any
) -> Bar:
    return Bar(
        x=list(lengths),
        y=list(places),
        orientation="h",
        width=width,
        marker={"color": colour, "line": {"width": 0}, "opacity": 1},
        **more,
    )


def _upright(x: float, half: float, colour: str, *, middle: float = 0) -> dict[str, Any]:
    line = {"color": colour, "width": 3}
    ends = {"y0": middle - half, "y1": middle + half}
    return {"type": "line", "x0": x, "x1": x, **ends, "line": line}


def _bullet_traces(bullets: Sequence[Bullet], theme: Theme) -> list[Bar | Scatter]:
    places = list(range(len(bullets)))
    ranged = [(i, b.low, b.high) for i, b in enumerate(bullets) if b.low is not None]
    budget = _bar([float(b.budget) for b in bullets], places, 0.34, theme.rest, name="budget")
    budget.marker.line = {"color": theme.money, "width": 1}
    return [
        budget,
        _bar([float(b.outcome) for b in bullets], places, 0.34, theme.money, name="outcome"),
        _bar(
            [float(high - low) for _place, low, high in ranged if high is not None],
            [place for place, _low, high in ranged if high is not None],
            0.14,
            theme.forecast,
            base=[float(low) for _place, low, high in ranged if high is not None],
            name="range",
        ),
        _forecast_marks(bullets, theme),
    ]


def _forecast_marks(bullets: Sequence[Bullet], theme: Theme) -> Scatter:
    known = [(i, float(b.forecast)) for i, b in enumerate(bullets) if b.forecast is not None]
    # From the bar's upper edge to a little below the lower: above it stands the source's name.
    return Scatter(
        x=[x for _place, amount in known for x in (amount, amount, None)],
        y=[y for place, _amount in known for y in (place - 0.17, place + 0.22, None)],
        mode="lines",
        name="forecast",
        cliponaxis=False,
        line={"width": 3, "color": theme.text},
    )


def _bullet_texts(
    bullet: Bullet, place: int, end: float, theme: Theme, *, compact: bool
) -> list[dict[str, Any]]:
    name = bold(shorten(bullet.name, LONGEST_NAME, placeholder="…"))
    above = {"yanchor": "bottom", "yshift": 19}
    texts = [label(name, 0, place, xanchor="left", **above)]
    budget, outcome = float(bullet.budget), float(bullet.outcome)
    words = _bullet_words(bullet, is_named=place == 0)
    # The outcome needs some 90 of the 520 pixels of half a page to stand inside its bar.
    if compact or bullet.forecast is None or min(outcome, budget) < 0.18 * end:
        line = " · ".join(_bullet_words(bullet, is_named=True))
        return [*texts, note(line, 0, place, theme, xanchor="left", yanchor="top", yshift=-17)]
    forecast = float(bullet.forecast)
    beside = {"xanchor": "left", "yanchor": "middle", "xshift": 8}
    above_end = {"xanchor": "right", **above}
    longest = max(budget, outcome, float(bullet.high or 0))
    return [
        *texts,
        {
            **note(
                words[0],
                min(outcome, budget),
                place,
                theme,
                xanchor="right",
                yanchor="middle",
                xshift=-8,
            ),
            "font": {"size": NOTE_SIZE, "color": theme.on_money},
        },
        note(words[2], budget, place, theme, **above_end)
        if longest > 0.85 * end or longest > budget
        else note(words[2], budget, place, theme, **beside),
        {
            **note(bold(words[1]), forecast, place, theme, yanchor="top", yshift=-25),
            "xanchor": "right" if forecast > 0.92 * end else "center",
        },
    ]


def _bullet_words(bullet: Bullet, *, is_named: bool) -> tuple[str, str, str]:
    """Return the outcome, the forecast and the budget in thousands, with or without names."""
    outcome, budget = thousand_kronor(bullet.outcome), thousand_kronor(bullet.budget)
    forecast = _("–") if bullet.forecast is None else thousand_kronor(bullet.forecast)
    if not is_named:
        return outcome, forecast, budget
    return (
        _("utfall {amount}").format(amount=outcome),
        _("prognos {amount}").format(amount=forecast),
        _("budget {amount}").format(amount=budget),
    )


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
    texts = [[bold(_("Kvar nu: {amount}").format(amount=money_text(now)))]]
    if rest is None or is_over:
        return texts
    day = f"{last_day.day} {month_short(last_day)}"
    expected = [bold(_("Kvar {day}").format(day=day)), money_text(rest)]
    if rest_range:
        expected.append(f"({millions(rest_range[0])}–{millions(rest_range[1])})")
    return [*texts, expected]


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


def _even_label(start: date, last_day: date, budget: Decimal, *, is_slow: bool) -> dict[str, Any]:
    """Return the name of the even pace, on the side of it where the actual line is not."""
    gone = (last_day - start).days
    day = start + timedelta(days=gone * 3 // 10)
    y = _mnkr(budget) * (1 - (day - start).days / gone)
    place = {"xanchor": "right", "yanchor": "top"} if is_slow else {"xanchor": "left"}
    return label(_("Jämn takt"), day.isoformat(), y, **place, yshift=-4 if is_slow else 12)
