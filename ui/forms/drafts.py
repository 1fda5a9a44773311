"""Fields that outlive a fault: what is typed is kept on the server as the writer leaves a field.

A rerun, a lost connection, another page or a sign-in that has run out lose none of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import streamlit as st

from data_access.drafts import find_draft
from data_access.engine import DatabaseError, is_lost_connection
from data_access.refusals import refusal_of
from domain.access import SessionEndedError
from domain.calendar import STOCKHOLM
from domain.privacy import mask_personal_identity_numbers
from services.keep_drafts import forget, keep
from texts import _
from texts.numbers import day_seen_from
from ui.cached import read_now
from ui.forms.deeds import ask_first
from ui.plain import plain
from ui.session import engine, today
from ui.viewer import viewer

_OPEN = "open_drafts"
_TURNS = "turns_of_drafts"
_DATE = "date"

EARLIEST, LATEST = date(1950, 1, 1), date(2099, 12, 31)
"""What a field for a date takes: all that anybody writes, for the rules to judge in words."""


@dataclass(slots=True)
class DraftedForm:
    """The fields of a form about a subject.

    `blank` gives each field's value where nothing has been typed: text, number, truth, date, or a
    list of texts. `kept` holds what the draft holds besides, such as what the writer had seen when
    it was begun; `kept_at` is when it was last kept, None while there is no draft. `left_out` holds
    what was typed in fields that the form has no more.
    """

    subject: str
    blank: Mapping[str, Any]
    kept: dict[str, Any] = field(default_factory=dict)
    kept_at: datetime | None = None
    fault: str = ""
    turn: int = 0
    left_out: dict[str, Any] = field(default_factory=dict)

    def key(self, name: str) -> str:
        """Return the key of a field's widget; after each save it is another field.

        What a second tap, or a slow browser, still sends for the old one then fills no new one.
        """
        return f"{self.subject}/{name}" if self.turn == 0 else f"{self.subject}/{name}/{self.turn}"

    @property
    def is_open(self) -> bool:
        """Whether it is the form on the page: one that was saved is so no more."""
        return st.session_state.get(_OPEN, {}).get(self.subject) is self

    def value(self, name: str) -> Any:
        """Return what stands in a field."""
        return st.session_state.get(self.key(name), self.blank[name])

    def changed(self) -> None:
        """Keep what has been typed; for a widget's `on_change`, before anything else is done."""
        if not self.is_open:
            return
        typed = {**self.left_out, **{name: self.value(name) for name in self.blank}}
        kept_at, self.fault = keep_typed(self.subject, {**self.kept, **typed})
        self.kept_at = kept_at or self.kept_at

    def fill(self, values: Mapping[str, Any]) -> None:
        """Let the fields read otherwise."""
        for name, value in values.items():
            st.session_state[self.key(name)] = value

    def take_fields(self, blank: Mapping[str, Any]) -> None:
        """Have the fields that there now are: new ones blank, those that are gone left out."""
        new = {name: value for name, value in blank.items() if name not in self.blank}
        gone = [name for name in self.blank if name not in blank]
        self.left_out |= {name: self.value(name) for name in gone}
        kept = {name: value for name, value in self.blank.items() if name in blank}
        self.blank = {**kept, **new}
        self.fill(new)

    def close(self) -> None:
        """Begin anew in the next run: what was typed is saved, or not wanted."""
        st.session_state.get(_OPEN, {}).pop(self.subject, None)
        st.session_state.setdefault(_TURNS, {})[self.subject] = self.turn + 1
        for name in self.blank:
            st.session_state.pop(self.key(name), None)

    def throw_away(self) -> bool:
        """Forget what was typed; whether it is forgotten."""
        try:
            forget(engine(), viewer=viewer(), subject=self.subject)
        except SessionEndedError:
            # The next run says so; the draft stays.
            return False
        except DatabaseError as error:
            self.fault = (
                _("Panelen når inte databasen. Utkastet är kvar: vänta en stund och försök igen.")
                if is_lost_connection(error)
                else refusal_of(error)
            )
            return False
        self.close()
        return True

    def state(self) -> None:
        """Say whether what was typed is kept, and offer to forget it."""
        if self.fault:
            st.warning(self.fault)
        if self.kept_at is None:
            return
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.caption(plain(_kept_when(self.kept_at.astimezone(STOCKHOLM))))
            ask_first(
                f"throw/{self.subject}",
                _("Kasta utkastet"),
                _("Det du har skrivit försvinner."),
                _("Ja, kasta det"),
                self.throw_away,
            )


def opened(subject: str, blank: Mapping[str, Any], kept: Mapping[str, Any]) -> DraftedForm:
    """Return the form about a subject, with the draft of it if there is one.

    Args:
        subject: what it is about.
        blank: the fields, where nothing has been typed.
        kept: what a new draft holds besides.
    """
    forms: dict[str, DraftedForm] = st.session_state.setdefault(_OPEN, {})
    form = forms.get(subject)
    # Streamlit forgets the fields of a page that was left.
    if form is None or any(form.key(name) not in st.session_state for name in form.blank):
        form = forms[subject] = _opened(subject, blank, kept)
    elif form.blank.keys() != blank.keys():
        form.take_fields(blank)
    return form


def _opened(subject: str, blank: Mapping[str, Any], kept: Mapping[str, Any]) -> DraftedForm:
    draft = read_now(find_draft, subject)
    turn = st.session_state.get(_TURNS, {}).get(subject, 0)
    form = DraftedForm(subject, dict(blank), dict(kept), turn=turn)
    values = dict(blank)
    if draft:
        form.kept_at = draft.saved_at
        form.kept = {name: draft.fields.get(name, value) for name, value in kept.items()}
        typed = {
            name: _from_kept(value) for name, value in draft.fields.items() if name not in kept
        }
        values |= {name: value for name, value in typed.items() if name in blank}
        form.left_out = {name: value for name, value in typed.items() if name not in blank}
    form.fill(values)
    return form


def keep_typed(subject: str, fields: Mapping[str, Any]) -> tuple[datetime | None, str]:
    """Keep what is typed about a subject; returns when it was kept, or why it was not."""
    content = {name: _as_kept(value) for name, value in fields.items()}
    try:
        return keep(engine(), viewer=viewer(), subject=subject, fields=content), ""
    except DatabaseError as error:
        if is_lost_connection(error):
            return None, _("Det du skriver kan inte sparas just nu, men står kvar på skärmen.")
        return None, refusal_of(error)


def _kept_when(moment: datetime) -> str:
    # A draft lives for months: the time alone would be taken for today's.
    if moment.date() == today():
        return _("Utkast sparat {time}").format(time=f"{moment:%H:%M}")
    return _("Utkast sparat {day} kl. {time}").format(
        day=day_seen_from(moment.date(), today()), time=f"{moment:%H:%M}"
    )


def _as_kept(value: Any) -> Any:
    match value:
        case date():
            return {_DATE: value.isoformat()}
        case str():
            # The rest of a text is kept, though a number that names a person never is.
            return mask_personal_identity_numbers(value)
        case dict():
            return {name: _as_kept(each) for name, each in value.items()}
        case list():
            return [_as_kept(each) for each in value]
    return value


def _from_kept(value: Any) -> Any:
    return date.fromisoformat(value[_DATE]) if isinstance(value, dict) else value
