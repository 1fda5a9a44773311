"""What is known of a day now, and was not known then: how much, and why."""

from config.statuses import word_of
from domain.changes import PointChange, corrected
from domain.findings.changes import Compared
from domain.findings.finding import Finding
from domain.findings.money_changes import booked_since, money_items
from domain.packs.content import Item
from texts import _, plural
from texts.numbers import money, number_word
from texts.words import capitalised, join_words, sentences


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
    was = change.before.status if change.before else None
    now = change.after.status if change.after else None
    if was != now:
        text = _("{point}: ”{was}” då, ”{now}” med det vi vet i dag").format(
            point=named, was=word_of(was).label, now=word_of(now).label
        )
    else:
        text = _("{point}: samma status, men rapporten, delmålen eller texten är ändrad").format(
            point=named
        )
    report = change.after.report if change.after else None
    before = change.before.report if change.before else None
    if report and report != before:
        why = _("Rapporterad av {who} den {when} eller rättad då.").format(
            who=report.recorded_by, when=f"{report.recorded_at:%Y-%m-%d}"
        )
        return Item(sentences(text), why)
    return Item(sentences(text))


def _why_money() -> str:
    return _("Bokfört, rättat eller budgeterat i efterhand.")


def _count_items(compared: Compared) -> list[Item]:
    later = {each.key.month for each in compared.changes.counts if each.before is None}
    wrong = {each.key.month for each in corrected(compared.changes)}
    items = []
    for months, text in (
        (later - wrong, _("publicerades senare")),
        (wrong, _("är rättade och publicerade på nytt")),
    ):
        for month in sorted(months):
            named = _("Antalen för {month:%Y-%m}").format(month=month)
            items.append(Item(sentences(f"{capitalised(named)} {text}")))
    return items
