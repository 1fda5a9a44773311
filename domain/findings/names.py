"""The words for the codes of areas and target groups, as sentences use them."""

from collections.abc import Mapping
from dataclasses import dataclass


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

    def area(self, code: str) -> str:
        """Return an area's name, or its code where it has none."""
        return self.areas.get(code, code)
