"""Text from outside, made fit to be kept and to be shown."""

import re
import unicodedata

_LONG_WORD = re.compile(r"\S{30}(?=\S)")
_BREAK = "\u200b"
"""ZERO WIDTH SPACE: a line may end here."""


def valid_text(text: str) -> str:
    """``text`` without what UTF-8 cannot hold: bytes in no encoding reach us from arguments and the environment."""
    return text.encode("utf-8", "replace").decode()


def printable(text: str) -> str:
    """``text`` without what could steer a terminal or turn its direction: it may come from a hostile file."""
    return "".join(_visible(character) for character in text)


def wrappable(text: str) -> str:
    """``text`` with places to break a line in words that are longer than any of a language."""
    return _LONG_WORD.sub(lambda match: match[0] + _BREAK, text)


def _visible(character: str) -> str:
    if character == "\n" or character.isprintable():
        return character
    return " " if unicodedata.category(character) == "Zs" or character == "\t" else "\ufffd"
