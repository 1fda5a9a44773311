"""The fields of an activity, each with what is wrong with it beside it."""

from collections.abc import Callable, Mapping

import streamlit as st

from texts import _
from texts.numbers import iso
from ui.forms.area_choice import area_choice
from ui.forms.drafts import EARLIEST, LATEST, DraftedForm
from ui.forms.taking_in import NOT_TO_WRITE, reference
from ui.forms.text_field import text_field
from ui.plain import plain
from ui.session import today

FORM = ""
"""Where a fault is told that is no single field's."""


def activity_fields(form: DraftedForm, told: Mapping[str, str]) -> None:
    """Draw the fields, each with what is wrong with it."""
    _when_and_where(form, told)
    _what_and_for_whom(form, told)
    _how_many(form, told)
    listed = reference()
    _several(form, "partners", _("Samverkan med"), listed.partners, told)
    points = {
        str(number): _("{number}. {title}").format(number=number, title=title)
        for number, title in listed.points.items()
    }
    st.multiselect(
        _("Punkter"),
        list(points),
        format_func=lambda number: points[number],
        key=form.key("point_numbers"),
        on_change=form.changed,
        placeholder=_("Ingen punkt"),
        select_all=False,
    )
    _fault(told, "point_numbers")
    text_field(form, "note", _("Anteckning"), told, tip=NOT_TO_WRITE)
    _fault(told, FORM)


def _when_and_where(form: DraftedForm, told: Mapping[str, str]) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="top"):
        st.date_input(
            _("Datum"),
            key=form.key("occurred_on"),
            format="YYYY-MM-DD",
            min_value=EARLIEST,
            max_value=LATEST,
            on_change=form.changed,
            width=170,
            help=_("Dagen då det ägde rum, senast {day}.").format(day=iso(today())),
        )
        area_choice(form)
    _fault(told, "occurred_on", "area_code")


def _what_and_for_whom(form: DraftedForm, told: Mapping[str, str]) -> None:
    listed = reference()
    for name, label, choices in (
        ("kind", _("Aktivitetstyp"), listed.kinds),
        ("target_group", _("Målgrupp"), listed.target_groups),
    ):
        st.pills(
            label,
            list(choices),
            format_func=_in_words(choices),
            key=form.key(name),
            on_change=form.changed,
            wrap=True,
        )
        _fault(told, name)


def _in_words(choices: Mapping[str, str]) -> Callable[[str], str]:
    return lambda code: plain(choices[code])


def _how_many(form: DraftedForm, told: Mapping[str, str]) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="top"):
        for name, label, tip in (
            ("occasions", _("Tillfällen"), _("Hur många gånger.")),
            (
                "participants",
                _("Deltagare"),
                _("Alla tillfällen tillsammans. 0 är ingen; tomt är att ingen räknade."),
            ),
            ("minutes", _("Minuter"), _("Alla tillfällen tillsammans. Kan vara tomt.")),
        ):
            # Without limits here: the browser would drop what is outside them without a word.
            st.number_input(
                label,
                step=1,
                value=None,
                key=form.key(name),
                on_change=form.changed,
                width=150,
                help=tip,
            )
    _fault(told, "occasions", "participants", "minutes")


def _several(
    form: DraftedForm, name: str, label: str, choices: Mapping[str, str], told: Mapping[str, str]
) -> None:
    st.pills(
        label,
        list(choices),
        selection_mode="multi",
        format_func=_in_words(choices),
        key=form.key(name),
        on_change=form.changed,
        wrap=True,
    )
    _fault(told, name)


def _fault(told: Mapping[str, str], *fields: str) -> None:
    for name in fields:
        if name in told:
            st.error(plain(told[name]))
