"""What somebody sent of a PC, one capture of one kind: the same rules, where only that is known."""

from datetime import datetime
from typing import Any

import msgspec

from haas_client import __version__
from haas_client.diagnostics.decode import dmidecode, json_tree, kernel_text, lm_sensors, pasted, smartctl
from haas_client.diagnostics.finding import Finding, Part, PartState
from haas_client.diagnostics.kinds import PartKind, Verdict, rank
from haas_client.diagnostics.rules import kernel_log, memory, power, storage
from haas_client.diagnostics.snapshot import Memory, Power, Snapshot
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable

_LINES_OF_A_LOG = 20
"""A kernel writes several hundred at its start."""
_NOTHING = Unknown(reason=Reason.NOT_RECORDED)


Capture = bytes | str | dict[str, Any]
"""Bytes of a file, text out of a JSON line, or a JSON object that was parsed with the line."""


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules say of one capture."""

    device: str | None
    """Maker, model and serial number of the drive; maker and model of the PC; where the capture names them."""
    findings: tuple[Finding, ...]
    parts: tuple[PartState, ...]


def of_smartctl(capture: Capture, _taken_at: datetime) -> Judged:
    """Judges one drive by smartctl's JSON; raises :class:`Unreadable`. One that sleeps is unknown, and readable."""
    tree = capture if isinstance(capture, dict) else json_tree.parse(pasted.json_object(_bytes(capture)), "smartctl")
    drive = smartctl.drive(tree)
    found = tuple(storage.of_drive(drive))
    verdict, why = storage.verdict_of(drive, found)
    part = storage.part_of(drive)
    names = (one for one in (part.model, part.serial) if isinstance(one, str))
    state = PartState(part=part, verdict=verdict, why=why)
    return Judged(device=" ".join(names) or None, findings=found, parts=(state,))


def of_dmidecode(capture: Capture, taken_at: datetime) -> Judged:
    """Judges memory modules and power supplies; raises :class:`Unreadable`."""
    tables = dmidecode.decode(_text(capture))
    of_power = Power(rails=_NOTHING, supplies=tables.supplies or _NOTHING, batteries=_NOTHING)
    snapshot = _snapshot(taken_at, memory=tables.memory(), power=of_power)
    of_memory = tuple(memory.findings(snapshot))
    found = tuple(power.findings(snapshot))
    return Judged(
        device=tables.machine.name,
        findings=of_memory + found,
        parts=(*power.states(snapshot, found), *memory.states(snapshot, of_memory)),
    )


def of_kernel_log(capture: Capture, _taken_at: datetime) -> Judged:
    """Judges a kernel log of any form; raises :class:`Unreadable`.

    A log without a fault is "good" where it is long enough to be one; a few lines may have left everything out.
    """
    lines = kernel_text.lines(_text(capture))
    found = tuple(sorted(kernel_log.of_lines(lines), key=lambda finding: rank(finding.severity)))
    worst = found[0].part if found else None
    why = Unknown(reason=Reason.NOT_REPORTED, detail=f"kernel log, {len(lines)} lines and no fault in them")
    enough = len(lines) >= _LINES_OF_A_LOG
    state = PartState(
        part=worst or Part(kind=PartKind.SYSTEM, slot=why, model=why, serial=why),
        verdict=Verdict.OK if enough else Verdict.NOT_TESTED,
        why=None if enough else why,
    )
    return Judged(device=worst.slot if worst and isinstance(worst.slot, str) else None, findings=found, parts=(state,))


def of_sensors(capture: Capture, taken_at: datetime) -> Judged:
    """Judges voltages; raises :class:`Unreadable`."""
    rails = lm_sensors.decode(_text(capture)).rails or Unknown(
        reason=Reason.NOT_MEASURABLE, detail="sensors, no voltages"
    )
    snapshot = _snapshot(taken_at, power=Power(rails=rails, supplies=_NOTHING, batteries=_NOTHING))
    found = tuple(power.findings(snapshot))
    return Judged(device=None, findings=found, parts=tuple(power.states(snapshot, found)))


def _bytes(capture: bytes | str) -> bytes:
    return capture.encode("utf-8", "replace") if isinstance(capture, str) else capture


def _text(capture: Capture) -> bytes | str:
    if isinstance(capture, dict):
        raise Unreadable(Reason.MALFORMED, "text expected")
    return capture


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
