"""Runs ours or the bare peer in a process of its own, unchanged, and tells on standard output what it has reached.

    python -m benchmarks.guest ours|bare window|hidden|closed [--leave]

``window`` opens the window, ``hidden`` starts in the tray, ``closed`` opens the window beside the tray icon and
closes it again one second after its first paint; ``--leave`` quits one second after it. Lines: ``tray yes|no``,
``painted CLOCK``, ``closed``, ``settled CLOCK PROCESSOR`` (before it leaves). CLOCK is seconds of the monotonic clock,
which is the same in every process: the first frame, and the last one of that second; PROCESSOR the seconds of processor
time that all threads of this process have used.

Ours is started by its own entry, :func:`haas_client.app.main`. All that is added is a look at ``QMainWindow.show``
and ``QSystemTrayIcon.show``, in both programs alike.
"""

import argparse
import sys
import time
import weakref
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QSystemTrayIcon, QWidget

_CLOSE_AFTER_MS = 1000
_SETTLE_MS = 1000


class _Frames(QObject):
    """Notes each further frame of a window; begins after the first, so that it costs that one nothing."""

    def __init__(self, window: QMainWindow, first: float) -> None:
        super().__init__(window)
        self._last = first
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's own name
        if event.type() == QEvent.Type.UpdateRequest:
            QTimer.singleShot(0, self._drawn)
        return False

    def settled(self) -> None:
        _tell(f"settled {self._last:.6f} {time.process_time():.6f}")
        QApplication.quit()

    def _drawn(self) -> None:
        self._last = time.monotonic()


def _watch_windows(then: Callable[[QMainWindow], None]) -> None:
    """Calls ``then`` once a window's first frame has been drawn with all that is in it.

    A window paints itself first and its children after it, in one go; the next turn of the event loop follows. The
    look is taken by an attribute of the one window: an event filter would hand every event to Python.
    """

    def show(window: QMainWindow) -> None:
        reference = weakref.ref(window)  # nothing of ours may keep a closed window alive

        def paint(event: QPaintEvent) -> None:
            painted = reference()
            if painted:
                del painted.paintEvent
                type(painted).paintEvent(painted, event)
                QTimer.singleShot(0, painted, lambda: _with(reference, then))

        window.paintEvent = paint  # type: ignore[method-assign]
        QWidget.show(window)

    QMainWindow.show = show  # type: ignore[assignment, method-assign]


def _with(reference: "weakref.ref[QMainWindow]", then: Callable[[QMainWindow], None]) -> None:
    window = reference()
    if window:
        then(window)


def _watch_tray() -> None:
    original = QSystemTrayIcon.show

    def show(icon: QSystemTrayIcon) -> None:
        original(icon)
        QTimer.singleShot(0, lambda: _tell(f"tray {'yes' if QSystemTrayIcon.isSystemTrayAvailable() else 'no'}"))

    QSystemTrayIcon.show = show  # type: ignore[method-assign]


def _painted(state: str, *, leave: bool) -> Callable[[QMainWindow], None]:
    def then(window: QMainWindow) -> None:
        first = time.monotonic()
        _tell(f"painted {first:.6f}")
        if leave:
            frames = _Frames(window, first)
            QTimer.singleShot(_SETTLE_MS, frames.settled)
        elif state == "closed":
            reference = weakref.ref(window)
            QTimer.singleShot(_CLOSE_AFTER_MS, window, lambda: _with(reference, _close))

    return then


def _close(window: QMainWindow) -> None:
    window.close()
    _tell("closed")


def _tell(line: str) -> None:
    print(line, flush=True)


def _run(program: str, state: str) -> int:
    if program == "bare":
        from benchmarks import bare

        return bare.main(window=state != "hidden", tray=state != "window")
    from haas_client import app

    return app.main(["--hidden"] if state == "hidden" else [])


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("program", choices=("ours", "bare"))
    parser.add_argument("state", choices=("window", "hidden", "closed"))
    parser.add_argument("--leave", action="store_true")
    arguments = parser.parse_args()
    _watch_windows(_painted(arguments.state, leave=arguments.leave))
    _watch_tray()
    return _run(arguments.program, arguments.state)


if __name__ == "__main__":
    sys.exit(main())
