"""Geographic files, GeoJSON and GeoPackage, as plain features with their properties as text."""

import re
import warnings
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
from pyogrio import errors
from pyproj import CRS
from pyproj.exceptions import CRSError
from shapely import force_2d, from_wkb
from shapely.geometry.base import BaseGeometry

from texts import _
from transfer.border_shapes import is_on_earth
from transfer.contents import file_size, read_head
from transfer.faults import (
    FileDamaged,
    FileEmpty,
    FileTooLarge,
    SheetMissing,
    WebPage,
    WrongType,
)

MAX_BYTES = 200_000_000
"""Size above which a file is refused before it is read: the borders of all of Sweden."""

HEAD = 2048
"""Bytes that show what a file is."""

_WEB_PAGE = re.compile(
    r"\s*(<!--.*?-->\s*)*<(!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class BorderFeature:
    """A shape of a file. `place` says where it stands, in words; None as shape is a missing one.

    `is_damaged`: there is a shape that is none, with an open ring or coordinates that no place has.
    """

    place: str
    properties: dict[str, str]
    shape: BaseGeometry | None
    is_damaged: bool = False


@dataclass(frozen=True, slots=True)
class BorderLayer:
    """The features of one layer, in the file's own coordinates; `crs` is None when not told.

    `crs_is_assumed`: the format's rule gave it (GeoJSON is WGS 84), the file said nothing. What it
    says without there being such a system counts as not told.
    """

    name: str
    crs: CRS | None
    crs_is_assumed: bool
    features: tuple[BorderFeature, ...]


def read_border_layers(path: Path, layer: str | None) -> list[BorderLayer]:
    """Read the named layer, or every layer that has shapes.

    Raises:
        FileRefused: One of `FileMissing`, `FileEmpty`, `FileTooLarge`, `WebPage`, `WrongType`,
            `FileDamaged` or `SheetMissing`, when no layer has that name. The text says what to do.
    """
    is_geojson = _check_content(path)
    try:
        names = [str(name) for name, kind in pyogrio.list_layers(path) if kind]
        if layer is not None and layer not in names:
            raise SheetMissing(
                _("Filen ”{file}” har inget lager som heter ”{layer}”. Den har: {names}.").format(
                    file=path.name, layer=layer, names=", ".join(names) or "–"
                )
            )
        told = _crs_in_geojson(path) if is_geojson else _Told.SOMETHING
        chosen = names if layer is None else [layer]
        layers = [_read_layer(path, name, told, len(chosen) > 1) for name in chosen]
    except (
        errors.DataSourceError, errors.DataLayerError, errors.FeatureError,
        errors.GeometryError, errors.CRSError, errors.FieldError, UnicodeDecodeError,
    ) as error:  # fmt: skip
        raise FileDamaged(
            _(
                "Filen ”{file}” går inte att läsa som karta: den är avbruten eller skadad. "
                "Hämta den igen."
            ).format(file=path.name)
        ) from error
    if not any(found.features for found in layers):
        raise FileEmpty(
            _(
                "Filen ”{file}” har inga områden. Hämta den igen, utan urval som tar bort allt."
            ).format(file=path.name)
        )
    return layers


class _Told(Enum):
    """What a file says of its coordinate system."""

    NOTHING = auto()
    SOMETHING = auto()
    NONSENSE = auto()


def _check_content(path: Path) -> bool:
    """Refuse what is no map, and tell whether it is GeoJSON."""
    size = file_size(path)
    if size > MAX_BYTES:
        raise FileTooLarge(
            _(
                "Filen ”{file}” är {size} MB; gränsen är {limit} MB. Hämta bara områdenas gränser."
            ).format(file=path.name, size=-(-size // 1_000_000), limit=MAX_BYTES // 1_000_000)
        )
    head = read_head(path, HEAD)
    text = head.decode("utf-8", errors="replace").lstrip("\ufeff \t\r\n\0")
    if not text:
        raise FileEmpty(_("Filen ”{file}” är tom. Hämta den igen.").format(file=path.name))
    if _WEB_PAGE.match(text):
        raise WebPage(
            _(
                "Filen ”{file}” är en webbsida, inte en karta. Hämta den igen där du är inloggad."
            ).format(file=path.name)
        )
    if head.startswith(b"SQLite format 3\0"):
        return False
    if not text.startswith("{"):
        raise WrongType(
            _(
                "Filen ”{file}” är varken GeoJSON eller GeoPackage. "
                "Hämta områdena på nytt i något av de formaten."
            ).format(file=path.name)
        )
    return True


def _crs_in_geojson(path: Path) -> _Told:
    content = path.read_bytes()
    if not re.search(rb'"crs"\s*:\s*\{', content):
        return _Told.NOTHING
    name = re.search(rb'"crs"\s*:\s*\{[^{}]*\{\s*"name"\s*:\s*"([^"]*)"', content)
    try:
        CRS.from_user_input(name[1].decode("utf-8", "replace") if name else "EPSG:4326")
    except CRSError:
        return _Told.NONSENSE
    return _Told.SOMETHING


def _read_layer(path: Path, name: str, told: _Told, several: bool) -> BorderLayer:  # noqa: FBT001
    with warnings.catch_warnings():
        # GDAL warns of a GeoPackage with another ending, and of what it leaves out: curves, times.
        warnings.simplefilter("ignore", RuntimeWarning)
        warnings.simplefilter("ignore", UserWarning)
        meta, _ids, written, columns = pyogrio.raw.read(path, layer=name)
    written = [] if written is None else written
    features = tuple(
        _feature(
            _place(name if several else None, index),
            {
                field: _as_text(cells[index])
                for field, cells in zip(meta["fields"], columns, strict=True)
            },
            well_known,
        )
        for index, well_known in enumerate(written)
    )
    crs = None if told is _Told.NONSENSE else meta["crs"]
    return BorderLayer(
        name=name,
        crs=None if crs is None else CRS.from_user_input(crs),
        crs_is_assumed=told is _Told.NOTHING,
        features=features,
    )


def _feature(place: str, properties: dict[str, str], well_known: bytes | None) -> BorderFeature:
    """Make a feature of its shape as WKB; GEOS leaves out a shape with a ring that is open."""
    with np.errstate(invalid="ignore"):  # coordinates that are no numbers
        shape: BaseGeometry | None = from_wkb(well_known, on_invalid="ignore")
    if well_known is not None and (shape is None or not is_on_earth(shape)):
        return BorderFeature(place, properties, None, is_damaged=True)
    return BorderFeature(place, properties, _flat(shape))


def _flat(shape: BaseGeometry | None) -> BaseGeometry | None:
    return None if shape is None or shape.is_empty else force_2d(shape)


def _as_text(value: Any) -> str:
    """A cell as text. Missing values, of whatever kind, differ from themselves or are None."""
    if isinstance(value, np.ndarray):
        return ", ".join(_as_text(item) for item in value)
    return "" if value is None or value != value else str(value)  # noqa: PLR0124


def _place(layer: str | None, index: int) -> str:
    if layer is None:
        return _("objekt {n}").format(n=index + 1)
    return _("lagret ”{layer}”, objekt {n}").format(layer=layer, n=index + 1)
