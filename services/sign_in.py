"""Begin a session for whom a provider vouches, and tell how a session stands."""

from sqlalchemy import Engine

from data_access.engine import writing
from data_access.sessions import SeenSession, end_session, look_at_session, start_session
from domain.access import Viewer
from domain.accounts import SessionLimits, SessionState, SignIn


def continue_session(
    engine: Engine, programme_id: int, sign_in: SignIn, limits: SessionLimits, address: str
) -> SeenSession:
    """Return the session of a sign-in, begun now if this is the first that is seen of it.

    A key begins a session once: a copy of its cookie finds the session as it stands, ended too.

    Args:
        engine: the application's pool.
        programme_id: the programme whose accounts are asked.
        sign_in: what the provider told.
        limits: how long a session lasts.
        address: the network that the browser is in.
    """
    asking = Viewer(key=sign_in.key, address=address)
    with writing(engine, asking) as connection:
        seen = look_at_session(connection, programme_id, sign_in.key, address)
        if seen.state is not SessionState.NONE:
            return seen
        refused = start_session(connection, programme_id, sign_in, limits)
        if refused is not SessionState.NONE:
            return SeenSession(refused, asking)
        return look_at_session(connection, programme_id, sign_in.key, address)


def sign_out(engine: Engine, viewer: Viewer) -> None:
    """End the viewer's session, in every tab and every replica."""
    # As nobody: it may have ended by another way already.
    with writing(engine, Viewer(key=viewer.key, address=viewer.address)) as connection:
        end_session(connection, viewer.key)
