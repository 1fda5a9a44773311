"""A programme of one point and three areas, for tests of the database's own rules."""

from typing import Any

from sqlalchemy import Connection, Engine, insert, text

from data_access.schema import activities

_ROWS = """
insert into programme (code, name, starts_on) values ('hisingen', 'Prov', '2022-05-01');
insert into focus_area (name) values ('Tidigt stöd');
insert into target_group (code, name, short_name)
    values ('1', 'I brott', 'I brott'), ('3', 'Yngre', 'Yngre');
insert into partner (code, name) values ('police', 'Polis'), ('school', 'Skola');
insert into activity_kind (code, name, concerns_individuals)
    values ('outreach', 'Uppsökande', false), ('talk', 'Samtal', true);
insert into area (code, name, level) values ('H', 'Hisingen', 'stadsomrade');
insert into area (code, name, level, parent_code) values ('71', 'Backa', 'mellanomrade', 'H');
insert into area (code, name, level, parent_code) values ('409', 'Skogome', 'primaromrade', '71');
insert into point (number, title, short_title, focus_area, starts_on, due_on)
    values (1, 'En punkt', 'En punkt', 'Tidigt stöd', '2022-06-01', '2026-12-31');
insert into funding_source (code, name, funder, amount, starts_on, ends_on, purpose)
    values ('EXTRA', 'Extra medel', 'Staden', 1000000, '2022-05-01', '2026-12-31', 'Trygghet');
"""


def make_small_programme(engine: Engine) -> None:
    """Fill an empty database, as the superuser."""
    run_rows(engine, _ROWS)


def run_rows(engine: Engine, rows: str) -> None:
    """Run statements, each of which ends its line with a semicolon."""
    with engine.begin() as connection:
        for statement in rows.strip().split(";\n"):
            connection.execute(text(statement.rstrip(";")))


def add_activity(connection: Connection, **change: Any) -> int:
    """Insert an activity; returns its key."""
    values = {
        "occurred_on": "2024-05-02",
        "area_code": "71",
        "kind": "outreach",
        "target_group": "3",
        **change,
    }
    table = activities.activity
    return int(connection.scalar(insert(table).values(**values).returning(table.c.id)) or 0)
