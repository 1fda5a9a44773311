"""What is said of a count over time. Only reported months are compared."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import sqrt

from domain.activities import Measure
from domain.calendar import shift_month
from domain.figures import add
from domain.findings.nouns import noun_of
from domain.findings.reporting import none_told, silent_months
from domain.naming import name_months
from domain.tallies import Series, Tally
from texts import _
from texts.numbers import month, month_name, month_seen_from, month_span, number, number_word, share
from texts.words import capitalised, sentence, sentences

WINDOW = 3
"""The last so many reported months are compared with as many before them."""

LEAST_CHANGE = 0.10
"""A smaller change of the sum is called the same level."""

CHANCE = 2
"""Standard deviations of a difference that chance explains: 19 of 20 differences lie within.

Counts of events that do not depend on each other have a variance as large as they are (Poisson),
so a difference of two counts has one as large as their sum; that many times larger where they come
several at once.
"""

PEOPLE_AT_ONCE = 8
"""How many take part together, as a rule of thumb: people come in groups, not one by one."""


class Direction(StrEnum):
    """Where a count is going."""

    UP = "up"
    DOWN = "down"
    LEVEL = "level"


@dataclass(frozen=True, slots=True)
class Change:
    """The sum of the last three reported months against that of the three before."""

    before: int
    after: int
    earlier_months: tuple[date, ...]
    later_months: tuple[date, ...]
    at_once: int = 1

    @property
    def difference(self) -> int:
        """How much more (or, negative, less) the later months have."""
        return self.after - self.before

    @property
    def direction(self) -> Direction:
        """Up or down when the change is a tenth of what was before, and more than chance."""
        by_chance = CHANCE * sqrt((self.before + self.after) * self.at_once)
        if abs(self.difference) <= max(by_chance, self.before * LEAST_CHANGE):
            return Direction.LEVEL
        return Direction.UP if self.difference > 0 else Direction.DOWN


def reported(series: Series) -> list[tuple[date, int]]:
    """Return the months that have a number, oldest first."""
    return [(month, count.value) for month, count in series if count.value is not None]


def hidden_months(many: Iterable[Series]) -> list[date]:
    """Return the months in which a count is protected, oldest first."""
    return sorted({month for series in many for month, count in series if count.is_protected})


def change_of(series: Series, measure: Measure) -> Change | None:
    """Return how a count has changed, or None with fewer than six reported months."""
    known = reported(series)
    if len(known) < 2 * WINDOW:
        return None
    earlier, later = known[-2 * WINDOW : -WINDOW], known[-WINDOW:]
    return Change(
        sum(value for _month, value in earlier),
        sum(value for _month, value in later),
        tuple(month for month, _value in earlier),
        tuple(month for month, _value in later),
        PEOPLE_AT_ONCE if measure is Measure.PARTICIPANTS else 1,
    )


def trend_heading(
    series: Series,
    measure: Measure,
    today: date,
    *,
    is_public: bool = False,
    uncounted: Collection[date] = (),
) -> str:
    """Return the heading of a trend: "Aktiviteterna ökade från april–juni till juli–september".

    The `uncounted` months are told by every area, but nobody counted in them.
    """
    noun, known = noun_of(measure), reported(series)
    if not known and hidden_months([series]):
        return _("Antalen visas som spann")
    if not known:
        return none_told(is_public=is_public, is_uncounted=bool(uncounted))
    if not any(value for _month, value in known):
        return _("Inga {many} är registrerade").format(many=noun.many)
    change = change_of(series, measure)
    if change is None:
        latest, value = known[-1]
        text = _("{counted} i {month}").format(
            counted=noun.counted(value), month=month_seen_from(latest, today)
        )
        return capitalised(text)
    text = {
        Direction.UP: _("{subject} ökade från {then} till {now}"),
        Direction.DOWN: _("{subject} minskade från {then} till {now}"),
        Direction.LEVEL: _("{subject} låg på samma nivå i {then} och {now}"),
    }[change.direction]
    then, now = (_window(months, today) for months in (change.earlier_months, change.later_months))
    return capitalised(text.format(subject=noun.subject, then=then, now=now))


def group_heading(
    series_by_group: Mapping[str, Series],
    group_phrases: Mapping[str, str],
    measure: Measure,
    today: date,
    *,
    is_public: bool = False,
    uncounted: Collection[date] = (),
) -> str:
    """Return the heading of a trend by target group: "Ökningen sedan maj–juli gäller mest …".

    A group is named when it stands for more than half of a change of the whole; otherwise the
    heading is that of the whole. `group_phrases` gives each code the words that end the sentence.
    """
    whole = _sum_of(list(series_by_group.values()))
    change = change_of(whole, measure)
    if change is None or change.direction is Direction.LEVEL or len(series_by_group) < 2:
        return trend_heading(whole, measure, today, is_public=is_public, uncounted=uncounted)
    text = _("Minskningen sedan {then} gäller mest {group}")
    if change.direction is Direction.UP:
        text = _("Ökningen sedan {then} gäller mest {group}")
    for code, series in series_by_group.items():
        part = change_of(series, measure)
        if part is not None and part.difference / change.difference > 0.5:
            then = _window(change.earlier_months, today)
            return text.format(then=then, group=group_phrases.get(code, code))
    return trend_heading(whole, measure, today, is_public=is_public, uncounted=uncounted)


def describe_trend(
    series_by_label: Mapping[str, Series],
    measure: Measure,
    today: date,
    *,
    is_public: bool = False,
    uncounted: Collection[date] = (),
) -> str:
    """Return the text alternative of a trend: each line's ends, and the months without a number.

    A single line may have an empty label. Of published counts a month may lack a number that is
    reported, and not published for every area; `uncounted` are as for the heading.
    """
    months = sorted({month for series in series_by_label.values() for month, _count in series})
    if not months:
        return _("Inga månader att visa.")
    intro = _("Linjediagram över {many} per månad, {span}").format(
        many=noun_of(measure).many, span=month_span(months[0], months[-1])
    )
    lines = [_line(label, series, today) for label, series in series_by_label.items()]
    known = {month for series in series_by_label.values() for month, _value in reported(series)}
    hidden = hidden_months(series_by_label.values())
    silent = [month for month in months if month not in known and month not in hidden]
    ranges = ""
    if hidden:
        ranges = _("{months} visas som spann").format(months=name_months(hidden, today))
    gap = silent_months(silent, today, is_public=is_public, uncounted=uncounted)
    if not known and not hidden and not uncounted:
        gap = none_told(is_public=is_public)
    return sentences(intro, *lines, ranges, gap)


def compared(value: int, other: int, when: str) -> str:
    """Return "21 fler än i september", "tre färre än i september" or "lika många som i …"."""
    if value == other:
        return _("lika många som {when}").format(when=when)
    n = number_word(abs(value - other))
    text = _("{n} fler än {when}") if value > other else _("{n} färre än {when}")
    return text.format(n=n, when=when)


def month_comparison(series: Series, today: date) -> str:
    """Return the latest reported month against the month before and the same month last year.

    A month that is not reported is not compared with; with neither the text is empty.
    """
    known = dict(reported(series))
    if not known:
        return ""
    latest = max(known)
    parts = [
        compared(known[latest], known[other], _("i {month}").format(month=name))
        for other, name in (
            (shift_month(latest, -1), month_seen_from(shift_month(latest, -1), today)),
            (shift_month(latest, -12), f"{month_name(latest)} {latest.year - 1}"),
        )
        if other in known
    ]
    if not parts:
        return ""
    told = _("{month}: {parts}").format(
        month=capitalised(month_seen_from(latest, today)), parts=_(" och ").join(parts)
    )
    return sentence(told)


def year_comparison(tally: Tally, today: date) -> str:
    """Return this year so far against the same months last year, as one sentence.

    Only months that every area has reported in both years are compared; the sentence says which.
    Without last year's months it tells this year alone, and without this year's it is empty.
    """
    known, noun = dict(reported(tally.by_month())), noun_of(tally.measure)
    this_year = [month for month in known if month.year == today.year]
    both = [month for month in this_year if shift_month(month, -12) in known]
    months = both or this_year
    if not months:
        return ""
    now = sum(known[month] for month in months)
    told = sentence(
        _("{counted} {months}").format(counted=noun.figure(now), months=_span(months))
    ).removesuffix(".")
    if not both:
        return sentence(told)
    before = sum(known[shift_month(month, -12)] for month in months)
    return sentence(
        _("{told}, {change} samma tid förra året").format(told=told, change=_change(now, before))
    )


def _change(now: int, before: int) -> str:
    if now == before:
        return _("lika många som")
    if before == 0:
        return _("mot inga")
    part = abs(now - before) / before
    if part < 0.005:
        return _("nästan lika många som")
    text = _("{part} fler än") if now > before else _("{part} färre än")
    return text.format(part=share(part))


def _span(months: Sequence[date]) -> str:
    if len(months) == 1:
        return _("i {month}").format(month=month(months[0]))
    if shift_month(months[0], len(months) - 1) == months[-1]:
        return month_span(months[0], months[-1])
    return _("under {n} rapporterade månader {year}").format(
        n=number_word(len(months)), year=months[0].year
    )


def _window(months: Sequence[date], today: date) -> str:
    """Return "april–juni", with the year where it is another, or the months by name."""
    if shift_month(months[0], len(months) - 1) != months[-1]:
        return name_months(months, today)
    if months[-1].year != today.year:
        return month_span(months[0], months[-1])
    return f"{month_name(months[0])}–{month_name(months[-1])}"


def _sum_of(many: Sequence[Series]) -> Series:
    months = [month for month, _count in many[0]] if many else []
    return [(month, add(series[place][1] for series in many)) for place, month in enumerate(months)]


def _line(label: str, series: Series, today: date) -> str:
    known = reported(series)
    if not known:
        return ""
    (first, start), (last, end) = known[0], known[-1]
    if first == last:
        text = _("{start} i {first}")
    else:
        text = _("från {start} i {first} till {end} i {last}")
    told = text.format(
        start=number(start),
        first=month_seen_from(first, today),
        end=number(end),
        last=month_seen_from(last, today),
    )
    return f"{label}: {told}" if label else told
