"""Columns that stand along time, each with its value where there is room for all."""

from domain.packs.content import Chart, Datum
from transfer.packs.drawing import NOTE_SIZE, Drawing
from transfer.packs.lettering import cut, text_width
from transfer.packs.roles import paint_of
from transfer.packs.scales import datum_text, is_missing, is_range
from transfer.packs.time_axis import (
    Plot,
    frame,
    is_gap,
    last_told,
    picture_height,
    upright_range,
    zero_line,
)

_COLUMN_SHARE = 0.62
_SCENERY = "rest"
"""The role of what others are seen against: its values are read off the axis."""


def columns(chart: Chart, width: float) -> str:
    """Return standing columns, each with its value where there is room for all of them."""
    drawing = Drawing(width)
    plot = frame(drawing, chart, right=4)
    _names_above(drawing, chart)
    wide = plot.slot * _COLUMN_SHARE / len(chart.series)
    told = [series for series in chart.series if series.role != _SCENERY] or chart.series
    labels = [text_width(_label(chart, each), NOTE_SIZE, 600) for s in told for each in s.data]
    has_room = max(labels) <= (plot.slot - 2 if len(chart.series) == 1 else 1.15 * wide)
    shown: list[tuple[Datum, float]] = []
    for place, series in enumerate(chart.series):
        for step, datum in enumerate(series.data):
            x = plot.x(step) + (place - (len(chart.series) - 1) / 2) * wide
            is_newest = len(chart.series) == 1 and step == last_told(series)
            _column(drawing, plot, series.role, datum, (x, wide))
            if series in told and not is_missing(datum) and (has_room or is_newest):
                shown.append((datum, x))
            if is_missing(datum) and not is_gap(chart, step):
                # A space would be read as a zero; where all are missing there is a band.
                drawing.text((x, plot.y(0) - 8), "–", size=NOTE_SIZE, anchor="middle")
    zero_line(drawing, plot)
    for datum, x in shown:
        _label_column(drawing, plot, chart, datum, x)
    return drawing.svg(picture_height(width))


def _names_above(drawing: Drawing, chart: Chart) -> None:
    """Name the series of columns, where there are several, each beside its sign."""
    if len(chart.series) == 1:
        return
    x = text_width(chart.unit, NOTE_SIZE) + 24
    room = (drawing.width - x) / len(chart.series) - 40
    for series in chart.series:
        name = cut(series.name, room, NOTE_SIZE)
        drawing.box((x, 2), (12, 12), fill=paint_of(series.role), edge="axis")
        drawing.text((x + 18, 8), name, size=NOTE_SIZE)
        x += text_width(name, NOTE_SIZE) + 40


def _label(chart: Chart, datum: Datum) -> str:
    return "" if is_missing(datum) else datum_text(datum, chart)


def _column(
    drawing: Drawing, plot: Plot, role: str, datum: Datum, place: tuple[float, float]
) -> None:
    x, wide = place
    if is_range(datum):
        upright_range(drawing, plot, datum, x, role)
    elif datum.value is not None:
        y, zero = plot.y(float(datum.value)), plot.y(0)
        drawing.box(
            (x - wide / 2, min(y, zero)),
            (wide, abs(y - zero)),
            fill=paint_of(role),
            edge="axis" if role == "rest" else None,
        )


def _label_column(drawing: Drawing, plot: Plot, chart: Chart, datum: Datum, x: float) -> None:
    value = float(datum.value if datum.value is not None else datum.high or 0)
    end = plot.top if is_range(datum) and datum.high is None else plot.y(value)
    y = end + 11 if value < 0 else end - 11
    drawing.text((x, y), _label(chart, datum), size=NOTE_SIZE, weight=600, anchor="middle")
