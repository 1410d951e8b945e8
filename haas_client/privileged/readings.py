"""Sources are read in threads, each at most once at a time: whoever asks meanwhile is given the same answer.

So however many calls come in, there is never more at work than there are sources, and a flood of one caller's keeps
nobody else waiting.
"""

import asyncio
import contextlib
from concurrent.futures import ThreadPoolExecutor

from haas_client.privileged.sources import Source
from haas_client.process import Cancel, Output

_THREADS = 72
"""64 drives at once, as in the storage probe, and the few other sources."""


class _Reading:
    def __init__(self, task: "asyncio.Future[Output]", cancel: Cancel) -> None:
        self.task = task
        self.cancel = cancel
        self.waiting = 0


class Readings:
    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=_THREADS, thread_name_prefix="read")
        self._under_way: dict[str, _Reading] = {}

    async def read(self, source: Source) -> Output:
        """The source's answer; raises :class:`~haas_client.diagnostics.unknown.Unreadable`.

        Where everybody who waited for it is gone, its command is killed.
        """
        reading = self._under_way.get(source.id) or self._begin(source)
        reading.waiting += 1
        try:
            return await asyncio.shield(reading.task)
        finally:
            reading.waiting -= 1
            if not reading.waiting:
                reading.cancel.ask()
                if self._under_way.get(source.id) is reading:  # nobody joins what is being ended
                    del self._under_way[source.id]

    def _begin(self, source: Source) -> _Reading:
        cancel = Cancel()
        task = asyncio.get_running_loop().run_in_executor(self._pool, source.answer, cancel)
        task.add_done_callback(_retrieved)
        reading = self._under_way[source.id] = _Reading(task, cancel)
        return reading

    def close(self) -> None:
        """Ends what is being read."""
        for reading in self._under_way.values():
            reading.cancel.ask()
        self._pool.shutdown(wait=True, cancel_futures=True)


def _retrieved(task: "asyncio.Future[Output]") -> None:
    """An answer that nobody waits for any more is no unhandled error."""
    with contextlib.suppress(asyncio.CancelledError):
        task.exception()
