"""What a file really is, whatever its name says. What cannot hold a table is refused."""

import codecs
import re
import stat
from enum import StrEnum
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from texts import _
from transfer.faults import (
    FileDamaged,
    FileEmpty,
    FileMissing,
    FileTooLarge,
    PasswordProtected,
    WebPage,
    WrongType,
)

HEAD = 4096
"""Bytes at the beginning that tell what a file is."""

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The beginning of old Office files, and of new ones with a password."""

_MANIFEST = "META-INF/manifest.xml"
_ENCRYPTED = "EncryptedPackage"  # [MS-OFFCRYPTO] 2.3.4.4
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_WEB_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|table|meta|script)",
    re.IGNORECASE | re.DOTALL,
)
_SIGNATURES = (
    (b"%PDF-", _("en PDF")),
    (b"\x89PNG", _("en bild")),
    (b"\xff\xd8\xff", _("en bild")),
    (b"GIF8", _("en bild")),
    (b"{\\rtf", _("ett textdokument (RTF)")),
    (b"\x1f\x8b", _("ett komprimerat arkiv")),
    (b"7z\xbc\xaf", _("ett komprimerat arkiv")),
    (b"Rar!", _("ett komprimerat arkiv")),
    (b"SQLite format 3", _("en databas")),
    (b"<?xml", _("en XML-fil")),
    (b"{", _("en JSON-fil")),
)


class Content(StrEnum):
    """The two ways in which a file can hold tables."""

    TEXT = "text"
    WORKBOOK = "workbook"


def identify(path: Path, max_bytes: int) -> Content:
    """Return what a file is, from its size and its first bytes.

    Raises:
        FileRefused: One of `FileMissing`, `FileEmpty`, `FileTooLarge` (before anything is read),
            `WebPage`, `WrongType`, `FileDamaged`, `PasswordProtected`.
    """
    head = _head(path, max_bytes)
    if head.startswith(b"PK"):
        return _identify_archive(path)
    if head.startswith(COMPOUND):
        return Content.WORKBOOK
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise _wrong_type(path, _("text i teckenkodningen UTF-32"))
    is_utf16 = head.startswith(_UTF16_MARKS)
    text = head.decode("utf-16" if is_utf16 else "utf-8", errors="replace").lstrip("\ufeff")
    if not text.strip("\0 \t\r\n"):
        raise FileEmpty(_("Filen ”{file}” är tom.").format(file=path.name))
    if _WEB_PAGE.match(text):
        raise WebPage(
            _(
                "Filen ”{file}” är en webbsida, inte en tabell. Hämta den igen där du är inloggad, "
                "eller öppna den i Excel och spara den som .xlsx."
            ).format(file=path.name)
        )
    for signature, what in _SIGNATURES:
        if text.encode().startswith(signature) or head.startswith(signature):
            raise _wrong_type(path, what)
    if b"\0" in head and not is_utf16:
        raise _wrong_type(path, _("varken text eller en arbetsbok"))
    return Content.TEXT


def refuse_compound(path: Path) -> None:
    """Refuse an old Office file that is no workbook: a document, a presentation or a message.

    Raises:
        PasswordProtected: It is the envelope of a new one that is encrypted.
        WrongType: The file's directory names another program's stream.
    """
    content = path.read_bytes()
    if _ENCRYPTED.encode("utf-16-le") in content:
        raise PasswordProtected(locked_sentence(path))
    for stream, what in (
        ("WordDocument", _("ett Word-dokument")),
        ("PowerPoint Document", _("en presentation")),
        ("__properties_version1.0", _("ett mejl")),
    ):
        if stream.encode("utf-16-le") in content:
            raise _wrong_type(path, what)


def file_size(path: Path) -> int:
    """Return a file's size in bytes. Only a regular file is opened: reading a pipe may never end.

    Raises:
        FileMissing: It is not there, may not be reached, or is a folder, a pipe or a device.
    """
    try:
        status = path.stat()
    except FileNotFoundError as error:
        raise FileMissing(_("Filen ”{file}” finns inte.").format(file=path)) from error
    except OSError as error:
        raise FileMissing(_closed_sentence(path)) from error
    if not stat.S_ISREG(status.st_mode):
        raise FileMissing(
            _(
                "”{file}” går inte att läsa: det är ingen fil utan en mapp, ett rör eller en "
                "enhet. Spara uppgifterna i en fil och ange den."
            ).format(file=path)
        )
    return status.st_size


def read_head(path: Path, count: int) -> bytes:
    """Return the first bytes of a file.

    Raises:
        FileMissing: It may not be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(count)
    except OSError as error:
        raise FileMissing(_closed_sentence(path)) from error


def _closed_sentence(path: Path) -> str:
    return _("”{file}” går inte att läsa. Kontrollera att det är en fil som du får läsa.").format(
        file=path
    )


def _head(path: Path, max_bytes: int) -> bytes:
    size = file_size(path)
    if size > max_bytes:
        raise FileTooLarge(
            _("Filen ”{file}” är {size} MB; gränsen är {limit} MB. Dela den i flera filer.").format(
                file=path.name, size=-(-size // 1_000_000), limit=max_bytes // 1_000_000
            )
        )
    return read_head(path, HEAD)


def _identify_archive(path: Path) -> Content:
    try:
        with ZipFile(path) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            mimetype = archive.read("mimetype") if "mimetype" in names else b""
            manifest = archive.read(_MANIFEST) if _MANIFEST in names else b""
    # NotImplementedError is what zipfile says of a way of packing that it does not know.
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise FileDamaged(damaged_sentence(path)) from error
    if any(name.startswith("xl/") for name in names) or mimetype.endswith(b"spreadsheet"):
        if any(member.flag_bits & 1 for member in members) or b"encryption-data" in manifest:
            raise PasswordProtected(locked_sentence(path))
        if any(name.endswith("workbook.bin") for name in names):
            raise _wrong_type(path, _("en binär arbetsbok (.xlsb)"))
        return Content.WORKBOOK
    if any(name.startswith("word/") for name in names):
        raise _wrong_type(path, _("ett Word-dokument"))
    if any(name.startswith("ppt/") for name in names):
        raise _wrong_type(path, _("en presentation"))
    raise _wrong_type(path, _("ett zip-arkiv; packa upp det först"))


def damaged_sentence(path: Path) -> str:
    """Say that a workbook is broken, and what helps."""
    return _(
        "Filen ”{file}” är skadad och går inte att läsa. Öppna den i Excel, spara den på nytt "
        "och försök igen."
    ).format(file=path.name)


def locked_sentence(path: Path) -> str:
    """Say that a workbook is encrypted, and what helps."""
    return _(
        "Filen ”{file}” är skyddad med lösenord. Öppna den i Excel, ta bort lösenordet, spara "
        "och försök igen."
    ).format(file=path.name)


def _wrong_type(path: Path, what: str) -> WrongType:
    return WrongType(
        _("Filen ”{file}” är {what}. Spara uppgifterna som Excel (.xlsx) eller CSV.").format(
            file=path.name, what=what
        )
    )
