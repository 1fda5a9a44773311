"""What has changed since a meeting or a day, and the packs: who sees, makes and shares them."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from domain.access import Role
from tests.conftest import Database
from tests.pages.conftest import open_page, texts_of
from texts.numbers import day
from transfer.packs import files
from transfer.packs.files import MAKERS
from ui.forms import packs as forms
from ui.session import today


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files be made at once: what is in them is tried where they are made."""
    makers = {name: lambda _content, mark: mark.encode() for name in MAKERS}
    monkeypatch.setattr(files, "MAKERS", makers)
    monkeypatch.setattr(forms, "MAKERS", makers)


def _press(app: Any, label: str) -> None:
    next(each for each in app.button if each.label == label).click().run()
    assert not app.exception


def _choice(app: Any, label: str) -> Any:
    return next(each for each in app.selectbox if each.label == label)


def _links(app: Any) -> dict[str, str]:
    """Return the links that lead out of the page, by their words."""
    found = (each.proto for each in app.get("link_button"))
    return {each.label: each.url for each in found}


def _labels(app: Any) -> set[str]:
    return {each.label for each in app.button}


def _packs(database: Database, columns: str) -> list[tuple[Any, ...]]:
    with database.engine(role=None).connect() as connection:
        rows = connection.execute(text(f"select {columns} from meeting_pack order by version"))
        return [tuple(row) for row in rows]


def _made(database: Database) -> Any:
    """Return the director's page with a pack made."""
    app = open_page("sammantrade")
    _press(app, "Gör ett paket")
    assert app.success[0].value.startswith("Paketet är gjort och fryst")
    assert len(_packs(database, "id")) == 1
    return app


def test_changes_are_told_since_the_meeting_before_another_or_a_day(example: Database) -> None:
    with example.engine(role=None).connect() as connection:
        first = connection.execute(
            text("select id, held_on from meeting where as_of is not null order by held_on limit 1")
        ).one()
    app = open_page("sammantrade", Role.BOARD)
    assert app.title[0].value.startswith("Sedan sammanträdet ")
    assert day(first.held_on) not in app.title[0].value
    _choice(app, "Jämför med").select(str(first.id)).run()
    assert not app.exception
    assert f"edan sammanträdet {day(first.held_on)}" in app.title[0].value
    _choice(app, "Jämför med").select("annan").run()
    picked = today() - timedelta(days=10)
    app.date_input[0].set_value(picked).run()
    assert not app.exception
    assert day(picked) in app.title[0].value


def test_any_two_days_are_compared_and_the_address_says_which(example: Database) -> None:
    later, earlier = today() - timedelta(days=30), today() - timedelta(days=45)
    query: dict[str, Any] = {"lage": "en annan dag", "lage-dag": later.isoformat()}
    query |= {"jamfor": "en annan dag", "jamfor-dag": earlier.isoformat()}
    app = open_page("sammantrade", Role.BOARD, **query)
    assert not app.exception
    assert f"läget {day(later)} jämfört med läget {day(earlier)}" in app.caption[1].value
    assert day(earlier) in app.title[0].value
    assert [each.value for each in app.date_input] == [later, earlier]
    # A later side before the earlier one leaves no such earlier day to choose.
    app.date_input[0].set_value(earlier - timedelta(days=5)).run()
    assert not app.exception
    assert f"läget {day(earlier - timedelta(days=5))} jämfört" in app.caption[1].value
    app.date_input[0].set_value(today()).run()
    assert not app.exception
    assert f"läget {day(today())} jämfört" in app.caption[1].value


def test_a_later_side_is_compared_with_meetings_before_it_only(example: Database) -> None:
    with example.engine(role=None).connect() as connection:
        as_ofs = connection.scalars(
            text("select as_of from meeting where as_of is not null order by as_of")
        ).all()
    app = open_page("sammantrade", Role.BOARD)
    assert len(_choice(app, "Jämför med").options) == len(as_ofs) + 1
    shown = (as_ofs[1] - timedelta(days=1)).date()
    app = open_page("sammantrade", lage="en annan dag", **{"lage-dag": shown.isoformat()})
    assert not app.exception
    assert len(_choice(app, "Jämför med").options) == 2
    assert f"läget {day(shown)} jämfört med läget {day(as_ofs[0])}" in app.caption[1].value


def test_what_was_and_what_is_stand_beside_each_other(example: Database) -> None:
    app = open_page("sammantrade", Role.BOARD)
    labels = [each.label for each in app.metric]
    assert labels[:2] == ["Punkter i rätt takt", "Försenade punkter"]
    assert labels[2].startswith("Använt av ")
    assert len(app.get("plotly_chart")) == len(labels)
    lead = open_page("sammantrade", Role.TEAM_LEAD)
    # The programme's money is not the team leader's to see.
    assert [each.label for each in lead.metric] == labels[:2]


def test_with_nothing_to_compare_with_it_is_told_how_it_is(example: Database) -> None:
    with example.engine(role=None).connect() as connection:
        first = connection.scalar(text("select id from meeting order by held_on limit 1"))
    app = open_page("sammantrade", Role.BOARD, mote=str(first))
    assert not app.exception
    app.date_input[0].set_value(None).run()
    assert not app.exception
    assert app.title[0].value.startswith("Sammanträde ")
    assert len(app.metric) >= 3


@pytest.mark.usefixtures("quick")
def test_the_director_makes_a_pack_and_then_a_version_that_replaces_it(example: Database) -> None:
    app = _made(example)
    ((mark, digests),) = _packs(example, "fingerprint, digests")
    assert MAKERS.keys() <= digests.keys()
    assert _links(app)["PDF"] == f"/paket/{mark}/paket.pdf"
    assert "Version 1" in texts_of(app)
    _press(app, "Gör en ny version")
    assert _packs(example, "version, replaces") == [(1, None), (2, mark)]
    words = texts_of(app)
    assert words.index("Version 2") < words.index("Version 1")


def test_what_a_pack_would_lack_is_told_instead_of_the_button(example: Database) -> None:
    with example.engine(role=None).begin() as connection:
        connection.execute(text("update meeting set diarienummer = null where state = 'planned'"))
    app = open_page("sammantrade")
    assert "kan inte göras ännu. Diarienumret saknas." in texts_of(app).replace("\\", "")
    assert "Gör ett paket" not in _labels(app)
    assert "Ett paket kan inte göras" not in texts_of(open_page("sammantrade", Role.BOARD))


@pytest.mark.usefixtures("quick")
def test_no_pack_is_made_of_a_meeting_that_another_strips_meanwhile(
    example: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stripped(*told: Any) -> Any:
        with example.engine(role=None).begin() as connection:
            connection.execute(
                text("update meeting set agenda = null, changed_at = now() where state = 'planned'")
            )
        return files.make_pack(*told)

    monkeypatch.setattr(forms, "make_pack", stripped)
    app = open_page("sammantrade")
    _press(app, "Gör ett paket")
    assert "Någon annan har ändrat under tiden" in app.error[0].value
    assert not _packs(example, "id")
    assert "Gör ett paket" not in _labels(app)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("role", list(Role))
def test_packs_are_listed_to_who_may_read_them_and_made_by_the_director(
    example: Database, role: Role
) -> None:
    _made(example)
    app = open_page("sammantrade", role)
    assert not app.exception
    links, may = _links(app), role in (Role.BOARD, Role.DIRECTOR)
    assert ("Visa på projektor" in links) is may
    assert {"Webbsida", "PDF", "Excel", "PowerPoint"}.issubset(links) is may
    assert any(url.startswith("/paket/") for url in links.values()) is may
    assert ("Gör en ny version" in _labels(app)) is (role is Role.DIRECTOR)
    assert ("Dela version 1 med en länk" in _labels(app)) is (role is Role.DIRECTOR)


@pytest.mark.usefixtures("quick")
def test_a_pack_is_shared_when_that_was_asked_and_taken_back_at_once(example: Database) -> None:
    app = _made(example)
    ((mark,),) = _packs(example, "fingerprint")
    _press(app, "Dela version 1 med en länk")
    assert "utan att logga in" in app.warning[0].value
    assert "nämndens frågor i paketet, och svaren" in app.warning[0].value
    # Escaped once: of a sign that was escaped twice the reader sees a backslash.
    assert "\\\\" not in app.warning[0].value
    assert _packs(example, "is_public") == [(False,)]
    _press(app, "Ja, dela")
    assert _packs(example, "is_public") == [(True,)]
    assert app.code[0].value == f"https://panelen.example/paket/{mark}"
    board = open_page("sammantrade", Role.BOARD)
    assert board.code[0].value.endswith(mark)
    assert "Sluta dela" not in _labels(board)
    _press(app, "Sluta dela")
    assert _packs(example, "is_public") == [(False,)]
    assert app.success[0].value.startswith("Paketet är inte längre delat")
    assert not app.code
