"""The overview's five key figures, each with a sentence that says what to make of it."""

from dataclasses import replace
from datetime import date

from domain.activities import Count, Mark
from domain.calendar import share_of_year_gone, shift_month
from domain.completeness import areas_by_months, late_gaps, months_due
from domain.figures import is_untold, range_sentence
from domain.findings.finding import KeyFigure
from domain.findings.overview import Earlier, Situation
from domain.findings.reporting import missing_sentences
from domain.findings.trend import compared, reported
from domain.naming import all_areas, name_areas, name_months
from domain.pace import Pace, Tempo, total_pace
from domain.points import PointStanding, count_by_status
from domain.statuses import Status
from domain.tallies import Tally
from texts import _, plural
from texts.numbers import (
    day_seen_from,
    month_seen_from,
    number,
    number_word,
    part_of,
    share,
    whole_million_kronor,
)
from texts.words import join_words, sentences

_NONE = Mark.MISSING.value
_MOST_GROUPS = 2


def key_figures(situation: Situation) -> list[KeyFigure]:
    """Return the figures in the order in which they are shown: five, or those for the viewer."""
    figures = [
        replace(in_pace_figure(situation), code="in_pace"),
        replace(late_figure(situation), code="late"),
    ]
    if situation.tally:
        figures.append(replace(month_figure(situation, situation.tally), code="month"))
    if situation.sources is not None:
        money = money_figure(total_pace(situation.sources), situation.today)
        figures.append(replace(money, code="money_used"))
    if situation.tally and not situation.tally.is_public:
        figures.append(areas_figure(situation))
    return figures


def in_pace_figure(situation: Situation) -> KeyFigure:
    """Return how many points are done or follow the plan, out of all."""
    label, total = _("Punkter i rätt takt"), len(situation.standings)
    earlier = situation.earlier
    if not total:
        return KeyFigure(label, _NONE, _("Programmet har inga punkter ännu."))
    counts = count_by_status(situation.standings)
    in_pace = counts[Status.DONE] + counts[Status.ON_PLAN]
    parts = []
    if counts[Status.DONE]:
        text = plural("{n} är genomförd", "{n} är genomförda", counts[Status.DONE])
        parts.append(text.format(n=number_word(counts[Status.DONE])))
    if counts[Status.ON_PLAN]:
        parts.append(_("{n} går enligt plan").format(n=number_word(counts[Status.ON_PLAN])))
    told = join_words(parts) or _("Ingen är genomförd eller går enligt plan")
    since = _since(in_pace, earlier.in_pace if earlier else None, earlier)
    return KeyFigure(label, part_of(in_pace, total), sentences(since or told))


def late_figure(situation: Situation) -> KeyFigure:
    """Return how many points are reported late, and which has waited longest."""
    label, earlier = _("Punkter försenade"), situation.earlier
    if not situation.standings:
        return KeyFigure(label, _NONE, _("Programmet har inga punkter ännu."))
    late = [each for each in situation.standings if each.status is Status.LATE]
    since = _since(len(late), earlier.late if earlier else None, earlier)
    told = sentences(since, _longest(late, situation.today), _past_due(situation))
    return KeyFigure(label, number(len(late)), told or _("Ingen punkt är försenad."))


def month_figure(situation: Situation, tally: Tally) -> KeyFigure:
    """Return the activities of the latest month that every area has reported."""
    today = situation.today
    series = tally.by_month()
    known, told = (
        dict(reported(series)),
        [each for each in series if each[1].mark is not Mark.MISSING],
    )
    if not told:
        sentence = _("Ingen månad är rapporterad av alla områden.")
        if tally.is_public:
            sentence = _("Ingen månad är publicerad för alla områden.")
        return KeyFigure(_("Aktiviteter"), _NONE, sentence)
    latest, count = told[-1]
    label = _("Aktiviteter i {month}").format(month=month_seen_from(latest, today))
    if latest not in known:
        return _protected_figure(label, count, _reach(situation, tally, latest))
    before = shift_month(latest, -1)
    change = ""
    if before in known:
        when = _("i {month}").format(month=month_seen_from(before, today))
        change = compared(known[latest], known[before], when)
    return KeyFigure(
        label, number(known[latest]), sentences(change, _reach(situation, tally, latest))
    )


def _protected_figure(label: str, count: Count, reach: str) -> KeyFigure:
    """Return a protected count as its mark: in the figure's size a phone would cut its range."""
    told = _("Talet är skyddat: {range}").format(range=range_sentence(count))
    if is_untold(count):
        told = _("Talet är skyddat")
    why = _(
        "Två punkter står för ett skyddat tal. Det visas inte, för att ingen ska kunna pekas ut. "
        "På sidan Om finns mer om hur siffrorna skyddas."
    )
    return KeyFigure(label, count.mark.value, sentences(told, reach), explained=why)


def money_figure(pace: Pace | None, today: date) -> KeyFigure:
    """Return the part of the budget that is used, against the part of the time."""
    if pace is None:
        return KeyFigure(_("Förbrukat"), _NONE, _("Ingen budget är inläst."))
    if pace.budget is None or pace.used_share is None:
        why = _("Budgeten är inte inläst för alla källor.")
        return KeyFigure(
            _("Förbrukat"), _NONE, _("Budgeten är noll kronor.") if pace.budget == 0 else why
        )
    label = _("Förbrukat av {budget}").format(budget=whole_million_kronor(pace.budget))
    if pace.read_to is None or pace.tempo is None:
        return KeyFigure(label, _NONE, _("Allt är inte bokfört ännu."))
    is_year = share(share_of_year_gone(pace.read_to)) == share(pace.time_share)
    gone = (
        _("{share} av året hade gått {day}") if is_year else _("{share} av tiden hade gått {day}")
    )
    tempo = {
        Tempo.SLOW: _("Det är långsammare än jämn takt"),
        Tempo.EVEN: _("Det är nära jämn takt"),
        Tempo.FAST: _("Det är snabbare än jämn takt"),
    }[pace.tempo]
    told = gone.format(share=share(pace.time_share), day=day_seen_from(pace.read_to, today))
    return KeyFigure(label, share(pace.used_share), sentences(told, tempo))


def areas_figure(situation: Situation) -> KeyFigure:
    """Return how many areas have a month that should have been reported and is not."""
    label, today = _("Områden utan rapport"), situation.today
    if not months_due(situation.periods, today):
        return KeyFigure(label, _NONE, _("Ingen månad ska vara rapporterad ännu."))
    gaps = late_gaps(situation.periods, today)
    late = {gap.area_code for gap in gaps}
    areas = {period.area_code for period in situation.periods}
    value = part_of(len(late), len(areas))
    if not late:
        return KeyFigure(label, value, _("Alla områden har lämnat in."))
    missing = [(gap.area_code, gap.month) for gap in gaps]
    return KeyFigure(label, value, _absent(missing, situation))


def _since(now: int, before: int | None, earlier: Earlier | None) -> str:
    """Return the comparison with an earlier moment, empty when there is none."""
    if earlier is None or before is None:
        return ""
    if now == before:
        return _("oförändrat sedan {when}").format(when=earlier.label)
    return compared(now, before, _("vid {when}").format(when=earlier.label))


def _longest(late: list[PointStanding], today: date) -> str:
    if not late:
        return ""
    waiting = max(late, key=lambda each: each.days_late(today))
    if not waiting.days_late(today):
        return _("slutdatum har inte passerat än")
    days = waiting.days_late(today)
    text = plural(
        "punkt {number} har väntat längst, {n} dag",
        "punkt {number} har väntat längst, {n} dagar",
        days,
    )
    if len(late) == 1:
        text = plural(
            "punkt {number} har väntat i {n} dag", "punkt {number} har väntat i {n} dagar", days
        )
    return text.format(number=waiting.point.number, n=number_word(days))


def _past_due(situation: Situation) -> str:
    """Return how many points are past their date without being reported late."""
    past = [
        each
        for each in situation.standings
        if each.days_late(situation.today) and each.status is not Status.LATE
    ]
    if not past:
        return ""
    n = number_word(len(past))
    if any(each.status is Status.LATE for each in situation.standings):
        return _("{n} till har passerat sitt slutdatum").format(n=n)
    return _("ingen är rapporterad som försenad, men {n} har passerat sitt slutdatum").format(n=n)


def _reach(situation: Situation, tally: Tally, latest: date) -> str:
    """Return who has reported the latest complete month, or which due month is not complete."""
    due = [month for month in months_due(situation.periods, situation.today) if month > latest]
    missing = [(code, month) for code, month in tally.missing() if month in due]
    if missing:
        return missing_sentences(
            missing, situation.area_names, situation.today, is_public=tally.is_public
        )
    areas = all_areas(len(tally.area_codes))
    if tally.is_public:
        return _("publicerat för {areas}").format(areas=areas)
    return _("{areas} har lämnat in").format(areas=areas)


def _absent(missing: list[tuple[str, date]], situation: Situation) -> str:
    names = situation.area_names
    groups = list(areas_by_months(missing).items())
    told = [
        _("{areas} saknas för {months}").format(
            areas=name_areas([names.get(code, code) for code in codes]),
            months=name_months(months, situation.today),
        )
        for months, codes in groups[:_MOST_GROUPS]
    ]
    return sentences(*told)
