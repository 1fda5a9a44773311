"""What the overview says: does the programme keep its pace, and does the money?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, auto

from domain.activities import ReportingPeriod
from domain.findings.finding import Finding
from domain.findings.programme import no_points
from domain.money import SourceYear
from domain.pace import NOTABLE_REST, Pace, Tempo, total_pace
from domain.point_concerns import is_silent
from domain.points import PointStanding, count_by_status
from domain.repayment import repayment_of
from domain.statuses import Status
from domain.tallies import Tally
from texts import _, plural
from texts.numbers import money, number_word, part_of
from texts.words import capitalised, sentences

GOOD_SHARE = 0.6
"""The programme keeps its pace when this part of the points that have begun is in pace."""

LATE_SHARE = 0.15
"""…and no more than this part of them is late."""

POOR_SHARE = 0.25
"""The programme is behind when more than this part is late."""

SILENT_SHARE = 0.25
"""With more than this part of the open points silent nobody knows how it is going."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """How it was at an earlier moment: `label` names it, such as "sammanträdet 27 augusti"."""

    label: str
    in_pace: int
    late: int


@dataclass(frozen=True, slots=True)
class Situation:
    """All that the overview is judged by, as it is today.

    `sources` are those of the year to judge; None, as with `tally`: they are not for the viewer.
    `tally` counts occasions for all areas, over at least
    this year and, for comparisons, the one before. `area_names` gives each reporting area's name.
    """

    standings: Sequence[PointStanding]
    sources: Sequence[SourceYear] | None
    tally: Tally | None
    periods: Sequence[ReportingPeriod]
    area_names: Mapping[str, str]
    today: date
    earlier: Earlier | None = None


class _Course(Enum):
    """How the programme is going."""

    UNKNOWN = auto()
    UNSURE = auto()
    FINISHED = auto()
    GOOD = auto()
    MIXED = auto()
    POOR = auto()


class _Purse(Enum):
    """How the money is going."""

    UNKNOWN = auto()
    EVEN = auto()
    SLOW = auto()
    FAST = auto()
    SHORT = auto()


def overview_finding(situation: Situation) -> Finding:
    """Return the title, which weighs programme against money, and its lead."""
    if not situation.standings:
        return no_points()
    pace = total_pace(situation.sources or ())
    return Finding(_title(situation, pace), _lead(situation, pace))


def attention_heading(count: int) -> str:
    """Return the heading of the list of what needs attention."""
    if count == 0:
        return _("Inget kräver uppmärksamhet just nu")
    text = plural("{n} sak kräver uppmärksamhet", "{n} saker kräver uppmärksamhet", count)
    return capitalised(text.format(n=number_word(count)))


def more_attention(hidden: int) -> str:
    """Return how many rows the list does not show: "tre till"; empty for none."""
    return _("{n} till").format(n=capitalised(number_word(hidden))) if hidden > 0 else ""


def _title(situation: Situation, pace: Pace | None) -> str:
    course, purse = _course_of(situation), _purse_of(pace)
    told = {
        _Course.UNKNOWN: _("Ingen punkt har rapporterats ännu"),
        _Course.UNSURE: _("Läget är osäkert: statusrapporter saknas"),
        _Course.FINISHED: _("Programmet är genomfört"),
        _Course.GOOD: _("Programmet håller takten"),
        _Course.MIXED: _("Delar av programmet är efter planen"),
        _Course.POOR: _("Programmet är efter planen"),
    }[course]
    if purse is _Purse.UNKNOWN or course is _Course.UNSURE:
        return told
    money_told = {
        _Purse.EVEN: _("pengarna används i jämn takt"),
        _Purse.SLOW: _("pengarna går åt för långsamt"),
        _Purse.FAST: _("pengarna går åt för fort"),
        _Purse.SHORT: _("pengarna räcker inte"),
    }[purse]
    is_well = course in {_Course.GOOD, _Course.FINISHED}
    joined = _("{course} och {money}")
    if is_well != (purse is _Purse.EVEN):
        joined = _("{course}, men {money}")
    return joined.format(course=told, money=money_told)


def _course_of(situation: Situation) -> _Course:
    standings, today = situation.standings, situation.today
    if all(each.status is None for each in standings):
        return _Course.UNKNOWN
    open_points = [each for each in standings if each.is_open()]
    if not open_points:
        return _Course.FINISHED
    silent = sum(1 for each in open_points if is_silent(each, today))
    if silent > SILENT_SHARE * len(open_points):
        return _Course.UNSURE
    return _pace_course([each for each in standings if _has_begun(each, today)], today)


def _pace_course(begun: Sequence[PointStanding], today: date) -> _Course:
    """Judge the points that have begun; past its due date a point is late whatever is reported."""
    late = sum(1 for each in begun if each.status is Status.LATE or each.days_late(today))
    in_pace = sum(
        1 for each in begun if each.status and each.status.is_in_pace and not each.days_late(today)
    )
    if late > POOR_SHARE * len(begun):
        return _Course.POOR
    if late <= LATE_SHARE * len(begun) and in_pace >= GOOD_SHARE * len(begun):
        return _Course.GOOD
    return _Course.MIXED


def _has_begun(standing: PointStanding, today: date) -> bool:
    """Whether a point counts: not dropped, and its time to begin has come or it has begun."""
    if standing.status is Status.DROPPED:
        return False
    is_waiting = standing.status in {Status.NOT_STARTED, None}
    return not is_waiting or standing.point.starts_on <= today


def _purse_of(pace: Pace | None) -> _Purse:
    if pace is None or pace.tempo is None or pace.budget is None or pace.left is None:
        return _Purse.UNKNOWN
    rest = pace.remaining
    if pace.left < 0 or (rest is not None and -rest > pace.budget * NOTABLE_REST):
        return _Purse.SHORT
    return {Tempo.SLOW: _Purse.SLOW, Tempo.EVEN: _Purse.EVEN, Tempo.FAST: _Purse.FAST}[pace.tempo]


def _lead(situation: Situation, pace: Pace | None) -> str:
    counts = count_by_status(situation.standings)
    running = counts[Status.DONE] + counts[Status.ON_PLAN] + counts[Status.DEVIATION]
    total = len(situation.standings)
    text = plural(
        "{part} punkt är genomförd eller pågår",
        "{part} punkter är genomförda eller pågår",
        total,
    )
    return sentences(
        text.format(part=part_of(running, total)),
        _late(counts[Status.LATE]),
        _silent(situation),
        _money(situation, pace),
    )


def _late(late: int) -> str:
    if not late:
        return _("Ingen är försenad")
    return plural("{n} är försenad", "{n} är försenade", late).format(n=number_word(late))


def _silent(situation: Situation) -> str:
    silent = sum(1 for each in situation.standings if is_silent(each, situation.today))
    if not silent:
        return ""
    text = plural("{n} saknar färsk statusrapport", "{n} saknar färsk statusrapport", silent)
    return text.format(n=number_word(silent))


def _money(situation: Situation, pace: Pace | None) -> str:
    if pace is None or pace.remaining is None or not pace.budget:
        return ""
    rest = pace.remaining_as_told or pace.remaining
    basis = _("Enligt prognosen") if pace.is_forecast else _("Med nuvarande takt")
    if pace.remaining < 0:
        return _("{basis} fattas {amount} vid årets slut").format(basis=basis, amount=money(-rest))
    if pace.remaining < pace.budget * NOTABLE_REST:
        return _("{basis} räcker pengarna året ut").format(basis=basis)
    told = _("{basis} är {amount} kvar vid årets slut").format(basis=basis, amount=money(rest))
    repaid = sum(
        (found.amount for year in situation.sources or () if (found := repayment_of(year))),
        Decimal(0),
    )
    if not repaid:
        return told
    if money(repaid) == money(rest):
        return _("{told} och kan behöva betalas tillbaka").format(told=told)
    return sentences(told, _("{amount} kan behöva betalas tillbaka").format(amount=money(repaid)))
