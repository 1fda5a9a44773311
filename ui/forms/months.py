"""A month's way from open to approved, for who submits it and for who approves it."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import nan

import pandas as pd
import streamlit as st

from data_access.months import fetch_steps
from domain.calendar import first_of_month, months_between
from domain.findings.months import (
    APPROVED,
    OPEN,
    SUBMITTED,
    state_name,
    step_sentence,
    to_submit,
)
from domain.months import AreaMonth, Move
from services import report_months
from texts import _, plural
from texts.numbers import month as month_of
from texts.numbers import number_word
from texts.words import capitalised
from ui import show
from ui.cached import programme, read
from ui.forms.deeds import act, ask_first, fill_fields, submit, told
from ui.forms.taking_in import NOT_TO_WRITE
from ui.plain import plain
from ui.session import engine, today
from ui.tallies import read_division
from ui.viewer import viewer

_PLACE = "month"


def choose_month(likely: date) -> date | None:
    """Let the reader choose a month of the programme, a likely one first; None: it has none.

    The choice is in the address, which a reminder leads to.
    """
    last = min(today(), programme().ends_on or today())
    months = months_between(first_of_month(programme().starts_on), first_of_month(last))
    if not months:
        return None
    latest_first = [*reversed(months)]
    return st.selectbox(
        _("Månad"),
        latest_first,
        index=latest_first.index(likely) if likely in months else 0,
        format_func=month_of,
        key="manad",
        bind="query-params",
        width=220,
    )


def month_table(months: Sequence[AreaMonth]) -> None:
    """Show how a month stands in each area."""
    names = read_division().names
    frame = pd.DataFrame(
        {
            _("Område"): [names.get(each.area_code, each.area_code) for each in months],
            _("Läge"): [_state(each) for each in months],
            _("Aktiviteter"): [_occasions(each) for each in months],
            _("Senast"): [step_sentence(each.last) for each in months],
        }
    )
    for each in months:
        if each.is_sent_back or each.is_asked_to_open:
            area = names.get(each.area_code, each.area_code)
            st.warning(plain(_("{area}: {step}").format(area=area, step=step_sentence(each.last))))
    show.table(frame, alt=_("Månaden, område för område"), on_phone=3, in_files=False)
    if any(each.last for each in months):
        _history(months[0].month, names)


def _history(month: date, names: Mapping[str, str]) -> None:
    opened = st.expander(
        _("Så har månaden gått"),
        icon=":material/history:",
        type="compact",
        key="manadens-historik",
        on_change="rerun",
    )
    # Read when somebody looks.
    if opened.open:
        with opened:
            for step in reversed(read(fetch_steps, programme().id, month)):
                area = names.get(step.area_code, step.area_code)
                text = _("{area}: {step}").format(area=area, step=step_sentence(step))
                st.caption(plain(text))


def steps_to_submit(months: Sequence[AreaMonth]) -> None:
    """Offer to submit what is open, to take it back, and to ask for what is approved."""
    still_open = [each for each in months if each.state is OPEN]
    if still_open and still_open[0].is_over(today()):
        _offer_to_submit(_choose_areas(_("Områden att lämna in"), still_open, "lamna-in"))
    told(_PLACE)
    submitted = [each for each in months if each.state is SUBMITTED]
    if submitted:
        chosen = _choose_area(_("Inlämnat område"), submitted, "ta-tillbaka")
        if chosen and st.button(_("Ta tillbaka inlämningen")):
            _move(chosen, Move.TAKE_BACK, _("Månaden är öppen igen."))
    approved = [each for each in months if each.state is APPROVED]
    if approved:
        with st.container(border=True):
            st.header(_("Be att få öppna en godkänd månad"), anchor=False)
            chosen, why, field = _ask_why(approved, "be-om-omrade")
            if chosen and st.button(_("Skicka till förvaltningsdirektören")):
                done = _("Förvaltningsdirektören ser att du ber om det, och varför.")
                _move(chosen, Move.ASK_TO_OPEN, done, why, field)


def steps_to_approve(months: Sequence[AreaMonth]) -> None:
    """Offer to approve what is submitted, to send it back, and to open what is approved."""
    waiting = [each for each in months if each.state is SUBMITTED]
    if waiting:
        _offer_to_approve(_choose_areas(_("Områden att godkänna"), waiting, "godkann"))
    told(_PLACE)
    closed = [each for each in months if each.state is not OPEN]
    if not closed:
        return
    with st.container(border=True):
        st.header(_("Sänd tillbaka eller öppna igen"), anchor=False)
        chosen, why, field = _ask_why(closed, "oppna-omrade")
        if not chosen:
            return
        move, label = Move.REOPEN, _("Öppna månaden igen")
        if chosen.state is SUBMITTED:
            move, label = Move.SEND_BACK, _("Sänd tillbaka")
        with st.container(horizontal=True, gap="small"):
            if st.button(label):
                done = _("Månaden är öppen igen. Arbetsledaren ser varför.")
                _move(chosen, move, done, why, field)
            if chosen.is_asked_to_open and st.button(_("Låt den vara stängd")):
                done = _("Månaden är fortsatt godkänd och låst. Arbetsledaren ser varför.")
                _move(chosen, Move.DECLINE, done, why, field)


def _offer_to_submit(months: Sequence[AreaMonth]) -> None:
    if not months:
        return
    st.write(plain(to_submit(months)))
    label = plural("Lämna in {n} område", "Lämna in {n} områden", len(months))
    ask_first(
        _question("submit", months),
        label.format(n=number_word(len(months), neuter=True)),
        _(
            "Du går i god för att allt är registrerat för {month}. Månaden stängs för nya "
            "aktiviteter."
        ).format(month=month_of(months[0].month)),
        _("Ja, lämna in"),
        lambda: _submit(months),
    )


def _offer_to_approve(months: Sequence[AreaMonth]) -> None:
    if not months:
        return
    label = plural("Godkänn {n} område", "Godkänn {n} områden", len(months))
    ask_first(
        _question("approve", months),
        label.format(n=number_word(len(months), neuter=True)),
        _("{month} låses: därefter ändras den bara om du öppnar den igen.").format(
            month=capitalised(month_of(months[0].month))
        ),
        _("Ja, godkänn"),
        lambda: _approve(months),
    )


def _ask_why(months: Sequence[AreaMonth], key: str) -> tuple[AreaMonth | None, str, str]:
    """Let an area be chosen and a reason be given; returns them, and the key of the reason."""
    fill_fields()
    chosen = _choose_area(_("Område"), months, key)
    # Of each month its own: a reason must not go along to another.
    field = f"{key}-varfor-{months[0].month:%Y-%m}"
    why = st.text_input(_("Varför?"), key=field, max_chars=500, help=NOT_TO_WRITE)
    return chosen, why.strip(), field


def _choose_areas(label: str, months: Sequence[AreaMonth], key: str) -> list[AreaMonth]:
    """Let areas be left out; all are chosen to begin with."""
    names = read_division().names
    by_code = {each.area_code: each for each in months}
    if len(by_code) == 1:
        return [*months]
    # Of each month its own, and anew when the areas that remain are others.
    field = f"{key}/{months[0].month:%Y-%m}/{'-'.join(sorted(by_code))}"
    codes = st.pills(
        label,
        list(by_code),
        selection_mode="multi",
        default=list(by_code),
        format_func=lambda code: plain(names.get(str(code), str(code))),
        key=field,
        wrap=True,
    )
    return [by_code[code] for code in by_code if code in codes]


def _question(what: str, months: Sequence[AreaMonth]) -> str:
    """Return what a question is about: with other areas chosen it is another question."""
    return f"{what}/{months[0].month}/{'-'.join(each.area_code for each in months)}"


def _choose_area(label: str, months: Sequence[AreaMonth], key: str) -> AreaMonth | None:
    names = read_division().names
    by_code = {each.area_code: each for each in months}
    code = st.selectbox(
        label,
        list(by_code),
        format_func=lambda code: _("{area} ({state})").format(
            area=names.get(code, code), state=_state(by_code[code])
        ),
        index=None,
        placeholder=_("Välj ett område"),
        key=key,
        width=320,
    )
    return by_code.get(code) if code else None


def _state(month: AreaMonth) -> str:
    if month.is_sent_back:
        return _("öppnad igen")
    if month.is_asked_to_open:
        return _("godkänd, öppning begärd")
    if month.is_late(today()):
        return _("försenad")
    return state_name(month.state)


def _occasions(month: AreaMonth) -> float:
    # In an open month nothing is not zero: somebody may not have registered it yet.
    if month.state is OPEN and not month.total.entries:
        return nan
    return float(month.total.occasions)


def _submit(months: Sequence[AreaMonth]) -> None:
    act(
        _PLACE,
        lambda: report_months.submit_month(
            engine(),
            viewer=viewer(),
            programme_id=programme().id,
            month=months[0].month,
            seen={each.area_code: each.total for each in months},
        ),
        _("Månaden är inlämnad. Förvaltningsdirektören kan nu godkänna den."),
    )


def _approve(months: Sequence[AreaMonth]) -> None:
    act(
        _PLACE,
        lambda: report_months.approve_month(
            engine(),
            viewer=viewer(),
            programme_id=programme().id,
            month=months[0].month,
            seen={each.area_code: each.last.id for each in months if each.last},
        ),
        _("Månaden är godkänd och låst."),
    )


def _move(month: AreaMonth, move: Move, done: str, why: str = "", field: str = "") -> None:
    submit(
        _PLACE,
        lambda: report_months.move_month(
            engine(),
            viewer=viewer(),
            programme_id=programme().id,
            area_code=month.area_code,
            month=month.month,
            move=move,
            # A month that can be moved has been submitted, which is a step.
            seen=month.last.id if month.last else 0,
            why=why,
        ),
        done,
        {field: ""} if field else {},
    )
