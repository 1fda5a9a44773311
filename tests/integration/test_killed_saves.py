"""A save that is killed midway has happened, or has not; what was typed is then still there."""

import json
import subprocess
import sys

import pytest
from sqlalchemy import text

from domain.access import Role
from tests.accounts import make_accounts, sign_in_as
from tests.conftest import Database
from tests.integration.small_programme import make_small_programme

ROUNDS = 240
"""As many of each of the four kinds of save."""


@pytest.mark.slow
def test_no_save_that_is_killed_is_left_half_done(database: Database) -> None:
    make_small_programme(database.engine(role=None))
    make_accounts(database.engine())
    with database.engine(role=None).begin() as connection:
        connection.execute(
            text(
                "insert into milestone (point_number, title, due_on)"
                " values (1, 'Lokal', '2026-10-01')"
            )
        )
        connection.execute(
            text("insert into area (code, name, level) values ('70', 'Tuve', 'mellanomrade')")
        )
    viewer = sign_in_as(database.engine("trygghet_app"), Role.TEAM_LEAD)
    # Their connections would be taken for those of who was killed.
    database.close()
    told = subprocess.run(
        [sys.executable, "-m", "tests.killed_saves", database.url, viewer.key, str(ROUNDS)],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout)
    assert found["halves"] == []
    assert found.get("whole", 0) + found.get("nothing", 0) == ROUNDS
    # Else the moments were drawn too early or too late to say anything.
    assert found["whole"] > ROUNDS / 20
    assert found["nothing"] > ROUNDS / 20
