"""The words in which a judgement is spoken: kinds of parts, severities, confidence, verdicts.

Apart from the values that carry them, so that the window's first page opens without loading those.
"""

from collections.abc import Iterable
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
    CABLE = "cable"
    """The link to the part, or its power, is at fault and not the part: reseat or change the cable first."""
    NOTE = "note"
    """Worth knowing, and no fault: changes no verdict."""


class Confidence(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Verdict(StrEnum):
    """The state of one part. Only ``OK`` says that it is well."""

    REPLACE = "replace"
    WATCH = "watch"
    CABLE = "cable"
    UNREADABLE = "unreadable"
    NOT_TESTED = "not_tested"
    OK = "ok"


_ORDER = tuple(Verdict)
_SEVERITIES = tuple(Severity)


def rank(severity: Severity) -> int:
    """0 for the worst."""
    return _SEVERITIES.index(severity)


def of_severities(severities: Iterable[Severity]) -> Verdict | None:
    """The verdict that findings of these severities lead to; ``None`` where none of them tells of a fault."""
    worst_one = min(severities, key=rank, default=Severity.NOTE)
    return None if worst_one == Severity.NOTE else Verdict(worst_one.value)


def worst(verdicts: list[Verdict]) -> Verdict:
    """The one that decides for a group; a group with nothing in it was not tested."""
    return min(verdicts, key=_ORDER.index, default=Verdict.NOT_TESTED)
