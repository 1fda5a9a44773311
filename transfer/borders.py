"""Borders of the areas from a geographic file, in any coordinate system.

Nothing is half done: with one fault there are no areas, and each fault says what, where and what
to do about it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from shapely import GEOSException, MultiPolygon, get_dimensions, union_all
from shapely.geometry.base import BaseGeometry

from domain.areas import Area, AreaLevel, GeometryKind
from texts import _, plural
from texts.words import capitalised, join_at_most
from transfer.border_checks import completeness_faults, overlap_faults, place_faults
from transfer.border_files import BorderFeature, BorderLayer, read_border_layers
from transfer.border_matching import LayerMatches, choose_by_size, contradicts, match_layer
from transfer.border_places import Reading, find_reading, to_metres
from transfer.border_shapes import areal_parts, as_geojson, is_on_earth, repair, simplify_together
from transfer.characters import printable, quoted
from transfer.faults import FileRefused

MOST_NAMES = 6
"""Names that a sentence lists before it counts the rest."""


@dataclass(frozen=True, slots=True)
class AreaBorders:
    """The areas that have got official borders, with Swedish sentences about how it went.

    `notes` tell what was seen and done. With `faults` there are no areas.
    """

    areas: tuple[Area, ...] = ()
    notes: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Make the sentences fit to be shown, whatever the file calls its features."""
        object.__setattr__(self, "notes", tuple(map(printable, self.notes)))
        object.__setattr__(self, "faults", tuple(map(printable, self.faults)))


@dataclass(slots=True)
class _Reader:
    """What is known so far: shapes in metres by area code, and where in the file each stands."""

    areas: tuple[Area, ...]
    within: str
    notes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    shapes: dict[str, MultiPolygon] = field(default_factory=dict)
    places: dict[str, list[str]] = field(default_factory=dict)
    close: dict[str, str] = field(default_factory=dict)

    def stands(self, code: str, feature: BorderFeature) -> None:
        """Keep where in the file an area was found."""
        self.places.setdefault(code, []).append(feature.place)


def read_area_borders(
    path: Path, areas: Sequence[Area], *, layer: str | None = None
) -> AreaBorders:
    """Read borders for mellanområden, primärområden or both, as a GeoJSON or GeoPackage has them.

    Features are matched by code, then by name. Every area of a level that the file has must be
    there; other areas of the city are passed over. When only primärområden come, the mellanområden
    are joined from them.

    Returns:
        The areas with new geometry: WGS 84 with five decimals, simplified for the screen.
    """
    reader = _Reader(
        areas=tuple(area for area in areas if area.level is not AreaLevel.STADSOMRADE),
        within=next((a.name for a in areas if a.level is AreaLevel.STADSOMRADE), _("kartan")),
    )
    try:
        return _areas_in(reader, read_border_layers(path, layer))
    except FileRefused as refusal:
        reader.faults.append(str(refusal))
    except GEOSException:
        reader.faults.append(
            _(
                "Gränserna i ”{file}” går inte att räkna på: de korsar sig själva eller varandra. "
                "Rätta dem i ett kartprogram."
            ).format(file=path.name)
        )
    return AreaBorders(notes=tuple(reader.notes), faults=tuple(reader.faults))


def _areas_in(reader: _Reader, layers: Sequence[BorderLayer]) -> AreaBorders:
    matched = [(found, match_layer(found, reader.areas)) for found in layers]
    if not any(matches.known() for _layer, matches in matched):
        return AreaBorders(faults=(_nothing_known(layers, reader),))
    for found, matches in matched:
        _tell_unknown(reader, found, matches)
        _take_layer(reader, found, matches)
    reader.faults += completeness_faults(reader.areas, reader.places, reader.close)
    if not reader.faults:
        faults, notes = place_faults(reader.areas, reader.shapes, reader.within)
        reader.notes += notes
        reader.faults += faults or overlap_faults(reader.areas, reader.shapes)
    if reader.faults:
        return AreaBorders(notes=tuple(reader.notes), faults=tuple(reader.faults))
    return AreaBorders(areas=_finished(reader), notes=tuple(reader.notes))


def _take_layer(reader: _Reader, layer: BorderLayer, matches: LayerMatches) -> None:
    """Put the shapes of a layer's known features in metres, once it is clear how to read them."""
    usable = []
    for feature, match in matches.known():
        name = matches.name_of(feature)
        if contradicts(match, name, reader.areas):
            reader.notes.append(
                _("{place} heter ”{name}” men har koden för {area}. Koden gäller.").format(
                    place=capitalised(feature.place), name=name, area=match.areas[0].name
                )
            )
        shape = _usable_shape(reader, feature, match.areas[0].name)
        if shape is not None:
            usable.append((feature, match, shape))
        else:
            reader.stands(match.areas[0].code, feature)
    if not usable:
        return
    certain = [(m.areas[0], shape) for _f, m, shape in usable if len(m.areas) == 1]
    reading = find_reading(layer.crs, certain or [(m.areas[0], s) for _f, m, s in usable])
    if reading is None:
        reader.faults.append(_elsewhere(reader, layer))
        for feature, match, _shape in usable:
            reader.stands(match.areas[0].code, feature)
        return
    _tell_reading(reader, layer, reading)
    for feature, match, shape in sorted(usable, key=lambda found: len(found[1].areas)):
        in_metres = areal_parts(to_metres(shape, reading))
        if not is_on_earth(in_metres):
            reader.faults.append(_damaged(match.areas[0].name, feature))
            reader.stands(match.areas[0].code, feature)
            continue
        area = choose_by_size(match.areas, set(reader.places), in_metres.area / 1e6)
        reader.stands(area.code, feature)
        reader.shapes[area.code] = in_metres


def _usable_shape(reader: _Reader, feature: BorderFeature, name: str) -> MultiPolygon | None:
    """Return a feature's shape in the file's coordinates, or None after telling what is wrong."""
    where = {"area": name, "place": feature.place}
    if feature.is_damaged:
        reader.faults.append(_damaged(name, feature))
        return None
    if feature.shape is None:
        reader.faults.append(
            _("{area} ({place}) har ingen gräns i filen. Hämta filen igen.").format(**where)
        )
        return None
    if get_dimensions(feature.shape) < 2:
        reader.faults.append(
            _(
                "{area} ({place}) är en punkt eller en linje, inte en yta. Hämta områdenas ytor."
            ).format(**where)
        )
        return None
    shape = repair(feature.shape)
    if shape is None:
        reader.faults.append(
            _(
                "Gränsen för {area} ({place}) korsar sig själv så att ytan inte går att avgöra. "
                "Rätta den i ett kartprogram."
            ).format(**where)
        )
    elif not feature.shape.is_valid:
        reader.notes.append(
            _("Gränsen för {area} ({place}) korsade sig själv och är lagad.").format(**where)
        )
    return shape


def _damaged(name: str, feature: BorderFeature) -> str:
    return _(
        "Gränsen för {area} ({place}) är skadad: den är inte sluten, eller har koordinater som "
        "ingen plats har. Rätta den i ett kartprogram, eller hämta filen igen."
    ).format(area=name, place=feature.place)


def _tell_unknown(reader: _Reader, layer: BorderLayer, matches: LayerMatches) -> None:
    """Note what the layer has besides the areas, and keep names that are near a known one."""
    if not matches.known():
        reader.notes.append(
            _("Lagret ”{layer}” har inga områden på {within} och är förbigånget.").format(
                layer=layer.name, within=reader.within
            )
        )
        return
    unknown = [(feature, match) for feature, match in matches.matches if not match.areas]
    for feature, match in unknown:
        for area in match.close:
            reader.close.setdefault(area.code, matches.name_of(feature))
    if unknown:
        sentence = plural(
            "{n} område i filen hör inte till {within} och är förbigånget: {names}.",
            "{n} områden i filen hör inte till {within} och är förbigångna: {names}.",
            len(unknown),
        )
        names = [matches.name_of(feature) for feature, _match in unknown]
        reader.notes.append(
            sentence.format(
                n=len(unknown),
                within=reader.within,
                names=join_at_most(names, MOST_NAMES, _("{n} till")),
            )
        )


def _tell_reading(reader: _Reader, layer: BorderLayer, reading: Reading) -> None:
    """Note a coordinate system that the file does not tell, or tells wrongly."""
    is_told = layer.crs is not None and not layer.crs_is_assumed
    if reading.crs != layer.crs and is_told:
        reader.notes.append(
            _("Filen uppger {told}, men koordinaterna är {crs}. Så är de lästa.").format(
                told=layer.crs.name if layer.crs else "", crs=reading.crs.name
            )
        )
    elif reading.crs != layer.crs:
        reader.notes.append(
            _(
                "Filen uppger inget koordinatsystem som går att förstå. Koordinaterna är {crs}."
            ).format(crs=reading.crs.name)
        )
    if reading.swapped:
        reader.notes.append(_("Axlarna är omkastade i filen, nord före öst. Det är rättat."))


def _elsewhere(reader: _Reader, layer: BorderLayer) -> str:
    told = layer.crs.name if layer.crs else _("ett okänt koordinatsystem")
    return _(
        "Områdena ligger inte på {within}, läst som {crs}, SWEREF 99 TM, SWEREF 99 12 00 eller "
        "WGS 84. Spara filen på nytt i något av dem."
    ).format(within=reader.within, crs=told)


def _nothing_known(layers: Sequence[BorderLayer], reader: _Reader) -> str:
    """The fault of a file in which no feature is an area, with what was looked for and found."""
    columns = dict.fromkeys(
        key for layer in layers for feature in layer.features for key in feature.properties
    )
    first = next(iter(reader.areas), None)
    return _(
        "Inget i filen är ett område på {within}. Väntat är mellanområden eller primärområden med "
        "kod eller namn, till exempel {code} eller {name}. Filens kolumner är: {columns}. "
        "Hämta ett av de lagren."
    ).format(
        within=reader.within,
        code=first.code if first else "–",
        name=first.name if first else "–",
        columns=join_at_most([quoted(column) for column in columns], MOST_NAMES, _("{n} till"))
        or "–",
    )


def _finished(reader: _Reader) -> tuple[Area, ...]:
    """Return the areas with borders for the screen, in the order in which they came."""
    drawn: dict[str, BaseGeometry] = {}
    levels = {area.level for area in reader.areas if area.code in reader.shapes}
    for level in sorted(levels):
        own = [area.code for area in reader.areas if area.level is level]
        simple, fitted = simplify_together({code: reader.shapes[code] for code in own})
        drawn |= simple
        if fitted:
            reader.notes.append(
                _("Grannars gränser möttes inte precis. De är fogade till varandra.")
            )
    if levels == {AreaLevel.PRIMAROMRADE}:
        drawn |= _joined(reader, drawn)
    elif levels == {AreaLevel.MELLANOMRADE} and len(drawn) < len(reader.areas):
        reader.notes.append(
            _("Filen har bara mellanområden. Primärområdena har kvar de gränser de hade.")
        )
    return tuple(
        replace(area, geometry=as_geojson(drawn[area.code]), geometry_kind=GeometryKind.OFFICIAL)
        for area in reader.areas
        if area.code in drawn
    )


def _joined(reader: _Reader, drawn: dict[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Join mellanområden from the primärområden that they consist of."""
    parts: dict[str, list[BaseGeometry]] = {}
    for area in reader.areas:
        if area.code in drawn and area.parent_code is not None:
            parts.setdefault(area.parent_code, []).append(drawn[area.code])
    known = {area.code for area in reader.areas}
    joined = {code: union_all(shapes) for code, shapes in parts.items() if code in known}
    if joined:
        reader.notes.append(
            _("Filen har bara primärområden. Mellanområdenas gränser är sammanfogade av dem.")
        )
    return joined
