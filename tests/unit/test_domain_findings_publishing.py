"""What the director is told of a proposal: why a count is hidden, and what to do if refused."""

from datetime import date, datetime

import pytest

from domain.activities import MISSING, Count, Measure, between
from domain.calendar import STOCKHOLM
from domain.findings.names import Names
from domain.findings.publishing import proposed_note, proposed_text, unprovable_finding
from domain.proposals import Hidden, Place, ProposedCount
from domain.publications import OPTIMAL, Publication, Span, needs_reason

NBSP = "\u00a0"
NAMES = Names({"71": "Backa"}, {"3": "yngre som riskerar att rekryteras"}, "hela Hisingen")
MARCH, QUARTER = Span(date(2026, 3, 1), 1), Span(date(2026, 1, 1), 3)
PLACE = Place("71", "3", MARCH)

SMALL = ProposedCount(between(0, 7), Hidden.SMALL, 3)
BESIDE = ProposedCount(between(8, None), Hidden.BESIDE, 1_012)
SHOWN = ProposedCount(Count(20), None, 20)


def published(month: date, threshold: int, version: int = 1) -> Publication:
    at = datetime(2026, 5, 1, tzinfo=STOCKHOLM)
    return Publication(1, month, version, threshold, OPTIMAL, ("71",), None, at, "Anna")


@pytest.mark.parametrize(
    ("proposed", "told"),
    [
        (SHOWN, "20"),
        (SMALL, f"..{NBSP}(0–7) litet:{NBSP}3"),
        (BESIDE, f"..{NBSP}(minst 8) skyddar ett litet:{NBSP}1{NBSP}012"),
        # Nobody counted: nothing is hidden, and there is nothing behind it.
        (ProposedCount(MISSING, None, 0), "–"),
    ],
)
def test_a_hidden_count_tells_the_director_why_and_what_it_is(
    proposed: ProposedCount, told: str
) -> None:
    assert proposed_text(proposed) == told


def test_the_note_tells_what_is_for_the_director_alone_and_what_is_left_out() -> None:
    told = proposed_note([SHOWN, SMALL], Measure.PARTICIPANTS, ["Backa", "Hela Hisingen"])
    assert "Efter kolonet står det registrerade talet, som bara du ser." in told
    assert told.endswith("något i perioden inte är klart: Backa och Hela Hisingen.")
    assert "gäller en enda person" in proposed_note([SMALL], Measure.OCCASIONS, [])
    assert "ingen har räknat" in proposed_note(
        [ProposedCount(MISSING, None, 0)], Measure.PARTICIPANTS, []
    )
    assert proposed_note([SHOWN], Measure.OCCASIONS, []) == ""


@pytest.mark.parametrize(
    ("place", "what"),
    [
        (PLACE, "Backa, yngre som riskerar att rekryteras, mars 2026,"),
        (Place("71", None, QUARTER), "Backa, alla målgrupper, januari–mars 2026,"),
        (Place(None, "3", MARCH), "hela Hisingen, yngre som riskerar att rekryteras, mars 2026,"),
    ],
)
def test_a_refusal_names_the_count_that_would_follow(place: Place, what: str) -> None:
    lead = unprovable_finding(place, 10, [], NAMES).lead
    assert lead.startswith(f"Talet för {what} går då att räkna ut av det som redan")


@pytest.mark.parametrize(
    ("threshold", "made", "way_out"),
    [
        # The earlier publication of the count's own month is the one in the way.
        (
            10,
            [published(date(2026, 1, 1), 3), published(MARCH.first, 5, version=2)],
            (
                "Mars 2026, version 2, är publicerad med en lägre gräns: tal från 1 till 4 "
                "skyddas. Det som är publicerat kan inte tas tillbaka, så välj den gränsen."
            ),
        ),
        # Of its own month nothing is public: another one of the year is.
        (
            10,
            [published(date(2026, 1, 1), 3)],
            (
                "Januari 2026, version 1, är publicerad med en lägre gräns: tal från 1 till 2 "
                "skyddas. Det som är publicerat kan inte tas tillbaka, så välj den gränsen."
            ),
        ),
        # Another year's publications are nothing to this one's.
        (10, [published(date(2025, 12, 1), 3)], "Pröva en lägre gräns."),
        (5, [published(MARCH.first, 5)], "Pröva en lägre gräns."),
        (
            3,
            [published(MARCH.first, 3)],
            (
                "Det finns ingen lägre gräns att pröva. Månaden kan publiceras först när det "
                "registrerade har ändrats, till exempel när fler områden är godkända."
            ),
        ),
    ],
)
def test_a_refusal_tells_what_one_can_do(
    threshold: int, made: list[Publication], way_out: str
) -> None:
    assert unprovable_finding(PLACE, threshold, made, NAMES).lead.endswith(f"publicerat. {way_out}")


def test_only_the_usual_threshold_needs_no_reason() -> None:
    assert [needs_reason(each) for each in (3, 5, 10)] == [True, False, True]
