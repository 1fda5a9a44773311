"""The size of an old Excel workbook (.xls), counted in its records.

The records are those of [MS-XLS], in the stream "Workbook" or "Book" of a compound file, [MS-CFB].
"""

import struct
from array import array
from collections.abc import Iterator

from transfer.headers import column_letter
from transfer.sheet_xml import MOST_CELLS, NotReadable, TooMuch

_CUTOFF = 4096
_NO_SECTOR = 0xFFFFFFFA
"""This and greater numbers name no sector: they end a chain, or mark what is free."""

_STREAM = 2
_STREAMS = ("workbook", "book")
_DIMENSIONS, _END, _LOCK, _MANY_NUMBERS, _SHEET = 0x0200, 0x000A, 0x002F, 0x00BD, 0x0085
_CELLS = frozenset(
    (0x0006, 0x0206, 0x0406, _MANY_NUMBERS, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E)
)
"""Records that begin with the row and the column of a cell with something in it."""


class Locked(Exception):  # noqa: N818 - the caller makes a refusal of it
    """The workbook is encrypted."""


def check_xls(content: bytes) -> None:
    """Count the cells of every sheet, up to the last one that the sheet has or says that it has.

    Raises:
        Locked: The workbook is encrypted.
        NotReadable: It is no compound file, or its sectors are chained without an end.
        TooMuch: There are more than `MOST_CELLS`.
    """
    try:
        for stream in _Compound(content).streams():
            _check_stream(stream)
    except (struct.error, IndexError, ValueError) as error:
        raise NotReadable from error


def _check_stream(stream: bytes) -> None:
    places = []
    for kind, data in _records(stream, 0):
        if kind == _LOCK:
            raise Locked
        if kind == _SHEET:
            places.append(struct.unpack_from("<I", data)[0])
    total = 0
    for place in places:
        rows = columns = 0
        for kind, data in _records(stream, place):
            row, column = _extent(kind, data)
            rows, columns = max(rows, row), max(columns, column)
        if rows * columns > MOST_CELLS:
            raise TooMuch(f"{column_letter(columns - 1)}{rows}")
        total += rows * columns
    if total > MOST_CELLS:
        raise TooMuch


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Yield (kind, data) of the records from a place to the end of what begins there."""
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        if kind == _END:
            return
        yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


def _extent(kind: int, data: bytes) -> tuple[int, int]:
    """Return how many rows and columns a sheet must have for a record."""
    if kind == _DIMENSIONS:
        form = "<IIHH" if len(data) >= 14 else "<HHHH"
        _first, rows, _left, columns = struct.unpack_from(form, data)
        return rows, columns
    if kind not in _CELLS:
        return 0, 0
    row, column = struct.unpack_from("<HH", data)
    if kind == _MANY_NUMBERS:
        column = max(column, *struct.unpack_from("<H", data, len(data) - 2))
    return row + 1, column + 1


class _Compound:
    """A compound file: streams in sectors, chained by a table."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        shift, mini_shift = struct.unpack_from("<HH", content, 30)
        if not (shift <= 12 and mini_shift <= shift):
            raise NotReadable
        self._sector, self._mini_sector = 1 << shift, 1 << mini_shift
        self._directory, self._small, self._mini_table = (
            struct.unpack_from("<I", content, place)[0] for place in (48, 56, 60)
        )
        # The format's own bound, which readers take for granted whatever the file says.
        if self._small != _CUTOFF:
            raise NotReadable
        self._table = self._read_table()

    def streams(self) -> Iterator[bytes]:
        """Yield the streams in which a workbook can be.

        Raises:
            NotReadable: A chain of any stream has no end.
        """
        directory = self._chain(self._directory)
        entries = [directory[start : start + 128] for start in range(0, len(directory), 128)]
        for entry in entries:
            length = struct.unpack_from("<H", entry, 64)[0]
            name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            first, size, beyond = struct.unpack_from("<III", entry, 116)
            if beyond and entry[66] == _STREAM:
                raise NotReadable
            is_stream, is_small = entry[66] == _STREAM, size < self._small
            if is_stream and is_small:
                content = self._mini_chain(entries[0], first)
            elif is_stream:
                content = self._chain(first)
            if is_stream and name.casefold() in _STREAMS:
                yield content[:size]

    def _read_table(self) -> "array[int]":
        sectors = list(struct.unpack_from("<109I", self._content, 76))
        following = struct.unpack_from("<I", self._content, 68)[0]
        count = self._sector // 4
        while following < _NO_SECTOR:
            *more, following = struct.unpack(f"<{count}I", self._at(following))
            sectors += more
            if len(sectors) > len(self._content):
                raise NotReadable
        table = array("I")
        for sector in sectors:
            if sector < _NO_SECTOR:
                table.frombytes(self._at(sector))
        return table

    def _at(self, sector: int) -> bytes:
        start = (sector + 1) * self._sector
        if start >= len(self._content):
            raise NotReadable
        return self._content[start : start + self._sector].ljust(self._sector, b"\xff")

    def _chain(self, first: int) -> bytes:
        most = len(self._content) // self._sector
        return b"".join(self._at(sector) for sector in _chained(self._table, first, most))

    def _mini_chain(self, root: bytes, first: int) -> bytes:
        content = self._chain(struct.unpack_from("<I", root, 116)[0])
        table = array("I", self._chain(self._mini_table))
        size = self._mini_sector
        chain = _chained(table, first, len(content) // size + 1)
        return b"".join(content[sector * size : (sector + 1) * size] for sector in chain)


def _chained(table: "array[int]", sector: int, most: int) -> Iterator[int]:
    """Yield the sectors of a chain, which has at most as many as there are."""
    for _turn in range(most + 1):
        if sector >= _NO_SECTOR:
            return
        yield sector
        sector = table[sector]
    raise NotReadable
