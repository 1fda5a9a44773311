"""The words and signs of the points' states. Words may be changed here; the codes are fixed.

Source of the words: how the city reports its measures. Source of the colours' names: the theme in
`.streamlit/config.toml`, where "green" is turquoise, so that red never stands against green.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

BadgeColour = Literal["blue", "green", "yellow", "red", "gray", "violet"]


@dataclass(frozen=True, slots=True)
class StatusWord:
    """A state in words, as a Material icon, and as the colour of a badge."""

    label: str
    short: str
    icon: str
    badge: BadgeColour


STATUS_WORDS: Mapping[str, StatusWord] = {
    "done": StatusWord("Genomförd", "Genomförd", "check", "blue"),
    "on_plan": StatusWord("Pågår enligt plan", "Enligt plan", "play_arrow", "green"),
    "deviation": StatusWord("Pågår med avvikelse", "Avvikelse", "warning", "yellow"),
    "late": StatusWord("Försenad", "Försenad", "schedule", "red"),
    "not_started": StatusWord("Ej påbörjad", "Ej påbörjad", "radio_button_unchecked", "gray"),
    "dropped": StatusWord("Avslutad utan genomförande", "Utgår", "close", "gray"),
}
"""By the code of `domain.statuses.Status`."""

NO_REPORT = StatusWord("Ingen statusrapport", "Ingen rapport", "help", "gray")
"""Nobody has reported yet: silence, which is none of the states."""


def word_of(status: str | None) -> StatusWord:
    """Return the words and sign of a status code; None: nobody has reported."""
    return STATUS_WORDS[status] if status else NO_REPORT
