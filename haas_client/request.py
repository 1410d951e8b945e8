"""What the owner asks for: symptom, own words, wished service, and who to answer."""

import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum


class Symptom(StrEnum):
    """The nine choices of the symptom page."""

    POWER = "power"
    MEMORY = "memory"
    STORAGE = "storage"
    SLOW = "slow"
    NETWORK = "network"
    SOFTWARE = "software"
    UPGRADE = "upgrade"
    HOW_TO = "how_to"
    OTHER = "other"


class Service(StrEnum):
    """Linuxmania's three services."""

    PHONE_MAIL = "phone_mail"
    HANDS_ON = "hands_on"
    HANDSBUY = "handsbuy"


MAX_WORDS = 4000
"""Characters of the owner's own words: two printed pages; more belongs into a conversation."""
MAX_FIELD = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """``case.json`` of a bundle. Everything in it was typed or chosen by the owner and is shown before it goes."""

    symptom: Symptom | None = None
    words: str = ""
    service: Service | None = None
    warranty_number: str = ""
    name: str = ""
    contact: str = ""
    power_answers: dict[str, str] = field(default_factory=dict)
    """What the owner told of the power supply: question and answer, by their codes in ``diagnostics.checklist``."""


# NFKC turns full-width letters and digits into ASCII but leaves these, which an input method puts where "-" was meant.
DASHES = dict.fromkeys(map(ord, "ー‐‑‒–—―−ｰ﹣－〜~"), "-")


def normalise_warranty_number(typed: str) -> str:
    """``typed`` as printed on a card: ASCII letters and digits in capitals, dashes as ``-``, no blanks around them.

    The card's format is not published, so nothing is refused and no other character is dropped.
    """
    text = unicodedata.normalize("NFKC", typed.translate(DASHES)).translate(DASHES)
    text = "".join(" " if unicodedata.category(c)[0] in "ZC" else c for c in text)
    text = unicodedata.normalize("NFKC", text.upper())  # some letters have capitals that can be composed again
    return "-".join(part.strip() for part in " ".join(text.split()).split("-"))[:MAX_FIELD].strip()
