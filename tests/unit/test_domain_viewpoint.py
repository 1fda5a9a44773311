"""From where the programme is seen: the ends of days in Sweden, and the sentence that says so."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import STOCKHOLM
from domain.findings.viewpoint import seen_as
from domain.viewpoint import Viewpoint, day_ended_at, end_of

DAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("day", "end"),
    [
        pytest.param(date(2026, 1, 31), "2026-01-31T23:00:00", id="winter"),
        pytest.param(date(2026, 7, 31), "2026-07-31T22:00:00", id="summer"),
        pytest.param(date(2026, 3, 28), "2026-03-28T23:00:00", id="before the clock goes forward"),
        pytest.param(date(2026, 3, 29), "2026-03-29T22:00:00", id="a day of 23 hours"),
        pytest.param(date(2026, 10, 24), "2026-10-24T22:00:00", id="before the clock goes back"),
        pytest.param(date(2026, 10, 25), "2026-10-25T23:00:00", id="a day of 25 hours"),
        pytest.param(date(2026, 12, 31), "2026-12-31T23:00:00", id="the year's last"),
    ],
)
def test_a_day_ends_when_it_does_in_sweden(day: date, end: str) -> None:
    assert end_of(day).astimezone(UTC).replace(tzinfo=None).isoformat() == end


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_day_ends_where_the_next_begins(day: date) -> None:
    next_day = day + timedelta(days=1)
    assert Viewpoint.back_at(end_of(day)).day == next_day
    just_before = end_of(day).astimezone(UTC) - timedelta(microseconds=1)
    assert Viewpoint.back_at(just_before).day == day
    assert day_ended_at(end_of(day).astimezone(UTC)) == day
    assert day_ended_at(just_before) is None
    assert end_of(next_day).astimezone(UTC) > end_of(day).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        pytest.param("2026-11-26T22:59:59.999999+00:00", DAY, id="just before midnight"),
        pytest.param("2026-11-26T23:00:00+00:00", DAY + timedelta(days=1), id="at midnight"),
        pytest.param("2026-11-26T00:30:00+00:00", DAY, id="of the same day anywhere"),
        pytest.param("2026-11-26T20:00:00-05:00", DAY + timedelta(days=1), id="told elsewhere"),
    ],
)
def test_the_day_of_a_moment_is_swedens(moment: str, day: date) -> None:
    told = datetime.fromisoformat(moment)
    assert Viewpoint.back_at(told) == Viewpoint(day, told)


def test_what_is_known_now_of_a_day_is_of_the_same_day() -> None:
    seen = Viewpoint.back_on(DAY)
    assert seen.known_at == datetime(2026, 11, 27, tzinfo=STOCKHOLM)
    assert seen.known_now == Viewpoint(DAY)
    assert seen.known_now.known_now == Viewpoint(DAY)


def test_the_sentence_says_from_where_it_is_seen() -> None:
    seen = Viewpoint.back_on(DAY)
    assert seen_as(seen) == "Så här såg det ut 26 november 2026, med det som var känt då"
    assert seen_as(seen.known_now) == "Så här var det 26 november 2026, med det vi vet i dag"
