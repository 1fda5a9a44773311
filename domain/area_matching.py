"""Which area a row of somebody else's file is about, by its code and else by its name."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from domain.areas import Area

LIKENESS = 0.75
"""Least `difflib` ratio at which a name is taken for a misspelling of another."""

MOST_CLOSE = 2


@dataclass(frozen=True, slots=True)
class AreaMatch:
    """What was found.

    `areas` holds one area; none when nothing fits; and several when areas of different levels share
    the name. `by_code` tells what they were found by. `close` are areas with a similar name, given
    only when nothing fits.
    """

    areas: tuple[Area, ...] = ()
    by_code: bool = False
    close: tuple[Area, ...] = ()


def match_area(
    code_candidates: Iterable[str], name_candidates: Iterable[str], areas: Sequence[Area]
) -> AreaMatch:
    """Find the area that the first known code means, else the first known name.

    Blank candidates are passed over.
    """
    for code in filter(None, map(normalise_code, code_candidates)):
        coded = tuple(area for area in areas if normalise_code(area.code) == code)
        if coded:
            return AreaMatch(coded, by_code=True)
    names = [name for name in map(normalise_name, name_candidates) if name]
    for name in names:
        named = tuple(area for area in areas if normalise_name(area.name) == name)
        if named:
            return AreaMatch(named)
    return AreaMatch(close=_close(names, areas))


def normalise_code(code: str) -> str:
    """Return a code as it is compared: `" 070 "` and `"70.0"`, a number in Excel, are `"70"`."""
    bare = code.strip().casefold()
    whole, point, decimals = bare.partition(".")
    if point and not decimals.strip("0"):
        bare = whole
    return bare.lstrip("0") or bare[:1]


def normalise_name(name: str) -> str:
    """Return a name as it is compared: letters and digits, no accents, no case, no separators."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    return "".join(letter for letter in decomposed if letter.isalnum())


def _close(names: Sequence[str], areas: Sequence[Area]) -> tuple[Area, ...]:
    known = {normalise_name(area.name): area for area in areas}
    found = (
        likely
        for name in names
        for likely in get_close_matches(name, known, n=MOST_CLOSE, cutoff=LIKENESS)
    )
    return tuple(known[likely] for likely in dict.fromkeys(found))[:MOST_CLOSE]
