"""The table of rights, read aloud: nothing of it left out, and nothing added."""

import pytest

from domain.access import RIGHTS, Right, Role
from domain.findings.rights import (
    SHARED,
    role_sentence,
    shared_sentence,
    words_of_deed,
    words_of_sight,
)


def test_every_right_has_words_of_one_kind() -> None:
    assert set(words_of_sight()) | set(words_of_deed()) == set(Right)
    assert not set(words_of_sight()) & set(words_of_deed())


@pytest.mark.parametrize("role", list(Role))
def test_a_role_is_told_all_that_it_may_and_no_more(role: Role) -> None:
    told = role_sentence(role)
    words = {**words_of_sight(), **words_of_deed()}
    own = RIGHTS[role] - SHARED
    assert {right for right, word in words.items() if word in told} == own
    assert not any(right in told for right in Right)


def test_what_everybody_may_is_told_once() -> None:
    assert all(word in shared_sentence() for word in (words_of_sight()[each] for each in SHARED))


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        (
            Role.BOARD,
            (
                "ser punkterna, teamets publicerade antal, alla pengar och nämndens "
                "sammanträdespaket; får ställa frågor om punkter och siffror och hämta tabellerna "
                "som filer"
            ),
        ),
        (Role.RESEARCHER, "ser teamets publicerade antal"),
    ],
)
def test_a_line_is_a_sentence(role: Role, sentence: str) -> None:
    assert role_sentence(role) == sentence
