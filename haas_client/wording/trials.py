"""Words for trials: what they are, what they cost, where they stand, how they ended and what comes next."""

from haas_client.diagnostics.trials.plan import Plan
from haas_client.diagnostics.trials.values import Stop, TrialKind, TrialRecord
from haas_client.i18n import Translator


def kind(trial: TrialKind, t: Translator) -> str:
    """The title: "Short self-test of the drive"."""
    raise NotImplementedError


def about(trial: TrialKind, t: Translator) -> str:
    """What it does, in a sentence or two, without its cost."""
    raise NotImplementedError


def costs(plan: Plan, t: Translator) -> tuple[str, ...]:
    """What it will cost, a sentence each: how long, how much, what it disturbs."""
    raise NotImplementedError


def hindrance(plan: Plan, t: Translator) -> str:
    """Why it cannot be begun now, and what to do; empty where it can."""
    raise NotImplementedError


def step(code: str, t: Translator) -> str:
    """The step that is under way: "Random Value", "Full load". A code that is not known stands for itself."""
    raise NotImplementedError


def stop(why: Stop, t: Translator) -> str:
    """Why a trial was stopped."""
    raise NotImplementedError


def ending(record: TrialRecord, t: Translator) -> str:
    """How it ended, in one sentence: "The PC went off during the load test at 43 s."."""
    raise NotImplementedError


def outcome(record: TrialRecord, t: Translator) -> tuple[str, ...]:
    """What it found, a sentence each; empty where it found nothing out."""
    raise NotImplementedError


def found_fault(record: TrialRecord) -> bool:
    """Whether the trial found a fault (exit code 5 of ``trial``)."""
    raise NotImplementedError


def next_step(record: TrialRecord, t: Translator) -> str:
    """What to do now; empty where nothing needs to be done."""
    raise NotImplementedError
