"""What is known today of an earlier day, and was not known then: told on the page of that day."""

from datetime import timedelta

from sqlalchemy import text

from tests.conftest import Database
from tests.pages.conftest import open_page
from tests.pages.test_viewpoint import THEN, badges_of, click, words


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
