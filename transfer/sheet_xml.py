"""The XML of workbooks, read as a stream to count what it would unpack to before anything does.

The reader of workbooks takes memory for every cell up to the last one, and for each time that a
text is repeated: a file of some kilobytes can ask for hundreds of gigabytes and end the process.
"""

from typing import IO
from xml.parsers import expat

MOST_CELLS = 12_000_000
"""Cells of all sheets, up to the last used one of each: a million rows of eleven columns."""

MOST_TEXT = 600_000_000
"""Characters of all cells, with every repetition."""

_CHUNK = 1 << 20


class NotReadable(Exception):  # noqa: N818 - the caller makes a refusal of it
    """A sheet is not well-formed, or places a cell where none can be."""


class TooMuch(Exception):  # noqa: N818 - the caller makes a refusal of it
    """There are more cells or more text than may be; `last_cell` is "" where it is not that."""

    def __init__(self, last_cell: str = "") -> None:
        """Take the name of a cell that lies too far away."""
        super().__init__(last_cell)
        self.last_cell = last_cell


def read_xml(part: IO[bytes], parser: expat.XMLParserType, marker: bytes) -> None:
    """Feed a part to a parser, to the part's end.

    The reader of workbooks also takes what is not well-formed, and then sees other things than
    the parser: where the marker is met, the part must be well-formed and without a DTD.

    Raises:
        NotReadable: It is not.
    """
    doctypes: list[str] = []
    parser.StartDoctypeDeclHandler = lambda name, *_ids: doctypes.append(name)
    is_well_formed, is_met, tail = True, False, b""
    while chunk := part.read(_CHUNK):
        is_met = is_met or marker in tail + chunk
        tail = chunk[-len(marker) :]
        is_well_formed = is_well_formed and _takes(parser, chunk)
    is_well_formed = is_well_formed and _takes(parser, b"", is_last=True)
    if is_met and (doctypes or not is_well_formed):
        raise NotReadable


def whole(text: str) -> int:
    """Return the number in an attribute.

    Raises:
        NotReadable: It is none.
    """
    try:
        return int(text)
    except ValueError as error:
        raise NotReadable from error


def _takes(parser: expat.XMLParserType, chunk: bytes, *, is_last: bool = False) -> bool:
    try:
        parser.Parse(chunk, is_last)
    except expat.ExpatError:
        return False
    return True
