"""What the board asks, who answers, and what was answered: facts."""

from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import Connection, RowMapping, and_, func, select, text
from sqlalchemy.dialects.postgresql import insert

from data_access.accounts import own_account
from data_access.facts import standing, withdraw
from data_access.schema import meetings
from domain.access import Right, Role, Viewer, require
from domain.calendar import STOCKHOLM
from domain.naming import person_of
from domain.questions import Answerer, Asked, Handling, Question
from texts import _


def fetch_questions(
    connection: Connection, viewer: Viewer, programme_id: int, as_of: datetime | None = None
) -> tuple[Question, ...]:
    """Return the questions that stand, each with how it is handled, by when they were asked."""
    require(viewer, Right.SEE_POINTS)
    asked, handled = meetings.board_question, meetings.question_handling
    rows = connection.execute(
        select(asked, *(column.label(f"handling_{column.name}") for column in handled.c))
        .outerjoin(
            handled,
            and_(
                handled.c.programme_id == asked.c.programme_id,
                handled.c.question_id == asked.c.id,
                standing(handled, as_of),
            ),
        )
        .where(asked.c.programme_id == programme_id, standing(asked, as_of))
        .order_by(asked.c.recorded_at, asked.c.id)
    ).mappings()
    return tuple(
        Question(
            id=row["id"],
            point_number=row["point_number"],
            figure=row["figure"],
            told=row["told"],
            as_of=row["as_of"].astimezone(STOCKHOLM),
            question=row["question"],
            asked_by=person_of(row["recorded_by"]),
            asked_on=row["recorded_at"].astimezone(STOCKHOLM).date(),
            handling=_handling_of(row) if row["handling_id"] else None,
        )
        for row in rows
    )


def fetch_own_questions(
    connection: Connection, viewer: Viewer, programme_id: int
) -> frozenset[int]:
    """Return the keys of the standing questions that the transaction's viewer has asked.

    It is the person's own answer: not to be kept for others of the role.
    """
    require(viewer, Right.ASK)
    table = meetings.board_question
    return frozenset(
        connection.scalars(
            select(table.c.id).where(
                table.c.programme_id == programme_id,
                table.c.recorded_by == func.viewer_name(),
                standing(table),
            )
        )
    )


def insert_question(connection: Connection, programme_id: int, asked: Asked) -> int:
    """Insert a question; returns its key.

    Raises:
        sqlalchemy.exc.IntegrityError: it is about no point that there is, or a text breaks a rule.
    """
    table = meetings.board_question
    # The panel's clock may be ahead of the database's: nothing was seen after now.
    seen = func.least(asked.as_of, func.writing_moment())
    made = insert(table).values(programme_id=programme_id, **asdict(asked) | {"as_of": seen})
    return int(connection.scalar(made.returning(table.c.id)) or 0)


def withdraw_question(connection: Connection, programme_id: int, question_id: int) -> bool:
    """Withdraw a question of the viewer's own; False when there is none such that stands.

    Raises:
        sqlalchemy.exc.IntegrityError: it has been answered.
    """
    why = _("Återtagen av den som frågade")
    return withdraw(connection, meetings.board_question, programme_id, question_id, why)


def write_handling(
    connection: Connection,
    programme_id: int,
    question_id: int,
    *,
    owner: Answerer,
    due_on: date,
    answer: str | None,
    seen: int | None,
) -> int | None:  # Half of its lines are its signature and its contract.
    """Write how a question is handled, in the place of what was; returns the key of that.

    None: it is not as seen, and nothing is written.

    Args:
        connection: an open transaction.
        programme_id: the programme.
        question_id: the question.
        owner: who answers.
        due_on: the day by which it is answered.
        answer: the answer; None: there is none yet.
        seen: the key of the handling that the writer saw; None: there was none.

    Raises:
        sqlalchemy.exc.IntegrityError: the question does not stand, or a text breaks a rule.
    """
    table = meetings.question_handling
    if seen is not None and not withdraw(
        connection, table, programme_id, seen, _("Ersatt av en ny uppgift")
    ):
        return None
    statement = insert(table).values(
        programme_id=programme_id,
        question_id=question_id,
        owner_id=owner.id,
        owner=owner.name,
        due_on=due_on,
        answer=answer,
    )
    # Another who was first with the same question is waited for, and then found.
    key: int | None = connection.scalar(
        statement.on_conflict_do_nothing(
            index_elements=[table.c.programme_id, table.c.question_id],
            index_where=table.c.withdrawn_at.is_(None),
        ).returning(table.c.id)
    )
    return key


def fetch_people_to_answer(
    connection: Connection, viewer: Viewer, programme_id: int
) -> tuple[Answerer, ...]:
    """Return the open accounts that may answer questions, by name."""
    require(viewer, Right.ANSWER)
    rows = connection.execute(
        text("select id, name, role from people_to_answer(:programme_id)"),
        {"programme_id": programme_id},
    )
    return tuple(Answerer(account, name, Role(role)) for account, name, role in rows)


def find_oneself(connection: Connection, viewer: Viewer, programme_id: int) -> Answerer | None:
    """Return the transaction's viewer among those who may answer; None: not one of them."""
    own = connection.scalar(select(own_account()))
    people = fetch_people_to_answer(connection, viewer, programme_id)
    return next((each for each in people if each.id == own), None)


def _handling_of(row: RowMapping) -> Handling:
    return Handling(
        id=row["handling_id"],
        owner=row["handling_owner"],
        due_on=row["handling_due_on"],
        answer=row["handling_answer"],
        by=person_of(row["handling_recorded_by"]),
        at=row["handling_recorded_at"].astimezone(STOCKHOLM),
        owner_id=row["handling_owner_id"],
    )
