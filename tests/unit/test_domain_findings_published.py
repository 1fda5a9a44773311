"""What is said of published counts: of what they hold, and of what they do not."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

import pytest

from domain.activities import MISSING, ActivityFilter, Count, Measure
from domain.calendar import STOCKHOLM
from domain.findings.activities import activities_finding
from domain.findings.names import Names
from domain.findings.reporting import completeness_note
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
    """Return what is published of January and February; nothing else is."""
    found = []
    for (area, group, month, measure), count in counts.items():
        ends = (count.low, count.high) if count.is_protected else (count.value, count.value)
        cell = Cell(area, group, Span(month, 1), measure)
        found.append(PublishedCount(cell, count.value, *ends, count.mark))
    division = Division(BOTH, group_codes)
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
