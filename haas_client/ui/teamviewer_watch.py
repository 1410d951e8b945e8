"""Notices that TeamViewer, or its connection, has ended. The kernel and the bus tell of it: nothing runs meanwhile."""

import contextlib
import itertools
import os
from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QObject, QSocketNotifier, Signal
from PySide6.QtDBus import QDBusConnection, QDBusServiceWatcher

WINDOW_NAME = "com.teamviewer.TeamViewer"
CAPTURE_NAME = "com.teamviewer.TeamViewer.Desktop"
"""Names on the session bus of its window and of what shows its screen to the expert (its files in dbus-1/services)."""

_numbers = itertools.count()


class TeamViewerWatch(QObject):
    """Of one TeamViewer, from :meth:`watch` on."""

    closed = Signal()
    """The last process of its window has ended, or its window has left the bus; told once, though both happen."""
    parted = Signal()
    """What shows the screen to the expert has left the bus; the window may be there still."""

    def __init__(self) -> None:
        super().__init__()
        self._processes: dict[int, QSocketNotifier] = {}
        """By descriptor (pidfd_open(2)), which can be read once the process has ended."""
        self._spent: list[QSocketNotifier] = []
        self._names: list[QDBusServiceWatcher] = []
        self._line = ""
        self._told = False

    @property
    def watches(self) -> bool:
        return bool(self._processes or self._names)

    def watch(self, numbers: Iterable[int], bus: str) -> None:
        """The processes ``numbers``, and the names on the session bus at the address ``bus`` ("" for none)."""
        self.stop()
        self._spent.clear()
        self._told = False
        for number in numbers:
            with contextlib.suppress(OSError):  # ended just now
                self._watch_process(os.pidfd_open(number))
        if bus:
            self._watch_names(bus)

    def stop(self) -> None:
        for descriptor in tuple(self._processes):
            self._forget(descriptor)
        for watcher in self._names:
            watcher.deleteLater()
        self._names.clear()
        if self._line:
            QDBusConnection.disconnectFromBus(self._line)
            self._line = ""

    def _watch_process(self, descriptor: int) -> None:
        notifier = QSocketNotifier(descriptor, QSocketNotifier.Type.Read)
        notifier.activated.connect(partial(self._ended, descriptor))
        self._processes[descriptor] = notifier

    def _ended(self, descriptor: int, *_: object) -> None:
        self._forget(descriptor)
        if not self._processes:
            self._tell_closed()

    def _tell_closed(self) -> None:
        if not self._told:
            self._told = True
            self.closed.emit()

    def _forget(self, descriptor: int) -> None:
        notifier = self._processes.pop(descriptor, None)
        if notifier:
            notifier.setEnabled(False)
            self._spent.append(notifier)  # it may be the one that tells just now
            os.close(descriptor)

    def _watch_names(self, address: str) -> None:
        self._line = f"teamviewer-{next(_numbers)}"
        bus = QDBusConnection.connectToBus(address, self._line)
        if not bus.isConnected():
            return
        for name in (WINDOW_NAME, CAPTURE_NAME):
            # Named here and not added later: addWatchedService() of PySide6 6.11.3 never returns.
            watcher = QDBusServiceWatcher(name, bus, QDBusServiceWatcher.WatchModeFlag.WatchForUnregistration, self)
            watcher.serviceUnregistered.connect(self._left_bus)
            self._names.append(watcher)

    def _left_bus(self, name: str) -> None:
        if name == WINDOW_NAME:
            self._tell_closed()
        else:
            self.parted.emit()
