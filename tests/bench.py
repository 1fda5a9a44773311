"""What reading and writing cost, as ratios to something in the same run. Run by ``make bench``.

Machines differ and are noisy; a ratio of medians, measured alternately, says the same on each.
"""

import secrets
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from data_access.activities import fetch_activity_sums
from data_access.embedded import start_server
from data_access.engine import reading
from data_access.migrate import upgrade
from data_access.revisions import fetch_revision_token
from domain.access import Role, Viewer, operator
from domain.accounts import Person, SessionLimits, SignIn
from domain.activities import ActivityFilter
from services.sign_in import continue_session
from tests import bench_disclosure, bench_packs
from tests.accounts import ISSUER, make_accounts
from tests.conftest import Database, administer, named
from tests.integration.small_programme import make_small_programme

ROUNDS = 15
YEAR = ActivityFilter(date(2025, 1, 1), date(2025, 12, 1))

_FILL = """
insert into activity (occurred_on, area_code, kind, target_group, occasions, participants)
select date '2022-05-01' + (n % 1500), case n % 2 when 0 then '71' else '409' end,
    case n % 3 when 0 then 'talk' else 'outreach' end, case n % 2 when 0 then '1' else '3' end,
    1 + n % 3, nullif(n % 7, 6)
from generate_series(1, :rows) n
"""


def median_ms(*actions: Callable[[], object]) -> list[float]:
    """Return each action's median time in milliseconds, the actions taken in turns."""
    times: list[list[float]] = [[] for _action in actions]
    for _round in range(ROUNDS):
        for action, taken in zip(actions, times, strict=True):
            begun = time.perf_counter()
            action()
            taken.append((time.perf_counter() - begun) * 1000)
    return [statistics.median(taken) for taken in times]


def _filled(url: str, name: str, rows: int) -> Database:
    administer(url, f"create database {name}")
    database = Database(named(url, name))
    owner = database.engine(role=None)
    upgrade(owner)
    make_small_programme(owner)
    make_accounts(database.engine())
    with owner.begin() as connection:
        connection.execute(text(_FILL), {"rows": rows})
    return database


def _director() -> SignIn:
    now = datetime.now(UTC)
    person = Person(ISSUER, Role.DIRECTOR, None, email_is_verified=False, name=None)
    return SignIn(person, "prov", secrets.token_hex(), now, now + timedelta(hours=1))


def main() -> None:
    """Measure and print."""
    folder = Path(tempfile.mkdtemp(prefix="trygghet-bench-"))
    folder.chmod(0o711)
    server = start_server(folder / "postgres")
    small, large = (_filled(server.url, f"log_{rows}", rows) for rows in (10_000, 200_000))
    shown = Table("what", "ms", "ratio", "to")
    app, sign_in = large.engine("trygghet_app"), _director()

    def look() -> Viewer:
        return continue_session(app, 1, sign_in, SessionLimits(30, 8), "").viewer

    with ExitStack() as stack:
        few, free = (
            stack.enter_context(reading(each.engine(), operator("bench")))
            for each in (small, large)
        )
        director = look()
        many = stack.enter_context(reading(app, director))
        nothing, token, session = median_ms(
            lambda: many.scalar(text("select 1")), lambda: fetch_revision_token(many), look
        )
        shown.add_row("revision token", f"{token:.2f}", f"{token / nothing:.2f}", "select 1")
        shown.add_row(
            "look at the session", f"{session:.2f}", f"{session / nothing:.2f}", "select 1"
        )
        brief, long, guarded = median_ms(
            lambda: fetch_activity_sums(few, operator("bench"), 1, YEAR),
            lambda: fetch_activity_sums(free, operator("bench"), 1, YEAR),
            lambda: fetch_activity_sums(many, director, 1, YEAR),
        )
        shown.add_row(
            "a year's sums, 200 000 entries", f"{long:.2f}", f"{long / brief:.2f}", "10 000 entries"
        )
        shown.add_row(
            "… of a director's session", f"{guarded:.2f}", f"{guarded / long:.2f}", "the operator's"
        )
    for database in (small, large):
        database.close()
    server.release()
    shutil.rmtree(folder, ignore_errors=True)
    for row in (*bench_disclosure.disclosure_rows(), *bench_packs.pack_rows()):
        shown.add_row(*row)
    Console().print(shown)


if __name__ == "__main__":
    main()
