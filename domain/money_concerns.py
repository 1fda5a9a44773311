"""What may be worrying about one source of money in a year."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from domain.concerns import LARGEST_SIZE, Concern, Reason, heaviest_first
from domain.money import SourceYear
from domain.pace import NOTABLE_REST, Pace, is_booked_late, pace_of
from domain.repayment import repayment_of
from texts import _
from texts.numbers import day, day_seen_from, money, share

FAR_FROM_EVEN = Decimal("0.15")
"""How far apart the shares of money and time are when they are worth a look."""


def source_reasons(year: SourceYear, today: date) -> list[Reason]:
    """Return every worry about a source's money, the heaviest first."""
    pace = pace_of(year)
    return heaviest_first(
        [*_overspending(pace), *_repayment(year), *_unevenness(pace), *_booking(year, pace, today)]
    )


def _overspending(pace: Pace) -> Iterator[Reason]:
    if pace.budget is None or pace.left is None:
        return
    if pace.left < 0:
        text = _("Utfallet är {amount} över budget.").format(amount=money(-pace.left))
        yield Reason(Concern.OVERSPENT, text, _percent(-pace.left, pace.budget))
    elif pace.remaining is not None and -pace.remaining > pace.budget * NOTABLE_REST:
        told = _("Prognosen är") if pace.is_forecast else _("Med nuvarande takt blir utfallet")
        text = _("{told} {amount} över budget.").format(told=told, amount=money(-pace.remaining))
        size = _percent(-pace.remaining, pace.budget)
        yield Reason(Concern.FORECAST_OVER_BUDGET, text, size)


def _repayment(year: SourceYear) -> Iterator[Reason]:
    repayment = repayment_of(year)
    if repayment:
        text = _("{amount} kan behöva betalas tillbaka senast {day}.").format(
            amount=money(repayment.amount), day=day(repayment.pay_by)
        )
        yield Reason(Concern.REPAYMENT, text, _percent(repayment.amount, year.budget))


def _unevenness(pace: Pace) -> Iterator[Reason]:
    used = pace.used_share
    if used is None or pace.read_to is None or abs(used - pace.time_share) <= FAR_FROM_EVEN:
        return
    text = _("{used} av pengarna är förbrukade, men {gone} av tiden har gått.")
    if used > pace.time_share:
        text = _("{used} av pengarna är förbrukade, men bara {gone} av tiden har gått.")
    text = text.format(used=share(used), gone=share(pace.time_share))
    yield Reason(Concern.UNEVEN_PACE, text, int(abs(used - pace.time_share) * 100))


def _booking(year: SourceYear, pace: Pace, today: date) -> Iterator[Reason]:
    if not is_booked_late(year, today):
        return
    text = _("Inget är bokfört ännu.")
    if pace.read_to:
        text = _("Bokfört bara till och med {day}.").format(day=day_seen_from(pace.read_to, today))
    yield Reason(Concern.BOOKED_LATE, text)


def _percent(amount: Decimal, budget: Decimal | None) -> int:
    return int(amount / budget * 100) if budget else LARGEST_SIZE
