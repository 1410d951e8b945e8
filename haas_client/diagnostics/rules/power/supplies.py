"""What firmware says of a supply (SMBIOS type 39), and what is known of batteries."""

from collections.abc import Iterator

from haas_client.diagnostics.finding import Evidence, Finding
from haas_client.diagnostics.kinds import Confidence, Severity
from haas_client.diagnostics.rules.power.parts import of_battery, of_supply
from haas_client.diagnostics.snapshot import Battery, Snapshot, Supply
from haas_client.diagnostics.unknown import Unknown

_WORN_PERCENT = 60
"""UPower names no limit; makers call a battery spent at 80 % of new, at 60 % the owner notices it every day."""
_ENOUGH_CHARGE_PERCENT = 20

_BAD = {"critical": Confidence.MEDIUM, "non-critical": Confidence.LOW}


def findings(snapshot: Snapshot) -> Iterator[Finding]:
    supplies = of(snapshot)
    for supply in supplies:
        yield from _status(supply, others=[other for other in supplies if other is not supply])
    for battery in batteries(snapshot):
        yield from _worn(battery)


def of(snapshot: Snapshot) -> tuple[Supply, ...]:
    power = snapshot.power
    return () if isinstance(power, Unknown) or isinstance(power.supplies, Unknown) else power.supplies


def batteries(snapshot: Snapshot) -> tuple[Battery, ...]:
    power = snapshot.power
    return () if isinstance(power, Unknown) or isinstance(power.batteries, Unknown) else power.batteries


def ups_is_well(snapshot: Snapshot) -> bool:
    """Whether a UPS stands between the wall and the PC, and has charge."""
    charges = [battery.charge_percent for battery in batteries(snapshot) if battery.kind == "ups"]
    return any(isinstance(charge, int) and charge >= _ENOUGH_CHARGE_PERCENT for charge in charges)


def _status(supply: Supply, others: list[Supply]) -> Iterator[Finding]:
    """The firmware's own word. A second supply without its cord is called critical too: that is the cord."""
    confidence = _BAD.get(supply.status) if isinstance(supply.status, str) else None
    if confidence is None:
        return
    unplugged = supply.plugged is False and any(other.plugged is True for other in others)
    yield Finding(
        code="power.supply_unplugged" if unplugged else "power.supply_status",
        severity=Severity.CABLE if unplugged else Severity.WATCH,
        confidence=confidence,
        part=of_supply(supply),
        evidence=(
            Evidence(
                source="SMBIOS type 39 status" + (", unplugged" if unplugged else ""),
                value=str(supply.status),
                threshold="ok",
                reference="smbios",
            ),
        ),
    )


def _worn(battery: Battery) -> Iterator[Finding]:
    capacity = battery.capacity_percent
    if isinstance(capacity, Unknown) or not 0 < capacity < _WORN_PERCENT:  # 0: a UPS that does not tell
        return
    yield Finding(
        code="power.battery_worn",
        severity=Severity.NOTE,
        confidence=Confidence.MEDIUM,
        part=of_battery(battery),
        evidence=(
            Evidence(source="UPower Capacity", value=capacity, threshold=f"< {_WORN_PERCENT}", reference="own-battery"),
        ),
    )
