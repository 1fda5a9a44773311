"""What has changed since a meeting, in sentences: what matters most first, and nothing untold."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import STOCKHOLM
from domain.findings.changes import (
    Compared,
    changes_finding,
    milestone_items,
    moved_items,
    nothing_changed,
    reported_items,
)
from domain.packs.content import Item
from domain.points import Milestone, PointStanding
from domain.statuses import Status
from tests.unit.changes_made import (
    MEETING,
    SINCE,
    TODAY,
    compared,
    standing,
    state,
)

AHEAD = date(2027, 1, 1)
L, D, N, P, F, X = (
    Status.LATE,
    Status.DEVIATION,
    Status.NOT_STARTED,
    Status.ON_PLAN,
    Status.DONE,
    Status.DROPPED,
)
Pair = tuple[Status | None, Status | None]


def point_items(told: Compared) -> list[Item]:
    return [*moved_items(told), *reported_items(told)]


def moved(*pairs: Pair) -> Any:
    """Return points that went from one status to another; each was reported anew."""
    before = [standing(number, was) for number, (was, _now) in enumerate(pairs, 1)]
    after = [standing(number, now, report={"id": 2}) for number, (_was, now) in enumerate(pairs, 1)]
    return compared(state(*before), state(*after, on=TODAY))


@pytest.mark.parametrize(
    ("pairs", "title", "lead"),
    [
        pytest.param(
            [],
            f"Ingen punkt har ändrat status sedan {SINCE}",
            "Ingen punkt har en ny rapport.",
            id="nothing at all",
        ),
        pytest.param(
            [(P, P)],
            f"Ingen punkt har ändrat status sedan {SINCE}",
            "En punkt har en ny rapport.",
            id="reported anew, the same status",
        ),
        pytest.param(
            [(P, L)],
            f"Sedan {SINCE} har en punkt blivit försenad",
            "En punkt har en ny rapport.",
            id="one late",
        ),
        pytest.param(
            [(P, L), (P, L), (P, F)],
            f"Sedan {SINCE} har två punkter blivit försenade och en punkt blivit klar",
            "Tre punkter har nya rapporter.",
            id="late before done",
        ),
        pytest.param(
            [(P, L), (P, F), (P, D), (D, P), (P, X), (X, P)],
            f"Sedan {SINCE} har en punkt blivit försenad och en punkt blivit klar",
            "Dessutom har en punkt fått det svårare, en punkt kommit närmare målet, en punkt"
            " avslutats utan genomförande och en punkt tagits upp igen."
            " Sex punkter har nya rapporter.",
            id="the rest is told in the lead",
        ),
        pytest.param(
            [(P, X)],
            f"Sedan {SINCE} har en punkt avslutats utan genomförande",
            "En punkt har en ny rapport.",
            id="dropped is a change of status",
        ),
        pytest.param(
            [(None, P), (None, D)],
            f"Sedan {SINCE} har två punkter fått sin första status",
            "Två punkter har nya rapporter.",
            id="reported for the first time",
        ),
        pytest.param(
            [(None, L)],
            f"Sedan {SINCE} har en punkt blivit försenad",
            "En punkt har en ny rapport.",
            id="the first report tells that it is late",
        ),
        pytest.param(
            [(P, None)],
            f"Sedan {SINCE} har en punkt inte längre någon status",
            "Ingen punkt har en ny rapport och en rapport är återtagen.",
            id="its only report was withdrawn",
        ),
    ],
)
def test_changes_finding(pairs: list[Pair], title: str, lead: str) -> None:
    finding = changes_finding(moved(*pairs))
    assert (finding.title, finding.lead) == (title, lead)


def test_a_point_that_is_removed_is_told_as_such() -> None:
    told = compared(state(standing(1, P), standing(2, P)), state(standing(1, P), on=TODAY))
    assert changes_finding(told).title == f"Sedan {SINCE} har en punkt tagits bort"


def test_a_report_that_is_withdrawn_is_no_new_one_and_its_predecessor_gives_no_reason() -> None:
    old = {
        "as_of_date": date(2026, 3, 1),
        "recorded_at": datetime(2026, 3, 1, tzinfo=STOCKHOLM),
        "comment": "Gammalt skäl från mars",
    }
    then = state(standing(1, L, report={"recorded_at": datetime(2026, 8, 1, tzinfo=STOCKHOLM)}))
    told = compared(then, state(standing(1, P, report=old), on=TODAY))
    assert changes_finding(told).lead == (
        "Ingen punkt har en ny rapport och en rapport är återtagen."
    )
    (item,) = point_items(told)
    assert item.text == (
        "Punkt 1, Titel 1, gick från ”Försenad” till ”Pågår enligt plan” och har en rapport som är"
        " återtagen."
    )
    assert item.reason == ""


def test_the_lead_counts_milestones() -> None:
    steps = [
        Milestone("A", AHEAD, None),
        Milestone("B", MEETING, None),
        Milestone("C", AHEAD, None),
    ]
    done = replace(steps[0], done_on=TODAY)
    then = state(standing(1, None, *steps))
    told = changes_finding(compared(then, state(standing(1, None, done, *steps[1:]), on=TODAY)))
    assert told.lead == (
        "Ingen punkt har en ny rapport, ett delmål är nått och ett delmål har passerat sin dag"
        " utan att vara nått."
    )


statuses = st.none() | st.sampled_from(Status)


@given(st.lists(st.tuples(statuses, statuses), max_size=8))
def test_every_change_of_status_is_in_the_finding_once(pairs: list[Pair]) -> None:
    found = changes_finding(moved(*pairs))
    changed = sum(was != now for was, now in pairs)
    words = f"{found.title} {found.lead.split(' rapport')[0]}".lower().split()
    numbers = {"en": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8}
    told = sum(
        numbers[word]
        for word, next_word, verb in zip(words, words[1:], words[2:], strict=False)
        if next_word in ("punkt", "punkter") and word in numbers and verb != "har"
    )
    assert told == changed


def test_points_stand_with_the_worst_first_and_each_with_its_reason() -> None:
    said = {"comment": "Personal saknas.", "id": 2}
    then = state(
        standing(1, P), standing(2, P), standing(3, P), standing(4, D), standing(5, P), standing(6)
    )
    now = state(
        standing(1, F, report=said),
        standing(2, L, report=said),
        standing(3, X, report={"id": 2}),
        standing(5, P),
        standing(6, N, report={"id": 2}),
        standing(7),
        on=TODAY,
    )
    items = point_items(compared(then, now))
    assert [(each.text, each.reason) for each in items] == [
        ("Punkt 2, Titel 2, gick från ”Pågår enligt plan” till ”Försenad”.", "Personal saknas."),
        ("Punkt 1, Titel 1, gick från ”Pågår enligt plan” till ”Genomförd”.", "Personal saknas."),
        (
            "Punkt 3, Titel 3, gick från ”Pågår enligt plan” till ”Avslutad utan genomförande”.",
            "Ingen förklaring är lämnad.",
        ),
        ("Punkt 4 är borttagen.", ""),
        (
            "Punkt 6, Titel 6, gick från ”Ingen statusrapport” till ”Ej påbörjad”.",
            "Ingen förklaring är lämnad.",
        ),
        ("Punkt 7, Titel 7, är ny.", ""),
    ]


ON_PLAN = standing(1, P, report={"progress_percent": 40})


@pytest.mark.parametrize(
    ("after", "told"),
    [
        pytest.param(
            standing(1, P, report={"progress_percent": 55, "id": 2}),
            "gick från 40 till 55 % klart.",
            id="further on",
        ),
        pytest.param(
            standing(1, P, report={"progress_percent": 30, "id": 2}),
            "gick från 40 till 30 % klart.",
            id="less than was thought",
        ),
        pytest.param(
            standing(1, P, report={"progress_percent": 40, "risk": "Ont om tid", "id": 2}),
            "har rapporterats på nytt, med samma status.",
            id="only the risk is another",
        ),
        pytest.param(
            standing(1, P, report={"progress_percent": 40, "id": 2, "forecast_date": AHEAD}),
            "väntas bli klar 1 januari 2027.",
            id="another day is forecast",
        ),
        pytest.param(
            standing(1, P, report={"progress_percent": 40}, due_on=AHEAD),
            "ska vara klar 1 januari 2027 i stället för 31 december 2026.",
            id="its day is moved",
        ),
        pytest.param(
            standing(1, P, report={"progress_percent": 40}, description="Ny text"),
            "är beskriven på ett annat sätt.",
            id="only its text is another",
        ),
        pytest.param(
            standing(1, P, report={"progress_percent": 40}, short_title="Titel 1", title="Ny"),
            "är beskriven på ett annat sätt.",
            id="its long title is another",
        ),
        pytest.param(
            standing(1, L, report={"id": 2, "forecast_date": AHEAD}, due_on=AHEAD),
            "gick från ”Pågår enligt plan” till ”Försenad”, ska vara klar 1 januari 2027 i stället"
            " för 31 december 2026 och väntas bli klar 1 januari 2027.",
            id="late, and its days with it",
        ),
        pytest.param(
            standing(1, F, report={"id": 2, "progress_percent": 100, "forecast_date": AHEAD}),
            "gick från ”Pågår enligt plan” till ”Genomförd”.",
            id="done is 100 per cent",
        ),
    ],
)
def test_what_has_become_of_a_point(after: PointStanding, told: str) -> None:
    (item,) = point_items(compared(state(ON_PLAN), state(after, on=TODAY)))
    assert item.text == f"Punkt 1, Titel 1, {told}"


def test_what_its_milestones_tell_is_not_told_of_the_point() -> None:
    then, now = standing(1, P), standing(1, P, Milestone("Avtal", AHEAD, None))
    told = compared(state(then), state(now, on=TODAY))
    assert point_items(told) == []
    assert [each.text for each in milestone_items(told)] == [
        "Punkt 1, Titel 1: delmålet ”Avtal” är nytt, till 1 januari 2027."
    ]


def step(due: date = AHEAD, done: date | None = None) -> Milestone:
    return Milestone("Avtal", due, done)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        pytest.param(step(), None, "är borttaget", id="removed"),
        pytest.param(None, step(), "är nytt, till 1 januari 2027", id="new"),
        pytest.param(step(), step(done=TODAY), "nåddes 26 november 2026", id="done"),
        pytest.param(
            step(MEETING),
            step(MEETING),
            "skulle ha varit nått 27 augusti 2026 och är det inte",
            id="passed",
        ),
        pytest.param(
            None,
            step(MEETING),
            "skulle ha varit nått 27 augusti 2026 och är det inte",
            id="new and passed",
        ),
        pytest.param(
            step(),
            step(AHEAD + timedelta(days=1)),
            "är flyttat från 1 januari 2027 till 2 januari 2027",
            id="moved",
        ),
        pytest.param(step(done=MEETING), step(), "är inte längre nått", id="not done after all"),
        pytest.param(
            step(done=MEETING),
            step(AHEAD + timedelta(days=1)),
            "är inte längre nått",
            id="not done after all, and moved",
        ),
        pytest.param(
            step(done=MEETING),
            step(done=TODAY),
            "nåddes 26 november 2026 och inte 27 augusti 2026",
            id="the day it was done is corrected",
        ),
    ],
)
def test_what_has_become_of_a_milestone(
    before: Milestone | None, after: Milestone | None, told: str
) -> None:
    then = state(standing(1, None, *([before] if before else [])))
    now = state(standing(1, None, *([after] if after else [])), on=TODAY)
    (item,) = milestone_items(compared(then, now))
    assert item.text == f"Punkt 1, Titel 1: delmålet ”Avtal” {told}."


def test_milestones_passed_come_first_then_those_done() -> None:
    def named(title: str, due: date = AHEAD, done: date | None = None) -> Milestone:
        return Milestone(title, due, done)

    then = state(standing(1, None, named("Flyttat")), standing(2, None, named("Passerat", MEETING)))
    now = state(
        standing(1, None, named("Flyttat", AHEAD + timedelta(days=9)), named("Nått", AHEAD, TODAY)),
        standing(2, None, named("Passerat", MEETING)),
        on=TODAY,
    )
    told = [each.text.split("”")[1] for each in milestone_items(compared(then, now))]
    assert told == ["Passerat", "Nått", "Flyttat"]


def test_nothing_changed_is_said() -> None:
    told = nothing_changed("Inga delmål", compared(state(), state(on=TODAY)))
    assert told == f"Inga delmål har ändrats sedan {SINCE}."
