"""When each point of the programme runs, what is past its date, and where today stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Any

from plotly.graph_objects import Figure

from charts.theme import NOTE_SIZE, Theme, base_layout, empty_figure
from charts.tiles import hidden_axis, status_word, title_lines
from domain.calendar import first_of_month, months_between, shift_month
from domain.findings.programme import by_concern
from domain.points import PointStanding, shown_end
from domain.statuses import Status
from texts import _, plural
from texts.numbers import NO_BREAK_SPACE, month_name, month_short, number

ROW, ROW_COMPACT = 30, 48
"""Pixels a point; on a phone the title stands above the bar."""

_LEFT, _LEFT_COMPACT = 272, 30
_NUMBER_COLUMN = 30
_TOP = 56
_BAR_PIXELS = 20
_TITLE_WIDTH, _TITLE_WIDTH_COMPACT = 32, 46
"""Characters of a title beside its bar, and of a title with its note above the bar."""

# The server does not know how wide the picture gets: these are the narrowest that are supported.
_NARROWEST, _NARROWEST_COMPACT = 480, 300
_CHARACTER = 7.2
"""Pixels of a bold character, on the safe side of the mean."""

_TICK_PIXELS = 60
_MOST_TICKS, _MOST_TICKS_COMPACT = 8, 4
_TICK_MONTHS, _TICK_MONTHS_SHORT = (6, 12, 24, 60, 120, 240, 600), (1, 3)
"""Months from one tick to the next, the first that has room; the short for less than a year."""

_DAY_IN_MILLISECONDS = 86_400_000


@dataclass(frozen=True, slots=True)
class _Span:
    """The days that the picture shows, and the pixels that they have at the least."""

    first: date
    last: date
    pixels: int

    def has_room(self, pixels: float, first: date, last: date) -> bool:
        """Whether so much fits between two days however narrow the picture is."""
        return (last - first) / (self.last - self.first) * self.pixels >= pixels


def timeline(
    standings: Sequence[PointStanding], theme: Theme, *, today: date, compact: bool = False
) -> Figure:
    """Return the points as bars in time, what needs attention first.

    Args:
        standings: one a row; none gives the picture that says so.
        theme: the reader's theme.
        today: where the line stands; open points past their date have a tail that ends here.
        compact: for phones: titles above the bars in place of beside them.
    """
    if not standings:
        return empty_figure(_("Ingen tidslinje att visa."), theme)
    ordered = by_concern(standings, today)
    span = _span(ordered, today, compact=compact)
    row = ROW_COMPACT if compact else ROW
    margin = {"l": _LEFT_COMPACT if compact else _LEFT, "r": 8, "t": _TOP, "b": 8}
    layout = base_layout(theme, height=row * len(ordered) + _TOP + 8, margin=margin)
    layout["xaxis"] = _time_axis(span, theme, _MOST_TICKS_COMPACT if compact else _MOST_TICKS)
    layout["yaxis"] = hidden_axis(len(ordered) - 0.5, -0.5)
    today_line = _line((today, today), (0, 1), "paper", {"color": theme.text, "width": 2})
    layout["shapes"] = [*_tails(ordered, theme, today, row=row), today_line]
    name = _names_above if compact else _names_beside
    layout["annotations"] = [*name(ordered, span, theme, today), _today_label(today)]
    return Figure(data=[_bars(ordered, theme, span, today, row=row)], layout=layout)


def late_note(standing: PointStanding, today: date) -> str:
    """Return "61 dagar försenad" for an open point past its date, else an empty text."""
    days = standing.days_late(today)
    if not days:
        return ""
    return plural("{n} dag försenad", "{n} dagar försenad", days).format(n=number(days))


def _span(ordered: Sequence[PointStanding], today: date, *, compact: bool) -> _Span:
    """Return the months of all points and of today, with room for the notes right of today."""
    first = first_of_month(min(today, *(each.point.starts_on for each in ordered)))
    last = shift_month(first_of_month(max(today, *(shown_end(each) for each in ordered))), 1)
    if compact:
        span = _Span(first, last, _NARROWEST_COMPACT)
        # A word that stands beside its bar must not run off the screen.
        beside = [each for each in ordered if not _word_fits(each, span)]
        ends = [first + _reach(each, span) for each in beside]
        return _Span(first, max([last, *ends]), _NARROWEST_COMPACT)
    span = _Span(first, last, _NARROWEST)
    longest = max((_note(each, span, today) for each in ordered), key=len)
    needed = (today - first) / (1 - _text_pixels(longest) / _NARROWEST) if longest else timedelta()
    return _Span(first, max(last, first + needed), _NARROWEST)


def _reach(standing: PointStanding, span: _Span) -> timedelta:
    """Return how long the span must be for a word beside the bar to end within it."""
    share = _text_pixels(status_word(standing)) / span.pixels
    return (shown_end(standing) - span.first) / (1 - share)


def _text_pixels(text: str) -> float:
    return len(text) * _CHARACTER + 10


def _word_fits(standing: PointStanding, span: _Span) -> bool:
    needed = _text_pixels(status_word(standing))
    return span.has_room(needed, standing.point.starts_on, shown_end(standing))


def _bars(
    ordered: Sequence[PointStanding], theme: Theme, span: _Span, today: date, *, row: int
) -> dict[str, Any]:
    colours = [theme.statuses[each.status] for each in ordered]
    lengths = [(shown_end(each) - each.point.starts_on).days for each in ordered]
    return {
        "type": "bar",
        "orientation": "h",
        "base": [each.point.starts_on.isoformat() for each in ordered],
        "x": [max(1, length) * _DAY_IN_MILLISECONDS for length in lengths],
        "y": list(range(len(ordered))),
        "width": _BAR_PIXELS / row,
        "offset": _offset(row),
        "customdata": [each.point.number for each in ordered],
        # The spaces keep a word clear of its bar's ends.
        "text": [f"{NO_BREAK_SPACE}{status_word(each)}{NO_BREAK_SPACE}" for each in ordered],
        "textposition": [_word_place(each, span, today) for each in ordered],
        "insidetextanchor": "start",
        "textangle": 0,
        "constraintext": "none",
        "cliponaxis": False,
        "insidetextfont": {"size": NOTE_SIZE, "color": [each.ink for each in colours]},
        "outsidetextfont": {"size": NOTE_SIZE, "color": theme.text},
        "marker": {
            "color": [each.fill for each in colours],
            "cornerradius": 3,
            "line": {"color": [each.edge for each in colours], "width": 1.5},
        },
        "hoverinfo": "skip",
    }


def _offset(row: int) -> float:
    """Return where a bar begins within its row: in the middle, or at the foot of a high one."""
    half = _BAR_PIXELS / row / 2
    return -half if row == ROW else 0.44 - 2 * half


def _word_place(standing: PointStanding, span: _Span, today: date) -> str:
    """Return where a bar's word stands: where there is a tail, never beside, upon that tail."""
    if not standing.days_late(today):
        return "auto"
    return "inside" if _word_fits(standing, span) else "none"


def _tails(
    ordered: Sequence[PointStanding], theme: Theme, today: date, *, row: int
) -> list[dict[str, Any]]:
    middle = _offset(row) + _BAR_PIXELS / row / 2
    tails = []
    for place, each in enumerate(ordered):
        if each.days_late(today):
            height = round(place + middle, 3)
            look = {"color": theme.statuses[each.status].edge, "width": 3, "dash": "dot"}
            tails.append(_line((shown_end(each), today), (height, height), "y", look))
    return tails


def _line(
    days: tuple[date, date], heights: tuple[float, float], yref: str, look: dict[str, Any]
) -> dict[str, Any]:
    ends = {
        "x0": days[0].isoformat(),
        "x1": days[1].isoformat(),
        "y0": heights[0],
        "y1": heights[1],
    }
    return {"type": "line", "yref": yref, **ends, "line": look}


def _names_beside(
    ordered: Sequence[PointStanding], span: _Span, _theme: Theme, today: date
) -> list[dict[str, Any]]:
    """Return the number and title left of each bar, and the note right of today."""
    made = []
    for place, each in enumerate(ordered):
        at_left = {"xref": "paper", "x": 0, "y": place}
        made.append(_annotation(f"<b>{each.point.number}</b>", at_left, shift=-_LEFT))
        name = _name(each, _TITLE_WIDTH)
        made.append(_annotation(name, at_left, shift=_NUMBER_COLUMN - _LEFT))
        note = _note(each, span, today)
        if note:
            at_today = {"x": today.isoformat(), "y": place, "font": {"size": NOTE_SIZE}}
            made.append(_annotation(f"<b>{note}</b>", at_today, shift=8))
    return made


def _names_above(
    ordered: Sequence[PointStanding], span: _Span, theme: Theme, today: date
) -> list[dict[str, Any]]:
    """Return the number left of each bar, and the title with its note above it."""
    # The background breaks the line of today, which would else strike through a title.
    look = {"font": {"size": NOTE_SIZE}, "bgcolor": theme.background}
    made = []
    for place, each in enumerate(ordered):
        above = {"xref": "paper", "x": 0, "y": round(place - 0.24, 2), **look}
        note = _note(each, span, today)
        text = _name(each, _TITLE_WIDTH_COMPACT - len(note))
        text = f"{text} · <b>{note}</b>" if note else text
        made.append(_annotation(f"<b>{each.point.number}</b>", above, shift=-_LEFT_COMPACT))
        made.append(_annotation(text, above, shift=0))
    return made


def _name(standing: PointStanding, width: int) -> str:
    # Plotly reads tags in texts; a title is somebody's words, and is to be shown as written.
    return escape(
        "".join(title_lines(standing.point.short_title, width=width, lines=1)), quote=False
    )


def _note(standing: PointStanding, span: _Span, today: date) -> str:
    """Return the delay, after the word of the state when the bar has no room for that."""
    note = late_note(standing, today)
    return f"{_prefix(standing)}{note}" if note and not _word_fits(standing, span) else note


def _prefix(standing: PointStanding) -> str:
    """Return the state as it stands before a delay, which says by itself that a point is late."""
    return "" if standing.status is Status.LATE else f"{status_word(standing)} · "


def _annotation(text: str, place: dict[str, Any], *, shift: float) -> dict[str, Any]:
    look = {"xanchor": "left", "borderpad": 0, "showarrow": False}
    return {"text": text, **place, "xshift": shift, **look}


def _today_label(today: date) -> dict[str, Any]:
    day = _("I dag {day} {month}").format(day=today.day, month=month_short(today))
    return {
        "text": f"<b>{day}</b>",
        "x": today.isoformat(),
        "yref": "paper",
        "y": 1,
        "yshift": 22,
        "yanchor": "bottom",
        "showarrow": False,
    }


def _time_axis(span: _Span, theme: Theme, most_ticks: int) -> dict[str, Any]:
    ticks = _ticks(span, most_ticks)
    return {
        "type": "date",
        "range": [span.first.isoformat(), span.last.isoformat()],
        "fixedrange": True,
        "side": "top",
        "tickvals": [tick.isoformat() for tick in ticks],
        "ticktext": [_tick_text(tick, span) for tick in ticks],
        "tickangle": 0,
        "tickfont": {"size": NOTE_SIZE},
        "ticklabelposition": "outside right",
        "showgrid": True,
        "gridcolor": theme.grid,
        "showline": True,
        "linecolor": theme.axis,
        "zeroline": False,
    }


def _ticks(span: _Span, most: int) -> list[date]:
    """Return the first days of half-years, or of so many years as leaves room for the words."""
    months = [month for month in months_between(span.first, span.last) if month < span.last]
    ticks = months
    for step in _TICK_MONTHS if len(months) > 12 else _TICK_MONTHS_SHORT:
        ticks = [month for month in months if (month.year * 12 + month.month - 1) % step == 0]
        if len(ticks) <= most:
            break
    return ticks


def _tick_text(tick: date, span: _Span) -> str:
    """Return "jan 2025" or "juli 2025"; nothing where it would run out of the picture."""
    name = month_name(tick)
    text = f"{name if len(name) <= 4 else month_short(tick)} {tick.year}"
    return text if span.has_room(_TICK_PIXELS, tick, span.last) else ""
