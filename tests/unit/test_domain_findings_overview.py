"""The overview: its title weighs programme against money, and its five key figures."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.activities import (
    ActivityFilter,
    ActivitySum,
    Mark,
    Measure,
    PeriodState,
    ReportingPeriod,
)
from domain.calendar import due_day, last_of_month, months_between
from domain.completeness import Reporting
from domain.findings.key_figures import key_figures
from domain.findings.overview import (
    Earlier,
    Situation,
    attention_heading,
    more_attention,
    overview_finding,
)
from domain.money import FundingSource, SourceYear
from domain.points import Point, PointStanding, StatusReport
from domain.publications import Cell, Division, PublishedCount, Span
from domain.published_counts import PublishedCounts
from domain.statuses import Status
from domain.tallies import Tally, tally

if TYPE_CHECKING:
    from domain.findings import KeyFigure

TODAY = date(2026, 11, 22)
NBSP = "\u00a0"
LATE, DEVIATION, ON_PLAN = Status.LATE, Status.DEVIATION, Status.ON_PLAN
DONE, NOT_STARTED, DROPPED = Status.DONE, Status.NOT_STARTED, Status.DROPPED
AREAS = {"1": "Backa", "2": "Björlanda"}


def points(
    *statuses: Status | None, due: date = date(2027, 6, 30), silent: int = 0, first: int = 1
) -> list[PointStanding]:
    return [
        PointStanding(
            Point(number, "Punkt", "Punkt", "Trygga platser", None, date(2025, 1, 1), due),
            StatusReport(
                status=status,
                progress_percent=None,
                comment=None,
                risk=None,
                forecast_date=None,
                as_of_date=TODAY - timedelta(silent),
                recorded_at=datetime(2026, 11, 22, tzinfo=UTC),
            )
            if status
            else None,
        )
        for number, status in enumerate(statuses, first)
    ]


SOURCE = FundingSource(
    code="extra",
    name="Extra",
    funder="Kommunen",
    amount=Decimal(12_000_000),
    starts_on=date(2026, 1, 1),
    ends_on=date(2026, 12, 31),
    purpose="Trygghet",
    conditions=None,
    report_by=None,
    repay_by=None,
)


def money(monthly: int, months: int = 10, source: FundingSource = SOURCE) -> SourceYear:
    booked = months_between(date(2026, 1, 1), date(2026, months, 1)) if months else ()
    return SourceYear(
        source=source,
        year=2026,
        budget=Decimal(12_000_000),
        outcome_by_month=tuple((month, Decimal(monthly)) for month in booked),
        forecast=None,
        booked_through=last_of_month(booked[-1]) if booked else None,
    )


SLOW, EVEN, FAST = money(700_000), money(990_000), money(950_000, 12)
SHORT = money(1_150_000)


def reported(
    counts: dict[date, int], silent: Sequence[tuple[str, date]] = ()
) -> tuple[Tally, list[ReportingPeriod]]:
    """All activities are in Backa; both areas have reported all months but the silent ones."""
    periods = [
        ReportingPeriod(
            area,
            month,
            PeriodState.OPEN if (area, month) in silent else PeriodState.APPROVED,
            due_day(month),
        )
        for area in AREAS
        for month in counts
    ]
    sums = [ActivitySum(month, "1", "3", "x", n, n, n, 0) for month, n in counts.items()]
    months = sorted(counts) or [date(2026, 1, 1)]
    choice = ActivityFilter(months[0], months[-1])
    return tally(sums, periods, choice, list(AREAS), ["3"]), periods


SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
AUTUMN = {SEPTEMBER: 123, OCTOBER: 144}


def situation(
    standings: list[PointStanding],
    sources: Sequence[SourceYear] = (),
    counts: dict[date, int] | None = None,
    silent: Sequence[tuple[str, date]] = (),
    earlier: Earlier | None = None,
) -> Situation:
    told, periods = reported(AUTUMN if counts is None else counts, silent)
    return Situation(standings, sources, told, periods, AREAS, TODAY, earlier)


AS_IN_LIFE = points(
    *[DONE] * 6, *[ON_PLAN] * 12, *[DEVIATION] * 4, *[LATE] * 3, *[NOT_STARTED] * 2, DROPPED
)


@pytest.mark.parametrize(
    ("standings", "sources", "title"),
    [
        ([], [SLOW], "Programmet har inga punkter ännu"),
        (points(None, None), [], "Ingen punkt har rapporterats ännu"),
        (
            points(None),
            [SLOW],
            "Ingen punkt har rapporterats ännu och pengarna går åt för långsamt",
        ),
        (AS_IN_LIFE, [SLOW], "Programmet håller takten, men pengarna går åt för långsamt"),
        (AS_IN_LIFE, [EVEN], "Programmet håller takten och pengarna används i jämn takt"),
        (AS_IN_LIFE, [SHORT], "Programmet håller takten, men pengarna räcker inte"),
        (AS_IN_LIFE, [], "Programmet håller takten"),
        (AS_IN_LIFE, [money(0, 0)], "Programmet håller takten"),
        (points(ON_PLAN), [], "Programmet håller takten"),
        (points(DONE, DROPPED), [], "Programmet är genomfört"),
        (points(LATE, LATE), [SLOW], "Programmet är efter planen och pengarna går åt för långsamt"),
        (points(LATE), [EVEN], "Programmet är efter planen, men pengarna används i jämn takt"),
        (points(ON_PLAN, DEVIATION, DEVIATION), [], "Delar av programmet är efter planen"),
        (points(*[ON_PLAN] * 4, LATE), [], "Delar av programmet är efter planen"),
        (
            points(*[ON_PLAN] * 2, silent=70) + points(*[ON_PLAN] * 2, first=3),
            [SLOW],
            "Läget är osäkert: statusrapporter saknas",
        ),
        (
            points(ON_PLAN, ON_PLAN, due=date(2026, 9, 1)),
            [],
            "Programmet är efter planen",
        ),
    ],
)
def test_title(standings: list[PointStanding], sources: list[SourceYear], title: str) -> None:
    assert overview_finding(situation(standings, sources)).title == title


def test_a_programme_that_has_not_begun_is_not_behind() -> None:
    waiting = [
        replace(each, point=replace(each.point, starts_on=date(2027, 1, 1)))
        for each in points(NOT_STARTED, NOT_STARTED)
    ]
    assert overview_finding(situation(waiting)).title == "Programmet håller takten"


REPAID = replace(SOURCE, repay_by=date(2027, 3, 31))


@pytest.mark.parametrize(
    ("standings", "sources", "lead"),
    [
        (
            AS_IN_LIFE,
            [money(700_000, source=REPAID)],
            (
                "22_av_28 punkter är genomförda eller pågår. Tre är försenade. "
                "Med nuvarande takt är 3,6_mnkr kvar vid årets slut "
                "och kan behöva betalas tillbaka."
            ),
        ),
        (
            points(ON_PLAN),
            [SLOW, money(900_000, source=REPAID)],
            (
                "1_av_1 punkt är genomförd eller pågår. Ingen är försenad. "
                "Med nuvarande takt är 4,8_mnkr kvar vid årets slut. "
                "1,2_mnkr kan behöva betalas tillbaka."
            ),
        ),
        (
            points(LATE, ON_PLAN, silent=70),
            [SHORT],
            (
                "1_av_2 punkter är genomförda eller pågår. En är försenad. "
                "Två saknar färsk statusrapport. "
                "Med nuvarande takt fattas 1,8_mnkr vid årets slut."
            ),
        ),
        (
            points(ON_PLAN),
            [money(1_000_000)],
            (
                "1_av_1 punkt är genomförd eller pågår. Ingen är försenad. "
                "Med nuvarande takt räcker pengarna året ut."
            ),
        ),
        (
            points(ON_PLAN),
            [money(1_000_000, 1)],
            "1_av_1 punkt är genomförd eller pågår. Ingen är försenad.",
        ),
    ],
)
def test_lead(standings: list[PointStanding], sources: list[SourceYear], lead: str) -> None:
    assert overview_finding(situation(standings, sources)).lead == lead.replace("_", NBSP)


def figure(place: int, given: Situation) -> tuple[str, str, str]:
    shown: KeyFigure = key_figures(given)[place]
    return tuple(text.replace(NBSP, "_") for text in (shown.label, shown.value, shown.sentence))  # type: ignore[return-value]


MEETING = Earlier("sammanträdet 27 augusti", 16, 3)


@pytest.mark.parametrize(
    ("standings", "earlier", "value", "sentence"),
    [
        ([], None, "–", "Programmet har inga punkter ännu."),
        (AS_IN_LIFE, None, "18_av_28", "Sex är genomförda och tolv går enligt plan."),
        (AS_IN_LIFE, MEETING, "18_av_28", "Två fler än vid sammanträdet 27 augusti."),
        (
            points(DONE),
            replace(MEETING, in_pace=1),
            "1_av_1",
            "Oförändrat sedan sammanträdet 27 augusti.",
        ),
        (points(DONE), None, "1_av_1", "En är genomförd."),
        (points(LATE), None, "0_av_1", "Ingen är genomförd eller går enligt plan."),
    ],
)
def test_points_in_pace(
    standings: list[PointStanding], earlier: Earlier | None, value: str, sentence: str
) -> None:
    shown = figure(0, situation(standings, earlier=earlier))
    assert shown == ("Punkter i rätt takt", value, sentence)


@pytest.mark.parametrize(
    ("standings", "earlier", "value", "sentence"),
    [
        ([], None, "–", "Programmet har inga punkter ännu."),
        (points(ON_PLAN), None, "0", "Ingen punkt är försenad."),
        (points(LATE), None, "1", "Slutdatum har inte passerat än."),
        (points(LATE, due=date(2026, 9, 22)), None, "1", "Punkt 1 har väntat i 61 dagar."),
        (
            points(LATE) + points(LATE, due=date(2026, 11, 21), first=13),
            MEETING,
            "2",
            "En färre än vid sammanträdet 27 augusti. Punkt 13 har väntat längst, en dag.",
        ),
        (
            points(ON_PLAN, due=date(2026, 9, 22)),
            None,
            "0",
            "Ingen är rapporterad som försenad, men en har passerat sitt slutdatum.",
        ),
        (
            points(LATE, ON_PLAN, due=date(2026, 9, 22)),
            None,
            "1",
            "Punkt 1 har väntat i 61 dagar. En till har passerat sitt slutdatum.",
        ),
    ],
)
def test_late_points(
    standings: list[PointStanding], earlier: Earlier | None, value: str, sentence: str
) -> None:
    shown = figure(1, situation(standings, earlier=earlier))
    assert shown == ("Punkter försenade", value, sentence)


@pytest.mark.parametrize(
    ("counts", "silent", "label", "value", "sentence"),
    [
        ({}, [], "Aktiviteter", "–", "Ingen månad är rapporterad av alla områden."),
        (
            AUTUMN,
            [],
            "Aktiviteter i oktober",
            "144",
            "21 fler än i september. Båda områdena har lämnat in.",
        ),
        (
            AUTUMN,
            [("2", OCTOBER)],
            "Aktiviteter i september",
            "123",
            "Björlanda har inte rapporterat oktober.",
        ),
        (
            AUTUMN,
            [("2", SEPTEMBER)],
            "Aktiviteter i oktober",
            "144",
            "Båda områdena har lämnat in.",
        ),
        (
            {**AUTUMN, date(2026, 11, 1): 60},
            [("1", date(2026, 11, 1))],
            "Aktiviteter i oktober",
            "144",
            "21 fler än i september. Båda områdena har lämnat in.",
        ),
        ({OCTOBER: 0}, [], "Aktiviteter i oktober", "0", "Båda områdena har lämnat in."),
    ],
)
def test_activities_of_the_latest_month(
    counts: dict[date, int], silent: list[tuple[str, date]], label: str, value: str, sentence: str
) -> None:
    assert figure(2, situation(AS_IN_LIFE, (), counts, silent)) == (label, value, sentence)


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (12, 17, ": det ligger mellan 12 och 17"),
        (1_012, 1_018, ": det ligger mellan 1_012 och 1_018"),
        (5, None, ": det är minst 5"),
        (0, None, ""),
    ],
)
def test_a_protected_month_is_a_mark_and_its_range_a_sentence(
    low: int, high: int | None, told: str
) -> None:
    cell = Cell(None, None, Span(OCTOBER, 1), Measure.OCCASIONS)
    counts = PublishedCounts(
        {cell: PublishedCount(cell, None, low, high, Mark.PROTECTED)},
        Division(tuple(AREAS), ("3",)),
    )
    public = Reporting(frozenset((area, OCTOBER) for area in AREAS), is_public=True)
    given = replace(
        situation(AS_IN_LIFE), tally=Tally(counts, public, (OCTOBER,), tuple(AREAS), ("3",))
    )
    # The range is too long for a phone in the figure's size, where it would be cut.
    assert figure(2, given) == (
        "Aktiviteter i oktober",
        "..",
        f"Talet är skyddat{told}. Publicerat för båda områdena.",
    )
    assert "ingen ska kunna pekas ut" in key_figures(given)[2].explained


@pytest.mark.parametrize(
    ("sources", "label", "value", "sentence"),
    [
        ([], "Förbrukat", "–", "Ingen budget är inläst."),
        ([money(0, 0)], "Förbrukat av 12_mnkr", "–", "Allt är inte bokfört ännu."),
        (
            [SLOW],
            "Förbrukat av 12_mnkr",
            "58_%",
            "83_% av året hade gått 31 oktober. Det är långsammare än jämn takt.",
        ),
        (
            [EVEN],
            "Förbrukat av 12_mnkr",
            "83_%",
            "83_% av året hade gått 31 oktober. Det är nära jämn takt.",
        ),
        (
            [money(0, 1)],
            "Förbrukat av 12_mnkr",
            "0_%",
            "8_% av året hade gått 31 januari. Det är nära jämn takt.",
        ),
        (
            [money(2_000_000, source=replace(SOURCE, starts_on=date(2026, 7, 1)))],
            "Förbrukat av 12_mnkr",
            "167_%",
            "67_% av tiden hade gått 31 oktober. Det är snabbare än jämn takt.",
        ),
    ],
)
def test_used_money(sources: list[SourceYear], label: str, value: str, sentence: str) -> None:
    assert figure(3, situation(AS_IN_LIFE, sources)) == (label, value, sentence)


@pytest.mark.parametrize(
    ("counts", "silent", "value", "sentence"),
    [
        ({}, [], "–", "Ingen månad ska vara rapporterad ännu."),
        (AUTUMN, [], "0_av_2", "Alla områden har lämnat in."),
        (AUTUMN, [("2", OCTOBER)], "1_av_2", "Björlanda saknas för oktober."),
        (
            AUTUMN,
            [("2", OCTOBER), ("1", SEPTEMBER)],
            "2_av_2",
            "Backa saknas för september. Björlanda saknas för oktober.",
        ),
    ],
)
def test_areas_without_a_report(
    counts: dict[date, int], silent: list[tuple[str, date]], value: str, sentence: str
) -> None:
    shown = figure(4, situation(AS_IN_LIFE, (), counts, silent))
    assert shown == ("Områden utan rapport", value, sentence)


@pytest.mark.parametrize(
    ("count", "heading"),
    [
        (0, "Inget kräver uppmärksamhet just nu"),
        (1, "En sak kräver uppmärksamhet"),
        (4, "Fyra saker kräver uppmärksamhet"),
        (13, "13 saker kräver uppmärksamhet"),
    ],
)
def test_attention_heading(count: int, heading: str) -> None:
    assert attention_heading(count) == heading


@pytest.mark.parametrize(("hidden", "text"), [(-1, ""), (0, ""), (1, "En till"), (14, "14 till")])
def test_more_attention(hidden: int, text: str) -> None:
    assert more_attention(hidden) == text


@given(
    st.lists(st.sampled_from([None, *Status]), max_size=30),
    st.sampled_from([None, SLOW, EVEN, FAST, SHORT, money(0, 0)]),
    st.integers(0, 200),
)
def test_every_situation_is_told_without_a_hole(
    statuses: list[Status | None], source: SourceYear | None, silent: int
) -> None:
    given_ = situation(points(*statuses, silent=silent), [source] if source else [])
    finding = overview_finding(given_)
    figures = key_figures(given_)
    texts = [finding.title, finding.lead, *(each.sentence for each in figures)]
    assert len(figures) == 5
    assert finding.title
    assert not finding.title.endswith(".")
    assert not any("{" in text or "  " in text or "None" in text for text in texts)
    assert all(text.endswith(".") for text in texts[1:] if text)
