"""Power: rails, boots that ended without a shutdown, firmware's word, and what the owner tells. Evidence is scarce."""

from collections.abc import Iterable, Iterator

import msgspec

from haas_client.diagnostics.checklist import Answer, PowerChecklist
from haas_client.diagnostics.finding import Fact, Finding, Part, PartState
from haas_client.diagnostics.kinds import PartKind, Severity, Verdict, of_severities
from haas_client.diagnostics.rules.power import rails, stops, supplies, suspicion
from haas_client.diagnostics.rules.power.parts import of_supply, supply_of
from haas_client.diagnostics.snapshot import Health, Snapshot, Storage
from haas_client.diagnostics.unknown import Reason, Unknown

_NOTHING_TOLD = PowerChecklist()


def findings(
    snapshot: Snapshot, answers: PowerChecklist = _NOTHING_TOLD, tested: tuple[Finding, ...] = ()
) -> Iterator[Finding]:
    """What the PC shows; with the owner's ``answers``, also how sure both together make us.

    ``tested`` is what trials found: told elsewhere, and a sign here.
    """
    part = supply_of(snapshot)
    found = (
        *rails.findings(snapshot, part),
        *_with_answers(stops.findings(snapshot, part), answers),
        *supplies.findings(snapshot),
    )
    yield from found
    yield from suspicion.findings(snapshot, part, (*found, *tested), answers)


def states(snapshot: Snapshot, found: tuple[Finding, ...]) -> Iterator[PartState]:
    """One state for the supply, and for each further one that something was found of.

    Well only where the supply measures itself: a chip too weak to condemn cannot acquit either.
    """
    part = supply_of(snapshot)
    others = {of_supply(supply) for supply in supplies.of(snapshot)[1:]} - {part}
    yield _state(
        snapshot, part, [each for each in found if each.part.kind == PartKind.POWER and each.part not in others]
    )
    for other in dict.fromkeys(finding.part for finding in found if finding.part in others):
        verdict = of_severities(finding.severity for finding in found if finding.part == other)
        if verdict:
            yield PartState(part=other, verdict=verdict)


def _state(snapshot: Snapshot, part: Part, found: Iterable[Finding]) -> PartState:
    facts = tuple(_facts(snapshot))
    verdict = of_severities(finding.severity for finding in found)
    if verdict:
        return PartState(part=part, verdict=verdict, facts=facts)
    if rails.measures_itself(snapshot):
        return PartState(part=part, verdict=Verdict.OK, facts=facts)
    power = snapshot.power
    why = power if isinstance(power, Unknown) else power.rails
    if not isinstance(why, Unknown):
        # There are voltages, but none that the supply measured itself at its own output.
        why = Unknown(reason=Reason.NOT_MEASURABLE, detail="hwmon, no driver of a power supply")
    return PartState(part=part, verdict=Verdict.UNREADABLE, why=why, facts=facts)


def _with_answers(found: Iterable[Finding], answers: PowerChecklist) -> Iterator[Finding]:
    """Stops that the owner can explain are no evidence."""
    for finding in found:
        if finding.code == "power.unmarked_boots" and answers.cut_by_hand == Answer.YES:
            yield msgspec.structs.replace(finding, code="power.cut_by_hand", severity=Severity.NOTE)
        else:
            yield finding


def _facts(snapshot: Snapshot) -> Iterator[Fact]:
    for known in rails.known_rails(snapshot):
        yield Fact(name="rail", value=f"{known.rule.name} {known.volts:.2f}")
    sudden = stops.read(snapshot)
    if not isinstance(sudden, Unknown):
        yield Fact(name="unmarked_boots", value=len(sudden.unexplained))
    losses = _unsafe_shutdowns(snapshot)
    if losses is not None:
        yield Fact(name="unsafe_shutdowns", value=losses)
    for battery in supplies.batteries(snapshot):
        if isinstance(battery.capacity_percent, int):
            yield Fact(name="battery_capacity_percent", value=battery.capacity_percent)
    for supply in supplies.of(snapshot):
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
