"""A trial under way for one caller: begun, followed and stopped by that connection alone, and ended with it."""

import asyncio
import contextlib
import logging
import secrets
import threading
from collections import deque
from operator import itemgetter

from haas_client.diagnostics.trials.bench import Bench
from haas_client.diagnostics.trials.values import Advance, Done, Ending, Event, Offer
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from haas_client.process import Cancel

_log = logging.getLogger(__name__)

HEARD_SECONDS = 60.0
"""How long the end of a trial is kept for an owner that follows slowly."""

MOST_EVENTS = 4000
"""Kept until they are followed, the last advance among them; a surface scan tells some 500. The oldest go first."""


class Run:
    """One trial. All but the trial itself happens in the event loop's thread."""

    def __init__(self, owner: str, bench: Bench, offer: Offer) -> None:
        self.id = secrets.token_hex(8)
        self.owner = owner
        self._bench = bench
        self._offer = offer
        self._cancel = Cancel()
        self._loop = asyncio.get_running_loop()
        self._events: deque[tuple[int, Event]] = deque(maxlen=MOST_EVENTS - 1)
        self._advance: tuple[int, Event] | None = None
        """Only the last one is news."""
        self._count = 0
        self._news = asyncio.Event()
        self.ended = asyncio.Event()
        """Set once nothing of the trial runs any more."""
        self._heard = asyncio.Event()
        self._thread = threading.Thread(target=self._carry_out, name="trial")

    def begin(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._cancel.ask()

    def leave(self) -> None:
        """Its owner is gone: the trial ends, and nobody will hear how."""
        self.stop()
        self._heard.set()

    async def heard(self) -> None:
        """Waits until the owner has been told the end, for a while."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._heard.wait(), HEARD_SECONDS)

    async def news(self, seen: int, limit_seconds: float) -> tuple[int, list[Event]]:
        """The events behind number ``seen``, and the number of the last; waits for one, at most ``limit_seconds``."""
        if self._count <= seen:
            self._news.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), limit_seconds)
        while self._events and self._events[0][0] <= seen:
            self._events.popleft()
        kept = [*self._events]
        if self._advance and self._advance[0] > seen:
            kept = sorted((*kept, self._advance), key=itemgetter(0))
        events = [event for _, event in kept]
        if any(isinstance(event, Done) for event in events):
            self._heard.set()
        return self._count, events

    def _carry_out(self) -> None:
        done = Done(ending=Ending.FAILED, problem=Unknown(reason=Reason.FAILED, detail="trial"))
        try:
            done = self._bench.run(self._offer, self._tell, self._cancel)
        except Unreadable as error:
            done = Done(ending=Ending.FAILED, problem=error.unknown)
        except Exception:  # noqa: BLE001  whoever follows must learn of the end, and the log of the fault
            _log.exception("trial %s", self._offer.kind)
        finally:
            self._tell(done)
            self._loop.call_soon_threadsafe(self.ended.set)

    def _tell(self, event: Event) -> None:
        self._loop.call_soon_threadsafe(self._keep, event)

    def _keep(self, event: Event) -> None:
        self._count += 1
        if isinstance(event, Advance):
            self._advance = (self._count, event)
        else:
            self._events.append((self._count, event))
        self._news.set()
