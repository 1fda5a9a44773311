"""From values to places in a picture: an axis from zero with few round ticks, and labels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10

from domain.packs.content import Chart, Datum
from texts import _
from texts.numbers import number

_STEPS = (1, 2, 2.5, 5, 10)
_MOST_PLACES = 3
_ARROW = 1.5
"""How far an arrow reaches at least, in values of what it begins at."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The values of an axis: its ends, with zero between or at them, and the ticks' distance."""

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> tuple[float, ...]:
        """The values that are marked, upwards, both ends among them."""
        first, last = round(self.low / self.step), round(self.high / self.step)
        return tuple(place * self.step for place in range(first, last + 1))

    def share(self, value: float) -> float:
        """Return how far along the axis a value lies, from 0 to 1."""
        return (value - self.low) / (self.high - self.low)


def scale_of(chart: Chart, *, most_ticks: int = 5) -> Scale:
    """Return the axis that holds all values and ranges of a chart, from zero or through it.

    A chart of whole numbers has no tick between two of them.
    """
    low, high = bounds(chart)
    step = _step((high - low) / (most_ticks - 1))
    if not has_fractions(chart):
        step = max(1.0, ceil(step))
    return Scale(floor(low / step) * step, ceil(high / step) * step, step)


def bounds(chart: Chart) -> tuple[float, float]:
    """Return the least and the largest value that a chart has a place for, zero among them.

    Where no largest is known there is room for an arrow. Two ends are never the same.
    """
    ends = [0.0, *(float(end) for datum in _all(chart) for end in ends_of(datum))]
    ends += [_ARROW * float(each.low) for each in _all(chart) if each.low and each.high is None]
    low, high = min(ends), max(ends)
    return low, high if high > low else low + 1


def ends_of(datum: Datum) -> tuple[Decimal, ...]:
    """Return the values that a datum has a place for: itself, or the known ends of its range."""
    return tuple(end for end in (datum.value, datum.low, datum.high) if end is not None)


def is_range(datum: Datum) -> bool:
    """Whether a datum is protected: it has no value, but ends between which it lies."""
    return datum.value is None and (datum.low is not None or datum.high is not None)


def is_missing(datum: Datum) -> bool:
    """Whether nothing is told of a datum."""
    return not ends_of(datum)


def is_empty(chart: Chart) -> bool:
    """Whether nothing in a chart can be drawn."""
    return all(is_missing(datum) for datum in _all(chart))


def has_fractions(chart: Chart) -> bool:
    """Whether some value of a chart is no whole number."""
    return any(end != end.to_integral_value() for datum in _all(chart) for end in ends_of(datum))


def datum_text(datum: Datum, chart: Chart) -> str:
    """Return a datum as its label in a chart: ``12``, ``1–4``, ``minst 3``, or a dash."""
    if datum.value is not None:
        return _value_text(datum.value, chart)
    if datum.low is None and datum.high is None:
        return "–"
    low = datum.low if datum.low is not None else Decimal(0)
    if datum.high is None:
        return _("minst {low}").format(low=_value_text(low, chart)).replace(" ", "\u00a0")
    return f"{_value_text(low, chart)}–{_value_text(datum.high, chart)}"


def tick_text(value: float, scale: Scale) -> str:
    """Return a tick's value, with as many decimals as the ticks' distance has."""
    exact = Decimal(str(round(scale.step, 9))).normalize()
    return number(round(value, 9), max(0, -int(exact.as_tuple().exponent)))


def spread(wanted: Sequence[float], *, apart: float, lowest: float, highest: float) -> list[float]:
    """Return places near the wanted ones that are at least so far apart, in the same order.

    They stay within the bounds as long as there is room for all.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    places = [0.0] * len(wanted)
    least = lowest
    for index in order:
        places[index] = max(wanted[index], least)
        least = places[index] + apart
    most = highest
    for index in reversed(order):
        places[index] = min(places[index], most)
        most = places[index] - apart
    return places


def _all(chart: Chart) -> Iterable[Datum]:
    return (datum for series in chart.series for datum in series.data)


def _step(least: float) -> float:
    power = 10.0 ** floor(log10(least))
    return next(step for step in _STEPS if step * power >= least * (1 - 1e-9)) * power


def _value_text(value: Decimal, chart: Chart) -> str:
    own = max(0, -int(value.normalize().as_tuple().exponent))
    return number(value, min(_MOST_PLACES, max(own, int(has_fractions(chart)))))
