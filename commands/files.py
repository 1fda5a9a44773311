"""`trygghet import` and `trygghet export`: files of points, activities, ledger and budget."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy import Connection

from commands.console import database, err, fail, out
from config.settings import settings
from data_access.database import require_current_schema
from data_access.programme import fetch_programme
from domain.access import Viewer, operator
from domain.calendar import STOCKHOLM
from domain.findings.imports import counts_sentence, differing_sentence, taken_in_sentence
from domain.programme import Programme
from domain.records import ImportResult
from services.import_file import ImportFile, Record, Rejected, import_file
from texts import _, plural
from texts.numbers import number
from transfer.activities import read_activities
from transfer.budget import read_budget
from transfer.characters import printable
from transfer.faults import FileRefused, ParsedRow, RowFaults, RowNote
from transfer.kinds import RecordKind, headings_of
from transfer.ledger import read_ledger
from transfer.points import PointRow, read_points
from transfer.reference import Reference
from transfer.rows import Outcome, columns_of
from transfer.tabular import Table, open_table, sha256_of
from transfer.templates import write_template
from ui.reference import fetch_reference

T = TypeVar("T")

MOST_FAULTS_SHOWN = 200

_READERS = {
    RecordKind.POINTS: read_points,
    RecordKind.ACTIVITIES: read_activities,
    RecordKind.LEDGER: read_ledger,
    RecordKind.BUDGET: read_budget,
}

Kind = Annotated[
    RecordKind, typer.Argument(metavar="|".join(RecordKind), help=_("Vad filen innehåller."))
]


def import_(
    kind: Kind,
    file: Annotated[Path, typer.Argument(metavar=_("FIL"), help=_("CSV, .xlsx, .xls eller .ods."))],
    sheet: Annotated[str | None, typer.Option(help=_("Blad i en Excelfil."))] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Pröva utan att skriva."))] = False,
    accept_good: Annotated[
        bool, typer.Option("--accept-good", help=_("Skriv de felfria raderna."))
    ] = False,
) -> None:
    """Read a file into the database: every row, or none if one is wrong."""
    faults: list[RowFaults] = []
    with database() as found:
        engine = found.operator_engine()
        require_current_schema(engine)
        with engine.connect() as connection:
            programme = require_programme(connection)
            reference = fetch_reference(connection, by_hand(), programme.id)
        if programme.is_example:
            err.print(_("Obs: programmet är ett påhittat exempel, som filen läses in i."))
        try:
            most = settings().max_import_megabytes * 1_000_000
            table = open_table(file, sheet=sheet, max_bytes=most, known=headings_of(kind))
            with _progress(table) as step:
                result = import_file(
                    engine,
                    viewer=by_hand(),
                    programme_id=programme.id,
                    file=ImportFile(kind.value, printable(file.name), sha256_of(file)),
                    records=_records(step(_outcomes(kind, table, reference, programme)), faults),
                    accept_good=accept_good,
                    dry_run=dry_run,
                )
        except FileRefused as refusal:
            fail(str(refusal))
    _report(result, faults, dry_run=dry_run)


def export_template(
    kind: Kind,
    to: Annotated[Path | None, typer.Option(help=_("Filen som ska skrivas."))] = None,
    *,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help=_("Ersätt en fil som redan finns."))
    ] = False,
) -> None:
    """Write an Excel template with instructions and drop-down lists."""
    target = to or Path(f"mall-{kind.value}.xlsx")
    with database() as found, found.operator_engine().connect() as connection:
        programme = require_programme(connection)
        reference = fetch_reference(connection, by_hand(), programme.id)
        try:
            write_template(kind, reference, target, overwrite=overwrite)
        except FileRefused as refusal:
            fail(str(refusal))
    out.print(_("Mallen är skriven till {file}.").format(file=printable(str(target))))


def require_programme(connection: Connection) -> Programme:
    """Return the programme of the settings, or end with a sentence that says how to start one."""
    found = fetch_programme(connection, settings().programme)
    if found is None:
        fail(
            _(
                "Det finns inget program med koden {code}. Starta ett med: "
                'trygghet programme start --name "…" --starts-on ÅÅÅÅ-MM-DD'
            ).format(code=settings().programme)
        )
    return found


def by_hand() -> Viewer:
    """Return who works at the command line: the login of the machine."""
    return operator(f"kommandorad/{getpass.getuser()}")


def _outcomes(
    kind: RecordKind, table: Table, reference: Reference, programme: Programme
) -> Iterator[Outcome[Any]]:
    return _READERS[kind](
        table,
        reference,
        today=datetime.now(STOCKHOLM).date(),
        programme_start=programme.starts_on,
        programme_end=programme.ends_on,
    )


def _records(
    outcomes: Iterator[Outcome[Any]], faults: list[RowFaults]
) -> Iterator[Record | Rejected]:
    for outcome in outcomes:
        match outcome:
            case ParsedRow(record=record):
                yield record
            case RowFaults():
                faults.append(outcome)
                yield Rejected.ROW
            case RowNote(row=row, message=message):
                err.print(_("Rad {row}: {message}").format(row=row, message=message))


@contextmanager
def _progress(table: Table) -> Iterator["_Step"]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True) as progress:
        yield _Step(progress, table.expected_rows)


class _Step:
    """Moves the bar as rows go by; seldom, for drawing costs more than reading."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._task = progress.add_task(_("Läser rader"), total=total)

    def __call__(self, rows: Iterator[T]) -> Iterator[T]:
        for count, row in enumerate(rows, start=1):
            if count % 500 == 0:
                self._progress.update(self._task, completed=count)
            yield row
        self._progress.update(self._task, description=_("Skriver till databasen"), total=None)


def _report_faults(faults: list[RowFaults]) -> None:
    shown = [str(fault) for row in faults for fault in row.faults]
    for fault in shown[:MOST_FAULTS_SHOWN]:
        err.print(fault)
    if len(shown) > MOST_FAULTS_SHOWN:
        more = number(len(shown) - MOST_FAULTS_SHOWN)
        err.print(_("… och {count} fel till.").format(count=more))


def _report_changes(result: ImportResult) -> None:
    headings = {name: column.heading for name, column in columns_of(PointRow).items()}
    sentence = _("Punkt {number} ändras: {fields}.")
    if result.is_written:
        sentence = _("Punkt {number} är ändrad: {fields}.")
    for change in result.changes:
        fields = ", ".join(headings[name] for name in change.fields)
        err.print(sentence.format(number=change.number, fields=fields))
    if differing := differing_sentence(result):
        err.print(differing)


def _report(result: ImportResult, faults: list[RowFaults], *, dry_run: bool) -> None:
    _report_faults(faults)
    _report_changes(result)
    if result.is_written:
        out.print(taken_in_sentence(result))
    elif result.rejected and not dry_run:
        sentence = plural(
            "Inget är skrivet, för {n} rad har fel ({counts}). Rätta filen, eller läs in de "
            "felfria raderna med --accept-good.",
            "Inget är skrivet, för {n} rader har fel ({counts}). Rätta filen, eller läs in de "
            "felfria raderna med --accept-good.",
            result.rejected,
        )
        fail(sentence.format(n=number(result.rejected), counts=counts_sentence(result)))
    else:
        out.print(_("Prövat, inget är skrivet: {counts}.").format(counts=counts_sentence(result)))
    if result.rejected:
        raise typer.Exit(1)
