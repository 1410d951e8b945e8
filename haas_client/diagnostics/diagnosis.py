"""The whole judgement of one snapshot: findings worst first, the state of every part, and what could not be read."""

from collections.abc import Iterable, Iterator
from typing import Protocol

import msgspec

from haas_client.diagnostics import changes, figures
from haas_client.diagnostics.checklist import PowerChecklist
from haas_client.diagnostics.finding import Finding, PartState
from haas_client.diagnostics.kinds import PartKind, Severity, Verdict, of_severities, rank, worst
from haas_client.diagnostics.past import Past
from haas_client.diagnostics.rules import growth, kernel_log, memory, power, sold, storage, trials
from haas_client.diagnostics.snapshot import Snapshot

FORMAT = 1

_CONFIDENCE_ORDER = ("high", "medium", "low")


class Rule(Protocol):
    """A module of :mod:`haas_client.diagnostics.rules`."""

    def findings(self, snapshot: Snapshot) -> Iterable[Finding]: ...

    def states(self, snapshot: Snapshot, found: tuple[Finding, ...]) -> Iterable[PartState]: ...


_RULES: dict[PartKind, Rule] = {PartKind.POWER: power, PartKind.MEMORY: memory, PartKind.STORAGE: storage}


class Diagnosis(msgspec.Struct, frozen=True, kw_only=True, tag="diagnosis"):
    """``findings.json`` of a bundle."""

    format: int = FORMAT
    findings: tuple[Finding, ...]
    parts: tuple[PartState, ...]

    def of_kind(self, kind: PartKind) -> tuple[PartState, ...]:
        return tuple(state for state in self.parts if state.part.kind == kind)

    def verdict(self, kind: PartKind) -> Verdict:
        """The worst of a kind's parts."""
        return worst([state.verdict for state in self.of_kind(kind)])

    @property
    def severity(self) -> Severity | None:
        """The worst severity of all findings but those that the owner knows of."""
        return next((finding.severity for finding in self.findings if not finding.known), None)


def diagnose(snapshot: Snapshot, past: Past | None = None, answers: PowerChecklist | None = None) -> Diagnosis:
    """Applies every rule to ``snapshot``; ``past`` is what is known of this PC from earlier.

    ``answers`` is what the owner told of the power supply.
    """
    past = past or Past()
    tested = tuple(trials.findings(snapshot))
    found = (
        *power.findings(snapshot, answers or PowerChecklist(), tested),
        *memory.findings(snapshot),
        *storage.findings(snapshot),
    )
    logged = tuple(kernel_log.findings(snapshot))
    as_sold = tuple(sold.findings(snapshot))
    parts: list[PartState] = []
    for kind, rule in _RULES.items():
        parts += rule.states(snapshot, tuple(finding for finding in found if finding.part.kind == kind))
    grown = tuple(growth.findings(figures.of_parts(snapshot, parts), past, snapshot.taken_at))
    marked = (
        changes.marked(finding, past, snapshot.taken_at) for finding in (*found, *logged, *grown, *tested, *as_sold)
    )
    findings = tuple(sorted(marked, key=_rank))
    judged = (*_at_least(parts, (*logged, *grown, *tested)), *sold.states(as_sold))
    return Diagnosis(findings=findings, parts=judged)


def _at_least(states: list[PartState], more: tuple[Finding, ...]) -> Iterator[PartState]:
    """The parts' states, each at least as bad as what the log and the trials say of it, and what has grown on it."""
    rest = [finding for finding in more if finding.part.kind != PartKind.SYSTEM]
    for state in states:
        of_part = [finding for finding in rest if _is_about(finding, state)]
        rest = [finding for finding in rest if finding not in of_part]
        verdict = of_severities(finding.severity for finding in of_part)
        if verdict and worst([verdict, state.verdict]) != state.verdict:
            yield msgspec.structs.replace(state, verdict=verdict, why=None)
        else:
            yield state
    for part in dict.fromkeys(finding.part for finding in rest):
        verdict = of_severities(finding.severity for finding in rest if finding.part == part)
        if verdict:
            yield PartState(part=part, verdict=verdict)


def _is_about(finding: Finding, state: PartState) -> bool:
    """A PC has one power supply, which no line names."""
    return finding.part == state.part or finding.part.kind == state.part.kind == PartKind.POWER


def _rank(finding: Finding) -> tuple[int, int, str]:
    return (
        rank(finding.severity),
        _CONFIDENCE_ORDER.index(finding.confidence),
        finding.code,
    )
