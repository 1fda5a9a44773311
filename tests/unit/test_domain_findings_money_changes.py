"""What has become of the money since a meeting, in sentences: nothing that differs is untold."""

from dataclasses import replace
from datetime import date

import pytest

from domain.changes import SourceBalance
from domain.findings.changes import Compared
from domain.findings.money_changes import booked_since, money_changes_finding, money_items
from tests.unit.changes_made import SINCE, TODAY, balance, compared, state


def told(earlier: list[SourceBalance], later: list[SourceBalance]) -> Compared:
    return compared(state(balances=earlier), state(balances=later, on=TODAY))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("earlier", "later", "title", "lead"),
    [
        pytest.param(
            [balance(100)],
            [balance(100)],
            f"Inget har bokförts sedan {SINCE}",
            "Ingen prognos har ändrats.",
            id="nothing",
        ),
        pytest.param(
            [balance(100)],
            [balance(3200)],
            f"3,1 mnkr har använts sedan {SINCE}",
            "Ingen prognos har ändrats.",
            id="used",
        ),
        pytest.param(
            [balance(100)],
            [balance(60, forecast=9)],
            f"Bokföringen har minskat med 40 tkr sedan {SINCE}",
            "Prognosen har ändrats.",
            id="taken back, and judged anew",
        ),
        pytest.param(
            [balance(1, forecast=9)],
            [balance(1)],
            f"Inget har bokförts sedan {SINCE}",
            "Prognosen har ändrats.",
            id="the forecast is withdrawn",
        ),
        pytest.param(
            [balance(0), balance(0, code="stat"), balance(0, code="eu")],
            [balance(640), balance(240, code="stat"), balance(230, code="eu")],
            f"1,1 mnkr har använts sedan {SINCE}",
            "Ingen prognos har ändrats. Beloppen är avrundade, därför kan summan skilja sig från"
            " delarna.",
            id="the rounded parts have another sum",
        ),
        pytest.param(
            [balance(5), balance(5, code="stat")],
            [balance(9), balance(1, code="stat")],
            f"Inget har bokförts sedan {SINCE}",
            "Ingen prognos har ändrats.",
            id="moved from one source to another",
        ),
        pytest.param(
            [balance(5)],
            [balance(5), balance(2, code="stat")],
            f"2 tkr har använts sedan {SINCE}",
            "Ingen prognos har ändrats.",
            id="a new source",
        ),
        pytest.param(
            [balance(forecast=900)],
            [balance(forecast=900, reason="Som förut.")],
            f"Inget har bokförts sedan {SINCE}",
            "En prognos är gjord på nytt, med samma belopp.",
            id="a forecast made again",
        ),
        pytest.param(
            [balance(forecast=900), balance(forecast=9, code="stat")],
            [balance(forecast=900, reason="B"), balance(forecast=8, code="stat")],
            f"Inget har bokförts sedan {SINCE}",
            "Prognosen har ändrats.",
            id="one forecast made again and one changed",
        ),
    ],
)
def test_money_changes_finding(
    earlier: list[SourceBalance], later: list[SourceBalance], title: str, lead: str
) -> None:
    finding = money_changes_finding(told(earlier, later))
    assert (plain(finding.title), finding.lead) == (title, lead)


EXTRA = "Extra trygghetsmedel"


@pytest.mark.parametrize(
    ("before", "after", "text", "reason"),
    [
        pytest.param(
            balance(100),
            balance(400),
            f"{EXTRA}: 0,3 mnkr har bokförts, sammanlagt 0,4 mnkr.",
            "",
            id="booked",
        ),
        pytest.param(
            balance(100),
            balance(60),
            f"{EXTRA}: 40 tkr mindre är bokfört, sammanlagt 60 tkr.",
            "",
            id="less",
        ),
        pytest.param(None, balance(), f"{EXTRA} är ny, med 12,0 mnkr.", "", id="new"),
        pytest.param(balance(), None, f"{EXTRA} är borttagen.", "", id="removed"),
        pytest.param(
            balance(),
            balance(amount=balance().source.amount * 2),
            f"{EXTRA} är ändrad från 12,0 mnkr till 24,0 mnkr.",
            "",
            id="another sum is given",
        ),
        pytest.param(
            balance(),
            balance(amount=balance().source.amount + 1000),
            f"{EXTRA} är ändrad från 12 000 000 kr till 12 001 000 kr.",
            "",
            id="by less than millions show",
        ),
        pytest.param(
            balance(),
            balance(repay_by=date(2027, 3, 1)),
            f"Uppgifterna om {EXTRA} är ändrade.",
            "",
            id="another day of repayment",
        ),
        pytest.param(
            balance(),
            balance(budget=500),
            f"{EXTRA} har fått en budget på 0,5 mnkr.",
            "",
            id="a budget",
        ),
        pytest.param(
            balance(budget=500),
            balance(budget=700),
            f"Budgeten för {EXTRA} är ändrad från 0,5 mnkr till 0,7 mnkr.",
            "",
            id="another budget",
        ),
        pytest.param(
            balance(budget=500),
            balance(),
            f"Budgeten för {EXTRA} är borttagen.",
            "",
            id="no budget any more",
        ),
        pytest.param(
            balance(),
            balance(forecast=900),
            f"Prognosen för {EXTRA} 2026 är 0,9 mnkr.",
            "Ingen förklaring är lämnad.",
            id="a first forecast",
        ),
        pytest.param(
            balance(forecast=900),
            balance(forecast=800, reason="Två tjänster dröjer."),
            f"Prognosen för {EXTRA} 2026 är ändrad från 0,9 mnkr till 0,8 mnkr.",
            "Två tjänster dröjer.",
            id="another forecast, with a reason",
        ),
        pytest.param(
            balance(forecast=900),
            balance(forecast=900, reason="Som förut."),
            f"Prognosen för {EXTRA} 2026 är gjord på nytt och densamma.",
            "Som förut.",
            id="judged anew, and the same",
        ),
        pytest.param(
            balance(forecast=900),
            balance(),
            f"Prognosen för {EXTRA} är återtagen.",
            "",
            id="the forecast is withdrawn",
        ),
    ],
)
def test_what_has_become_of_a_source(
    before: SourceBalance | None, after: SourceBalance | None, text: str, reason: str
) -> None:
    items = money_items(told([before] if before else [], [after] if after else []))
    assert [(plain(each.text), each.reason) for each in items] == [(text, reason)]


def test_several_things_of_a_source_are_told_together() -> None:
    (item,) = money_items(told([balance(100, budget=500)], [balance(130, budget=600, forecast=9)]))
    assert plain(item.text) == (
        f"{EXTRA}: 30 tkr har bokförts, sammanlagt 0,1 mnkr."
        f" Budgeten för {EXTRA} är ändrad från 0,5 mnkr till 0,6 mnkr."
        f" Prognosen för {EXTRA} 2026 är 9 tkr."
    )


def test_the_largest_sum_comes_first_and_what_is_as_it_was_is_not_told() -> None:
    def named(code: str, booked: int) -> SourceBalance:
        return balance(booked, code=code, name=f"Källa {code}")

    before = [named("a", 0), named("b", 0), named("c", 0), named("d", 5)]
    after = [named("a", 2), named("b", -9), named("c", 2), named("d", 5)]
    items = money_items(told(before, after))
    assert [each.text.split(":")[0] for each in items] == ["Källa b", "Källa a", "Källa c"]
    assert booked_since(told(before, after)) == -5000


def test_what_is_not_for_the_one_who_asks_is_nothing() -> None:
    hidden = replace(state(), balances=None)
    assert money_items(compared(hidden, hidden)) == []
