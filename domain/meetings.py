"""The board's meetings: which comes next, what may be done with one, and what it lacks."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.updates import FieldFault, text_faults
from texts import _
from texts.numbers import day
from texts.words import sentences

SUBJECTS = ("overview", "changes", "points", "activities", "money", "questions")
"""What a meeting can be shown of the programme, by the codes of the database."""

LONGEST_TITLE = 120
LONGEST_AGENDA = 4000
LONGEST_AHEAD_YEARS = 2
"""Meetings are decided a year at a time: one further ahead is a typing error."""

_DIARIENUMMER = re.compile(r"(?:[^\W\d_]{1,6}\d{0,4}[- ])?\d{1,6}/(?:\d{4}|\d{2})")
"""As the registers of Swedish authorities write it: N164-0123/26, SN 0123/2026, 123/26."""


class MeetingState(StrEnum):
    """How far a meeting has come; it takes these steps in this order, and none back."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of the board.

    `agenda` is plain text, a line an item; `subjects` are codes of `SUBJECTS` in the order in which
    they are shown. `as_of` is the moment to which was known what the meeting was shown; None until
    it is closed. `changed_at` tells whether somebody has changed it since it was seen.
    """

    id: int
    held_on: date
    title: str
    diarienummer: str | None
    agenda: str | None
    subjects: tuple[str, ...]
    state: MeetingState
    as_of: datetime | None
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class MeetingPlan:
    """What the director says of a meeting, which can be changed until it is closed."""

    held_on: date
    title: str
    diarienummer: str | None
    agenda: str | None
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PackInfo:
    """A version of a meeting's pack, without its content.

    `fingerprint` is the content's SHA-256 in hexadecimal digits, `replaces` that of the version
    before; `digests` pairs each file's name with its own, and names the version of the program.
    """

    id: int
    meeting_id: int
    version: int
    fingerprint: str
    as_of: datetime
    replaces: str | None
    digests: tuple[tuple[str, str], ...]
    is_public: bool
    made_at: datetime
    made_by: str


def subject_name(code: str) -> str:
    """Return a subject as the agenda calls it."""
    return {
        "overview": _("Läget i korthet"),
        "changes": _("Sedan förra sammanträdet"),
        "points": _("Punkterna"),
        "activities": _("Aktiviteter"),
        "money": _("Medel"),
        "questions": _("Frågor"),
    }[code]


def state_name(state: MeetingState) -> str:
    """Return a state as the reader calls it."""
    return {
        MeetingState.PLANNED: _("planerat"),
        MeetingState.OPEN: _("öppet"),
        MeetingState.CLOSED: _("stängt"),
    }[state]


def next_meeting(meetings: Iterable[Meeting]) -> Meeting | None:
    """Return the earliest meeting that is not closed, be its day gone or not; None: there is none.

    One whose day has passed is still the next to be dealt with.
    """
    ahead = (each for each in meetings if each.state is not MeetingState.CLOSED)
    return min(ahead, key=_by_day, default=None)


def latest_closed(meetings: Iterable[Meeting]) -> Meeting | None:
    """Return the closed meeting that was held last, or None."""
    closed = (each for each in meetings if each.state is MeetingState.CLOSED)
    return max(closed, key=_by_day, default=None)


def meeting_before(meeting: Meeting, meetings: Iterable[Meeting]) -> Meeting | None:
    """Return the meeting that another is compared with: the one shown what is latest before it."""
    return next(iter(shown_before(meeting.as_of, meetings)), None)


def shown_before(moment: datetime | None, meetings: Iterable[Meeting]) -> list[Meeting]:
    """Return the closed meetings that were shown what was known before a moment; None: before now.

    The latest moment goes first. It is the moments that are compared, and not the meetings' days: a
    meeting may be closed, and shown what is known by then, after the one that is held next.
    """
    told = [
        (each.as_of, each.held_on, each.id, each)
        for each in meetings
        if each.as_of is not None and (moment is None or each.as_of < moment)
    ]
    return [each for *_key, each in sorted(told, key=lambda row: row[:3], reverse=True)]


def chosen_first(meetings: Iterable[Meeting]) -> Meeting | None:
    """Return the meeting that a reader most likely comes for: the next, else the latest."""
    known = tuple(meetings)
    return next_meeting(known) or latest_closed(known)


def as_diarienummer(told: str) -> str | None:
    """Return a number of the register as it is written there, or None for an empty one."""
    return " ".join(told.upper().split()) or None


def faults_of_plan(plan: MeetingPlan, today: date, state: MeetingState) -> list[FieldFault]:
    """Return what has to be mended before a meeting can be kept so, in the order of the form.

    What one must have to be opened it keeps from then on.
    """
    is_planned = state is MeetingState.PLANNED
    return [
        *_of_day(plan.held_on, today),
        *_of_title(plan.title),
        *_of_diarienummer(plan.diarienummer, may_be_missing=is_planned),
        *_of_agenda(plan.agenda, may_be_missing=is_planned),
        *_of_subjects(plan.subjects),
    ]


def missing_to_open(meeting: Meeting) -> str:
    """Return what a meeting lacks before it can be opened, as a sentence; empty: nothing.

    What it lacks stands on every page of its pack.
    """
    return sentences(
        "" if meeting.diarienummer else _("diarienumret saknas"),
        "" if meeting.agenda else _("dagordningen saknas"),
    )


def missing_for_pack(meeting: Meeting) -> str:
    """Return why no pack can be made of a meeting yet, likewise."""
    lacks = missing_to_open(meeting)
    return _("Ett paket kan inte göras ännu. {lacks}").format(lacks=lacks) if lacks else ""


def missing_to_close(meeting: Meeting, today: date) -> str:
    """Return why an open meeting cannot be closed yet, as a sentence; empty: it can."""
    ahead = _("Sammanträdet hålls {day} och kan stängas först då.")
    return sentences(
        missing_to_open(meeting),
        ahead.format(day=day(meeting.held_on)) if meeting.held_on > today else "",
    )


def _by_day(meeting: Meeting) -> tuple[date, int]:
    return meeting.held_on, meeting.id


def _of_day(held_on: date, today: date) -> Iterator[FieldFault]:
    if held_on.year > today.year + LONGEST_AHEAD_YEARS:
        text = _("Sammanträdet ligger för långt fram. Kontrollera årtalet.")
        yield FieldFault("held_on", text)


def _of_title(title: str) -> Iterator[FieldFault]:
    if not title.strip():
        yield FieldFault("title", _("Skriv vad sammanträdet heter."))
    for text in text_faults(title, LONGEST_TITLE):
        yield FieldFault("title", text)


def _of_diarienummer(diarienummer: str | None, *, may_be_missing: bool) -> Iterator[FieldFault]:
    if diarienummer is None:
        if not may_be_missing:
            text = _("Skriv diarienumret: det måste finnas sedan sammanträdet har öppnats.")
            yield FieldFault("diarienummer", text)
    elif not _DIARIENUMMER.fullmatch(diarienummer):
        text = _("Skriv diarienumret som i diariet, till exempel N164-0123/26.")
        yield FieldFault("diarienummer", text)


def _of_agenda(agenda: str | None, *, may_be_missing: bool) -> Iterator[FieldFault]:
    if not agenda and not may_be_missing:
        text = _("Skriv dagordningen: den måste finnas sedan sammanträdet har öppnats.")
        yield FieldFault("agenda", text)
    for text in text_faults(agenda, LONGEST_AGENDA):
        yield FieldFault("agenda", text)


def _of_subjects(subjects: tuple[str, ...]) -> Iterator[FieldFault]:
    if not subjects:
        yield FieldFault("subjects", _("Välj minst ett ämne."))
    elif len(set(subjects)) < len(subjects) or not set(subjects) <= set(SUBJECTS):
        yield FieldFault("subjects", _("Välj varje ämne en gång, bland dem som finns."))
