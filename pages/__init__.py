"""The menu: which pages there are, by address, in the order they are shown."""

from collections.abc import Callable
from dataclasses import dataclass

from pages import oversikt
from texts import _


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the menu. `title` is asked for in each run, in the reader's language."""

    address: str
    title: Callable[[], str]
    render: Callable[[], None]
    in_menu: bool = True


MENU = (Entry("", lambda: _("Översikt"), oversikt.render),)
