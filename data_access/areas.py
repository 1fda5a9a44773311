"""Areas, their shapes and their population."""

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import distinct_on

from data_access.schema import areas
from domain.access import Right, Viewer, require
from domain.areas import Area, AreaLevel, GeometryKind, Population


def fetch_areas(connection: Connection, viewer: Viewer, programme_id: int) -> tuple[Area, ...]:
    """Return the areas in use, by code, with their shapes."""
    require(viewer, Right.SEE_FRAME)
    table = areas.area
    rows = connection.execute(
        select(table)
        .where(table.c.programme_id == programme_id, table.c.valid_to.is_(None))
        .order_by(table.c.code)
    ).mappings()
    return tuple(
        Area(
            code=row["code"],
            name=row["name"],
            level=AreaLevel(row["level"]),
            parent_code=row["parent_code"],
            lon=row["lon"],
            lat=row["lat"],
            area_km2=row["area_km2"],
            geometry=row["geometry"],
            geometry_kind=GeometryKind(row["geometry_kind"]) if row["geometry_kind"] else None,
        )
        for row in rows
    )


def fetch_population(
    connection: Connection, viewer: Viewer, programme_id: int
) -> tuple[Population, ...]:
    """Return each area's latest population, all ages."""
    require(viewer, Right.SEE_FRAME)
    table = areas.area_population
    rows = connection.execute(
        select(
            table.c.area_code,
            table.c.on_date,
            table.c.age_group,
            table.c.population,
            table.c.source,
        )
        .ext(distinct_on(table.c.area_code))
        .where(table.c.programme_id == programme_id, table.c.age_group == "all")
        .order_by(table.c.area_code, table.c.on_date.desc())
    )
    return tuple(Population(*row) for row in rows)
