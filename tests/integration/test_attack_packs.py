"""The attacker reads packs: nothing in any file depends on a count that is not published.

That the published counts give no small one away is shown in `tests.pages.test_attack`. Here every
exact count behind them becomes another one, in the entries and in their sums: a pack that is then
gathered again is the same to the last byte, for the director as for the board. So no file tells a
protected count more exactly than the published rows do.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from io import BytesIO

import pypdf
import pytest
from sqlalchemy import text

from commands.demo import fill_with_example
from data_access.engine import reading
from data_access.meetings import fetch_meetings
from data_access.programme import fetch_programme
from domain.access import Role
from domain.calendar import STOCKHOLM
from domain.packs.compose import content_of
from domain.packs.content import Content, Organisation
from services.make_pack import gather_briefing
from tests.accounts import make_accounts, sign_in_as
from tests.conftest import Database, administer, named
from transfer.packs.canonical import fingerprint, to_json
from transfer.packs.files import MAKERS
from transfer.packs.presentation import to_presentation

NAME = "attack_packs"
ORGANISATION = Organisation("Provförvaltningen", "prov@kommunen.example", "#0069a8")
READERS = (Role.BOARD, Role.DIRECTOR)

_OTHER_COUNTS = """
alter table activity_month disable trigger user;
update activity_month set occasions = occasions * 2 + 1, participants = participants * 3 + 2,
    uncounted = 0, minutes = minutes + 5;
alter table activity disable trigger user;
update activity set occasions = occasions * 2 + 1, participants = participants * 3 + 2;
"""

_HIDDEN = """
select area.name, count.low, count.high from published_count count
join area on area.programme_id = count.programme_id and area.code = count.area_code
where count.value is null and count.high is not null and count.target_group is null
    and count.months = 1 and count.measure = 'occasions'
    and count.publication_id = (select max(id) from publication)
"""
"""The areas of the month that was published last, and between which ends their counts lie."""


@pytest.fixture(scope="module")
def example(server_url: str, template: str) -> Iterator[Database]:
    """Give the example programme, whose months are published but for the last."""
    administer(server_url, f"create database {NAME} template {template}")
    made = Database(named(server_url, NAME))
    fill_with_example(made.engine(role=None))
    make_accounts(made.engine())
    yield made
    made.close()
    administer(server_url, f"drop database {NAME} with (force)")


def told_to(database: Database, role: Role, now: datetime) -> list[Content]:
    """Return what a role would make a pack of, for every meeting, the latest first."""
    app = database.engine("trygghet_app")
    viewer = sign_in_as(app, role)
    with reading(app, viewer) as connection:
        programme = fetch_programme(connection, "hisingen")
        assert programme
        meetings = fetch_meetings(connection, viewer, programme.id)
    return [
        replace(
            content_of(
                gather_briefing(
                    app,
                    viewer=viewer,
                    programme=programme,
                    meeting_id=meeting.id,
                    organisation=ORGANISATION,
                )
            ),
            as_of=now,
        )
        for meeting in meetings
    ]


def files_of(content: Content) -> dict[str, bytes]:
    """Return all that is made of a content: the four files, and what the projector shows."""
    mark = fingerprint(to_json(content))
    shown = to_presentation(content, mark, back_href="/", script_src="/presentation.js")
    return {name: make(content, mark) for name, make in MAKERS.items()} | {"visning": shown}


def words_of(name: str, data: bytes) -> str:
    """Return all that can be read out of a file, also of the files within it."""
    if name.endswith(".pdf"):
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages)
    if name.endswith((".xlsx", ".pptx")):
        with zipfile.ZipFile(BytesIO(data)) as parts:
            return "\n".join(words_of(part, parts.read(part)) for part in parts.namelist())
    return data.decode("utf-8", "ignore")


def test_no_file_depends_on_a_count_that_is_not_published(example: Database) -> None:
    now = datetime.now(STOCKHOLM)
    before = {role: told_to(example, role, now) for role in READERS}
    assert before[Role.BOARD] == before[Role.DIRECTOR]
    assert all("..\u00a0(" in to_json(each).decode() for each in before[Role.BOARD][:2])
    files = files_of(before[Role.BOARD][0])
    with example.engine(role=None).begin() as connection:
        for statement in _OTHER_COUNTS.strip().split(";\n"):
            connection.execute(text(statement.rstrip(";")))
    for role in READERS:
        assert told_to(example, role, now) == before[role]
    assert files_of(told_to(example, Role.DIRECTOR, now)[0]) == files


def test_a_protected_count_is_told_by_the_ends_that_are_published(example: Database) -> None:
    files = files_of(told_to(example, Role.BOARD, datetime.now(STOCKHOLM))[0])
    with example.engine(role=None).connect() as connection:
        hidden = connection.execute(text(_HIDDEN)).all()
    assert len(hidden) > 2, "nothing to look for"
    for name in MAKERS:
        words = words_of(name, files[name])
        for area, low, high in hidden:
            assert area in words, name
            assert re.search(rf"\({low}\s?–\s?{high}\)", words), (name, area)
