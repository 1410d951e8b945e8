"""What the state of a part means for the owner where nothing was found on it, and what to do then."""

from haas_client.diagnostics.finding import PartState
from haas_client.diagnostics.kinds import PartKind, Verdict
from haas_client.diagnostics.unknown import Reason
from haas_client.i18n import N_, Translator
from haas_client.wording.parts import why

_MEANINGS = {
    (PartKind.POWER, Verdict.OK): N_(
        "The power supply measures itself, and its voltages are within their limits. It is not tested under full load."
    ),
    (PartKind.POWER, Verdict.UNREADABLE): N_(
        "Nothing in this PC measures the power supply itself. What is known are hints: they prove no fault, and they "
        "rule none out."
    ),
    (PartKind.MEMORY, Verdict.OK): N_(
        "This PC counts errors of its memory, and has counted none since it was started."
    ),
    (PartKind.MEMORY, Verdict.NOT_TESTED): N_(
        "Nothing counts memory errors on this PC. A memory test finds them; this diagnosis cannot."
    ),
    (PartKind.MEMORY, Verdict.UNREADABLE): N_(
        "The memory slots could not be read. So nothing is known of the modules: neither good nor bad."
    ),
    (PartKind.STORAGE, Verdict.OK): N_(
        "The drive says that it is well, and its counters show nothing that foretells a failure."
    ),
}

_NO_PLACE = N_("Errors were counted, but not in which slot. This module may be the one, or it may be well.")

_ASK_US = N_("If the part troubles you, please ask us.")
_AGAIN = N_("Please diagnose again. If there is no answer then either, make a copy of your files and ask us.")
_ADVICE = {
    (PartKind.POWER, Verdict.UNREADABLE): N_(
        "If the PC goes off by itself or does not start, please answer the questions on this page, and then ask us."
    ),
    (PartKind.MEMORY, Verdict.NOT_TESTED): N_(
        "If the PC freezes or programs crash, please ask us: we tell you how a memory test is made."
    ),
    (PartKind.POWER, Verdict.OK): N_("Nothing needs to be done."),
    (PartKind.MEMORY, Verdict.OK): N_("Nothing needs to be done."),
    (PartKind.STORAGE, Verdict.OK): N_("Nothing needs to be done. A copy of your important files is always worth it."),
}
_ADVICE_BY_REASON = {
    Reason.NO_RIGHT: N_(
        "Please ask whoever administers this PC to run “sudo linuxmania-haas collect”. The file it makes holds what is "
        "missing here."
    ),
    Reason.ASLEEP: N_("Please open a file that is on it, so that it wakes up, and then diagnose again."),
    Reason.NO_TOOL: N_("Please ask us: we tell you how the missing program is installed."),
    Reason.TIMED_OUT: _AGAIN,
    Reason.FAILED: _AGAIN,
    Reason.CANCELLED: N_("Please diagnose again, and let it run to its end."),
}


def meaning(state: PartState, t: Translator) -> str:
    """What the state says, and what it does not say. Empty where findings say it."""
    known = _MEANINGS.get((state.part.kind, state.verdict))
    if state.verdict == Verdict.NOT_TESTED and state.why and state.why.reason != Reason.NOT_MEASURABLE:
        known = _NO_PLACE if state.why.reason == Reason.NOT_REPORTED else None
    if known:
        return t(known)
    if state.why is None:
        return ""
    return t("{reason} So nothing is known of its health: neither good nor bad.").format(reason=why(state, t))


def advice(state: PartState, t: Translator) -> str:
    """What to do now. Empty where findings say it."""
    if state.verdict in (Verdict.UNREADABLE, Verdict.NOT_TESTED) and state.why:
        by_reason = _ADVICE_BY_REASON.get(state.why.reason)
        return t(by_reason or _ADVICE.get((state.part.kind, state.verdict), _ASK_US))
    known = _ADVICE.get((state.part.kind, state.verdict))
    return t(known) if known else ""
