"""Reading with a cache that is never stale: it is keyed by the database's revision.

There is no time-out. What any client has committed is on the next rerun of every replica. What is
asked as of a past moment is so only once the moment is settled: the answer never becomes another.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import streamlit as st
from sqlalchemy import Connection

from config.settings import settings
from data_access.engine import reading
from data_access.facts import settle
from data_access.programme import fetch_programme
from data_access.revisions import fetch_revision_token
from domain.access import Viewer
from domain.programme import Programme
from domain.viewpoint import Viewpoint
from ui.session import engine, patiently
from ui.viewer import viewer

P = ParamSpec("P")
T = TypeVar("T")

_REVISION = "revision"


class NoProgrammeError(RuntimeError):
    """The database holds no programme with the code of the settings."""


@patiently
def begin_run() -> None:
    """Ask the database once for its revision; everything read in this run is keyed by it.

    Raises:
        sqlalchemy.exc.OperationalError: the database is away, also after new tries.
    """
    with engine().connect() as connection:
        st.session_state[_REVISION] = fetch_revision_token(connection)


def read(
    query: Callable[Concatenate[Connection, Viewer, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Return a query's answer for this run's viewer, from the cache if nothing was written since.

    Args:
        query: a function of `data_access` that takes the connection and the viewer first and
            returns frozen values; all viewers who may see the same share them.
        args: its further arguments; they are the rest of the key. A viewpoint or a moment among
            them is as of when it asks.
        kwargs: likewise.

    Raises:
        AccessDeniedError: the viewer's role does not give what the query reads.
        NotSettledError: somebody is still writing what belongs to a past moment that it asks of.
    """
    asked_by = viewer()
    scope = (asked_by.role, asked_by.unit)
    name = f"{query.__module__}.{query.__qualname__}"
    return cast("T", _answer(query, asked_by, scope, name, revision(), args, kwargs))


def read_now(
    query: Callable[Concatenate[Connection, Viewer, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Return a query's answer as `read` does, but never from the cache.

    For what no revision tells of: sessions, and the audit itself.
    """
    return later(query, *args, **kwargs)()


def later(
    query: Callable[Concatenate[Connection, Viewer, P], T], *args: P.args, **kwargs: P.kwargs
) -> Callable[[], T]:
    """Return what asks as `read_now` does, for this run's viewer, also when the run is over."""
    pool, asked_by = engine(), viewer()

    def ask() -> T:
        with reading(pool, asked_by) as connection:
            _settle(connection, args, kwargs)
            return query(connection, asked_by, *args, **kwargs)

    return ask


def programme() -> Programme:
    """Return the programme that this deployment shows.

    Raises:
        NoProgrammeError: there is none with the code of the settings.
    """
    found = _programme(settings().programme, revision())
    if found is None:
        raise NoProgrammeError(settings().programme)
    return found


def drawn(draw: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return a picture that takes long to draw, from the cache if the same was drawn before.

    The arguments are the key, so the picture follows the data without a revision.
    """
    name = f"{draw.__module__}.{draw.__qualname__}"
    return cast("T", _picture(draw, name, args, kwargs))


@st.cache_resource(max_entries=128, show_spinner=False)
def _picture(
    _draw: Callable[..., Any],
    name: str,  # noqa: ARG001 - part of the key
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> Any:
    return _draw(*args, **kwargs)


@st.cache_resource(max_entries=512, show_spinner=False)
@patiently
def _answer(
    _query: Callable[..., Any],
    _viewer: Viewer,
    scope: tuple[str | None, ...],  # noqa: ARG001 - the five are the key
    name: str,  # noqa: ARG001
    token: str,  # noqa: ARG001
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> Any:
    with reading(engine(), _viewer) as connection:
        _settle(connection, args, kwargs)
        return _query(connection, _viewer, *args, **kwargs)


def _settle(connection: Connection, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> None:
    """Wait until nobody can still commit what belongs to the past moments that a query asks of."""
    for moment in _moments((*args, *kwargs.values())):
        settle(connection, moment)


def _moments(args: tuple[Any, ...]) -> Iterator[datetime]:
    for each in args:
        moment = each.known_at if isinstance(each, Viewpoint) else each
        if isinstance(moment, datetime):
            yield moment


@st.cache_resource(max_entries=8, show_spinner=False)
@patiently
def _programme(code: str, token: str) -> Programme | None:  # noqa: ARG001 - part of the key
    with engine().connect() as connection:
        return fetch_programme(connection, code)


def revision() -> str:
    """Return the database's revision at the beginning of this run."""
    return cast("str", st.session_state[_REVISION])
