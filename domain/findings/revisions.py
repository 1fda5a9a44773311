"""What is known of a day now, and was not known then: how much, and why."""

from config.statuses import word_of
from domain.calendar import STOCKHOLM
from domain.changes import PointChange, completed_months, corrected, new_months
from domain.findings.changes import Compared
from domain.findings.finding import Finding
from domain.findings.money_changes import booked_since, money_items
from domain.packs.content import Item
from texts import _, plural
from texts.numbers import day, money, month, number_word
from texts.words import join_words, sentences


def revision_finding(compared: Compared) -> Finding:
    """Return whether what is known now differs from what was known then, and in how much."""
    changes = compared.changes
    told = []
    if changes.points:
        text = plural("{n} punkt", "{n} punkter", len(changes.points))
        told.append(text.format(n=number_word(len(changes.points))))
    if changes.balances:
        booked = booked_since(compared)
        told.append(_("medlen ({amount})").format(amount=money(booked)) if booked else _("medlen"))
    if months := len({each.key.month for each in changes.counts}):
        text = plural("antalen för {n} månad", "antalen för {n} månader", months)
        told.append(text.format(n=number_word(months)))
    if not told:
        return Finding(_("Det vi vet i dag om den dagen är detsamma som var känt då."), "")
    what = _("Det vi vet i dag om den dagen skiljer sig för {what}.").format(what=join_words(told))
    return Finding(what, _("Vad som skiljer, och varför"))


def revision_items(compared: Compared) -> list[Item]:
    """Return what is known otherwise now: points, money and counts, with what is told of why."""
    return [
        *(_point_item(each) for each in compared.changes.points),
        *(Item(each.text, each.reason or _why_money()) for each in money_items(compared)),
        *_count_items(compared),
    ]


def _point_item(change: PointChange) -> Item:
    standing = change.after or change.before
    named = _("Punkt {number}, {title}").format(
        number=change.key, title=standing.point.short_title if standing else ""
    )
    if change.after is None:
        return Item(sentences(_("{point}, är borttagen sedan dess").format(point=named)))
    if change.before is None:
        return Item(sentences(_("{point}, fanns inte då").format(point=named)))
    was, now = change.before.status, change.after.status
    if was != now:
        text = _("{point}: ”{was}” då, ”{now}” med det vi vet i dag").format(
            point=named, was=word_of(was).label, now=word_of(now).label
        )
    else:
        text = _("{point}: samma status, men rapporten, delmålen eller texten är ändrad").format(
            point=named
        )
    report = change.after.report
    if report and report != change.before.report:
        why = _("Rapporterad eller rättad av {who} {when}.").format(
            who=report.recorded_by, when=day(report.recorded_at.astimezone(STOCKHOLM))
        )
        return Item(sentences(text), why)
    return Item(sentences(text))


def _why_money() -> str:
    return _("Bokfört, rättat eller budgeterat i efterhand.")


def _count_items(compared: Compared) -> list[Item]:
    wrong = {each.key.month for each in corrected(compared.changes)}
    more = set(completed_months(compared.earlier, compared.later)) - wrong
    told = [
        *(
            (each, _("publicerades senare"))
            for each in new_months(compared.earlier, compared.later)
        ),
        *((each, _("publicerades på nytt, med fler antal")) for each in more),
        *((each, _("är rättade och publicerade på nytt")) for each in wrong),
    ]
    return [
        Item(sentences(_("Antalen för {month} {what}").format(month=month(each), what=what)))
        for each, what in sorted(told)
    ]
