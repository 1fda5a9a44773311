"""The states that a point of the programme can be in."""

from enum import StrEnum


class Status(StrEnum):
    """The reported state of a point. Codes are fixed; their words are in `config.statuses`.

    Source: the status words that the city uses for its measures (ej påbörjad, pågår enligt
    plan, pågår med avvikelse, försenad, genomförd, avslutad utan genomförande).
    """

    NOT_STARTED = "not_started"
    ON_PLAN = "on_plan"
    DEVIATION = "deviation"
    LATE = "late"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is expected of the point."""
        return self in (Status.DONE, Status.DROPPED)

    @property
    def is_in_pace(self) -> bool:
        """Whether the point is finished or runs according to plan."""
        return self in (Status.DONE, Status.ON_PLAN)


BY_CONCERN = (
    Status.LATE,
    Status.DEVIATION,
    Status.ON_PLAN,
    Status.NOT_STARTED,
    Status.DONE,
    Status.DROPPED,
)
"""The order in which a reader wants to see them: what needs attention first."""

BY_PROGRESS = (
    Status.DONE,
    Status.ON_PLAN,
    Status.DEVIATION,
    Status.LATE,
    Status.NOT_STARTED,
    Status.DROPPED,
)
"""The order in which counts are shown: what is finished first."""
