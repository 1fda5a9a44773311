"""What is known today of an earlier day, in sentences: by how much it differs, and why."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest

from domain.activities import ActivitySum, Count, Measure, between
from domain.calendar import STOCKHOLM
from domain.changes import Place, State
from domain.findings.revisions import Revised, revision_finding, revision_items
from domain.points import Indicator, Milestone
from domain.revisions import KnownState
from domain.statuses import Status
from tests.unit.changes_made import TODAY, balance, place, standing, state

AHEAD = date(2027, 1, 1)
L, P = Status.LATE, Status.ON_PLAN
SEPTEMBER = date(2026, 9, 1)
SAME = "Det vi vet i dag om den dagen är detsamma som var känt då."


def revised(then: State, now: State) -> Revised:
    return Revised(KnownState(then), KnownState(now))


def registered(occasions: int, participants: int, group: str = "1") -> ActivitySum:
    return ActivitySum(SEPTEMBER, "71", group, "samtal", occasions, participants, occasions, 0)


def indicator(*values: float, **change: Any) -> Indicator:
    told: dict[str, Any] = {
        "name": "Trygghet",
        "definition": "Andel",
        "unit": "%",
        "higher_is_better": True,
        "baseline": None,
        "target": None,
        "target_date": None,
        "source": "Enkät",
        **change,
    }
    made = tuple((date(2026, month, 1), value) for month, value in enumerate(values, 1))
    return Indicator(values=made, **told)


def told_of(then: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, list[tuple[str, str]]]:
    """Return the title, and the items with their reasons, of what differs besides the states."""
    points = state(standing(1, P))
    both = Revised(KnownState(points, **then), KnownState(points, **now))
    return revision_finding(both).title, [(each.text, each.reason) for each in revision_items(both)]


def test_a_revision_that_is_none_says_so() -> None:
    both = revised(state(standing(1, P)), state(standing(1, P)))
    assert revision_finding(both).title == (
        "Det vi vet i dag om den dagen är detsamma som var känt då."
    )
    assert revision_items(both) == []


def test_a_revision_says_by_how_much_and_why() -> None:
    late = {
        "recorded_at": datetime(2026, 9, 30, 23, 30, tzinfo=STOCKHOLM),
        "recorded_by": "Anna",
        "id": 2,
    }
    then = state(
        standing(1, P), standing(2, P), balances=[balance(100)], counts={place(7): Count(4)}
    )
    now = state(
        standing(1, L, report=late),
        standing(2, P, due_on=AHEAD),
        balances=[balance(85)],
        counts={place(7): Count(5), place(8): Count(2)},
    )
    finding = revision_finding(revised(then, now))
    assert finding.title.replace("\u00a0", " ") == (
        "Det vi vet i dag om den dagen skiljer sig för två punkter, medlen (−15 tkr) och"
        " antalen för två månader."
    )
    assert [
        (each.text.replace("\u00a0", " "), each.reason)
        for each in revision_items(revised(then, now))
    ] == [
        (
            "Punkt 1, Titel 1: ”Pågår enligt plan” då, ”Försenad” med det vi vet i dag.",
            "Rapporterad eller rättad av Anna 30 september 2026.",
        ),
        (
            "Punkt 2, Titel 2: ska vara klar 1 januari 2027 i stället för 31 december 2026.",
            "",
        ),
        (
            "Extra trygghetsmedel: 15 tkr mindre är bokfört, sammanlagt 85 tkr.",
            "Bokfört, rättat eller budgeterat i efterhand.",
        ),
        ("Antalen för juli 2026 är rättade och publicerade på nytt: +1 aktiviteter.", ""),
        ("Antalen för augusti 2026 publicerades senare.", ""),
    ]


def test_the_day_of_a_revision_is_swedish() -> None:
    utc = datetime.fromisoformat("2026-09-30T22:30:00+00:00")
    now = state(standing(1, L, report={"recorded_at": utc, "id": 2}))
    (item,) = revision_items(revised(state(standing(1, P)), now))
    assert item.reason == "Rapporterad eller rättad av Anna 1 oktober 2026."


def test_points_that_came_and_went_are_told_of() -> None:
    items = revision_items(revised(state(standing(1, P)), state(standing(2, P))))
    assert [each.text for each in items] == [
        "Punkt 1, Titel 1, är borttagen sedan dess.",
        "Punkt 2, Titel 2, fanns inte då.",
    ]


@pytest.mark.parametrize(
    ("then", "now", "text", "reason"),
    [
        pytest.param(
            {},
            {"registered": (registered(9, 30),)},
            "+9 aktiviteter och +30 deltagare",
            "Registrerat eller rättat i efterhand.",
            id="registered afterwards",
        ),
        pytest.param(
            {
                "registered": (registered(9, 30),),
                "withdrawn_why": {SEPTEMBER: ("Dubbelt registrerat",)},
            },
            {"registered": (registered(5, 30),)},
            "−4 aktiviteter",
            "Registrerat eller rättat i efterhand. Dubbelt registrerat.",
            id="withdrawn, and why",
        ),
        pytest.param(
            {"registered": (registered(9, 30),)},
            {"registered": (registered(9, 30, "3"),)},
            "samma summor, men fördelade eller räknade på ett annat sätt",
            "Registrerat eller rättat i efterhand.",
            id="of another group",
        ),
        pytest.param(
            {"reported": frozenset()},
            {"reported": frozenset({("71", SEPTEMBER)})},
            "ett område har rapporterat",
            "",
            id="reported afterwards",
        ),
        pytest.param(
            {"reported": frozenset({("71", SEPTEMBER), ("70", SEPTEMBER)})},
            {"reported": frozenset()},
            "två områden är öppnade igen",
            "",
            id="opened again",
        ),
    ],
)
def test_exact_counts_that_differ_are_told_by_how_much_and_why(
    then: Mapping[str, Any], now: Mapping[str, Any], text: str, reason: str
) -> None:
    title, items = told_of(then, now)
    assert title == "Det vi vet i dag om den dagen skiljer sig för antalen för en månad."
    assert [(each.replace("\u00a0", " "), why) for each, why in items] == [
        (f"Antalen för september 2026: {text}.", reason)
    ]


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        pytest.param(indicator(50), indicator(50, 52), "har fått ett värde i efterhand", id="new"),
        pytest.param(indicator(50, 52), indicator(51, 53), "har två rättade värden", id="other"),
        pytest.param(indicator(50), indicator(), "har ett värde mindre", id="withdrawn"),
        pytest.param(
            indicator(50), indicator(50, target=60), "är beskriven på ett annat sätt", id="target"
        ),
        pytest.param(None, indicator(50), "fanns inte då", id="came"),
        pytest.param(indicator(50), None, "är borttagen sedan dess", id="went"),
    ],
)
def test_indicators_that_differ_are_told(
    before: Indicator | None, after: Indicator | None, text: str
) -> None:
    title, items = told_of(
        {"indicators": {1: (before,)} if before else {}},
        {"indicators": {1: (after,)} if after else {}},
    )
    assert title == "Det vi vet i dag om den dagen skiljer sig för en indikator."
    assert items == [(f"Punkt 1, Titel 1: indikatorn ”Trygghet” {text}.", "")]


def test_a_renamed_point_and_a_moved_milestone_are_told_as_what_they_are() -> None:
    then = state(standing(1, P, Milestone("Avtal", TODAY, None)), standing(2, P))
    now = state(
        standing(1, P, Milestone("Avtal", AHEAD, None)), standing(2, P, short_title="Nytt namn")
    )
    assert [each.text for each in revision_items(revised(then, now))] == [
        "Punkt 2, Nytt namn: hette förut ”Titel 2”.",
        "Punkt 1, Titel 1: delmålet ”Avtal” är flyttat från 26 november 2026 till 1 januari 2027.",
    ]


def test_a_withdrawn_report_is_told_without_the_one_who_wrote_the_older_one() -> None:
    then = state(standing(1, L, report={"id": 1}))
    now = state(standing(1, P, report={"recorded_at": datetime(2026, 3, 1, tzinfo=STOCKHOLM)}))
    (item,) = revision_items(revised(then, now))
    assert item.text == (
        "Punkt 1, Titel 1: ”Försenad” då, ”Pågår enligt plan” med det vi vet i dag och har en"
        " rapport som är återtagen."
    )
    assert item.reason == ""


def test_published_counts_are_told_of_each_area_where_there_is_no_sum_of_all() -> None:
    people = Measure.PARTICIPANTS
    then = {
        place(7, "71"): Count(4),
        place(7, "70"): Count(4),
        place(7, "71", measure=people): Count(50),
    }
    now = {
        place(7, "71"): Count(5),
        place(7, "70"): Count(2),
        place(7, "71", measure=people): Count(90),
    }
    (item,) = revision_items(revised(state(counts=then), state(counts=now)))
    assert item.text.replace("\u00a0", " ") == (
        "Antalen för juli 2026 är rättade och publicerade på nytt: −1 aktiviteter och +40"
        " deltagare."
    )


ALL_AREAS, BACKA, TUVE = place(7), place(7, "71"), place(7, "70")
RIGHT = "är rättade och publicerade på nytt"


@pytest.mark.parametrize(
    ("then", "now", "what"),
    [
        pytest.param(
            {ALL_AREAS: Count(19), BACKA: Count(9), TUVE: Count(10)},
            {ALL_AREAS: Count(19), BACKA: Count(10), TUVE: Count(9)},
            f"{RIGHT}: samma summa aktiviteter, fördelad på ett annat sätt",
            id="moved from one area to another",
        ),
        pytest.param(
            {ALL_AREAS: Count(19), BACKA: between(1, 4), TUVE: Count(17)},
            {ALL_AREAS: Count(19), BACKA: between(5, 9), TUVE: Count(12)},
            f"{RIGHT}: samma summa aktiviteter, fördelad på ett annat sätt",
            id="moved, and one is protected",
        ),
        pytest.param(
            {BACKA: Count(9), TUVE: Count(10)},
            {BACKA: Count(10), TUVE: Count(9)},
            f"{RIGHT}: samma summa aktiviteter, fördelad på ett annat sätt",
            id="moved, and no sum is told",
        ),
        pytest.param(
            {ALL_AREAS: between(20, 25), BACKA: Count(9)},
            {ALL_AREAS: between(20, 25), BACKA: Count(12)},
            f"{RIGHT}: −5 till +5 aktiviteter",
            id="the sum is protected as before",
        ),
        pytest.param(
            {ALL_AREAS: Count(19), BACKA: Count(9), TUVE: Count(10)},
            {BACKA: Count(11)},
            RIGHT,
            id="a sum then, and none now",
        ),
        pytest.param(
            {BACKA: Count(9), TUVE: between(1, 4)},
            {BACKA: Count(11), TUVE: between(2, 4)},
            f"{RIGHT}: 0 till +5 aktiviteter",
            id="another span beside what is corrected",
        ),
        pytest.param(
            {BACKA: between(2, 9)},
            {BACKA: between(2, 8), TUVE: Count(20)},
            "publicerades på nytt, med fler antal och andra spann",
            id="nothing is surely corrected",
        ),
        pytest.param(
            {BACKA: Count(9), TUVE: Count(20)},
            {TUVE: Count(20)},
            "publicerades på nytt, med färre antal",
            id="an area is left out",
        ),
    ],
)
def test_published_counts_are_told_as_what_they_surely_are(
    then: Mapping[Place, Count], now: Mapping[Place, Count], what: str
) -> None:
    (item,) = revision_items(revised(state(counts=then), state(counts=now)))
    assert item.text.replace("\u00a0", " ") == f"Antalen för juli 2026 {what}."
