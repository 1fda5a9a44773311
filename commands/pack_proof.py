"""The proof of a pack: its files are those of its content, and the content is what was frozen."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import typer

from commands.console import database, err, fail, out
from config.settings import PROGRAM_VERSION, settings
from data_access.database import require_current_schema
from data_access.engine import reading
from data_access.meetings import fetch_meetings, fetch_pack_content, fetch_packs
from data_access.programme import fetch_programme
from domain.access import operator
from domain.meetings import Meeting, MeetingState, PackInfo
from domain.packs.content import Content
from domain.packs.made import PROGRAM, MadePack
from texts import _
from texts.numbers import at_minute, iso
from texts.words import join_words
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
    frozen = _frozen(content, made.fingerprint)
    files = _Files(folder, text, made, frozen)
    faults = [*files.faults(), *_of_database(content, text, frozen)]
    for note in files.notes():
        err.print(f"• {note}")
    for fault in faults[:MOST_SHOWN]:
        err.print(f"✗ {fault}")
    if len(faults) > MOST_SHOWN:
        err.print(_("… och {n} fel till.").format(n=len(faults) - MOST_SHOWN))
    if faults:
        raise typer.Exit(1)
    told = (
        _("Innehållet är äkta. Fingeravtryck: {mark}")
        if [*files.notes()]
        else _("Paketet är äkta: alla filer blir likadana när de görs igen. Fingeravtryck: {mark}")
    )
    out.print(told.format(mark=made.fingerprint))


@dataclass(frozen=True, slots=True)
class _Frozen:
    """A row of the database: what it says of a pack, its content, and its meeting's versions."""

    info: PackInfo
    kept: bytes
    meeting: Meeting
    versions: tuple[PackInfo, ...]


@dataclass(frozen=True, slots=True)
class _Files:
    """The files of a folder, beside those that are made of its content and what was frozen.

    Other programs may make other bytes of the same content: then only the digests of when the pack
    was made can tell whether a file is what it was.
    """

    folder: Path
    text: bytes
    made: MadePack
    frozen: _Frozen | None

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with the files, each by its name."""
        if self.made.text != self.text:
            yield _("{name} är inte skriven som paketet skrev den.").format(name=CONTENT_NAME)
        for name, data in self.made.files.items():
            there = _read(self.folder / name)
            if there is None:
                yield _("{name} saknas i mappen.").format(name=name)
            elif there != data and not self._is_as_frozen(name, there):
                yield _("{name} är inte gjord av innehållet.").format(name=name)
            elif self._is_by_this_program() and not self._is_as_frozen(name, there):
                yield _("{name} är inte den fil som först gjordes.").format(name=name)

    def notes(self) -> Iterator[str]:
        """Yield what is no fault, but what the reader should know of how far the proof goes."""
        digests = self._digests()
        if not digests:
            return
        maker = digests.get(PROGRAM, _("okänd"))
        untried = []
        for name, data in self.made.files.items():
            there = _read(self.folder / name)
            if there is None:
                continue
            if there == data and not self._is_as_frozen(name, there):
                untried.append(name)
            elif there != data and self._is_as_frozen(name, there):
                yield _(
                    "{name} är oförändrad sedan den gjordes, enligt databasen; den här versionen "
                    "av programmet skulle göra den annorlunda. Den gjordes av version {maker}."
                ).format(name=name, maker=maker)
        if untried and not self._is_by_this_program():
            yield _(
                "Om {names} är den fil som först gjordes har inte prövats: paketet gjordes av "
                "version {maker} av programmet, och det här är version {program}."
            ).format(names=join_words(untried), maker=maker, program=PROGRAM_VERSION)

    def _digests(self) -> dict[str, str]:
        """Return what was frozen of the files, where it is the same content; else nothing."""
        if self.frozen is None or self.frozen.kept != self.text:
            return {}
        return dict(self.frozen.info.digests)

    def _is_as_frozen(self, name: str, there: bytes) -> bool:
        return self._digests().get(name) == sha256(there).hexdigest()

    def _is_by_this_program(self) -> bool:
        return self._digests().get(PROGRAM) == PROGRAM_VERSION


def _of_database(content: Content, text: bytes, frozen: _Frozen | None) -> Iterator[str]:
    """Yield where the frozen pack differs from that of the folder, or from its own content."""
    if frozen is None:
        yield _("Databasen har inget paket för sammanträdet {day}.").format(
            day=content.meeting.held_on
        )
        return
    if fingerprint(frozen.kept) != frozen.info.fingerprint:
        yield _("Innehållet i databasen har ändrats sedan paketet gjordes.")
    try:
        places = [*differences(text, frozen.kept)]
        kept = from_json(frozen.kept)
    except ValueError:
        yield _("Innehållet i databasen går inte att läsa.")
        return
    for place in places:
        yield _("Mappen och databasen skiljer sig i {place}.").format(place=place)
    yield from _of_row(frozen, kept)


def _of_row(frozen: _Frozen, kept: Content) -> Iterator[str]:
    """Yield where what the database says of a pack is not what the pack's content says."""
    info, meeting = frozen.info, frozen.meeting
    if info.as_of != kept.as_of:
        yield _("Databasen säger att läget är från {row}; innehållet säger {content}.").format(
            row=at_minute(info.as_of), content=at_minute(kept.as_of)
        )
    if info.replaces != kept.replaces:
        yield _("Databasen säger att paketet ersätter ett annat än det innehållet säger.")
    before = {each.fingerprint: each.version for each in frozen.versions}
    if info.version != 1 + before.get(info.replaces or "", 0):
        yield _("Version {n} följer inte på den som paketet ersätter.").format(n=info.version)
    # Until it is closed a meeting may be moved to another day, after its pack was made.
    if meeting.state is MeetingState.CLOSED and meeting.held_on != kept.meeting.held_on:
        yield _("Sammanträdet är {row} i databasen; innehållet säger {content}.").format(
            row=iso(meeting.held_on), content=iso(kept.meeting.held_on)
        )


def _frozen(content: Content, mark: str) -> _Frozen | None:
    """Return the frozen pack of a fingerprint, or else the one that was in its place.

    That is the version of the same day which was known to the same moment, or the latest one; of
    two meetings that day, of the one with the same name.
    """
    with database() as found:
        engine = found.operator_engine()
        require_current_schema(engine)
        with reading(engine, _WHO) as connection:
            programme = fetch_programme(connection, settings().programme)
            if programme is None:
                return None
            meetings = {each.id: each for each in fetch_meetings(connection, _WHO, programme.id)}
            packs = fetch_packs(connection, _WHO, programme.id, [*meetings])
            info = max(
                (
                    each
                    for versions in packs.values()
                    for each in versions
                    if each.fingerprint == mark
                    or meetings[each.meeting_id].held_on == content.meeting.held_on
                ),
                key=lambda each: (
                    each.fingerprint == mark,
                    each.as_of == content.as_of,
                    meetings[each.meeting_id].title == content.meeting.title,
                    each.version,
                ),
                default=None,
            )
            if info is None:
                return None
            kept = fetch_pack_content(connection, _WHO, programme.id, info.fingerprint)
    return _Frozen(info, (kept or "").encode(), meetings[info.meeting_id], packs[info.meeting_id])


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
