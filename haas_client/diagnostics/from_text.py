"""Judges what somebody sent of a PC as text: the same rules, over a snapshot in which only that is known."""

from datetime import datetime

import msgspec

from haas_client import __version__
from haas_client.diagnostics.decode import dmidecode, lm_sensors
from haas_client.diagnostics.finding import Finding, PartState
from haas_client.diagnostics.rules import memory, power
from haas_client.diagnostics.snapshot import Memory, Power, Snapshot
from haas_client.diagnostics.unknown import Reason, Unknown

_NOTHING = Unknown(reason=Reason.NOT_RECORDED)


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    device: str | None
    """Maker and model of the PC, where the text names them."""
    findings: tuple[Finding, ...]
    parts: tuple[PartState, ...]


def of_dmidecode(text: bytes | str, taken_at: datetime) -> Judged:
    """Judges memory modules and power supplies; raises :class:`~haas_client.diagnostics.unknown.Unreadable`."""
    tables = dmidecode.decode(text)
    of_power = Power(rails=_NOTHING, supplies=tables.supplies or _NOTHING, batteries=_NOTHING)
    snapshot = _snapshot(taken_at, memory=tables.memory(), power=of_power)
    of_memory = tuple(memory.findings(snapshot))
    found = tuple(power.findings(snapshot))
    return Judged(
        device=tables.machine.name,
        findings=of_memory + found,
        parts=(*power.states(snapshot, found), *memory.states(snapshot, of_memory)),
    )


def of_sensors(text: bytes | str, taken_at: datetime) -> Judged:
    """Judges voltages; raises :class:`~haas_client.diagnostics.unknown.Unreadable`."""
    rails = lm_sensors.decode(text).rails or Unknown(reason=Reason.NOT_MEASURABLE, detail="sensors, no voltages")
    snapshot = _snapshot(taken_at, power=Power(rails=rails, supplies=_NOTHING, batteries=_NOTHING))
    found = tuple(power.findings(snapshot))
    return Judged(device=None, findings=found, parts=tuple(power.states(snapshot, found)))


def _snapshot(taken_at: datetime, *, power: Power, memory: Memory | Unknown = _NOTHING) -> Snapshot:
    return Snapshot(
        program_version=__version__,
        taken_at=taken_at,
        seconds=0.0,
        as_root=False,
        replayed=True,
        system=_NOTHING,
        storage=_NOTHING,
        memory=memory,
        power=power,
        records=_NOTHING,
        sources=_NOTHING,
    )
