"""The packs' files as they are served: made once in a process, and public ones without asking."""

import gzip
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

from transfer.packs.canonical import from_json
from transfer.packs.files import MAKERS

_MOST_FILES = 48
"""Files that are kept in memory: those of a dozen packs, a few megabytes."""


@dataclass(frozen=True, slots=True)
class ShelvedFile:
    """A file's bytes, the same compressed where that makes it smaller, and its SHA-256."""

    data: bytes
    compressed: bytes | None
    digest: str


class Shelf:
    """Keeps files that were made, and which packs anybody may read.

    A file never changes, so it is never stale. That a pack is public is believed only while what
    the database announces is heard (`data_access.announcements`): one word, and it is asked again.
    """

    def __init__(self) -> None:
        self._files: OrderedDict[tuple[str, str], ShelvedFile] = OrderedDict()
        self._making = Lock()
        # Held for a moment only, and never while a file is made: who fetches one does not wait.
        self._held = Lock()
        self._public: set[str] = set()
        self._words = 0

    def file(self, fingerprint: str, name: str) -> ShelvedFile | None:
        """Return a file that is kept."""
        with self._held:
            found = self._files.get((fingerprint, name))
            if found:
                self._files.move_to_end((fingerprint, name))
        return found

    def made(self, fingerprint: str, name: str, text: str) -> ShelvedFile:
        """Return a file, made of the pack's content unless it is kept; one at a time is made.

        Raises:
            ContentError: the text is no content.
        """
        with self._making:
            found = self.file(fingerprint, name)
            if found is None:
                found = _shelved(MAKERS[name](from_json(text.encode()), fingerprint), name)
                self._keep((fingerprint, name), found)
        return found

    def is_public(self, fingerprint: str) -> bool:
        """Whether a pack is known to be for everybody."""
        return fingerprint in self._public

    @property
    def words(self) -> int:
        """How much has been heard: what was asked before a word is not to be believed after it."""
        return self._words

    def believe_public(self, fingerprint: str, words: int) -> None:
        """Remember that a pack is for everybody, as was found when so much had been heard."""
        with self._held:
            # Nothing may be heard between looking and remembering.
            if words == self._words:
                self._public.add(fingerprint)

    def forget(self, fingerprint: str | None = None) -> None:
        """Ask anew whether a pack is public, or whether any is."""
        with self._held:
            self._words += 1
            if fingerprint is None:
                self._public.clear()
            else:
                self._public.discard(fingerprint)

    def _keep(self, key: tuple[str, str], file: ShelvedFile) -> None:
        with self._held:
            self._files[key] = file
            while len(self._files) > _MOST_FILES:
                self._files.popitem(last=False)


def _shelved(data: bytes, name: str) -> ShelvedFile:
    # The others are compressed by their own formats.
    compressed = gzip.compress(data, mtime=0) if name.endswith(".html") else None
    return ShelvedFile(data, compressed, sha256(data).hexdigest())
