"""What is said of a month: which areas have reported it, and what waits for whom."""

from collections.abc import Sequence
from datetime import date

from domain.activities import PeriodState
from domain.findings.finding import Finding
from domain.months import AreaMonth, MonthStep, WaitingMonth
from domain.naming import MOST_NAMES, count_areas, name_months
from texts import _, plural
from texts.numbers import at_minute, day_seen_from, month_seen_from, number, number_word
from texts.words import capitalised, join_words, sentence, sentences

OPEN, SUBMITTED, APPROVED = PeriodState.OPEN, PeriodState.SUBMITTED, PeriodState.APPROVED


def state_name(state: PeriodState) -> str:
    """Return a state as the reader calls it."""
    return {OPEN: _("öppen"), SUBMITTED: _("inlämnad"), APPROVED: _("godkänd")}[state]


def completeness_sentence(months: Sequence[AreaMonth]) -> str:
    """Return how many areas have reported a month: "9 av 11 områden inrapporterade"."""
    reported = sum(each.state is not OPEN for each in months)
    return _("{n} av {all} områden inrapporterade").format(n=reported, all=len(months))


def month_finding(months: Sequence[AreaMonth], month: date, today: date) -> Finding:
    """Return how far a month has come, and what is left to do and by when."""
    named = month_seen_from(month, today)
    still_open = [each for each in months if each.state is OPEN]
    waiting = [each for each in months if each.state is SUBMITTED]
    if not months:
        return Finding(_("Programmet har inga områden"), _("Läs in dem med trygghet areas import."))
    if not still_open and not waiting:
        return Finding(
            _("{month} är godkänd i alla områden").format(month=capitalised(named)),
            _("Den är låst. En sen rättelse kräver att förvaltningsdirektören öppnar den."),
        )
    if not months[0].is_over(today):
        title = _("{month} är inte slut").format(month=capitalised(named))
        return Finding(title, _("Den kan lämnas in när den är slut."))
    if not still_open:
        title = _("{month} väntar på godkännande").format(month=capitalised(named))
        return Finding(title, sentence(completeness_sentence(months)))
    title = plural(
        "{month} saknar {n} område", "{month} saknar {n} områden", len(still_open)
    ).format(month=capitalised(named), n=number_word(len(still_open), neuter=True))
    return Finding(title, sentences(completeness_sentence(months), _due(months[0], today)))


def waiting_finding(waiting: Sequence[WaitingMonth], today: date) -> Finding:
    """Return which months wait for the director: to be approved, or to be opened again."""
    if not waiting:
        return Finding(
            _("Ingen månad väntar på godkännande"),
            _("När arbetsledaren har lämnat in en månad syns den här."),
        )
    first = waiting[0]
    title = plural(
        "{n} månad väntar på beslut", "{n} månader väntar på beslut", len(waiting)
    ).format(n=capitalised(number_word(len(waiting))))
    told = [
        _("{areas} att godkänna").format(areas=count_areas(first.to_approve))
        if first.to_approve
        else "",
        _("{areas} att öppna igen").format(areas=count_areas(first.to_open))
        if first.to_open
        else "",
    ]
    lead = (
        _("Det är {month}, med {what}")
        if len(waiting) == 1
        else _("Den äldsta är {month}, med {what}")
    )
    lead = lead.format(
        month=month_seen_from(first.month, today), what=join_words([each for each in told if each])
    )
    return Finding(title, sentence(lead))


def step_sentence(step: MonthStep | None) -> str:
    """Return what was last done with an area's month, by whom, and why; empty: nothing was."""
    if step is None:
        return ""
    told = {
        OPEN: _("Öppnad {when} av {who}"),
        SUBMITTED: _("Inlämnad {when} av {who}"),
        APPROVED: _("Godkänd {when} av {who}"),
    }[step.state]
    if step.wish:
        told = _("{who} bad {when} att den öppnas")
    elif step.state is APPROVED and step.comment:
        told = _("{who} lät den vara stängd {when}")
    told, why = told.format(when=at_minute(step.at), who=step.by), step.wish or step.comment
    return sentence(f"{told}: {why}" if why else told)


def unsubmitted_sentence(months: Sequence[date], today: date) -> str:
    """Return which months are over and lack areas, where it is more than one; else nothing."""
    if len(months) < 2:
        return ""
    named = name_months(months, today)
    if len(months) > MOST_NAMES:
        named = _("{count}, från {first}").format(
            count=named, first=month_seen_from(months[0], today)
        )
    return sentence(_("Att lämna in: {months}").format(months=named))


NOT_BEGUN = Finding(
    _("Programmet har inte börjat"), _("Den första månaden kan lämnas in när den är slut.")
)
"""What is said where there is no month yet."""


def to_submit(months: Sequence[AreaMonth]) -> str:
    """Return what submitting the open areas says: how much stands, and where nothing does."""
    occasions = sum(each.total.occasions for each in months)
    empty = sum(not each.total.entries for each in months)
    told = plural("{n} aktivitet är registrerad", "{n} aktiviteter är registrerade", occasions)
    told = told.format(n=number(occasions))
    if not empty:
        return sentence(told)
    zero = plural(
        "{n} område har ingen, och lämnas in som noll",
        "{n} områden har ingen, och lämnas in som noll",
        empty,
    ).format(n=number_word(empty, neuter=True))
    return sentences(told, capitalised(zero))


def _due(month: AreaMonth, today: date) -> str:
    day = day_seen_from(month.due_on, today)
    if month.due_on < today:
        return _("Sista dag var {day}").format(day=day)
    return _("Sista dag är {day}").format(day=day)
