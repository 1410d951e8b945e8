"""The installed program, which nothing of ours can look into, beside the bare peer: seen from outside alone."""

import contextlib
import mmap
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks import idle, screens
from benchmarks.figures import Pairs, Row, ratio_row
from benchmarks.guests import Guest, NoAnswer, pss_mib, spawned

_SHOWN_SECONDS = 30.0
_SETTLE_SECONDS = 4.0
_WATCH_SECONDS = 1.0
_POLL_SECONDS = 0.001
_BARE = "from benchmarks import bare; bare.main(window={window}, tray={tray})"
_START = (
    "{program} beside benchmarks/bare.py, {runs} pairs after one that is not counted, each alone on a private Xvfb "
    "whose picture is a file (-fbdir): from just before the process is spawned to the first change of a pixel, and to "
    "the last one within 1 s of it. Processor time: user and system of the process until then (/proc/PID/stat)."
)
_MEMORY = (
    "PSS (/proc/PID/smaps_rollup) of {program} --hidden and of a bare tray icon, {settle:g} s after the start, one at "
    "a time, {runs} pairs on a private Xvfb with trayer."
)


def start(program: str, variables: Mapping[str, str], runs: int) -> list[Row]:
    """First frame, last frame, processor time; of the window as an owner opens it."""
    names = ("first frame", "last frame", "processor time")
    measured = {name: Pairs() for name in names}
    for number in range(runs + 1):
        sides = [_frames(command, variables) for command in ((program,), _bare(window=True, tray=False))]
        if number:
            for pairs, ours, peer in zip(measured.values(), *sides, strict=True):
                pairs.add(ours, peer)
    how = _START.format(program=program, runs=runs)
    targets = {"first frame": "<= 1.25x"}
    return [
        ratio_row(f"installed: window start, {name} : bare", pairs, unit="s", target=targets.get(name, ""), how=how)
        for name, pairs in measured.items()
    ]


def hidden(program: str, variables: Mapping[str, str], runs: int) -> list[Row]:
    pairs = Pairs()
    for _ in range(runs):
        pairs.add(_pss((program, "--hidden"), variables), _pss(_bare(window=False, tray=True), variables))
    how = _MEMORY.format(program=program, settle=_SETTLE_SECONDS, runs=runs)
    return [
        ratio_row("installed: PSS hidden in the tray : bare tray icon", pairs, unit="MiB", target="<= 1.10x", how=how)
    ]


def at_rest(program: str, variables: Mapping[str, str]) -> list[Row]:
    """Whether anything wakes it while it waits in the tray."""
    with (
        spawned((program, "--hidden"), variables) as ours,
        spawned(_bare(window=False, tray=True), variables) as bare,
    ):
        return idle.compared(ours, bare, "installed, hidden in the tray", variables, screens.PRIVATE)


def _bare(*, window: bool, tray: bool) -> Sequence[str]:
    return (sys.executable, "-P", "-c", _BARE.format(window=window, tray=tray))


def _pss(command: Sequence[str], variables: Mapping[str, str]) -> float:
    with spawned(command, variables) as started:
        time.sleep(_SETTLE_SECONDS)
        started.check()
        return pss_mib(started.pid)


def _frames(command: Sequence[str], variables: Mapping[str, str]) -> tuple[float, float, float]:
    """Seconds to the first and to the last frame, and of processor time."""
    with (
        tempfile.TemporaryDirectory() as folder,
        screens.server("-fbdir", folder) as display,
        _picture(Path(folder) / "Xvfb_screen0") as picture,
    ):
        before = picture[:]
        with spawned(command, {**variables, **display}) as started:
            first = last = _changed(picture, before, started)
            now = picture[:]
            while time.monotonic() < first + _WATCH_SECONDS:
                time.sleep(_POLL_SECONDS)
                if picture[:] != now:
                    now, last = picture[:], time.monotonic()
            return first - started.spawned, last - started.spawned, started.processor_seconds()


@contextlib.contextmanager
def _picture(file: Path) -> Iterator[mmap.mmap]:
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, prot=mmap.PROT_READ) as picture:
        yield picture


def _changed(picture: mmap.mmap, before: bytes, started: Guest) -> float:
    limit = time.monotonic() + _SHOWN_SECONDS
    while picture[:] == before:
        started.check()
        if time.monotonic() > limit:
            raise NoAnswer("no window was painted")
        time.sleep(_POLL_SECONDS)
    return time.monotonic()
