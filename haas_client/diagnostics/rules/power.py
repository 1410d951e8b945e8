"""Power: rails where the chip names them, and boots that ended without a shutdown. Evidence is scarce."""

import re
from collections.abc import Iterator
from datetime import timedelta

import msgspec

from haas_client.diagnostics.finding import Evidence, Fact, Finding, Part, PartState
from haas_client.diagnostics.kinds import Confidence, PartKind, Severity, Verdict, of_severities
from haas_client.diagnostics.snapshot import Boot, BootEnd, Health, Power, Rail, Records, Snapshot, Storage
from haas_client.diagnostics.unknown import Reason, Unknown


class RailRule(msgspec.Struct, frozen=True, kw_only=True):
    """The limits of one ATX rail at its connector, in volts (ATX12V 2.x)."""

    name: str
    label: re.Pattern[str]
    nominal: float
    lowest: float
    highest: float


def _rail(name: str, label: str, nominal: float, lowest: float, highest: float) -> RailRule:
    return RailRule(name=name, label=re.compile(label, re.IGNORECASE), nominal=nominal, lowest=lowest, highest=highest)


RAIL_RULES = (
    _rail("+12 V", r"(v_?out[ _])?\+?12 ?v", 12.0, 11.40, 12.60),
    _rail("+5 V", r"(v_?out[ _])?\+?5 ?v", 5.0, 4.75, 5.25),
    _rail("+3.3 V", r"(v_?out[ _])?\+?3[._]3 ?v", 3.3, 3.14, 3.47),
    _rail("+5 VSB", r"\+?5 ?v ?sb", 5.0, 4.75, 5.25),
)

# Drivers of power supplies, which measure at their own output; any other chip measures behind resistors of the board.
_SUPPLY_DRIVERS = frozenset({"corsairpsu"})

# A running PC cannot have a rail this far off: the chip's scaling is wrong, and the value says nothing.
_IMPOSSIBLE = 0.20

_RECENT = timedelta(days=30)
_REPEATED = 2

# Documentation/arch/x86/amd-debugging.rst: bits that tell of heat, not of the supply
_THERMAL_BITS = (1 << 0) | (1 << 9)


def findings(snapshot: Snapshot) -> Iterator[Finding]:
    part = _part(snapshot)
    yield from _rails(snapshot, part)
    yield from _boots(snapshot, part)
    yield from _heat(snapshot)


def states(snapshot: Snapshot, found: tuple[Finding, ...]) -> Iterator[PartState]:
    """One state for the supply: well only where it measures itself. A chip too weak to condemn cannot acquit either."""
    facts = tuple(_facts(snapshot))
    verdict = of_severities(finding.severity for finding in found if finding.part.kind == PartKind.POWER)
    if verdict:
        yield PartState(part=_part(snapshot), verdict=verdict, facts=facts)
        return
    measured = {rule.name for rule, rail, _ in _known_rails(snapshot) if rail.chip in _SUPPLY_DRIVERS}
    if {"+12 V", "+5 V"} <= measured:
        yield PartState(part=_part(snapshot), verdict=Verdict.OK, facts=facts)
        return
    power = snapshot.power
    why = power if isinstance(power, Unknown) else power.rails
    if not isinstance(why, Unknown):
        # There are voltages, but none that the supply measured itself at its own output.
        why = Unknown(reason=Reason.NOT_MEASURABLE, detail="hwmon, no driver of a power supply")
    yield PartState(part=_part(snapshot), verdict=Verdict.UNREADABLE, why=why, facts=facts)


def _rails(snapshot: Snapshot, part: Part) -> Iterator[Finding]:
    for rule, rail, volts in _known_rails(snapshot):
        if rule.lowest <= volts <= rule.highest:
            continue
        measured_by_supply = rail.chip in _SUPPLY_DRIVERS
        evidence = Evidence(
            source=f"hwmon {rail.chip} {rail.input} ({rail.label})",
            value=volts,
            threshold=f"{rule.lowest:.2f} – {rule.highest:.2f} V",
            reference="atx12v",
        )
        yield Finding(
            code="power.rail_out_of_limits",
            severity=Severity.REPLACE if measured_by_supply else Severity.WATCH,
            confidence=Confidence.MEDIUM if measured_by_supply else Confidence.LOW,
            part=part,
            evidence=(evidence,),
        )


def _known_rails(snapshot: Snapshot) -> list[tuple[RailRule, Rail, float]]:
    """Rails whose label names an ATX rail and whose value a running PC can have."""
    power = snapshot.power
    if isinstance(power, Unknown) or isinstance(power.rails, Unknown):
        return []
    return [
        (rule, rail, rail.volts)
        for rail in power.rails
        for rule in RAIL_RULES
        if rule.label.fullmatch(rail.label)
        and isinstance(rail.volts, float)
        and abs(rail.volts / rule.nominal - 1) <= _IMPOSSIBLE
    ]


class RailReading(msgspec.Struct, frozen=True, kw_only=True):
    """A rail's value beside its limits; ``trusted`` where the supply measured it itself, at its own output."""

    rule: RailRule
    rail: Rail
    volts: float
    trusted: bool


def rail_readings(snapshot: Snapshot) -> tuple[RailReading, ...]:
    """What the chips say of the ATX rails, in the order of the snapshot."""
    return tuple(
        RailReading(rule=rule, rail=rail, volts=volts, trusted=rail.chip in _SUPPLY_DRIVERS)
        for rule, rail, volts in _known_rails(snapshot)
    )


def _boots(snapshot: Snapshot, part: Part) -> Iterator[Finding]:
    unmarked = _unmarked(snapshot)
    if isinstance(unmarked, Unknown) or len(unmarked) < _REPEATED:
        return
    days = ", ".join(f"{boot.started_at:%Y-%m-%d}" for boot in unmarked[-5:])
    evidence = (
        Evidence(source="journal", value=len(unmarked), threshold=f"≥ {_REPEATED} / 30 d", reference="own-boots"),
        Evidence(source="journal, boots of", value=days, threshold="–", reference="journal"),
    )
    yield Finding(
        code="power.unmarked_boots",
        severity=Severity.WATCH,
        confidence=Confidence.LOW,
        part=part,
        evidence=evidence,
    )


def _unmarked(snapshot: Snapshot) -> list[Boot] | Unknown:
    """Boots of the last 30 days that ended without a shutdown marker."""
    records = snapshot.records
    if isinstance(records, Unknown):
        return records
    if isinstance(records.boots, Unknown):
        return records.boots
    since = snapshot.taken_at - _RECENT
    return [boot for boot in records.boots if boot.end == BootEnd.UNMARKED and boot.started_at >= since]


def _heat(snapshot: Snapshot) -> Iterator[Finding]:
    records = snapshot.records
    if not isinstance(records, Records) or isinstance(records.reset_reasons, Unknown):
        return
    for reason in records.reset_reasons:
        if reason.bits & _THERMAL_BITS:
            unknown = Unknown(reason=Reason.NOT_REPORTED)
            yield Finding(
                code="system.overheated",
                severity=Severity.WATCH,
                confidence=Confidence.HIGH,
                part=Part(kind=PartKind.SYSTEM, slot=unknown, model=unknown, serial=unknown),
                evidence=(
                    Evidence(
                        source="kernel log, previous system reset reason",
                        value=f"0x{reason.bits:08x} {reason.text}",
                        threshold=f"0x{_THERMAL_BITS:08x}",
                        reference="amd-reset",
                    ),
                ),
            )
            return


def _facts(snapshot: Snapshot) -> Iterator[Fact]:
    for rule, _, volts in _known_rails(snapshot):
        yield Fact(name="rail", value=f"{rule.name} {volts:.2f}")
    unmarked = _unmarked(snapshot)
    if not isinstance(unmarked, Unknown):
        yield Fact(name="unmarked_boots", value=len(unmarked))
    losses = _unsafe_shutdowns(snapshot)
    if losses is not None:
        yield Fact(name="unsafe_shutdowns", value=losses)
    if isinstance(snapshot.power, Power) and not isinstance(snapshot.power.batteries, Unknown):
        for battery in snapshot.power.batteries:
            if isinstance(battery.capacity_percent, int):
                yield Fact(name="battery_capacity_percent", value=battery.capacity_percent)
    if isinstance(snapshot.power, Power) and not isinstance(snapshot.power.supplies, Unknown):
        for supply in snapshot.power.supplies:
            if isinstance(supply.max_watts, int):
                yield Fact(name="max_watts", value=supply.max_watts)


def _unsafe_shutdowns(snapshot: Snapshot) -> int | None:
    """Power losses that NVMe drives counted over their life: a figure to compare, on 93 % of drives above 0."""
    if not isinstance(snapshot.storage, Storage):
        return None
    healths = [drive.health for drive in snapshot.storage.drives if isinstance(drive.health, Health)]
    counts = [health.nvme.unsafe_shutdowns for health in healths if health.nvme]
    known = [count for count in counts if isinstance(count, int)]
    return max(known) if known else None


def _part(snapshot: Snapshot) -> Part:
    """The supply as SMBIOS describes it, which few boards do."""
    power = snapshot.power
    supplies = power if isinstance(power, Unknown) else power.supplies
    if not supplies:
        supplies = Unknown(reason=Reason.NOT_REPORTED, detail="SMBIOS type 39")
    if isinstance(supplies, Unknown):
        return Part(kind=PartKind.POWER, slot=supplies, model=supplies, serial=supplies)
    supply = supplies[0]
    names = [name for name in (supply.manufacturer, supply.model, supply.name) if isinstance(name, str)]
    return Part(
        kind=PartKind.POWER, slot=supply.location, model=" ".join(names[:2]) or supply.model, serial=supply.serial
    )
