"""What is settled on the command line before the PC is switched off: answers to a guide's questions, and the copy."""

from collections.abc import Iterable
from datetime import datetime

from haas_client.cli import Arguments
from haas_client.commands.swap_known import NotUnderstood
from haas_client.diagnostics.snapshot import Snapshot
from haas_client.errors import HaasError
from haas_client.handsbuy import conduct, course
from haas_client.handsbuy.pack import conditions
from haas_client.handsbuy.pack.found import Value
from haas_client.handsbuy.pack.guide import Guide, Question
from haas_client.handsbuy.swap import Copy, Proof, Swap
from haas_client.i18n import t
from haas_client.text import MAX_FIELD


def answers(guide: Guide, told: Iterable[str]) -> dict[str, Value]:
    """``FACT=VALUE`` as the guide's own questions have them; raises :class:`NotUnderstood`."""
    found: dict[str, Value] = {}
    for text in told:
        fact, _, value = text.partition("=")
        question = guide.question(fact)
        if question is None:
            asked = ", ".join(one.fact for one in guide.questions)
            raise NotUnderstood(
                t("The guide does not ask for “{fact}”.").format(fact=fact),
                t("It asks for: {facts}").format(facts=asked),
            )
        found[fact] = _value(question, value)
    return found


def _value(question: Question, told: str) -> Value:
    values = {typed(answer.value): answer.value for answer in question.answers}
    if told not in values:
        raise NotUnderstood(
            t("“{value}” is no answer to “{fact}”.").format(value=told, fact=question.fact),
            t("Answers are: {values}").format(values=", ".join(values)),
        )
    return values[told]


def typed(value: Value) -> str:
    """As it is typed on the command line."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def settled(swap: Swap, arguments: Arguments, now: datetime) -> Swap:
    """With what becomes of the data on the drive, in the owner's words."""
    if arguments.no_copy:
        return course.settled(swap, Copy(given_up=True, agreed_at=now))
    place = arguments.copy.strip()[:MAX_FIELD]
    return course.settled(swap, Copy(place=place, proof=Proof.WORD, agreed_at=now)) if place else swap


def refuse_unfit(guide: Guide, swap: Swap, before: Snapshot | None) -> None:
    """Raises where the guide is for other PCs: steps that this one needs would be missing in it."""
    if conditions.ruled_out_by(guide, conduct.facts(swap, before)):
        raise HaasError(
            t("This guide is not for this PC."),
            t("“guide list” says which there are. If none fits, please ask our centre."),
        )
