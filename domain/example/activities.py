"""What the example's team has done: entries day by day, with seasons, gaps and corrections."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from config.example.plans import ActivityPlan, KindPlan
from domain.calendar import last_of_month, months_apart
from domain.example.moments import Story, office_moment, works
from domain.example.points import ActiveDays, under_way_on
from domain.example.records import Recorded, Withdrawal
from domain.example.reporting import Submission
from domain.records import ActivityRecord

Places = Mapping[str, Mapping[str, int]]
"""Each mellanområde's primärområden, with the weight of each."""

_DAYS_TO_RECORD = (0, 0, 0, 1, 1, 1, 2, 2, 3, 4)
_DAYS_TO_CORRECT = 25
_QUARTER_OF_AN_HOUR = 15
_DAYS_OF_SEVERAL = 11
"""Every such day of a month the work is part of two points."""
_ON_A_HOLIDAY = 0.1
_AT_CHRISTMAS = 0.25


@dataclass(frozen=True, slots=True)
class TeamWork:
    """What the team's work follows. `active` is the first and last day of each point's work."""

    plan: ActivityPlan
    kinds: Sequence[KindPlan]
    places: Places
    active: ActiveDays
    story: Story
    writer: str

    def entries(self, submissions: Sequence[Submission]) -> Iterator[Recorded[ActivityRecord]]:
        """Yield everything that had been recorded by today, withdrawn entries too.

        A month that its area never hands in has none.
        """
        for month in submissions:
            if month.at is None:
                continue
            for kind in self.kinds:
                chance = self.story.chance("work", month.area_code, month.month, kind.code)
                for record in self._month_of(kind, month, chance):
                    moment = _moment(record.occurred_on, month.at, chance, is_late=month.is_late)
                    if self.story.has_happened(moment):
                        yield from self._recorded(record, moment, kind, chance)

    def _month_of(
        self, kind: KindPlan, month: Submission, chance: Random
    ) -> Iterator[ActivityRecord]:
        mean = self._level(month.month) * kind.share * kind.months[month.month.month - 1]
        mean *= self.plan.areas[month.area_code]
        days, weights = _days(kind, month.month)
        for day in chance.choices(days, weights, k=_count(mean, chance)):
            yield self._entry(kind, month.area_code, day, chance)

    def _level(self, month: date) -> float:
        """Return how many entries a plain month would have, all kinds and areas together."""
        ramp = self.plan.ramp
        begun = months_apart(self.story.starts_on, month)
        level = self.plan.entries_a_month * (ramp[begun] if begun < len(ramp) else 1.0)
        back = months_apart(month, self.story.today)
        factors = [spell.factor for spell in self.plan.spells if spell.last <= back <= spell.first]
        return level * math.prod(factors)

    def _entry(self, kind: KindPlan, area: str, day: date, chance: Random) -> ActivityRecord:
        occasions = chance.choice((2, 2, 3)) if chance.random() < self.plan.several_occasions else 1
        least, most = kind.participants
        # One who comes twice is two: participants are counted on every occasion.
        people = sum(round(chance.triangular(least, most, least)) for _ in range(occasions))
        minutes = occasions * chance.randrange(
            kind.minutes[0], kind.minutes[1] + 1, _QUARTER_OF_AN_HOUR
        )
        return ActivityRecord(
            occurred_on=day,
            area_code=self._place(area, chance),
            kind=kind.code,
            target_group=self._group(kind, day, chance),
            point_numbers=self._points(kind, day, chance),
            occasions=occasions,
            participants=None if chance.random() < kind.uncounted else people,
            minutes=minutes,
            partners=tuple(code for code, part in kind.partners.items() if chance.random() < part),
            source_ref=None,
            note=None,
        )

    def _place(self, area: str, chance: Random) -> str:
        within = self.places.get(area)
        if not within or chance.random() >= self.plan.in_small_areas:
            return area
        return chance.choices(list(within), list(within.values()))[0]

    def _group(self, kind: KindPlan, day: date, chance: Random) -> str:
        gone = (day - self.story.starts_on) / (self.story.today - self.story.starts_on)
        shift = self.plan.shift_to_younger * gone
        # Codes rise with how far away from crime a group is: the first is the oldest.
        towards = {min(kind.groups): 1 / (1 + shift), max(kind.groups): 1 + shift}
        weights = [weight * towards.get(code, 1) for code, weight in kind.groups.items()]
        return chance.choices(list(kind.groups), weights)[0]

    def _points(self, kind: KindPlan, day: date, chance: Random) -> tuple[int, ...]:
        under_way = under_way_on(day, kind.points, self.active)
        if not under_way or chance.random() < self.plan.without_point:
            return ()
        first = chance.choice(under_way)
        if day.day % _DAYS_OF_SEVERAL:
            return (first,)
        return tuple(sorted({first, under_way[under_way.index(first) - 1]}))

    def _recorded(
        self, record: ActivityRecord, moment: datetime, kind: KindPlan, chance: Random
    ) -> Iterator[Recorded[ActivityRecord]]:
        """Yield the entry; now and then it is found wrong, and withdrawn for what is right."""
        later = moment.date() + timedelta(days=chance.randint(1, _DAYS_TO_CORRECT))
        noticed = office_moment(chance, later)
        if chance.random() >= self.plan.withdrawn or not self.story.has_happened(noticed):
            yield Recorded(record, moment, self.writer)
            return
        why, right = self._correction(record, kind, chance)
        yield Recorded(record, moment, self.writer, Withdrawal(noticed, self.writer, why))
        if right:
            yield Recorded(right, noticed, self.writer)

    def _correction(
        self, record: ActivityRecord, kind: KindPlan, chance: Random
    ) -> tuple[str, ActivityRecord | None]:
        """Return why an entry was wrong and what replaces it: nothing if it was there twice."""
        groups = [code for code in kind.groups if kind.groups[code] and code != record.target_group]
        rights = {"double": None, "group": replace(record, target_group=chance.choice(groups))}
        if record.participants and not kind.concerns_individuals:
            counted = record.participants + chance.randint(1, 4)
            rights["participants"] = replace(record, participants=counted)
        reason = chance.choice(list(rights))
        return self.plan.corrections[reason], rights[reason]


def _moment(day: date, handed_in: datetime, chance: Random, *, is_late: bool) -> datetime:
    """Return when an entry was written: within days, and before its month was handed in."""
    if is_late:
        return handed_in - timedelta(minutes=chance.randint(1, 90))
    written = office_moment(chance, day + timedelta(days=chance.choice(_DAYS_TO_RECORD)))
    return min(written, handed_in)


def _days(kind: KindPlan, month: date) -> tuple[list[date], list[float]]:
    """Return the month's days, and how much of the kind is done on each against the others."""
    days = [month + timedelta(days=day) for day in range(last_of_month(month).day)]
    return days, [kind.weekdays[day.weekday()] * _openness(day) for day in days]


def _openness(day: date) -> float:
    """Return the part of an ordinary day's work that is done on this one."""
    if (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 6):
        return _AT_CHRISTMAS
    return _ON_A_HOLIDAY if day.weekday() < 5 and not works(day) else 1.0


def _count(mean: float, chance: Random) -> int:
    """Return how many there happen to be: Poisson's distribution (Knuth's multiplication)."""
    limit, product, count = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count
