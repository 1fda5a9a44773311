"""The shelf of packs' files: each is made once, and what is heard is never believed away."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from domain.packs.content import Content
from tests.pack_sample import sample
from transfer.packs.canonical import to_json
from ui import pack_shelf
from ui.pack_shelf import Shelf

TEXT = to_json(sample()).decode()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the fingerprints for which a file was made, which takes a while."""
    found: list[str] = []

    def make(_content: Content, mark: str) -> bytes:
        time.sleep(0.02)
        found.append(mark)
        return mark.encode()

    monkeypatch.setattr(pack_shelf, "MAKERS", {"paket.html": make, "paket.pdf": make})
    return found


def test_of_fifty_who_ask_at_once_one_makes_the_file(made: list[str]) -> None:
    shelf = Shelf()
    with ThreadPoolExecutor(50) as readers:
        files = readers.map(lambda _each: shelf.made("a", "paket.html", TEXT), range(50))
        assert len({id(each) for each in files}) == 1
    assert made == ["a"]


def test_the_page_is_kept_compressed_and_the_others_as_they_are(made: list[str]) -> None:
    shelf = Shelf()
    assert shelf.made("a", "paket.html", TEXT).compressed
    assert shelf.made("a", "paket.pdf", TEXT).compressed is None
    assert made == ["a", "a"]


def test_what_was_used_longest_ago_makes_room(
    made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pack_shelf, "_MOST_FILES", 2)
    shelf = Shelf()
    for mark in ("a", "b"):
        shelf.made(mark, "paket.html", TEXT)
    assert shelf.file("a", "paket.html")
    shelf.made("c", "paket.html", TEXT)
    assert [bool(shelf.file(mark, "paket.html")) for mark in "abc"] == [True, False, True]


def test_what_was_asked_before_a_word_is_not_believed_after_it() -> None:
    shelf = Shelf()
    words = shelf.words
    shelf.believe_public("a", words)
    shelf.believe_public("b", words)
    assert shelf.is_public("a")
    shelf.forget("a")
    shelf.believe_public("a", words)
    assert [shelf.is_public(mark) for mark in "ab"] == [False, True]
    shelf.forget()
    assert not shelf.is_public("b")
