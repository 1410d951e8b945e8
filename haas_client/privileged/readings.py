"""Sources are read in threads, each at most once at a time: whoever asks meanwhile is given the same answer.

So however many calls come in, there is never more at work than there are sources, and a flood of one caller's keeps
nobody else waiting.
"""

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

from haas_client.process import Cancel

T = TypeVar("T")

_THREADS = 72
"""64 drives at once, as in the storage probe, and the few other sources."""


class _Reading(Generic[T]):
    def __init__(self, task: "asyncio.Future[T]", cancel: Cancel) -> None:
        self.task = task
        self.cancel = cancel
        self.waiting = 0


class Readings(Generic[T]):
    def __init__(self, threads: int = _THREADS) -> None:
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="read")
        self._under_way: dict[str, _Reading[T]] = {}

    async def read(self, its_id: str, answer: Callable[[Cancel], T]) -> T:
        """What ``answer`` gives, called in a thread; raises what that raises.

        Where everybody who waited for it is gone, it is cancelled (its command is killed).
        """
        reading = self._under_way.get(its_id) or self._begin(its_id, answer)
        reading.waiting += 1
        try:
            return await asyncio.shield(reading.task)
        finally:
            reading.waiting -= 1
            if not reading.waiting:
                reading.cancel.ask()
                if self._under_way.get(its_id) is reading:  # nobody joins what is being ended
                    del self._under_way[its_id]

    def _begin(self, its_id: str, answer: Callable[[Cancel], T]) -> _Reading[T]:
        cancel = Cancel()
        task = asyncio.get_running_loop().run_in_executor(self._pool, answer, cancel)
        task.add_done_callback(_retrieved)
        reading = self._under_way[its_id] = _Reading(task, cancel)
        return reading

    def close(self) -> None:
        """Ends what is being read."""
        for reading in self._under_way.values():
            reading.cancel.ask()
        self._pool.shutdown(wait=True, cancel_futures=True)


def _retrieved(task: "asyncio.Future[T]") -> None:
    """An answer that nobody waits for any more is no unhandled error."""
    with contextlib.suppress(asyncio.CancelledError):
        task.exception()
