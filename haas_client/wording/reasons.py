"""Why something could not be read, in a sentence for the owner."""

from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.i18n import N_, Translator

_REASONS = {
    Reason.NO_RIGHT: N_("Only the administrator may read this."),
    Reason.NOT_PRESENT: N_("This PC does not offer this information."),
    Reason.NOT_REPORTED: N_("The part does not tell this."),
    Reason.NO_TOOL: N_("The program that reads this is not installed."),
    Reason.TIMED_OUT: N_("There was no answer in time."),
    Reason.FAILED: N_("Reading ended in an error."),
    Reason.MALFORMED: N_("There was an answer, but it could not be understood."),
    Reason.TOO_LARGE: N_("The answer was too long to be right."),
    Reason.ASLEEP: N_("The drive is asleep and was not woken."),
    Reason.NOT_KEPT: N_("The system keeps no record of this."),
    Reason.NOT_MEASURABLE: N_("This PC has nothing that measures this."),
    Reason.CANCELLED: N_("It was cancelled."),
    Reason.NOT_RECORDED: N_("It is not part of the recording."),
    Reason.LEFT_OUT: N_("The owner left this out."),
}


def reason(unknown: Unknown, t: Translator) -> str:
    """The reason as a sentence."""
    return t(_REASONS[unknown.reason])


def value(content: str | float | Unknown, t: Translator) -> str:
    """``content`` as text, or a dash where it is unknown."""
    if isinstance(content, Unknown):
        return t("left out") if content.reason == Reason.LEFT_OUT else "—"
    if isinstance(content, bool):
        return t("yes") if content else t("no")
    return str(content)
