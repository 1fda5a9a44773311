"""A pack as it was made: its content as text, and what its files are to be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MadePack:
    """A pack's canonical text with its fingerprint, and its files by name.

    `digests` are the files' SHA-256 by name, and under `PROGRAM` the version that made them.
    """

    text: bytes
    fingerprint: str
    as_of: datetime
    replaces: str | None
    files: Mapping[str, bytes]
    digests: Mapping[str, str]


PROGRAM = "program"
"""What of the digests is no file: the version of the program."""
