"""The rows of a file as tables: the faulty ones to be mended, and a look at the good ones."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from domain.records import ActivityRecord
from texts import _
from texts.numbers import number
from transfer.activities import ActivityRow
from transfer.characters import quoted
from transfer.fields import LONGEST_NOTE
from transfer.mending import MOST_FAULTY, FaultyRow, Preview
from transfer.reference import Reference
from transfer.rows import columns_of
from ui import show
from ui.forms.opened_file import OpenedFile
from ui.forms.taking_in import NOT_TO_WRITE, activity_reader, reference

ROWS_ON_PAGE = 100
MOST_TOLD = 20
"""Faulty rows that are told of when there are too many to be mended."""

_ROW_HEIGHT = 70
"""Pixels: a verdict takes two or three lines."""

_ROW, _FAULT, _LEFT_OUT = "rad", "fel", "utelamna"
_ASKED = "asked_of_mending"
_JUDGE, _LEAVE_OUT = "judge", "leave out"


def mend(opened: OpenedFile, found: Preview[ActivityRecord]) -> None:
    """Let the rows with faults be mended, a page of them at a time, and judged again."""
    asked = st.session_state.pop(_ASKED, "")
    if asked:
        found.judge_again(activity_reader())
        if asked == _LEAVE_OUT:
            found.leave_out_faulty()
        # What was mended is gone from the table, and the sentences above it are others.
        st.rerun()
    rows = found.to_mend
    last_page = (len(rows) - 1) // ROWS_ON_PAGE
    opened.page = min(max(opened.page, 0), last_page)
    first = opened.page * ROWS_ON_PAGE
    page = rows[first : first + ROWS_ON_PAGE]
    with st.form("ratta", border=True):
        st.header(_("Rader med fel"), anchor=False)
        st.write(
            _(
                "Rätta i tabellen, eller kryssa för de rader som inte ska tas in. Välj sedan "
                "Pröva igen. {warning}"
            ).format(warning=NOT_TO_WRITE)
        )
        editor = _editor(opened, found, page)
        if last_page:
            st.caption(
                _("Visar {first}–{last} av {count}.").format(
                    first=number(first + 1),
                    last=number(first + len(page)),
                    count=number(len(rows)),
                )
            )
        _buttons(opened, found, editor, page, last_page)


def _editor(opened: OpenedFile, found: Preview[ActivityRecord], page: Sequence[FaultyRow]) -> str:
    """Show the rows as a table to write in; its key."""
    key = f"ratta-{opened.turn}"
    st.data_editor(
        _frame(page, found),
        key=key,
        column_config=_columns(page, found),
        hide_index=True,
        num_rows="fixed",
        row_height=_ROW_HEIGHT,
        placeholder="",
        alt=_("Rader med fel"),
    )
    return key


def _buttons(
    opened: OpenedFile,
    found: Preview[ActivityRecord],
    editor: str,
    page: Sequence[FaultyRow],
    last_page: int,
) -> None:
    def button(label: str, *, turn: int = 0, asked: str = _JUDGE) -> None:
        arguments = (opened, editor, page, turn, asked)
        st.form_submit_button(label, on_click=_note, args=arguments)

    with st.container(horizontal=True, gap="small"):
        button(_("Pröva igen"))
        if opened.page > 0:
            button(_("Föregående"), turn=-1)
        if opened.page < last_page:
            button(_("Nästa"), turn=1)
        if found.faulty:
            button(_("Utelämna alla med fel"), asked=_LEAVE_OUT)


def _note(
    opened: OpenedFile, editor: str, page: Sequence[FaultyRow], turn: int, asked: str
) -> None:
    """Keep what was typed; it is judged in the run that follows, when its reader is known."""
    changes = st.session_state.get(editor, {}).get("edited_rows", {})
    for place, cells in changes.items():
        if 0 <= place < len(page):
            _edit(page[place], cells)
    opened.page += turn
    opened.turn += 1
    st.session_state[_ASKED] = asked


def _edit(row: FaultyRow, cells: dict[str, Any]) -> None:
    places = {_name(index): index for index in range(len(row.cells))}
    for name, value in cells.items():
        if name == _LEFT_OUT:
            row.is_left_out = value is True
        elif name in places:
            row.edit(places[name], "" if value is None else str(value))


def _frame(page: Sequence[FaultyRow], found: Preview[ActivityRecord]) -> pd.DataFrame:
    """Return a row a faulty row: its number, the verdict, whether it is left out, and its cells."""
    return pd.DataFrame(
        {
            _ROW: [row.number for row in page],
            _FAULT: [row.verdict for row in page],
            _LEFT_OUT: [row.is_left_out for row in page],
            **{
                _name(index): [row.shown(index) if index < len(row.cells) else "" for row in page]
                for index in _shown_columns(page, found)
            },
        }
    )


def _columns(page: Sequence[FaultyRow], found: Preview[ActivityRecord]) -> dict[str, Any]:
    beyond = _("Efter sista rubriken")
    return {
        _ROW: st.column_config.NumberColumn(_("Rad"), disabled=True, width=60, format="%d"),
        _FAULT: st.column_config.TextColumn(_("Fel"), disabled=True, width=360),
        _LEFT_OUT: st.column_config.CheckboxColumn(_("Utelämna"), width=110),
        **{
            _name(index): st.column_config.TextColumn(
                quoted(found.headers[index]) if index < len(found.headers) else beyond,
                max_chars=LONGEST_NOTE,
            )
            for index in _shown_columns(page, found)
        },
    }


def _shown_columns(page: Sequence[FaultyRow], found: Preview[ActivityRecord]) -> list[int]:
    """Return the indexes of the columns that are read: where a fault is first, as in the file."""
    faulty = {fault.column for row in page for fault in row.faults}
    in_order = sorted(found.columns.values())
    known = sorted(in_order, key=lambda index: quoted(found.headers[index]) not in faulty)
    return [len(found.headers), *known] if found.has_text_beyond else known


def _name(index: int) -> str:
    # Not the heading: two columns may bear the same.
    return f"kolumn-{index}"


def too_many(found: Preview[ActivityRecord]) -> None:
    """Say that the file itself must be mended, and what is wrong in its first rows."""
    st.warning(
        _(
            "Fler än {most} rader har fel, så filen behöver rättas där den kommer ifrån. Rätta den "
            "och lägg in den igen. Här är de första felen."
        ).format(most=number(MOST_FAULTY))
    )
    rows = list(found.rows.values())[:MOST_TOLD]
    frame = pd.DataFrame(
        {_("Rad"): [str(row.number) for row in rows], _("Fel"): [row.verdict for row in rows]}
    )
    show.table(frame, alt=_("De första felen"))


def good_rows(found: Preview[ActivityRecord]) -> None:
    """Show how the first good rows were understood."""
    if not found.first:
        return
    listed = reference()
    columns = columns_of(ActivityRow)
    frame = pd.DataFrame(
        {
            columns[name].heading: [
                _understood(getattr(row.record, name), columns[name].choices, listed)
                for row in found.first
            ]
            for name in columns
            if name in found.columns
        }
    )
    with show.section(_("Så lästes de första raderna")):
        show.table(frame, alt=_("De första raderna som kan tas in"), in_files=False)


def _understood(value: object, choices: str | None, listed: Reference) -> str:
    if value is None or value == ():
        return "–"
    if isinstance(value, tuple):
        return ", ".join(_understood(each, choices, listed) for each in value)
    if choices and choices != "points":
        return listed.choices(choices).get(str(value), str(value))
    return quoted(str(value))
