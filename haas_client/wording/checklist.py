"""Words for the power supply's checklist: the question, and how to find out."""

from collections.abc import Mapping

import msgspec

from haas_client.diagnostics.checklist import Answer, PowerQuestion
from haas_client.i18n import N_, Translator


class Words(msgspec.Struct, frozen=True, kw_only=True):
    question: str
    hint: str


_QUESTIONS = {
    PowerQuestion.STARTS: Words(
        question=N_("Does the PC start when you press its power button?"),
        hint=N_("A light or a turning fan counts as a start, even if nothing appears on the screen."),
    ),
    PowerQuestion.SAME_AT_OTHER_SOCKET: Words(
        question=N_("Is it the same at another wall socket?"),
        hint=N_("Please plug the PC straight into a wall socket in another place, without a power strip."),
    ),
    PowerQuestion.FAN_SPINS: Words(
        question=N_("Does the fan of the power supply turn?"),
        hint=N_("It is at the back, beside the mains socket. Some stand still while there is little to do."),
    ),
    PowerQuestion.DIES_UNDER_LOAD: Words(
        question=N_("Does the PC go off in the middle of heavy work?"),
        hint=N_("For example in a game, while a video is being edited, or with many programs at once."),
    ),
    PowerQuestion.SMELL_OR_NOISE: Words(
        question=N_("Does the power supply smell burnt, or make an unusual noise?"),
        hint=N_("If it does, please pull the plug and leave the PC off."),
    ),
    PowerQuestion.CUT_BY_HAND: Words(
        question=N_("Was the power cut on purpose or by accident at those times?"),
        hint=N_("The power button held down, the plug pulled, the strip switched off, or no current in the house."),
    ),
}

_ANSWERS = {Answer.YES: N_("Yes"), Answer.NO: N_("No"), Answer.UNKNOWN: N_("I don't know")}


def question(of: PowerQuestion, t: Translator) -> str:
    return t(_QUESTIONS[of].question)


def hint(of: PowerQuestion, t: Translator) -> str:
    """How to find out, in a sentence."""
    return t(_QUESTIONS[of].hint)


def answer(of: Answer, t: Translator) -> str:
    return t(_ANSWERS[of])


def told(answers: Mapping[str, str], t: Translator) -> tuple[tuple[str, str], ...]:
    """Questions and answers as a person reads them; codes that this program does not know are passed over."""
    return tuple(
        (question(of, t), answer(Answer(answers[of]), t)) for of in PowerQuestion if answers.get(of) in set(Answer)
    )
