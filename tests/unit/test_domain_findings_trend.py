"""What is said of a count over time."""

from datetime import date

import pytest

from domain.activities import (
    MISSING,
    ActivityFilter,
    ActivitySum,
    Count,
    Measure,
    PeriodState,
    ReportingPeriod,
)
from domain.calendar import months_between, shift_month
from domain.findings.trend import (
    describe_trend,
    group_heading,
    month_comparison,
    trend_heading,
    year_comparison,
)
from domain.tallies import Series, Tally, tally

TODAY = date(2026, 11, 22)
NBSP = "\u00a0"
OCCASIONS, PARTICIPANTS = Measure.OCCASIONS, Measure.PARTICIPANTS
GROUPS = {"1": "unga i brott", "3": "de yngre"}


def series(*values: int | None, last: date = date(2026, 10, 1)) -> Series:
    first = shift_month(last, 1 - len(values))
    months = months_between(first, last)
    return [
        (month, MISSING if value is None else Count(value))
        for month, value in zip(months, values, strict=True)
    ]


RISING = series(84, 93, 94, 96, 108, 106, None, 120, 131, 144)


@pytest.mark.parametrize(
    ("example", "heading"),
    [
        (RISING, "Aktiviteterna ökade från april–juni till augusti–oktober"),
        (series(9, 9, 9, 3, 3, 3), "Aktiviteterna minskade från maj–juli till augusti–oktober"),
        (
            series(100, 100, 100, 104, 100, 100),
            "Aktiviteterna låg på samma nivå i maj–juli och augusti–oktober",
        ),
        # One more, or two in twelve, is what chance does.
        (
            series(0, 0, 0, 0, 0, 1),
            "Aktiviteterna låg på samma nivå i maj–juli och augusti–oktober",
        ),
        (
            series(4, 4, 4, 4, 3, 7),
            "Aktiviteterna låg på samma nivå i maj–juli och augusti–oktober",
        ),
        (series(0, 0, 0, 2, 2, 1), "Aktiviteterna ökade från maj–juli till augusti–oktober"),
        (series(0, 0, 0, 0, 0, 0), "Inga aktiviteter är registrerade"),
        (series(None, None), "Ingen månad är rapporterad av alla områden"),
        ([], "Ingen månad är rapporterad av alla områden"),
        (series(4, 7), "Sju aktiviteter i oktober"),
        (series(144, last=date(2025, 10, 1)), "144 aktiviteter i oktober 2025"),
        (
            series(1, 1, 1, 9, 9, 9, last=date(2026, 1, 1)),
            "Aktiviteterna ökade från augusti–oktober 2025 till november–januari",
        ),
        (
            series(1, 1, 1, *[None] * 3, 9, 9, 9),
            "Aktiviteterna ökade från februari–april till augusti–oktober",
        ),
        (
            series(1, None, 1, 1, 9, 9, 9),
            "Aktiviteterna ökade från april, juni och juli till augusti–oktober",
        ),
    ],
)
def test_trend_heading(example: Series, heading: str) -> None:
    assert trend_heading(example, OCCASIONS, TODAY) == heading


def test_trend_heading_of_participants() -> None:
    # People come several at once, so chance moves their number more than that of the occasions.
    heading = "Antalet deltagare låg på samma nivå i april–juni och augusti–oktober"
    assert trend_heading(RISING, PARTICIPANTS, TODAY) == heading
    more = [(month, Count(10 * (count.value or 0))) for month, count in RISING if count.value]
    heading = "Antalet deltagare ökade från april–juni till augusti–oktober"
    assert trend_heading(more, PARTICIPANTS, TODAY) == heading


@pytest.mark.parametrize(
    ("groups", "heading"),
    [
        (
            {"1": series(5, 5, 5, 6, 6, 6), "3": series(10, 10, 10, 20, 20, 20)},
            "Ökningen sedan maj–juli gäller mest de yngre",
        ),
        (
            {"1": series(20, 20, 20, 5, 5, 5), "3": series(10, 10, 10, 9, 9, 9)},
            "Minskningen sedan maj–juli gäller mest unga i brott",
        ),
        (
            {"1": series(5, 5, 5, 10, 10, 10), "3": series(5, 5, 5, 10, 10, 10)},
            "Aktiviteterna ökade från maj–juli till augusti–oktober",
        ),
        ({"3": series(1, 1, 1, 9, 9, 9)}, "Aktiviteterna ökade från maj–juli till augusti–oktober"),
        (
            {"1": series(0, 0, 0, 1, 0, 1), "3": series(2, 2, 3, 3, 1, 4)},
            "Aktiviteterna låg på samma nivå i maj–juli och augusti–oktober",
        ),
        ({}, "Ingen månad är rapporterad av alla områden"),
    ],
)
def test_group_heading(groups: dict[str, Series], heading: str) -> None:
    assert group_heading(groups, GROUPS, OCCASIONS, TODAY) == heading


def test_a_published_month_that_lacks_an_area_is_not_said_to_lack_a_report() -> None:
    told = describe_trend({"": RISING}, OCCASIONS, TODAY, is_public=True)
    assert told.endswith("Juli är inte publicerad för alla områden.")
    silent = [(month, MISSING) for month, _count in RISING]
    told = describe_trend({"": silent}, OCCASIONS, TODAY, is_public=True)
    assert told.endswith("Ingen månad är publicerad för alla områden.")
    heading = trend_heading(silent, OCCASIONS, TODAY, is_public=True)
    assert heading == "Ingen månad är publicerad för alla områden"


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (
            {"": RISING},
            (
                "Linjediagram över aktiviteter per månad, januari–oktober 2026. "
                "Från 84 i januari till 144 i oktober. Juli saknar rapport."
            ),
        ),
        (
            {"Yngre": series(1, 2), "I brott": series(0, 0)},
            (
                "Linjediagram över aktiviteter per månad, september–oktober 2026. "
                "Yngre: från 1 i september till 2 i oktober. "
                "I brott: från 0 i september till 0 i oktober."
            ),
        ),
        ({"": series(5)}, "Linjediagram över aktiviteter per månad, oktober 2026. 5 i oktober."),
        (
            {"": series(None)},
            (
                "Linjediagram över aktiviteter per månad, oktober 2026. "
                "Ingen månad är rapporterad av alla områden."
            ),
        ),
        ({}, "Inga månader att visa."),
    ],
)
def test_describe_trend(lines: dict[str, Series], text: str) -> None:
    assert describe_trend(lines, OCCASIONS, TODAY) == text


@pytest.mark.parametrize(
    ("example", "text"),
    [
        (series(123, 144), "Oktober: 21 fler än i september."),
        (series(15, 12), "Oktober: tre färre än i september."),
        (series(12, 12), "Oktober: lika många som i september."),
        (series(None, 12), ""),
        (series(None, None), ""),
        (series(10, *[None] * 11, 12), "Oktober: två fler än i oktober 2025."),
        (
            series(9, *[None] * 10, 14, 12),
            "Oktober: två färre än i september och tre fler än i oktober 2025.",
        ),
    ],
)
def test_month_comparison(example: Series, text: str) -> None:
    assert month_comparison(example, TODAY) == text


def yearly(now: dict[date, int], before: dict[date, int]) -> Tally:
    values = {**now, **before}
    return tally(
        [ActivitySum(month, "1", "3", "x", n, n, n, 0) for month, n in values.items()],
        [ReportingPeriod("1", month, PeriodState.SUBMITTED, month) for month in values],
        ActivityFilter(date(2025, 1, 1), date(2026, 12, 1)),
        ["1"],
        ["3"],
    )


JANUARY, FEBRUARY, APRIL = date(2026, 1, 1), date(2026, 2, 1), date(2026, 4, 1)


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        ({}, {}, ""),
        ({JANUARY: 112}, {JANUARY: 100}, "112 aktiviteter i januari 2026, 12_% fler än"),
        (
            {JANUARY: 50, FEBRUARY: 50},
            {JANUARY: 100, FEBRUARY: 100},
            "100 aktiviteter januari–februari 2026, 50_% färre än",
        ),
        (
            {JANUARY: 5, APRIL: 5},
            {JANUARY: 5, APRIL: 5},
            "10 aktiviteter under två rapporterade månader 2026, lika många som",
        ),
        ({JANUARY: 1}, {JANUARY: 0}, "1 aktivitet i januari 2026, mot inga"),
        (
            {JANUARY: 1001},
            {JANUARY: 1000},
            "1_001 aktiviteter i januari 2026, nästan lika många som",
        ),
        ({JANUARY: 7, FEBRUARY: 9}, {JANUARY: 7}, "7 aktiviteter i januari 2026, lika många som"),
    ],
)
def test_year_comparison(now: dict[date, int], before: dict[date, int], text: str) -> None:
    last_year = {shift_month(month, -12): value for month, value in before.items()}
    told = year_comparison(yearly(now, last_year), TODAY)
    assert told == (f"{text} samma tid förra året." if text else "").replace("_", NBSP)


def test_a_year_without_one_before_is_told_alone() -> None:
    assert year_comparison(yearly({JANUARY: 7}, {}), TODAY) == "7 aktiviteter i januari 2026."
