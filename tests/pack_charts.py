"""Charts as large as a pack's can be, and as odd; and a content as full as one meeting gives."""

from dataclasses import replace
from decimal import Decimal
from typing import get_args

from domain.packs.content import (
    Block,
    Cell,
    Chart,
    ChartForm,
    Column,
    Content,
    Datum,
    Figure,
    Figures,
    Item,
    Items,
    Series,
    Subject,
    Table,
)
from tests.pack_sample import sample

AREAS = (
    *("Östra Biskopsgården", "Västra Biskopsgården", "Björlanda", "Tuve–Säve", "Kärra–Rödbo"),
    *("Kvillebäcken", "Lundby Centrum", "Norra Torslanda", "Södra Torslanda", "Backa"),
    "Rambergsstaden",
)
TWO_YEARS = tuple(f"{year}-{month:02}" for year in (2025, 2026) for month in range(1, 13))
RANGE = Datum(low=Decimal(1), high=Decimal(4))
AT_LEAST = Datum(low=Decimal(3))
MISSING = Datum()
HOSTILE = "<script>alert('&')</script>" + "x" * 200


def chart(form: ChartForm, categories: tuple[str, ...], *series: Series) -> Chart:
    return Chart("Titel", "Mening.", "aktiviteter", "Källa.", form, categories, series)


def data(*values: int | str | Datum | None) -> tuple[Datum, ...]:
    """Return values as data; None is missing."""
    return tuple(
        each if isinstance(each, Datum) else Datum(None if each is None else Decimal(each))
        for each in values
    )


def groups(count: int) -> tuple[Series, ...]:
    """Return the three groups, with each kind of datum in turn."""
    turn = (MISSING, RANGE, AT_LEAST, *data(0, 12, 41, 7))
    return tuple(
        Series(name, f"group {code}", tuple(turn[(place * code) % 7] for place in range(count)))
        for code, name in ((3, "Yngre"), (2, "På väg in"), (1, "I brott"))
    )


def large_and_odd() -> dict[str, Chart]:
    """Return charts by what is large or odd about them, those of the sample among them."""
    found = _large() | _odd()
    for form in get_args(ChartForm):
        found[f"hostile {form}"] = chart(
            form,
            (HOSTILE, f"{HOSTILE} {HOSTILE}"),
            Series(HOSTILE, "activity", data(1, None)),
            Series(HOSTILE, "money", data("0.1234567", 3)),
        )
    for subject in sample().subjects:
        for block in subject.blocks:
            if isinstance(block, Chart):
                found[block.title] = block
    return found


def full_content() -> Content:
    """Return a content with long headings, five numbers, long lists and a wide table."""
    source = "Källa: teamets registrering, publicerade månader till och med oktober 2026."
    text = "Nattvandring varje helg gick från Enligt plan till Försenad, 61 dagar efter slutdatum."
    reason = "Två tjänster tillsattes senare än planerat, och två föreningar har hoppat av."
    figure = Figure("Punkter i rätt takt", "18\u00a0av\u00a028", "Två fler än vid mötet i augusti.")
    columns = tuple(Column(f"Målgrupp {n}", is_number=n > 0) for n in range(9))
    table = Table(
        "Aktiviteter per område och målgrupp, oktober 2026",
        columns,
        tuple(tuple(Cell(area) for _column in columns) for area in AREAS),
        "..: skyddat.",
        source,
    )
    blocks: dict[str, tuple[Block, ...]] = {
        "numbers": (Figures((figure,) * 5),),
        "list": (Items("Punkter som har bytt status", (Item(text, reason),) * 9, "Ingen."),),
        "charts": tuple(replace(each, source=source, alt=text) for each in _large().values()),
        "table": (table,),
    }
    heading = "Två punkter har blivit klara, och prognosen för året har sänkts med 0,8\u00a0mnkr"
    return replace(
        sample(),
        subjects=tuple(
            Subject(key, "Läget", heading, (text,), found) for key, found in blocks.items()
        ),
    )


def _large() -> dict[str, Chart]:
    return {
        "eleven areas": chart(
            "bars",
            AREAS,
            Series("A", "activity", data(144, 120, 96, 83, 77, 61, None, 40, 31, 22, 0)),
        ),
        "groups by area": chart("bars", AREAS, *groups(11)),
        "two years of lines": chart("lines", TWO_YEARS, *groups(24)),
        "two years of columns": chart(
            "columns", TWO_YEARS, Series("A", "money", data(*range(23), None))
        ),
        "outcome and budget": chart(
            "columns",
            TWO_YEARS[:12],
            Series("Utfall", "money", data(*["0.8", "-0.3", "1.25"] * 4)),
            Series("Budget", "rest", data(*[1] * 12)),
        ),
        "groups as columns": chart("columns", TWO_YEARS[:6], *groups(6)),
    }


def _odd() -> dict[str, Chart]:
    return {
        "below zero": chart("bars", AREAS[:3], Series("A", "money", data("-0.8", "1.25", 0))),
        "dumbbells": chart(
            "dumbbells",
            AREAS[:4],
            Series("27 augusti", "before", data(16, 3, RANGE, None)),
            Series("24 november", "activity", data(18, 3, AT_LEAST, 22)),
        ),
        "now alone": chart("dumbbells", AREAS[:1], Series("Nu", "activity", data(5))),
        "one month": chart("lines", ("2026-01",), Series("A", "activity", data(1234567))),
        "no months": chart("lines", ("vår", "sommar"), Series("A", "activity", data(1, 2))),
        "only an arrow": chart("bars", ("A",), Series("A", "activity", data(AT_LEAST))),
        "all zero": chart("columns", TWO_YEARS[:2], Series("A", "activity", data(0, 0))),
        "no data": chart("lines", TWO_YEARS, Series("A", "activity", data(*[None] * 24))),
        "no category": chart("bars", (), Series("A", "activity", ())),
        "no series": chart("dumbbells", AREAS),
        "one of 24 told": chart(
            "lines", TWO_YEARS, Series("A", "rest", data(*[None] * 11, 5, *[None] * 12))
        ),
    }
