"""A file of activities in the browser: dropped, looked at, mended, and taken in or let go."""

from io import BytesIO

import streamlit as st

from config.settings import settings
from data_access.months import fetch_closed_months
from domain.access import Right, require
from domain.findings.imports import closed_months_sentence, preview_sentence
from domain.records import ActivityRecord
from texts import _, plural
from texts.numbers import number
from transfer.faults import FileRefused, SheetMissing, SheetUnclear
from transfer.kinds import RecordKind
from transfer.mending import Preview
from transfer.templates import write_template
from ui import show
from ui.cached import programme, read
from ui.forms import mending_table
from ui.forms.opened_file import OpenedFile
from ui.forms.taking_in import Told, activity_reader, progress, reference, take_in
from ui.plain import plain
from ui.uploads import stop_waiting, wait_for_file
from ui.viewer import viewer

_OPENED = "opened_activity_file"
_TURN = "turn_of_activity_file"
_TOLD = "told_of_activity_file"
_SHOWN = "shown_activity_file"


def file_import() -> None:
    """Let the reader take in activities from a file; nothing is written before that is confirmed.

    Raises:
        AccessDeniedError: the viewer may not.
    """
    require(viewer(), Right.REGISTER_ACTIVITIES)
    require(viewer(), Right.IMPORT_FILES)
    st.session_state[_SHOWN] = True
    opened: OpenedFile | None = st.session_state.get(_OPENED)
    told: Told | None = st.session_state.pop(_TOLD, None)
    if told:
        (st.success if told.is_done else st.error)(plain(told.sentence))
    if opened is None:
        _choose()
        return
    stop_waiting()
    if opened.preview is None:
        _ask_sheet(opened)
    else:
        _show(opened, opened.preview)


def forget_if_left() -> None:
    """Let go of the file, and wait for none, where the run that ends has not shown it.

    Called when a page has been drawn: its reader is elsewhere, on another page or part of one.
    """
    if not st.session_state.pop(_SHOWN, False):
        forget()


def forget() -> None:
    """Let go of the file that is looked at, if there is one: its copy is removed."""
    opened: OpenedFile | None = st.session_state.pop(_OPENED, None)
    if opened:
        opened.close()
    stop_waiting()


def _choose() -> None:
    listed = reference()

    def template() -> bytes:
        content = BytesIO()
        write_template(RecordKind.ACTIVITIES, listed, content)
        return content.getvalue()

    st.download_button(
        _("Hämta en mall (Excel)"),
        data=template,
        file_name="mall-aktiviteter.xlsx",
        icon=":material/download:",
        on_click="ignore",
        key="mall-aktiviteter",
    )
    wait_for_file(viewer())
    most = settings().max_import_megabytes
    # Any kind may be dropped: what the file is decides, and what it is told to be instead.
    dropped = st.file_uploader(
        _("Fil med aktiviteter"),
        key=f"aktivitetsfil-{st.session_state.get(_TURN, 0)}",
        max_upload_size=most,
    )
    st.caption(_("CSV, .xlsx, .xls eller .ods, högst {most} MB.").format(most=number(most)))
    if dropped is not None:
        opened = OpenedFile(dropped.name, dropped.getvalue())
        # What was sent is let go of, and the next file gets a field of its own.
        stop_waiting()
        st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
        _look(opened)


def _look(opened: OpenedFile) -> None:
    """Read a file through; the page is then drawn anew, with what was found."""
    try:
        table = opened.open()
        with progress(table.expected_rows, _("Räknar samman")) as step:
            closed = read(fetch_closed_months, programme().id)
            opened.look(table, activity_reader(), step, closed)
    except (SheetUnclear, SheetMissing) as refusal:
        opened.refusal = str(refusal)
    except FileRefused as refusal:
        st.session_state[_TOLD] = Told(is_done=False, sentence=str(refusal))
        opened.close()
        forget()
        st.rerun()
    st.session_state[_OPENED] = opened
    st.rerun()


def _ask_sheet(opened: OpenedFile) -> None:
    st.error(plain(opened.refusal))
    with st.form("blad", border=False):
        named = st.text_input(_("Blad"), max_chars=100)
        with st.container(horizontal=True, gap="small"):
            is_named = st.form_submit_button(_("Läs bladet"))
            st.form_submit_button(_("Avbryt"), on_click=forget)
    if is_named and named.strip():
        opened.sheet = named.strip()
        _look(opened)


def _show(opened: OpenedFile, found: Preview[ActivityRecord]) -> None:
    with show.section(preview_sentence(found.ready, found.faulty, found.left_out)):
        st.caption(plain(_("Fil: {name}. Inget är skrivet ännu.").format(name=opened.name)))
        closed = closed_months_sentence(opened.closed_months.total(), [*opened.closed_months])
        if closed:
            st.warning(plain(closed))
        _notes(found)
    if not found.can_be_mended:
        mending_table.too_many(found)
    elif found.to_mend:
        mending_table.mend(opened, found)
    with st.container(horizontal=True, gap="small"):
        is_confirmed = False
        if found.ready and not found.faulty:
            label = plural("Ta in {n} rad", "Ta in {n} rader", found.ready)
            is_confirmed = st.button(
                label.format(n=number(found.ready)), type=show.leading(), icon=":material/check:"
            )
        st.button(_("Avbryt"), on_click=forget, key="avbryt-fil")
    if is_confirmed:
        _confirm(opened, found)
    mending_table.good_rows(found)


def _notes(found: Preview[ActivityRecord]) -> None:
    if not found.notes:
        return
    count = len(found.notes) + found.further_notes
    label = plural("{n} sak att veta om filen", "{n} saker att veta om filen", count)
    with st.expander(label.format(n=number(count))):
        lines = [
            _("Rad {row}: {message}").format(row=note.row, message=note.message)
            for note in found.notes
        ]
        if found.further_notes:
            lines.append(_("… och {n} till.").format(n=number(found.further_notes)))
        st.write("  \n".join(map(plain, lines)))


def _confirm(opened: OpenedFile, found: Preview[ActivityRecord]) -> None:
    """Take the rows in, in one transaction; a rerun in the middle of it leaves nothing written."""
    try:
        table = opened.open()
    except FileRefused as refusal:
        told = Told(is_done=False, sentence=str(refusal))
    else:
        with progress(table.expected_rows, _("Skriver till databasen")) as step:
            outcomes = step(activity_reader()(found.laid_over(table)))
            told = take_in(
                opened.as_import(),
                opened.records(found, outcomes),
                accept_good=bool(found.left_out),
            )
    st.session_state[_TOLD] = told
    if told.is_done:
        forget()
    st.rerun()
