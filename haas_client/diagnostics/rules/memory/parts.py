"""Which part a finding about memory means: one module, a label that names none, or the memory as a whole."""

from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.snapshot import EdacDimm, Memory, Module
from haas_client.diagnostics.unknown import Reason, Unknown


def part_of(module: Module) -> Part:
    return Part(
        kind=PartKind.MEMORY,
        slot=module.slot or module.bank or Unknown(reason=Reason.NOT_REPORTED, detail="SMBIOS type 17"),
        model=_model(module),
        serial=module.serial,
        size_bytes=module.size_bytes,
    )


def part_of_label(dimm: EdacDimm) -> Part:
    """A place that only the driver knows: one of the modules, and nobody can say which."""
    unknown = Unknown(reason=Reason.NOT_REPORTED, detail="EDAC dimm_label")
    return Part(kind=PartKind.MEMORY, slot=f"{dimm.controller} {dimm.label}", model=unknown, serial=unknown)


def whole_of(memory: Memory) -> Part:
    return whole(memory.modules if isinstance(memory.modules, Unknown) else Unknown(reason=Reason.NOT_REPORTED))


def whole(why: Unknown) -> Part:
    return Part(kind=PartKind.MEMORY, slot=why, model=why, serial=why)


def filled(memory: Memory) -> tuple[Module, ...]:
    """The slots that hold a module, or may: a size that is unknown is not empty."""
    return () if isinstance(memory.modules, Unknown) else tuple(m for m in memory.modules if m.size_bytes != 0)


def _model(module: Module) -> str | Unknown:
    names = [name for name in (module.manufacturer, module.part_number) if isinstance(name, str)]
    return " ".join(names) or module.part_number
