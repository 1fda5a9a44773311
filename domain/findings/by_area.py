"""What a map and a table of areas say: where there is most, and of what there is no number."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from domain.activities import Mark, Measure
from domain.figures import Figure, figure_text, is_untold, range_text
from domain.findings.names import Names
from domain.findings.nouns import noun_of
from domain.naming import all_areas, count_areas, name_areas
from texts import _
from texts.words import capitalised, join_words, sentences


def map_heading(counts: Mapping[str, Figure], measure: Measure, names: Names) -> str:
    """Return the map's heading: where there is most."""
    known = {code: count.value for code, count in counts.items() if count.value is not None}
    protected = {code: count for code, count in counts.items() if count.mark is Mark.PROTECTED}
    many = noun_of(measure).many
    if not known and not protected:
        return _("Inget område har uppgift för hela perioden")
    if len(counts) == 1:
        ((code, figure),) = counts.items()
        text = _("{figure} {many} i {area}")
        if measure is Measure.PER_THOUSAND:
            text = _("{figure} {many} per 1\u00a0000 invånare i {area}")
        if is_untold(figure):
            text = _("Antalet {many} i {area} är skyddat")
        told = range_text(figure) if protected else figure_text(figure)
        return text.format(figure=told, many=many, area=names.area(code))
    if protected:
        # Only what is more than any hidden count may be is surely the most.
        known = {code: value for code, value in known.items() if is_above(value, protected)}
        if not known:
            return _as_ranges(protected, names)
    if not any(known.values()):
        return _("Inga {many} i de områden som har rapporterat").format(many=many)
    if measure is Measure.PER_THOUSAND:
        many = _("{many} per invånare").format(many=many)
    top = [names.area(code) for code in _ordered(known) if known[code]][:2]
    return _("Flest {many} i {areas}").format(many=many, areas=join_words(top))


def table_heading(
    counts: Mapping[str, Figure], measure: Measure, names: Names, *, has_unplaced: bool = False
) -> str:
    """Return the table's heading: what in it is missing or zero, or that nothing is.

    Where something has no nearer place, a zero only means that nothing names that area.
    """
    many = noun_of(measure).many
    missing = [code for code, count in counts.items() if count.mark is Mark.MISSING]
    protected = [code for code, count in counts.items() if count.mark is Mark.PROTECTED]
    zero = [code for code, count in counts.items() if count.value == 0]
    if missing:
        areas = name_areas([names.area(code) for code in missing])
        return capitalised(_("{areas} saknar uppgift").format(areas=areas))
    if protected:
        return _as_ranges(protected, names)
    if zero and len(zero) == len(counts) and not has_unplaced:
        return _("Inga {many} i något område").format(many=many)
    if zero:
        text = _("{areas} har inga {many}")
        if has_unplaced:
            text = _("Inga {many} anger just {areas}")
        areas = name_areas([names.area(code) for code in zero])
        return capitalised(text.format(areas=areas, many=many))
    text = _("{areas} har {many}").format(areas=all_areas(len(counts)), many=many)
    return capitalised(text)


def describe_map(
    counts: Mapping[str, Figure], measure: Measure, names: Names, *, is_map: bool = True
) -> str:
    """Return the text alternative of the map, or of bars in its place.

    It tells the most, the least and what is not reported. The table beside it holds every number.
    """
    known = {code: count.value for code, count in counts.items() if count.value is not None}
    many = noun_of(measure).many
    if measure is Measure.PER_THOUSAND:
        many = _("{many} per 1\u00a0000 invånare").format(many=many)
    intro = _("Karta över {many} i {areas}") if is_map else _("Staplar över {many} i {areas}")
    intro = intro.format(many=many, areas=count_areas(len(counts)))
    silent = [names.area(code) for code, each in counts.items() if each.mark is Mark.MISSING]
    gap = _("{areas} saknar uppgift").format(areas=name_areas(silent)) if silent else ""
    ranges = [
        f"{names.area(code)} {range_text(each)}"
        for code, each in counts.items()
        if each.mark is Mark.PROTECTED
    ]
    hidden = _("skyddade: {areas}").format(areas=join_words(ranges)) if ranges else ""
    if not known:
        return sentences(intro, hidden, gap)
    told = [f"{names.area(code)} {figure_text(counts[code])}" for code in _ordered(known)]
    most = _("flest: {areas}").format(areas=join_words(told[:3]))
    fewest = _("färst: {area}").format(area=told[-1]) if len(told) > 3 else ""
    return sentences(intro, most, fewest, hidden, gap)


def is_above(value: int | Decimal, protected: Mapping[str, Figure]) -> bool:
    """Whether a number is more than each of the protected ones may be."""
    return all(each.high is not None and each.high < value for each in protected.values())


def _as_ranges(codes: Iterable[str], names: Names) -> str:
    areas = name_areas([names.area(code) for code in codes])
    return capitalised(_("{areas} visas som spann").format(areas=areas))


def _ordered(known: Mapping[str, int | Decimal]) -> list[str]:
    """Return the codes, those with most first."""
    return sorted(known, key=lambda code: -known[code])
