"""A diagnosis in the light of this PC's past: what the window, ``collect`` and the daily check make alike."""

import logging

import msgspec

from haas_client.diagnostics import changes, figures
from haas_client.diagnostics.checklist import PowerChecklist
from haas_client.diagnostics.diagnosis import Diagnosis, diagnose
from haas_client.diagnostics.history import History, HistoryUnusable
from haas_client.diagnostics.past import Past, Sample
from haas_client.diagnostics.snapshot import Snapshot

_log = logging.getLogger(__name__)


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """A diagnosis in the light of this PC's past."""

    diagnosis: Diagnosis
    past: Past
    """As it was before this diagnosis."""
    sample: Sample
    problem: str = ""
    """Why the past could not be used, for a person; empty where it could, or where there is none (a recording)."""


def judged(snapshot: Snapshot, history: History, answers: PowerChecklist | None = None) -> Judged:
    """Diagnoses with the past and adds to it. A recording has no past here. Never raises on account of the store."""
    past, problem = Past(), ""
    if not snapshot.replayed:
        try:
            past = history.past()
        except HistoryUnusable as error:
            problem = str(error)
    diagnosis = diagnose(snapshot, past, answers)
    sample = figures.sample(snapshot, diagnosis)
    if not snapshot.replayed and not problem:
        problem = _remember(history, sample, diagnosis, past)
    if problem:
        _log.warning("history: %s", problem.splitlines()[0])
    return Judged(diagnosis=diagnosis, past=past, sample=sample, problem=problem)


def _remember(history: History, sample: Sample, diagnosis: Diagnosis, past: Past) -> str:
    # What the owner knew and has grown is told once; from then on it is a finding as any other.
    outgrown = [
        changes.acknowledged(finding) for finding in diagnosis.findings if changes.grown_since_told(finding, past)
    ]
    try:
        history.add(sample)
        if outgrown:
            history.forget_acknowledgement(outgrown)
    except HistoryUnusable as error:
        return str(error)
    return ""
