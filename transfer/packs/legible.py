"""A pack's content with every text such that a file of XML can hold it."""

from dataclasses import fields, is_dataclass, replace
from typing import Any, cast

from domain.packs.content import Content
from transfer.characters import storable


def legible(content: Content) -> Content:
    """Return the content with U+FFFD for each character that XML cannot hold."""
    return cast("Content", _legible(content))


def _legible(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, tuple):
        return tuple(_legible(part) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _legible(getattr(value, f.name)) for f in fields(value)})
    return value
