"""Which features of a layer are which areas: the columns with codes and names find themselves."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.area_matching import AreaMatch, match_area, normalise_code, normalise_name
from domain.areas import Area, AreaLevel
from transfer.border_files import BorderFeature, BorderLayer
from transfer.characters import quoted


@dataclass(frozen=True, slots=True)
class LayerMatches:
    """The features of a layer with what they match, in the layer's order.

    `areas` of a match has several areas only while their size must tell which is meant.
    """

    matches: tuple[tuple[BorderFeature, AreaMatch], ...]
    name_column: str | None

    def known(self) -> list[tuple[BorderFeature, AreaMatch]]:
        """The features that are an area."""
        return [(feature, match) for feature, match in self.matches if match.areas]

    def name_of(self, feature: BorderFeature) -> str:
        """What a feature calls itself, else where it stands."""
        name = feature.properties.get(self.name_column, "") if self.name_column else ""
        return quoted(name) or feature.place


def match_layer(layer: BorderLayer, areas: Sequence[Area]) -> LayerMatches:
    """Match each feature with an area, by code and else by name.

    A name may be of both a mellanområde and a primärområde ("Backa"): the level of the others in
    the layer decides.
    """
    codes = frozenset(normalise_code(area.code) for area in areas)
    names = frozenset(normalise_name(area.name) for area in areas)
    code_column, code_hits = _best_column(layer, codes, normalise_code)
    name_column, name_hits = _best_column(layer, names, normalise_name)
    if code_hits * 2 < name_hits:
        code_column = None  # A number here and there that looks like a code: a count, a class.
    matches = [
        (feature, match_area(_cells(feature, code_column), _cells(feature, name_column), areas))
        for feature in layer.features
    ]
    levels = {match.areas[0].level for _feature, match in matches if len(match.areas) == 1}
    return LayerMatches(
        tuple((feature, _of_levels(match, levels)) for feature, match in matches), name_column
    )


def contradicts(match: AreaMatch, name: str, areas: Sequence[Area]) -> bool:
    """Whether a feature that was found by its code has the name of another area."""
    if not match.by_code:
        return False
    named = [area for area in areas if normalise_name(area.name) == normalise_name(name)]
    return bool(named) and match.areas[0].name not in {area.name for area in named}


def choose_by_size(candidates: Sequence[Area], taken: set[str], size_km2: float) -> Area:
    """Return the area whose known size is the nearest, of those that no feature has taken yet."""
    free = [area for area in candidates if area.code not in taken] or candidates
    return min(free, key=lambda area: abs(float(area.area_km2 or 0) - size_km2))


def _best_column(
    layer: BorderLayer, known: frozenset[str], normalise: Callable[[str], str]
) -> tuple[str | None, int]:
    """Return the column with the most known values, and how many it has that occur once.

    Values that occur once count first: a primärområde's file also tells each one's mellanområde.
    """
    best: tuple[int, int] = (0, 0)
    column_found = None
    for column in dict.fromkeys(key for feature in layer.features for key in feature.properties):
        values = Counter(
            normalise(feature.properties.get(column, "")) for feature in layer.features
        )
        hits = {value: count for value, count in values.items() if value in known}
        score = (sum(count == 1 for count in hits.values()), len(hits))
        if score > best:
            best, column_found = score, column
    return column_found, best[1]


def _cells(feature: BorderFeature, column: str | None) -> list[str]:
    return [] if column is None else [feature.properties.get(column, "")]


def _of_levels(match: AreaMatch, levels: set[AreaLevel]) -> AreaMatch:
    fitting = tuple(area for area in match.areas if area.level in levels)
    return AreaMatch(fitting, match.by_code) if fitting else match
