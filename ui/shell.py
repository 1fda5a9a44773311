"""The script of the Streamlit application: what every page has around it."""

from collections.abc import Callable

import streamlit as st
from sqlalchemy.exc import TimeoutError  # noqa: A004 - no connection of the pool came free
from streamlit.navigation.page import Page

import pages
from data_access.engine import DatabaseError, is_lost_connection
from data_access.facts import NotSettledError
from data_access.migrate import SchemaMismatchError
from data_access.server_programs import EmbeddedServerError
from domain.access import AccessDeniedError, SessionEndedError, Viewer
from services.audit import refuse
from texts import _
from ui import notices, routes, sign_in, viewpoint, viewpoint_bar
from ui.cached import NoProgrammeError, begin_run, programme
from ui.forms.activity_file import forget_if_left
from ui.session import engine, reach
from ui.viewer import recognise, viewer

CONTENT_WIDTH = 1180


def run() -> None:
    """Draw the page that the address asks for, in the frame of every page."""
    st.set_page_config(layout="wide", page_icon=":shield:")
    # Before the menu, which is what the role may see. What goes wrong is told in the page's place.
    fault = _reaching(_begin)
    known = {entry.address: _page(entry, viewer()) for entry in pages.MENU}
    routes.remember_pages(known)
    page = st.navigation(
        list(known.values()), position="top" if viewer().role and not fault else "hidden"
    )
    # Each tab of the browser tells its page and the product.
    st.set_page_config(page_title=f"{page.title} – Trygghetspanelen")
    with (
        st.container(horizontal_alignment="center"),
        st.container(width=CONTENT_WIDTH, gap="medium"),
    ):
        fault = fault or _reaching(lambda: _draw(page))
        if fault:
            fault()


def _begin() -> None:
    begin_run()
    reach().found()
    recognise(programme().id)


def _draw(page: Page) -> None:
    entry = next(each for each in pages.MENU if each.address == page.url_path)
    if viewer().role is None:
        sign_in.ask()
        return
    viewpoint.follow(is_followed=entry.looks_back)
    # A page that is refused offers nothing, an earlier day neither.
    looks_back = entry.looks_back and entry.is_for(viewer())
    sign_in.bar(viewpoint_bar.choose if looks_back else None)
    if not entry.is_for(viewer()) and not entry.address:
        # The front page is not everybody's: those others begin with the first that is theirs.
        st.switch_page(routes.page_at(pages.first_for(viewer()).address))
    try:
        if not entry.is_for(viewer()):
            refuse(engine(), viewer(), f"/{entry.address}", *entry.needs)
        viewpoint_bar.notice()
        page.run()
        forget_if_left()
    except SessionEndedError:
        # While the page was made: the next run knows it, and says why.
        st.rerun()
    except AccessDeniedError:
        notices.access_denied()
        first = pages.first_for(viewer())
        routes.link_to(first.address, _("Till {page}").format(page=first.title()))


def _page(entry: pages.Entry, asked_by: Viewer) -> Page:
    is_shown = entry.in_menu and entry.is_for(asked_by)
    return st.Page(
        entry.render,
        title=entry.title(),
        url_path=entry.address,
        default=not entry.address,
        visibility="visible" if is_shown else "hidden",
    )


def _reaching(act: Callable[[], None]) -> Callable[[], None] | None:
    """Do something that needs the database; returns what to say where it could not be used."""
    try:
        act()
    except SchemaMismatchError as error:
        mismatch = error
        return lambda: notices.schema_mismatch(mismatch)
    except NoProgrammeError as error:
        code = str(error)
        return lambda: notices.no_programme(code)
    except NotSettledError:
        return notices.not_settled
    except (EmbeddedServerError, TimeoutError) as error:
        reach().lost(error)
        return notices.database_away
    except DatabaseError as error:
        if not is_lost_connection(error):
            raise
        reach().lost(error)
        return notices.database_away
    return None


run()
