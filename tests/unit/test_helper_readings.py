"""One reading for all who ask for it meanwhile; it is cancelled once nobody waits any more."""

import asyncio
import threading

import pytest

from haas_client.diagnostics.unknown import Reason, Unreadable
from haas_client.privileged.readings import Readings
from haas_client.process import Cancel


class Slow:
    """An answer that waits to be let go, or to be cancelled."""

    def __init__(self) -> None:
        self.began = threading.Semaphore(0)
        self.over = threading.Event()
        self.cancels: list[Cancel] = []

    def __call__(self, cancel: Cancel) -> int:
        self.cancels.append(cancel)
        self.began.release()
        with cancel.watched(self.over.set):
            assert self.over.wait(10)
        if cancel.asked:
            raise Unreadable(Reason.CANCELLED)
        return len(self.cancels)

    async def has_begun(self) -> None:
        assert await asyncio.to_thread(self.began.acquire, timeout=10)


def test_whoever_asks_meanwhile_is_given_the_same_answer() -> None:
    slow = Slow()

    async def ask() -> None:
        readings: Readings[int] = Readings()
        asked = [asyncio.ensure_future(readings.read("a", slow)) for _ in range(100)]
        await slow.has_begun()
        asked += [asyncio.ensure_future(readings.read("a", slow)) for _ in range(100)]
        await asyncio.sleep(0)
        slow.over.set()
        assert await asyncio.gather(*asked) == [1] * 200
        assert await readings.read("a", slow) == 2
        readings.close()

    asyncio.run(ask())


def test_it_goes_on_while_anybody_waits_and_is_cancelled_with_the_last() -> None:
    slow = Slow()

    async def ask() -> None:
        readings: Readings[int] = Readings()
        first, second = (asyncio.ensure_future(readings.read("a", slow)) for _ in range(2))
        await slow.has_begun()
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        assert [cancel.asked for cancel in slow.cancels] == [False]
        second.cancel()
        await asyncio.gather(second, return_exceptions=True)
        assert [cancel.asked for cancel in slow.cancels] == [True]
        readings.close()

    asyncio.run(ask())


def test_nobody_joins_what_is_being_ended() -> None:
    ending, fresh = Slow(), Slow()
    fresh.over.set()

    async def ask() -> None:
        readings: Readings[int] = Readings()
        first = asyncio.ensure_future(readings.read("a", ending))
        await ending.has_begun()
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        assert await readings.read("a", fresh) == 1
        readings.close()

    asyncio.run(ask())


def test_a_fault_reaches_all_who_wait() -> None:
    def fails(cancel: Cancel) -> int:
        raise Unreadable(Reason.NO_TOOL, "smartctl")

    async def ask() -> None:
        readings: Readings[int] = Readings()
        found = await asyncio.gather(*(readings.read("a", fails) for _ in range(3)), return_exceptions=True)
        assert [one.unknown.reason for one in found if isinstance(one, Unreadable)] == [Reason.NO_TOOL] * 3
        readings.close()

    asyncio.run(ask())


def test_closing_ends_what_is_being_read() -> None:
    slow = Slow()

    async def ask() -> None:
        readings: Readings[int] = Readings()
        asked = asyncio.ensure_future(readings.read("a", slow))
        await slow.has_begun()
        readings.close()
        with pytest.raises(Unreadable):
            await asked

    asyncio.run(ask())
