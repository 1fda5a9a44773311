"""`trygghet import` as a user meets it: real files, the real program, a real database."""

import csv
import os
import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import psutil
import pytest
import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile
from sqlalchemy import text

from tests.conftest import Database, run_trygghet

HEADINGS = ("Datum", "Område", "Aktivitetstyp", "Målgrupp", "Tillfällen", "Deltagare")


def _import(
    programme: Database, kind: str, file: Path, *options: str
) -> subprocess.CompletedProcess[str]:
    return run_trygghet(
        "import", kind, str(file), *options, TRYGGHET_DATABASE_URL=programme.url, COLUMNS="400"
    )


def _count(programme: Database, table: str) -> int:
    with programme.engine().connect() as connection:
        return int(connection.scalar(text(f"select count(*) from {table}")) or 0)


def _write(
    path: Path, rows: list[tuple[object, ...]], headings: tuple[str, ...] = HEADINGS
) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(headings)
        writer.writerows(rows)
    return path


def _activity_rows(count: int) -> list[tuple[object, ...]]:
    chance = random.Random(7)
    return [
        (
            date(2022, 5, 1) + timedelta(days=chance.randrange(1500)),
            chance.choice(["Backa", "409"]),
            chance.choice(["Uppsökande", "talk"]),
            chance.choice(["1", "Yngre"]),
            chance.randrange(1, 4),
            chance.choice(["", 0, 5, 17]),
        )
        for _row in range(count)
    ]


def test_a_file_goes_in_once(programme: Database, tmp_path: Path) -> None:
    file = _write(tmp_path / "aktiviteter.csv", _activity_rows(300))
    first = _import(programme, "activities", file)
    assert first.returncode == 0, first.stderr
    assert "300 nya, 0 fanns redan, 0 med fel" in first.stdout
    again = _import(programme, "activities", file)
    assert again.returncode == 0
    assert "0 nya, 300 fanns redan" in again.stdout
    assert _count(programme, "activity") == 300


def test_two_rows_that_are_alike_are_two_activities(programme: Database, tmp_path: Path) -> None:
    row = ("2024-05-02", "Backa", "outreach", "3", 1, 8)
    file = _write(tmp_path / "lika.csv", [row, row])
    _import(programme, "activities", file)
    _write(file, [row, row, row])
    assert "1 nya, 2 fanns redan" in _import(programme, "activities", file).stdout


def test_a_withdrawn_entry_stays_withdrawn(programme: Database, tmp_path: Path) -> None:
    file = _write(tmp_path / "en.csv", [("2024-05-02", "Backa", "outreach", "3", 1, 8)])
    _import(programme, "activities", file)
    with programme.engine().begin() as connection:
        connection.execute(text("update activity set withdrawn_why = 'dubbelt registrerad'"))
    assert "0 nya, 1 fanns redan" in _import(programme, "activities", file).stdout
    assert _count(programme, "activity where withdrawn_at is null") == 0


def test_nothing_is_written_when_a_row_is_wrong(programme: Database, tmp_path: Path) -> None:
    rows = [*_activity_rows(20), ("2024-13-01", "Bakca", "outreach", "3", "två", 8)]
    file = _write(tmp_path / "fel.csv", rows)
    result = _import(programme, "activities", file)
    assert result.returncode == 1
    assert "Rad 22, kolumn ”Datum”" in result.stderr
    assert "Rad 22, kolumn ”Område”" in result.stderr
    assert "menade du" in result.stderr.lower()
    assert "Rad 22, kolumn ”Tillfällen”" in result.stderr
    assert _count(programme, "activity") == _count(programme, "import_batch") == 0
    accepted = _import(programme, "activities", file, "--accept-good")
    assert "20 nya, 0 fanns redan, 1 med fel" in accepted.stdout
    assert _count(programme, "activity") == 20


# Each kind of fault as the cell that has it, and what stands in its line of the answer.
FAULTS: list[tuple[str, object, str]] = [
    ("Datum", "2026-02-30", "väntat är ett datum som"),
    ("Datum", date.today() + timedelta(days=30), "ett datum som har varit"),  # noqa: DTZ011
    ("Datum", "2022-04-30", "ett datum i programmet"),
    ("Datum", "", "cellen är tom"),
    ("Område", "Bakca", "menade du ”Backa”"),
    ("Aktivitetstyp", "Fotboll", "en aktivitetstyp"),
    ("Målgrupp", "Alla", "en målgrupp"),
    ("Tillfällen", 0, "minst 1"),
    ("Deltagare", 5001, "högst 5"),
    ("Deltagare", "tolv", "ett heltal"),
    ("Deltagare", "#SAKNAS!", "inte ett felvärde"),
    ("Anteckning", "Ring 121212-1212", "utan personnummer"),
]


def test_fifty_faults_of_twelve_kinds_are_each_told_and_nothing_is_written(
    programme: Database, tmp_path: Path
) -> None:
    headings = (*HEADINGS, "Anteckning")
    good = dict(zip(headings, ("2024-05-02", "Backa", "outreach", "3", 1, 8, ""), strict=True))
    bad = [FAULTS[n % len(FAULTS)] for n in range(50)]
    rows = [tuple({**good, column: value}.values()) for column, value, _words in bad]
    file = _write(tmp_path / "femtio.csv", [*_with_note(_activity_rows(100)), *rows], headings)
    result = _import(programme, "activities", file)
    assert result.returncode == 1
    told = [line for line in result.stderr.splitlines() if line.startswith("Rad ")]
    assert len(told) == 50
    for row, (line, (column, _value, words)) in enumerate(zip(told, bad, strict=True), start=102):
        assert line.startswith(f"Rad {row}, kolumn ”{column}”: ")
        assert words in line
    assert "50 rader har fel" in result.stderr
    assert "121212" not in result.stderr + result.stdout
    assert _count(programme, "activity") == _count(programme, "import_batch") == 0


def _with_note(rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    return [(*row, "") for row in rows]


def test_a_row_that_is_there_with_other_values_is_told_and_kept(
    programme: Database, tmp_path: Path
) -> None:
    headings = (*HEADINGS, "Källreferens")
    row = ("2024-05-02", "Backa", "outreach", "3", 1, 8)
    file = _write(tmp_path / "ett.csv", [(*row, "A-1"), (*row, "A-2")], headings)
    _import(programme, "activities", file)
    _write(file, [(*row, "A-1"), (*row[:5], 9, "A-2")], headings)
    result = _import(programme, "activities", file)
    assert "0 nya, 2 fanns redan" in result.stdout
    assert "1 rad finns redan med andra uppgifter och lämnas som den är: A-2." in result.stderr
    assert _count(programme, "activity where participants = 8") == 2


def test_two_files_with_the_same_rows_at_once_go_in_once(
    programme: Database, tmp_path: Path
) -> None:
    headings = (*HEADINGS, "Källreferens")
    rows = [(*row, f"A-{n:05}") for n, row in enumerate(_activity_rows(4000))]
    files = [
        _write(tmp_path / "fram.csv", rows, headings),
        _write(tmp_path / "bak.csv", rows[::-1], headings),
    ]
    with ThreadPoolExecutor() as both:
        answers = list(both.map(lambda file: _import(programme, "activities", file), files))
    assert [answer.returncode for answer in answers] == [0, 0], answers[1].stderr
    assert _count(programme, "activity") == 4000
    assert _count(programme, "import_batch") == 2


def test_a_dry_run_writes_nothing(programme: Database, tmp_path: Path) -> None:
    file = _write(tmp_path / "prov.csv", _activity_rows(10))
    result = _import(programme, "activities", file, "--dry-run")
    assert result.returncode == 0
    assert "Prövat, inget är skrivet: 10 nya" in result.stdout
    assert _count(programme, "activity") == 0


def test_a_personal_number_in_a_note_is_refused_and_not_repeated(
    programme: Database, tmp_path: Path
) -> None:
    row = ("2024-05-02", "Backa", "talk", "3", 1, 1, "Samtal med 121212-1212 i fredags")
    file = _write(tmp_path / "person.csv", [row], (*HEADINGS, "Anteckning"))
    result = _import(programme, "activities", file)
    assert result.returncode == 1
    assert "Anteckning" in result.stderr
    assert "121212-1212" not in result.stderr + result.stdout


def _empty(folder: Path) -> Path:
    (folder / "tom.csv").touch()
    return folder / "tom.csv"


def _web_page(folder: Path) -> Path:
    page = folder / "utdrag.csv"
    page.write_text("<!DOCTYPE html><html><head><title>404</title></head><body>Not Found")
    return page


def _locked(folder: Path) -> Path:
    plain = folder / "plain.xlsx"
    book = xlsxwriter.Workbook(str(plain))
    book.add_worksheet().write_row(0, 0, HEADINGS)
    book.close()
    locked = folder / "skyddad.xlsx"
    with plain.open("rb") as source, locked.open("wb") as target:
        OOXMLFile(source).encrypt("hemligt", target)
    return locked


def _huge(folder: Path) -> Path:
    huge = folder / "stor.xlsx"
    with huge.open("wb") as file:
        file.truncate(300_000_000)
    return huge


@pytest.mark.parametrize(
    ("make", "words"),
    [(_empty, "tom"), (_web_page, "webbsida"), (_locked, "lösenord"), (_huge, "stor")],
)
def test_files_that_are_no_tables_are_refused_with_a_sentence(
    programme: Database, tmp_path: Path, make: object, words: str
) -> None:
    result = _import(programme, "activities", make(tmp_path))  # type: ignore[operator]
    assert result.returncode == 1
    assert words in result.stderr
    assert "Traceback" not in result.stderr
    assert _count(programme, "import_batch") == 0


@pytest.mark.slow
def test_a_hundred_thousand_rows_go_in_once_in_bounded_memory(
    programme: Database, tmp_path: Path
) -> None:
    file = _write(tmp_path / "stor.csv", _activity_rows(100_000))
    told, kilobytes = _measured_import(programme, file, tmp_path / "sagt.txt")
    assert "100 000 nya" in told.replace("\u00a0", " ")
    again = _import(programme, "activities", file)
    assert "0 nya, 100 000 fanns redan" in again.stdout.replace("\u00a0", " ")
    assert _count(programme, "activity") == 100_000
    with programme.engine().connect() as connection:
        assert connection.scalar(text("select sum(entries) from activity_month")) == 100_000
    assert 50_000 < kilobytes < 600_000


def _measured_import(database: Database, file: Path, told_in: Path) -> tuple[str, int]:
    """Import activities; returns what was told, and the most memory that it took, in kilobytes."""
    program = Path(sys.executable).with_name("trygghet")
    most = 0
    with (
        told_in.open("w") as told,
        subprocess.Popen(
            [str(program), "import", "activities", str(file)],
            env={**os.environ, "TRYGGHET_DATABASE_URL": database.url},
            stdout=told,
        ) as process,
    ):
        # The system's own account begins with what the process was forked from: these tests.
        while process.poll() is None:
            with suppress(psutil.Error):
                most = max(most, psutil.Process(process.pid).memory_info().rss // 1024)
            time.sleep(0.02)
    assert process.returncode == 0
    return told_in.read_text(), most


def test_points_are_read_with_their_milestones_and_changed_by_a_later_file(
    programme: Database, tmp_path: Path
) -> None:
    headings = ("Nr", "Rubrik", "Kortrubrik", "Fokusområde", "Start", "Slut", "Delmål")
    row = (2, "Mentorer för unga", "Mentorer", "Skola", "2024-01-01", "2026-12-31", "")
    file = _write(tmp_path / "punkter.csv", [(*row[:6], "Avtal (2024-03-31)")], headings)
    first = _import(programme, "points", file)
    assert "1 nya" in first.stdout, first.stderr
    assert "0 nya, 1 fanns redan" in _import(programme, "points", file).stdout
    _write(file, [(2, "Mentorer för alla", *row[2:6], "Avtal (2024-04-30)")], headings)
    tried = _import(programme, "points", file, "--dry-run")
    assert "Punkt 2 ändras: Rubrik, Delmål." in tried.stderr
    changed = _import(programme, "points", file)
    assert "0 nya, 1 ändrade, 0 oförändrade" in changed.stdout
    assert "Punkt 2 är ändrad: Rubrik, Delmål." in changed.stderr
    with programme.engine().connect() as connection:
        title = connection.scalar(text("select title from point where number = 2"))
        due = connection.scalar(text("select due_on from milestone where point_number = 2"))
    assert title == "Mentorer för alla"
    assert due == date(2024, 4, 30)


def test_a_points_file_leaves_alone_what_it_has_no_column_for(
    programme: Database, tmp_path: Path
) -> None:
    short = ("Nr", "Rubrik", "Inriktning", "Start", "Klar senast")
    whole = (*short, "Kort rubrik", "Beskrivning", "Ansvarig enhet", "Målgrupper", "Samverkan med")
    row = (2, "Mentorer för unga", "Skola", "2024-01-01", "2026-12-31")
    told = (*row, "Mentorer", "Vad som görs", "Enheten", "Yngre", "Polis; Skola")
    _import(programme, "points", _write(tmp_path / "hel.csv", [told], whole))
    file = _write(tmp_path / "kort.csv", [(*row[:3], "2024-02-01", row[4])], short)
    assert "Punkt 2 är ändrad: Start." in _import(programme, "points", file).stderr
    with programme.engine().connect() as connection:
        point = connection.execute(text("select * from point where number = 2")).one()
    assert (point.short_title, point.description) == ("Mentorer", "Vad som görs")
    assert (point.responsible_unit, point.target_groups) == ("Enheten", ["3"])
    assert point.partners == ["police", "school"]
    emptied = (*row, "Mentorer", "", "Enheten", "Yngre", "Polis; Skola")
    answer = _import(programme, "points", _write(tmp_path / "tom.csv", [emptied], whole))
    assert "Punkt 2 är ändrad: Beskrivning, Start." in answer.stderr


def test_ledger_and_budget_are_read(programme: Database, tmp_path: Path) -> None:
    ledger = _write(
        tmp_path / "utfall.csv",
        [
            ("EXTRA", "2024-05-31", "5011", "1 234,50", "A1"),
            ("EXTRA", "2024-06-30", "5011", "−200", "A2"),
        ],
        ("Källa", "Bokföringsdatum", "Konto", "Belopp", "Verifikation"),
    )
    budget = _write(tmp_path / "budget.csv", [("EXTRA", 2024, 500000)], ("Källa", "År", "Belopp"))
    for kind, file, count in (("ledger", ledger, 2), ("budget", budget, 1)):
        result = _import(programme, kind, file)
        assert f"{count} nya" in result.stdout, result.stderr
    with programme.engine().connect() as connection:
        assert str(connection.scalar(text("select sum(amount) from ledger_entry"))) == "1034.50"


@pytest.mark.parametrize("kind", ["points", "activities", "ledger", "budget"])
def test_the_template_is_a_file_that_can_be_opened(
    programme: Database, tmp_path: Path, kind: str
) -> None:
    target = tmp_path / "mall.xlsx"
    result = run_trygghet(
        "export", "template", kind, "--to", str(target), TRYGGHET_DATABASE_URL=programme.url
    )
    assert result.returncode == 0, result.stderr
    answer = _import(programme, kind, target)
    assert answer.returncode == 1
    assert "rad" in answer.stderr
