"""Round classes for the colours of a map: few, easy to say, and the same for every reader."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count, pairwise

from texts import _
from texts.numbers import number

MOST_CLASSES = 5
"""A reader tells about five shades of one colour apart (Brewer, ColorBrewer 2)."""

_ROUND = tuple(Decimal(each) for each in ("1", "1.5", "2", "2.5", "3", "5"))
# Counts by area are skewed: most are small. So the first classes are narrower than the last.
_LADDER = (1, 2, 4, 6)

Number = int | float | Decimal


@dataclass(frozen=True, slots=True)
class MapClass:
    """The values from `low` up to, but not including, `high`; without `high`, all from `low`."""

    low: float
    high: float | None


def map_classes(values: Sequence[Number], most: int = MOST_CLASSES) -> tuple[MapClass, ...]:
    """Return the round classes that part the values, ascending and without gaps.

    Values that begin near zero get classes from zero on that widen upwards, the last one open:
    0–14, 15–29, 30–59, 60–89, 90 and more. Values far from zero, and counts of a few, get classes
    of one width. Whole numbers get whole bounds; others have at most one decimal.

    Args:
        values: what the map shows, without what is missing or protected; none gives no classes.
        most: how many classes there may be, from 1 to 5.

    Raises:
        ValueError: A value is negative or not finite, or `most` is outside its bounds.
    """
    if not 1 <= most <= MOST_CLASSES:
        raise ValueError(f"A map has one to five classes, not {most}")
    exact = [_exact(value) for value in values]
    if any(not value.is_finite() or value < 0 for value in exact):
        raise ValueError(f"A map shows finite values from zero on: {values!r}")
    if not exact:
        return ()
    finest = Decimal(1) if all(value == value.to_integral() for value in exact) else Decimal("0.1")
    return _widening(min(exact), max(exact), finest, most) or _even(
        min(exact), max(exact), finest, most
    )


def class_of(value: Number, classes: Sequence[MapClass]) -> int:
    """Return the index of the class that a value is in.

    Raises:
        ValueError: No class has it.
    """
    exact = _exact(value)
    for index, each in enumerate(classes):
        if _exact(each.low) <= exact and (each.high is None or exact < _exact(each.high)):
            return index
    raise ValueError(f"{value!r} is in none of {classes!r}")


def class_label(map_class: MapClass, *, decimals: int = 0) -> str:
    """Return "15–29", "90 och fler", or "3" where the class is a single value.

    Args:
        map_class: the class.
        decimals: how many the map's values are shown with; they decide its last value.
    """
    low = number(map_class.low, decimals)
    if map_class.high is None:
        return (_("{low} och mer") if decimals else _("{low} och fler")).format(low=low)
    last = number(_exact(map_class.high) - Decimal(1).scaleb(-decimals), decimals)
    return low if last == low else f"{low}–{last}"


def decimals_of(classes: Sequence[MapClass]) -> int:
    """Return how many decimals the bounds need to be written: 0 or 1."""
    return int(any(not float(each.low).is_integer() for each in classes))


def _widening(
    lowest: Decimal, highest: Decimal, finest: Decimal, most: int
) -> tuple[MapClass, ...]:
    """Return classes that widen upwards; none where they would leave the lower ones empty."""
    ladder = _LADDER[: most - 1]
    step = None
    for candidate in _steps(finest) if ladder else ():
        if candidate * ladder[-1] > highest:
            break
        step = candidate
    if step is None or lowest >= 2 * step:
        return ()
    bounds = [Decimal(0), *(step * times for times in ladder)]
    closed = [MapClass(float(low), float(high)) for low, high in pairwise(bounds)]
    return (*closed, MapClass(float(bounds[-1]), None))


def _even(lowest: Decimal, highest: Decimal, finest: Decimal, most: int) -> tuple[MapClass, ...]:
    """Return classes of the smallest round width that lets so few of them hold every value."""
    for step in _steps(finest):
        first, last = int(lowest // step), int(highest // step)
        if last - first < most:
            break
    bounds = [float(step * times) for times in range(first, last + 2)]
    return tuple(MapClass(low, high) for low, high in pairwise(bounds))


def _steps(finest: Decimal) -> Iterator[Decimal]:
    for power in count():
        for each in _ROUND:
            step = finest * each.scaleb(power)
            if step % finest == 0:
                yield step


def _exact(value: Number) -> Decimal:
    """Read a float as it is written, so that 0.1 is a tenth."""
    return value if isinstance(value, Decimal) else Decimal(str(value))
