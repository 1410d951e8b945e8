"""What firmware's tables say of memory and power, and its codes by name: alike from the table itself and from text."""

import msgspec

from haas_client.diagnostics.snapshot import Memory, MemoryArray, Module, Supply
from haas_client.diagnostics.unknown import Reason, Unknown

SYSTEM, BOARD, OLD_MODULE, ARRAY, DEVICE, SUPPLY = 1, 2, 6, 16, 17, 39
"""Types of structures (DMTF DSP0134 3.7, 6.1.2)."""

SYSTEM_MEMORY = "system memory"

# DSP0134 7.17.2 and 7.17.3
USES = {3: SYSTEM_MEMORY, 4: "video memory", 5: "flash memory", 6: "non-volatile RAM", 7: "cache memory"}
CORRECTIONS = {3: "none", 4: "parity", 5: "single-bit ECC", 6: "multi-bit ECC", 7: "CRC"}

# DSP0134 7.18.1 and 7.18.2
FORM_FACTORS = {
    3: "SIMM",
    5: "chip",
    9: "DIMM",
    11: "row of chips",
    12: "RIMM",
    13: "SODIMM",
    15: "FB-DIMM",
    16: "die",
}
TYPES = {
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
PERSISTENT_TYPE = 31
"""Logical non-volatile device."""

STATUSES = {3: "ok", 4: "non-critical", 5: "critical"}
"""DSP0134 7.40.1: how a power supply is; 1 "other" and 2 "unknown" say nothing."""


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """Who made it: types 1 and 2."""

    maker: str | Unknown
    product: str | Unknown
    board_maker: str | Unknown
    board: str | Unknown

    @property
    def name(self) -> str | None:
        """Maker and model of the PC; of its board where the PC has none of its own."""
        pair = (self.maker, self.product) if isinstance(self.product, str) else (self.board_maker, self.board)
        return " ".join(word for word in pair if isinstance(word, str)) or None


class Tables(msgspec.Struct, frozen=True, kw_only=True):
    """What a table says of memory and power."""

    modules: tuple[Module, ...]
    """Slots of system memory; those of cache, flash or video memory are left out."""
    error_correction: str | Unknown
    supplies: tuple[Supply, ...]
    arrays: tuple[MemoryArray, ...] = ()
    machine: Machine

    def memory(self) -> Memory:
        """The memory of a PC of which nothing is known but this."""
        nothing = Unknown(reason=Reason.NOT_RECORDED)
        return Memory(
            visible_bytes=nothing,
            modules=self.modules or Unknown(reason=Reason.NOT_REPORTED, detail=f"SMBIOS type {DEVICE}"),
            error_correction=self.error_correction,
            edac=nothing,
            edac_seconds=nothing,
            arrays=self.arrays,
        )


def gathered(
    *,
    machine: Machine,
    arrays: tuple[MemoryArray, ...],
    modules: tuple[Module, ...],
    old_modules: tuple[Module, ...],
    supplies: tuple[Supply, ...],
) -> Tables:
    """The tables without what is no system memory; very old firmware's modules count where it has no others."""
    other = {array.handle for array in arrays if array.use != SYSTEM_MEMORY and isinstance(array.use, str)}
    system = [array for array in arrays if array.use == SYSTEM_MEMORY]
    corrections = [array.error_correction for array in system if isinstance(array.error_correction, str)]
    unknown = Unknown(reason=Reason.NOT_REPORTED, detail=f"SMBIOS type {ARRAY}")
    return Tables(
        modules=tuple(module for module in modules or old_modules if module.array not in other),
        error_correction=corrections[0] if corrections else unknown,
        supplies=supplies,
        arrays=arrays,
        machine=machine,
    )
