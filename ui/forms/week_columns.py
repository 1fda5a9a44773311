"""The columns of the week's table: what can be typed in each, and chosen."""

from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from domain.records import MOST_PARTICIPANTS
from texts import _
from transfer.activities import MOST_OCCASIONS, ActivityRow
from transfer.fields import LONGEST_NOTE
from transfer.headers import Column
from transfer.reference import Lookup, label
from transfer.rows import columns_of
from ui.forms.taking_in import reference

VERDICT = "att-ratta"

_LAST_LETTERS = {0xE5: "{", 0xE4: "|", 0xF6: "}"}
"""å, ä and ö come after z, in this order."""

FIELDS = (
    *("occurred_on", "area_code", "kind", "target_group", "occasions", "participants", "minutes"),
    *("partners", "point_numbers", "note"),
)
"""The columns, in the order in which one thinks of them; a source has no place here."""


def week_columns(first: date, last: date, *, with_verdicts: bool) -> dict[str, Any]:
    """Return how each column is shown and typed; days from a first to a last can be chosen."""
    column, named = st.column_config, {name: _known()[name].heading for name in FIELDS}
    count = partial(column.NumberColumn, min_value=0, step=1, format="localized", width=110)
    made = {
        VERDICT: column.TextColumn(_("Att rätta"), disabled=True, width=300),
        "occurred_on": column.DateColumn(
            named["occurred_on"], min_value=first, max_value=last, format="YYYY-MM-DD", width=110
        ),
        **{name: _one_of(name, 180) for name in ("area_code", "kind", "target_group")},
        "occasions": count(named["occasions"], min_value=1, max_value=MOST_OCCASIONS),
        "participants": count(named["participants"], max_value=MOST_PARTICIPANTS),
        "minutes": count(named["minutes"]),
        **{name: _some_of(name) for name in ("partners", "point_numbers")},
        "note": column.TextColumn(named["note"], max_chars=LONGEST_NOTE, width=240),
    }
    return {name: each for name, each in made.items() if name != VERDICT or with_verdicts}


def _one_of(name: str, width: int) -> Any:
    listed = _known()[name].choices or ""
    choices = reference().choices(listed)
    found = Lookup(choices)
    # Names, which can be pasted from a spreadsheet; with the code where the name means another.
    words = [
        word if found.find(word) == code else label(code, word) for code, word in choices.items()
    ]
    if listed == "areas":
        # The other lists have an order of their own.
        words.sort(key=lambda word: word.casefold().translate(_LAST_LETTERS))
    return st.column_config.SelectboxColumn(_known()[name].heading, options=words, width=width)


def _some_of(name: str) -> Any:
    listed = _known()[name].choices or ""
    choices = reference().choices(listed)

    def shown(code: str) -> str:
        return label(code, choices[code]) if listed == "points" else choices[code]

    return st.column_config.MultiselectColumn(
        _known()[name].heading, options=list(choices), format_func=shown, width=200
    )


def _known() -> dict[str, Column]:
    return columns_of(ActivityRow)
