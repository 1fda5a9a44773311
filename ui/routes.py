"""Ways from a page to another: the pages of this run by their address."""

import streamlit as st
from streamlit.navigation.page import Page

from ui.plain import plain

_PAGES = "pages_by_address"
_ASKED = "asked_point"
_NUMBER = "nummer"
_MEETING = "mote"


def remember_pages(pages: dict[str, Page]) -> None:
    """Keep this run's pages by their address; Streamlit builds them anew in each run."""
    st.session_state[_PAGES] = pages


def page_at(address: str) -> Page:
    """Return the page with an address, e.g. ``punkt``; the start page is the empty one."""
    pages: dict[str, Page] = st.session_state[_PAGES]
    return pages[address]


def link_to(address: str, title: str) -> None:
    """Show a link to a page."""
    _link(address, f":primary[**{plain(title)}**]", {})


def link_to_point(number: int, title: str) -> None:
    """Show a link to a point's page: the way for those who don't use a mouse."""
    _link("punkt", f":primary[**{plain(title)}**]", {_NUMBER: str(number)})


def link_from_point(number: int, title: str) -> None:
    """Show a link to another point's page on one: its ground is tinted, so its words are not."""
    _link("punkt", f"**{plain(title)}**", {_NUMBER: str(number)})


def link_to_update(number: int, title: str) -> None:
    """Show a link to the form of a point's report, from the page that the form is on too."""
    _link("uppdatera", f"**{plain(title)}**", {_NUMBER: str(number)})


def go_to_update(number: int | None) -> None:
    """Go to the form of a point's report, None: to the list; for a button on the same page.

    A button tells what was typed last, and the way, at once. A phone tells a link's way first, and
    what was typed after it with the address before, which takes the reader back.
    """
    st.query_params.from_dict({_NUMBER: str(number)} if number else {})


def open_point(number: int) -> None:
    """Go to a point's page."""
    st.switch_page(page_at("punkt"), query_params={_NUMBER: str(number)})


def link_to_area(name: str, title: str) -> None:
    """Show a link to an area's activities; the address knows an area by its name."""
    _link("aktiviteter", f":primary[**{plain(title)}**]", {"omrade": name})


def meeting_in_address() -> str | None:
    """Return the key of the meeting that the address asks for, as it stands there, if any."""
    return st.query_params.get(_MEETING)


def go_to_meeting(meeting_id: int) -> None:
    """Have the address ask for a meeting; on the page of meetings."""
    st.query_params[_MEETING] = str(meeting_id)


def point_in_address() -> str | None:
    """Return the number of the point that the address asks for, as it stands there, if any."""
    asked = st.query_params.get(_NUMBER)
    if st.session_state.get(_ASKED) != asked:
        st.session_state[_ASKED] = asked
        # A link from a page to itself tells the server, but leaves the browser's address as it was:
        # the next run would be asked for the point before.
        st.query_params.from_dict(st.query_params.to_dict())
    # People write 07, and mean 7.
    return str(int(asked)) if asked and asked.isdecimal() else asked


def _link(address: str, label: str, query: dict[str, str]) -> None:
    # A link in running text would open a new tab, and lose the reader's session.
    st.page_link(
        page_at(address),
        label=label,
        icon=":material/chevron_right:",
        icon_position="right",
        query_params=query,
    )
