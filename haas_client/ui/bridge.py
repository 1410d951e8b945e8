"""Work beside the interface: the only place with threads, and the only way back into Qt's own."""

import gc
import itertools
import logging
import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

_log = logging.getLogger(__name__)

T = TypeVar("T")

_WORKERS = 4

_Key = tuple[int, int]
"""A bridge by its identity, and the number of its job."""


class _Garbage:
    """Lets nobody but the interface's thread collect cycles of Python objects while workers run.

    Python collects in whichever thread happens to allocate. A QObject in such a cycle was deleted in a worker's: its
    destructor waited for Python's lock, the interface held that and waited for Qt's, and both for ever (seen with
    PySide6 6.11.3). All methods are for the interface's thread.
    """

    def __init__(self) -> None:
        self._jobs: set[_Key] = set()

    def job_begins(self, key: "_Key") -> None:
        gc.disable()
        self._jobs.add(key)

    def job_ended(self, key: "_Key") -> None:
        """One that was forgotten counts no more: another may have begun since."""
        self._jobs.discard(key)
        if not self._jobs:
            gc.enable()

    def forget_jobs(self) -> None:
        """Nobody will tell of their end; none of them runs any more."""
        self._jobs.clear()
        gc.enable()

    def look(self) -> None:
        """Collects what is young, in place of what is switched off; a test of hours must not fill the memory."""
        if self._jobs:
            gc.collect(1)


garbage = _Garbage()


at_work: "set[Bridge]" = set()
"""Kept until their last job has ended, so that no worker is the last to know one."""


class _Job(Generic[T]):
    def __init__(
        self,
        owner: "weakref.ref[QObject]",
        work: Callable[[], T],
        on_done: Callable[[T], None],
        on_failed: Callable[[Exception], None],
    ) -> None:
        self.owner, self.work, self.on_done, self.on_failed = owner, work, on_done, on_failed


class Bridge(QObject):
    """Runs functions in a pool and hands their results to the interface, in its own thread.

    One long-lived object and one queued signal: objects with a signal of their own for every job lose results.
    """

    _arrived = Signal(object)
    _ended = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._pool: ThreadPoolExecutor | None = None
        self._closed = False
        self._jobs: dict[int, _Job[Any]] = {}
        """Held here until they have ended: the last reference to what a job knows is dropped in this thread."""
        self._numbers = itertools.count()
        self._ended.connect(self._job_ended, Qt.ConnectionType.QueuedConnection)
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def submit(
        self,
        work: Callable[[], T],
        owner: QObject,
        on_done: Callable[[T], None],
        on_failed: Callable[[Exception], None],
    ) -> None:
        """Runs ``work`` in another thread; ``on_done`` or ``on_failed`` follows here unless ``owner`` is gone by then.

        ``work`` brings its own cancellation and time limit. After :meth:`close` nothing is begun any more.
        """
        if self._closed:
            return
        if self._pool is None:  # threads only once there is work: an idle tray has none
            from concurrent.futures import ThreadPoolExecutor

            self._pool = ThreadPoolExecutor(max_workers=_WORKERS, thread_name_prefix="bridge")
        number = next(self._numbers)
        self._jobs[number] = _Job(weakref.ref(owner), work, on_done, on_failed)
        at_work.add(self)
        garbage.job_begins((id(self), number))
        self._pool.submit(self._run, number)

    def _run(self, number: int) -> None:
        try:
            self._carry_out(number)
        finally:
            self._ended.emit(number)

    def _carry_out(self, number: int) -> None:
        """Whatever it knows of the job is forgotten when it returns, before anybody hears that the job has ended."""
        job = self._jobs[number]
        try:
            result = job.work()
        except Exception as error:  # noqa: BLE001  one of the two places: every error reaches a person
            self.post(job.owner, lambda error=error: job.on_failed(error))  # type: ignore[misc]
        else:
            self.post(job.owner, lambda: job.on_done(result))

    def post(self, owner: "weakref.ref[QObject]", call: Callable[[], None]) -> None:
        """Calls ``call`` in the interface's thread, unless ``owner`` is gone; safe from any thread."""
        self._arrived.emit((owner, call))

    def close(self) -> None:
        """Drops what has not begun, and what is asked for from now on; what runs must have been cancelled before."""
        self._closed = True
        if self._pool:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def settle(self) -> None:
        """Closes, and waits until no worker does anything any more."""
        self.close()
        if self._pool:
            self._pool.shutdown(wait=True)

    @Slot(object)
    def _deliver(self, message: tuple["weakref.ref[QObject]", Callable[[], Any]]) -> None:
        garbage.look()
        reference, call = message
        owner = reference()
        # Qt may have deleted its half of an object that Python still holds.
        if owner is not None and isValid(owner):
            call()

    @Slot(int)
    def _job_ended(self, number: int) -> None:
        garbage.job_ended((id(self), number))
        self._jobs.pop(number, None)
        if not self._jobs:
            at_work.discard(self)
