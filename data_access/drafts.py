"""What somebody has typed and not yet saved, kept by the database for that person alone."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from domain.access import Viewer


@dataclass(frozen=True, slots=True)
class Draft:
    """The fields of a form by name, as JSON has them, and when they were last changed."""

    fields: Mapping[str, Any]
    saved_at: datetime


def find_draft(connection: Connection, _viewer: Viewer, subject: str) -> Draft | None:
    """Return the transaction's viewer's draft of a subject, or None."""
    row = connection.execute(
        text("select content, saved_at from find_draft(:subject)"), {"subject": subject}
    ).first()
    return Draft(row.content, row.saved_at) if row else None


def keep_draft(connection: Connection, subject: str, fields: Mapping[str, Any]) -> datetime:
    """Keep the transaction's viewer's draft of a subject; returns when it was kept.

    Raises:
        sqlalchemy.exc.IntegrityError: it is too long, or holds a person's number.
        sqlalchemy.exc.ProgrammingError: nobody has signed in.
    """
    told = {"subject": subject, "fields": json.dumps(fields, ensure_ascii=False)}
    kept: datetime = connection.execute(
        text("select keep_draft(:subject, cast(:fields as jsonb))"), told
    ).scalar_one()
    return kept


def drop_draft(connection: Connection, subject: str) -> None:
    """Forget the transaction's viewer's draft of a subject."""
    connection.execute(text("select drop_draft(:subject)"), {"subject": subject})
