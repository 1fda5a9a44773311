"""The board's meetings and the packs that they were given to read."""

from collections.abc import Collection, Mapping
from dataclasses import asdict

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from data_access.schema import meetings
from domain.access import Right, Viewer, require
from domain.calendar import STOCKHOLM
from domain.meetings import Meeting, MeetingPlan, MeetingState, PackInfo
from domain.naming import person_of
from domain.packs.made import MadePack

_MEETING = (
    "id",
    "held_on",
    "title",
    "diarienummer",
    "agenda",
    "subjects",
    "state",
    "as_of",
    "changed_by",
    "changed_at",
)
_PACK = (
    "id",
    "meeting_id",
    "version",
    "fingerprint",
    "as_of",
    "replaces",
    "digests",
    "is_public",
    "made_at",
    "made_by",
)


def fetch_meetings(
    connection: Connection, viewer: Viewer, programme_id: int
) -> tuple[Meeting, ...]:
    """Return all meetings, the latest day first."""
    require(viewer, Right.SEE_POINTS)
    table = meetings.meeting
    rows = connection.execute(
        _meetings(programme_id).order_by(table.c.held_on.desc(), table.c.id.desc())
    )
    return tuple(_meeting_of(row) for row in rows)


def fetch_meeting(
    connection: Connection, viewer: Viewer, programme_id: int, meeting_id: int
) -> Meeting | None:
    """Return a meeting, or None."""
    require(viewer, Right.SEE_POINTS)
    row = connection.execute(_meetings(programme_id).filter_by(id=meeting_id)).first()
    return _meeting_of(row) if row else None


def lock_meeting(connection: Connection, programme_id: int, meeting_id: int) -> Meeting | None:
    """Return a meeting, having waited for others who change it, and let them wait; None: no such.

    Who may not change meetings finds none.
    """
    statement = _meetings(programme_id).filter_by(id=meeting_id).with_for_update(key_share=True)
    row = connection.execute(statement).first()
    return _meeting_of(row) if row else None


def insert_meeting(connection: Connection, programme_id: int, plan: MeetingPlan) -> int:
    """Insert a planned meeting; returns its key.

    Raises:
        sqlalchemy.exc.IntegrityError: there is one with that name on that day, or a text breaks a
            rule.
    """
    table = meetings.meeting
    made = insert(table).values(programme_id=programme_id, **_columns(plan)).returning(table.c.id)
    return int(connection.scalar(made) or 0)


def change_meeting(
    connection: Connection, programme_id: int, meeting_id: int, plan: MeetingPlan
) -> None:
    """Write what is now said of a meeting.

    Raises:
        sqlalchemy.exc.IntegrityError: it is closed, or as of `insert_meeting`.
    """
    connection.execute(
        update(meetings.meeting)
        .filter_by(programme_id=programme_id, id=meeting_id)
        .values(_columns(plan))
    )


def move_meeting(
    connection: Connection, programme_id: int, meeting_id: int, state: MeetingState
) -> None:
    """Bring a meeting to a state; the database sets when it was closed, and as of when.

    Raises:
        sqlalchemy.exc.IntegrityError: it does not take that step.
    """
    connection.execute(
        update(meetings.meeting)
        .filter_by(programme_id=programme_id, id=meeting_id)
        .values(state=state)
    )


def fetch_packs(
    connection: Connection, viewer: Viewer, programme_id: int, meeting_ids: Collection[int]
) -> Mapping[int, tuple[PackInfo, ...]]:
    """Return the packs of some meetings by the meeting's key, the latest version first."""
    require(viewer, Right.SEE_PACKS)
    table = meetings.meeting_pack
    rows = connection.execute(
        select(*(table.c[name] for name in _PACK))
        .where(table.c.programme_id == programme_id, table.c.meeting_id.in_(meeting_ids))
        .order_by(table.c.meeting_id, table.c.version.desc())
    )
    found: dict[int, tuple[PackInfo, ...]] = {}
    for row in rows:
        found[row.meeting_id] = (*found.get(row.meeting_id, ()), _pack_of(row))
    return found


def fetch_pack_content(
    connection: Connection, viewer: Viewer, programme_id: int, fingerprint: str
) -> str | None:
    """Return a pack's content as canonical JSON, or None where there is none."""
    require(viewer, Right.SEE_PACKS)
    content = meetings.meeting_pack.c.content
    statement = select(content).filter_by(programme_id=programme_id, fingerprint=fingerprint)
    return connection.scalar(statement)


def fetch_public_pack(connection: Connection, fingerprint: str) -> str | None:
    """Return the content of a pack whose link is public, or None; it needs no viewer."""
    content: str | None = connection.scalar(select(func.public_pack(fingerprint)))
    return content


def insert_pack(
    connection: Connection,
    programme_id: int,
    meeting_id: int,
    pack: MadePack,
) -> PackInfo:
    """Insert a new version of a meeting's pack, but not its files; the database numbers it.

    Raises:
        sqlalchemy.exc.ProgrammingError: the viewer makes no packs.
        sqlalchemy.exc.IntegrityError: the fingerprint is untrue or there already, another version
            has come since, or the moment has not come.
    """
    table = meetings.meeting_pack
    row = connection.execute(
        insert(table)
        .values(
            programme_id=programme_id,
            meeting_id=meeting_id,
            content=pack.text.decode(),
            fingerprint=pack.fingerprint,
            as_of=pack.as_of,
            replaces=pack.replaces,
            digests=dict(pack.digests),
        )
        .returning(*(table.c[name] for name in _PACK))
    ).one()
    return _pack_of(row)


def set_pack_public(
    connection: Connection, programme_id: int, fingerprint: str, *, is_public: bool
) -> bool:
    """Let a pack be read by whoever has its link, or no more; False where there is no such pack."""
    done = connection.execute(
        update(meetings.meeting_pack)
        .filter_by(programme_id=programme_id, fingerprint=fingerprint)
        .values(is_public=is_public)
    )
    return done.rowcount == 1


def _meetings(programme_id: int) -> Select[tuple[object, ...]]:
    table = meetings.meeting
    return select(*(table.c[name] for name in _MEETING)).where(table.c.programme_id == programme_id)


def _columns(plan: MeetingPlan) -> dict[str, object]:
    return asdict(plan) | {"subjects": list(plan.subjects)}


def _meeting_of(row: "Row[tuple[object, ...]]") -> Meeting:
    return Meeting(
        id=row.id,
        held_on=row.held_on,
        title=row.title,
        diarienummer=row.diarienummer,
        agenda=row.agenda,
        subjects=tuple(row.subjects),
        state=MeetingState(row.state),
        as_of=row.as_of.astimezone(STOCKHOLM) if row.as_of else None,
        changed_by=person_of(row.changed_by),
        changed_at=row.changed_at.astimezone(STOCKHOLM),
    )


def _pack_of(row: "Row[tuple[object, ...]]") -> PackInfo:
    return PackInfo(
        id=row.id,
        meeting_id=row.meeting_id,
        version=row.version,
        fingerprint=row.fingerprint,
        as_of=row.as_of.astimezone(STOCKHOLM),
        replaces=row.replaces,
        digests=tuple(sorted(row.digests.items())),
        is_public=row.is_public,
        made_at=row.made_at.astimezone(STOCKHOLM),
        made_by=person_of(row.made_by),
    )
