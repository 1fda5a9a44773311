"""The figures behind the pictures as tables: for the screen, for CSV and for Excel.

A column of numbers holds NaN where a figure is missing; it is shown as a dash, never as zero.
Headings are those of the reader's language.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

import pandas as pd

from config.settings import settings
from config.statuses import word_of
from domain.access import role_name
from domain.accounts import Account, LiveSession
from domain.activities import Count, Mark, Measure
from domain.audit import AuditEvent, happening_name, subject_of
from domain.calendar import STOCKHOLM
from domain.figures import Rate, ends_of
from domain.findings.administration import name_seen
from domain.money import PointOutcome, SourceYear
from domain.monthly_money import outcomes
from domain.pace import pace_of
from domain.points import Milestone, PointStanding, StatusReport
from domain.tallies import Series, Tally, unplaced
from texts import _
from texts.numbers import at_minute, iso, month
from ui.columns import (
    counts_column,
    numbers_column,
    rates_column,
    thousands_column,
    with_sum,
)


def points_frame(standings: Sequence[PointStanding], today: date) -> pd.DataFrame:
    """Return a row a point: number, title, status, due day and the rest."""
    return pd.DataFrame(
        {
            _("Nr"): [each.point.number for each in standings],
            _("Punkt"): [each.point.title for each in standings],
            _("Status"): [word_of(each.status).label for each in standings],
            _("Slut"): [iso(each.point.due_on) for each in standings],
            _("Fokusområde"): [each.point.focus_area for each in standings],
            _("Ansvarig"): [each.point.responsible_unit or "–" for each in standings],
            _("Klart, %"): numbers_column(
                each.report.progress_percent if each.report else None for each in standings
            ),
            _("Start"): [iso(each.point.starts_on) for each in standings],
            _("Dagar försenad"): [each.days_late(today) for each in standings],
        }
    )


def months_frame(lines: Mapping[str, Series]) -> pd.DataFrame:
    """Return a row a month and a column of counts a line; NaN: not reported."""
    first = next(iter(lines.values()), [])
    return pd.DataFrame(
        {
            _("Månad"): [month(when) for when, _count in first],
            **{
                label: counts_column(count for _when, count in series)
                for label, series in lines.items()
            },
        }
    )


def areas_frame(
    tally: Tally, names: Mapping[str, str], rates: Mapping[str, Rate], whole: Tally | None = None
) -> pd.DataFrame:
    """Return a row an area: occasions, participants, occasions per 1 000 inhabitants; most first.

    NaN: some month of the choice is not reported. Of a `whole` that the areas are within, what has
    no nearer place is a last row.
    """
    occasions = tally.measuring(Measure.OCCASIONS).by_area()
    participants = tally.measuring(Measure.PARTICIPANTS).by_area()
    codes = sorted(occasions, key=lambda code: -_least(occasions[code]))
    rest = [] if whole is None else [_("Utan närmare plats")]
    rests = [
        [unplaced(whole.measuring(measure), tally.measuring(measure))] if whole else []
        for measure in (Measure.OCCASIONS, Measure.PARTICIPANTS)
    ]
    return pd.DataFrame(
        {
            _("Område"): [*(names[code] for code in codes), *rest],
            _("Aktiviteter"): counts_column([*(occasions[code] for code in codes), *rests[0]]),
            _("Deltagare"): counts_column([*(participants[code] for code in codes), *rests[1]]),
            _("Per 1 000 inv."): rates_column(
                [*(rates[code] for code in codes), *(None for _name in rest)]
            ),
        }
    )


def sources_frame(years: Sequence[SourceYear]) -> pd.DataFrame:
    """Return a row a source and a row of sums: budget, outcome, forecast, rest (tkr), repayment."""
    paces = [pace_of(year) for year in years]
    booked = [pace.outcome if pace.read_to else None for pace in paces]
    expected = [pace.expected for pace in paces]
    rest = [pace.remaining for pace in paces]
    return pd.DataFrame(
        {
            _("Källa"): [*(year.source.name for year in years), _("Summa")],
            _("Budget, tkr"): thousands_column(with_sum([pace.budget for pace in paces])),
            _("Utfall, tkr"): thousands_column(with_sum(booked)),
            _("Prognos, tkr"): thousands_column(with_sum(expected)),
            _("Avvikelse, tkr"): thousands_column(with_sum(rest)),
            _("Återbetalas senast"): [
                *(iso(year.source.repay_by) if year.source.repay_by else "." for year in years),
                ".",
            ],
        }
    )


def point_outcomes_frame(found: Sequence[PointOutcome]) -> pd.DataFrame:
    """Return a row a point: its number, title, and what is booked on it in the year, tkr."""
    return pd.DataFrame(
        {
            _("Punkt"): [str(each.number) for each in found],
            _("Vad"): [each.title for each in found],
            _("Bokfört, tkr"): thousands_column([each.amount for each in found]),
        }
    )


def accounts_frame(accounts: Sequence[Account], *, for_file: bool = False) -> pd.DataFrame:
    """Return a row an account: who, what they may, and when they were last here.

    On the screen the reader's own is told apart; a file is read by others too.
    """
    return pd.DataFrame(
        {
            _("Namn"): [
                name_seen(each.name, is_own=each.is_own and not for_file) for each in accounts
            ],
            _("Roll"): [role_name(each.role) for each in accounts],
            _("Konto"): [_("öppet") if each.is_active else _("stängt") for each in accounts],
            _("Senast här"): [_clock(each.last_seen_at) for each in accounts],
            _("E-post"): [each.email or "–" for each in accounts],
            _("Enhet"): [each.unit or "" for each in accounts],
        }
    )


def sessions_frame(sessions: Sequence[LiveSession]) -> pd.DataFrame:
    """Return a row a session: whose, since when, until when at the most, from where, its number."""
    return pd.DataFrame(
        {
            _("Namn"): [name_seen(each.account_name, is_own=each.is_own) for each in sessions],
            _("Inloggad"): [_clock(each.started_at) for each in sessions],
            _("Roll"): [role_name(each.role) for each in sessions],
            _("Senast använd"): [_clock(each.last_seen_at) for each in sessions],
            _("Upphör senast"): [_clock(each.expires_at) for each in sessions],
            _("Genom"): [_provider_title(each.provider) for each in sessions],
            _("Från"): [each.address or "–" for each in sessions],
            _("Nr"): [each.id for each in sessions],
        }
    )


def events_frame_for_phone(events: Sequence[AuditEvent]) -> pd.DataFrame:
    """Return a row an event in two columns: when, and who did what."""
    return pd.DataFrame(
        {
            _("När"): [_clock(each.at) for each in events],
            _("Vad"): [
                ", ".join(
                    part
                    for part in (happening_name(each.happening), subject_of(each), each.actor)
                    if part
                )
                for each in events
            ],
        }
    )


def _provider_title(name: str) -> str:
    provider = settings().providers.get(name)
    return provider.title if provider else name


def events_frame(events: Sequence[AuditEvent]) -> pd.DataFrame:
    """Return a row an event: when, who, what, of which table, how many rows, from where."""
    return pd.DataFrame(
        {
            _("Vad"): [happening_name(each.happening) for each in events],
            _("Vem"): [each.actor for each in events],
            _("När"): [_clock(each.at) for each in events],
            _("Gäller"): [subject_of(each) for each in events],
            _("Rader"): [each.row_count or "–" for each in events],
            _("Från"): [each.address or "–" for each in events],
            _("Före och efter"): [
                json.dumps(each.changes, ensure_ascii=False) if each.changes else ""
                for each in events
            ],
        }
    )


def outcome_frame(years: Sequence[SourceYear], months: Sequence[date]) -> pd.DataFrame:
    """Return a row a month and a column of booked tkr a source; NaN: not yet booked."""
    columns = {
        _("{source}, tkr").format(source=year.source.name): thousands_column(
            outcomes([year], months)
        )
        for year in years
    }
    return pd.DataFrame({_("Månad"): [month(when) for when in months], **columns})


def left_frame(left: Sequence[tuple[date, Decimal]]) -> pd.DataFrame:
    """Return a row a day: the day before the first month, then each closed month's last; tkr."""
    return pd.DataFrame(
        {
            _("Dag"): [iso(when) for when, _amount in left],
            _("Kvar, tkr"): thousands_column(amount for _when, amount in left),
        }
    )


def milestones_frame(milestones: Sequence[Milestone]) -> pd.DataFrame:
    """Return a row a milestone: title, due day, the day it was done."""
    return pd.DataFrame(
        {
            _("Delmål"): [each.title for each in milestones],
            _("Ska vara klart"): [iso(each.due_on) for each in milestones],
            _("Klart"): [iso(each.done_on) if each.done_on else "–" for each in milestones],
        }
    )


def reports_frame(
    reports: Sequence[StatusReport], withdrawn: Sequence[StatusReport] = ()
) -> pd.DataFrame:
    """Return a row a status report, the latest first: day, status, per cent, what was said.

    Those that another took the place of are there too, and marked.
    """
    latest_first = sorted(
        (*reports, *withdrawn), key=lambda each: (each.as_of_date, each.recorded_at), reverse=True
    )
    gone = {each.id for each in withdrawn}
    marks = {_("Läge"): [_("ersatt") if each.id in gone else _("gäller") for each in latest_first]}
    return pd.DataFrame(
        {
            _("Dag"): [iso(each.as_of_date) for each in latest_first],
            **(marks if gone else {}),
            _("Status"): [word_of(each.status).label for each in latest_first],
            _("Klart, %"): numbers_column(each.progress_percent for each in latest_first),
            _("Vad som har hänt"): [each.comment or "–" for each in latest_first],
        }
    )


def occasions_frame(occasions: Sequence[tuple[date, int]]) -> pd.DataFrame:
    """Return a row a month in which something was registered: month, occasions."""
    return pd.DataFrame(
        {
            _("Månad"): [month(when) for when, _count in occasions],
            _("Aktiviteter"): [count for _when, count in occasions],
        }
    )


def values_frame(values: Sequence[tuple[date, float]], unit: str) -> pd.DataFrame:
    """Return a row a value of an indicator: month, and the value in its unit."""
    return pd.DataFrame(
        {
            _("Månad"): [month(when) for when, _value in values],
            unit: [value for _when, value in values],
        }
    )


def _least(count: Count) -> int:
    """Return what a count is at least, for the order; one that is missing comes last."""
    return -1 if count.mark is Mark.MISSING else ends_of(count)[0]


def _clock(moment: datetime | None) -> str:
    return at_minute(moment.astimezone(STOCKHOLM)) if moment else "–"
