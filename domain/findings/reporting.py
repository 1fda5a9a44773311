"""What is said of months that have not been reported."""

from collections.abc import Iterable, Mapping
from datetime import date

from domain.completeness import areas_by_months
from domain.naming import name_areas, name_months
from texts import _
from texts.words import capitalised, sentences

_MOST_GROUPS = 2


def missing_sentences(
    missing: Iterable[tuple[str, date]], area_names: Mapping[str, str], today: date
) -> str:
    """Return who has not reported what, such as "Björlanda har inte rapporterat juli.".

    `missing` holds an area code and a month for each. At most two sentences of names, then one
    that says that there is more. Nothing missing gives an empty text.
    """
    groups = list(areas_by_months(missing).items())
    told = [
        _("{areas} har inte rapporterat {months}").format(
            areas=name_areas([area_names.get(code, code) for code in codes]),
            months=name_months(months, today),
        )
        for months, codes in groups[:_MOST_GROUPS]
    ]
    more = _("Fler rapporter saknas") if len(groups) > _MOST_GROUPS else ""
    return sentences(*told, more)


def missing_title(
    missing: Iterable[tuple[str, date]], area_names: Mapping[str, str], today: date
) -> str:
    """Return who has not reported as a title, without an end mark."""
    groups = areas_by_months(missing)
    if len(groups) == 1:
        ((months, codes),) = groups.items()
        who = name_areas([area_names.get(code, code) for code in codes])
        return capitalised(
            _("{areas} har inte rapporterat {months}").format(
                areas=who, months=name_months(months, today)
            )
        )
    everyone = {code for codes in groups.values() for code in codes}
    who = name_areas([area_names.get(code, code) for code in sorted(everyone)])
    return capitalised(_("{areas} har månader utan rapport").format(areas=who))


def missing_note(
    missing: Iterable[tuple[str, date]], area_names: Mapping[str, str], today: date
) -> str:
    """Return why there is no total of the period; empty when nothing is missing."""
    told = missing_sentences(missing, area_names, today)
    if not told:
        return ""
    why = _("Därför visas ingen summa för hela perioden.")
    return sentences(told, why, silence_is_not_zero())


def silence_is_not_zero() -> str:
    """Return the sentence that keeps an empty value from being read as none."""
    return _("Ett tomt värde betyder inte noll.")
