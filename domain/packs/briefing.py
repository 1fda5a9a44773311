"""What a pack is made of: the programme as the board may see it, and what has changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from domain.findings.changes import Compared
from domain.findings.names import Names
from domain.findings.overview import Situation
from domain.meetings import Meeting
from domain.packs.content import Organisation
from domain.programme import Programme
from domain.questions import Question


@dataclass(frozen=True, slots=True)
class Briefing:
    """All that a meeting is told from.

    `situation` holds what the board sees: published counts, or none. `compared` is None where there
    is nothing earlier to compare with. `area_codes` and `groups` (short names by code) are those
    that counts are told by, in their order. `replaces` is the fingerprint of the version whose
    place is taken.
    """

    organisation: Organisation
    programme: Programme
    meeting: Meeting
    situation: Situation
    compared: Compared | None
    names: Names
    area_codes: tuple[str, ...]
    groups: Mapping[str, str]
    questions: tuple[Question, ...]
    as_of: datetime
    replaces: str | None = None

    @property
    def today(self) -> date:
        """The day of what is told."""
        return self.situation.today

    @property
    def since(self) -> date | None:
        """The day that changes are told from."""
        return self.compared.earlier.at.day if self.compared else None
