"""What this machine's facts are: as read, or unknown."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from haas_client.cases.model import Particulars
from haas_client.diagnostics.parts import of_drive, of_module
from haas_client.diagnostics.snapshot import BootEnd, Bus, Snapshot
from haas_client.diagnostics.trials.values import Ending, MemoryOutcome, TrialKind, TrialRecord
from haas_client.diagnostics.unknown import Unknown
from haas_client.handsbuy.pack.fact_table import FACTS, INDEXED, FactType, indexed, kind_of
from haas_client.handsbuy.pack.facts import facts_of
from haas_client.handsbuy.pack.found import ABSENT, Facts, Found
from tests.unit.builders import (
    GIB,
    NOW,
    battery,
    boot,
    drive,
    edac,
    memory,
    module,
    power,
    records,
    snapshot,
    storage,
    supply,
    unknown,
)

HOUR = timedelta(hours=1)


def value(name: str, of: Snapshot | None = None, **more: Any) -> Found:
    taken = indexed(name)
    facts = facts_of(of or snapshot(), None, None, **more)
    return facts.of(taken) if taken else facts.value(name)


def test_every_fact_is_there_and_of_its_type() -> None:
    facts = facts_of(snapshot(), of_module(module()), Particulars(part="X", part_kind="memory"))
    assert set(facts.values) == set(FACTS)
    for name, found in facts.values.items():
        kind = FACTS[name]
        if not isinstance(found, Unknown):
            numbers = (FactType.BYTES, FactType.COUNT, FactType.WATTS)
            wanted = bool if kind.type == FactType.FLAG else int if kind.type in numbers else str
            assert type(found) is wanted, name
            assert not kind.choices or found in kind.choices, name


def test_of_a_machine_that_could_not_be_read_nothing_is_known_but_that() -> None:
    blank = snapshot(
        **dict.fromkeys(("system", "storage", "memory", "power", "records", "sources", "trials"), unknown())
    )
    for of in (None, blank):
        known = {name for name, found in facts_of(of, None, None).values.items() if not isinstance(found, Unknown)}
        assert known == {name for name in FACTS if name.endswith("_known")}
    for family, fields in INDEXED.items():
        assert all(isinstance(value(f"{family}[A1].{field}", blank), Unknown) for field in fields)


def test_the_part_and_the_order() -> None:
    one = drive(bus=Bus.NVME)
    order = Particulars(part="SSD", part_kind="storage", part_capacity_bytes=10**12, part_serial="N1")
    facts = facts_of(snapshot(storage=storage(one)), of_drive(one), order)
    told = {name: facts.value(name) for name in FACTS if name.startswith(("part.", "order."))}
    assert told | {"order.reason": None, "order.job": None} == {
        "part.kind": "storage",
        "part.slot": "SATA 1",
        "part.model": "Example SSD 500",
        "part.serial": "SER0001",
        "part.capacity": 500_107_862_016,
        "part.bus": "nvme",
        "part.slot_known": True,
        "part.serial_known": True,
        "order.kind": "storage",
        "order.model": "SSD",
        "order.capacity": 10**12,
        "order.serial": "N1",
        "order.serial_known": True,
        "order.capacity_known": True,
        "order.reason": None,
        "order.job": None,
    }
    nothing = facts_of(None, None, Particulars())
    assert nothing.value("order.serial_known") is False
    assert isinstance(nothing.value("order.capacity"), Unknown)


def test_an_answer_counts_where_nothing_was_read() -> None:
    answers = {"chassis": "tower", "memory_form": "SODIMM", "part.slot": "A2"}
    facts = facts_of(snapshot(), None, None, answers=answers)
    assert (facts.value("chassis"), facts.value("memory_form")) == ("tower", "DIMM")
    assert (facts.value("part.slot"), facts.value("part.slot_known")) == ("A2", True)


@pytest.mark.parametrize(
    ("forms", "form"),
    [
        (("DIMM", "DIMM"), "DIMM"),
        (("SODIMM",), "SODIMM"),
        (("row of chips",), "soldered"),
        (("DIMM", "SODIMM"), None),
        ((unknown(), "DIMM"), None),
        (("RIMM",), None),
        ((), None),
    ],
)
def test_the_memorys_form_is_that_of_all_modules(forms: tuple[str | Unknown, ...], form: str | None) -> None:
    modules = [module(slot=f"S{n}", serial=f"M{n}", form_factor=one) for n, one in enumerate(forms)]
    empty = module(slot="E", size_bytes=0, form_factor="DIMM")
    found = value("memory_form", snapshot(memory=memory(modules=(*modules, empty))))
    assert found == form if form else isinstance(found, Unknown)


def test_memory_is_counted_only_where_all_of_it_is_known() -> None:
    of = snapshot(memory=memory(modules=(module(), module(slot="B", size_bytes=0), module(slot="C", serial="2"))))
    got = [value(f"memory.{name}", of) for name in ("total", "slots", "modules", "free_slots")]
    assert got == [16 * GIB, 3, 2, 1]
    of = snapshot(memory=memory(modules=(module(), module(slot="B", size_bytes=unknown()))))
    got = [isinstance(value(f"memory.{name}", of), Unknown) for name in ("total", "slots", "modules", "free_slots")]
    assert got == [True, False, True, True]


def test_errors_that_nothing_counts_are_not_none() -> None:
    for counts in (unknown(), (), (edac(corrected=unknown()),)):
        assert isinstance(value("memory.errors", snapshot(memory=memory(edac=counts))), Unknown)
    counted = (edac(corrected=2), edac(label="B", uncorrected=1))
    assert value("memory.errors", snapshot(memory=memory(edac=counted))) == 3


def test_a_slot_is_found_by_letters_and_digits_and_an_empty_one_is_absent() -> None:
    of = snapshot(memory=memory(modules=(module(), module(slot="DIMM_A2", size_bytes=0))))
    assert value("memory.slot[dimm a1].size", of) == 8 * GIB
    assert value("memory.slot[DIMM_A2].size", of) is ABSENT
    assert value("memory.slot[DIMM_A3].size", of) is ABSENT
    assert isinstance(value("memory.slot[].size", of), Unknown)


def test_of_two_with_one_name_nothing_is_known() -> None:
    of = snapshot(memory=memory(modules=(module(), module(serial="2"))))
    assert isinstance(value("memory.slot[DIMM_A1].size", of), Unknown)
    of = snapshot(storage=storage(drive(), drive(name="sdb", port="SATA 2")))
    assert isinstance(value("storage.serial[SER0001].size", of), Unknown)


def test_a_slot_that_has_no_name_may_be_any() -> None:
    of = snapshot(memory=memory(modules=(module(slot="", bank=""), module(slot="B"))))
    assert isinstance(value("memory.slot[A1].size", of), Unknown)


def test_a_drive_that_may_be_hidden_is_not_absent() -> None:
    plain = snapshot(storage=storage(drive()))
    assert value("storage.serial[OTHER].size", plain) is ABSENT
    for other in (drive(bus=Bus.SCSI, serial="V"), drive(name="sdb", serial=unknown())):
        of = snapshot(storage=storage(drive(), other))
        assert isinstance(value("storage.serial[OTHER].size", of), Unknown)
    assert isinstance(value("storage.drives", snapshot(storage=storage(drive(bus=Bus.SCSI)))), Unknown)


def test_a_drive_on_usb_has_not_been_put_in() -> None:
    of = snapshot(storage=storage(drive(), drive(name="sdb", bus=Bus.USB, serial="NEW1")))
    assert value("storage.serial[NEW1].size", of) is ABSENT
    assert value("storage.drives", of) == 1


def test_nvme_drives_are_numbered_anew_at_every_start() -> None:
    one, other = (drive(name=f"nvme{n}n1", bus=Bus.NVME, port=f"NVMe {n}", serial=f"N{n}") for n in (0, 1))
    assert value("storage.slot[NVMe 0].serial", snapshot(storage=storage(one))) == "N0"
    assert isinstance(value("storage.slot[NVMe 0].serial", snapshot(storage=storage(one, other))), Unknown)


def test_health_is_only_what_the_rules_could_judge() -> None:
    assert value("storage.serial[SER0001].health") == "ok"
    sleeping = snapshot(storage=storage(drive(health=unknown())))
    assert isinstance(value("storage.serial[SER0001].health", sleeping), Unknown)
    assert isinstance(value("memory.health"), Unknown)  # without ECC nobody can say that it is well


def test_power() -> None:
    of = snapshot(power=power(supplies=(supply(),), batteries=(battery(kind="battery"),)))
    names = ("power.supply.model", "power.supply.serial", "power.supply.watts", "has_battery")
    assert [value(name, of) for name in names] == ["EX650", "PSU0001", 650, "yes"]
    two = snapshot(power=power(supplies=(supply(), supply(location="2")), batteries=()))
    assert [isinstance(value(name, two), Unknown) for name in names] == [True, True, True, False]
    assert value("has_battery", snapshot(power=power(batteries=(battery(),)))) == "no"


def test_stops_are_counted_since_the_swap_alone() -> None:
    boots = (
        boot(NOW - 9 * HOUR, BootEnd.UNMARKED),
        boot(NOW - 3 * HOUR, BootEnd.UNMARKED),
        boot(NOW - 2 * HOUR, BootEnd.CLEAN),
        boot(NOW - HOUR, BootEnd.RUNNING),
    )
    of = snapshot(records=records(boots=boots))
    name = "power.unclean_stops"
    assert value(name, of, since=NOW - 4 * HOUR) == 1
    assert value(name, of, since=NOW - 10 * HOUR) == 2
    assert isinstance(value(name, of), Unknown)
    assert isinstance(value(name, of, since=NOW), Unknown)  # the clock went back: which starts came after, nobody knows


def test_a_test_of_the_old_part_says_nothing_of_the_new_one() -> None:
    failed = TrialRecord(
        id="1",
        kind=TrialKind.MEMORY_LONG,
        part=of_module(module()),
        started_at=NOW - HOUR,
        boot_id="",
        ending=Ending.COMPLETED,
        outcome=MemoryOutcome(tested_bytes=GIB, passes=1, failed_tests=("Stuck Address",)),
    )
    of = snapshot(trials=(failed,))
    assert value("memory.health", of) == "replace"
    assert isinstance(value("memory.health", of, since=NOW), Unknown)


def test_names_that_are_no_facts_are_none() -> None:
    for name in ("memory.slot[A].colour", "memory.slot[A]", "no.such", "memory.slot[[A]].size", "", "memory.slot.size"):
        assert kind_of(name) is None
    assert isinstance(Facts().value("no.such"), Unknown)
    assert msgspec.json.encode(facts_of(snapshot(), None, None))
