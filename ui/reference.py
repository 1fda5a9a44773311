"""The lists that a file's words are looked up in, as the database has them."""

from sqlalchemy import Connection

from config.statuses import STATUS_WORDS
from data_access.areas import fetch_areas
from data_access.money import fetch_sources
from data_access.programme import (
    fetch_kinds,
    fetch_partners,
    fetch_standings,
    fetch_target_groups,
)
from domain.access import Right, Viewer
from domain.areas import AreaLevel, telling_names
from transfer.reference import Reference


def fetch_reference(connection: Connection, viewer: Viewer, programme_id: int) -> Reference:
    """Return what a row can name: areas that report, kinds, target groups, partners and points.

    The funding sources are there for those who see the money.

    Raises:
        AccessDeniedError: the viewer sees no points.
    """
    sources = fetch_sources(connection, viewer, programme_id) if viewer.may(Right.SEE_MONEY) else ()
    return Reference(
        areas=telling_names(
            area
            for area in fetch_areas(connection, viewer, programme_id)
            if area.level is not AreaLevel.STADSOMRADE
        ),
        kinds={kind.code: kind.name for kind in fetch_kinds(connection, viewer, programme_id)},
        target_groups={
            group.code: group.name
            for group in fetch_target_groups(connection, viewer, programme_id)
        },
        partners={
            partner.code: partner.name
            for partner in fetch_partners(connection, viewer, programme_id)
        },
        points={
            standing.point.number: standing.point.title
            for standing in fetch_standings(connection, viewer, programme_id)
        },
        funding_sources={source.code: source.name for source in sources},
        statuses={code: word.label for code, word in STATUS_WORDS.items()},
    )
