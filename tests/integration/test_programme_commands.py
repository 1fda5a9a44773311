"""`trygghet programme`: amounts as people write them, and what cannot be."""

import pytest
from sqlalchemy import text

from tests.conftest import Database, run_trygghet

GOOD = {
    "--code": "NY",
    "--name": "Nya medel",
    "--funder": "Staten",
    "--amount": "100",
    "--starts-on": "2026-01-01",
    "--ends-on": "2026-12-31",
    "--purpose": "Avhopparverksamhet",
}


def _add(programme: Database, **change: str) -> tuple[int, str]:
    options = {**GOOD, **{f"--{name.replace('_', '-')}": value for name, value in change.items()}}
    words = [word for pair in options.items() for word in pair]
    answer = run_trygghet("programme", "source", *words, TRYGGHET_DATABASE_URL=programme.url)
    assert "Traceback" not in answer.stderr
    return answer.returncode, answer.stderr + answer.stdout


@pytest.mark.parametrize(
    ("written", "amount"),
    [("7 200 000 kr", "7200000.00"), ("7\u00a0200\u00a0000,50", "7200000.50"), ("0", "0.00")],
)
def test_an_amount_is_read_as_people_write_it(
    programme: Database, written: str, amount: str
) -> None:
    assert _add(programme, amount=written) == (0, "Källan Nya medel är tillagd.\n")
    with programme.engine().connect() as connection:
        stored = connection.scalar(text("select amount from funding_source where code = 'NY'"))
    assert str(stored) == amount


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"amount": "NaN"}, "--amount ”NaN” går inte; väntat är ett belopp"),
        ({"amount": "sNaN"}, "väntat är ett belopp"),
        ({"amount": "Infinity"}, "väntat är ett belopp"),
        ({"amount": "1e30"}, "väntat är ett belopp"),
        ({"amount": "0,001"}, "väntat är ett belopp"),
        ({"amount": "10000000000000"}, "väntat är ett belopp"),
        ({"amount": "-5"}, "negativt"),
        ({"code": "extra"}, "stora eller små bokstäver"),
        ({"code": "a b"}, "bestå av a–z"),
        ({"code": ""}, "bestå av a–z"),
        ({"name": " "}, "namn"),
        ({"name": "Extra medel"}, "med det namnet"),
        ({"funder": ""}, "finansiär"),
        ({"purpose": ""}, "ändamål"),
        ({"ends_on": "2025-01-01"}, "före den första"),
    ],
)
def test_a_source_that_cannot_be_is_refused_with_a_sentence(
    programme: Database, change: dict[str, str], words: str
) -> None:
    code, told = _add(programme, **change)
    assert code == 1
    assert words in told
    with programme.engine().connect() as connection:
        assert connection.scalar(text("select count(*) from funding_source")) == 1
