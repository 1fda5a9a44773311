"""Figures then and now: which way each has gone, and the points or judgements behind it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from domain.changes import SourceBalance, State
from domain.findings.changes import Compared
from domain.findings.then_and_now import Shift, describe_shift, shifts
from domain.money import Forecast, FundingSource
from domain.points import Point, PointStanding, StatusReport
from domain.statuses import Status
from domain.viewpoint import Viewpoint

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
MILLION = Decimal(1_000_000)
GOOD, DONE, LATE, DEVIATION = Status.ON_PLAN, Status.DONE, Status.LATE, Status.DEVIATION


def standing(number: int, status: Status) -> PointStanding:
    point = Point(number, "T", f"Titel {number}", "F", None, date(2026, 1, 1), date(2026, 12, 31))
    return PointStanding(point, StatusReport(status, None, None, None, None, AT.date(), AT))


def balance(booked: str, forecast: str | None, reason: str = "", year: int = 2026) -> SourceBalance:
    source = FundingSource(
        code="A",
        name="Medel",
        funder="Staden",
        amount=12 * MILLION,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        purpose="Trygghet",
        conditions=None,
        report_by=None,
        repay_by=None,
    )
    told = None
    if forecast:
        told = Forecast(AT.date(), year, Decimal(forecast) * MILLION, reason)
    return SourceBalance(source, 12 * MILLION, Decimal(booked) * MILLION, told)


def state(
    statuses: Mapping[int, Status], balances: Mapping[str, SourceBalance] | None = None
) -> State:
    points = {number: standing(number, status) for number, status in statuses.items()}
    return State(Viewpoint(AT.date()), points, balances)


def between(was: Mapping[int, Status], now: Mapping[int, Status]) -> list[Shift]:
    return shifts(Compared(state(was), state(now), "sammanträdet 27 augusti 2026"))


@pytest.mark.parametrize(
    ("was", "now", "pace", "late"),
    [
        (
            {1: GOOD, 2: DEVIATION, 3: LATE},
            {1: LATE, 2: DONE, 3: GOOD},
            (
                "Fler punkter är i rätt takt",
                (
                    "Punkt 2 (Titel 2) och punkt 3 (Titel 3) har kommit i rätt takt. "
                    "Punkt 1 (Titel 1) är det inte längre."
                ),
            ),
            (
                "En punkt är försenad, lika många som då",
                "Punkt 1 (Titel 1) har blivit försenad. Punkt 3 (Titel 3) är inte längre försenad.",
            ),
        ),
        (
            {1: GOOD, 2: GOOD, 3: GOOD},
            {1: LATE, 2: LATE, 3: GOOD},
            (
                "Färre punkter är i rätt takt",
                "Punkt 1 (Titel 1) och punkt 2 (Titel 2) är det inte längre.",
            ),
            (
                "Två punkter är försenade, två fler än då",
                "Punkt 1 (Titel 1) och punkt 2 (Titel 2) har blivit försenade.",
            ),
        ),
        (
            {1: LATE, 2: GOOD},
            {1: DONE, 2: GOOD},
            ("Fler punkter är i rätt takt", "Punkt 1 (Titel 1) har kommit i rätt takt."),
            ("Ingen punkt är försenad", "Punkt 1 (Titel 1) är inte längre försenad."),
        ),
        (
            {1: GOOD},
            {1: DONE},
            ("Lika många punkter är i rätt takt", "Det är samma punkt som då."),
            ("Ingen punkt är försenad", "Så var det också då."),
        ),
        (
            {1: LATE, 2: LATE},
            {1: LATE, 2: LATE},
            ("Lika många punkter är i rätt takt", "Så var det också då."),
            ("Två punkter är försenade, lika många som då", "Det är samma punkter som då."),
        ),
    ],
    ids=["both ways", "worse", "better", "the same", "the same two"],
)
def test_points_are_told_by_their_names(
    was: dict[int, Status],
    now: dict[int, Status],
    pace: tuple[str, str],
    late: tuple[str, str],
) -> None:
    assert [(each.heading, each.reason) for each in between(was, now)] == [pace, late]


def test_many_points_are_cut_and_counted() -> None:
    points = range(1, 8)
    (pace, late) = between(dict.fromkeys(points, DEVIATION), dict.fromkeys(points, DONE))
    assert pace.reason == (
        "Punkt 1 (Titel 1), punkt 2 (Titel 2), punkt 3 (Titel 3) och 4 till har kommit i rätt takt."
    )
    assert pace.value == "7\u00a0av\u00a07"
    assert pace.told == ("0", "7")
    assert describe_shift(pace) == "Punkter i rätt takt: 0 då, 7 nu"
    assert describe_shift(late) == "Försenade punkter: 0, oförändrat"


def test_without_points_or_money_there_is_nothing_to_tell() -> None:
    assert between({}, {}) == []


@pytest.mark.parametrize(
    ("was", "now", "heading", "reason"),
    [
        (
            ("9.7", "Lugnt"),
            ("8.9", "Två väntar."),
            "Prognosen är sänkt med 0,8 mnkr",
            "Två väntar.",
        ),
        (("8.9", ""), ("9.7", ""), "Prognosen är höjd med 0,8 mnkr", "Ingen förklaring är lämnad."),
        (("8.9", "A"), ("8.9", "A"), "Prognosen för året är densamma", "Ingen har ändrat den."),
        # Read alike, it is not said to have changed.
        (("8.91", "A"), ("8.92", "B"), "Prognosen för året är densamma", "B."),
    ],
)
def test_the_forecast_is_told_with_its_reason(
    was: tuple[str, str], now: tuple[str, str], heading: str, reason: str
) -> None:
    used, forecast = shifts(
        Compared(
            state({}, {"A": balance("5", *was)}),
            state({}, {"A": balance("6.1", *now)}),
            "sammanträdet",
        )
    )
    assert used.label == "Använt av 12\u00a0mnkr"
    assert used.told == ("5,0", "6,1")
    assert used.heading == "1,1\u00a0mnkr har använts sedan sammanträdet"
    assert forecast.heading.replace("\u00a0", " ") == heading
    assert forecast.reason == reason
    assert forecast.label == "Prognos för 2026"


@pytest.mark.parametrize(
    "was", [balance("5", None), balance("5", "9", year=2025)], ids=["none", "last year's"]
)
def test_a_forecast_that_was_not_made_then_is_not_compared(was: SourceBalance) -> None:
    found = shifts(
        Compared(state({}, {"A": was}), state({}, {"A": balance("12.4", "12.4")}), "mötet")
    )
    assert [each.label for each in found] == ["Använt av 12\u00a0mnkr"]
    # More than all is no part of it.
    assert found[0].whole is None
