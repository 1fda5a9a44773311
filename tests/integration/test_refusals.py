"""What the reader is told when the database refuses: Swedish, and nothing of the row."""

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from data_access.engine import make_engine
from data_access.refusals import refusal_of
from tests.conftest import Database

_SOURCE = (
    "insert into funding_source (code, name, funder, amount, starts_on, ends_on, purpose)"
    " values ('{code}', 'Zebra', 'Staten', 1, '2022-05-01', '{until}', 'Zebra')"
)


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        (
            _SOURCE.format(code="EXTRA", until="2026-12-31"),
            "Det finns redan en finansieringskälla med den koden.",
        ),
        (
            _SOURCE.format(code="a b", until="2026-12-31"),
            "Källans kod ska bestå av a–z, A–Z, 0–9, punkt, bindestreck, snedstreck och _.",
        ),
        (
            _SOURCE.format(code="C", until="2021-12-31"),
            "Källans sista dag ligger före den första.",
        ),
        (
            "insert into programme (code, name, starts_on) values ('hisingen', 'Zebra', now())",
            "Det finns redan ett program med den koden.",
        ),
        (
            (
                "insert into activity (occurred_on, area_code, kind, target_group)"
                " values ('2019-01-01', '71', 'outreach', '3')"
            ),
            "Ett datum ligger utanför programmets dagar.",
        ),
        (
            (
                "insert into activity (occurred_on, area_code, kind, target_group)"
                " values ('2024-01-01', '71', 'zebra', '3')"
            ),
            "Något som uppgifterna hänvisar till finns inte (fk_activity_programme_id_kind).",
        ),
        (
            (
                "insert into activity (occurred_on, area_code, kind, target_group, occasions)"
                " values ('2024-01-01', '71', 'outreach', '3', 0)"
            ),
            ("En uppgift bryter mot en av databasens regler (ck_activity_occasions_range)."),
        ),
        (
            (
                "insert into activity (occurred_on, area_code, kind, target_group, partners)"
                " values ('2024-01-01', '71', 'outreach', '3', '{zebra}')"
            ),
            "En kod i en lista finns inte i programmet.",
        ),
        ("delete from activity", "Databasens inloggning får inte göra detta (docs/operations.md)."),
        ("select 1 / 0", "Databasen tog inte emot uppgifterna (kod 22012)."),
    ],
)
def test_a_refusal_is_a_sentence(programme: Database, statement: str, sentence: str) -> None:
    with pytest.raises(DBAPIError) as refused, programme.engine().begin() as connection:
        connection.execute(text(statement))
    assert refusal_of(refused.value) == sentence
    assert "zebra" not in sentence.lower()


def test_a_server_that_is_not_there_is_said_to_be_away() -> None:
    engine = make_engine("postgresql://nobody@127.0.0.1:9/nothing")
    with pytest.raises(DBAPIError) as refused:
        engine.connect()
    assert refusal_of(refused.value).startswith("Databasen går inte att nå: ")
    assert "refused" in refusal_of(refused.value)


def test_a_wrong_password_is_told_as_one(database: Database) -> None:
    url = make_url(database.url).set(password="hemligt")
    engine = make_engine(url.render_as_string(hide_password=False))
    with pytest.raises(DBAPIError) as refused:
        engine.connect()
    assert "password authentication failed" in refusal_of(refused.value)
    assert "hemligt" not in refusal_of(refused.value)


def test_a_login_that_is_no_member_is_not_told_that_the_database_is_away(
    database: Database,
) -> None:
    with database.engine(role=None).begin() as connection:
        connection.execute(text("create role prov_utan_roll login password 'hemligt'"))
    url = make_url(database.url).set(username="prov_utan_roll", password="hemligt")
    try:
        with pytest.raises(DBAPIError) as refused:
            make_engine(url.render_as_string(hide_password=False)).connect()
    finally:
        with database.engine(role=None).begin() as connection:
            connection.execute(text("drop role prov_utan_roll"))
    assert refusal_of(refused.value) == (
        "Databasens inloggning är inte medlem i rollen trygghet_app, som panelen arbetar med"
        " (docs/operations.md)."
    )
