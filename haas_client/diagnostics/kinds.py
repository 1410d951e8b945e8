"""The words in which a judgement is spoken: kinds of parts, severities, confidence, verdicts.

Apart from the values that carry them, so that the window's first page opens without loading those.
"""

from enum import StrEnum


class PartKind(StrEnum):
    """The parts that HandsBuy sends; ``SYSTEM`` is the rest of the PC."""

    POWER = "power"
    MEMORY = "memory"
    STORAGE = "storage"
    SYSTEM = "system"


class Severity(StrEnum):
    REPLACE = "replace"
    """The part should be replaced."""
    WATCH = "watch"
    """Not as it should be; to be looked at again, or tested, before a part is sent."""


class Confidence(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Verdict(StrEnum):
    """The state of one part. Only ``OK`` says that it is well."""

    REPLACE = "replace"
    WATCH = "watch"
    UNREADABLE = "unreadable"
    NOT_TESTED = "not_tested"
    OK = "ok"


_ORDER = tuple(Verdict)


def worst(verdicts: list[Verdict]) -> Verdict:
    """The one that decides for a group; a group with nothing in it was not tested."""
    return min(verdicts, key=_ORDER.index, default=Verdict.NOT_TESTED)
