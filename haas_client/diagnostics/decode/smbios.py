"""SMBIOS structures as the kernel shows them in ``/sys/firmware/dmi/tables/DMI`` (DMTF DSP0134 3.7).

Firmware tables are often incomplete or simply wrong (dmidecode(8), BUGS): every length is checked, placeholders
become :class:`Unknown`, and a table that breaks off keeps what came before.
"""

import re
from collections.abc import Iterator

import msgspec

from haas_client.diagnostics.snapshot import Module, Supply
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable

TABLE = "/sys/firmware/dmi/tables/DMI"
"""Where the kernel shows the table; root only."""

_HEADER = 4
_END_OF_TABLE = 127
_MAX_STRUCTURES = 4096

_ARRAY, _DEVICE, _SUPPLY = 16, 17, 39

# DSP0134 7.17.3, Memory Array - Error Correction Types
_ERROR_CORRECTION = {3: "none", 4: "parity", 5: "single-bit ECC", 6: "multi-bit ECC", 7: "CRC"}
_SYSTEM_MEMORY = 3

# DSP0134 7.18.1 and 7.18.2
_FORM_FACTORS = {
    3: "SIMM",
    5: "chip",
    9: "DIMM",
    11: "row of chips",
    12: "RIMM",
    13: "SODIMM",
    15: "FB-DIMM",
    16: "die",
}
_TYPES = {
    18: "DDR",
    19: "DDR2",
    20: "DDR2 FB-DIMM",
    24: "DDR3",
    26: "DDR4",
    27: "LPDDR",
    28: "LPDDR2",
    29: "LPDDR3",
    30: "LPDDR4",
    34: "DDR5",
    35: "LPDDR5",
}

PLACEHOLDERS = frozenset(
    {
        "",
        "0",
        "n/a",
        "abcd",  # maker and part number of 75 filled slots in captured tables
        "na",
        "none",
        "empty",
        "unknown",
        "undefined",
        "default string",
        "default_string",
        "not specified",
        "not provided",
        "not available",
        "not applicable",
        "no dimm",
        "no module installed",
        "to be filled by o.e.m.",
        "to be filled by o.e.m",
        "to be filled by oem",
        "o.e.m.",
        "oem",
        "system manufacturer",
        "system product name",
        "system serial number",
        "system version",
        "<bad index>",
        "<out of spec>",
        "serialnumber",
        "manufacturer",
        "partnumber",
        "part number",
        "serial number",
        "123456789",
        "0123456789",
    }
)
"""What firmware writes where it means "nothing", in small letters."""


_FILLED = re.compile(r"(0[xX])?(0*|[fF]*)|[-.?xX_ ]*")
"""An empty field filled up: 00000000, 0xFFFF, ---."""
_NUMBERED = re.compile(
    r"((a\d_|array\d_)?(module)?(manufacturer|part ?num(ber)?|ser(ial)? ?num(ber)?)|asset ?tag(num)?)[\d_]*"
    r"|oem[ _]?define[ _]?\d*|to be (filled|defined) by (o\.?e\.?m\.?|odm)|tbd by (oem|odm)|standard|1234567890\d*",
    re.IGNORECASE,
)
"""A field's own name with the number of its slot: Manufacturer00, ModulePartNumber01, SerNum2."""


class Structure(msgspec.Struct, frozen=True, kw_only=True):
    """One structure: its type, its formatted area (header included) and its strings."""

    type: int
    area: bytes
    strings: tuple[str, ...]

    def byte(self, offset: int) -> int | None:
        return self.area[offset] if offset < len(self.area) else None

    def word(self, offset: int) -> int | None:
        return self._number(offset, 2)

    def double_word(self, offset: int) -> int | None:
        return self._number(offset, 4)

    def string(self, offset: int) -> str | Unknown:
        """The string whose number stands at ``offset``; a placeholder is no string."""
        number = self.byte(offset)
        if not number or number > len(self.strings):
            return Unknown(reason=Reason.NOT_REPORTED, detail=f"SMBIOS type {self.type}")
        return meaningful(self.strings[number - 1], f"SMBIOS type {self.type}")

    def _number(self, offset: int, size: int) -> int | None:
        end = offset + size
        return int.from_bytes(self.area[offset:end], "little") if end <= len(self.area) else None


class Tables(msgspec.Struct, frozen=True, kw_only=True):
    """What a table says of memory and power."""

    modules: tuple[Module, ...]
    error_correction: str | Unknown
    supplies: tuple[Supply, ...]


def meaningful(value: str, source: str) -> str | Unknown:
    """``value`` without blanks around it, or why it says nothing."""
    text = " ".join(value.split())
    bare = text.strip("[]<>(). ").lower()
    if bare in PLACEHOLDERS or text.lower() in PLACEHOLDERS or _FILLED.fullmatch(text) or _NUMBERED.fullmatch(text):
        return Unknown(reason=Reason.NOT_REPORTED, detail=source)
    return text


def decode(table: bytes) -> Tables:
    """Reads memory and power supplies out of a table; raises :class:`Unreadable` where it holds no structure."""
    structures = list(split(table))
    if not structures:
        raise Unreadable(Reason.MALFORMED, "SMBIOS table")
    return Tables(
        modules=tuple(_module(s) for s in structures if s.type == _DEVICE),
        error_correction=_error_correction(structures),
        supplies=tuple(_supply(s) for s in structures if s.type == _SUPPLY and _is_described(s)),
    )


def split(table: bytes) -> Iterator[Structure]:
    """The structures of a table, up to its end mark or to where it breaks off."""
    position = 0
    for _ in range(_MAX_STRUCTURES):
        if position + _HEADER > len(table):
            return
        kind, length = table[position], table[position + 1]
        if length < _HEADER or position + length > len(table):
            return
        area = table[position : position + length]
        end = table.find(b"\0\0", position + length)
        if end < 0:
            end = len(table)
        texts = table[position + length : end].split(b"\0") if end > position + length else []
        yield Structure(type=kind, area=area, strings=tuple(t.decode("utf-8", "replace").strip() for t in texts))
        if kind == _END_OF_TABLE:
            return
        position = end + 2


def _error_correction(structures: list[Structure]) -> str | Unknown:
    for structure in structures:
        if structure.type == _ARRAY and structure.byte(5) == _SYSTEM_MEMORY:
            name = _ERROR_CORRECTION.get(structure.byte(6) or 0)
            if name:
                return name
    return Unknown(reason=Reason.NOT_REPORTED, detail="SMBIOS type 16")


def _module(structure: Structure) -> Module:
    slot, bank = structure.string(0x10), structure.string(0x11)
    source = "SMBIOS type 17"
    size = _module_bytes(structure)
    empty = size == 0
    return Module(
        slot=slot if isinstance(slot, str) else "",
        bank=bank if isinstance(bank, str) else "",
        size_bytes=size,
        type=_named(_TYPES, structure.byte(0x12), source),
        form_factor=_named(_FORM_FACTORS, structure.byte(0x0E), source),
        speed_mts=_speed(structure, 0x15, 0x54, empty),
        configured_speed_mts=_speed(structure, 0x20, 0x58, empty),
        manufacturer=structure.string(0x17),
        part_number=structure.string(0x1A),
        serial=structure.string(0x18),
    )


def _module_bytes(structure: Structure) -> int | Unknown:
    """Size (DSP0134 7.18): MiB, or KiB where bit 15 is set; 0 is empty, FFFFh unknown, 7FFFh in a later field."""
    size = structure.word(0x0C)
    if size is None or size == 0xFFFF:
        return Unknown(reason=Reason.NOT_REPORTED, detail="SMBIOS type 17 size")
    if size == 0x7FFF:
        extended = structure.double_word(0x1C)
        if extended is None:
            return Unknown(reason=Reason.NOT_REPORTED, detail="SMBIOS type 17 extended size")
        return (extended & 0x7FFFFFFF) << 20
    return (size & 0x7FFF) << 10 if size & 0x8000 else size << 20


def _speed(structure: Structure, offset: int, extended_offset: int, empty: bool) -> int | Unknown:
    """MT/s; 0 unknown, FFFFh in the extended field (DSP0134 7.18)."""
    speed = structure.word(offset)
    if speed == 0xFFFF:
        speed = structure.double_word(extended_offset)
    if empty or not speed:
        return Unknown(reason=Reason.NOT_REPORTED, detail="SMBIOS type 17 speed")
    return speed & 0x7FFFFFFF


def _is_described(structure: Structure) -> bool:
    """Whether a supply is there and any maker filled it in: most firmware ships the field's own names and 75 W."""
    characteristics = structure.word(0x0E)
    # DSP0134 7.40.1: bit 1 says "present"; 0 and a missing field say nothing
    if characteristics and not characteristics & 0x2:
        return False
    return any(isinstance(structure.string(offset), str) for offset in (0x06, 0x07, 0x08, 0x0A))


def _supply(structure: Structure) -> Supply:
    watts = structure.word(0x0C)
    # DSP0134 7.40: 8000h is "unknown"; firmware also writes 0 and 1 where it knows nothing
    known = watts is not None and watts != 0x8000 and watts > 1
    return Supply(
        location=structure.string(0x05),
        name=structure.string(0x06),
        manufacturer=structure.string(0x07),
        serial=structure.string(0x08),
        model=structure.string(0x0A),
        max_watts=watts if known and watts else Unknown(reason=Reason.NOT_REPORTED, detail="SMBIOS type 39"),
    )


def _named(names: dict[int, str], number: int | None, source: str) -> str | Unknown:
    name = names.get(number) if number is not None else None
    return name or Unknown(reason=Reason.NOT_REPORTED, detail=source)
