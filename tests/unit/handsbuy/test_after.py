"""When the PC runs again: the checks, and what the seven days' watch notices on the new part."""

from datetime import timedelta
from typing import Any

import pytest

from haas_client.cases.model import Particulars
from haas_client.diagnostics.diagnosis import diagnose
from haas_client.diagnostics.finding import Evidence, Part
from haas_client.diagnostics.kinds import PartKind, Severity, Verdict
from haas_client.diagnostics.snapshot import Boot, BootEnd, Drive, Module, Snapshot
from haas_client.diagnostics.trials.values import Ending, MemoryOutcome, TrialKind, TrialRecord
from haas_client.handsbuy.after import codes_on_new_part, could_tell, results
from haas_client.handsbuy.course import standing
from haas_client.handsbuy.pack.checks import Outcome
from haas_client.handsbuy.pack.vocabulary import Op
from tests.unit.builders import (
    GIB,
    attribute,
    boot,
    drive,
    edac,
    finding,
    health,
    memory,
    module,
    power,
    records,
    snapshot,
    sold,
    storage,
    supply,
    unknown,
)
from tests.unit.handsbuy.guides import check, condition, guide
from tests.unit.handsbuy.swaps import HOUR, changed, drive_named, failing_ssd, later, part_of, swap

OLD = drive_named(failing_ssd(), "sda")
SYSTEM = drive_named(failing_ssd(), "nvme0n1")
ORDER = Particulars(part_kind="storage", part_serial="NEW0001")
WELL: Drive = changed(OLD, serial="NEW0001", health=health())
ILL: Drive = changed(WELL, health=health(attributes=(attribute(197, 40), attribute(198, 40), attribute(5, 500))))
CHECKS = guide(
    checks=(
        check(id="new", fact="storage.serial[{order.serial}].size", op=Op.PRESENT),
        check(id="gone", fact="storage.serial[{part.serial}].size", op=Op.ABSENT),
        check(id="healthy", fact="storage.serial[{order.serial}].health", op=Op.HEALTHY),
    )
)


def storage_swap(**changes: Any) -> Any:
    values = {"part": part_of(OLD), "order": ORDER, "begun_at": failing_ssd().taken_at}
    return swap(**values | changes)


def with_drives(*drives: Drive) -> Snapshot:
    """After another start, whose log is clean."""
    return later(failing_ssd(), storage=storage(*drives), records=records())


@pytest.mark.parametrize(
    ("drives", "expected"),
    [
        ((WELL, SYSTEM), [Outcome.OK, Outcome.OK, Outcome.OK]),
        ((OLD, SYSTEM), [Outcome.FAILED, Outcome.FAILED, Outcome.FAILED]),
        ((ILL, SYSTEM), [Outcome.OK, Outcome.OK, Outcome.FAILED]),
        ((changed(WELL, serial=unknown()), SYSTEM), [Outcome.CANNOT_TELL] * 3),
    ],
)
def test_the_checks_of_a_swap(drives: tuple[Drive, ...], expected: list[Outcome]) -> None:
    found = results(CHECKS, storage_swap(), failing_ssd(), with_drives(*drives))
    assert [one.outcome for one in found] == expected
    assert standing(found) == next(one for one in (Outcome.FAILED, Outcome.CANNOT_TELL, Outcome.OK) if one in expected)


def test_without_a_reading_of_before_what_has_gone_cannot_be_told() -> None:
    found = results(CHECKS, storage_swap(), None, with_drives(WELL, SYSTEM))
    assert [one.outcome for one in found] == [Outcome.OK, Outcome.CANNOT_TELL, Outcome.OK]


def test_what_the_owner_said_counts_in_the_checks() -> None:
    asked = guide(checks=(check(id="quiet", kind="ask", fact=""),))
    told = [results(asked, storage_swap(said=said), None, failing_ssd()) for said in ({}, {"quiet": True})]
    assert [one.outcome for (one,) in told] == [Outcome.NOT_YET, Outcome.OK]


def codes(of: Any, before: Snapshot | None, after: Snapshot) -> tuple[str, ...]:
    return codes_on_new_part(of, diagnose(after), before, after)


# On drives


def test_the_old_drives_faults_are_not_the_new_ones() -> None:
    assert codes(storage_swap(), failing_ssd(), failing_ssd()) == ()
    assert codes(storage_swap(), failing_ssd(), with_drives(WELL, SYSTEM)) == ()
    with_old = with_drives(WELL, SYSTEM, changed(OLD, port="SATA 4"))
    assert diagnose(with_old).findings
    assert codes(storage_swap(), failing_ssd(), with_old) == ()


@pytest.mark.parametrize("before", [failing_ssd(), None])
def test_faults_of_the_new_drive_are_noticed(before: Snapshot | None) -> None:
    assert codes(storage_swap(), before, with_drives(ILL, SYSTEM)) != ()
    # by its place alone
    nameless = storage_swap(order=Particulars())
    assert codes(nameless, before, with_drives(ILL, SYSTEM)) != ()
    # by its number alone
    elsewhere = with_drives(changed(ILL, port="SATA 4"), SYSTEM)
    assert codes(storage_swap(), before, elsewhere) != ()
    # because it was not there before; without a reading of before that cannot be told
    assert (codes(nameless, before, elsewhere) != ()) is (before is not None)


def test_a_stick_that_is_put_in_later_is_not_the_new_drive() -> None:
    stick = changed(ILL, name="sdc", serial="STICK", bus="usb", port="USB 1-1")
    assert codes(storage_swap(), failing_ssd(), with_drives(WELL, SYSTEM, stick)) == ()


def test_what_the_owner_knows_and_mere_notes_are_not_noticed() -> None:
    after = with_drives(WELL, SYSTEM)
    part = part_of(WELL)
    for changes, expected in (
        ({}, ("storage.health_failed",)),
        ({"severity": Severity.CABLE}, ("storage.health_failed",)),
        ({"known": True}, ()),
        ({"severity": Severity.NOTE}, ()),
        ({"part": part_of(SYSTEM)}, ()),
    ):
        found = changed(diagnose(after), findings=(finding(**{"part": part} | changes),) * 2)
        assert codes_on_new_part(storage_swap(), found, failing_ssd(), after) == expected


def test_another_part_than_the_sold_one_is_no_fault() -> None:
    before = snapshot(sold=sold(), storage=storage(drive(port="SATA 1")), memory=memory())
    after = later(before, storage=storage(drive(port="SATA 1", serial="NEW", model="Other")))
    of = storage_swap(part=part_of(drive(port="SATA 1")))
    assert any(one.code == "storage.sold_missing" for one in diagnose(later(before, storage=storage())).findings)
    assert codes(of, before, after) == ()
    assert codes(of, before, later(before, storage=storage())) == ()


# On memory


ONE, TWO = module(), module(slot="DIMM_B1", serial="MEM0002")
FRESH = module(serial="NEW0001")


def memory_swap(**changes: Any) -> Any:
    return swap(**{"part": part_of(ONE), "order": Particulars(part_kind="memory", part_serial="NEW0001")} | changes)


def counted(*modules: Module, label: str) -> Snapshot:
    found = memory(
        modules=modules,
        visible_bytes=len(modules) * 8 * GIB,
        edac=(edac(label=label, uncorrected=2),),
        edac_seconds=3600,
    )
    return later(snapshot(), memory=found)


def test_errors_of_the_new_module_and_of_none_by_name_are_noticed() -> None:
    assert codes(memory_swap(), snapshot(), counted(FRESH, TWO, label="DIMM_A1")) != ()
    assert codes(memory_swap(), snapshot(), counted(FRESH, TWO, label="mc#0csrow#0channel#0")) != ()
    assert codes(memory_swap(), snapshot(), counted(FRESH, TWO, label="DIMM_B1")) == ()


def memory_tested(hours: int) -> TrialRecord:
    """A memory test that found a fault, so many hours after the reading of before."""
    at = snapshot().taken_at + hours * HOUR
    whole = Part(kind=PartKind.MEMORY, slot=unknown(), model=unknown(), serial=unknown())
    return TrialRecord(
        id="1",
        boot_id="",
        kind=TrialKind.MEMORY_LONG,
        part=whole,
        started_at=at,
        seconds=60,
        ending=Ending.COMPLETED,
        outcome=MemoryOutcome(tested_bytes=GIB, passes=1, failed_tests=("Random Value",)),
    )


def test_only_a_memory_test_of_after_the_swap_speaks_of_the_new_module() -> None:
    def after(*trials: TrialRecord) -> Snapshot:
        return changed(
            later(snapshot(), memory=memory(modules=(FRESH, TWO)), trials=trials),
            taken_at=snapshot().taken_at + 9 * HOUR,
        )

    assert diagnose(after(memory_tested(-2))).verdict(PartKind.MEMORY) == "replace"
    assert codes(memory_swap(), snapshot(), after(memory_tested(-2))) == ()
    assert codes(memory_swap(), snapshot(), after(memory_tested(2))) != ()
    assert codes(memory_swap(), snapshot(), after(memory_tested(-2), memory_tested(2))) != ()


def test_a_module_that_is_added() -> None:
    of = swap(part=None, order=Particulars(part_kind="memory"), answers={"order.job": "add"})
    third = module(slot="DIMM_A2", serial="NEW0001")
    assert codes(of, snapshot(), counted(ONE, TWO, third, label="DIMM_A2")) != ()
    assert codes(of, snapshot(), counted(ONE, TWO, third, label="DIMM_A1")) == ()


# On the power supply


def supply_swap() -> Any:
    part = Part(kind=PartKind.POWER, slot=unknown(), model=unknown(), serial=unknown())
    return swap(part=part, order=Particulars(part_kind="power_supply"))


def stopped(*days: int) -> Snapshot:
    """Starts that ended without a shutdown, so many days after the reading of before."""
    at = snapshot().taken_at
    boots: list[Boot] = [boot(at + timedelta(days=day), BootEnd.UNMARKED) for day in days]
    boots.append(boot(at + timedelta(days=8), BootEnd.RUNNING))
    return later(snapshot(), taken_at=at + timedelta(days=8, hours=1), records=records(boots=tuple(boots)))


def test_only_stops_of_after_the_swap_speak_of_the_new_supply() -> None:
    assert diagnose(stopped(-9, -8, -7)).findings
    assert codes(supply_swap(), snapshot(), stopped(-9, -8, -7)) == ()
    assert codes(supply_swap(), snapshot(), stopped(-9, 1)) == ()
    assert codes(supply_swap(), snapshot(), stopped(1, 2)) == ("power.unmarked_boots",)
    assert codes(supply_swap(), None, stopped(1, 2)) == ("power.unmarked_boots",)


def test_a_clock_that_went_back_accuses_no_new_supply_of_old_stops() -> None:
    early = changed(stopped(-9, -8), taken_at=snapshot().taken_at - timedelta(days=5))
    assert codes(supply_swap(), snapshot(), early) == ()


def test_a_swap_of_which_the_kind_is_not_known_looks_at_every_new_part() -> None:
    of = swap(part=None)
    assert codes(of, failing_ssd(), with_drives(ILL, SYSTEM)) != ()
    assert codes(of, failing_ssd(), later(failing_ssd())) == ()
    assert codes(of, snapshot(), stopped(1, 2)) == ()


def test_a_machine_of_which_nothing_is_read_gives_no_code() -> None:
    blank = snapshot(**dict.fromkeys(("system", "storage", "memory", "power", "records", "sources"), unknown()))
    for of in (storage_swap(), memory_swap(), supply_swap()):
        for before, after in ((blank, later(failing_ssd())), (failing_ssd(), later(blank)), (None, blank)):
            assert codes(of, before, after) in ((), codes(of, before, changed(after, power=power())))


def test_a_module_without_a_number_in_the_place_of_the_old_one_may_be_the_new_one() -> None:
    nameless = module(serial=unknown())
    before = snapshot(memory=memory(modules=(nameless, TWO)))
    of = memory_swap(part=part_of(nameless), order=Particulars(part_kind="memory"))
    assert codes(of, before, counted(nameless, TWO, label="DIMM_A1")) != ()
    assert codes(of, before, counted(nameless, TWO, label="DIMM_B1")) == ()


def test_another_kind_of_part_that_was_put_in_meanwhile_is_not_what_is_watched() -> None:
    after = counted(FRESH, TWO, label="DIMM_A1")
    assert codes(storage_swap(order=Particulars(part_kind="storage")), snapshot(), after) == ()


def test_a_part_that_cannot_be_read_tells_nothing() -> None:
    well, gone = with_drives(WELL, SYSTEM), later(failing_ssd(), storage=unknown())
    assert could_tell(storage_swap(), diagnose(well), failing_ssd(), well)
    assert not could_tell(storage_swap(), diagnose(gone), failing_ssd(), gone)
    unread = [
        changed(one, verdict=Verdict.UNREADABLE) if one.part == part_of(WELL) else one for one in diagnose(well).parts
    ]
    of_it = changed(diagnose(well), parts=tuple(unread))
    assert not could_tell(storage_swap(), of_it, failing_ssd(), well)  # the other drive is not asked


def test_a_missing_sold_part_without_a_name_is_no_fault_of_the_new_one() -> None:
    after = counted(FRESH, TWO, label="DIMM_B1")
    nameless = Part(kind=PartKind.MEMORY, slot=unknown(), model=unknown(), serial=unknown())
    for reference, expected in (("own-sold", ()), ("kernel-edac", ("memory.x",))):
        evidence = Evidence(source="x", value=1, threshold="< 2", reference=reference)
        found = finding(code="memory.x", part=nameless, severity=Severity.WATCH, evidence=(evidence,))
        diagnosis = changed(diagnose(after), findings=(found,))
        assert codes_on_new_part(memory_swap(), diagnosis, snapshot(), after) == expected


def test_errors_of_a_drive_that_nobody_knows_are_not_the_new_ones() -> None:
    after = with_drives(WELL, SYSTEM)
    nameless = Part(kind=PartKind.STORAGE, slot="ata7", model=unknown(), serial=unknown())
    diagnosis = changed(diagnose(after), findings=(finding(part=nameless),))
    assert codes_on_new_part(storage_swap(), diagnosis, failing_ssd(), after) == ()


def test_a_supply_that_firmware_names_is_watched_like_any_other() -> None:
    named = power(supplies=(supply(),))
    before, after = changed(snapshot(), power=named), changed(stopped(1, 2), power=named)
    assert codes(supply_swap(), before, after) == ("power.unmarked_boots",)


def test_what_happened_between_the_beginning_of_the_swap_and_the_shutdown_is_old() -> None:
    of = changed(supply_swap(), begun_at=snapshot().taken_at - timedelta(days=20))
    assert codes(of, snapshot(), stopped(-9, -8)) == ()
    assert codes(of, None, stopped(-9, -8)) != ()


def test_without_a_reading_of_before_the_beginning_of_the_swap_stands_for_it() -> None:
    checks = guide(checks=(check(fact="power.unclean_stops", op=Op.NONE_NEW),))
    for days, expected in (((-9, -8), Outcome.OK), ((1,), Outcome.FAILED)):
        (one,) = results(checks, supply_swap(), None, stopped(*days))
        assert one.outcome == expected


def test_an_answer_of_the_owners_decides_which_checks_there_are() -> None:
    checks = guide(checks=(check(op=Op.PRESENT, conditions=(condition(order__job="add"),)),))
    for answers, count in (({"order.job": "add"}, 1), ({"order.job": "replace"}, 0)):
        assert len(results(checks, swap(answers=answers), None, snapshot())) == count
