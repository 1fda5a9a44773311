"""A pack's content as canonical JSON (RFC 8785), and its fingerprint."""

from hashlib import sha256

import rfc8785
from pydantic import TypeAdapter, ValidationError

from domain.packs.content import FORMAT, Content

_CONTENT = TypeAdapter(Content)


DIGITS_SHOWN = 12
"""How many of a fingerprint's digits tell one paper from another where all have no room."""


class ContentError(ValueError):
    """A text is not a pack's content; the message names the place (``subjects.0.blocks.2``)."""


def to_json(content: Content) -> bytes:
    """Return the content as canonical JSON: the same content gives the same bytes, anywhere.

    Decimals and moments are texts in it, for a number of JSON is a binary fraction.
    """
    return rfc8785.dumps(_CONTENT.dump_python(content, mode="json"))


def from_json(text: bytes) -> Content:
    """Return the content that a text holds.

    Raises:
        ContentError: it is no content, or one of a form that this program does not know.
    """
    try:
        content = _CONTENT.validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ContentError(f"{place}: {first['msg']}") from None
    if content.format != FORMAT:
        raise ContentError(f"format: {content.format}")
    return content


def fingerprint(text: bytes) -> str:
    """Return the fingerprint of canonical JSON: its SHA-256 in 64 hexadecimal digits."""
    return sha256(text).hexdigest()
