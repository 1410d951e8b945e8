"""What a trial will cost, and whether it can be begun, before it begins."""

import json
from typing import Any

import pytest

from haas_client import process
from haas_client.diagnostics.host import Command, Figures, Mount
from haas_client.diagnostics.trials import tools
from haas_client.diagnostics.trials.guard import Guard
from haas_client.diagnostics.trials.local import ALL, OWNERS, PRIVILEGED, LocalBench
from haas_client.diagnostics.trials.plan import longest_seconds, plan
from haas_client.diagnostics.trials.values import PREPARATIONS, Ending, Offer, Stop, TrialKind
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from haas_client.process import Cancel, Output
from tests.unit.diagnostics.trials import machines
from tests.unit.diagnostics.trials.machines import LOAD, MEMORY_SHORT, output
from tests.unit.diagnostics.trials.test_self_test import ata, nvme

SURFACE = Offer(id="surface:sda", kind=TrialKind.SURFACE, subject="sda")
SHORT = Offer(id="self_test_short:sda", kind=TrialKind.SELF_TEST_SHORT, subject="sda")
MEMINFO = "MemTotal: 16777216 kB\nMemAvailable: 12582912 kB\n"
BATTERY = {"/sys/class/power_supply/B/type": "Battery", "/sys/class/power_supply/B/status": "Discharging"}


class Pc(machines.Machine):
    def __init__(self, tree: Any = None, **files: str) -> None:
        self.tree = ata() if tree is None else tree
        super().__init__(answer=self._smart)
        self.files |= {
            "/proc/meminfo": MEMINFO,
            "/sys/block/sda/size": str(1_000_000_000_000 // 512),
            "/sys/block/sda/queue/rotational": "1",
            "/sys/block/sda/stat": "1 0 8 3 0 0 0 0 0 40 40",
            "/sys/block/loop0/size": "1",
        } | files

    def _smart(self, command: Command) -> Output:
        if isinstance(self.tree, Unknown):
            raise Unreadable(self.tree.reason, self.tree.detail)
        return output(json.dumps(self.tree).encode())

    def figures(self) -> Figures:
        return Figures(
            boot_time=0, mounts=(Mount(device="/dev/sda2", path="/"), Mount(device="/dev/sdb1", path="/home"))
        )


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools, "pause", lambda cancel, seconds: None)
    monkeypatch.setattr(tools, "is_there", lambda tool: True)


def test_a_surface_scan_costs_by_size_and_kind_of_drive() -> None:
    disk = plan(Pc(), SURFACE)
    assert isinstance(disk.seconds, float)
    assert 1.5 * 3600 < disk.seconds < 3 * 3600
    assert disk.test_bytes == 1_000_000_000_000
    assert disk.mounts == ("/",)
    assert (disk.hindrance, disk.busy, disk.on_battery) == (None, False, False)
    flash = plan(Pc(**{"/sys/block/sda/queue/rotational": "0"}), SURFACE)
    assert isinstance(flash.seconds, float)
    assert flash.seconds < disk.seconds / 3


def test_a_self_test_costs_what_the_drive_says() -> None:
    assert plan(Pc(), SHORT).seconds == 120
    long = Offer(id="x", kind=TrialKind.SELF_TEST_LONG, subject="sda")
    assert plan(Pc(), long).seconds == 54 * 60


@pytest.mark.parametrize(
    ("tree", "reason"),
    [
        (ata(0xF5), Reason.FAILED),
        (nvme(version=(7, 3)), Reason.NO_TOOL),
        ({"device": {"protocol": "SCSI"}, "smart_support": {"available": True}}, Reason.NOT_MEASURABLE),
        ({"smartctl": {"exit_status": 2}}, None),  # asleep: nothing is known of what it can
        (Unknown(reason=Reason.NO_RIGHT), None),
    ],
)
def test_what_is_in_the_way_is_known_before(tree: dict[str, Any] | Unknown, reason: Reason | None) -> None:
    found = plan(Pc(tree), SHORT)
    assert (found.hindrance.reason if found.hindrance else None) == reason
    if isinstance(tree, Unknown):
        assert found.seconds == tree


def test_a_drive_at_work_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    pc = Pc()

    def meanwhile(cancel: Cancel, seconds: float) -> None:
        pc.files["/sys/block/sda/stat"] = "1 0 8 3 0 0 0 0 0 640 640"

    monkeypatch.setattr(tools, "pause", meanwhile)
    assert plan(pc, SURFACE).busy is True


def test_memory_and_load() -> None:
    found = plan(Pc(), MEMORY_SHORT)
    assert found.test_bytes == 1 << 30
    assert isinstance(found.seconds, float)
    assert 60 < found.seconds < 300
    assert plan(Pc(), LOAD).seconds == 120
    assert plan(Pc(), LOAD, 600).seconds == 600
    little = plan(Pc(**{"/proc/meminfo": "MemTotal: 2000000 kB\nMemAvailable: 900000 kB\n"}), MEMORY_SHORT)
    assert little.hindrance
    assert plan(Pc(**BATTERY), LOAD).on_battery


def test_a_program_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(process, "SEARCH_PATH", ("/nowhere",))
    for offer, tool in ((LOAD, "stress-ng"), (MEMORY_SHORT, "memtester"), (SHORT, "smartctl")):
        assert plan(Pc(), offer).hindrance == Unknown(reason=Reason.NO_TOOL, detail=tool)
    assert plan(Pc(), SURFACE).hindrance is None


def test_nothing_known_is_no_error() -> None:
    class Blank(machines.Machine):
        def figures(self) -> Figures:
            raise Unreadable(Reason.FAILED, "psutil")

    for kind in TrialKind:
        subject = "sda" if kind in ("surface", "self_test_short", "self_test_long") else ""
        found = plan(Blank(), Offer(id="x", kind=kind, subject=subject))
        assert found.offer.kind == kind
        assert longest_seconds(Blank(), found.offer, 120) >= 120
        if subject:
            assert isinstance(found.mounts, Unknown)
            assert isinstance(found.test_bytes, Unknown)


def test_the_longest_time_is_far_above_the_expected_one() -> None:
    for offer in (SURFACE, SHORT, MEMORY_SHORT, LOAD):
        seconds = plan(Pc(), offer).seconds
        assert isinstance(seconds, float)
        assert longest_seconds(Pc(), offer, 120) >= seconds + 60


# --- the bench in this process


def test_each_drive_is_offered_and_nothing_that_is_none() -> None:
    offers = LocalBench(Pc()).offers()
    assert {offer.subject for offer in offers if offer.subject} == {"sda"}
    assert {offer.kind for offer in offers} == ALL - PREPARATIONS
    assert len({offer.id for offer in offers}) == len(offers)


def test_the_helper_carries_out_what_needs_root_and_never_the_load() -> None:
    assert {offer.kind for offer in LocalBench(Pc(), PRIVILEGED).offers()} == PRIVILEGED - PREPARATIONS
    assert [offer.kind for offer in LocalBench(Pc(), OWNERS).offers()] == [TrialKind.LOAD]
    assert PRIVILEGED | OWNERS == ALL == frozenset(TrialKind)
    assert not PRIVILEGED & OWNERS


@pytest.mark.parametrize(
    "offer",
    [
        LOAD,
        Offer(id="surface:sdz", kind=TrialKind.SURFACE, subject="sdz"),
        Offer(id="surface:../sda", kind=TrialKind.SURFACE, subject="../sda"),
        Offer(id="surface:sda", kind=TrialKind.MEMORY_SHORT),
    ],
)
def test_what_it_did_not_offer_it_does_not_carry_out(offer: Offer) -> None:
    with pytest.raises(Unreadable):
        LocalBench(Pc(), PRIVILEGED).run(offer, lambda event: None, Cancel())


def test_on_battery_nothing_is_begun() -> None:
    done = LocalBench(Pc(**BATTERY)).run(LOAD, lambda event: pytest.fail("begun"), Cancel())
    assert (done.ending, done.stop) == (Ending.STOPPED, Stop.BATTERY)


def test_the_guard_ends_a_real_load(monkeypatch: pytest.MonkeyPatch) -> None:
    if process.find_tool("stress-ng") is None:
        pytest.skip("needs stress-ng")
    looks: list[Stop | None] = [None]
    monkeypatch.setattr(Guard, "look", lambda guard: looks.pop() if looks else Stop.HEAT)
    done = LocalBench(Pc(), OWNERS, 60).run(LOAD, lambda event: None, Cancel())
    assert (done.ending, done.stop) == (Ending.STOPPED, Stop.HEAT)
