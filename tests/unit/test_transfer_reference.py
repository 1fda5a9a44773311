from datetime import date

import pytest

from transfer.faults import RowFaults
from transfer.fields import Cell
from transfer.ledger import read_ledger
from transfer.reference import Lookup, Reference
from transfer.tabular import Table

SOURCES = {"extra": "Extra medel", "EXTRA": "Andra medel", "stat": "Statsbidrag"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("extra", "extra"),
        ("EXTRA", "EXTRA"),
        (" extra ", "extra"),
        ("Extra", None),  # nobody knows which
        ("STAT", "stat"),
        ("extra medel", "extra"),
        ("EXTRA Andra medel", "EXTRA"),
        ("okänd", None),
    ],
)
def test_a_code_is_found_as_it_is_written_and_else_only_when_it_is_clear(
    text: str, code: str | None
) -> None:
    assert Lookup(SOURCES).find(text) == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Extra", ("EXTRA", "extra")),
        ("Tuve", ("602", "603")),
        ("tuve", ("602", "603")),
        ("602", ("602",)),
        ("Backa", ("604",)),  # exactly as it is, though Bäcka is like it
        ("backa", ("604", "605")),
        ("Mars", ()),
    ],
)
def test_every_meaning_of_a_text_is_told(text: str, codes: tuple[str, ...]) -> None:
    areas = {"602": "Tuve", "603": "Tuve", "604": "Backa", "605": "Bäcka"}
    assert Lookup(areas | SOURCES).meanings(text) == codes


def test_a_code_goes_before_a_name() -> None:
    assert Lookup({"2": "På väg in", "3": "2"}).find("2") == "2"


def test_the_fault_names_both_that_could_be_meant() -> None:
    rows = iter([(2, list[Cell](["Extra", "2026-03-31", "5010", "1", "A"]))])
    headers = ("Källa", "Bokföringsdatum", "Konto", "Belopp", "Verifikation")
    [outcome] = read_ledger(
        Table(headers, rows, header_row=1, expected_rows=1),
        Reference(funding_sources=SOURCES),
        today=date(2026, 11, 22),
        programme_start=date(2022, 5, 1),
        programme_end=None,
    )
    assert isinstance(outcome, RowFaults)
    [fault] = outcome.faults
    assert str(fault) == (
        "Rad 2, kolumn ”Källa”: ”Extra” går inte; väntat är en finansieringskälla, med namn eller "
        "kod (flera stämmer: skriv koden ”EXTRA” eller ”extra”)."
    )
