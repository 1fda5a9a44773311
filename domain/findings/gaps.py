"""What is said where a figure is missing: that nothing is told, or that nobody has counted.

Where something is told the occasions are: they are known of whatever is registered.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from domain.activities import Mark, Measure
from domain.figures import Figure
from domain.tallies import Series, Tally
from texts import _


def uncounted_months(tally: Tally) -> tuple[date, ...]:
    """Return the months that every area has told, but in which nobody counted the participants."""
    occasions = dict(tally.measuring(Measure.OCCASIONS).by_month())
    return tuple(
        month
        for month, count in tally.by_month()
        if count.mark is Mark.MISSING and occasions[month].mark is not Mark.MISSING
    )


def area_gap_word(tally: Tally, figures: Mapping[str, Figure]) -> str:
    """Return what a map's key says of the areas that have no figure."""
    occasions = tally.measuring(Measure.OCCASIONS).by_area()
    gaps = [code for code, figure in figures.items() if figure.mark is Mark.MISSING]
    return _gap_word(tally, [occasions[code].mark is Mark.MISSING for code in gaps])


def month_gap_word(tally: Tally, many: Iterable[Series]) -> str:
    """Return what a chart says of the months in which no line has a figure."""
    uncounted = uncounted_months(tally)
    known = {month for series in many for month, count in series if count.mark is not Mark.MISSING}
    gaps = [month for month in tally.months if month not in known]
    return _gap_word(tally, [month not in uncounted for month in gaps])


def gap_note(tally: Tally) -> str:
    """Return what the mark of a missing figure stands for in a table of areas; empty for none."""
    occasions = tally.measuring(Measure.OCCASIONS).by_area()
    participants = tally.measuring(Measure.PARTICIPANTS).by_area()
    untold = {code for code, count in occasions.items() if count.mark is Mark.MISSING}
    silent = {code for code, count in participants.items() if count.mark is Mark.MISSING}
    if untold and silent - untold:
        return _("–: inte publicerat, eller ingen har räknat deltagarna.")
    if untold:
        return _("–: inte publicerat.")
    return _("–: ingen har räknat deltagarna.") if silent else ""


def _gap_word(tally: Tally, untold: Collection[bool]) -> str:
    if all(untold):
        return _("inte publicerat") if tally.is_public else _("ej rapporterat")
    if any(untold):
        return _("uppgift saknas")
    return _("okänd folkmängd") if tally.measure is Measure.PER_THOUSAND else _("ingen har räknat")
