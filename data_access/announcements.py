"""What the database announces as it is committed, to whoever listens."""

from collections.abc import Callable
from threading import Event, Thread

from psycopg import Connection as DriverConnection
from psycopg import Error as DriverError
from psycopg import sql
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from tenacity import (
    Retrying,
    retry_if_exception_type,
    sleep_using_event,
    stop_when_event_set,
    wait_fixed,
)

from data_access.migrate import SchemaMismatchError
from data_access.server_programs import EmbeddedServerError

_LOOK_UP_S = 1.0
"""How often a listener looks whether it is to end."""

_AGAIN_S = 2.0

_PASSING = (
    DBAPIError,
    DriverError,
    EmbeddedServerError,
    PoolTimeoutError,
    SchemaMismatchError,
)
"""Until the database is back, has room, or has been migrated."""

"""How long after a loss the database is tried again."""


class Listener:
    """Listens in a thread of its own, from `start` until `stop`; comes back after a lost database.

    Args:
        engine: the pool, of which one connection is kept.
        channel: what is listened to.
        on_word: is told what was announced.
        on_deaf: is told when words may have been missed: at each beginning, and when the
            connection was lost.
    """

    def __init__(
        self,
        engine: Callable[[], Engine],
        channel: str,
        on_word: Callable[[str], None],
        on_deaf: Callable[[], None],
    ) -> None:
        self._engine = engine
        self._channel = channel
        self._on_word = on_word
        self._on_deaf = on_deaf
        self._is_over = Event()
        self._hears = False
        self._thread = Thread(target=self._listen, name=f"listen-{channel}", daemon=True)

    @property
    def hears(self) -> bool:
        """Whether nothing that is announced is missed."""
        return self._hears

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """End, and wait for it."""
        self._is_over.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def _listen(self) -> None:
        attempts = Retrying(
            # Lost, full, or not there yet; and once told to end it is over however it went.
            retry=retry_if_exception_type(_PASSING),
            wait=wait_fixed(_AGAIN_S),
            stop=stop_when_event_set(self._is_over),
            sleep=sleep_using_event(self._is_over),
            retry_error_callback=lambda _state: None,
        )
        attempts(self._hear)

    def _hear(self) -> None:
        try:
            with self._engine().connect() as connection:
                driver = connection.connection.driver_connection
                if not isinstance(driver, DriverConnection):
                    raise TypeError("the driver is not psycopg")
                # Never given back: it would go on listening for somebody else.
                connection.detach()
                driver.autocommit = True
                driver.execute(sql.SQL("listen {}").format(sql.Identifier(self._channel)))
                self._on_deaf()
                self._hears = True
                while not self._is_over.is_set():
                    for word in driver.notifies(timeout=_LOOK_UP_S):
                        self._on_word(word.payload)
        finally:
            self._hears = False
            self._on_deaf()
