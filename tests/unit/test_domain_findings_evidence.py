"""The sentences about evidence, by examples."""

from datetime import UTC, date, datetime

import pytest

from domain.evidence import Evidence, Rule, Side, Verdict
from domain.findings.evidence import disputes_finding, verdict_sentence
from domain.points import Point, PointStanding, StatusReport
from domain.statuses import Status

POINT = Point(7, "En punkt", "En punkt", "Fokus", None, date(2026, 1, 1), date(2026, 12, 31))
STANDING = PointStanding(
    POINT,
    StatusReport(
        Status.ON_PLAN, None, None, None, None, date(2026, 11, 1), datetime(2026, 11, 1, tzinfo=UTC)
    ),
)
GOOD = Evidence(Rule.MILESTONES, Side.FOR, "Bra.")
BAD = Evidence(Rule.MONEY, Side.AGAINST, "Dåligt.")


@pytest.mark.parametrize(
    ("speaks_for", "speaks_against", "told"),
    [
        ((GOOD,), (BAD, BAD), "talar emot (2)"),
        ((GOOD,), (), "talar för (1)"),
        ((), (), "inga"),
    ],
)
def test_the_line_beside_a_status(
    speaks_for: tuple[Evidence, ...], speaks_against: tuple[Evidence, ...], told: str
) -> None:
    verdict = Verdict(STANDING, speaks_for, speaks_against)
    assert verdict_sentence(verdict, "Pågår enligt plan") == (
        f"Rapporterat: pågår enligt plan · Belägg: {told}"
    )


FINE = Verdict(STANDING, (GOOD,), ())
BARE = Verdict(STANDING, (), ())
DISPUTED = Verdict(STANDING, (), (BAD, BAD))
UNREPORTED = Verdict(PointStanding(POINT, None), (), ())


@pytest.mark.parametrize(
    ("verdicts", "told"),
    [
        ([], "Ingen rapporterad status att ställa mot belägg ännu"),
        ([UNREPORTED], "Ingen rapporterad status att ställa mot belägg ännu"),
        ([FINE, BARE, UNREPORTED], "Rapporterad status och belägg går ihop"),
        ([FINE, DISPUTED], "En punkt har belägg som talar emot rapporten"),
        ([DISPUTED] * 4, "Fyra punkter har belägg som talar emot rapporterna"),
    ],
)
def test_the_heading_of_the_list(verdicts: list[Verdict], told: str) -> None:
    finding = disputes_finding(verdicts)
    assert finding.title == told
    assert finding.lead.endswith(".")
