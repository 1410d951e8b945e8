"""The parts on the card: as this PC tells them, as they were sold where it does not, or why neither is known."""

from collections.abc import Iterator, Sequence

import msgspec

from haas_client.diagnostics import parts as part_values
from haas_client.diagnostics.diagnosis import Diagnosis
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.kinds import PartKind, Verdict
from haas_client.diagnostics.rules.power.parts import of_supply
from haas_client.diagnostics.snapshot import Bus, Drive, Snapshot
from haas_client.diagnostics.unknown import Unknown
from haas_client.i18n import Translator
from haas_client.machine import Machine
from haas_client.sizes import drive_size, memory_size
from haas_client.text import printable
from haas_client.wording import kinds as kind_words
from haas_client.wording import parts as part_words
from haas_client.wording.reasons import reason

MOST_ROWS = {PartKind.POWER: 2, PartKind.MEMORY: 8, PartKind.STORAGE: 12}
"""Parts of a kind that have room on one page."""
_LONGEST = 48
"""Characters of one name; an NVMe drive's model has 40 (NVM Express Base Specification, Identify)."""
_TOLD = (Verdict.REPLACE, Verdict.WATCH, Verdict.CABLE)


class PartRow(msgspec.Struct, frozen=True, kw_only=True):
    """One part; "" for what is not known."""

    place: str = ""
    label: str = ""
    serial: str = ""
    verdict: str = ""
    """In words, where there is something to tell."""


class PartGroup(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    rows: tuple[PartRow, ...] = ()
    note: str = ""
    """That the rows are of what was sold; why there are none."""
    more: str = ""
    """How many had no room."""


_Read = Sequence[PartRow] | Unknown | None
"""What this PC tells of one kind of part: rows, why not, or ``None`` before the first diagnosis."""


def groups(
    machine: Machine, snapshot: Snapshot | None, diagnosis: Diagnosis | None, t: Translator
) -> Iterator[PartGroup]:
    """Power supply, memory and storage, in this order."""
    worst_first = {} if diagnosis is None else {state.part: state.verdict for state in diagnosis.parts}
    supply = diagnosis.verdict(PartKind.POWER) if diagnosis else Verdict.OK
    yield _group(PartKind.POWER, _supplies(snapshot, supply, t), _sold_supply(machine, supply, t), t)
    yield _group(PartKind.MEMORY, _modules(snapshot, worst_first, t), _sold_modules(machine, t), t)
    yield _group(PartKind.STORAGE, _drives(snapshot, worst_first, t), _sold_drives(machine, t), t)


def shown(text: str, most: int = _LONGEST) -> str:
    """``text`` on one line, without what steers a terminal; a name that is too long to be one is cut, and says so."""
    line = " ".join(printable(text).split())
    return line if len(line) <= most else line[: most - 1] + "…"


def _group(kind: PartKind, read: _Read, sold: Sequence[PartRow], t: Translator) -> PartGroup:
    title = kind_words.kind(kind, t)
    if isinstance(read, Sequence) and read:
        return _limited(kind, PartGroup(title=title, rows=tuple(read)), t)
    if sold:
        return _limited(kind, PartGroup(title=title, rows=tuple(sold), note=t("as sold")), t)
    if read is None:
        return PartGroup(title=title, note=t("Not known: no diagnosis has been made yet."))
    return PartGroup(title=title, note=reason(read, t) if isinstance(read, Unknown) else t("None was found."))


def _limited(kind: PartKind, group: PartGroup, t: Translator) -> PartGroup:
    """As many rows as have room; those that something is told of are among them."""
    most, rows = MOST_ROWS[kind], group.rows
    if len(rows) <= most:
        return group
    kept = sorted(sorted(range(len(rows)), key=lambda number: not rows[number].verdict)[:most])
    left = len(rows) - most
    more = t.plural("and {count} more", "and {count} more", left)
    return msgspec.structs.replace(group, rows=tuple(rows[number] for number in kept), more=more)


def _row(part: Part, verdict: Verdict | None, t: Translator, more: str = "") -> PartRow:
    return PartRow(
        place=shown(part.slot) if isinstance(part.slot, str) else "",
        label=part_words.joined((part_words.label(_short(part), t), more), t) or t("model not known"),
        serial=shown(part.serial) if isinstance(part.serial, str) else "",
        verdict=_told(verdict, t),
    )


def _short(part: Part) -> Part:
    """With a model that leaves room for the size behind it."""
    return part if isinstance(part.model, Unknown) else msgspec.structs.replace(part, model=shown(part.model))


def _told(verdict: Verdict | None, t: Translator) -> str:
    return kind_words.verdict(verdict, t) if verdict in _TOLD else ""


def _supplies(snapshot: Snapshot | None, verdict: Verdict, t: Translator) -> _Read:
    """Supplies whose model firmware tells: hardly any board does."""
    if snapshot is None:
        return None
    if isinstance(snapshot.power, Unknown):
        return snapshot.power
    supplies = snapshot.power.supplies
    if isinstance(supplies, Unknown):
        return supplies
    return [
        _row(of_supply(one), verdict, t, f"{one.max_watts} W" if isinstance(one.max_watts, int) else "")
        for one in supplies
        if isinstance(one.model, str)
    ]


def _modules(snapshot: Snapshot | None, verdicts: dict[Part, Verdict], t: Translator) -> _Read:
    if snapshot is None:
        return None
    if isinstance(snapshot.memory, Unknown):
        return snapshot.memory
    modules = snapshot.memory.modules
    if isinstance(modules, Unknown):
        return modules
    filled = [part_values.of_module(one) for one in modules if one.size_bytes != 0]
    return [_row(part, verdicts.get(part), t) for part in filled]


def _drives(snapshot: Snapshot | None, verdicts: dict[Part, Verdict], t: Translator) -> _Read:
    """Those inside the PC: what hangs on a USB cable today is no part of it."""
    if snapshot is None:
        return None
    if isinstance(snapshot.storage, Unknown):
        return snapshot.storage
    inside = [part_values.of_drive(one) for one in snapshot.storage.drives if _is_inside(one)]
    return [_row(part, verdicts.get(part), t) for part in inside]


def _is_inside(drive: Drive) -> bool:
    return drive.bus != Bus.USB and drive.removable is not True


def _sold_supply(machine: Machine, verdict: Verdict, t: Translator) -> list[PartRow]:
    sold = machine.power_supply
    if sold is None:
        return []
    label = part_words.joined((shown(sold.model), f"{sold.watts} W" if sold.watts else ""), t)
    return [PartRow(label=label, verdict=_told(verdict, t))] if label else []


def _sold_modules(machine: Machine, t: Translator) -> list[PartRow]:
    return [
        PartRow(
            place=shown(one.slot),
            label=part_words.joined((shown(one.part_number), memory_size(one.size_bytes)), t),
            serial=shown(one.serial),
        )
        for one in machine.memory or ()
    ]


def _sold_drives(machine: Machine, t: Translator) -> list[PartRow]:
    return [
        PartRow(
            label=part_words.joined((shown(one.model), drive_size(one.size_bytes)), t),
            serial=shown(one.serial),
        )
        for one in machine.storage or ()
    ]
