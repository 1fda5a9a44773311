"""The page about the panel: who sees what."""

import pytest

from domain.access import Role, role_name
from domain.findings.rights import role_sentence
from tests.conftest import Database
from tests.pages.conftest import open_page, texts_of


@pytest.mark.parametrize("role", list(Role))
def test_each_role_reads_what_every_role_sees_and_which_is_its_own(
    small: Database, role: Role
) -> None:
    words = texts_of(open_page("om", role)).replace("\\", "")
    lines = words.splitlines()
    for each in Role:
        label = role_name(each) + (" (din roll)" if each is role else "")
        assert f"**{label}:** {role_sentence(each)}" in [line.strip() for line in lines]
