"""Words for where a swap stands, what is still open before the PC is switched off, and what the checks came to."""

from haas_client.handsbuy.course import Hindrance
from haas_client.handsbuy.pack.checks import Outcome
from haas_client.handsbuy.pack.vocabulary import CheckKind
from haas_client.handsbuy.proof import Seen
from haas_client.handsbuy.swap import Stage
from haas_client.i18n import N_, Translator

_STAGES = {
    Stage.BEFORE: N_("being prepared"),
    Stage.OFF: N_("to be done with the PC off"),
    Stage.AFTER: N_("to be checked"),
    Stage.WATCH: N_("works; new errors are watched for"),
    Stage.DONE: N_("done"),
    Stage.LEFT: N_("ended by the owner"),
}
_HINDRANCES = {
    Hindrance.QUESTIONS: N_("A question about this PC is not answered yet."),
    Hindrance.TICKS: N_("A step of the preparation is not ticked yet."),
    Hindrance.COPY: N_("It is not settled yet what becomes of the data on the drive."),
    Hindrance.CARRIER: N_("The guide must be on your phone or on paper: the PC cannot show it while it is off."),
}
_OUTCOMES = {
    Outcome.OK: N_("Well"),
    Outcome.NOT_YET: N_("Not yet"),
    Outcome.FAILED: N_("Not right"),
    Outcome.CANNOT_TELL: N_("Cannot be told"),
}
_WHOLE = {
    Outcome.OK: N_("The swap has worked"),
    Outcome.NOT_YET: N_("Almost done"),
    Outcome.FAILED: N_("Something is not right yet"),
    Outcome.CANNOT_TELL: N_("As far as can be told, it is well"),
}


def stage(of: Stage, t: Translator) -> str:
    return t(_STAGES[of])


def hindrance(of: Hindrance, t: Translator) -> str:
    """In a sentence."""
    return t(_HINDRANCES[of])


def outcome(of: Outcome, t: Translator) -> str:
    """Of one check, in a word or two."""
    return t(_OUTCOMES[of])


def week_over(t: Translator) -> str:
    return t("The week is over. The next diagnosis at which the new part can be read ends the watch.")


def whole(seen: Seen, t: Translator) -> str:
    """What was seen of a swap in all. "As far as can be told" needs something that was measured, and no doubt."""
    if seen.doubtful and seen.standing != Outcome.FAILED:
        return t("Something may not be right")
    measured = any(one.outcome == Outcome.OK and one.check.kind == CheckKind.MEASURE for one in seen.results)
    if seen.standing == Outcome.CANNOT_TELL and not measured:
        return t("It cannot be told whether it has worked")
    return t(_WHOLE[seen.standing])
