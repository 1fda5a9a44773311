"""What a cell shows: a count or a rate, or between which values it lies, or why there is none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from domain.activities import MISSING, Count, Mark, between
from texts import _
from texts.numbers import number


@dataclass(frozen=True, slots=True)
class Rate:
    """Occasions or participants per 1 000 inhabitants, one decimal, or why there is none.

    A protected one lies between `low` and `high`, as the count does that it is made of.
    """

    value: Decimal | None
    mark: Mark = Mark.SHOWN
    low: Decimal | None = None
    high: Decimal | None = None


Figure = Count | Rate
"""What an area shows: a count, or a count per 1 000 inhabitants."""


def rate_per_thousand(count: Count, population: int | None) -> Rate:
    """Return a count per 1 000 inhabitants with one decimal, rounded half up.

    The ends of a protected one are rounded outwards: they tell no more than the count does. An
    unknown population gives a missing rate, and an area where nobody lives has none.
    """
    if count.mark is Mark.MISSING:
        return Rate(None, count.mark)
    if population is None:
        return Rate(None, Mark.MISSING)
    if population <= 0:
        return Rate(None, Mark.NOT_APPLICABLE)
    return Rate(
        _rate(count.value, population, ROUND_HALF_UP),
        count.mark,
        _rate(count.low, population, ROUND_FLOOR),
        _rate(count.high, population, ROUND_CEILING),
    )


def rates(counts: Mapping[str, Count], population: Mapping[str, int]) -> dict[str, Rate]:
    """Return each area's count per 1 000 inhabitants."""
    return {code: rate_per_thousand(count, population.get(code)) for code, count in counts.items()}


def add(counts: Iterable[Count]) -> Count:
    """Return the sum of counts, missing when any of them is, or when there are none.

    With a protected one among them it lies between the sums of what they lie between.
    """
    every = list(counts)
    if not every or any(count.mark not in {Mark.SHOWN, Mark.PROTECTED} for count in every):
        return MISSING
    ends = [ends_of(count) for count in every]
    highs = [high for _low, high in ends if high is not None]
    return between(sum(low for low, _high in ends), sum(highs) if len(highs) == len(ends) else None)


def ends_of(count: Count) -> tuple[int, int | None]:
    """Return between which values a count lies that is shown or protected."""
    if count.value is not None:
        return count.value, count.value
    return count.low or 0, count.high


def figure_text(figure: Figure) -> str:
    """Return a count or a rate as a cell shows it: a number, "..\u00a0(1–4)", or a mark."""
    if figure.mark is Mark.PROTECTED and not is_untold(figure):
        return f"{Mark.PROTECTED.value}\u00a0({range_text(figure)})"
    return figure.mark.value if figure.value is None else _number(figure, figure.value)


def is_untold(figure: Figure) -> bool:
    """Whether a figure is protected, and not even a range of it tells anything: "minst 0"."""
    return figure.mark is Mark.PROTECTED and not figure.low and figure.high is None


def range_text(figure: Figure) -> str:
    """Return between which values a protected figure lies: "1–4", "minst 5", or its mark alone."""
    if is_untold(figure):
        return figure.mark.value
    low = _number(figure, figure.low or 0)
    if figure.high is None:
        return _("minst {low}").format(low=low)
    return f"{low}–{_number(figure, figure.high)}"


def range_words(figure: Figure) -> str:
    """Return the same as it is said in a sentence: "mellan 1 och 4", or "minst 5"."""
    if figure.high is None:
        return range_text(figure)
    low, high = _number(figure, figure.low or 0), _number(figure, figure.high)
    return _("mellan {low} och {high}").format(low=low, high=high)


def range_sentence(figure: Figure) -> str:
    """Return the same as a clause: "det ligger mellan 1 och 4", or "det är minst 5"."""
    text = _("det är {range}") if figure.high is None else _("det ligger {range}")
    return text.format(range=range_words(figure))


def _number(figure: Figure, value: int | Decimal) -> str:
    return number(value, 1 if isinstance(figure, Rate) else 0)


def _rate(count: int | None, population: int, rounding: str) -> Decimal | None:
    if count is None:
        return None
    exact = Decimal(count) * 1000 / Decimal(population)
    return exact.quantize(Decimal("0.1"), rounding=rounding)
