"""A diagnosis in the light of this PC's past: what the window, ``collect`` and the daily check make alike."""

import logging
from datetime import timedelta

import msgspec

from haas_client.diagnostics import changes, figures
from haas_client.diagnostics.checklist import PowerChecklist
from haas_client.diagnostics.collect import Collection, OnProgress, collect
from haas_client.diagnostics.diagnosis import Diagnosis, diagnose
from haas_client.diagnostics.history import History, HistoryUnusable
from haas_client.diagnostics.host import Host
from haas_client.diagnostics.past import Past, Sample
from haas_client.diagnostics.snapshot import Snapshot
from haas_client.diagnostics.trials import runner
from haas_client.diagnostics.trials.values import Ending, LoadOutcome, SurfaceOutcome, TrialRecord, thinned
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.process import Cancel

_log = logging.getLogger(__name__)


TRIALS_COUNT = timedelta(days=30)
"""How long a trial says something of the PC as it is."""
_MOST_TRIALS, _MOST_POINTS = 20, 60
"""Of the newest trials a diagnosis carries this much; the history keeps all of it (a bundle must stay small)."""


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """A diagnosis in the light of this PC's past."""

    diagnosis: Diagnosis
    past: Past
    """As it was before this diagnosis."""
    sample: Sample
    problem: str = ""
    """Why the past could not be used, for a person; empty where it could, or where there is none (a recording)."""
    interrupted: tuple[TrialRecord, ...] = ()
    """Trials that a sudden stop had ended, and that nobody had been told of."""


def examine(
    host: Host,
    history: History,
    cancel: Cancel | None = None,
    on_progress: OnProgress | None = None,
    answers: PowerChecklist | None = None,
) -> tuple[Collection, Judged]:
    """Reads the whole machine, puts this PC's trials of the last 30 days beside it, and judges both.

    As :func:`~haas_client.diagnostics.collect.collect`, which may raise ``CollectionCancelled``.
    """
    collection = collect(host, cancel, on_progress)
    if collection.snapshot.replayed:
        return collection, judged(collection.snapshot, history, answers)
    left = runner.interrupted(history, host)
    snapshot = msgspec.structs.replace(collection.snapshot, trials=_trials(history, collection.snapshot))
    result = msgspec.structs.replace(judged(snapshot, history, answers), interrupted=left)
    return msgspec.structs.replace(collection, snapshot=snapshot), result


def _trials(history: History, snapshot: Snapshot) -> tuple[TrialRecord, ...] | Unknown:
    try:
        kept = history.trials()
    except HistoryUnusable:
        return Unknown(reason=Reason.FAILED, detail="history")
    since = snapshot.taken_at - TRIALS_COUNT
    recent = [record for record in kept if record.started_at >= since and record.ending != Ending.RUNNING]
    return tuple(_short(record) for record in recent[-_MOST_TRIALS:])


def _short(record: TrialRecord) -> TrialRecord:
    outcome = record.outcome
    if isinstance(outcome, LoadOutcome):
        outcome = msgspec.structs.replace(outcome, samples=thinned(outcome.samples, _MOST_POINTS))
    elif isinstance(outcome, SurfaceOutcome):
        outcome = msgspec.structs.replace(outcome, curve=thinned(outcome.curve, _MOST_POINTS))
    return msgspec.structs.replace(record, outcome=outcome)


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
