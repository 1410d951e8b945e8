"""Which address a phone is sent to: never a VPN's, a container's, or one of the open Internet."""

from pathlib import Path

import pytest

from haas_client.diagnostics.host import Interface, RealHost
from haas_client.diagnostics.machine_host import machine_host
from haas_client.diagnostics.replay import RecordingHost
from haas_client.diagnostics.unknown import Reason, Unreadable
from haas_client.handsbuy.phone.address import NoNetwork, lan_addresses
from tests.machines import hand_written

HEAD = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
CARD, VIRTUAL = "/sys/devices/pci0000:00/0000:00:1f.6/net/", "/sys/devices/virtual/net/"


EVERYWHERE = "00000000"


class Pc(RealHost):
    """A PC of interfaces: each with what it is built on, and its addresses."""

    def __init__(self, *interfaces: tuple[str, str, str], down: tuple[str, ...] = (), routes: str = "") -> None:
        self.told = tuple(
            Interface(name=name, is_up=name not in down, ipv4=tuple(addresses.split()))
            for name, _, addresses in interfaces
        )
        self.built_on = {name: on for name, on, _ in interfaces}
        self.routes = routes

    def interfaces(self) -> tuple[Interface, ...]:
        return self.told

    def target(self, path: str) -> str:
        name = path.removeprefix("/sys/class/net/")
        if name not in self.built_on:
            raise Unreadable(Reason.NOT_PRESENT, path)
        return (CARD if self.built_on[name] == "card" else VIRTUAL) + name

    def names(self, folder: str) -> tuple[str, ...]:
        on = self.built_on[folder.removeprefix("/sys/class/net/")]
        return ("address", *(f"lower_{name}" for name in on.split()), "mtu")

    def read(self, path: str) -> bytes:
        if path != "/proc/net/route" or not self.routes:
            raise Unreadable(Reason.NOT_PRESENT, path)
        return (HEAD + self.routes).encode()


def route(interface: str, metric: int, *, to: str = EVERYWHERE, mask: str = EVERYWHERE, flags: str = "0003") -> str:
    return f"{interface}\t{to}\t0102A8C0\t{flags}\t0\t0\t{metric}\t{mask}\t0\t0\t0\n"


def test_a_cable_and_wifi_the_one_with_the_default_route_first() -> None:
    pc = Pc(
        ("lo", "", "127.0.0.1"),
        ("enp1s0", "card", "192.168.1.5"),
        ("wlp2s0", "card", "192.168.1.9"),
        routes=route("enp1s0", 600, to="0001A8C0", mask="00FFFFFF") + route("wlp2s0", 600),
    )
    assert lan_addresses(pc) == ("192.168.1.9", "192.168.1.5")


def test_the_lower_metric_comes_first() -> None:
    cards = (("wlp2s0", "card", "10.0.0.9"), ("enp1s0", "card", "10.0.0.5"))
    assert lan_addresses(Pc(*cards, routes=route("wlp2s0", 600) + route("enp1s0", 100)))[0] == "10.0.0.5"
    assert lan_addresses(Pc(*cards, routes=route("wlp2s0", 600) + route("enp1s0", 100, flags="0203")))[0] == "10.0.0.9"


def test_a_vpn_and_containers_are_no_way_even_with_the_default_route() -> None:
    pc = Pc(
        ("tun0", "", "10.8.0.2"),
        ("docker0", "veth1", "172.17.0.1"),
        ("veth1", "", "172.18.0.1"),
        ("enp1s0", "card", "192.168.1.5"),
        routes=route("tun0", 50) + route("enp1s0", 100),
    )
    assert lan_addresses(pc) == ("192.168.1.5",)


def test_a_bridge_over_a_cable_is_a_way() -> None:
    pc = Pc(("br0", "enp1s0 vnet0", "192.168.1.5"), ("enp1s0", "card", ""), ("vnet0", "", ""))
    assert lan_addresses(pc) == ("192.168.1.5",)


@pytest.mark.parametrize(
    "address",
    [
        "203.0.113.7",
        "100.64.3.4",
        "169.254.10.1",
        "127.0.0.1",
        "0.0.0.0",
        "172.32.0.1",
        "192.169.0.1",
        "no address",
    ],
)
def test_what_is_no_private_network_is_none(address: str) -> None:
    with pytest.raises(NoNetwork) as told:
        lan_addresses(Pc(("enp1s0", "card", address)))
    assert "paper" in told.value.advice
    assert "PDF" in told.value.advice


@pytest.mark.parametrize("address", ["10.255.255.254", "172.16.0.1", "172.31.255.254", "192.168.0.1"])
def test_every_private_network_is_one(address: str) -> None:
    assert lan_addresses(Pc(("enp1s0", "card", f"203.0.113.7 {address}"))) == (address,)


def test_a_cable_that_is_out_is_none() -> None:
    with pytest.raises(NoNetwork):
        lan_addresses(Pc(("enp1s0", "card", "192.168.1.5"), down=("enp1s0",)))


@pytest.mark.parametrize("routes", ["", "enp1s0\n", "enp1s0\tzz\tzz\tzz\t0\t0\tzz\tzz\n", "\x00\xff\n"])
def test_routes_that_cannot_be_read_only_cost_the_order(routes: str) -> None:
    pc = Pc(("enp1s0", "card", "192.168.1.5"), ("wlp2s0", "card", "192.168.1.9"), routes=routes)
    assert lan_addresses(pc) == ("192.168.1.5", "192.168.1.9")


def test_a_recorded_pc_serves_nobody(tmp_path: Path) -> None:
    with pytest.raises(NoNetwork):
        lan_addresses(machine_host(hand_written.failing_ssd(tmp_path / "machine")))


def test_this_pc_knows_its_loopback() -> None:
    loopback = next(one for one in RealHost().interfaces() if one.name == "lo")
    assert loopback.is_up
    assert "127.0.0.1" in loopback.ipv4


def test_no_address_is_recorded() -> None:
    recording = RecordingHost(Pc(("enp1s0", "card", "192.168.77.5")), "1.0")
    assert recording.interfaces()[0].ipv4 == ("192.168.77.5",)
    assert "192.168.77.5" not in repr(recording.index)
