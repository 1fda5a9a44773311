"""Make an approved month public: propose what it shows, and write it once it is decided."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Engine

from data_access.engine import reading, writing
from data_access.publications import fetch_ground, hold_publications, write_publication
from domain.access import Right, Viewer, require
from domain.grounds import Ground
from domain.outdated import OutdatedError
from domain.publications import Proposal, needs_reason
from domain.publishing import TIME_LIMIT_S, propose

_SHORT_S = 6.0
"""Seconds for the protection of one of many months."""


class GroundMovedError(OutdatedError):
    """What the proposal rests on is not as it was: corrected, opened or published since.

    Nothing was written.
    """

    def __init__(self, month: date) -> None:
        super().__init__(f"publicera/{month:%Y-%m}")


class ReasonMissingError(ValueError):
    """A publication with another threshold than the usual one does not tell why."""


def propose_month(
    engine: Engine,
    *,
    viewer: Viewer,
    programme_id: int,
    month: date,
    threshold: int,
    time_limit_s: float = TIME_LIMIT_S,
) -> tuple[Ground, Proposal]:
    """Return what a month would show if it were published, and the ground of it.

    Raises:
        AccessDeniedError: the viewer does not publish.
        UnprovableMonthError: the counts cannot be shown beside what was told before.
        ToldOtherwiseError: what was told before is not what stood registered then.
    """
    with reading(engine, viewer) as connection:
        ground = fetch_ground(connection, viewer, programme_id, month)
    # No connection is held while the protection is sought, which may take long.
    return ground, propose(ground, month, threshold, time_limit_s)


def publish_month(
    engine: Engine,
    *,
    viewer: Viewer,
    programme_id: int,
    ground: Ground,
    proposal: Proposal,
    comment: str | None,
) -> int:
    """Make a proposal public as it was shown; returns the publication's key.

    Raises:
        AccessDeniedError: the viewer does not publish.
        ReasonMissingError: the threshold is not the usual one, and no comment tells why.
        GroundMovedError: what it was made of has changed since; the audit notes the attempt.
        sqlalchemy.exc.IntegrityError: the database does not find the counts as registered.
    """
    with writing(engine, viewer) as connection:
        require(viewer, Right.PUBLISH)
        if needs_reason(proposal.threshold) and not (comment or "").strip():
            raise ReasonMissingError
        hold_publications(connection, programme_id)
        if fetch_ground(connection, viewer, programme_id, proposal.month) != ground:
            raise GroundMovedError(proposal.month)
        return write_publication(connection, programme_id, proposal, comment or None)


def publish_approved(
    engine: Engine,
    *,
    viewer: Viewer,
    programme_id: int,
    months: Sequence[date],
    threshold: int,
    comment: str | None = None,
    on_month: Callable[[date], None] = lambda _month: None,
) -> int:
    """Make months public as they are approved, one after another; returns how many were.

    Of each the protection is sought for a short time only: this is for an example, or for a
    programme that begins to publish and has many months behind it.

    Args:
        engine: the pool.
        viewer: who publishes.
        programme_id: the programme.
        months: first days, oldest first; one without an approved area is left out.
        threshold: counts of individuals from one up to this are hidden.
        comment: kept with each; it tells why, where the threshold is not the usual one.
        on_month: is told each month when it is done.

    Raises:
        AccessDeniedError: the viewer does not publish.
        ReasonMissingError: as of `publish_month`.
        UnprovableMonthError, ToldOtherwiseError: as of `propose_month`.
    """
    made = 0
    for month in months:
        whose: dict[str, Any] = {"viewer": viewer, "programme_id": programme_id}
        ground, proposal = propose_month(
            engine, month=month, threshold=threshold, time_limit_s=_SHORT_S, **whose
        )
        if proposal.area_codes:
            publish_month(engine, ground=ground, proposal=proposal, comment=comment, **whose)
            made += 1
        on_month(month)
    return made
