"""Encryption of a bundle to the customer centre's public keys, with age (age-encryption.org/v1, X25519).

Where the centre has put its keys on this PC, a bundle is encrypted or it is not written at all. See decision 021.
"""

import errno
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from haas_client import machine
from haas_client.errors import ExitCode, HaasError
from haas_client.i18n import t
from haas_client.paths import PROGRAM

if TYPE_CHECKING:
    from pyrage.x25519 import Identity

MARK = b"age-encryption.org/v1\n"
"""What every file of age begins with."""
ENDING = ".age"
MAX_RECIPIENTS = 20
_MAX_KEY_FILE_BYTES = 64 * 1024
_MAX_HEADER_BYTES = 8 * 1024
"""Twenty recipients take 2.1 KB; reading a header takes time by its square (2.6 s for 40 KB, measured)."""
_HEADER_END = b"\n--- "
OVERHEAD_BYTES = 64 * 1024
"""More than age ever adds to a file of ours: its header, and 16 bytes to each 64 KB."""


class CannotEncrypt(HaasError):
    """The centre's keys are to be used and cannot be; nothing was written."""

    def __init__(self, why: str) -> None:
        super().__init__(
            t("The file cannot be encrypted for our centre: {why}.").format(why=why),
            t("Nothing was written, and nothing left this PC. Please call our centre and tell them this message."),
        )


class CannotDecrypt(HaasError):
    """An encrypted bundle that was not opened; nothing of it was used."""

    exit_code = ExitCode.REFUSED


def recipients(path: Path | None = None) -> tuple[str, ...]:
    """The centre's public keys (``age1…``); none where there is no such file. Raises :class:`CannotEncrypt`.

    They stand in ``path``, or else in :data:`haas_client.machine.CENTRE_KEY`. One key a line;
    blank lines and lines that begin with ``#`` are passed over, as age itself does.
    """
    from pyrage import RecipientError, x25519

    path = path or machine.CENTRE_KEY
    try:
        data = _key_file(path)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR) and not os.path.lexists(path):
            return ()
        raise CannotEncrypt(t("{path} cannot be read").format(path=path)) from error
    keys = _lines(data)
    if not keys:
        raise CannotEncrypt(t("there is no key in {path}").format(path=path))
    if len(keys) > MAX_RECIPIENTS:
        raise CannotEncrypt(t("there are too many keys in {path}").format(path=path))
    try:
        for key in keys:
            x25519.Recipient.from_str(key)
    except RecipientError as error:
        raise CannotEncrypt(t("a key in {path} is not valid").format(path=path)) from error
    return keys


def encrypted(data: bytes, keys: Sequence[str]) -> bytes:
    """``data`` for whoever has the secret of one of ``keys``; raises :class:`CannotEncrypt`."""
    from pyrage import EncryptError, RecipientError, encrypt, x25519

    try:
        result: bytes = encrypt(data, [x25519.Recipient.from_str(key) for key in keys])
    except (EncryptError, RecipientError) as error:
        raise CannotEncrypt(t("a key is not valid")) from error
    return result


def identities(path: Path) -> "tuple[Identity, ...]":
    """The secret keys in a file of ``age-keygen``; raises :class:`CannotDecrypt`. A pipe will do as well."""
    from pyrage import IdentityError, x25519

    try:
        keys = _lines(_key_file(path))
    except OSError as error:
        raise CannotDecrypt(
            t("The key file {name} cannot be opened.").format(name=path.name),
            t("Please check its name and its folder."),
        ) from error
    try:
        found = tuple(x25519.Identity.from_str(key) for key in keys)
    except IdentityError:
        found = ()
    if not found:
        # Never with the line that was wrong: it may be a secret with a typing error in it.
        raise CannotDecrypt(
            t("The file {name} holds no secret key of age.").format(name=path.name),
            t("Please name the file that age-keygen made; a line of it begins with AGE-SECRET-KEY-1."),
        )
    return found


def decrypted(data: bytes, keys: "Sequence[Identity]") -> bytes:
    """What was encrypted to one of ``keys``, never longer than ``data``; raises :class:`CannotDecrypt`."""
    from pyrage import DecryptError, decrypt

    if not keys:
        raise CannotDecrypt(
            t("This file is encrypted for the customer centre."),
            t("To open it, the centre's secret key is needed: {command}").format(
                command=f"{PROGRAM} show FILE --identity KEYFILE"
            ),
        )
    try:
        if data.find(_HEADER_END, 0, _MAX_HEADER_BYTES) < 0:
            raise DecryptError("no end of the header")
        result: bytes = decrypt(data, list(keys))
    except DecryptError as error:
        raise CannotDecrypt(
            t("This file cannot be decrypted: it is damaged, or it was encrypted for another key."),
            t("Nothing of it was opened. Please check which key it was made for, or ask the sender for it once more."),
        ) from error
    return result


def _key_file(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_MAX_KEY_FILE_BYTES + 1)


def _lines(data: bytes) -> tuple[str, ...]:
    """The lines that are meant; none where it is no such file."""
    if len(data) > _MAX_KEY_FILE_BYTES:
        return ()
    try:
        text = data.decode()  # a comment may be in Japanese
    except UnicodeDecodeError:
        return ()
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))
