"""What a reader should look at first, and why: one row for each subject, the heaviest first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.activities import ReportingPeriod
from domain.completeness import areas_by_months, late_gaps
from domain.concerns import Concern, Reason, heaviest_first
from domain.money import SourceYear
from domain.money_concerns import source_reasons
from domain.naming import name_areas, name_months
from domain.point_concerns import point_reasons
from domain.points import PointStanding
from domain.statuses import Status
from texts import _
from texts.numbers import day_seen_from
from texts.words import capitalised

_MOST_REASONS = 2
_DAYS_A_STEP = 8


@dataclass(frozen=True, slots=True)
class PointSubject:
    """A point of the programme."""

    number: int


@dataclass(frozen=True, slots=True)
class SourceSubject:
    """A source of money."""

    code: str


@dataclass(frozen=True, slots=True)
class MonthsSubject:
    """Areas that have failed to report the same months."""

    area_codes: tuple[str, ...]
    months: tuple[date, ...]


Subject = PointSubject | SourceSubject | MonthsSubject


@dataclass(frozen=True, slots=True)
class Attention:
    """One row of the list.

    `kind` is that of the heaviest reason and `reason` holds at most two, as sentences. `badge` is
    the status to show beside the title, or None for a point that nobody has reported.
    """

    kind: Concern
    subject: Subject
    title: str
    badge: Status | None
    reason: str
    weight: int


def needs_attention(
    standings: Sequence[PointStanding],
    sources: Sequence[SourceYear],
    periods: Iterable[ReportingPeriod],
    today: date,
    area_names: Mapping[str, str],
) -> list[Attention]:
    """Return everything that needs attention, the heaviest first.

    `area_names` gives each area code its name; `sources` are those of the year to judge.
    """
    rows = [
        *_point_rows(standings, today),
        *_source_rows(sources, today),
        *_unreported_rows(periods, today, area_names),
    ]
    return sorted(rows, key=lambda row: -row.weight)


def _point_rows(standings: Iterable[PointStanding], today: date) -> Iterator[Attention]:
    for standing in sorted(standings, key=lambda standing: standing.point.number):
        reasons = point_reasons(standing, today)
        point = standing.point
        if reasons:
            title = f"{point.number}. {point.short_title}"
            yield _row(PointSubject(point.number), title, standing.status, reasons)


def _source_rows(sources: Iterable[SourceYear], today: date) -> Iterator[Attention]:
    for year in sources:
        reasons = source_reasons(year, today)
        if reasons:
            subject = SourceSubject(year.source.code)
            yield _row(subject, year.source.name, Status.DEVIATION, reasons)


def _unreported_rows(
    periods: Iterable[ReportingPeriod], today: date, area_names: Mapping[str, str]
) -> Iterator[Attention]:
    gaps = late_gaps(periods, today)
    for months, codes in areas_by_months((gap.area_code, gap.month) for gap in gaps).items():
        oldest = min(gap.due_on for gap in gaps if gap.month == months[0])
        who = capitalised(name_areas([area_names.get(code, code) for code in codes]))
        text = _("{areas} har inte rapporterat {months}.")
        if len(months) == 1:
            text = _("{areas} har inte rapporterat {months}. Sista dag var {day}.")
        text = text.format(
            areas=who, months=name_months(months, today), day=day_seen_from(oldest, today)
        )
        reason = Reason(Concern.UNREPORTED, text, (today - oldest).days // _DAYS_A_STEP)
        yield _row(MonthsSubject(codes, months), who, Status.LATE, [reason])


def _row(
    subject: Subject, title: str, badge: Status | None, reasons: Iterable[Reason]
) -> Attention:
    told = heaviest_first(reasons)[:_MOST_REASONS]
    text = " ".join(reason.text for reason in told)
    return Attention(told[0].kind, subject, title, badge, text, told[0].weight)
