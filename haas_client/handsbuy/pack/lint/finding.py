"""What the lint says: by a rule, of a place, and what to do."""

from collections.abc import Callable, Iterator
from enum import StrEnum

import msgspec

from haas_client.handsbuy.pack.guide import Guide
from haas_client.handsbuy.pack.model import GuideFile
from haas_client.handsbuy.pack.source import COMMON, FRAGMENT, GUIDE, AnySource, Pack
from haas_client.i18n import Translator


class Severity(StrEnum):
    ERROR = "error"
    """Such a guide is not shipped."""
    WARNING = "warning"


class Linted(msgspec.Struct, frozen=True, kw_only=True):
    """A pack as far as it could be read."""

    pack: Pack
    guide: Guide | None
    """``None`` where it cannot be put together, which is a finding of its own."""
    files: dict[str, tuple[str, ...]]
    """What stands in each source's folder, by its place."""


class Hit(msgspec.Struct, frozen=True):
    """One place that a rule does not hold."""

    place: str
    details: dict[str, str] = {}
    """What stands in the words' braces."""


class Rule(msgspec.Struct, frozen=True):
    code: str
    """Stable."""
    find: Callable[[Linted], Iterator[Hit]]
    problem: str
    """English, marked for translation; so is ``advice``."""
    advice: str
    severity: Severity = Severity.ERROR


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    rule: str
    severity: Severity
    place: str
    details: dict[str, str]
    problem: str
    advice: str

    def words(self, t: Translator) -> str:
        """In one line: what is wrong and what to do."""
        return f"{t(self.problem)} {t(self.advice)}".format_map(_Details(self.details))


class _Details(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def step_of(linted: Linted, step_id: str) -> str:
    """A step of the whole guide, as a place in the file that has it."""
    fragment, _, name = step_id.rpartition(".")
    for pin, source in linted.pack.fragments.items():
        if fragment and pin.startswith(f"{COMMON}/{fragment}@"):
            return f"{file_of(source)}, step {name}"
    return f"{GUIDE}, step {step_id}"


def file_of(source: AnySource) -> str:
    """Its TOML file, as a place."""
    return source.at(GUIDE if isinstance(source.file, GuideFile) else FRAGMENT)
