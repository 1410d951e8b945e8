"""From the start of the process to the first frame of the window, and to the last one."""

from collections.abc import Mapping

from benchmarks.figures import Pairs, Row, ratio_row
from benchmarks.guests import guest

_HOW = (
    "Window start, {runs} pairs on {platform}: monotonic clock from just before the process is spawned. First frame: "
    "the main window has been painted with the children it then has (ours makes its tiles in the turn after it). Last "
    "frame: the last update of the window within 1 s of the first one, so with all that is put off, opening hours "
    "included. Processor time: of all threads, user and system, until that second has passed. Ours by "
    "haas_client.app.main([]) with private XDG folders; the peer is benchmarks/bare.py: QApplication, QMainWindow, a "
    "label and a button. Both with the same wrapper (benchmarks/guest.py)."
)
_PARTS = {
    "window start, first frame : bare window": "<= 1.4x",
    "window start, last frame : bare window": "",
    "window start, processor time : bare window": "",
}


def measure(variables: Mapping[str, str], platform: str, runs: int) -> list[Row]:
    """Ours, bare, ours, bare …, after one start of each that is not counted."""
    measured = {name: Pairs() for name in _PARTS}
    for number in range(runs + 1):
        ours, bare = seconds("ours", variables), seconds("bare", variables)
        if number:
            for pairs, first, second in zip(measured.values(), ours, bare, strict=True):
                pairs.add(first, second)
    how = _HOW.format(runs=runs, platform=platform)
    return [ratio_row(name, pairs, unit="s", target=_PARTS[name], how=how) for name, pairs in measured.items()]


def seconds(program: str, variables: Mapping[str, str]) -> tuple[float, float, float]:
    """Seconds from spawn to the first and to the last frame, and of processor time."""
    with guest(program, "window", variables, leave=True) as started:
        first = float(started.wait_for("painted"))
        last, processor = map(float, started.wait_for("settled").split())
        return first - started.spawned, last - started.spawned, processor
