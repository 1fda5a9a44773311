"""A pack's files, made of its content and of nothing else, and what tells two packs apart."""

import json
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from domain.packs.content import Content
from domain.packs.made import PROGRAM, MadePack
from transfer.packs.canonical import fingerprint, to_json
from transfer.packs.html import to_html
from transfer.packs.pdf import to_pdf
from transfer.packs.slides import to_slides
from transfer.packs.workbook import to_workbook

MAKERS: Mapping[str, Callable[[Content, str], bytes]] = MappingProxyType(
    {
        "paket.html": to_html,
        "paket.pdf": to_pdf,
        "paket.xlsx": to_workbook,
        "paket.pptx": to_slides,
    }
)
"""How each file is made, by its name."""

CONTENT_NAME = "innehall.json"
"""The content itself, beside the files: of it they can be made again."""


def make_pack(
    content: Content, version: str, on_file: Callable[[str], None] = lambda _name: None
) -> MadePack:
    """Return the files of a content, with its text and fingerprint.

    Args:
        content: what the pack says.
        version: of the program, which is noted beside the digests.
        on_file: is told each file's name when it is made; `len(MAKERS)` times.
    """
    text = to_json(content)
    mark = fingerprint(text)
    files = {}
    for name, make in MAKERS.items():
        files[name] = make(content, mark)
        on_file(name)
    digests = {name: sha256(data).hexdigest() for name, data in files.items()}
    return MadePack(
        text, mark, content.as_of, content.replaces, files, {**digests, PROGRAM: version}
    )


def differences(one: bytes, other: bytes) -> Iterator[str]:
    """Yield each place in which two contents differ: ``subjects.3.blocks.0.rows.2.1.text``.

    Args:
        one: a content as JSON.
        other: another one.

    Raises:
        ValueError: one of them is no JSON.
    """
    yield from _differences("", json.loads(one), json.loads(other))


def _differences(place: str, one: Any, other: Any) -> Iterator[str]:
    if isinstance(one, dict) and isinstance(other, dict):
        parts = {name: (one.get(name), other.get(name)) for name in {**one, **other}}
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        parts = {str(at): pair for at, pair in enumerate(zip(one, other, strict=True))}
    else:
        if one != other:
            yield place
        return
    for name, (was, now) in parts.items():
        yield from _differences(f"{place}.{name}".lstrip("."), was, now)
