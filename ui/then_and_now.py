"""Figures as they were then and are now, beside the sentence that says which way they have gone."""

from collections.abc import Sequence

import streamlit as st

from charts.dumbbells import Dumbbell, dumbbell
from domain.findings.then_and_now import Shift, describe_shift
from ui import show
from ui.plain import plain

_WIDTHS = (4, 6, 4)


def then_and_now(shifts: Sequence[Shift]) -> None:
    """Show a row for each: the number, what it means, and both values on one line."""
    with st.container(gap="medium"):
        for place, shift in enumerate(shifts):
            left, middle, right = st.columns(_WIDTHS, gap="medium", vertical_alignment="center")
            left.metric(shift.label, shift.value)
            with middle, st.container(gap="xsmall"):
                st.header(plain(shift.heading), anchor=False)
                st.write(plain(shift.reason))
            with right:
                _picture(shift, f"da-och-nu-{place}")


def _picture(shift: Shift, key: str) -> None:
    before, now = shift.told
    row = Dumbbell(
        float(shift.before),
        float(shift.now),
        None if shift.whole is None else float(shift.whole),
        before,
        now,
    )
    st.plotly_chart(
        dumbbell(row, show.theme()),
        theme=None,
        config=show.NO_MODE_BAR,
        key=key,
        alt=describe_shift(shift),
    )
