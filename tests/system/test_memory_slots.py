"""Firmware's tables as the kernel shows them: slots and their modules, the empty one too, and the power supply."""

from haas_client.diagnostics.snapshot import Memory, Power
from haas_client.diagnostics.unknown import Reason, Unknown
from tests.system.pc import program
from tests.system.pc.pc import Pc

_MIB = 1024 * 1024


def test_slots_and_supply(pc: Pc) -> None:
    snapshot = program.collect(pc).result.snapshot
    assert isinstance(snapshot.memory, Memory)
    assert isinstance(snapshot.memory.modules, tuple)
    first, empty, second = snapshot.memory.modules
    assert (first.slot, first.size_bytes, first.manufacturer) == ("DIMM_A1", 1024 * _MIB, "Samsung")
    assert (first.serial, first.part_number, first.type) == ("0001AAAA", "M391A1K43", "DDR4")
    assert (empty.slot, empty.size_bytes) == ("DIMM_A2", 0)
    assert (second.slot, second.serial) == ("DIMM_B1", "0002BBBB")
    assert snapshot.memory.error_correction == "multi-bit ECC"
    assert isinstance(snapshot.power, Power)
    assert isinstance(snapshot.power.supplies, tuple)
    (supply,) = snapshot.power.supplies
    assert (supply.location, supply.manufacturer, supply.max_watts) == ("PSU1", "FSP", 650)


def test_the_owner_sees_the_slots_that_udev_tells_of(pc: Pc) -> None:
    snapshot = program.collect(pc, as_root=False).result.snapshot
    assert isinstance(snapshot.memory, Memory)
    assert isinstance(snapshot.memory.modules, tuple)
    assert [module.slot for module in snapshot.memory.modules] == ["DIMM_A1", "DIMM_A2", "DIMM_B1"]
    assert isinstance(snapshot.power, Power)
    assert isinstance(snapshot.power.supplies, Unknown)
    assert snapshot.power.supplies.reason == Reason.NO_RIGHT
