"""Where parts of a kind sit on this machine, in its own order: for a drawing of which place is meant."""

import msgspec

from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.parts import of_drive, of_module
from haas_client.diagnostics.snapshot import Drive, Memory, Module, Snapshot
from haas_client.handsbuy.changed import drives, is_outside
from haas_client.handsbuy.pack.measured import FORMS
from haas_client.handsbuy.pack.vocabulary import Kind


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    label: str
    """As the board or the kernel names it."""
    filled: bool
    meant: bool
    """Whether it is the one to be opened: of the part that goes out, or free for one that is added."""


def spots(snapshot: Snapshot | None, kind: Kind, part: Part | None) -> tuple[Spot, ...]:
    """Empty where nothing was read, or there is nothing to choose between."""
    found: tuple[Spot, ...] = ()
    if kind == Kind.MEMORY:
        found = slots(snapshot, part)
    if kind == Kind.STORAGE and snapshot:
        found = drive_spots(snapshot, part)
    return found if any(spot.meant for spot in found) else ()


def slots(snapshot: Snapshot | None, part: Part | None) -> tuple[Spot, ...]:
    """The board's sockets. What is soldered sits in none; what keeps its content without power is no memory."""
    memory = snapshot.memory if snapshot else None
    modules = memory.modules if isinstance(memory, Memory) and isinstance(memory.modules, tuple) else ()
    return tuple(_slot(module, part) for module in modules if not module.persistent and not _soldered(module))


def _slot(module: Module, part: Part | None) -> Spot:
    filled = module.size_bytes != 0
    meant = of_module(module) == part if part else not filled
    return Spot(label=module.slot or module.bank, filled=filled, meant=meant)


def _soldered(module: Module) -> bool:
    return isinstance(module.form_factor, str) and FORMS.get(module.form_factor) == "soldered"


def drive_spots(snapshot: Snapshot, part: Part | None) -> tuple[Spot, ...]:
    """The drives in the PC. A free place for one tells nobody of itself."""
    return tuple(drive_spot(drive, part) for drive in drives(snapshot) if not is_outside(drive))


def drive_spot(drive: Drive, part: Part | None) -> Spot:
    label = drive.port if isinstance(drive.port, str) else drive.name
    return Spot(label=label, filled=True, meant=part is not None and of_drive(drive) == part)
