"""Small states of a programme, for the tests of what has changed between two of them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from domain.activities import Count, Measure
from domain.calendar import STOCKHOLM
from domain.changes import Place, SourceBalance, State
from domain.findings.changes import Compared
from domain.money import Forecast, FundingSource
from domain.points import Milestone, Point, PointStanding, StatusReport
from domain.statuses import Status
from domain.viewpoint import Viewpoint

MEETING = date(2026, 8, 27)
TODAY = date(2026, 11, 26)
SINCE = "sammanträdet 27 augusti 2026"


def standing(
    number: int,
    status: Status | None = None,
    *steps: Milestone,
    report: Mapping[str, Any] | None = None,
    **point: Any,
) -> PointStanding:
    """Return a point with a report of its status, or without one, and its milestones."""
    values: dict[str, Any] = {
        "title": f"Punkt nummer {number}",
        "short_title": f"Titel {number}",
        "focus_area": "Tidigt stöd",
        "responsible_unit": None,
        "starts_on": date(2026, 1, 1),
        "due_on": date(2026, 12, 31),
        **point,
    }
    # The first report was known at the meeting; any other came after it.
    is_first = (report or {}).get("id", 1) == 1
    told: dict[str, Any] = {
        "progress_percent": None,
        "comment": None,
        "risk": None,
        "forecast_date": None,
        "as_of_date": date(2026, 8, 1),
        "recorded_at": datetime(2026, 8 if is_first else 9, 1, 12, tzinfo=STOCKHOLM),
        "id": 1,
        "recorded_by": "Anna",
        **(report or {}),
    }
    return PointStanding(
        Point(number=number, **values),
        StatusReport(status=status, **told) if status else None,
        steps,
    )


def balance(
    booked: int = 0,
    *,
    budget: int | None = None,
    forecast: int | None = None,
    reason: str | None = None,
    **source: Any,
) -> SourceBalance:
    """Return a source's balance, with everything in thousands of kronor."""
    values: dict[str, Any] = {
        "code": "extra",
        "name": "Extra trygghetsmedel",
        "funder": "Kommunen",
        "amount": Decimal(12_000_000),
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 12, 31),
        "purpose": "Trygghet",
        "conditions": None,
        "report_by": None,
        "repay_by": None,
        **source,
    }
    judged = None
    if forecast is not None:
        judged = Forecast(date(2026, 11, 1), 2026, Decimal(forecast * 1000), reason)
    told = None if budget is None else Decimal(budget * 1000)
    return SourceBalance(FundingSource(**values), told, Decimal(booked * 1000), judged)


def place(
    month: int, area: str = "", group: str = "", measure: Measure = Measure.OCCASIONS
) -> Place:
    """Return what a count of a month of 2026 is of."""
    return Place(date(2026, month, 1), area, group, measure)


def state(
    *standings: PointStanding,
    on: date = MEETING,
    balances: Iterable[SourceBalance] | None = (),
    counts: Mapping[Place, Count] | None = None,
) -> State:
    """Return a state as of a day."""
    return State(
        Viewpoint.back_on(on),
        {each.point.number: each for each in standings},
        None if balances is None else {each.source.code: each for each in balances},
        counts if counts is not None else {},
    )


def compared(earlier: State, later: State) -> Compared:
    """Return two states to compare, the earlier one that of a meeting."""
    return Compared(earlier, later, SINCE)
