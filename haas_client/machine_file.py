"""The shape of ``machine.toml`` (``docs/machine-file.md``), and what is wrong where a file is not of it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Any

import msgspec

from haas_client import toml_file
from haas_client.machine import MAX_BYTES, Machine, MachineFileUnusable, SoldDrive, SoldModule, SoldPowerSupply
from haas_client.text import MAX_FIELD, normalise_warranty_number, printable

FORMAT = 1
"""Version of the file's meaning. New keys come without a new one: an older program passes them over."""


def parse(data: bytes) -> Machine:
    """The facts in a file's content; raises :class:`MachineFileUnusable`."""
    if len(data) > MAX_BYTES:
        raise MachineFileUnusable(f"larger than {MAX_BYTES // 1024} KB")
    try:
        tree = toml_file.tree(data)
    except toml_file.NotToml as error:
        raise MachineFileUnusable(str(error)) from error
    _check_format(tree)
    try:
        file = msgspec.convert(tree, _File, builtin_types=(date,), dec_hook=_text)
    except msgspec.ValidationError as error:
        raise MachineFileUnusable(*toml_file.wrong(str(error))) from error
    return _machine(file, tuple(_unknown_keys(tree)))


_MOST_PARTS = 64
_MOST_CLOSURES = 32
_LONGEST_CLOSURE = timedelta(days=60)
_LAST_PURCHASE = date(2199, 12, 31)
_GIB, _GB = 1024**3, 1000**3

_Watts = Annotated[int, msgspec.Meta(ge=1, le=5000)]
_ModuleSize = Annotated[int, msgspec.Meta(ge=1, le=4096)]
"""In GiB: eight times the largest module that is made."""
_DriveSize = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
"""In GB: eight times the largest drive that is made."""


class _Text(str):
    """One printable line."""

    __slots__ = ()


class _Supply(msgspec.Struct):
    model: _Text = _Text()
    watts: _Watts | None = None


class _Module(msgspec.Struct):
    size_gb: _ModuleSize
    slot: _Text = _Text()
    part_number: _Text = _Text()
    serial: _Text = _Text()


class _Drive(msgspec.Struct):
    capacity_gb: _DriveSize
    model: _Text = _Text()
    serial: _Text = _Text()


class _Closure(msgspec.Struct):
    first: date = msgspec.field(name="from")
    last: date = msgspec.field(name="to")

    def __post_init__(self) -> None:
        if not timedelta() <= self.last - self.first <= _LONGEST_CLOSURE:
            raise ValueError(f"from … to must be 0 to {_LONGEST_CLOSURE.days} days")


class _Centre(msgspec.Struct, frozen=True):
    closed: Annotated[tuple[_Closure, ...], msgspec.Meta(max_length=_MOST_CLOSURES)] = ()


class _File(msgspec.Struct):
    """The file as it is written: sizes as on the parts' labels."""

    format: int
    warranty_number: _Text = _Text()
    model: _Text = _Text()
    purchased_on: date | None = None
    telephone: _Text = _Text()
    power_supply: _Supply | None = None
    memory: Annotated[tuple[_Module, ...], msgspec.Meta(max_length=_MOST_PARTS)] | None = None
    storage: Annotated[tuple[_Drive, ...], msgspec.Meta(max_length=_MOST_PARTS)] | None = None
    centre: _Centre = _Centre()


_TABLES: dict[str, type[msgspec.Struct]] = {
    "power_supply": _Supply,
    "memory": _Module,
    "storage": _Drive,
    "centre": _Centre,
    "closed": _Closure,
}


def _check_format(tree: dict[str, Any]) -> None:
    """Looked at first: a file of another format may have any shape."""
    found = tree.get("format")
    if isinstance(found, int) and not isinstance(found, bool) and found != FORMAT:
        why = f"format {found}, this program knows {FORMAT}" if abs(found) < 10**6 else "no format"
        raise MachineFileUnusable(why, "format")


def _text(kind: type, value: Any) -> Any:
    if kind is not _Text:
        raise NotImplementedError(kind)
    if not isinstance(value, str):
        raise ValueError(f"Expected `str`, got `{type(value).__name__}`")  # noqa: TRY004  what msgspec turns into its own
    if len(value) > MAX_FIELD:
        raise ValueError(f"Expected at most {MAX_FIELD} characters")
    line = printable(value)  # blanks of any width become plain ones
    if "\n" in line or "\ufffd" in line:
        raise ValueError("holds a character that cannot be printed")
    return _Text(line.strip())


def _unknown_keys(tree: dict[str, Any], kind: type[msgspec.Struct] = _File, place: str = "") -> Iterator[str]:
    """Where the file has keys that no field takes, in the way of :func:`.toml_file.key`."""
    known = {field.encode_name for field in msgspec.structs.fields(kind)}
    for key, value in tree.items():
        here = f"{place}.{key}".lstrip(".")
        if key not in known:
            yield printable(toml_file.key(here))[:MAX_FIELD]
        elif isinstance(value, dict) and key in _TABLES:
            yield from _unknown_keys(value, _TABLES[key], here)
        elif isinstance(value, list) and key in _TABLES:
            for number, item in enumerate(value):
                yield from _unknown_keys(item, _TABLES[key], f"{here}[{number}]")


def _machine(file: _File, passed_over: tuple[str, ...]) -> Machine:
    if file.purchased_on and file.purchased_on > _LAST_PURCHASE:
        raise MachineFileUnusable("beyond any calendar", "purchased_on")
    supply = file.power_supply
    return Machine(
        warranty_number=normalise_warranty_number(file.warranty_number),
        model=str(file.model),
        purchased_on=file.purchased_on,
        telephone=str(file.telephone),
        power_supply=SoldPowerSupply(model=str(supply.model), watts=supply.watts) if supply else None,
        memory=None if file.memory is None else tuple(_module(module) for module in file.memory),
        storage=None if file.storage is None else tuple(_drive(drive) for drive in file.storage),
        closed=tuple((closure.first, closure.last) for closure in file.centre.closed),
        passed_over=passed_over,
    )


def _module(module: _Module) -> SoldModule:
    return SoldModule(
        size_bytes=module.size_gb * _GIB,
        slot=str(module.slot),
        part_number=str(module.part_number),
        serial=str(module.serial),
    )


def _drive(drive: _Drive) -> SoldDrive:
    return SoldDrive(size_bytes=drive.capacity_gb * _GB, model=str(drive.model), serial=str(drive.serial))
