"""Meetings: which comes next, what may be typed of one, and what is said of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.findings.meetings import (
    meeting_finding,
    missing_sentence,
    state_sentence,
    subjects_sentence,
)
from domain.meetings import (
    SUBJECTS,
    Meeting,
    MeetingPlan,
    MeetingState,
    as_diarienummer,
    chosen_first,
    faults_of_plan,
    latest_closed,
    meeting_before,
    missing_for_pack,
    missing_to_close,
    next_meeting,
    subject_name,
)

TODAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 13, 12, tzinfo=UTC)
PLANNED, OPEN, CLOSED = MeetingState
MEETING = Meeting(
    *(1, TODAY, "Nämnden", "N164-0123/26", "1. Trygghet", SUBJECTS, PLANNED, None, "Di", NOON)
)


def meeting(
    days: int, state: MeetingState = PLANNED, key: int = 1, shown: int | None = None
) -> Meeting:
    """Return a meeting some days from today; a closed one is shown its own day's noon, or another.

    `shown` is that other day, likewise.
    """
    noon = NOON + timedelta(days=7 + (days if shown is None else shown))
    as_of = noon if state is CLOSED else None
    held_on = TODAY + timedelta(days=days)
    told = {"id": key, "held_on": held_on, "state": state, "as_of": as_of}
    return replace(MEETING, **told)  # type: ignore[arg-type]


LIST = [
    meeting(20, key=5),
    meeting(5, OPEN, key=4),
    meeting(-30, CLOSED, key=3),
    meeting(-60, key=2),
    meeting(-90, CLOSED, key=1),
]


@pytest.mark.parametrize(
    ("meetings", "following", "closed", "first"),
    [
        ([], None, None, None),
        (LIST, 2, 3, 2),
        (LIST[:3], 4, 3, 4),
        ([LIST[2], LIST[4]], None, 3, 3),
        ([meeting(5, key=1), meeting(5, key=2)], 1, None, 1),
    ],
)
def test_the_next_the_latest_and_the_one_that_a_reader_comes_for(
    meetings: list[Meeting], following: int | None, closed: int | None, first: int | None
) -> None:
    found = [each(meetings) for each in (next_meeting, latest_closed, chosen_first)]
    assert [each and each.id for each in found] == [following, closed, first]


@pytest.mark.parametrize(("key", "before"), [(5, 3), (4, 3), (3, 1), (2, 3), (1, None)])
def test_a_meeting_is_compared_with_the_latest_closed_before_it(
    key: int, before: int | None
) -> None:
    found = meeting_before(next(each for each in LIST if each.id == key), LIST)
    assert (found and found.id) == before


def test_a_meeting_is_never_compared_with_what_was_known_after_it() -> None:
    late = meeting(-19, CLOSED, key=1, shown=5)
    ahead_of_time = meeting(0, CLOSED, key=2, shown=-2)
    following = meeting(30, key=3)
    together = [following, ahead_of_time, late]
    assert [meeting_before(each, together) for each in together] == [late, None, ahead_of_time]


meetings_of_any_kind = st.lists(
    st.builds(
        meeting,
        st.integers(-400, 400),
        st.sampled_from(MeetingState),
        st.integers(1, 99),
        st.integers(-400, 400),
    ),
    max_size=8,
    unique_by=lambda each: each.id,
)


@given(meetings_of_any_kind)
def test_the_chain_of_comparisons_goes_back_and_ends(meetings: list[Meeting]) -> None:
    for each in meetings:
        before = meeting_before(each, meetings)
        if before is None:
            continue
        assert before.as_of is not None
        others = [other.as_of for other in meetings if other.as_of]
        if each.as_of is None:
            assert before.as_of == max(others)
        else:
            assert before.as_of < each.as_of
            assert not [other for other in others if before.as_of < other < each.as_of]


@pytest.mark.parametrize(
    ("told", "kept", "is_sound"),
    [
        ("N164-0123/26", "N164-0123/26", True),
        (" n164-0123/26 ", "N164-0123/26", True),
        ("SN 0123/2026", "SN 0123/2026", True),
        ("123/26", "123/26", True),
        ("", None, True),
        ("   ", None, True),
        ("N164", "N164", False),
        ("811218-9876", "811218-9876", False),
        ("Anna/26", "ANNA/26", False),
        ("N164-0123/6", "N164-0123/6", False),
        ("N164-0123/26; drop", "N164-0123/26; DROP", False),
    ],
)
def test_a_number_is_written_as_in_the_register(
    told: str, kept: str | None, *, is_sound: bool
) -> None:
    assert as_diarienummer(told) == kept
    plan = MeetingPlan(TODAY, "Nämnden", kept, None, ("money",))
    assert [fault.field for fault in faults_of_plan(plan, TODAY, PLANNED)] == (
        [] if is_sound else ["diarienummer"]
    )


@given(st.text(max_size=40))
def test_no_number_is_kept_that_could_be_a_persons(told: str) -> None:
    plan = MeetingPlan(TODAY, "Nämnden", as_diarienummer(told), None, ("money",))
    sound = not faults_of_plan(plan, TODAY, PLANNED)
    assert plan.diarienummer is None or not sound or "/" in plan.diarienummer


def test_what_is_wrong_is_told_in_the_order_of_the_form() -> None:
    plan = MeetingPlan(date(2046, 1, 1), " ", "x", "Anna 811218-9876", ("money", "lön"))
    found = [fault.field for fault in faults_of_plan(plan, TODAY, PLANNED)]
    assert found == ["held_on", "title", "diarienummer", "agenda", "subjects"]


def test_every_subject_has_a_name() -> None:
    assert len({subject_name(code) for code in SUBJECTS}) == len(SUBJECTS)
    told = subjects_sentence(replace(MEETING, subjects=("points", "money", "questions")))
    assert told == "Punkterna, medel och frågor"


@pytest.mark.parametrize(
    ("example", "lacks"),
    [
        (MEETING, ""),
        (replace(MEETING, agenda=None), "Dagordningen saknas."),
        (
            replace(MEETING, diarienummer=None, agenda=None),
            "Diarienumret saknas. Dagordningen saknas.",
        ),
        (meeting(0, OPEN), ""),
        (
            meeting(6, OPEN),
            "Sammanträdet hålls 26 november 2026 och kan stängas först då.",
        ),
        (
            replace(meeting(6, OPEN), agenda=None),
            "Dagordningen saknas. Sammanträdet hålls 26 november 2026 och kan stängas först då.",
        ),
        (meeting(-6, CLOSED), ""),
    ],
)
def test_what_a_meeting_lacks_before_its_next_step(example: Meeting, lacks: str) -> None:
    assert missing_sentence(example, TODAY) == lacks


@pytest.mark.parametrize("state", MeetingState)
def test_what_a_meeting_lacks_before_its_pack_is_told(state: MeetingState) -> None:
    lacks = "Ett paket kan inte göras ännu. Dagordningen saknas."
    assert missing_for_pack(replace(meeting(0, state), agenda=None)) == lacks
    assert missing_for_pack(meeting(0, state)) == ""


@pytest.mark.parametrize(
    ("state", "faulty"),
    [(PLANNED, []), (OPEN, ["diarienummer", "agenda"]), (CLOSED, ["diarienummer", "agenda"])],
)
def test_what_a_meeting_had_to_have_to_be_opened_it_keeps(
    state: MeetingState, faulty: list[str]
) -> None:
    plan = MeetingPlan(TODAY, "Nämnden", None, None, ("money",))
    assert [fault.field for fault in faults_of_plan(plan, TODAY, state)] == faulty


def test_a_meeting_can_be_closed_from_its_own_day_on() -> None:
    assert [bool(missing_to_close(meeting(days, OPEN), TODAY)) for days in (-1, 0, 1)] == [
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("example", "title", "lead"),
    [
        (
            LIST[0],
            "Sammanträde 10 december",
            "Det är planerat. Det jämförs med sammanträdet 21 oktober.",
        ),
        (
            LIST[3],
            "Sammanträde 21 september",
            (
                "Dagen har varit, men sammanträdet har inte öppnats. Det jämförs med"
                " sammanträdet 21 oktober."
            ),
        ),
        (
            LIST[4],
            "Sammanträde 22 augusti",
            "Det är stängt, och visar läget 22 augusti kl. 12:00.",
        ),
    ],
)
def test_a_page_tells_which_meeting_it_is_and_how_far_it_has_come(
    example: Meeting, title: str, lead: str
) -> None:
    finding = meeting_finding(example, LIST, TODAY)
    assert (finding.title, finding.lead) == (title, lead)


def test_the_next_meeting_is_named_so() -> None:
    for days, title in (
        (6, "Nästa sammanträde hålls 26 november"),
        (0, "Nämnden sammanträder i dag"),
    ):
        shown = meeting(days, OPEN)
        assert meeting_finding(shown, [shown], TODAY).title == title
    assert state_sentence(meeting(0, OPEN), TODAY) == "Det är öppet"
