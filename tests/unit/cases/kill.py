"""Kills the life of a case at random moments: ``python -m tests.unit.cases.kill [--kills N] [--seed N]``.

A process of its own has everything loaded and forks a child for each try. The child lives on where the last one was
killed and tells each step that is kept; it is killed (SIGKILL) after a random time. What is then on disk must be what
it was after the last step that was told, or after the one that was under way: never less, nothing twice.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from haas_client.cases.store import Cases
from tests.unit.cases import life

_KEPT, _END = 0x80, b"\xff"
"""What the child says: the number of a step that begins, the same with this bit once it is kept, and its end."""


def expected(folder: Path) -> list[life.Portrait]:
    """The portrait after each step of an undisturbed life, the empty store first."""
    portraits: list[life.Portrait] = [()]
    for step in life.STEPS:
        step(Cases(folder))
        portraits.append(life.portrait(folder))
    return portraits


def live(folder: Path, done: int, tell: int) -> None:
    """The steps from ``done`` on."""
    cases = Cases(folder)
    for number, step in enumerate(life.STEPS[done:], start=done + 1):
        os.write(tell, bytes([number]))
        step(cases)
        os.write(tell, bytes([number | _KEPT]))
    os.write(tell, _END)


def killed_after(folder: Path, done: int, seconds: float) -> bytes:
    """What the child had said when it was killed, or at its end."""
    hear, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(hear)
        try:
            live(folder, done, tell)
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


def run(kills: int, seed: int, folder: Path, longest_seconds: float = 0.04) -> dict[str, int]:
    """Raises ``AssertionError`` at the first loss. Gives what was met: kills, those inside a step, whole lives."""
    chance = random.Random(seed)
    portraits = expected(folder / "undisturbed")
    store, done = folder / "killed", 0
    met = {"kills": 0, "of these inside a step": 0, "of these with the step kept": 0, "whole lives": 0}
    while met["kills"] < kills:
        said = killed_after(store, done, chance.uniform(0.0, longest_seconds))
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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        met = run(arguments.kills, arguments.seed, Path(folder))
    for name, count in met.items():
        sys.stdout.write(f"{name:<30} {count:>6}\n")
    sys.stdout.write(f"{'seconds':<30} {time.monotonic() - started:>6.1f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
