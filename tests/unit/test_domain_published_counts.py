"""Published counts of single months: a total is told as narrowly as its parts tell it."""

from datetime import date

from domain.activities import Count, Mark, Measure, between
from domain.disclosure import ProtectedCount
from domain.publications import Cell, PublishedCount, Span
from domain.published_counts import counts_of_months

MAY = Span(date(2026, 5, 1), 1)


def told(area: str | None, group: str | None, low: int, high: int | None) -> PublishedCount:
    cell = Cell(area, group, MAY, Measure.OCCASIONS)
    shown = low if low == high else None
    return PublishedCount.of(cell, ProtectedCount(shown, low, high), 0)


def narrowed(*counts: PublishedCount) -> dict[tuple[str | None, str | None], Count]:
    found = counts_of_months(counts)
    return {(cell.area_code, cell.target_group): count for cell, count in found.items()}


PARTS = (told("71", "1", 2, 9), told("71", "2", 5, 5), told("72", "1", 1, 4), told("72", "2", 8, 8))


def test_a_total_is_no_wider_than_the_sum_of_its_parts() -> None:
    found = narrowed(*PARTS, told("71", None, 0, None), told("72", None, 3, 90))
    assert found["71", None] == between(7, 14)
    assert found["72", None] == between(9, 12)


def test_all_areas_are_told_by_areas_and_by_groups() -> None:
    areas = (told("71", None, 7, 14), told("72", None, 9, 12))
    groups = (told(None, "1", 5, 8), told(None, "2", 13, 13))
    found = narrowed(*PARTS, *areas, *groups, told(None, None, 0, 999))
    assert found[None, None] == between(18, 21)


def test_what_is_told_more_narrowly_than_its_parts_stays() -> None:
    assert narrowed(*PARTS, told("71", None, 9, 10))["71", None] == between(9, 10)


def test_what_is_shown_stays_and_so_does_what_has_no_parts() -> None:
    found = narrowed(told("71", None, 12, 12), told("72", None, 1, None))
    assert found["71", None] == Count(12)
    assert found["72", None] == between(1, None)


def test_longer_spans_are_left_out() -> None:
    quarter = Cell("71", None, Span(date(2026, 4, 1), 3), Measure.OCCASIONS)
    assert counts_of_months([PublishedCount(quarter, 9, 9, 9, Mark.SHOWN)]) == {}
