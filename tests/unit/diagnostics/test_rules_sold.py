"""What was sold against what is there: what is missed, what is only told, and when nothing may be said."""

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.bundle import archive
from haas_client.bundle.chosen import ALL_SECTIONS, Section
from haas_client.bundle.contents import SNAPSHOT
from haas_client.diagnostics import as_sold, readout
from haas_client.diagnostics.as_sold import Match
from haas_client.diagnostics.diagnosis import diagnose
from haas_client.diagnostics.kinds import Confidence, PartKind, Severity, Verdict
from haas_client.diagnostics.rules import sold as rule
from haas_client.diagnostics.rules.references import REFERENCES
from haas_client.diagnostics.snapshot import Bus, Drive, Module, Snapshot
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.i18n import LANGUAGES, translator
from haas_client.machine import Sold, SoldDrive, SoldModule, SoldPowerSupply
from haas_client.wording import findings as wording
from haas_client.wording import parts as part_words
from tests.unit import builders
from tests.unit.builders import GIB, sold_drive, sold_module, unknown

GB = 10**9


def pc(*, sold: Sold | None = None, modules: Any = None, drives: Any = None, **changes: Any) -> Snapshot:
    """A PC that has what it was sold with, but for what is named."""
    values: dict[str, Any] = {"sold": sold or builders.sold()}
    if modules is not None:
        values["memory"] = builders.memory(modules=modules, visible_bytes=unknown())
    if drives is not None:
        values["storage"] = builders.storage(*drives)
    return builders.snapshot(**values | changes)


def found(snapshot: Snapshot) -> list[tuple[str, str]]:
    """Code and serial number of each finding of this rule."""
    return [(one.code, str(one.part.serial)) for one in rule.findings(snapshot)]


ONE_MODULE = (builders.module(),)
OTHER_DRIVE = builders.drive(model="Other", serial="OTHER01", size_bytes=1000 * GB)

REACHED: dict[str, Snapshot] = {
    "memory.sold_missing": pc(modules=ONE_MODULE),
    "memory.not_as_sold": pc(modules=(builders.module(), builders.module(slot="DIMM_B1", serial="NEW1"))),
    "storage.sold_missing": pc(drives=()),
    "storage.not_as_sold": pc(drives=(OTHER_DRIVE,)),
    "power.not_as_sold": pc(power=builders.power(supplies=(builders.supply(model="XY400"),))),
}


@pytest.mark.parametrize("code", REACHED)
def test_each_code_is_reached_alone_in_the_whole_diagnosis(code: str) -> None:
    (one,) = diagnose(REACHED[code]).findings
    assert one.code == code
    assert one.confidence == Confidence.MEDIUM
    assert one.severity == (Severity.WATCH if code.endswith("missing") else Severity.NOTE)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", REACHED)
def test_each_code_has_evidence_with_its_source_and_words(code: str, language: str) -> None:
    (one,) = diagnose(REACHED[code]).findings
    assert all(piece.reference in REFERENCES and piece.source and piece.threshold for piece in one.evidence)
    for text in (wording.meaning(one, translator(language)), wording.advice(one, translator(language))):
        assert text
        assert "{" not in text
        assert bool(re.search("[ぁ-ん]", text)) == (language == "ja")


def test_a_pc_as_it_was_sold_has_nothing_to_tell() -> None:
    assert diagnose(pc()).findings == ()


@pytest.mark.parametrize("reason", [Reason.NOT_PRESENT, Reason.MALFORMED, Reason.NOT_RECORDED, Reason.LEFT_OUT])
def test_nothing_is_told_where_nobody_says_what_was_sold(reason: Reason) -> None:
    changed = msgspec.structs.replace(pc(drives=(), modules=ONE_MODULE), sold=unknown(reason))
    assert found(changed) == []


def test_what_the_file_does_not_tell_is_not_held_against_anything() -> None:
    silent = builders.sold(memory=None, storage=None, power_supply=None)
    assert found(pc(sold=silent, drives=(), modules=ONE_MODULE)) == []


# --- what is missing


def test_a_module_that_is_gone_is_named_as_it_was_sold_and_watched() -> None:
    diagnosis = diagnose(REACHED["memory.sold_missing"])
    (one,) = diagnosis.findings
    assert (one.part.slot, one.part.model, one.part.serial) == ("DIMM_B1", "EX8G", "MEM0002")
    assert (one.evidence[0].value, one.evidence[0].threshold) == (1, "< 2")
    assert diagnosis.verdict(PartKind.MEMORY) == Verdict.WATCH
    gone = next(state for state in diagnosis.parts if state.part == one.part)
    assert gone.is_missing
    assert part_words.facts(gone, translator("en")) == "not found in this PC"


def test_a_missing_module_is_not_counted_among_those_that_are_installed() -> None:
    states = diagnose(REACHED["memory.sold_missing"]).of_kind(PartKind.MEMORY)
    assert len(states) == 2
    assert part_words.memory_total(states) == "8 GB (1 × 8 GB)"


def test_the_code_for_the_telephone_names_what_is_missing() -> None:
    snapshot = REACHED["storage.sold_missing"]
    said = readout.decode(readout.encode(diagnose(snapshot), snapshot.taken_at, ""))
    storage = next(part for part in said.parts if part.kind == PartKind.STORAGE)
    assert (storage.verdict, storage.finding) == (Verdict.WATCH, "storage.sold_missing")
    assert storage.serial_digits == "01"


@pytest.mark.parametrize(
    ("modules", "expected"),
    [
        ((builders.module(), builders.module(slot="DIMM_B1", size_bytes=0)), ["MEM0002"]),
        ((builders.module(slot="DIMM_B1", serial="MEM0002"),), ["MEM0001"]),
        # another one in its place, smaller: it was replaced
        ((builders.module(), builders.module(slot="DIMM_B1", serial="NEW1", size_bytes=4 * GIB)), []),
        # one larger module in place of two: HandsBuy, or the owner
        ((builders.module(serial="NEW1", size_bytes=16 * GIB),), []),
        ((builders.module(serial="NEW1", size_bytes=8 * GIB),), ["MEM0002"]),
        ((builders.module(slot="DIMM_B1", serial="NEW1", size_bytes=8 * GIB),), ["MEM0001"]),
        ((builders.module(), builders.module(slot="DIMM_C1", serial="NEW1", size_bytes=unknown())), []),
    ],
    ids=["empty slot", "the first", "replaced", "larger", "other of two", "other of two, second slot", "size unknown"],
)
def test_which_module_is_missed(modules: tuple[Module, ...], expected: list[str]) -> None:
    codes = found(pc(modules=modules))
    assert [serial for code, serial in codes if code == "memory.sold_missing"] == expected


def test_a_second_drive_that_is_gone_is_missed_and_one_that_was_replaced_is_not() -> None:
    sold = builders.sold(storage=(sold_drive(), sold_drive(model="Disk", serial="HDD1", size_bytes=2000 * GB)))
    assert found(pc(sold=sold)) == [("storage.sold_missing", "HDD1")]
    other = builders.drive(name="sdb", port="SATA 2", model="Other", serial="NEW1", size_bytes=250 * GB)
    assert found(pc(sold=sold, drives=(builders.drive(), other))) == [("storage.not_as_sold", "NEW1")]


def test_a_drive_that_was_added_is_told_and_nothing_is_missed() -> None:
    more = builders.drive(name="sdb", port="SATA 2", serial="NEW1")
    assert found(pc(drives=(builders.drive(), more))) == [("storage.not_as_sold", "NEW1")]


# --- when nothing may be said


@pytest.mark.parametrize("reason", Reason)
def test_parts_that_could_not_be_read_are_neither_missing_nor_foreign(reason: Reason) -> None:
    why = unknown(reason)
    for changes in (
        {"memory": why, "storage": why, "power": why},
        {"memory": builders.memory(modules=why), "storage": why, "power": builders.power(supplies=why)},
        {"memory": builders.memory(modules=()), "storage": why},
        {"memory": builders.memory(modules=(builders.module(size_bytes=0),)), "storage": why},
    ):
        assert found(builders.snapshot(sold=builders.sold(), **changes)) == []


def test_a_virtual_machine_of_the_pcs_disk_misses_nothing() -> None:
    virtual = builders.system(virtual_machine=True)
    assert found(pc(drives=(), modules=ONE_MODULE, system=virtual)) == []
    assert found(pc(drives=(), system=builders.system(virtual_machine=unknown()))) != []


@pytest.mark.parametrize("bus", [Bus.USB, Bus.MMC, Bus.VIRTUAL, Bus.SCSI, Bus.OTHER])
def test_what_is_no_part_of_the_pc_is_never_foreign(bus: Bus) -> None:
    more = builders.drive(name="sdb", bus=bus, port=unknown(), model="Stick", serial="USB1")
    assert found(pc(drives=(builders.drive(), more))) == []


def test_a_drive_in_a_frame_that_can_be_pulled_out_is_not_foreign() -> None:
    more = builders.drive(name="sdb", removable=True, port="SATA 2", model="Frame", serial="FRAME1")
    assert found(pc(drives=(builders.drive(), more))) == []


@pytest.mark.parametrize("bus", [Bus.VIRTUAL, Bus.SCSI, Bus.OTHER])
def test_behind_a_controller_that_hides_drives_none_is_missed(bus: Bus) -> None:
    volume = builders.drive(bus=bus, port=unknown(), model="Volume", serial="VOL1", size_bytes=4000 * GB)
    assert found(pc(drives=(volume,))) == []


def test_a_stick_takes_no_drives_place() -> None:
    stick = builders.drive(bus=Bus.USB, model="Stick", serial="USB1", size_bytes=500 * GB)
    assert found(pc(drives=(stick,))) == [("storage.sold_missing", "SER0001")]


# --- how a part is known again


@pytest.mark.parametrize(
    "drive",
    [
        builders.drive(port="SATA 4", name="sdd"),
        builders.drive(serial="ser-0001", model="Example SSD 500GB rev. 2", size_bytes=unknown()),
        builders.drive(serial=unknown(), model="ATA Example SSD 500"),
        builders.drive(serial=unknown(), model=unknown()),
        builders.drive(serial=unknown(), model=unknown(), size_bytes=unknown()),
        builders.drive(serial=unknown(), size_bytes=489 * GB),
        builders.drive(bus=Bus.USB),  # the owner put it into a case of its own
    ],
    ids=["moved", "serial alone", "model and size", "size alone", "tells nothing", "within 3 %", "on USB"],
)
def test_a_drive_is_known_again(drive: Drive) -> None:
    assert found(pc(drives=(drive,))) == []


@pytest.mark.parametrize(
    "drive",
    [
        builders.drive(serial="SER0002"),
        builders.drive(serial=unknown(), model="Other"),
        builders.drive(serial=unknown(), size_bytes=480 * GB),
        builders.drive(serial=unknown(), model=unknown(), size_bytes=520 * GB),
    ],
    ids=["other serial", "other model", "4 % less", "4 % more"],
)
def test_another_drive_is_not_taken_for_it(drive: Drive) -> None:
    assert [code for code, _ in found(pc(drives=(drive,)))] == ["storage.not_as_sold"]


def test_a_serial_number_that_two_modules_share_tells_neither_apart() -> None:
    twins = (builders.module(serial="12345678"), builders.module(slot="DIMM_B1", serial="12345678"))
    assert found(pc(modules=twins)) == []
    sold = builders.sold(memory=(sold_module(serial="0000"), sold_module(slot="DIMM_B1", serial="0000")))
    assert found(pc(sold=sold)) == []


def test_modules_that_changed_places_are_the_same_ones() -> None:
    swapped = (builders.module(slot="DIMM_B1"), builders.module(serial="MEM0002"))
    assert found(pc(modules=swapped)) == []


def test_without_serial_numbers_a_module_is_known_by_its_slot() -> None:
    sold = builders.sold(memory=(sold_module(serial=""), sold_module(slot="dimm b1", serial="", size_bytes=4 * GIB)))
    modules = (builders.module(size_bytes=4 * GIB, slot="DIMM_B1", serial="X"), builders.module(serial="Y"))
    match = as_sold.memory(sold, pc(sold=sold, modules=modules))
    assert isinstance(match, Match)
    assert [pair.now.slot for pair in match.pairs if pair.now] == ["DIMM_A1", "DIMM_B1"]


def test_alike_modules_are_told_apart_by_their_slots_alone() -> None:
    sold = builders.sold(memory=(sold_module(serial=""), sold_module(slot="DIMM_B1", serial="")))
    modules = (builders.module(slot="DIMM_B1", serial="X"), builders.module(serial="Y"))
    match = as_sold.memory(sold, pc(sold=sold, modules=modules))
    assert isinstance(match, Match)
    assert [pair.now.slot for pair in match.pairs if pair.now] == ["DIMM_A1", "DIMM_B1"]


@pytest.mark.parametrize(
    ("sold_model", "maker", "model", "told"),
    [
        ("EX650", "Example", "EX650", False),
        ("Example EX-650", "Example", "EX650", False),
        ("EX650", unknown(), "EX650W", False),
        ("EX650", "Example", "EX750", True),
        ("EX650", "Example", unknown(), False),
        ("", "Example", "EX750", False),
    ],
)
def test_a_supply_is_known_by_its_model(sold_model: str, maker: Any, model: Any, told: bool) -> None:
    sold = builders.sold(power_supply=SoldPowerSupply(model=sold_model))
    power = builders.power(supplies=(builders.supply(manufacturer=maker, model=model, name=unknown()),))
    assert bool(found(pc(sold=sold, power=power))) is told


# --- what leaves the PC


def test_what_was_sold_goes_with_the_parts_and_with_nothing_else(tmp_path: Path) -> None:
    snapshot = REACHED["memory.sold_missing"]
    whole = builders.bundle(snapshot)
    assert whole.snapshot.sold == snapshot.sold
    archive.write(tmp_path / "whole.zip", whole.members)
    assert archive.read(tmp_path / "whole.zip").snapshot.sold == snapshot.sold
    less = builders.bundle(snapshot, sections=ALL_SECTIONS - {Section.PARTS})
    assert isinstance(less.snapshot.sold, Unknown)
    assert less.snapshot.sold.reason == Reason.LEFT_OUT
    told = b"".join(less.members.values())
    for secret in (b"MEM0002", b"SER0001", b"EX8G", b"EX650"):
        assert secret in b"".join(whole.members.values())
        assert secret not in told


def test_a_snapshot_of_an_older_program_is_still_read() -> None:
    tree = msgspec.json.decode(builders.bundle(pc()).members[SNAPSHOT])
    del tree["sold"]
    old = msgspec.convert(tree, Snapshot)
    assert isinstance(old.sold, Unknown)
    assert old.sold.reason == Reason.NOT_PRESENT


# --- any PC

_TEXTS = st.sampled_from(["", "A", "B1", "ab-1", "日本"])
_KNOWN = _TEXTS.map(lambda text: text or unknown())
_SIZES = st.sampled_from([0, 8 * GIB, 16 * GIB, 500 * GB, 512 * GB, 10**40])
_MODULES = st.lists(
    st.builds(
        builders.module,
        slot=_TEXTS,
        serial=_KNOWN,
        part_number=_KNOWN,
        manufacturer=_KNOWN,
        size_bytes=_SIZES | st.just(unknown()),
    ),
    max_size=4,
)
_DRIVES = st.lists(
    st.builds(
        builders.drive,
        bus=st.sampled_from(Bus),
        port=_KNOWN,
        serial=_KNOWN,
        model=_KNOWN,
        size_bytes=_SIZES | st.just(unknown()),
        removable=st.booleans() | st.just(unknown()),
    ),
    max_size=4,
)
_SOLD_MODULES = st.builds(SoldModule, size_bytes=_SIZES, slot=_TEXTS, part_number=_TEXTS, serial=_TEXTS)
_SOLD_DRIVES = st.builds(SoldDrive, size_bytes=_SIZES, model=_TEXTS, serial=_TEXTS)


def text_of(value: str | Unknown) -> str:
    return value if isinstance(value, str) else ""


@given(_MODULES, _DRIVES, st.lists(_SOLD_MODULES, max_size=4), st.lists(_SOLD_DRIVES, max_size=4))
def test_no_part_is_lost_or_counted_twice(
    modules: list[Module], drives: list[Drive], modules_sold: list[SoldModule], drives_sold: list[SoldDrive]
) -> None:
    sold = builders.sold(memory=tuple(modules_sold), storage=tuple(drives_sold))
    snapshot = pc(sold=sold, modules=tuple(modules), drives=tuple(drives))
    for match, of in ((as_sold.memory(sold, snapshot), modules_sold), (as_sold.storage(sold, snapshot), drives_sold)):
        if isinstance(match, Match):
            assert sum(pair.sold is not None for pair in match.pairs) == len(of)
            assert all(pair.sold or pair.now for pair in match.pairs)
    filled = [module for module in modules if module.size_bytes != 0]
    memory = as_sold.memory(sold, snapshot)
    assert isinstance(memory, Match) == bool(filled)
    if isinstance(memory, Match):
        assert sum(pair.now is not None for pair in memory.pairs) == len(filled)
    missing = [state.part for state in diagnose(snapshot).parts if state.is_missing]
    assert missing == [one.part for one in rule.findings(snapshot) if one.severity == Severity.WATCH]


@given(_MODULES, _DRIVES, st.booleans(), st.booleans())
def test_a_pc_whose_file_says_what_is_in_it_has_nothing_to_tell(
    modules: list[Module], drives: list[Drive], with_serial: bool, with_model: bool
) -> None:
    sold = builders.sold(
        memory=tuple(
            SoldModule(
                size_bytes=module.size_bytes if isinstance(module.size_bytes, int) else 8 * GIB,
                slot=module.slot,
                part_number=text_of(module.part_number) if with_model else "",
                serial=text_of(module.serial) if with_serial else "",
            )
            for module in modules
            if module.size_bytes != 0
        ),
        storage=tuple(
            SoldDrive(
                size_bytes=drive.size_bytes,
                model=text_of(drive.model) if with_model else "",
                serial=text_of(drive.serial) if with_serial else "",
            )
            for drive in drives
            if isinstance(drive.size_bytes, int) and drive.bus in (Bus.SATA, Bus.NVME)
        ),
    )
    inside = tuple(d for d in drives if d.bus in (Bus.SATA, Bus.NVME) and isinstance(d.size_bytes, int))
    told = [code for code, _ in found(pc(sold=sold, modules=tuple(modules), drives=inside))]
    assert "memory.sold_missing" not in told or any(isinstance(m.size_bytes, Unknown) for m in modules)
    assert "storage.sold_missing" not in told
