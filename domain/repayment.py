"""Money that may have to be paid back because it was not used in time."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.money import SourceYear
from domain.pace import NOTABLE_REST, pace_of


@dataclass(frozen=True, slots=True)
class Repayment:
    """Money that may have to be paid back; the amount as it is told beside what remains.

    It can be used until `use_by` and is paid by `pay_by`. `needed_monthly` would use it all, and is
    None when the time is out; `monthly` is the pace so far.
    """

    amount: Decimal
    use_by: date
    pay_by: date
    needed_monthly: Decimal | None
    monthly: Decimal | None


def repayment_of(year: SourceYear) -> Repayment | None:
    """Return what of a source may have to be paid back, or None if nothing notable.

    Only a source with a day of repayment, and only in the year in which its period ends. What was
    left of earlier years is not in it: whether it was moved or paid back the ledger does not tell.
    """
    source = year.source
    pace = pace_of(year)
    rest = pace.remaining_as_told
    if source.repay_by is None or source.ends_on.year != year.year or rest is None:
        return None
    if rest <= 0 or not pace.budget or rest < pace.budget * NOTABLE_REST:
        return None
    return Repayment(rest, source.ends_on, source.repay_by, pace.needed_monthly, pace.monthly)
