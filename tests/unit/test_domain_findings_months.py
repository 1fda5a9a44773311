"""What is said of the months."""

from datetime import UTC, date, datetime

import pytest

from domain.activities import PeriodState
from domain.findings.months import (
    completeness_sentence,
    month_finding,
    step_sentence,
    to_submit,
    waiting_finding,
)
from domain.months import NOTHING, AreaMonth, MonthStep, MonthSum, WaitingMonth

TODAY = date(2026, 11, 20)
OCTOBER = date(2026, 10, 1)
OPEN, SUBMITTED, APPROVED = PeriodState.OPEN, PeriodState.SUBMITTED, PeriodState.APPROVED


def months(*states: PeriodState, total: MonthSum = NOTHING) -> list[AreaMonth]:
    return [
        AreaMonth(str(70 + number), OCTOBER, state, total, None)
        for number, state in enumerate(states)
    ]


@pytest.mark.parametrize(
    ("states", "today", "title", "lead"),
    [
        ((), TODAY, "Programmet har inga områden", "Läs in dem"),
        ((APPROVED, APPROVED), TODAY, "Oktober är godkänd i alla områden", "Den är låst."),
        ((OPEN,), date(2026, 10, 31), "Oktober är inte slut", "Den kan lämnas in"),
        (
            (SUBMITTED, APPROVED),
            TODAY,
            "Oktober väntar på godkännande",
            "2 av 2 områden inrapporterade.",
        ),
        (
            (OPEN, SUBMITTED),
            date(2026, 11, 6),
            "Oktober saknar ett område",
            "1 av 2 områden inrapporterade. Sista dag är 6 november.",
        ),
        (
            (OPEN, OPEN, APPROVED),
            date(2026, 11, 7),
            "Oktober saknar två områden",
            "1 av 3 områden inrapporterade. Sista dag var 6 november.",
        ),
    ],
)
def test_how_far_a_month_has_come(
    states: tuple[PeriodState, ...], today: date, title: str, lead: str
) -> None:
    found = month_finding(months(*states), OCTOBER, today)
    assert found.title == title
    assert found.lead.startswith(lead)


@pytest.mark.parametrize(
    ("waiting", "title", "lead"),
    [
        ((), "Ingen månad väntar på godkännande", "När arbetsledaren"),
        (
            (WaitingMonth(OCTOBER, 2, 0),),
            "En månad väntar på beslut",
            "Det är oktober, med två områden att godkänna.",
        ),
        (
            (WaitingMonth(date(2025, 12, 1), 0, 1), WaitingMonth(OCTOBER, 2, 0)),
            "Två månader väntar på beslut",
            "Den äldsta är december 2025, med ett område att öppna igen.",
        ),
        (
            (WaitingMonth(OCTOBER, 1, 3),),
            "En månad väntar på beslut",
            "Det är oktober, med ett område att godkänna och tre områden att öppna igen.",
        ),
    ],
)
def test_what_waits_for_the_director(
    waiting: tuple[WaitingMonth, ...], title: str, lead: str
) -> None:
    found = waiting_finding(waiting, TODAY)
    assert found.title == title
    assert found.lead.startswith(lead)


@pytest.mark.parametrize(
    ("state", "comment", "wish", "told"),
    [
        (OPEN, None, None, "Öppnad 2026-11-04 10:00 av Anna."),
        (OPEN, "En rad saknas", None, "Öppnad 2026-11-04 10:00 av Anna: En rad saknas."),
        (SUBMITTED, None, None, "Inlämnad 2026-11-04 10:00 av Anna."),
        (APPROVED, None, None, "Godkänd 2026-11-04 10:00 av Anna."),
        (APPROVED, None, "Fel antal", "Anna bad 2026-11-04 10:00 att den öppnas: Fel antal."),
        (APPROVED, "Det är rätt", None, "Anna lät den vara stängd 2026-11-04 10:00: Det är rätt."),
    ],
)
def test_a_step(state: PeriodState, comment: str | None, wish: str | None, told: str) -> None:
    at = datetime(2026, 11, 4, 10, tzinfo=UTC)
    assert step_sentence(MonthStep(1, "71", OCTOBER, state, comment, wish, 0, at, "Anna")) == told
    assert step_sentence(None) == ""


def test_zero_is_said_before_it_is_submitted() -> None:
    assert to_submit(months(OPEN, total=MonthSum(3, 1200))) == (
        "1\u00a0200 aktiviteter är registrerade."
    )
    assert to_submit([*months(OPEN, OPEN), *months(OPEN, total=MonthSum(1, 1))]) == (
        "1 aktivitet är registrerad. Två områden har ingen, och lämnas in som noll."
    )


def test_open_areas_have_not_reported() -> None:
    assert completeness_sentence(months(OPEN, SUBMITTED, APPROVED)) == (
        "2 av 3 områden inrapporterade"
    )
