"""Machines that ``record`` has recorded for real (emulated PCs), and what must be concluded of them."""

from pathlib import Path

import pytest

from haas_client.bundle import contents
from haas_client.diagnostics.collect import Collection, collect
from haas_client.diagnostics.diagnosis import Diagnosis, diagnose
from haas_client.diagnostics.kinds import PartKind, Severity, Verdict
from haas_client.diagnostics.machine_host import machine_host
from haas_client.diagnostics.snapshot import BootEnd, Memory, Power, Records, Storage
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.request import Request

RECORDED = Path(__file__).parents[1] / "machines" / "recorded"


def replay(name: str) -> tuple[Collection, Diagnosis]:
    collection = collect(machine_host(RECORDED / name))
    return collection, diagnose(collection.snapshot)


def verdicts(diagnosis: Diagnosis) -> dict[str, Verdict]:
    return {str(state.part.serial): state.verdict for state in diagnosis.of_kind(PartKind.STORAGE)}


def test_a_critical_nvme_drive_is_to_be_replaced_and_no_other() -> None:
    _, diagnosis = replay("emulated-critical-root")
    assert verdicts(diagnosis) == {
        "NVME0001": Verdict.REPLACE,
        "SATA0001": Verdict.OK,
        "SATA0002": Verdict.OK,
        "VIRT0001": Verdict.UNREADABLE,
    }
    codes = {finding.code for finding in diagnosis.findings if finding.severity == Severity.REPLACE}
    assert codes == {"storage.health_failed", "storage.nvme_reliability"}


def test_an_ordinary_user_is_told_what_only_the_administrator_sees() -> None:
    collection, diagnosis = replay("emulated-critical-user")
    assert verdicts(diagnosis)["NVME0001"] == Verdict.UNREADABLE
    storage, records = collection.snapshot.storage, collection.snapshot.records
    assert isinstance(storage, Storage)
    health = {drive.serial: drive.health for drive in storage.drives}
    nvme = health["NVME0001"]
    assert isinstance(nvme, Unknown)
    assert nvme.reason == Reason.NO_RIGHT
    assert isinstance(records, Records)
    assert isinstance(records.boots, Unknown)
    assert records.boots.reason == Reason.NO_RIGHT


def test_udisks2_tells_an_ordinary_user_of_a_sata_drive() -> None:
    collection, _ = replay("emulated-critical-user")
    storage = collection.snapshot.storage
    assert isinstance(storage, Storage)
    health = next(drive.health for drive in storage.drives if drive.serial == "SATA0002")
    assert not isinstance(health, Unknown)
    assert (health.source, health.passed) == ("udisks2", True)
    assert {attribute.id for attribute in health.attributes} >= {5, 9}


@pytest.mark.parametrize("name", ["emulated-critical-root", "emulated-critical-user"])
def test_slots_are_the_same_from_smbios_and_from_udev(name: str) -> None:
    memory = replay(name)[0].snapshot.memory
    assert isinstance(memory, Memory)
    assert not isinstance(memory.modules, Unknown)
    found = [(m.slot, m.size_bytes, m.type, m.serial, m.part_number, m.speed_mts) for m in memory.modules]
    assert found[0] == ("DIMM_A1", 8 << 30, "DDR4", "0001AAAA", "M391A1K43", 3200)
    assert found[1] == ("DIMM_A2", 16 << 30, "DDR4", "0002BBBB", "MTA18", 3200)
    assert found[2][:2] == ("DIMM_B1", 0)
    assert memory.error_correction == ("single-bit ECC" if name.endswith("root") else "Single-bit ECC")


def test_a_killed_machine_leaves_a_boot_without_a_mark() -> None:
    def last_end(name: str) -> BootEnd:
        records = replay(name)[0].snapshot.records
        assert isinstance(records, Records)
        assert isinstance(records.boots, tuple)
        assert records.boots[-1].end == BootEnd.RUNNING
        return records.boots[-2].end

    assert last_end("emulated-critical-root") == BootEnd.UNMARKED
    assert last_end("emulated-healthy-root") == BootEnd.CLEAN


def test_the_power_supply_of_smbios_is_named() -> None:
    collection, diagnosis = replay("emulated-healthy-root")
    power = collection.snapshot.power
    assert isinstance(power, Power)
    assert not isinstance(power.supplies, Unknown)
    assert power.supplies[0].max_watts == 650
    assert diagnosis.of_kind(PartKind.POWER)[0].part.serial == "PS-SN-0001"


@pytest.mark.parametrize("name", ["emulated-critical-root", "emulated-critical-user", "emulated-healthy-root"])
def test_no_name_of_the_machine_or_its_users_leaves_it(name: str) -> None:
    collection, diagnosis = replay(name)
    names = (*collection.identities.users, *collection.identities.hosts)
    assert "haas-guest" in names
    made_at = collection.snapshot.taken_at
    bundle = contents.build(collection, diagnosis, Request(), key=b"k" * 32, created_at=made_at)
    for member, data in bundle.members.items():
        assert not any(name.encode() in data for name in names if name not in ("owner", "second", "third")), member
        assert b"haas-guest" not in data, member
