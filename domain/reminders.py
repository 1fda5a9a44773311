"""What somebody should be reminded of, and what has been said already.

Every reminder has keys: its kind, its subject and the day that it concerns, and one for each part
where it is of several. The same key is never sent twice to one person; what moves the day makes it
a new thing.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from domain.access import RIGHTS, Right
from domain.accounts import Account
from domain.due_months import answers, months_to_decide, months_to_submit
from domain.due_points import dues_of_point
from domain.due_questions import questions_to_answer
from domain.dues import Due, Outlook


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one person is to be reminded of: something, always."""

    account: Account
    dues: tuple[Due, ...]


def reminders_for(
    accounts: Iterable[Account],
    outlook: Outlook,
    sent: Collection[tuple[int, str]],
    today: date,
) -> list[Reminder]:
    """Return what each person should be told now and has not been told before.

    Who has nothing due, or a closed account, is not among them.

    Args:
        accounts: those who may sign in.
        outlook: how things stand.
        sent: what has been said: pairs of an account's number and a key.
        today: the day.
    """
    reminders = []
    for account in accounts:
        dues = tuple(
            due
            for due in dues_of(account, outlook, today)
            if any((account.id, key) not in sent for key in due.keys)
        )
        if dues:
            reminders.append(Reminder(account, dues))
    return reminders


def dues_of(account: Account, outlook: Outlook, today: date) -> Iterator[Due]:
    """Yield what is due for a person, said before or not: months, the board's questions, points."""
    if not account.is_active:
        return
    rights = RIGHTS[account.role]
    if Right.REGISTER_ACTIVITIES in rights:
        yield from months_to_submit(outlook, today)
        yield from answers(outlook)
    if Right.APPROVE in rights:
        yield from months_to_decide(outlook)
    if Right.ANSWER in rights:
        yield from questions_to_answer(outlook.questions, account.id, today)
    if Right.UPDATE_POINTS in rights:
        for standing in outlook.standings:
            if account.unit in (None, standing.point.responsible_unit):
                yield from dues_of_point(standing, outlook.reviews, today)
