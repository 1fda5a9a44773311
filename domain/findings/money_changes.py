"""What has become of the money between two states, in sentences."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from domain.changes import BalanceChange, SourceBalance
from domain.findings.changes import Compared
from domain.findings.finding import Finding
from domain.money import FundingSource
from domain.packs.content import Item
from texts import _, plural
from texts.numbers import kronor, money, number_word, rounded
from texts.words import sentences

_THOUSAND = Decimal(1000)
_TENTH = Decimal(100_000)


def money_changes_finding(compared: Compared) -> Finding:
    """Return how much has been booked since, and whether anybody thinks otherwise of the year."""
    booked = booked_since(compared)
    judged = [each for each in compared.changes.balances if _is_judged_anew(each)]
    if booked > 0:
        title = _("{amount} har använts sedan {since}").format(
            amount=money(booked), since=compared.since
        )
    elif booked < 0:
        title = _("Bokföringen har minskat med {amount} sedan {since}").format(
            amount=money(-booked), since=compared.since
        )
    else:
        title = _("Inget har bokförts sedan {since}").format(since=compared.since)
    return Finding(title, sentences(_lead(judged), rounding_note(compared)))


def _lead(judged: Sequence[BalanceChange]) -> str:
    if not judged:
        return _("Ingen prognos har ändrats.")
    if all(_is_as_before(each) for each in judged):
        return plural(
            "En prognos är gjord på nytt, med samma belopp.",
            "{n} prognoser är gjorda på nytt, med samma belopp.",
            len(judged),
        ).format(n=number_word(len(judged)))
    return _("Prognosen har ändrats.")


def rounding_note(compared: Compared) -> str:
    """Return that sums are rounded, where what is told of the sources has another sum than all."""
    booked = [_booked(each) for each in compared.changes.balances]
    if sum(map(_as_told, booked)) == _as_told(booked_since(compared)):
        return ""
    return _("Beloppen är avrundade, därför kan summan skilja sig från delarna.")


def booked_since(compared: Compared) -> Decimal:
    """Return what has been booked between the states on all sources, in SEK."""
    return sum((_booked(each) for each in compared.changes.balances), Decimal(0))


def money_items(compared: Compared) -> list[Item]:
    """Return what has changed of each source, the largest sum first, with reasons given."""
    changes = sorted(compared.changes.balances, key=lambda each: (-abs(_booked(each)), each.key))
    return [Item(text, _reason(each)) for each in changes if (text := _told(each))]


def _told(change: BalanceChange) -> str:
    was, now = change.before, change.after
    if now is None:
        name = was.source.name if was else change.key
        return _("{source} är borttagen.").format(source=name)
    told = [_given(was, now), _booked_sentence(change, now)]
    told.extend([_budget_sentence(was, now), _judged(change, now)])
    if was and _terms_of(was.source) != _terms_of(now.source):
        told.append(_("Uppgifterna om {source} är ändrade").format(source=now.source.name))
    return sentences(*told)


def _given(was: SourceBalance | None, now: SourceBalance) -> str:
    if was is None:
        return _("{source} är ny, med {amount}").format(
            source=now.source.name, amount=money(now.source.amount)
        )
    if was.source.amount == now.source.amount:
        return ""
    before, after = _apart(was.source.amount, now.source.amount)
    return _("{source} är ändrad från {before} till {after}").format(
        source=now.source.name, before=before, after=after
    )


def _terms_of(source: FundingSource) -> FundingSource:
    """Return a source without the amount that is told of by itself."""
    return replace(source, amount=Decimal(0))


def _booked_sentence(change: BalanceChange, now: SourceBalance) -> str:
    amount = _booked(change)
    if not amount:
        return ""
    if amount < 0:
        return _("{source}: {amount} mindre är bokfört, sammanlagt {total}").format(
            source=now.source.name, amount=money(-amount), total=money(now.booked)
        )
    return _("{source}: {amount} har bokförts, sammanlagt {total}").format(
        source=now.source.name, amount=money(amount), total=money(now.booked)
    )


def _budget_sentence(was: SourceBalance | None, now: SourceBalance) -> str:
    if was is None or was.budget == now.budget:
        return ""
    if now.budget is None:
        return _("Budgeten för {source} är borttagen").format(source=now.source.name)
    if was.budget is None:
        return _("{source} har fått en budget på {amount}").format(
            source=now.source.name, amount=money(now.budget)
        )
    before, after = _apart(was.budget, now.budget)
    return _("Budgeten för {source} är ändrad från {before} till {after}").format(
        source=now.source.name, before=before, after=after
    )


def _judged(change: BalanceChange, now: SourceBalance) -> str:
    before = change.before.forecast if change.before else None
    after = now.forecast
    if before == after:
        return ""
    if after is None:
        return _("Prognosen för {source} är återtagen").format(source=now.source.name)
    if before is None or before.year != after.year:
        return _("Prognosen för {source} {year} är {amount}").format(
            source=now.source.name, year=after.year, amount=money(after.amount)
        )
    if _is_as_before(change):
        return _("Prognosen för {source} {year} är gjord på nytt och densamma").format(
            source=now.source.name, year=after.year
        )
    earlier, later = _apart(before.amount, after.amount)
    return _("Prognosen för {source} {year} är ändrad från {before} till {after}").format(
        source=now.source.name, year=after.year, before=earlier, after=later
    )


def _as_told(amount: Decimal) -> Decimal:
    """Return a sum as `money` rounds it: by tenths of millions, thousands or kronor, in SEK."""
    step = next((each for each in (_TENTH, _THOUSAND) if abs(amount) >= each), Decimal(1))
    return rounded(amount / step, 0) * step


def _apart(before: Decimal, after: Decimal) -> tuple[str, str]:
    """Return two sums that differ, in kronor where they would read the same in millions."""
    told = money(before), money(after)
    return told if told[0] != told[1] else (kronor(before), kronor(after))


def _reason(change: BalanceChange) -> str:
    if not _is_judged_anew(change) or change.after is None or change.after.forecast is None:
        return ""
    return change.after.forecast.reason or _("Ingen förklaring är lämnad.")


def _is_judged_anew(change: BalanceChange) -> bool:
    before = change.before.forecast if change.before else None
    after = change.after.forecast if change.after else None
    return before != after


def _is_as_before(change: BalanceChange) -> bool:
    """Whether a year's forecast that was made again has the amount that it had."""
    before = change.before.forecast if change.before else None
    after = change.after.forecast if change.after else None
    if before is None or after is None:
        return False
    return (before.year, before.amount) == (after.year, after.amount)


def _booked(change: BalanceChange) -> Decimal:
    was = change.before.booked if change.before else Decimal(0)
    now = change.after.booked if change.after else Decimal(0)
    return now - was
