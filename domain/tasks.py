"""What a team leader should update now: the own points, the most pressing first."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from domain.points import PointStanding, Review
from texts import _, plural
from texts.numbers import day, number_word
from texts.words import capitalised, sentences

UPDATE_DAYS = 30
"""A point is reported about once a month: the director's overview is read as often."""

SOON_DAYS = 7
"""What falls due within a week is told while there is still a week to do something about it."""


class Urgency(IntEnum):
    """Why a point should be updated; the highest goes first."""

    UP_TO_DATE = 0
    MILESTONE_SOON = 1
    NEVER_REPORTED = 2
    SILENT = 3
    MILESTONE_PASSED = 4
    FORECAST_PAST_DUE = 5
    FORECAST_PASSED = 6
    PAST_DUE = 7
    SENT_BACK = 8


@dataclass(frozen=True, slots=True)
class Need:
    """One reason to update a point. `days` orders within the urgency."""

    urgency: Urgency
    text: str
    days: int = 0


@dataclass(frozen=True, slots=True)
class Task:
    """A point with the reasons to update it, the most urgent first; none: it is up to date."""

    standing: PointStanding
    needs: tuple[Need, ...]

    @property
    def urgency(self) -> Urgency:
        """The highest of its reasons."""
        return self.needs[0].urgency if self.needs else Urgency.UP_TO_DATE

    @property
    def sentence(self) -> str:
        """The reasons as sentences, or that there is none."""
        return sentences(*(need.text for need in self.needs)) or _("Uppdaterad.")


def own_points(
    standings: Iterable[PointStanding], reviews: Mapping[int, Review], unit: str | None
) -> list[PointStanding]:
    """Return a unit's points, and what was sent back; all of them for who is of no unit."""
    return [
        each
        for each in standings
        if unit in (None, each.point.responsible_unit) or each.point.number in reviews
    ]


def tasks_of(
    standings: Iterable[PointStanding], reviews: Mapping[int, Review], today: date
) -> list[Task]:
    """Return the points, the most pressing first; those without a reason last, by number.

    Args:
        standings: the points to sort.
        reviews: by a point's number, why its latest report was sent back.
        today: the day.
    """
    tasks = [
        Task(standing, _needs(standing, reviews.get(standing.point.number), today))
        for standing in standings
    ]
    return sorted(
        tasks,
        key=lambda task: (
            -task.urgency,
            -max((need.days for need in task.needs if need.urgency is task.urgency), default=0),
            task.standing.point.number,
        ),
    )


def next_after(tasks: Iterable[Task], number: int) -> Task | None:
    """Return the point to update that follows one in the order, round and round; None: no other."""
    ordered = list(tasks)
    place = next((i for i, each in enumerate(ordered) if each.standing.point.number == number), -1)
    return next(
        (
            each
            for each in (*ordered[place + 1 :], *ordered[: max(place, 0)])
            if each.needs and each.standing.point.number != number
        ),
        None,
    )


def _needs(standing: PointStanding, review: Review | None, today: date) -> tuple[Need, ...]:
    found = list(_sent_back(review, today))
    if standing.is_open():
        for rule in (_past_due, _forecast, _milestones, _silence):
            found += rule(standing, today)
    return tuple(sorted(found, key=lambda need: (-need.urgency, -need.days)))


def _sent_back(review: Review | None, today: date) -> Iterator[Need]:
    if review:
        text = _("Återsänd av {who}: {comment}").format(who=review.by, comment=review.comment)
        yield Need(Urgency.SENT_BACK, text, (today - review.on).days)


def _past_due(standing: PointStanding, today: date) -> Iterator[Need]:
    days = standing.days_late(today)
    forecast = standing.report.forecast_date if standing.report else None
    # Told, and explained by a forecast that lies ahead: there is nothing new to say.
    if days and (forecast is None or forecast < today):
        text = _("Slutdatum {day} har passerat").format(day=day(standing.point.due_on))
        yield Need(Urgency.PAST_DUE, text, days)


def _forecast(standing: PointStanding, today: date) -> Iterator[Need]:
    forecast = standing.report.forecast_date if standing.report else None
    if forecast is None:
        return
    if forecast < today <= standing.point.due_on:
        text = _("Prognosen {day} har passerat").format(day=day(forecast))
        yield Need(Urgency.FORECAST_PASSED, text, (today - forecast).days)
    elif forecast >= today and forecast > standing.point.due_on:
        text = _("Prognosen {day} är efter slutdatum").format(day=day(forecast))
        yield Need(Urgency.FORECAST_PAST_DUE, text, (forecast - standing.point.due_on).days)


def _milestones(standing: PointStanding, today: date) -> Iterator[Need]:
    passed = [each for each in standing.milestones if each.is_passed(today)]
    if passed:
        oldest = min(passed, key=lambda each: each.due_on)
        text = plural(
            "Delmålet ”{title}” har passerat sitt datum",
            "{n} delmål har passerat sitt datum",
            len(passed),
        ).format(title=oldest.title, n=capitalised(number_word(len(passed), neuter=True)))
        yield Need(Urgency.MILESTONE_PASSED, text, (today - oldest.due_on).days)
    for each in standing.milestones:
        if each.done_on is None and 0 <= (each.due_on - today).days <= SOON_DAYS:
            text = _("Delmålet ”{title}” ska vara klart {day}").format(
                title=each.title, day=day(each.due_on)
            )
            yield Need(Urgency.MILESTONE_SOON, text, SOON_DAYS - (each.due_on - today).days)


def _silence(standing: PointStanding, today: date) -> Iterator[Need]:
    if standing.point.starts_on > today:
        return
    days = standing.days_silent(today)
    if days is None:
        begun = (today - standing.point.starts_on).days
        yield Need(Urgency.NEVER_REPORTED, _("Ingen statusrapport har lämnats"), begun)
    elif days >= UPDATE_DAYS:
        text = _("Ingen uppdatering på {n} dagar").format(n=number_word(days))
        yield Need(Urgency.SILENT, text, days)
