"""Addresses on the network, shortened so that they name a network and no person's device."""

from ipaddress import ip_address, ip_network

_KEPT = {4: 24, 6: 48}
"""Bits that are kept: what is usual where addresses are counted and not kept."""


def shortened(address: str | None) -> str:
    """Return the network of an address, e.g. ``192.0.2.0/24``; empty for none or an odd one."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped or found
    return str(ip_network((found, _KEPT[found.version]), strict=False))
