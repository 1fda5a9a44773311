"""All that a reader can fetch from the pages: every page, by every filter, on every device."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from re import compile as pattern
from typing import Any

import pytest
import streamlit as st
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from domain.access import Role, Viewer
from domain.activities import Measure
from pages import MENU
from tests.pages.conftest import open_page
from ui import show
from ui.filters import EVERYWHERE

_DRAWN = pattern(r'(?:uuid|deferred_file_id): "([^"]+)"')

_POINTS = ("1", "2", "3", "11", "12", "14", "18", "28")
_AREAS = (EVERYWHERE, *(str(code) for code in range(70, 81)))
_GROUPS = ["1", "2", "3"]

PHONE = "Mozilla/5.0 (Linux; Android 16) Mobile Mobi"


class Collector:
    """What a reader's browser gets, in order: elements, and the files behind their buttons.

    Every table behind a picture is opened, and every file that is offered is made as it would be.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.files: list[tuple[str, bytes]] = []
        self._monkeypatch = monkeypatch
        expander, download = st.expander, show._download

        def opened(*words: Any, key: str | None = None, **further: Any) -> Any:
            if key:
                st.session_state[key] = True
            return expander(*words, key=key, **further)

        def made(label: str, make: Any, file_name: str, *, key: str) -> None:
            self.files.append((file_name, make()))
            download(label, make, file_name, key=key)

        monkeypatch.setattr(st, "expander", opened)
        monkeypatch.setattr(show, "_download", made)
        # That a file is taken out is noted, and how many are is limited; neither is asked here.
        monkeypatch.setattr(show, "take_out", lambda *_noted: None)

    def everything(self, viewer: Viewer, role: Role) -> list[str | tuple[str, bytes]]:
        """Return all that a role gets."""
        self.files.clear()
        found: list[str] = []
        for entry in MENU:
            if entry.is_for(viewer):
                found.extend(sent(open_page(entry.address, role)))
        found.extend(_by_filters(role))
        for agent, theme in ((PHONE, "light"), ("", "dark")):
            with self._as_seen_by(agent, theme):
                for address in ("", "aktiviteter"):
                    found.extend(sent(open_page(address, role)))
        return [*found, *self.files]

    @contextmanager
    def _as_seen_by(self, agent: str, theme: str) -> Iterator[None]:
        class Theme:
            type = theme

        with self._monkeypatch.context() as changed:
            changed.setattr(ContextProxy, "headers", property(lambda _self: {"User-Agent": agent}))
            changed.setattr(ContextProxy, "theme", property(lambda _self: Theme))
            yield


def sent(app: AppTest) -> Iterator[str]:
    """Yield all that a page sends: every element, as it goes to the browser.

    But for what is drawn by lot in each run: the names of tables' cells and of files to fetch.
    """
    assert not app.exception
    for block in (app.main, app.sidebar):
        for node in block:
            words = str(node.proto)
            for each in _DRAWN.findall(words):
                words = words.replace(each, "?")
            yield words


def _by_filters(role: Role) -> Iterator[str]:
    for number in _POINTS:
        yield from sent(open_page("punkt", role, nummer=number))
    money = open_page("medel", role)
    for year in ("2025", "2024"):
        money.session_state["ar"] = year
        yield from sent(money.run())
    app = open_page("aktiviteter", role)
    periods = app.selectbox(key="period").options
    for area, period, measure, groups in _choices(periods):
        app.selectbox(key="omrade").set_value(area)
        app.selectbox(key="period").set_value(period)
        app.session_state["matt"] = measure
        app.session_state["malgrupp"] = groups
        yield from sent(app.run())


def _choices(periods: Sequence[str]) -> Iterator[tuple[str, str, Measure, list[str]]]:
    """Yield what is chosen of the activities: each filter by each other one that it is shown by."""
    latest, *earlier = periods
    yield from product(_AREAS, [latest], Measure, [_GROUPS])
    yield from product(_AREAS[1:], earlier[:2], [Measure.PARTICIPANTS], [_GROUPS])
    yield from product(_AREAS[:1], earlier, Measure, [_GROUPS])
    some = [["1"], ["2"], ["3"], ["1", "3"]]
    yield from product([EVERYWHERE, "71"], [latest], [Measure.PARTICIPANTS], some)
