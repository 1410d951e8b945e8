"""The diagnosis code: what an owner reads out on the telephone where there is no network, and support reads back.

Twenty digits: the format's version, seventeen digits of mixed-radix fields, two check digits of ISO 7064 MOD 97-10,
which find every single wrong digit and every swap of neighbours. docs/diagnosis-code.md explains it to support.
"""

import hashlib
import re
import unicodedata
from datetime import date, datetime, timedelta

import msgspec

from haas_client.centre import JAPAN
from haas_client.diagnostics import finding_numbers
from haas_client.diagnostics.diagnosis import Diagnosis
from haas_client.diagnostics.finding import Finding, Part, PartState
from haas_client.diagnostics.kinds import PartKind, Severity, Verdict
from haas_client.diagnostics.unknown import Unknown
from haas_client.errors import ExitCode, HaasError
from haas_client.i18n import t
from haas_client.request import DASHES, normalise_warranty_number
from haas_client.text import valid_text

VERSION = 1
DIGITS = 20

_GROUP = 4
_FIELD_DIGITS = 17
_LONGEST_TEXT = 400
"""Characters: twenty digits with whatever stands between them in a letter or a mail."""

# 0: unknown, since the PC's clock was outside the range (an empty clock battery, say); 9999 days are 27 years.
_FIRST_DAY = date(2026, 1, 1)
_DAYS = 10_000
_WARRANTIES = 100
_SLOTS = 9
_SERIALS = 101

# Their order is part of the format. Only a fault has a finding: what is worth knowing changes no verdict.
_CLEAR = (Verdict.OK, Verdict.NOT_TESTED, Verdict.UNREADABLE)
_FAULTS = (Verdict.WATCH, Verdict.CABLE, Verdict.REPLACE)


def _states(kind: PartKind) -> int:
    return len(_CLEAR) + len(_FAULTS) * finding_numbers.ROOM[kind]


_RADICES = {
    "day": _DAYS,
    "warranty": _WARRANTIES,
    "power": _states(PartKind.POWER),
    "memory": _states(PartKind.MEMORY),
    "memory_slot": _SLOTS,
    "storage": _states(PartKind.STORAGE),
    "storage_slot": _SLOTS,
    "storage_serial": _SERIALS,
}
"""Fields behind the version, the most significant first; together just below 10**17."""


class CodeRefused(HaasError):
    """What was typed is no diagnosis code, or was not read or heard rightly."""

    exit_code = ExitCode.REFUSED


class PartReadout(msgspec.Struct, frozen=True, kw_only=True):
    """What the code says of one of the three parts."""

    kind: PartKind
    verdict: Verdict
    finding: str | None = None
    """The worst finding; ``None`` where there is none, or none that this program knows."""
    finding_number: int = 0
    slot: int | None = None
    """Which one, from 1 in the order of :attr:`Diagnosis.parts`; ``None`` for the whole, several, or one not known."""
    serial_digits: str | None = None
    """Of a drive: the last two of the digits in its serial number."""


class Readout(msgspec.Struct, frozen=True, kw_only=True):
    """What a diagnosis code says."""

    version: int
    day: date | None
    """The day of the diagnosis in Japan; ``None`` where the PC's clock was wrong."""
    warranty: int
    """1 to 99 out of a hash of the warranty number; 0 where none was given."""
    parts: tuple[PartReadout, ...]


def encode(diagnosis: Diagnosis, taken_at: datetime, warranty_number: str) -> str:
    """The code of a diagnosis, as plain digits."""
    values = {"day": _day_number(taken_at), "warranty": warranty_check(warranty_number)}
    for kind in finding_numbers.ROOM:
        finding = _worst(diagnosis, kind)
        slot, part = _place(diagnosis, kind, finding)
        values |= {
            kind: _state(diagnosis.verdict(kind), finding_numbers.number(kind, finding.code) if finding else 0),
            f"{kind}_slot": slot if slot < _SLOTS else 0,
            f"{kind}_serial": _serial_number(part) if part else 0,
        }
    number = 0
    for field, radix in _RADICES.items():
        number = number * radix + values[field]
    digits = f"{VERSION}{number:0{_FIELD_DIGITS}}"
    return digits + _check_digits(digits)


def grouped(code: str) -> str:
    """``code`` in groups of four, as it is shown and read out."""
    return " ".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def decode(text: str) -> Readout:
    """What a code says, however it was typed; raises :class:`CodeRefused`."""
    digits = _digits(text)
    if _check_digits(digits[:-2]) != digits[-2:]:
        raise CodeRefused(
            t("This is not the code as it was shown: a digit is wrong, or two have changed places."),
            t("Please ask for it again, group by group."),
        )
    version = int(digits[0])
    if version > VERSION:
        raise CodeRefused(
            t("This code comes from a newer version of this program (format {version}).").format(version=version),
            t("Please update this program and try again."),
        )
    number, values = int(digits[1:-2]), {}
    for field, radix in reversed(_RADICES.items()):
        number, values[field] = divmod(number, radix)
    if version != VERSION or number:
        raise CodeRefused(
            t("The check digits fit, but this program never writes such a code."),
            t("Please ask for it again, group by group."),
        )
    return Readout(
        version=version,
        day=_FIRST_DAY + timedelta(days=values["day"] - 1) if values["day"] else None,
        warranty=values["warranty"],
        parts=tuple(_part_readout(kind, values) for kind in finding_numbers.ROOM),
    )


def warranty_check(number: str) -> int:
    """1 to 99 out of the SHA-256 of a warranty number, however it was typed; 0 for none.

    Dashes and blanks do not count: nobody hears them on the telephone.
    """
    spoken = re.sub("[- ]", "", normalise_warranty_number(valid_text(number)))
    if not spoken:
        return 0
    return 1 + int.from_bytes(hashlib.sha256(spoken.encode()).digest()) % (_WARRANTIES - 1)


def _check_digits(digits: str) -> str:
    from stdnum.iso7064 import mod_97_10  # 23 ms and ssl with it, which nothing before the first code needs

    return mod_97_10.calc_check_digits(digits)


def _digits(text: str) -> str:
    """The digits of a code, without what people and their mail programs put between them."""
    if len(text) > _LONGEST_TEXT:
        raise _too_long()
    kept = [character for character in unicodedata.normalize("NFKC", text) if not _between(character)]
    for character in kept:
        if character not in "0123456789":
            raise CodeRefused(
                t("A diagnosis code has digits only; “{character}” is none.").format(character=character),
                t("Please type only the groups of four digits."),
            )
    if len(kept) > DIGITS:
        raise _too_long()
    if len(kept) < DIGITS:
        raise CodeRefused(
            t("This code is too short: {count} of {right} digits.").format(count=len(kept), right=DIGITS),
            t("Please ask for it again, group by group."),
        )
    return "".join(kept)


def _between(character: str) -> bool:
    return ord(character) in DASHES or unicodedata.category(character) in ("Zs", "Zl", "Zp", "Cc", "Cf", "Pd")


def _too_long() -> CodeRefused:
    return CodeRefused(
        t("This code is too long: a diagnosis code has {right} digits.").format(right=DIGITS),
        t("Please type only the groups of four digits."),
    )


def _day_number(taken_at: datetime) -> int:
    """Days in Japan, where owner and support live: at UTC the code of a morning would say the day before."""
    try:
        days = (taken_at.astimezone(JAPAN).date() - _FIRST_DAY).days + 1
    except OverflowError:  # the end of time, from a hostile recording
        return 0
    return days if 0 < days < _DAYS else 0


def _worst(diagnosis: Diagnosis, kind: PartKind) -> Finding | None:
    """The finding to name: the first fault, since findings come worst first."""
    if diagnosis.verdict(kind) not in _FAULTS:
        return None
    faults = (one for one in diagnosis.findings if one.part.kind == kind and one.severity != Severity.NOTE)
    return next(faults, None)


def _place(diagnosis: Diagnosis, kind: PartKind, finding: Finding | None) -> tuple[int, Part | None]:
    """Number and part that the verdict is of; 0 where that is not one certain part."""
    verdict = diagnosis.verdict(kind)

    def is_meant(state: PartState) -> bool:
        return state.part == finding.part if finding else state.verdict == verdict

    meant = [(slot, state.part) for slot, state in enumerate(diagnosis.of_kind(kind), start=1) if is_meant(state)]
    return meant[0] if len(meant) == 1 and _is_installed(meant[0][1]) else (0, None)


def _is_installed(part: Part) -> bool:
    """Whether this is a part in the PC, and not its kind as a whole or the label of a counter that names no slot."""
    return not all(isinstance(value, Unknown) for value in (part.model, part.serial, part.size_bytes))


def _serial_number(part: Part) -> int:
    """0, or 1 more than the last two digits of the serial number, letters skipped: found on a label by eye."""
    digits = re.sub("[^0-9]", "", part.serial) if isinstance(part.serial, str) else ""
    return 1 + int(digits[-2:]) if len(digits) > 1 else 0


def _state(verdict: Verdict, finding_number: int) -> int:
    if verdict in _CLEAR:
        return _CLEAR.index(verdict)
    return len(_CLEAR) + finding_number * len(_FAULTS) + _FAULTS.index(verdict)


def _part_readout(kind: PartKind, values: dict[str, int]) -> PartReadout:
    fault = values[kind] - len(_CLEAR)
    number, rest = divmod(fault, len(_FAULTS)) if fault >= 0 else (0, 0)
    serial = values.get(f"{kind}_serial", 0)
    return PartReadout(
        kind=kind,
        verdict=_FAULTS[rest] if fault >= 0 else _CLEAR[values[kind]],
        finding=finding_numbers.finding_code(kind, number),
        finding_number=number,
        slot=values.get(f"{kind}_slot") or None,
        serial_digits=f"{serial - 1:02}" if serial else None,
    )
