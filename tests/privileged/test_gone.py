"""Callers that go in the middle: what they asked for ends, and nobody else's does."""

import asyncio

from haas_client.diagnostics import helper_names as names
from tests.privileged.bus import (
    ALLOWED,
    OTHER,
    SystemBus,
    answer,
    call,
    caller,
    effective_user,
    hang_up,
    is_yes,
    run,
    to_bus,
)
from tests.privileged.desk import Desk, gone
from tests.privileged.wire import SIGNAL, Frame, Wire, Writer


def test_the_command_of_a_caller_that_is_gone_is_killed(scripted_bus: SystemBus, desk: Desk) -> None:
    desk.waiting_script("kernel")

    async def ask() -> None:
        async with caller(scripted_bus, ALLOWED) as connection:
            waiting = asyncio.ensure_future(connection.call(call("Read", "s", "kernel")))
            process = await desk.started("kernel")
            await hang_up(connection)
            await gone(process)
            await asyncio.gather(waiting, return_exceptions=True)

    run(ask())


def test_another_who_waits_for_it_still_gets_the_answer(scripted_bus: SystemBus, desk: Desk) -> None:
    desk.waiting_script("kernel")

    async def ask() -> None:
        async with caller(scripted_bus, ALLOWED) as first, caller(scripted_bus, OTHER) as second:
            lost = asyncio.ensure_future(first.call(call("Read", "s", "kernel")))
            await desk.started("kernel")
            kept = asyncio.ensure_future(answer(second, call("Read", "s", "kernel")))
            await hang_up(first)
            assert is_yes(await answer(second, call("Sources")))
            desk.let_go("kernel", "log")
            assert bytes((await kept).body[1]) == b"log"
            await asyncio.gather(lost, return_exceptions=True)

    run(ask())


def test_a_source_can_be_read_again_after_its_reader_was_gone(scripted_bus: SystemBus, desk: Desk) -> None:
    desk.waiting_script("boots")

    async def ask() -> None:
        async with caller(scripted_bus, ALLOWED) as first:
            lost = asyncio.ensure_future(first.call(call("Read", "s", "boots")))
            process = await desk.started("boots")
            await hang_up(first)
            await asyncio.gather(lost, return_exceptions=True)
        async with caller(scripted_bus, OTHER) as second:
            await gone(process)
            again = asyncio.ensure_future(answer(second, call("Read", "s", "boots")))
            await desk.started("boots")
            desk.let_go("boots", "two")
            assert bytes((await again).body[1]) == b"two"

    run(ask())


def test_only_the_bus_says_who_is_gone(scripted_bus: SystemBus, desk: Desk) -> None:
    """Another user's NameOwnerChanged, to everybody and to the helper itself, ends nobody's call."""
    desk.waiting_script("kernel")

    async def ask() -> None:
        async with caller(scripted_bus, ALLOWED) as connection, caller(scripted_bus, OTHER) as other:
            kept = asyncio.ensure_future(answer(connection, call("Read", "s", "kernel")))
            process = await desk.started("kernel")
            helper = (await answer(other, to_bus("GetNameOwner", "s", names.NAME))).body[0]
            liar = Wire(scripted_bus.address, OTHER, effective_user)
            body = Writer()
            for text in (connection.unique_name or "", connection.unique_name or "", ""):
                body.text(text.encode())
            for destination in (None, names.NAME, helper):
                liar.send(
                    Frame(
                        kind=SIGNAL,
                        path="/org/freedesktop/DBus",
                        interface="org.freedesktop.DBus",
                        member="NameOwnerChanged",
                        destination=destination,
                        signature="sss",
                        body=bytes(body.data),
                    )
                )
            assert is_yes(liar.answer_to(liar.send(Frame(member="Sources"))))
            liar.close()
            assert process
            desk.let_go("kernel", "log")
            assert bytes((await kept).body[1]) == b"log"

    run(ask())
    assert desk.runs("kernel") == 1
