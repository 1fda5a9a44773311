"""What has been done, and by whom, as an administrator reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from domain.access import Role, role_name
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

_OUTDATED = "outdated"
"""Why something was refused to somebody whose page showed what was no more."""


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
    told = event.changes or {}
    if event.table_name == "app_user" and told:
        return _accounts_change(told)
    if event.table_name:
        return _records().get(event.table_name, event.table_name)
    asked = str(told.get("asked") or told.get("file") or "")
    if told.get("why") == _LIMIT:
        return _("{file}: för många filer på en timme").format(file=asked)
    if told.get("why") == _OUTDATED:
        return _("{what}: någon annan hade ändrat under tiden").format(what=asked)
    if "why" in told:
        return ending_name(SessionState(told["why"]))
    return {
        "read": _("uppgifter som rollen inte får se"),
        "write": _("en ändring som rollen inte får göra"),
        "sql": _("rader som rollen inte får se eller ändra"),
    }.get(asked, asked)


def _accounts_change(changes: Mapping[str, Any]) -> str:
    """Return whose accounts were changed, and from what to what."""
    before = {row["id"]: row for row in changes.get("before") or []}
    after = changes.get("after")
    if not after:
        return "; ".join(_account_change(None, row) for row in before.values())
    return "; ".join(_account_change(before.get(row["id"]), row) for row in after)


def _account_change(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> str:
    name, role = str(after["name"]), role_name(Role(after["role"])).lower()
    if before is None:
        return _("{name}, {role}").format(name=name, role=role)
    told = []
    if before["role"] != after["role"]:
        earlier = role_name(Role(before["role"])).lower()
        told.append(_("från {earlier} till {role}").format(earlier=earlier, role=role))
    if before["is_active"] != after["is_active"]:
        told.append(_("öppnat") if after["is_active"] else _("stängt"))
    if before["unit"] != after["unit"]:
        told.append(_("enhet {unit}").format(unit=after["unit"] or "–"))
    if before["subject"] != after["subject"]:
        told.append(_("första inloggningen"))
    return f"{name}: {', '.join(told) or _('uppgifter')}"


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
        "publication": _("publiceringar"),
        "published_count": _("publicerade tal"),
        "report_review": _("återsända statusrapporter"),
        "funding_source": _("finansieringskällor"),
        "budget_line": _("budgetrader"),
        "ledger_entry": _("bokförda poster"),
        "forecast": _("prognoser"),
        "import_batch": _("inlästa filer"),
        "app_user": _("konton"),
        "meeting": _("sammanträden"),
        "meeting_pack": _("paket till sammanträden"),
        "board_question": _("nämndens frågor"),
        "question_handling": _("svar på nämndens frågor"),
        "row_version": _("tidigare lydelser"),
    }
