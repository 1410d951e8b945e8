"""A trial's events, gathered until its owner asks: bounded, only the last advance, and always the end."""

import asyncio

from haas_client.diagnostics.trials.bench import Tell
from haas_client.diagnostics.trials.values import Advance, Done, Ending, Event, Offer, SpeedSample, TrialKind
from haas_client.privileged.runs import MOST_EVENTS, Run
from haas_client.process import Cancel

OFFER = Offer(id="x", kind=TrialKind.SURFACE)
MUCH = 3 * MOST_EVENTS


class Much:
    def offers(self) -> tuple[Offer, ...]:
        return (OFFER,)

    def run(self, offer: Offer, tell: Tell, cancel: Cancel) -> Done:
        for number in range(MUCH):
            tell(SpeedSample(position_bytes=number, bytes_per_second=1.0))
            tell(Advance(done=number / MUCH))
        return Done(ending=Ending.COMPLETED)


async def over() -> Run:
    run = Run(":1.1", Much(), OFFER)
    run.begin()
    await run.ended.wait()
    return run


def positions(events: list[Event]) -> list[int]:
    return [event.position_bytes for event in events if isinstance(event, SpeedSample)]


def test_the_newest_are_kept() -> None:
    async def ask() -> None:
        run = await over()
        count, events = await run.news(0, 1)
        assert count == 2 * MUCH + 1
        assert len(events) == MOST_EVENTS
        assert positions(events) == list(range(MUCH - MOST_EVENTS + 2, MUCH))
        assert [event.done for event in events if isinstance(event, Advance)] == [(MUCH - 1) / MUCH]
        assert isinstance(events[-1], Done)

    asyncio.run(ask())


def test_what_was_seen_is_not_told_again() -> None:
    async def ask() -> None:
        run = await over()
        count, _ = await run.news(0, 1)
        assert (await run.news(count - 1, 1))[1] == [Done(ending=Ending.COMPLETED)]
        assert await run.news(count, 0.01) == (count, [])
        assert await run.news(2**32 - 1, 0.01) == (count, [])

    asyncio.run(ask())
