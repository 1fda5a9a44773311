"""The words for the codes of areas and target groups, as sentences use them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.areas import Area
from domain.programme import TargetGroup
from texts import _
from texts.words import lowered


@dataclass(frozen=True, slots=True)
class Names:
    """The words for codes.

    `areas` gives each code its name; `groups` gives each target group the words that end "Flest
    gäller …", such as "yngre som kan rekryteras"; `whole` is what a total is of, such as "hela
    Hisingen".
    """

    areas: Mapping[str, str]
    groups: Mapping[str, str]
    whole: str

    @classmethod
    def of(cls, areas: Iterable[Area], groups: Iterable[TargetGroup]) -> "Names":
        """Return the words of the programme's areas and target groups."""
        return cls(
            {area.code: area.name for area in areas},
            {group.code: lowered(group.name) for group in groups},
            _("hela Hisingen"),
        )

    def area(self, code: str) -> str:
        """Return an area's name, or its code where it has none."""
        return self.areas.get(code, code)
