"""Keep what somebody is typing, until it is saved."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from data_access.drafts import drop_draft, keep_draft
from data_access.engine import telling, writing
from domain.access import Viewer


def keep(engine: Engine, *, viewer: Viewer, subject: str, fields: Mapping[str, Any]) -> datetime:
    """Keep a form's fields; returns when they were kept.

    Also where the time of the viewer's session has run out since the form was shown.

    Raises:
        sqlalchemy.exc.IntegrityError: they are too long, or hold a person's number.
        sqlalchemy.exc.ProgrammingError: nobody has signed in, or somebody ended the session.
    """
    with telling(engine, viewer) as connection:
        return keep_draft(connection, subject, fields)


def forget(engine: Engine, *, viewer: Viewer, subject: str) -> None:
    """Forget what was typed and is not wanted.

    Raises:
        SessionEndedError: the viewer's session has ended.
    """
    with writing(engine, viewer) as connection:
        drop_draft(connection, subject)
