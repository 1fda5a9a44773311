"""What is due of the months: to submit, to approve, to open again, and what was answered."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby, islice
from urllib.parse import quote

from domain.activities import PeriodState
from domain.calendar import working_days_from
from domain.dues import Due, DueKind, Outlook
from domain.months import AreaMonth
from domain.naming import name_areas
from texts import _, plural
from texts.numbers import day, month, number_word
from texts.words import capitalised

SUBMIT_PATH = "/registrera?vad=M%C3%A5naden&manad="
"""Where a team leader submits a month; it ends with the month, as the page calls it."""

APPROVE_PATH = "/publicera?manad="
"""Where a director approves a month; likewise."""

MONTH_SOON_DAYS = 3
"""Working days before a month is due that it is told: it is registered in days, not in weeks."""

_TO_DECIDE = (DueKind.MONTH_TO_APPROVE, DueKind.MONTH_TO_OPEN)


def months_to_submit(outlook: Outlook, today: date) -> Iterator[Due]:
    """Yield what waits for who submits."""
    for first, every in _by_month(outlook.months):
        waiting = [each for each in every if each.state is PeriodState.OPEN]
        if not waiting or not waiting[0].is_over(today):
            continue
        for each in waiting:
            if each.is_sent_back:
                text = _("{area} har öppnats igen av {who}: {why}")
                yield _of_step(each, DueKind.MONTH_SENT_BACK, text, outlook)
        # What was opened again has been submitted in time, or was late already.
        first_time = [each for each in waiting if not each.is_sent_back]
        names = [outlook.area_names.get(each.area_code, each.area_code) for each in first_time]
        if names:
            yield from _deadline(first, waiting[0].due_on, capitalised(name_areas(names)), today)


def answers(outlook: Outlook) -> Iterator[Due]:
    """Yield what has been answered to a wish to open a month."""
    for each in outlook.months:
        if each.is_kept_closed:
            text = _("{area} öppnas inte, säger {who}: {why}")
            yield _of_step(each, DueKind.MONTH_STAYS_CLOSED, text, outlook)


def _of_step(month: AreaMonth, kind: DueKind, text: str, outlook: Outlook) -> Due:
    """Return what is due after a month's latest step: each step is a thing of its own."""
    step = month.last
    if step is None:
        raise ValueError(month)
    told = text.format(
        area=outlook.area_names.get(month.area_code, month.area_code),
        who=step.by,
        why=step.wish or step.comment,
    )
    further = f"/{month.area_code}/{step.id}"
    return _of_month(month.month, kind, step.at.date(), told, further)


def _deadline(first: date, due_on: date, areas: str, today: date) -> Iterator[Due]:
    if due_on < today:
        text = _("{areas} skulle ha lämnats in senast {day}.")
        kind = DueKind.MONTH_LATE
    elif due_on <= _last_of_working_days(today, MONTH_SOON_DAYS):
        text = _("{areas} ska lämnas in senast {day}.")
        kind = DueKind.MONTH_SOON
    else:
        return
    yield _of_month(first, kind, due_on, text.format(areas=areas, day=day(due_on)))


def _last_of_working_days(today: date, count: int) -> date:
    """Return the last of so many working days that follow a day."""
    return [*islice(working_days_from(today + timedelta(days=1)), count)][-1]


def months_to_decide(outlook: Outlook) -> Iterator[Due]:
    """Yield what waits for who approves."""
    for first, every in _by_month(outlook.months):
        waiting = [each for each in every if each.state is PeriodState.SUBMITTED]
        if waiting:
            text = plural(
                "{n} område väntar på att du godkänner det.",
                "{n} områden väntar på att du godkänner dem.",
                len(waiting),
            ).format(n=capitalised(number_word(len(waiting), neuter=True)))
            due = _of_month(first, DueKind.MONTH_TO_APPROVE, waiting[0].due_on, text)
            # Each submission is a thing of its own, also the same area's next one.
            steps = [f"{each.area_code}/{each.last.id if each.last else 0}" for each in waiting]
            yield replace(due, parts=tuple(steps))
        for each in every:
            if each.is_asked_to_open:
                text = _("{who} ber dig öppna {area} igen: {why}")
                yield _of_step(each, DueKind.MONTH_TO_OPEN, text, outlook)


def _by_month(months: Iterable[AreaMonth]) -> Iterator[tuple[date, list[AreaMonth]]]:
    for first, every in groupby(
        sorted(months, key=lambda each: (each.month, each.area_code)), lambda each: each.month
    ):
        yield first, list(every)


def _of_month(first: date, kind: DueKind, on: date, text: str, further: str = "") -> Due:
    return Due(
        kind,
        subject=f"{first:%Y-%m}{further}",
        on=on,
        about=capitalised(month(first)),
        text=text,
        path=(APPROVE_PATH if kind in _TO_DECIDE else SUBMIT_PATH) + quote(month(first)),
    )
