"""What an event of the audit is about, in the reader's words."""

from datetime import UTC, datetime
from typing import Any

import pytest

from data_access.schema import metadata
from domain.accounts import SessionState, ending_name
from domain.audit import AuditEvent, Happening, happening_name, subject_of

SILENT = {
    *("activity_month", "revision", "revision_base", "audit_event", "audit_head"),
    *("app_session", "role_right", "reporting_step", "draft", "reminder_sent"),
}
"""Tables whose rows the audit does not note."""


def _event(
    happening: Happening, table: str | None = None, changes: dict[str, Any] | None = None
) -> AuditEvent:
    return AuditEvent(1, datetime(2026, 3, 1, tzinfo=UTC), "Anna", happening, table, 1, "", changes)


_BO = {
    "id": 1,
    "name": "Bo",
    "email": "a@b",
    "role": "board",
    "unit": None,
    "is_active": True,
    "subject": None,
}


def _accounts(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> AuditEvent:
    return _event(Happening.UPDATE, "app_user", {"before": before, "after": after})


@pytest.mark.parametrize("table", sorted(set(metadata.tables) - SILENT))
def test_every_table_has_a_name_of_the_reader(table: str) -> None:
    assert subject_of(_event(Happening.INSERT, table)) != table


@pytest.mark.parametrize(
    ("event", "subject"),
    [
        (_event(Happening.INSERT, "a_new_table"), "a_new_table"),
        (_event(Happening.REFUSED, changes={"asked": "/medel", "needed": "see_money"}), "/medel"),
        (
            _event(Happening.REFUSED, changes={"asked": "sql", "needed": "see_money"}),
            "rader som rollen inte får se eller ändra",
        ),
        (_event(Happening.EXPORTED, changes={"file": "medel.csv"}), "medel.csv"),
        (_event(Happening.SIGN_OUT, changes={"why": "idle"}), "användes inte"),
        (
            _event(Happening.REFUSED, changes={"asked": "sign_in", "why": "unknown"}),
            "har inget konto",
        ),
        (_event(Happening.SIGN_IN, changes={"session": 1}), ""),
        (_event(Happening.INSERT, "activity", None), "aktiviteter"),
        (_event(Happening.UPDATE, "app_user", None), "konton"),
        (_accounts([], [_BO]), "Bo, nämndledamot"),
        (
            _accounts([_BO], [{**_BO, "role": "team_lead", "unit": "Team"}]),
            "Bo: från nämndledamot till arbetsledare, enhet Team",
        ),
        (_accounts([_BO], [{**_BO, "is_active": False}]), "Bo: stängt"),
        (_accounts([{**_BO, "is_active": False}], [_BO]), "Bo: öppnat"),
        (_accounts([_BO], [{**_BO, "subject": "a"}]), "Bo: första inloggningen"),
        (_accounts([_BO], [{**_BO, "email": "c@d"}]), "Bo: uppgifter"),
        (_accounts([_BO], []), "Bo, nämndledamot"),
    ],
)
def test_an_event_is_told_by_what_it_is_about(event: AuditEvent, subject: str) -> None:
    assert subject_of(event) == subject


def test_every_happening_and_every_ending_has_a_word_of_its_own() -> None:
    assert len({happening_name(each) for each in Happening}) == len(Happening)
    ended = set(SessionState) - {SessionState.LIVE, SessionState.NONE}
    assert all(ending_name(each) != each for each in ended)
