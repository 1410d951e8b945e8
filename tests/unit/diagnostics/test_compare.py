"""Which parts changed between two snapshots."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.diagnostics.compare import Change, Comparison, compare
from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.snapshot import Bus, Drive, Module, Snapshot, Supply
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.i18n import LANGUAGES, translator
from haas_client.wording import changes as words
from tests.unit import builders
from tests.unit.builders import drive, module, supply, unknown

NONE = unknown()


def drives(*found: Drive) -> Snapshot:
    return builders.snapshot(storage=builders.storage(*found), memory=builders.memory(modules=()))


def modules(*found: Module) -> Snapshot:
    return builders.snapshot(storage=builders.storage(), memory=builders.memory(modules=found))


def supplies(*found: Supply) -> Snapshot:
    return builders.snapshot(
        storage=builders.storage(), memory=builders.memory(modules=()), power=builders.power(supplies=found)
    )


def changes(before: Snapshot, after: Snapshot) -> list[Change]:
    return [one.change for one in compare(before, after).parts]


def a(**changed: Any) -> Drive:
    return drive(**({"serial": "A", "port": "SATA 1"} | changed))


def b(**changed: Any) -> Drive:
    return drive(**({"serial": "B", "port": "SATA 1"} | changed))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ((a(),), (a(),), [Change.UNCHANGED]),
        ((a(),), (b(),), [Change.REPLACED]),
        ((a(),), (a(port="SATA 2"),), [Change.MOVED]),
        ((), (a(),), [Change.ADDED]),
        ((a(),), (), [Change.REMOVED]),
        ((a(),), (b(), a(port="SATA 2")), [Change.ADDED, Change.MOVED]),
        ((a(), b(port="SATA 2")), (a(port="SATA 2"), b()), [Change.MOVED, Change.MOVED]),
        ((a(),), (b(port="SATA 2"),), [Change.ADDED, Change.REMOVED]),
        # without a serial number
        ((a(serial=NONE),), (a(serial=NONE),), [Change.LOOKS_SAME]),
        ((a(serial=NONE),), (a(),), [Change.LOOKS_SAME]),
        ((a(serial=NONE),), (a(serial=NONE, model="Other"),), [Change.REPLACED]),
        ((a(serial=NONE),), (a(serial=NONE, size_bytes=1),), [Change.REPLACED]),
        ((a(serial=NONE, model=NONE),), (a(serial=NONE),), [Change.UNCLEAR]),
        ((a(serial=NONE),), (a(serial=NONE, port="SATA 2"),), [Change.UNCLEAR]),
        ((a(serial=NONE, port=NONE),), (a(port=NONE),), [Change.LOOKS_SAME]),
        # a number that stands on several parts
        ((a(), a(port="SATA 2")), (a(), a(port="SATA 2")), [Change.LOOKS_SAME, Change.LOOKS_SAME]),
        ((a(), a(port="SATA 2")), (a(),), [Change.REMOVED, Change.LOOKS_SAME]),
        # names that the kernel gives out anew
        ((a(bus=Bus.NVME, port="nvme0"),), (a(bus=Bus.NVME, port="nvme1"),), [Change.UNCHANGED]),
        ((a(bus=Bus.NVME, port="nvme0"),), (b(bus=Bus.NVME, port="nvme0"),), [Change.REPLACED]),
        ((a(bus=Bus.USB, port="USB 1-1"),), (a(bus=Bus.USB, port="USB 1-4"),), [Change.UNCHANGED]),
        ((a(bus=Bus.VIRTUAL),), (), []),
    ],
)
def test_drives(before: tuple[Drive, ...], after: tuple[Drive, ...], expected: list[Change]) -> None:
    assert sorted(changes(drives(*before), drives(*after))) == sorted(expected)


def test_modules() -> None:
    first, second = module(slot="A1", serial="M1"), module(slot="B1", serial="M2")
    new = module(slot="B1", serial="M3")
    empty = module(slot="A2", size_bytes=0, serial=NONE, part_number=NONE, manufacturer=NONE)
    assert changes(modules(first, second, empty), modules(first, new, empty)) == [Change.REPLACED, Change.UNCHANGED]
    assert changes(modules(first), modules(first, new)) == [Change.ADDED, Change.UNCHANGED]
    assert changes(modules(first), modules(module(slot="B1", serial="M1"))) == [Change.MOVED]


def test_modules_with_a_number_of_their_makers_look_the_same() -> None:
    pair = [module(slot=slot, serial="00000001") for slot in ("A1", "B1")]
    assert changes(modules(*pair), modules(*pair)) == [Change.LOOKS_SAME] * 2
    without = [module(slot=slot, serial=NONE) for slot in ("A1", "B1")]
    assert changes(modules(*without), modules(*without)) == [Change.LOOKS_SAME] * 2
    larger = [module(slot=slot, serial=NONE, part_number="EX16G", size_bytes=1 << 34) for slot in ("A1", "B1")]
    assert changes(modules(*without), modules(*larger)) == [Change.REPLACED] * 2


def test_supplies() -> None:
    assert changes(supplies(supply()), supplies(supply())) == [Change.UNCHANGED]
    assert changes(supplies(supply()), supplies(supply(serial="PSU0002"))) == [Change.REPLACED]
    assert changes(supplies(supply(serial=NONE)), supplies(supply(serial=NONE))) == [Change.LOOKS_SAME]


def test_what_one_side_does_not_tell_cannot_be_told() -> None:
    left_out = unknown(Reason.LEFT_OUT)
    comparison = compare(drives(a()), builders.snapshot(storage=left_out, memory=left_out, power=left_out))
    assert [(one.change, one.after) for one in comparison.parts] == [(Change.UNCLEAR, None)]
    assert {gap.kind for gap in comparison.gaps} == {PartKind.STORAGE, PartKind.MEMORY, PartKind.POWER}
    assert comparison.gaps[0].why.reason == Reason.LEFT_OUT


@pytest.mark.parametrize(("board", "same"), [("B450", True), ("X570", False), (NONE, True)])
def test_files_of_two_pcs_are_noticed(board: str | Unknown, same: bool) -> None:
    other = builders.snapshot(system=builders.system(board=board))
    assert compare(builders.snapshot(), other).same_machine is same
    assert compare(builders.snapshot(), builders.snapshot(system=NONE)).same_machine is None


def test_the_same_snapshot_has_no_change() -> None:
    comparison = compare(builders.snapshot(), builders.snapshot())
    assert {one.change for one in comparison.parts} == {Change.UNCHANGED}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_change_has_a_line(language: str) -> None:
    t = translator(language)
    known, other = drives(a()), drives(b())
    for comparison in (
        compare(known, other),
        compare(known, known),
        compare(known, drives()),
        compare(drives(), known),
    ):
        for one in comparison.parts:
            assert "{" not in words.line(one, t)
    assert {words.change(one, t) for one in Change} == {words.change(one, t) for one in Change}
    (moved,) = compare(known, drives(a(port="SATA 2"))).parts
    assert "SATA 1" in words.line(moved, t)
    assert "SATA 2" in words.line(moved, t)


def test_a_hostile_file_with_many_drives_is_no_hold_up() -> None:
    many = drives(*(drive(serial=NONE, port=NONE, model=f"M{n}") for n in range(20_000)))
    other = drives(*(drive(serial=NONE, port=NONE, model=f"N{n}") for n in range(20_000)))
    assert len(compare(many, other).parts) <= 1024


SERIALS = st.sampled_from(["A", "B", "C", ""]) | st.just(NONE)
DRIVES = st.lists(
    st.builds(
        drive,
        serial=SERIALS,
        port=st.sampled_from(["SATA 1", "SATA 2", "nvme0"]) | st.just(NONE),
        model=st.sampled_from(["X", "Y"]) | st.just(NONE),
        size_bytes=st.sampled_from([1, 2]) | st.just(NONE),
        bus=st.sampled_from([Bus.SATA, Bus.NVME, Bus.USB]),
        name=st.sampled_from(["sda", "sdb"]),
    ),
    max_size=5,
)


NUMBERED = st.lists(
    st.builds(
        drive,
        serial=st.integers(0, 9).map(lambda number: f"SER{number}"),
        port=st.integers(1, 9).map(lambda number: f"SATA {number}"),
    ),
    max_size=5,
    unique_by=(lambda one: one.serial, lambda one: one.port),
)
"""As every real drive is: each with a number and a place of its own."""


def counted(comparison: Comparison) -> tuple[int, int]:
    return (
        sum(one.before is not None for one in comparison.parts),
        sum(one.after is not None for one in comparison.parts),
    )


@given(before=DRIVES, after=DRIVES)
def test_every_part_of_both_sides_is_told_once(before: list[Drive], after: list[Drive]) -> None:
    assert counted(compare(drives(*before), drives(*after))) == (len(before), len(after))


def test_a_place_that_is_numbered_anew_on_one_side_alone_is_another_place() -> None:
    board, slot = drives(a()), drives(a(port="nvme0", bus=Bus.NVME))
    assert changes(board, slot) == changes(slot, board) == [Change.MOVED]


@given(before=DRIVES, after=DRIVES)
def test_backwards_what_is_certain_is_the_same(before: list[Drive], after: list[Drive]) -> None:
    """Which of several parts without a number of their own goes with which is a guess, either way round."""
    there, back = changes(drives(*before), drives(*after)), changes(drives(*after), drives(*before))
    for change in (Change.REPLACED, Change.MOVED):
        assert there.count(change) == back.count(change)


@given(before=NUMBERED, after=NUMBERED)
def test_backwards_added_is_removed(before: list[Drive], after: list[Drive]) -> None:
    there, back = changes(drives(*before), drives(*after)), changes(drives(*after), drives(*before))
    assert there.count(Change.ADDED) == back.count(Change.REMOVED)
    assert there.count(Change.REMOVED) == back.count(Change.ADDED)


@given(found=DRIVES)
def test_nothing_is_replaced_where_nothing_changed(found: list[Drive]) -> None:
    assert set(changes(drives(*found), drives(*found))) <= {Change.UNCHANGED, Change.LOOKS_SAME, Change.UNCLEAR}
