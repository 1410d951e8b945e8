"""A language that nobody speaks: every translatable text half as long again, accented and in brackets.

What stands on a page without brackets cannot be translated; what is cut off has no room for a longer language.
"""

import math
import re

from haas_client import i18n
from haas_client.i18n import Translator

NAME = "pseudo"
GROWTH = 1.5
OPEN, CLOSE = "⟦", "⟧"
_ACCENTED = str.maketrans("aceinouyACEINOUY", "àçéîñöüýÀÇÉÎÑÖÜÝ")
_FILLING = "òñé twö thréé föür fívé sîx sévéñ éîght ñîñé téñ "
_KEPT = re.compile(r"(\{[^{}]*\}|%\([^)]*\)s|%s|\n)")
"""What is filled in later, and ends of lines."""


def stretched(text: str) -> str:
    """``text`` as this language has it; its placeholders stay."""
    if not text:
        return text
    parts = _KEPT.split(text)
    plain = sum(len(part) for part in parts[::2]) + text.count("\n")
    space = " " if " " in text else ""
    filling = _FILLING.replace(" ", space)
    more = (filling * (plain // len(filling) + 1))[: math.ceil(plain * (GROWTH - 1))].strip()
    shown = "".join(part if number % 2 else part.translate(_ACCENTED) for number, part in enumerate(parts))
    return f"{OPEN}{shown}{space}{more}{CLOSE}"


class Pseudo(Translator):
    """In place of English, whose dates and numbers it keeps."""

    def __init__(self) -> None:
        super().__init__("en")

    def __call__(self, message: str) -> str:
        return stretched(message)

    def plural(self, singular: str, plural: str, count: int) -> str:
        return stretched(singular if count == 1 else plural).format(count=count)


def use() -> None:
    """Makes it the language of the interface, of this process only: no owner can choose it."""
    i18n._current[0] = Pseudo()
