"""Addresses, shortened to their networks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.networks import shortened


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        (None, ""),
        ("", ""),
        ("panelen", ""),
        ("192.0.2.77; drop table", ""),
    ],
)
def test_an_address_is_shortened(address: str | None, network: str) -> None:
    assert shortened(address) == network


@given(first=st.ip_addresses(v=4), last=st.integers(0, 255))
def test_the_last_part_does_not_matter(first: object, last: int) -> None:
    other = f"{str(first).rpartition('.')[0]}.{last}"
    assert shortened(str(first)) == shortened(other)
