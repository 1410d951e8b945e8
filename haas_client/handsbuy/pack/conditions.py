"""Whether a step, a check or a guide is for this machine: yes, no, or the owner must be asked. Nothing is guessed.

Three-valued logic (Kleene): what is unknown decides only where nothing that is known has decided already.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeAlias

import msgspec

from haas_client.diagnostics.pairing import plain
from haas_client.diagnostics.unknown import Unknown
from haas_client.handsbuy.pack.fact_table import FACTS, FactType
from haas_client.handsbuy.pack.found import Facts, Value
from haas_client.handsbuy.pack.guide import Condition, Guide, Question


class Decided(StrEnum):
    YES = "yes"
    NO = "no"


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """It depends on a fact that this machine does not tell."""

    fact: str
    question: Question | None
    """``None`` where the guide has none (the lint refuses such): then our customer centre must be asked."""


Decision: TypeAlias = Decided | Ask


def decide(conditions: Iterable[Condition], guide: Guide, facts: Facts) -> Decision:
    """Whether all of them hold. Asked is for one fact at a time: its answer may decide the rest."""
    open_facts: list[str] = []
    for condition in conditions:
        held, unknown = _holds(condition, facts)
        if held is False:
            return Decided.NO
        open_facts += unknown
    return Ask(fact=open_facts[0], question=guide.question(open_facts[0])) if open_facts else Decided.YES


def applies(guide: Guide, facts: Facts) -> Decision:
    """Whether the guide is for this machine."""
    return decide((guide.applies,), guide, facts)


def ruled_out_by(guide: Guide, facts: Facts) -> str:
    """The fact for which the guide is not for this machine; empty where it is, or may be."""
    values = guide.applies.facts
    return next((name for name in values if _is_one_of(name, facts, values[name]) is False), "")


def _holds(condition: Condition, facts: Facts) -> tuple[bool | None, list[str]]:
    """``None`` where it cannot be told, with the facts that are missing."""
    answers = {name: _is_one_of(name, facts, values) for name, values in condition.facts.items()}
    unknown = [name for name, answer in answers.items() if answer is None]
    matched = False if False in answers.values() else None if unknown else True
    if matched is None:
        return None, unknown
    return matched is not condition.negated, []


def _is_one_of(name: str, facts: Facts, values: Iterable[Value]) -> bool | None:
    value = facts.value(name)
    if isinstance(value, Unknown):
        return None
    return any(same(value, one, FACTS[name].type if name in FACTS else FactType.TEXT) for one in values)


def same(value: Value, other: Value, of: FactType) -> bool:
    """Whether both are one value. Serial numbers are compared by letters and digits alone; true is not 1."""
    if of == FactType.SERIAL and isinstance(value, str) and isinstance(other, str):
        return plain(value) == plain(other) != ""
    return type(value) is type(other) and value == other
