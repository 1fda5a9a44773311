"""The script of the Streamlit application: what every page has around it."""

import streamlit as st
from sqlalchemy.exc import TimeoutError  # noqa: A004 - no connection of the pool came free

import pages
from data_access.engine import DatabaseError, is_lost_connection
from data_access.migrate import SchemaMismatchError
from data_access.server_programs import EmbeddedServerError
from ui import notices, routes
from ui.cached import NoProgrammeError, begin_run
from ui.session import reach

CONTENT_WIDTH = 1180


def run() -> None:
    """Draw the page that the address asks for, in the frame of every page."""
    st.set_page_config(layout="wide", page_icon=":shield:")
    known = {
        entry.address: st.Page(
            entry.render,
            title=entry.title(),
            url_path=entry.address,
            default=not entry.address,
            visibility="visible" if entry.in_menu else "hidden",
        )
        for entry in pages.MENU
    }
    routes.remember_pages(known)
    page = st.navigation(list(known.values()), position="top")
    # Each tab of the browser tells its page and the product.
    st.set_page_config(page_title=f"{page.title} – Trygghetspanelen")
    with (
        st.container(horizontal_alignment="center"),
        st.container(width=CONTENT_WIDTH, gap="medium"),
    ):
        try:
            begin_run()
            reach().found()
            page.run()
        except SchemaMismatchError as error:
            notices.schema_mismatch(error)
        except NoProgrammeError as error:
            notices.no_programme(str(error))
        except (EmbeddedServerError, TimeoutError) as error:
            reach().lost(error)
            notices.database_away()
        except DatabaseError as error:
            if not is_lost_connection(error):
                raise
            reach().lost(error)
            notices.database_away()


run()
