"""Under which address a phone in the same house reaches this PC."""

import contextlib
import ipaddress
from collections.abc import Iterator

from haas_client.diagnostics.host import Host, Interface
from haas_client.diagnostics.unknown import Unreadable
from haas_client.errors import HaasError
from haas_client.i18n import t

_PRIVATE = tuple(map(ipaddress.IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))
"""RFC 1918. A PC with an address of the open Internet serves nothing there; 169.254/16 (RFC 3927) is no network."""
_ROUTES = "/proc/net/route"
_INTERFACES = "/sys/class/net"
_VIRTUAL = "/sys/devices/virtual/"
_UP, _REJECT = 0x1, 0x200
"""RTF_UP and RTF_REJECT (linux/route.h)."""


class NoNetwork(HaasError):
    """No phone can reach this PC."""

    def __init__(self) -> None:
        super().__init__(
            t("This PC is in no network in which a phone could reach it."),
            t(
                "Please connect it to the router by cable or Wi-Fi, or take the guide along on paper or as a PDF."
                " Nothing is lost meanwhile."
            ),
        )


def lan_addresses(host: Host) -> tuple[str, ...]:
    """Private IPv4 addresses of this PC's real interfaces, the one with the default route first.

    Raises :class:`NoNetwork` where there is none.
    """
    try:
        interfaces = host.interfaces()
    except Unreadable as error:
        raise NoNetwork from error
    routed = _default_routes(host)
    usable = [one for one in interfaces if one.is_up and _is_real(host, one.name)]
    usable.sort(key=lambda one: routed.index(one.name) if one.name in routed else len(routed))
    addresses = tuple(address for one in usable for address in _private(one))
    if not addresses:
        raise NoNetwork
    return addresses


def _private(interface: Interface) -> Iterator[str]:
    for address in interface.ipv4:
        with contextlib.suppress(ipaddress.AddressValueError):
            if any(ipaddress.IPv4Address(address) in network for network in _PRIVATE):
                yield address


def _is_real(host: Host, name: str) -> bool:
    """A cable or Wi-Fi, or what is built on one (a bridge of virtual machines, a bond): no VPN, no container."""
    if _is_device(host, name):
        return True
    try:
        names = host.names(f"{_INTERFACES}/{name}")
    except Unreadable:
        return False
    return any(_is_device(host, lower.removeprefix("lower_")) for lower in names if lower.startswith("lower_"))


def _is_device(host: Host, name: str) -> bool:
    try:
        return not host.target(f"{_INTERFACES}/{name}").startswith(_VIRTUAL)
    except Unreadable:
        return False


def _default_routes(host: Host) -> list[str]:
    """Interfaces with a default route, the one that is used first; none where that cannot be read.

    Columns of /proc/net/route (net/ipv4/fib_trie.c): Iface Destination Gateway Flags RefCnt Use Metric Mask …
    """
    try:
        lines = host.read(_ROUTES).decode("ascii", "replace").splitlines()[1:]
    except Unreadable:
        return []
    found: list[tuple[int, str]] = []
    for line in lines:
        columns = line.split()
        with contextlib.suppress(ValueError, IndexError):
            flags = int(columns[3], 16)
            if int(columns[1], 16) == int(columns[7], 16) == 0 and flags & _UP and not flags & _REJECT:
                found.append((int(columns[6]), columns[0]))
    return [name for _, name in sorted(found)]
