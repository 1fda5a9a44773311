"""The sentences of the money page."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domain.calendar import last_of_month
from domain.findings import Finding
from domain.findings.money import (
    bullets_heading,
    burn_down_heading,
    describe_bullets,
    describe_burn_down,
    describe_money_bar,
    long_money,
    money_bar_heading,
    money_finding,
    repayment_notices,
)
from domain.money import Forecast, FundingSource, SourceYear
from domain.pace import total_pace

TODAY = date(2026, 11, 22)
NBSP = "\u00a0"
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


def year(
    months: list[int],
    budget: int = 12_000,
    forecast: int | None = None,
    source: FundingSource = SOURCE,
) -> SourceYear:
    """Everything in thousands of kronor."""
    return SourceYear(
        source=source,
        year=2026,
        budget=Decimal(budget * 1000),
        outcome_by_month=tuple(
            (date(2026, n, 1), Decimal(sum_ * 1000)) for n, sum_ in enumerate(months, 1)
        ),
        forecast=(
            Forecast(date(2026, 11, 1), 2026, Decimal(forecast * 1000), None) if forecast else None
        ),
        booked_through=last_of_month(date(2026, len(months), 1)) if months else None,
    )


UNEVEN = [600, 800, 700, 600, 800, 700, 600, 800, 700, 800]


@pytest.mark.parametrize(
    ("years", "title", "lead"),
    [
        (
            [],
            "Inga medel är inlästa ännu",
            "Läs in budget och huvudbok. Tills dess visas inga belopp.",
        ),
        (
            [replace(year([700]), budget=None)],
            "Ingen budget är inläst för 2026",
            "Utfallet är 0,7_mnkr.",
        ),
        (
            [year([700]), replace(year([700]), budget=None)],
            "Budgeten för Extra trygghetsmedel är inte inläst",
            "Utfallet är 1,4_mnkr.",
        ),
        (
            [year([], budget=0)],
            "Budgeten för 2026 är noll kronor",
            (
                "Budgeten är 0_kr. Inget är bokfört ännu. "
                "En beräkning kräver en prognos eller tre bokförda månader."
            ),
        ),
        (
            [year([])],
            "Allt är inte bokfört ännu, så ingen prognos visas",
            (
                "Budgeten är 12,0_mnkr. Inget är bokfört ännu. "
                "En beräkning kräver en prognos eller tre bokförda månader."
            ),
        ),
        (
            [year([500])],
            "Det är för tidigt att säga om pengarna räcker",
            (
                "Budgeten är 12,0_mnkr. Utfallet är 0,5_mnkr. "
                "En beräkning kräver en prognos eller tre bokförda månader."
            ),
        ),
        (
            [year(UNEVEN, forecast=8_900)],
            "3,1_miljoner kronor väntas bli kvar när året är slut",
            (
                "Budgeten är 12,0_mnkr. Utfallet är 7,1_mnkr. "
                "Prognosen för hela året är 8,9_mnkr, mellan 8,7 och 9,1."
            ),
        ),
        (
            [year([700] * 10)],
            "3,6_miljoner kronor väntas bli kvar när året är slut",
            (
                "Budgeten är 12,0_mnkr. Utfallet är 7,0_mnkr. "
                "Med nuvarande takt används 8,4_mnkr under året."
            ),
        ),
        (
            [year([1_000] * 10)],
            "Pengarna räcker året ut",
            (
                "Budgeten är 12,0_mnkr. Utfallet är 10,0_mnkr. "
                "Med nuvarande takt används 12,0_mnkr under året."
            ),
        ),
        (
            [year([1_150] * 10)],
            "Pengarna tar slut i november",
            (
                "Budgeten är 12,0_mnkr. Utfallet är 11,5_mnkr. "
                "Med nuvarande takt används 13,8_mnkr under året."
            ),
        ),
        (
            [year([1_300] * 10)],
            "Utfallet är 1,0_miljoner kronor över budget",
            (
                "Budgeten är 12,0_mnkr. Utfallet är 13,0_mnkr. "
                "Med nuvarande takt används 15,6_mnkr under året."
            ),
        ),
    ],
)
def test_money_finding(years: list[SourceYear], title: str, lead: str) -> None:
    expected = Finding(title.replace("_", NBSP), lead.replace("_", NBSP))
    assert money_finding(years, TODAY) == expected


@pytest.mark.parametrize(
    ("months", "title"),
    [
        ([700] * 12, "3,6_miljoner kronor blev kvar när 2026 var slut"),
        ([1_000] * 12, "Pengarna räckte året ut"),
        ([1_010] * 12, "Utfallet är 120_000_kronor över budget"),
    ],
)
def test_when_the_year_is_over(months: list[int], title: str) -> None:
    finding = money_finding([year(months)], date(2027, 1, 20))
    assert finding.title == title.replace("_", NBSP)
    assert "Prognos" not in finding.lead


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (3_100_000, "3,1_miljoner kronor"),
        (854_300, "850_000_kronor"),
        (42_499, "42_000_kronor"),
        (300, "300_kronor"),
    ],
)
def test_long_money(amount: int, text: str) -> None:
    assert long_money(Decimal(amount)) == text.replace("_", NBSP)


@pytest.mark.parametrize(
    ("months", "budget", "bar", "burn_down"),
    [
        (
            [600] * 10,
            12_000,
            "Pengarna används långsammare än tiden går",
            "Pengarna går åt långsammare än jämn takt",
        ),
        ([1_000] * 10, 12_000, "Pengarna används i takt med tiden", "Pengarna går åt i jämn takt"),
        (
            [1_500] * 6,
            12_000,
            "Pengarna används snabbare än tiden går",
            "Pengarna går åt snabbare än jämn takt",
        ),
        ([], 12_000, "Inget är bokfört ännu", "Inget är bokfört ännu"),
        ([1], 0, "Budgeten är noll kronor", "Budgeten är noll kronor"),
    ],
)
def test_headings_by_tempo(months: list[int], budget: int, bar: str, burn_down: str) -> None:
    pace = total_pace([year(months, budget)])
    assert (money_bar_heading(pace), burn_down_heading(pace)) == (bar, burn_down)


def named(name: str, forecast: int | None) -> SourceYear:
    return year([900] * 10, forecast=forecast, source=replace(SOURCE, name=name))


@pytest.mark.parametrize(
    ("years", "heading"),
    [
        ([], "Budget och utfall per källa"),
        ([named("A", 9_000)], "Prognosen ligger under budget"),
        (
            [named("A", 9_000), named("B", 9_000)],
            "Prognosen ligger under budget i alla källor",
        ),
        ([named("A", 9_000), named("B", 12_000)], "Prognosen ligger under budget för A"),
        ([named("A", 12_000), named("B", 12_010)], "Prognosen följer budgeten"),
        ([named("A", 9_000), named("B", 13_000)], "Prognosen ligger över budget för B"),
        (
            [named("A", 13_000), named("B", 13_000), named("C", 13_000)],
            "Prognosen ligger över budget för tre källor",
        ),
        ([named("A", 9_000), year([1])], "Budget och utfall per källa"),
    ],
)
def test_bullets_heading(years: list[SourceYear], heading: str) -> None:
    assert bullets_heading(years) == heading


def test_repayment_notices_are_largest_first() -> None:
    small = year([900] * 10, source=replace(SOURCE, name="A", repay_by=date(2027, 2, 28)))
    large = year([600] * 10, source=replace(SOURCE, name="B", repay_by=date(2027, 3, 31)))
    assert repayment_notices([small, year([1_000] * 10), large]) == [
        Finding(
            f"4,8{NBSP}mnkr av B kan behöva betalas tillbaka senast 31 mars 2027",
            "Medel som inte har använts till och med 31 december 2026 ska betalas tillbaka. "
            f"För att undvika det behöver 3,0{NBSP}mnkr användas per månad. "
            f"Snittet i år är 0,6{NBSP}mnkr.",
        ),
        Finding(
            f"1,2{NBSP}mnkr av A kan behöva betalas tillbaka senast 28 februari 2027",
            "Medel som inte har använts till och med 31 december 2026 ska betalas tillbaka. "
            f"För att undvika det behöver 1,5{NBSP}mnkr användas per månad. "
            f"Snittet i år är 0,9{NBSP}mnkr.",
        ),
    ]


def test_a_notice_when_the_time_is_out_has_no_needed_pace() -> None:
    (notice,) = repayment_notices(
        [year([600] * 12, source=replace(SOURCE, repay_by=date(2027, 3, 31)))]
    )
    assert notice.lead == (
        "Medel som inte har använts till och med 31 december 2026 ska betalas tillbaka."
    )


@pytest.mark.parametrize(
    ("years", "bar", "burn_down"),
    [
        ([], "Ingen budget att visa.", "Ingen budget att visa."),
        ([year([])], "Inget är bokfört ännu.", "Inget är bokfört ännu."),
        (
            [year([700] * 10)],
            "58_% av pengarna är förbrukade och 83_% av tiden har gått, 31 oktober 2026.",
            (
                "Linjediagram. Av 12,0_mnkr är 5,0_mnkr kvar 31 oktober 2026. "
                "Med jämn takt hade 2,0_mnkr varit kvar. "
                "Den 31 december 2026 väntas 3,6_mnkr vara kvar."
            ),
        ),
    ],
)
def test_text_alternatives(years: list[SourceYear], bar: str, burn_down: str) -> None:
    pace = total_pace(years)
    assert describe_money_bar(pace) == bar.replace("_", NBSP)
    assert describe_burn_down(pace) == burn_down.replace("_", NBSP)


def test_describe_bullets() -> None:
    told = describe_bullets([named("A", 9_000), replace(year([1]), budget=Decimal(0))])
    assert told == (
        "En stapel för varje källa. A: budget 12,0_mnkr, utfall 9,0_mnkr, prognos 9,0_mnkr. "
        "Extra trygghetsmedel: budget 0_kr, utfall 1_tkr, prognos saknas."
    ).replace("_", NBSP)
    assert describe_bullets([]) == "Inga medel att visa."
