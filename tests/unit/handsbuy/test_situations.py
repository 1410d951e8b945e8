"""What may have happened in a swap is named where it is certain, and only there."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.cases.model import Particulars
from haas_client.diagnostics.replay import ReplayHost
from haas_client.diagnostics.snapshot import Bus, Drive, Module, Snapshot
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.handsbuy.pack.vocabulary import CheckKind, Kind, Op, Phase
from haas_client.handsbuy.runs_from import Medium, runs_from
from haas_client.handsbuy.situations import Noticed, Situation, noticed
from haas_client.handsbuy.swap import Swap
from haas_client.i18n import LANGUAGES, translator
from haas_client.mounts import TABLE
from haas_client.wording import situations as words
from tests.machines.recording import Recording
from tests.unit.builders import drive, memory, module, power, snapshot, storage, supply, system, unknown
from tests.unit.handsbuy.guides import check, condition, guide, step
from tests.unit.handsbuy.swaps import (
    changed,
    drive_named,
    drives_of,
    failing_ssd,
    later,
    modules_of,
    part_of,
    swap,
    with_modules,
)

S = Situation
STEPS = (
    step("copy", phase=Phase.BEFORE),
    *(step(name) for name in ("unplug", "take-out", "insert", "seated")),
    *(step(name, phase=Phase.AFTER) for name in ("start", "install")),
)
CHECKS = (
    check(id="ask", kind=CheckKind.ASK, fact="", go="seated"),
    check(id="total", fact="memory.total", op=Op.PRESENT, go="start", conditions=(condition(memory_form="SODIMM"),)),
    check(id="errors", fact="memory.errors", op=Op.NONE_NEW, go="start"),
    check(id="files", kind=CheckKind.ASK, fact="", go="install"),
    check(id="in", fact="memory.slot[{part.slot}].size", op=Op.PRESENT, go="insert"),
    check(id="others", fact="memory.modules", op=Op.UNCHANGED, go="seated"),
    check(id="swapped", fact="memory.slot[{part.slot}].serial", op=Op.CHANGED, go="take-out"),
)
MEMORY = guide(kind=Kind.MEMORY, steps=STEPS, checks=CHECKS)
STORAGE = guide(kind=Kind.STORAGE, steps=STEPS, checks=CHECKS)
SUPPLY = guide(kind=Kind.PSU, steps=STEPS, checks=())

REPLACE = {"order.job": "replace"}


def told(of: Any, changes: Swap, before: Snapshot | None, after: Snapshot, *more: Any) -> list[tuple[Situation, str]]:
    return [(one.situation, one.go) for one in noticed(of, changes, before, after, *more)]


# Memory, on the recorded desktop: DIMM_A2 is to go out, DIMM_B2 is another one, A1 and B1 are empty.


def out() -> Module:
    return next(one for one in modules_of(failing_ssd()) if one.slot == "DIMM_A2")


def memory_swap(**changes: Any) -> Swap:
    values = {"part": part_of(out()), "answers": REPLACE, "begun_at": failing_ssd().taken_at}
    return swap(**values | changes)


def with_slots(**serials: str | None) -> Snapshot:
    """The desktop with these serial numbers in these slots; ``None`` is an empty slot, what is not named as it was."""
    known = {one.slot: one for one in modules_of(failing_ssd())}
    made = []
    for slot, one in known.items():
        name = slot.removeprefix("DIMM_")
        if name not in serials:
            made.append(one)
        elif serials[name] is None:
            made.append(changed(known["DIMM_A1"], slot=slot))
        else:
            made.append(changed(known["DIMM_A2"], slot=slot, serial=serials[name]))
    return later(failing_ssd(), memory=with_modules(failing_ssd(), *made))


A2, B2 = "36D18F21", "36D18F44"


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (with_slots(A2="NEW"), []),
        (with_slots(), [(S.NOT_DONE, "take-out")]),
        (with_slots(A2=None, A1=A2), [(S.NOT_DONE, "take-out")]),
        (with_slots(A2=B2, B2=A2), [(S.BOTH_MOVED, "take-out")]),
        (with_slots(A2=None, B2=None, A1=A2, B1=B2), [(S.BOTH_MOVED, "take-out")]),
        (with_slots(B2="NEW"), [(S.WRONG_REMOVED, "take-out")]),
        (with_slots(B2=None), [(S.WRONG_REMOVED, "take-out")]),
        (with_slots(A1="NEW"), [(S.OLD_STILL_IN, "take-out")]),
        (with_slots(A2="NEW", A1=A2), [(S.OLD_STILL_IN, "take-out")]),
        (with_slots(A2=None), [(S.NEW_NOT_SEEN, "insert")]),
        (with_slots(A2=None, A1="NEW"), [(S.OTHER_SLOT, "insert")]),
        (with_slots(A2="NEW", B2=None), [(S.ANOTHER_GONE, "seated")]),
        (with_slots(A2=None, B2=None), [(S.NEW_NOT_SEEN, "insert"), (S.ANOTHER_GONE, "seated")]),
    ],
)
def test_modules(after: Snapshot, expected: list[tuple[Situation, str]]) -> None:
    assert told(MEMORY, memory_swap(), failing_ssd(), after) == expected


def test_the_part_and_where_it_is_now_are_named() -> None:
    (one,) = noticed(MEMORY, memory_swap(), failing_ssd(), with_slots(A2=None, A1=A2))
    assert one.part is not None
    assert (one.part.slot, one.part.serial) == ("DIMM_A1", A2)
    assert one.other == part_of(out())


def test_the_new_part_in_another_place_is_named_with_the_place_that_was_meant() -> None:
    (one,) = noticed(MEMORY, memory_swap(), failing_ssd(), with_slots(A2=None, A1="NEW"))
    assert one.part is not None
    assert (one.part.serial, one.other) == ("NEW", part_of(out()))


def test_others_that_changed_places_are_not_the_one_that_is_still_there() -> None:
    full = with_slots(A1="X", B1="Y")
    after = later(full, memory=with_slots(A1="Y", B1="X").memory)
    assert told(MEMORY, memory_swap(), full, after) == [(S.NOT_DONE, "take-out")]


def test_without_serial_numbers_nothing_is_claimed() -> None:
    nameless = [changed(one, serial=unknown()) for one in modules_of(failing_ssd())]
    before = later(failing_ssd(), memory=with_modules(failing_ssd(), *nameless))
    part = part_of(changed(out(), serial=unknown()))
    for after in (later(before), with_slots(A2="NEW")):
        assert told(MEMORY, memory_swap(part=part), before, later(after, taken_at=before.taken_at)) == []


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (with_slots(), [(S.NEW_NOT_SEEN, "insert")]),
        (with_slots(A1="NEW"), []),
        (with_slots(B1="NEW"), [(S.OTHER_SLOT, "insert")]),
        (with_slots(A1="NEW", B2=None), [(S.ANOTHER_GONE, "seated")]),
    ],
)
def test_a_module_that_is_added(after: Snapshot, expected: list[tuple[Situation, str]]) -> None:
    """The free slot A1 is where it was to go."""
    free = next(one for one in modules_of(failing_ssd()) if one.slot == "DIMM_A1")
    for answers in ({"order.job": "add"}, {}):
        assert told(MEMORY, memory_swap(part=part_of(free), answers=answers), failing_ssd(), after) == expected


def test_a_part_that_is_not_known_is_not_missed() -> None:
    assert told(MEMORY, memory_swap(part=None), failing_ssd(), with_slots()) == []


def test_a_part_that_was_replaced_before_the_swap_is_not_taken_for_the_one_in_its_place() -> None:
    old = part_of(changed(out(), serial="LONGGONE"))
    assert told(MEMORY, memory_swap(part=old), failing_ssd(), with_slots()) == []


# Drives


def with_drives(*drives: Drive, **more: Any) -> Snapshot:
    return later(failing_ssd(), storage=storage(*drives), **more)


OLD, SYSTEM = drive_named(failing_ssd(), "sda"), drive_named(failing_ssd(), "nvme0n1")
NEW = changed(OLD, serial="NEW0001", mounts=())
STICK = drive(name="sdb", bus=Bus.USB, port="USB 1-1", serial="STICK", removable=True, mounts=("/",))


def storage_swap(**changes: Any) -> Swap:
    values = {"part": part_of(OLD), "answers": REPLACE, "begun_at": failing_ssd().taken_at}
    return swap(**values | changes)


@pytest.mark.parametrize(
    ("drives", "expected"),
    [
        ((NEW, SYSTEM), []),
        ((OLD, SYSTEM), [S.NOT_DONE]),
        ((OLD, SYSTEM, STICK), [S.NOT_DONE]),
        ((changed(OLD, port="SATA 4"), SYSTEM), [S.NOT_DONE]),
        ((changed(NEW, port="SATA 4"), SYSTEM), [S.OTHER_SLOT]),
        ((SYSTEM,), [S.NEW_NOT_SEEN]),
        ((SYSTEM, STICK), [S.NEW_NOT_SEEN]),
        ((NEW, changed(OLD, port="SATA 4"), SYSTEM), [S.OLD_STILL_IN]),
        ((NEW,), [S.ANOTHER_GONE]),
        ((OLD, changed(SYSTEM, serial="NEW0001")), [S.WRONG_REMOVED]),
        ((OLD,), [S.WRONG_REMOVED]),
        # the old one hangs on an adapter, to be copied from
        ((NEW, SYSTEM, changed(OLD, bus=Bus.USB, port="USB 1-2")), []),
        ((SYSTEM, changed(OLD, bus=Bus.USB, port="USB 1-2")), [S.NEW_NOT_SEEN]),
        # behind a controller drives are not seen
        ((SYSTEM, changed(OLD, name="sdc", bus=Bus.SCSI, serial="VOLUME", port=unknown())), []),
        ((SYSTEM, drive(bus=Bus.VIRTUAL, serial="VOLUME", port=unknown())), []),
    ],
)
def test_drives(drives: tuple[Drive, ...], expected: list[Situation]) -> None:
    found = told(STORAGE, storage_swap(), failing_ssd(), with_drives(*drives))
    assert [situation for situation, _ in found] == expected


def test_a_new_drive_that_was_filled_on_an_adapter_first_is_new_all_the_same() -> None:
    on_adapter = changed(NEW, bus=Bus.USB, port="USB 1-2")
    before = with_drives(OLD, SYSTEM, on_adapter)
    assert told(STORAGE, storage_swap(), before, later(before, storage=storage(NEW, SYSTEM))) == []
    still_out = later(before, storage=storage(SYSTEM, on_adapter))
    assert told(STORAGE, storage_swap(), before, still_out) == [(S.NEW_NOT_SEEN, "insert")]


@pytest.mark.parametrize("hiding", [(), (drive(bus=Bus.SCSI, serial="VOLUME", port=unknown()),)])
def test_behind_a_controller_nothing_is_missed(hiding: tuple[Drive, ...]) -> None:
    before = with_drives(OLD, SYSTEM, *hiding)
    added = storage_swap(part=None, answers={"order.job": "add"})
    for of, after, expected in (
        (added, (OLD, SYSTEM), S.NEW_NOT_SEEN),
        (storage_swap(), (SYSTEM,), S.NEW_NOT_SEEN),
        (storage_swap(), (NEW,), S.ANOTHER_GONE),
    ):
        found = noticed(STORAGE, of, before, later(before, storage=storage(*after, *hiding)))
        assert [one.situation for one in found] == ([] if hiding else [expected])


def test_a_drive_on_an_adapter_that_tells_no_number_may_be_the_new_one_or_not() -> None:
    on_adapter = changed(NEW, bus=Bus.USB, port="USB 1-2", serial=unknown())
    before = with_drives(OLD, SYSTEM, on_adapter)
    inside = later(before, storage=storage(changed(NEW, port="SATA 4"), OLD, SYSTEM))
    assert told(STORAGE, storage_swap(), before, inside) == [(S.NOT_DONE, "take-out")]


def test_the_part_is_known_again_at_another_port_than_when_it_was_picked() -> None:
    picked = part_of(changed(OLD, port="SATA 9"))
    assert told(STORAGE, storage_swap(part=picked), failing_ssd(), with_drives(OLD, SYSTEM)) == [
        (S.NOT_DONE, "take-out")
    ]


def test_a_drive_in_a_removable_frame_is_none_of_the_pcs() -> None:
    framed = changed(NEW, port="SATA 5", removable=True)
    assert told(STORAGE, storage_swap(), failing_ssd(), with_drives(SYSTEM, framed)) == [(S.NEW_NOT_SEEN, "insert")]


def test_an_nvme_drive_has_no_place_to_be_wrong_in() -> None:
    other = changed(SYSTEM, serial="NEW", port="nvme1")
    found = told(STORAGE, storage_swap(part=part_of(SYSTEM)), failing_ssd(), with_drives(OLD, other))
    assert found == []


@pytest.mark.parametrize("medium", Medium)
def test_a_new_drive_without_a_system(medium: Medium) -> None:
    bare = with_drives(OLD, changed(SYSTEM, serial="NEW", mounts=()), STICK)
    expected = [] if medium == Medium.INSIDE else [(S.NO_SYSTEM, "install")]
    assert told(STORAGE, storage_swap(part=part_of(SYSTEM)), failing_ssd(), bare, medium) == expected


def test_a_session_from_a_stick_does_not_make_a_swap() -> None:
    found = told(STORAGE, storage_swap(), failing_ssd(), with_drives(OLD, SYSTEM, STICK), Medium.STICK)
    assert found == [(S.NOT_DONE, "take-out")]


# The power supply


def test_a_power_supply_is_known_again_only_by_its_own_number() -> None:
    def fed(**changes: Any) -> Snapshot:
        return snapshot(power=power(supplies=(supply(**changes),)))

    part = changed(part_of(drive()), kind="power", slot="PSU1", model="Example EX650", serial="PSU0001")
    of = swap(part=part, answers=REPLACE)
    assert told(SUPPLY, of, fed(), later(fed())) == [(S.NOT_DONE, "unplug")]
    assert told(SUPPLY, of, fed(), later(fed(serial="PSU0002"))) == []
    assert told(SUPPLY, of, fed(serial=unknown()), later(fed(serial=unknown()))) == []
    assert told(SUPPLY, of, snapshot(), later(snapshot())) == []


# Clock, another PC, nothing to read, nothing of before


@pytest.mark.parametrize(
    ("taken", "wrong"),
    [(timedelta(hours=1), False), (timedelta(days=364), False), (timedelta(days=366), True), (-timedelta(1), True)],
)
def test_a_clock_that_lost_its_date(taken: timedelta, wrong: bool) -> None:
    after = later(with_slots(A2="NEW"), taken_at=failing_ssd().taken_at + taken)
    for before in (failing_ssd(), None):
        assert told(MEMORY, memory_swap(), before, after) == ([(S.CLOCK_WRONG, "")] if wrong else [])


def test_with_a_wrong_clock_the_parts_are_still_looked_at() -> None:
    after = later(with_slots(), taken_at=failing_ssd().taken_at - timedelta(days=900))
    found = told(MEMORY, memory_swap(), failing_ssd(), after)
    assert found == [(S.CLOCK_WRONG, ""), (S.NOT_DONE, "take-out")]


def test_another_pc_is_not_compared() -> None:
    after = later(with_slots(), system=system(board="Other"))
    assert told(MEMORY, memory_swap(), failing_ssd(), after) == [(S.OTHER_PC, "")]


@pytest.mark.parametrize(
    ("of", "nothing"),
    [
        (MEMORY, {"memory": unknown(Reason.NO_RIGHT)}),
        (MEMORY, {"memory": memory(modules=unknown(Reason.NO_RIGHT))}),
        (STORAGE, {"storage": unknown(Reason.NO_RIGHT)}),
    ],
)
def test_what_could_not_be_read(of: Any, nothing: dict[str, Any]) -> None:
    after = later(failing_ssd(), **nothing)
    for before in (failing_ssd(), None):
        (one,) = noticed(of, memory_swap(), before, after)
        assert (one.situation, one.go, one.why) == (S.NOTHING_READ, "", unknown(Reason.NO_RIGHT))


def test_what_was_not_read_before_is_compared_with_nothing() -> None:
    before = later(failing_ssd(), memory=unknown(), taken_at=failing_ssd().taken_at)
    for answers in (REPLACE, {"order.job": "add"}):
        assert told(MEMORY, memory_swap(answers=answers), before, with_slots()) == []


def test_without_a_reading_of_before_a_number_that_is_still_there_tells() -> None:
    assert told(MEMORY, memory_swap(), None, with_slots()) == [(S.NOT_DONE, "take-out")]
    assert told(MEMORY, memory_swap(), None, with_slots(A2="NEW")) == []
    assert told(MEMORY, memory_swap(answers={"order.job": "add"}), None, with_slots()) == []


def test_a_guide_without_such_a_check_goes_back_to_its_beginning() -> None:
    bare = guide(kind=Kind.MEMORY, steps=STEPS, checks=())
    assert told(bare, memory_swap(), failing_ssd(), with_slots()) == [(S.NOT_DONE, "unplug")]
    empty = guide(kind=Kind.MEMORY, steps=(), checks=CHECKS)
    assert told(empty, memory_swap(), failing_ssd(), with_slots()) == [(S.NOT_DONE, "")]


# What the session runs from


def _host(folder: Path, mounts: str | None) -> ReplayHost:
    machine = Recording()
    if mounts is not None:
        machine.file(TABLE, mounts)
    return ReplayHost(machine.save(folder))


def _mounted(point: str, kind: str) -> str:
    return f"24 1 8:2 / {point} rw,relatime shared:1 - {kind} source rw\n"


ROOT = _mounted("/", "ext4")


@pytest.mark.parametrize(
    ("mounts", "drives", "expected"),
    [
        (ROOT, drives_of(failing_ssd()), Medium.INSIDE),
        (ROOT, (STICK,), Medium.STICK),
        (None, (STICK,), Medium.STICK),
        (_mounted("/sys", "sysfs") + _mounted("/", "overlay"), drives_of(failing_ssd()), Medium.LIVE),
        (_mounted("/", "rootfs") + ROOT, (STICK,), Medium.STICK),
    ],
)
def test_what_this_session_runs_from(
    tmp_path: Path, mounts: str | None, drives: tuple[Drive, ...], expected: Medium
) -> None:
    assert runs_from(_host(tmp_path / "pc", mounts), snapshot(storage=storage(*drives))) == expected


@pytest.mark.parametrize("mounts", [None, "", ROOT, _mounted("/", "zfs"), "\xff"])
def test_a_system_on_what_is_built_on_drives_is_not_guessed(tmp_path: Path, mounts: str | None) -> None:
    host = _host(tmp_path / "pc", mounts)
    for found in (storage(changed(OLD, mounts=())), unknown(), storage(changed(OLD, mounts=unknown()))):
        assert isinstance(runs_from(host, snapshot(storage=found)), Unknown)


# Whatever is read


SERIALS = st.sampled_from(["A", "B", "N"]) | st.just(unknown())
MODULES = st.lists(
    st.builds(
        module,
        slot=st.sampled_from(["A1", "A2", "B1", ""]),
        serial=SERIALS,
        size_bytes=st.sampled_from([0, 8, 16]) | st.just(unknown()),
    ),
    max_size=4,
)
DRIVES = st.lists(
    st.builds(
        drive,
        name=st.sampled_from(["sda", "sdb"]),
        serial=SERIALS,
        port=st.sampled_from(["SATA 1", "SATA 2"]) | st.just(unknown()),
        bus=st.sampled_from([Bus.SATA, Bus.NVME, Bus.USB, Bus.SCSI]),
    ),
    max_size=4,
)
SNAPSHOTS = st.builds(
    snapshot,
    memory=st.builds(memory, modules=MODULES.map(tuple) | st.just(unknown())) | st.just(unknown()),
    storage=DRIVES.map(lambda drives: storage(*drives)) | st.just(unknown()),
)
PARTS = st.none() | st.builds(module, serial=SERIALS).map(part_of) | st.builds(drive, serial=SERIALS).map(part_of)


@given(
    of=st.sampled_from([MEMORY, STORAGE, SUPPLY]),
    part=PARTS,
    job=st.sampled_from([{}, REPLACE, {"order.job": "add"}]),
    before=st.none() | SNAPSHOTS,
    after=SNAPSHOTS,
    medium=st.sampled_from([*Medium, unknown()]),
)
def test_whatever_is_read_each_situation_has_words_and_a_step_of_the_guide(
    *, of: Any, part: Any, job: Any, before: Any, after: Any, medium: Any
) -> None:
    found = noticed(of, swap(part=part, answers=job), before, after, medium)
    for one in found:
        assert one.go == "" or of.step(one.go)
        for language in LANGUAGES:
            _is_worded(one, language)


@given(part=PARTS, before=SNAPSHOTS)
def test_where_nothing_changed_nothing_was_removed_or_moved(part: Any, before: Snapshot) -> None:
    found = {one.situation for one in noticed(MEMORY, swap(part=part, answers=REPLACE), before, later(before))}
    assert found <= {S.NOT_DONE, S.NOTHING_READ}


def _is_worded(one: Noticed, language: str) -> None:
    t = translator(language)
    for text in (words.title(one, t), words.advice(one, t)):
        assert text
        assert "{" not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("situation", Situation)
def test_every_situation_has_words(situation: Situation, language: str) -> None:
    for part in (None, part_of(OLD), part_of(out())):
        why = unknown(Reason.NO_RIGHT) if situation == S.NOTHING_READ else None
        _is_worded(Noticed(situation=situation, part=part, other=part, why=why), language)


def test_the_order_tells_the_kind_where_no_part_goes_out() -> None:
    of = swap(part=None, order=Particulars(part_kind="memory"), answers={"order.job": "add"})
    assert told(MEMORY, of, failing_ssd(), with_slots()) == [(S.NEW_NOT_SEEN, "insert")]
