"""Names of areas that can be told apart."""

from domain.areas import Area, AreaLevel, telling_names


def _area(code: str, name: str, level: AreaLevel) -> Area:
    return Area(code, name, level, None, None, None, None, None, None)


def test_a_shared_name_means_the_area_that_reports() -> None:
    areas = [
        _area("71", "Backa", AreaLevel.MELLANOMRADE),
        _area("412", "Backa", AreaLevel.PRIMAROMRADE),
        _area("410", "Brunnsbo", AreaLevel.PRIMAROMRADE),
    ]
    assert telling_names(areas) == {
        "71": "Backa",
        "412": "Backa (primärområde)",
        "410": "Brunnsbo",
    }
