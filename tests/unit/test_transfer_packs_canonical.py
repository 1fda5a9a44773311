"""The canonical form of a pack's content: one text for one content, and what is no content."""

import json
from dataclasses import replace

import pytest

from tests.pack_sample import sample
from transfer.packs.canonical import ContentError, fingerprint, from_json, to_json


def test_a_content_comes_back_as_it_was() -> None:
    content = sample()
    assert from_json(to_json(content)) == content
    assert to_json(from_json(to_json(content))) == to_json(content)


def test_the_same_content_has_the_same_fingerprint_and_another_has_another() -> None:
    content = sample()
    assert fingerprint(to_json(content)) == fingerprint(to_json(sample()))
    changed = replace(content, lead=f"{content.lead} ")
    assert fingerprint(to_json(changed)) != fingerprint(to_json(content))


def test_the_text_is_canonical() -> None:
    text = to_json(sample())
    # RFC 8785: sorted names, no space between, UTF-8 as it is.
    assert text == json.dumps(
        json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode("utf-8")


@pytest.mark.parametrize(
    ("was", "becomes", "place"),
    [
        (b'"kind":"tiles"', b'"kind":"unknown"', "subjects.0.blocks.1"),
        (b'"held_on":"2026-11-26"', b'"held_on":"i torsdags"', "meeting.held_on"),
        (b'"format":1', b'"format":2', "format: 2"),
        (b"{", b"", "Invalid JSON"),
    ],
)
def test_what_is_no_content_is_told_by_its_place(was: bytes, becomes: bytes, place: str) -> None:
    with pytest.raises(ContentError, match=place):
        from_json(to_json(sample()).replace(was, becomes, 1))
