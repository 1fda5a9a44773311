"""Open Sans in the weights of the panel, as the files of a pack need it.

The package that it comes in holds one variable file. Neither the pictures nor the PDF can use
that, so the weights are made of it: once a process, and always the same bytes.
"""

import atexit
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from threading import Lock
from types import MappingProxyType

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FAMILY = "Open Sans"

WEIGHTS = (400, 600, 700)
"""Of the axis ``wght``: text, h3, and headings."""

_VARIABLE = Path(str(files("fontpkg_open_sans"))) / "files" / "OpenSans[wdth,wght].ttf"
_NORMAL_WIDTH = 100

_being_made = Lock()


def typefaces() -> Mapping[int, Path]:
    """Return a TrueType file for each of `WEIGHTS`, all in a folder that holds nothing else.

    They are made when they are first asked for, in about three seconds, and are removed when the
    process ends. May be called by several threads at once.
    """
    with _being_made:
        return _made_once()


def write_typefaces(folder: Path) -> dict[int, Path]:
    """Write a TrueType file for each of `WEIGHTS` into a folder; return them by weight."""
    made = {}
    for weight in WEIGHTS:
        # The moment of making would otherwise be written into the file.
        font = TTFont(_VARIABLE, recalcTimestamp=False)
        axes = {"wght": weight, "wdth": _NORMAL_WIDTH}
        instancer.instantiateVariableFont(font, axes, inplace=True, updateFontNames=True)
        made[weight] = folder / f"OpenSans-{weight}.ttf"
        font.save(made[weight])
    return made


def web_typeface(weight: int, texts: Iterable[str]) -> bytes:
    """Return one of `WEIGHTS` as WOFF with the characters of some texts alone.

    A character that Open Sans does not have is left to the reader's own typefaces.
    """
    options = Options()
    options.flavor = "woff"
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum"]
    options.hinting = False
    font = TTFont(typefaces()[weight], recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(sorted(set().union(*texts))))
    subsetter.subset(font)
    font.flavor = options.flavor
    written = BytesIO()
    font.save(written)
    return written.getvalue()


@cache
def _made_once() -> Mapping[int, Path]:
    folder = Path(tempfile.mkdtemp(prefix="trygghet-typefaces-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return MappingProxyType(write_typefaces(folder))
