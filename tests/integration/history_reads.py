"""All that can be read of a small programme from a viewpoint, besides its state."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from data_access.activities import (
    fetch_activity_sums,
    fetch_point_occasions,
    fetch_reporting_periods,
)
from data_access.money import (
    fetch_budgeted_to,
    fetch_point_money,
    fetch_point_outcome,
    fetch_source_years,
)
from data_access.programme import (
    fetch_indicators,
    fetch_reports,
    fetch_withdrawn_reports,
)
from data_access.publications import fetch_publications, fetch_published_counts
from data_access.questions import fetch_questions
from domain.access import Viewer
from domain.activities import ActivityFilter
from domain.calendar import STOCKHOLM, first_of_month, shift_month
from domain.viewpoint import Viewpoint

TODAY = datetime.now(STOCKHOLM).date()
MONTHS = tuple(shift_month(first_of_month(TODAY), -back) for back in (2, 1))


def all_but_state(connection: Connection, viewer: Viewer, at: Viewpoint) -> dict[str, Any]:
    """Return the further as-of reads, by name, from a viewpoint; without a moment: as it is."""
    chosen = ActivityFilter(MONTHS[0], MONTHS[-1])
    # What is told in no order that means anything is compared in one.
    sums = fetch_activity_sums(connection, viewer, 1, chosen, at)
    first, last = MONTHS
    counts = fetch_published_counts(connection, viewer, 1, first, last, at.known_at)
    return {
        "reports": [fetch_reports(connection, viewer, 1, each, at) for each in (1, 2)],
        "withdrawn": [fetch_withdrawn_reports(connection, viewer, 1, each, at) for each in (1, 2)],
        "indicators": fetch_indicators(connection, viewer, 1, at),
        "outcomes": [fetch_point_outcome(connection, viewer, 1, each, at) for each in (1, 2)],
        "points' money": fetch_point_money(connection, viewer, 1, at),
        "budgeted to": fetch_budgeted_to(connection, viewer, 1, at),
        "years": fetch_source_years(connection, viewer, 1, TODAY.year, at),
        "sums": sorted(sums, key=repr),
        "occasions": fetch_point_occasions(connection, viewer, 1, 1, at),
        "periods": fetch_reporting_periods(connection, viewer, 1, first, last, at),
        "counts": sorted(counts, key=repr),
        "publications": fetch_publications(connection, viewer, 1, at.known_at),
        "questions": fetch_questions(connection, viewer, 1, at.known_at),
    }
