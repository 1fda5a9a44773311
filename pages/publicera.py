"""Is the month ready, and what becomes visible?"""

import streamlit as st

from data_access.months import fetch_area_months, fetch_waiting_months
from domain.access import Right
from domain.calendar import first_of_month, shift_month
from domain.findings.months import NOT_BEGUN, month_finding, waiting_finding
from texts import _
from texts.numbers import day
from ui import show
from ui.cached import programme, read
from ui.forms.months import choose_month, month_table, steps_to_approve
from ui.forms.publishing import publish_form
from ui.plain import plain
from ui.session import today
from ui.viewer import viewer


def render() -> None:
    """Draw the page."""
    waiting = read(fetch_waiting_months, programme().id)
    show.head(waiting_finding(waiting, today()), _("Läget {day}").format(day=day(today())))
    last = shift_month(first_of_month(today()), -1)
    month = choose_month(waiting[0].month if waiting else last)
    if month is None:
        st.write(plain(NOT_BEGUN.title))
        return
    months = read(fetch_area_months, programme().id, month)
    finding = month_finding(months, month, today())
    with show.section(finding.title):
        st.write(plain(finding.lead))
        month_table(months)
        steps_to_approve(months)
    if viewer().may(Right.PUBLISH) and months:
        publish_form(months)
