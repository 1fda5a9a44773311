"""What may be worrying about one point of the programme."""

from collections.abc import Iterator, Sequence
from datetime import date

from domain.concerns import LARGEST_SIZE, Concern, Reason, heaviest_first
from domain.points import Milestone, PointStanding
from domain.statuses import Status
from texts import _, plural
from texts.numbers import day, day_seen_from, number_word, share
from texts.words import capitalised, sentence

SILENT_DAYS = 60
"""An open point without a report for this long is silent: two monthly rounds have passed by."""

SOON_DAYS = 30
"""How close its due date is when a point is due soon."""

ENOUGH_PROGRESS = 80
"""Per cent of progress that a point due soon should have."""

_LONGEST_QUOTE = 90
_DAYS_A_STEP = 8
"""Days that add one to a worry's size: the sizes then tell delays up to a year apart."""


def point_reasons(standing: PointStanding, today: date) -> list[Reason]:
    """Return every worry about a point, the heaviest first; none for a closed one."""
    if not standing.is_open():
        return []
    rules = (_lateness, _forecast, _silence, _start, _milestones, _nearness)
    return heaviest_first(reason for rule in rules for reason in rule(standing, today))


def is_silent(standing: PointStanding, today: date) -> bool:
    """Whether an open point that has begun has had no report for `SILENT_DAYS`."""
    begun = (today - standing.point.starts_on).days
    silent = standing.days_silent(today)
    return (
        standing.is_open() and begun >= 0 and (begun if silent is None else silent) >= SILENT_DAYS
    )


def silence_sentence(days: int) -> str:
    """Return how long nobody has reported a point, as a sentence."""
    return _("Ingen ny statusrapport på {n} dagar.").format(n=number_word(days))


def passed_sentence(passed: Sequence[Milestone], today: date) -> str:
    """Return which milestones have gone by undone, as a sentence; there is at least one."""
    oldest = min(passed, key=lambda milestone: milestone.due_on)
    text = plural(
        "Delmålet ”{title}” skulle ha varit klart {day}.",
        "{n} delmål har passerat sitt datum, det äldsta {day}.",
        len(passed),
    )
    return text.format(
        title=oldest.title,
        n=capitalised(number_word(len(passed), neuter=True)),
        day=day_seen_from(oldest.due_on, today),
    )


def _lateness(standing: PointStanding, today: date) -> Iterator[Reason]:
    days = standing.days_late(today)
    if days and standing.status is Status.LATE:
        text = plural("{n} dag efter slutdatum.", "{n} dagar efter slutdatum.", days)
        yield _dated(Concern.LATE, capitalised(text.format(n=number_word(days))), days)
    elif days:
        text = _("Slutdatum var {day}, men punkten är inte rapporterad som försenad.")
        when = day_seen_from(standing.point.due_on, today)
        yield _dated(Concern.LATE, text.format(day=when), days)
    elif standing.status is Status.LATE:
        yield Reason(Concern.LATE, _("Rapporterad som försenad."))


def _forecast(standing: PointStanding, today: date) -> Iterator[Reason]:
    report, due_on = standing.report, standing.point.due_on
    if report is None:
        return
    if report.forecast_date and report.forecast_date > due_on:
        passed = report.forecast_date < today
        text = _("Även prognosdatumet {day} har passerat.") if passed else _("Ny prognos {day}.")
        text = text.format(day=day(report.forecast_date))
        yield _dated(Concern.FORECAST_PAST_DUE, text, (report.forecast_date - due_on).days)
    elif standing.status is Status.LATE and report.comment:
        quote = _first_sentence(report.comment)
        if quote:
            yield Reason(Concern.EXPLANATION, quote)


def _silence(standing: PointStanding, today: date) -> Iterator[Reason]:
    if not is_silent(standing, today):
        return
    days = standing.days_silent(today)
    if days is None:
        yield Reason(Concern.SILENT, _("Ingen statusrapport har lämnats."), LARGEST_SIZE)
    else:
        yield _dated(Concern.SILENT, silence_sentence(days), days)


def _start(standing: PointStanding, today: date) -> Iterator[Reason]:
    days = (today - standing.point.starts_on).days
    if standing.status is Status.NOT_STARTED and days > 0:
        when = day_seen_from(standing.point.starts_on, today)
        yield _dated(Concern.NOT_STARTED, _("Skulle ha börjat {day}.").format(day=when), days)


def _milestones(standing: PointStanding, today: date) -> Iterator[Reason]:
    passed = [milestone for milestone in standing.milestones if milestone.is_passed(today)]
    if passed:
        days = (today - min(milestone.due_on for milestone in passed)).days
        yield _dated(Concern.MILESTONE_PASSED, passed_sentence(passed, today), days)


def _nearness(standing: PointStanding, today: date) -> Iterator[Reason]:
    days = (standing.point.due_on - today).days
    progress = standing.report.progress_percent if standing.report else None
    if not 0 <= days <= SOON_DAYS or progress is None or progress >= ENOUGH_PROGRESS:
        return
    left = plural("{n} dag kvar", "{n} dagar kvar", days).format(n=number_word(days))
    if days == 0:
        left = _("sista dagen är i dag")
    text = _("{left}, {share} är klart.").format(left=left, share=share(progress / 100))
    yield Reason(Concern.DUE_SOON, capitalised(text), SOON_DAYS - days)


def _dated(kind: Concern, text: str, days: int) -> Reason:
    return Reason(kind, text, days // _DAYS_A_STEP)


def _first_sentence(comment: str) -> str:
    """Return a person's first sentence where it is short enough to stand in a list."""
    first = comment.strip().split("\n")[0].split(". ")[0]
    return sentence(first) if len(first) <= _LONGEST_QUOTE else ""
