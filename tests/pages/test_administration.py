"""The administration's page: accounts, sessions and the log."""

from sqlalchemy import text

from config.vocabulary import TEAM_UNIT
from domain.access import Role
from tests.conftest import Database
from tests.pages.conftest import open_page, texts_of


def _fill_in(app: object, name: str, email: str) -> None:
    app.text_input(key="nytt-namn").input(name)  # type: ignore[attr-defined]
    app.text_input(key="ny-epost").input(email)  # type: ignore[attr-defined]


def _press(app: object, label: str) -> None:
    next(each for each in app.button if each.label == label).click().run()  # type: ignore[attr-defined]


def _read(told: str) -> str:
    """Return a text as it is read: without Markdown's escapes and joiners."""
    return told.replace("\\", "").replace("\u2060", "")


def _account(database: Database, role: str) -> int:
    with database.engine(role=None).connect() as connection:
        found = connection.scalar(text("select id from app_user where role = :r"), {"r": role})
    return int(found or 0)


def _accounts(database: Database) -> set[tuple[str, str, str | None, bool]]:
    with database.engine(role=None).connect() as connection:
        rows = connection.execute(text("select email, role, unit, is_active from app_user"))
        return {(row.email, row.role, row.unit, row.is_active) for row in rows}


def _give_unit(database: Database, unit: str) -> None:
    with database.engine(role=None).begin() as connection:
        connection.execute(text("update point set responsible_unit = :unit"), {"unit": unit})


def test_a_person_is_invited_and_stands_in_the_list(small: Database) -> None:
    app = open_page("administration", Role.ADMIN)
    _fill_in(app, "Ny Ledamot", "ny@kommunen.example")
    _press(app, "Bjud in")
    assert not app.exception
    assert _read(app.success[0].value) == (
        "Ny Ledamot kan nu logga in. Panelen skickar inget brev. Säg till Ny Ledamot att logga in "
        "på https://panelen.example med ny@kommunen.example."
    )
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
        assert [_read(each.value) for each in app.error] == [sentence]
        # What was typed is still there to be mended.
        assert app.text_input(key="ny-epost").value == email
    assert "Ny Ledamot" not in list(app.table[0].value["Namn"])


def test_what_is_missing_is_named_before_the_database_is_asked(small: Database) -> None:
    _give_unit(small, "Fältenheten")
    app, before = open_page("administration", Role.ADMIN), _accounts(small)
    _press(app, "Bjud in")
    assert [each.value for each in app.error] == ["Det här saknas: namn och e-post."]
    app.selectbox(key="nytt-roll").select("team_lead").run()
    _fill_in(app, "Ny Ledare", "  ")
    _press(app, "Bjud in")
    assert [each.value for each in app.error] == ["Det här saknas: e-post och enhet."]
    # What was typed is still there to be mended.
    assert app.text_input(key="nytt-namn").value == "Ny Ledare"
    assert _accounts(small) == before


def test_a_team_leader_is_invited_to_a_unit_of_the_points(small: Database) -> None:
    _give_unit(small, "Fältenheten")
    app = open_page("administration", Role.ADMIN)
    assert "Enhet" not in [each.label for each in app.selectbox]
    app.selectbox(key="nytt-roll").select("team_lead").run()
    _fill_in(app, "Ny Ledare", "ny@kommunen.example")
    assert app.selectbox(key="nytt-enhet").options == ["Fältenheten"]
    app.selectbox(key="nytt-enhet").select("Fältenheten")
    _press(app, "Bjud in")
    assert not app.error
    assert ("ny@kommunen.example", "team_lead", "Fältenheten", True) in _accounts(small)


def test_without_points_a_team_leader_is_invited_without_a_unit(small: Database) -> None:
    app = open_page("administration", Role.ADMIN)
    app.selectbox(key="nytt-roll").select("team_lead").run()
    assert "Ingen punkt har en ansvarig enhet" in texts_of(app)
    _fill_in(app, "Ny Ledare", "ny@kommunen.example")
    _press(app, "Bjud in")
    assert ("ny@kommunen.example", "team_lead", None, True) in _accounts(small)


def test_a_unit_that_no_point_has_any_more_is_kept_until_it_is_changed(small: Database) -> None:
    _give_unit(small, "Fältenheten")
    app, leader = open_page("administration", Role.ADMIN), _account(small, "team_lead")
    app.selectbox(key="konto").select(leader).run()
    unit = app.selectbox(key=f"konto-{leader}-enhet")
    assert (unit.options, unit.value) == (["Fältenheten", TEAM_UNIT], TEAM_UNIT)
    unit.select("Fältenheten").run()
    _press(app, "Spara")
    assert ("team_lead@exempel.invalid", "team_lead", "Fältenheten", True) in _accounts(small)
    # In another role one is of no unit.
    app.selectbox(key=f"konto-{leader}-roll").select("board").run()
    _press(app, "Spara")
    assert ("team_lead@exempel.invalid", "board", None, True) in _accounts(small)


def test_a_team_leader_of_the_groups_is_given_a_unit_and_keeps_the_role(small: Database) -> None:
    _give_unit(small, "Fältenheten")
    leader = _account(small, "team_lead")
    with small.engine(role=None).begin() as connection:
        connection.execute(
            text("update app_user set role_from = 'groups', unit = null where id = :id"),
            {"id": leader},
        )
    app = open_page("administration", Role.ADMIN)
    app.selectbox(key="konto").select(leader).run()
    assert f"konto-{leader}-roll" not in [each.key for each in app.selectbox]
    _press(app, "Spara")
    assert [each.value for each in app.error] == ["Det här saknas: enhet."]
    app.selectbox(key=f"konto-{leader}-enhet").select("Fältenheten").run()
    _press(app, "Spara")
    assert ("team_lead@exempel.invalid", "team_lead", "Fältenheten", True) in _accounts(small)


def test_an_account_is_changed_and_closed_when_one_has_said_yes(small: Database) -> None:
    app, board = open_page("administration", Role.ADMIN), _account(small, "board")
    app.selectbox(key="konto").select(board).run()
    app.selectbox(key=f"konto-{board}-roll").select("researcher").run()
    _press(app, "Spara")
    assert not app.exception
    assert "är nu följeforskare" in app.success[0].value
    changed = ("board@exempel.invalid", "researcher", None, True)
    _press(app, "Stäng kontot")
    assert "loggas ut överallt" in app.warning[0].value
    assert changed in _accounts(small)
    _press(app, "Avbryt")
    assert not app.warning
    _press(app, "Stäng kontot")
    _press(app, "Ja, stäng kontot")
    assert (*changed[:3], False) in _accounts(small)
    assert not app.warning
    _press(app, "Öppna kontot")
    assert changed in _accounts(small)


def test_a_question_is_of_the_account_that_it_was_asked_for(small: Database) -> None:
    app, board = open_page("administration", Role.ADMIN), _account(small, "board")
    app.selectbox(key="konto").select(board).run()
    _press(app, "Stäng kontot")
    app.selectbox(key="konto").select(_account(small, "director")).run()
    assert not app.warning
    app.selectbox(key="konto").select(board).run()
    assert not app.warning


def test_an_address_is_corrected_until_somebody_has_signed_in_by_it(small: Database) -> None:
    app = open_page("administration", Role.ADMIN)
    _fill_in(app, "Ny Ledamot", "fle@kommunen.example")
    _press(app, "Bjud in")
    with small.engine(role=None).connect() as connection:
        new = connection.scalar(text("select id from app_user where email like 'fle@%'"))
    app.selectbox(key="konto").select(new).run()
    for email, sentence in (
        (" ", "Det här saknas: e-post."),
        ("board@exempel.invalid", "Det finns redan ett konto med den adressen."),
    ):
        app.text_input(key=f"konto-{new}-epost").input(email)
        _press(app, "Spara adressen")
        assert [_read(each.value) for each in app.error] == [sentence]
        assert app.text_input(key=f"konto-{new}-epost").value == email
    app.text_input(key=f"konto-{new}-epost").input("fel@kommunen.example")
    _press(app, "Spara adressen")
    assert "Säg till Ny Ledamot att logga in på" in _read(app.success[0].value)
    assert ("fel@kommunen.example", "board", None, True) in _accounts(small)
    assert app.selectbox(key="konto").value == new
    with small.engine(role=None).begin() as connection:
        connection.execute(
            text("update app_user set issuer = 'a', subject = 'b' where id = :id"), {"id": new}
        )
    app.text_input(key=f"konto-{new}-epost").input("sen@kommunen.example")
    _press(app, "Spara adressen")
    assert "Kontot är knutet till en person" in texts_of(app)
    assert f"konto-{new}-epost" not in [each.key for each in app.text_input]
    assert ("fel@kommunen.example", "board", None, True) in _accounts(small)


def test_the_own_account_is_told_apart_and_cannot_be_changed(small: Database) -> None:
    app = open_page("administration", Role.ADMIN)
    assert [each for each in app.table[0].value["Namn"] if "(du)" in _read(each)] == [
        app.table[0].value["Namn"].iloc[-1]
    ]
    app.selectbox(key="konto").select(_account(small, "admin")).run()
    assert "Det här är ditt eget konto." in texts_of(app)
    assert {"Spara", "Stäng kontot"}.isdisjoint(each.label for each in app.button)


def test_a_session_is_ended_at_its_next_rerun(small: Database) -> None:
    board = open_page("program", Role.BOARD)
    app = open_page("administration", Role.ADMIN, vad="Inloggningar")
    names = {_read(each) for each in app.table[0].value["Namn"]}
    assert names == {"Nämndledamot", "Systemadministratör (du)"}
    with small.engine(role=None).connect() as connection:
        session = connection.scalar(
            text(
                "select s.id from app_session s join app_user u on u.id = s.user_id"
                " where u.role = 'board'"
            )
        )
    app.selectbox(key="inloggning").select(session).run()
    _press(app, "Avsluta inloggningen")
    assert "Nämndledamot loggas ut" in app.warning[0].value
    assert not board.run().exception
    assert board.title[0].value != "Du har loggats ut"
    _press(app, "Ja, avsluta inloggningen")
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
        _press(app, "Ja, avsluta inloggningen")
        ended = connection.scalars(text("select id from app_session where ended_at is not null"))
        assert list(ended) == [sessions[1]]


def test_the_log_is_filtered_and_shows_who_did_what(small: Database) -> None:
    open_page("medel", Role.RESEARCHER)
    app = open_page("administration", Role.ADMIN, vad="Logg")
    assert {"Inloggning", "Nekat", "Nytt"} <= set(app.table[0].value["Vad"])
    app.multiselect(key="handelser").select("refused").run()
    assert set(app.table[0].value["Vad"]) == {"Nekat"}
    assert "/medel" in "".join(app.table[0].value["Gäller"]).replace("\\", "")
    app.text_input(key="vem").input("Nämnd").run()
    assert "Inget är antecknat" in texts_of(app)
