"""Take over imported borders, whole or not at all."""

from collections.abc import Sequence

from sqlalchemy import Engine

from data_access.engine import writing
from data_access.setup import save_areas
from domain.access import Right, Viewer, require
from domain.areas import Area


def import_areas(
    engine: Engine, *, viewer: Viewer, programme_id: int, areas: Sequence[Area]
) -> None:
    """Replace the areas' shapes in one transaction."""
    with writing(engine, viewer) as connection:
        require(viewer, Right.KEEP_FRAME)
        save_areas(connection, programme_id, areas)
