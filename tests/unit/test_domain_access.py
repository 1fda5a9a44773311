"""The table of rights, and who counts as the same viewer."""

import pytest

from domain.access import (
    NOBODY,
    RIGHTS,
    AccessDeniedError,
    Right,
    Role,
    Viewer,
    operator,
    require,
    role_name,
)


def test_every_role_has_rights_and_a_name_of_its_own() -> None:
    assert set(RIGHTS) == set(Role)
    assert len({role_name(role) for role in Role}) == len(Role)


@pytest.mark.parametrize("right", list(Right))
def test_nobody_has_no_right_and_the_operator_each(right: Right) -> None:
    assert not NOBODY.may(right)
    assert operator("prov").may(right)


@pytest.mark.parametrize(
    ("role", "right", "may"),
    [
        (Role.BOARD, Right.SEE_COUNTS, False),
        (Role.ADMIN, Right.SEE_COUNTS, False),
        (Role.ADMIN, Right.SEE_MONEY, False),
        (Role.RESEARCHER, Right.SEE_POINTS, False),
        (Role.DIRECTOR, Right.SEE_COUNTS, True),
        (Role.TEAM_LEAD, Right.REGISTER_ACTIVITIES, True),
        (Role.DIRECTOR, Right.REGISTER_ACTIVITIES, False),
    ],
)
def test_what_the_design_says_of_the_roles(role: Role, right: Right, *, may: bool) -> None:
    assert Viewer(role=role).may(right) is may


def test_any_of_the_rights_is_enough_and_none_is_refused() -> None:
    viewer = Viewer(role=Role.BOARD)
    require(viewer, Right.SEE_OWN_MONEY, Right.SEE_MONEY)
    with pytest.raises(AccessDeniedError) as refused:
        require(viewer, Right.SEE_COUNTS, Right.KEEP_MONEY)
    assert refused.value.needed == (Right.SEE_COUNTS, Right.KEEP_MONEY)


@pytest.mark.parametrize(
    ("viewer", "unit", "may"),
    [
        (Viewer(role=Role.TEAM_LEAD, unit="Teamet"), "Teamet", True),
        (Viewer(role=Role.TEAM_LEAD, unit="Teamet"), "Andra", False),
        (Viewer(role=Role.TEAM_LEAD, unit="Teamet"), None, False),
        (Viewer(role=Role.TEAM_LEAD), None, False),
        (Viewer(role=Role.BOARD), "Andra", True),
        (Viewer(role=Role.RESEARCHER, unit="Teamet"), "Teamet", False),
    ],
)
def test_the_money_of_a_unit(viewer: Viewer, unit: str | None, *, may: bool) -> None:
    assert viewer.may_see_money_of(unit) is may


def test_viewers_who_may_see_the_same_are_equal_and_tell_no_key() -> None:
    one = Viewer(role=Role.BOARD, name="En", key="nyckel")
    assert one == Viewer(role=Role.BOARD, name="Annan", key="annan")
    assert one != Viewer(role=Role.DIRECTOR)
    assert "nyckel" not in repr(one)
