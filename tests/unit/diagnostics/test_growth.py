"""Counters that rose between diagnoses, and those that only seem to."""

import ast
import inspect
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.diagnostics.diagnosis import diagnose
from haas_client.diagnostics.figures import of_parts, sample
from haas_client.diagnostics.finding import Finding, Part
from haas_client.diagnostics.kinds import Confidence, PartKind, Severity, Verdict
from haas_client.diagnostics.past import PartSample, Past, Sample, part_key
from haas_client.diagnostics.rules import growth
from haas_client.diagnostics.rules.references import REFERENCES
from haas_client.diagnostics.snapshot import Snapshot
from haas_client.i18n import LANGUAGES, translator
from haas_client.wording import findings as wording
from tests.unit import builders
from tests.unit.builders import NOW

DRIVE = Part(kind=PartKind.STORAGE, slot="SATA 1", model="Example", serial="SER1")
DIMM = Part(kind=PartKind.MEMORY, slot="DIMM_A1", model="Example", serial="MEM1")
SUPPLY = Part(kind=PartKind.POWER, slot=builders.unknown(), model=builders.unknown(), serial=builders.unknown())

Course = Mapping[float, float]
"""Values of a figure by how many days ago they were read; 0 is now."""


def found(part: Part, *, beside: tuple[tuple[Part, Mapping[str, float]], ...] = (), **courses: Course) -> list[Finding]:
    """The findings on a part whose figures ran so; "_" in a name stands for "."."""
    named = {name.replace("__", "."): course for name, course in courses.items()}
    days = sorted({day for course in named.values() for day in course if day}, reverse=True)
    samples = tuple(
        Sample(
            taken_at=NOW - timedelta(days=day),
            parts=(
                PartSample(
                    key=part_key(part), figures={name: course[day] for name, course in named.items() if day in course}
                ),
            ),
        )
        for day in days
    )
    now = {name: course[0] for name, course in named.items() if 0 in course}
    return list(growth.findings(((part, now), *beside), Past(samples=samples), NOW))


def losses(unmarked: float = 0, **courses: Course) -> list[Finding]:
    return found(DRIVE, beside=((SUPPLY, {"unmarked_boots": unmarked}),), **courses)


REACHED = {
    "storage.reallocated_growing": found(DRIVE, smart__5={59: 0, 0: 1}),
    "storage.uncorrectable_errors_growing": found(DRIVE, smart__187={3: 1, 0: 2}),
    "storage.pending_growing": found(DRIVE, smart__197={3: 0, 0: 8}),
    "storage.uncorrectable_sectors_growing": found(DRIVE, smart__198={3: 0, 0: 1}),
    "storage.media_errors_growing": found(DRIVE, media_errors={3: 4, 0: 5}),
    "storage.link_errors_growing": found(DRIVE, smart__199={29: 100, 0: 105}),
    "storage.wearing_fast": found(DRIVE, percentage_used={100: 50, 0: 80}),
    "memory.errors_growing": found(DIMM, edac__corrected={1: 5, 0: 15}),
    "power.losses_growing": losses(smart__192={20: 10, 0: 12}, power_cycles={20: 100, 0: 120}),
}


@pytest.mark.parametrize("code", REACHED)
def test_each_code_is_reached_alone(code: str) -> None:
    assert [finding.code for finding in REACHED[code]] == [code]


def test_every_code_is_reached() -> None:
    nodes = ast.walk(ast.parse(inspect.getsource(growth)))
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert {text for text in texts if re.fullmatch(r"(storage|memory|power)\.[a-z_]+", text)} == set(REACHED)


@pytest.mark.parametrize("code", REACHED)
def test_evidence_names_from_to_and_the_days(code: str) -> None:
    (finding,) = REACHED[code]
    measured, *courses = finding.evidence
    assert measured.threshold[0] in "≥<"
    assert courses
    for course in courses:
        assert re.search(r"2026-\d\d-\d\d → 2026-07-01$", course.source)
        assert re.fullmatch(r"\d+ → \d+", str(course.value))
    assert all(evidence.reference in REFERENCES for evidence in finding.evidence)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", REACHED)
def test_every_code_is_worded(code: str, language: str) -> None:
    t = translator(language)
    (finding,) = REACHED[code]
    for text in (wording.meaning(finding, t), wording.advice(finding, t)):
        assert text
        assert "{" not in text


@pytest.mark.parametrize(
    ("course", "grown"),
    [
        ({3: 0, 0: 0}, False),
        ({0: 50}, False),  # a first diagnosis knows of no growth
        ({61: 0, 0: 50}, False),  # too long ago
        ({60: 0, 0: 1}, False),  # some SSD firmware lets a single one come and go
        ({60: 0, 0: 2}, True),
        ({3: 9, 0: 1}, False),  # it went down
        ({5: 9, 4: 0, 0: 0}, False),  # reset, and quiet since
        ({5: 9, 4: 0, 0: 2}, True),  # reset, and growing again
        ({-3: 0, 0: 9}, False),  # a sample of the future
    ],
)
def test_only_what_rose_since_it_last_went_down_is_growth(course: Course, grown: bool) -> None:
    assert bool(found(DRIVE, smart__197=course)) is grown


def test_growth_is_told_from_the_last_reset() -> None:
    (finding,) = found(DRIVE, smart__5={9: 40, 8: 0, 7: 3, 0: 11})
    assert finding.evidence[0].value == 11
    assert finding.evidence[1].value == "0 → 11"
    assert finding.evidence[1].source.endswith("2026-06-23 → 2026-07-01")


def test_errors_of_the_link_are_the_cables_and_a_single_one_is_nothing() -> None:
    assert not found(DRIVE, smart__199={29: 100, 0: 104})
    assert not found(DRIVE, smart__199={31: 0, 0: 104})
    (finding,) = REACHED["storage.link_errors_growing"]
    assert finding.severity == Severity.CABLE


@pytest.mark.parametrize(
    ("course", "rate"),
    [
        ({1: 0, 0: 9}, None),
        ({2: 0, 0: 19}, None),  # 9.5 a day
        ({2: 0, 0: 20}, 10),
        ({0.1: 0, 0: 10}, 10),  # within a day as many as there are
        ({1: 500, 0: 12}, 12),  # the PC was started anew, and the count began at 0
        ({2: 500, 1: 6, 0: 5}, None),
        ({3: 0, 2: 0, 1: 0, 0: 10}, 10),  # quiet days before take nothing back
    ],
)
def test_memory_errors_are_counted_by_the_day_and_over_restarts(course: Course, rate: float | None) -> None:
    findings = found(DIMM, edac__corrected=course)
    assert [finding.evidence[0].value for finding in findings] == ([] if rate is None else [rate])


def test_a_drive_that_counts_every_stop_says_nothing_of_the_supply() -> None:
    assert not losses(smart__192={20: 10, 0: 30}, power_cycles={20: 10, 0: 30})
    assert not losses(unsafe_shutdowns={20: 0, 0: 5}, power_cycles={20: 10, 0: 10})
    assert not losses(smart__192={20: 10, 0: 11}, power_cycles={20: 10, 0: 30})


def test_losses_that_cannot_be_compared_with_power_cycles_say_nothing_by_themselves() -> None:
    """Many drives count every shutdown: without the power cycles beside them that looks like a loss a day."""
    assert not losses(smart__192={20: 10, 0: 30})
    assert losses(unmarked=3, smart__192={20: 10, 0: 30})


def test_what_the_journal_saw_too_weighs_more() -> None:
    (alone,) = losses(unsafe_shutdowns={20: 0, 0: 3}, power_cycles={20: 10, 0: 40})
    (both,) = losses(unmarked=3, unsafe_shutdowns={20: 0, 0: 3}, power_cycles={20: 10, 0: 13})
    assert (alone.confidence, both.confidence) == (Confidence.LOW, Confidence.MEDIUM)
    assert alone.part == SUPPLY
    assert alone.severity == Severity.WATCH
    assert "(SATA 1)" in alone.evidence[1].source


@pytest.mark.parametrize(
    "course",
    [
        {100: 50, 0: 51},  # the counter's own step
        {20: 50, 0: 80},  # too short a time
        {100: 95, 0: 100},  # worn out already: another finding
        {200: 50, 0: 60},  # more than half a year left
    ],
)
def test_wear_is_projected_only_from_enough(course: Course) -> None:
    assert not found(DRIVE, percentage_used=course)


def test_wear_is_worth_knowing_and_no_fault() -> None:
    (finding,) = REACHED["storage.wearing_fast"]
    assert finding.severity == Severity.NOTE
    assert finding.evidence[0].value == "2026-09"


def snapshot(raw: int, **changes: Any) -> Snapshot:
    health = builders.health(attributes=(builders.attribute(199, raw),))
    return builders.snapshot(storage=builders.storage(builders.drive(health=health)), **changes)


def test_growth_counts_in_the_parts_state() -> None:
    before = snapshot(0, taken_at=NOW - timedelta(days=1))
    first = diagnose(before)
    assert first.verdict(PartKind.STORAGE) == Verdict.OK
    then = diagnose(snapshot(40), Past(samples=(sample(before, first),)))
    assert [finding.code for finding in then.findings] == ["storage.link_errors_growing"]
    assert then.verdict(PartKind.STORAGE) == Verdict.CABLE
    (state,) = then.of_kind(PartKind.STORAGE)
    assert state.why is None


def test_growth_makes_no_worse_state_better() -> None:
    failing = builders.health(passed=False, attributes=(builders.attribute(199, 40),))
    now = builders.snapshot(storage=builders.storage(builders.drive(health=failing)))
    before = snapshot(0, taken_at=NOW - timedelta(days=1))
    then = diagnose(now, Past(samples=(sample(before, diagnose(before)),)))
    assert then.verdict(PartKind.STORAGE) == Verdict.REPLACE


def test_a_dimm_without_a_row_gets_one_when_its_errors_grow() -> None:
    def memory(count: int, day: int) -> Snapshot:
        edac = (builders.edac(label="CPU_SrcID#0_Ha#0_Chan#0_DIMM#0", corrected=count),)
        return builders.snapshot(memory=builders.memory(edac=edac), taken_at=NOW - timedelta(days=day))

    before = memory(0, 1)
    then = diagnose(memory(30, 0), Past(samples=(sample(before, diagnose(before)),)))
    assert "memory.errors_growing" in {finding.code for finding in then.findings}
    assert then.verdict(PartKind.MEMORY) == Verdict.WATCH


NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(0, 200).map(float)
MOMENTS = st.datetimes(timezones=st.just(UTC)) | st.just(NOW)
FIGURES = st.dictionaries(
    st.sampled_from(["smart.5", "smart.199", "smart.192", "power_cycles", "percentage_used", "edac.corrected"]), NUMBERS
)
SAMPLES = st.builds(
    Sample,
    taken_at=MOMENTS,
    parts=st.tuples(
        st.builds(PartSample, key=st.sampled_from([part_key(DRIVE), part_key(DIMM), "x"]), figures=FIGURES)
    ),
)


@given(samples=st.lists(SAMPLES, max_size=6), now=FIGURES, at=MOMENTS)
def test_no_past_makes_it_raise(samples: list[Sample], now: dict[str, float], at: datetime) -> None:
    parts = ((DRIVE, now), (DIMM, now), (SUPPLY, {"unmarked_boots": 3.0}))
    for finding in growth.findings(parts, Past(samples=tuple(samples)), at):
        assert finding.evidence


@given(at=st.datetimes(timezones=st.just(UTC)))
def test_no_time_makes_a_diagnosis_raise(at: datetime) -> None:
    now = builders.snapshot(taken_at=at)
    diagnosis = diagnose(now, Past(samples=(sample(now, diagnose(now)),)))
    assert of_parts(now, diagnosis.parts)
