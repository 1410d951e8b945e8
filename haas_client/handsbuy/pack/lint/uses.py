"""Which texts a file uses, and as what: the lint measures a line by other lengths than a title."""

from collections.abc import Iterator
from enum import StrEnum

import msgspec

from haas_client.handsbuy.pack.expand import TITLE
from haas_client.handsbuy.pack.lint.finding import file_of
from haas_client.handsbuy.pack.model import FragmentFile, GuideFile, Include, Step
from haas_client.handsbuy.pack.source import AnySource


class Role(StrEnum):
    TITLE = "title"
    LINE = "line"
    CONFIRM = "confirm"
    LABEL = "label"
    """Of a marker, an answer: a few words."""
    WORDS = "words"
    """Anything else."""


class Use(msgspec.Struct, frozen=True):
    key: str
    role: Role
    place: str


def uses(source: AnySource) -> Iterator[Use]:
    """Every use of a text in the source's file."""
    file, here = source.file, file_of(source)
    if isinstance(file, GuideFile):
        yield Use(TITLE, Role.TITLE, here)
        yield from (Use(key, Role.WORDS, f"{here}, parts") for key in file.parts)
        yield from _of_checks(file, here)
    yield from (Use(n.unknown, Role.LABEL, f"{here}, needs, {fact}") for fact, n in file.needs.items() if n.unknown)
    yield from _of_pictures(file, here)
    for step in steps(source):
        yield from _of_step(step, f"{here}, step {step.id}")


def steps(source: AnySource) -> tuple[Step, ...]:
    """Its own, without those that it includes."""
    return tuple(entry for entry in source.file.steps if not isinstance(entry, Include))


def _of_pictures(file: GuideFile | FragmentFile, here: str) -> Iterator[Use]:
    for picture in file.pictures:
        yield Use(picture.alt, Role.WORDS, f"{here}, picture {picture.id}")
        yield from (Use(one.label, Role.LABEL, f"{here}, marker {one.id}") for one in picture.markers)
    for question in file.questions:
        yield Use(question.text, Role.LINE, f"{here}, question {question.fact}")
        yield from (Use(one.text, Role.LABEL, f"{here}, question {question.fact}") for one in question.answers)


def _of_step(step: Step, here: str) -> Iterator[Use]:
    yield Use(step.title, Role.TITLE, here)
    yield from (Use(line.text, Role.LINE, here) for line in step.lines)
    if step.confirm:
        yield Use(step.confirm, Role.CONFIRM, here)
    for caution in step.caution:
        yield from (Use(key, role, here) for key, role in _of_caution(caution.text, caution.confirm) if key)
    for wrong in step.wrong:
        yield Use(wrong.sign, Role.LINE, here)
        yield Use(wrong.do, Role.LINE, here)


def _of_caution(text: str | None, confirm: str | None) -> tuple[tuple[str | None, Role], ...]:
    return (text, Role.LINE), (confirm, Role.CONFIRM)


def _of_checks(file: GuideFile, here: str) -> Iterator[Use]:
    for check in file.checks:
        yield Use(check.text, Role.LINE, f"{here}, check {check.id}")
        if check.if_fail:
            yield Use(check.if_fail.text, Role.WORDS, f"{here}, check {check.id}")
