"""Register what was done, and correct what was registered."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from data_access.drafts import drop_draft
from data_access.engine import reading, writing
from data_access.entries import fetch_by_ref, hold_areas, insert_entry
from data_access.facts import withdraw
from data_access.refusals import rule_of
from data_access.schema import activities
from domain.access import Right, Viewer, require
from domain.outdated import OutdatedError
from domain.records import ActivityRecord

DRAFT = "aktivitet"
"""The subject of the draft of an activity."""


class MonthClosedError(OutdatedError):
    """The month has been submitted or approved; nothing was written, and the draft is kept."""


class AlreadyRegisteredError(RuntimeError):
    """The same form was saved before, with the same in it; it stands once."""


class OtherRegisteredError(OutdatedError):
    """The form was saved before, with something else in it; this was not written."""


class EntryGoneError(OutdatedError):
    """The entry does not stand any more: somebody has withdrawn or replaced it."""


def register(engine: Engine, *, viewer: Viewer, programme_id: int, record: ActivityRecord) -> None:
    """Write an activity and forget the draft of it, both or neither.

    Args:
        engine: the application's pool.
        viewer: who registers.
        programme_id: the programme.
        record: what was done; its `source_ref` names the form, so that it is saved once.

    Raises:
        AccessDeniedError: the viewer registers no activities.
        AlreadyRegisteredError: the form was saved before as it is now.
        OtherRegisteredError: it was saved before, from another screen, as something else.
        MonthClosedError: its month is not open; the audit notes the attempt.
        sqlalchemy.exc.IntegrityError: another rule of the database's own is broken.
    """
    try:
        with writing(engine, viewer) as connection, _told_rules():
            require(viewer, Right.REGISTER_ACTIVITIES)
            insert_entry(connection, programme_id, record)
            drop_draft(connection, DRAFT)
    except AlreadyRegisteredError:
        with reading(engine, viewer) as connection:
            stands = fetch_by_ref(connection, viewer, programme_id, record.source_ref or "")
        if stands is None or stands.record != record:
            raise OtherRegisteredError(DRAFT) from None
        raise


def draft_of_entry(entry_id: int) -> str:
    """Return the subject of a draft of an entry's correction."""
    return f"rattelse/{entry_id}"


def withdraw_entry(
    engine: Engine, *, viewer: Viewer, programme_id: int, entry_id: int, why: str
) -> None:
    """Withdraw an entry with a reason; it stays, with what became of it.

    Raises:
        AccessDeniedError: the viewer registers no activities.
        EntryGoneError: it does not stand any more.
        MonthClosedError: its month is not open.
        sqlalchemy.exc.IntegrityError: the reason is empty, or holds a person's number.
    """
    with writing(engine, viewer) as connection, _told_rules():
        require(viewer, Right.REGISTER_ACTIVITIES)
        if not withdraw(connection, activities.activity, programme_id, entry_id, why):
            raise EntryGoneError(draft_of_entry(entry_id))
        drop_draft(connection, draft_of_entry(entry_id))


def replace_entry(
    engine: Engine,
    *,
    viewer: Viewer,
    programme_id: int,
    entry_id: int,
    record: ActivityRecord,
    why: str,
) -> None:
    """Withdraw an entry and write what is right, both or neither.

    Raises:
        AccessDeniedError: the viewer registers no activities.
        EntryGoneError: it does not stand any more.
        MonthClosedError: the month of the one or the other is not open.
        sqlalchemy.exc.IntegrityError: another rule of the database's own is broken.
    """
    with writing(engine, viewer) as connection, _told_rules():
        require(viewer, Right.REGISTER_ACTIVITIES)
        hold_areas(connection, programme_id, entry_id, record.area_code)
        if not withdraw(connection, activities.activity, programme_id, entry_id, why):
            raise EntryGoneError(draft_of_entry(entry_id))
        insert_entry(connection, programme_id, record, replaces=entry_id)
        drop_draft(connection, draft_of_entry(entry_id))


@contextmanager
def _told_rules() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        match rule_of(error):
            case "month_is_open":
                raise MonthClosedError(DRAFT) from error
            case "uq_activity_source_ref":
                raise AlreadyRegisteredError from error
        raise
