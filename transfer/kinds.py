"""The kinds of record that a file can hold, by name."""

from collections.abc import Mapping
from enum import StrEnum

from texts import _
from transfer.activities import ActivityRow
from transfer.budget import BudgetRow
from transfer.headers import known_headings
from transfer.ledger import LedgerRow
from transfer.points import PointRow
from transfer.rows import Row, columns_of


class RecordKind(StrEnum):
    """What the rows of a file are about."""

    POINTS = "points"
    ACTIVITIES = "activities"
    LEDGER = "ledger"
    BUDGET = "budget"


ROWS: Mapping[RecordKind, type[Row]] = {
    RecordKind.POINTS: PointRow,
    RecordKind.ACTIVITIES: ActivityRow,
    RecordKind.LEDGER: LedgerRow,
    RecordKind.BUDGET: BudgetRow,
}
"""How a row of each kind is read."""

TITLES: Mapping[RecordKind, str] = {
    RecordKind.POINTS: _("Programmets punkter"),
    RecordKind.ACTIVITIES: _("Aktiviteter"),
    RecordKind.LEDGER: _("Utfall"),
    RecordKind.BUDGET: _("Budget"),
}
"""What each kind is called."""


def headings_of(kind: RecordKind) -> frozenset[str]:
    """Return every heading that a file of the kind may have, for `open_table(…, known=…)`."""
    return known_headings(columns_of(ROWS[kind]))
