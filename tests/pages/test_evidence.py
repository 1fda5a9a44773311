"""Evidence beside the reported status: the director's list and the point's line."""

from domain.access import Role
from tests.conftest import Database
from tests.pages.conftest import open_page, texts_of

HEADING = "punkter har belägg som talar emot rapporterna"


def test_the_director_sees_where_report_and_evidence_differ(example: Database) -> None:
    app = open_page("", Role.DIRECTOR)
    assert f"Fyra {HEADING}" in texts_of(app)
    words = texts_of(app).replace("\\", "")
    for reason in (
        "Elever som känner en vuxen att vända sig till går inte i takt med målet.",
        "Delmålet ”Åtgärdslista beslutad med fastighetsägarna” har passerat sitt datum.",
        "av pengarna är använda, men bara 70",
        "dagar gammal.",
    ):
        assert reason in words


def test_others_see_no_such_list(example: Database) -> None:
    for role in (Role.TEAM_LEAD, Role.BOARD):
        assert HEADING not in texts_of(open_page("", role))


def test_a_point_tells_what_its_evidence_says(example: Database) -> None:
    app = open_page("punkt", Role.DIRECTOR, nummer="13")
    words = texts_of(app).replace("\\", "")
    assert "Rapporterat: pågår enligt plan · Belägg: talar emot (1)" in words
    assert "Talar emot" in texts_of(app)
    # Whoever does not see the money is not told of it by way of the evidence.
    words = texts_of(open_page("punkt", Role.TEAM_LEAD, nummer="16"))
    assert "av pengarna är använda" not in words
    assert "av pengarna är använda" in texts_of(open_page("punkt", Role.DIRECTOR, nummer="16"))
