"""A socket to the panel without a browser: it sends whatever message one likes."""

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from anyio.from_thread import BlockingPortal, start_blocking_portal
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.util import calc_hash
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from domain.access import Role
from tests.world import World

_PATIENCE_S = 60


@dataclass
class Answer:
    """What a run of the page has sent: its elements by kind, and every word of it."""

    elements: list[tuple[str, Any]] = field(default_factory=list)
    words: str = ""

    @property
    def kinds(self) -> set[str]:
        """The kinds of elements that were sent."""
        return {kind for kind, _element in self.elements}

    @property
    def headings(self) -> list[str]:
        """The headings that were sent, in their order."""
        return [str(each.body) for kind, each in self.elements if kind == "heading"]

    def buttons(self) -> dict[str, str]:
        """Return the buttons' identities by their words."""
        return {each.label: each.id for kind, each in self.elements if kind == "button"}

    def options(self, label: str) -> list[str]:
        """Return what a list of a label offers."""
        return next(
            list(each.options)
            for kind, each in self.elements
            if kind == "selectbox" and each.label == label
        )

    def field(self, label: str) -> str:
        """Return the identity of the first field with a label."""
        return next(
            str(each.id) for _kind, each in self.elements if getattr(each, "label", "") == label
        )


@dataclass
class RawSocket:
    """An open socket of a signed-in person."""

    connection: ClientConnection
    portal: BlockingPortal

    def ask(
        self, page: str, *, pressed: str = "", texts: dict[str, str] | None = None, query: str = ""
    ) -> Answer:
        """Ask for a page by its address, with a button pressed and fields filled in; wait for it.

        The address need not be in the reader's menu, nor the widgets on the page.
        """
        asked = BackMsg()
        asked.rerun_script.page_script_hash = calc_hash(page)
        asked.rerun_script.query_string = query
        asked.rerun_script.context_info.url = f"https://localhost/{page}"
        if pressed:
            state = asked.rerun_script.widget_states.widgets.add()
            state.id, state.trigger_value = pressed, True
        for identity, written in (texts or {}).items():
            state = asked.rerun_script.widget_states.widgets.add()
            state.id, state.string_value = identity, written
        self.portal.call(self.connection.send, asked.SerializeToString())
        return self.portal.call(asyncio.wait_for, self._answer(), _PATIENCE_S)

    async def _answer(self) -> Answer:
        answer, parts = Answer(), []
        while True:
            raw = await self.connection.recv()
            assert isinstance(raw, bytes)
            parts.append(raw.decode("utf-8", "ignore"))
            message = ForwardMsg.FromString(raw)
            if message.WhichOneof("type") == "delta":
                element = message.delta.new_element
                if kind := element.WhichOneof("type"):
                    answer.elements.append((kind, getattr(element, kind)))
            # A run that begins another, as switching the page does, has not finished.
            if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY and (
                message.WhichOneof("type") == "script_finished"
            ):
                answer.words = "".join(parts)
                return answer


@contextmanager
def raw_socket(world: World, role: Role | None) -> Iterator[RawSocket]:
    """Open a socket as a role's person who has signed in at the provider; None is nobody."""
    with world.client() as client:
        client.get("/_stcore/health")
        if role is not None:
            client.get(world.back_from_provider(client, role=role))
            assert "_streamlit_user" in client.cookies
        cookies = {each.name: str(each.value) for each in client.cookies.jar}
    # Not the library's own threads: in Python 3.11 two of them cannot share a socket with TLS.
    with start_blocking_portal() as portal:
        connection = portal.call(_connected, world, cookies)
        yield RawSocket(connection, portal)
        portal.call(connection.close)


async def _connected(world: World, cookies: dict[str, str]) -> ClientConnection:
    return await connect(
        world.front.address.replace("https", "wss") + "/_stcore/stream",
        ssl=ssl.create_default_context(cafile=str(world.front.certificate_authority)),
        origin=Origin(world.front.address),
        subprotocols=[Subprotocol("streamlit"), Subprotocol(cookies.get("_streamlit_xsrf", "-"))],
        additional_headers={"Cookie": "; ".join(f"{name}={v}" for name, v in cookies.items())},
        max_size=None,
        # Nobody answers while the test does something else.
        ping_interval=None,
    )
