"""What reading and writing cost, as ratios to something in the same run. Run by ``make bench``.

Machines differ and are noisy; a ratio of medians, measured alternately, says the same on each.
"""

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine, text

from data_access.activities import fetch_activity_sums
from data_access.embedded import start_server
from data_access.engine import make_engine
from data_access.migrate import upgrade
from data_access.revisions import fetch_revision_token
from domain.access import operator
from domain.activities import ActivityFilter
from tests.conftest import administer, named
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


def _filled(url: str, name: str, rows: int) -> Engine:
    administer(url, f"create database {name}")
    owner = make_engine(named(url, name), role=None)
    upgrade(owner)
    make_small_programme(owner)
    with owner.begin() as connection:
        connection.execute(text(_FILL), {"rows": rows})
    owner.dispose()
    engine = make_engine(named(url, name))
    with engine.connect():
        pass
    return engine


def main() -> None:
    """Measure and print."""
    folder = Path(tempfile.mkdtemp(prefix="trygghet-bench-"))
    folder.chmod(0o711)
    server = start_server(folder / "postgres")
    small, large = (_filled(server.url, f"log_{rows}", rows) for rows in (10_000, 200_000))
    shown = Table("what", "median, ms", "ratio", "to")
    with small.connect() as few, large.connect() as many:
        nothing, token = median_ms(
            lambda: many.scalar(text("select 1")), lambda: fetch_revision_token(many)
        )
        shown.add_row("revision token", f"{token:.2f}", f"{token / nothing:.2f}", "select 1")
        brief, long = median_ms(
            lambda: fetch_activity_sums(few, operator("test"), 1, YEAR),
            lambda: fetch_activity_sums(many, operator("test"), 1, YEAR),
        )
        shown.add_row(
            "a year's sums, 200 000 entries", f"{long:.2f}", f"{long / brief:.2f}", "10 000 entries"
        )
    for engine in (small, large):
        engine.dispose()
    server.release()
    shutil.rmtree(folder, ignore_errors=True)
    Console().print(shown)


if __name__ == "__main__":
    main()
