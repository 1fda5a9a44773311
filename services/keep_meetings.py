"""Plan the board's meetings, open and close them, and let their packs be read by others."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, Engine

from data_access.drafts import drop_draft
from data_access.engine import writing
from data_access.meetings import (
    change_meeting,
    insert_meeting,
    lock_meeting,
    move_meeting,
    set_pack_public,
)
from domain.access import Right, Viewer, require
from domain.meetings import (
    Meeting,
    MeetingPlan,
    MeetingState,
    faults_of_plan,
    missing_to_close,
    missing_to_open,
)
from domain.outdated import OutdatedError
from domain.updates import FaultyError, FieldFault

NEW = "ny"
"""What stands for the key of a meeting that there is not yet."""


class UnknownMeetingError(LookupError):
    """The programme has no meeting with that key."""


class UnknownPackError(LookupError):
    """The programme has no pack with that fingerprint."""


class OutdatedMeetingError(OutdatedError):
    """Somebody has changed the meeting since the form was opened; nothing was written.

    `theirs` is the meeting as it now is.
    """

    def __init__(self, theirs: Meeting) -> None:
        super().__init__(draft_of_meeting(theirs.id))
        self.theirs = theirs


def draft_of_meeting(meeting_id: int | None) -> str:
    """Return the subject of a draft of a meeting; None: of a new one."""
    return f"sammantrade/{meeting_id or NEW}"


def plan_meeting(
    engine: Engine, *, viewer: Viewer, programme_id: int, plan: MeetingPlan, today: date
) -> int:
    """Plan a meeting, and forget the draft of it; returns its key.

    Raises:
        AccessDeniedError: the viewer does not keep meetings.
        FaultyError: what is said breaks a rule of `domain.meetings`.
        sqlalchemy.exc.IntegrityError: there is one with that name on that day.
    """
    with writing(engine, viewer) as connection:
        require(viewer, Right.KEEP_MEETINGS)
        _require_sound(faults_of_plan(plan, today, MeetingState.PLANNED))
        key = insert_meeting(connection, programme_id, plan)
        drop_draft(connection, draft_of_meeting(None))
    return key


def replan_meeting(
    engine: Engine,
    *,
    viewer: Viewer,
    programme_id: int,
    meeting_id: int,
    plan: MeetingPlan,
    seen: datetime,
    today: date,
) -> None:
    """Change what is said of a meeting that is not closed, and forget the draft of it.

    Args:
        engine: the application's pool.
        viewer: who changes it.
        programme_id: the programme.
        meeting_id: the meeting.
        plan: what is now said of it.
        seen: when it had been changed last as the writer saw it.
        today: the day.

    Raises:
        AccessDeniedError: the viewer does not keep meetings.
        UnknownMeetingError: there is no such meeting.
        OutdatedMeetingError: another has changed it since; the audit notes the attempt.
        FaultyError: what is said breaks a rule of `domain.meetings`.
        sqlalchemy.exc.IntegrityError: it is closed, or there is one with that name on that day.
    """
    with writing(engine, viewer) as connection:
        require(viewer, Right.KEEP_MEETINGS)
        held = hold_meeting(connection, programme_id, meeting_id, seen)
        _require_sound(faults_of_plan(plan, today, held.state))
        change_meeting(connection, programme_id, meeting_id, plan)
        drop_draft(connection, draft_of_meeting(meeting_id))


def open_meeting(
    engine: Engine, *, viewer: Viewer, programme_id: int, meeting_id: int, seen: datetime
) -> None:
    """Open a planned meeting.

    Raises:
        AccessDeniedError: the viewer does not keep meetings.
        UnknownMeetingError: there is no such meeting.
        OutdatedMeetingError: another has changed it since it was `seen`; the audit notes it.
        FaultyError: something is missing that its pack tells on every page.
        sqlalchemy.exc.IntegrityError: it is closed.
    """
    _move(engine, viewer, programme_id, meeting_id, seen, MeetingState.OPEN, missing_to_open)


def close_meeting(
    engine: Engine,
    *,
    viewer: Viewer,
    programme_id: int,
    meeting_id: int,
    seen: datetime,
    today: date,
) -> None:
    """Close an open meeting: nothing of it is changed after that.

    Raises:
        AccessDeniedError: the viewer does not keep meetings.
        UnknownMeetingError: there is no such meeting.
        OutdatedMeetingError: another has changed it since it was `seen`; the audit notes it.
        FaultyError: its day has not come, or it lacks what it had to have to be opened.
        sqlalchemy.exc.IntegrityError: it is not open.
    """

    def missing(meeting: Meeting) -> str:
        return missing_to_close(meeting, today)

    _move(engine, viewer, programme_id, meeting_id, seen, MeetingState.CLOSED, missing)


def share_pack(
    engine: Engine, *, viewer: Viewer, programme_id: int, fingerprint: str, is_public: bool
) -> None:
    """Let a pack be read by whoever has its link, or take that back.

    Raises:
        AccessDeniedError: the viewer does not keep meetings.
        UnknownPackError: there is no pack with that fingerprint.
    """
    with writing(engine, viewer) as connection:
        require(viewer, Right.KEEP_MEETINGS)
        if not set_pack_public(connection, programme_id, fingerprint, is_public=is_public):
            raise UnknownPackError(fingerprint)


def _move(
    engine: Engine,
    viewer: Viewer,
    programme_id: int,
    meeting_id: int,
    seen: datetime,
    state: MeetingState,
    missing: Callable[[Meeting], str],
) -> None:
    with writing(engine, viewer) as connection:
        require(viewer, Right.KEEP_MEETINGS)
        require_whole(missing(hold_meeting(connection, programme_id, meeting_id, seen)))
        move_meeting(connection, programme_id, meeting_id, state)


def hold_meeting(
    connection: Connection, programme_id: int, meeting_id: int, seen: datetime
) -> Meeting:
    """Hold a meeting that is as the writer saw it, until the transaction ends.

    Raises:
        UnknownMeetingError: there is no such meeting.
        OutdatedMeetingError: another has changed it since it was `seen`; the audit notes it.
    """
    meeting = lock_meeting(connection, programme_id, meeting_id)
    if meeting is None:
        raise UnknownMeetingError(meeting_id)
    if meeting.changed_at != seen:
        raise OutdatedMeetingError(meeting)
    return meeting


def require_whole(lacks: str) -> None:
    """Refuse what a meeting lacks something for.

    Raises:
        FaultyError: there is a sentence on what it lacks.
    """
    _require_sound([FieldFault("form", lacks)] if lacks else [])


def _require_sound(faults: Sequence[FieldFault]) -> None:
    if faults:
        raise FaultyError(faults)
