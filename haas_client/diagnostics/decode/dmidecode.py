"""What ``dmidecode`` prints (2.x to 3.6), whole or in part, also quoted in a mail: the same values as the table itself.

Its lines are "Handle 0x0011, DMI type 17, 40 bytes", a title, and indented "Name: value". It prints numbers from the
table as they are, so units are read with them; texts come with their placeholders.
"""

import re
from collections.abc import Iterable

import msgspec

from haas_client.diagnostics.decode import pasted
from haas_client.diagnostics.decode.placeholders import meaningful
from haas_client.diagnostics.decode.tables import (
    ARRAY,
    BOARD,
    CORRECTIONS,
    DEVICE,
    FORM_FACTORS,
    OLD_MODULE,
    STATUSES,
    SUPPLY,
    SYSTEM,
    TYPES,
    USES,
    Machine,
    Tables,
    gathered,
)
from haas_client.diagnostics.snapshot import MemoryArray, Module, Supply
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable

_HANDLE = re.compile(r"Handle\s{1,3}0x([0-9A-F]{1,8})\b(?:,?\s{1,9}DMI type (\d{1,3})\b.*)?", re.IGNORECASE | re.ASCII)
_TYPE = re.compile(r"DMI type (\d{1,3}), \d{1,5} bytes\.?", re.IGNORECASE | re.ASCII)
_HEADER = re.compile(
    r"# dmidecode \d|SMBIOS [\d.]{1,9} present|Table at 0x|\d{1,6} structures occupying", re.IGNORECASE
)

# A title, its type, and a field without which the same words are some other program's
_TITLES = {
    "system information": (SYSTEM, "product name"),
    "base board information": (BOARD, "product name"),
    "memory module information": (OLD_MODULE, "installed size"),
    "physical memory array": (ARRAY, "maximum capacity"),
    "memory device": (DEVICE, "size"),
    "system power supply": (SUPPLY, "max power capacity"),
}

# What stands there instead of a table, the likeliest first. The system says "permission denied" in its own language.
_REFUSALS = (
    (re.compile(r"(?:dmidecode|sudo).{0,40}(?:not found|見つかりません)", re.IGNORECASE), Reason.NO_TOOL),
    (re.compile(r"No SMBIOS nor DMI entry point found|/dev/mem: No such file", re.IGNORECASE), Reason.NOT_PRESENT),
    (
        re.compile(
            r"permission denied|not permitted|許可がありません|許可されていない|/dev/mem|sudoers", re.IGNORECASE
        ),
        Reason.NO_RIGHT,
    ),
)

_QUANTITY = re.compile(
    r"(\d{1,12})(?:\.(\d{1,6}))? ?(bytes|[kMGTPEZ]B|MT/s|MHz|W|mW)(?: \(.{0,60}\))?", re.IGNORECASE | re.ASCII
)
_BYTES = {"bytes": 0, "kb": 10, "mb": 20, "gb": 30, "tb": 40, "pb": 50, "eb": 60, "zb": 70}
_CONFIGURED = ("configured memory speed", "configured clock speed")
_EMPTY = frozenset({"no module installed", "not installed"})
_MOST_STRUCTURES = 4096
_MOST_FIELDS = 200


class _Structure:
    """One structure as it is printed."""

    def __init__(self, handle: int | None, kind: int | None) -> None:
        self.handle = handle
        self.kind = kind
        self.fields: dict[str, str] = {}

    @property
    def is_real(self) -> bool:
        """Printed by dmidecode: it has a handle, or a title and the field that goes with it."""
        told = dict(_TITLES.values()).get(self.kind or 0)
        return bool(self.fields) and (self.handle is not None or told in self.fields)

    def keep(self, name: str, value: str) -> None:
        if len(self.fields) < _MOST_FIELDS:
            self.fields.setdefault(name.strip().lower(), value.strip())

    def text(self, name: str) -> str | Unknown:
        return meaningful(self.fields.get(name, ""), f"SMBIOS type {self.kind}")

    def named(self, name: str, names: Iterable[str]) -> str | Unknown:
        """One of ``names``; anything else that is printed says nothing."""
        value = self.fields.get(name, "").lower()
        return next((known for known in names if known.lower() == value), self.nothing())

    def nothing(self, field: str = "") -> Unknown:
        return Unknown(reason=Reason.NOT_REPORTED, detail=f"SMBIOS type {self.kind} {field}".rstrip())


class _Quantity(msgspec.Struct, frozen=True, kw_only=True):
    number: float
    unit: str


def decode(text: bytes | str) -> Tables:
    """Reads memory, power supplies and the machine's name.

    Raises :class:`Unreadable`: ``MALFORMED`` where nothing of dmidecode is in it; where it was refused, why;
    ``NOT_REPORTED`` where it printed no structure.
    """
    lines = list(pasted.lines(text, "dmidecode"))
    structures = [structure for structure in _structures(lines) if structure.is_real]
    if not structures:
        raise Unreadable(_why_nothing(lines), "dmidecode")
    of = {kind: [s for s in structures if s.kind == kind] for kind, _ in _TITLES.values()}
    return gathered(
        machine=_machine(of),
        arrays=tuple(_array(structure) for structure in of[ARRAY]),
        modules=tuple(_module(structure) for structure in of[DEVICE]),
        old_modules=tuple(_old_module(structure) for structure in of[OLD_MODULE]),
        supplies=tuple(_supply(structure) for structure in of[SUPPLY] if _is_described(structure)),
    )


def _why_nothing(lines: Iterable[str]) -> Reason:
    text = "\n".join(lines)
    for pattern, reason in _REFUSALS:
        if pattern.search(text):
            return reason
    return Reason.NOT_REPORTED if _HEADER.search(text) else Reason.MALFORMED


def _structures(lines: Iterable[str]) -> list[_Structure]:
    found: list[_Structure] = []
    for line in lines:
        started = _started(line, found[-1] if found else None)
        if started and len(found) == _MOST_STRUCTURES:
            break
        if started:
            found.append(started)
        elif found and ":" in line:
            found[-1].keep(*line.split(":", 1))
    return found


def _started(line: str, current: _Structure | None) -> _Structure | None:
    """The structure that ``line`` begins. Very old versions print the type on a line of its own, after the handle."""
    handle = _HANDLE.fullmatch(line)
    if handle:
        return _Structure(int(handle[1], 16), int(handle[2]) if handle[2] else None)
    fresh = current is not None and not current.fields
    kind = _TYPE.fullmatch(line)
    if kind and current is not None and fresh:
        current.kind = int(kind[1])
        return None
    title = _TITLES.get(line.lower())
    if title is None or (current is not None and fresh and current.kind == title[0]):
        return None
    return _Structure(None, title[0])


def _machine(of: dict[int, list[_Structure]]) -> Machine:
    system = next(iter(of[SYSTEM]), _Structure(None, SYSTEM))
    board = next(iter(of[BOARD]), _Structure(None, BOARD))
    return Machine(
        maker=system.text("manufacturer"),
        product=system.text("product name"),
        board_maker=board.text("manufacturer"),
        board=board.text("product name"),
    )


def _array(structure: _Structure) -> MemoryArray:
    devices = structure.fields.get("number of devices", "")
    is_number = devices.isascii() and devices.isdigit() and len(devices) < 6
    return MemoryArray(
        handle=structure.handle if structure.handle is not None else -1,
        use=structure.named("use", USES.values()),
        error_correction=structure.named("error correction type", CORRECTIONS.values()),
        max_bytes=_bytes(structure, "maximum capacity") or structure.nothing("capacity"),
        devices=int(devices) if is_number else structure.nothing("devices"),
    )


def _module(structure: _Structure) -> Module:
    slot, bank = structure.text("locator"), structure.text("bank locator")
    size = _bytes(structure, "size")
    empty = size == 0
    configured = (
        "configured memory speed" if "configured memory speed" in structure.fields else "configured clock speed"
    )
    return Module(
        slot=slot if isinstance(slot, str) else "",
        bank=bank if isinstance(bank, str) else "",
        size_bytes=size,
        type=structure.named("type", TYPES.values()),
        form_factor=structure.named("form factor", FORM_FACTORS.values()),
        speed_mts=_speed(structure, "speed", empty),
        configured_speed_mts=_speed(structure, configured, empty),
        manufacturer=structure.text("manufacturer"),
        part_number=structure.text("part number"),
        serial=structure.text("serial number"),
        array=_handle(structure.fields.get("array handle", "")),
        persistent=_is_persistent(structure),
    )


def _is_persistent(structure: _Structure) -> bool:
    technology = structure.fields.get("memory technology", "").lower()
    logical = structure.fields.get("type", "").lower() == "logical non-volatile device"
    return logical or technology.startswith("nvdimm") or technology.endswith("persistent memory")


def _old_module(structure: _Structure) -> Module:
    slot, why = structure.text("socket designation"), structure.nothing()
    return Module(
        slot=slot if isinstance(slot, str) else "",
        bank="",
        size_bytes=_bytes(structure, "installed size"),
        type=why,
        form_factor=why,
        speed_mts=why,
        configured_speed_mts=why,
        manufacturer=why,
        part_number=why,
        serial=why,
    )


def _is_described(structure: _Structure) -> bool:
    if structure.fields.get("status", "").lower() == "not present":
        return False
    return any(
        isinstance(structure.text(name), str) for name in ("name", "manufacturer", "serial number", "model part number")
    )


def _supply(structure: _Structure) -> Supply:
    watts = _quantity(structure.fields.get("max power capacity", ""))
    known = watts is not None and watts.unit == "w" and watts.number > 1
    plugged = {"yes": True, "no": False}.get(structure.fields.get("plugged", "").lower())
    return Supply(
        location=structure.text("location"),
        name=structure.text("name"),
        manufacturer=structure.text("manufacturer"),
        serial=structure.text("serial number"),
        model=structure.text("model part number"),
        max_watts=int(watts.number) if known and watts else structure.nothing(),
        status=_status(structure),
        plugged=structure.nothing("characteristics") if plugged is None else plugged,
    )


def _status(structure: _Structure) -> str | Unknown:
    """What stands behind the comma, as in: Present, Critical."""
    word = structure.fields.get("status", "").rpartition(",")[2].strip().lower()
    return word if word in STATUSES.values() else structure.nothing()


def _bytes(structure: _Structure, name: str) -> int | Unknown:
    value = structure.fields.get(name, "")
    if value.lower() in _EMPTY or value.lower().startswith(tuple(f"{word} (" for word in _EMPTY)):
        return 0
    quantity = _quantity(value)
    if quantity is None or quantity.unit not in _BYTES:
        return structure.nothing(name)
    return int(quantity.number * (1 << _BYTES[quantity.unit]))


def _speed(structure: _Structure, name: str, empty: bool) -> int | Unknown:
    """Old versions say MHz for the same number."""
    quantity = _quantity(structure.fields.get(name, ""))
    if empty or quantity is None or quantity.unit not in {"mt/s", "mhz"} or not quantity.number:
        return structure.nothing("speed")
    return int(quantity.number)


def _quantity(value: str) -> _Quantity | None:
    match = _QUANTITY.fullmatch(value)
    if not match:
        return None
    return _Quantity(number=float(f"{match[1]}.{match[2] or 0}"), unit=match[3].lower())


def _handle(value: str) -> int | None:
    match = re.fullmatch(r"0x([0-9A-Fa-f]{1,8})", value)
    return int(match[1], 16) if match else None
