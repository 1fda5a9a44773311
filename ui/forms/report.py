"""The form of a point's report: how it goes, what has happened, which milestones are done."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from config.statuses import word_of
from data_access.engine import DatabaseError, is_lost_connection
from data_access.programme import fetch_standings
from data_access.refusals import refusal_of
from domain.access import AccessDeniedError, SessionEndedError
from domain.findings.updates import last_said, milestone_sentence
from domain.points import Milestone, PointStanding, StatusReport
from domain.statuses import BY_PROGRESS, Status
from domain.updates import FieldFault, Update
from services.report_points import (
    FaultyUpdateError,
    OutdatedMilestoneError,
    OutdatedReportError,
    draft_of_point,
    report_point,
)
from texts import _
from texts.numbers import day
from ui import show
from ui.cached import programme, read_now
from ui.forms.deeds import ask_first
from ui.forms.drafts import EARLIEST, LATEST, DraftedForm, opened
from ui.forms.milestones import (
    WAS,
    as_seen,
    changed_meanwhile,
    draw_milestones,
    milestone_fields,
    ticks_of,
)
from ui.forms.taking_in import NOT_TO_WRITE
from ui.forms.text_field import text_field
from ui.plain import plain
from ui.session import engine, today
from ui.viewer import viewer

_FAULTS = "faults_of_report"
_THEIRS = "report_of_another"
_BASED_ON = "based_on"
_STEP = 5


def report_form(standing: PointStanding, saved: Callable[[], None]) -> None:
    """Let the writer report a point.

    Args:
        standing: the point with its latest report.
        saved: is called, at the beginning of the next run, when the report is saved.
    """
    form = _opened(standing)
    faults: list[FieldFault] = st.session_state.pop(_FAULTS, [])
    told = {fault.field: fault.text for fault in reversed(faults)}
    theirs = st.session_state.get(_THEIRS)
    if theirs and theirs[0] == form.subject:
        _choose_between(form, theirs[1], standing, saved)
    _fields(form, standing, told)
    # Beside the button: on a phone the top of the form is far away.
    for text in [fault.text for fault in faults if fault.field == "form"]:
        st.error(plain(text))
    if theirs and theirs[0] == form.subject:
        st.error(_("Inget är sparat: överst står en rapport som hann före. Välj vad som gäller."))
    elif faults:
        st.error(_("Inget är sparat. Se vad som är markerat ovanför."))
    st.button(
        _("Spara"),
        type=show.leading(),
        icon=":material/check:",
        key=form.key("spara"),
        on_click=_save,
        args=(form, standing, saved),
    )
    form.state()


def _opened(standing: PointStanding) -> DraftedForm:
    report = standing.report
    blank: dict[str, Any] = {
        "status": standing.status,
        "progress": report.progress_percent if report else None,
        "forecast": report.forecast_date if report else None,
        # What was said earlier the same day is said on: a new report takes the place of that one.
        "comment": (report.comment or "") if report and report.as_of_date == today() else "",
        "risk": (report.risk or "") if report else "",
    }
    blank |= milestone_fields(standing.milestones)
    kept = {_BASED_ON: report.id if report else None, WAS: as_seen(standing.milestones)}
    return opened(draft_of_point(standing.point.number), blank, kept)


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
            # So that it can be emptied: not told is not 0.
            value=None,
            step=_STEP,
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
    if standing.milestones:
        draw_milestones(form, standing.milestones)
        _fault(told, "milestones")


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


def _save(form: DraftedForm, standing: PointStanding, saved: Callable[[], None]) -> None:
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
    elif not st.session_state.get(_THEIRS):
        form.close()
        saved()


def _write(form: DraftedForm, standing: PointStanding, update: Update) -> Sequence[FieldFault]:
    """Write a report; returns what is wrong, nothing if it is written or another's came first."""
    st.session_state.pop(_THEIRS, None)
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
    except FaultyUpdateError as error:
        return error.faults
    except OutdatedReportError as error:
        st.session_state[_THEIRS] = (form.subject, error.theirs)
        return []
    except OutdatedMilestoneError as error:
        # What the writer has now been told of is what the next save goes by.
        form.kept[WAS] = as_seen(_milestones_now(standing.point.number))
        form.changed()
        text = _(
            "Delmålet ”{title}” har ändrats av någon annan medan du skrev. Inget är sparat: spara "
            "igen om det som står i formuläret ska gälla."
        )
        return [FieldFault("milestones", text.format(title=error.title))]
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


def _milestones_now(number: int) -> tuple[Milestone, ...]:
    standings = read_now(fetch_standings, programme().id)
    return next(each.milestones for each in standings if each.point.number == number)


def _choose_between(
    form: DraftedForm,
    theirs: StatusReport | None,
    standing: PointStanding,
    saved: Callable[[], None],
) -> None:
    """Show what another has reported meanwhile, and let the writer choose."""
    with st.container(border=True):
        st.warning(_("Punkten har rapporterats medan du skrev. Din rapport är inte sparad."))
        st.header(_("Rapporten som hann före"), anchor=False)
        st.write(plain(last_said(theirs)))
        if theirs:
            _show_theirs(theirs)
        for milestone in changed_meanwhile(form, standing.milestones):
            st.write(plain(milestone_sentence(milestone)))
        st.write(_("Din rapport står i formuläret nedanför."))
        with st.container(horizontal=True, gap="small"):
            st.button(
                _("Spara min i stället"), on_click=_save_mine, args=(form, theirs, standing, saved)
            )
            ask_first(
                f"keep-theirs/{form.subject}",
                _("Behåll den som hann före"),
                _("Det du har skrivit försvinner."),
                _("Ja, behåll den"),
                lambda: _keep_theirs(form),
            )


def _show_theirs(theirs: StatusReport) -> None:
    show.status_badge(theirs.status)
    show.facts(
        (
            _("Väntas vara klar"),
            day(theirs.forecast_date) if theirs.forecast_date else None,
        ),
        (_("Vad har hänt?"), theirs.comment),
        (_("Risk, och hjälp som behövs"), theirs.risk),
    )


def _save_mine(
    form: DraftedForm,
    theirs: StatusReport | None,
    standing: PointStanding,
    saved: Callable[[], None],
) -> None:
    form.kept[_BASED_ON] = theirs.id if theirs else None
    _save(form, standing, saved)


def _keep_theirs(form: DraftedForm) -> None:
    st.session_state.pop(_THEIRS, None)
    form.throw_away()
