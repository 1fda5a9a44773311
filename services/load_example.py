"""Loading the example programme into an empty database."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine

from config.example import read_example
from data_access.engine import writing
from data_access.example import find_programme_alone, write_example
from domain.access import operator
from domain.areas import Area, AreaLevel, Population
from domain.example import Places, make_example
from texts import _

Division = tuple[Sequence[Area], Sequence[Population]]
"""Areas and their inhabitants, as `transfer.areas` reads them."""

TABLES = 20
"""How many tables an example fills, for a progress bar."""

_LOADER = operator("trygghet demo")


class ProgrammeExistsError(RuntimeError):
    """The database has a programme already; the message says which."""

    def __init__(self, name: str, *, is_example: bool) -> None:
        self.is_example = is_example
        sentence = (
            _("Exempelprogrammet finns redan i databasen. Inget har ändrats.")
            if is_example
            else _(
                "Databasen har redan programmet ”{name}”. "
                "Exempelprogrammet läggs bara i en tom databas."
            ).format(name=name)
        )
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class LoadedExample:
    """How much was written; withdrawn entries are counted too."""

    areas: int
    points: int
    reports: int
    activities: int
    periods: int
    ledger_entries: int


def places_of(areas: Sequence[Area], populations: Sequence[Population]) -> Places:
    """Return each mellanområde's primärområden, weighed by their inhabitants."""
    inhabitants = {row.area_code: row.population for row in populations}
    places: dict[str, dict[str, int]] = {}
    for area in areas:
        if area.level is AreaLevel.PRIMAROMRADE and area.parent_code:
            places.setdefault(area.parent_code, {})[area.code] = inhabitants.get(area.code, 1)
    return places


def load_example(
    engine: Engine,
    seed: int,
    today: date,
    division: Division,
    on_table: Callable[[str], None] = lambda _table: None,
) -> LoadedExample:
    """Make the example programme and write it in one transaction, whole or not at all.

    Args:
        engine: the login itself (`Database.admin_engine`): others may not tell when and by whom.
        seed: the same seed and day make the same programme.
        today: the day in Stockholm, before which everything in the example happens.
        division: every area from the primärområden up to the stadsområde, and who lives there.
        on_table: is told each table's name when it is written; `TABLES` times in all.

    Raises:
        ProgrammeExistsError: the database has a programme; nothing is changed.
    """
    areas, populations = division
    written: dict[str, int] = {}
    with writing(engine, _LOADER) as connection:
        found = find_programme_alone(connection)
        if found:
            raise ProgrammeExistsError(found.name, is_example=found.is_example)
        example = make_example(read_example(), seed, today, places_of(*division))
        for table, rows in write_example(connection, example, areas, populations):
            written[table] = rows
            on_table(table)
    return LoadedExample(
        areas=written["area"],
        points=written["point"],
        reports=written["status_report"],
        activities=written["activity"],
        periods=written["reporting_period"],
        ledger_entries=written["ledger_entry"],
    )
