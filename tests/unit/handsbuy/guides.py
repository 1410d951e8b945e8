"""Guides as values, of which a test names only what it is about."""

from typing import Any

from haas_client.handsbuy.pack.guide import Answer, Check, Condition, Guide, Need, Question, Step, Words
from haas_client.handsbuy.pack.vocabulary import CheckKind, Kind, Phase, Reason


def words(ja: str = "言葉", en: str = "Words") -> Words:
    return Words({"ja": ja, "en": en})


def condition(negated: bool = False, **facts: Any) -> Condition:
    """Facts by names in which ``__`` stands for the dot."""
    values = {name.replace("__", "."): one if isinstance(one, tuple) else (one,) for name, one in facts.items()}
    return Condition(facts=values, negated=negated)


def need(fact: str, ja: str = "不明", en: str = "something") -> Need:
    return Need(fact=fact, unknown=words(ja, en), optional=False)


def question(fact: str, *values: Any) -> Question:
    answers = tuple(Answer(value=value, words=words(), picture=None) for value in values)
    return Question(fact=fact, words=words(), answers=answers)


def step(step_id: str = "insert", **changes: Any) -> Step:
    values: dict[str, Any] = dict.fromkeys(
        ("pictures", "cautions", "tools", "lines", "screws", "wrong", "conditions"), ()
    )
    values |= {"id": step_id, "phase": Phase.OFF, "title": words(), "seconds": 60, "confirm": words()}
    return Step(**values | changes)


def check(**changes: Any) -> Check:
    values: dict[str, Any] = {
        "id": "one",
        "kind": CheckKind.MEASURE,
        "words": words(),
        "fact": "memory.total",
        "op": None,
        "value": None,
        "tolerance": 0.0,
        "after_seconds": 0,
        "conditions": (),
        "go": "insert",
        "fail_words": words(),
    }
    return Check(**values | changes)


def guide(**changes: Any) -> Guide:
    values: dict[str, Any] = {
        "id": "jp.linuxmania.test",
        "version": "1.0.0",
        "kind": Kind.MEMORY,
        "reasons": (Reason.FAILURE,),
        "title": words(),
        "difficulty": 1,
        "minutes": (10, 20),
        "reviewed": None,
        "applies": Condition(facts={}),
        "parts": (),
        "needs": (),
        "tools": (),
        "questions": (),
        "steps": (step(),),
        "checks": (),
    }
    return Guide(**values | changes)
