"""Make a meeting's pack: gather what the board may see, and keep what was composed of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection, Engine

from config.settings import settings
from data_access.areas import fetch_areas
from data_access.engine import reading, writing
from data_access.facts import fetch_moment, settle
from data_access.meetings import fetch_meetings, fetch_packs, insert_pack
from data_access.money import fetch_source_years
from data_access.programme import fetch_target_groups
from data_access.publications import fetch_publications, fetch_published_counts
from data_access.questions import fetch_questions
from data_access.states import fetch_state
from domain.access import Right, Viewer, require
from domain.activities import ActivityFilter
from domain.changes import State
from domain.findings.changes import Compared
from domain.findings.names import Names
from domain.findings.overview import Earlier, Situation
from domain.meetings import Meeting, PackInfo, meeting_before, missing_for_pack
from domain.money import SourceYear
from domain.packs.briefing import Briefing
from domain.packs.content import Organisation
from domain.packs.made import MadePack
from domain.points import count_by_status
from domain.programme import Programme
from domain.publications import Division
from domain.published_counts import published_tally
from domain.statuses import Status
from domain.tallies import Tally
from domain.viewpoint import Viewpoint
from services.keep_meetings import UnknownMeetingError, hold_meeting, require_whole
from texts import _
from texts.numbers import day


@dataclass(frozen=True, slots=True)
class Moments:
    """From where it is told, and since when; None: there is nothing to compare with.

    `told_at` is the moment that is told with it. `since_name` names the earlier moment:
    "sammanträdet 27 augusti 2026".
    """

    at: Viewpoint
    told_at: datetime
    since: Viewpoint | None
    since_name: str


def organisation() -> Organisation:
    """Return whose packs they are, by the settings."""
    return Organisation(settings().organisation, settings().contact, settings().colour)


def gather_briefing(
    engine: Engine,
    *,
    viewer: Viewer,
    programme: Programme,
    meeting_id: int,
    organisation: Organisation,
    is_kept: bool = True,
) -> Briefing:
    """Return what a meeting is told from: what the board may see, as it is or as it was closed.

    Whoever asks, counts are the published ones. What is to be kept as of its moment (`is_kept`)
    waits for who is writing; what is only shown does not.

    Raises:
        AccessDeniedError: the viewer does not see packs.
        UnknownMeetingError: there is no such meeting.
        FaultyError: it is to be kept, and the meeting lacks what its pack tells on every page.
        NotSettledError: somebody is still writing what belongs to the moment.
    """
    require(viewer, Right.SEE_PACKS)
    with reading(engine, viewer) as connection:
        meetings = fetch_meetings(connection, viewer, programme.id)
        meeting = _of_key(meetings, meeting_id)
        if is_kept:
            require_whole(missing_for_pack(meeting))
        latest = fetch_packs(connection, viewer, programme.id, [meeting_id]).get(meeting_id, ())
        # The database's clock: the panel's may be ahead of it, and nothing is known of the future.
        moments = moments_of(meeting, meetings, fetch_moment(connection))
        if not (is_kept or meeting.as_of):
            moments = replace(moments, at=moments.at.known_now)
        return brief(
            connection,
            viewer,
            programme,
            meeting,
            moments,
            organisation,
            latest[0].fingerprint if latest else None,
        )


def _of_key(meetings: Sequence[Meeting], meeting_id: int) -> Meeting:
    for each in meetings:
        if each.id == meeting_id:
            return each
    raise UnknownMeetingError(meeting_id)


def moments_of(meeting: Meeting, meetings: Sequence[Meeting], now: datetime) -> Moments:
    """Return to which moment a meeting is told, and from which the changes are.

    A closed one is told as of what it was shown, another as of now; the changes are from what the
    meeting before was shown.
    """
    before = meeting_before(meeting, meetings)
    told_at = meeting.as_of or now
    return Moments(
        Viewpoint.back_at(told_at),
        told_at,
        Viewpoint.back_at(before.as_of) if before and before.as_of else None,
        since_meeting(before.held_on) if before else "",
    )


def since_meeting(held_on: date) -> str:
    """Return a meeting as what has changed since: "sammanträdet 27 augusti 2026"."""
    return _("sammanträdet {day}").format(day=day(held_on))


def brief(
    connection: Connection,
    viewer: Viewer,
    programme: Programme,
    meeting: Meeting,
    moments: Moments,
    organisation: Organisation,
    replaces: str | None,
) -> Briefing:
    """Return what a meeting is told from, between two moments; money only to who may see it.

    Raises:
        AccessDeniedError: the viewer does not see what is published.
        NotSettledError: somebody is still writing what belongs to one of the moments.
    """
    _settle(connection, moments)
    at = moments.at
    areas = fetch_areas(connection, viewer, programme.id)
    groups = fetch_target_groups(connection, viewer, programme.id)
    state = fetch_state(connection, viewer, programme.id, at.day.year, at)
    compared = _compared(connection, viewer, programme.id, state, moments)
    years = None
    if viewer.may(Right.SEE_MONEY):
        years = fetch_source_years(connection, viewer, programme.id, at.day.year, at)
    division, names = Division.of(areas, groups), Names.of(areas, groups)
    tally = _published(connection, viewer, programme.id, division, at)
    return Briefing(
        organisation=organisation,
        programme=programme,
        meeting=meeting,
        situation=_situation(state, years, tally, names.areas, compared),
        compared=compared,
        names=names,
        area_codes=division.area_codes,
        groups={each.code: each.short_name for each in groups},
        questions=fetch_questions(connection, viewer, programme.id, at.known_at),
        as_of=moments.told_at,
        replaces=replaces,
    )


def _settle(connection: Connection, moments: Moments) -> None:
    for seen in (moments.at, moments.since):
        if seen and seen.known_at:
            settle(connection, seen.known_at)


def _compared(
    connection: Connection, viewer: Viewer, programme_id: int, state: State, moments: Moments
) -> Compared | None:
    if moments.since is None:
        return None
    earlier = fetch_state(connection, viewer, programme_id, state.at.day.year, moments.since)
    return Compared(earlier, state, moments.since_name)


def keep_pack(
    engine: Engine,
    *,
    viewer: Viewer,
    programme_id: int,
    meeting: Meeting,
    pack: MadePack,
) -> PackInfo:
    """Keep a pack as a new version; nothing of it is changed after that.

    `meeting` is the meeting as the pack tells of it.

    Raises:
        AccessDeniedError: the viewer does not keep meetings.
        UnknownMeetingError: there is no such meeting.
        OutdatedMeetingError: it has been changed since it was gathered; the audit notes it.
        FaultyError: it lacks what its pack tells on every page.
        sqlalchemy.exc.IntegrityError: another version has come since it was gathered, or the very
            same content is kept already.
    """
    with writing(engine, viewer) as connection:
        require(viewer, Right.KEEP_MEETINGS)
        held = hold_meeting(connection, programme_id, meeting.id, meeting.changed_at)
        require_whole(missing_for_pack(held))
        return insert_pack(connection, programme_id, meeting.id, pack)


def _published(
    connection: Connection,
    viewer: Viewer,
    programme_id: int,
    division: Division,
    at: Viewpoint,
) -> Tally | None:
    """Return the published tally of the day's year and the one before, None: nothing is told."""
    told = [
        each
        for each in fetch_publications(connection, viewer, programme_id, at.known_at)
        if each.month < at.day
    ]
    first = date(at.day.year - 1, 1, 1)
    last = max((each.month for each in told), default=None)
    if last is None or last < first:
        return None
    counts = fetch_published_counts(connection, viewer, programme_id, first, last, at.known_at)
    return published_tally(counts, told, ActivityFilter(first, last), division)


def _situation(
    state: State,
    years: tuple[SourceYear, ...] | None,
    tally: Tally | None,
    area_names: Mapping[str, str],
    compared: Compared | None,
) -> Situation:
    # How far each area has reported is the administration's own: the board is told what is public.
    return Situation(
        standings=tuple(state.points.values()),
        sources=years,
        tally=tally,
        periods=(),
        area_names=area_names,
        today=state.at.day,
        earlier=_earlier(compared),
    )


def _earlier(compared: Compared | None) -> Earlier | None:
    if compared is None:
        return None
    counts = count_by_status(tuple(compared.earlier.points.values()))
    return Earlier(
        compared.since, counts[Status.DONE] + counts[Status.ON_PLAN], counts[Status.LATE]
    )
