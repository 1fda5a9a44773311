"""Register what was done, and correct what was registered."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from data_access.drafts import drop_draft
from data_access.engine import writing
from data_access.entries import hold_areas, insert_entry
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
    """The same form was saved before; it stands once."""


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
        AlreadyRegisteredError: the form was saved before.
        MonthClosedError: its month is not open; the audit notes the attempt.
        sqlalchemy.exc.IntegrityError: another rule of the database's own is broken.
    """
    with writing(engine, viewer) as connection, _told_rules():
        require(viewer, Right.REGISTER_ACTIVITIES)
        insert_entry(connection, programme_id, record)
        drop_draft(connection, DRAFT)


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
            raise EntryGoneError(DRAFT)


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
            raise EntryGoneError(DRAFT)
        insert_entry(connection, programme_id, record, replaces=entry_id)


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
