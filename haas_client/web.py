"""Addresses of payment pages: checked, and opened in the owner's own browser. No card data is ever here."""

import re
import shutil

import msgspec

from haas_client import process
from haas_client.errors import HaasError
from haas_client.i18n import t

MAX_LENGTH = 2000
"""Characters: what browsers and mail programs pass on whole."""

# A narrow form of RFC 3986, taken as a whole: what it lets through, every browser splits at the same places. No user
# name before the host (it is there to look like one), no backslash, no blank, no character beyond ASCII: a host in
# other letters travels as "xn--…" and is shown as that.
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ADDRESS = re.compile(
    rf"https://(?P<host>(?:{_LABEL}\.)+(?P<last>{_LABEL}))(?P<port>:[0-9]{{1,5}})?"
    r"(?P<rest>(?:[/?#](?:[A-Za-z0-9._~!$&'()*+,;=:@/?#\[\]-]|%[0-9A-Fa-f]{2})*)?)",
    re.IGNORECASE | re.ASCII,
)
_MAX_HOST = 80
"""Own rule: what a person can take in at a glance. Longer ones hide their end, which is the part that counts."""
_MAX_PORT = 65535

_WAIT_SECONDS = 5.0
"""xdg-open(1) returns once the browser was told; some stay in the foreground instead."""


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """A page that may be opened once the owner has looked at its host."""

    url: str
    host: str
    """In small letters, with a port where it is not the usual one."""


class AddressRefused(HaasError):
    """What is no address of a page that can be opened safely."""

    def __init__(self) -> None:
        super().__init__(
            t("This is no address of a payment page that can be opened safely."),
            t("It begins with https:// and a name such as “pay.example.com”. Please copy it whole from the mail."),
        )


def checked(text: str) -> Address:
    """``text`` as an address; blanks around it do not matter. Raises :class:`AddressRefused`."""
    text = text.strip()
    found = _ADDRESS.fullmatch(text) if len(text) <= MAX_LENGTH else None
    if found is None or len(found["host"]) > _MAX_HOST:
        raise AddressRefused
    # A last label that begins with a digit makes it an IP address to browsers (WHATWG URL, "ends in a number").
    if found["last"][0].isdigit():
        raise AddressRefused
    port = int(found["port"][1:]) if found["port"] else 443
    if not 0 < port <= _MAX_PORT:
        raise AddressRefused
    host = found["host"].lower()
    shown = host if port == 443 else f"{host}:{port}"
    return Address(url=f"https://{shown}{found['rest']}", host=shown)


def opened(address: Address) -> bool:
    """Whether a browser was told to open it; blocks for up to 5 s and so belongs beside the interface."""
    tool = shutil.which("xdg-open")
    if tool is None:
        return False
    try:
        return process.launch((tool, address.url), wait_seconds=_WAIT_SECONDS) in (0, None)
    except OSError:
        return False
