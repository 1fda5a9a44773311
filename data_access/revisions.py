"""How a reader knows in under a millisecond whether anything was written since last time."""

from sqlalchemy import Connection, text


def fetch_revision_token(connection: Connection) -> str:
    """Return a text that differs after every write that any client has committed."""
    return str(connection.scalar(text("select revision_token()")))
