"""Which part a finding about power means: the supply as firmware describes it, or a battery."""

from haas_client.diagnostics import parts
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.snapshot import Battery, Snapshot
from haas_client.diagnostics.unknown import Reason, Unknown

of_supply = parts.of_supply


def supply_of(snapshot: Snapshot) -> Part:
    """The supply; the first of several. Few boards describe theirs."""
    power = snapshot.power
    supplies = power if isinstance(power, Unknown) else power.supplies
    if not supplies:
        supplies = Unknown(reason=Reason.NOT_REPORTED, detail="SMBIOS type 39")
    if isinstance(supplies, Unknown):
        return Part(kind=PartKind.POWER, slot=supplies, model=supplies, serial=supplies)
    return of_supply(supplies[0])


def of_battery(battery: Battery) -> Part:
    slot = "UPS" if battery.kind == "ups" else "battery"
    unknown = Unknown(reason=Reason.NOT_REPORTED, detail="UPower")
    return Part(kind=PartKind.POWER, slot=slot, model=battery.model, serial=unknown)
