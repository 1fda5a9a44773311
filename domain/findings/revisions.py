"""What is known of a day now, and was not known then: how much, and why."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from config.statuses import word_of
from domain.activities import Measure
from domain.calendar import STOCKHOLM
from domain.changes import Change, CountChange, Place, PointChange, has_new_report
from domain.count_changes import (
    completed_months,
    corrected,
    difference_of,
    months_of,
    new_months,
    with_other_spans,
    withdrawn,
)
from domain.findings.changes import Compared, milestone_items, told_besides
from domain.findings.count_changes import difference_text
from domain.findings.finding import Finding
from domain.findings.money_changes import booked_since, money_items
from domain.findings.nouns import noun_of
from domain.packs.content import Item
from domain.points import Indicator
from domain.revisions import (
    IndicatorChange,
    KnownState,
    MonthChange,
    indicator_changes,
    month_changes,
)
from texts import _, plural
from texts.numbers import day, money, month, number_word, signed
from texts.words import join_words, sentences

_MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class Revised:
    """What was known of a day, and what is known of it now."""

    then: KnownState
    now: KnownState

    @property
    def compared(self) -> Compared:
        """The states to compare, as for a meeting."""
        return Compared(self.then.state, self.now.state, "")


def revision_finding(revised: Revised) -> Finding:
    """Return whether what is known now differs from what was known then, and in how much."""
    changes = revised.compared.changes
    told = []
    if changes.points:
        text = plural("{n} punkt", "{n} punkter", len(changes.points))
        told.append(text.format(n=number_word(len(changes.points))))
    if indicators := len(indicator_changes(revised.then, revised.now)):
        text = plural("{n} indikator", "{n} indikatorer", indicators)
        told.append(text.format(n=number_word(indicators)))
    if changes.balances:
        booked = booked_since(revised.compared)
        told.append(_("medlen ({amount})").format(amount=money(booked)) if booked else _("medlen"))
    registered = {each.month for each in month_changes(revised.then, revised.now)}
    if months := len({each.key.month for each in changes.counts} | registered):
        text = plural("antalen för {n} månad", "antalen för {n} månader", months)
        told.append(text.format(n=number_word(months)))
    if not told:
        return Finding(_("Det vi vet i dag om den dagen är detsamma som var känt då."), "")
    what = _("Det vi vet i dag om den dagen skiljer sig för {what}.").format(what=join_words(told))
    return Finding(what, _("Vad som skiljer, och varför"))


def revision_items(revised: Revised) -> list[Item]:
    """Return what is known otherwise now: points, money and counts, with what is told of why."""
    compared = revised.compared
    points = (_point_item(each, compared) for each in compared.changes.points)
    titles = {each.point.number: each.point.short_title for each in compared.later.points.values()}
    return [
        *(each for each in points if each),
        *milestone_items(compared),
        *(_indicator_item(each, titles) for each in indicator_changes(revised.then, revised.now)),
        *(Item(each.text, each.reason or _why_money()) for each in money_items(compared)),
        *(_month_item(each, revised.then) for each in month_changes(revised.then, revised.now)),
        *_count_items(compared),
    ]


def _point_item(change: PointChange, compared: Compared) -> Item | None:
    """Return what is told otherwise of a point; None: its milestones tell it alone."""
    was, now = change.before, change.after
    standing = now or was
    named = _("Punkt {number}, {title}").format(
        number=change.key, title=standing.point.short_title if standing else ""
    )
    if now is None:
        return Item(sentences(_("{point}, är borttagen sedan dess").format(point=named)))
    if was is None:
        return Item(sentences(_("{point}, fanns inte då").format(point=named)))
    told = []
    if was.status != now.status:
        text = _("”{was}” då, ”{now}” med det vi vet i dag")
        told.append(text.format(was=word_of(was.status).label, now=word_of(now.status).label))
    told.extend(told_besides(change, compared.earlier.at))
    if not told:
        return None
    text = sentences(_("{point}: {told}").format(point=named, told=join_words(told)))
    if now.report and has_new_report(change, compared.earlier.at):
        why = _("Rapporterad eller rättad av {who} {when}.").format(
            who=now.report.recorded_by, when=day(now.report.recorded_at.astimezone(STOCKHOLM))
        )
        return Item(text, why)
    return Item(text)


def _indicator_item(change: IndicatorChange, titles: dict[int, str]) -> Item:
    indicator = change.after or change.before
    named = _("Punkt {number}, {title}: indikatorn ”{name}”").format(
        number=change.number,
        title=titles.get(change.number, ""),
        name=indicator.name if indicator else "",
    )
    if change.after is None:
        return Item(sentences(_("{indicator} är borttagen sedan dess").format(indicator=named)))
    if change.before is None:
        return Item(sentences(_("{indicator} fanns inte då").format(indicator=named)))
    told = list(_values_told(change.before, change.after)) or [_("är beskriven på ett annat sätt")]
    return Item(sentences(f"{named} {join_words(told)}"))


def _values_told(before: Indicator, after: Indicator) -> Iterator[str]:
    was, now = dict(before.values), dict(after.values)
    came, went = len(now.keys() - was.keys()), len(was.keys() - now.keys())
    other = sum(was[period] != now[period] for period in was.keys() & now.keys())
    for count, text in (
        (came, plural("har fått {n} värde i efterhand", "har fått {n} värden i efterhand", came)),
        (other, plural("har {n} rättat värde", "har {n} rättade värden", other)),
        (went, plural("har {n} värde mindre", "har {n} värden mindre", went)),
    ):
        if count:
            yield text.format(n=number_word(count, neuter=True))


def _why_money() -> str:
    return _("Bokfört, rättat eller budgeterat i efterhand.")


def _month_item(change: MonthChange, then: KnownState) -> Item:
    """Return by how much a month's exact counts differ, and why where it was said."""
    amounts = [
        f"{signed(amount)} {noun_of(measure).many}"
        for amount, measure in (
            (change.occasions, Measure.OCCASIONS),
            (change.participants, Measure.PARTICIPANTS),
        )
        if amount
    ]
    told = [join_words(amounts)] if amounts else []
    if change.is_registered_otherwise and not amounts:
        told.append(_("samma summor, men fördelade eller räknade på ett annat sätt"))
    if change.reported:
        text = plural("{n} område har rapporterat", "{n} områden har rapporterat", change.reported)
        told.append(text.format(n=number_word(change.reported, neuter=True)))
    if change.reopened:
        text = plural("{n} område är öppnat igen", "{n} områden är öppnade igen", change.reopened)
        told.append(text.format(n=number_word(change.reopened, neuter=True)))
    text = _("Antalen för {month}: {told}").format(month=month(change.month), told=join_words(told))
    reasons = then.withdrawn_why.get(change.month, ())[:_MOST_REASONS]
    if not change.is_registered_otherwise:
        return Item(sentences(text))
    return Item(sentences(text), sentences(_("Registrerat eller rättat i efterhand"), *reasons))


def _count_items(compared: Compared) -> list[Item]:
    """Return which months' published counts differ, and by how much where that is known."""
    changes = compared.changes.counts
    wrong = months_of(corrected(changes))
    again: dict[date, list[str]] = defaultdict(list)
    for months, what in (
        (completed_months(compared.earlier, compared.later), _("fler antal")),
        (months_of(withdrawn(changes)), _("färre antal")),
        (months_of(with_other_spans(changes)), _("andra spann")),
    ):
        for each in set(months) - wrong:
            again[each].append(what)
    text = _("publicerades på nytt, med {what}")
    told = [
        *(
            (each, _("publicerades senare"))
            for each in new_months(compared.earlier, compared.later)
        ),
        *((each, text.format(what=join_words(what))) for each, what in again.items()),
        *((each, _corrected_text(compared, each)) for each in wrong),
    ]
    return [
        Item(sentences(_("Antalen för {month} {what}").format(month=month(each), what=what)))
        for each, what in sorted(told)
    ]


def _corrected_text(compared: Compared, of_month: date) -> str:
    told = _("är rättade och publicerade på nytt")
    amounts, same = [], []
    for measure in (Measure.OCCASIONS, Measure.PARTICIPANTS):
        changes, many = _of_all(compared, of_month, measure), noun_of(measure).many
        ends = difference_of(changes)
        if changes and ends == (0, 0):
            same.append(many)
        elif changes and ends != (None, None):
            amounts.append(f"{difference_text(changes)} {many}")
    if same:
        text = _("samma summa {what}, fördelad på ett annat sätt")
        amounts.append(text.format(what=join_words(same)))
    return f"{told}: {join_words(amounts)}" if amounts else told


def _of_all(compared: Compared, of_month: date, measure: Measure) -> list[CountChange]:
    """Return what has become of a measure that is corrected in a month: of all areas together.

    Of each area where no such count was told, nor is.
    """
    of_measure = [
        each
        for each in compared.changes.counts
        if (each.key.month, each.key.measure) == (of_month, measure)
    ]
    if not corrected(of_measure):
        return []
    whole = Place(of_month, "", "", measure)
    was, now = ((each.counts or {}).get(whole) for each in (compared.earlier, compared.later))
    if was is not None or now is not None:
        return [Change(whole, was, now)]
    return [
        each
        for each in of_measure
        if each.key.area_code and not each.key.target_group and each.before is not None
    ]
