"""What is said of the board's meetings: which is next, how far one has come, what it lacks."""

from collections.abc import Sequence
from datetime import date

from domain.findings.finding import Finding
from domain.meetings import (
    Meeting,
    MeetingState,
    meeting_before,
    missing_to_close,
    missing_to_open,
    next_meeting,
    subject_name,
)
from texts import _
from texts.numbers import day, day_seen_from, moment_seen_from
from texts.words import join_words, lowered, sentences

NO_MEETINGS = Finding(
    _("Inga sammanträden är planerade"),
    _("När förvaltningsdirektören har planerat ett sammanträde syns det här."),
)


def meeting_finding(meeting: Meeting, meetings: Sequence[Meeting], today: date) -> Finding:
    """Return which meeting it is as a title, and how far it has come as the lead."""
    when = day_seen_from(meeting.held_on, today)
    if meeting == next_meeting(meetings):
        title = (
            _("Nästa sammanträde hålls {day}")
            if meeting.held_on > today
            else _("Sammanträde {day}")
        )
        if meeting.held_on == today:
            title = _("Nämnden sammanträder i dag")
    else:
        title = _("Sammanträde {day}")
    before = meeting_before(meeting, meetings)
    compared = (
        _("Det jämförs med sammanträdet {day}").format(day=day_seen_from(before.held_on, today))
        if before
        else ""
    )
    return Finding(title.format(day=when), sentences(state_sentence(meeting, today), compared))


def meeting_name(meeting: Meeting) -> str:
    """Return a meeting as a list names it: "26 november 2026, Socialnämnden Hisingen"."""
    return _("{day}, {title}").format(day=day(meeting.held_on), title=meeting.title)


def state_sentence(meeting: Meeting, today: date) -> str:
    """Return how far a meeting has come, and as of when it was shown the programme."""
    if meeting.state is MeetingState.CLOSED and meeting.as_of:
        return _("Det är stängt, och visar läget {moment}").format(
            moment=moment_seen_from(meeting.as_of, today)
        )
    if meeting.state is MeetingState.OPEN:
        return _("Det är öppet")
    if meeting.held_on < today:
        return _("Dagen har varit, men sammanträdet har inte öppnats")
    return _("Det är planerat")


def subjects_sentence(meeting: Meeting) -> str:
    """Return what is shown of the programme, in the order of the agenda."""
    names = [subject_name(code) for code in meeting.subjects]
    return join_words([names[0], *(lowered(name) for name in names[1:])]) if names else ""


def missing_sentence(meeting: Meeting, today: date) -> str:
    """Return what a meeting lacks before its next step, empty where nothing or it is closed."""
    if meeting.state is MeetingState.PLANNED:
        return missing_to_open(meeting)
    return missing_to_close(meeting, today) if meeting.state is MeetingState.OPEN else ""
