"""The activities of a week in one table: a row each, saved all together or not at all."""

import hashlib
import secrets
import string
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from domain.access import Right, require
from domain.records import MOST_PARTICIPANTS, ActivityRecord
from services.import_file import ImportFile
from texts import _, plural
from texts.numbers import day_seen_from, iso, number
from transfer.activities import MOST_OCCASIONS, ActivityRow
from transfer.faults import ParsedRow, RowFaults
from transfer.fields import LONGEST_NOTE, Cell
from transfer.headers import Column
from transfer.kinds import RecordKind
from transfer.reference import Lookup, label
from transfer.rows import columns_of
from transfer.tabular import NumberedRow, Table
from ui import show
from ui.cached import programme
from ui.forms.taking_in import NOT_TO_WRITE, Told, activity_reader, reference, take_in
from ui.plain import plain
from ui.session import today
from ui.viewer import viewer

_GRID = "week_grid"
_ASKED = "asked_of_week_grid"
_TOLD = "told_of_week_grid"

_ROWS = 10
_VERDICT = "att-ratta"
_HEIGHT_WITH_VERDICT = 70
"""Pixels: a verdict takes two or three lines."""

_LAST_LETTERS = {0xE5: "{", 0xE4: "|", 0xF6: "}"}
"""å, ä and ö come after z, in this order."""

_FIELDS = (
    *("occurred_on", "area_code", "kind", "target_group", "occasions", "participants", "minutes"),
    *("partners", "point_numbers", "note"),
)
"""The columns, in the order in which one thinks of them; a source has no place here."""


def _new_key() -> str:
    # Letters only, so that no row of it can look like a person's number.
    return "".join(secrets.choice(string.ascii_lowercase) for _letter in range(16))


@dataclass(slots=True)
class _Grid:
    """What has been typed. `key` names its rows, so that saving it twice saves it once.

    `drawn` are the rows as the table was given them at this `turn`; what is typed is laid over.
    """

    key: str = field(default_factory=_new_key)
    rows: list[dict[str, Any]] = field(default_factory=lambda: [{} for _row in range(_ROWS)])
    drawn: list[dict[str, Any]] = field(default_factory=lambda: [{} for _row in range(_ROWS)])
    verdicts: dict[int, str] = field(default_factory=dict)
    turn: int = 0

    def draw_anew(self) -> None:
        """Let the table begin from what has been typed."""
        self.drawn = [dict(row) for row in self.rows]
        self.turn += 1


def week_grid() -> None:
    """Let the reader register the activities of a week; nothing is written until it is saved.

    Raises:
        AccessDeniedError: the viewer may not.
    """
    require(viewer(), Right.REGISTER_ACTIVITIES)
    require(viewer(), Right.IMPORT_FILES)
    grid: _Grid = st.session_state.setdefault(_GRID, _Grid())
    monday, first, last = _choose_week()
    if st.session_state.pop(_ASKED, False):
        _save(grid, monday)
    told: Told | None = st.session_state.pop(_TOLD, None)
    if told:
        (st.success if told.is_done else st.error)(plain(told.sentence))
    st.write(_("Tomma rader räknas inte. {warning}").format(warning=NOT_TO_WRITE))
    editor = f"vecka-{grid.key}-{grid.turn}"
    st.data_editor(
        _frame(grid),
        key=editor,
        column_config=_columns(grid, first, last),
        hide_index=True,
        num_rows="fixed",
        on_change=_note,
        args=(grid, editor),
        row_height=_HEIGHT_WITH_VERDICT if grid.verdicts else None,
        placeholder="",
        alt=_("Veckans aktiviteter"),
    )
    with st.container(horizontal=True, gap="small"):
        st.button(
            _("Spara veckan"),
            on_click=_ask_to_save,
            args=(grid, editor),
            type=show.leading(),
            icon=":material/check:",
        )
        st.button(_("Fler rader"), on_click=_add_rows, args=(grid, editor), key="fler-rader")


def _choose_week() -> tuple[date, date, date]:
    """Return the Monday of a week, and the first and last day of it that can have activities."""
    begins, ends = programme().starts_on, programme().ends_on
    latest = min(today(), ends) if ends else today()
    chosen = st.date_input(
        _("Vecka, genom en dag i den"),
        value=latest,
        min_value=min(begins, latest),
        max_value=latest,
        format="YYYY-MM-DD",
        width=260,
        key="veckans-dag",
    )
    monday = chosen - timedelta(days=chosen.weekday())
    first, last = max(monday, begins), min(monday + timedelta(days=6), latest)
    days = [day_seen_from(each, today()) for each in dict.fromkeys((first, last))]
    st.caption(
        plain(
            _("Vecka {week}, {days}.").format(
                week=monday.isocalendar().week, days=_(" till ").join(days)
            )
        )
    )
    return monday, first, last


def _note(grid: _Grid, editor: str) -> None:
    """Keep what has been typed."""
    changes = st.session_state.get(editor, {}).get("edited_rows", {})
    for place, cells in changes.items():
        if 0 <= place < len(grid.rows):
            grid.rows[place].update({name: cells[name] for name in _FIELDS if name in cells})


def _ask_to_save(grid: _Grid, editor: str) -> None:
    # It is saved in the run that follows, when the reader is known.
    _note(grid, editor)
    st.session_state[_ASKED] = True


def _add_rows(grid: _Grid, editor: str) -> None:
    _note(grid, editor)
    grid.rows += [{} for _row in range(_ROWS)]
    grid.draw_anew()


def _save(grid: _Grid, monday: date) -> None:
    """Judge the rows as those of a file, and write all of them if none has a fault."""
    records: list[ActivityRecord] = []
    verdicts: dict[int, str] = {}
    for outcome in activity_reader()(_as_table(grid)):
        match outcome:
            case ParsedRow(row=row, record=record):
                records.append(replace(record, source_ref=f"vecka-{grid.key}-{row}"))
            case RowFaults(row=row):
                verdicts[row - 1] = outcome.verdict
    grid.verdicts = verdicts
    if not records and not verdicts:
        told = Told(is_done=False, sentence=_("Inget är ifyllt ännu."))
    elif verdicts:
        sentence = plural(
            "{n} rad behöver rättas. Inget är sparat.",
            "{n} rader behöver rättas. Inget är sparat.",
            len(verdicts),
        )
        told = Told(is_done=False, sentence=sentence.format(n=number(len(verdicts))))
    else:
        told = take_in(_as_import(monday, records), records)
    if told.is_done:
        st.session_state[_GRID] = _Grid()
    else:
        grid.draw_anew()
    st.session_state[_TOLD] = told
    st.rerun()


def _as_import(monday: date, records: list[ActivityRecord]) -> ImportFile:
    name = _("Veckolista {monday}").format(monday=iso(monday))
    digest = hashlib.sha256(repr(records).encode()).hexdigest()
    return ImportFile(RecordKind.ACTIVITIES.value, name, digest)


def _as_table(grid: _Grid) -> Table:
    """Return what has been typed as the table of a file; its rows are numbered from 1."""
    return Table(
        headers=tuple(_known()[name].heading for name in _FIELDS),
        rows=_numbered(grid.rows),
        header_row=0,
        expected_rows=len(grid.rows),
    )


def _numbered(rows: list[dict[str, Any]]) -> Iterator[NumberedRow]:
    for number_of_row, row in enumerate(rows, start=1):
        yield number_of_row, [_as_cell(row.get(name)) for name in _FIELDS]


def _as_cell(typed: object) -> Cell:
    """Return what the browser sends for a cell as a file would hold it."""
    if isinstance(typed, list):
        return "; ".join(map(str, typed))
    if typed is None:
        return ""
    return typed if isinstance(typed, int | float) else str(typed)


def _known() -> dict[str, Column]:
    return columns_of(ActivityRow)


def _frame(grid: _Grid) -> pd.DataFrame:
    """Return a row a line of the table: dates, codes, whole numbers, lists of codes and text."""
    values = {name: [row.get(name) for row in grid.drawn] for name in _FIELDS}
    types = {"occasions": "Int64", "participants": "Int64", "minutes": "Int64"}
    frame = pd.DataFrame(
        {
            name: pd.Series(column, dtype=types.get(name, "object"))
            for name, column in values.items()
        }
    )
    frame["occurred_on"] = pd.to_datetime(frame["occurred_on"], errors="coerce")
    if grid.verdicts:
        told = [grid.verdicts.get(place, "") for place in range(len(grid.drawn))]
        frame.insert(0, _VERDICT, told)
    return frame


def _columns(grid: _Grid, first: date, last: date) -> dict[str, Any]:
    column, named = st.column_config, {name: _known()[name].heading for name in _FIELDS}
    count = partial(column.NumberColumn, min_value=0, step=1, format="localized", width=110)
    made = {
        _VERDICT: column.TextColumn(_("Att rätta"), disabled=True, width=300),
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
    return {name: each for name, each in made.items() if name != _VERDICT or grid.verdicts}


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
