"""A pack's content with all that can be in one: long names, marks, gaps, ranges, nothing at all."""

from datetime import date, datetime
from decimal import Decimal

from domain.calendar import STOCKHOLM
from domain.packs.content import (
    Cell,
    Chart,
    Column,
    Content,
    Datum,
    Figure,
    Figures,
    Item,
    Items,
    MeetingHead,
    Organisation,
    Series,
    Subject,
    Table,
    Tile,
    Tiles,
)

_STATUSES = (
    ("done", "Genomförd"),
    ("on_plan", "Enligt plan"),
    ("deviation", "Avvikelse"),
    ("late", "Försenad"),
    ("not_started", "Ej påbörjad"),
    ("dropped", "Utgår"),
    (None, "Ingen rapport"),
)

_AREAS = (
    "Östra Biskopsgården",
    "Västra Biskopsgården",
    "Norra Hisingen, Säve och allt annat som ligger norr om Kvillebäcken",
    "Björlanda",
)


def sample() -> Content:
    """Return a content in which every kind of block, and every kind of cell, is."""
    return Content(
        organisation=Organisation(
            "Socialförvaltningen Exempel", "panelen@kommunen.example", "#0069a8"
        ),
        programme="Ett tryggare Hisingen",
        is_example=True,
        meeting=MeetingHead(
            date(2026, 11, 26),
            "Socialnämnden Hisingen",
            "N164-0123/26",
            "1. Mötets öppnande\n2. Lägesrapport\n3. <b>Medel & prognos</b>",
        ),
        as_of=datetime(2026, 11, 24, 12, 0, tzinfo=STOCKHOLM),
        since=date(2026, 8, 27),
        title="Sedan förra sammanträdet har två punkter blivit klara",
        lead="Programmet håller takten, men 3,1\u00a0miljoner kronor väntas bli kvar.",
        subjects=(_in_short(), _since_last(), _activities(), _money()),
        definitions=(
            Item("Aktivitet", "Ett tillfälle då teamet har mött någon i målgruppen."),
            Item("..", "Talet är skyddat: ”1–4” är för få för att visas exakt."),
        ),
        replaces="ab" * 32,
    )


def _in_short() -> Subject:
    tiles = tuple(
        Tile(number, f"Kort titel {number} om trygghet"[:28], *_STATUSES[number % 7])
        for number in range(1, 29)
    )
    return Subject(
        "overview",
        "Läget i korthet",
        "18 av 28 punkter håller takten",
        ("Fyra punkter är försenade.", "Punkt 11 har gått över sin budget & fått < 10 % kvar."),
        (
            Figures(
                (
                    Figure("Punkter i rätt takt", "18\u00a0av\u00a028", "Två fler än i augusti."),
                    Figure("Medel kvar", "3,1\u00a0mnkr", "Det är 12\u00a0% av budgeten."),
                    Figure("Aktiviteter i oktober", "..", "Talet är skyddat: 18–22."),
                )
            ),
            Tiles(
                "De 28 punkterna",
                "4 klara, 4 enligt plan, 4 försenade.",
                "Källa: rapporter.",
                tiles,
            ),
        ),
    )


def _since_last() -> Subject:
    return Subject(
        "changes",
        "Sedan förra sammanträdet",
        "Två punkter har blivit klara",
        ("Tre punkter har ändrat status sedan 27 augusti 2026.",),
        (
            Items(
                "Punkter som har rört sig",
                (
                    Item(
                        "Punkt 4 gick från Enligt plan till Genomförd.", "Alla grupper är i gång."
                    ),
                    Item("Punkt 6 gick från Enligt plan till Försenad."),
                ),
                "Ingen punkt har ändrat status.",
            ),
            Items("Frågor", (), "Inga frågor är ställda."),
        ),
    )


def _activities() -> Subject:
    ranges = (
        Datum(Decimal(12)),
        Datum(low=Decimal(1), high=Decimal(4)),
        Datum(low=Decimal(3)),
        Datum(),
    )
    return Subject(
        "activities",
        "Aktiviteter",
        "Östra Biskopsgården har flest aktiviteter",
        (),
        (
            Chart(
                "Östra Biskopsgården har flest aktiviteter",
                "Östra Biskopsgården 12, Västra Biskopsgården 1–4, Björlanda har inte rapporterat.",
                "aktiviteter",
                "Källa: publicerade månader.",
                "bars",
                _AREAS,
                (Series("Aktiviteter", "activity", ranges),),
            ),
            Chart(
                "Flest unga på väg in",
                "Under perioden ökade målgrupp 2.",
                "aktiviteter",
                "Källa: publicerade månader.",
                "lines",
                ("2026-07", "2026-08", "2026-09", "2026-10"),
                tuple(
                    Series(name, f"group {group}", tuple(data))
                    for group, name, data in (
                        (
                            3,
                            "Yngre",
                            (Datum(Decimal(30)), Datum(Decimal(28)), Datum(), Datum(Decimal(41))),
                        ),
                        (2, "På väg in", ranges),
                        (
                            1,
                            "I brott",
                            (
                                Datum(Decimal(0)),
                                Datum(low=Decimal(2), high=Decimal(9)),
                                *ranges[:2],
                            ),
                        ),
                    )
                ),
            ),
            Table(
                "Aktiviteter per område",
                (
                    Column("Område"),
                    Column("Aktiviteter", is_number=True),
                    Column("Per 1\u00a0000 invånare", is_number=True, places=1),
                ),
                tuple(
                    (
                        Cell(area),
                        Cell(text, value),
                        Cell("1,5" if value else "..", Decimal("1.5") if value else None),
                    )
                    for area, text, value in zip(
                        _AREAS,
                        ("1\u00a0234", "..\u00a01–4", "–", "0"),
                        (Decimal(1234), None, None, Decimal(0)),
                        strict=True,
                    )
                ),
                "..: skyddat. –: inte rapporterat.",
                "Källa: publicerade månader.",
            ),
        ),
    )


def _money() -> Subject:
    months = ("2026-07", "2026-08", "2026-09")
    return Subject(
        "money",
        "Medel",
        "3,1\u00a0miljoner kronor väntas bli kvar när året är slut",
        ("=1+1 är ingen formel.", "Utfallet är −12\u00a0tkr i juli."),
        (
            Chart(
                "Sedan augusti har 1,2 mnkr använts",
                "Extra trygghetsmedel gick från 2,0 till 3,2 mnkr av 7,2.",
                "mnkr",
                "Källa: ekonomisystemet.",
                "dumbbells",
                ("Extra trygghetsmedel", "Statsbidrag med ett mycket långt namn som måste brytas"),
                (
                    Series("27 augusti", "before", (Datum(Decimal("2.0")), Datum(Decimal("0.4")))),
                    Series("24 november", "money", (Datum(Decimal("3.2")), Datum(Decimal("0.4")))),
                ),
            ),
            Chart(
                "Utfall per månad",
                "Mest användes i september.",
                "mnkr",
                "Källa: ekonomisystemet.",
                "columns",
                months,
                (
                    Series(
                        "Utfall",
                        "money",
                        (Datum(Decimal("-0.012")), Datum(), Datum(Decimal("1.2"))),
                    ),
                ),
            ),
            Table(
                "Budget och utfall",
                (Column("Källa"), Column("Bokfört", is_number=True, places=0), Column("Sista dag")),
                (
                    (
                        Cell('=HYPERLINK("x")'),
                        Cell("3\u00a0200", Decimal("3200.40")),
                        Cell("2026-12-31"),
                    ),
                    (Cell("+Statsbidrag"), Cell("−12", Decimal(-12)), Cell("–")),
                ),
                "Belopp i tkr.",
                "Källa: ekonomisystemet.",
            ),
        ),
    )
