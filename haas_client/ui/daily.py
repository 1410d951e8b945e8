"""The daily check: when it is due, a process of its own makes it, and its outcome comes back here.

Nothing runs in between: one single-shot timer waits for the next time. Loaded by a tray that only waits, so it imports
nothing of the diagnosis.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from PySide6.QtCore import QProcess, QProcessEnvironment

_FIRST_SECONDS = 10 * 60.0
"""After the start: logging in is not the moment."""
_DAY_SECONDS = 86400.0
_BUSY_SECONDS = 30 * 60.0
"""Later by this where the owner's own diagnosis runs."""
_FAILED_SECONDS = 6 * 3600.0
_LONGEST_WAIT_SECONDS = 4 * 3600.0
"""Qt's clock stands still while the PC sleeps; the wall clock is looked at this often, in hours of use."""
_END_MS = 3000

_VERY_COARSE = 2
"""Qt::VeryCoarseTimer, by number: the class that names it has all of Qt's enumerations (1.1 MB in a waiting tray)."""


class Outcome(NamedTuple):
    """What a check says."""

    severity: str
    """The worst that is not known to the owner; empty where nothing is."""
    worse: bool
    """Whether the owner should be told unasked."""
    data: bytes
    """The result, for :func:`haas_client.daily_check.decoded`; may be empty."""


class Daily(QObject):
    """Starts the checks. ``may_run`` is asked before each; ``on_outcome`` hears of each that was made."""

    def __init__(
        self,
        may_run: Callable[[], bool],
        on_outcome: Callable[[Outcome], None],
        *,
        command: tuple[str, ...] = (),
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__()
        self._may_run = may_run
        self._on_outcome = on_outcome
        self._command = command or own_command()
        self._clock = clock
        self._due = 0.0
        self._process: QProcess | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setProperty("timerType", _VERY_COARSE)
        self._timer.timeout.connect(self.look)

    @property
    def on(self) -> bool:
        return self._timer.isActive() or self._process is not None

    def start(self) -> None:
        """Checks from now on."""
        self._wait(self._clock() + _FIRST_SECONDS)

    def stop(self) -> None:
        """No more checks; one that runs is ended."""
        self._timer.stop()
        process, self._process = self._process, None
        if process is None:
            return
        process.finished.disconnect()
        process.terminate()  # it then ends its own tools
        if not process.waitForFinished(_END_MS):
            process.kill()
            process.waitForFinished(_END_MS)

    def give_way(self) -> None:
        """The owner diagnoses: a check that runs is ended, the next one comes later."""
        if self.on:
            self.stop()
            self._wait(self._clock() + _BUSY_SECONDS)

    def look(self) -> None:
        """What the timer does: asks the wall clock, since the PC may have slept or its clock been set."""
        now = self._clock()
        if now < self._due <= now + _DAY_SECONDS:
            self._wait(self._due)
        elif not self._may_run():
            self._wait(now + _BUSY_SECONDS)
        else:
            self._run()

    def _wait(self, due: float) -> None:
        self._due = due
        seconds = min(max(1.0, due - self._clock()), _LONGEST_WAIT_SECONDS)
        self._timer.start(round(seconds * 1000))

    def _run(self) -> None:
        from PySide6.QtCore import QProcess  # like all of a check, only when there is one

        process = self._process = QProcess(self)
        process.setProcessEnvironment(_environment())
        process.setStandardInputFile(QProcess.nullDevice())
        process.setStandardErrorFile(QProcess.nullDevice())
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._failed_to_start)
        process.start(self._command[0], list(self._command[1:]))

    def _failed_to_start(self, error: "QProcess.ProcessError") -> None:
        from PySide6.QtCore import QProcess

        if error == QProcess.ProcessError.FailedToStart:
            self._finished()

    def _finished(self, *_: object) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        said = bytes(process.readAllStandardOutput().data())
        process.deleteLater()
        line, _end, data = said.partition(b"\n")
        due, outcome = _understood(line, data)
        now = self._clock()
        self._wait(min(max(due, now + 60), now + _DAY_SECONDS) if due else now + _FAILED_SECONDS)
        if outcome:
            self._on_outcome(outcome)


def own_command() -> tuple[str, ...]:
    """This program again, as the check."""
    frozen = getattr(sys, "frozen", False)
    return (sys.executable, "check") if frozen else (sys.executable, "-m", "haas_client", "check")


def _environment() -> "QProcessEnvironment":
    """Ours, with a way to this package wherever it was started from."""
    from PySide6.QtCore import QProcessEnvironment

    environment = QProcessEnvironment.systemEnvironment()
    if not getattr(sys, "frozen", False):
        package = str(Path(__file__).resolve().parents[2])
        known = environment.value("PYTHONPATH")
        environment.insert("PYTHONPATH", f"{package}{os.pathsep}{known}" if known else package)
    return environment


def _understood(line: bytes, data: bytes) -> tuple[float, Outcome | None]:
    """When the next check is due (0 where that was not said), and the outcome of one that was made."""
    words = line.decode("ascii", "replace").split(" ")
    if len(words) < 2 or not (words[1].isascii() and words[1].isdigit() and len(words[1]) < 12):
        return 0.0, None
    due = float(words[1])
    if words[0] != "done" or len(words) != 4:
        return due, None
    return due, Outcome(severity=words[2].removeprefix("-"), worse=words[3] == "new", data=data)
