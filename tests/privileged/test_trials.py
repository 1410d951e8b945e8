"""Trials through the real helper: a real memtester is started, followed and stopped, and ends with whoever asked."""

import asyncio
import shutil
from pathlib import Path
from typing import Any

import msgspec
import psutil
import pytest
from dbus_fast import Message
from dbus_fast.aio import MessageBus

from haas_client.diagnostics import helper_names as names
from haas_client.diagnostics.trials.values import Done, Ending, Event, Step, Stop
from tests.privileged.bus import ALLOWED, OTHER, REFUSED, SystemBus, answer, call, caller, is_yes, to_the_bus

pytestmark = pytest.mark.skipif(not shutil.which("memtester", path="/usr/sbin:/usr/bin"), reason="no memtester")

ENDS_WITHIN = 20.0


async def started(connection: MessageBus) -> str:
    reply = await answer(connection, call("Start", "s", "memory_short"))
    assert is_yes(reply), reply.body
    return str(reply.body[0])


async def followed(connection: MessageBus, run: str, seen: int) -> tuple[int, list[Event]]:
    reply = await answer(connection, call("Follow", "su", run, seen))
    assert is_yes(reply), reply.body
    return reply.body[0], msgspec.json.decode(reply.body[1], type=list[Event])


async def until(connection: MessageBus, run: str, kind: type[Any]) -> Any:
    seen, events = 0, list[Event]()
    while not any(isinstance(event, kind) for event in events):
        seen, events = await followed(connection, run, seen)
    return next(event for event in events if isinstance(event, kind))


async def memtesters(connection: MessageBus) -> list[psutil.Process]:
    """The memtesters that the helper runs now."""
    pid = (await answer(connection, to_the_bus("GetConnectionUnixProcessID", "s", names.NAME))).body[0]
    children = psutil.Process(pid).children(recursive=True)
    return [child for child in children if Path(child.exe()).name == "memtester"]


def test_a_trial_is_started_followed_and_stopped_by_its_owner_alone(bus: SystemBus) -> None:
    async def ask() -> None:
        async with caller(bus, ALLOWED) as owner, caller(bus, OTHER) as other, caller(bus, ALLOWED) as twin:
            run = await started(owner)
            assert isinstance(await until(owner, run, Step), Step)
            running = await memtesters(owner)
            assert len(running) == 1
            for stranger in (other, twin):
                for message in (call("Stop", "s", run), call("Follow", "su", run, 0)):
                    assert (await answer(stranger, message)).error_name == names.ERROR_UNKNOWN_ID
            assert (await answer(other, call("Start", "s", "memory_short"))).error_name == names.ERROR_BUSY
            assert is_yes(await answer(owner, call("Stop", "s", run)))
            done = await until(owner, run, Done)
            assert (done.ending, done.stop) == (Ending.STOPPED, Stop.OWNER)
            assert not running[0].is_running()

    asyncio.run(ask())


def test_a_trial_ends_with_the_connection_that_asked_for_it(bus: SystemBus) -> None:
    async def ask() -> None:
        async with caller(bus, OTHER) as watcher:
            async with caller(bus, ALLOWED) as owner:
                run = await started(owner)
                await until(owner, run, Step)
                running = await memtesters(watcher)
            assert len(running) == 1
            gone, _ = await asyncio.to_thread(psutil.wait_procs, running, ENDS_WITHIN)
            assert gone == running

    asyncio.run(ask())


def test_whom_polkit_refuses_starts_nothing(bus: SystemBus) -> None:
    async def ask() -> Message:
        async with caller(bus, REFUSED) as connection:
            return await answer(connection, call("Start", "s", "memory_short"))

    assert asyncio.run(ask()).error_name == names.ERROR_NOT_AUTHORIZED
