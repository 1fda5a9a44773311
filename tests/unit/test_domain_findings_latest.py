"""The latest: sentences by examples, and which points were reported last."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.activities import Registered
from domain.findings.latest import (
    MOST_POINTS,
    latest_reports,
    month_so_far_sentence,
    reported_when,
)
from domain.points import Point, PointStanding, StatusReport
from domain.statuses import Status

TODAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
NOVEMBER = date(2026, 11, 1)


def standing(number: int, age: int | None) -> PointStanding:
    point = Point(number, "T", "T", "F", None, date(2026, 1, 1), date(2026, 12, 31))
    if age is None:
        return PointStanding(point, None)
    at = NOON - timedelta(days=age)
    return PointStanding(point, StatusReport(Status.LATE, None, None, None, None, at.date(), at))


@pytest.mark.parametrize(
    ("registered", "told"),
    [
        (Registered(NOVEMBER, 0, None), "Inget är registrerat i november ännu."),
        (Registered(NOVEMBER, 0, NOON), "Inget är registrerat i november ännu."),
        (
            Registered(NOVEMBER, 1, NOON),
            "Hittills i november är 1 aktivitet registrerad, den senaste i dag.",
        ),
        (
            Registered(NOVEMBER, 1234, NOON - timedelta(days=2)),
            "Hittills i november är 1\u00a0234 aktiviteter registrerade, den senaste 18 november.",
        ),
    ],
)
def test_the_month_so_far_is_told_as_no_total(registered: Registered, told: str) -> None:
    assert month_so_far_sentence(registered, TODAY).replace("\u00a0", " ") == told.replace(
        "\u00a0", " "
    )


def test_the_latest_reports_come_first_and_silence_never() -> None:
    points = [standing(1, 9), standing(2, None), standing(3, 0), standing(4, 5), standing(5, 7)]
    found = latest_reports(points)
    assert [each.point.number for each in found] == [3, 4, 5]
    assert len(found) == MOST_POINTS
    assert reported_when(found[0], TODAY) == "i dag"
    assert reported_when(points[1], TODAY) == ""
    assert latest_reports([standing(2, None)]) == []
