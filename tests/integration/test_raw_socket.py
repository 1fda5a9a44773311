"""Messages that no browser of ours would send: pages and buttons of another's role."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from domain.access import Role, Viewer
from pages import MENU, Entry
from tests.raw_socket import RawSocket, raw_socket
from tests.world import World, shared_panel

REFUSED = "Den här sidan ingår inte i din roll"

TOLD = {"markdown", "heading", "button", "html", "page_link"}
"""Kinds of elements that a page without the database's figures is made of."""

ADMINISTRATION = "administration"


@pytest.fixture(scope="module")
def world(server_url: str, template: str) -> Iterator[World]:
    with shared_panel(server_url, template) as running:
        yield running


def _forbidden(role: Role) -> list[Entry]:
    return [entry for entry in MENU if entry.address and not entry.is_for(Viewer(role=role))]


def _kept(world: World) -> list[str]:
    """Return all of the accounts, and which sessions an administrator has ended."""
    with world.database.engine(role=None).connect() as connection:
        accounts = connection.scalars(
            text("select a.name || a.role || a.is_active || a.email from app_user a order by a.id")
        )
        ended = connection.scalars(
            text("select id from app_session where ended_why = 'ended_by_admin'")
        )
        return [*map(str, accounts), *map(str, ended)]


@pytest.mark.parametrize("role", list(Role))
def test_a_message_that_asks_for_a_forbidden_page_is_refused_and_noted(
    world: World, role: Role
) -> None:
    with raw_socket(world, role) as panel:
        for entry in _forbidden(role):
            answer = panel.ask(entry.address, query="nummer=7")
            assert answer.headings == [REFUSED], entry.address
            assert answer.kinds <= TOLD
            assert list(answer.buttons()) == ["Logga ut"]
            assert f"/{entry.address}" in world.refusals()[-1]


def test_a_message_without_a_session_gets_the_way_in_for_every_page(world: World) -> None:
    with raw_socket(world, None) as panel:
        for entry in MENU:
            answer = panel.ask(entry.address, query="nummer=7")
            assert "Logga in med Provet" in answer.words
            assert answer.headings == ["Logga in"]
            assert answer.kinds <= TOLD


def test_what_is_tried_here_works_for_those_who_may(world: World) -> None:
    """Without this the tests below would pass on a page that answers nobody."""
    with raw_socket(world, Role.DIRECTOR) as panel:
        for entry in MENU:
            if entry.is_for(Viewer(role=Role.DIRECTOR)):
                answer = panel.ask(entry.address, query="nummer=7")
                assert len(answer.headings) > 1 or answer.kinds - TOLD, entry.address
    with raw_socket(world, Role.ADMIN) as panel:
        page = panel.ask(ADMINISTRATION)
        texts = {page.field("Namn"): "Ny Prov", page.field("E-post"): "ny@prov.example"}
        panel.ask(ADMINISTRATION, pressed=page.buttons()["Bjud in"], texts=texts)
        assert any("ny@prov.example" in each for each in _kept(world))
    world.sql("delete from app_user where email = 'ny@prov.example'")


@pytest.mark.parametrize("role", [each for each in Role if each is not Role.ADMIN])
def test_no_other_role_presses_the_administrations_buttons(world: World, role: Role) -> None:
    with raw_socket(world, Role.ADMIN) as admin:
        buttons, texts = _all_buttons(admin)
    before = _kept(world)
    with raw_socket(world, role) as panel:
        panel.ask("om")
        for pressed in buttons:
            # Also from a page that is the presser's own, which then draws itself and no more.
            assert REFUSED in panel.ask(ADMINISTRATION, pressed=pressed, texts=texts).words
            panel.ask("om", pressed=pressed, texts=texts)
    assert _kept(world) == before


def test_a_button_drawn_for_a_role_that_is_lost_does_nothing(world: World) -> None:
    with raw_socket(world, Role.ADMIN) as panel:
        page = panel.ask(ADMINISTRATION)
        account = {page.field("Konto"): "Prov director, director@PROV.example"}
        ask = panel.ask(ADMINISTRATION, texts=account).buttons()["Stäng kontot"]
        asked = panel.ask(ADMINISTRATION, pressed=ask, texts=account)
        close = asked.buttons()["Ja, stäng kontot"]
        world.sql("update app_user set role = 'board' where email = 'admin@PROV.example'")
        before = _kept(world)
        answer = panel.ask(ADMINISTRATION, pressed=close, texts=account)
        assert "Du har loggats ut" in answer.words
        assert answer.kinds <= TOLD
    assert _kept(world) == before
    world.sql("update app_user set role = 'admin' where email = 'admin@PROV.example'")


def _all_buttons(panel: RawSocket) -> tuple[set[str], dict[str, str]]:
    """Return each button of the administration's page, and the fields filled in for them."""
    page = panel.ask(ADMINISTRATION)
    texts = {
        page.field("Namn"): "Inbruten",
        page.field("E-post"): "inbruten@prov.example",
        page.field("Konto"): "Prov director, director@PROV.example",
    }
    chosen = panel.ask(ADMINISTRATION, texts=texts).buttons()
    closing = panel.ask(ADMINISTRATION, pressed=chosen["Stäng kontot"], texts=texts).buttons()
    live = panel.ask(ADMINISTRATION, query="vad=Inloggningar")
    session = {live.field("Inloggning"): live.options("Inloggning")[0]}
    asking = panel.ask(ADMINISTRATION, texts=session, query="vad=Inloggningar").buttons()
    end = asking["Avsluta inloggningen"]
    ending = panel.ask(
        ADMINISTRATION, pressed=end, texts=session, query="vad=Inloggningar"
    ).buttons()
    found = {**page.buttons(), **chosen, **closing, **asking, **ending}
    assert {"Bjud in", "Spara", "Ja, stäng kontot", "Ja, avsluta inloggningen"} <= set(found)
    return {each for label, each in found.items() if label != "Logga ut"}, {**texts, **session}
