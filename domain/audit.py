"""What has been done, and by whom, as an administrator reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from domain.accounts import SessionState, ending_name
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
    """An event.

    `changes` is what the database kept of it and `row_count` how many rows it was of, both None
    where the reader may not see them.
    """

    id: int
    at: datetime
    actor: str
    happening: Happening
    table_name: str | None
    row_count: int | None
    address: str
    changes: Mapping[str, Any] | None


_LIMIT = "limit"
"""Why a file was refused to somebody who may take files out."""


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


def subject_of(event: AuditEvent) -> str:
    """Return what an event is about, in the reader's words: the records, the page, the file."""
    if event.table_name:
        return _records().get(event.table_name, event.table_name)
    told = event.changes or {}
    asked = str(told.get("asked") or told.get("file") or "")
    if told.get("why") == _LIMIT:
        return _("{file}: för många filer på en timme").format(file=asked)
    if "why" in told:
        return ending_name(SessionState(told["why"]))
    return {
        "read": _("uppgifter som rollen inte får se"),
        "write": _("en ändring som rollen inte får göra"),
    }.get(asked, asked)


def _records() -> dict[str, str]:
    return {
        "programme": _("programmet"),
        "focus_area": _("fokusområden"),
        "target_group": _("målgrupper"),
        "partner": _("samverkansparter"),
        "area": _("områden"),
        "area_population": _("folkmängd"),
        "point": _("punkter"),
        "milestone": _("delmål"),
        "indicator": _("indikatorer"),
        "indicator_value": _("indikatorvärden"),
        "activity_kind": _("aktivitetstyper"),
        "activity": _("aktiviteter"),
        "reporting_period": _("rapportperioder"),
        "status_report": _("statusrapporter"),
        "funding_source": _("finansieringskällor"),
        "budget_line": _("budgetrader"),
        "ledger_entry": _("bokförda poster"),
        "forecast": _("prognoser"),
        "import_batch": _("inlästa filer"),
        "app_user": _("konton"),
    }
