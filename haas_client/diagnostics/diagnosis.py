"""The whole judgement of one snapshot: findings worst first, the state of every part, and what could not be read."""

from collections.abc import Iterable, Iterator
from typing import Protocol

import msgspec

from haas_client.diagnostics import changes, figures
from haas_client.diagnostics.finding import Finding, Part, PartState
from haas_client.diagnostics.kinds import PartKind, Severity, Verdict, of_severities, rank, worst
from haas_client.diagnostics.past import Past
from haas_client.diagnostics.rules import growth, memory, power, storage
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


def diagnose(snapshot: Snapshot, past: Past | None = None) -> Diagnosis:
    """Applies every rule to ``snapshot``; ``past`` is what is known of this PC from earlier."""
    past = past or Past()
    found = tuple(finding for rule in _RULES.values() for finding in rule.findings(snapshot))
    parts: list[PartState] = []
    for kind, rule in _RULES.items():
        parts += rule.states(snapshot, tuple(finding for finding in found if finding.part.kind == kind))
    grown = tuple(growth.findings(figures.of_parts(snapshot, parts), past, snapshot.taken_at))
    marked = (changes.marked(finding, past, snapshot.taken_at) for finding in (*found, *grown))
    return Diagnosis(findings=tuple(sorted(marked, key=_rank)), parts=tuple(_with_growth(parts, grown)))


def _with_growth(states: list[PartState], grown: tuple[Finding, ...]) -> Iterator[PartState]:
    """The parts' states, each at least as bad as what has grown on it."""
    by_part: dict[Part, list[Severity]] = {}
    for finding in grown:
        by_part.setdefault(finding.part, []).append(finding.severity)
    for state in states:
        verdict = of_severities(by_part.pop(state.part, ()))
        if verdict and worst([verdict, state.verdict]) != state.verdict:
            state = msgspec.structs.replace(state, verdict=verdict, why=None)  # noqa: PLW2901
        yield state
    for part, severities in by_part.items():
        verdict = of_severities(severities)
        if verdict:
            yield PartState(part=part, verdict=verdict)


def _rank(finding: Finding) -> tuple[int, int, str]:
    return (
        rank(finding.severity),
        _CONFIDENCE_ORDER.index(finding.confidence),
        finding.code,
    )
