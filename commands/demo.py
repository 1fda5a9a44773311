"""`trygghet demo`: the marked example programme in the embedded database."""

from datetime import date, datetime
from typing import Annotated

import typer
from rich.progress import Progress
from sqlalchemy import Engine

from commands.console import database, err, fail, out
from config.settings import settings
from data_access.engine import writing
from data_access.example import tell_publications_from
from data_access.migrate import upgrade
from data_access.programme import fetch_programme
from domain.access import operator
from domain.calendar import STOCKHOLM, first_of_month, months_between, shift_month
from domain.disclosure import THRESHOLD
from services.load_example import TABLES, LoadedExample, ProgrammeExistsError, load_example
from services.publish import publish_approved
from texts import _
from texts.numbers import number
from transfer.areas import read_default_areas

SEED = 2022
"""The seed of the example that everybody sees unless another is asked for."""


def demo(
    seed: Annotated[int, typer.Option(help=_("Samma frö ger samma siffror."))] = SEED,
) -> None:
    """Fill the embedded database with the example programme; says so if it is there already."""
    if not settings().is_embedded:
        fail(
            _(
                "TRYGGHET_DATABASE_URL pekar på en delad databas. "
                "Exempelprogrammet läggs bara i den inbyggda."
            )
        )
    with database() as found:
        engine = found.admin_engine()
        upgrade(engine)
        try:
            loaded = fill_with_example(engine, seed)
        except ProgrammeExistsError as error:
            if not error.is_example:
                fail(str(error))
            out.print(str(error))
        else:
            out.print(sentence_of(loaded))


def fill_with_example(engine: Engine, seed: int = SEED) -> LoadedExample:
    """Load the example as of today, with a progress bar where somebody is looking.

    Raises:
        ProgrammeExistsError: the database has a programme.
    """
    today = datetime.now(STOCKHOLM).date()
    last = shift_month(first_of_month(today), -1)
    with Progress(console=err, transient=True) as progress:
        task = progress.add_task(_("Skriver exempelprogrammet"), total=TABLES)
        loaded = load_example(
            engine, seed, today, read_default_areas(), lambda _table: progress.advance(task)
        )
        months = months_between(date(last.year, 1, 1), last)
        task = progress.add_task(_("Skyddar och publicerar exemplets siffror"), total=len(months))
        with engine.connect() as connection:
            programme = fetch_programme(connection, settings().programme)
        if programme:
            publish_approved(
                engine,
                viewer=operator("trygghet demo"),
                programme_id=programme.id,
                months=months,
                threshold=THRESHOLD,
                on_month=lambda _month: progress.advance(task),
            )
            with writing(engine, operator("trygghet demo")) as connection:
                tell_publications_from(connection, programme.id)
    return loaded


def sentence_of(loaded: LoadedExample) -> str:
    """Return what was loaded, as a sentence for the terminal."""
    return _(
        "Exempelprogrammet är på plats: {points} punkter, {reports} statusrapporter, "
        "{activities} aktiviteter och {entries} bokförda poster."
    ).format(
        points=number(loaded.points),
        reports=number(loaded.reports),
        activities=number(loaded.activities),
        entries=number(loaded.ledger_entries),
    )
