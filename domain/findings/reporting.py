"""What is said of what no count holds: months not reported, people not counted, no place."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from domain.activities import Count, Mark, Measure
from domain.completeness import Reporting, areas_by_months
from domain.figures import Figure, figure_text, is_untold, range_sentence
from domain.findings.nouns import noun_of
from domain.naming import name_areas, name_months
from domain.tallies import Tally
from texts import _, plural
from texts.numbers import number_word
from texts.words import capitalised, join_words, sentences

_MOST_GROUPS = 2


def completeness_note(
    reporting: Reporting, area_codes: Sequence[str], months: Sequence[date]
) -> str:
    """Return how much of a choice has been told: "9 av 11 områden inrapporterade."."""
    if not months or not area_codes:
        return ""
    if len(months) == 1:
        missing = len(reporting.missing_areas(area_codes, months[0]))
        told = _("{n} av {all} områden inrapporterade.")
        if reporting.is_public:
            told = _("{n} av {all} områden publicerade.")
        return told.format(n=len(area_codes) - missing, all=len(area_codes))
    complete = len(reporting.complete_months(area_codes, months))
    text = plural(
        "{n} av {all} månader är inrapporterade.",
        "{n} av {all} månader är inrapporterade av alla {areas} områden.",
        len(area_codes),
    )
    if reporting.is_public:
        text = _("{n} av {all} månader är publicerade.")
    return text.format(n=complete, all=len(months), areas=len(area_codes))


def missing_sentences(
    missing: Iterable[tuple[str, date]],
    area_names: Mapping[str, str],
    today: date,
    *,
    is_public: bool = False,
) -> str:
    """Return who has not reported what, such as "Björlanda har inte rapporterat juli.".

    `missing` holds an area code and a month for each. At most two sentences of names, then one
    that says that there is more. Nothing missing gives an empty text. Of published counts a month
    may be missing that is reported and not published yet.
    """
    groups = list(areas_by_months(missing).items())
    told = [
        _untold(is_public=is_public).format(
            areas=name_areas([area_names.get(code, code) for code in codes]),
            months=name_months(months, today),
        )
        for months, codes in groups[:_MOST_GROUPS]
    ]
    more = ""
    if len(groups) > _MOST_GROUPS:
        more = _("Mer är inte publicerat") if is_public else _("Fler rapporter saknas")
    return sentences(*told, more)


def missing_title(
    missing: Iterable[tuple[str, date]],
    area_names: Mapping[str, str],
    today: date,
    *,
    is_public: bool = False,
) -> str:
    """Return who has not reported as a title, without an end mark."""
    groups = areas_by_months(missing)
    if len(groups) == 1:
        ((months, codes),) = groups.items()
        who = name_areas([area_names.get(code, code) for code in codes])
        return capitalised(
            _untold(is_public=is_public).format(areas=who, months=name_months(months, today))
        )
    everyone = {code for codes in groups.values() for code in codes}
    who = name_areas([area_names.get(code, code) for code in sorted(everyone)])
    text = _("{areas} har månader utan rapport")
    if is_public:
        text = _("{areas} har månader som inte är publicerade")
    return capitalised(text.format(areas=who))


def none_told(*, is_public: bool = False, is_uncounted: bool = False) -> str:
    """Return that no month is told of every area, or that nobody counted; without an end mark."""
    if is_uncounted:
        return _("Ingen har räknat deltagarna")
    if is_public:
        return _("Ingen månad är publicerad för alla områden")
    return _("Ingen månad är rapporterad av alla områden")


def silent_months(
    months: Sequence[date],
    today: date,
    *,
    is_public: bool = False,
    uncounted: Collection[date] = (),
) -> str:
    """Return which months are not told of every area, and in which nobody counted.

    Of published counts a month may lack a sum that is published for some of the areas.
    """
    silent = [month for month in months if month in uncounted]
    nobody = _("ingen har räknat deltagarna i {months}").format(months=name_months(silent, today))
    untold = [month for month in months if month not in uncounted]
    return sentences(
        _untold_months(untold, today, is_public=is_public) if untold else "",
        nobody if silent else "",
    )


def _untold_months(months: Sequence[date], today: date, *, is_public: bool) -> str:
    text = _("{months} saknar rapport")
    if is_public:
        text = plural(
            "{months} är inte publicerad för alla områden",
            "{months} är inte publicerade för alla områden",
            len(months),
        )
    return text.format(months=name_months(months, today))


def missing_note(tally: Tally, area_names: Mapping[str, str], today: date) -> str:
    """Return why there is no total of the period; empty when nothing is missing."""
    told = missing_sentences(tally.missing(), area_names, today, is_public=tally.is_public)
    if not told:
        return ""
    why = _("Därför visas ingen summa för hela perioden.")
    return sentences(told, why, silence_is_not_zero())


def protected_note(counts: Iterable[Figure]) -> str:
    """Return what is said below protected figures, how to read them; empty for none."""
    protected = [count for count in counts if count.mark is Mark.PROTECTED]
    if not protected:
        return ""
    why = _("Det visas inte, för att ingen ska kunna pekas ut.")
    told = [each for each in protected if not is_untold(each)]
    if not told:
        return f"{_('{mark} är ett skyddat tal.').format(mark=Mark.PROTECTED.value)} {why}"
    shown = next((each for each in told if each.high is not None), told[0])
    text = _("{figure} är ett skyddat tal: {range}.")
    notes = [text.format(figure=figure_text(shown), range=range_sentence(shown)), why]
    if len(told) < len(protected):
        alone = _("Där det står {mark} utan spann finns inget spann att visa.")
        notes.append(alone.format(mark=Mark.PROTECTED.value))
    return " ".join(notes)


def source_of(tally: Tally) -> str:
    """Return where a tally's counts come from."""
    if tally.is_public:
        return _("Källa: teamets registrering, som den är publicerad och skyddad.")
    return _("Källa: teamets registrering.")


def _untold(*, is_public: bool) -> str:
    if is_public:
        return _("{areas} har inga publicerade antal för {months}")
    return _("{areas} har inte rapporterat {months}")


def silence_is_not_zero() -> str:
    """Return the sentence that keeps an empty value from being read as none."""
    return _("Ett tomt värde betyder inte noll.")


def uncounted_note(tally: Tally) -> str:
    """Return how many entries have no count of participants; empty for none."""
    count = tally.uncounted()
    if not count:
        return ""
    text = plural(
        "{n} registrering saknar antal deltagare och ingår inte i summan av deltagare.",
        "{n} registreringar saknar antal deltagare och ingår inte i summan av deltagare.",
        count,
    )
    return capitalised(text.format(n=number_word(count)))


def preliminary_note(tally: Tally) -> str:
    """Return how much has been registered in months not yet reported; empty for nothing."""
    count = tally.preliminary()
    if not count:
        return ""
    text = plural(
        "{n} aktivitet är registrerad i månader som inte är rapporterade. Den räknas inte än.",
        "{n} aktiviteter är registrerade i månader som inte är rapporterade. De räknas inte än.",
        count,
    )
    return capitalised(text.format(n=number_word(count)))


def unplaced_note(rest: Count, measure: Measure, areas: Sequence[str]) -> str:
    """Return what is counted in the named areas but in none of the smaller ones; empty for none."""
    if not rest.value:
        return ""
    text = plural(
        "{counted} är registrerad på {areas} utan närmare plats. Den kan höra hemma i vilken del "
        "som helst.",
        "{counted} är registrerade på {areas} utan närmare plats. De kan höra hemma i vilken del "
        "som helst.",
        rest.value,
    )
    counted = noun_of(measure).counted(rest.value)
    return capitalised(text.format(counted=counted, areas=join_words(areas)))
