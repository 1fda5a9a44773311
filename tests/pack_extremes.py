"""Contents of a pack at the edges: nothing in it, far too much of everything, and hostile texts."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from itertools import count
from typing import Any, cast

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
    Tile,
    Tiles,
)
from tests.pack_sample import sample

LONG_NAME = (
    "Föreningen för trygga kvällar och öppna gårdar i hela stadsområdet norr om älven, ".ljust(
        120, "ö"
    )
)

HOSTILE = (
    "=1+1",
    "+46 31",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "=Data!A1",
    "Blad'1!A1",
    "https://evil.example/a",
    "internal:Data!A1",
    "<b>&amp;</b> & ]]>",
    "med\x00\x1f\ufffe\u202etecken",
    "två\nrader",
    "&P &D &",
    '"citat" \\ %',
    "👍 العربية 漢字",
    "[a]:*?/\\ 'History'",
    "x" * 300,
)

_CODES = {"kind", "form", "role", "status", "colour", "key", "language"}
"""The fields that hold no text of anybody's."""


def empty() -> Content:
    """Return a content in which nothing is."""
    return replace(
        sample(), subjects=(), definitions=(), lead="", since=None, replaces=None, is_example=False
    )


def hollow() -> Content:
    """Return a content of blocks in which nothing is."""
    blocks = (
        Figures(()),
        Tiles("Punkter", "", "", ()),
        Items("Frågor", (), "Inga frågor."),
        Table("Tom tabell", (Column("Område"),), (), "", ""),
        Table("Utan kolumner", (), (), "", ""),
        Chart("Tomt diagram", "", "antal", "", "bars", (), ()),
        Chart("Bara luckor", "Inget är känt.", "antal", "", "lines", ("a", "b"), (_gaps("lines"),)),
    )
    return replace(sample(), subjects=(Subject("empty", "Tomt", "Inget att visa", (), blocks),))


def hostile() -> Content:
    """Return the sample with each text in the place of its own replaced by a hostile one."""
    turn = count()

    def change(text: str) -> str:
        return f"{HOSTILE[next(turn) % len(HOSTILE)]}{text}" if text else ""

    return with_texts(sample(), change)


def crowded() -> Content:
    """Return a content with more of everything than a slide has room for."""
    forms: tuple[ChartForm, ...] = ("bars", "columns", "lines", "dumbbells")
    blocks: tuple[Block, ...] = (
        Figures(tuple(Figure(f"Tal {n}", f"{n}\u00a0000\u00a0mnkr", LONG_NAME) for n in range(9))),
        Tiles(
            "Punkter",
            "Alla.",
            "Källa.",
            tuple(Tile(n, f"{LONG_NAME} {n}", "late", "Försenad") for n in range(1, 41)),
        ),
        Items("Mycket", tuple(Item(f"{LONG_NAME} {n}", LONG_NAME) for n in range(30)), "Inget."),
        *(_crowded_chart(form) for form in forms),
        _crowded_table(),
        _wide_table(),
    )
    sentences = tuple(f"Mening {n}: {LONG_NAME}" for n in range(30))
    items = tuple(
        replace(block, title=f"{block.title} igen") for block in blocks if isinstance(block, Items)
    )
    subjects = (
        Subject("all", "Allt", LONG_NAME, sentences, blocks),
        Subject("items", "Frågor", "Mycket att svara på", (), items),
    )
    definitions = tuple(Item(f"Ord {n}", f"{LONG_NAME} " * 12) for n in range(20))
    return replace(sample(), title=LONG_NAME * 2, subjects=subjects, definitions=definitions)


def with_texts(content: Content, change: Callable[[str], str]) -> Content:
    """Return the content with each text changed, codes and colours left as they are."""
    return cast("Content", _changed(content, change))


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_changed(part, change) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in fields(value) if field.name not in _CODES]
        return replace(value, **{name: _changed(getattr(value, name), change) for name in names})
    return value


def _gaps(name: str) -> Series:
    return Series(name, "activity", (Datum(), Datum(low=Decimal(1), high=Decimal(4))))


def _crowded_chart(form: ChartForm) -> Chart:
    categories = tuple(f"{LONG_NAME} {n}" if n % 9 == 0 else f"Område {n}" for n in range(60))
    series = tuple(
        Series(
            f"{role} {LONG_NAME}",
            role,
            tuple(
                Datum()
                if n % 7 == 3
                else Datum(low=Decimal(1))
                if n % 7 == 5
                else Datum(Decimal(n))
                for n in range(60)
            ),
        )
        for role in ("before", "money", "rest")[: 3 if form == "lines" else 2]
    )
    return Chart(f"Sextio, {form}", LONG_NAME, "antal", "Källa.", form, categories, series)


def _crowded_table() -> Table:
    columns = (Column(LONG_NAME), *(Column(f"Kolumn {n}", is_number=True) for n in range(7)))
    rows = tuple(
        (
            Cell(f"{LONG_NAME} {n}" if n % 3 else LONG_NAME * (1 + n)),
            *(Cell(str(n * m), Decimal(n * m)) for m in range(7)),
        )
        for n in range(30)
    )
    return Table("Trettio rader", columns, rows, LONG_NAME, "Källa.")


def _wide_table() -> Table:
    columns = tuple(Column(f"{LONG_NAME} {n}") for n in range(26))
    return Table("Många kolumner", columns, (tuple(Cell("cell") for _column in columns),), "", "")
