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

_MOST_IN_HEADING, _MOST_IN_TEXT = 2, 3


def map_heading(
    counts: Mapping[str, Figure], measure: Measure, names: Names, *, is_public: bool = False
) -> str:
    """Return the map's heading: where there is most, of what is reported or published."""
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
    top = _leading(known, protected, _MOST_IN_HEADING)
    if not top:
        return _as_ranges(protected, names)
    if not any(known.values()):
        text = _("Inga {many} i de områden som har rapporterat")
        if is_public:
            text = _("Inga {many} i de områden som är publicerade")
        return text.format(many=many)
    if measure is Measure.PER_THOUSAND:
        many = _("{many} per invånare").format(many=many)
    if len(top) == len(counts) > _MOST_IN_HEADING:
        return _("Lika många {many} i {areas}").format(many=many, areas=all_areas(len(top)))
    areas = name_areas([names.area(code) for code in top if known[code]])
    return _("Flest {many} i {areas}").format(many=many, areas=areas)


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

    It tells the most and the least, as far as that is sure beside what is protected, and what is
    not reported. The table beside it holds every number.
    """
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
    return sentences(intro, *_most_and_fewest(counts, names), hidden, gap)


def is_above(value: int | Decimal, protected: Mapping[str, Figure]) -> bool:
    """Whether a number is more than each of the protected ones may be."""
    return all(each.high is not None and each.high < value for each in protected.values())


def _most_and_fewest(counts: Mapping[str, Figure], names: Names) -> tuple[str, str]:
    """Return which areas surely have the most, and which one the least; empty where none has.

    Where what is protected may be more than any number, the numbers are compared by themselves.
    """
    known = {code: count.value for code, count in counts.items() if count.value is not None}
    protected = {code: count for code, count in counts.items() if count.mark is Mark.PROTECTED}
    if not known:
        return "", ""
    text, top = _("flest: {areas}"), _leading(known, protected, _MOST_IN_TEXT)
    if not top:
        text = _("av de tal som visas är {areas} störst")
        top = _leading(known, {}, _MOST_IN_TEXT)
    told = {code: f"{names.area(code)} {figure_text(counts[code])}" for code in _ordered(known)}
    last = list(told)[-1]
    is_least = (
        last not in top
        and list(known.values()).count(known[last]) == 1
        and all(known[last] < (each.low or 0) for each in protected.values())
    )
    fewest = _("färst: {area}").format(area=told[last]) if is_least else ""
    return text.format(areas=join_words([told[code] for code in top])), fewest


def _leading(
    known: Mapping[str, int | Decimal], protected: Mapping[str, Figure], most: int
) -> list[str]:
    """Return up to so many areas that surely have more than all others, those with most first.

    Those with as many are told together: if they are too many not at all, or, where nobody has
    more, all of them.
    """
    above = [code for code in _ordered(known) if is_above(known[code], protected)]
    if len(above) <= most:
        return above
    alone = [code for code in above[:most] if known[code] > known[above[most]]]
    return alone or [code for code in above if known[code] == known[above[0]]]


def _as_ranges(codes: Iterable[str], names: Names) -> str:
    areas = name_areas([names.area(code) for code in codes])
    return capitalised(_("{areas} visas som spann").format(areas=areas))


def _ordered(known: Mapping[str, int | Decimal]) -> list[str]:
    """Return the codes, those with most first."""
    return sorted(known, key=lambda code: -known[code])
