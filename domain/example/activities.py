"""What the example's team has done: entries day by day, with seasons, gaps and corrections."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
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
_ON_A_HOLIDAY = 0.1
_AT_CHRISTMAS = 0.25


@dataclass(frozen=True)
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

        An area's month that was never reported has none, once its day has passed.
        """
        for month in submissions:
            if month.at is None:
                continue
            for kind in self.kinds:
                chance = self.story.chance("work", month.area_code, month.month, kind.code)
                for record in self._month_of(kind, month, chance):
                    yield from self._recorded(record, month, chance)

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
            point_number=self._point(kind, day, chance),
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
        towards = {self._oldest: 1 / (1 + shift), self._youngest: 1 + shift}
        weights = [weight * towards.get(code, 1) for code, weight in kind.groups.items()]
        return chance.choices(list(kind.groups), weights)[0]

    def _point(self, kind: KindPlan, day: date, chance: Random) -> int | None:
        under_way = under_way_on(day, kind.points, self.active)
        if not under_way or chance.random() < self.plan.without_point:
            return None
        return chance.choice(under_way)

    def _recorded(
        self, record: ActivityRecord, month: Submission, chance: Random
    ) -> Iterator[Recorded[ActivityRecord]]:
        moment = self._moment(record.occurred_on, month, chance)
        withdrawal = self._withdrawal(moment, chance)
        if self.story.has_happened(moment):
            yield Recorded(record, moment, self.writer, withdrawal)
            corrected = withdrawal and self._corrected(record, withdrawal.why, chance)
            if withdrawal and corrected:
                yield Recorded(corrected, withdrawal.at, self.writer)

    def _moment(self, day: date, month: Submission, chance: Random) -> datetime:
        lag = chance.choice(_DAYS_TO_RECORD)
        moment = office_moment(chance, day + timedelta(days=lag))
        if month.at is None:
            return moment
        # A month that came late was written down late; else all of it before it was handed in.
        return month.at - timedelta(minutes=1) if month.is_late else min(moment, month.at)

    def _withdrawal(self, recorded: datetime, chance: Random) -> Withdrawal | None:
        if chance.random() >= self.plan.withdrawn:
            return None
        later = recorded.date() + timedelta(days=chance.randint(1, _DAYS_TO_CORRECT))
        moment = office_moment(chance, later)
        if not self.story.has_happened(moment):
            return None
        why = chance.choice(list(self.plan.corrections.values()))
        return Withdrawal(moment, self.writer, why)

    def _corrected(self, record: ActivityRecord, why: str, chance: Random) -> ActivityRecord | None:
        if why == self.plan.corrections["group"]:
            groups = [code for code in self._groups if code != record.target_group]
            return replace(record, target_group=chance.choice(groups))
        if why == self.plan.corrections["participants"]:
            return replace(record, participants=(record.participants or 0) + chance.randint(1, 4))
        return None

    @cached_property
    def _groups(self) -> list[str]:
        return sorted({code for kind in self.kinds for code in kind.groups})

    @property
    def _oldest(self) -> str:
        return self._groups[0]

    @property
    def _youngest(self) -> str:
        return self._groups[-1]


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
