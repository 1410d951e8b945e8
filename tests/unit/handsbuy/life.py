"""The scripted life of two swaps, tick by tick, and what must be found on disk wherever it was cut off."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec

from haas_client.cases.model import Particulars
from haas_client.handsbuy import course
from haas_client.handsbuy.pack.vocabulary import Kind, Phase
from haas_client.handsbuy.store import Swaps
from haas_client.handsbuy.swap import Carrier, Copy, Proof, Swap
from tests.unit.builders import NOW, drive, snapshot, storage
from tests.unit.handsbuy import guides
from tests.unit.handsbuy.swaps import part_of

Portrait = tuple[object, ...]
Change = Callable[[Swap], Swap]

GUIDE = guides.guide(
    kind=Kind.STORAGE,
    steps=(
        *(guides.step(name, phase=Phase.BEFORE) for name in ("know", "copy")),
        *(guides.step(name) for name in ("unplug", "open", "take-out", "insert", "close")),
        *(guides.step(name, phase=Phase.AFTER) for name in ("start", "restore")),
    ),
)
OLD = part_of(drive())


def _swap(store: Swaps) -> Swap:
    """The one that was begun first; of both, its id comes first."""
    return min(store.all(), key=lambda swap: swap.id)


def _begin(number: int) -> Callable[[Swaps], object]:
    def step(store: Swaps) -> object:
        begun = course.begun(GUIDE, NOW, case="c" * 16, order=Particulars(part_serial=f"NEW{number}"))
        return store.begin(msgspec.structs.replace(begun, id=f"{number:016x}"))

    return step


def _change(how: Change) -> Callable[[Swaps], object]:
    return lambda store: store.change(_swap(store).id, how)


def _tick(name: str, *, on: bool = True) -> Callable[[Swaps], object]:
    return _change(lambda swap: course.ticked(swap, name, on=on))


def _show(name: str) -> Callable[[Swaps], object]:
    return _change(lambda swap: course.shown(swap, name))


def _keep_before(size: int) -> Callable[[Swaps], object]:
    return lambda store: store.keep_before(_swap(store).id, snapshot(storage=storage(*(drive() for _ in range(size)))))


_PROVEN = Copy(place="/media/copy", proof=Proof.COMPARED, compared_files=500, agreed_at=NOW)

STEPS: tuple[Callable[[Swaps], object], ...] = (
    _begin(1),
    _keep_before(1),
    _change(lambda swap: course.answered(swap, "order.job", "replace")),
    _change(lambda swap: course.of_part(swap, OLD)),
    _show("copy"),
    *(_tick(name) for name in ("know", "copy")),
    _tick("know", on=False),
    _tick("know"),
    _change(lambda swap: course.settled(swap, _PROVEN)),
    _change(lambda swap: course.carried(swap, Carrier.PHONE)),
    _change(lambda swap: course.carried(swap, Carrier.PAPER)),
    _keep_before(40),
    _change(lambda swap: course.went_off(swap, "boot-1", NOW)),
    *(_tick(name) for name in ("unplug", "open", "take-out", "insert", "close")),
    _change(lambda swap: course.stuck(swap, "insert", NOW)),
    _change(lambda swap: course.as_of_now(swap, GUIDE, "boot-2")),
    *(_tick(name) for name in ("start", "restore")),
    _change(lambda swap: course.again(swap, "take-out", GUIDE)),
    *(_tick(name) for name in ("unplug", "open", "take-out", "insert", "close")),
    _change(course.came_back),
    _change(lambda swap: course.said(swap, "quiet", well=True)),
    _change(lambda swap: course.watched(swap, NOW)),
    _change(lambda swap: course.looked_again(swap, ("storage.x",), NOW + timedelta(days=1))),
    _change(lambda swap: course.done(swap, NOW + timedelta(days=8))),
    _begin(2),
    lambda store: store.change(f"{2:016x}", lambda swap: course.left(swap, NOW)),
    lambda store: store.forget(f"{2:016x}"),
    lambda store: store.forget(f"{1:016x}"),
)


def opened(folder: Path) -> Swaps:
    return Swaps(folder / "swaps.sqlite3", lambda: NOW)


def portrait(folder: Path) -> Portrait:
    """Every swap as it is, and what was read before it."""
    store = opened(folder)
    return tuple((swap, _drives(store, swap)) for swap in store.all())


def _drives(store: Swaps, swap: Swap) -> int | None:
    before: Any = store.before(swap.id)
    return len(before.storage.drives) if before else None


def left_over(folder: Path) -> set[str]:
    """The store is one file, with those that SQLite keeps beside it while it is open."""
    return {path.name for path in folder.iterdir()} - {f"swaps.sqlite3{suffix}" for suffix in ("", "-wal", "-shm")}
