"""What somebody should be reminded of, and what has been said already.

Every reminder has a key: its kind, its subject and the day that it concerns. The same key is never
sent twice to one person; what moves the day makes it a new thing.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby, islice

from domain.access import RIGHTS, Right
from domain.accounts import Account
from domain.activities import PeriodState
from domain.calendar import working_days_from
from domain.months import AreaMonth
from domain.naming import name_areas
from domain.points import Point, PointStanding, Review
from domain.tasks import SOON_DAYS, UPDATE_DAYS
from texts import _, plural
from texts.numbers import day, month, number_word
from texts.words import capitalised

SUBMIT_PATH = "/registrera"
"""Where a team leader submits a month."""

APPROVE_PATH = "/publicera"
"""Where a director approves a month."""

MONTH_SOON_DAYS = 3
"""Working days before a month is due that it is told: it is registered in days, not in weeks."""


class DueKind(StrEnum):
    """What is due; the words are part of the keys in the database, and never change."""

    REPORT_SENT_BACK = "report_sent_back"
    POINT_PAST_DUE = "point_past_due"
    POINT_DUE_SOON = "point_due_soon"
    FORECAST_PASSED = "forecast_passed"
    FORECAST_SOON = "forecast_soon"
    MILESTONE_PASSED = "milestone_passed"
    MILESTONE_SOON = "milestone_soon"
    POINT_SILENT = "point_silent"
    MONTH_SENT_BACK = "month_sent_back"
    MONTH_LATE = "month_late"
    MONTH_SOON = "month_soon"
    MONTH_TO_APPROVE = "month_to_approve"
    MONTH_TO_OPEN = "month_to_open"


_TO_DECIDE = (DueKind.MONTH_TO_APPROVE, DueKind.MONTH_TO_OPEN)


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to remind of.

    `about` names the point or the month, `text` says what of it, as a sentence; `path` is the
    address of the page where something can be done, within the panel. `on` is the day that it
    concerns, `subject` tells it from others of its kind.
    """

    kind: DueKind
    subject: str
    on: date
    about: str
    text: str
    path: str

    @property
    def key(self) -> str:
        """What is the same for the same thing, and differs for another."""
        return f"{self.kind}/{self.on:%Y-%m-%d}/{self.subject}"


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one person is to be reminded of: something, always."""

    account: Account
    dues: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """How things stand when reminders are made.

    `reviews` tells by a point's number why its latest report was sent back, `months` how the months
    stand in each area, and `area_names` an area's name by its code.
    """

    standings: Sequence[PointStanding]
    reviews: Mapping[int, Review]
    months: Sequence[AreaMonth]
    area_names: Mapping[str, str]


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
            due for due in dues_of(account, outlook, today) if (account.id, due.key) not in sent
        )
        if dues:
            reminders.append(Reminder(account, dues))
    return reminders


def dues_of(account: Account, outlook: Outlook, today: date) -> Iterator[Due]:
    """Yield what is due for a person, said before or not: the months first, then the points."""
    if not account.is_active:
        return
    rights = RIGHTS[account.role]
    if Right.REGISTER_ACTIVITIES in rights:
        yield from _months_to_submit(outlook, today)
    if Right.APPROVE in rights:
        yield from _months_to_decide(outlook)
    if Right.UPDATE_POINTS in rights:
        for standing in outlook.standings:
            if account.unit in (None, standing.point.responsible_unit):
                yield from _of_point(standing, outlook.reviews, today)


def _of_point(standing: PointStanding, reviews: Mapping[int, Review], today: date) -> Iterator[Due]:
    review = reviews.get(standing.point.number)
    if review:
        yield _about(
            standing.point,
            DueKind.REPORT_SENT_BACK,
            review.on,
            _("Rapporten är återsänd av {who}: {comment}").format(
                who=review.by, comment=review.comment
            ),
            f"/{review.report_id}",
        )
    if standing.is_open():
        for rule in (_due_date, _forecast, _milestones, _silence):
            yield from rule(standing, today)


def _due_date(standing: PointStanding, today: date) -> Iterator[Due]:
    point, report = standing.point, standing.report
    forecast = report.forecast_date if report else None
    if forecast and forecast >= today and forecast > point.due_on:
        # A day after it has been told, and has not come: there is nothing new to say.
        return
    if point.due_on < today:
        text = _("Slutdatum {day} har passerat.").format(day=day(point.due_on))
        yield _about(point, DueKind.POINT_PAST_DUE, point.due_on, text)
    elif _is_soon(point.due_on, today):
        text = _("Slutdatum är {day}.").format(day=day(point.due_on))
        yield _about(point, DueKind.POINT_DUE_SOON, point.due_on, text)


def _forecast(standing: PointStanding, today: date) -> Iterator[Due]:
    point, report = standing.point, standing.report
    forecast = report.forecast_date if report else None
    if forecast is None or forecast == point.due_on:
        return
    if forecast < today:
        text = _("Prognosen {day} har passerat. Ange en ny.").format(day=day(forecast))
        yield _about(point, DueKind.FORECAST_PASSED, forecast, text)
    elif _is_soon(forecast, today):
        text = _("Enligt prognosen är punkten klar {day}.").format(day=day(forecast))
        yield _about(point, DueKind.FORECAST_SOON, forecast, text)


def _milestones(standing: PointStanding, today: date) -> Iterator[Due]:
    for milestone in standing.milestones:
        if milestone.is_passed(today):
            kind, text = DueKind.MILESTONE_PASSED, _("Delmålet ”{title}” skulle vara klart {day}.")
        elif milestone.done_on is None and _is_soon(milestone.due_on, today):
            kind, text = DueKind.MILESTONE_SOON, _("Delmålet ”{title}” ska vara klart {day}.")
        else:
            continue
        text = text.format(title=milestone.title, day=day(milestone.due_on))
        yield _about(standing.point, kind, milestone.due_on, text, f"/{milestone.title}")


def _silence(standing: PointStanding, today: date) -> Iterator[Due]:
    report = standing.report
    since = report.as_of_date if report else standing.point.starts_on
    if (today - since).days < UPDATE_DAYS:
        return
    text = (
        _("Senaste rapporten är från {day}.").format(day=day(since))
        if report
        else _("Punkten började {day}, men ingen rapport har lämnats.").format(day=day(since))
    )
    yield _about(standing.point, DueKind.POINT_SILENT, since, text)


def _is_soon(on: date, today: date) -> bool:
    return 0 <= (on - today).days <= SOON_DAYS


def _about(point: Point, kind: DueKind, on: date, text: str, further: str = "") -> Due:
    return Due(
        kind,
        subject=f"{point.number}{further}",
        on=on,
        about=_("Punkt {number}, {title}").format(number=point.number, title=point.short_title),
        text=text,
        path=f"/uppdatera?nummer={point.number}",
    )


def _months_to_submit(outlook: Outlook, today: date) -> Iterator[Due]:
    for first, every in _by_month(outlook.months):
        waiting = [each for each in every if each.state is PeriodState.OPEN]
        if not waiting or not waiting[0].is_over(today):
            continue
        for each in waiting:
            if each.is_sent_back and each.last:
                text = _("{area} har öppnats igen av {who}: {comment}").format(
                    area=outlook.area_names.get(each.area_code, each.area_code),
                    who=each.last.by,
                    comment=each.last.comment,
                )
                kind, on = DueKind.MONTH_SENT_BACK, each.last.at.date()
                yield _of_month(first, kind, on, text, f"/{each.area_code}")
        names = [outlook.area_names.get(each.area_code, each.area_code) for each in waiting]
        yield from _deadline(first, waiting[0].due_on, capitalised(name_areas(names)), today)


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


def _months_to_decide(outlook: Outlook) -> Iterator[Due]:
    for first, every in _by_month(outlook.months):
        waiting = [each for each in every if each.state is PeriodState.SUBMITTED]
        if waiting:
            # What is submitted later is a new thing to approve.
            latest = max((each.last.at for each in waiting if each.last), default=None)
            on = latest.date() if latest else waiting[0].due_on
            text = plural(
                "{n} område väntar på att du godkänner det.",
                "{n} områden väntar på att du godkänner dem.",
                len(waiting),
            ).format(n=capitalised(number_word(len(waiting), neuter=True)))
            moment = f"/{latest:%H.%M}" if latest else ""
            yield _of_month(first, DueKind.MONTH_TO_APPROVE, on, text, moment)
        for each in every:
            if each.is_asked_to_open and each.last:
                text = _("{who} ber dig öppna {area} igen: {comment}").format(
                    who=each.last.by,
                    area=outlook.area_names.get(each.area_code, each.area_code),
                    comment=each.last.comment,
                )
                kind, on = DueKind.MONTH_TO_OPEN, each.last.at.date()
                yield _of_month(first, kind, on, text, f"/{each.area_code}")


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
        path=APPROVE_PATH if kind in _TO_DECIDE else SUBMIT_PATH,
    )
