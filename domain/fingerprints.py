"""A name for a row that bears none, so that the same row is not taken twice."""

import hashlib
from collections import Counter
from collections.abc import Sequence


class ContentReferences:
    """Names rows of one file by what they say; rows that say the same are numbered.

    Two activities alike on the same day are both kept, and reading the file again, or a later
    file that repeats its rows, adds none of them once more.
    """

    def __init__(self) -> None:
        """Begin a file."""
        self._seen: Counter[bytes] = Counter()

    def name(self, values: Sequence[object]) -> str:
        """Return the name of the next row with these values."""
        digest = hashlib.blake2b(repr(tuple(values)).encode(), digest_size=12).digest()
        self._seen[digest] += 1
        return f"content:{digest.hex()}:{self._seen[digest]}"
