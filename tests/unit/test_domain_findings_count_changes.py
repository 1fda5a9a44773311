"""What has become of the published counts since a meeting, in sentences and rows."""

from collections.abc import Mapping

import pytest

from domain.activities import MISSING, Count, Measure, between
from domain.changes import Place
from domain.figures import figure_text
from domain.findings.changes import Compared
from domain.findings.count_changes import count_rows, counts_finding
from tests.unit.changes_made import SINCE, TODAY, compared, place, state

Counts = Mapping[Place, Count]
AREAS = {"71": "Backa", "70": "Tuve"}
GROUPS = {"1": "I brott"}
NOTHING_NEW = f"Ingen ny månad är publicerad sedan {SINCE}"


def told(earlier: Counts, later: Counts) -> Compared:
    return compared(state(counts=earlier), state(counts=later, on=TODAY))


@pytest.mark.parametrize(
    ("earlier", "later", "title", "lead"),
    [
        pytest.param({}, {}, NOTHING_NEW, "", id="nothing is published"),
        pytest.param({place(7): Count(4)}, {place(7): Count(4)}, NOTHING_NEW, "", id="as it was"),
        pytest.param(
            {},
            {place(8): Count(40)},
            f"Augusti är ny sedan {SINCE}",
            "Teamet gjorde 40 aktiviteter den månaden.",
            id="one new month",
        ),
        pytest.param(
            {},
            {place(8): Count(1)},
            f"Augusti är ny sedan {SINCE}",
            "Teamet gjorde 1 aktivitet den månaden.",
            id="a single activity",
        ),
        pytest.param(
            {},
            {place(8): Count(0)},
            f"Augusti är ny sedan {SINCE}",
            "Teamet gjorde 0 aktiviteter den månaden.",
            id="zero is told as zero",
        ),
        pytest.param(
            {place(7): Count(9)},
            {place(7): Count(9), place(8): Count(4), place(9): between(1, 4)},
            f"Augusti och september är nya sedan {SINCE}",
            "Teamet gjorde 5–8 aktiviteter de månaderna.",
            id="a protected one among them",
        ),
        pytest.param(
            {},
            {place(8): between(5, None)},
            f"Augusti är ny sedan {SINCE}",
            "Teamet gjorde minst 5 aktiviteter den månaden.",
            id="no largest value is known",
        ),
        pytest.param(
            {},
            {place(8, "71"): Count(4)},
            f"Augusti är ny sedan {SINCE}",
            "Någon summa visas inte, för alla områden är inte med.",
            id="an area lacks",
        ),
        pytest.param(
            {},
            {place(month): Count(1) for month in (6, 7, 8, 9)},
            f"Fyra månader är nya sedan {SINCE}",
            "Teamet gjorde 4 aktiviteter de månaderna.",
            id="more months than are named",
        ),
        pytest.param(
            {place(7): Count(9)},
            {place(7): Count(8)},
            NOTHING_NEW,
            "En månad som var publicerad är rättad.",
            id="one corrected",
        ),
        pytest.param(
            {place(6): Count(9), place(7): Count(9)},
            {place(6): Count(8), place(8): Count(2)},
            f"Augusti är ny sedan {SINCE}",
            "Teamet gjorde 2 aktiviteter den månaden. En månad som var publicerad har fått färre"
            " antal. En månad som var publicerad är rättad.",
            id="corrected, and not told any more",
        ),
        pytest.param(
            {place(6): between(2, 9), place(7, "71"): between(2, 9)},
            {place(6): between(2, 8), place(7, "71"): Count(5)},
            NOTHING_NEW,
            "Två månader som var publicerade har fått andra spann.",
            id="hidden with another span, and nothing that is surely corrected",
        ),
        pytest.param(
            {place(7, "71"): between(2, 9), place(7, "70"): Count(20)},
            {place(7, "71"): between(2, 8), place(7, "70"): Count(21)},
            NOTHING_NEW,
            "En månad som var publicerad är rättad.",
            id="another span beside what is corrected",
        ),
        pytest.param(
            {place(7, "71"): Count(9)},
            {place(7, "71"): Count(9), place(7, "70"): Count(2), place(7): Count(11)},
            NOTHING_NEW,
            "En månad som var publicerad har fått fler antal.",
            id="another area of a month that was told",
        ),
    ],
)
def test_counts_finding(earlier: Counts, later: Counts, title: str, lead: str) -> None:
    finding = counts_finding(told(earlier, later))
    assert (finding.title, finding.lead) == (title, lead)


def test_rows_are_of_all_then_areas_then_groups_in_their_order() -> None:
    rows = count_rows(told({}, {}), AREAS, GROUPS)
    assert [row.name for row in rows] == ["Alla områden", "Backa", "Tuve", "I brott"]


def test_a_row_has_what_the_new_months_added_and_nothing_of_the_old() -> None:
    earlier = {place(7, "71"): Count(99)}
    later = {
        **earlier,
        place(8, "71"): Count(4),
        place(9, "71"): between(1, 4),
        place(8, "71", measure=Measure.PARTICIPANTS): Count(30),
        place(9, "71", measure=Measure.PARTICIPANTS): MISSING,
        place(8, "70"): Count(2),
    }
    _all, backa, tuve, _group = count_rows(told(earlier, later), AREAS, GROUPS)
    assert figure_text(backa.occasions).replace("\u00a0", " ") == ".. (5–8)"
    assert backa.participants == MISSING
    # September lacks: a sum of August alone would be told as one of both.
    assert tuve.occasions == MISSING


def test_without_a_new_month_a_row_has_no_sum() -> None:
    same = {place(7, "71"): Count(4)}
    assert {row.occasions for row in count_rows(told(same, same), AREAS, GROUPS)} == {MISSING}


@pytest.mark.parametrize(
    ("pairs", "text"),
    [
        pytest.param([(Count(4), Count(4))], "", id="as it was"),
        pytest.param([(Count(4), Count(7))], "+3", id="up"),
        pytest.param([(Count(7), Count(4))], "−3", id="down"),
        pytest.param([(Count(7), Count(4)), (Count(1), Count(4))], "0", id="up and down as much"),
        pytest.param([(between(1, 4), Count(5))], "+1 till +4", id="was protected"),
        pytest.param([(between(1, 4), between(5, 9))], "+1 till +8", id="is protected"),
        pytest.param([(Count(3), between(1, 4))], "spannet är ett annat", id="may be the same"),
        pytest.param(
            [(between(2, 9), between(2, 8))], "spannet är ett annat", id="hidden more narrowly"
        ),
        pytest.param(
            [(between(5, None), Count(8))], "spannet är ett annat", id="no largest value, now shown"
        ),
        pytest.param([(Count(9), between(1, 4))], "−8 till −5", id="down to a protected one"),
        pytest.param([(Count(3), between(5, None))], "minst +2", id="no largest value now"),
        pytest.param([(between(9, None), Count(7))], "minst 2 färre", id="no largest value then"),
        pytest.param(
            [(between(9, None), Count(7)), (Count(1), Count(6))], "högst +3", id="at most in all"
        ),
        pytest.param(
            [(Count(3), between(5, None)), (Count(9), Count(3))],
            "högst 4 färre",
            id="at least in all",
        ),
        pytest.param(
            [(Count(3), between(5, None)), (between(9, None), Count(7))],
            "okänt hur mycket",
            id="neither end in all",
        ),
        pytest.param([(Count(9), MISSING)], "okänt hur mycket", id="nobody counts any more"),
        pytest.param([(Count(9), None)], "inte längre publicerat", id="not told any more"),
        pytest.param(
            [(Count(1), Count(2)), (between(1, 4), between(5, 6))], "+2 till +6", id="two months"
        ),
        pytest.param(
            [(Count(1), Count(2)), (between(1, 4), between(2, 3)), (Count(9), None)],
            "+1, spannet är ett annat och inte längre publicerat",
            id="each in a month of its own",
        ),
        pytest.param(
            [(Count(1), Count(2)), (Count(9), MISSING)],
            "okänt hur mycket",
            id="one of them is not known",
        ),
    ],
)
def test_corrections_of_older_months(pairs: list[tuple[Count, Count | None]], text: str) -> None:
    earlier = {place(month, "71"): was for month, (was, _now) in enumerate(pairs, 1)}
    later = {place(month, "71"): now for month, (_was, now) in enumerate(pairs, 1) if now}
    _all, backa, tuve, _group = count_rows(told(earlier, later), AREAS, GROUPS)
    assert backa.corrected_occasions == text
    assert tuve.corrected_occasions == ""


def test_corrected_participants_alone_are_no_corrected_activities() -> None:
    people = place(7, "71", measure=Measure.PARTICIPANTS)
    rows = count_rows(told({people: Count(50)}, {people: Count(90)}), AREAS, GROUPS)
    assert [row.corrected_occasions for row in rows] == ["", "", "", ""]
    assert [row.corrected_participants for row in rows] == ["", "+40", "", ""]


def test_what_an_older_month_lacked_is_new_for_the_area_that_came() -> None:
    people = Measure.PARTICIPANTS
    earlier = {place(7, "71"): Count(9), place(7, "71", measure=people): Count(50)}
    later = {
        **earlier,
        place(7, "70"): Count(30),
        place(7, "70", measure=people): Count(300),
        place(7): Count(39),
        place(8, "70"): Count(1),
    }
    whole, backa, tuve, group = count_rows(told(earlier, later), AREAS, GROUPS)
    # August is new, and told of one area alone.
    assert (whole.occasions, backa.occasions, group.occasions) == (MISSING, MISSING, MISSING)
    assert (tuve.occasions, tuve.participants) == (Count(31), MISSING)
    del later[place(8, "70")]
    whole, backa, tuve, group = count_rows(told(earlier, later), AREAS, GROUPS)
    assert (tuve.occasions, tuve.participants) == (Count(30), Count(300))
    assert (whole.occasions, backa.occasions, group.occasions) == (Count(39), MISSING, MISSING)
    assert {row.corrected_occasions for row in (whole, backa, tuve, group)} == {""}
