"""``linuxmania-haas link``: the centre's side of links. Secret keys never leave the file that staff name."""

import os
import re
import secrets
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from haas_client import machine
from haas_client.as_json import printed
from haas_client.cli import Arguments
from haas_client.commands import terminal
from haas_client.errors import ExitCode, HaasError
from haas_client.i18n import current, t
from haas_client.links import codec, mails, secret, trust
from haas_client.links.model import MAX_LENGTH, Action, Details, Link
from haas_client.links.refusal import LinkRefused
from haas_client.wording import links as words

_MAX_DAYS = 366
_CASE = re.compile("[0-9a-f]{16}")
_MAX_MAIL = 200_000


class NotMade(HaasError):
    exit_code = ExitCode.USAGE


class ReadLink(msgspec.Struct, frozen=True, kw_only=True):
    """What ``link read --json`` prints."""

    format: int = 1
    link: Link
    genuine: bool
    """Whether it would be followed on a PC with these keys and hosts, by its case and at its time."""
    refused: str = ""
    """Why not (:class:`haas_client.links.model.Reason`)."""


def run(arguments: Arguments) -> ExitCode:
    return {"keygen": _keygen, "make": _make, "read": _read}[arguments.verb](arguments)


def _keygen(arguments: Arguments) -> ExitCode:
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    secret = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    try:
        with os.fdopen(os.open(arguments.key, flags, 0o600), "wb") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as error:
        raise NotMade(t("There is a file of that name already; it was left as it is.")) from error
    except OSError as error:
        raise HaasError(t("The key could not be written: {why}.").format(why=error.strerror)) from error
    terminal.show(trust.line(key.public_key().public_bytes(form.Encoding.Raw, form.PublicFormat.Raw)))
    told = t("The line above goes into {path} on every PC. Keep the secret key where nobody else can read it.")
    terminal.tell(told.format(path=machine.FOLDER / trust.KEYS))
    return ExitCode.OK


def _make(arguments: Arguments) -> ExitCode:
    action = Action(arguments.action)
    if not _CASE.fullmatch(arguments.case.lower()):
        raise NotMade(t("The case's id has 16 characters: digits and the letters a to f."))
    if not 1 <= arguments.days <= _MAX_DAYS:
        raise NotMade(t("A link is good for 1 to {days} days.").format(days=_MAX_DAYS))
    link = Link(
        action=action,
        case=arguments.case.lower(),
        machine=codec.machine_mark(arguments.warranty),
        expires_at=datetime.now(UTC).replace(microsecond=0) + timedelta(days=arguments.days),
        once=secrets.token_hex(8),
        details=_details(action, arguments.details),
    )
    try:
        text = codec.encode(link, secret.read(arguments.key))
    except ValueError as error:
        names = ", ".join(codec.FIELDS[action]) or "—"
        raise NotMade(t("“{action}” takes: {names}.").format(action=action, names=names)) from error
    if arguments.qr:
        _draw(text, arguments.qr)
    terminal.show(mails.mail(action, text) if arguments.mail else text)
    terminal.tell(t("{count} of {most} characters.").format(count=len(text), most=MAX_LENGTH))
    return ExitCode.OK


def _read(arguments: Arguments) -> ExitCode:
    text = sys.stdin.read(_MAX_MAIL) if arguments.link == "-" else arguments.link
    link = codec.opened(codec.sealed(text))
    refused: LinkRefused | None = None
    try:
        trust.checked(text, trust.load(arguments.keys or machine.FOLDER), datetime.now(UTC))
    except LinkRefused as error:
        refused = error
    if arguments.as_json:
        reason = refused.reason if refused else ""
        sys.stdout.write(printed(ReadLink(link=link, genuine=refused is None, refused=reason)))
    else:
        terminal.show("\n".join(_lines(link)))
        terminal.tell(str(refused) if refused else t("It carries a mark of the centre's that these keys know."))
    return ExitCode.REFUSED if refused else ExitCode.OK


def _lines(link: Link) -> list[str]:
    rows = (
        (t("Case"), link.case),
        (t("Good until"), f"{link.expires_at:%Y-%m-%d %H:%M} UTC"),
        *words.details(link, current()),
    )
    return [words.title(link, current()), *(f"{name}: {value}" for name, value in rows)]


def _details(action: Action, given: Sequence[str]) -> Details:
    values: dict[str, Any] = {}
    for one in given:
        name, found, value = one.partition("=")
        if not found or name not in codec.FIELDS[action]:
            names = ", ".join(f"{field}=…" for field in codec.FIELDS[action]) or "—"
            raise NotMade(t("“{action}” takes: {names}.").format(action=action, names=names))
        values[name] = value
    try:
        return msgspec.convert(values, Details, strict=False)
    except msgspec.ValidationError as error:
        raise NotMade(t("This is not as it must be: {what}.").format(what=error)) from error


def _draw(text: str, path: Path) -> None:
    import io

    import segno

    from haas_client import files

    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", scale=4)
    files.write_atomically(path, drawn.getvalue())
