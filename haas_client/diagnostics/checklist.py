"""What only the owner can tell of a power supply: answers to a short checklist. Nothing in the PC measures it."""

from enum import StrEnum

import msgspec


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    """Not asked, not answered, or "I don't know": says nothing either way."""


class PowerQuestion(StrEnum):
    """Stable codes, in the order in which they are asked. Words stand in :mod:`haas_client.wording.checklist`."""

    STARTS = "starts"
    """It starts when the button is pressed."""
    SAME_AT_OTHER_SOCKET = "same_at_other_socket"
    """The fault stayed at another wall socket, without a power strip."""
    FAN_SPINS = "fan_spins"
    """The fan at the supply turns."""
    DIES_UNDER_LOAD = "dies_under_load"
    """It goes off in the middle of heavy work: games, video, many programs at once."""
    SMELL_OR_NOISE = "smell_or_noise"
    """The supply smells burnt, buzzes, crackles or has sparked."""
    CUT_BY_HAND = "cut_by_hand"
    """Somebody held the power button, pulled the plug or switched the strip off; or the house had no current."""


class PowerChecklist(msgspec.Struct, frozen=True, kw_only=True):
    """One answer a question; field names are the questions' codes."""

    starts: Answer = Answer.UNKNOWN
    same_at_other_socket: Answer = Answer.UNKNOWN
    fan_spins: Answer = Answer.UNKNOWN
    dies_under_load: Answer = Answer.UNKNOWN
    smell_or_noise: Answer = Answer.UNKNOWN
    cut_by_hand: Answer = Answer.UNKNOWN

    def of(self, question: PowerQuestion) -> Answer:
        answer: Answer = getattr(self, question.value)
        return answer

    def with_answer(self, question: PowerQuestion, answer: Answer) -> "PowerChecklist":
        return msgspec.structs.replace(self, **{question.value: answer})

    def told(self) -> dict[str, str]:
        """The answers that say something, by code."""
        given = ((question, self.of(question)) for question in PowerQuestion)
        return {question.value: answer.value for question, answer in given if answer != Answer.UNKNOWN}

    @property
    def is_empty(self) -> bool:
        """Whether it tells nothing at all."""
        return all(self.of(question) == Answer.UNKNOWN for question in PowerQuestion)
