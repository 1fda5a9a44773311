"""The example's money: sources, what was planned, booked and foreseen. Amounts are SEK.

A year's costs are fixed first and then divided by months, lines and bookings, to the öre, so that
every sum is what its source's plan says.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from random import Random

from config.example.plans import CostLine, MoneyPlan, SourcePlan, Writers
from domain.calendar import last_of_month, months_between, shift_month
from domain.example.moments import Story, at, working_day_before, works
from domain.example.points import ActiveDays, under_way_on
from domain.example.records import ExampleForecast, ExampleMoney, Recorded, Withdrawal
from domain.money import FundingSource
from domain.records import BudgetRecord, LedgerRecord

_ORE = Decimal("0.01")
_THOUSAND = Decimal(1_000)
_TEN_THOUSAND = Decimal(10_000)
_UNEVENNESS = 0.06
_CHANCE = 0.002
_DAYS_TO_CORRECT = 17


@dataclass(frozen=True, slots=True)
class Year:
    """A source's part of a calendar year: from `first` day, what was given, what is used."""

    source: SourcePlan
    first: date
    budget: Decimal
    used: Decimal
    reasons: Sequence[str]

    @property
    def number(self) -> int:
        """The calendar year."""
        return self.first.year

    @property
    def months(self) -> tuple[date, ...]:
        """The months of the year in which the source's money is used."""
        return months_between(self.first, date(self.first.year, 12, 1))


@dataclass(frozen=True, slots=True)
class Books:
    """What the money's story follows; `active` is the first and last day of each point's work."""

    plan: MoneyPlan
    active: ActiveDays
    story: Story
    writers: Writers

    def money(self) -> ExampleMoney:
        """Return everything that had been planned, booked and foreseen by today."""
        years = [year for source in self.plan.sources for year in self._years(source)]
        return ExampleMoney(
            sources=tuple(self._source(source) for source in self.plan.sources),
            budget=tuple(line for year in years for line in self._budget(year)),
            ledger=self._with_corrections([row for year in years for row in self._ledger(year)]),
            forecasts=tuple(judged for year in years for judged in self._forecasts(year)),
        )

    def _years(self, source: SourcePlan) -> list[Year]:
        years = []
        for back, (given, used) in enumerate(zip(source.years, source.used, strict=True)):
            first = max(self.story.starts_on, date(self.story.today.year - back, 1, 1))
            if first.year != self.story.today.year - back:
                break
            # The programme's first year is short, and was paid for by the month.
            budget = _in_round(Decimal(given) * (13 - first.month) / 12, _THOUSAND)
            reasons = source.reasons_this_year if back == 0 else None
            part = Decimal(str(used))
            years.append(Year(source, first, budget, part, reasons or source.reasons))
        return years

    def _source(self, source: SourcePlan) -> FundingSource:
        years = self._years(source)
        this_year = self.story.today.year
        return FundingSource(
            code=source.code,
            name=source.name,
            funder=source.funder,
            amount=sum((year.budget for year in years), Decimal(0)),
            starts_on=years[-1].first,
            ends_on=date(this_year, 12, 31),
            purpose=source.purpose,
            conditions=source.conditions,
            report_by=_end_of(this_year + 1, source.report_month),
            repay_by=_end_of(this_year + 1, source.repay_month),
        )

    def _budget(self, year: Year) -> Iterator[Recorded[BudgetRecord]]:
        """Yield the year's plan: by point, by month for what is booked on a set day, or whole."""
        decided = at(max(self.story.starts_on, date(year.number - 1, 12, 10)), 10, 30)
        parts = split(year.budget, [line.share for line in year.source.lines])
        for line, amount in zip(year.source.lines, parts, strict=True):
            points: Sequence[int | None] = line.points or [None]
            by_month = line.day not in (0, 31)
            months = [month.month for month in year.months] if by_month else [None]
            cells = [(point, month) for point in points for month in months]
            for (point, month), part in zip(cells, split(amount, [1] * len(cells)), strict=True):
                record = BudgetRecord(
                    year.source.code, point, year.number, month, line.group, part, line.text
                )
                yield Recorded(record, decided, self.writers.controller)

    def _ledger(self, year: Year) -> Iterator[Recorded[LedgerRecord]]:
        """Yield the bookings of the months that are over."""
        chance = self.story.chance("ledger", year.source.code, year.number)
        weights = [
            self.plan.months[month.month - 1] * chance.uniform(1 - _UNEVENNESS, 1 + _UNEVENNESS)
            for month in year.months
        ]
        outcome = year.budget * year.used * Decimal(str(chance.uniform(1 - _CHANCE, 1 + _CHANCE)))
        outcomes = split(outcome, weights)
        for month, cost in zip(year.months, outcomes, strict=True):
            if last_of_month(month) >= self.story.today:
                return
            parts = split(cost, [line.share for line in year.source.lines])
            rows = [
                row
                for line, part in zip(year.source.lines, parts, strict=True)
                for row in self._bookings(year.source, line, month, part, chance)
            ]
            yield from (
                Recorded(row, at(row.booked_on, 22, 30), self.writers.finance_system)
                for row in _numbered(sorted(rows, key=lambda row: row.booked_on), month)
            )

    def _bookings(
        self, source: SourcePlan, line: CostLine, month: date, amount: Decimal, chance: Random
    ) -> Iterator[LedgerRecord]:
        count = chance.randint(*line.rows)
        for part in split(amount, [chance.uniform(0.5, 1.5) for _ in range(count)]):
            day = _booking_day(line, month, chance)
            under_way = under_way_on(day, line.points, self.active)
            yield LedgerRecord(
                source_code=source.code,
                point_number=chance.choice(under_way) if under_way else None,
                booked_on=day,
                account=line.account,
                cost_centre=source.cost_centre,
                amount=part,
                voucher=source.code,
                text=line.text,
                source_ref=None,
            )

    def _forecasts(self, year: Year) -> Iterator[Recorded[ExampleForecast]]:
        """Yield the year's judgements: the first near the budget, the last near what is used."""
        for judged, reason in zip(self.plan.rounds, year.reasons, strict=True):
            day = working_day_before(date(year.number, judged.month, judged.day))
            moment = at(day, 14, 0)
            if day < year.first or not self.story.has_happened(moment):
                continue
            foreseen = 1 - (1 - year.used) * Decimal(str(judged.foreseen))
            amount = _in_round(year.budget * foreseen, _TEN_THOUSAND)
            record = ExampleForecast(year.source.code, day, year.number, amount, reason)
            yield Recorded(record, moment, self.writers.controller)

    def _with_corrections(
        self, rows: Sequence[Recorded[LedgerRecord]]
    ) -> tuple[Recorded[LedgerRecord], ...]:
        """Let one booking of last year first have been on a wrong point, and one be paid twice."""
        last_year = self.story.today.year - 1
        pointed = [row for row in rows if row.fact.booked_on.year == last_year]
        pointed = [row for row in pointed if row.fact.point_number]
        right, twice = pointed[:2]
        wrong = next(row for row in pointed if row.fact.point_number != right.fact.point_number)
        return (
            *(row for row in rows if row is not right),
            *self._moved(right, wrong.fact.point_number),
            *self._credited(twice),
        )

    def _moved(
        self, right: Recorded[LedgerRecord], wrong_point: int | None
    ) -> Iterator[Recorded[LedgerRecord]]:
        moment = right.at + timedelta(days=_DAYS_TO_CORRECT)
        withdrawal = Withdrawal(moment, self.writers.controller, self.plan.moved_why)
        wrong = replace(right.fact, point_number=wrong_point)
        yield replace(right, fact=wrong, withdrawal=withdrawal)
        yield Recorded(right.fact, moment, self.writers.controller)

    def _credited(self, twice: Recorded[LedgerRecord]) -> Iterator[Recorded[LedgerRecord]]:
        day = twice.fact.booked_on + timedelta(days=_DAYS_TO_CORRECT)
        yield replace(twice, fact=replace(twice.fact, voucher=f"{twice.fact.voucher}-B"))
        credit = replace(
            twice.fact,
            booked_on=day,
            amount=-twice.fact.amount,
            voucher=f"{twice.fact.voucher}-K",
            text=self.plan.credit_text,
        )
        yield Recorded(credit, at(day, 22, 30), self.writers.finance_system)


def split(amount: Decimal, weights: Sequence[float]) -> list[Decimal]:
    """Return an amount divided by weights, to the öre; the last part takes what is left over."""
    total = sum(weights)
    parts = [_exact(amount * Decimal(str(weight / total))) for weight in weights[:-1]]
    return [*parts, _exact(amount) - sum(parts, Decimal(0))]


def _exact(amount: Decimal) -> Decimal:
    return amount.quantize(_ORE, rounding=ROUND_DOWN)


def _in_round(amount: Decimal, step: Decimal) -> Decimal:
    return _exact((amount / step).quantize(Decimal(1)) * step)


def _numbered(rows: Sequence[LedgerRecord], month: date) -> Iterator[LedgerRecord]:
    for number, row in enumerate(rows, start=1):
        yield replace(row, voucher=f"{row.source_code}-{month:%y%m}-{number:02}")


def _booking_day(line: CostLine, month: date, chance: Random) -> date:
    if line.day:
        return last_of_month(month) if line.day == 31 else month.replace(day=line.day)
    days = [month + timedelta(days=day) for day in range(last_of_month(month).day)]
    return chance.choice([day for day in days if works(day)])


def _end_of(year: int, month: int | None) -> date | None:
    return None if month is None else last_of_month(shift_month(date(year, 1, 1), month - 1))
