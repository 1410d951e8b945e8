"""A text with this machine's facts in it, as plain text that is fit to be shown.

Whatever a firmware calls a slot, it is text: no brace of it is ever looked at again, nothing of it steers a screen.
Whoever shows it must still treat it as plain text, never as markup.
"""

import re
from collections.abc import Iterator

import msgspec

from haas_client.diagnostics.unknown import Unknown
from haas_client.handsbuy.pack.fact_table import FACTS, FactType
from haas_client.handsbuy.pack.found import Facts, Value
from haas_client.handsbuy.pack.guide import Guide, Words
from haas_client.handsbuy.pack.vocabulary import Kind
from haas_client.i18n import translator
from haas_client.sizes import drive_size, memory_size
from haas_client.text import MAX_FIELD, printable

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
SHOWN = frozenset({FactType.TEXT, FactType.BYTES, FactType.SERIAL, FactType.WATTS, FactType.COUNT})
"""Types that can stand in a text; the others are codes."""
_BRACES = str.maketrans({"{": "(", "}": ")"})


class Piece(msgspec.Struct, frozen=True):
    text: str
    is_fact: bool = False
    """Of this machine, and known: a window may show it bold."""


def filled(words: Words, language: str, guide: Guide, facts: Facts) -> str:
    """The text in ``language``, in one line, with facts in place of their placeholders; never with a brace."""
    return "".join(piece.text for piece in pieces(words, language, guide, facts))


def pieces(words: Words, language: str, guide: Guide, facts: Facts) -> tuple[Piece, ...]:
    """The same, with what is a fact told apart."""
    return tuple(piece for piece in _pieces(words.template(language), language, guide, facts) if piece.text)


def shown(name: str, value: Value, kind: Kind) -> str:
    """A fact's value, for people; empty where it has nothing to be shown. Sizes as printed on a part of ``kind``."""
    fact = FACTS.get(name)
    if fact is None or fact.type not in SHOWN or isinstance(value, bool):
        return ""
    if isinstance(value, str):
        return _plain(value)
    if fact.type == FactType.BYTES:
        return memory_size(value) if _is_memory(name, kind) else drive_size(value)
    return f"{value} W" if fact.type == FactType.WATTS else f"{value:,}"


def _pieces(template: str, language: str, guide: Guide, facts: Facts) -> Iterator[Piece]:
    end = 0
    for found in PLACEHOLDER.finditer(template):
        yield Piece(_plain(template[end : found.start()], MAX_FIELD * 10))
        yield _fact(found[1], language, guide, facts)
        end = found.end()
    yield Piece(_plain(template[end:], MAX_FIELD * 10))


def _fact(name: str, language: str, guide: Guide, facts: Facts) -> Piece:
    value = facts.value(name)
    text = "" if isinstance(value, Unknown) else shown(name, value, guide.kind)
    if text.strip():
        return Piece(text, is_fact=True)
    unknown = next((need.unknown for need in guide.needs if need.fact == name and need.unknown), None)
    t = translator(language)
    return Piece(_plain(unknown.template(language), MAX_FIELD * 10) if unknown else t("(not known)"))


def _is_memory(name: str, kind: Kind) -> bool:
    return name.startswith("memory.") or (kind == Kind.MEMORY and name.startswith(("part.", "order.")))


def _plain(text: str, most: int = MAX_FIELD) -> str:
    """In one line."""
    return printable(text).replace("\n", " ").translate(_BRACES)[:most]
