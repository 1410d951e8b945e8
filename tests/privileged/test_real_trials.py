"""Trials through the real helper: a real memtester is started, followed and stopped, and ends with whoever asked."""

import asyncio
import shutil
from pathlib import Path
from typing import Any

import psutil
import pytest
from dbus_fast.aio import MessageBus

from haas_client.diagnostics.trials.bench import Halt
from haas_client.diagnostics.trials.helper_bench import HelperBench
from haas_client.diagnostics.trials.values import Done, Ending, Event, Step, Stop, TrialKind
from tests.privileged.bus import (
    ALLOWED,
    OTHER,
    SystemBus,
    answer,
    call,
    caller,
    effective_user,
    helper_process,
    is_yes,
)
from tests.privileged.bus import run as carried_out
from tests.privileged.test_trials import follow, start

pytestmark = pytest.mark.skipif(
    not shutil.which("memtester", path="/usr/sbin:/usr/bin"), reason="memtester is not installed"
)

ENDS_WITHIN = 20.0


async def until(connection: MessageBus, run: str, kind: type[Any]) -> Any:
    seen, events = 0, list[Event]()
    while not any(isinstance(event, kind) for event in events):
        seen, events = await follow(connection, run, seen)
    return next(event for event in events if isinstance(event, kind))


async def memtesters(connection: MessageBus) -> list[psutil.Process]:
    """Those that the helper runs now."""
    children = psutil.Process(await helper_process(connection)).children(recursive=True)
    return [child for child in children if Path(child.exe()).name == "memtester"]


def test_memtester_is_started_and_stopped_by_its_owner(bus: SystemBus) -> None:
    async def ask() -> None:
        async with caller(bus, ALLOWED) as owner:
            run = await start(owner, "memory_short")
            assert isinstance(await until(owner, run, Step), Step)
            running = await memtesters(owner)
            assert len(running) == 1
            assert is_yes(await answer(owner, call("Stop", "s", run)))
            done = await until(owner, run, Done)
            assert (done.ending, done.stop) == (Ending.STOPPED, Stop.OWNER)
            assert not running[0].is_running()

    carried_out(ask())


def test_memtester_ends_with_the_connection_that_asked_for_it(bus: SystemBus) -> None:
    async def ask() -> None:
        async with caller(bus, OTHER) as watcher:
            async with caller(bus, ALLOWED) as owner:
                run = await start(owner, "memory_short")
                await until(owner, run, Step)
                running = await memtesters(watcher)
            assert len(running) == 1
            gone, _ = await asyncio.to_thread(psutil.wait_procs, running, ENDS_WITHIN)
            assert gone == running

    carried_out(ask())


def test_a_bench_in_the_helper_offers_runs_and_stops(bus: SystemBus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.address)
    halt = Halt()
    told: list[Event] = []

    def tell(event: Event) -> None:
        told.append(event)
        halt.stop(Stop.SESSION_ENDED)

    with effective_user(ALLOWED):
        bench = HelperBench()
        offers = {offer.kind: offer for offer in bench.offers()}
        assert TrialKind.LOAD not in offers
        done = bench.run(offers[TrialKind.MEMORY_SHORT], tell, halt)
    assert isinstance(told[0], Step)
    assert (done.ending, done.stop) == (Ending.STOPPED, Stop.SESSION_ENDED)  # the helper knows no reason, we do
