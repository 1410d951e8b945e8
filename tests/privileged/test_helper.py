"""The real helper on a real bus, with a real polkit: who is answered, and what."""

import asyncio

import pytest
from dbus_fast import Message
from dbus_fast.aio import MessageBus
from dbus_fast.errors import DBusError

from haas_client.diagnostics import helper_names as names
from haas_client.privileged.steady import SteadyBus
from tests.privileged.bus import (
    ALLOWED,
    OTHER,
    REFUSED,
    SystemBus,
    answer,
    call,
    caller,
    helper_command,
    is_yes,
    missing,
    started_bus,
    to_the_bus,
)

LIMITS_EXCEEDED = "org.freedesktop.DBus.Error.LimitsExceeded"


def test_whom_polkit_allows_is_answered(bus: SystemBus) -> None:
    async def ask() -> None:
        async with caller(bus, ALLOWED) as connection:
            listed = await answer(connection, call("Sources"))
            assert is_yes(listed), listed.body
            ids = {question: its_id for its_id, question in listed.body[0]}
            assert ids[names.TEAMVIEWER_ID] == "teamviewer-id"
            kernel = await answer(connection, call("Read", "s", "kernel"))
            assert is_yes(kernel), kernel.body
            assert kernel.body[0] == 0

    asyncio.run(ask())


def test_whom_polkit_does_not_know_is_refused(bus: SystemBus) -> None:
    async def ask() -> None:
        async with caller(bus, REFUSED) as connection:
            for message in (call("Sources"), call("Read", "s", "kernel"), call("Trials"), call("Start", "s", "x")):
                assert (await answer(connection, message)).error_name == names.ERROR_NOT_AUTHORIZED

    asyncio.run(ask())


def test_ids_are_looked_up_and_never_understood(bus: SystemBus) -> None:
    async def ask() -> None:
        async with caller(bus, ALLOWED) as connection:
            for its_id in ("", "smart-../sda", "smart-/dev/sda", "kernel ", "boots;id", "a" * 8_000_000):
                for member in ("Read", "Start"):
                    reply = await answer(connection, call(member, "s", its_id))
                    assert reply.error_name == names.ERROR_UNKNOWN_ID, its_id[:40]

    asyncio.run(ask())


@pytest.mark.parametrize(
    ("member", "signature", "body"),
    [("Read", "", ()), ("Read", "as", (["kernel"],)), ("Sources", "s", ("x",)), ("Follow", "ss", ("a", "b"))],
)
def test_a_call_of_another_shape_is_refused(bus: SystemBus, member: str, signature: str, body: tuple[object]) -> None:
    async def ask() -> None:
        async with caller(bus, ALLOWED) as connection:
            reply = await answer(connection, call(member, signature, *body))
            assert reply.error_name == "org.freedesktop.DBus.Error.InvalidArgs"

    asyncio.run(ask())


def test_nobody_else_may_take_the_helpers_name(bus: SystemBus) -> None:
    async def ask() -> None:
        async with caller(bus, ALLOWED) as connection:
            with pytest.raises(DBusError, match="not allowed to own"):
                await connection.request_name(names.NAME)

    asyncio.run(ask())


def test_a_flood_leaves_room_for_another_user(bus: SystemBus) -> None:
    async def ask() -> None:
        async with caller(bus, ALLOWED) as flooder, caller(bus, OTHER) as other:
            steady = SteadyBus(flooder)
            flood = [asyncio.ensure_future(steady.call(call("Read", "s", "kernel"))) for _ in range(1000)]
            await asyncio.sleep(0)
            assert is_yes(await answer(other, call("Sources")))
            replies = [reply for reply in await asyncio.gather(*flood) if reply]
        refused = [reply for reply in replies if not is_yes(reply)]
        # The bus has a limit of its own for answers that one connection waits for.
        assert {reply.error_name for reply in refused} <= {names.ERROR_BUSY, LIMITS_EXCEEDED}
        assert 0 < len(refused) < len(replies) == 1000

    asyncio.run(ask())


def test_without_polkit_nobody_is_answered() -> None:
    """On a bus of its own, where nobody ever decides."""
    if missing():
        pytest.skip(missing())

    async def ask(bus: SystemBus) -> None:
        async with caller(bus, ALLOWED) as connection:
            reply = await answer(connection, call("Sources"))
            assert reply.error_name == names.ERROR_NOT_AUTHORIZED

    with started_bus() as bus:
        asyncio.run(ask(bus))


def test_an_idle_helper_ends_and_is_started_again() -> None:
    if missing():
        pytest.skip(missing())

    async def owner(connection: MessageBus) -> asyncio.Event:
        """Set once the helper's name has no owner any more."""
        gone = asyncio.Event()

        def hear(message: Message) -> None:
            if message.member == "NameOwnerChanged" and message.body[0] == names.NAME and not message.body[2]:
                gone.set()

        connection.add_message_handler(hear)
        rule = f"type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='{names.NAME}'"
        await connection.call(to_the_bus("AddMatch", "s", rule))
        return gone

    async def ask(bus: SystemBus) -> None:
        async with caller(bus, ALLOWED) as connection:
            gone = await owner(connection)
            assert is_yes(await answer(connection, call("Sources")))
            await asyncio.wait_for(gone.wait(), 20)
            assert is_yes(await answer(connection, call("Sources")))

    with started_bus(helper_command("0.3")) as bus:
        bus.start_polkit()
        asyncio.run(ask(bus))
