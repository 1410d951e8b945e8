"""Words that look private, in what would go: which, in which section, and where in a text."""

import re
from collections.abc import Iterable

from haas_client.bundle import private_words
from haas_client.bundle.chosen import Section
from haas_client.bundle.contents import SNAPSHOT, Contents
from haas_client.bundle.private_words import Marks
from haas_client.bundle.report import Page
from haas_client.diagnostics.host import Identities
from haas_client.ui.pages.readable import readable
from haas_client.ui.widgets.marked_text import Span


def in_words(text: str, identities: Identities | None = None) -> tuple[Span, ...]:
    """Places in what the owner typed."""
    return tuple((span.start, span.end) for span in private_words.find(text, identities))


def names(text: str, spans: Iterable[Span]) -> tuple[str, ...]:
    """Each of them once, in the order in which they come."""
    return tuple(dict.fromkeys(text[begin:end] for begin, end in spans))


def in_member(bundle: Contents, marks: Marks, name: str) -> tuple[Span, ...]:
    """Places in a file of the bundle, as text."""
    return tuple((span.start, span.end) for span in marks.members.get(name, ()) if name in bundle.members)


def places(text: str, words: Iterable[str]) -> tuple[Span, ...]:
    """Where in ``text`` one of ``words`` stands."""
    longest_first = sorted((word for word in words if word), key=len, reverse=True)
    if not longest_first:
        return ()
    return tuple(match.span() for match in re.finditer("|".join(map(re.escape, longest_first)), text))


def by_section(bundle: Contents, page: Page, marks: Marks) -> dict[Section | None, tuple[str, ...]]:
    """The words of each section that is in the bundle; ``None``: what the owner wrote.

    Three sections share a file: what a person reads in one of them belongs to it, the rest to the records.
    """
    spans = tuple((span.start, span.end) for span in marks.words)
    found: dict[Section | None, tuple[str, ...]] = {None: names(bundle.request.words, spans)}
    for section in bundle.manifest.sections:
        found[section] = _of_members(bundle, marks, bundle.of_section(section))
    shared = _of_members(bundle, marks, (SNAPSHOT,))
    told: set[str] = set()
    for section in (Section.PARTS, Section.SYSTEM):
        if section in found:
            text = "\n".join(readable(bundle, page, section))
            found[section] = tuple(word for word in shared if word in text)
            told.update(found[section])
    others = tuple(word for word in shared if word not in told)
    if Section.RECORDS in found:
        found[Section.RECORDS] = tuple(word for word in found[Section.RECORDS] if word not in told)
    elif Section.PARTS in found:  # the list of what was asked goes with the parts
        found[Section.PARTS] += others
    return found


def _of_members(bundle: Contents, marks: Marks, members: Iterable[str]) -> tuple[str, ...]:
    words: dict[str, None] = {}
    for name in members:
        if name in marks.members:
            text = bundle.members[name].decode("utf-8", "replace")
            words |= dict.fromkeys(names(text, in_member(bundle, marks, name)))
    return tuple(words)
