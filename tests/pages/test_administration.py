"""The administration's page: accounts, sessions and the log."""

from sqlalchemy import text

from domain.access import Role
from tests.conftest import Database
from tests.pages.conftest import open_page, texts_of


def _fill_in(app: object, name: str, email: str) -> None:
    app.text_input(key="nytt-namn").input(name)  # type: ignore[attr-defined]
    app.text_input(key="ny-epost").input(email)  # type: ignore[attr-defined]


def _press(app: object, label: str) -> None:
    next(each for each in app.button if each.label == label).click().run()  # type: ignore[attr-defined]


def test_a_person_is_invited_and_stands_in_the_list(small: Database) -> None:
    app = open_page("administration", Role.ADMIN)
    _fill_in(app, "Ny Ledamot", "ny@kommunen.example")
    _press(app, "Bjud in")
    assert not app.exception
    assert "Ny Ledamot kan nu logga in." in [each.value.replace("\\", "") for each in app.success]
    assert "Ny Ledamot" in list(app.table[0].value["Namn"])
    assert app.text_input(key="ny-epost").value == ""


def test_an_address_that_is_taken_or_none_is_told(small: Database) -> None:
    app = open_page("administration", Role.ADMIN)
    for email, sentence in (
        ("BOARD@exempel.invalid", "Det finns redan ett konto med den adressen."),
        ("ingen adress", "E-postadressen ska se ut som namn@kommunen.se."),
        ("900101-0009@a.se", "En text innehåller ett personnummer. Här lagras bara antal."),
    ):
        _fill_in(app, "Ny Ledamot", email)
        _press(app, "Bjud in")
        told = [each.value.replace("\\", "").replace("\u2060", "") for each in app.error]
        assert told == [sentence]
        # What was typed is still there to be mended.
        assert app.text_input(key="ny-epost").value == email
    assert "Ny Ledamot" not in list(app.table[0].value["Namn"])


def test_an_account_is_changed_and_closed(small: Database) -> None:
    app = open_page("administration", Role.ADMIN)
    with small.engine(role=None).connect() as connection:
        board = connection.scalar(text("select id from app_user where role = 'board'"))
    app.selectbox(key="konto").select(board).run()
    app.selectbox(key=f"konto-{board}-roll").select("researcher")
    _press(app, "Spara")
    assert not app.exception
    assert "är nu följeforskare" in app.success[0].value
    app.selectbox(key="konto").select(board).run()
    _press(app, "Stäng kontot")
    with small.engine(role=None).connect() as connection:
        found = connection.execute(
            text("select role, is_active from app_user where id = :id"), {"id": board}
        ).one()
    assert tuple(found) == ("researcher", False)


def test_the_own_account_cannot_be_changed(small: Database) -> None:
    app = open_page("administration", Role.ADMIN)
    with small.engine(role=None).connect() as connection:
        own = connection.scalar(text("select id from app_user where role = 'admin'"))
    app.selectbox(key="konto").select(own).run()
    _press(app, "Stäng kontot")
    assert "ditt eget" in app.error[0].value


def test_a_session_is_ended_at_its_next_rerun(small: Database) -> None:
    board = open_page("program", Role.BOARD)
    app = open_page("administration", Role.ADMIN, vad="Inloggningar")
    assert set(app.table[0].value["Namn"]) == {"Nämndledamot", "Systemadministratör"}
    with small.engine(role=None).connect() as connection:
        session = connection.scalar(
            text(
                "select s.id from app_session s join app_user u on u.id = s.user_id"
                " where u.role = 'board'"
            )
        )
    app.selectbox(key="inloggning").select(session).run()
    _press(app, "Avsluta inloggningen")
    assert not app.exception
    board.run()
    assert board.title[0].value == "Du har loggats ut"


def test_of_sessions_that_look_alike_the_chosen_one_is_ended(small: Database) -> None:
    for _each in range(3):
        open_page("program", Role.BOARD)
    app = open_page("administration", Role.ADMIN, vad="Inloggningar")
    labels = app.selectbox(key="inloggning").options
    assert len(labels) == len(set(labels)) == 4
    with small.engine(role=None).connect() as connection:
        sessions = connection.scalars(
            text(
                "select s.id from app_session s join app_user u on u.id = s.user_id"
                " where u.role = 'board' order by s.id"
            )
        ).all()
        app.selectbox(key="inloggning").select(sessions[1]).run()
        _press(app, "Avsluta inloggningen")
        ended = connection.scalars(text("select id from app_session where ended_at is not null"))
        assert list(ended) == [sessions[1]]


def test_the_log_is_filtered_and_shows_who_did_what(small: Database) -> None:
    open_page("aktiviteter", Role.RESEARCHER)
    app = open_page("administration", Role.ADMIN, vad="Logg")
    assert {"Inloggning", "Nekat", "Nytt"} <= set(app.table[0].value["Vad"])
    app.multiselect(key="handelser").select("refused").run()
    assert set(app.table[0].value["Vad"]) == {"Nekat"}
    assert "/aktiviteter" in "".join(app.table[0].value["Gäller"]).replace("\\", "")
    app.text_input(key="vem").input("Nämnd").run()
    assert "Inget är antecknat" in texts_of(app)
