"""What is known today of an earlier day, and was not known then: told on the page of that day."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from domain.access import Role
from tests.conftest import Database
from tests.pages.conftest import open_page
from tests.pages.test_viewpoint import THEN, badges_of, click, words
from ui.session import today


def test_the_note_says_what_is_known_otherwise_today(example: Database) -> None:
    app = open_page("program", per=THEN.isoformat())
    with example.engine(role=None).begin() as connection:
        # A report of that time is found to be wrong, and an invoice comes late.
        connection.execute(
            text(
                "update status_report set withdrawn_why = 'Fel' where id = (select id from"
                " status_report where point_number = 5 and withdrawn_at is null"
                " and as_of_date <= :day order by as_of_date desc limit 1)"
            ),
            {"day": THEN},
        )
        connection.execute(
            text(
                "insert into status_report (point_number, status, as_of_date, comment)"
                " values (5, 'late', :day, 'Rättad')"
            ),
            {"day": THEN - timedelta(days=1)},
        )
        connection.execute(
            text(
                "insert into ledger_entry (source_code, booked_on, account, amount, voucher)"
                " select code, :day, '5010', 123000, 'SEN1' from funding_source"
                " order by code limit 1"
            ),
            {"day": THEN},
        )
    before = badges_of(app)
    app.run()
    assert badges_of(app) == before
    told = words(app)
    assert "Det vi vet i dag om den dagen skiljer sig för" in told
    assert "Punkt 5, " in told
    assert "”Försenad” med det vi vet i dag" in told
    assert "0,1 mnkr har bokförts" in told or "tkr har bokförts" in told
    click(app, "Visa det vi vet i dag")
    assert badges_of(app)["late"] == before["late"] + 1


def register_nine(database: Database, day: date) -> None:
    """Register nine activities of a day, without participants: today, and not then."""
    with database.engine(role=None).begin() as connection:
        connection.execute(
            text(
                "insert into activity (occurred_on, area_code, kind, target_group, occasions)"
                " select :day, area_code, kind, target_group, 9 from activity"
                " where withdrawn_at is null order by id limit 1"
            ),
            {"day": day},
        )


def noted(page: str, role: Role, day: date) -> str:
    """Return what the note of an earlier day says of counts, and whether all is as it was."""
    told = words(open_page(page, role, per=day.isoformat())).splitlines()
    return "\n".join(each for each in told if each.startswith(("Det vi vet", "Antalen för")))


def activities_in(note: str) -> int:
    found = re.search(r"([+−]\d+) aktivitet", note)
    return int(found[1].replace("−", "-")) if found else 0


@pytest.mark.parametrize("role", [Role.TEAM_LEAD, Role.DIRECTOR])
def test_who_sees_exact_counts_is_told_of_what_was_registered_afterwards(
    example: Database, role: Role
) -> None:
    day = today() - timedelta(days=70)
    eve = day - timedelta(days=1)
    before, eve_before = (noted("aktiviteter", role, each) for each in (day, eve))
    register_nine(example, day)
    assert activities_in(noted("aktiviteter", role, day)) == activities_in(before) + 9
    # The day before nothing of it had happened.
    assert noted("aktiviteter", role, eve) == eve_before


def test_the_board_is_told_of_published_counts_alone(example: Database) -> None:
    before = noted("program", Role.BOARD, THEN)
    assert before.startswith("Det vi vet i dag om den dagen")
    register_nine(example, THEN)
    assert noted("program", Role.BOARD, THEN) == before
