"""Open Sans as files: each weight is itself, and is made alike every time."""

from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from transfer.packs.typefaces import FAMILY, WEIGHTS, typefaces, web_typeface, write_typefaces


def test_each_weight_is_named_and_has_no_axis_left() -> None:
    assert tuple(typefaces()) == WEIGHTS
    for weight, path in typefaces().items():
        font = TTFont(path)
        assert font["OS/2"].usWeightClass == weight
        assert font["name"].getBestFamilyName() == FAMILY
        assert "fvar" not in font


def test_they_are_made_once_and_stand_alone_in_their_folder() -> None:
    assert typefaces() is typefaces()
    (folder,) = {path.parent for path in typefaces().values()}
    assert len(list(folder.iterdir())) == len(WEIGHTS)


def test_they_are_the_same_bytes_every_time(tmp_path: Path) -> None:
    again = write_typefaces(tmp_path)
    assert [path.read_bytes() for path in again.values()] == [
        path.read_bytes() for path in typefaces().values()
    ]


@pytest.mark.parametrize("weight", WEIGHTS)
def test_a_web_typeface_has_the_characters_that_are_used(weight: int) -> None:
    made = web_typeface(weight, ["Räksmörgås", "1–4\u00a0%", "تونس"])
    assert made == web_typeface(weight, ["1–4\u00a0%", "Räksmörgås", "تونس"])
    letters = set(TTFont(BytesIO(made)).getBestCmap())
    assert {ord(each) for each in "Räksmörgås1–4%"} <= letters
    assert ord("Z") not in letters
    assert len(made) < 12_000
