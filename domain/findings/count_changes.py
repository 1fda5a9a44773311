"""What has become of the published counts between two states, in sentences and rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.activities import MISSING, Count, Mark, Measure
from domain.changes import (
    CountChange,
    Place,
    completed_months,
    corrected,
    difference,
    new_months,
)
from domain.figures import add, figure_text, range_text
from domain.findings.changes import Compared
from domain.findings.finding import Finding
from domain.naming import name_months
from texts import _, plural
from texts.numbers import number_word, signed
from texts.words import capitalised, sentences


@dataclass(frozen=True, slots=True)
class CountRow:
    """An area or a target group: what the new months added, and by how much older ones differ.

    `corrected` is empty where nothing that was told before is told otherwise.
    """

    name: str
    occasions: Count
    participants: Count
    corrected: str


def counts_finding(compared: Compared) -> Finding:
    """Return what the months that are new tell, and how many older ones are told otherwise."""
    months = new_months(compared.earlier, compared.later)
    others = sentences(
        _completed(len(completed_months(compared.earlier, compared.later))),
        _corrected(_months_of(corrected(compared.changes))),
    )
    if not months:
        title = _("Ingen ny månad är publicerad sedan {since}").format(since=compared.since)
        return Finding(title, others)
    total = _added(compared, "", "", Measure.OCCASIONS)
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
    others = [
        each
        for each in corrected(compared.changes)
        if (each.key.area_code, each.key.target_group) == (area, group)
        and each.key.measure is Measure.OCCASIONS
    ]
    return CountRow(
        name,
        _added(compared, area, group, Measure.OCCASIONS),
        _added(compared, area, group, Measure.PARTICIPANTS),
        _difference_text(others),
    )


def _added(compared: Compared, area: str, group: str, measure: Measure) -> Count:
    counts = compared.later.counts or {}
    months = new_months(compared.earlier, compared.later)
    if not months:
        return MISSING
    return add(counts.get(Place(month, area, group, measure), MISSING) for month in months)


def _total_sentence(total: Count, months: int) -> str:
    if total.mark is Mark.MISSING:
        return _("Någon summa visas inte, för alla områden är inte med")
    when = plural("den månaden", "de månaderna", months)
    counted = range_text(total) if total.is_protected else figure_text(total)
    text = plural(
        "Teamet gjorde {n} aktivitet {when}",
        "Teamet gjorde {n} aktiviteter {when}",
        2 if total.value is None else total.value,
    )
    return text.format(n=counted, when=when)


def _completed(months: int) -> str:
    if not months:
        return ""
    text = plural(
        "{n} månad som var publicerad har fått fler antal",
        "{n} månader som var publicerade har fått fler antal",
        months,
    )
    return text.format(n=number_word(months))


def _corrected(months: int) -> str:
    if not months:
        return ""
    text = plural(
        "{n} månad som var publicerad är rättad",
        "{n} månader som var publicerade är rättade",
        months,
    )
    return text.format(n=number_word(months))


def _difference_text(changes: Sequence[CountChange]) -> str:
    """Return by how much counts differ together: "+3", "−2", "−1 till +4"; empty: nothing does."""
    if not changes:
        return ""
    found = [difference(each.before, each.after) for each in changes]
    if any(each is None for each in found):
        return Mark.MISSING.value
    low = sum(each[0] for each in found if each)
    highs = [each[1] for each in found if each]
    if any(high is None for high in highs):
        return _("minst {low}").format(low=signed(low))
    high = sum(each for each in highs if each is not None)
    if low == high:
        return signed(low)
    return _("{low} till {high}").format(low=signed(low), high=signed(high))


def _months_of(changes: Iterable[CountChange]) -> int:
    return len({each.key.month for each in changes})
