"""Trials over the bus: begun, followed and stopped by one owner, and ended with it."""

import asyncio

import msgspec
import pytest
from dbus_fast.aio import MessageBus

from haas_client.diagnostics import helper_names as names
from haas_client.diagnostics.trials.values import Advance, Done, Ending, Event, SpeedSample, Step
from haas_client.diagnostics.unknown import Reason
from haas_client.privileged.runs import MOST_EVENTS
from tests.privileged.bus import ALLOWED, OTHER, SystemBus, answer, call, caller, hang_up, is_yes
from tests.privileged.bus import run as carried_out
from tests.privileged.desk import Desk, gone
from tests.privileged.scripted import MUCH, OFFERS


async def start(connection: MessageBus, offer: str) -> str:
    reply = await answer(connection, call("Start", "s", offer))
    assert is_yes(reply), reply.body
    return str(reply.body[0])


async def follow(connection: MessageBus, run: str, seen: int) -> tuple[int, list[Event]]:
    reply = await answer(connection, call("Follow", "su", run, seen))
    assert is_yes(reply), reply.body
    return reply.body[0], msgspec.json.decode(bytes(reply.body[1]), type=list[Event])


async def to_its_end(connection: MessageBus, run: str) -> list[Event]:
    seen, events = 0, list[Event]()
    while not events or not isinstance(events[-1], Done):
        seen, news = await follow(connection, run, seen)
        events += news
    return events


async def free(connection: MessageBus) -> None:
    """Returns once another trial could begin: the last one is over and its owner was told."""
    while (reply := await answer(connection, call("Start", "s", "short"))).error_name == names.ERROR_BUSY:
        pass
    await to_its_end(connection, reply.body[0])


def test_trials_are_offered(scripted_bus: SystemBus, desk: Desk) -> None:
    async def ask() -> None:
        async with caller(scripted_bus, ALLOWED) as connection:
            offers = (await answer(connection, call("Trials"))).body[0]
            assert [tuple(offer) for offer in offers] == [(one.id, one.kind.value, one.subject) for one in OFFERS]

    carried_out(ask())


def test_one_is_begun_followed_and_stopped(scripted_bus: SystemBus, desk: Desk) -> None:
    desk.waiting_script("trial")

    async def ask() -> None:
        async with caller(scripted_bus, ALLOWED) as owner:
            run = await start(owner, "stays")
            process = await desk.started("trial")
            seen, events = await follow(owner, run, 0)
            assert events == [Step(code="scan", number=1, total=1)]
            news = asyncio.ensure_future(follow(owner, run, seen))
            assert is_yes(await answer(owner, call("Stop", "s", run)))
            last = (await news)[1][-1]
            assert isinstance(last, Done)
            assert last.ending is Ending.STOPPED
            await gone(process)
            await free(owner)

    carried_out(ask())


def test_only_its_owner_may_follow_or_stop_it(scripted_bus: SystemBus, desk: Desk) -> None:
    desk.waiting_script("trial")

    async def ask() -> None:
        async with (
            caller(scripted_bus, ALLOWED) as owner,
            caller(scripted_bus, OTHER) as stranger,
            caller(scripted_bus, ALLOWED) as same_user,
        ):
            run = await start(owner, "stays")
            await desk.started("trial")
            for other in (stranger, same_user):
                for message in (call("Follow", "su", run, 0), call("Stop", "s", run)):
                    assert (await answer(other, message)).error_name == names.ERROR_UNKNOWN_ID
                assert (await answer(other, call("Start", "s", "short"))).error_name == names.ERROR_BUSY
            for wrong in ("", run[:-1], run + " "):
                assert (await answer(owner, call("Stop", "s", wrong))).error_name == names.ERROR_UNKNOWN_ID
            desk.let_go("trial")
            last = (await to_its_end(owner, run))[-1]
            assert isinstance(last, Done)
            assert last.ending is Ending.COMPLETED

    carried_out(ask())


def test_it_ends_with_its_owner(scripted_bus: SystemBus, desk: Desk) -> None:
    desk.waiting_script("trial")

    async def ask() -> None:
        async with caller(scripted_bus, ALLOWED) as owner:
            await start(owner, "stays")
            process = await desk.started("trial")
            await hang_up(owner)
            await gone(process)
        async with caller(scripted_bus, OTHER) as next_owner:
            await free(next_owner)

    carried_out(ask())


def test_an_owner_that_is_gone_while_it_begins_leaves_nothing(scripted_bus: SystemBus, desk: Desk) -> None:
    async def ask() -> None:
        for _ in range(20):
            async with caller(scripted_bus, ALLOWED) as owner:
                lost = owner.send(call("Start", "s", "stays"))
                await lost
        async with caller(scripted_bus, OTHER) as next_owner:
            await free(next_owner)

    desk.script("trial", "exec sleep 20")
    carried_out(ask())


def test_many_events_are_gathered_and_bounded(scripted_bus: SystemBus, desk: Desk) -> None:
    async def ask() -> None:
        async with caller(scripted_bus, ALLOWED) as owner:
            run = await start(owner, "much")
            seen, events = 0, list[Event]()
            largest = 0
            while not events or not isinstance(events[-1], Done):
                seen, news = await follow(owner, run, seen)
                largest = max(largest, len(news))
                assert sum(isinstance(event, Advance) for event in news) <= 1
                events += news
            assert largest <= MOST_EVENTS
            assert seen == 2 * MUCH + 2
            samples = [event.position_bytes for event in events if isinstance(event, SpeedSample)]
            assert samples == sorted(samples)
            assert samples[-1] == MUCH - 1

    carried_out(ask())


@pytest.mark.parametrize(("offer", "reason"), [("faulty", Reason.FAILED), ("refused", Reason.NO_TOOL)])
def test_a_bench_that_fails_is_told(scripted_bus: SystemBus, desk: Desk, offer: str, reason: Reason) -> None:
    async def ask() -> None:
        async with caller(scripted_bus, ALLOWED) as owner:
            (last,) = await to_its_end(owner, await start(owner, offer))
            assert isinstance(last, Done)
            assert last.ending is Ending.FAILED
            assert last.problem
            assert last.problem.reason is reason
            await free(owner)

    carried_out(ask())
