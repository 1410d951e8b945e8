"""The helper's own life: started by the bus, gone when idle, started anew, ended in the middle."""

import asyncio
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from haas_client.diagnostics import helper_names as names
from tests.privileged.bus import (
    ALLOWED,
    OTHER,
    SystemBus,
    answer,
    call,
    caller,
    helper_command,
    helper_process,
    is_yes,
    run,
    scripted_command,
)
from tests.privileged.conftest import running_bus
from tests.privileged.desk import Desk, gone
from tests.privileged.test_trials import follow, start

IDLE_SECONDS = 0.3


@pytest.fixture(scope="module")
def short_bus(place: Path) -> Iterator[SystemBus]:
    """The scripted helper, soon idle."""
    (place / "short-desk").mkdir()
    with running_bus(scripted_command(place / "short-desk", str(IDLE_SECONDS)), place / "short") as running:
        yield running


@pytest.fixture
def short_desk(short_bus: SystemBus) -> Iterator[Desk]:
    desk = Desk(short_bus.folder.parent / "short-desk")
    yield desk
    desk.clear()


def test_it_ends_when_idle_and_is_started_again(short_bus: SystemBus) -> None:
    async def ask() -> None:
        async with caller(short_bus, ALLOWED) as connection:
            numbers = set()
            for _ in range(2):
                assert is_yes(await answer(connection, call("Sources")))
                process = await helper_process(connection)
                assert process
                await gone(process)
                numbers.add(process)
            assert len(numbers) == 2

    run(ask())


def test_it_stays_while_there_is_something_to_do(short_bus: SystemBus, short_desk: Desk) -> None:
    short_desk.waiting_script("kernel")
    short_desk.waiting_script("trial")

    async def ask() -> None:
        async with caller(short_bus, ALLOWED) as connection:
            reading = asyncio.ensure_future(answer(connection, call("Read", "s", "kernel")))
            await short_desk.started("kernel")
            process = await helper_process(connection)
            assert process
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(gone(process), 3 * IDLE_SECONDS)
            short_desk.let_go("kernel", "log")
            assert is_yes(await reading)
            await start(connection, "stays")
            await short_desk.started("trial")
            process = await helper_process(connection)
            assert process
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(gone(process), 3 * IDLE_SECONDS)

    run(ask())


def test_a_call_at_the_moment_of_its_end_is_answered(short_bus: SystemBus) -> None:
    """Told to end just before, between and just after calls: a call is answered, or known not to have been."""
    answers: set[str] = set()

    async def ask() -> None:
        async with caller(short_bus, ALLOWED) as connection:
            for before in (0, 1, 5) * 4:
                assert is_yes(await answer(connection, call("Sources")))
                process = await helper_process(connection)
                calls = [asyncio.ensure_future(answer(connection, call("Sources"))) for _ in range(before)]
                await asyncio.wait(calls) if before == 1 else None
                if process:
                    os.kill(process, signal.SIGTERM)
                calls += [asyncio.ensure_future(answer(connection, call("Sources"))) for _ in range(5)]
                answers.update(reply.error_name or "yes" for reply in await asyncio.gather(*calls))
                assert is_yes(await answer(connection, call("Sources")))

    run(ask())
    assert answers <= {"yes", "org.freedesktop.DBus.Error.NoReply"}


def test_told_to_end_in_a_trial_it_leaves_nothing(short_bus: SystemBus, short_desk: Desk) -> None:
    short_desk.waiting_script("trial")
    short_desk.waiting_script("boots")

    async def ask() -> None:
        async with caller(short_bus, ALLOWED) as owner, caller(short_bus, OTHER) as other:
            started = await start(owner, "stays")
            trial = await short_desk.started("trial")
            reading = asyncio.ensure_future(answer(other, call("Read", "s", "boots")))
            boots = await short_desk.started("boots")
            seen, _ = await follow(owner, started, 0)
            following = asyncio.ensure_future(follow(owner, started, seen))
            helper = await helper_process(owner)
            assert helper
            os.kill(helper, signal.SIGTERM)
            _, events = await following
            assert events  # how it ended is still told
            await gone(trial)
            short_desk.let_go("boots", "log")  # what was asked before is still answered
            assert is_yes(await reading)
            await gone(boots)
            await gone(helper)
            assert (await answer(owner, call("Stop", "s", started))).error_name == names.ERROR_UNKNOWN_ID

    run(ask())


def test_killed_hard_it_is_started_again(short_bus: SystemBus) -> None:
    async def ask() -> None:
        async with caller(short_bus, ALLOWED) as connection:
            assert is_yes(await answer(connection, call("Sources")))
            process = await helper_process(connection)
            if process:
                os.kill(process, signal.SIGKILL)
                await gone(process)
                while await helper_process(connection) == process:  # the bus may hear of it a moment later
                    pass
            assert is_yes(await answer(connection, call("Sources")))

    run(ask())


def test_the_caller_s_programs_are_not_run(place: Path) -> None:
    """PATH, LD_PRELOAD and the like of whoever starts it: no program of theirs is run for the kernel's log."""
    evil = place / "evil"
    evil.mkdir(mode=0o755)
    for name in ("journalctl", "smartctl", "sh"):
        program = evil / name
        program.write_text(f"#!/bin/bash\ntouch {evil}/ran\n")
        program.chmod(0o755)
    command = f"/usr/bin/env PATH={evil} PYTHONWARNINGS=ignore HOME={evil} {helper_command()}"
    with running_bus(command, place / "evil-bus") as bus:

        async def ask() -> None:
            async with caller(bus, ALLOWED) as connection:
                for its_id in ("kernel", "boots", "last-words"):
                    reply = await answer(connection, call("Read", "s", its_id))
                    assert is_yes(reply) or reply.error_name == names.ERROR_UNREADABLE

        run(ask())
    assert not (evil / "ran").exists()
