"""What the owner asks for: symptom, own words, wished service, and who to answer."""

from dataclasses import dataclass, field
from enum import StrEnum

from haas_client.text import DASHES, MAX_FIELD, normalise_warranty_number

__all__ = [
    "DASHES",
    "MAX_FIELD",
    "MAX_WORDS",
    "Request",
    "Service",
    "Symptom",
    "normalise_warranty_number",
]


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
