"""The facts that a guide may use: their names, types, and where each comes from. :mod:`.facts` derives them."""

import re
from enum import StrEnum

import msgspec

from haas_client.handsbuy.pack.vocabulary import Kind, Reason


class FactType(StrEnum):
    """How a value is compared and shown."""

    TEXT = "text"
    BYTES = "bytes"
    """Shown as on the part's label: memory in powers of 1024, drives in powers of a thousand."""
    SERIAL = "serial"
    """Compared by letters and digits alone."""
    WATTS = "watts"
    COUNT = "count"
    CHOICE = "choice"
    """One of a list of codes; for conditions, never shown."""
    FLAG = "flag"
    """true or false; always known, so nobody is ever asked for it."""
    VERDICT = "verdict"
    """What the rules of the diagnosis say of a part; for ``healthy``."""


class FactKind(msgspec.Struct, frozen=True, kw_only=True):
    type: FactType
    choices: tuple[str, ...] = ()
    restarts: bool = False
    """A count that begins at zero with every start of the PC: after the swap all of it is new."""
    origin: str
    """For who writes guides, in English; ``docs/guide-format.md`` shows it."""


_T = FactType
CHASSIS = ("tower", "mini-tower", "small", "mini-pc", "all-in-one", "notebook", "server")
MEMORY_FORMS = ("DIMM", "SODIMM", "soldered")
STORAGE_FORMS = ("m2", "sata-2.5", "sata-3.5")
KINDS = tuple(kind.value for kind in Kind)


def _fact(kind: FactType, origin: str, choices: tuple[str, ...] = (), *, restarts: bool = False) -> FactKind:
    return FactKind(type=kind, origin=origin, choices=choices, restarts=restarts)


FACTS: dict[str, FactKind] = {
    "chassis": _fact(_T.CHOICE, "nobody reads it yet: the owner is asked", CHASSIS),
    "has_battery": _fact(_T.CHOICE, "UPower lists a battery", ("yes", "no")),
    "memory_form": _fact(_T.CHOICE, "form factor of the modules (SMBIOS 17), where all have the same", MEMORY_FORMS),
    "storage_form": _fact(_T.CHOICE, "no drive tells it: the owner is asked", STORAGE_FORMS),
    "part.kind": _fact(_T.CHOICE, "the part to be swapped", KINDS),
    "part.slot": _fact(_T.TEXT, "where it is: the board's name of a memory slot, “SATA 1”"),
    "part.model": _fact(_T.TEXT, "its model"),
    "part.serial": _fact(_T.SERIAL, "its serial number"),
    "part.capacity": _fact(_T.BYTES, "its size"),
    "part.bus": _fact(_T.CHOICE, "of a drive: how it is attached", ("sata", "nvme", "usb", "scsi", "mmc", "other")),
    "order.kind": _fact(_T.CHOICE, "what the centre sends (link “guide”)", KINDS),
    "order.model": _fact(_T.TEXT, "as the centre names it"),
    "order.capacity": _fact(_T.BYTES, "its size"),
    "order.serial": _fact(_T.SERIAL, "its serial number, where the centre told it"),
    "order.reason": _fact(_T.CHOICE, "why: what the case is about, or what the owner answers", tuple(Reason)),
    "order.job": _fact(_T.CHOICE, "whether the new part takes the old one's place", ("replace", "add")),
    "part.slot_known": _fact(_T.FLAG, "whether part.slot is known"),
    "part.serial_known": _fact(_T.FLAG, "whether part.serial is known"),
    "order.serial_known": _fact(_T.FLAG, "whether order.serial is known"),
    "order.capacity_known": _fact(_T.FLAG, "whether order.capacity is known"),
    "memory.total": _fact(_T.BYTES, "sum of all modules"),
    "memory.modules": _fact(_T.COUNT, "how many modules are in"),
    "memory.slots": _fact(_T.COUNT, "how many slots the board has"),
    "memory.free_slots": _fact(_T.COUNT, "how many of them are empty"),
    "memory.errors": _fact(_T.COUNT, "EDAC: corrected and uncorrected, since this start", restarts=True),
    "memory.health": _fact(_T.VERDICT, "the worst of all modules"),
    "storage.drives": _fact(_T.COUNT, "drives on SATA and NVMe"),
    "storage.health": _fact(_T.VERDICT, "the worst of all drives"),
    "power.supply.model": _fact(_T.TEXT, "SMBIOS 39, which few boards have"),
    "power.supply.serial": _fact(_T.SERIAL, "SMBIOS 39"),
    "power.supply.watts": _fact(_T.WATTS, "SMBIOS 39"),
    "power.unclean_stops": _fact(
        _T.COUNT, "starts since the swap that ended without a mark of a shutdown", restarts=True
    ),
    "power.health": _fact(_T.VERDICT, "of the power supply, as far as it can be measured"),
}
"""Facts without an index: for ``needs``, ``when``, ``unless``, ``applies``, questions and checks."""

INDEXED: dict[str, dict[str, FactKind]] = {
    "memory.slot": {
        "size": _fact(_T.BYTES, "absent where the slot is empty"),
        "model": _fact(_T.TEXT, "maker and part number"),
        "serial": _fact(_T.SERIAL, "SMBIOS 17"),
        "speed": _fact(_T.COUNT, "MT/s that it runs at"),
        "health": _fact(_T.VERDICT, "of the module in it"),
    },
    "storage.slot": {
        "size": _fact(_T.BYTES, "of the drive at this port"),
        "model": _fact(_T.TEXT, "of the drive at this port"),
        "serial": _fact(_T.SERIAL, "of the drive at this port"),
        "health": _fact(_T.VERDICT, "of the drive at this port"),
    },
    "storage.serial": {
        "size": _fact(_T.BYTES, "of the drive with this serial number"),
        "model": _fact(_T.TEXT, "of the drive with this serial number"),
        "bus": _fact(_T.TEXT, "of the drive with this serial number"),
        "health": _fact(_T.VERDICT, "of the drive with this serial number"),
    },
}
"""Facts of one of several, for checks alone: ``memory.slot[DIMM_A2].size``. The index may be a placeholder."""

_INDEXED_NAME = re.compile(r"([a-z]+\.[a-z]+)\[([^\[\]]*)\]\.([a-z]+)", re.DOTALL)


class Indexed(msgspec.Struct, frozen=True, kw_only=True):
    """A name with an index, taken apart."""

    family: str
    index: str
    field: str


def indexed(name: str) -> Indexed | None:
    """``None`` where ``name`` has no index, or is none of ours."""
    found = _INDEXED_NAME.fullmatch(name)
    if found is None or found[3] not in INDEXED.get(found[1], ()):
        return None
    return Indexed(family=found[1], index=found[2], field=found[3])


def kind_of(name: str) -> FactKind | None:
    """What is known of a fact by its name, with or without an index; ``None`` where there is no such fact."""
    taken = indexed(name)
    return INDEXED[taken.family][taken.field] if taken else FACTS.get(name)
