"""Each month's outcome against the budget's even pace."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from plotly.graph_objects import Bar, Figure, Scatter

from charts.labels import (
    LINE_HEIGHT,
    bold,
    gap_bands,
    has_years,
    label,
    left_margin,
    month_axis,
    runs,
    unit_note,
    value_axis,
)
from charts.theme import NOTE_SIZE, Theme, base_layout, empty_figure
from texts import _
from texts.numbers import million_kronor, number


def outcome_by_month(
    months: Sequence[date],
    budget_by_month: Sequence[Decimal] | None,
    outcome: Sequence[Decimal | None],
    theme: Theme,
    *,
    compact: bool = False,
) -> Figure:
    """Return each month's outcome as a bar, and the budget's even pace as a dashed step.

    Args:
        months: first days of consecutive months, oldest first.
        budget_by_month: SEK a month, one for each month, or None where there is no budget.
        outcome: SEK, one for each month; None is a month that the ledger does not cover.
        theme: the reader's theme.
        compact: for a phone: the pace is named above the plot.

    Raises:
        ValueError: The counts of months, budgets and outcomes differ.
    """
    budget = list(budget_by_month or ())
    if len(outcome) != len(months) or (budget and len(budget) != len(months)):
        raise ValueError("Every month has one outcome, and one budget if there are any")
    if not months or (not budget and all(amount is None for amount in outcome)):
        return empty_figure(_("Ingen månad är bokförd än"), theme)
    booked = [None if amount is None else float(amount / 1_000_000) for amount in outcome]
    paces = [float(amount / 1_000_000) for amount in budget]
    axis = value_axis([amount for amount in (*booked, *paces) if amount is not None], theme)
    top = 26 + LINE_HEIGHT * (compact and bool(budget))
    bottom = 28 + LINE_HEIGHT * has_years(months)
    margin = {"l": left_margin(axis), "r": 4 if compact else 112, "t": top, "b": bottom}
    layout = base_layout(theme, height=280, margin=margin)
    layout.update(xaxis=month_axis(months, theme, compact=compact), yaxis=axis)
    bands, words = _unbooked(outcome, theme, compact=compact)
    traces = [_bars_of_months(booked, theme, compact=compact)]
    if budget:
        traces.append(_pace_steps(paces, theme))
        words.append(_pace_label(budget[-1], len(months), compact=compact))
    layout.update(shapes=bands, annotations=[unit_note(theme, margin["l"]), *words])
    return Figure(traces, layout)


def _unbooked(
    outcome: Sequence[Decimal | None], theme: Theme, *, compact: bool
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    gaps = runs([amount is None for amount in outcome])
    return gap_bands(gaps, len(outcome), theme, word=_("ej bokfört"), compact=compact)


def _bars_of_months(booked: Sequence[float | None], theme: Theme, *, compact: bool) -> Bar:
    # Beyond a dozen bars, half on a phone, the figures would touch; then the axis has to do.
    is_told = len(booked) <= (6 if compact else 12)
    texts = ["" if amount is None else number(amount, 1) for amount in booked]
    return Bar(
        x=list(range(len(booked))),
        y=list(booked),
        name="outcome",
        width=0.62,
        cliponaxis=False,
        marker={"color": theme.money, "line": {"width": 0}, "opacity": 1},
        **({"text": texts, "textposition": "outside"} if is_told else {}),
        textfont={"size": NOTE_SIZE, "color": theme.text},
    )


def _pace_steps(paces: Sequence[float], theme: Theme) -> Scatter:
    # The first and last month are drawn to their outer edges, as every other is.
    return Scatter(
        x=[-0.5, *range(len(paces)), len(paces) - 0.5],
        y=[paces[0], *paces, paces[-1]],
        name="budget",
        mode="lines",
        line={"color": theme.text, "width": 2, "dash": "dash", "shape": "hvh"},
    )


def _pace_label(last: Decimal, count: int, *, compact: bool) -> dict[str, Any]:
    amount = million_kronor(last)
    if compact:
        text = _("Streckad linje: jämn takt, {amount}").format(amount=amount)
        place = {"xref": "paper", "yref": "paper", "xanchor": "right", "yanchor": "bottom"}
        return label(text, 1, 1, yshift=LINE_HEIGHT, **place)
    text = f"{_('Jämn takt')}<br>{bold(amount)}"
    return label(text, count - 0.5, float(last / 1_000_000), xanchor="left", xshift=8, align="left")
