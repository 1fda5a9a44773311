"""What the activities page says: what is done, where and for whom."""

from datetime import date

from domain.activities import ActivityFilter, Mark, Measure
from domain.figures import is_untold, range_text
from domain.findings.by_area import is_above
from domain.findings.finding import Finding
from domain.findings.names import Names
from domain.findings.nouns import Noun, noun_of
from domain.findings.reporting import (
    missing_sentences,
    missing_title,
    protected_note,
    silence_is_not_zero,
    uncounted_note,
)
from domain.naming import count_areas, name_areas
from domain.tallies import Tally
from texts import _, plural
from texts.numbers import month_span, number_word
from texts.words import capitalised, join_words, sentences

_MARGIN = 0.015
"""How far a share may lie from a simple part and still be called it."""

_ALMOST_ALL = 0.95


def activities_finding(tally: Tally, names: Names, today: date) -> Finding:
    """Return the title and lead of a choice.

    Shares and sums are over the months that every area has reported; the lead says which areas
    have left others out. With no such month there is no number at all.
    """
    whole = tally.only_complete()
    total = whole.total()
    if total.is_protected:
        text = _("{figure} {many} i {areas}")
        if is_untold(total):
            text = _("antalet {many} i {areas} är skyddat")
        text = text.format(
            figure=range_text(total), many=noun_of(tally.measure).many, areas=_where(whole, names)
        )
        return Finding(capitalised(text), _left_out(tally, names, today) or protected_note([total]))
    if total.value is None:
        return _silent_finding(tally, whole, names, today)
    if total.value == 0:
        return _empty_finding(tally, names, today)
    return Finding(
        _title(whole, total.value, names), _lead(tally, whole, total.value, names, today)
    )


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


def choice_sentence(choice: ActivityFilter, names: Names) -> str:
    """Return what is shown: "Visar januari–oktober 2026, Västra Biskopsgården"."""
    parts = [month_span(choice.first_month, choice.last_month)]
    if choice.area_codes:
        parts.append(name_areas([names.area(code) for code in choice.area_codes]))
    if choice.target_groups:
        groups = [names.groups.get(code, code) for code in choice.target_groups]
        parts.append(join_words(groups))
    return _("Visar {parts}.").format(parts=", ".join(parts))


def _title(whole: Tally, total: int, names: Names) -> str:
    noun = noun_of(whole.measure)
    if len(whole.area_codes) == 1:
        text = _("{counted} i {area}")
        area = names.area(whole.area_codes[0])
        return capitalised(text.format(counted=noun.counted(total), area=area))
    figures = whole.by_area()
    protected = {code: count for code, count in figures.items() if count.is_protected}
    counts = {code: count.value for code, count in figures.items() if count.value is not None}
    highest = max(counts.values(), default=0)
    if not is_above(highest, protected):
        text = _("{counted} i {areas}")
        return capitalised(text.format(counted=noun.counted(total), areas=_where(whole, names)))
    top = [code for code, count in counts.items() if count == highest]
    phrase = share_phrase(highest / total, noun) if len(top) == 1 else None
    if len(top) > 3:
        text = _("{counted} i {areas}")
        return capitalised(text.format(counted=noun.counted(total), areas=_reached(whole)))
    return capitalised(
        _("{part} {happens} i {areas}").format(
            part=phrase or _("flest {many}").format(many=noun.many),
            happens=noun.happens,
            areas=join_words([names.area(code) for code in top]),
        )
    )


def _lead(tally: Tally, whole: Tally, total: int, names: Names, today: date) -> str:
    text = _("Teamet har gjort {counted} i {areas}")
    if whole.measure is Measure.PARTICIPANTS:
        text = _("Teamet har nått {counted} i {areas}")
    areas = _reached(whole)
    if len(whole.area_codes) == 1:
        areas = names.area(whole.area_codes[0])
    done = text.format(counted=noun_of(whole.measure).counted(total), areas=areas)
    return sentences(done, _group(whole, total, names), _left_out(tally, names, today))


def _reached(whole: Tally) -> str:
    """Return in how many areas there is anything."""
    figures = whole.by_area().values()
    areas = count_areas(sum(1 for count in figures if count.value or count.low))
    if any(count.is_protected and not count.low for count in figures):
        # Whether there is anything in such an area is not told.
        return _("minst {areas}").format(areas=areas)
    return areas


def _group(whole: Tally, total: int, names: Names) -> str:
    figures = whole.by_group()
    protected = {code: count for code, count in figures.items() if count.is_protected}
    counts = {code: count.value for code, count in figures.items() if count.value is not None}
    top, highest = max(counts.items(), key=lambda pair: pair[1], default=("", 0))
    if len(figures) < 2 or not is_above(highest, protected):
        return ""
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
    if tally.is_public:
        text = plural(
            "Summan gäller den månad som är publicerad för alla",
            "Summan gäller de {n} månader som är publicerade för alla",
            counted,
        )
    who = missing_sentences(missing, names.areas, today, is_public=tally.is_public)
    return sentences(who, text.format(n=number_word(counted)))


def _silent_finding(tally: Tally, whole: Tally, names: Names, today: date) -> Finding:
    missing = tally.missing()
    if not tally.area_codes or not tally.months:
        return Finding(_("Inget område är valt"), _("Välj ett område och en period."))
    if whole.months:
        title, why = _without_count(whole)
        return Finding(title, sentences(why, _left_out(tally, names, today)))
    where = names.whole
    if len(tally.area_codes) < len(names.areas):
        where = name_areas([names.area(code) for code in tally.area_codes])
    why = _("Därför visas ingen summa för {whole}").format(whole=where)
    if tally.is_public and not tally.reporting.reported:
        return Finding(_("Ingen månad är publicerad ännu"), sentences(why, silence_is_not_zero()))
    if not tally.reporting.reported:
        return Finding(_("Ingen månad är rapporterad ännu"), sentences(why, silence_is_not_zero()))
    return Finding(
        missing_title(missing, names.areas, today, is_public=tally.is_public),
        sentences(why, silence_is_not_zero()),
    )


def _without_count(whole: Tally) -> tuple[str, str]:
    """Return that months which every area has told have no count, and why."""
    if whole.measuring(Measure.OCCASIONS).total().mark is Mark.MISSING:
        # Of a target group that is newer than what is published nothing is told.
        text = _("Antalet {many} är inte publicerat")
        return text.format(many=noun_of(whole.measure).many), silence_is_not_zero()
    why = uncounted_note(whole) or _("Ingen har räknat deltagarna.")
    return _("Antal deltagare saknas"), why


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
    if tally.is_public:
        zero = plural(
            "Månaden är publicerad, så värdet är noll",
            "Månaderna är publicerade, så värdet är noll",
            len(tally.months),
        )
    if tally.missing():
        zero = _left_out(tally, names, today)
    return Finding(_("Inga {many} passar urvalet").format(many=noun.many), sentences(found, zero))


def _where(whole: Tally, names: Names) -> str:
    """Return the places of a choice: up to three by name, all of them by what they are."""
    if len(whole.area_codes) == len(names.areas):
        return names.whole
    return name_areas([names.area(code) for code in whole.area_codes])
