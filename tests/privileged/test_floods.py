"""One caller's flood: everything is answered or refused, nobody else waits for it, and no memory goes."""

import asyncio

from dbus_fast import Message
from dbus_fast.aio import MessageBus

from haas_client.diagnostics import helper_names as names
from haas_client.privileged.callers import MOST_OF_A_CONNECTION, MOST_OF_A_USER
from tests.privileged.bus import (
    ALLOWED,
    OTHER,
    REFUSED,
    SystemBus,
    answer,
    call,
    caller,
    effective_user,
    helper_process,
    is_yes,
    run,
)
from tests.privileged.desk import Desk
from tests.privileged.wire import NO_REPLY, Frame, Wire, Writer
from tests.privileged.wire import SIGNAL as SIGNAL_KIND

FULL = "org.freedesktop.DBus.Error.LimitsExceeded"
"""The bus itself lets 128 answers to one connection be outstanding."""
INVALID = "org.freedesktop.DBus.Error.InvalidArgs"
HUGE = 30 * 1024 * 1024
"""The bus takes up to 32 MiB."""
LONG = 8 * 1024 * 1024


def many(connection: MessageBus, count: int, its_id: str) -> "list[asyncio.Future[Message]]":
    return [asyncio.ensure_future(answer(connection, call("Read", "s", its_id))) for _ in range(count)]


async def first_of(calls: "list[asyncio.Future[Message]]", count: int) -> list[Message]:
    """Waits for so many answers."""
    while sum(one.done() for one in calls) < count:
        await asyncio.wait([one for one in calls if not one.done()], return_when=asyncio.FIRST_COMPLETED)
    return [one.result() for one in calls if one.done()]


def counted(replies: list[Message]) -> dict[str, int]:
    names_of = [reply.error_name or "yes" for reply in replies]
    return {name: names_of.count(name) for name in names_of}


def test_a_thousand_calls_keep_nobody_waiting(scripted_bus: SystemBus, desk: Desk) -> None:
    """All of them wait for one command, which is let go only after another user was answered."""
    desk.waiting_script("kernel")

    async def ask() -> None:
        async with caller(scripted_bus, ALLOWED) as flood, caller(scripted_bus, OTHER) as honest:
            calls = many(flood, 1000, "kernel")
            await desk.started("kernel")
            assert is_yes(await answer(honest, call("Sources")))
            desk.let_go("kernel", "log", times=200)
            replies = await asyncio.gather(*calls)
            assert {bytes(reply.body[1]) for reply in replies if is_yes(reply)} == {b"log"}
            answers = counted(replies)
            assert answers["yes"] >= MOST_OF_A_CONNECTION
            assert set(answers) == {"yes", FULL, names.ERROR_BUSY}
            assert is_yes(await answer(flood, call("Sources")))

    run(ask())


def test_a_connection_has_so_many_calls_under_way_and_no_more(scripted_bus: SystemBus, desk: Desk) -> None:
    desk.waiting_script("kernel")

    async def ask() -> None:
        async with caller(scripted_bus, ALLOWED) as flood:
            calls = many(flood, MOST_OF_A_CONNECTION, "kernel")
            await desk.started("kernel")
            assert (await answer(flood, call("Sources"))).error_name == names.ERROR_BUSY
            desk.let_go("kernel", times=200)
            assert counted(await asyncio.gather(*calls)) == {"yes": MOST_OF_A_CONNECTION}

    run(ask())


def test_a_user_s_connections_count_together(scripted_bus: SystemBus, desk: Desk) -> None:
    desk.waiting_script("boots")

    async def ask() -> None:
        async with (
            caller(scripted_bus, ALLOWED) as one,
            caller(scripted_bus, ALLOWED) as two,
            caller(scripted_bus, OTHER) as other,
        ):
            calls = many(one, 90, "boots") + many(two, 90, "boots")
            refused = await first_of(calls, 180 - MOST_OF_A_USER)
            assert counted(refused) == {names.ERROR_BUSY: 180 - MOST_OF_A_USER}
            assert is_yes(await answer(other, call("Sources")))
            await desk.started("boots")
            desk.let_go("boots", times=200)
            assert counted(await asyncio.gather(*calls))["yes"] == MOST_OF_A_USER
            assert is_yes(await answer(one, call("Sources")))

    run(ask())


def test_large_answers_come_whole_and_leave_room_for_others(scripted_bus: SystemBus, desk: Desk) -> None:
    """40 answers of 8 MB, of which the helper has two in hand at a time."""
    size = 8_000_000
    desk.script("last-words", f"head -c {size} /dev/zero")

    async def ask() -> None:
        async with caller(scripted_bus, ALLOWED) as flood, caller(scripted_bus, OTHER) as honest:
            assert is_yes(await answer(honest, call("Sources")))
            process = await helper_process(honest)
            before = memory_kib(process)
            calls = many(flood, 40, "last-words")
            await calls[0]
            assert is_yes(await answer(honest, call("Sources")))
            replies = await asyncio.gather(*calls)
            assert {len(reply.body[1]) for reply in replies} == {size}
            assert await helper_process(honest) == process
            assert memory_kib(process) - before < 40 * size / 1024 / 3

    run(ask())


def test_what_is_huge_is_never_taken_apart(bus: SystemBus) -> None:
    """Small values in 30 MB took 640 MB to take apart; a refused user can send them."""
    wire = Wire(bus.address, REFUSED, effective_user)
    writer = Writer()
    with writer.array("v"):
        writer.data += b"\1y\0\1" * (HUGE // 4)
    text = Writer()
    text.text(b"x" * LONG)
    try:
        wire.answer_to(wire.send(Frame(member="Sources")))
        before = _peak(bus)
        for frame in (
            Frame(member="Read", signature="av", body=bytes(writer.data)),
            Frame(member="Sources", signature="s", body=bytes(text.data)),
            Frame(member="Read", signature="s", body=bytes(text.data)),
            Frame(member="Nothing", signature="s", body=bytes(text.data)),
        ):
            reply = wire.answer_to(wire.send(frame))
            assert (reply.error_name, reply.body) == (INVALID, ["too long"])
        wire.send(Frame(member="Read", signature="s", body=bytes(text.data), flags=NO_REPLY))
        wire.send(Frame(kind=SIGNAL_KIND, member="Read", signature="s", body=bytes(text.data)))
        assert wire.answer_to(wire.send(Frame(member="Sources"))).error_name == names.ERROR_NOT_AUTHORIZED
        assert _peak(bus) - before < 4096
    finally:
        wire.close()


def _peak(bus: SystemBus) -> int:
    async def ask() -> int:
        async with caller(bus, ALLOWED) as connection:
            return memory_kib(await helper_process(connection), "VmHWM")

    return run(ask())


def memory_kib(process: int | None, which: str = "VmHWM") -> int:
    with open(f"/proc/{process}/status", encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith(f"{which}:"))
