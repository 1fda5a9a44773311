"""Files of the programme's points: one row a point, with its milestones in one cell."""

import re
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from domain.records import SHORT_TITLE_LENGTH, SHORT_TITLE_WORD, PointRecord, is_short_title
from texts import _
from transfer.characters import quoted
from transfer.fields import (
    LONGEST_NAME,
    Cell,
    Day,
    Name,
    Note,
    WholeNumber,
    read_day,
    read_free_text,
    refuse,
)
from transfer.headers import CellFormat, Column, match_headers
from transfer.reference import Areas, Context, Partners, Reference, TargetGroups, context_of
from transfer.rows import Outcome, Row, columns_of, read_rows, required_of
from transfer.tabular import Table

LONGEST_MILESTONES = 10_000
"""Characters of all milestones of a point."""

_MILESTONE = re.compile(r"(?P<title>.*\S)\s*\((?P<day>[^()]+)\)", re.DOTALL)


def _read_milestones(cell: Cell, info: ValidationInfo) -> tuple[tuple[str, date], ...]:
    """Return (title, due date) of each milestone in "text (2026-03-31); text (2026-06-30)"."""
    milestones: list[tuple[str, date]] = []
    for part in re.split(r"[;\n]", read_free_text(cell, LONGEST_MILESTONES)):
        if not part.strip():
            continue
        match = _MILESTONE.fullmatch(part.strip())
        if match is None:
            refuse(_("delmål som ”Rutin klar (2026-03-31); Utbildning klar (2026-06-30)”"))
        day = read_day(match["day"])
        context_of(info).refuse_outside(day)
        milestones.append((read_free_text(match["title"], LONGEST_NAME), day))
    _refuse_twins([title for title, _day in milestones])
    return tuple(milestones)


def _refuse_twins(titles: list[str]) -> None:
    """A point's milestones are told apart by their titles."""
    met: set[str] = set()
    for title in titles:
        if title.casefold() in met:
            refuse(
                _("delmål med olika rubriker; ”{title}” står två gånger").format(
                    title=quoted(title)
                )
            )
        met.add(title.casefold())


class PointRow(Row):
    """A row of a file of points."""

    unique_field: ClassVar[str | None] = "number"

    number: Annotated[
        Annotated[int, Field(ge=1, le=999), WholeNumber],
        Column(
            _("Nummer"),
            "Number",
            _("Punktens nummer i programmet."),
            "7",
            aliases=("Nr", "Punkt", "Punktnummer", "Point", "No"),
            format=CellFormat.WHOLE,
        ),
    ]
    title: Annotated[
        Name,
        Column(
            _("Rubrik"),
            "Title",
            _("Vad punkten heter."),
            _("Trygga vägar till och från skolan"),
            aliases=("Titel", "Namn", "Åtgärd", "Name"),
        ),
    ]
    focus_area: Annotated[
        Name,
        Column(
            _("Inriktning"),
            "Focus area",
            _("Den del av programmet som punkten hör till."),
            _("Trygga platser"),
            aliases=("Fokusområde", "Insatsområde", "Inriktningsområde"),
        ),
    ]
    starts_on: Annotated[
        Day,
        Column(
            _("Start"),
            "Starts on",
            _("Första dagen."),
            "2026-01-01",
            aliases=("Startdatum", "Börjar", "Start date"),
            format=CellFormat.DATE,
        ),
    ]
    due_on: Annotated[
        Day,
        Column(
            _("Klar senast"),
            "Due on",
            _("Sista dagen; inte före start."),
            "2026-12-31",
            aliases=("Slut", "Slutdatum", "Klart", "Due date"),
            format=CellFormat.DATE,
        ),
    ]
    short_title: Annotated[
        Name,
        Field(validate_default=True),
        Column(
            _("Kort rubrik"),
            "Short title",
            _("Högst 28 tecken, inget ord över 15. Tomt: rubriken, om den får plats."),
            _("Trygga skolvägar"),
            aliases=("Kortrubrik", "Kort titel", "Kortnamn"),
        ),
    ] = ""
    description: Annotated[
        Note | None,
        Column(
            _("Beskrivning"),
            "Description",
            _("Vad som ska göras."),
            _("Vuxna finns längs vägarna när skoldagen slutar."),
        ),
    ] = None
    problem: Annotated[
        Note | None,
        Column(
            _("Problem"),
            "Problem",
            _("Problemet i lägesbilden som punkten svarar mot."),
            _("Elever undviker gångtunneln."),
            aliases=("Problembild",),
        ),
    ] = None
    responsible_unit: Annotated[
        Name | None,
        Column(
            _("Ansvarig enhet"),
            "Responsible unit",
            _("Enheten som svarar för punkten."),
            _("Enheten för förebyggande arbete"),
            aliases=("Ansvarig", "Enhet", "Unit"),
        ),
    ] = None
    target_groups: Annotated[
        TargetGroups,
        Column(
            _("Målgrupper"),
            "Target groups",
            _("Vilka punkten gäller."),
            "2; 3",
            aliases=("Målgrupp", "Target group"),
            choices="target_groups",
            several=True,
        ),
    ] = ()
    area_codes: Annotated[
        Areas,
        Column(
            _("Områden"),
            "Areas",
            _("Var punkten gäller. Tomt: hela stadsområdet."),
            "Biskopsgården; Backa",
            aliases=("Område", "Områdeskoder", "Area"),
            choices="areas",
            several=True,
        ),
    ] = ()
    partners: Annotated[
        Partners,
        Column(
            _("Samverkan med"),
            "Partners",
            _("Vilka andra som medverkar."),
            "Polis; Skola",
            aliases=("Samverkan", "Samverkansparter", "Parter"),
            choices="partners",
            several=True,
        ),
    ] = ()
    milestones: Annotated[
        Annotated[tuple[tuple[str, date], ...], BeforeValidator(_read_milestones)],
        Column(
            _("Delmål"),
            "Milestones",
            _("Varje delmål med sitt datum inom parentes."),
            _("Rutin klar (2026-03-31); Utbildning klar (2026-06-30)"),
            aliases=("Milstolpar",),
            several=True,
        ),
    ] = ()

    @field_validator("starts_on", "due_on")
    @classmethod
    def _within_programme(cls, day: date, info: ValidationInfo[Context]) -> date:
        info.context.refuse_outside(day)
        return day

    @field_validator("due_on")
    @classmethod
    def _not_before_start(cls, day: date, info: ValidationInfo) -> date:
        start = info.data.get("starts_on")
        if start is not None and day < start:
            refuse(_("ett datum som inte är före start, {start}").format(start=start))
        return day

    @field_validator("short_title")
    @classmethod
    def _fits_a_tile(cls, text: str, info: ValidationInfo) -> str:
        if not text and "title" not in info.data:
            return text  # the title's own fault is enough
        short = text or str(info.data["title"])
        if not is_short_title(short):
            refuse(
                _("högst {length} tecken och inget ord över {word}").format(
                    length=SHORT_TITLE_LENGTH, word=SHORT_TITLE_WORD
                )
            )
        return short


def read_points(
    table: Table,
    reference: Reference,
    *,
    today: date,
    programme_start: date,
    programme_end: date | None,
) -> Iterator[Outcome[PointRecord]]:
    """Read a file of points; a number that comes twice is a fault.

    Raises:
        HeadersRefused: See `transfer.rows.read_rows`.
    """
    match = match_headers(table.headers, columns_of(PointRow), required_of(PointRow))
    build = partial(PointRecord, given=frozenset(match.positions))
    context = Context(reference, today, programme_start, programme_end)
    return read_rows(table, PointRow, build, context)
