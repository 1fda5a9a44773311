"""Characters that cannot be seen, and texts from files as they may be shown.

Everything that a message quotes goes through here: a cell, a heading, the name of a file or of a
layer may hold what would break a terminal, turn a line around or name a person.
"""

import re

from domain.privacy import mask_personal_identity_numbers

LONGEST_QUOTE = 60
"""Characters of a bad cell that are quoted back: enough to find it, too few to retell it."""

_HARMLESS = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
"""Soft hyphens, marks of byte order, joiners and marks of direction: they come along by copying."""

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, but for tab and line feed
    "\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f"
    "\ud800-\udfff]"  # halves of characters: bytes of a file's name that are not UTF-8
)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no document of XML 1.0 may hold, escaped or not (section 2.2)."""

_LINE = re.compile(r"[\t\n\r\v\f\u2028\u2029]+")


def without_harmless(text: str) -> str:
    """Return a text without unseen characters that change nothing of what it says."""
    return text if text.isascii() else _HARMLESS.sub("", text)


def has_unseen(text: str) -> bool:
    """Whether a text has a character that controls something instead of being read."""
    return _UNSEEN.search(text) is not None


def printable(text: str) -> str:
    """Return a text on one line that any screen and log can take.

    What cannot be seen becomes U+FFFD, and personal identity numbers are masked.
    """
    masked = mask_personal_identity_numbers(_LINE.sub(" ", without_harmless(text)))
    return _UNSEEN.sub("\ufffd", masked)


def quoted(text: str) -> str:
    """Return what a cell, a heading or a name says as it may be quoted: printable and short."""
    shown = printable(" ".join(text.split()))
    return shown if len(shown) <= LONGEST_QUOTE else shown[: LONGEST_QUOTE - 1] + "…"


def storable(text: str) -> str:
    """Return a text as XML can hold it: a character that it cannot becomes U+FFFD."""
    return _NOT_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
