"""The activities of a week in one table: a row each, saved all together or not at all."""

import hashlib
import secrets
import string
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from data_access.drafts import find_draft
from domain.access import Right, require
from domain.records import ActivityRecord
from services.import_file import ImportFile
from services.keep_drafts import forget
from texts import _, plural
from texts.numbers import day_seen_from, iso, number
from transfer.activities import ActivityRow
from transfer.faults import ParsedRow, RowFaults
from transfer.fields import Cell
from transfer.kinds import RecordKind
from transfer.rows import columns_of
from transfer.tabular import NumberedRow, Table
from ui import show
from ui.cached import programme, read_now
from ui.forms.drafts import keep_typed
from ui.forms.taking_in import NOT_TO_WRITE, Told, activity_reader, take_in
from ui.forms.week_columns import FIELDS, VERDICT, week_columns
from ui.plain import plain
from ui.session import engine, today
from ui.viewer import viewer

_GRID = "week_grid"
_DRAFT = "veckan"
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
    """What has been typed. `key` names its rows, so that saving it twice saves it once.

    `drawn` are the rows as the table was given them at this `turn`; what is typed is laid over.
    """

    key: str = field(default_factory=_new_key)
    rows: list[dict[str, Any]] = field(default_factory=lambda: [{} for _row in range(_ROWS)])
    drawn: list[dict[str, Any]] = field(default_factory=lambda: [{} for _row in range(_ROWS)])
    verdicts: dict[int, str] = field(default_factory=dict)
    turn: int = 0
    fault: str = ""

    @property
    def editor(self) -> str:
        """The key of the table's widget; drawn anew it is another one."""
        return f"vecka-{self.key}-{self.turn}"

    def note(self) -> None:
        """Keep what has been typed, here and on the server."""
        changes = st.session_state.get(self.editor, {}).get("edited_rows", {})
        for place, cells in changes.items():
            if 0 <= place < len(self.rows):
                self.rows[place].update({name: cells[name] for name in FIELDS if name in cells})
        _kept_at, self.fault = keep_typed(_DRAFT, {"key": self.key, "rows": self.rows})

    def draw_anew(self) -> None:
        """Let the table begin from what has been typed."""
        self.drawn = [dict(row) for row in self.rows]
        self.turn += 1


def _opened() -> _Grid:
    """Return the grid of this session, with what was typed in another, where there is none."""
    grid: _Grid | None = st.session_state.get(_GRID)
    if grid is None:
        draft = read_now(find_draft, _DRAFT)
        grid = _Grid(draft.fields["key"], draft.fields["rows"]) if draft else _Grid()
        st.session_state[_GRID] = grid
    if grid.editor not in st.session_state:
        # Streamlit forgets what was typed in a table of a page that was left.
        grid.draw_anew()
    return grid


def week_grid() -> None:
    """Let the reader register the activities of a week; nothing is written until it is saved.

    Raises:
        AccessDeniedError: the viewer may not.
    """
    require(viewer(), Right.REGISTER_ACTIVITIES)
    require(viewer(), Right.IMPORT_FILES)
    grid = _opened()
    monday, first, last = _choose_week()
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
    if grid.fault:
        st.warning(grid.fault)
    with st.container(horizontal=True, gap="small"):
        st.button(
            _("Spara veckan"),
            on_click=_ask_to_save,
            args=(grid,),
            type=show.leading(),
            icon=":material/check:",
        )
        st.button(_("Fler rader"), on_click=_add_rows, args=(grid,), key="fler-rader")


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


def _ask_to_save(grid: _Grid) -> None:
    # It is saved in the run that follows, when the reader is known.
    grid.note()
    st.session_state[_ASKED] = True


def _add_rows(grid: _Grid) -> None:
    grid.rows += [{} for _row in range(_ROWS)]
    grid.note()
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
        # A draft that outlives this holds the same rows by the same names: they stand once.
        forget(engine(), viewer=viewer(), subject=_DRAFT)
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
