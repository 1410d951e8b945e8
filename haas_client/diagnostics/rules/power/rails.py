"""Voltages: what a supply measures at its own output condemns it; what a chip of the board measures never does."""

import re
from collections.abc import Iterator

import msgspec

from haas_client.diagnostics.atx import RailRule, is_supply_chip, rule_of
from haas_client.diagnostics.finding import Evidence, Finding, Part
from haas_client.diagnostics.kinds import Confidence, Severity
from haas_client.diagnostics.snapshot import Rail, Snapshot
from haas_client.diagnostics.unknown import Unknown


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A rail whose label names an ATX rail, with a value that a running PC can have."""

    rule: RailRule
    rail: Rail
    volts: float

    @property
    def is_off(self) -> bool:
        return not self.rule.allows(self.volts)


_OUTPUT = re.compile(r"v_?out\d{0,2}([ _].{1,20})?", re.IGNORECASE)

_SEVERAL = 2


def is_supply(rail: Rail) -> bool:
    """Whether the supply itself measured it, at its own output."""
    return is_supply_chip(rail.chip)


def known_rails(snapshot: Snapshot) -> list[Known]:
    return [
        Known(rule=rule, rail=rail, volts=rail.volts)
        for rail in _rails(snapshot)
        if (rule := rule_of(rail.label)) and isinstance(rail.volts, float) and rule.can_be(rail.volts)
    ]


def measures_itself(snapshot: Snapshot) -> bool:
    """Whether the supply tells its two main rails."""
    return {"+12 V", "+5 V"} <= {known.rule.name for known in known_rails(snapshot) if is_supply(known.rail)}


def findings(snapshot: Snapshot, part: Part) -> Iterator[Finding]:
    off = [known for known in known_rails(snapshot) if known.is_off]
    own = [known for known in off if is_supply(known.rail)]
    for known in own:
        yield _off(known, part, Severity.REPLACE, Confidence.MEDIUM)
    yield from _own_limits(snapshot, part, judged=[known.rail for known in own])
    yield from _of_the_board([known for known in off if not is_supply(known.rail)], part)


def _of_the_board(off: list[Known], part: Part) -> Iterator[Finding]:
    """One rail off is worth a look. Several at once mean that the chip's resistors are not those the driver assumes.

    A supply that lets several rails leave their limits at the same time does not keep a PC running to measure it.
    """
    names = {known.rule.name for known in off}
    if len(names) < _SEVERAL:
        for known in off[:1]:
            yield _off(known, part, Severity.WATCH, Confidence.LOW)
        return
    yield Finding(
        code="power.rails_misscaled",
        severity=Severity.NOTE,
        confidence=Confidence.MEDIUM,
        part=part,
        evidence=(
            Evidence(source="hwmon", value=len(names), threshold=f"≥ {_SEVERAL}", reference="own-rails"),
            *(_evidence(known) for known in off[:8]),
        ),
    )


def _own_limits(snapshot: Snapshot, part: Part, judged: list[Rail]) -> Iterator[Finding]:
    """Outputs outside the limits that the supply states itself, or under its alarm; limits must make sense."""
    for rail in _rails(snapshot):
        low, high, volts = rail.lowest_volts, rail.highest_volts, rail.volts
        if rail in judged or not is_supply(rail) or not _OUTPUT.fullmatch(rail.label):
            continue
        if isinstance(low, Unknown) or isinstance(high, Unknown) or isinstance(volts, Unknown) or not 0 < low < high:
            continue
        outside = not low <= volts <= high
        if not outside and not rail.alarm:
            continue
        yield Finding(
            code="power.rail_out_of_limits" if outside else "power.rail_alarm",
            severity=Severity.REPLACE if outside else Severity.WATCH,
            confidence=Confidence.MEDIUM,
            part=part,
            evidence=(
                Evidence(
                    source=_source(rail), value=volts, threshold=f"{low:.2f} – {high:.2f} V", reference="supply-limits"
                ),
            ),
        )


def _off(known: Known, part: Part, severity: Severity, confidence: Confidence) -> Finding:
    return Finding(
        code="power.rail_out_of_limits",
        severity=severity,
        confidence=confidence,
        part=part,
        evidence=(_evidence(known),),
    )


def _evidence(known: Known) -> Evidence:
    return Evidence(
        source=_source(known.rail),
        value=known.volts,
        threshold=known.rule.limits,
        reference="atx12v",
    )


def _source(rail: Rail) -> str:
    return " ".join(word for word in ("hwmon", rail.chip, rail.input, f"({rail.label})") if word)


def _rails(snapshot: Snapshot) -> tuple[Rail, ...]:
    power = snapshot.power
    return () if isinstance(power, Unknown) or isinstance(power.rails, Unknown) else power.rails
