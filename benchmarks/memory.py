"""What the window and the tray hold of the memory, when they have settled."""

import time
from collections.abc import Mapping

from benchmarks.figures import Pairs, Row, missing_row, ratio_row
from benchmarks.guests import NoAnswer, guest, pss_mib, with_pyside

SETTLE_SECONDS = 2.0
_TRIES = 2
_WAIT_SECONDS = 3.0
LAST_WORD = {"window": "painted", "hidden": "tray", "closed": "closed"}
"""What a guest says when it has come to a state."""

_WINDOW = "PSS of the window : bare window"
_HIDDEN = "PSS hidden in the tray : bare tray icon"
_CLOSED = "PSS in the tray, window closed : bare likewise"
_TARGET = "<= 1.25x"
_HOW = (
    "PSS from /proc/PID/smaps_rollup, {seconds:g} s after the state was reached, one process at a time and no other "
    "process with PySide6 beside it, {runs} pairs on {platform}: {states}"
)
_TRAY_STATES = (
    "“hidden” is `--hidden` beside a QSystemTrayIcon with a one-entry menu; “window closed” opened its window beside "
    "the tray icon and closed it 1 s after its first paint, the peer likewise."
)


def window(variables: Mapping[str, str], platform: str, runs: int) -> list[Row]:
    return [_row(_WINDOW, "window", variables, runs, _how(runs, platform, "the open window, as in the window start."))]


def tray(variables: Mapping[str, str], platform: str, runs: int) -> list[Row]:
    how = _how(runs, platform, _TRAY_STATES)
    return [
        _row(_HIDDEN, "hidden", variables, runs, how, target=_TARGET),
        _row(_CLOSED, "closed", variables, runs, how),
    ]


def no_tray(why: str) -> list[Row]:
    return [missing_row(_HIDDEN, why, _TARGET), missing_row(_CLOSED, why)]


def _how(runs: int, platform: str, states: str) -> str:
    return _HOW.format(seconds=SETTLE_SECONDS, runs=runs, platform=platform, states=states)


def _row(name: str, state: str, variables: Mapping[str, str], runs: int, how: str, *, target: str = "") -> Row:
    pairs = Pairs()
    disturbed = 0
    for _ in range(runs):
        (ours, ours_alone), (bare, bare_alone) = (_alone_mib(program, state, variables) for program in ("ours", "bare"))
        pairs.add(ours, bare)
        disturbed += not (ours_alone and bare_alone)
    name += f" ({disturbed} pairs disturbed by other processes)" if disturbed else ""
    return ratio_row(name, pairs, unit="MiB", target=target, how=how)


def _alone_mib(program: str, state: str, variables: Mapping[str, str]) -> tuple[float, bool]:
    """PSS in MiB, and whether no other process shared Qt with it; tried again for a while until none does."""
    for _ in range(_TRIES):
        mib, others = _settled_mib(program, state, variables)
        if not others:
            return mib, True
        time.sleep(_WAIT_SECONDS)
    mib, others = _settled_mib(program, state, variables)
    return mib, not others


def _settled_mib(program: str, state: str, variables: Mapping[str, str]) -> tuple[float, list[int]]:
    with guest(program, state, variables) as started:
        answer = started.wait_for(LAST_WORD[state])
        if state == "hidden" and answer != "yes":
            raise NoAnswer("the display has no tray to hide in")
        time.sleep(SETTLE_SECONDS)
        started.check()
        return pss_mib(started.pid), [pid for pid in with_pyside() if pid != started.pid]
