"""What is said of published counts: of what they hold, and of what they do not."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

import pytest

from domain.activities import MISSING, ActivityFilter, Count, Mark, Measure, between
from domain.calendar import STOCKHOLM
from domain.figures import Figure, Rate
from domain.findings.activities import activities_finding
from domain.findings.by_area import describe_map, map_heading
from domain.findings.gaps import area_gap_word, gap_note, month_gap_word, uncounted_months
from domain.findings.names import Names
from domain.findings.reporting import completeness_note
from domain.findings.trend import describe_trend, trend_heading
from domain.publications import Cell, Division, Publication, PublishedCount, Span
from domain.published_counts import published_tally
from domain.tallies import Tally

TODAY = date(2026, 3, 22)
JAN, FEB = date(2026, 1, 1), date(2026, 2, 1)
OCCASIONS, PARTICIPANTS = Measure.OCCASIONS, Measure.PARTICIPANTS
AREAS = {"71": "Backa", "72": "Lundby"}
NAMES = Names(AREAS, {"1": "unga i brott", "3": "de yngre"}, "hela Hisingen")
BOTH = tuple(AREAS)

Counts = Mapping[tuple[str, str, date, Measure], Count]


def made(month: date, *area_codes: str, version: int = 1) -> Publication:
    """Return a month's publication, in which some areas are."""
    at = datetime(2026, 3, version, tzinfo=STOCKHOLM)
    return Publication(version, month, version, 5, "prov", area_codes, None, at, "Direktör")


def told(
    counts: Counts, publications: Iterable[Publication], group_codes: tuple[str, ...] = ("1",)
) -> Tally:
    """Return what is published of January and February in both areas; nothing else is."""
    cells = {
        Cell(area, group, Span(month, 1), measure): count
        for (area, group, month, measure), count in counts.items()
    }
    return of_cells(cells, publications, Division(BOTH, group_codes))


def of_cells(
    cells: Mapping[Cell, Count], publications: Iterable[Publication], division: Division
) -> Tally:
    found = []
    for cell, count in cells.items():
        ends = (count.low, count.high) if count.is_protected else (count.value, count.value)
        found.append(PublishedCount(cell, count.value, *ends, count.mark))
    return published_tally(found, publications, ActivityFilter(JAN, FEB), division)


def test_an_area_that_the_latest_version_leaves_out_is_not_published() -> None:
    counts = {
        ("71", "1", JAN, OCCASIONS): Count(9),
        ("71", "1", FEB, OCCASIONS): Count(7),
        ("72", "1", FEB, OCCASIONS): Count(8),
    }
    publications = [made(JAN, *BOTH), made(FEB, *BOTH), made(JAN, "71", version=2)]
    tally = told(counts, publications)
    assert tally.missing() == [("72", JAN)]
    assert tally.by_area() == {"71": Count(16), "72": MISSING}
    assert completeness_note(tally.reporting, BOTH, tally.months) == (
        "1 av 2 månader är publicerade."
    )
    lead = activities_finding(tally, NAMES, TODAY).lead
    assert "Lundby har inga publicerade antal för januari." in lead


COUNTED = {
    (area, "1", month, measure): Count(4)
    for area in AREAS
    for month in (JAN, FEB)
    for measure in (OCCASIONS, PARTICIPANTS)
}
UNCOUNTED = {
    place: MISSING if place[3] is PARTICIPANTS else count for place, count in COUNTED.items()
}


@pytest.mark.parametrize(
    ("tally", "title", "lead"),
    [
        pytest.param(
            told(UNCOUNTED, [made(JAN, *BOTH), made(FEB, *BOTH)]).measuring(PARTICIPANTS),
            "Antal deltagare saknas",
            "Ingen har räknat deltagarna.",
            id="nobody counted",
        ),
        pytest.param(
            told(UNCOUNTED, [made(JAN, *BOTH), made(FEB, "71")]).measuring(PARTICIPANTS),
            "Antal deltagare saknas",
            "Ingen har räknat deltagarna. Lundby har inga publicerade antal för februari. "
            "Summan gäller den månad som är publicerad för alla.",
            id="nobody counted in what is published for all",
        ),
        pytest.param(
            told({}, [made(JAN, *BOTH), made(FEB, *BOTH)], ("3",)),
            "Antalet aktiviteter är inte publicerat",
            "Ett tomt värde betyder inte noll.",
            id="a group that came after the months",
        ),
        pytest.param(
            told({}, [made(JAN, *BOTH), made(FEB, *BOTH)], ("3",)).measuring(PARTICIPANTS),
            "Antalet deltagare är inte publicerat",
            "Ett tomt värde betyder inte noll.",
            id="participants of such a group",
        ),
    ],
)
def test_without_a_sum_it_is_said_why(tally: Tally, title: str, lead: str) -> None:
    finding = activities_finding(tally, NAMES, TODAY)
    assert (finding.title, finding.lead) == (title, lead)


def test_a_published_zero_is_said_to_be_published() -> None:
    none = {place: Count(0) for place in COUNTED}
    tally = told(none, [made(JAN, *BOTH), made(FEB, *BOTH)])
    assert activities_finding(tally, NAMES, TODAY).lead == (
        "Det finns inga aktiviteter i Backa och Lundby under januari–februari 2026. "
        "Månaderna är publicerade, så värdet är noll."
    )


SIX = Names(dict(zip("ABCDEF", "ABCDEF", strict=True)), {}, "hela Hisingen")


def six(*figures: Figure) -> dict[str, Figure]:
    return dict(zip("ABCDEF", figures, strict=False))


@pytest.mark.parametrize(
    ("figures", "text"),
    [
        pytest.param(
            six(Count(40), Count(30), Count(20), Count(12), between(1, 9), between(5, None)),
            "Av de tal som visas är A 40, B 30 och C 20 störst. Skyddade: E 1–9 och F minst 5.",
            id="one may be any number from five up",
        ),
        pytest.param(
            six(Count(40), Count(30), Count(20), Count(12), between(15, 35)),
            "Flest: A 40. Färst: D 12. Skyddade: E 15–35.",
            id="the first is more, the last is less",
        ),
        pytest.param(
            six(Count(40), Count(30), Count(20), Count(12), between(12, 20)),
            "Flest: A 40 och B 30. Skyddade: E 12–20.",
            id="one may be as many as the third, or as few as the last",
        ),
        pytest.param(
            six(Count(40), Count(20), Count(20), Count(20), Count(9), Count(9)),
            "Flest: A 40.",
            id="as many are neither most nor least",
        ),
        pytest.param(
            six(*[Count(10)] * 4, Count(2)),
            "Flest: A 10, B 10, C 10 och D 10. Färst: E 2.",
            id="more than are named have the most together",
        ),
    ],
)
def test_only_what_is_surely_the_most_or_the_least_is_called_so(
    figures: dict[str, Figure], text: str
) -> None:
    told_of = describe_map(figures, OCCASIONS, SIX)
    assert told_of.partition("områden. ")[2] == text


@pytest.mark.parametrize(
    ("figures", "heading"),
    [
        pytest.param(
            six(Count(9), Count(8), Count(8)), "Flest aktiviteter i A", id="the second is not alone"
        ),
        pytest.param(
            six(Count(9), Count(9), Count(9), Count(1)),
            "Flest aktiviteter i A, B och C",
            id="three together",
        ),
        pytest.param(
            six(*[Count(9)] * 4, between(1, 7)), "Flest aktiviteter i fyra områden", id="four"
        ),
        pytest.param(
            six(*[Count(9)] * 4), "Lika många aktiviteter i alla fyra områden", id="all alike"
        ),
        pytest.param(
            six(Count(0), Count(0)), "Inga aktiviteter i de områden som är publicerade", id="none"
        ),
    ],
)
def test_the_heading_of_a_map_names_those_that_have_the_most(
    figures: dict[str, Figure], heading: str
) -> None:
    assert map_heading(figures, OCCASIONS, SIX, is_public=True) == heading


def test_title_and_lead_count_the_same_areas() -> None:
    names = Names(dict(zip("ABCDEFG", "ABCDEFG", strict=True)), {}, "hela Hisingen")
    figures = [*[Count(10)] * 4, *[between(1, 6)] * 3]
    cells = {
        Cell(code, "1", Span(JAN, 1), OCCASIONS): f
        for code, f in zip(names.areas, figures, strict=True)
    }
    cells[Cell(None, "1", Span(JAN, 1), OCCASIONS)] = Count(47)
    tally = of_cells(cells, [made(JAN, *names.areas)], Division(tuple(names.areas), ("1",)))
    finding = activities_finding(tally.over([JAN]), names, TODAY)
    assert finding.title == "47 aktiviteter i sju områden"
    assert finding.lead.startswith("Teamet har gjort 47 aktiviteter i sju områden.")


ALL_TOLD = [made(JAN, *BOTH), made(FEB, *BOTH)]
LUNDBY_UNCOUNTED = COUNTED | {("72", "1", month, PARTICIPANTS): MISSING for month in (JAN, FEB)}
UNCOUNTED_JANUARY = COUNTED | {(area, "1", JAN, PARTICIPANTS): MISSING for area in AREAS}


@pytest.mark.parametrize(
    ("tally", "word", "note"),
    [
        pytest.param(told(COUNTED, ALL_TOLD), "", "", id="nothing is missing"),
        pytest.param(
            told(LUNDBY_UNCOUNTED, ALL_TOLD),
            "ingen har räknat",
            "–: ingen har räknat deltagarna.",
            id="nobody counted",
        ),
        pytest.param(
            told(COUNTED, [made(JAN, *BOTH), made(FEB, "71")]),
            "inte publicerat",
            "–: inte publicerat.",
            id="not published",
        ),
        pytest.param(
            told(LUNDBY_UNCOUNTED, [made(JAN, *BOTH), made(FEB, "72")]),
            "uppgift saknas",
            "–: inte publicerat, eller ingen har räknat deltagarna.",
            id="the one and the other",
        ),
    ],
)
def test_an_area_without_a_figure_is_told_as_what_it_is(tally: Tally, word: str, note: str) -> None:
    figures = tally.measuring(PARTICIPANTS).by_area()
    if word:
        assert area_gap_word(tally.measuring(PARTICIPANTS), figures) == word
    assert gap_note(tally) == note


def test_an_area_whose_population_is_not_known_is_told_to_lack_it() -> None:
    tally = told(COUNTED, ALL_TOLD).measuring(Measure.PER_THOUSAND)
    assert area_gap_word(tally, {"71": Rate(None, Mark.MISSING)}) == "okänd folkmängd"


@pytest.mark.parametrize(
    ("counts", "publications", "word", "gap"),
    [
        pytest.param(
            UNCOUNTED_JANUARY,
            ALL_TOLD,
            "ingen har räknat",
            "Ingen har räknat deltagarna i januari.",
            id="nobody counted",
        ),
        pytest.param(
            COUNTED,
            [made(JAN, "71"), made(FEB, *BOTH)],
            "inte publicerat",
            "Januari är inte publicerad för alla områden.",
            id="not published",
        ),
        pytest.param(
            UNCOUNTED,
            [made(JAN, "71"), made(FEB, *BOTH)],
            "uppgift saknas",
            "Januari är inte publicerad för alla områden. Ingen har räknat deltagarna i februari.",
            id="the one and the other",
        ),
    ],
)
def test_a_month_without_a_figure_is_told_as_what_it_is(
    counts: Counts, publications: list[Publication], word: str, gap: str
) -> None:
    tally = told(counts, publications).measuring(PARTICIPANTS)
    series = tally.by_month()
    assert month_gap_word(tally, [series]) == word
    alternative = describe_trend(
        {"": series}, PARTICIPANTS, TODAY, is_public=True, uncounted=uncounted_months(tally)
    )
    assert alternative.endswith(gap)


def test_a_trend_that_nobody_counted_has_no_month_that_is_called_unpublished() -> None:
    tally = told(UNCOUNTED, ALL_TOLD).measuring(PARTICIPANTS)
    heading = trend_heading(
        tally.by_month(), PARTICIPANTS, TODAY, is_public=True, uncounted=uncounted_months(tally)
    )
    assert heading == "Ingen har räknat deltagarna"
