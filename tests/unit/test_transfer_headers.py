import pytest

from transfer.faults import HeadersRefused
from transfer.headers import column_letter, find_header_row, match_headers, normalise
from transfer.kinds import ROWS, RecordKind, headings_of
from transfer.rows import columns_of, required_of

ACTIVITY = ROWS[RecordKind.ACTIVITIES]
COLUMNS = columns_of(ACTIVITY)
REQUIRED = required_of(ACTIVITY)
NEEDED = ["Datum", "Område", "Aktivitetstyp", "Målgrupp"]


@pytest.mark.parametrize(
    "headers",
    [
        ["Datum", "Område", "Aktivitetstyp", "Målgrupp"],
        ["Målgrupp *", "AKTIVITETSTYP", " datum ", "omrade"],
        ["Date", "Area", "Activity kind", "Target group"],
        ["occurred_on", "area_code", "kind", "target_group"],
        ["Datum", "Mellanområde", "Typ av aktivitet", "ma\u030algrupp"],
    ],
)
def test_headings_are_known_in_any_order_language_and_spelling(headers: list[str]) -> None:
    match = match_headers(headers, COLUMNS, REQUIRED)
    assert set(match.positions) == REQUIRED
    assert match.notes == ()
    assert all(match.headings[name] == headers[i].strip() for name, i in match.positions.items())


def test_a_missing_column_is_named_with_its_close_miss() -> None:
    with pytest.raises(HeadersRefused) as refusal:
        match_headers(["Dattum", "Område", "Aktivitetstyp"], COLUMNS, REQUIRED)
    assert refusal.value.faults == (
        "Kolumnen ”Datum” saknas. Är det ”Dattum” som ska heta så?",
        "Kolumnen ”Målgrupp” saknas.",
    )


def test_a_column_that_comes_twice_is_refused_even_under_two_names() -> None:
    with pytest.raises(HeadersRefused, match=r"”Datum” finns flera gånger \(A, E\)"):
        match_headers([*NEEDED, "Date"], COLUMNS, REQUIRED)


def test_unknown_columns_are_noted_with_what_may_be_meant() -> None:
    match = match_headers([*NEEDED, "Deltagre", "Väder", ""], COLUMNS, REQUIRED)
    assert match.notes == (
        "Kolumnen ”Deltagre” är okänd och läses inte. Menade du ”Deltagare”?",
        "Kolumnen ”Väder” är okänd och läses inte.",
    )


def test_a_heading_in_thousands_is_not_taken_for_kronor() -> None:
    ledger = ROWS[RecordKind.LEDGER]
    headers = ["Källa", "Datum", "Konto", "Belopp (tkr)", "Verifikation"]
    with pytest.raises(HeadersRefused, match="”Belopp” saknas"):
        match_headers(headers, columns_of(ledger), required_of(ledger))


@pytest.mark.parametrize("kind", RecordKind)
def test_no_heading_means_two_columns(kind: RecordKind) -> None:
    columns = columns_of(ROWS[kind])
    names = [
        heading
        for name, column in columns.items()
        for heading in {normalise(name), *map(normalise, column.names)}
    ]
    assert len(names) == len(set(names)) == len(headings_of(kind))


@pytest.mark.parametrize("kind", RecordKind)
def test_every_field_has_a_column_and_required_ones_come_first(kind: RecordKind) -> None:
    columns = columns_of(ROWS[kind])
    assert list(columns) == list(ROWS[kind].model_fields)
    must = [name in required_of(ROWS[kind]) for name in columns]
    assert must == sorted(must, reverse=True)


@pytest.mark.parametrize(
    ("rows", "index"),
    [
        ([["Datum", "Område"], ["2026-01-01", "Backa"]], 0),
        ([["Rapport", ""], ["", ""], ["Datum", "Område"], ["2026-01-01", "Backa"]], 2),
        ([["Enhet", "Hisingen", "Uttag"], ["Datum", "Område", ""], ["x", "y", "z"]], 1),
    ],
)
def test_titles_above_the_headings_are_passed(rows: list[list[str]], index: int) -> None:
    place = find_header_row(rows, headings_of(RecordKind.ACTIVITIES))
    assert place is not None
    assert place.index == index


def test_rows_of_blanks_have_no_headings() -> None:
    assert find_header_row([["", " "], []], frozenset()) is None


@pytest.mark.parametrize(("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_columns_are_named_as_in_a_spreadsheet(index: int, letter: str) -> None:
    assert column_letter(index) == letter
