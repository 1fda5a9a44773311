"""What did we do?"""

import streamlit as st

from data_access.months import fetch_area_months
from domain.calendar import first_of_month, shift_month
from domain.completeness import find_gaps
from domain.findings.finding import Finding
from domain.findings.months import NOT_BEGUN, month_finding, unsubmitted_sentence
from texts import _
from texts.numbers import day
from ui import show
from ui.cached import programme, read
from ui.forms.activity import activity_form
from ui.forms.activity_file import file_import
from ui.forms.correction import correction
from ui.forms.months import choose_month, month_table, steps_to_submit
from ui.forms.taking_in import NOT_TO_WRITE
from ui.forms.week_grid import week_grid
from ui.plain import plain
from ui.session import today
from ui.tallies import read_periods


def render() -> None:
    """Draw the page."""
    views = {
        _("En aktivitet"): _one,
        _("En vecka"): _week,
        _("En fil"): _file,
        _("Rätta"): _correct,
        _("Månaden"): _month,
    }
    top = st.container()
    first = next(iter(views))
    chosen = st.segmented_control(
        _("Vad vill du göra?"),
        list(views),
        default=first,
        required=True,
        key="vad",
        bind="query-params",
        wrap=True,
    )
    with top:
        heading = st.container()
    finding = views[chosen or first]()
    with heading:
        show.head(finding, _("Läget {day}").format(day=day(today())))


def _one() -> Finding:
    activity_form()
    return Finding(_("Registrera en aktivitet"), NOT_TO_WRITE)


def _week() -> Finding:
    week_grid()
    return Finding(_("Registrera en vecka"), _("Skriv en rad för varje aktivitet."))


def _file() -> Finding:
    file_import()
    return Finding(
        _("Ta in en fil med aktiviteter"),
        _("Du ser först vad filen innehåller, och kan rätta det. Sedan säger du till."),
    )


def _correct() -> Finding:
    correction()
    return Finding(
        _("Rätta det som är registrerat"),
        _("En post försvinner aldrig: den dras tillbaka eller ersätts, och det syns varför."),
    )


def _month() -> Finding:
    last = shift_month(first_of_month(today()), -1)
    gaps = find_gaps(read_periods(first_of_month(programme().starts_on), last), today())
    missing = sorted({gap.month for gap in gaps})
    month = choose_month(missing[0] if missing else last)
    if month is None:
        return NOT_BEGUN
    told = unsubmitted_sentence(missing, today())
    if told:
        st.caption(plain(told))
    months = read(fetch_area_months, programme().id, month)
    month_table(months)
    steps_to_submit(months)
    return month_finding(months, month, today())
