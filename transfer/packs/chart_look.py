"""How a pack's charts look, whoever draws them: colours and signs by role, labels, and axes."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from config.colours import LIGHT
from domain.packs.content import Chart, ChartForm

LYING: frozenset[ChartForm] = frozenset({"bars", "dumbbells"})
"""The forms that have one row a category, and whose values run to the right."""

_MOST_LABELS = {"bars": 40, "dumbbells": 40, "columns": 26, "lines": 18}
"""Values of a chart that may each have their number beside them; beyond, the axis tells them."""

_MOST_NAMES = 14
"""Names of months that have room beside each other."""

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True, slots=True)
class Look:
    """The fill and edge of a series (``#rrggbb``), and the sign of its points on a line."""

    fill: str
    edge: str
    symbol: str = "circle"


def look_of(role: str) -> Look:
    """Return how a series of this role looks; one that is not known is grey."""
    kind, _space, code = role.partition(" ")
    if kind == "group":
        style = LIGHT.group_style(code)
        return Look(style.colour, style.colour, style.symbol)
    known = {
        "activity": Look(LIGHT.activity, LIGHT.activity),
        "money": Look(LIGHT.money, LIGHT.money),
        "before": Look(LIGHT.background, LIGHT.axis),
        "rest": Look(LIGHT.rest, LIGHT.axis, "square"),
    }
    return known.get(kind, Look(LIGHT.axis, LIGHT.axis, "x"))


def has_labels(chart: Chart) -> bool:
    """Whether the values are so few that each can have its number beside it."""
    return len(chart.categories) * len(chart.series) <= _MOST_LABELS[chart.form]


def names_skipped(chart: Chart) -> int:
    """Return how many names along time go to one that is written, for them to stay apart."""
    return 1 if chart.form in LYING else ceil(len(chart.categories) / _MOST_NAMES)


def lowest(chart: Chart) -> float | None:
    """Return where the axis begins: at zero, or None, wherever it must, for what is below."""
    return 0 if all(value >= 0 for value in _values(chart)) else None


def ends(chart: Chart) -> tuple[float, float | None]:
    """Return round numbers, zero or beyond all values, that several axes can begin and end at.

    Without a value above zero there is no end to tell.
    """
    values = [*_values(chart), Decimal(0)]
    return -_rounded_up(-min(values)), _rounded_up(max(values)) or None


def _rounded_up(value: Decimal) -> float:
    if value <= 0:
        return 0
    magnitude = Decimal(1).scaleb(value.adjusted())
    return float(next(step * magnitude for step in _STEPS if step * magnitude >= value))


def axis_places(places: int) -> tuple[int, int]:
    """Return the decimals that an axis always shows, and those that it shows where needed."""
    return min(places, 1), max(places - 1, 0) + min(places, 1)


def _values(chart: Chart) -> Iterator[Decimal]:
    for series in chart.series:
        yield from (datum.value for datum in series.data if datum.value is not None)
