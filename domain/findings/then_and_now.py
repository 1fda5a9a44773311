"""What a meeting is told first: a few figures as they were then and are now, and what lies behind.

From the same two states as the sentences of `domain.findings.changes`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.changes import SourceBalance
from domain.findings.changes import Compared
from domain.findings.money_changes import money_changes_finding
from domain.points import PointStanding
from domain.statuses import Status
from texts import _, plural
from texts.numbers import money, number, number_word, part_of, rounded, whole_million_kronor
from texts.words import capitalised, join_at_most, sentences

_IN_PACE = (Status.DONE, Status.ON_PLAN)
_MOST_NAMED = 3
_MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Shift:
    """A figure then and now: `label` and `value` say what it is, `heading` which way it has gone.

    `before`, `now` and `whole` (None: there is no whole) are counts, or millions of SEK.
    """

    label: str
    value: str
    heading: str
    reason: str
    before: Decimal
    now: Decimal
    whole: Decimal | None
    decimals: int = 0

    @property
    def told(self) -> tuple[str, str]:
        """The two values as they are read."""
        return number(self.before, self.decimals), number(self.now, self.decimals)

    @property
    def is_as_before(self) -> bool:
        """Whether both are read alike."""
        return self.told[0] == self.told[1]


def shifts(compared: Compared) -> list[Shift]:
    """Return the figures that weigh most: points in pace, points late, and money if one sees it."""
    found = []
    if compared.later.points:
        found = [_in_pace(compared), _late(compared)]
    if compared.later.balances:
        found.append(_used(compared))
        found.extend(_forecast(compared))
    return found


def describe_shift(shift: Shift) -> str:
    """Return in words what the picture of a figure shows."""
    before, now = shift.told
    if shift.is_as_before:
        return _("{label}: {now}, oförändrat").format(label=shift.label, now=now)
    return _("{label}: {before} då, {now} nu").format(label=shift.label, before=before, now=now)


def _in_pace(compared: Compared) -> Shift:
    was, now = _numbers(compared, _IN_PACE)
    heading = _("Lika många punkter är i rätt takt")
    if len(now) != len(was):
        more, fewer = _("Fler punkter är i rätt takt"), _("Färre punkter är i rätt takt")
        heading = more if len(now) > len(was) else fewer
    reason = sentences(
        _about(compared, now - was, _("har kommit i rätt takt")),
        _about(compared, was - now, _("är det inte längre")),
    )
    return _of_points(compared, _("Punkter i rätt takt"), heading, reason, was, now)


def _late(compared: Compared) -> Shift:
    was, now = _numbers(compared, (Status.LATE,))
    heading = _("Ingen punkt är försenad")
    if now:
        many = plural("{n} punkt är försenad", "{n} punkter är försenade", len(now))
        heading = _("{many}, {difference}").format(
            many=capitalised(many.format(n=number_word(len(now)))),
            difference=_difference(len(now) - len(was)),
        )
    reason = sentences(
        _about(
            compared,
            now - was,
            plural("har blivit försenad", "har blivit försenade", len(now - was)),
        ),
        _about(
            compared,
            was - now,
            plural("är inte längre försenad", "är inte längre försenade", len(was - now)),
        ),
    )
    return _of_points(compared, _("Försenade punkter"), heading, reason, was, now)


def _of_points(
    compared: Compared, label: str, heading: str, reason: str, was: set[int], now: set[int]
) -> Shift:
    total = len(compared.later.points)
    same = _("Så var det också då.")
    if now:
        same = plural("Det är samma punkt som då.", "Det är samma punkter som då.", len(now))
    return Shift(
        label,
        part_of(len(now), total),
        heading,
        reason or same,
        Decimal(len(was)),
        Decimal(len(now)),
        Decimal(total),
    )


def _used(compared: Compared) -> Shift:
    was, now = _balances(compared)
    whole = sum((each.source.amount for each in now), Decimal(0))
    used = sum((each.booked for each in now), Decimal(0))
    finding = money_changes_finding(compared)
    return Shift(
        _("Använt av {whole}").format(whole=whole_million_kronor(whole)),
        money(used),
        finding.title,
        finding.lead,
        _in_millions(each.booked for each in was),
        used / _MILLION,
        whole / _MILLION if used <= whole else None,
        decimals=1,
    )


def _forecast(compared: Compared) -> Iterable[Shift]:
    """Yield what is thought of the whole year, where it was and is thought of every source."""
    was, now = (
        [each.forecast for each in balances if each.forecast] for balances in _balances(compared)
    )
    year = compared.later.at.day.year
    is_whole = [{each.year for each in told} == {year} for told in (was, now)]
    if not all(is_whole) or {len(was), len(now)} != {len(compared.later.balances or ())}:
        return
    before, after = (_in_millions(each.amount for each in told) for told in (was, now))
    changed = [each for each in now if each not in was]
    reasons = dict.fromkeys(each.reason for each in changed if each.reason)
    told = _("Ingen förklaring är lämnad.") if changed else _("Ingen har ändrat den.")
    change = (rounded(after, 1) - rounded(before, 1)) * _MILLION
    heading = _("Prognosen för året är densamma")
    if change:
        heading = (
            _("Prognosen är höjd med {amount}")
            if change > 0
            else _("Prognosen är sänkt med {amount}")
        ).format(amount=money(abs(change)))
    yield Shift(
        _("Prognos för {year}").format(year=year),
        money(after * _MILLION),
        heading,
        sentences(*reasons) or told,
        before,
        after,
        None,
        decimals=1,
    )


def _balances(compared: Compared) -> tuple[list[SourceBalance], list[SourceBalance]]:
    earlier, later = compared.earlier.balances or {}, compared.later.balances or {}
    return list(earlier.values()), list(later.values())


def _in_millions(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0)) / _MILLION


def _numbers(compared: Compared, states: Sequence[Status]) -> tuple[set[int], set[int]]:
    """Return which points were and are in one of the states."""
    was, now = (
        {key for key, each in state.points.items() if each.status in states}
        for state in (compared.earlier, compared.later)
    )
    return was, now


def _about(compared: Compared, keys: set[int], what: str) -> str:
    points = {**compared.earlier.points, **compared.later.points}
    names = [_named(points[key]) for key in sorted(keys)]
    if not names:
        return ""
    return f"{join_at_most(names, _MOST_NAMED, _('{n} till'))} {what}"


def _named(standing: PointStanding) -> str:
    return _("punkt {number} ({title})").format(
        number=standing.point.number, title=standing.point.short_title
    )


def _difference(more: int) -> str:
    if more == 0:
        return _("lika många som då")
    n = number_word(abs(more))
    return _("{n} fler än då").format(n=n) if more > 0 else _("{n} färre än då").format(n=n)
