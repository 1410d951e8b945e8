"""Telephone numbers as people type them: cleaned to be shown, and turned into a ``tel:`` link for a phone."""

import re
import unicodedata

from haas_client.request import DASHES, MAX_FIELD

_DASH = re.compile(f"(?<=[0-9) ])[{re.escape(''.join(map(chr, DASHES)))}](?=[0-9( ])")
"""An input method's long-vowel marks and wave dashes between digits; in a word ("フリーダイヤル") they stay."""
_NUMBER = re.compile(r"\+?\(?[0-9][0-9 ()./-]*")
_TRUNK = re.compile(r"\(0+\)")
_FEWEST_DIGITS = 3


def normalise(typed: str) -> str:
    """``typed`` in ASCII digits with ``-`` for every dash, a leading ``+`` kept; nothing else is refused or dropped."""
    text = "".join(" " if unicodedata.category(c)[0] in "ZC" else c for c in unicodedata.normalize("NFKC", typed))
    return _DASH.sub("-", " ".join(text.split()))[:MAX_FIELD].strip()


def link(number: str) -> str:
    """The ``tel:`` link (RFC 3966) of the first number in ``number``; "" where there is none.

    Only digits and a leading ``+`` go into it: ``*`` and ``#`` could hold a command for the phone. An extension behind
    the number is left out, and so is the trunk prefix in "+81 (0)3".
    """
    found = _NUMBER.search(normalise(number))
    if not found:
        return ""
    text = found[0]
    plus = "+" if text.startswith("+") else ""
    digits = re.sub("[^0-9]", "", _TRUNK.sub("", text) if plus else text)
    return f"tel:{plus}{digits}" if len(digits) >= _FEWEST_DIGITS else ""
