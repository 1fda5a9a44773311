"""The small programme that most tests of the database begin with, and who works in it."""

import pytest

from domain.access import Role, Viewer
from tests.accounts import sign_in_as
from tests.conftest import Database
from tests.integration.small_programme import make_small_programme


@pytest.fixture
def programme(database: Database) -> Database:
    """Give a small programme, without accounts."""
    make_small_programme(database.engine(role=None))
    return database


@pytest.fixture
def lead(programme: Database) -> Viewer:
    """Give the team leader, of a programme with accounts."""
    return sign_in_as(programme.engine("trygghet_app"), Role.TEAM_LEAD)


@pytest.fixture
def director(programme: Database) -> Viewer:
    """Give the director, of a programme with accounts."""
    return sign_in_as(programme.engine("trygghet_app"), Role.DIRECTOR)
