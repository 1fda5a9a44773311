"""The audit's chain: whether every event that was written is still there as it was."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, text


class AuditFault(StrEnum):
    """What can be wrong with a link of the chain."""

    CHANGED = "changed"
    MISSING = "missing"
    UNLINKED = "unlinked"


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """An event that is not as it was. `event` is its key, None where it is gone."""

    position: int | None
    event: int | None
    fault: AuditFault


def fetch_broken_links(connection: Connection) -> tuple[BrokenLink, ...]:
    """Return what in the audit was changed, removed or slipped in, in the order of the chain."""
    rows = connection.execute(text("select place, event, fault from audit_faults()"))
    return tuple(BrokenLink(place, event, AuditFault(fault)) for place, event, fault in rows)


def count_events(connection: Connection) -> int:
    """Return how many events have been written, the pruned ones too."""
    return int(connection.scalar(text("select audit_length()")) or 0)
