"""What the centre's words for an ordered part say for certain: "DDR4 SO-DIMM 16GB", "NVMe SSD 1TB (M.2 2280)".

Only what stands there in the trade's own terms counts, and only where it says one thing; the rest is not known.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import TypeVar

import msgspec

from haas_client.diagnostics.snapshot import Bus
from haas_client.text import DASHES

T = TypeVar("T", bound=str | int | bool | Bus)

MOST = 1000
"""Characters that are looked at; a part's name has some dozens."""


class Ordered(msgspec.Struct, frozen=True, kw_only=True):
    """``None``: not told, or told in two ways."""

    ddr: str | None = None
    """"DDR4", "LPDDR5"; a low-voltage DDR3L goes into slots for DDR3."""
    form: str | None = None
    """"DIMM" or "SODIMM"."""
    ecc: bool | None = None
    registered: bool | None = None
    bus: Bus | None = None
    m2: bool | None = None
    m2_length: int | None = None
    """In millimetres: 80 of a 2280."""
    inches: str | None = None
    """"2.5" or "3.5"."""
    watts: int | None = None
    supply_form: str | None = None
    """"ATX", "SFX", "SFX-L", "TFX", "FLEX ATX"."""


def ordered(words: str) -> Ordered:
    text = unicodedata.normalize("NFKC", words[:MOST].translate(DASHES)).translate(DASHES)
    ecc_text = _ON_DIE.sub(" ", text)
    return Ordered(
        ddr=_ddr(text),
        form=_one(text, ((_SODIMM, "SODIMM"), (_DIMM, "DIMM"))),
        ecc=_one(ecc_text, ((_NO_ECC, False),)) if _NO_ECC.search(ecc_text) else _one(ecc_text, ((_ECC, True),)),
        registered=_one(text, ((_REGISTERED, True), (_UNBUFFERED, False))),
        bus=_one(text, ((_NVME, Bus.NVME), (_SATA, Bus.SATA))),
        m2=_one(text, ((_M2, True),)),
        m2_length=_number(_M2_SIZE, text),
        inches=_found(_INCHES, text),
        watts=_number(_WATTS, text),
        supply_form=_supply_form(text),
    )


def _word(pattern: str) -> re.Pattern[str]:
    """``pattern`` where no other Latin letter or digit touches it; Japanese stands beside it without a blank."""
    return re.compile(rf"(?<![A-Za-z0-9]){pattern}(?![A-Za-z0-9])", re.IGNORECASE)


_DDR = _word(r"(LP)?DDR([2-5])[LX]?")
_PC = _word(r"PC([2-5])L?-\d{4,5}[A-Z]{0,2}")
"""As JEDEC has it on a module's label: PC4-3200AA, PC3L-12800."""
_SODIMM = _word(r"SO[ -]?DIMM")
_DIMM = re.compile(r"(?<![A-Za-z0-9])(?<!SO-)(?<!SO )(?:(?:U|R|LR)-?)?DIMM(?![A-Za-z0-9])", re.IGNORECASE)
_ECC = _word(r"ECC")
_NO_ECC = re.compile(
    r"(?<![A-Za-z0-9])non[ -]?ECC(?![A-Za-z0-9])|(?<![A-Za-z0-9])ECC\s*(?:なし|無し|非対応)", re.IGNORECASE
)
_ON_DIE = _word(r"on[ -]?die[ -]?ECC")
"""Every DDR5 chip corrects itself; that protects no word on its way, and is not what is meant by ECC."""
_REGISTERED = _word(r"(?:(?:LR|R)-?DIMM|registered)")
_UNBUFFERED = _word(r"(?:U-?DIMM|unbuffered)")
_NVME = _word(r"(?:NVMe|PCIe|PCI-E|PCI Express)")
_SATA = _word(r"(?:S-?ATA|Serial ATA)")
_M2 = _word(r"(?:M\.2|NGFF)")
_M2_SIZE = _word(r"22(30|42|60|80|110)")
_INCHES = re.compile(r"(?<![0-9.])([23]\.5)\s*(?:inch|in(?![a-z])|インチ|型|\"|′′)", re.IGNORECASE)
_WATTS = _word(r"(\d{3,4})\s?W")
_FORMS = (
    (_word(r"SFX-?L"), "SFX-L"),
    (_word(r"SFX(?!-?L)"), "SFX"),
    (_word(r"TFX"), "TFX"),
    (_word(r"Flex[ -]?ATX"), "FLEX ATX"),
)
_ATX = _word(r"ATX(?:12V)?")


def _ddr(text: str) -> str | None:
    told = {f"{(low or '').upper()}DDR{number}" for low, number in _DDR.findall(text)}
    told |= {f"DDR{number}" for number in _PC.findall(text)}
    return told.pop() if len(told) == 1 else None


def _supply_form(text: str) -> str | None:
    """Supplies of the smaller forms are built to ATX12V too, and say so: then the smaller form is meant."""
    small = any(form.search(text) for form, _ in _FORMS)
    return _one(text, _FORMS if small else ((_ATX, "ATX"),))


def _one(text: str, patterns: Iterable[tuple[re.Pattern[str], T]]) -> T | None:
    told = [value for pattern, value in patterns if pattern.search(text)]
    return told[0] if len(told) == 1 else None


def _found(pattern: re.Pattern[str], text: str) -> str | None:
    told = set(pattern.findall(text))
    return told.pop() if len(told) == 1 else None


def _number(pattern: re.Pattern[str], text: str) -> int | None:
    found = _found(pattern, text)
    return int(found) if found else None
