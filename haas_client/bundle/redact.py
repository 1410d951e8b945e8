"""Names and addresses become stable pseudonyms before anything leaves the machine. Part serial numbers stay.

A pseudonym is a keyed hash: the same name gives the same pseudonym in every bundle of this PC, so that support can
follow it, and nobody without the PC's key can turn it back or test a guess. Not redacted are the owner's own words
and contact, which were typed for the centre and are shown before they go.
"""

import contextlib
import hashlib
import hmac
import ipaddress
import os
import re
import secrets
from collections.abc import Callable, Iterable
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from haas_client.centre import MAIL_ADDRESS
from haas_client.diagnostics.collect import Collection
from haas_client.diagnostics.finding import Evidence, Fact, Finding
from haas_client.diagnostics.host import Identities
from haas_client.diagnostics.snapshot import AtaAttribute, Battery, Health, Records, Snapshot
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.text import valid_text

T = TypeVar("T")

_KEY_BYTES = 32
_SHORTEST_WORD = 3
_NEVER = r"(?!)"
_MOST_NAMES = 500

# Names that thousands of PCs share lead to nobody, and stand for other things in every log ("ubuntu", "root").
# As part of a home folder they are replaced all the same.
_COMMON_NAMES = frozenset({"root", "nobody", "user", "admin", "linux", "debian", "ubuntu", "localhost"})

# Fields that hold what is printed on a part: kept as it is in every file, raw answers included.
_PART_FIELDS = frozenset({"model", "serial", "firmware", "firmware_version", "part_number", "manufacturer", "kernel"})

# Fields in which a maker, not a person, wrote: no name is looked for in them.
_MAKER_FIELDS = _PART_FIELDS | {
    *("processor", "vendor", "product", "board", "board_vendor", "slot", "bank", "location", "port"),
}

# Fields that hold codes of ours, whatever names people have.
_CODE_FIELDS: dict[type, frozenset[str]] = {
    Finding: frozenset({"code"}),
    Evidence: frozenset({"reference"}),
    Fact: frozenset({"name"}),
    AtaAttribute: frozenset({"failed"}),
    Health: frozenset({"source"}),
    Battery: frozenset({"kind"}),
}

_HEX = "[0-9A-Fa-f]"
MAIL = r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}"
# Six groups or more: netfilter logs two addresses and a type in one run of fourteen.
MAC = rf"(?<![0-9A-Za-z:-]){_HEX}{{2}}(?:[:-]{_HEX}{{2}}){{5,31}}(?![0-9A-Za-z:-])"
_INTERFACE = rf"(?<![0-9A-Za-z])(?P<interface>wlx|wwx|enx)(?P<hardware>{_HEX}{{12}})(?![0-9A-Za-z])"
IPV6 = rf"(?<![0-9A-Za-z:.])(?:{_HEX}{{0,4}}:){{2,8}}(?:(?:\d{{1,3}}\.){{3}}\d{{1,3}}|{_HEX}{{1,4}})?(?![0-9A-Za-z:])"
IPV4 = r"(?<![0-9A-Za-z.])(?:\d{1,3}\.){3}\d{1,3}(?![0-9A-Za-z]|\.\d)"
_HOME = r"(?P<folder>/(?:var/)?home/|/(?:run/)?media/|/Users/)(?P<owner>[^/\s\"'<>,;:)]{1,64})"
_SSID = r"(?P<ssid_key>(?i:\b[be]?ssid)\s*[=:]\s*)(?P<ssid>\"[^\"\n]{1,64}\"|'[^'\n]{1,64}'|[^\s,;\"']{1,64})"


class Redactor:
    """Replaces, in any text, what leads to a person."""

    def __init__(self, key: bytes, identities: Identities, protected: Iterable[str] = ()) -> None:
        self._key = key
        self._kinds = known_names(identities)
        words = longest_first(self._kinds)
        kept = (value for value in protected if len(value) > _SHORTEST_WORD and not self._is_name(value))
        self._name_pattern = re.compile("|".join(_alternatives("name", words, whole_word, ignore_case=True)) or _NEVER)
        self._pattern = re.compile(
            "|".join(
                (
                    *_alternatives("kept", longest_first(kept), whole_text),
                    rf"(?P<mail>{MAIL})",
                    rf"(?P<mac>{MAC})",
                    rf"(?P<named_mac>{_INTERFACE})",
                    rf"(?P<ipv6>{IPV6})",
                    rf"(?P<ipv4>{IPV4})",
                    rf"(?P<home>{_HOME})",
                    rf"(?P<ssid_pair>{_SSID})",
                    *_alternatives("name", words, whole_word, ignore_case=True),
                )
            )
        )

    def text(self, text: str) -> str:
        """``text`` with pseudonyms in place of names and addresses."""
        return self._pattern.sub(self._replacement, valid_text(text))

    def value(self, value: T) -> T:
        """A frozen value with every text in it redacted; codes and enumerations are left alone."""
        redacted: Any = value
        if isinstance(value, msgspec.Struct):
            codes = _CODE_FIELDS.get(type(value), frozenset())
            names = [name for name in value.__struct_fields__ if name not in codes and not self._is_makers(value, name)]
            redacted = msgspec.structs.replace(value, **{name: self.value(getattr(value, name)) for name in names})
        elif isinstance(value, tuple):
            redacted = tuple(self.value(item) for item in value)
        elif isinstance(value, str) and not isinstance(value, Enum):
            redacted = self.text(value)
        return redacted  # type: ignore[no-any-return]  # of the same type as it came

    def _is_makers(self, value: msgspec.Struct, field: str) -> bool:
        """Whether a field holds what a maker printed: no name is looked for in it, unless it is nothing but one."""
        text = getattr(value, field)
        return field in _MAKER_FIELDS and isinstance(text, str) and not self._is_name(text)

    def _replacement(self, match: "re.Match[str]") -> str:
        kind = match.lastgroup
        found = match.group()
        if match["home"]:
            return match["folder"] + self._pseudonym("user", match["owner"])
        if match["named_mac"]:  # systemd names an adapter by its address: wlx00c0ca12ab34
            address = ":".join(match["hardware"].lower()[n : n + 2] for n in range(0, 12, 2))
            return match["interface"] + self._pseudonym("mac", address)
        if match["ssid_pair"]:
            return match["ssid_key"] + self._pseudonym("network", match["ssid"].strip("\"'"))
        if kind == "mail":
            return found if found.lower() == MAIL_ADDRESS else self._pseudonym("mail", found.lower())
        if kind == "mac":
            return self._pseudonym("mac", found.lower().replace("-", ":"))
        if kind in ("ipv4", "ipv6"):
            return self._address(found)
        return self._name(found) if kind == "name" else found

    def _name(self, found: str) -> str:
        name = found.lower()
        if name not in self._kinds:
            # Letters that match without regard to case and are not each other's small ones (a dotted capital I, say).
            name = next(known for known in self._kinds if re.fullmatch(re.escape(known), found, re.IGNORECASE))
        return self._pseudonym(self._kinds[name], name)

    def _address(self, found: str) -> str:
        end = ":" if found.endswith(":") and not found.endswith("::") else ""  # "from 2001:db8::1: refused"
        try:
            address = ipaddress.ip_address(found.removesuffix(end))
        except ValueError:
            # A version number, a PCI address, a time: no address, but there may be a name in it.
            return self._name_pattern.sub(lambda match: self._name(match.group()), found)
        if address.is_loopback or address.is_unspecified:
            return found
        return self._pseudonym("ip", address.compressed) + end

    def _pseudonym(self, kind: str, value: str) -> str:
        digest = hmac.new(self._key, f"{kind}\0{value}".encode("utf-8", "surrogateescape"), hashlib.sha256)
        return f"{kind}-{digest.hexdigest()[:8]}"

    def _is_name(self, value: str) -> bool:
        """A virtual drive's serial may be the host's name; "Samsung SSD 980 PRO" is no user called pro."""
        return any(re.fullmatch(re.escape(name), value, re.IGNORECASE) for name in self._kinds)


def without_unchecked_text(collection: Collection) -> Snapshot:
    """Where not all names are known, free text cannot be cleared of them, and stays on the PC."""
    snapshot = collection.snapshot
    if collection.identities.complete:
        return snapshot
    unchecked = Unknown(reason=Reason.LEFT_OUT, detail="names of users not known")
    if isinstance(snapshot.sources, tuple):
        # What a tool said of its problem is free text too; that it had one is told.
        sources = tuple(
            msgspec.structs.replace(source, problem=Unknown(reason=source.problem.reason)) if source.problem else source
            for source in snapshot.sources
        )
        snapshot = msgspec.structs.replace(snapshot, sources=sources)
    if isinstance(snapshot.records, Records):
        records = msgspec.structs.replace(
            snapshot.records, kernel=unchecked, reset_reasons=unchecked, last_words=unchecked
        )
        snapshot = msgspec.structs.replace(snapshot, records=records)
    return snapshot


def part_texts(snapshot: Snapshot) -> frozenset[str]:
    """What makers printed on this PC's parts: kept as it is in every file of the bundle."""
    found: set[str] = set()

    def walk(value: object) -> None:
        if isinstance(value, msgspec.Struct):
            for name in value.__struct_fields__:
                item = getattr(value, name)
                if name in _PART_FIELDS and isinstance(item, str):
                    found.add(item)
                else:
                    walk(item)
        elif isinstance(value, tuple):
            for item in value:
                walk(item)

    walk(snapshot)
    return frozenset(found)


def pseudonym_key(folder: Path) -> bytes:
    """This PC's key, made at first use; without a writable folder one for this time only."""
    path = folder / "pseudonym.key"
    with contextlib.suppress(OSError):
        key = path.read_bytes()
        if len(key) == _KEY_BYTES:
            return key
    key = secrets.token_bytes(_KEY_BYTES)
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = folder / f".pseudonym.key.{os.getpid()}"
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(key)
        temporary.replace(path)
    return key


def known_names(identities: Identities) -> dict[str, str]:
    """Kind by name in small letters, without names that thousands of PCs share."""
    kinds: dict[str, str] = {}
    for kind, names in (
        ("network", identities.networks),
        ("person", (*identities.real_names, *_name_parts(identities.real_names))),
        ("host", identities.hosts),
        ("user", identities.users),
    ):
        shortest = 2 if kind in ("host", "person") else _SHORTEST_WORD
        for name in names[:_MOST_NAMES]:
            if len(name) >= shortest and name.lower() not in _COMMON_NAMES:
                kinds[name.lower()] = kind
    return kinds


def _name_parts(real_names: Iterable[str]) -> tuple[str, ...]:
    """Family and given name apart: two letters or more in Japanese, three in Latin letters."""
    parts = (part for name in real_names for part in name.split())
    return tuple(part for part in parts if len(part) >= (_SHORTEST_WORD if part.isascii() else 2))


def longest_first(words: Iterable[str]) -> list[str]:
    return sorted(set(words), key=lambda word: (-len(word), word))


def _alternatives(
    group: str, words: list[str], bounded: Callable[[str], str], *, ignore_case: bool = False
) -> tuple[str, ...]:
    if not words:
        return ()
    choice = "|".join(re.escape(word) for word in words)
    return (f"(?P<{group}>{'(?i:' if ignore_case else '(?:'}{bounded(choice)}))",)


def whole_word(choice: str) -> str:
    """As a whole word of Latin letters and digits; Japanese writes no blanks around a name."""
    return rf"(?<![A-Za-z0-9])(?:{choice})(?![A-Za-z0-9])"


def whole_text(choice: str) -> str:
    """As a whole, and not as the beginning or the end of an address."""
    return rf"(?<![A-Za-z0-9])(?<![0-9A-Fa-f][.:])(?:{choice})(?![A-Za-z0-9]|[.:]+[0-9A-Fa-f])"
