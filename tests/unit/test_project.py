"""The pinned packages: all of them, the same everywhere, by hash and from no named index."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKS = ("requirements.lock", "requirements-dev.lock")
_PIN = re.compile(r"^([a-zA-Z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def _wanted(lock: str) -> list[Requirement]:
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]["dev"] if lock == LOCKS[1] else []
    return [Requirement(line) for line in (*project["project"]["dependencies"], *groups)]


def _pinned(lock: str) -> dict[str, str]:
    found = _PIN.findall(Path(lock).read_text(encoding="utf-8"))
    return {canonicalize_name(name): version for name, version in found}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_that_is_asked_for_is_pinned_within_its_bounds(lock: str) -> None:
    pinned = _pinned(lock)
    missed = [
        str(wanted)
        for wanted in _wanted(lock)
        if not wanted.specifier.contains(pinned.get(canonicalize_name(wanted.name), "none"))
    ]
    assert missed == []


def test_what_runs_is_what_is_tested() -> None:
    tested = _pinned(LOCKS[1])
    assert {name: tested.get(name) for name in _pinned(LOCKS[0])} == _pinned(LOCKS[0])


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes_and_no_index_is_named(lock: str) -> None:
    text = Path(lock).read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert [block for block in blocks if "--hash=sha256:" not in block] == []
    assert "://" not in text
