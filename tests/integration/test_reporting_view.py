"""What readers of reports get by the view is what the board gets by the panel, also in between."""

from datetime import date

import pytest
from sqlalchemy import text

from data_access.engine import reading
from data_access.months import fetch_month_sums
from data_access.publications import fetch_published_counts
from domain.access import Role, Viewer
from domain.calendar import months_between
from domain.months import Move
from services import report_months
from services.publish import propose_month, publish_month
from tests.accounts import make_accounts, sign_in_as
from tests.conftest import Database
from tests.integration.month_moves import BACKA, latest_step, register_in

APRIL, MAY, JUNE = months_between(date(2024, 4, 1), date(2024, 6, 1))

BY_VIEW = """
select first_month, months, area_code, target_group, measure, value, low, high, mark
from reporting_activity
"""


@pytest.fixture
def published(programme: Database) -> tuple[Database, Viewer, Viewer]:
    """Give a programme with a quarter made public, its team leader and its director."""
    app = programme.engine("trygghet_app")
    make_accounts(programme.engine())
    lead, director = sign_in_as(app, Role.TEAM_LEAD), sign_in_as(app, Role.DIRECTOR)
    for month in (APRIL, MAY, JUNE):
        register_in(programme, lead, occurred_on=month, participants=40)
        register_in(programme, lead, occurred_on=month, target_group="1", participants=3)
        close(programme, lead, director, month)
        publish(programme, director, month)
    return programme, lead, director


def close(programme: Database, lead: Viewer, director: Viewer, month: date) -> None:
    """Submit and approve a month."""
    app = programme.engine("trygghet_app")
    with reading(app, lead) as connection:
        seen = fetch_month_sums(connection, lead, 1, month)
    report_months.submit_month(app, viewer=lead, programme_id=1, month=month, seen=seen)
    step = {BACKA: latest_step(programme)}
    report_months.approve_month(app, viewer=director, programme_id=1, month=month, seen=step)


def correct(programme: Database, lead: Viewer, director: Viewer, month: date) -> None:
    """Open a month, register something more in it, and close it again."""
    report_months.move_month(
        programme.engine("trygghet_app"),
        viewer=director,
        programme_id=1,
        area_code=BACKA,
        month=month,
        move=Move.REOPEN,
        seen=step_of(programme, month),
        why="Sen uppgift",
    )
    register_in(programme, lead, occurred_on=month, participants=70)
    close(programme, lead, director, month)


def step_of(programme: Database, month: date) -> int:
    with programme.engine(role=None).connect() as connection:
        statement = "select max(id) from reporting_step where month = :month"
        return int(connection.scalar(text(statement), {"month": month}) or 0)


def publish(programme: Database, director: Viewer, month: date) -> None:
    app = programme.engine("trygghet_app")
    ground, proposal = propose_month(app, viewer=director, programme_id=1, month=month, threshold=5)
    publish_month(
        app, viewer=director, programme_id=1, ground=ground, proposal=proposal, comment=None
    )


def spans_told_alike(programme: Database) -> set[tuple[date, int]]:
    """Check that the view and the panel tell the same, row by row; returns of which spans."""
    app = programme.engine("trygghet_app")
    board = sign_in_as(app, Role.BOARD)
    with reading(app, board) as connection:
        counts = fetch_published_counts(connection, board, 1, date(2024, 1, 1), date(2024, 12, 1))
    by_panel = [
        (
            each.cell.span.first,
            each.cell.span.months,
            each.cell.area_code,
            each.cell.target_group,
            each.cell.measure.value,
            each.value,
            each.low,
            each.high,
            each.mark.value,
        )
        for each in counts
    ]
    with programme.engine("trygghet_reader").connect() as connection:
        by_view = [tuple(row) for row in connection.execute(text(BY_VIEW))]
    assert sorted(by_view, key=str) == sorted(by_panel, key=str)
    return {(first, months) for first, months, *_rest in by_view}


def test_the_view_and_the_panel_leave_out_the_same_spans_between_two_corrections(
    published: tuple[Database, Viewer, Viewer],
) -> None:
    programme, lead, director = published
    months = {(APRIL, 1), (MAY, 1), (JUNE, 1)}
    assert spans_told_alike(programme) == {*months, (APRIL, 3)}
    correct(programme, lead, director, APRIL)
    correct(programme, lead, director, MAY)
    # What is corrected is public as it was until it is published again.
    assert spans_told_alike(programme) == {*months, (APRIL, 3)}
    publish(programme, director, APRIL)
    # The quarter waits for May: with the new April it would tell what May was.
    assert spans_told_alike(programme) == months
    publish(programme, director, MAY)
    assert spans_told_alike(programme) == {*months, (APRIL, 3)}
