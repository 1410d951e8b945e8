"""What a probe is given: the host, the cancellation, and a place to note what it asked and what came back raw."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from haas_client.diagnostics.host import Command, Host
from haas_client.diagnostics.snapshot import Source
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from haas_client.process import Cancel, Output

T = TypeVar("T")


class Context:
    """One probe's view of a diagnosis. Safe to use from several threads (one a drive)."""

    def __init__(self, host: Host, cancel: Cancel, on_step: Callable[[int, int], None] | None = None) -> None:
        self.host = host
        self.cancel = cancel
        self._on_step = on_step
        self._lock = threading.Lock()
        self._sources: list[Source] = []
        self._raw: dict[str, bytes] = {}

    def ask(self, name: str, question: Callable[[], T]) -> T | Unknown:
        """The answer to ``question``, or why there is none; noted as a source under ``name``."""
        started = time.monotonic()
        problem: Unknown | None = None
        try:
            if self.cancel.asked:
                raise Unreadable(Reason.CANCELLED, name)
            return question()
        except Unreadable as error:
            problem = error.unknown
            return problem
        finally:
            source = Source(name=name, seconds=round(time.monotonic() - started, 3), problem=problem)
            with self._lock:
                self._sources.append(source)

    def run(self, command: Command) -> Output:
        """The output of a tool; raises :class:`Unreadable`."""
        return self.host.run(command, self.cancel)

    def keep(self, name: str, data: bytes) -> None:
        """Keeps raw data for the bundle under ``name`` (its file name there)."""
        with self._lock:
            self._raw[name] = data

    def step(self, done: int, total: int) -> None:
        """Tells whoever watches how far the probe is."""
        if self._on_step:
            self._on_step(done, total)

    @property
    def sources(self) -> tuple[Source, ...]:
        with self._lock:
            return tuple(self._sources)

    @property
    def raw(self) -> dict[str, bytes]:
        with self._lock:
            return dict(self._raw)
