"""The activities of a week in one table: a row each, saved all together or not at all."""

import hashlib
import secrets
import string
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from domain.access import Right, require
from domain.records import ActivityRecord
from services.import_file import ImportFile
from texts import _, plural
from texts.numbers import day_seen_from, iso, number
from texts.words import sentences
from transfer.activities import ActivityRow
from transfer.faults import ParsedRow, RowFaults
from transfer.fields import Cell
from transfer.kinds import RecordKind
from transfer.rows import columns_of
from transfer.tabular import NumberedRow, Table
from ui import show
from ui.cached import programme
from ui.forms.drafts import DraftedForm, opened
from ui.forms.taking_in import NOT_TO_WRITE, Told, activity_reader, take_in
from ui.forms.week_columns import FIELDS, VERDICT, week_columns
from ui.plain import plain
from ui.session import today
from ui.viewer import viewer

_GRID = "week_grid"
_DRAFT = "veckan"
_DAY, _KEY, _TYPED = "day", "key", "rows"
_ASKED = "asked_of_week_grid"
_TOLD = "told_of_week_grid"

_ROWS = 10
_HEIGHT_WITH_VERDICT = 70
"""Pixels: a verdict takes two or three lines."""


def _new_key() -> str:
    # Letters only, so that no row of it can look like a person's number.
    return "".join(secrets.choice(string.ascii_lowercase) for _letter in range(16))


@dataclass(slots=True)
class _Grid:
    """The table of a form; its draft holds the day that names the week, and what has been typed.

    `drawn` are the rows as the table was given them at this `turn`; what is typed is laid over.
    """

    form: DraftedForm
    drawn: list[dict[str, Any]] = field(default_factory=list)
    verdicts: dict[int, str] = field(default_factory=dict)
    turn: int = 0

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What has been typed: the cells of each row by column, none where a row is untouched."""
        rows: list[dict[str, Any]] = self.form.kept[_TYPED]
        return rows

    @property
    def editor(self) -> str:
        """The key of the table's widget; drawn anew it is another one."""
        return f"vecka-{self.form.kept[_KEY]}-{self.turn}"

    def reference(self, row: int) -> str:
        """Return the name of a row, numbered from 1: saving it twice saves it once."""
        return f"vecka-{self.form.kept[_KEY]}-{row}"

    def note(self) -> None:
        """Keep what has been typed, here and on the server."""
        if not self.form.is_open:
            # What a slow browser still sends of a week that has been saved.
            return
        changes = st.session_state.get(self.editor, {}).get("edited_rows", {})
        for place, cells in changes.items():
            if 0 <= place < len(self.rows):
                self.rows[place].update({name: cells[name] for name in FIELDS if name in cells})
        if any(self.rows) or self.form.kept_at:
            self.form.changed()

    def draw_anew(self) -> None:
        """Let the table begin from what has been typed."""
        self.drawn = [dict(row) for row in self.rows]
        self.turn += 1

    def leave_only(self, references: Collection[str]) -> None:
        """Empty the other rows, and let those that are left be rows of their own."""
        self.form.kept[_TYPED] = [
            typed if self.reference(row) in references else {}
            for row, typed in enumerate(self.rows, start=1)
        ]
        self.form.kept[_KEY] = _new_key()
        self.form.changed()


def _opened(latest: date) -> _Grid:
    """Return the grid on the page, or another with what was typed before it was left."""
    grid: _Grid | None = st.session_state.get(_GRID)
    form = opened(_DRAFT, {_DAY: latest}, {_KEY: _new_key(), _TYPED: _empty_rows()})
    if grid is None or grid.form is not form:
        if grid and grid.form.fault and grid.form.turn == form.turn:
            # It was left, not saved: what the server did not take is still here.
            form.kept, form.fault = grid.form.kept, grid.form.fault
        grid = st.session_state[_GRID] = _Grid(form, turn=grid.turn if grid else 0)
    if grid.editor not in st.session_state:
        # Streamlit forgets what was typed in a table of a page that was left.
        grid.draw_anew()
    return grid


def _empty_rows() -> list[dict[str, Any]]:
    return [{} for _row in range(_ROWS)]


def week_grid() -> None:
    """Let the reader register the activities of a week; nothing is written until it is saved.

    Raises:
        AccessDeniedError: the viewer may not.
    """
    require(viewer(), Right.REGISTER_ACTIVITIES)
    require(viewer(), Right.IMPORT_FILES)
    begins, ends = programme().starts_on, programme().ends_on
    latest = min(today(), ends) if ends else today()
    grid = _opened(latest)
    monday, first, last = _choose_week(grid, min(begins, latest), latest)
    if st.session_state.pop(_ASKED, False):
        _save(grid, monday)
    told: Told | None = st.session_state.pop(_TOLD, None)
    if told:
        (st.success if told.is_done else st.error)(plain(told.sentence))
    st.write(_("Tomma rader räknas inte. {warning}").format(warning=NOT_TO_WRITE))
    st.data_editor(
        _frame(grid),
        key=grid.editor,
        column_config=week_columns(first, last, with_verdicts=bool(grid.verdicts)),
        hide_index=True,
        num_rows="fixed",
        on_change=grid.note,
        row_height=_HEIGHT_WITH_VERDICT if grid.verdicts else None,
        placeholder="",
        alt=_("Veckans aktiviteter"),
    )
    with st.container(horizontal=True, gap="small"):
        st.button(
            _("Spara veckan"),
            on_click=_ask_to_save,
            args=(grid,),
            type=show.leading(),
            icon=":material/check:",
        )
        st.button(_("Fler rader"), on_click=_add_rows, args=(grid,), key="fler-rader")
    grid.form.state()


def _choose_week(grid: _Grid, earliest: date, latest: date) -> tuple[date, date, date]:
    """Return the Monday of a week, and the first and last day of it that can have activities."""
    day = grid.form.value(_DAY)
    if not earliest <= day <= latest:
        # The programme's days are others than when the draft was begun.
        grid.form.fill({_DAY: latest})
    chosen = st.date_input(
        _("Vecka, genom en dag i den"),
        min_value=earliest,
        max_value=latest,
        format="YYYY-MM-DD",
        width=260,
        key=grid.form.key(_DAY),
        on_change=grid.note,
    )
    monday = chosen - timedelta(days=chosen.weekday())
    first, last = max(monday, earliest), min(monday + timedelta(days=6), latest)
    days = [day_seen_from(each, today()) for each in dict.fromkeys((first, last))]
    st.caption(
        plain(
            _("Vecka {week}, {days}.").format(
                week=monday.isocalendar().week, days=_(" till ").join(days)
            )
        )
    )
    return monday, first, last


def _ask_to_save(grid: _Grid) -> None:
    # It is saved in the run that follows, when the reader is known; a second tap finds it saved.
    grid.note()
    st.session_state[_ASKED] = grid.form.is_open


def _add_rows(grid: _Grid) -> None:
    grid.rows.extend(_empty_rows())
    grid.note()
    grid.draw_anew()


def _save(grid: _Grid, monday: date) -> None:
    """Judge the rows as those of a file, and write all of them if none has a fault."""
    records: list[ActivityRecord] = []
    verdicts: dict[int, str] = {}
    for outcome in activity_reader()(_as_table(grid)):
        match outcome:
            case ParsedRow(row=row, record=record):
                records.append(replace(record, source_ref=grid.reference(row)))
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
        told = take_in(_as_import(monday, records), records, draft=_DRAFT)
    if told.differing:
        grid.leave_only(told.differing)
        told = Told(is_done=False, sentence=sentences(told.sentence, _other_screen()))
    if told.is_done:
        grid.form.close()
    else:
        grid.draw_anew()
    st.session_state[_TOLD] = told
    st.rerun()


def _other_screen() -> str:
    return _(
        "Det som står kvar i tabellen är redan sparat från en annan skärm, med andra uppgifter. "
        "Är det aktiviteter till, spara igen. Annars kastar du utkastet."
    )


def _as_import(monday: date, records: list[ActivityRecord]) -> ImportFile:
    name = _("Veckolista {monday}").format(monday=iso(monday))
    digest = hashlib.sha256(repr(records).encode()).hexdigest()
    return ImportFile(RecordKind.ACTIVITIES.value, name, digest)


def _as_table(grid: _Grid) -> Table:
    """Return what has been typed as the table of a file; its rows are numbered from 1."""
    return Table(
        headers=tuple(columns_of(ActivityRow)[name].heading for name in FIELDS),
        rows=_numbered(grid.rows),
        header_row=0,
        expected_rows=len(grid.rows),
    )


def _numbered(rows: list[dict[str, Any]]) -> Iterator[NumberedRow]:
    for number_of_row, row in enumerate(rows, start=1):
        yield number_of_row, [_as_cell(row.get(name)) for name in FIELDS]


def _as_cell(typed: object) -> Cell:
    """Return what the browser sends for a cell as a file would hold it."""
    if isinstance(typed, list):
        return "; ".join(map(str, typed))
    if typed is None:
        return ""
    return typed if isinstance(typed, int | float) else str(typed)


def _frame(grid: _Grid) -> pd.DataFrame:
    """Return a row a line of the table: dates, codes, whole numbers, lists of codes and text."""
    values = {name: [row.get(name) for row in grid.drawn] for name in FIELDS}
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
        frame.insert(0, VERDICT, told)
    return frame
