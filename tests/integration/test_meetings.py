"""The board's meetings: two cannot change one at once, and what is closed or made stays so."""

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from data_access.engine import reading, writing
from data_access.meetings import (
    fetch_meeting,
    fetch_meetings,
    fetch_pack_content,
    fetch_packs,
    fetch_public_pack,
    insert_pack,
)
from data_access.refusals import rule_of
from domain.access import NOBODY, AccessDeniedError, Role, Viewer
from domain.meetings import Meeting, MeetingPlan, MeetingState, PackInfo
from domain.packs.made import MadePack
from domain.updates import FaultyError
from services.keep_drafts import keep
from services.keep_meetings import (
    OutdatedMeetingError,
    UnknownMeetingError,
    UnknownPackError,
    close_meeting,
    draft_of_meeting,
    open_meeting,
    plan_meeting,
    replan_meeting,
    share_pack,
)
from services.make_pack import keep_pack
from tests.accounts import make_accounts, sign_in_as
from tests.conftest import Database
from tests.integration.small_programme import make_small_programme

TODAY = date(2026, 11, 20)
PLAN = MeetingPlan(TODAY, "Nämnden", "N164-0123/26", "1. Trygghet", ("changes", "money"))
AS_OF = datetime(2026, 11, 13, 12, tzinfo=UTC)
Deed = Callable[[], object]
OTHERS = [Role.TEAM_LEAD, Role.BOARD, Role.RESEARCHER, Role.ADMIN]


@pytest.fixture
def programme(database: Database) -> Database:
    make_small_programme(database.engine(role=None))
    make_accounts(database.engine())
    return database


def _plan(programme: Database, director: Viewer, plan: MeetingPlan = PLAN) -> Meeting:
    app = programme.engine("trygghet_app")
    key = plan_meeting(app, viewer=director, programme_id=1, plan=plan, today=TODAY)
    return _meeting(programme, director, key)


def _meeting(programme: Database, viewer: Viewer, key: int) -> Meeting:
    with reading(programme.engine("trygghet_app"), viewer) as connection:
        found = fetch_meeting(connection, viewer, 1, key)
    assert found
    return found


def _of(programme: Database, director: Viewer, meeting: Meeting) -> dict[str, Any]:
    """Return what a service is told of a meeting as it now is."""
    return {
        "engine": programme.engine("trygghet_app"),
        "viewer": director,
        "programme_id": 1,
        "meeting_id": meeting.id,
        "seen": _meeting(programme, director, meeting.id).changed_at,
    }


def _closed(programme: Database, director: Viewer) -> Meeting:
    meeting = _plan(programme, director)
    open_meeting(**_of(programme, director, meeting))
    close_meeting(**_of(programme, director, meeting), today=TODAY)
    return _meeting(programme, director, meeting.id)


def _made(content: str = "{}", **change: Any) -> MadePack:
    told: dict[str, Any] = {
        "text": content.encode(),
        "files": {},
        "fingerprint": hashlib.sha256(content.encode()).hexdigest(),
        "as_of": AS_OF,
        "replaces": None,
        "digests": {"paket.html": "ab", "program": "1.0"},
    }
    return MadePack(**told | change)


def _pack(
    programme: Database, viewer: Viewer, meeting: Meeting, content: str = "{}", **change: Any
) -> PackInfo:
    with writing(programme.engine("trygghet_app"), viewer) as connection:
        return insert_pack(connection, 1, meeting.id, _made(content, **change))


def test_a_meeting_is_planned_changed_opened_and_closed(
    programme: Database, director: Viewer
) -> None:
    meeting = _plan(programme, director)
    assert (meeting.state, meeting.as_of) == (MeetingState.PLANNED, None)
    assert meeting.subjects == ("changes", "money")
    assert meeting.changed_by == "Förvaltningsdirektör"
    moved = replace(PLAN, held_on=TODAY + timedelta(days=1), subjects=("money", "questions"))
    replan_meeting(**_of(programme, director, meeting), plan=moved, today=TODAY)
    open_meeting(**_of(programme, director, meeting))
    with pytest.raises(FaultyError, match="stängas först då"):
        close_meeting(**_of(programme, director, meeting), today=TODAY)
    close_meeting(**_of(programme, director, meeting), today=moved.held_on)
    closed = _meeting(programme, director, meeting.id)
    assert (closed.state, closed.subjects) == (MeetingState.CLOSED, ("money", "questions"))
    # Without a pack it was shown what was known as it closed.
    assert closed.as_of == closed.changed_at


def test_a_meeting_is_not_opened_without_what_its_papers_tell(
    programme: Database, director: Viewer
) -> None:
    meeting = _plan(programme, director, replace(PLAN, diarienummer=None, agenda=None))
    with pytest.raises(FaultyError) as refused:
        open_meeting(**_of(programme, director, meeting))
    assert str(refused.value) == "Diarienumret saknas. Dagordningen saknas."
    assert _meeting(programme, director, meeting.id) == meeting


@pytest.mark.parametrize("lost", ["diarienummer", "agenda"])
def test_an_open_meeting_keeps_what_its_papers_tell(
    programme: Database, director: Viewer, lost: str
) -> None:
    meeting = _plan(programme, director)
    open_meeting(**_of(programme, director, meeting))
    without: Any = {lost: None}
    with pytest.raises(FaultyError) as refused:
        replan_meeting(
            **_of(programme, director, meeting), plan=replace(PLAN, **without), today=TODAY
        )
    assert [fault.field for fault in refused.value.faults] == [lost]
    # Whoever writes.
    with pytest.raises(IntegrityError) as broken, programme.engine().begin() as connection:
        connection.execute(text(f"update meeting set {lost} = null"))
    assert rule_of(broken.value) == "ck_meeting_papers_complete"


def test_what_is_typed_is_forgotten_once_it_is_kept(programme: Database, director: Viewer) -> None:
    app = programme.engine("trygghet_app")
    keep(app, viewer=director, subject=draft_of_meeting(None), fields={"title": "Näm"})
    _plan(programme, director)
    with programme.engine(role=None).connect() as connection:
        assert connection.scalar(text("select count(*) from draft")) == 0


def test_two_do_not_change_one_meeting_over_each_other(
    programme: Database, director: Viewer
) -> None:
    meeting = _plan(programme, director)
    seen = _of(programme, director, meeting)
    replan_meeting(**seen, plan=replace(PLAN, title="Den andras"), today=TODAY)
    late: list[Deed] = [
        lambda: replan_meeting(**seen, plan=PLAN, today=TODAY),
        lambda: open_meeting(**seen),
    ]
    for change in late:
        with pytest.raises(OutdatedMeetingError) as caught:
            change()
        assert caught.value.theirs.title == "Den andras"
    with programme.engine(role=None).connect() as connection:
        told = connection.scalars(
            text("select changes from audit_event where action = 'refused'")
        ).first()
    assert told == {"asked": f"sammantrade/{meeting.id}", "why": "outdated"}


def test_of_many_at_once_one_wins(programme: Database, director: Viewer) -> None:
    meeting = _plan(programme, director)
    app = programme.engine("trygghet_app", pool_size=8)
    directors = [sign_in_as(app, Role.DIRECTOR) for _each in range(6)]

    def change(number: int) -> bool:
        told = _of(programme, director, meeting) | {"seen": meeting.changed_at}
        told |= {"engine": app, "viewer": directors[number]}
        try:
            replan_meeting(**told, plan=replace(PLAN, title=f"Nummer {number}"), today=TODAY)
        except OutdatedMeetingError:
            return False
        return True

    with ThreadPoolExecutor(6) as others:
        assert sum(others.map(change, range(6))) == 1


def test_nothing_of_a_closed_meeting_is_changed(programme: Database, director: Viewer) -> None:
    meeting = _closed(programme, director)
    told = _of(programme, director, meeting)
    late: list[Deed] = [
        lambda: replan_meeting(**told, plan=PLAN, today=TODAY),
        lambda: open_meeting(**told),
        lambda: close_meeting(**told, today=TODAY),
    ]
    for change in late:
        with pytest.raises(IntegrityError) as refused:
            change()
        assert rule_of(refused.value) == "meeting_is_not_closed"
    assert _meeting(programme, director, meeting.id) == meeting


@pytest.mark.parametrize("step", ["planned closed", "open planned"])
def test_a_meeting_takes_its_steps_whoever_writes(
    programme: Database, director: Viewer, step: str
) -> None:
    meeting = _plan(programme, director)
    before, after = step.split()
    if before == "open":
        open_meeting(**_of(programme, director, meeting))
    with (
        pytest.raises(IntegrityError) as refused,
        writing(programme.engine("trygghet_app"), director) as connection,
    ):
        connection.execute(text("update meeting set state = :state"), {"state": after})
    assert rule_of(refused.value) == "meeting_takes_its_steps"


def test_no_meeting_begins_as_closed(programme: Database) -> None:
    with pytest.raises(DBAPIError), programme.engine().begin() as connection:
        connection.execute(
            text(
                "insert into meeting (held_on, title, subjects, state, as_of)"
                " values ('2026-11-20', 'Nämnden', '{money}', 'closed', now())"
            )
        )


@pytest.mark.parametrize("role", OTHERS)
def test_others_keep_no_meetings(programme: Database, director: Viewer, role: Role) -> None:
    meeting = _plan(programme, director)
    pack = _pack(programme, director, meeting)
    other = sign_in_as(programme.engine("trygghet_app"), role)
    told = _of(programme, director, meeting) | {"viewer": other}
    app = programme.engine("trygghet_app")
    deeds: list[Deed] = [
        lambda: plan_meeting(app, viewer=other, programme_id=1, plan=PLAN, today=TODAY),
        lambda: replan_meeting(**told, plan=PLAN, today=TODAY),
        lambda: open_meeting(**told),
        lambda: close_meeting(**told, today=TODAY),
        lambda: share_pack(
            app, viewer=other, programme_id=1, fingerprint=pack.fingerprint, is_public=True
        ),
    ]
    for deed in deeds:
        with pytest.raises(AccessDeniedError):
            deed()
    # And by SQL of their own.
    with pytest.raises(DBAPIError):
        _pack(programme, other, meeting, "[]", replaces=pack.fingerprint)
    with writing(app, other) as connection:
        for statement in (
            "update meeting set title = 'Vår'",
            "update meeting_pack set is_public = true",
        ):
            assert connection.execute(text(statement)).rowcount == 0
    assert _meeting(programme, director, meeting.id) == meeting


@pytest.mark.parametrize("role", [Role.RESEARCHER, Role.ADMIN, None])
def test_an_outsider_gets_nothing(programme: Database, director: Viewer, role: Role | None) -> None:
    meeting = _plan(programme, director)
    pack = _pack(programme, director, meeting)
    app = programme.engine("trygghet_app")
    other = sign_in_as(app, role) if role else NOBODY
    questions: list[Callable[[Connection], object]] = [
        lambda connection: fetch_meetings(connection, other, 1),
        lambda connection: fetch_meeting(connection, other, 1, meeting.id),
        lambda connection: fetch_packs(connection, other, 1, [meeting.id]),
        lambda connection: fetch_pack_content(connection, other, 1, pack.fingerprint),
    ]
    for asked in questions:
        with pytest.raises(AccessDeniedError), reading(app, other) as connection:
            asked(connection)
    with reading(app, other) as connection:
        for table in ("meeting", "meeting_pack"):
            assert not connection.execute(text(f"select * from {table}")).all()


def test_a_pack_is_for_who_may_read_it_and_for_all_while_its_link_is_public(
    programme: Database, director: Viewer
) -> None:
    meeting = _plan(programme, director)
    pack = _pack(programme, director, meeting, '{"a":1}')
    app = programme.engine("trygghet_app")
    board = sign_in_as(app, Role.BOARD)
    with reading(app, board) as connection:
        assert fetch_packs(connection, board, 1, [meeting.id]) == {meeting.id: (pack,)}
        assert fetch_pack_content(connection, board, 1, pack.fingerprint) == '{"a":1}'
        assert fetch_pack_content(connection, board, 1, "0" * 64) is None
    lead = sign_in_as(app, Role.TEAM_LEAD)
    with pytest.raises(AccessDeniedError), reading(app, lead) as connection:
        fetch_pack_content(connection, lead, 1, pack.fingerprint)
    for is_public in (True, False):
        share_pack(
            app,
            viewer=director,
            programme_id=1,
            fingerprint=pack.fingerprint,
            is_public=is_public,
        )
        with app.connect() as connection:
            found = fetch_public_pack(connection, pack.fingerprint)
        assert found == ('{"a":1}' if is_public else None)
    with pytest.raises(UnknownPackError):
        share_pack(app, viewer=director, programme_id=1, fingerprint="0" * 64, is_public=True)


def test_the_versions_of_a_pack_follow_each_other(programme: Database, director: Viewer) -> None:
    meeting = _closed(programme, director)
    first = _pack(programme, director, meeting, as_of=meeting.as_of)
    second = _pack(
        programme, director, meeting, "[]", replaces=first.fingerprint, as_of=meeting.as_of
    )
    assert (first.version, second.version, second.replaces) == (1, 2, first.fingerprint)
    assert second.digests == (("paket.html", "ab"), ("program", "1.0"))
    for replaces in (first.fingerprint, None):
        with pytest.raises(IntegrityError) as refused:
            _pack(programme, director, meeting, "[1]", replaces=replaces, as_of=meeting.as_of)
        assert rule_of(refused.value) == "pack_replaces_latest"
    # The next meeting is told what has changed since what this one was shown, and nothing twice.
    with pytest.raises(IntegrityError) as refused:
        _pack(programme, director, meeting, "[2]", replaces=second.fingerprint)
    assert rule_of(refused.value) == "pack_of_what_was_shown"
    assert _meeting(programme, director, meeting.id) == meeting


def test_no_pack_is_kept_of_a_meeting_that_lacks_what_it_tells(
    programme: Database, director: Viewer
) -> None:
    meeting = _plan(programme, director, replace(PLAN, agenda=None))
    with pytest.raises(FaultyError, match="Dagordningen saknas"):
        keep_pack(
            programme.engine("trygghet_app"),
            viewer=director,
            programme_id=1,
            meeting=meeting,
            pack=_made(),
        )


@pytest.mark.parametrize("agenda", [None, "1. Något annat"])
def test_no_pack_is_kept_of_a_meeting_that_was_changed_while_it_was_made(
    programme: Database, director: Viewer, agenda: str | None
) -> None:
    gathered = _plan(programme, director)
    changed = replace(PLAN, agenda=agenda)
    replan_meeting(**_of(programme, director, gathered), plan=changed, today=TODAY)
    with pytest.raises(OutdatedMeetingError):
        keep_pack(
            programme.engine("trygghet_app"),
            viewer=director,
            programme_id=1,
            meeting=gathered,
            pack=_made(),
        )
    with reading(programme.engine("trygghet_app"), director) as connection:
        assert not fetch_packs(connection, director, 1, [gathered.id])


def test_a_meeting_that_closes_was_shown_what_its_latest_pack_shows(
    programme: Database, director: Viewer
) -> None:
    meeting = _plan(programme, director)
    _pack(programme, director, meeting)
    open_meeting(**_of(programme, director, meeting))
    close_meeting(**_of(programme, director, meeting), today=TODAY)
    assert _meeting(programme, director, meeting.id).as_of == AS_OF


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"fingerprint": "0" * 64}, "ck_meeting_pack_fingerprint_true"),
        ({"as_of": datetime(2126, 1, 1, tzinfo=UTC)}, "pack_is_of_the_past"),
        ({"replaces": "0" * 64}, "pack_replaces_latest"),
    ],
)
def test_a_pack_is_true(
    programme: Database, director: Viewer, change: dict[str, Any], rule: str
) -> None:
    meeting = _plan(programme, director)
    with pytest.raises(IntegrityError) as refused:
        _pack(programme, director, meeting, **change)
    assert rule_of(refused.value) == rule


def test_a_pack_stays_as_it_was_made_whoever_writes(programme: Database, director: Viewer) -> None:
    meeting = _plan(programme, director)
    _pack(programme, director, meeting)
    for statement in (
        "update meeting_pack set content = '[]', fingerprint = encode(sha256('[]'), 'hex')",
        "update meeting_pack set made_at = now()",
        "delete from meeting_pack",
        "truncate meeting_pack",
    ):
        for role in ("trygghet_operator", None):
            with pytest.raises(DBAPIError), programme.engine(role).begin() as connection:
                connection.execute(text(statement))
        with (
            pytest.raises(DBAPIError),
            writing(programme.engine("trygghet_app"), director) as connection,
        ):
            connection.execute(text(statement))


def test_who_serves_packs_hears_of_a_new_one_and_of_its_link(
    programme: Database, director: Viewer
) -> None:
    meeting = _plan(programme, director)
    with psycopg.connect(programme.url, autocommit=True) as listening:
        listening.execute("listen meeting_pack")
        pack = _pack(programme, director, meeting)
        share_pack(
            programme.engine("trygghet_app"),
            viewer=director,
            programme_id=1,
            fingerprint=pack.fingerprint,
            is_public=True,
        )
        heard = [each.payload for each in listening.notifies(timeout=10, stop_after=2)]
    assert heard == [pack.fingerprint] * 2


def test_a_meeting_that_is_not_there_is_not_changed(programme: Database, director: Viewer) -> None:
    told = _of(programme, director, _plan(programme, director)) | {"meeting_id": 99}
    with pytest.raises(UnknownMeetingError):
        open_meeting(**told)
    with reading(programme.engine("trygghet_app"), director) as connection:
        assert fetch_meeting(connection, director, 1, 99) is None


def test_there_is_one_meeting_of_a_name_on_a_day(programme: Database, director: Viewer) -> None:
    _plan(programme, director)
    with pytest.raises(IntegrityError) as refused:
        _plan(programme, director)
    assert rule_of(refused.value) == "uq_meeting_programme_id_held_on_title"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "N" * 121}, "title"),
        ({"agenda": "Anna 811218-9876"}, "agenda"),
        ({"diarienummer": "811218-9876"}, "diarienummer"),
        ({"subjects": ()}, "subjects"),
        ({"subjects": ("money", "money")}, "subjects"),
        ({"held_on": date(2036, 1, 1)}, "held_on"),
    ],
)
def test_what_breaks_a_rule_is_not_written(
    programme: Database, director: Viewer, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(FaultyError) as refused:
        _plan(programme, director, replace(PLAN, **change))
    assert [fault.field for fault in refused.value.faults] == [field]
    with reading(programme.engine("trygghet_app"), director) as connection:
        assert fetch_meetings(connection, director, 1) == ()
