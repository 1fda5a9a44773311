"""The form of one activity, made for a phone: what was done, where and for whom."""

import secrets
import string
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from data_access.engine import DatabaseError, is_lost_connection
from data_access.entries import fetch_own_latest
from data_access.programme import fetch_kinds
from data_access.refusals import refusal_of
from domain.access import AccessDeniedError, SessionEndedError
from domain.findings.entries import registered_sentence
from domain.records import ActivityRecord
from services.register_activities import (
    DRAFT,
    AlreadyRegisteredError,
    MonthClosedError,
    OtherRegisteredError,
    register,
)
from texts import _
from transfer.activities import ActivityRow
from transfer.faults import ParsedRow, RowFault, RowFaults
from transfer.rows import columns_of
from transfer.tabular import Table
from ui import show
from ui.cached import programme, read, read_now
from ui.forms.drafts import DraftedForm, opened
from ui.forms.entry_fields import FORM, activity_fields
from ui.forms.faults import keep_faults, told_of
from ui.forms.taking_in import activity_reader
from ui.plain import plain
from ui.session import engine, today
from ui.tallies import read_division
from ui.viewer import viewer

_TOLD = "told_of_activity"
_REF = "ref"

_FIELDS = (
    *("occurred_on", "area_code", "kind", "target_group", "occasions", "participants", "minutes"),
    *("partners", "point_numbers", "note"),
)


def activity_form() -> None:
    """Let the writer register an activity; the latest one gives what is likely the same again."""
    form = opened(DRAFT, _blank(), {_REF: _new_ref()})
    faults = told_of(form)
    activity_fields(form, faults)
    # Beside the button: on a phone the top of the form is far away.
    sentence = st.session_state.pop(_TOLD, "")
    if sentence:
        st.success(plain(sentence))
    if faults:
        st.error(_("Inget är sparat. Se vad som är markerat ovanför."))
    st.button(
        _("Spara"),
        type=show.leading(),
        icon=":material/check:",
        key=form.key("spara"),
        on_click=_save,
        args=(form,),
    )
    form.state()


def values_of(record: ActivityRecord) -> dict[str, Any]:
    """Return what the fields hold where they tell of an activity."""
    return {
        "occurred_on": record.occurred_on,
        "area_code": record.area_code,
        "kind": record.kind,
        "target_group": record.target_group,
        "occasions": record.occasions,
        "participants": record.participants,
        "minutes": record.minutes,
        "partners": list(record.partners),
        "point_numbers": [str(number) for number in record.point_numbers],
        "note": record.note or "",
    }


def judged(form: DraftedForm) -> ActivityRecord | dict[str, str]:
    """Return the activity that the fields tell of, or what is wrong with each of them.

    Judged as a row of a file is, by the same rules and in the same words.
    """
    columns = columns_of(ActivityRow)
    table = Table(
        headers=tuple(columns[name].heading for name in _FIELDS),
        rows=iter([(1, [_as_cell(form.value(name)) for name in _FIELDS])]),
        header_row=0,
        expected_rows=1,
    )
    fields = {columns[name].heading: name for name in _FIELDS}
    for outcome in activity_reader()(table):
        match outcome:
            case ParsedRow(record=record):
                return record
            case RowFaults(faults=faults):
                return {
                    name: _told(form, name, fault)
                    for fault in faults
                    for name in [fields.get(fault.column, FORM)]
                }
    return {FORM: _("Inget är ifyllt ännu.")}


def _told(form: DraftedForm, name: str, fault: RowFault) -> str:
    if name in form.blank and form.value(name) in (None, "", []):
        return _("Det här behöver fyllas i.")
    return _("Här ska stå {expected}.").format(expected=fault.expected)


def written(form: DraftedForm, write: Callable[[], None]) -> bool:
    """Write something of a form's, or keep what is wrong; whether it is written.

    Whatever goes wrong, what was typed stays in the fields and in the draft.

    Raises:
        EntryGoneError: what it corrects does not stand any more.
    """
    try:
        write()
    except AlreadyRegisteredError:
        form.throw_away()
        return True
    except OtherRegisteredError:
        form.kept[_REF] = _new_ref()
        form.changed()
        text = _(
            "Utkastet är redan sparat från en annan skärm, med andra uppgifter. Är det här en "
            "aktivitet till, spara igen. Annars kastar du utkastet."
        )
    except MonthClosedError:
        text = _(
            "Månaden är inlämnad eller godkänd, så aktiviteten är inte sparad. Det du skrev är "
            "kvar. En inlämnad månad tar du tillbaka under Månaden, där det också står vem som "
            "lämnade in den. En godkänd öppnar förvaltningsdirektören: be om det där."
        )
    except (AccessDeniedError, SessionEndedError):
        text = _("Du är inte längre inloggad som det krävs. Det du skrev är kvar som utkast.")
    except DatabaseError as error:
        text = (
            _("Panelen når inte databasen. Inget är sparat: vänta en stund och försök igen.")
            if is_lost_connection(error)
            else refusal_of(error)
        )
    else:
        return True
    keep_faults(form, {FORM: text})
    return False


def _save(form: DraftedForm) -> None:
    if not form.is_open:
        # A second tap: the first has saved it.
        return
    record = judged(form)
    if isinstance(record, dict):
        keep_faults(form, record)
        return
    named = replace(record, source_ref=form.kept[_REF])
    if written(
        form,
        lambda: register(engine(), viewer=viewer(), programme_id=programme().id, record=named),
    ):
        names = read_division().names
        kinds = {kind.code: kind.name for kind in read(fetch_kinds, programme().id)}
        st.session_state[_TOLD] = registered_sentence(
            record, kinds[record.kind], names[record.area_code], today()
        )
        form.close()


def _blank() -> dict[str, Any]:
    latest = read_now(fetch_own_latest, programme().id)
    ends = programme().ends_on
    values: dict[str, Any] = {
        "area_code": None,
        "kind": None,
        "target_group": None,
        "partners": [],
        "point_numbers": [],
    }
    if latest:
        values = {name: values_of(latest.record)[name] for name in values}
    return {
        **values,
        "occurred_on": min(today(), ends) if ends else today(),
        "occasions": 1,
        "participants": None,
        "minutes": None,
        "note": "",
    }


def _new_ref() -> str:
    # Letters only, so that none can look like a person's number.
    letters = (secrets.choice(string.ascii_lowercase) for _letter in range(20))
    return "webb-" + "".join(letters)


def _as_cell(value: Any) -> Any:
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else value if isinstance(value, int) else str(value)
