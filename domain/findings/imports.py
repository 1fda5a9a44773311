"""How taking in rows went, in words: the same at the command line and in the browser."""

from collections.abc import Sequence
from datetime import date

from domain.records import ImportResult
from texts import _, plural
from texts.numbers import month, number
from texts.words import sentences

MOST_NAMES = 10


def counts_sentence(result: ImportResult) -> str:
    """Return "3 nya, 1 fanns redan, 0 med fel", or how points were changed; no full stop."""
    counts = _("{new} nya, {present} fanns redan, {rejected} med fel")
    if result.changes:
        counts = _("{new} nya, {changed} ändrade, {present} oförändrade, {rejected} med fel")
    return counts.format(
        new=number(result.accepted - len(result.changes)),
        changed=number(len(result.changes)),
        present=number(result.already_present),
        rejected=number(result.rejected),
    )


def taken_in_sentence(result: ImportResult) -> str:
    """Return what to say of rows that were written."""
    return _("Inläst: {counts}.").format(counts=counts_sentence(result))


def differing_sentence(result: ImportResult) -> str:
    """Return which rows are there with other values, by their first names; empty for none."""
    if not result.differing:
        return ""
    names = ", ".join(result.differing[:MOST_NAMES])
    if len(result.differing) > MOST_NAMES:
        names += " …"
    sentence = plural(
        "{n} rad finns redan med andra uppgifter och lämnas som den är: {names}.",
        "{n} rader finns redan med andra uppgifter och lämnas som de är: {names}.",
        len(result.differing),
    )
    return sentence.format(n=number(len(result.differing)), names=names)


def closed_months_sentence(rows: int, months: Sequence[date]) -> str:
    """Return what to say of rows of closed months; empty for none.

    Args:
        rows: how many rows tell of a month that is submitted or approved in the row's area.
        months: those months, each once.
    """
    if not rows:
        return ""
    told = plural(
        "{n} rad gäller en månad som är inlämnad eller godkänd ({months}).",
        "{n} rader gäller månader som är inlämnade eller godkända ({months}).",
        rows,
    )
    named = ", ".join(month(each) for each in sorted(months)[:MOST_NAMES])
    if len(months) > MOST_NAMES:
        named += " …"
    return sentences(
        told.format(n=number(rows), months=named),
        _("Finns de redan i panelen går filen att ta in, annars måste månaden öppnas först."),
    )


def preview_sentence(ready: int, faulty: int, left_out: int) -> str:
    """Return what a file that has been looked at holds: "19 700 rader kan tas in, 300 har fel."."""
    if not ready and not faulty and not left_out:
        return _("Filen har inga rader att ta in.")
    parts = [
        plural("{n} rad kan tas in", "{n} rader kan tas in", ready).format(n=number(ready)),
        *([_("{n} har fel").format(n=number(faulty))] if faulty else ()),
        *([_("{n} utelämnas").format(n=number(left_out))] if left_out else ()),
    ]
    return ", ".join(parts) + "."
