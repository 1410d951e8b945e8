"""After the swap: never a false "ok"."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.cases.model import Particulars
from haas_client.diagnostics.parts import of_module
from haas_client.diagnostics.snapshot import BootEnd, Memory, Snapshot
from haas_client.handsbuy.pack.checks import Moment, Outcome, evaluate, moment
from haas_client.handsbuy.pack.fact_table import FACTS, INDEXED, kind_of
from haas_client.handsbuy.pack.found import ABSENT, Facts, Family, Found
from haas_client.handsbuy.pack.model import WITH_VALUE
from haas_client.handsbuy.pack.vocabulary import CheckKind, Op
from tests.unit.builders import GIB, NOW, boot, drive, edac, memory, module, records, snapshot, storage, system, unknown
from tests.unit.handsbuy.guides import check, condition, guide

LATER = NOW + timedelta(hours=2)
OLD, NEW = module(), module(size_bytes=16 * GIB, serial="NEW0001")
OTHER = module(slot="DIMM_B1", serial="MEM0002")
ORDER = Particulars(part_kind="memory", part_capacity_bytes=16 * GIB, part_serial="NEW0001")


def after(*modules: Any, **changes: Any) -> Snapshot:
    values: dict[str, Any] = {
        "taken_at": LATER,
        "memory": memory(modules=modules or (NEW, OTHER)),
        "system": system(uptime_seconds=600),
        "records": records(boots=(boot(), boot(LATER - timedelta(minutes=10), BootEnd.RUNNING))),
    }
    return snapshot(**values | changes)


def outcome(now: Snapshot, before: Snapshot | None = None, order: Particulars = ORDER, /, **of: Any) -> Outcome:
    at = moment(before or snapshot(), now, of_module(OLD), order)
    (result,) = evaluate(guide(checks=(check(**of),)), at)
    assert (result.go != "") == (result.outcome == Outcome.FAILED)
    return result.outcome


SLOT = "memory.slot[{part.slot}]"


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (after(), Outcome.OK),
        (after(OLD, OTHER), Outcome.FAILED),
        (after(OTHER), Outcome.FAILED),
        (after(module(size_bytes=0), OTHER), Outcome.FAILED),
        (after(module(size_bytes=unknown()), OTHER), Outcome.CANNOT_TELL),
        (after(memory=unknown()), Outcome.CANNOT_TELL),
        (after(NEW, NEW), Outcome.CANNOT_TELL),
    ],
)
def test_the_slot_holds_what_was_sent(now: Snapshot, expected: Outcome) -> None:
    assert outcome(now, fact=f"{SLOT}.size", op=Op.AT_LEAST, value="{order.capacity}") == expected


def test_what_was_sent_must_be_known() -> None:
    of = {"fact": f"{SLOT}.size", "op": Op.AT_LEAST, "value": "{order.capacity}"}
    assert outcome(after(), None, Particulars(), **of) == Outcome.CANNOT_TELL


@pytest.mark.parametrize(
    ("op", "serial", "expected"),
    [
        (Op.EQUALS, "NEW0001", Outcome.OK),
        (Op.EQUALS, "new-0001", Outcome.OK),
        (Op.EQUALS, "MEM0001", Outcome.FAILED),
        (Op.CHANGED, "NEW0001", Outcome.OK),
        (Op.CHANGED, "MEM0001", Outcome.FAILED),
        (Op.UNCHANGED, "MEM0001", Outcome.OK),
        (Op.UNCHANGED, "NEW0001", Outcome.FAILED),
        (Op.PRESENT, "NEW0001", Outcome.OK),
        (Op.ABSENT, "NEW0001", Outcome.FAILED),
        (Op.EQUALS, unknown(), Outcome.CANNOT_TELL),
        (Op.CHANGED, unknown(), Outcome.CANNOT_TELL),
    ],
)
def test_serial_numbers(op: Op, serial: Any, expected: Outcome) -> None:
    wanted = "{order.serial}" if op in WITH_VALUE else None
    assert outcome(after(module(serial=serial), OTHER), fact=f"{SLOT}.serial", op=op, value=wanted) == expected


def test_what_was_put_into_an_empty_slot_has_changed_it() -> None:
    before = snapshot(memory=memory(modules=(module(size_bytes=0), OTHER)))
    assert outcome(after(), before, fact=f"{SLOT}.serial", op=Op.CHANGED) == Outcome.OK
    nothing = after(module(size_bytes=0), OTHER)
    assert outcome(nothing, before, fact=f"{SLOT}.serial", op=Op.CHANGED) == Outcome.CANNOT_TELL


@pytest.mark.parametrize(
    ("gain", "tolerance", "expected"),
    [
        (16, 0.0, Outcome.OK),
        (15, 0.08, Outcome.OK),
        (15, 0.0, Outcome.FAILED),
        (0, 0.5, Outcome.FAILED),
        (32, 0.5, Outcome.FAILED),
    ],
)
def test_more_by_as_much_as_was_sent(gain: int, tolerance: float, expected: Outcome) -> None:
    grown = (OLD, OTHER, *((module(slot="C", serial="C", size_bytes=gain * GIB),) if gain else ()))
    of = {"fact": "memory.total", "op": Op.INCREASED_BY, "value": "{order.capacity}", "tolerance": tolerance}
    assert outcome(after(*grown), **of) == expected
    assert outcome(after(*grown), snapshot(memory=unknown()), **of) == Outcome.CANNOT_TELL


@pytest.mark.parametrize(
    ("modules", "expected"),
    [(1, Outcome.FAILED), (2, Outcome.FAILED), (3, Outcome.OK), (6, Outcome.OK)],
)
def test_more_than_before(modules: int, expected: Outcome) -> None:
    grown = tuple(module(slot=f"S{number}", serial=f"N{number}") for number in range(modules))
    of = {"fact": "memory.modules", "op": Op.INCREASED}
    assert outcome(after(*grown), **of) == expected
    assert outcome(after(*grown), snapshot(memory=unknown()), **of) == Outcome.CANNOT_TELL
    assert outcome(after(memory=unknown()), **of) == Outcome.CANNOT_TELL


def counted(count: int) -> Memory:
    return memory(modules=(NEW, OTHER), edac=(edac(corrected=count),))


def test_a_count_that_restarts_is_new_whatever_it_was_before() -> None:
    of = {"fact": "memory.errors", "op": Op.NONE_NEW}
    before = snapshot(memory=memory(edac=(edac(corrected=7),)))
    assert outcome(after(memory=counted(0)), before, **of) == Outcome.OK
    assert outcome(after(memory=counted(3)), before, **of) == Outcome.FAILED
    assert outcome(after(), before, **of) == Outcome.CANNOT_TELL


def test_a_count_that_goes_on_is_compared_with_before() -> None:
    of = {"fact": "storage.drives", "op": Op.NONE_NEW}
    two = storage(drive(), drive(name="sdb", port="SATA 2", serial="2"))
    assert outcome(after(), **of) == Outcome.OK
    assert outcome(after(storage=two), **of) == Outcome.FAILED
    assert outcome(after(), snapshot(storage=unknown()), **of) == Outcome.CANNOT_TELL


def test_well_is_said_only_after_its_time_and_a_fault_at_once() -> None:
    of = {"fact": "memory.errors", "op": Op.NONE_NEW, "after_seconds": 601}
    assert outcome(after(memory=counted(0)), **of) == Outcome.NOT_YET
    assert outcome(after(memory=counted(1)), **of) == Outcome.FAILED
    assert outcome(after(memory=counted(0)), **of | {"after_seconds": 600}) == Outcome.OK
    mute = after(memory=counted(0), system=unknown(), records=unknown())
    assert outcome(mute, **of) == Outcome.CANNOT_TELL
    by_journal = after(memory=counted(0), system=unknown())
    assert outcome(by_journal, **of | {"after_seconds": 600}) == Outcome.OK


def test_an_old_drive_has_gone_only_if_it_was_there() -> None:
    of = {"fact": "storage.serial[{part.serial}].size", "op": Op.ABSENT}
    old, new = drive(serial="MEM0001"), drive(serial="NEW")
    with_old, with_new = snapshot(storage=storage(old)), after(storage=storage(new))
    assert outcome(with_new, with_old, **of) == Outcome.OK
    assert outcome(with_new, snapshot(storage=storage(new)), **of) == Outcome.CANNOT_TELL
    assert outcome(after(storage=storage(old)), with_old, **of) == Outcome.FAILED


def test_health() -> None:
    of = {"fact": "storage.serial[{order.serial}].health", "op": Op.HEALTHY}
    order = Particulars(part_serial="SER0001")
    assert outcome(after(), None, order, **of) == Outcome.OK
    assert outcome(after(storage=storage(drive(health=unknown()))), None, order, **of) == Outcome.CANNOT_TELL
    assert outcome(after(storage=storage()), None, order, **of) == Outcome.FAILED


def test_without_a_snapshot_of_before_only_what_is_now_is_judged() -> None:
    at = moment(None, after(), of_module(OLD), ORDER)
    checks = (
        check(id="a", fact=f"{SLOT}.serial", op=Op.EQUALS, value="{order.serial}"),
        check(id="b", fact=f"{SLOT}.serial", op=Op.CHANGED),
        check(id="c", fact="power.unclean_stops", op=Op.NONE_NEW),
    )
    outcomes = [result.outcome for result in evaluate(guide(checks=checks), at)]
    assert outcomes == [Outcome.OK, Outcome.CANNOT_TELL, Outcome.CANNOT_TELL]
    began = moment(None, after(), of_module(OLD), ORDER, began_at=NOW + timedelta(hours=1))
    assert evaluate(guide(checks=checks), began)[2].outcome == Outcome.OK


def test_a_clock_that_went_back_makes_before_unknown() -> None:
    early = after(taken_at=NOW - timedelta(days=400))
    assert outcome(early, fact=f"{SLOT}.serial", op=Op.CHANGED) == Outcome.CANNOT_TELL


def test_the_owner_is_asked_what_cannot_be_measured() -> None:
    at = moment(snapshot(), after(), None, None)
    one = guide(checks=(check(kind=CheckKind.ASK, fact=""),))
    told = [evaluate(one, at, said)[0] for said in ({}, {"one": True}, {"one": False}, {"other": True})]
    assert [result.outcome for result in told] == [Outcome.NOT_YET, Outcome.OK, Outcome.FAILED, Outcome.NOT_YET]
    assert told[2].go == "insert"


def test_a_check_that_is_not_for_this_swap_is_left_out() -> None:
    upgrade = check(fact="memory.total", op=Op.PRESENT, conditions=(condition(order__reason="upgrade"),))
    for reason, count in (("failure", 0), ("upgrade", 1)):
        at = moment(snapshot(), after(), None, None, {"order.reason": reason})
        assert len(evaluate(guide(checks=(upgrade,)), at)) == count
    (result,) = evaluate(guide(checks=(upgrade,)), moment(snapshot(), after(), None, None))
    assert result.outcome == Outcome.CANNOT_TELL


def test_a_condition_may_be_told_by_what_is_now() -> None:
    of = check(fact="memory.total", op=Op.PRESENT, conditions=(condition(memory_form="DIMM"),))
    (result,) = evaluate(guide(checks=(of,)), moment(None, after(), None, None))
    assert result.outcome == Outcome.OK


_INDEXED = [
    f"{family}[{index}].{field}"
    for family, fields in INDEXED.items()
    for field in fields
    for index in ("A", "{part.slot}")
]
_NAMES = st.sampled_from([*FACTS, *_INDEXED, "no.such", "memory.slot[", ""])
_VALUES = st.sampled_from(["ok", "A", "", "-", 0, 1, -5, 2**70, True, False])
_FOUND = _VALUES | st.just(ABSENT) | st.just(unknown())
_KNOWN = _VALUES | st.just(unknown())
_FAMILIES = st.fixed_dictionaries(
    {
        name: st.builds(
            Family,
            members=st.dictionaries(st.just("a"), st.fixed_dictionaries(dict.fromkeys(fields, _FOUND))),
            others=st.sampled_from([ABSENT, unknown()]),
        )
        for name, fields in INDEXED.items()
    }
)
_FACTS = st.builds(Facts, values=st.fixed_dictionaries(dict.fromkeys(FACTS, _KNOWN)), families=_FAMILIES)
_CHECKS = st.builds(
    check,
    fact=_NAMES,
    op=st.none() | st.sampled_from(Op),
    value=st.none() | _VALUES | st.sampled_from(["{order.capacity}", "{no.such}", "{"]),
    tolerance=st.floats(0, 0.5),
    after_seconds=st.sampled_from([0, 100]),
)
NEEDS_BEFORE = frozenset({Op.ABSENT, Op.CHANGED, Op.UNCHANGED, Op.INCREASED, Op.INCREASED_BY})


@given(_CHECKS, _FACTS, _FACTS, st.none() | st.floats(0, 1000))
def test_whatever_is_unknown_is_never_well(one: Any, before: Facts, now: Facts, running: float | None) -> None:
    (result,) = evaluate(guide(checks=(one,)), Moment(before=before, after=now, running_seconds=running))
    if result.outcome == Outcome.OK:
        assert not _is_unknown(result.after)
        fact = kind_of(one.fact)
        assert fact is not None
        if one.op in NEEDS_BEFORE or (one.op == Op.NONE_NEW and not fact.restarts):
            assert not _is_unknown(result.before)
        assert not one.after_seconds or (running or 0) >= one.after_seconds
    if result.outcome == Outcome.FAILED:
        assert not _is_unknown(result.after)


def _is_unknown(found: Found | None) -> bool:
    return found is None or type(found) is type(unknown())
