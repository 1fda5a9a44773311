"""What the page of one point says: its state, its dates, its milestones and its indicators."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from domain.findings.finding import Finding
from domain.point_concerns import is_silent
from domain.points import Indicator, Milestone, PointStanding, StatusReport
from domain.statuses import Status
from texts import _, plural
from texts.numbers import NO_BREAK_SPACE, day, money, month, number, number_word, share
from texts.words import capitalised, sentence, sentences


def point_finding(standing: PointStanding, today: date) -> Finding:
    """Return the point's state as a title, and its full name and dates as the lead."""
    lead = sentences(
        standing.point.title,
        _progress(standing),
        dates_sentence(standing, today),
        _silence(standing, today),
    )
    return Finding(_title(standing, today), lead)


def no_point_chosen() -> Finding:
    """Return what is said where the address names no point."""
    return Finding(
        _("Ingen punkt är vald"), _("Välj en punkt i programmet, eller en ruta i översikten.")
    )


def unknown_point(number_asked: str) -> Finding:
    """Return what is said when the address names a point that does not exist."""
    return Finding(
        _("Punkten finns inte"),
        _("Programmet har ingen punkt {number}. Välj en punkt i listan.").format(
            number=number_asked
        ),
    )


def _title(standing: PointStanding, today: date) -> str:
    text = {
        None: _("Punkt {n} har ingen statusrapport ännu"),
        Status.DONE: _("Punkt {n} är genomförd"),
        Status.DROPPED: _("Punkt {n} utgår"),
        Status.LATE: _("Punkt {n} är försenad"),
        Status.DEVIATION: _("Punkt {n} avviker från planen"),
        Status.ON_PLAN: _("Punkt {n} går enligt plan"),
        Status.NOT_STARTED: _("Punkt {n} är inte påbörjad"),
    }[standing.status]
    days = standing.days_late(today)
    if days and standing.status is Status.LATE:
        text = plural(
            "Punkt {n} är {days} dag försenad", "Punkt {n} är {days} dagar försenad", days
        )
    elif days:
        text = _("Punkt {n} har passerat sitt slutdatum")
    elif standing.status is Status.NOT_STARTED and standing.point.starts_on > today:
        text = _("Punkt {n} börjar {start}")
    return text.format(
        n=standing.point.number, days=number_word(days), start=day(standing.point.starts_on)
    )


def dates_sentence(standing: PointStanding, today: date) -> str:
    """Return the due date, and the forecast against it where there is one."""
    point, report = standing.point, standing.report
    due = _("Slutdatum {verb} {day}").format(
        verb=_("var") if point.due_on < today else _("är"), day=day(point.due_on)
    )
    if report is None or report.forecast_date is None or not standing.is_open():
        return sentence(due)
    days = (report.forecast_date - point.due_on).days
    forecast = day(report.forecast_date)
    if days == 0:
        return sentence(_("{due}, och prognosen är densamma").format(due=due))
    text = plural(
        "{due}, och prognosen är {forecast}, {n} dag {direction}",
        "{due}, och prognosen är {forecast}, {n} dagar {direction}",
        abs(days),
    )
    return sentence(
        text.format(
            due=due,
            forecast=forecast,
            n=number_word(abs(days)),
            direction=_("senare") if days > 0 else _("tidigare"),
        )
    )


def milestones_heading(milestones: Sequence[Milestone], today: date | None) -> str:
    """Return how many milestones are done, and how many have passed their day.

    Without a day, as for a point that is closed, nothing is said to have passed.
    """
    if not milestones:
        return _("Punkten har inga delmål")
    done = sum(1 for each in milestones if each.done_on is not None)
    if done == len(milestones):
        return plural("Delmålet är klart", "Alla delmål är klara", done)
    if done == 0:
        told = plural("Delmålet är inte klart", "Inget delmål är klart", len(milestones))
    else:
        text = plural("{n} av {all} delmål är klart", "{n} av {all} delmål är klara", done)
        n = capitalised(number_word(done, neuter=True))
        told = text.format(n=n, all=number_word(len(milestones)))
    passed = sum(1 for each in milestones if today and each.is_passed(today))
    if not passed:
        return told
    if len(milestones) == 1:
        return _("{told} fast datumet har passerat").format(told=told)
    late = number_word(passed, neuter=True)
    return _("{told} och {late} har passerat sitt datum").format(told=told, late=late)


def history_sentence(reports: Sequence[StatusReport]) -> str:
    """Return how often the point has been reported and its status changed; any order will do."""
    if not reports:
        return _("Ingen statusrapport har lämnats.")
    ordered = sorted(reports, key=lambda report: (report.as_of_date, report.recorded_at))
    changes = sum(1 for one, other in pairwise(ordered) if one.status is not other.status)
    told = plural("{n} rapport sedan {month}", "{n} rapporter sedan {month}", len(ordered))
    told = told.format(n=number_word(len(ordered)), month=month(ordered[0].as_of_date))
    if len(ordered) == 1:
        return sentence(told)
    if not changes:
        return sentence(_("{told}, alltid med samma status").format(told=told))
    changed = plural("status har ändrats {n} gång", "status har ändrats {n} gånger", changes)
    return sentence(f"{told}, {changed.format(n=number_word(changes))}")


def indicator_heading(indicator: Indicator) -> str:
    """Return the indicator's name with how it goes: "Trygghet: i takt med målet".

    It keeps up when it is at most a twentieth of the way behind an even way from the baseline, at
    the first value, to the target.
    """
    if not indicator.values:
        return _("{name}: inget värde ännu").format(name=indicator.name)
    start, latest = _start(indicator), indicator.in_order[-1][1]
    if start is None:
        return indicator.name
    if indicator.is_reached:
        return _("{name}: målet är nått").format(name=indicator.name)
    if latest == start:
        return _("{name}: oförändrat").format(name=indicator.name)
    if (latest > start) != indicator.higher_is_better:
        return _("{name}: åt fel håll").format(name=indicator.name)
    text = {
        None: _("{name}: åt rätt håll"),
        True: _("{name}: i takt med målet"),
        False: _("{name}: bättre, men inte i takt med målet"),
    }[indicator.keeps_up]
    return text.format(name=indicator.name)


def indicator_sentence(indicator: Indicator) -> str:
    """Return the latest value, where it began and the target; also the chart's alternative."""
    if not indicator.values:
        return sentences(_("Inget värde är rapporterat"), _target(indicator))
    when, latest = indicator.in_order[-1]
    told = _("{value} i {month}").format(value=_amount(indicator, latest), month=month(when))
    start = _start(indicator)
    if start is not None:
        told = _("{told}, mot {start} från början").format(
            told=told, start=_amount(indicator, start)
        )
    return sentences(told, _target(indicator))


def _start(indicator: Indicator) -> float | None:
    """Return the baseline, or else the first of several values."""
    if indicator.baseline is not None:
        return indicator.baseline
    return indicator.in_order[0][1] if len(indicator.values) > 1 else None


def _target(indicator: Indicator) -> str:
    if indicator.target is None:
        return _("Inget mål är satt")
    told = _("Målet är {value}").format(value=_amount(indicator, indicator.target))
    if indicator.target_date is None:
        return told
    return _("{told} till {day}").format(told=told, day=day(indicator.target_date))


def _amount(indicator: Indicator, value: float) -> str:
    """Return a value with its unit, with a decimal only where it has one."""
    shown = number(value, 0 if value == round(value) else 1)
    return f"{shown}{NO_BREAK_SPACE}{indicator.unit}".strip()


def _progress(standing: PointStanding) -> str:
    progress = standing.report.progress_percent if standing.report else None
    if progress is None or not standing.is_open():
        return ""
    return _("{share} är klart").format(share=share(progress / 100))


def _silence(standing: PointStanding, today: date) -> str:
    days = standing.days_silent(today)
    if days is None or not is_silent(standing, today):
        return ""
    return _("Senaste statusrapporten är {n} dagar gammal").format(n=number_word(days))


def work_sentence(occasions: Sequence[tuple[date, int]] | None, booked: Decimal | None) -> str:
    """Return how much has been done and paid for the point, as far as it has been registered.

    None: it is not for the viewer, and nothing is said of it.
    """
    return sentences(
        "" if occasions is None else _done(occasions), "" if booked is None else _paid(booked)
    )


def _done(occasions: Sequence[tuple[date, int]]) -> str:
    total = sum(count for _month, count in occasions)
    done = _("Inga aktiviteter är registrerade på punkten.")
    if total:
        done = plural(
            "{n} aktivitet är registrerad på punkten, senast i {month}.",
            "{n} aktiviteter är registrerade på punkten, senast i {month}.",
            total,
        ).format(n=number(total), month=month(occasions[-1][0]))
        done = sentences(done, _("Månader som ännu inte är rapporterade räknas med"))
    return done


def _paid(booked: Decimal) -> str:
    paid = _("{amount} är bokfört på den.").format(amount=money(booked))
    return paid if booked else _("Inget är bokfört på den.")
