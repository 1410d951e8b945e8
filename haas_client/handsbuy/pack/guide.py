"""A guide put together: its own steps and those of its fragments in a row, texts in every language, pictures as files.

What a window, a phone page and a paper are made of. Nothing in it refers to a file's keys any more.
"""

from pathlib import Path

import msgspec

from haas_client.handsbuy.pack.model import LANGUAGES, Place, Review, Scalar
from haas_client.handsbuy.pack.vocabulary import (
    CheckKind,
    Colour,
    Driver,
    Hazard,
    Kind,
    Level,
    Op,
    Phase,
    Reason,
    Tool,
)


class Words(msgspec.Struct, frozen=True):
    """A text in every language, with its placeholders; :func:`.filled.filled` makes it fit to be shown."""

    by_language: dict[str, str]

    def template(self, language: str) -> str:
        """In ``language``; in the source language where that one has none."""
        return self.by_language.get(language, self.by_language[LANGUAGES[0]])


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """``when`` or ``unless`` of a step, an include or a check; :mod:`.conditions` weighs it."""

    facts: dict[str, tuple[Scalar, ...]]
    """All of them must be one of their values."""
    negated: bool = False


class Need(msgspec.Struct, frozen=True, kw_only=True):
    fact: str
    unknown: Words | None
    optional: bool


class Marker(msgspec.Struct, frozen=True, kw_only=True):
    """A marker as one step shows it."""

    number: int
    """From 1, in the order in which the step's lines name them, through all its pictures."""
    colour: Colour
    label: Words
    places: tuple[Place, ...]


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    file: Path
    line_file: Path
    """The drawing for paper, from the same camera: markers are in the same places."""
    alt: Words
    markers: tuple[Marker, ...] = ()
    """Those that the step's lines or screws name, and no other."""


class Caution(msgspec.Struct, frozen=True, kw_only=True):
    level: Level
    hazard: Hazard
    words: Words | None
    """``None``: the program's own for this hazard (:mod:`.words`)."""
    confirm: Words | None


class Line(msgspec.Struct, frozen=True, kw_only=True):
    words: Words
    marker: Marker | None
    level: int
    tells: tuple[str, ...] = ()


class Screws(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    count: int
    thread: str
    drive: Driver
    length_mm: float | None
    marker: Marker | None


class Wrong(msgspec.Struct, frozen=True, kw_only=True):
    sign: Words
    do: Words


class Step(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    """``insert``, or ``open-case.side-panel`` of a fragment: once in a guide."""
    phase: Phase
    title: Words
    pictures: tuple[Picture, ...]
    seconds: int
    cautions: tuple[Caution, ...]
    """The gravest first; shown before the lines."""
    tools: tuple[Tool, ...]
    lines: tuple[Line, ...]
    screws: tuple[Screws, ...]
    confirm: Words | None
    wrong: tuple[Wrong, ...]
    conditions: tuple[Condition, ...]
    """All of them must hold; its own, and those of the includes by which it came."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    value: Scalar
    words: Words
    picture: Picture | None


class Question(msgspec.Struct, frozen=True, kw_only=True):
    fact: str
    words: Words
    answers: tuple[Answer, ...]


class NeededTool(msgspec.Struct, frozen=True, kw_only=True):
    id: Tool
    optional: bool


class Check(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    kind: CheckKind
    words: Words
    fact: str
    """Empty for a question to the owner."""
    op: Op | None
    value: Scalar | None
    tolerance: float
    after_seconds: int
    conditions: tuple[Condition, ...]
    go: str
    """The step to go back to where it failed; empty where the guide names none."""
    fail_words: Words | None


class Guide(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    version: str
    kind: Kind
    reasons: tuple[Reason, ...]
    title: Words
    difficulty: int
    minutes: tuple[int, int]
    reviewed: Review | None
    applies: Condition
    parts: tuple[Words, ...]
    needs: tuple[Need, ...]
    tools: tuple[NeededTool, ...]
    questions: tuple[Question, ...]
    steps: tuple[Step, ...]
    """In the order of their phases."""
    checks: tuple[Check, ...]

    def question(self, fact: str) -> Question | None:
        return next((question for question in self.questions if question.fact == fact), None)

    def step(self, step_id: str) -> Step | None:
        return next((step for step in self.steps if step.id == step_id), None)

    def of_phase(self, *phases: Phase) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.phase in phases)
