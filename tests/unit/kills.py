"""Kills a scripted life of a store at random moments (SIGKILL), and looks what is left on disk.

A process of its own has everything loaded and forks a child for each try. The child lives on where the last one was
killed and tells each step that is kept; it is killed after a random time. What is then on disk must be what it was
after the last step that was told, or after the one that was under way: never less, nothing twice.
"""

import argparse
import importlib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol, cast

_KEPT, _END = 0x80, b"\xff"
"""What the child says: the number of a step that begins, the same with this bit once it is kept, and its end."""


class Life(Protocol):
    """A module. What its portrait shows is everything that an owner could miss, or find twice."""

    @property
    def STEPS(self) -> Sequence[Callable[[Any], object]]:  # noqa: N802  (a constant of the module)
        """At most 126. Each is one wish of the owner's, made of an opened store."""

    def opened(self, folder: Path, /) -> Any: ...

    def portrait(self, folder: Path, /) -> tuple[object, ...]: ...

    def left_over(self, folder: Path, /) -> set[str]:
        """Names of files that belong to nothing."""


def expected(folder: Path, life: Life) -> list[tuple[object, ...]]:
    """The portrait after each step of an undisturbed life, the empty store first."""
    portraits: list[tuple[object, ...]] = [()]
    for step in life.STEPS:
        step(life.opened(folder))
        portraits.append(life.portrait(folder))
    return portraits


def run(kills: int, seed: int, folder: Path, name: str, longest_seconds: float = 0.04) -> dict[str, int]:
    """Raises ``AssertionError`` at the first loss. Gives what was met: kills, those inside a step, whole lives.

    ``name`` is that of the module that is the life.
    """
    life = cast("Life", importlib.import_module(name))
    chance = random.Random(seed)
    portraits = expected(folder / "undisturbed", life)
    store, done = folder / "killed", 0
    met = {"kills": 0, "of these inside a step": 0, "of these with the step kept": 0, "whole lives": 0}
    while met["kills"] < kills:
        said = _killed_after(life, store, done, chance.uniform(0.0, longest_seconds))
        kept = [byte & ~_KEPT for byte in said.removesuffix(_END) if byte & _KEPT]
        told = kept[-1] if kept else done
        inside = bool(said) and not said[-1] & _KEPT
        met["kills"] += not said.endswith(_END)
        met["of these inside a step"] += inside
        found = life.portrait(store)
        possible = portraits[told : told + 2] if inside else portraits[told : told + 1]
        assert found in possible, f"after {told} steps, {'inside the next' if inside else 'between two'}: {found}"
        # Of two that look alike the later one: whoever does a step again must then not do it twice.
        done = told + (1 if inside and found == possible[-1] else 0)
        met["of these with the step kept"] += done != told
        if done >= len(life.STEPS):
            assert not life.left_over(store)
            shutil.rmtree(store)
            done = 0
            met["whole lives"] += 1
    return met


def _live(life: Life, folder: Path, done: int, tell: int) -> None:
    """The steps from ``done`` on."""
    store = life.opened(folder)
    for number, step in enumerate(life.STEPS[done:], start=done + 1):
        os.write(tell, bytes([number]))
        step(store)
        os.write(tell, bytes([number | _KEPT]))
    os.write(tell, _END)


def _killed_after(life: Life, folder: Path, done: int, seconds: float) -> bytes:
    """What the child had said when it was killed, or at its end."""
    hear, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(hear)
        try:
            _live(life, folder, done, tell)
        finally:
            os._exit(0)
    os.close(tell)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    said = b""
    while piece := os.read(hear, 4096):
        said += piece
    os.close(hear)
    return said


def main(life: str) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        met = run(arguments.kills, arguments.seed, Path(folder), life)
    for name, count in met.items():
        sys.stdout.write(f"{name:<30} {count:>6}\n")
    sys.stdout.write(f"{'seconds':<30} {time.monotonic() - started:>6.1f}\n")
    return 0
