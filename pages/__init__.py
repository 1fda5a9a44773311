"""The menu: which pages there are, by address, in the order they are shown."""

from collections.abc import Callable
from dataclasses import dataclass

from pages import aktiviteter, medel, om, oversikt, program, punkt
from texts import _


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the menu. `title` is asked for in each run, in the reader's language."""

    address: str
    title: Callable[[], str]
    render: Callable[[], None]
    in_menu: bool = True


MENU = (
    Entry("", lambda: _("Översikt"), oversikt.render),
    Entry("program", lambda: _("Program"), program.render),
    Entry("punkt", lambda: _("Punkt"), punkt.render, in_menu=False),
    Entry("aktiviteter", lambda: _("Aktiviteter"), aktiviteter.render),
    Entry("medel", lambda: _("Medel"), medel.render),
    Entry("om", lambda: _("Om"), om.render),
)
