"""Start a programme: its row, its words and its areas, so that files can be read into it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine

from config import vocabulary
from data_access.engine import writing
from data_access.setup import (
    insert_kinds,
    insert_partners,
    insert_programme,
    insert_target_groups,
    save_areas,
    save_population,
)
from domain.access import Right, Viewer, require
from domain.areas import Area, Population


@dataclass(frozen=True, slots=True)
class Start:
    """What a programme is to begin with. Areas: parents before children."""

    code: str
    name: str
    starts_on: date
    ends_on: date | None
    areas: Sequence[Area]
    population: Sequence[Population]


def start_programme(engine: Engine, *, viewer: Viewer, start: Start) -> int:
    """Write a programme's frame in one transaction; returns the programme's key.

    Raises:
        AccessDeniedError: the viewer has no right to.
        sqlalchemy.exc.IntegrityError: there is a programme with that code.
    """
    with writing(engine, viewer) as connection:
        require(viewer, Right.KEEP_FRAME)
        programme_id = insert_programme(
            connection,
            code=start.code,
            name=start.name,
            starts_on=start.starts_on,
            ends_on=start.ends_on,
        )
        insert_target_groups(connection, programme_id, vocabulary.TARGET_GROUPS)
        insert_kinds(connection, programme_id, vocabulary.KINDS)
        insert_partners(connection, programme_id, vocabulary.PARTNERS)
        save_areas(connection, programme_id, start.areas)
        save_population(connection, programme_id, start.population)
    return programme_id
