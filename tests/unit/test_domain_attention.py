"""What needs attention: each rule by examples, and one row for each subject."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.activities import PeriodState, ReportingPeriod
from domain.attention import (
    Attention,
    MonthsSubject,
    PointSubject,
    SourceSubject,
    needs_attention,
)
from domain.concerns import Concern, Reason, heaviest_first
from domain.money import Forecast, FundingSource, SourceYear
from domain.money_concerns import source_reasons
from domain.point_concerns import point_reasons
from domain.points import Milestone, Point, PointStanding, StatusReport
from domain.statuses import Status

TODAY = date(2026, 11, 22)
NBSP = "\u00a0"
NAMES = {"1": "Backa", "2": "Björlanda", "3": "Kvillebäcken", "4": "Tuve-Säve"}


def standing(
    status: Status | None = Status.ON_PLAN,
    due: date = date(2027, 6, 30),
    number: int = 13,
    starts: date = date(2025, 1, 1),
    **report: object,
) -> PointStanding:
    point = Point(number, "Nattvandring", "Nattvandring", "Trygga platser", None, starts, due)
    if status is None:
        return PointStanding(point, None)
    said = StatusReport(
        status=status,
        progress_percent=None,
        comment=None,
        risk=None,
        forecast_date=None,
        as_of_date=TODAY,
        recorded_at=datetime(2026, 11, 22, tzinfo=UTC),
    )
    return PointStanding(point, replace(said, **report))  # type: ignore[arg-type]


LATE, DEVIATION, ON_PLAN = Status.LATE, Status.DEVIATION, Status.ON_PLAN


@pytest.mark.parametrize(
    ("example", "texts"),
    [
        (standing(), []),
        (standing(Status.DONE, date(2026, 1, 1)), []),
        (standing(Status.DROPPED, date(2026, 1, 1)), []),
        (standing(LATE, date(2026, 9, 22)), ["61 dagar efter slutdatum."]),
        (standing(LATE, date(2026, 11, 21)), ["En dag efter slutdatum."]),
        (standing(LATE, date(2026, 11, 20)), ["Två dagar efter slutdatum."]),
        (standing(LATE), ["Rapporterad som försenad."]),
        (
            standing(ON_PLAN, date(2026, 9, 22)),
            ["Slutdatum var 22 september, men punkten är inte rapporterad som försenad."],
        ),
        (
            standing(LATE, date(2026, 9, 22), forecast_date=date(2027, 2, 28)),
            ["61 dagar efter slutdatum.", "Ny prognos 28 februari 2027."],
        ),
        (
            standing(LATE, date(2026, 9, 22), forecast_date=date(2026, 10, 1)),
            ["61 dagar efter slutdatum.", "Även prognosdatumet 1 oktober 2026 har passerat."],
        ),
        (
            standing(LATE, date(2026, 9, 22), comment="Två föreningar hoppade av. Mer sedan."),
            ["61 dagar efter slutdatum.", "Två föreningar hoppade av."],
        ),
        (
            standing(LATE, date(2026, 9, 22), comment="x" * 200),
            ["61 dagar efter slutdatum."],
        ),
        (
            standing(DEVIATION, forecast_date=date(2027, 9, 1)),
            ["Ny prognos 1 september 2027."],
        ),
        (standing(DEVIATION, forecast_date=date(2027, 6, 30)), []),
        (standing(as_of_date=TODAY - timedelta(59)), []),
        (standing(as_of_date=TODAY - timedelta(74)), ["Ingen ny statusrapport på 74 dagar."]),
        (standing(None), ["Ingen statusrapport har lämnats."]),
        (standing(None, starts=TODAY - timedelta(59)), []),
        (standing(None, starts=date(2027, 1, 1)), []),
        (standing(Status.NOT_STARTED, starts=date(2027, 1, 1)), []),
        (standing(Status.NOT_STARTED, starts=date(2026, 9, 1)), ["Skulle ha börjat 1 september."]),
        (
            standing(due=date(2026, 12, 4), progress_percent=40),
            [f"Tolv dagar kvar, 40{NBSP}% är klart."],
        ),
        (standing(due=TODAY, progress_percent=0), [f"Sista dagen är i dag, 0{NBSP}% är klart."]),
        (
            standing(due=date(2026, 11, 23), progress_percent=79),
            [f"En dag kvar, 79{NBSP}% är klart."],
        ),
        (standing(due=date(2026, 11, 23), progress_percent=80), []),
        (standing(due=date(2026, 11, 23)), []),
        (standing(due=date(2026, 12, 23), progress_percent=0), []),
    ],
)
def test_reasons_of_a_point(example: PointStanding, texts: list[str]) -> None:
    assert [reason.text for reason in point_reasons(example, TODAY)] == texts


@pytest.mark.parametrize(
    ("milestones", "text"),
    [
        ([("Avtal", date(2026, 10, 1), None)], "Delmålet ”Avtal” skulle ha varit klart 1 oktober."),
        (
            [("Avtal", date(2026, 10, 1), None), ("Start", date(2025, 9, 1), None)],
            "Två delmål har passerat sitt datum, det äldsta 1 september 2025.",
        ),
        ([("Avtal", date(2026, 10, 1), date(2026, 10, 2))], None),
        ([("Avtal", TODAY, None)], None),
    ],
)
def test_passed_milestones(
    milestones: list[tuple[str, date, date | None]], text: str | None
) -> None:
    example = replace(standing(), milestones=tuple(Milestone(*each) for each in milestones))
    assert [reason.text for reason in point_reasons(example, TODAY)] == ([text] if text else [])


SOURCE = FundingSource(
    code="extra",
    name="Extra trygghetsmedel",
    funder="Kommunen",
    amount=Decimal(12_000_000),
    starts_on=date(2026, 1, 1),
    ends_on=date(2026, 12, 31),
    purpose="Trygghet",
    conditions=None,
    report_by=None,
    repay_by=None,
)


def money(
    monthly: int, budget: int = 12_000_000, forecast: int | None = None, months: int = 10
) -> SourceYear:
    return SourceYear(
        source=SOURCE,
        year=2026,
        budget=Decimal(budget),
        outcome_by_month=tuple((date(2026, n, 1), Decimal(monthly)) for n in range(1, months + 1)),
        forecast=Forecast(date(2026, 11, 1), 2026, Decimal(forecast), None) if forecast else None,
        booked_through=date(2026, 10, 31),
    )


@pytest.mark.parametrize(
    ("example", "texts"),
    [
        (money(1_000_000), []),
        (
            replace(money(710_000), source=replace(SOURCE, repay_by=date(2027, 3, 31))),
            [
                "3,5_mnkr kan behöva betalas tillbaka senast 31 mars 2027.",
                "59_% av pengarna är förbrukade, men 83_% av tiden har gått.",
            ],
        ),
        (
            money(1_190_000),
            [
                "Med nuvarande takt blir utfallet 2,3_mnkr över budget.",
                "99_% av pengarna är förbrukade, men bara 83_% av tiden har gått.",
            ],
        ),
        (money(1_000_000, forecast=12_400_000), ["Prognosen är 0,4_mnkr över budget."]),
        (money(1_000_000, forecast=12_050_000), []),
        (
            money(1_300_000),
            [
                "Utfallet är 1,0_mnkr över budget.",
                "108_% av pengarna är förbrukade, men bara 83_% av tiden har gått.",
            ],
        ),
        (money(100, budget=0), ["Utfallet är 1_tkr över budget."]),
        (money(0, budget=0), []),
        (
            replace(money(1_000_000, months=7), booked_through=date(2026, 7, 31)),
            ["Bokfört bara till och med 31 juli."],
        ),
        (replace(money(0, months=0), booked_through=None), ["Inget är bokfört ännu."]),
    ],
)
def test_reasons_of_a_source(example: SourceYear, texts: list[str]) -> None:
    expected = [text.replace("_", NBSP) for text in texts]
    assert [reason.text for reason in source_reasons(example, TODAY)] == expected


def unreported(*missing: tuple[str, date]) -> list[Attention]:
    periods = [
        ReportingPeriod(area, month, PeriodState.OPEN, month + timedelta(37))
        for area, month in missing
    ]
    return needs_attention([], [], periods, TODAY, NAMES)


JULY, OCTOBER = date(2026, 7, 1), date(2026, 10, 1)


@pytest.mark.parametrize(
    ("missing", "rows"),
    [
        ([], []),
        (
            [("2", JULY)],
            [("Björlanda", "Björlanda har inte rapporterat juli. Sista dag var 7 augusti.")],
        ),
        (
            [("2", JULY), ("2", OCTOBER)],
            [("Björlanda", "Björlanda har inte rapporterat juli och oktober.")],
        ),
        (
            [("2", OCTOBER), ("1", OCTOBER)],
            [
                (
                    "Backa och Björlanda",
                    "Backa och Björlanda har inte rapporterat oktober. Sista dag var 7 november.",
                )
            ],
        ),
        (
            [(code, OCTOBER) for code in NAMES],
            [
                (
                    "Fyra områden",
                    "Fyra områden har inte rapporterat oktober. Sista dag var 7 november.",
                )
            ],
        ),
        ([("2", date(2026, 11, 1))], []),
        (
            [("9", date(2025, 12, 1))],
            [("9", "9 har inte rapporterat december 2025. Sista dag var 7 januari.")],
        ),
    ],
)
def test_unreported_months(missing: list[tuple[str, date]], rows: list[tuple[str, str]]) -> None:
    assert [(row.title, row.reason) for row in unreported(*missing)] == rows


def test_the_list_is_sorted_by_concern_with_one_row_a_subject() -> None:
    rows = needs_attention(
        [
            standing(number=18, status=DEVIATION, as_of_date=TODAY - timedelta(74)),
            standing(number=24, status=LATE, due=date(2026, 10, 10)),
            standing(
                number=13,
                status=LATE,
                due=date(2026, 9, 22),
                comment="Två föreningar har hoppat av.",
                as_of_date=TODAY - timedelta(90),
            ),
            standing(number=2),
        ],
        [replace(money(710_000), source=replace(SOURCE, repay_by=date(2027, 3, 31)))],
        [ReportingPeriod("2", JULY, PeriodState.OPEN, date(2026, 8, 7))],
        TODAY,
        NAMES,
    )
    assert [row.subject for row in rows] == [
        PointSubject(13),
        PointSubject(24),
        SourceSubject("extra"),
        MonthsSubject(("2",), (JULY,)),
        PointSubject(18),
    ]
    assert rows[0].title == "13. Nattvandring"
    assert rows[0].reason == "61 dagar efter slutdatum. Två föreningar har hoppat av."
    assert [row.badge for row in rows] == [LATE, LATE, DEVIATION, LATE, DEVIATION]
    assert rows[0].kind is Concern.LATE


def test_nothing_at_all_needs_no_attention() -> None:
    assert needs_attention([], [], [], TODAY, {}) == []


def test_a_point_that_nobody_has_reported_has_no_badge() -> None:
    (row,) = needs_attention([standing(None)], [], [], TODAY, {})
    assert row.badge is None


@given(st.lists(st.builds(Reason, st.sampled_from(Concern), st.just("x"), st.integers(-9, 999))))
def test_a_worry_never_outweighs_a_heavier_kind(reasons: list[Reason]) -> None:
    ordered = heaviest_first(reasons)
    least = [Reason(reason.kind, "").weight for reason in ordered]
    assert least == sorted(least, reverse=True)


@given(
    st.lists(
        st.tuples(st.sampled_from([None, *Status]), st.integers(-400, 400), st.integers(0, 300)),
        max_size=28,
    )
)
def test_each_point_has_at_most_one_row_and_closed_ones_none(
    drawn: list[tuple[Status | None, int, int]],
) -> None:
    standings = [
        standing(
            status,
            TODAY + timedelta(due),
            number,
            TODAY - timedelta(800),
            as_of_date=TODAY - timedelta(silent),
        )
        for number, (status, due, silent) in enumerate(drawn, 1)
    ]
    rows = needs_attention(standings, [], [], TODAY, {})
    numbers = [row.subject.number for row in rows if isinstance(row.subject, PointSubject)]
    assert len(numbers) == len(set(numbers)) == len(rows)
    assert set(numbers) <= {each.point.number for each in standings if each.is_open()}
    assert {each.point.number for each in standings if each.days_late(TODAY)} <= set(numbers)
    assert all(row.reason.endswith(".") for row in rows)
