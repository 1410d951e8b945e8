"""Text from outside, made fit to be kept and to be shown."""

import re
import unicodedata

_BREAK = "\u200b"
"""ZERO WIDTH SPACE: a line may end here."""
_JOIN = "\u2060"
"""WORD JOINER: no line ends here."""
_KANA = "\u3041-\u3096"
_WORD = rf"[^\W\d_A-Za-z\xaa-\u04ff\u2460-\u24ff{_KANA}]"
"""Katakana and Chinese characters: what a Japanese phrase begins with; the hiragana after them belong to it.

Said by what they are not: ``re`` walks through each range of a set when it compiles it, and theirs are long (6 ms).
"""
_LONG = 30
"""Characters. Patterns are texts here: ``re`` compiles each when it is first wanted (up to 1 ms), and keeps it."""
_UNBROKEN = rf"(?!{_WORD})[^\s{_KANA}]"
_LONG_WORD = rf"(?:{_UNBROKEN}){{{_LONG}}}(?={_UNBROKEN})"
_STEM = "いえきぎけげしせちべみめりれ"
"""Between two Chinese characters these join two verbs (置き換える); a particle (は, が, を, に …) is none of them."""
_PHRASE = (
    rf"[「『（]*(?:(?:[おご]|もう(?=一))?{_WORD}+(?:[{_STEM}]{_WORD}+)*|か[所月])?"
    rf"[{_KANA}]*?(?=[おご]{_WORD}|[^{_KANA}]|$)(?:[」』）][{_KANA}]*)?[、。！？・]*"
)
_MOST_JOINED, _MOST_LOOKED_AT = 14, 60
"""Characters: a longer phrase would be wider than the narrowest label; a much longer one is no phrase."""
_LONG_PHRASE = rf"(.*{_WORD}[{_KANA}]*?[はがをに])(.+)"
"""What it is about, and what is said of it."""
_UNIT = rf"(?<=\d) (?={_WORD}|[{_KANA}%°℃]|[GTMK]B\b|[VW]\b|k?g\b|[cm]m\b|MT/s)"


MAX_FIELD = 120
"""Characters of a name, a number, an address: whatever fits on one line of a form."""

# NFKC turns full-width letters and digits into ASCII but leaves these, which an input method puts where "-" was meant.
DASHES = dict.fromkeys(map(ord, "ー‐‑‒–—―−ｰ﹣－〜~"), "-")


def valid_text(text: str) -> str:
    """``text`` without what UTF-8 cannot hold: bytes in no encoding reach us from arguments and the environment."""
    return text.encode("utf-8", "replace").decode()


def printable(text: str) -> str:
    """``text`` without what could steer a terminal or turn its direction: it may come from a hostile file."""
    return text if text.isprintable() else "".join(map(_visible, text))


def wrappable(text: str) -> str:
    """``text`` with places to break a line in words that are longer than any of a language."""
    return re.sub(_LONG_WORD, lambda match: match[0] + _BREAK, text) if len(text) > _LONG else text


def phrased(text: str) -> str:
    """``text`` whose lines end between Japanese phrases rather than inside a word, and never after a lone number.

    Qt ends a line after any Japanese character. A phrase is taken to end where hiragana end: right in most cases, and
    never worse than without.
    """
    return unbroken(text if text.isascii() else re.sub(_PHRASE, lambda match: _joined(match[0]), text))


def unbroken(text: str) -> str:
    """``text`` in which no line ends between a number and its unit."""
    return re.sub(_UNIT, "\u00a0", text) if " " in text else text


def normalise_warranty_number(typed: str) -> str:
    """``typed`` as printed on a card: ASCII letters and digits in capitals, dashes as ``-``, no blanks around them.

    The card's format is not published, so nothing is refused and no other character is dropped.
    """
    text = unicodedata.normalize("NFKC", typed.translate(DASHES)).translate(DASHES)
    text = "".join(" " if unicodedata.category(c)[0] in "ZC" else c for c in text)
    text = unicodedata.normalize("NFKC", text.upper())  # some letters have capitals that can be composed again
    return "-".join(part.strip() for part in " ".join(text.split()).split("-"))[:MAX_FIELD].strip()


def _joined(phrase: str) -> str:
    if len(phrase) <= _MOST_JOINED:
        return _JOIN.join(phrase)
    parts = re.match(_LONG_PHRASE, phrase) if len(phrase) <= _MOST_LOOKED_AT else None
    return "".join(map(_joined, parts.groups())) if parts else phrase


def _visible(character: str) -> str:
    if character == "\n" or character.isprintable():
        return character
    return " " if unicodedata.category(character) == "Zs" or character == "\t" else "\ufffd"
