"""What speaks for and against the status that a person has reported of a point.

The status stays the person's. Each rule looks at one thing that is known otherwise, and finds signs
of how it goes; what a sign says of the reported status stands in one table.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum, auto

from domain.money import PointMoney
from domain.point_concerns import is_silent, passed_sentence, silence_sentence
from domain.points import Indicator, PointStanding
from domain.statuses import Status
from texts import _, plural
from texts.numbers import day, day_seen_from, number_word, share
from texts.words import capitalised

FAR_AHEAD = Decimal("0.25")
"""Money used may run ahead of progress by this part of the budget before it says something: what is
bought at the start, such as a vehicle or a training, is often a fifth of a point's money."""


class Rule(StrEnum):
    """What is looked at."""

    DUE_DATE = "due_date"
    MILESTONES = "milestones"
    FORECAST = "forecast"
    INDICATORS = "indicators"
    MONEY = "money"
    SILENCE = "silence"


class Side(Enum):
    """Whether a sign speaks for the reported status or against it."""

    FOR = auto()
    AGAINST = auto()


class _Means(Enum):
    """What a sign says of how it goes."""

    KEEPS = auto()
    BEHIND = auto()
    OVERDUE = auto()
    """The point itself is past its day."""
    HOLDS = auto()
    """The forecast lies within the due date."""
    BEGUN = auto()
    UNFINISHED = auto()
    FINISHED = auto()
    STALE = auto()
    """Nobody has said anything for long: whatever was said is old."""


_SIDES: dict[tuple[Status, _Means], Side] = {
    (Status.ON_PLAN, _Means.KEEPS): Side.FOR,
    (Status.ON_PLAN, _Means.HOLDS): Side.FOR,
    (Status.ON_PLAN, _Means.BEHIND): Side.AGAINST,
    (Status.ON_PLAN, _Means.OVERDUE): Side.AGAINST,
    (Status.ON_PLAN, _Means.STALE): Side.AGAINST,
    (Status.DEVIATION, _Means.BEHIND): Side.FOR,
    # Past its day it is late, and no mere deviation any more.
    (Status.DEVIATION, _Means.OVERDUE): Side.AGAINST,
    (Status.DEVIATION, _Means.STALE): Side.AGAINST,
    (Status.LATE, _Means.BEHIND): Side.FOR,
    (Status.LATE, _Means.OVERDUE): Side.FOR,
    # Late, and yet forecast to be done in time: the two do not go together.
    (Status.LATE, _Means.HOLDS): Side.AGAINST,
    (Status.LATE, _Means.STALE): Side.AGAINST,
    (Status.NOT_STARTED, _Means.BEGUN): Side.AGAINST,
    (Status.NOT_STARTED, _Means.OVERDUE): Side.AGAINST,
    (Status.NOT_STARTED, _Means.STALE): Side.AGAINST,
    (Status.DONE, _Means.UNFINISHED): Side.AGAINST,
    (Status.DONE, _Means.FINISHED): Side.FOR,
}
"""What is not there says nothing of that status: of a dropped point nothing is expected."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a point besides its report.

    `money`: None, it is not for the viewer. `budgeted_to` is the last year that has a budget for
    the point; None where no year has.
    """

    standing: PointStanding
    indicators: Sequence[Indicator] = ()
    money: PointMoney | None = None
    budgeted_to: int | None = None

    @property
    def is_budgeted_to_its_end(self) -> bool:
        """Whether the budget holds all that the point is to cost: it reaches the due date."""
        return self.budgeted_to is not None and self.budgeted_to >= self.standing.point.due_on.year


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sign that speaks for or against the reported status, as a sentence."""

    rule: Rule
    side: Side
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A point with what speaks for its reported status and what against it."""

    standing: PointStanding
    speaks_for: tuple[Evidence, ...]
    speaks_against: tuple[Evidence, ...]

    @property
    def is_disputed(self) -> bool:
        """Whether something speaks against the reported status."""
        return bool(self.speaks_against)


def weigh(known: Known, today: date) -> Verdict:
    """Return what speaks for and against a point's reported status; nothing without a report."""
    status = known.standing.status
    found = [
        Evidence(rule, _SIDES[status, means], text)
        for rule, means, text in _signs(known, today)
        if status is not None and (status, means) in _SIDES
    ]
    return Verdict(
        known.standing,
        tuple(each for each in found if each.side is Side.FOR),
        tuple(each for each in found if each.side is Side.AGAINST),
    )


def disputed(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Return the points whose reported status is spoken against, most of it first."""
    return sorted(
        (each for each in verdicts if each.is_disputed),
        key=lambda each: (-len(each.speaks_against), each.standing.point.number),
    )


_Sign = tuple[Rule, _Means, str]


def _signs(known: Known, today: date) -> Iterator[_Sign]:
    standing = known.standing
    yield from _of_due_date(standing, today)
    yield from _of_milestones(standing, today)
    yield from _of_forecast(standing, today)
    for indicator in known.indicators:
        yield from _of_indicator(indicator, today)
    yield from _of_money(known)
    yield from _of_silence(standing, today)


def _of_due_date(standing: PointStanding, today: date) -> Iterator[_Sign]:
    if standing.point.due_on < today:
        text = _("Slutdatum {day} har passerat.")
        yield (
            Rule.DUE_DATE,
            _Means.OVERDUE,
            text.format(day=day_seen_from(standing.point.due_on, today)),
        )


def _of_milestones(standing: PointStanding, today: date) -> Iterator[_Sign]:
    passed = [each for each in standing.milestones if each.is_passed(today)]
    left = [each for each in standing.milestones if each.done_on is None]
    due = [each for each in standing.milestones if each.due_on < today]
    if passed:
        yield Rule.MILESTONES, _Means.BEHIND, passed_sentence(passed, today)
    elif due:
        yield Rule.MILESTONES, _Means.KEEPS, _("De delmål som skulle vara klara är det.")
    if len(left) < len(standing.milestones):
        yield Rule.MILESTONES, _Means.BEGUN, _("Delmål är redan klara.")
    if left:
        text = plural("Ett delmål är inte klart.", "{n} delmål är inte klara.", len(left))
        n = capitalised(number_word(len(left), neuter=True))
        yield Rule.MILESTONES, _Means.UNFINISHED, text.format(n=n)
    elif standing.milestones:
        yield Rule.MILESTONES, _Means.FINISHED, _("Alla delmål är klara.")


def _of_forecast(standing: PointStanding, today: date) -> Iterator[_Sign]:
    forecast = standing.report.forecast_date if standing.report else None
    if forecast is None:
        return
    due_on = standing.point.due_on
    if forecast > due_on:
        text = _("Prognosen {day} är efter slutdatum.").format(day=day(forecast))
        yield Rule.FORECAST, _Means.BEHIND, text
    elif forecast < today:
        text = _("Prognosen {day} har passerat.").format(day=day(forecast))
        yield Rule.FORECAST, _Means.BEHIND, text
    else:
        text = _("Prognosen {day} håller slutdatum.").format(day=day(forecast))
        yield Rule.FORECAST, _Means.HOLDS, text


def _of_indicator(indicator: Indicator, today: date) -> Iterator[_Sign]:
    if indicator.is_reached:
        text = _("Indikatorn ”{name}” har nått målet.").format(name=indicator.name)
        yield Rule.INDICATORS, _Means.KEEPS, text
        yield Rule.INDICATORS, _Means.FINISHED, text
    elif indicator.values and indicator.target_date and indicator.target_date < today:
        # However it went until then: the day of the target has come and gone.
        text = _("Indikatorn ”{name}” skulle ha nått målet {day}.").format(
            name=indicator.name, day=day_seen_from(indicator.target_date, today)
        )
        yield Rule.INDICATORS, _Means.BEHIND, text
        yield Rule.INDICATORS, _Means.UNFINISHED, text
    elif indicator.keeps_up:
        # Of a point that is done it says nothing: the effect may come after the work.
        text = _("Indikatorn ”{name}” går i takt med målet.").format(name=indicator.name)
        yield Rule.INDICATORS, _Means.KEEPS, text
    elif indicator.keeps_up is False:
        text = _("Indikatorn ”{name}” går inte i takt med målet.").format(name=indicator.name)
        yield Rule.INDICATORS, _Means.BEHIND, text
        yield Rule.INDICATORS, _Means.UNFINISHED, text


def _of_money(known: Known) -> Iterator[_Sign]:
    money, report = known.money, known.standing.report
    if money is None:
        return
    if money.outcome > 0:
        yield Rule.MONEY, _Means.BEGUN, _("Pengar är bokförda på punkten.")
    if not money.budget:
        return
    used = money.outcome / money.budget
    progress = report.progress_percent if report and known.is_budgeted_to_its_end else None
    # Where later years get a budget of their own, this one may rightly be used up before the point
    # is done, as each December: then, as without progress, only what goes beyond all of it tells.
    gone = Decimal(1) if progress is None else Decimal(progress) / 100
    if used - gone > FAR_AHEAD:
        text = _("{used} av budgeten är använd när {gone} är klart.")
        if progress is None:
            text = _("{used} av den budget som hittills är lagd är använd.")
        yield Rule.MONEY, _Means.BEHIND, text.format(used=share(used), gone=share(gone))


def _of_silence(standing: PointStanding, today: date) -> Iterator[_Sign]:
    days = standing.days_silent(today)
    if days is not None and is_silent(standing, today):
        yield Rule.SILENCE, _Means.STALE, silence_sentence(days)
