"""What can be wrong with a set of borders: areas missing, double, misplaced or in each other."""

from collections.abc import Mapping, Sequence

from shapely.geometry.base import BaseGeometry

from domain.areas import Area, AreaLevel
from texts import _
from texts.numbers import number
from transfer.border_places import known_point
from transfer.border_shapes import overlapping

FARTHEST_M = 2000.0
"""A border further from the area's known point than this is of something else."""


def completeness_faults(
    areas: Sequence[Area], places: Mapping[str, Sequence[str]], close: Mapping[str, str]
) -> list[str]:
    """Tell of areas that stand twice, and of those that a level of the file lacks.

    `places` tells where in the file each area code stands; `close` is an unknown name in the file
    that is like the area's.
    """
    faults = [
        _(
            "{area} finns {n} gånger: {places}. Slå ihop delarna till ett objekt, "
            "eller välj ett lager."
        ).format(area=area.name, n=len(places[area.code]), places=", ".join(places[area.code]))
        for area in areas
        if len(places.get(area.code, ())) > 1
    ]
    levels = {area.level for area in areas if area.code in places}
    for area in areas:
        if area.level in levels and area.code not in places:
            likely = close.get(area.code)
            hint = _(" Är det ”{name}”?").format(name=likely) if likely else ""
            faults.append(
                _(
                    "{area} (kod {code}) saknas i filen.{hint} Lägg till området, "
                    "eller rätta dess kod eller namn."
                ).format(area=area.name, code=area.code, hint=hint)
            )
    return faults


def place_faults(
    areas: Sequence[Area], shapes: Mapping[str, BaseGeometry], within: str
) -> tuple[list[str], list[str]]:
    """Tell of borders, in metres, that are not where their area is known to lie.

    Returns:
        Faults and notes. A point just outside its border is worth no more than a note.
    """
    faults, notes = [], []
    for area in areas:
        own, point = shapes.get(area.code), known_point(area)
        if own is None or point is None or own.covers(point):
            continue
        others = [
            other.name
            for other in areas
            if other.level is area.level
            and other.code in shapes
            and shapes[other.code].covers(point)
        ]
        distance = own.distance(point)
        if others:
            text = _(
                "Där {area} ska ligga har filen {other}. Är koder eller namn förväxlade? "
                "Rätta dem i filen."
            )
            faults.append(text.format(area=area.name, other=others[0]))
        elif distance > FARTHEST_M:
            text = _(
                "Gränsen för {area} ligger {km} km från området på {within}. "
                "Rätta koden, eller hämta filen igen."
            )
            kilometres = number(distance / 1000)
            faults.append(text.format(area=area.name, km=kilometres, within=within))
        else:
            text = _("Den kända punkten för {area} ligger strax utanför gränsen.")
            notes.append(text.format(area=area.name))
    return faults, notes


def overlap_faults(areas: Sequence[Area], shapes: Mapping[str, BaseGeometry]) -> list[str]:
    """Tell of areas of the same level that cover each other."""
    names = {area.code: area.name for area in areas}
    return [
        _("{one} och {other} täcker varandra. Rätta gränserna i ett kartprogram.").format(
            one=names[one], other=names[other]
        )
        for level in AreaLevel
        for one, other in overlapping(
            {a.code: shapes[a.code] for a in areas if a.level is level and a.code in shapes}
        )
    ]
