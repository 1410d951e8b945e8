"""New since the last diagnosis, known to the owner, and worth telling unasked."""

from datetime import timedelta

import pytest

from haas_client import advice
from haas_client.diagnostics import changes
from haas_client.diagnostics.diagnosis import Diagnosis, diagnose
from haas_client.diagnostics.figures import sample
from haas_client.diagnostics.finding import Evidence, Finding
from haas_client.diagnostics.kinds import PartKind, Severity, Verdict
from haas_client.diagnostics.past import Past, Sample
from haas_client.diagnostics.snapshot import Snapshot
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.request import Service
from tests.unit import builders
from tests.unit.builders import NOW


def machine(pending: int | Unknown, days_ago: float = 0, serial: str = "SER0001") -> Snapshot:
    health = (
        pending if isinstance(pending, Unknown) else builders.health(attributes=(builders.attribute(197, pending),))
    )
    drive = builders.drive(health=health, serial=serial)
    return builders.snapshot(storage=builders.storage(drive), taken_at=NOW - timedelta(days=days_ago))


def past(*machines: Snapshot) -> Past:
    samples: list[Sample] = []
    for one in machines:
        samples.append(sample(one, diagnose(one, Past(samples=tuple(samples)))))
    return Past(samples=tuple(samples))


ASLEEP = builders.unknown(Reason.ASLEEP)


def pending(diagnosis: Diagnosis) -> Finding:
    return next(finding for finding in diagnosis.findings if finding.code == "storage.pending_sectors")


@pytest.mark.parametrize(
    ("before", "new"),
    [
        ((), False),  # the first diagnosis ever
        ((machine(0, 1),), True),
        ((machine(3, 1),), False),
        ((machine(3, 2), machine(0, 1)), True),  # gone, and back
        ((machine(3, 2), machine(ASLEEP, 1)), False),  # not seen yesterday, which is not "gone"
        ((machine(0, 2), machine(ASLEEP, 1)), True),
        ((machine(0, 1, serial="OTHER"),), True),
        ((machine(0, -1),), False),  # of the future: nothing is known
        ((machine(3, 1), machine(0, -400)), False),  # the clock ran ahead once, and counts for nothing now
    ],
)
def test_new_is_what_was_not_there_when_the_part_was_last_seen(before: tuple[Snapshot, ...], new: bool) -> None:
    assert pending(diagnose(machine(3), past(*before))).new is new


def told(finding: Finding, known: Past = Past()) -> Past:  # noqa: B008  frozen
    return changes.with_word(known, (changes.acknowledged(finding),), known=True)


def test_known_is_quiet_until_it_grows() -> None:
    known = told(pending(diagnose(machine(3))))
    for count, expected in ((2, True), (3, True), (4, False)):
        assert pending(diagnose(machine(count), known)).known is expected
    assert not pending(diagnose(machine(3, serial="OTHER"), known)).known


def test_the_tray_is_quiet_about_the_known_and_support_sees_it() -> None:
    known = told(pending(diagnose(machine(50))))
    diagnosis = diagnose(machine(50), known)
    assert diagnose(machine(50)).severity == Severity.REPLACE
    assert diagnosis.severity is None
    assert diagnosis.verdict(PartKind.STORAGE) == Verdict.REPLACE
    assert advice.recommend(diagnosis, None) == Service.HANDSBUY


def test_the_word_can_be_taken_back() -> None:
    finding = pending(diagnose(machine(3)))
    known = told(finding)
    forgotten = changes.with_word(known, (changes.acknowledged(finding),), known=False)
    assert forgotten == Past()
    assert not pending(diagnose(machine(3), forgotten)).known
    assert told(finding, known) == known


def valued(value: float | str, threshold: str) -> Finding:
    return builders.finding(evidence=(Evidence(source="x", value=value, threshold=threshold, reference="smartctl"),))


@pytest.mark.parametrize(
    ("then", "now", "threshold", "known"),
    [
        (5, 4, "< 10", False),  # spare blocks: less is worse
        (5, 6, "< 10", True),
        (5, 4, "≤ 10", False),
        (11.3, 11.0, "11.40 – 12.60 V", False),
        (12.7, 12.9, "11.40 – 12.60 V", False),
        (11.3, 11.28, "11.40 – 12.60 V", True),
        ("FAILED", "FAILED", "FAILED", True),
        ("FAILED", 3, "FAILED", False),
        (3, "FAILED", "FAILED", False),
        (3, float("nan"), "≥ 1", False),
        (3, 10**400, "≥ 1", False),
    ],
)
def test_growth_has_the_direction_of_the_threshold(
    then: float | str, now: float | str, threshold: str, known: bool
) -> None:
    word = told(valued(then, threshold))
    assert changes.marked(valued(now, threshold), word, NOW).known is known


def test_a_finding_without_evidence_can_be_known() -> None:
    bare = builders.finding(evidence=())
    assert changes.marked(bare, told(bare), NOW).known


def worse(now: Snapshot, before: Past) -> set[str]:
    return {finding.code for finding in changes.worse(diagnose(now, before).findings, before, now.taken_at)}


def test_only_what_became_worse_is_told_unasked() -> None:
    assert worse(machine(3), past(machine(0, 1))) == {"storage.pending_sectors", "storage.pending_growing"}
    assert worse(machine(3), past()) == set()
    assert worse(machine(3), past(machine(0, 2), machine(3, 1))) == set()


def test_what_was_watched_and_now_condemns_its_part_is_told_again() -> None:
    watched = past(machine(0, 40), machine(3, 30), machine(4, 1))
    assert worse(machine(12), watched) == {"storage.pending_sectors"}
    again = Past(samples=(*watched.samples, *past(machine(12, 0.5)).samples))
    assert worse(machine(12), again) == set()


def test_what_comes_and_goes_is_told_once_a_week() -> None:
    assert worse(machine(3), past(machine(3, 6), machine(0, 1))) == {"storage.pending_growing"}
    assert "storage.pending_sectors" in worse(machine(3), past(machine(3, 8), machine(0, 1)))


def test_the_known_is_told_again_when_it_grew() -> None:
    before = past(machine(3, 1))
    known = told(pending(diagnose(machine(3, 1))), before)
    assert "storage.pending_sectors" in worse(machine(4), known)
    assert "storage.pending_sectors" not in worse(machine(3), known)


def test_a_note_is_nothing_to_be_told_unasked() -> None:
    note = builders.finding(severity=Severity.NOTE, new=True)
    assert not changes.worse((note,), past(machine(0, 1)), NOW)
