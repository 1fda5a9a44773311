"""The colours of every picture, for light and dark: of the panel's charts and of a pack's files.

They are the city's published palette for charts, in shades that keep their contrast and differ
for colour-blind readers too (least CIEDE2000 difference between states 10.6, Machado 2009).
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StatusColours:
    """The fill, edge and ink of a state; ink on fill has a contrast of at least 4.5."""

    fill: str
    edge: str
    ink: str


@dataclass(frozen=True, slots=True)
class GroupStyle:
    """How a target group is drawn: never by colour alone."""

    colour: str
    symbol: str


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one theme. `statuses` is by status code, with None for no report."""

    is_dark: bool
    background: str
    surface: str
    text: str
    border: str
    grid: str
    axis: str
    money: str
    on_money: str
    activity: str
    rest: str
    statuses: Mapping[str | None, StatusColours]
    groups: Mapping[str, GroupStyle]
    map_classes: tuple[str, ...]
    protected: str

    def group_style(self, code: str) -> GroupStyle:
        """Return how a target group is drawn; one that was added later has no colour of its own."""
        return self.groups.get(code, GroupStyle(self.axis, "x"))

    @property
    def forecast(self) -> str:
        """The colour of what is expected: that of activity, for it is not booked money."""
        return self.activity


LIGHT = Theme(
    is_dark=False,
    background="#ffffff",
    surface="#f1f4f6",
    text="#000000",
    border="#87939c",
    grid="#dde3e7",
    axis="#5b6b76",
    money="#3f5564",
    on_money="#ffffff",
    activity="#008391",
    rest="#dde3e7",
    statuses={
        "done": StatusColours("#3f5564", "#3f5564", "#ffffff"),
        "on_plan": StatusColours("#008391", "#008391", "#ffffff"),
        "deviation": StatusColours("#ffcd37", "#6b5000", "#000000"),
        "late": StatusColours("#c8401d", "#c8401d", "#ffffff"),
        "not_started": StatusColours("#ffffff", "#5b6b76", "#000000"),
        "dropped": StatusColours("#c9d0d5", "#5b6b76", "#000000"),
        None: StatusColours("#f1f4f6", "#5b6b76", "#000000"),
    },
    groups={
        "3": GroupStyle("#26363f", "circle"),
        "2": GroupStyle("#d53878", "square"),
        "1": GroupStyle("#008391", "diamond"),
    },
    map_classes=("#e3f1f2", "#a9d6da", "#5fb1ba", "#008391", "#004f58"),
    protected="#eceff1",
)

DARK = Theme(
    is_dark=True,
    background="#11181c",
    surface="#1c262c",
    text="#ffffff",
    border="#6f7e88",
    grid="#2b373e",
    axis="#a7b4bd",
    money="#b9cad6",
    on_money="#000000",
    activity="#1a98a6",
    rest="#2b373e",
    statuses={
        "done": StatusColours("#b9cad6", "#b9cad6", "#000000"),
        "on_plan": StatusColours("#1a98a6", "#1a98a6", "#000000"),
        "deviation": StatusColours("#ffcd37", "#ffcd37", "#000000"),
        "late": StatusColours("#f2714b", "#f2714b", "#000000"),
        "not_started": StatusColours("#11181c", "#8b9aa5", "#ffffff"),
        "dropped": StatusColours("#3a464e", "#8b9aa5", "#ffffff"),
        None: StatusColours("#1c262c", "#8b9aa5", "#ffffff"),
    },
    groups={
        "3": GroupStyle("#ffffff", "circle"),
        "2": GroupStyle("#ff9cc4", "square"),
        "1": GroupStyle("#0f8794", "diamond"),
    },
    map_classes=("#16353a", "#155760", "#177c88", "#35a9b5", "#9be0e6"),
    protected="#2b353c",
)
