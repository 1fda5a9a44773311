"""A field for free text, told at once what must not stand in it."""

from collections.abc import Mapping

import streamlit as st

from domain.updates import LONGEST_TEXT, text_faults
from ui.forms.drafts import DraftedForm
from ui.plain import plain


def text_field(
    form: DraftedForm,
    name: str,
    label: str,
    told: Mapping[str, str],
    *,
    tip: str = "",
    is_long: bool = False,
    longest: int = LONGEST_TEXT,
    placeholder: str = "",
) -> None:
    """Draw a field for text, with what is wrong with it: seen now, else found at the last save.

    Args:
        form: the form that the field belongs to.
        name: the field's.
        label: what it asks for.
        told: what the last save found wrong, by field.
        tip: the help beside it.
        is_long: whether it has several lines.
        longest: characters that it may have.
        placeholder: stands in it while it is empty.
    """
    # No limit in the browser: it would cut what is pasted. What is too long is told of instead.
    draw = (lambda **kept: st.text_area(height=110, **kept)) if is_long else st.text_input
    draw(
        label=label,
        key=form.key(name),
        on_change=form.changed,
        help=tip or None,
        placeholder=placeholder or None,
    )
    fault = next(iter(text_faults(str(form.value(name)), longest)), told.get(name))
    if fault:
        st.error(plain(fault))
