"""Words for kinds of parts, verdicts and confidence."""

from haas_client.diagnostics.kinds import Confidence, PartKind, Verdict
from haas_client.i18n import N_, Translator

_KINDS = {
    PartKind.POWER: N_("Power supply"),
    PartKind.MEMORY: N_("Memory"),
    PartKind.STORAGE: N_("Storage"),
    PartKind.SYSTEM: N_("The whole PC"),
}

_VERDICTS = {
    Verdict.REPLACE: N_("Replace"),
    Verdict.WATCH: N_("Watch"),
    Verdict.CABLE: N_("Check the connection"),
    Verdict.UNREADABLE: N_("Could not be read"),
    Verdict.NOT_TESTED: N_("Not tested"),
    Verdict.OK: N_("Good"),
}

_CONFIDENCES = {Confidence.HIGH: N_("high"), Confidence.MEDIUM: N_("medium"), Confidence.LOW: N_("low")}


def kind(part_kind: PartKind, t: Translator) -> str:
    return t(_KINDS[part_kind])


def verdict(state: Verdict, t: Translator) -> str:
    return t(_VERDICTS[state])


def confidence(level: Confidence, t: Translator) -> str:
    return t(_CONFIDENCES[level])
