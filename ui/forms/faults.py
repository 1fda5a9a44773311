"""What a save found wrong with a form's fields, kept for the run that draws them again."""

from collections.abc import Mapping

import streamlit as st

from ui.forms.drafts import DraftedForm

_FAULTS = "faults_of_form"


def keep_faults(form: DraftedForm, faults: Mapping[str, str]) -> None:
    """Keep what is wrong, by field, for the run that follows."""
    st.session_state[_FAULTS] = (form.subject, dict(faults))


def told_of(form: DraftedForm) -> dict[str, str]:
    """Return what was found wrong with a form's fields, once."""
    subject, faults = st.session_state.get(_FAULTS, ("", {}))
    if subject != form.subject:
        return {}
    del st.session_state[_FAULTS]
    return dict(faults)
