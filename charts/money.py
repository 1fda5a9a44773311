"""Money against time: what is used, of what, and what that leads to. Amounts are SEK."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from textwrap import shorten
from typing import Any

from plotly.graph_objects import Bar, Figure, Scatter

from charts.labels import (
    bold,
    label,
    note,
)
from charts.theme import NOTE_SIZE, Theme, base_layout, empty_figure
from domain.money import SourceYear
from domain.pace import pace_of
from texts import _
from texts.numbers import thousand_kronor

LONGEST_NAME = 40
HIDDEN_AXIS = {"visible": False, "fixedrange": True}


@dataclass(frozen=True, slots=True)
class Bullet:
    """A source's budget, outcome and forecast in SEK. None: it is not known."""

    name: str
    budget: Decimal | None
    outcome: Decimal | None
    forecast: Decimal | None
    low: Decimal | None
    high: Decimal | None


def bullet_of(year: SourceYear) -> Bullet:
    """Return a source's bar in a year."""
    pace = pace_of(year)
    # Where no ledger has been read nothing is known to be booked, which is not 0.
    outcome = pace.outcome if pace.read_to else None
    return Bullet(year.source.name, pace.budget, outcome, pace.expected, pace.low, pace.high)


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
    end = max([1.0, *map(float, amounts)])
    layout["xaxis"] = {**HIDDEN_AXIS, "range": [min([0.0, *map(float, amounts)]), end]}
    layout["yaxis"] = {**HIDDEN_AXIS, "range": [len(bullets) - 0.5, -0.5]}
    layout["barmode"] = "overlay"
    # Where more than the budget is used, its edge is drawn upon the outcome.
    layout["shapes"] = [
        _upright(float(bullet.budget), 0.17, theme.background, middle=place)
        for place, bullet in enumerate(bullets)
        if bullet.budget is not None and (bullet.outcome or 0) > bullet.budget
    ]
    layout["annotations"] = [
        text
        for place, bullet in enumerate(bullets)
        for text in _bullet_texts(bullet, place, end, theme, compact=compact)
    ]
    return Figure(_bullet_traces(bullets, theme), layout)


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
    budgets = [_length(b.budget) for b in bullets]
    budget = _bar(budgets, places, 0.34, theme.rest, name="budget")
    budget.marker.line = {"color": theme.money, "width": 1}
    return [
        budget,
        _bar([_length(b.outcome) for b in bullets], places, 0.34, theme.money, name="outcome"),
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


def _length(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)


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
    budget, outcome = float(bullet.budget or 0), float(bullet.outcome or 0)
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
    outcome, forecast, budget = (
        _("–") if amount is None else thousand_kronor(amount)
        for amount in (bullet.outcome, bullet.forecast, bullet.budget)
    )
    if not is_named:
        return outcome, forecast, budget
    return (
        _("utfall {amount}").format(amount=outcome),
        _("prognos {amount}").format(amount=forecast),
        _("budget {amount}").format(amount=budget),
    )
