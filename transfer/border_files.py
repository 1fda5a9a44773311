"""Geographic files, GeoJSON and GeoPackage, as plain features with their properties as text."""

import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS
from shapely import force_2d
from shapely.geometry.base import BaseGeometry

from texts import _
from transfer.faults import FileDamaged, FileEmpty, FileMissing, SheetMissing, WebPage, WrongType

HEAD = 2048
"""Bytes that show what a file is."""

_WEB_PAGE = re.compile(
    r"\s*(<!--.*?-->\s*)*<(!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class BorderFeature:
    """A shape of a file. `place` says where it stands, in words; None as shape is a missing one."""

    place: str
    properties: dict[str, str]
    shape: BaseGeometry | None


@dataclass(frozen=True, slots=True)
class BorderLayer:
    """The features of one layer, in the file's own coordinates; `crs` is None when not told.

    `crs_is_assumed`: the format's rule gave it (GeoJSON is WGS 84), the file said nothing.
    """

    name: str
    crs: CRS | None
    crs_is_assumed: bool
    features: tuple[BorderFeature, ...]


def read_border_layers(path: Path, layer: str | None) -> list[BorderLayer]:
    """Read the named layer, or every layer that has shapes.

    Raises:
        FileRefused: One of `FileMissing`, `FileEmpty`, `WebPage`, `WrongType`, `FileDamaged` or
            `SheetMissing`, when no layer has that name. The text says what to do.
    """
    told_crs = _check_content(path)
    try:
        names = [str(name) for name, kind in pyogrio.list_layers(path) if kind]
        if layer is not None and layer not in names:
            raise SheetMissing(
                _("Filen ”{file}” har inget lager som heter ”{layer}”. Den har: {names}.").format(
                    file=path.name, layer=layer, names=", ".join(names) or "–"
                )
            )
        chosen = names if layer is None else [layer]
        layers = [_read_layer(path, name, told_crs, len(chosen) > 1) for name in chosen]
    except (DataSourceError, DataLayerError) as error:
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


def _check_content(path: Path) -> bool:
    """Refuse what is no map, and tell whether the file names its coordinate system."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise FileMissing(
            _("Filen ”{file}” finns inte, eller får inte läsas.").format(file=path)
        ) from error
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
        return True
    if not text.startswith("{"):
        raise WrongType(
            _(
                "Filen ”{file}” är varken GeoJSON eller GeoPackage. "
                "Hämta områdena på nytt i något av de formaten."
            ).format(file=path.name)
        )
    return re.search(rb'"crs"\s*:\s*\{', path.read_bytes()) is not None


def _read_layer(path: Path, name: str, told_crs: bool, several: bool) -> BorderLayer:  # noqa: FBT001
    with warnings.catch_warnings():
        # GDAL warns of a GeoPackage with another ending, and of what it leaves out: curves, times.
        warnings.simplefilter("ignore", RuntimeWarning)
        warnings.simplefilter("ignore", UserWarning)
        frame = pyogrio.read_dataframe(path, layer=name)
    columns = [column for column in frame.columns if column != "geometry"]
    features = tuple(
        BorderFeature(
            place=_place(name if several else None, index),
            properties={column: _as_text(frame[column].iloc[index]) for column in columns},
            shape=_flat(frame["geometry"].iloc[index]) if "geometry" in frame.columns else None,
        )
        for index in range(len(frame))
    )
    crs = getattr(frame, "crs", None)
    return BorderLayer(
        name=name,
        crs=None if crs is None else CRS.from_user_input(crs),
        crs_is_assumed=not told_crs,
        features=features,
    )


def _flat(shape: BaseGeometry | None) -> BaseGeometry | None:
    return None if shape is None or shape.is_empty else force_2d(shape)


def _as_text(value: Any) -> str:
    """A cell as text. Missing values, of whatever kind, differ from themselves or are None."""
    return "" if value is None or value != value else str(value)  # noqa: PLR0124


def _place(layer: str | None, index: int) -> str:
    if layer is None:
        return _("objekt {n}").format(n=index + 1)
    return _("lagret ”{layer}”, objekt {n}").format(layer=layer, n=index + 1)
