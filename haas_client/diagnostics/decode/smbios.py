"""SMBIOS structures as the kernel shows them in ``/sys/firmware/dmi/tables/DMI`` (DMTF DSP0134 3.7).

Firmware tables are often incomplete or simply wrong (dmidecode(8), BUGS): every length is checked, placeholders
become :class:`Unknown`, and a table that breaks off keeps what came before.
"""

from collections.abc import Iterator

import msgspec

from haas_client.diagnostics.decode.placeholders import meaningful
from haas_client.diagnostics.decode.tables import (
    ARRAY,
    BOARD,
    CORRECTIONS,
    DEVICE,
    FORM_FACTORS,
    OLD_MODULE,
    PERSISTENT_TYPE,
    STATUSES,
    SUPPLY,
    SYSTEM,
    TYPES,
    USES,
    Machine,
    Tables,
    gathered,
)
from haas_client.diagnostics.snapshot import MemoryArray, Module, Supply
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable

_HEADER = 4
_END_OF_TABLE = 127
_MAX_STRUCTURES = 4096

# DSP0134 7.18.6: NVDIMM-N, -F, -P and Intel Optane persistent memory
_PERSISTENT_TECHNOLOGIES = range(4, 8)


class Structure(msgspec.Struct, frozen=True, kw_only=True):
    """One structure: its type, its formatted area (header included) and its strings."""

    type: int
    area: bytes
    strings: tuple[str, ...]

    @property
    def handle(self) -> int:
        return self.word(2) or 0

    def byte(self, offset: int) -> int | None:
        return self.area[offset] if offset < len(self.area) else None

    def word(self, offset: int) -> int | None:
        return self._number(offset, 2)

    def double_word(self, offset: int) -> int | None:
        return self._number(offset, 4)

    def quad_word(self, offset: int) -> int | None:
        return self._number(offset, 8)

    def string(self, offset: int) -> str | Unknown:
        """The string whose number stands at ``offset``; a placeholder is no string."""
        number = self.byte(offset)
        if not number or number > len(self.strings):
            return self.nothing()
        return meaningful(self.strings[number - 1], f"SMBIOS type {self.type}")

    def nothing(self, field: str = "") -> Unknown:
        """The firmware does not tell ``field``."""
        return Unknown(reason=Reason.NOT_REPORTED, detail=f"SMBIOS type {self.type} {field}".rstrip())

    def _number(self, offset: int, size: int) -> int | None:
        end = offset + size
        return int.from_bytes(self.area[offset:end], "little") if end <= len(self.area) else None


def decode(table: bytes) -> Tables:
    """Reads memory and power supplies out of a table; raises :class:`Unreadable` where it holds no structure."""
    structures = list(split(table))
    if not structures:
        raise Unreadable(Reason.MALFORMED, "SMBIOS table")
    return gathered(
        machine=_machine(structures),
        arrays=tuple(_array(s) for s in structures if s.type == ARRAY),
        modules=tuple(_module(s) for s in structures if s.type == DEVICE),
        old_modules=tuple(_old_module(s) for s in structures if s.type == OLD_MODULE),
        supplies=tuple(_supply(s) for s in structures if s.type == SUPPLY and _is_described(s)),
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


def _machine(structures: list[Structure]) -> Machine:
    def first(kind: int) -> Structure:
        return next((s for s in structures if s.type == kind), Structure(type=kind, area=b"", strings=()))

    system, board = first(SYSTEM), first(BOARD)
    return Machine(
        maker=system.string(0x04), product=system.string(0x05), board_maker=board.string(0x04), board=board.string(0x05)
    )


def _array(structure: Structure) -> MemoryArray:
    """Capacity (DSP0134 7.17): KiB, or bytes in a later field where it is 80000000h."""
    devices, capacity = structure.word(0x0D), structure.double_word(0x07)
    if capacity is not None:
        capacity = structure.quad_word(0x0F) if capacity == 1 << 31 else capacity << 10
    return MemoryArray(
        handle=structure.handle,
        use=_named(USES, structure.byte(0x05), structure),
        error_correction=_named(CORRECTIONS, structure.byte(0x06), structure),
        max_bytes=capacity or structure.nothing("capacity"),
        devices=structure.nothing("devices") if devices is None else devices,
    )


def _module(structure: Structure) -> Module:
    slot, bank = structure.string(0x10), structure.string(0x11)
    size = _module_bytes(structure)
    empty = size == 0
    return Module(
        slot=slot if isinstance(slot, str) else "",
        bank=bank if isinstance(bank, str) else "",
        size_bytes=size,
        type=_named(TYPES, structure.byte(0x12), structure),
        form_factor=_named(FORM_FACTORS, structure.byte(0x0E), structure),
        speed_mts=_speed(structure, 0x15, 0x54, empty),
        configured_speed_mts=_speed(structure, 0x20, 0x58, empty),
        manufacturer=structure.string(0x17),
        part_number=structure.string(0x1A),
        serial=structure.string(0x18),
        array=structure.word(0x04),
        persistent=structure.byte(0x28) in _PERSISTENT_TECHNOLOGIES or structure.byte(0x12) == PERSISTENT_TYPE,
    )


def _module_bytes(structure: Structure) -> int | Unknown:
    """Size (DSP0134 7.18): MiB, or KiB where bit 15 is set; 0 is empty, FFFFh unknown, 7FFFh in a later field."""
    size = structure.word(0x0C)
    if size is None or size == 0xFFFF:
        return structure.nothing("size")
    if size == 0x7FFF:
        extended = structure.double_word(0x1C)
        if extended is None:
            return structure.nothing("extended size")
        return (extended & 0x7FFFFFFF) << 20
    return (size & 0x7FFF) << 10 if size & 0x8000 else size << 20


def _old_module(structure: Structure) -> Module:
    """Type 6, of firmware before SMBIOS 2.1 (DSP0134 7.7): a power of two of MiB; 7Dh unknown, 7Eh and 7Fh none."""
    slot, code = structure.string(0x04), structure.byte(0x09)
    exponent = 0x7D if code is None else code & 0x7F
    size = structure.nothing("size") if 0x20 < exponent < 0x7E else 0 if exponent >= 0x7E else 1 << (exponent + 20)
    why = structure.nothing()
    return Module(
        slot=slot if isinstance(slot, str) else "",
        bank="",
        size_bytes=size,
        type=why,
        form_factor=why,
        speed_mts=why,
        configured_speed_mts=why,
        manufacturer=why,
        part_number=why,
        serial=why,
    )


def _speed(structure: Structure, offset: int, extended_offset: int, empty: bool) -> int | Unknown:
    """MT/s; 0 unknown, FFFFh in the extended field (DSP0134 7.18)."""
    speed = structure.word(offset)
    if speed == 0xFFFF:
        speed = structure.double_word(extended_offset)
    if empty or not speed:
        return structure.nothing("speed")
    return speed & 0x7FFFFFFF


def _is_described(structure: Structure) -> bool:
    """Whether a supply is there and any maker filled it in: most firmware ships the field's own names and 75 W."""
    characteristics = structure.word(0x0E)
    # DSP0134 7.40.1: bit 1 says "present"; 0 and a missing field say nothing
    if characteristics and not characteristics & 0x2:
        return False
    return any(isinstance(structure.string(offset), str) for offset in (0x06, 0x07, 0x08, 0x0A))


def _supply(structure: Structure) -> Supply:
    """Characteristics (DSP0134 7.40.1): bits 7 to 9 are the status, bit 2 is set where it is unplugged."""
    watts, characteristics = structure.word(0x0C), structure.word(0x0E)
    # DSP0134 7.40: 8000h is "unknown"; firmware also writes 0 and 1 where it knows nothing
    known = watts is not None and watts != 0x8000 and watts > 1
    told = characteristics or 0
    return Supply(
        location=structure.string(0x05),
        name=structure.string(0x06),
        manufacturer=structure.string(0x07),
        serial=structure.string(0x08),
        model=structure.string(0x0A),
        max_watts=watts if known and watts else structure.nothing(),
        status=_named(STATUSES, told >> 7 & 0x7, structure),
        plugged=not told & 0x4 if told else structure.nothing("characteristics"),
    )


def _named(names: dict[int, str], number: int | None, structure: Structure) -> str | Unknown:
    name = names.get(number) if number is not None else None
    return name or structure.nothing()
