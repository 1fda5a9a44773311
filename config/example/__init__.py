"""What the example programme consists of: made-up texts and measures as data, read from TOML.

Days are told from today and years from this year, so that the example never grows old. What
becomes of them is worked out in `domain.example`.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from config.example.plans import (
    ActivityPlan,
    BoardPlan,
    KindPlan,
    MoneyPlan,
    PointPlan,
    ReportingPlan,
    Spell,
    Writers,
)

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class ExamplePlan:
    """The whole example as it is written down. Target groups and partners are named by code."""

    code: str
    name: str
    writers: Writers
    target_groups: tuple[tuple[str, str, str], ...]
    partners: tuple[tuple[str, str], ...]
    kinds: tuple[KindPlan, ...]
    activities: ActivityPlan
    reporting: ReportingPlan
    points: tuple[PointPlan, ...]
    money: MoneyPlan
    board: BoardPlan


@cache
def read_example() -> ExamplePlan:
    """Return the example that the program ships.

    Raises:
        TypeError: A file has a key that nothing reads, or lacks one.
    """
    programme = _read("programme.toml")
    activities = programme["activities"]
    spells = tuple(Spell(**spell) for spell in activities.pop("spells"))
    return ExamplePlan(
        code=programme["code"],
        name=programme["name"],
        writers=Writers(**programme["writers"]),
        target_groups=tuple(
            (group["code"], group["name"], group["short_name"])
            for group in programme["target_groups"]
        ),
        partners=tuple((partner["code"], partner["name"]) for partner in programme["partners"]),
        kinds=tuple(KindPlan(**kind) for kind in programme["kinds"]),
        activities=ActivityPlan(**activities, spells=spells),
        reporting=ReportingPlan.of(programme["reporting"]),
        points=_read_points(),
        money=MoneyPlan.of(_read("money.toml")),
        board=BoardPlan.of(_read("meetings.toml")),
    )


def _read_points() -> tuple[PointPlan, ...]:
    files = sorted((_FOLDER / "points").glob("*.toml"))
    areas = [_read(f"points/{file.name}") for file in files]
    return tuple(
        PointPlan.of(area["focus_area"], point) for area in areas for point in area["points"]
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))
