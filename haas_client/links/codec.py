"""A link as text, and back. Its parts, each as short as it can be, stand in ``docs/links.md``."""

import base64
import binascii
import hashlib
import re
import unicodedata
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from haas_client.errors import HaasError
from haas_client.i18n import t
from haas_client.links.model import MAX_LENGTH, SCHEME, Action, Details, Link, Reason
from haas_client.links.refusal import LinkRefused
from haas_client.text import DASHES, normalise_warranty_number

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

VERSION = 1
SIGNATURE_BYTES = 64
KEY_ID_BYTES = 4
_PREFIX = f"{SCHEME}:"
_DOMAIN = b"linuxmania-haas link\0"
"""What is signed begins with it, so that no signature of the same key for another purpose is one of a link."""
_HEAD_BYTES = 2 + 1 + KEY_ID_BYTES
"""Length of the whole, version, key."""
_MAX_PASTED = 20_000
"""Characters: a whole mail with a link in it; what is longer is not even looked at."""

_SOFT_BREAK = re.compile(r"=[ \t]*\r?\n")
"""Quoted-printable (RFC 2045, 6.7): a line that goes on."""
_QUOTED_BREAK = re.compile(r"\n[>\s]*")
"""A line break, with the marks of an answered mail behind it. Blanks before it go with all others: looked for here,
20,000 of them would take two seconds."""
_BODY = re.compile(r"[A-Za-z0-9_-]+")

_ACTIONS = tuple(Action)
"""An action is written as its place in here: only ever added to, at the end."""

FIELDS: dict[Action, tuple[str, ...]] = {
    Action.CONFIRM_HANDS_ON: ("free_number",),
    Action.OFFER_HANDSBUY: ("part", "free"),
    Action.REPAIR: (),
    Action.QUOTE: ("price", "payment_address", "part"),
    Action.PAID: (),
    Action.SHIPPED: ("part", "tracking"),
    Action.GUIDE: ("kind", "part", "capacity_bytes", "serial"),
    Action.DIAGNOSE: (),
    Action.RETURN_OLD_PART: ("address",),
    Action.KEEP_OLD_PART: (),
    Action.MESSAGE: ("text",),
    Action.CLOSE: (),
}
"""What belongs to each action, in the order in which it is written; only ever added to, at the end."""

REQUIRED: dict[Action, tuple[str, ...]] = {
    Action.CONFIRM_HANDS_ON: ("free_number",),
    Action.QUOTE: ("price", "payment_address"),
    Action.GUIDE: ("kind",),
    Action.RETURN_OLD_PART: ("address",),
    Action.MESSAGE: ("text",),
}

_LINES = frozenset({"text", "address"})
"""Fields of several lines; all others are one."""


class TooLong(HaasError):
    """More than a link can hold."""

    def __init__(self, excess: int) -> None:
        self.excess = excess
        super().__init__(
            t("The link would be {excess} characters too long.").format(excess=excess),
            t("Please shorten what it says; a Japanese character takes four of the link's."),
        )


class _Body(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    action: int
    case: bytes
    machine: bytes
    expires: int
    once: bytes
    details: tuple[str | int | bool | None, ...]


class Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """A link that nobody has taken apart yet: first comes its signature."""

    key_id: bytes
    body: bytes
    signed: bytes
    signature: bytes


def machine_mark(warranty_number: str) -> str:
    """What stands for a PC in its links: the number itself cannot be read from it."""
    number = normalise_warranty_number(warranty_number)
    return hashlib.sha256(b"linuxmania-haas machine\0" + number.encode()).digest()[:8].hex()


def key_id(public_key: bytes) -> bytes:
    """The name of a key of 32 bytes."""
    return hashlib.sha256(public_key).digest()[:KEY_ID_BYTES]


def encode(link: Link, key: "Ed25519PrivateKey") -> str:
    """The link as text, signed. Raises :class:`TooLong`; ``ValueError`` for details that do not belong to it."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    _check(link.action, link.details)
    body = msgspec.msgpack.encode(
        _Body(
            action=_ACTIONS.index(link.action),
            case=bytes.fromhex(link.case),
            machine=bytes.fromhex(link.machine),
            expires=int(link.expires_at.timestamp()),
            once=bytes.fromhex(link.once),
            details=_written(link),
        )
    )
    length = _HEAD_BYTES + len(body) + SIGNATURE_BYTES
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    signed = min(length, 0xFFFF).to_bytes(2) + bytes([VERSION]) + key_id(public) + body
    text = base64.urlsafe_b64encode(signed + key.sign(_DOMAIN + signed)).rstrip(b"=").decode()
    excess = len(_PREFIX) + len(text) - MAX_LENGTH
    if excess > 0:
        raise TooLong(excess)
    return _PREFIX + text


def sealed(text: str) -> Sealed:
    """The link in ``text``, wherever it was copied from. Raises :class:`LinkRefused`: malformed, or newer."""
    data = _bytes(text)
    signed, signature = data[:-SIGNATURE_BYTES], data[-SIGNATURE_BYTES:]
    if signed[2] != VERSION:
        raise LinkRefused(Reason.NEWER if signed[2] > VERSION else Reason.MALFORMED)
    body, key = signed[_HEAD_BYTES:], signed[3:_HEAD_BYTES]
    return Sealed(key_id=key, body=body, signed=_DOMAIN + signed, signature=signature)


def opened(link: Sealed) -> Link:
    """What it says, whoever made it. Raises :class:`LinkRefused`, malformed."""
    try:
        return _link(msgspec.msgpack.decode(link.body, type=_Body))
    except (msgspec.DecodeError, msgspec.ValidationError, ValueError, OverflowError, OSError, RecursionError) as error:
        raise LinkRefused(Reason.MALFORMED) from error


def _bytes(text: str) -> bytes:
    """Its bytes, without what a mail put around and between them."""
    plain = unicodedata.normalize("NFKC", text[:_MAX_PASTED].translate(DASHES)).translate(DASHES)
    plain = _QUOTED_BREAK.sub("", _SOFT_BREAK.sub("", plain))
    plain = "".join(plain.split())
    plain = "".join(c for c in plain if unicodedata.category(c) != "Cf")  # zero-width marks of web mail
    start = plain.lower().find(_PREFIX)
    found = _BODY.match(plain, start + len(_PREFIX)) if start >= 0 else None
    if found is None:
        raise LinkRefused(Reason.MALFORMED)
    return _whole(found[0][: MAX_LENGTH + 2])


def _whole(body: str) -> bytes:
    """The link tells its length: words that follow it without a blank are not of it."""
    try:
        length = int.from_bytes(base64.urlsafe_b64decode(body[:4])[:2])
        characters = -(-length * 4 // 3)
        data = base64.urlsafe_b64decode(body[:characters] + "=" * (-characters % 4))
    except (binascii.Error, ValueError) as error:
        raise LinkRefused(Reason.MALFORMED) from error
    too_long = characters + len(_PREFIX) > MAX_LENGTH
    if too_long or len(data) != length or length <= _HEAD_BYTES + SIGNATURE_BYTES:
        raise LinkRefused(Reason.MALFORMED)
    return data


def _written(link: Link) -> tuple[Any, ...]:
    values: list[Any] = [getattr(link.details, name) for name in FIELDS[link.action]]
    while values and values[-1] in ("", None, False):
        values.pop()
    return tuple(values)


def _link(body: _Body) -> Link:
    """Raises ``ValueError`` and what msgspec raises."""
    action = _ACTIONS[body.action] if 0 <= body.action < len(_ACTIONS) else None
    if action is None or len(body.details) > len(FIELDS[action]):
        raise ValueError(body.action)
    values = dict(zip(FIELDS[action], body.details, strict=False))
    details = msgspec.convert(values, Details)
    _check(action, details)
    raw = {
        "action": action,
        "case": body.case.hex(),
        "machine": body.machine.hex(),
        "expires_at": datetime.fromtimestamp(body.expires, UTC),
        "once": body.once.hex(),
        "details": details,
    }
    return msgspec.convert(raw, Link)


def _check(action: Action, details: Details) -> None:
    """Raises ``ValueError`` for what does not belong to ``action``, is missing, or could be mistaken."""
    told = {name: getattr(details, name) for name in details.__struct_fields__}
    for name, value in told.items():
        empty = value in ("", None, False)
        if (not empty and name not in FIELDS[action]) or (empty and name in REQUIRED.get(action, ())):
            raise ValueError(name)
        if isinstance(value, str) and not _is_plain(value, lines=name in _LINES):
            raise ValueError(name)
    number, capacity = details.free_number, details.capacity_bytes
    if (number is not None and not 1 <= number <= 3) or (capacity is not None and not 0 < capacity < 1 << 60):
        raise ValueError(action)


def _is_plain(value: str, *, lines: bool) -> bool:
    """Nothing in it is invisible, turns the direction of text, or breaks a line where there is to be one."""
    return all((c == "\n" and lines) or unicodedata.category(c)[0] not in "CZ" or c in " \u3000" for c in value)
