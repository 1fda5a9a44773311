"""Composing a pack's content of a briefing: the meeting's subjects, in the agenda's order."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from domain.definitions import marks, of_activities, of_meetings, of_money, of_points
from domain.meetings import subject_name
from domain.packs.briefing import Briefing
from domain.packs.content import Content, Item, MeetingHead, Subject
from domain.packs.counts import activities
from domain.packs.money import money
from domain.packs.points import changes, overview, points
from domain.packs.questions import questions
from texts.words import capitalised

_SUBJECTS: Mapping[str, Callable[[Briefing, str], Subject]] = MappingProxyType(
    {
        "overview": overview,
        "changes": changes,
        "points": points,
        "activities": activities,
        "money": money,
        "questions": questions,
    }
)


def content_of(briefing: Briefing) -> Content:
    """Return what a pack says of a briefing: the same briefing always gives the same content."""
    meeting = briefing.meeting
    subjects = tuple(subject_of(briefing, code) for code in meeting.subjects)
    leading = next((each for each in subjects if each.key == "changes"), subjects[0])
    return Content(
        organisation=briefing.organisation,
        programme=briefing.programme.name,
        is_example=briefing.programme.is_example,
        meeting=MeetingHead(
            meeting.held_on,
            meeting.title,
            meeting.diarienummer or "",
            meeting.agenda or "",
        ),
        as_of=briefing.as_of,
        since=briefing.since,
        title=leading.heading,
        lead=" ".join(leading.sentences),
        subjects=subjects,
        definitions=tuple(
            Item(capitalised(word), capitalised(meaning))
            for word, meaning in (
                *marks(),
                *of_points(),
                *of_activities(),
                *of_money(),
                *of_meetings(),
            )
        ),
        replaces=briefing.replaces,
    )


def subject_of(briefing: Briefing, code: str) -> Subject:
    """Return what a pack says of one of the subjects of `domain.meetings.SUBJECTS`."""
    return _SUBJECTS[code](briefing, subject_name(code))
