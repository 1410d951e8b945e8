"""Wishes to a store, carried out beside the interface in the order in which they came."""

from collections import deque
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from haas_client.ui.bridge import Bridge

T = TypeVar("T")


class Wishes(QObject):
    """One at a time: what was wished for later finds what was wished for before it done."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._waiting: deque[tuple[Callable[[], object], Callable[[], None]]] = deque()
        self.busy = False

    def ask(
        self, work: Callable[[], T], on_done: Callable[[T], object], on_failed: Callable[[Exception], object]
    ) -> None:
        def done(result: T) -> None:
            try:
                on_done(result)
            finally:  # an error in a page must not keep what others wish for from being done
                self._next()

        def failed(error: Exception) -> None:
            try:
                on_failed(error)
            finally:
                self._next()

        self._waiting.append((work, lambda: self._bridge.submit(work, self, done, failed)))
        if not self.busy:
            self._next()

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def drain(self) -> list[Callable[[], object]]:
        """What has not been begun, for the moment before the program ends; none of it is begun any more."""
        left = [work for work, _ in self._waiting]
        self._waiting.clear()
        return left

    def _next(self) -> None:
        self.busy = bool(self._waiting)
        if self._waiting:
            _work, begin = self._waiting.popleft()
            begin()
