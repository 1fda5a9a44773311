"""What was known at a moment reads the same for ever, and what has changed since leads on from it.

Random histories are written by all kinds of clients to a real PostgreSQL. After each step all that
can be read is remembered, and at the end it is asked for again as of then.
"""

import itertools
import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from domain.changes import compare
from tests.accounts import make_accounts
from tests.conftest import Database, administer, named
from tests.integration.histories import FURTHER_ROWS, History, Known
from tests.integration.small_programme import make_small_programme, run_rows

STEPS = History.steps()

steps = st.lists(
    st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 8), st.integers(0, 8)),
    min_size=3,
    max_size=9,
)

EVERY_STEP = [(name, at % 4, 3 - at % 3) for at, name in enumerate(sorted(STEPS))]
"""Each step once, so that every kind of write is in some history whatever is drawn."""

HOW_OFTEN = 0.4
"""In which share of the moments what is read without looking back is compared too."""

_numbers = itertools.count()


@pytest.fixture(scope="module")
def begun(server_url: str, template: str) -> Iterator[str]:
    """Give the name of a database with a small programme, of which each history has a copy."""
    administer(server_url, f"create database template_history template {template}")
    made = Database(named(server_url, "template_history"))
    make_small_programme(made.engine(role=None))
    run_rows(made.engine(role=None), FURTHER_ROWS)
    make_accounts(made.engine())
    made.close()
    yield "template_history"
    administer(server_url, "drop database template_history with (force)")


@pytest.mark.slow
# A history that fails is told whole: to make it smaller takes minutes.
@settings(max_examples=25, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@example(taken=EVERY_STEP, seed=0)
@given(taken=steps, seed=st.integers(0, 100))
def test_what_was_known_then_is_never_told_otherwise(
    server_url: str, begun: str, taken: list[tuple[str, int, int]], seed: int
) -> None:
    name = f"history_{next(_numbers)}"
    administer(server_url, f"create database {name} template {begun}")
    made = Database(named(server_url, name))
    try:
        assert_history_holds(History(made), taken, seed)
    finally:
        made.close()
        administer(server_url, f"drop database {name} with (force)")


def assert_history_holds(history: History, taken: list[tuple[str, int, int]], seed: int) -> None:
    """Take the steps and assert that nothing of what was known becomes another."""
    chance = random.Random(seed)
    remembered = [history.known(history.moment(), None)]
    for name, one, other in taken:
        STEPS[name](history, one, other)
        since = chance.choice([None, chance.choice(remembered).moment])
        remembered.append(history.known(history.moment(), since))
        if chance.random() < HOW_OFTEN:
            assert_is_the_present(history, remembered[-1])
    for told in remembered:
        again = history.known(told.moment, told.since)
        assert again.state == told.state
        assert again.others == told.others
        assert again.pack == told.pack
        assert history.state_for(history.board, told.moment) == told.state
    for _pair in range(8):
        one, other = sorted(chance.sample(range(len(remembered)), 2))
        earlier, later = remembered[one].state, remembered[other].state
        changes = compare(earlier, later)
        assert changes.added_to(earlier) == later
        assert changes.is_nothing is (replace(earlier, at=later.at) == later)


def assert_is_the_present(history: History, told: Known) -> None:
    """Assert that what is known as of now is what is read without looking back."""
    state, others = history.present()
    assert replace(told.state, at=state.at) == state
    assert told.others == others
