"""Files of the team's activities: one row an activity, counts only."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from domain.records import MINUTES_A_DAY, MOST_PARTICIPANTS, ActivityRecord
from texts import _
from texts.numbers import number
from transfer.fields import Count, Day, Note, WholeNumber, refuse
from transfer.headers import CellFormat, Column
from transfer.reference import (
    ActivityKind,
    Area,
    Context,
    Partners,
    PointNumbers,
    Reference,
    SourceRef,
    TargetGroup,
)
from transfer.rows import Outcome, Row, read_rows
from transfer.tabular import Table

MOST_OCCASIONS = 1000
"""More than a team can do in one row; above it the cell is a typing error."""


class ActivityRow(Row):
    """A row of an activity file."""

    occurred_on: Annotated[
        Day,
        Column(
            _("Datum"),
            "Date",
            _("Dagen då aktiviteten ägde rum."),
            "2026-03-17",
            aliases=("Dag", "Aktivitetsdatum", "Day"),
            format=CellFormat.DATE,
        ),
    ]
    area_code: Annotated[
        Area,
        Column(
            _("Område"),
            "Area",
            _("Området där den ägde rum, med namn eller kod."),
            "Biskopsgården",
            aliases=("Områdeskod", "Mellanområde", "Primärområde", "Plats"),
            choices="areas",
        ),
    ]
    kind: Annotated[
        ActivityKind,
        Column(
            _("Aktivitetstyp"),
            "Activity kind",
            _("Vad som gjordes."),
            _("Uppsökande arbete"),
            aliases=("Aktivitet", "Typ", "Typ av aktivitet", "Insats", "Kind"),
            choices="kinds",
        ),
    ]
    target_group: Annotated[
        TargetGroup,
        Column(
            _("Målgrupp"),
            "Target group",
            _("Vilka aktiviteten riktade sig till."),
            "2",
            choices="target_groups",
        ),
    ]
    point_numbers: Annotated[
        PointNumbers,
        Column(
            _("Punkt"),
            "Point",
            _("Punkten i programmet som aktiviteten hör till, eller flera."),
            "7",
            aliases=("Punkter", "Punktnummer", "Punkt nr", "Point number", "Points"),
            choices="points",
            several=True,
        ),
    ] = ()
    occasions: Annotated[
        Annotated[int, Field(ge=1, le=MOST_OCCASIONS), WholeNumber],
        Column(
            _("Tillfällen"),
            "Occasions",
            _("Hur många gånger. Tomt räknas som 1."),
            "1",
            aliases=("Antal tillfällen", "Antal gånger"),
            format=CellFormat.WHOLE,
        ),
    ] = 1
    participants: Annotated[
        Annotated[int, Field(ge=0, le=MOST_PARTICIPANTS), WholeNumber] | None,
        Column(
            _("Deltagare"),
            "Participants",
            _("Hur många som deltog. 0 är ingen; tomt är att ingen räknade."),
            "12",
            aliases=("Antal deltagare", "Antal personer"),
            format=CellFormat.WHOLE,
        ),
    ] = None
    minutes: Annotated[
        Count | None,
        Column(
            _("Minuter"),
            "Minutes",
            _("Hur lång tid alla tillfällen tog tillsammans."),
            "90",
            aliases=("Tid (min)", "Tid i minuter", "Antal minuter"),
            format=CellFormat.WHOLE,
        ),
    ] = None
    partners: Annotated[
        Partners,
        Column(
            _("Samverkan med"),
            "Partners",
            _("Vilka som deltog från andra håll."),
            "Polis; Skola",
            aliases=("Samverkan", "Samverkansparter", "Parter"),
            choices="partners",
            several=True,
        ),
    ] = ()
    source_ref: Annotated[
        SourceRef | None,
        Column(
            _("Källreferens"),
            "Source reference",
            _("Radens eget nummer i systemet den kommer från; inget nummer på en person."),
            "A-2026-0317",
            aliases=("Referens", "Externt id", "Id", "Reference"),
        ),
    ] = None
    note: Annotated[
        Note | None,
        Column(
            _("Anteckning"),
            "Note",
            _("Om aktiviteten; aldrig om en enskild person."),
            _("Kvällsvandring"),
            aliases=("Anmärkning", "Kommentar", "Comment"),
        ),
    ] = None

    @field_validator("occurred_on")
    @classmethod
    def _within_programme(cls, day: date, info: ValidationInfo[Context]) -> date:
        if day > info.context.today:
            refuse(_("ett datum som har varit, senast {day}").format(day=info.context.today))
        info.context.refuse_outside(day)
        return day

    @field_validator("minutes")
    @classmethod
    def _within_days(cls, minutes: int | None, info: ValidationInfo[Context]) -> int | None:
        most = MINUTES_A_DAY * info.data.get("occasions", MOST_OCCASIONS)
        if minutes is not None and minutes > most:
            refuse(
                _("högst {most} minuter, 24 timmar för varje tillfälle").format(most=number(most))
            )
        return minutes


def read_activities(
    table: Table,
    reference: Reference,
    *,
    today: date,
    programme_start: date,
    programme_end: date | None,
) -> Iterator[Outcome[ActivityRecord]]:
    """Read an activity file; the day of each must lie within the programme, at most today.

    Raises:
        HeadersRefused: See `transfer.rows.read_rows`.
    """
    context = Context(reference, today, programme_start, programme_end)
    return read_rows(table, ActivityRow, ActivityRecord, context)
