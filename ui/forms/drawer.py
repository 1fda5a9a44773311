"""A form behind a click: drawn when somebody looks, for a page costs by its elements."""

from typing import Any, Literal

import streamlit as st


def drawer(
    key: str, label: str, icon: str, *, look: Literal["default", "compact"] = "compact"
) -> Any:
    """Return what opens for a form; draw the form in it only where it is `open`.

    Args:
        key: under which the session keeps whether it is open.
        label: what it is for.
        icon: beside the label, as ``:material/…:``.
        look: framed, or compact within a text.
    """
    return st.expander(label, icon=icon, type=look, key=key, on_change="rerun")
