"""Forms of the accounts: invite, change, close, and end a session."""

from collections.abc import Callable, Sequence

import streamlit as st

from data_access.engine import DatabaseError, is_lost_connection
from data_access.refusals import refusal_of
from domain.access import AccessDeniedError, Role, SessionEndedError, role_name
from domain.accounts import Account, LiveSession
from domain.calendar import STOCKHOLM
from services.keep_accounts import (
    AccountUnchangedError,
    SessionGoneError,
    change_active,
    change_role,
    end_other_session,
    invite,
)
from texts import _
from texts.numbers import at_minute
from ui.cached import programme
from ui.plain import plain
from ui.session import engine
from ui.viewer import viewer

_TOLD = "told_of_accounts"
_INVITATION, _ACCOUNT, _SESSION = "invitation", "account", "session"
"""Where on the page something is done, and told of beside the button."""
_EMPTIED = "emptied_fields"


def _told(place: str) -> None:
    """Show what came of the last thing that was done in a place of the page, once."""
    where, is_done, sentence = st.session_state.get(_TOLD, ("", True, ""))
    if where == place:
        del st.session_state[_TOLD]
        (st.success if is_done else st.error)(plain(sentence))


def invitation() -> None:
    """Let an administrator invite a person."""
    # Before they are drawn: the browser keeps what is in a field unless it is told otherwise.
    for field in st.session_state.pop(_EMPTIED, ()):
        st.session_state[field] = ""
    with st.form("bjud-in", border=True):
        st.header(_("Bjud in"), anchor=False)
        name = st.text_input(_("Namn"), key="nytt-namn", max_chars=200)
        email = st.text_input(
            _("E-post"),
            key="ny-epost",
            max_chars=200,
            help=_("Den som personen loggar in med. Den används bara första gången."),
        )
        role, unit = _role_and_unit("nytt", Role.BOARD, "")
        if st.form_submit_button(_("Bjud in")):
            _do(
                _INVITATION,
                lambda: invite(
                    engine(),
                    viewer=viewer(),
                    programme_id=programme().id,
                    name=name.strip(),
                    email=email.strip(),
                    role=role,
                    unit=unit,
                ),
                _("{name} kan nu logga in.").format(name=name.strip()),
                "nytt-namn",
                "ny-epost",
                "nytt-enhet",
            )
        _told(_INVITATION)


def account(accounts: Sequence[Account]) -> None:
    """Let an administrator change what an account may, or close it."""
    by_id = {each.id: each for each in accounts}
    with st.container(border=True):
        st.header(_("Ändra ett konto"), anchor=False)
        chosen = st.selectbox(
            _("Konto"),
            list(by_id),
            format_func=lambda number: _account_label(by_id[number]),
            index=None,
            placeholder=_("Välj ett konto"),
            key="konto",
        )
        if chosen is not None:
            _change_of(by_id[chosen])
        _told(_ACCOUNT)


def _change_of(found: Account) -> None:
    if found.role_from_groups:
        st.write(
            _("Rollen kommer från personens grupp där hon eller han loggar in. Ändra den där.")
        )
    else:
        _role_form(found)
    label = _("Stäng kontot") if found.is_active else _("Öppna kontot")
    st.button(label, on_click=_set_active, args=(found, not found.is_active))


def _role_form(found: Account) -> None:
    with st.form(f"konto-{found.id}", border=False):
        role, unit = _role_and_unit(f"konto-{found.id}", found.role, found.unit or "")
        st.caption(_("Kontots inloggningar avslutas, så att ändringen gäller genast."))
        if st.form_submit_button(_("Spara")):
            _change(found, role, unit)


def _account_label(found: Account) -> str:
    told = found.email or _("utan e-post (nr {number})").format(number=found.id)
    return f"{found.name}, {told}"


def sessions(live: Sequence[LiveSession]) -> None:
    """Let an administrator end a session."""
    by_id = {each.id: each for each in live}
    # Streamlit knows an option by its words alone: of two that read the same it takes the first.
    chosen = st.selectbox(
        _("Inloggning"),
        list(by_id),
        format_func=lambda number: _("{name}, inloggad {when} (nr {number})").format(
            name=by_id[number].account_name,
            when=at_minute(by_id[number].started_at.astimezone(STOCKHOLM)),
            number=number,
        ),
        index=None,
        placeholder=_("Välj en inloggning"),
        key="inloggning",
    )
    if chosen is not None:
        st.button(_("Avsluta inloggningen"), on_click=_end, args=(by_id[chosen],))
    _told(_SESSION)


def _role_and_unit(name: str, role: Role, unit: str) -> tuple[Role, str | None]:
    chosen = st.selectbox(
        _("Roll"),
        [each.value for each in Role],
        index=list(Role).index(role),
        format_func=lambda value: role_name(Role(value)),
        key=f"{name}-roll",
    )
    given = st.text_input(
        _("Enhet"),
        value=unit,
        key=f"{name}-enhet",
        max_chars=200,
        help=_("För en arbetsledare: den enhet vars punkters pengar visas. Annars tom."),
    )
    return Role(chosen), given.strip() or None


def _change(found: Account, role: Role, unit: str | None) -> None:
    _do(
        _ACCOUNT,
        lambda: change_role(
            engine(),
            viewer=viewer(),
            programme_id=programme().id,
            account_id=found.id,
            role=role,
            unit=unit,
        ),
        _("{name} är nu {role}.").format(name=found.name, role=role_name(role).lower()),
    )


def _set_active(found: Account, is_active: bool) -> None:  # noqa: FBT001 - a button's argument
    sentence = _("{name} kan logga in igen.") if is_active else _("Kontot för {name} är stängt.")
    _act(
        _ACCOUNT,
        lambda: change_active(
            engine(),
            viewer=viewer(),
            programme_id=programme().id,
            account_id=found.id,
            is_active=is_active,
        ),
        sentence.format(name=found.name),
    )


def _end(session: LiveSession) -> None:
    _act(
        _SESSION,
        lambda: end_other_session(engine(), viewer=viewer(), session_id=session.id),
        _("Inloggningen för {name} är avslutad.").format(name=session.account_name),
    )


def _do(place: str, act: Callable[[], object], done: str, *fields: str) -> None:
    """Do something in the middle of a run; the page is then drawn anew, with what came of it.

    The fields are emptied when it is done; else what was typed stays, to be mended.
    """
    if _act(place, act, done):
        st.session_state[_EMPTIED] = fields
    st.rerun()


def _act(place: str, act: Callable[[], object], done: str) -> bool:
    """Do something, and keep what to say of it for the run that follows; whether it is done."""
    try:
        act()
    except (AccessDeniedError, SessionEndedError):
        # The role that drew the button was lost before it was pressed.
        told = (False, _("Du är inte längre inloggad som det krävs. Inget ändrades."))
    except SessionGoneError:
        told = (False, _("Inloggningen var redan avslutad."))
    except AccountUnchangedError:
        told = (False, _("Kontot kan inte ändras här: det är ditt eget, eller finns inte längre."))
    except DatabaseError as error:
        if is_lost_connection(error):
            raise
        told = (False, refusal_of(error))
    else:
        told = (True, done)
    st.session_state[_TOLD] = (place, *told)
    return told[0]
