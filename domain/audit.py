"""What has been done, and by whom, as an administrator reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from texts import _


class Happening(StrEnum):
    """What an event is of; the database knows the same words."""

    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"
    TRUNCATE = "truncate"
    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    REFUSED = "refused"
    EXPORTED = "exported"
    PRUNED = "pruned"


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which events to read: from a first to a last day, all kinds if none is chosen, by whom."""

    first_day: date
    last_day: date
    happenings: tuple[Happening, ...] = ()
    actor: str = ""


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """An event. `changes` is what the database kept of it, None where the reader may not see it."""

    id: int
    at: datetime
    actor: str
    happening: Happening
    table_name: str | None
    row_count: int
    address: str
    changes: Mapping[str, Any] | None


def happening_name(happening: Happening) -> str:
    """Return what happened, as the reader calls it."""
    return {
        Happening.INSERT: _("Nytt"),
        Happening.UPDATE: _("Ändrat"),
        Happening.DELETE: _("Borttaget"),
        Happening.TRUNCATE: _("Tömt"),
        Happening.SIGN_IN: _("Inloggning"),
        Happening.SIGN_OUT: _("Utloggning"),
        Happening.REFUSED: _("Nekat"),
        Happening.EXPORTED: _("Hämtad fil"),
        Happening.PRUNED: _("Gallring"),
    }[happening]
