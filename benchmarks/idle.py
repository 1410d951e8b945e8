"""Whether anything runs while nothing is to do."""

import re
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from benchmarks.figures import Row, count_row, missing_row
from benchmarks.guests import Guest, guest, voluntary_switches
from benchmarks.memory import LAST_WORD

_SETTLE_SECONDS = 4.0
_WATCH_SECONDS = 10.0
_TARGET = "0"
_NAMES = {"window": "open window", "hidden": "hidden in the tray", "closed": "in the tray, window closed"}
_HOW = (
    "Idle on {platform}, ours and the bare peer at the same time, {settle:g} s after the state was reached: wake-ups "
    "are the voluntary context switches of all threads in {watch:g} s (/proc/PID/task/*/status), with the names of "
    "the threads that woke; system calls are those that `strace -c -f` counts in the {watch:g} s after that."
)


def measure(state: str, variables: Mapping[str, str], platform: str) -> list[Row]:
    """Wake-ups and system calls of ours and of the peer in one state."""
    with guest("ours", state, variables) as ours, guest("bare", state, variables) as bare:
        for started in (ours, bare):
            started.wait_for(LAST_WORD[state])
        return compared(ours, bare, _NAMES[state], variables, platform)


def compared(ours: Guest, bare: Guest, name: str, variables: Mapping[str, str], platform: str) -> list[Row]:
    """Of two that have come to the same state."""
    how = _HOW.format(platform=platform, settle=_SETTLE_SECONDS, watch=_WATCH_SECONDS)
    time.sleep(_SETTLE_SECONDS)
    for started in (ours, bare):
        started.check()
    rows = [count_row(f"idle wake-ups, {name}", *_wake_ups(ours.pid, bare.pid), target=_TARGET, how=how)]
    title = f"idle system calls, {name}"
    if shutil.which("strace") is None:
        return [*rows, missing_row(title, "strace not installed", _TARGET)]
    calls = _calls((ours.pid, bare.pid), Path(variables["HOME"]))
    return [*rows, count_row(title, *calls, target=_TARGET, how=how)]


def missing(state: str, why: str) -> list[Row]:
    return [missing_row(f"idle wake-ups, {_NAMES[state]}", why, _TARGET)]


def _wake_ups(ours: int, bare: int) -> tuple[str, str]:
    before = [voluntary_switches(pid) for pid in (ours, bare)]
    time.sleep(_WATCH_SECONDS)
    after = [voluntary_switches(pid) for pid in (ours, bare)]
    first, second = (_woken(*pair) for pair in zip(before, after, strict=True))
    return first, second


def _woken(before: dict[tuple[int, str], int], after: dict[tuple[int, str], int]) -> str:
    """How many wake-ups, and of which threads."""
    more = {thread: count - before.get(thread, 0) for thread, count in after.items()}
    woken = [f"{name} {count}" for (_, name), count in more.items() if count]
    return f"{sum(more.values())}" + (f" ({', '.join(woken)})" if woken else "")


def _calls(pids: tuple[int, int], folder: Path) -> tuple[str, str]:
    """What both processes ask of the kernel in the same seconds; "?" where strace may not look."""
    logs = [folder / f"strace.{pid}" for pid in pids]
    tracers = [
        subprocess.Popen(["strace", "-c", "-f", "-o", str(log), "-p", str(pid)], stderr=subprocess.DEVNULL)
        for log, pid in zip(logs, pids, strict=True)
    ]
    time.sleep(_WATCH_SECONDS)
    for tracer in tracers:
        tracer.send_signal(signal.SIGINT)
        tracer.wait()
    first, second = (_counted(log) for log in logs)
    return first, second


def _counted(log: Path) -> str:
    """The calls of strace's summary by name; 0 where it saw none."""
    if not log.exists():
        return "?"
    rows = re.findall(r"^ *[\d.]+ +[\d.]+ +\d+ +(\d+)(?: +\d+)? +(\w+)$", log.read_text(), re.MULTILINE)
    calls = {name: int(count) for count, name in rows if name != "total"}
    return f"{sum(calls.values())}" + (f" ({', '.join(f'{n} {c}' for n, c in calls.items())})" if calls else "")
