"""The facts of Hisingen's areas, and the schematic map that is shown until borders are imported."""

from pathlib import Path

_FOLDER = Path(__file__).parent

DISTRICTS = _FOLDER / "mellanomraden.csv"
SMALL_AREAS = _FOLDER / "primaromraden.csv"
OTHER_POINTS = _FOLDER / "other_points.csv"
SCHEMATIC_MAP = _FOLDER / "schematic.geojson"
