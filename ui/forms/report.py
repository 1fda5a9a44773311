"""The form of a point's report: how it goes, what has happened, which milestones are done."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from config.statuses import word_of
from data_access.engine import DatabaseError, is_lost_connection
from data_access.refusals import refusal_of
from domain.access import AccessDeniedError, SessionEndedError
from domain.points import PointStanding
from domain.statuses import BY_PROGRESS, Status
from domain.updates import FaultyError, FieldFault, Update
from services.report_points import (
    OutdatedMilestoneError,
    OutdatedReportError,
    draft_of_point,
    report_point,
)
from texts import _
from texts.numbers import day
from ui import show
from ui.cached import programme
from ui.forms.conflict import Conflict, choose_between, conflict_of, forget_conflict, meet
from ui.forms.drafts import EARLIEST, LATEST, DraftedForm, opened
from ui.forms.milestones import (
    SEEN,
    blank_fields,
    build_on,
    changes_of_others,
    milestone_fields,
    seen_now,
    take_in_new,
    ticks_of,
)
from ui.forms.taking_in import NOT_TO_WRITE
from ui.forms.text_field import text_field
from ui.plain import plain
from ui.session import engine, today
from ui.viewer import viewer

_FAULTS = "faults_of_report"
_SAVED = "saved_report"
_BASED_ON = "based_on"
_STEP = 5


def report_form(standing: PointStanding, beside: Callable[[], None]) -> None:
    """Let the writer report a point.

    Args:
        standing: the point with its latest report.
        beside: draws what stands beside the button that saves.
    """
    form = _opened(standing)
    faults: list[FieldFault] = st.session_state.pop(_FAULTS, [])
    told = {fault.field: fault.text for fault in reversed(faults)}
    _fields(form, standing, told)
    # Where the button is: on a phone the top of the form is far away.
    if st.session_state.pop(_SAVED, "") == form.subject:
        _tell_saved(standing)
    for text in [fault.text for fault in faults if fault.field == "form"]:
        st.error(plain(text))
    if faults:
        st.error(_("Inget är sparat. Se vad som är markerat ovanför."))
    met = conflict_of(form)
    if met:
        _choose(form, met, standing)
    with st.container(horizontal=True, gap="small"):
        if not met:
            st.button(
                _("Spara"),
                type=show.leading(),
                icon=":material/check:",
                key=form.key("spara"),
                on_click=_save,
                args=(form, standing),
            )
        beside()
    form.state()


def _tell_saved(standing: PointStanding) -> None:
    st.success(
        _("Punkt {number} är sparad: {status}.").format(
            number=standing.point.number, status=word_of(standing.status).label.lower()
        )
    )


def _opened(standing: PointStanding) -> DraftedForm:
    report = standing.report
    blank: dict[str, Any] = {
        "status": standing.status,
        "progress": report.progress_percent if report else None,
        "forecast": report.forecast_date if report else None,
        # What was said earlier the same day is said on: a new report takes the place of that one.
        "comment": (report.comment or "") if report and report.as_of_date == today() else "",
        "risk": (report.risk or "") if report else "",
        **blank_fields(standing.milestones),
    }
    kept = {_BASED_ON: report.id if report else None, SEEN: seen_now(standing.milestones)}
    form = opened(draft_of_point(standing.point.number), blank, kept)
    take_in_new(form, standing.milestones)
    return form


def _fields(form: DraftedForm, standing: PointStanding, told: dict[str, str]) -> None:
    st.pills(
        _("Status"),
        [*BY_PROGRESS],
        format_func=lambda status: word_of(status).label,
        key=form.key("status"),
        on_change=form.changed,
        required=standing.status is not None,
        wrap=True,
    )
    _fault(told, "status")
    with st.container(horizontal=True, gap="small", vertical_alignment="top"):
        st.number_input(
            _("Framdrift, procent"),
            step=_STEP,
            # An empty field stays empty: silence is not zero.
            value=None,
            key=form.key("progress"),
            on_change=form.changed,
            width=200,
        )
        st.date_input(
            _("Väntas vara klar"),
            value=None,
            key=form.key("forecast"),
            format="YYYY-MM-DD",
            min_value=EARLIEST,
            max_value=LATEST,
            on_change=form.changed,
            width=200,
            help=_("Slutdatum är {day}. Lämna tomt om det håller.").format(
                day=day(standing.point.due_on)
            ),
        )
    _fault(told, "progress", "forecast")
    text_field(form, "comment", _("Vad har hänt?"), told, is_long=True)
    text_field(form, "risk", _("Risk, och hjälp som behövs"), told, is_long=True)
    st.caption(NOT_TO_WRITE)
    milestone_fields(form, standing.milestones, told)


def _fault(told: dict[str, str], *fields: str) -> None:
    for name in fields:
        if name in told:
            st.error(plain(told[name]))


def _typed(form: DraftedForm, standing: PointStanding) -> Update | FieldFault:
    status: Status | None = form.value("status")
    if status is None:
        return FieldFault("status", _("Välj en status."))
    return Update(
        status=Status(status),
        progress_percent=form.value("progress"),
        comment=form.value("comment").strip() or None,
        risk=form.value("risk").strip() or None,
        forecast_date=form.value("forecast"),
        ticks=ticks_of(form, standing.milestones),
    )


def _save(form: DraftedForm, standing: PointStanding) -> None:
    if not form.is_open:
        # A second tap: the first has saved it.
        return
    update = _typed(form, standing)
    if isinstance(update, FieldFault):
        st.session_state[_FAULTS] = [update]
        return
    faults = _write(form, standing, update)
    if faults:
        st.session_state[_FAULTS] = faults
    elif not conflict_of(form):
        form.close()
        st.session_state[_SAVED] = form.subject


def _write(form: DraftedForm, standing: PointStanding, update: Update) -> Sequence[FieldFault]:
    """Write a report; returns what is wrong, nothing if it is written or another's came first."""
    forget_conflict()
    try:
        report_point(
            engine(),
            viewer=viewer(),
            programme_id=programme().id,
            number=standing.point.number,
            update=update,
            based_on=form.kept[_BASED_ON],
            today=today(),
        )
    except FaultyError as error:
        return error.faults
    except OutdatedReportError as error:
        meet(form, theirs=error.theirs)
    except OutdatedMilestoneError as error:
        meet(form, milestone=error.title)
    except (AccessDeniedError, SessionEndedError):
        text = _("Du är inte längre inloggad som det krävs. Det du skrev är kvar som utkast.")
        return [FieldFault("form", text)]
    except DatabaseError as error:
        text = (
            _("Panelen når inte databasen. Inget är sparat: vänta en stund och försök igen.")
            if is_lost_connection(error)
            else refusal_of(error)
        )
        return [FieldFault("form", text)]
    return []


def _choose(form: DraftedForm, met: Conflict, standing: PointStanding) -> None:
    """Let the writer choose between two; what is chosen builds on what is shown here."""

    def save_mine() -> None:
        if not met.milestone:
            form.kept[_BASED_ON] = met.theirs.id if met.theirs else None
        build_on(form, standing.milestones, keep_own=True)
        _save(form, standing)

    def take_milestones() -> None:
        build_on(form, standing.milestones, keep_own=False)
        forget_conflict()
        form.changed()

    changes = changes_of_others(form, standing.milestones)
    choose_between(form, met, changes, save_mine, take_milestones)
