"""Bars that lie, and dumbbells: a row a category, its name to the left or, if narrow, above."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from domain.packs.content import Chart, Datum, Series
from texts import _
from transfer.packs.drawing import NOTE_SIZE, TEXT_SIZE, Drawing
from transfer.packs.lettering import cut, text_width, wrapped
from transfer.packs.roles import line_paint_of, paint_of, sign_of
from transfer.packs.scales import (
    Scale,
    bounds,
    datum_text,
    ends_of,
    is_missing,
    is_range,
    scale_of,
    tick_text,
)

NARROW = 520
"""Pixels below which names stand above their rows."""

_LINE = 19
_MOST_LINES = 5
_NAMES_SHARE = 0.36
_NAME_ROOM = 120
"""Pixels of a series' name beside its value."""

_ROOM = 14
"""Pixels between the names and the values."""

_MANY = 8
"""Rows beyond which they stand closer, so that they are overlooked at once."""

_TRACK = 6
_SIGN = 17


@dataclass(frozen=True, slots=True)
class _Row:
    """A category: the lines of its name, and where they, its values and its end are."""

    index: int
    name: tuple[str, ...]
    name_y: float
    values_y: float
    height: float
    foot: float


@dataclass(frozen=True, slots=True)
class _Area:
    """Where values are drawn, from `left` to `right` along a scale."""

    left: float
    right: float
    scale: Scale

    def x(self, value: float) -> float:
        return self.left + (self.right - self.left) * self.scale.share(value)


def bars(chart: Chart, width: float) -> str:
    """Return lying bars, each with its value at its end."""
    bar, apart = (22, 14) if len(chart.categories) <= _MANY else (18, 10)
    if len(chart.series) > 1:
        bar = 15
    left = _left(chart, width)
    area = _Area(left, width - _label_room(chart), _exact_scale(chart))
    drawing = Drawing(width)
    drawing.text((left, 8), chart.unit, size=NOTE_SIZE)
    rows = _rows(chart, width, first=26, height=len(chart.series) * (bar + 4) + apart - 4)
    _draw_zero(drawing, area, rows)
    for row in rows:
        _write_name(drawing, row)
        for place, series in enumerate(chart.series):
            middle = row.values_y + (apart + bar) / 2 + place * (bar + 4)
            _bar(drawing, area, chart, series, row.index, (middle, bar))
    return drawing.svg(rows[-1].foot + 4)


def dumbbells(chart: Chart, width: float) -> str:
    """Return a track a category: what was as a hollow sign, what is as a filled one."""
    left = _left(chart, width)
    area = _Area(left + _SIGN / 2, width - 24, scale_of(chart))
    drawing = Drawing(width)
    drawing.text((left, 8), chart.unit, size=NOTE_SIZE)
    rows = _rows(chart, width, first=20, height=86)
    for row in rows:
        _write_name(drawing, row)
        _dumbbell(drawing, area, chart, row)
    return drawing.svg(rows[-1].foot)


def _left(chart: Chart, width: float) -> float:
    """Return where values begin: right of the names, or at the edge where those stand above."""
    if width < NARROW:
        return 1
    widest = max(text_width(name, TEXT_SIZE) for name in chart.categories)
    return min(widest, width * _NAMES_SHARE) + _ROOM


def _rows(chart: Chart, width: float, *, first: float, height: float) -> list[_Row]:
    """Return the categories' rows, each as high as its name or its values need."""
    is_narrow = width < NARROW
    room = width if is_narrow else _left(chart, width) - _ROOM
    rows = []
    top = first
    for index, category in enumerate(chart.categories):
        name = tuple(wrapped(category, room, TEXT_SIZE, most=_MOST_LINES))
        needed = len(name) * _LINE
        if is_narrow:
            foot = top + needed + height + 8
            rows.append(_Row(index, name, top + _LINE / 2 + 4, top + needed + 4, height, foot))
        else:
            own = max(height, needed + 10)
            name_y = top + (own - needed + _LINE) / 2
            foot = top + own
            rows.append(_Row(index, name, name_y, top + (own - height) / 2, height, foot))
        top = foot
    return rows


def _write_name(drawing: Drawing, row: _Row) -> None:
    drawing.lines((0, row.name_y), row.name, apart=_LINE)


def _draw_zero(drawing: Drawing, area: _Area, rows: Sequence[_Row]) -> None:
    """Draw the line that bars start from, broken where names stand between the rows."""
    ends = [(row.values_y - 2, row.values_y + row.height + 2) for row in rows]
    if drawing.width >= NARROW:
        ends = [(ends[0][0], ends[-1][1])]
    for first, last in ends:
        drawing.line([(area.x(0), first), (area.x(0), last)], "axis")


def _exact_scale(chart: Chart) -> Scale:
    """Return a scale that ends at the largest value: bars tell their values, and need no ticks."""
    return Scale(*bounds(chart), 1)


def _label_room(chart: Chart) -> float:
    return 16 + max(
        text_width(_bar_label(chart, series, datum), TEXT_SIZE, 600)
        for series in chart.series
        for datum in series.data
    )


def _bar_label(chart: Chart, series: Series, datum: Datum) -> str:
    if len(chart.series) == 1:
        return _value_told(chart, datum)
    return _told(chart, datum, series)


def _bar(
    drawing: Drawing,
    area: _Area,
    chart: Chart,
    series: Series,
    index: int,
    place: tuple[float, float],
) -> None:
    """Draw a category's value of a series; `place` is the bar's middle and its height."""
    middle, height = place
    datum, label = series.data[index], _bar_label(chart, series, series.data[index])
    zero = area.x(0)
    if is_missing(datum):
        drawing.box((zero, middle - height / 2), (area.right - zero, height), fill="grid", radius=2)
        drawing.text((zero + 8, middle), label, size=NOTE_SIZE)
    elif is_range(datum):
        end = _range(drawing, area, datum, middle, series.role)
        drawing.text((end + 10, middle), label)
    else:
        x = area.x(float(datum.value or 0))
        drawing.box(
            (min(zero, x), middle - height / 2),
            (abs(x - zero), height),
            fill=paint_of(series.role),
            edge="axis" if series.role == "rest" else None,
        )
        drawing.text((max(zero, x) + 8, middle), label, weight=600)


def _range(drawing: Drawing, area: _Area, datum: Datum, middle: float, role: str) -> float:
    """Draw between which values a protected one lies; return the x of its right end.

    Without a largest value it ends in an arrow, where the scale does.
    """
    colour, sign = line_paint_of(role), sign_of(role)
    start = area.x(float(datum.low or 0))
    end = area.right if datum.high is None else area.x(float(datum.high))
    drawing.line([(start, middle), (end, middle)], colour, width=2)
    if datum.high is None:
        drawing.mark("arrow-right", (end, middle), colour, size=11)
    else:
        drawing.mark(sign, (end, middle), colour, size=8, is_hollow=True)
    drawing.mark(sign, (start, middle), colour, size=8, is_hollow=True)
    return end + 4


def _dumbbell(drawing: Drawing, area: _Area, chart: Chart, row: _Row) -> None:
    middle = row.values_y + row.height / 2
    track = (area.x(area.scale.low), middle - _TRACK / 2)
    drawing.box(track, (area.right - area.left, _TRACK), fill="grid", radius=_TRACK / 2)
    before, now = chart.series[0], chart.series[-1]
    was, is_ = before.data[row.index], now.data[row.index]
    above, below = (middle - 24, _told(chart, was, before)), (middle + 24, _told(chart, is_, now))
    covered = (inf, inf)
    if before is not now and was == is_ and was.value is not None:
        _draw_value(drawing, area, is_, now.role, middle, is_before=False)
        same = _("{value}, oförändrat").format(value=datum_text(is_, chart))
        _beside(drawing, area, is_, (above[0], same), 600)
    else:
        if was.value is not None and is_.value is not None:
            ends = [(area.x(float(each)), middle) for each in (was.value, is_.value)]
            drawing.line(ends, line_paint_of(now.role), width=_TRACK)
        if before is not now:
            _draw_value(drawing, area, was, now.role, middle, is_before=True)
            _beside(drawing, area, was, above, 400)
        _draw_value(drawing, area, is_, now.role, middle, is_before=False)
        covered = _beside(drawing, area, is_, below, 600)
    _write_ends(drawing, area, middle + 24, covered)


def _told(chart: Chart, datum: Datum, series: Series) -> str:
    name = cut(series.name, _NAME_ROOM, TEXT_SIZE, 600)
    return f"{_value_told(chart, datum)}\u00a0 {name}"


def _value_told(chart: Chart, datum: Datum) -> str:
    return _("ej rapporterat") if is_missing(datum) else datum_text(datum, chart)


def _write_ends(drawing: Drawing, area: _Area, y: float, covered: tuple[float, float]) -> None:
    """Write the values at the scale's ends, and zero, where no label lies already."""
    for end in sorted({area.scale.low, 0.0, area.scale.high}):
        text, x = tick_text(end, area.scale), area.x(end)
        half = text_width(text, NOTE_SIZE) / 2 + 6
        if x + half <= covered[0] or x - half >= covered[1]:
            drawing.text((x, y), text, size=NOTE_SIZE, anchor="middle")


def _draw_value(
    drawing: Drawing, area: _Area, datum: Datum, role: str, middle: float, *, is_before: bool
) -> None:
    """Draw what was, hollow, or what is; both in one colour, for they are the same thing."""
    if is_range(datum):
        _range(drawing, area, datum, middle + (-7 if is_before else 7), role)
    elif datum.value is not None:
        at = (area.x(float(datum.value)), middle)
        size = 14 if is_before else _SIGN
        drawing.mark("circle", at, line_paint_of(role), size=size, is_hollow=is_before)


def _beside(
    drawing: Drawing, area: _Area, datum: Datum, label: tuple[float, str], weight: int
) -> tuple[float, float]:
    """Write a label above or below its value, inside the picture; return from where to where."""
    y, text = label
    half = text_width(text, TEXT_SIZE, weight) / 2
    ends = [area.x(float(end)) for end in ends_of(datum)]
    x = sum(ends) / len(ends) if ends else area.left + half
    x = min(max(x, half + 1), drawing.width - half - 1)
    drawing.text((x, y), text, weight=weight, anchor="middle")
    return x - half, x + half
