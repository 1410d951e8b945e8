"""Whose links are followed: the centre's keys and payment pages, as Linuxmania set them on this PC."""

import base64
import binascii
import logging
import os
import stat
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from haas_client import files, machine, web
from haas_client.links import codec
from haas_client.links.model import Link, Reason
from haas_client.links.refusal import LinkRefused

_log = logging.getLogger(__name__)

KEYS = "link-keys"
"""The centre's public keys: ``ID KEY`` a line, as ``link keygen`` prints it. Two, so that one can take over."""
HOSTS = "payment-hosts"
"""Hosts of the centre's payment pages, one a line, each as it stands in an address."""
MAX_KEYS = 2
MAX_HOSTS = 20
_MAX_BYTES = 16 * 1024

GRACE = timedelta(days=1)
"""Own rule: a PC whose clock is a day fast refuses no link; what was used once stays used whatever the clock says."""


class Trust(msgspec.Struct, frozen=True, kw_only=True):
    keys: dict[bytes, bytes] = {}
    """Public keys of 32 bytes, by their names."""
    hosts: frozenset[str] | None = None
    """``None`` where there is no list: nothing can be said of any page then."""


def load(folder: Path = machine.FOLDER) -> Trust:
    """What ``folder`` tells; nothing of a file that is missing, that another could have written, or is no such file.

    A line that cannot be understood makes its whole file void: half a list would be a list nobody made.
    """
    hosts = _lines(folder / HOSTS)
    return Trust(
        keys=keys(folder / KEYS),
        # The package installs an empty one, which nobody has filled in yet: it is none, and no word on any page.
        hosts=frozenset(host.lower() for host in hosts) if hosts and len(hosts) <= MAX_HOSTS else None,
    )


def keys(path: Path) -> dict[bytes, bytes]:
    """The public keys in a file of the form of :data:`KEYS`, by their names; none where it cannot be trusted whole."""
    found = [_key(line) for line in _lines(path) or ()]
    if None in found or len(found) > MAX_KEYS:
        _log.warning("%s cannot be used: a line that is no key, or too many", path.name)
        return {}
    return dict(filter(None, found))


def checked(text: str, trust: Trust, now: datetime) -> Link:
    """The link in ``text``, which is the centre's. Raises :class:`LinkRefused`.

    What is not signed by the centre is never taken apart.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    found = codec.sealed(text)
    if not trust.keys:
        raise LinkRefused(Reason.NO_KEYS)
    key = trust.keys.get(found.key_id)
    if key is None:
        raise LinkRefused(Reason.UNKNOWN_KEY)
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(found.signature, found.signed)
    except InvalidSignature as error:
        raise LinkRefused(Reason.FORGED) from error
    link = codec.opened(found)
    if now > link.expires_at + GRACE:
        raise LinkRefused(Reason.EXPIRED)
    if link.details.payment_address:
        _check_page(link.details.payment_address, trust)
    return link


def for_machine(link: Link, warranty_numbers: Iterable[str]) -> None:
    """Raises :class:`LinkRefused` unless one of the numbers by which this PC is known is the link's."""
    marks = {codec.machine_mark(number) for number in warranty_numbers if number}
    if not marks:
        raise LinkRefused(Reason.MACHINE_UNKNOWN)
    if link.machine not in marks:
        raise LinkRefused(Reason.OTHER_MACHINE)


def line(public_key: bytes) -> str:
    """A key of 32 bytes as a line of :data:`KEYS`."""
    return f"{codec.key_id(public_key).hex()} {base64.b64encode(public_key).decode()}"


def _check_page(address: str, trust: Trust) -> None:
    if trust.hosts is None:
        raise LinkRefused(Reason.NO_HOSTS)
    try:
        page = web.checked(address)
    except web.AddressRefused as error:
        raise LinkRefused(Reason.HOST) from error
    if page.host not in trust.hosts:
        raise LinkRefused(Reason.HOST)


def _key(line: str) -> tuple[bytes, bytes] | None:
    name, _, text = line.partition(" ")
    try:
        key = base64.b64decode(text.strip(), validate=True)
        known = bytes.fromhex(name)
    except (binascii.Error, ValueError):
        return None
    return (known, key) if len(key) == 32 and codec.key_id(key) == known else None


def _lines(path: Path) -> list[str] | None:
    """``None`` where there is no list that can be trusted, and read whole."""
    try:
        status = path.stat()
        theirs = status.st_uid not in (0, os.getuid()) or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
        data = files.read_ordinary(path, _MAX_BYTES)
        text = data.decode()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        _log.warning("%s cannot be used: %s", path.name, error)
        return None
    if theirs or len(data) > _MAX_BYTES:
        _log.warning("%s cannot be used: %s", path.name, "others can write it" if theirs else "too large")
        return None
    stripped = (line.strip() for line in text.splitlines())
    return [line for line in stripped if line and not line.startswith("#")]
