"""The menu: which pages there are, by address, in the order they are shown."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.access import Right, Viewer
from pages import (
    administration,
    aktiviteter,
    medel,
    om,
    oversikt,
    program,
    publicera,
    punkt,
    registrera,
    sammantrade,
    skydd,
    uppdatera,
)
from texts import _


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the menu. `title` is asked for in each run, in the reader's language.

    Who has one of the rights in `needs` may see the page; each query asks again for its own. One
    that `looks_back` can be seen as of an earlier day; in the others things are done, now.
    """

    address: str
    title: Callable[[], str]
    render: Callable[[], None]
    needs: tuple[Right, ...]
    in_menu: bool = True
    looks_back: bool = False

    def is_for(self, viewer: Viewer) -> bool:
        """Whether a viewer may see the page."""
        return any(viewer.may(right) for right in self.needs)


MENU = (
    Entry("", lambda: _("Översikt"), oversikt.render, (Right.SEE_POINTS,), looks_back=True),
    Entry("program", lambda: _("Program"), program.render, (Right.SEE_POINTS,), looks_back=True),
    Entry(
        "punkt",
        lambda: _("Punkt"),
        punkt.render,
        (Right.SEE_POINTS,),
        in_menu=False,
        looks_back=True,
    ),
    Entry("uppdatera", lambda: _("Uppdatera"), uppdatera.render, (Right.UPDATE_POINTS,)),
    Entry("registrera", lambda: _("Registrera"), registrera.render, (Right.REGISTER_ACTIVITIES,)),
    Entry(
        "aktiviteter",
        lambda: _("Aktiviteter"),
        aktiviteter.render,
        (Right.SEE_PUBLISHED,),
        looks_back=True,
    ),
    Entry(
        "medel",
        lambda: _("Medel"),
        medel.render,
        (Right.SEE_MONEY, Right.SEE_OWN_MONEY),
        looks_back=True,
    ),
    Entry("sammantrade", lambda: _("Sammanträde"), sammantrade.render, (Right.SEE_POINTS,)),
    Entry("publicera", lambda: _("Månader"), publicera.render, (Right.APPROVE,)),
    Entry(
        "administration",
        lambda: _("Administration"),
        administration.render,
        (Right.KEEP_ACCOUNTS, Right.SEE_AUDIT),
    ),
    Entry(
        "skydd",
        lambda: _("Så skyddas siffrorna"),
        skydd.render,
        (Right.SEE_FRAME,),
        in_menu=False,
    ),
    Entry("om", lambda: _("Om"), om.render, (Right.SEE_FRAME,)),
)


def first_for(viewer: Viewer) -> Entry:
    """Return the page that a viewer begins with."""
    return next(entry for entry in MENU if entry.is_for(viewer))
