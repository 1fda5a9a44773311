"""What is made public: by whom, of what, once, and never what is not so."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from data_access.engine import reading, writing
from data_access.publications import (
    fetch_earlier,
    fetch_publications,
    fetch_published_counts,
    write_publication,
)
from data_access.refusals import rule_of
from domain.access import AccessDeniedError, Role, Viewer
from domain.activities import Mark, Measure
from domain.grounds import Ground
from domain.linked_counts import ToldOtherwiseError
from domain.months import Move
from domain.publications import Cell, Proposal, PublishedCount, Span
from services.publish import (
    GroundMovedError,
    ReasonMissingError,
    propose_month,
    publish_month,
)
from tests.accounts import make_accounts, sign_in_as
from tests.conftest import Database
from tests.integration.month_moves import (
    BACKA,
    MAY,
    approve_in,
    by_sql,
    move_in,
    register_in,
    submit_in,
)

MONTH = Span(MAY, 1)


@pytest.fixture(autouse=True)
def accounts(programme: Database) -> None:
    """Give an account for each role."""
    make_accounts(programme.engine())


@pytest.fixture
def approved(programme: Database, lead: Viewer, director: Viewer) -> Database:
    """Give the programme with a month approved: a small and a large count, in a single area."""
    register_in(programme, lead, target_group="1", kind="talk", occasions=2, participants=2)
    register_in(programme, lead, target_group="3", occasions=7, participants=90)
    submit_in(programme, lead)
    approve_in(programme, director)
    return programme


def proposed(database: Database, viewer: Viewer, **change: Any) -> tuple[Ground, Proposal]:
    app = database.engine("trygghet_app")
    wished: dict[str, Any] = {"month": MAY, "threshold": 5, **change}
    return propose_month(app, viewer=viewer, programme_id=1, **wished)


def publish(
    database: Database,
    viewer: Viewer,
    made: tuple[Ground, Proposal],
    comment: str | None = "Som i maj",
) -> int:
    return publish_month(
        database.engine("trygghet_app"),
        viewer=viewer,
        programme_id=1,
        ground=made[0],
        proposal=made[1],
        comment=comment,
    )


def seen_by(database: Database, viewer: Viewer) -> dict[Cell, PublishedCount]:
    with reading(database.engine("trygghet_app"), viewer) as connection:
        first, last = date(2024, 1, 1), date(2024, 12, 1)
        counts = fetch_published_counts(connection, viewer, 1, first, last)
    return {count.cell: count for count in counts}


def test_the_board_sees_a_month_when_it_is_published_and_no_small_count_of_it(
    approved: Database, director: Viewer
) -> None:
    board = sign_in_as(approved.engine("trygghet_app"), Role.BOARD)
    assert seen_by(approved, board) == {}
    publish(approved, director, proposed(approved, director))
    seen = seen_by(approved, board)
    small = seen[Cell(BACKA, "1", MONTH, Measure.PARTICIPANTS)]
    # That something took place is told, and so that one took part; the other group may be nobody.
    assert (small.value, small.low, small.high, small.mark) == (None, 1, 92, Mark.PROTECTED)
    assert seen[Cell(BACKA, None, MONTH, Measure.PARTICIPANTS)].value == 92
    # A single area and two groups: with the sum told, the other group would give it away.
    other = seen[Cell(BACKA, "3", MONTH, Measure.PARTICIPANTS)]
    assert (other.value, other.low, other.high, other.mark) == (None, 0, 91, Mark.PROTECTED)
    assert seen[Cell(BACKA, "3", MONTH, Measure.OCCASIONS)].value == 7
    with reading(approved.engine("trygghet_app"), board) as connection:
        (publication,) = fetch_publications(connection, board, 1)
    assert (publication.version, publication.threshold) == (1, 5)
    assert publication.comment == "Som i maj"
    assert publication.area_codes == (BACKA,)


@pytest.mark.parametrize("role", [Role.TEAM_LEAD, Role.BOARD, Role.RESEARCHER, Role.ADMIN])
def test_only_the_director_proposes_and_publishes(
    approved: Database, director: Viewer, role: Role
) -> None:
    other = sign_in_as(approved.engine("trygghet_app"), role)
    with pytest.raises(AccessDeniedError):
        proposed(approved, other)
    made = proposed(approved, director)
    with pytest.raises(AccessDeniedError):
        publish(approved, other, made)
    with (
        pytest.raises(DBAPIError),
        writing(approved.engine("trygghet_app"), other) as connection,
    ):
        write_publication(connection, 1, made[1], None)


@pytest.mark.parametrize("comment", [None, "", "  "])
def test_another_threshold_than_the_usual_one_is_not_published_without_a_reason(
    approved: Database, director: Viewer, comment: str | None
) -> None:
    made = proposed(approved, director, threshold=3)
    with pytest.raises(ReasonMissingError):
        publish(approved, director, made, comment)
    with reading(approved.engine("trygghet_app"), director) as connection:
        assert fetch_publications(connection, director, 1) == ()
    publish(approved, director, made, "Nämndens beslut i april")
    with reading(approved.engine("trygghet_app"), director) as connection:
        (publication,) = fetch_publications(connection, director, 1)
    assert (publication.threshold, publication.comment) == (3, "Nämndens beslut i april")


def test_what_moved_since_the_proposal_is_not_published(
    approved: Database, director: Viewer, lead: Viewer
) -> None:
    made = proposed(approved, director)
    move_in(approved, director, Move.REOPEN, "Rätta")
    with pytest.raises(GroundMovedError):
        publish(approved, director, made)
    submit_in(approved, lead)
    approve_in(approved, director)
    first = proposed(approved, director)
    publish(approved, director, first)
    # Two directors looked at the same: the second has not seen what the first has told.
    with pytest.raises(GroundMovedError):
        publish(approved, director, first)


def test_what_is_written_elsewhere_is_nobodys_concern_who_publishes(
    approved: Database, director: Viewer, lead: Viewer
) -> None:
    made = proposed(approved, director)
    register_in(approved, lead, occurred_on=date(2024, 11, 3), participants=3)
    assert publish(approved, director, made)
    # Nor does it make anything of the month news.
    register_in(approved, lead, occurred_on=date(2024, 11, 4), participants=4)
    ground, _again = proposed(approved, director)
    assert not ground.is_news(MAY)


def test_what_the_log_tells_otherwise_than_a_publication_did_stops_the_next_one(
    approved: Database, director: Viewer
) -> None:
    publish(approved, director, proposed(approved, director))
    # As whoever keeps the database can, who restores what was.
    by_owner = (
        "insert into activity (programme_id, occurred_on, area_code, kind, target_group,"
        " participants, recorded_at) values (1, '2024-05-05', '409', 'outreach', '3', 2,"
        " (select published_at from publication))"
    )
    with approved.engine(role=None).begin() as connection:
        connection.execute(text(by_owner))
    with pytest.raises(ToldOtherwiseError, match="2024-05, version 1"):
        proposed(approved, director)


def test_a_correction_is_a_new_version_and_the_old_one_can_be_seen(
    approved: Database, director: Viewer, lead: Viewer
) -> None:
    publish(approved, director, proposed(approved, director))
    with reading(approved.engine("trygghet_app"), director) as connection:
        (before,) = fetch_publications(connection, director, 1)
    move_in(approved, director, Move.REOPEN, "Rätta")
    register_in(approved, lead, target_group="3", occasions=1, participants=30)
    submit_in(approved, lead)
    approve_in(approved, director)
    made = proposed(approved, director)
    assert made[1].version == 2
    publish(approved, director, made)
    cell = Cell(BACKA, None, MONTH, Measure.PARTICIPANTS)
    app = approved.engine("trygghet_app")
    board = sign_in_as(app, Role.BOARD)
    with reading(app, board) as connection:
        now = fetch_published_counts(connection, board, 1, MAY, MAY)
        then = fetch_published_counts(connection, board, 1, MAY, MAY, before.at)
    values = [next(count for count in counts if count.cell == cell).value for counts in (then, now)]
    assert values == [92, 122]
    # What was hidden in the first version is not shown by the second.
    hidden = {count.cell for count in then if count.mark is Mark.PROTECTED}
    assert hidden
    assert hidden <= {count.cell for count in now if count.mark is Mark.PROTECTED}


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("set value = 4, low = 4, high = 4, mark = ''", "published_is_true"),
        ("set value = 2, low = 2, high = 2, mark = ''", "published_is_not_small"),
        ("set low = 3, high = 9", "published_is_true"),
        ("set value = 2", "ck_published_count_mark_whole"),
        ("set high = low", "ck_published_count_mark_whole"),
        ("set first_month = '2024-04-01'", "published_is_approved"),
    ],
)
def test_the_database_itself_publishes_nothing_untrue_small_or_not_approved(
    approved: Database, director: Viewer, change: str, rule: str
) -> None:
    made = proposed(approved, director)[1]
    small = next(
        count
        for count in made.counts
        if count.cell == Cell(BACKA, "1", MONTH, Measure.PARTICIPANTS)
    )
    row = (
        "select id, '71' as area_code, '1' as target_group, date '2024-05-01' as first_month,"
        f" {small.low} as low, {small.high or 'null'} as high, null::bigint as value, '..' as mark"
        " from made"
    )
    told = dict(part.strip().split(" = ") for part in change.removeprefix("set ").split(","))
    columns = ("area_code", "target_group", "first_month", "value", "low", "high", "mark")
    chosen = ", ".join(f"{told.get(name, name)}" for name in columns)
    chosen = chosen.replace("'2024-04-01'", "date '2024-04-01'")
    with pytest.raises(DBAPIError) as raised:
        by_sql(
            approved.engine("trygghet_app"),
            director,
            "with made as (insert into publication (month, version, threshold, method, area_codes)"
            " values ('2024-05-01', 1, 5, 'prov', '{71}') returning id), row as ("
            f"{row}) insert into published_count (publication_id, {', '.join(columns)}, months,"
            f" measure) select id, {chosen}, 1, 'participants' from row",
        )
    assert rule_of(raised.value) == rule


def test_what_is_published_stays_whoever_asks(approved: Database, director: Viewer) -> None:
    publish(approved, director, proposed(approved, director))
    for statement in (
        "update published_count set value = 1",
        "delete from published_count",
        "truncate published_count",
        "update publication set threshold = 3",
        "delete from publication",
    ):
        for role in (None, "trygghet_owner", "trygghet_operator"):
            with (
                pytest.raises(DBAPIError),
                approved.engine(role=role).begin() as connection,
            ):
                connection.execute(text(statement))
    # Nor is anything added to it afterwards: no count again, and no other one.
    for month, rule in (
        ("2024-05-01", "uq_published_count_cell"),
        ("2024-04-01", "published_is_written_once"),
    ):
        with pytest.raises(DBAPIError) as raised:
            by_sql(
                approved.engine("trygghet_app"),
                director,
                "insert into published_count (publication_id, area_code, first_month, months,"
                f" measure, low, high, mark) select id, '71', '{month}', 1, 'occasions', 0, 99,"
                " '..' from publication",
            )
        assert rule_of(raised.value) == rule


def test_a_month_that_is_not_approved_has_nothing_to_publish(
    programme: Database, director: Viewer, lead: Viewer
) -> None:
    register_in(programme, lead)
    made = proposed(programme, director)
    assert made[1].area_codes == ()
    with pytest.raises(DBAPIError):
        publish(programme, director, made)


def test_the_readers_view_has_the_latest_version_alone(
    approved: Database, director: Viewer
) -> None:
    publish(approved, director, proposed(approved, director))
    publish(approved, director, proposed(approved, director))
    with approved.engine("trygghet_reader").connect() as connection:
        rows = connection.execute(text("select version, mark, value from reporting_activity")).all()
    assert {row.version for row in rows} == {2}
    assert all((row.value is None) is (row.mark != "") for row in rows)


def test_what_stood_when_others_were_made_is_read_once_however_many_there_are(
    approved: Database, director: Viewer
) -> None:
    for _version in range(3):
        publish(approved, director, proposed(approved, director))
    asked: list[str] = []
    app = approved.engine("trygghet_app")
    with reading(app, director) as connection:
        event.listen(connection, "before_cursor_execute", lambda *sent: asked.append(sent[2]))
        earlier = fetch_earlier(connection, director, 1, MAY.year)
    assert [each.publication.version for each in earlier] == [1, 2, 3]
    assert sum("from activity join" in " ".join(each.lower().split()) for each in asked) == 1
