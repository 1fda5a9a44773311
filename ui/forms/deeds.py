"""What is done from a form, asked about first where it matters, and told of beside its button."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import streamlit as st

from data_access.engine import DatabaseError, is_lost_connection
from data_access.facts import NotSettledError
from data_access.refusals import refusal_of
from domain.access import AccessDeniedError, SessionEndedError
from domain.outdated import OutdatedError
from domain.updates import FaultyError
from services.keep_accounts import AccountUnchangedError, AddressUsedError, SessionGoneError
from texts import _
from ui.plain import plain

_TOLD = "told_of_deeds"
_FILLED = "filled_fields"
_ASKED = "asked_about"


def act(place: str, do: Callable[[], object], done: str, *, done_at: str = "") -> bool:
    """Do something, and keep what to say of it for the run that follows; whether it is done.

    Args:
        place: where on the page it is told.
        do: what is done.
        done: the sentence, if it goes well.
        done_at: where that is told, if the place itself is gone by then.
    """
    try:
        do()
    except (AccessDeniedError, SessionEndedError):
        # The role that drew the button was lost before it was pressed.
        told = (False, _("Du är inte längre inloggad som det krävs. Inget ändrades."))
    except SessionGoneError:
        told = (False, _("Inloggningen var redan avslutad."))
    except AccountUnchangedError:
        told = (False, _("Kontot kan inte ändras här: det är ditt eget, eller finns inte längre."))
    except AddressUsedError:
        told = (False, _("Någon har redan loggat in med kontot, så adressen kan inte ändras."))
    except OutdatedError:
        told = (False, _("Någon annan har ändrat under tiden. Inget är sparat: se hur det nu är."))
    except NotSettledError:
        told = (False, _("Någon skriver just nu. Inget gjordes: vänta en stund och försök igen."))
    except FaultyError as error:
        told = (False, error.faults[0].text)
    except DatabaseError as error:
        text = (
            _("Panelen når inte databasen. Inget ändrades: vänta en stund och försök igen.")
            if is_lost_connection(error)
            else refusal_of(error)
        )
        told = (False, text)
    else:
        told, place = (True, done), done_at or place
    st.session_state[_TOLD] = (place, *told)
    return told[0]


def submit(
    place: str,
    do: Callable[[], object],
    done: str,
    fields: Mapping[str, object] = MappingProxyType({}),
) -> None:
    """Do something in the middle of a run; the page is then drawn anew, with what came of it.

    The fields, by their keys, are filled anew when it is done; else what was typed stays, to be
    mended.
    """
    if act(place, do, done):
        st.session_state[_FILLED] = fields
    st.rerun()


def fill_fields() -> None:
    """Fill the fields of what was done; before they are drawn."""
    # The browser keeps what is in a field unless it is told otherwise.
    for field, value in st.session_state.pop(_FILLED, {}).items():
        st.session_state[field] = value


def told(place: str) -> None:
    """Show what came of the last thing that was done in a place of the page, once."""
    where, is_done, sentence = st.session_state.get(_TOLD, ("", True, ""))
    if where == place:
        del st.session_state[_TOLD]
        (st.success if is_done else st.error)(plain(sentence))


def ask_first(what: str, label: str, warning: str, agree: str, do: Callable[[], object]) -> None:
    """Show a button for what cannot be taken back at once: it asks, and a second one does it.

    Args:
        what: is asked about; a name of it that nothing else on the page has.
        label: of the first button.
        warning: what will happen.
        agree: label of the second button.
        do: what it does, at the beginning of the next run.
    """
    if st.session_state.get(_ASKED) != what:
        st.button(label, on_click=_ask, args=(what,))
        return
    st.warning(plain(warning))

    def agreed() -> None:
        # A second tap comes when the question is answered already.
        if st.session_state.get(_ASKED) == what:
            forget_question()
            do()

    with st.container(horizontal=True, gap="small"):
        st.button(agree, on_click=agreed)
        st.button(_("Avbryt"), on_click=forget_question)


def forget_question() -> None:
    """Ask about nothing any more."""
    st.session_state.pop(_ASKED, None)


def _ask(what: str) -> None:
    st.session_state[_ASKED] = what
