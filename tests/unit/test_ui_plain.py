"""People's text on the screen."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.plain import plain


def _seen(text: str) -> str:
    """Return what a reader sees: Markdown takes the backslashes away, a joiner takes no room."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text).replace("\u2060", "")


@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80))
def test_a_reader_sees_what_was_written(text: str) -> None:
    unindented = re.sub(r"(?m)^[ \t]+", "", text.replace("\u2060", ""))
    assert _seen(plain(text.replace("\u2060", ""))) == unindented


@pytest.mark.parametrize(
    "text",
    [
        "https://ond.example/a",
        "HTTP://ond.example",
        "www.ond.example",
        "namn@kommunen.se",
        ":material/delete:",
        "a -- b -> c >= d",
    ],
)
def test_what_the_page_would_replace_is_broken(text: str) -> None:
    found = re.search(
        r"https?://[-.\w]|www\.[-.\w]|[-.\w+]@[-\w]|:material/|--|->|>=",
        plain(text).replace("\\", ""),
        re.IGNORECASE,
    )
    assert found is None
