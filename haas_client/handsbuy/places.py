"""Where parts of a kind sit on this machine, in its own order: for a drawing of which place is meant."""

import msgspec

from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.parts import of_drive, of_module
from haas_client.diagnostics.snapshot import Memory, Snapshot, Storage
from haas_client.handsbuy.changed import is_outside
from haas_client.handsbuy.pack.vocabulary import Kind


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    label: str
    """As the board or the kernel names it."""
    filled: bool
    meant: bool
    """Whether it is the one to be opened: of the part that goes out, or free for one that is added."""


def spots(snapshot: Snapshot | None, kind: Kind, part: Part | None) -> tuple[Spot, ...]:
    """Empty where nothing was read, or there is nothing to choose between."""
    found: list[Spot] = []
    if kind == Kind.MEMORY and snapshot and isinstance(snapshot.memory, Memory):
        modules = snapshot.memory.modules if isinstance(snapshot.memory.modules, tuple) else ()
        for module in modules:
            filled = module.size_bytes != 0
            meant = of_module(module) == part if part else not filled
            found.append(Spot(label=module.slot or module.bank, filled=filled, meant=meant))
    if kind == Kind.STORAGE and snapshot and isinstance(snapshot.storage, Storage):
        for drive in snapshot.storage.drives:
            if not is_outside(drive):
                label = drive.port if isinstance(drive.port, str) else drive.name
                found.append(Spot(label=label, filled=True, meant=part is not None and of_drive(drive) == part))
    return tuple(found) if any(spot.meant for spot in found) else ()
