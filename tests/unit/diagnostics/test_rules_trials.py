"""What trials say of the parts, and what they don't."""

import re
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from haas_client.diagnostics.checklist import Answer, PowerChecklist
from haas_client.diagnostics.diagnosis import diagnose
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.kinds import Confidence, PartKind, Severity, Verdict
from haas_client.diagnostics.parts import of_drive
from haas_client.diagnostics.rules import trials
from haas_client.diagnostics.rules.references import REFERENCES
from haas_client.diagnostics.snapshot import BootEnd, Snapshot
from haas_client.diagnostics.trials.values import (
    Ending,
    LoadOutcome,
    MemoryOutcome,
    OffRail,
    SelfTestOutcome,
    Stop,
    Stretch,
    SurfaceOutcome,
    TrialKind,
    TrialRecord,
)
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.i18n import LANGUAGES, translator
from haas_client.wording import findings as wording
from tests.unit import builders
from tests.unit.builders import NOW

NOTHING = Unknown(reason=Reason.NOT_REPORTED)
POWER = Part(kind=PartKind.POWER, slot=NOTHING, model=NOTHING, serial=NOTHING)
MEMORY = Part(kind=PartKind.MEMORY, slot=NOTHING, model=NOTHING, serial=NOTHING)
DRIVE = of_drive(builders.drive())
YESTERDAY = NOW - timedelta(days=1)


def record(kind: TrialKind, part: Part, **changes: Any) -> TrialRecord:
    values: dict[str, Any] = {
        "id": "one",
        "kind": kind,
        "part": part,
        "started_at": YESTERDAY,
        "boot_id": "boot-1",
        "step": "full_load" if kind == TrialKind.LOAD else "",
        "seconds": 43.2,
        "ending": Ending.COMPLETED,
    }
    return TrialRecord(**values | changes)


def load(**changes: Any) -> TrialRecord:
    return record(TrialKind.LOAD, POWER, **changes)


def surface(bad: int, **changes: Any) -> TrialRecord:
    outcome = SurfaceOutcome(
        size_bytes=100,
        read_bytes=100,
        unreadable=(Stretch(position_bytes=0, length_bytes=4096 * bad),) if bad else (),
        unreadable_count=bad,
        slow_bytes=0,
    )
    return record(TrialKind.SURFACE, DRIVE, outcome=outcome, **changes)


def memory(*failed: str, kind: TrialKind = TrialKind.MEMORY_LONG, **changes: Any) -> TrialRecord:
    outcome = MemoryOutcome(tested_bytes=1 << 30, passes=1, failed_tests=failed)
    return record(kind, MEMORY, outcome=outcome, **changes)


WENT_OFF = load(ending=Ending.WENT_OFF, hottest_celsius=70.0)
WRONG = load(outcome=LoadOutcome(seconds=5, samples=(), wrong_results=True))


LOW = OffRail(rail="+12 V", sensor="corsairpsu v_out +12v", volts=11.21)
SAGGING = load(outcome=LoadOutcome(seconds=120, samples=(), off_rails=(LOW,)))


def pc(*records: TrialRecord, boot: BootEnd = BootEnd.UNMARKED, **changes: Any) -> Snapshot:
    boots = (
        builders.boot(started_at=YESTERDAY - timedelta(hours=1), end=boot),
        builders.boot(started_at=NOW - timedelta(hours=1), end=BootEnd.RUNNING),
    )
    return builders.snapshot(trials=records, records=builders.records(boots=boots), **changes)


def found(*records: TrialRecord, **changes: Any) -> dict[str, tuple[Severity, Confidence]]:
    return {one.code: (one.severity, one.confidence) for one in trials.findings(pc(*records, **changes))}


REACHED: dict[str, Snapshot] = {
    "power.off_under_load": pc(WENT_OFF),
    "system.hot_under_load": pc(load(ending=Ending.WENT_OFF, hottest_celsius=95.0)),
    "system.stopped_for_heat": pc(load(ending=Ending.STOPPED, stop=Stop.HEAT, hottest_celsius=99.0)),
    "system.wrong_results": pc(WRONG),
    "power.rail_out_of_limits": pc(SAGGING),
    "memory.off_during_test": pc(record(TrialKind.MEMORY_LONG, MEMORY, ending=Ending.WENT_OFF, step="bit_flip")),
    "memory.test_failed": pc(memory("Bit Flip", "Solid Bits")),
    "storage.surface_unreadable": pc(surface(12)),
}


@pytest.mark.parametrize("code", REACHED)
def test_each_code_is_reached_alone_in_the_whole_diagnosis(code: str) -> None:
    assert [one.code for one in diagnose(REACHED[code]).findings] == [code]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", REACHED)
def test_each_code_has_evidence_with_its_source_and_words(code: str, language: str) -> None:
    (one,) = diagnose(REACHED[code]).findings
    assert one.evidence
    assert all(piece.reference in REFERENCES and piece.source and piece.threshold for piece in one.evidence)
    for text in (
        wording.meaning(one, translator(language)),
        wording.advice(one, translator(language)),
    ):
        assert text
        assert "{" not in text
        assert bool(re.search("[ぁ-ん]", text)) == (language == "ja")


def test_the_pc_went_off_at_43_seconds_is_what_is_told() -> None:
    (one,) = diagnose(pc(WENT_OFF)).findings
    assert wording.meaning(one, translator("en")) == "The PC went off during the load test at 43 s. It was not hot."
    assert "full_load" in one.evidence[0].source


def test_a_rail_that_sags_under_load_condemns_the_supply_with_its_value() -> None:
    diagnosis = diagnose(pc(SAGGING))
    (one,) = diagnosis.findings
    assert (one.severity, one.part.kind) == (Severity.REPLACE, PartKind.POWER)
    assert (one.evidence[0].value, one.evidence[0].threshold) == (11.21, "11.40 – 12.60 V")
    assert "corsairpsu v_out +12v" in one.evidence[0].source
    assert diagnosis.verdict(PartKind.POWER) == Verdict.REPLACE


@pytest.mark.parametrize(
    ("celsius", "code", "confidence"),
    [
        (None, "power.off_under_load", Confidence.LOW),  # heat is not ruled out
        (89.9, "power.off_under_load", Confidence.MEDIUM),
        (90.0, "system.hot_under_load", Confidence.MEDIUM),
    ],
)
def test_heat_is_looked_at_before_the_supply(celsius: float | None, code: str, confidence: Confidence) -> None:
    assert found(load(ending=Ending.WENT_OFF, hottest_celsius=celsius)) == {code: (Severity.WATCH, confidence)}


def test_a_pc_that_was_shut_down_in_the_middle_did_not_go_off() -> None:
    assert found(WENT_OFF, boot=BootEnd.CLEAN) == {}
    unknown = builders.snapshot(trials=(WENT_OFF,), records=NOTHING)
    assert [one.code for one in trials.findings(unknown)] == ["power.off_under_load"]


@pytest.mark.parametrize(
    ("bad", "severity"), [(0, None), (1, Severity.WATCH), (9, Severity.WATCH), (10, Severity.REPLACE)]
)
def test_ten_unreadable_sectors_condemn_a_drive(bad: int, severity: Severity | None) -> None:
    shown = found(surface(bad))
    assert (shown["storage.surface_unreadable"][0] if shown else None) == severity
    state = next(state for state in diagnose(pc(surface(bad))).parts if state.part == DRIVE)
    assert state.verdict == (Verdict(severity.value) if severity else Verdict.OK)


@pytest.mark.parametrize("ending", [Ending.FAILED, Ending.ABANDONED, Ending.STOPPED, Ending.RUNNING])
def test_what_came_to_no_end_concludes_nothing(ending: Ending) -> None:
    assert found(load(ending=ending, stop=Stop.OWNER)) == {}


def test_a_fault_found_before_a_stop_was_found() -> None:
    assert "storage.surface_unreadable" in found(surface(12, ending=Ending.STOPPED, stop=Stop.OWNER))


def test_the_last_word_counts() -> None:
    later: dict[str, Any] = {"id": "two", "started_at": NOW - timedelta(hours=1)}
    assert found(surface(12), surface(0, **later)) == {}
    assert found(surface(12), surface(0, ending=Ending.STOPPED, stop=Stop.OWNER, **later)) != {}
    assert found(WENT_OFF, load(outcome=LoadOutcome(seconds=120, samples=()), **later)) == {}
    assert found(memory("Bit Flip"), memory(kind=TrialKind.MEMORY_SHORT, **later)) != {}
    assert found(memory("Bit Flip", kind=TrialKind.MEMORY_SHORT), memory(**later)) == {}


def test_a_short_memory_test_takes_no_fault_back() -> None:
    """It goes over another gigabyte each time."""
    short: dict[str, Any] = {"kind": TrialKind.MEMORY_SHORT}
    later: dict[str, Any] = {"id": "two", "started_at": NOW - timedelta(hours=1)}
    assert "memory.test_failed" in found(memory("Bit Flip", **short), memory(**short, **later))
    off = record(TrialKind.MEMORY_SHORT, MEMORY, ending=Ending.WENT_OFF)
    assert found(off, memory(**short, **later)) == {}


def test_a_drive_that_is_no_longer_there_is_not_judged() -> None:
    other = builders.storage(builders.drive(serial="ANOTHER"))
    assert found(surface(12), storage=other) == {}
    unknown = builders.storage(builders.drive(serial=NOTHING))
    assert found(surface(12), storage=unknown) != {}


def test_a_failed_self_test_is_told_once() -> None:
    failed = record(TrialKind.SELF_TEST_LONG, DRIVE, outcome=SelfTestOutcome(passed=False, status="read failure"))
    told = builders.storage(builders.drive(health=builders.health(self_test_failed=True)))
    assert found(failed, storage=told) == {}  # the drive's own log says it
    unread = builders.storage(builders.drive(health=NOTHING))
    assert found(failed, storage=unread) == {"storage.self_test": (Severity.REPLACE, Confidence.HIGH)}
    unclear = msgspec.structs.replace(failed, outcome=SelfTestOutcome(passed=NOTHING))
    assert found(unclear, storage=unread) == {}


def test_unknown_trials_say_nothing() -> None:
    assert list(trials.findings(builders.snapshot(trials=NOTHING))) == []


# --- how it counts against the power supply


def suspected(snapshot: Snapshot, **answers: Answer) -> tuple[Severity, Confidence] | None:
    found_of = diagnose(snapshot, answers=PowerChecklist(**answers)).findings
    return next(((one.severity, one.confidence) for one in found_of if one.code == "power.suspected"), None)


def test_going_off_under_load_is_two_signs_against_the_supply() -> None:
    assert suspected(pc(WENT_OFF)) is None  # told by itself
    assert suspected(pc(WENT_OFF), same_at_other_socket=Answer.YES) == (Severity.REPLACE, Confidence.MEDIUM)


def test_the_same_stop_is_not_counted_twice() -> None:
    once = suspected(pc(WENT_OFF), dies_under_load=Answer.YES)
    assert once == (Severity.WATCH, Confidence.MEDIUM)  # as without the answer
    day = timedelta(days=1)

    def with_boots(count: int) -> Snapshot:
        boots = [builders.boot(started_at=NOW - day * (n + 1), end=BootEnd.UNMARKED) for n in range(count)]
        running = builders.boot(started_at=NOW - timedelta(hours=1), end=BootEnd.RUNNING)
        return builders.snapshot(trials=(WENT_OFF,), records=builders.records(boots=(*boots, running)))

    assert suspected(with_boots(2), starts=Answer.YES) == (Severity.WATCH, Confidence.MEDIUM)
    assert suspected(with_boots(3), starts=Answer.YES) == (Severity.REPLACE, Confidence.MEDIUM)


def test_heat_excuses_what_the_owner_tells() -> None:
    hot = pc(load(ending=Ending.WENT_OFF, hottest_celsius=95.0))
    assert suspected(hot, dies_under_load=Answer.YES) is None
