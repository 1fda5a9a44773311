"""The example as it is written down: texts that fit, codes that exist, and nobody in them."""

from datetime import date
from pathlib import Path

import pytest

import config.example
from config.example import read_example
from config.example.plans import PointPlan
from domain.example.meetings import make_meetings
from domain.example.moments import Story
from domain.meetings import MeetingPlan, MeetingState, faults_of_plan
from domain.privacy import find_personal_identity_numbers
from domain.questions import FIGURES, answer_faults, question_faults
from domain.records import is_short_title
from domain.statuses import Status

PLAN = read_example()
TODAY = date(2026, 11, 22)
FOLDER = Path(config.example.__file__).parent
POINTS = pytest.mark.parametrize("point", PLAN.points, ids=lambda point: str(point.number))


def test_there_are_28_points_in_six_focus_areas_in_order() -> None:
    assert [point.number for point in PLAN.points] == list(range(1, 29))
    assert len({point.focus_area for point in PLAN.points}) == 6


@POINTS
def test_a_short_title_fits_a_tile(point: PointPlan) -> None:
    assert is_short_title(point.short_title)


def test_titles_tell_points_apart() -> None:
    assert len({point.title for point in PLAN.points}) == 28
    assert len({point.short_title for point in PLAN.points}) == 28


@POINTS
def test_a_point_has_a_story_whose_progress_only_falls_when_it_is_corrected(
    point: PointPlan,
) -> None:
    progress = [report.progress for report in point.reports]
    assert 3 <= len(point.reports) <= 12
    assert progress == sorted(progress)
    assert all(report.status in set(Status) for report in point.reports)
    assert all(report.progress == 100 for report in point.reports if report.status == Status.DONE)


@POINTS
def test_a_points_codes_are_those_of_the_programme(point: PointPlan) -> None:
    assert set(point.target_groups) <= {code for code, *_rest in PLAN.target_groups}
    assert set(point.partners) <= {code for code, _name in PLAN.partners}
    assert set(point.areas) <= set(PLAN.activities.areas)


def test_a_kinds_codes_are_those_of_the_programme() -> None:
    numbers = {point.number for point in PLAN.points}
    for kind in PLAN.kinds:
        assert set(kind.groups) == {code for code, *_rest in PLAN.target_groups}
        assert set(kind.partners) <= {code for code, _name in PLAN.partners}
        assert set(kind.points) <= numbers
        assert (len(kind.weekdays), len(kind.months)) == (7, 12)


def test_shares_add_up_to_one() -> None:
    assert sum(kind.share for kind in PLAN.kinds) == pytest.approx(1)
    assert sum(PLAN.activities.areas.values()) == pytest.approx(1)
    for source in PLAN.money.sources:
        assert sum(line.share for line in source.lines) == pytest.approx(1), source.code


def test_occasions_about_a_single_person_count_one() -> None:
    assert {kind.participants == [1, 1] for kind in PLAN.kinds if kind.concerns_individuals} == {
        True
    }


def test_about_eight_points_have_two_or_three_indicators() -> None:
    counts = [len(point.indicators) for point in PLAN.points if point.indicators]
    assert 8 <= len(counts) <= 9
    assert set(counts) <= {2, 3}


@pytest.mark.parametrize("file", sorted(FOLDER.rglob("*.toml")), ids=lambda file: str(file.name))
def test_no_text_looks_like_a_personal_identity_number(file: Path) -> None:
    assert find_personal_identity_numbers(file.read_text(encoding="utf-8")) == []


def test_every_writer_is_a_role_of_the_example() -> None:
    writers = PLAN.writers
    for writer in (
        writers.team_lead,
        writers.director,
        writers.controller,
        writers.finance_system,
    ):
        assert writer.endswith("(exempel)")


def test_the_boards_papers_are_as_the_rules_of_meetings_want_them() -> None:
    for meeting in make_meetings(PLAN.board, Story.of(1, TODAY), PLAN.writers):
        plan = MeetingPlan(
            meeting.held_on,
            meeting.title,
            meeting.diarienummer,
            meeting.agenda,
            meeting.subjects,
        )
        assert faults_of_plan(plan, TODAY, MeetingState.PLANNED) == []


def test_the_board_asks_of_what_there_is() -> None:
    numbers = {point.number for point in PLAN.points}
    for told in PLAN.board.questions:
        assert (told.point is None) != (told.figure is None)
        assert told.point in numbers or told.figure in FIGURES
        assert question_faults(told.question) == []
        assert told.answer is None or answer_faults(told.answer) == []
        assert hasattr(PLAN.writers, told.owner)
