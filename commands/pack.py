"""`trygghet pack`: a meeting's pack as files, and the proof that they are what they were."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress
from sqlalchemy import Engine

from commands.console import database, err, fail, out
from commands.pack_proof import prove
from config.settings import PROGRAM_VERSION, settings
from data_access.database import require_current_schema
from data_access.engine import reading
from data_access.meetings import fetch_meetings, fetch_pack_content, fetch_packs
from data_access.programme import fetch_programme
from domain.access import operator
from domain.meetings import Meeting, MeetingState, PackInfo, chosen_first
from domain.packs.compose import content_of
from domain.packs.content import Content
from domain.packs.made import MadePack
from domain.programme import Programme
from services.make_pack import gather_briefing, keep_pack, organisation
from texts import _
from texts.numbers import iso
from texts.words import join_words
from transfer.packs.canonical import from_json
from transfer.packs.files import CONTENT_NAME, MAKERS, make_pack

_WHO = operator("trygghet pack")


def pack(
    meeting: Annotated[
        str, typer.Argument(help=_("Sammanträdets dag, till exempel 2026-11-26."))
    ] = "",
    *,
    title: Annotated[
        str, typer.Option("--title", help=_("Sammanträdets namn, om flera hålls den dagen."))
    ] = "",
    latest: Annotated[
        bool, typer.Option("--latest", help=_("Nästa sammanträde, eller det senaste."))
    ] = False,
    to: Annotated[Path, typer.Option("--out", help=_("Mappen att skriva filerna i."))] = Path(),
    verify: Annotated[
        bool, typer.Option("--verify", help=_("Pröva filerna i mappen i stället."))
    ] = False,
) -> None:
    """Make a meeting's pack as files; of a closed meeting the pack that it had."""
    if verify:
        prove(to)
        return
    if bool(meeting) is latest or (title and latest):
        fail(_("Ange sammanträdets dag, eller --latest."))
    day = None if latest else _day(meeting)
    with database() as found:
        engine = found.operator_engine()
        require_current_schema(engine)
        programme = programme_of(engine)
        chosen, packs = _chosen(engine, programme.id, day, title)
        if chosen.state is MeetingState.CLOSED and packs:
            made = _made_again(engine, programme.id, packs[0])
        else:
            # A pack that is kept can never be removed: first of all its folder must be there.
            _write({}, to)
            made = _made_anew(engine, programme, chosen)
    _write({**made.files, CONTENT_NAME: made.text}, to)
    out.print(
        _("Paketet för {day} ligger i {folder}. Fingeravtryck: {mark}").format(
            day=iso(chosen.held_on), folder=to, mark=made.fingerprint
        )
    )


def programme_of(engine: Engine) -> Programme:
    """Return the programme of the settings, or leave with a sentence."""
    with engine.connect() as connection:
        programme = fetch_programme(connection, settings().programme)
    if programme is None:
        fail(_("Det finns inget program med koden {code}.").format(code=settings().programme))
    return programme


def _chosen(
    engine: Engine, programme_id: int, day: date | None, title: str
) -> tuple[Meeting, tuple[PackInfo, ...]]:
    with reading(engine, _WHO) as connection:
        meetings = fetch_meetings(connection, _WHO, programme_id)
        chosen = _of_day(meetings, day, title) if day else chosen_first(meetings)
        if chosen is None:
            fail(_("Det finns inget sammanträde ännu."))
        return chosen, fetch_packs(connection, _WHO, programme_id, [chosen.id]).get(chosen.id, ())


def _of_day(meetings: Sequence[Meeting], day: date, title: str) -> Meeting:
    """Return the meeting of a day, by its title where there are several, or leave."""
    held = [each for each in meetings if each.held_on == day]
    found = [each for each in held if each.title == title] if title else held
    if len(found) != 1:
        fail(_which(held, day, title))
    return found[0]


def _which(held: Sequence[Meeting], day: date, title: str) -> str:
    """Return why a day and a title name no one meeting of those that are held."""
    if not held:
        return _("Det finns inget sammanträde {when}.").format(when=iso(day))
    names = join_words([_("”{title}”").format(title=each.title) for each in reversed(held)])
    told = (
        _("{when} finns inget sammanträde som heter så, men {titles}.")
        if title
        else _("{when} finns flera sammanträden: {titles}. Välj ett av dem med --title.")
    )
    return told.format(when=iso(day), titles=names)


def _day(told: str) -> date:
    try:
        return date.fromisoformat(told)
    except ValueError:
        fail(_("”{told}” är ingen dag. Skriv den som 2026-11-26.").format(told=told))


def _made_anew(engine: Engine, programme: Programme, meeting: Meeting) -> MadePack:
    briefing = gather_briefing(
        engine,
        viewer=_WHO,
        programme=programme,
        meeting_id=meeting.id,
        organisation=organisation(),
    )
    made = with_progress(content_of(briefing))
    keep_pack(engine, viewer=_WHO, programme_id=programme.id, meeting=briefing.meeting, pack=made)
    return made


def _made_again(engine: Engine, programme_id: int, kept: PackInfo) -> MadePack:
    with reading(engine, _WHO) as connection:
        text = fetch_pack_content(connection, _WHO, programme_id, kept.fingerprint)
    if text is None:
        fail(_("Paketet {mark} finns inte.").format(mark=kept.fingerprint))
    return with_progress(from_json(text.encode()))


def with_progress(content: Content) -> MadePack:
    """Make a pack's files, with a progress bar where somebody is looking."""
    with Progress(console=err, transient=True) as progress:
        task = progress.add_task(_("Gör paketets filer"), total=len(MAKERS))
        return make_pack(content, PROGRAM_VERSION, lambda _name: progress.advance(task))


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)
    except OSError as error:
        fail(
            _("Filerna kunde inte skrivas i {folder}: {why}").format(
                folder=folder, why=error.strerror
            )
        )
