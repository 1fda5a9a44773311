"""What the activities page says: what is done, where and for whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.activities import ActivityFilter, Count, Measure
from domain.findings.finding import Finding
from domain.findings.nouns import Noun, noun_of
from domain.findings.reporting import (
    missing_sentences,
    missing_title,
    silence_is_not_zero,
    uncounted_note,
)
from domain.naming import all_areas, count_areas, name_areas
from domain.tallies import Rate, Tally, figure_text
from texts import _, plural
from texts.numbers import month_span, number_word
from texts.words import capitalised, join_words, sentences

Figure = Count | Rate
"""What an area shows: a count, or a count per 1 000 inhabitants."""

_MARGIN = 0.015
"""How far a share may lie from a simple part and still be called it."""

_ALMOST_ALL = 0.95


@dataclass(frozen=True, slots=True)
class Names:
    """The words for codes.

    `areas` gives each code its name; `groups` gives each target group the words that end "Flest
    gäller …", such as "yngre som kan rekryteras"; `whole` is what a total is of, such as "hela
    Hisingen".
    """

    areas: Mapping[str, str]
    groups: Mapping[str, str]
    whole: str

    def area(self, code: str) -> str:
        """Return an area's name, or its code where it has none."""
        return self.areas.get(code, code)


def activities_finding(tally: Tally, names: Names, today: date) -> Finding:
    """Return the title and lead of a choice.

    Shares and sums are over the months that every area has reported; the lead says which areas
    have left others out. With no such month there is no number at all.
    """
    whole = tally.only_complete()
    total = whole.total().value
    if total is None:
        return _silent_finding(tally, names, today)
    if total == 0:
        return _empty_finding(tally, names, today)
    return Finding(_title(whole, total, names), _lead(tally, whole, total, names, today))


def share_phrase(share: float, noun: Noun) -> str | None:
    """Return how large a part is in words, or None when it is too small to be told so.

    0.25 of the activities is "var fjärde aktivitet"; what lies between two parts is "mer än" the
    smaller.
    """
    if share >= 1:
        return _("alla {many}").format(many=noun.many)
    if share >= _ALMOST_ALL:
        return _("nästan alla {many}").format(many=noun.many)
    parts = (
        (3 / 4, _("tre fjärdedelar av {definite}")),
        (2 / 3, _("två tredjedelar av {definite}")),
        (1 / 2, _("hälften av {definite}")),
        (1 / 3, _("var tredje {one}")),
        (1 / 4, _("var fjärde {one}")),
        (1 / 5, _("var femte {one}")),
    )
    for part, text in parts:
        told = text.format(one=noun.one, definite=noun.definite)
        if abs(share - part) <= _MARGIN:
            return told
        if share > part:
            return _("mer än {part}").format(part=told)
    return None


def map_heading(counts: Mapping[str, Figure], measure: Measure, names: Names) -> str:
    """Return the map's heading: where there is most."""
    known = {code: count.value for code, count in counts.items() if count.value is not None}
    many = noun_of(measure).many
    if not known:
        return _("Inget område har rapporterat hela perioden")
    if len(counts) == 1:
        ((code, figure),) = counts.items()
        text = _("{figure} {many} i {area}")
        if measure is Measure.PER_THOUSAND:
            text = _("{figure} {many} per 1\u00a0000 invånare i {area}")
        return text.format(figure=figure_text(figure), many=many, area=names.area(code))
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
    missing = [code for code, count in counts.items() if count.value is None]
    zero = [code for code, count in counts.items() if count.value == 0]
    if missing:
        areas = name_areas([names.area(code) for code in missing])
        return capitalised(_("{areas} saknar uppgift").format(areas=areas))
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


def choice_sentence(choice: ActivityFilter, names: Names) -> str:
    """Return what is shown: "Visar januari–oktober 2026, Västra Biskopsgården"."""
    parts = [month_span(choice.first_month, choice.last_month)]
    if choice.area_codes:
        parts.append(name_areas([names.area(code) for code in choice.area_codes]))
    if choice.target_groups:
        groups = [names.groups.get(code, code) for code in choice.target_groups]
        parts.append(join_words(groups))
    return _("Visar {parts}.").format(parts=", ".join(parts))


def describe_map(counts: Mapping[str, Figure], measure: Measure, names: Names) -> str:
    """Return the text alternative of the map: the most, the least and what is not reported.

    The table beside it holds every number.
    """
    known = {code: count.value for code, count in counts.items() if count.value is not None}
    many = noun_of(measure).many
    if measure is Measure.PER_THOUSAND:
        many = _("{many} per 1\u00a0000 invånare").format(many=many)
    intro = _("Karta över {many} i {areas}").format(many=many, areas=count_areas(len(counts)))
    silent = [names.area(code) for code in counts if code not in known]
    gap = _("{areas} saknar uppgift").format(areas=name_areas(silent)) if silent else ""
    if not known:
        return sentences(intro, gap)
    told = [f"{names.area(code)} {figure_text(counts[code])}" for code in _ordered(known)]
    most = _("flest: {areas}").format(areas=join_words(told[:3]))
    fewest = _("färst: {area}").format(area=told[-1]) if len(told) > 3 else ""
    return sentences(intro, most, fewest, gap)


def _title(whole: Tally, total: int, names: Names) -> str:
    noun = noun_of(whole.measure)
    if len(whole.area_codes) == 1:
        text = _("{counted} i {area}")
        area = names.area(whole.area_codes[0])
        return capitalised(text.format(counted=noun.counted(total), area=area))
    counts = {code: count.value or 0 for code, count in whole.by_area().items()}
    highest = max(counts.values())
    top = [code for code, count in counts.items() if count == highest]
    phrase = share_phrase(highest / total, noun) if len(top) == 1 else None
    if len(top) > 3:
        text = _("{counted} i {areas}")
        spread = count_areas(sum(1 for count in counts.values() if count))
        return capitalised(text.format(counted=noun.counted(total), areas=spread))
    return capitalised(
        _("{part} {happens} i {areas}").format(
            part=phrase or _("flest {many}").format(many=noun.many),
            happens=noun.happens,
            areas=join_words([names.area(code) for code in top]),
        )
    )


def _lead(tally: Tally, whole: Tally, total: int, names: Names, today: date) -> str:
    reached = sum(1 for count in whole.by_area().values() if count.value)
    text = _("Teamet har gjort {counted} i {areas}")
    if whole.measure is Measure.PARTICIPANTS:
        text = _("Teamet har nått {counted} i {areas}")
    areas = count_areas(reached)
    if len(whole.area_codes) == 1:
        areas = names.area(whole.area_codes[0])
    done = text.format(counted=noun_of(whole.measure).counted(total), areas=areas)
    return sentences(done, _group(whole, total, names), _left_out(tally, names, today))


def _group(whole: Tally, total: int, names: Names) -> str:
    counts = {code: count.value or 0 for code, count in whole.by_group().items()}
    if len(counts) < 2:
        return ""
    top, highest = max(counts.items(), key=lambda pair: pair[1])
    group = names.groups.get(top, top)
    if list(counts.values()).count(highest) > 1:
        return ""
    if highest == total == 1:
        return _("Den gäller {group}").format(group=group)
    if highest == total:
        return _("Alla gäller {group}").format(group=group)
    if highest > total / 2:
        return _("Mer än hälften gäller {group}").format(group=group)
    return _("Flest gäller {group}").format(group=group)


def _left_out(tally: Tally, names: Names, today: date) -> str:
    """Return which months are in no sum, and why; empty when every month is complete."""
    missing = tally.missing()
    if not missing:
        return ""
    counted = len(tally.complete_months())
    text = plural(
        "Summan gäller den månad som alla har rapporterat",
        "Summan gäller de {n} månader som alla har rapporterat",
        counted,
    )
    if len(tally.area_codes) == 1:
        text = plural(
            "Summan gäller den månad som är rapporterad",
            "Summan gäller de {n} månader som är rapporterade",
            counted,
        )
    who = missing_sentences(missing, names.areas, today)
    return sentences(who, text.format(n=number_word(counted)))


def _silent_finding(tally: Tally, names: Names, today: date) -> Finding:
    missing = tally.missing()
    if not tally.area_codes or not tally.months:
        return Finding(_("Inget område är valt"), _("Välj ett område och en period."))
    if not missing:
        return Finding(_("Antal deltagare saknas"), uncounted_note(tally))
    where = names.whole
    if len(tally.area_codes) < len(names.areas):
        where = name_areas([names.area(code) for code in tally.area_codes])
    why = _("Därför visas ingen summa för {whole}").format(whole=where)
    if not tally.reporting.reported:
        return Finding(_("Ingen månad är rapporterad ännu"), sentences(why, silence_is_not_zero()))
    return Finding(
        missing_title(missing, names.areas, today), sentences(why, silence_is_not_zero())
    )


def _empty_finding(tally: Tally, names: Names, today: date) -> Finding:
    noun = noun_of(tally.measure)
    where = join_words([names.area(code) for code in tally.area_codes])
    if len(tally.area_codes) > 3:
        where = count_areas(len(tally.area_codes))
    found = _("Det finns inga {many} i {where} under {months}").format(
        many=noun.many, where=where, months=month_span(tally.months[0], tally.months[-1])
    )
    zero = plural(
        "Månaden är rapporterad, så värdet är noll",
        "Månaderna är rapporterade, så värdet är noll",
        len(tally.months),
    )
    if tally.missing():
        zero = _left_out(tally, names, today)
    return Finding(_("Inga {many} passar urvalet").format(many=noun.many), sentences(found, zero))


def _ordered(known: Mapping[str, int | Decimal]) -> list[str]:
    """Return the codes, those with most first."""
    return sorted(known, key=lambda code: -known[code])
