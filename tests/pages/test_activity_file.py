"""A file of activities and the list of a week, as a reader meets them; the page around is left out.

The widgets of Streamlit's browser part are tried in tests/browser/test_activity_file.py.
"""

import tempfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile
from sqlalchemy import text
from streamlit.testing.v1 import AppTest

from domain.access import Role
from tests.accounts import claims_of
from tests.conftest import Database
from tests.pages.conftest import texts_of
from ui.forms.mending_table import ROWS_ON_PAGE
from ui.session import today

HEADINGS = "Datum;Område;Aktivitetstyp;Målgrupp;Deltagare;Anteckning;Eget"
GOOD = "2024-05-02;Backa;outreach;3;8;;x"
BAD = "2024-05-02;Bakca;outreach;3;tolv;;x"
FILLED = {"occurred_on": "2024-05-02", "area_code": "71", "kind": "talk", "target_group": "3"}


def _file() -> None:
    from ui.cached import begin_run, programme  # noqa: PLC0415 - this is a script of its own
    from ui.forms.activity_file import file_import  # noqa: PLC0415
    from ui.viewer import recognise  # noqa: PLC0415

    begin_run()
    recognise(programme().id)
    file_import()


def _week() -> None:
    import streamlit as st  # noqa: PLC0415

    from ui.cached import begin_run, programme  # noqa: PLC0415
    from ui.forms.week_grid import week_grid  # noqa: PLC0415
    from ui.viewer import recognise  # noqa: PLC0415

    begin_run()
    recognise(programme().id)
    if "elsewhere" not in st.session_state:
        week_grid()


def _open(script: Any = _file, role: Role = Role.TEAM_LEAD) -> AppTest:
    app = AppTest.from_function(script, default_timeout=60)
    app.user = claims_of(role)
    return app.run()


def _drop(*rows: str, name: str = "aktiviteter.csv", headings: str = HEADINGS) -> AppTest:
    return _drop_bytes("\n".join((headings, *rows)).encode(), name)


def _drop_bytes(content: bytes, name: str = "aktiviteter.csv") -> AppTest:
    app = _open()
    app.file_uploader[0].set_value((name, content, "text/csv"))
    return app.run()


def _press(app: AppTest, label: str) -> AppTest:
    next(each for each in app.button if each.label == label).click()
    return app.run()


def _labels(app: AppTest) -> list[str]:
    return [each.label for each in app.button]


def _headings(app: AppTest) -> list[str]:
    return [each.value.replace("\\", "") for each in app.header]


def _type(app: AppTest, cells: dict[int, dict[str, Any]]) -> None:
    """Type in the table on the page: place of the row -> column -> what is typed."""
    key = app.data_editor[0].key
    assert key
    app.session_state[key] = {"edited_rows": cells, "added_rows": [], "deleted_rows": []}


def _kept(database: Database) -> tuple[int, int]:
    """Return how many activities and batches there are."""
    with database.engine(role=None).connect() as connection:
        return (
            int(connection.scalar(text("select count(*) from activity")) or 0),
            int(connection.scalar(text("select count(*) from import_batch")) or 0),
        )


def _drafts(database: Database) -> list[str]:
    with database.engine(role=None).connect() as connection:
        return list(connection.scalars(text("select subject from draft")))


def _leave_and_return(app: AppTest) -> AppTest:
    """Go elsewhere and come back: Streamlit forgets the widgets of a page that is left."""
    app.session_state["elsewhere"] = True
    assert len(app.run().data_editor) == 0
    del app.session_state["elsewhere"]
    return app.run()


def _copies() -> list[Path]:
    return list(Path(tempfile.gettempdir()).glob("trygghet-fil-*"))


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


@pytest.mark.parametrize("script", [_file, _week])
@pytest.mark.parametrize("role", [each for each in Role if each is not Role.TEAM_LEAD])
def test_an_outsider_gets_nothing(small: Database, script: Any, role: Role) -> None:
    app = _open(script, role)
    assert len(app.exception) == 1
    assert len(app.file_uploader) == len(app.data_editor) == len(app.button) == 0


def test_a_file_is_looked_at_and_nothing_is_written(small: Database) -> None:
    app = _drop(GOOD, BAD, GOOD, "Summa;;;;3")
    assert _headings(app)[0] == "2 rader kan tas in, 1 har fel."
    table = app.data_editor[0].value
    assert list(table["rad"]) == [3]
    assert table["fel"][0].startswith("Område: ”Bakca” går inte; väntat är ett område")
    assert "Deltagare: ”tolv” går inte; väntat är ett heltal." in table["fel"][0]
    # Where a fault is comes first; the unknown column is not there to be filled in.
    assert list(table.columns)[3:] == [f"kolumn-{index}" for index in (1, 4, 0, 2, 3, 5)]
    assert "2 saker att veta om filen" in [each.label for each in app.expander]
    assert not any(label.startswith("Ta in") for label in _labels(app))
    assert _kept(small) == (0, 0)


def test_it_is_mended_in_the_table_and_taken_in(small: Database) -> None:
    app = _drop(GOOD, BAD, BAD)
    _type(app, {0: {"kolumn-1": "Backa"}, 1: {"kolumn-1": "Backa", "kolumn-4": "0"}})
    _press(app, "Pröva igen")
    assert _headings(app)[0] == "2 rader kan tas in, 1 har fel."
    assert list(app.data_editor[0].value["kolumn-1"]) == ["Backa"]
    _type(app, {0: {"kolumn-4": "12"}})
    _press(app, "Pröva igen")
    assert _headings(app)[0] == "3 rader kan tas in."
    assert _kept(small) == (0, 0)
    _press(app, "Ta in 3 rader")
    assert "3 nya, 0 fanns redan, 0 med fel" in app.success[0].value.replace("\\", "")
    assert len(app.file_uploader) == 1
    assert _kept(small) == (3, 1)
    with small.engine(role=None).connect() as connection:
        counts = connection.scalars(text("select participants from activity order by id"))
        assert sorted(counts) == [0, 8, 12]
        batch = connection.execute(text("select * from import_batch")).one()
    assert (batch.kind, batch.file_name, batch.rejected) == ("activities", "aktiviteter.csv", 0)
    assert _copies() == []


def test_rows_of_a_closed_month_are_told_before_they_are_refused(small: Database) -> None:
    with small.engine(role=None).begin() as connection:
        connection.execute(
            text(
                "insert into reporting_period (area_code, month, state, due_on)"
                " values ('71', '2024-05-01', 'approved', '2024-06-07')"
            )
        )
    app = _drop(GOOD, GOOD.replace("Backa", "409"), GOOD.replace("2024-05", "2024-06"))
    told = app.warning[0].value.replace("\\", "")
    assert told.startswith("2 rader gäller månader som är inlämnade eller godkända (maj 2024).")
    _press(app, "Ta in 3 rader")
    assert "öppnats igen: 2024-05 Backa." in app.error[0].value.replace("\\", "")
    assert _kept(small) == (0, 0)


def test_rows_can_be_left_out_one_by_one_and_all_at_once(small: Database) -> None:
    app = _drop(GOOD, BAD, BAD, BAD)
    _type(app, {1: {"utelamna": True}})
    _press(app, "Pröva igen")
    assert _headings(app)[0] == "1 rad kan tas in, 2 har fel, 1 utelämnas."
    assert list(app.data_editor[0].value["utelamna"]) == [False, True, False]
    _type(app, {0: {"kolumn-1": "Backa", "kolumn-4": "1"}})
    _press(app, "Utelämna alla med fel")
    assert _headings(app)[0] == "2 rader kan tas in, 2 utelämnas."
    _press(app, "Ta in 2 rader")
    assert "2 nya, 0 fanns redan, 2 med fel" in app.success[0].value.replace("\\", "")
    assert _kept(small) == (2, 1)


def test_faulty_rows_come_by_the_page_and_what_was_typed_stays(small: Database) -> None:
    app = _drop(GOOD, *[BAD] * (ROWS_ON_PAGE + 5))
    assert len(app.data_editor[0].value) == ROWS_ON_PAGE
    _type(app, {0: {"kolumn-1": "Backa"}})
    _press(app, "Nästa")
    assert list(app.data_editor[0].value["rad"]) == list(range(ROWS_ON_PAGE + 3, ROWS_ON_PAGE + 8))
    _press(app, "Föregående")
    assert app.data_editor[0].value["kolumn-1"][0] == "Backa"


@pytest.mark.parametrize("leave", ["Avbryt", "forget"])
def test_letting_go_writes_nothing_and_leaves_nothing_behind(small: Database, leave: str) -> None:
    app = _drop(GOOD)
    assert len(_copies()) == 1
    if leave == "Avbryt":
        _press(app, "Avbryt")
        assert len(app.file_uploader) == 1
    else:
        opened = app.session_state["opened_activity_file"]
        del app.session_state["opened_activity_file"]
        # As when the reader's session has ended: nobody holds it any more.
        del opened, app
    assert _copies() == []
    assert _kept(small) == (0, 0)


def test_a_file_that_was_taken_in_is_told_to_be_there(small: Database) -> None:
    for told in ("2 nya, 0 fanns redan", "0 nya, 2 fanns redan"):
        app = _press(_drop(GOOD, GOOD), "Ta in 2 rader")
        assert told in app.success[0].value.replace("\\", "")
    assert _kept(small) == (2, 2)


def test_what_the_database_refuses_is_told_and_nothing_of_it_stays(small: Database) -> None:
    app = _drop(GOOD)
    with small.engine(role=None).begin() as connection:
        connection.execute(text("alter table activity add constraint prov check (minutes > 0)"))
        connection.execute(text("alter table activity alter minutes set not null"))
    _press(app, "Ta in 1 rad")
    assert "Inget är skrivet" in app.error[0].value.replace("\\", "")
    assert _headings(app)[0] == "1 rad kan tas in."
    assert _kept(small) == (0, 0)


def test_a_row_that_is_no_longer_good_stops_all_of_it(small: Database) -> None:
    app = _drop(GOOD, GOOD)
    with small.engine(role=None).begin() as connection:
        connection.execute(text("update area set valid_to = '2024-06-01' where code = '71'"))
    _press(app, "Ta in 2 rader")
    assert "gör det inte längre" in app.error[0].value
    assert _kept(small) == (0, 0)


def _locked() -> bytes:
    plain, locked = BytesIO(), BytesIO()
    with xlsxwriter.Workbook(plain) as book:
        book.add_worksheet().write_row(0, 0, HEADINGS.split(";"))
    plain.seek(0)
    OOXMLFile(plain).encrypt("hemligt", locked)
    return locked.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "är tom"),
        (b"<!DOCTYPE html><html><body>Not Found", "är en webbsida, inte en tabell"),
        (b"%PDF-1.7", "är en PDF"),
        (b"Datum;Aktivitetstyp\n2024-05-02;outreach", "Kolumnen ”Område” saknas."),
        (b"hej;du\n1;2", "Ingen rubrik känns igen"),
        (HEADINGS.encode(), "har rubriker på rad 1 men inga rader under dem"),
        (_locked(), "är skyddad med lösenord"),
        (b"x" * 100_000_001, "är 101 MB; gränsen är 100 MB"),
    ],
)
def test_what_is_no_table_is_refused_in_the_commands_words(
    small: Database, content: bytes, words: str
) -> None:
    app = _drop_bytes(content, "fil.xlsx")
    assert words in app.error[0].value.replace("\\", "")
    assert len(app.file_uploader) == 1
    assert _copies() == []


def test_a_workbook_with_two_such_sheets_asks_which(small: Database) -> None:
    book = openpyxl.Workbook()
    for name, count in (("Mars", 1), ("April", 2)):
        sheet = book.create_sheet(name)
        sheet.append(HEADINGS.split(";"))
        for _row in range(count):
            sheet.append(GOOD.split(";"))
    content = BytesIO()
    book.save(content)
    app = _drop_bytes(content.getvalue(), "tva.xlsx")
    assert "Flera blad" in app.error[0].value
    app.text_input[0].input("april")
    _press(app, "Läs bladet")
    assert _headings(app)[0] == "2 rader kan tas in."


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "C:\\hem\\a.csv", "", "..", "å" * 300, "<img src=x>.csv", "a\0b.csv"],
)
def test_a_hostile_name_stays_in_its_folder_and_is_text(small: Database, name: str) -> None:
    app = _drop(GOOD, name=name)
    [folder] = _copies()
    assert len(list(folder.iterdir())) == 1
    assert "<img" not in texts_of(app).replace("\\<", "")


def test_a_week_is_saved_whole(small: Database) -> None:
    app = _open(_week)
    filled = {
        "occurred_on": "2024-05-02", "area_code": "71", "kind": "outreach", "target_group": "3",
        "participants": 8, "partners": ["police", "school"], "point_numbers": ["1"],
    }  # fmt: skip
    _type(app, {0: filled, 4: {**filled, "occurred_on": "2024-05-03", "participants": None}})
    _press(app, "Spara veckan")
    assert "2 nya" in app.success[0].value.replace("\\", "")
    with small.engine(role=None).connect() as connection:
        rows = connection.execute(text("select * from activity order by occurred_on")).all()
        name = connection.scalar(text("select file_name from import_batch"))
    assert [row.participants for row in rows] == [8, None]
    assert rows[0].partners == ["police", "school"]
    assert rows[0].point_numbers == [1]
    assert str(name).startswith("Veckolista 20")
    # The table is empty again, for the next week.
    assert app.data_editor[0].value["area_code"].isna().all()


def test_a_fault_keeps_the_whole_week_from_being_saved(small: Database) -> None:
    app = _open(_week)
    filled = {"occurred_on": "2024-05-02", "area_code": "71", "kind": "talk", "target_group": "3"}
    _type(app, {0: filled, 1: {**filled, "note": "Ring 121212-1212"}})
    _press(app, "Spara veckan")
    assert "1 rad behöver rättas. Inget är sparat." in app.error[0].value.replace("\\", "")
    table = app.data_editor[0].value
    untouched, faulty = table["att-ratta"][:2]
    assert untouched == ""
    assert faulty.startswith("Anteckning: ”Ring ******-****” går inte; väntat är en text utan")
    assert _kept(small) == (0, 0)
    _type(app, {1: {"note": "Ring igen"}})
    _press(app, "Spara veckan")
    assert "2 nya" in app.success[0].value.replace("\\", "")


def test_the_same_activity_twice_in_a_week_is_two_and_another_screen_adds_none(
    small: Database,
) -> None:
    filled = {"occurred_on": "2024-05-02", "area_code": "71", "kind": "talk", "target_group": "3"}
    for expected in (2, 4):
        app = _open(_week)
        _type(app, {0: filled, 1: filled})
        _press(app, "Fler rader")
        other = _open(_week)
        assert list(other.data_editor[0].value["area_code"][:2]) == ["71", "71"]
        _press(app, "Spara veckan")
        assert _kept(small)[0] == expected
        _press(other, "Spara veckan")
        assert "0 nya, 2 fanns redan" in other.success[0].value.replace("\\", "")
        assert _kept(small)[0] == expected


def test_what_another_screen_has_saved_otherwise_stays_to_be_judged(small: Database) -> None:
    app = _open(_week)
    _type(app, {0: FILLED, 2: FILLED})
    _press(app, "Fler rader")
    other = _open(_week)
    _press(app, "Spara veckan")
    _type(other, {2: {"note": "En till"}})
    _press(other, "Spara veckan")
    assert "redan sparat från en annan skärm" in other.error[0].value
    table = other.data_editor[0].value
    assert table["note"][2] == "En till"
    assert list(table["area_code"].notna()[:3]) == [False, False, True]
    assert _kept(small)[0] == 2
    _press(other, "Spara veckan")
    assert "1 nya" in other.success[0].value.replace("\\", "")
    assert _kept(small)[0] == 3


def test_an_empty_week_is_told_and_more_rows_come_below(small: Database) -> None:
    app = _open(_week)
    _press(app, "Spara veckan")
    assert "Inget är ifyllt" in app.error[0].value
    _type(app, {2: {"note": "Kvällsvandring"}})
    _press(app, "Fler rader")
    table = app.data_editor[0].value
    assert len(table) == 20
    assert table["note"][2] == "Kvällsvandring"


def test_what_was_typed_in_the_week_is_there_after_another_page_and_in_another_browser(
    small: Database,
) -> None:
    typed = {"occurred_on": "2024-05-02", "area_code": "71", "note": "Ring 121212-1212"}
    app = _open(_week)
    _type(app, {0: typed})
    _press(app, "Fler rader")
    _leave_and_return(app)
    assert app.data_editor[0].value["area_code"][0] == "71"
    other = _open(_week)
    table = other.data_editor[0].value
    assert (table["area_code"][0], table["note"][0]) == ("71", "Ring ******-****")
    assert len(table) == 20
    _type(other, {0: {**typed, "kind": "talk", "target_group": "3", "note": "Ring"}})
    _press(other, "Spara veckan")
    assert "1 nya" in other.success[0].value.replace("\\", "")
    assert _open(_week).data_editor[0].value["area_code"].isna().all()


def test_the_draft_of_a_week_goes_as_its_rows_are_written_and_not_before(small: Database) -> None:
    app = _open(_week)
    _press(app, "Fler rader")
    assert _drafts(small) == []
    _type(app, {0: FILLED})
    _press(app, "Fler rader")
    assert _drafts(small) == ["veckan"]
    assert "Utkast sparat" in texts_of(app)
    with small.engine(role=None).begin() as connection:
        connection.execute(text("alter table activity alter minutes set not null"))
    _press(app, "Spara veckan")
    assert "Inget är skrivet" in app.error[0].value.replace("\\", "")
    assert (_drafts(small), _kept(small)) == (["veckan"], (0, 0))
    with small.engine(role=None).begin() as connection:
        connection.execute(text("alter table activity alter minutes drop not null"))
    _press(app, "Spara veckan")
    assert (_drafts(small), _kept(small)) == ([], (1, 1))
    assert "Utkast sparat" not in texts_of(app)


def test_the_draft_of_a_week_remembers_which_and_can_be_thrown_away(small: Database) -> None:
    app = _open(_week)
    _type(app, {0: FILLED})
    app.date_input[0].set_value(date(2024, 5, 2)).run()
    other = _open(_week)
    assert other.date_input[0].value == date(2024, 5, 2)
    assert "Vecka 18" in texts_of(other)
    with small.engine(role=None).begin() as connection:
        outside = '{"day": {"date": "2020-01-01"}}'
        connection.execute(text("update draft set content = content || :day"), {"day": outside})
    assert _open(_week).date_input[0].value == today()
    _press(other, "Kasta utkastet")
    _press(other, "Ja, kasta det")
    assert other.data_editor[0].value["area_code"].isna().all()
    assert _drafts(small) == []


def test_another_screens_rows_are_there_when_one_returns(small: Database) -> None:
    app = _open(_week)
    _type(app, {0: {"note": "Först"}})
    _press(app, "Fler rader")
    other = _open(_week)
    _type(other, {1: {"note": "Sedan"}})
    _press(other, "Fler rader")
    assert list(_leave_and_return(app).data_editor[0].value["note"][:2]) == ["Först", "Sedan"]


def test_a_week_that_is_too_long_for_a_draft_is_told_of_and_stays_while_the_page_does(
    small: Database,
) -> None:
    app = _open(_week)
    _type(app, {0: {"note": "Kort"}})
    _press(app, "Fler rader")
    _type(app, {place: {"note": "å" * 2000} for place in range(1, 20)})
    _press(app, "Fler rader")
    _type(app, {place: {"note": "å" * 2000} for place in range(20, 30)})
    _press(app, "Fler rader")
    assert app.warning[0].value == "Utkastet är för långt för att sparas."
    table = _leave_and_return(app).data_editor[0].value
    assert (len(table), table["note"].notna().sum()) == (40, 30)
    assert app.warning[0].value == "Utkastet är för långt för att sparas."
    _press(app, "Kasta utkastet")
    _press(app, "Ja, kasta det")
    assert app.data_editor[0].value["note"].isna().all()
    assert len(app.warning) == 0
