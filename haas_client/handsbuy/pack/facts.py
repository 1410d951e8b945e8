"""What a guide's facts are on this machine. What was not read is unknown, never guessed (:mod:`.fact_table`)."""

from collections.abc import Iterator, Mapping
from datetime import datetime

import msgspec

from haas_client.cases.model import Particulars
from haas_client.diagnostics.diagnosis import diagnose
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.parts import of_drive
from haas_client.diagnostics.snapshot import Records, Snapshot, Storage
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.handsbuy.pack import measured
from haas_client.handsbuy.pack.fact_table import FACTS
from haas_client.handsbuy.pack.found import NOT_READ, Facts, Family, Known, Value
from haas_client.handsbuy.pack.vocabulary import Kind

_NOT_TOLD = Unknown(reason=Reason.NOT_PRESENT)


def facts_of(
    snapshot: Snapshot | None,
    part: Part | None,
    order: Particulars | None,
    *,
    answers: Mapping[str, Value] | None = None,
    since: datetime | None = None,
) -> Facts:
    """The facts of the machine in ``snapshot``, the part that is to be swapped and what the centre sends.

    ``since``, of a snapshot after a swap, is when it began: what was counted or tested before concerns another part.
    """
    values: dict[str, Known] = dict.fromkeys(FACTS, NOT_READ)
    families: dict[str, Family] = {}
    if snapshot is not None:
        read = counted_since(snapshot, since) if since else snapshot
        diagnosis = diagnose(read)
        values |= dict(measured.of_memory(read, diagnosis)) | dict(measured.of_storage(read, diagnosis))
        values |= dict(measured.of_power(read, diagnosis, since))
        families = {"memory.slot": measured.slots(read, diagnosis)} | measured.drive_families(read, diagnosis)
    values |= dict(_of_part(part, snapshot)) | dict(_of_order(order))
    found = Facts(values=values, families=families).answered(answers or {})
    flags = {name: not isinstance(found.value(name.removesuffix("_known")), Unknown) for name in FACTS if _flag(name)}
    return msgspec.structs.replace(found, values=found.values | flags)


def _flag(name: str) -> bool:
    return name.endswith("_known")


def counted_since(snapshot: Snapshot, since: datetime) -> Snapshot:
    """Without the tests and the stops of before ``since``: they concern a part that may be out by now."""
    trials, records = snapshot.trials, snapshot.records
    if not isinstance(trials, Unknown):
        trials = tuple(one for one in trials if one.started_at >= since)
    if isinstance(records, Records) and not isinstance(records.boots, Unknown):
        records = msgspec.structs.replace(
            records, boots=tuple(boot for boot in records.boots if boot.started_at >= since), last_words=NOT_READ
        )
    return msgspec.structs.replace(snapshot, trials=trials, records=records)


KINDS = {PartKind.POWER: Kind.PSU, PartKind.MEMORY: Kind.MEMORY, PartKind.STORAGE: Kind.STORAGE}
ORDERED = {"power_supply": Kind.PSU, "memory": Kind.MEMORY, "storage": Kind.STORAGE}
"""What :attr:`Particulars.part_kind` may say."""


def _of_part(part: Part | None, snapshot: Snapshot | None) -> Iterator[tuple[str, Known]]:
    if part is None:
        return
    if part.kind in KINDS:
        yield "part.kind", KINDS[part.kind].value
    yield "part.slot", part.slot
    yield "part.model", part.model
    yield "part.serial", part.serial
    yield "part.capacity", part.size_bytes
    if part.kind == PartKind.STORAGE and snapshot is not None and isinstance(snapshot.storage, Storage):
        buses = [drive.bus for drive in snapshot.storage.drives if of_drive(drive) == part]
        if len(buses) == 1 and buses[0] in FACTS["part.bus"].choices:
            yield "part.bus", buses[0].value


def _of_order(order: Particulars | None) -> Iterator[tuple[str, Known]]:
    if order is None:
        return
    yield "order.kind", ORDERED[order.part_kind].value if order.part_kind in ORDERED else _NOT_TOLD
    yield "order.model", order.part or _NOT_TOLD
    yield "order.capacity", order.part_capacity_bytes or _NOT_TOLD
    yield "order.serial", order.part_serial or _NOT_TOLD
