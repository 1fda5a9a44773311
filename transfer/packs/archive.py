"""Archives that are the same bytes on any day: what is in them, and nothing of when and by whom."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The first moment that an archive can tell."""

_FIRST = "[Content_Types].xml"
"""Where Office looks first."""


def rewritten(archive: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """Return an archive with each part changed, in a fixed order and without dates.

    Args:
        archive: a zip.
        change: is given a part's name and bytes, and returns its bytes.
    """
    target = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != _FIRST, name)):
            part = ZipInfo(name, _LONG_AGO)
            part.compress_type = ZIP_DEFLATED
            # The system that it was made on is written too, unless it is named.
            part.create_system = 0
            new.writestr(part, change(name, old.read(name)))
    return target.getvalue()
