"""Remind people of what is due: each of the same thing once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from sqlalchemy import Engine

from data_access.accounts import fetch_accounts
from data_access.areas import fetch_areas
from data_access.engine import reading, writing
from data_access.months import fetch_area_months, fetch_waiting_months
from data_access.programme import fetch_standings
from data_access.questions import fetch_questions
from data_access.reminders import claim_reminders, fetch_sent
from data_access.reports import fetch_reviews
from domain.access import Right, Viewer, require
from domain.calendar import first_of_month, months_between, shift_month
from domain.dues import Outlook
from domain.programme import Programme
from domain.reminders import Reminder, reminders_for

MONTHS_BACK = 12
"""What has been silent for more than a year is no longer somebody's task for the week."""


def find_reminders(
    engine: Engine, *, viewer: Viewer, programme: Programme, today: date
) -> list[Reminder]:
    """Return what each person should be told and has not been, by name.

    Args:
        engine: the operator's pool: nobody else may.
        viewer: the operator.
        programme: the programme that this deployment shows.
        today: the day.

    Raises:
        AccessDeniedError: the viewer may not see the accounts.
    """
    this_month = first_of_month(today)
    first = max(first_of_month(programme.starts_on), shift_month(this_month, -MONTHS_BACK))
    last = min(first_of_month(programme.ends_on or today), shift_month(this_month, -1))
    with reading(engine, viewer) as connection:
        # What waits for the director waits however old it is.
        waiting = [each.month for each in fetch_waiting_months(connection, viewer, programme.id)]
        outlook = Outlook(
            standings=fetch_standings(connection, viewer, programme.id),
            reviews=fetch_reviews(connection, viewer, programme.id),
            months=[
                each
                for month in sorted({*months_between(first, last), *waiting})
                for each in fetch_area_months(connection, viewer, programme.id, month)
            ],
            area_names={
                area.code: area.name for area in fetch_areas(connection, viewer, programme.id)
            },
            questions=fetch_questions(connection, viewer, programme.id),
        )
        accounts = fetch_accounts(connection, viewer, programme.id)
        sent = fetch_sent(connection, viewer, programme.id)
    return reminders_for(accounts, outlook, sent, today)


def remind(
    engine: Engine,
    *,
    viewer: Viewer,
    programme_id: int,
    reminder: Reminder,
    send: Callable[[Reminder], None],
) -> bool:
    """Tell one person what is due, and note it; False where all of it has been said meanwhile.

    Args:
        engine: the operator's pool: nobody else may.
        viewer: the operator.
        programme_id: the programme.
        reminder: what `find_reminders` found for the person.
        send: sends what is left of it, and raises where it cannot; nothing is noted then.

    Raises:
        AccessDeniedError: the viewer may not see the accounts.
    """
    # One transaction: the keys are noted, the letter is sent, and the note counts only when the
    # mail server has taken the letter. Another process that notes the same keys waits for this one,
    # then finds them noted: nothing is sent twice. If this one dies before the commit, the note is
    # gone with it, and the next run sends: nothing is lost. Between the server's answer and the
    # commit lies an instant in which dying means that the letter comes again; it then has the same
    # Message-ID. To note first and send afterwards would lose a letter there, and tell nobody.
    with writing(engine, viewer) as connection:
        require(viewer, Right.KEEP_ACCOUNTS)
        keys = {key for due in reminder.dues for key in due.keys}
        claimed = claim_reminders(connection, programme_id, reminder.account.id, keys)
        left = tuple(due for due in reminder.dues if not claimed.isdisjoint(due.keys))
        if left:
            send(replace(reminder, dues=left))
    return bool(left)
