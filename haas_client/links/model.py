"""What a link says, as a frozen value."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec

SCHEME = "linuxmania-haas"

MAX_LENGTH = 500
"""Characters of a whole link: it must survive mail programs, and fit into a QR code that a telephone reads."""

CaseId = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{16}$")]
Mark = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{16}$")]


class Action(StrEnum):
    """All that a link can ask for."""

    CONFIRM_HANDS_ON = "confirm_hands_on"
    """``free_number``: which of the three free ones it is."""
    OFFER_HANDSBUY = "offer_handsbuy"
    """``part``; ``free`` where nothing is to be paid."""
    REPAIR = "repair"
    """Not by HandsBuy or Hands-on: a repair at the centre."""
    QUOTE = "quote"
    """``price`` and ``payment_address``."""
    PAID = "paid"
    SHIPPED = "shipped"
    """``part`` and ``tracking``."""
    GUIDE = "guide"
    """What was sent is to be put in: ``kind``, ``part``, ``capacity_bytes``, ``serial``."""
    DIAGNOSE = "diagnose"
    """A new diagnosis is asked for."""
    RETURN_OLD_PART = "return_old_part"
    """``address``."""
    KEEP_OLD_PART = "keep_old_part"
    MESSAGE = "message"
    """``text``."""
    CLOSE = "close"


class PartKind(StrEnum):
    """What HandsBuy sends."""

    POWER_SUPPLY = "power_supply"
    MEMORY = "memory"
    STORAGE = "storage"


class Details(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What belongs to the action; each action uses some of them and no other (:data:`haas_client.links.codec`)."""

    free_number: int | None = None
    free: bool = False
    price: str = ""
    payment_address: str = ""
    kind: PartKind | None = None
    part: str = ""
    capacity_bytes: int | None = None
    serial: str = ""
    tracking: str = ""
    address: str = ""
    text: str = ""


class Link(msgspec.Struct, frozen=True, kw_only=True):
    action: Action
    case: CaseId
    machine: Mark
    """Of the warranty number (:func:`haas_client.links.codec.machine_mark`): nobody can read the number from it."""
    expires_at: datetime
    """Aware, whole seconds."""
    once: Mark
    """Its own number: what was carried out once is never carried out again."""
    details: Details = Details()


class Reason(StrEnum):
    """Why a link is not followed."""

    MALFORMED = "malformed"
    NEWER = "newer"
    """Of a newer version of this program."""
    NO_KEYS = "no_keys"
    """This PC has no keys of the centre's: no link can be checked."""
    UNKNOWN_KEY = "unknown_key"
    FORGED = "forged"
    """The signature is not of that key."""
    EXPIRED = "expired"
    REPLAYED = "replayed"
    OTHER_MACHINE = "other_machine"
    MACHINE_UNKNOWN = "machine_unknown"
    """This PC's warranty number is not known: the owner can type it."""
    OTHER_CASE = "other_case"
    """There is no such case on this PC."""
    NOT_NOW = "not_now"
    """The case stands where that step does not follow."""
    NO_HOSTS = "no_hosts"
    """This PC has no list of the centre's payment pages: none can be checked."""
    HOST = "host"
    """The payment page is not one of those that the centre uses."""
