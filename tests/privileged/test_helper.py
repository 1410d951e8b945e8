"""The real helper on a real bus, with a real polkit: who is answered, and what."""

import asyncio

from haas_client.diagnostics import helper_names as names
from tests.privileged.bus import ALLOWED, REFUSED, SystemBus, answer, call, caller, is_yes


def test_whom_polkit_allows_is_answered(bus: SystemBus) -> None:
    async def ask() -> None:
        async with caller(bus, ALLOWED) as connection:
            listed = await answer(connection, call("Sources"))
            assert is_yes(listed), listed.body
            ids = {question: its_id for its_id, question in listed.body[0]}
            assert ids[names.TEAMVIEWER_ID] == "teamviewer-id"
            kernel = await answer(connection, call("Read", "s", "kernel"))
            print(kernel.body)

    asyncio.run(ask())


def test_whom_polkit_does_not_know_is_refused(bus: SystemBus) -> None:
    async def ask() -> None:
        async with caller(bus, REFUSED) as connection:
            for message in (call("Sources"), call("Read", "s", "kernel"), call("Trials"), call("Start", "s", "x")):
                assert (await answer(connection, message)).error_name == names.ERROR_NOT_AUTHORIZED

    asyncio.run(ask())
