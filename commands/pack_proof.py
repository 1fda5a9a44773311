"""The proof of a pack: its files are those of its content, and the content is what was frozen."""

from collections.abc import Iterator
from pathlib import Path

import typer

from commands.console import database, err, fail, out
from config.settings import PROGRAM_VERSION, settings
from data_access.database import require_current_schema
from data_access.engine import reading
from data_access.meetings import fetch_meetings, fetch_pack_content, fetch_packs
from data_access.programme import fetch_programme
from domain.access import operator
from domain.meetings import PackInfo
from domain.packs.content import Content
from domain.packs.made import PROGRAM, MadePack
from texts import _
from transfer.packs.canonical import ContentError, fingerprint, from_json
from transfer.packs.files import CONTENT_NAME, differences, make_pack

_WHO = operator("trygghet pack --verify")

MOST_SHOWN = 20


def prove(folder: Path) -> None:
    """Make the files of a folder again and compare; exit code 1 where anything differs."""
    text = _read(folder / CONTENT_NAME)
    if text is None:
        fail(_("I {folder} finns ingen {name}.").format(folder=folder, name=CONTENT_NAME))
    try:
        content = from_json(text)
    except ContentError as error:
        fail(_("{name} går inte att läsa: {why}").format(name=CONTENT_NAME, why=error))
    made = make_pack(content, PROGRAM_VERSION)
    faults = [*_of_folder(folder, text, made), *_of_database(content, text, made)]
    for fault in faults[:MOST_SHOWN]:
        err.print(f"✗ {fault}")
    if len(faults) > MOST_SHOWN:
        err.print(_("… och {n} fel till.").format(n=len(faults) - MOST_SHOWN))
    if faults:
        raise typer.Exit(1)
    out.print(
        _(
            "Paketet är äkta: alla filer blir likadana när de görs igen. Fingeravtryck: {mark}"
        ).format(mark=made.fingerprint)
    )


def _of_folder(folder: Path, text: bytes, made: MadePack) -> Iterator[str]:
    if made.text != text:
        yield _("{name} är inte skriven som paketet skrev den.").format(name=CONTENT_NAME)
    for name, data in made.files.items():
        there = _read(folder / name)
        if there is None:
            yield _("{name} saknas i mappen.").format(name=name)
        elif there != data:
            yield _("{name} är inte gjord av innehållet.").format(name=name)


def _of_database(content: Content, text: bytes, made: MadePack) -> Iterator[str]:
    """Yield where the frozen pack differs from that of the folder."""
    frozen = _frozen(content, made.fingerprint)
    if frozen is None:
        yield _("Databasen har inget paket för sammanträdet {day}.").format(
            day=content.meeting.held_on
        )
        return
    info, kept = frozen
    if fingerprint(kept) != info.fingerprint:
        yield _("Innehållet i databasen har ändrats sedan paketet gjordes.")
    try:
        places = [*differences(text, kept)]
    except ValueError:
        yield _("Innehållet i databasen går inte att läsa.")
        return
    for place in places:
        yield _("Mappen och databasen skiljer sig i {place}.").format(place=place)
    digests = dict(info.digests)
    if kept == text and digests.pop(PROGRAM, "") == PROGRAM_VERSION:
        for name, digest in digests.items():
            if made.digests.get(name) != digest:
                yield _("{name} är inte den fil som först gjordes.").format(name=name)


def _frozen(content: Content, mark: str) -> tuple[PackInfo, bytes] | None:
    """Return the frozen pack of a fingerprint, or else the one that was in its place.

    That is the version of the same day which was known to the same moment, or the latest one.
    """
    with database() as found:
        engine = found.operator_engine()
        require_current_schema(engine)
        with reading(engine, _WHO) as connection:
            programme = fetch_programme(connection, settings().programme)
            if programme is None:
                return None
            meetings = fetch_meetings(connection, _WHO, programme.id)
            keys = [each.id for each in meetings if each.held_on == content.meeting.held_on]
            packs = [
                each
                for versions in fetch_packs(connection, _WHO, programme.id, keys).values()
                for each in versions
            ]
            info = max(
                packs,
                key=lambda each: (
                    each.fingerprint == mark,
                    each.as_of == content.as_of,
                    each.version,
                ),
                default=None,
            )
            if info is None:
                return None
            kept = fetch_pack_content(connection, _WHO, programme.id, info.fingerprint)
    return info, (kept or "").encode()


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
