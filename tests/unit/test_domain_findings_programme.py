"""The sentences of all points together, of one point, and of the overview's title."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.findings.point import (
    dates_sentence,
    history_sentence,
    indicator_heading,
    indicator_sentence,
    milestones_heading,
    point_finding,
    unknown_point,
)
from domain.findings.programme import (
    board_heading,
    by_concern,
    choice_sentence,
    describe_tiles,
    describe_timeline,
    programme_finding,
)
from domain.points import Indicator, Milestone, Point, PointStanding, StatusReport
from domain.statuses import Status

TODAY = date(2026, 11, 22)
NBSP = "\u00a0"
LATE, DEVIATION, ON_PLAN = Status.LATE, Status.DEVIATION, Status.ON_PLAN
DONE, NOT_STARTED, DROPPED = Status.DONE, Status.NOT_STARTED, Status.DROPPED
NEXT_YEAR = date(2027, 1, 1)


def report(status: Status, **said: object) -> StatusReport:
    blank = StatusReport(
        status=status,
        progress_percent=None,
        comment=None,
        risk=None,
        forecast_date=None,
        as_of_date=TODAY,
        recorded_at=datetime(2026, 11, 22, tzinfo=UTC),
    )
    return replace(blank, **said)  # type: ignore[arg-type]


def standing(
    status: Status | None = ON_PLAN,
    number: int = 13,
    due: date = date(2027, 6, 30),
    starts: date = date(2025, 1, 1),
    **said: object,
) -> PointStanding:
    point = Point(
        number, "Nattvandring varje helg", "Nattvandring", "Trygga platser", None, starts, due
    )
    return PointStanding(point, report(status, **said) if status else None)


def points(*statuses: Status | None, starts: date = date(2025, 1, 1)) -> list[PointStanding]:
    return [standing(status, number, starts=starts) for number, status in enumerate(statuses, 1)]


AS_IN_LIFE = [
    *points(*[DONE] * 6, *[ON_PLAN] * 12, *[DEVIATION] * 4, *[LATE] * 3),
    standing(NOT_STARTED, 26, starts=NEXT_YEAR),
    standing(NOT_STARTED, 27, starts=NEXT_YEAR),
    standing(DROPPED, 28),
]


@pytest.mark.parametrize(
    ("standings", "title", "lead"),
    [
        (
            [],
            "Programmet har inga punkter ännu",
            "Läs in punkterna från en Excel-fil. Tills dess visas inga nyckeltal.",
        ),
        (
            AS_IN_LIFE,
            "Tre punkter är försenade och fyra avviker från planen",
            (
                "Sex punkter är genomförda och tolv går enligt plan. "
                "Två punkter börjar först 2027. En punkt utgår."
            ),
        ),
        (
            [*points(ON_PLAN, NOT_STARTED), standing(NOT_STARTED, 3, starts=NEXT_YEAR)],
            "Alla pågående punkter följer planen",
            (
                "En punkt går enligt plan. "
                "Två punkter är inte påbörjade, varav en börjar 2027 eller senare."
            ),
        ),
        (
            points(ON_PLAN, NOT_STARTED),
            "Alla pågående punkter följer planen",
            "En punkt går enligt plan. En punkt är inte påbörjad.",
        ),
        (points(LATE), "En punkt är försenad", ""),
        (points(LATE, DEVIATION), "En punkt är försenad och en avviker från planen", ""),
        (points(*[LATE] * 13), "13 punkter är försenade", ""),
        (points(DEVIATION), "En punkt avviker från planen", ""),
        (
            points(DEVIATION, DEVIATION, ON_PLAN),
            "Två punkter avviker från planen",
            "En punkt går enligt plan.",
        ),
        (points(DONE), "Programmets enda punkt är genomförd", "En punkt är genomförd."),
        (
            points(DONE, DONE),
            "Båda punkterna är genomförda",
            "Två punkter är genomförda.",
        ),
        (
            points(DONE, DROPPED),
            "Alla punkter är avslutade",
            "En punkt är genomförd. En punkt utgår.",
        ),
        (
            points(None, None),
            "Ingen punkt har rapporterats ännu",
            "Två punkter saknar statusrapport.",
        ),
        (
            points(None, ON_PLAN),
            "Alla rapporterade punkter följer planen",
            "En punkt går enligt plan. En punkt saknar statusrapport.",
        ),
        (
            points(ON_PLAN, ON_PLAN, DONE),
            "Alla pågående punkter följer planen",
            "En punkt är genomförd och två går enligt plan.",
        ),
        (points(NOT_STARTED), "Ingen punkt är försenad", "En punkt är inte påbörjad."),
        (
            points(NOT_STARTED, starts=date(2026, 12, 1)),
            "Ingen punkt är försenad",
            "En punkt är inte påbörjad.",
        ),
    ],
)
def test_programme_finding(standings: list[PointStanding], title: str, lead: str) -> None:
    finding = programme_finding(standings, TODAY)
    assert (finding.title, finding.lead) == (title, lead)


@pytest.mark.parametrize(
    ("standings", "heading"),
    [
        ([], "Programmet har inga punkter ännu"),
        (AS_IN_LIFE, "18_av_28 punkter är genomförda eller går enligt plan"),
        (points(LATE), "0_av_1 punkt är genomförd eller går enligt plan"),
        (points(None, None), "0_av_2 punkter är genomförda eller går enligt plan"),
    ],
)
def test_board_heading(standings: list[PointStanding], heading: str) -> None:
    assert board_heading(standings) == heading.replace("_", NBSP)


@pytest.mark.parametrize(
    ("shown", "everything", "text"),
    [
        (28, 28, "Visar alla 28 punkter."),
        (1, 1, "Visar programmets enda punkt."),
        (7, 28, "Visar 7_av_28 punkter."),
        (0, 28, "Ingen punkt passar urvalet."),
    ],
)
def test_choice_sentence(shown: int, everything: int, text: str) -> None:
    assert choice_sentence(shown, everything) == text.replace("_", NBSP)


@pytest.mark.parametrize(
    ("standings", "text"),
    [
        ([], "Inga punkter att visa."),
        (
            AS_IN_LIFE,
            (
                "28 rutor, en för varje punkt: sex genomförda, tolv enligt plan, "
                "fyra med avvikelse, tre försenade, två ej påbörjade och en som utgår."
            ),
        ),
        (points(None), "En ruta för programmets punkt: en utan statusrapport."),
    ],
)
def test_describe_tiles(standings: list[PointStanding], text: str) -> None:
    assert describe_tiles(standings) == text


def test_describe_timeline() -> None:
    assert describe_timeline([], TODAY) == "Ingen tidslinje att visa."
    sorted_so = "sorterad så att det som kräver uppmärksamhet står först."
    assert describe_timeline(points(ON_PLAN), TODAY) == (
        f"Tidslinje med en punkt från 1 januari 2025 till 30 juni 2027, {sorted_so} "
        "Ingen öppen punkt har passerat sitt slutdatum."
    )
    late = [standing(LATE, 13, date(2026, 9, 22)), standing(LATE, 20, date(2026, 11, 21))]
    assert describe_timeline(late, TODAY) == (
        f"Tidslinje med två punkter från 1 januari 2025 till 21 november 2026, {sorted_so} "
        "Slutdatum har passerat för punkt 13 (61 dagar) och punkt 20 (en dag)."
    )


def test_by_concern_puts_what_worries_first() -> None:
    standings = [
        *points(DONE, ON_PLAN, None, DEVIATION, NOT_STARTED, DROPPED, LATE),
        standing(LATE, 8, date(2026, 9, 1)),
    ]
    assert [each.point.number for each in by_concern(standings, TODAY)] == [8, 7, 4, 2, 3, 5, 1, 6]


@given(st.lists(st.sampled_from([None, *Status]), max_size=40))
def test_the_tiles_add_up(statuses: list[Status | None]) -> None:
    standings = points(*statuses)
    assert len(by_concern(standings, TODAY)) == len(standings)
    in_pace = sum(1 for status in statuses if status in {DONE, ON_PLAN})
    if statuses:
        assert board_heading(standings).startswith(f"{in_pace}{NBSP}av{NBSP}{len(statuses)} ")


NAME = "Nattvandring varje helg."


@pytest.mark.parametrize(
    ("example", "title", "lead"),
    [
        (
            standing(LATE, due=date(2026, 9, 22), progress_percent=60),
            "Punkt 13 är 61 dagar försenad",
            f"{NAME} 60{NBSP}% är klart. Slutdatum var 22 september 2026.",
        ),
        (
            standing(LATE, due=date(2026, 11, 21)),
            "Punkt 13 är en dag försenad",
            f"{NAME} Slutdatum var 21 november 2026.",
        ),
        (
            standing(LATE, forecast_date=date(2027, 7, 1)),
            "Punkt 13 är försenad",
            f"{NAME} Slutdatum är 30 juni 2027, och prognosen är 1 juli 2027, en dag senare.",
        ),
        (
            standing(ON_PLAN, due=date(2026, 9, 22)),
            "Punkt 13 har passerat sitt slutdatum",
            f"{NAME} Slutdatum var 22 september 2026.",
        ),
        (
            standing(DEVIATION),
            "Punkt 13 avviker från planen",
            f"{NAME} Slutdatum är 30 juni 2027.",
        ),
        (
            standing(as_of_date=TODAY - timedelta(74)),
            "Punkt 13 går enligt plan",
            f"{NAME} Slutdatum är 30 juni 2027. Senaste statusrapporten är 74 dagar gammal.",
        ),
        (
            standing(DONE, due=date(2026, 9, 22), progress_percent=100),
            "Punkt 13 är genomförd",
            f"{NAME} Slutdatum var 22 september 2026.",
        ),
        (standing(DROPPED), "Punkt 13 utgår", f"{NAME} Slutdatum är 30 juni 2027."),
        (
            standing(NOT_STARTED, starts=NEXT_YEAR),
            "Punkt 13 börjar 1 januari 2027",
            f"{NAME} Slutdatum är 30 juni 2027.",
        ),
        (
            standing(NOT_STARTED),
            "Punkt 13 är inte påbörjad",
            f"{NAME} Slutdatum är 30 juni 2027.",
        ),
        (
            standing(None),
            "Punkt 13 har ingen statusrapport ännu",
            f"{NAME} Slutdatum är 30 juni 2027.",
        ),
    ],
)
def test_point_finding(example: PointStanding, title: str, lead: str) -> None:
    finding = point_finding(example, TODAY)
    assert (finding.title, finding.lead) == (title, lead)


@pytest.mark.parametrize(
    ("forecast", "text"),
    [
        (date(2027, 6, 30), "Slutdatum är 30 juni 2027, och prognosen är densamma."),
        (
            date(2027, 5, 31),
            "Slutdatum är 30 juni 2027, och prognosen är 31 maj 2027, 30 dagar tidigare.",
        ),
    ],
)
def test_forecast_against_due_date(forecast: date, text: str) -> None:
    assert dates_sentence(standing(forecast_date=forecast), TODAY) == text


def test_unknown_point() -> None:
    assert unknown_point("99").lead.startswith("Programmet har ingen punkt 99.")


DAY = date(2026, 10, 1)
OPEN_LATER = Milestone("a", NEXT_YEAR, None)
FINISHED, PASSED = Milestone("b", DAY, DAY), Milestone("c", DAY, None)


@pytest.mark.parametrize(
    ("milestones", "heading"),
    [
        ([], "Punkten har inga delmål"),
        ([FINISHED], "Delmålet är klart"),
        ([FINISHED, FINISHED], "Alla delmål är klara"),
        ([OPEN_LATER], "Delmålet är inte klart"),
        ([PASSED], "Delmålet är inte klart fast datumet har passerat"),
        ([OPEN_LATER, OPEN_LATER], "Inget delmål är klart"),
        ([FINISHED, OPEN_LATER], "Ett av två delmål är klart"),
        (
            [FINISHED, FINISHED, PASSED],
            "Två av tre delmål är klara och ett har passerat sitt datum",
        ),
    ],
)
def test_milestones_heading(milestones: list[Milestone], heading: str) -> None:
    assert milestones_heading(milestones, TODAY) == heading


def test_history_sentence() -> None:
    first = report(ON_PLAN, as_of_date=date(2026, 3, 1))
    second = report(LATE, as_of_date=date(2026, 9, 1))
    assert history_sentence([]) == "Ingen statusrapport har lämnats."
    assert history_sentence([first]) == "En rapport sedan mars 2026."
    assert history_sentence([first, first]) == (
        "Två rapporter sedan mars 2026, alltid med samma status."
    )
    assert history_sentence([second, first]) == (
        "Två rapporter sedan mars 2026, status har ändrats en gång."
    )


INDICATOR = Indicator(
    name="Trygghet",
    definition="Andel som känner sig trygga",
    unit="%",
    higher_is_better=True,
    baseline=40.0,
    target=70.0,
    target_date=date(2027, 12, 31),
    source="Enkät",
    values=((date(2026, 9, 1), 55.5), (date(2026, 3, 1), 45.0)),
)


@pytest.mark.parametrize(
    ("indicator", "heading", "text"),
    [
        (
            INDICATOR,
            "Trygghet: i takt med målet",
            "55,5_% i september 2026, mot 40_% från början. Målet är 70_% till 31 december 2027.",
        ),
        (
            # Six months of 22: the even way is at 48,2.
            replace(INDICATOR, values=((date(2026, 3, 1), 40.0), (date(2026, 9, 1), 46.0))),
            "Trygghet: bättre, men inte i takt med målet",
            "46_% i september 2026, mot 40_% från början. Målet är 70_% till 31 december 2027.",
        ),
        (
            replace(INDICATOR, target_date=None),
            "Trygghet: åt rätt håll",
            "55,5_% i september 2026, mot 40_% från början. Målet är 70_%.",
        ),
        (
            replace(INDICATOR, higher_is_better=False, target=None),
            "Trygghet: åt fel håll",
            "55,5_% i september 2026, mot 40_% från början. Inget mål är satt.",
        ),
        (
            replace(INDICATOR, target=50.0, target_date=None),
            "Trygghet: målet är nått",
            "55,5_% i september 2026, mot 40_% från början. Målet är 50_%.",
        ),
        (
            replace(INDICATOR, values=()),
            "Trygghet: inget värde ännu",
            "Inget värde är rapporterat. Målet är 70_% till 31 december 2027.",
        ),
        (
            replace(INDICATOR, baseline=None),
            "Trygghet: åt rätt håll",
            "55,5_% i september 2026, mot 45_% från början. Målet är 70_% till 31 december 2027.",
        ),
        (
            replace(INDICATOR, baseline=None, values=((date(2026, 3, 1), 0.0),)),
            "Trygghet",
            "0_% i mars 2026. Målet är 70_% till 31 december 2027.",
        ),
        (
            replace(INDICATOR, baseline=55.5),
            "Trygghet: oförändrat",
            "55,5_% i september 2026, mot 55,5_% från början. Målet är 70_% till 31 december 2027.",
        ),
    ],
)
def test_indicators(indicator: Indicator, heading: str, text: str) -> None:
    assert indicator_heading(indicator) == heading
    assert indicator_sentence(indicator) == text.replace("_", NBSP)
