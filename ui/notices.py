"""Calm sentences for what is missing or broken: what it is, why, and what to do."""

import streamlit as st

from config.settings import settings
from data_access.migrate import SchemaMismatchError
from texts import _
from ui.plain import plain


def database_away() -> None:
    """Say that the database cannot be reached; nothing is lost."""
    _notice(
        _("Panelen når inte databasen just nu"),
        _(
            "Inget är förlorat. Vänta en stund och försök igen. Om det inte hjälper: "
            "kontakta systemadministratören."
        ),
        button=_("Försök igen"),
    )


def not_settled() -> None:
    """Say that somebody is writing what belongs to the moment that is asked for."""
    _notice(
        _("Någon skriver just nu"),
        _("Det som var känt vid den tiden är inte klart ännu. Vänta en stund och försök igen."),
        button=_("Försök igen"),
    )


def schema_mismatch(error: SchemaMismatchError) -> None:
    """Say which command brings the database and the program together."""
    _notice(_("Databasen passar inte det här programmet"), str(error))


def no_programme(code: str) -> None:
    """Say that the database is empty of programmes and how to fill it."""
    _notice(
        _("Det finns inget program i databasen ännu"),
        _(
            "Inget program har koden {code}. Starta ett med kommandot trygghet programme start, "
            "och läs sedan in punkterna med trygghet import points FIL. Tills dess visas inga "
            "nyckeltal."
        ).format(code=code),
    )


def access_denied() -> None:
    """Say that the role does not give this page, and that it has been noted."""
    whom = settings().contact or _("systemadministratören")
    _notice(
        _("Den här sidan ingår inte i din roll"),
        _("Inget visas. Behöver du sidan i ditt arbete: prata med {whom}.").format(
            whom=plain(whom)
        ),
    )


def script_error(number: str) -> None:
    """Say that something went wrong, with the number under which it is in the log."""
    _notice(
        _("Något gick fel"),
        _(
            "Sidan kunde inte visas. Inget är förlorat. Försök igen, och kontakta annars "
            "systemadministratören och uppge felnummer {number}."
        ).format(number=number),
        button=_("Försök igen"),
    )


def _notice(heading: str, sentence: str, *, button: str | None = None) -> None:
    with st.container(border=True):
        st.title(heading, anchor=False)
        st.write(sentence)
        if button:
            st.button(button)
