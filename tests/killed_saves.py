"""A process that saves again and again, each time in a child that is killed at a random moment.

Run by `tests/integration/test_killed_saves.py`: ``python -m tests.killed_saves URL KEY ROUNDS``.
Prints, as JSON, how many saves were found whole, how many had not happened, and the halves.
"""

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from data_access.engine import make_engine
from domain.access import Role, Viewer
from domain.months import NOTHING
from domain.records import ActivityRecord
from domain.statuses import Status
from domain.updates import Tick, Update
from services.keep_drafts import keep
from services.register_activities import DRAFT, draft_of_entry, register, replace_entry
from services.report_months import submit_month
from services.report_points import draft_of_point, report_point

TODAY = date(2026, 11, 20)
MAY = date(2024, 5, 1)
AREAS = ("70", "71")
KINDS = ("report", "register", "replace", "submit")
LONGEST = 0.03
"""Seconds within which most saves are done, and so the moments among which one is drawn."""

_STATE = text(
    "select (select comment from status_report where withdrawn_at is null) as comment,"
    " (select done_on is not null from milestone) as is_done,"
    " (select count(*) from activity where withdrawn_at is null) as standing,"
    " (select count(*) from activity where withdrawn_at is not null) as withdrawn,"
    " (select coalesce(sum(entries), 0) from activity_month) as summed,"
    " (select max(id) from activity where withdrawn_at is null) as entry,"
    " (select count(*) from reporting_period where state = 'submitted') as submitted,"
    " (select count(*) from reporting_step) as steps,"
    " (select array_agg(subject order by subject) from draft) as drafts"
)


def main(url: str, key: str, rounds: int) -> None:
    """Save, kill and look, so many times."""
    chance = random.Random(7)
    viewer = Viewer(role=Role.TEAM_LEAD, key=key)
    looking = create_engine(make_url(url).set(drivername="postgresql+psycopg"), poolclass=NullPool)
    found: Counter[str] = Counter()
    halves = []
    for number in range(rounds):
        kind = KINDS[number % len(KINDS)]
        with looking.begin() as connection:
            connection.execute(text("update reporting_period set state = 'open'"))
            before = dict(connection.execute(_STATE).mappings().one())
        _kill_midway(url, viewer, kind, number, chance.uniform(0, LONGEST))
        with looking.connect() as connection:
            _await_the_others(connection)
            after = dict(connection.execute(_STATE).mappings().one())
        verdict = _judge(kind, number, before, after)
        found[verdict] += 1
        if verdict == "half":
            halves.append({"kind": kind, "before": str(before), "after": str(after)})
    print(json.dumps({**found, "halves": halves}))  # noqa: T201 - what the test reads


def _kill_midway(url: str, viewer: Viewer, kind: str, number: int, wait: float) -> None:
    ready, tell = os.pipe()
    child = os.fork()
    if child == 0:
        _save(url, viewer, kind, number, tell)
        os._exit(0)
    os.close(tell)
    os.read(ready, 1)
    os.close(ready)
    time.sleep(wait)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _save(url: str, viewer: Viewer, kind: str, number: int, tell: int) -> None:
    pool = make_engine(url)
    with pool.connect() as connection:
        connection.execute(text("select begin_viewing(:key, '', '')"), {"key": viewer.key})
        latest = connection.scalar(
            text("select max(id) from status_report where withdrawn_at is null")
        )
        entry = connection.scalar(text("select max(id) from activity where withdrawn_at is null"))
        done_on = connection.scalar(text("select done_on from milestone"))
    subject = _subject(kind, entry)
    keep(pool, viewer=viewer, subject=subject, fields={"number": number})
    os.write(tell, b"1")
    record = ActivityRecord(
        TODAY, "71", "outreach", "3", (1,), 1, 5, None, (), f"webb-{number}", None
    )
    if kind == "report":
        report_point(
            pool,
            viewer=viewer,
            programme_id=1,
            number=1,
            update=Update(
                status=Status.ON_PLAN,
                progress_percent=None,
                comment=str(number),
                risk=None,
                forecast_date=None,
                ticks=(Tick("Lokal", None if done_on else TODAY, done_on),),
            ),
            based_on=latest,
            today=TODAY,
        )
    elif kind == "register":
        register(pool, viewer=viewer, programme_id=1, record=record)
    elif kind == "submit":
        seen = dict.fromkeys(AREAS, NOTHING)
        submit_month(pool, viewer=viewer, programme_id=1, month=MAY, seen=seen)
    elif entry:
        replace_entry(
            pool, viewer=viewer, programme_id=1, entry_id=entry, record=record, why="Rättad"
        )


def _subject(kind: str, entry: int | None) -> str:
    if kind == "report":
        return draft_of_point(1)
    return draft_of_entry(entry) if kind == "replace" and entry else DRAFT


def _await_the_others(connection: Connection) -> None:
    """Wait until the database has noticed that the killed one is gone."""
    others = text(
        "select count(*) from pg_stat_activity where datname = current_database()"
        " and backend_type = 'client backend' and pid <> pg_backend_pid()"
    )
    while connection.scalar(others):
        connection.execute(text("select pg_sleep(0.01), pg_stat_clear_snapshot()"))


def _judge(kind: str, number: int, before: dict[str, Any], after: dict[str, Any]) -> str:
    is_draft_gone = _subject(kind, before["entry"]) not in (after["drafts"] or ())
    if after["summed"] != after["standing"]:
        return "half"
    signs: tuple[bool, ...]
    if kind == "report":
        signs = (
            after["comment"] == str(number),
            after["is_done"] != before["is_done"],
            is_draft_gone,
        )
    elif kind == "register":
        signs = (after["standing"] != before["standing"], is_draft_gone)
    elif kind == "submit":
        # Both areas, each with its step.
        signs = (
            after["submitted"] > 0,
            after["submitted"] == len(AREAS),
            after["steps"] > before["steps"],
            after["steps"] == before["steps"] + len(AREAS),
        )
    elif before["entry"] is None:
        return "nothing"
    else:
        signs = (
            after["withdrawn"] != before["withdrawn"],
            after["entry"] != before["entry"],
            is_draft_gone,
        )
    if all(signs):
        return "whole"
    return "half" if any(signs) else "nothing"


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
