"""What has to be mended before a report can be saved, by examples."""

from datetime import date
from typing import Any

import pytest

from domain.points import Point
from domain.statuses import Status
from domain.updates import LONGEST_TEXT, MilestoneChange, Tick, Update, faults_of

TODAY = date(2026, 11, 20)
POINT = Point(7, "En punkt", "En punkt", "Fokus", None, date(2026, 1, 1), date(2027, 6, 30))


def update(status: Status = Status.ON_PLAN, *ticks: Tick, **change: Any) -> Update:
    values: dict[str, Any] = {
        "progress_percent": 40,
        "comment": None,
        "risk": None,
        "forecast_date": None,
    }
    return Update(status=status, ticks=ticks, **values | change)


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        (update(), []),
        (update(Status.DONE, progress_percent=100), []),
        (update(Status.DONE, progress_percent=None), []),
        (update(Status.DONE, progress_percent=99), ["progress"]),
        (update(Status.NOT_STARTED, progress_percent=0), []),
        (update(Status.NOT_STARTED, progress_percent=None), []),
        (update(Status.NOT_STARTED, progress_percent=1), ["progress"]),
        (update(forecast_date=TODAY), []),
        (update(forecast_date=date(2026, 11, 19)), ["forecast"]),
        (update(forecast_date=date(2036, 12, 31)), []),
        (update(forecast_date=date(2037, 1, 1)), ["forecast"]),
        # Of a closed point nothing is expected any more, so nothing is asked of its forecast.
        (update(Status.DROPPED, forecast_date=date(2026, 1, 2)), []),
        (update(comment="x" * LONGEST_TEXT), []),
        (update(comment="x" * (LONGEST_TEXT + 1)), ["comment"]),
        (update(risk="Anna, 811218-9876, kom"), ["risk"]),
        (update(comment="Den 17 mars kom 12 personer"), []),
        (update(Status.ON_PLAN, Tick("Lokal", TODAY, None)), []),
        (update(Status.ON_PLAN, Tick("Lokal", date(2026, 11, 21), None)), ["milestones"]),
        (update(Status.ON_PLAN, Tick("Lokal", date(2025, 12, 31), None)), ["milestones"]),
        (update(Status.ON_PLAN, Tick("Lokal", date(2025, 1, 1), date(2025, 1, 1))), []),
        (update(Status.ON_PLAN, Tick("Lokal", None, TODAY)), []),
        (
            update(Status.DONE, comment="811218-9876", forecast_date=None),
            ["progress", "comment"],
        ),
    ],
)
def test_each_field_is_told_of_what_is_wrong_with_it(typed: Update, fields: list[str]) -> None:
    found = faults_of(typed, POINT, TODAY)
    assert [fault.field for fault in found] == fields
    assert all(fault.text.endswith(".") for fault in found)


EARLY, LATER = date(2026, 11, 2), date(2026, 11, 5)


@pytest.mark.parametrize(
    ("was", "now", "mine", "sentence"),
    [
        (None, EARLY, None, "”Lokal” är nu klart 2 november 2026."),
        (EARLY, None, EARLY, "”Lokal” är nu inte klart."),
        # Both have done the same: there is nothing to choose.
        (None, EARLY, EARLY, "”Lokal” är nu klart 2 november 2026."),
        (
            None,
            EARLY,
            LATER,
            "”Lokal” är nu klart 2 november 2026, men klart 5 november 2026 i ditt formulär.",
        ),
        (
            EARLY,
            LATER,
            None,
            "”Lokal” är nu klart 5 november 2026, men inte klart i ditt formulär.",
        ),
    ],
)
def test_a_milestone_that_another_changed_is_told_beside_the_writers(
    was: date | None, now: date | None, mine: date | None, sentence: str
) -> None:
    assert MilestoneChange("Lokal", was, now, mine).sentence == sentence
