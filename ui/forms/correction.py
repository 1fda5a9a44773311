"""Correcting what was registered: an entry is withdrawn or replaced, with a reason, and stays."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from data_access.entries import fetch_entries, fetch_history
from domain.entries import Entry, EntryFilter
from domain.findings.entries import entries_heading, history_lines
from services.register_activities import (
    EntryGoneError,
    draft_of_entry,
    replace_entry,
    withdraw_entry,
)
from texts import _
from texts.numbers import iso
from texts.words import join_words
from transfer.activities import ActivityRow
from transfer.reference import Reference
from transfer.rows import columns_of
from ui import show
from ui.cached import programme, read
from ui.forms.activity import judged, values_of, written
from ui.forms.drafts import DraftedForm, opened
from ui.forms.entry_fields import activity_fields
from ui.forms.faults import keep_faults, told_of
from ui.forms.taking_in import reference
from ui.forms.text_field import text_field
from ui.plain import plain
from ui.session import engine, today
from ui.viewer import viewer

_TOLD = "told_of_correction"
_DAYS_BACK = 30
_MOST = 200
_EVERYWHERE = ""
_WITHDRAWN_TOO = "rattelse-tillbakadragna"


def correction() -> None:
    """Let the writer find an entry, see what has become of it, and correct it."""
    chosen = _choose()
    found = read(fetch_entries, programme().id, chosen, _MOST)
    with show.section(entries_heading(len(found), _MOST)):
        is_done, sentence = st.session_state.pop(_TOLD, (True, ""))
        if sentence:
            (st.success if is_done else st.error)(plain(sentence))
        if not found:
            return
        listed = reference()
        by_id = {each.id: each for each in found}
        entry_id = st.selectbox(
            _("Post att rätta"),
            list(by_id),
            format_func=lambda number: _label(by_id[number], listed),
            index=None,
            placeholder=_("Välj en post"),
            key="post",
        )
        if entry_id is None:
            show.table(
                _frame(found, listed), alt=_("Registrerade aktiviteter"), on_phone=3, in_files=False
            )
    if entry_id is not None:
        _entry(by_id[entry_id])


def _choose() -> EntryFilter:
    areas = {_EVERYWHERE: _("Alla områden"), **reference().areas}
    with st.container(border=True, horizontal=True, gap="small", vertical_alignment="top"):
        span = st.date_input(
            _("Dagar"),
            (today() - timedelta(days=_DAYS_BACK), today()),
            max_value=today(),
            format="YYYY-MM-DD",
            key="rattelse-dagar",
            width=240,
        )
        area = st.selectbox(
            _("Område"),
            list(areas),
            format_func=lambda code: areas[code],
            key="rattelse-omrade",
            width=220,
        )
        withdrawn_too = st.toggle(_("Även tillbakadragna"), key=_WITHDRAWN_TOO)
    # While the second day is being chosen there is only the first.
    days: list[date] = list(span)
    return EntryFilter(
        days[0], days[-1], (area,) if area else (), withdrawn_too=bool(withdrawn_too)
    )


def _frame(found: tuple[Entry, ...], listed: Reference) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("Nr"): [str(each.id) for each in found],
            _("Datum"): [iso(each.record.occurred_on) for each in found],
            _("Område"): [_named(listed.areas, each.record.area_code) for each in found],
            _("Aktivitetstyp"): [_named(listed.kinds, each.record.kind) for each in found],
            _("Tillfällen"): [each.record.occasions for each in found],
            _("Deltagare"): pd.array(
                [each.record.participants for each in found], dtype="Float64"
            ).to_numpy(dtype=float, na_value=float("nan")),
            _("Punkter"): [join_words([*map(str, each.record.point_numbers)]) for each in found],
            _("Läge"): [_("tillbakadragen") if each.withdrawal else _("gäller") for each in found],
        }
    )


def _label(entry: Entry, listed: Reference) -> str:
    return _("{number}: {day}, {area}, {kind}").format(
        number=entry.id,
        day=iso(entry.record.occurred_on),
        area=_named(listed.areas, entry.record.area_code),
        kind=_named(listed.kinds, entry.record.kind),
    )


def _named(names: Mapping[str, str], code: str) -> str:
    return names.get(code, code)


def _entry(entry: Entry) -> None:
    with show.section(_("Vad som har hänt med posten")):
        for line in history_lines(read(fetch_history, programme().id, entry.id)):
            st.write(plain(line))
    form = opened(draft_of_entry(entry.id), {**values_of(entry.record), "why": ""}, {})
    if entry.withdrawal:
        if form.kept_at:
            _unsaved(form)
        return
    told = told_of(form)
    with show.section(_("Rätta posten")):
        tip = _("Till exempel: fel antal, dubbelt registrerad.")
        text_field(form, "why", _("Varför rättas den?"), told, tip=tip)
        activity_fields(form, told)
        with st.container(horizontal=True, gap="small"):
            st.button(
                _("Spara rättelsen"), type=show.leading(), on_click=_replace, args=(form, entry)
            )
            st.button(_("Dra tillbaka posten"), on_click=_withdraw, args=(form, entry))
        form.state()


def _unsaved(form: DraftedForm) -> None:
    """Show a correction that somebody else's came before: what differs from the entry."""
    headings = {name: column.heading for name, column in columns_of(ActivityRow).items()}
    with show.section(_("Din rättelse, som inte är sparad")):
        for name, was in form.blank.items():
            value = form.value(name)
            if value != was:
                told = join_words([*map(str, value)]) if isinstance(value, list) else value
                st.write(
                    plain(
                        _("{field}: {value}").format(
                            field=headings.get(name, _("Varför")), value=told or "–"
                        )
                    )
                )
        form.state()


def _why(form: DraftedForm) -> str:
    why = str(form.value("why")).strip()
    if not why:
        keep_faults(form, {"why": _("Skriv varför: det står kvar i postens historia.")})
    return why


def _replace(form: DraftedForm, entry: Entry) -> None:
    if not form.is_open:
        # A second tap: the first has done it.
        return
    why = _why(form)
    record = judged(form)
    if isinstance(record, dict):
        keep_faults(form, record)
    elif why:
        _correct(
            form,
            lambda: replace_entry(
                engine(),
                viewer=viewer(),
                programme_id=programme().id,
                entry_id=entry.id,
                record=record,
                why=why,
            ),
            _("Posten {number} är ersatt av en ny.").format(number=entry.id),
        )


def _withdraw(form: DraftedForm, entry: Entry) -> None:
    if not form.is_open:
        return
    why = _why(form)
    if why:
        _correct(
            form,
            lambda: withdraw_entry(
                engine(),
                viewer=viewer(),
                programme_id=programme().id,
                entry_id=entry.id,
                why=why,
            ),
            _("Posten {number} är tillbakadragen.").format(number=entry.id),
        )


def _correct(form: DraftedForm, write: Callable[[], None], done: str) -> None:
    try:
        if not written(form, write):
            return
        st.session_state[_TOLD] = (True, done)
    except EntryGoneError:
        told = _("Någon har hunnit rätta posten. Din rättelse är inte sparad: se vad som har hänt.")
        st.session_state[_TOLD] = (False, told)
        st.session_state[_WITHDRAWN_TOO] = True
        return
    form.close()
