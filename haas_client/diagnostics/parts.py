"""Which part a drive or a module is: the same words from every rule, so that findings on it meet."""

from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.snapshot import Bus, Drive, Module, Supply
from haas_client.diagnostics.unknown import Reason, Unknown


def of_drive(drive: Drive) -> Part:
    slot = drive.port if isinstance(drive.port, str) else drive.name
    if drive.bus == Bus.USB and slot != drive.name:
        slot = f"{slot} {drive.name}"  # one enclosure may hold several drives at one port
    return Part(kind=PartKind.STORAGE, slot=slot, model=drive.model, serial=drive.serial, size_bytes=drive.size_bytes)


def of_module(module: Module) -> Part:
    return Part(
        kind=PartKind.MEMORY,
        slot=module.slot or module.bank or Unknown(reason=Reason.NOT_REPORTED, detail="SMBIOS type 17"),
        model=_model(module),
        serial=module.serial,
        size_bytes=module.size_bytes,
    )


def of_supply(supply: Supply) -> Part:
    names = [name for name in (supply.manufacturer, supply.model, supply.name) if isinstance(name, str)]
    return Part(
        kind=PartKind.POWER, slot=supply.location, model=" ".join(names[:2]) or supply.model, serial=supply.serial
    )


def _model(module: Module) -> str | Unknown:
    names = [name for name in (module.manufacturer, module.part_number) if isinstance(name, str)]
    return " ".join(names) or module.part_number


def whole_pc() -> Part:
    """Where no part of its own is meant."""
    unknown = Unknown(reason=Reason.NOT_REPORTED)
    return Part(kind=PartKind.SYSTEM, slot=unknown, model=unknown, serial=unknown)
