"""The director's forms of meetings: plan one, change it, open it, close it."""

from dataclasses import asdict
from typing import Any

import streamlit as st

from domain.access import Right
from domain.findings.meetings import meeting_name, missing_sentence
from domain.meetings import (
    LONGEST_AGENDA,
    LONGEST_TITLE,
    SUBJECTS,
    Meeting,
    MeetingPlan,
    MeetingState,
    as_diarienummer,
    faults_of_plan,
    subject_name,
)
from services import keep_meetings
from services.keep_meetings import draft_of_meeting
from texts import _
from texts.numbers import moment_seen_from
from ui import show
from ui.cached import programme
from ui.forms.deeds import act, ask_first, told
from ui.forms.drafts import EARLIEST, LATEST, DraftedForm, opened
from ui.forms.drawer import drawer
from ui.forms.faults import keep_faults, told_of
from ui.forms.taking_in import NOT_TO_WRITE
from ui.forms.text_field import text_field
from ui.plain import plain
from ui.routes import go_to_meeting
from ui.session import engine, today
from ui.viewer import viewer

_PLACE = "meeting"
_SEEN = "seen"


def meeting_forms(meeting: Meeting | None) -> None:
    """Let the director keep a meeting and plan another; nothing for others.

    `meeting` is the one that is shown; None: there is none yet.
    """
    if not viewer().may(Right.KEEP_MEETINGS):
        return
    with st.container(gap="small"):
        told(_PLACE)
        if meeting and meeting.state is not MeetingState.CLOSED:
            _steps(meeting)
            change = drawer(
                "andra-sammantrade", _("Ändra sammanträdet"), ":material/edit:", look="default"
            )
            if change.open:
                with change:
                    _change(meeting)
        plan = drawer(
            "planera-sammantrade", _("Planera ett sammanträde"), ":material/add:", look="default"
        )
        if plan.open:
            with plan:
                _plan()


def _steps(meeting: Meeting) -> None:
    """Offer the next step of a meeting, which asks first; or say what is missing for it."""
    lacks = missing_sentence(meeting, today())
    if lacks:
        st.write(plain(lacks))
        return
    if meeting.state is MeetingState.PLANNED:
        ask_first(
            f"open/{meeting.id}",
            _("Öppna sammanträdet"),
            _("Sammanträdet kan sedan inte bli planerat igen."),
            _("Ja, öppna"),
            lambda: _move(meeting, MeetingState.OPEN),
        )
        return
    ask_first(
        f"close/{meeting.id}",
        _("Stäng sammanträdet"),
        _(
            "Därefter går inget i det att ändra: varken dag, diarienummer, dagordning eller ämnen. "
            "Siffrorna fryses som de står i det senaste paketet, eller som de är nu om det inte "
            "finns något paket."
        ),
        _("Ja, stäng"),
        lambda: _move(meeting, MeetingState.CLOSED),
    )


def _move(meeting: Meeting, state: MeetingState) -> None:
    told_of_it: dict[str, Any] = {
        "viewer": viewer(),
        "programme_id": programme().id,
        "meeting_id": meeting.id,
        "seen": meeting.changed_at,
    }
    if state is MeetingState.OPEN:
        act(
            _PLACE,
            lambda: keep_meetings.open_meeting(engine(), **told_of_it),
            _("Sammanträdet är öppet."),
        )
    else:
        act(
            _PLACE,
            lambda: keep_meetings.close_meeting(engine(), **told_of_it, today=today()),
            _("Sammanträdet är stängt."),
        )


def _plan() -> None:
    blank = {
        # No day is likelier than another.
        "held_on": None,
        "title": _("Socialnämnden Hisingen"),
        "diarienummer": "",
        "agenda": "",
        "subjects": list(SUBJECTS),
    }
    form = opened(draft_of_meeting(None), blank, {})
    _fields(form)
    _button(form, _("Planera"), None)


def _change(meeting: Meeting) -> None:
    blank = _values_of(meeting)
    seen = meeting.changed_at.isoformat()
    form = opened(draft_of_meeting(meeting.id), blank, {_SEEN: seen})
    if form.kept[_SEEN] != seen and form.kept_at is None:
        # Nothing is typed: the fields follow what another has changed.
        form.close()
        form = opened(draft_of_meeting(meeting.id), blank, {_SEEN: seen})
    _fields(form)
    if form.kept[_SEEN] != seen:
        told(form.subject)
        _choose_between(form, meeting)
    else:
        _button(form, _("Spara ändringen"), meeting)


def _fields(form: DraftedForm) -> None:
    faults = told_of(form)
    with st.container(horizontal=True, gap="small", vertical_alignment="top"):
        st.date_input(
            _("Dag"),
            value=None,
            key=form.key("held_on"),
            format="YYYY-MM-DD",
            min_value=EARLIEST,
            max_value=LATEST,
            on_change=form.changed,
            width=170,
        )
        with st.container(width=260):
            tip = _("Till exempel N164-0123/26. Det behövs när sammanträdet öppnas.")
            text_field(form, "diarienummer", _("Diarienummer"), faults, tip=tip)
    _fault(faults, "held_on")
    text_field(form, "title", _("Sammanträdets namn"), faults, longest=LONGEST_TITLE)
    text_field(
        form,
        "agenda",
        _("Dagordning"),
        faults,
        is_long=True,
        longest=LONGEST_AGENDA,
        placeholder=_("En rad för varje ärende. {rule}").format(rule=NOT_TO_WRITE),
    )
    st.multiselect(
        _("Det som visas, i den ordning du väljer"),
        SUBJECTS,
        format_func=subject_name,
        key=form.key("subjects"),
        on_change=form.changed,
        placeholder=_("Välj ämnen"),
        select_all=False,
    )
    _fault(faults, "subjects")
    if faults:
        st.error(_("Inget är sparat. Se vad som är markerat ovanför."))


def _fault(faults: dict[str, str], field: str) -> None:
    if field in faults:
        st.error(plain(faults[field]))


def _button(form: DraftedForm, label: str, meeting: Meeting | None) -> None:
    told(form.subject)
    st.button(
        label,
        type=show.leading(),
        icon=":material/check:",
        key=form.key("spara"),
        on_click=_save,
        args=(form, meeting),
    )
    form.state()


def _choose_between(form: DraftedForm, meeting: Meeting) -> None:
    """Show what another has changed since the form was begun, and let the writer choose."""
    with st.container(border=True):
        st.warning(
            plain(
                _("{who} ändrade sammanträdet {moment}, medan du skrev. Så här är det nu:").format(
                    who=meeting.changed_by, moment=moment_seen_from(meeting.changed_at, today())
                )
            )
        )
        show.facts(
            (_("Sammanträde"), meeting_name(meeting)),
            (_("Diarienummer"), meeting.diarienummer),
            (_("Dagordning"), meeting.agenda),
            (_("Det som visas"), ", ".join(map(subject_name, meeting.subjects))),
        )
        st.button(_("Spara mitt i stället"), on_click=_save_over, args=(form, meeting))
    form.state()


def _save_over(form: DraftedForm, meeting: Meeting) -> None:
    form.kept[_SEEN] = meeting.changed_at.isoformat()
    _save(form, meeting)


def _save(form: DraftedForm, meeting: Meeting | None) -> None:
    if not form.is_open:
        # A second tap: the first has saved it.
        return
    if form.value("held_on") is None:
        keep_faults(form, {"held_on": _("Välj vilken dag sammanträdet hålls.")})
        return
    plan = _typed(form)
    faults = faults_of_plan(plan, today(), meeting.state if meeting else MeetingState.PLANNED)
    if faults:
        keep_faults(form, {fault.field: fault.text for fault in reversed(faults)})
        return
    known: dict[str, Any] = {
        "viewer": viewer(),
        "programme_id": programme().id,
        "plan": plan,
        "today": today(),
    }
    if meeting is None:

        def plan_it() -> None:
            go_to_meeting(keep_meetings.plan_meeting(engine(), **known))

        is_done = act(form.subject, plan_it, _("Sammanträdet är planerat, och visas ovanför."))
    else:
        known |= {"meeting_id": meeting.id, "seen": meeting.changed_at}
        is_done = act(
            form.subject,
            lambda: keep_meetings.replan_meeting(engine(), **known),
            _("Ändringen är sparad."),
        )
    if is_done:
        form.close()


def _typed(form: DraftedForm) -> MeetingPlan:
    return MeetingPlan(
        held_on=form.value("held_on"),
        title=form.value("title").strip(),
        diarienummer=as_diarienummer(form.value("diarienummer")),
        agenda=form.value("agenda").strip() or None,
        subjects=tuple(form.value("subjects")),
    )


def _values_of(meeting: Meeting) -> dict[str, Any]:
    values = {name: asdict(meeting)[name] for name in ("held_on", "title")}
    return values | {
        "diarienummer": meeting.diarienummer or "",
        "agenda": meeting.agenda or "",
        "subjects": list(meeting.subjects),
    }
