"""Choosing an area: by writing a part of its name, or on the map."""

import streamlit as st

from charts.area_map import AreaShade, area_map
from domain.activities import Mark
from domain.areas import Area
from texts import _
from ui import show
from ui.area_map import HEIGHT, HEIGHT_PHONE, WIDTH, WIDTH_PHONE
from ui.cached import drawn
from ui.forms.drafts import DraftedForm
from ui.forms.taking_in import reference
from ui.session import device
from ui.tallies import Division, read_division

_MAP = "karta-att-valja-pa"
_FIELD = "area_code"
_ROOM_FOR_A_NAME = 5
"""Square kilometres."""


def area_choice(form: DraftedForm) -> None:
    """Let the writer choose an area for a form's field `area_code`."""
    areas = reference().areas
    st.selectbox(
        _("Område"),
        list(areas),
        format_func=lambda code: areas[code],
        key=form.key(_FIELD),
        on_change=form.changed,
        index=None,
        placeholder=_("Skriv en del av namnet"),
        width=260,
    )
    if st.toggle(_("Välj på kartan"), key="valj-pa-kartan"):
        _map(form, read_division())


def _map(form: DraftedForm, division: Division) -> None:
    phone = device().is_phone
    chosen = form.value(_FIELD)
    width, height = (WIDTH_PHONE, HEIGHT_PHONE) if phone else (WIDTH, HEIGHT)
    st.pydeck_chart(
        drawn(
            area_map,
            [
                AreaShade(
                    code=area.code,
                    name=area.name,
                    geometry=area.geometry or {},
                    text=_name_on_phone(area) if phone else "",
                    class_index=0 if area.code == chosen else None,
                    mark=Mark.SHOWN,
                )
                for area in division.reporting
            ],
            show.theme(),
            width=width,
            height=height,
            compact=phone,
        ),
        height=height,
        key=_MAP,
        on_select=lambda: _choose(form),
        alt=_("Karta över områdena. Samma val finns i listan Område."),
    )


def _name_on_phone(area: Area) -> str:
    # A phone's map names no areas by itself; those of the small ones would lie over each other.
    return area.name if (area.area_km2 or 0) > _ROOM_FOR_A_NAME else ""


def _choose(form: DraftedForm) -> None:
    for clicked in st.session_state[_MAP].selection.objects.values():
        if clicked:
            form.fill({_FIELD: clicked[0]["code"]})
            form.changed()
