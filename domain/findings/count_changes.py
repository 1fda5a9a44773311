"""What has become of the published counts between two states, in sentences and rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.activities import MISSING, Count, Mark, Measure
from domain.changes import CountChange, Place
from domain.count_changes import (
    completed_months,
    corrected,
    difference_of,
    months_of,
    new_months,
    with_other_spans,
    withdrawn,
)
from domain.figures import add, figure_text, is_untold, range_text
from domain.findings.changes import Compared
from domain.findings.finding import Finding
from domain.naming import name_months
from texts import _, plural
from texts.numbers import number, number_word, signed
from texts.words import capitalised, join_words, sentences


@dataclass(frozen=True, slots=True)
class CountRow:
    """An area or a target group: which counts are new, and by how much older ones differ.

    A corrected one is empty where nothing that was told before is told otherwise. What may be the
    same number with another span, or is told no more, is said to be that.
    """

    name: str
    occasions: Count
    participants: Count
    corrected_occasions: str
    corrected_participants: str


def counts_finding(compared: Compared) -> Finding:
    """Return what the months that are new tell, and how many older ones are told otherwise."""
    months = new_months(compared.earlier, compared.later)
    others = _others(compared)
    if not months:
        title = _("Ingen ny månad är publicerad sedan {since}").format(since=compared.since)
        return Finding(title, others)
    total = _sum_of(compared, months, "", "", Measure.OCCASIONS)
    named = capitalised(name_months(months, compared.later.at.day))
    title = plural(
        "{months} är ny sedan {since}", "{months} är nya sedan {since}", len(months)
    ).format(months=named, since=compared.since)
    return Finding(title, sentences(_total_sentence(total, len(months)), others))


def count_rows(
    compared: Compared, areas: Mapping[str, str], groups: Mapping[str, str]
) -> list[CountRow]:
    """Return a row for all together, each area and each target group, in the order given."""
    rows = [_row(compared, _("Alla områden"), "", "")]
    rows.extend(_row(compared, name, code, "") for code, name in areas.items())
    rows.extend(_row(compared, name, "", code) for code, name in groups.items())
    return rows


def _row(compared: Compared, name: str, area: str, group: str) -> CountRow:
    occasions, participants = Measure.OCCASIONS, Measure.PARTICIPANTS
    return CountRow(
        name,
        _added(compared, area, group, occasions),
        _added(compared, area, group, participants),
        _corrections(compared, area, group, occasions),
        _corrections(compared, area, group, participants),
    )


def _corrections(compared: Compared, area: str, group: str, measure: Measure) -> str:
    changes = [
        each
        for each in compared.changes.counts
        if (each.key.area_code, each.key.target_group) == (area, group)
        and each.key.measure is measure
    ]
    told = (
        difference_text(corrected(changes)),
        _("spannet är ett annat") if with_other_spans(changes) else "",
        _("inte längre publicerat") if withdrawn(changes) else "",
    )
    return join_words([each for each in told if each])


def _added(compared: Compared, area: str, group: str, measure: Measure) -> Count:
    """Return what was not told before: of new months, and of older ones that lacked the place."""
    earlier, later = compared.earlier, compared.later
    lacked = [
        month
        for month in completed_months(earlier, later)
        if Place(month, area, group, measure) not in (earlier.counts or {})
        and Place(month, area, group, measure) in (later.counts or {})
    ]
    return _sum_of(compared, [*new_months(earlier, later), *lacked], area, group, measure)


def _sum_of(
    compared: Compared, months: Iterable[date], area: str, group: str, measure: Measure
) -> Count:
    """Return the sum over months as it is told now, missing where one of them is not told."""
    counts = compared.later.counts or {}
    return add(counts.get(Place(month, area, group, measure), MISSING) for month in months)


def _total_sentence(total: Count, months: int) -> str:
    if total.mark is Mark.MISSING:
        return _("Någon summa visas inte, för alla områden är inte med")
    when = plural("den månaden", "de månaderna", months)
    if is_untold(total):
        return _("Hur många aktiviteter det var visas inte, för antalet är skyddat")
    counted = range_text(total) if total.is_protected else figure_text(total)
    text = plural(
        "Teamet gjorde {n} aktivitet {when}",
        "Teamet gjorde {n} aktiviteter {when}",
        2 if total.value is None else total.value,
    )
    return text.format(n=counted, when=when)


def _others(compared: Compared) -> str:
    """Return of how many older months more, less or something else is told."""
    changes = compared.changes.counts
    more = len(completed_months(compared.earlier, compared.later))
    less, wrong = months_of(withdrawn(changes)), months_of(corrected(changes))
    spans = len(months_of(with_other_spans(changes)) - wrong)
    return sentences(
        _counted(
            more,
            plural(
                "{n} månad som var publicerad har fått fler antal",
                "{n} månader som var publicerade har fått fler antal",
                more,
            ),
        ),
        _counted(
            len(less),
            plural(
                "{n} månad som var publicerad har fått färre antal",
                "{n} månader som var publicerade har fått färre antal",
                len(less),
            ),
        ),
        _counted(
            len(wrong),
            plural(
                "{n} månad som var publicerad är rättad",
                "{n} månader som var publicerade är rättade",
                len(wrong),
            ),
        ),
        _counted(
            spans,
            plural(
                "{n} månad som var publicerad har fått andra spann",
                "{n} månader som var publicerade har fått andra spann",
                spans,
            ),
        ),
    )


def _counted(months: int, text: str) -> str:
    return text.format(n=number_word(months)) if months else ""


def difference_text(changes: Sequence[CountChange]) -> str:
    """Return by how much counts differ together: "+3", "−1 till +4"; empty: nothing does.

    Where one end is known it is "minst +2" or "högst +3", and below zero in words, for a sign would
    be read the other way about: "minst 2 färre".
    """
    if not changes:
        return ""
    low, high = difference_of(changes)
    if low is not None and high is not None:
        if low == high:
            return signed(low)
        return _("{low} till {high}").format(low=signed(low), high=signed(high))
    if low is not None:
        text = _("minst {growth}") if low >= 0 else _("högst {less} färre")
        return text.format(growth=signed(low), less=number(-low))
    if high is not None:
        text = _("högst {growth}") if high >= 0 else _("minst {less} färre")
        return text.format(growth=signed(high), less=number(-high))
    return _("okänt hur mycket")
