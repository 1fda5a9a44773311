"""What an administrator is told: whose is whose, what is missing, and what to pass on."""

import pytest

from domain.findings.administration import lacking, name_seen, way_to_tell


def test_the_readers_own_is_told_apart() -> None:
    assert name_seen("Bo", is_own=True) == "Bo (du)"
    assert name_seen("Bo", is_own=False) == "Bo"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ((), ""),
        ((("Namn", "Bo"), ("E-post", "a@b")), ""),
        ((("Namn", ""), ("E-post", "a@b")), "Det här saknas: namn."),
        ((("Namn", ""), ("E-post", "")), "Det här saknas: namn och e-post."),
        (
            (("Namn", ""), ("E-post", ""), ("Enhet", None)),
            "Det här saknas: namn, e-post och enhet.",
        ),
    ],
)
def test_each_field_that_is_missing_is_named(
    fields: tuple[tuple[str, str | None], ...], sentence: str
) -> None:
    assert lacking(*fields) == sentence


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        (
            "https://panelen.example",
            (
                "Panelen skickar inget brev. Säg till Bo {B} att logga in på"
                " https://panelen.example med bo@prov.example."
            ),
        ),
        (None, "Panelen skickar inget brev. Säg till Bo {B} att logga in med bo@prov.example."),
    ],
)
def test_what_the_panel_does_not_send_is_told(address: str | None, sentence: str) -> None:
    assert way_to_tell("Bo {B}", "bo@prov.example", address) == sentence
