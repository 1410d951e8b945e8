"""What the trials of the last 30 days say of the parts; and how much the PC's going off in the middle of one does."""

from collections.abc import Iterator

from haas_client.diagnostics.atx import RAIL_RULES
from haas_client.diagnostics.finding import Evidence, Finding, Part
from haas_client.diagnostics.kinds import Confidence, PartKind, Severity
from haas_client.diagnostics.parts import whole_pc
from haas_client.diagnostics.snapshot import Health, Records, Snapshot, Storage
from haas_client.diagnostics.trials.boots import ended_cleanly
from haas_client.diagnostics.trials.values import (
    MEMORY_KINDS,
    Ending,
    LoadOutcome,
    MemoryOutcome,
    SelfTestOutcome,
    Stop,
    SurfaceOutcome,
    TrialKind,
    TrialRecord,
)
from haas_client.diagnostics.unknown import Unknown

ENOUGH_UNREADABLE = 10
"""Own rule T-10: one sector that cannot be read may be a write that a power cut left half done; ten are a surface."""

HOT_CELSIUS = 90.0
"""Own rule T-11: a PC that went off at 90 °C or more may have gone off for heat, and its supply is not suspected."""


def findings(snapshot: Snapshot) -> Iterator[Finding]:
    if isinstance(snapshot.trials, Unknown):
        return
    for record in _that_count(snapshot, snapshot.trials):
        if record.ending == Ending.WENT_OFF:
            yield from _went_off(snapshot, record)
        elif record.ending == Ending.STOPPED and record.stop == Stop.HEAT:
            yield _finding("system.stopped_for_heat", Severity.WATCH, Confidence.MEDIUM, whole_pc(), _heat(record))
        yield from _outcome(snapshot, record)


def _that_count(snapshot: Snapshot, trials: tuple[TrialRecord, ...]) -> Iterator[TrialRecord]:
    """All but those that a later one of the same kind, come to its end, speaks over; and of drives that are gone."""
    for number, record in enumerate(trials):
        later = trials[number + 1 :]
        spoken_over = any(
            one.ending == Ending.COMPLETED and _speaks_over(one, record) and one.part == record.part for one in later
        )
        if not spoken_over and _is_there(snapshot, record.part):
            yield record


def _speaks_over(later: TrialRecord, record: TrialRecord) -> bool:
    """A short memory test says nothing of what only the long one reached, nor does it take a fault back: it goes over
    another gigabyte each time.
    """
    if record.kind in MEMORY_KINDS and later.kind in MEMORY_KINDS:
        faulty = isinstance(record.outcome, MemoryOutcome) and record.outcome.failed_tests
        return later.kind == TrialKind.MEMORY_LONG or (record.kind == TrialKind.MEMORY_SHORT and not faulty)
    return later.kind == record.kind


def _is_there(snapshot: Snapshot, part: Part) -> bool:
    if part.kind != PartKind.STORAGE or not isinstance(part.serial, str) or not isinstance(snapshot.storage, Storage):
        return True
    serials = [drive.serial for drive in snapshot.storage.drives]
    return part.serial in serials or any(isinstance(serial, Unknown) for serial in serials)


def _went_off(snapshot: Snapshot, record: TrialRecord) -> Iterator[Finding]:
    if _ended_cleanly(snapshot, record):
        return  # somebody shut it down, or an update did
    where = (_evidence(record, round(record.seconds), "s", "own-trial-off"),)
    if record.hottest_celsius is not None and record.hottest_celsius >= HOT_CELSIUS:
        hot = _evidence(record, round(record.hottest_celsius), f"≥ {HOT_CELSIUS:.0f} °C", "own-trial-heat")
        yield _finding("system.hot_under_load", Severity.WATCH, Confidence.MEDIUM, whole_pc(), (hot, *where))
    elif record.kind == TrialKind.LOAD:
        # Without its temperature, heat is not ruled out.
        confidence = Confidence.LOW if record.hottest_celsius is None else Confidence.MEDIUM
        yield _finding("power.off_under_load", Severity.WATCH, confidence, record.part, where)
    elif record.kind in MEMORY_KINDS:
        yield _finding("memory.off_during_test", Severity.WATCH, Confidence.LOW, record.part, where)


def _ended_cleanly(snapshot: Snapshot, record: TrialRecord) -> bool:
    """Whether the boot in which it ran has its shutdown marks. Where that is not known, it has not."""
    if not isinstance(snapshot.records, Records) or isinstance(snapshot.records.boots, Unknown):
        return False
    return ended_cleanly(snapshot.records.boots, record)


def _outcome(snapshot: Snapshot, record: TrialRecord) -> Iterator[Finding]:
    found = record.outcome
    if isinstance(found, SurfaceOutcome) and found.unreadable_count:
        many = found.unreadable_count >= ENOUGH_UNREADABLE
        evidence = _evidence(record, found.unreadable_count, f"≥ {ENOUGH_UNREADABLE}" if many else "≥ 1", "own-surface")
        severity, confidence = (Severity.REPLACE, Confidence.HIGH) if many else (Severity.WATCH, Confidence.MEDIUM)
        yield _finding("storage.surface_unreadable", severity, confidence, record.part, (evidence,))
    elif isinstance(found, MemoryOutcome) and found.failed_tests:
        # That the memory is at fault is sure, which module it is is not.
        evidence = _evidence(record, ", ".join(found.failed_tests), "≥ 1", "memtester")
        yield _finding("memory.test_failed", Severity.REPLACE, Confidence.MEDIUM, record.part, (evidence,))
    elif isinstance(found, LoadOutcome):
        yield from _of_load(record, found)
    elif isinstance(found, SelfTestOutcome) and found.passed is False and not _drive_tells(snapshot, record.part):
        evidence = _evidence(record, found.status or "failed", "–", "smartctl")
        yield _finding("storage.self_test", Severity.REPLACE, Confidence.HIGH, record.part, (evidence,))


def _of_load(record: TrialRecord, found: LoadOutcome) -> Iterator[Finding]:
    if found.wrong_results:
        evidence = _evidence(record, "--verify", "–", "stress-ng")
        yield _finding("system.wrong_results", Severity.WATCH, Confidence.MEDIUM, whole_pc(), (evidence,))
    for off in found.off_rails:
        rule = next((one for one in RAIL_RULES if one.name == off.rail), None)
        evidence = _evidence(record, off.volts, rule.limits if rule else "–", "atx12v", off.sensor)
        yield _finding("power.rail_out_of_limits", Severity.REPLACE, Confidence.MEDIUM, record.part, (evidence,))


def _drive_tells(snapshot: Snapshot, part: Part) -> bool:
    """Whether the drive's own log is known, which says the same."""
    if not isinstance(snapshot.storage, Storage):
        return False
    return any(
        drive.serial == part.serial
        and isinstance(drive.health, Health)
        and not isinstance(drive.health.self_test_failed, Unknown)
        for drive in snapshot.storage.drives
    )


def _heat(record: TrialRecord) -> tuple[Evidence, ...]:
    hottest = "–" if record.hottest_celsius is None else f"{record.hottest_celsius:.0f} °C"
    return (_evidence(record, hottest, "T-01", "own-trial-heat"),)


def _evidence(record: TrialRecord, value: float | str, threshold: str, reference: str, sensor: str = "") -> Evidence:
    named = " ".join(word for word in (record.kind.value, sensor or record.step) if word)
    return Evidence(
        source=f"trial of {record.started_at:%Y-%m-%d}, {named}",
        value=value,
        threshold=threshold,
        reference=reference,
    )


def _finding(
    code: str, severity: Severity, confidence: Confidence, part: Part, evidence: tuple[Evidence, ...]
) -> Finding:
    return Finding(code=code, severity=severity, confidence=confidence, part=part, evidence=evidence)
