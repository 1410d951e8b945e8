"""Swaps and machines as values, of which a test names only what it is about."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import msgspec

from haas_client.diagnostics.collect import collect
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.parts import of_drive, of_module
from haas_client.diagnostics.replay import ReplayHost
from haas_client.diagnostics.snapshot import Drive, Memory, Module, Snapshot, Storage
from haas_client.handsbuy.swap import Swap
from tests.machines import hand_written
from tests.unit.builders import NOW

HOUR = timedelta(hours=1)
T = TypeVar("T", bound=msgspec.Struct)


def swap(**changes: Any) -> Swap:
    values: dict[str, Any] = {
        "id": "0" * 16,
        "guide": "jp.linuxmania.test",
        "version": "1.0.0",
        "begun_at": NOW,
        "changed_at": NOW,
    }
    return Swap(**values | changes)


@cache
def machine(write: Callable[[Path], Path]) -> Snapshot:
    """What is read of one of the machines that were written by hand."""
    with TemporaryDirectory() as folder:
        return collect(ReplayHost(write(Path(folder) / "machine"))).snapshot


def failing_ssd() -> Snapshot:
    return machine(hand_written.failing_ssd)


def later(of: Snapshot, **changes: Any) -> Snapshot:
    """An hour later, with what has changed."""
    values: dict[str, Any] = {"taken_at": of.taken_at + HOUR}
    return msgspec.structs.replace(of, **values | changes)


def with_modules(of: Snapshot, *modules: Module) -> Memory:
    assert isinstance(of.memory, Memory)
    return msgspec.structs.replace(of.memory, modules=modules)


def modules_of(snapshot: Snapshot) -> tuple[Module, ...]:
    assert isinstance(snapshot.memory, Memory)
    assert isinstance(snapshot.memory.modules, tuple)
    return snapshot.memory.modules


def drives_of(snapshot: Snapshot) -> tuple[Drive, ...]:
    assert isinstance(snapshot.storage, Storage)
    return snapshot.storage.drives


def drive_named(snapshot: Snapshot, name: str) -> Drive:
    return next(drive for drive in drives_of(snapshot) if drive.name == name)


def changed(of: T, **changes: Any) -> T:
    return msgspec.structs.replace(of, **changes)


def part_of(of: Drive | Module) -> Part:
    return of_drive(of) if isinstance(of, Drive) else of_module(of)
