"""Who may see and do what: the one table of rights, and the viewer that every query is asked by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from texts import _


class Role(StrEnum):
    """What a person is in the programme."""

    TEAM_LEAD = "team_lead"
    DIRECTOR = "director"
    BOARD = "board"
    RESEARCHER = "researcher"
    ADMIN = "admin"


class Right(StrEnum):
    """What may be seen or done; the database knows the same words."""

    SEE_FRAME = "see_frame"
    """The programme's frame: its areas, target groups, kinds of activity and partners."""
    SEE_POINTS = "see_points"
    SEE_COUNTS = "see_counts"
    """The team's exact counts."""
    SEE_PUBLISHED = "see_published"
    """What has been made public of them, protected."""
    SEE_MONEY = "see_money"
    SEE_OWN_MONEY = "see_own_money"
    """What is booked on the points of one's own unit."""
    UPDATE_POINTS = "update_points"
    REGISTER_ACTIVITIES = "register_activities"
    KEEP_MONEY = "keep_money"
    APPROVE = "approve"
    """Approve a month or open it again, and send a report back."""
    PUBLISH = "publish"
    """Make an approved month public, and decide how it is protected."""
    KEEP_MEETINGS = "keep_meetings"
    """Plan, open and close the board's meetings, and answer for their packs."""
    SEE_PACKS = "see_packs"
    ASK = "ask"
    """Pin a question to a figure or a point."""
    ANSWER = "answer"
    """Say who answers a question, and answer it."""
    IMPORT_FILES = "import_files"
    KEEP_FRAME = "keep_frame"
    KEEP_ACCOUNTS = "keep_accounts"
    SEE_AUDIT = "see_audit"
    EXPORT = "export"
    """Take a table that one sees out as a file."""


RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {
        Role.TEAM_LEAD: frozenset(
            {
                Right.SEE_FRAME,
                Right.SEE_POINTS,
                Right.SEE_COUNTS,
                Right.SEE_PUBLISHED,
                Right.SEE_OWN_MONEY,
                Right.UPDATE_POINTS,
                Right.REGISTER_ACTIVITIES,
                Right.ANSWER,
                Right.IMPORT_FILES,
                Right.EXPORT,
            }
        ),
        Role.DIRECTOR: frozenset(
            {
                Right.SEE_FRAME,
                Right.SEE_POINTS,
                Right.SEE_COUNTS,
                Right.SEE_PUBLISHED,
                Right.SEE_MONEY,
                Right.APPROVE,
                Right.PUBLISH,
                Right.KEEP_MEETINGS,
                Right.SEE_PACKS,
                Right.ANSWER,
                Right.EXPORT,
            }
        ),
        Role.BOARD: frozenset(
            {
                Right.SEE_FRAME,
                Right.SEE_POINTS,
                Right.SEE_PUBLISHED,
                Right.SEE_MONEY,
                Right.SEE_PACKS,
                Right.ASK,
                Right.EXPORT,
            }
        ),
        Role.RESEARCHER: frozenset({Right.SEE_FRAME, Right.SEE_PUBLISHED}),
        Role.ADMIN: frozenset(
            {
                Right.SEE_FRAME,
                Right.KEEP_FRAME,
                Right.KEEP_ACCOUNTS,
                Right.SEE_AUDIT,
                Right.EXPORT,
            }
        ),
    }
)
"""The roles of the design, and what each may: nothing that does not stand here."""


def role_name(role: Role) -> str:
    """Return a role as the reader calls it."""
    return {
        Role.TEAM_LEAD: _("Arbetsledare"),
        Role.DIRECTOR: _("Förvaltningsdirektör"),
        Role.BOARD: _("Nämndledamot"),
        Role.RESEARCHER: _("Följeforskare"),
        Role.ADMIN: _("Systemadministratör"),
    }[role]


class AccessDeniedError(PermissionError):
    """A viewer asked for what the role does not give."""

    def __init__(self, *needed: Right) -> None:
        self.needed = needed
        super().__init__(" | ".join(needed))


class SessionEndedError(RuntimeError):
    """The session of the one who asks has ended since the run began: nothing is known of them."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """The one who asks, for whom the database and every query decide what there is.

    Two viewers who may see the same are equal, whoever they are. `key` is that of the session, by
    which the database knows the viewer; it is never shown. `is_operator` marks the command line,
    which reaches the database with rights of its own. `address` is the network that the viewer
    comes from, without its last part.
    """

    role: Role | None = None
    name: str = field(default="", compare=False)
    unit: str | None = None
    is_operator: bool = False
    key: str = field(default="", compare=False, repr=False)
    address: str = field(default="", compare=False)

    def may(self, right: Right) -> bool:
        """Whether the viewer has a right."""
        return self.is_operator or (self.role is not None and right in RIGHTS[self.role])

    def may_see_money_of(self, unit: str | None) -> bool:
        """Whether the viewer may see what is booked on a point that a unit answers for."""
        is_own = unit is not None and unit == self.unit and self.may(Right.SEE_OWN_MONEY)
        return is_own or self.may(Right.SEE_MONEY)


NOBODY = Viewer()
"""One who has not signed in."""


def operator(name: str) -> Viewer:
    """Return the viewer of the command line: whoever may reach the database as its operator."""
    return Viewer(name=name, is_operator=True)


def require(viewer: Viewer, *rights: Right) -> None:
    """Let through a viewer who has one of the rights.

    Raises:
        AccessDeniedError: the viewer has none of them.
    """
    if not any(viewer.may(right) for right in rights):
        raise AccessDeniedError(*rights)
