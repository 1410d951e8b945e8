"""The helper inside the test's own process, with limits of the test's, and a polkit that answers as it is told."""

import asyncio
import contextlib
import pwd
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from dbus_fast import BusType, Message

from haas_client.diagnostics import helper_names as names
from haas_client.privileged.authority import Authority
from haas_client.privileged.door import Door
from haas_client.privileged.service import Service
from tests.privileged.bus import SystemBus, caller, hang_up
from tests.privileged.scripted import ScriptedBench, ScriptedHost

POLKIT = "org.freedesktop.PolicyKit1"
LIMIT_SECONDS = 0.2
NOWHERE = Path("/nowhere")

Reply = Callable[[Message], Message | None]


class FakePolkit:
    """Keeps what it was asked, and answers as it is told (``None``: not at all)."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply
        self.asked: list[Message] = []
        self.taken_back: list[str] = []
        self.more = asyncio.Event()

    def hear(self, message: Message) -> Message | bool | None:
        if message.member == "CancelCheckAuthorization":
            self.taken_back.append(message.body[0])
            self.more.set()
            return Message.new_method_return(message)
        if message.member != "CheckAuthorization":
            return None
        self.asked.append(message)
        self.more.set()
        return self.reply(message) or True

    async def until(self, condition: Callable[[], bool]) -> None:
        while not condition():
            self.more.clear()
            await self.more.wait()


@contextlib.asynccontextmanager
async def fake_polkit(bus: SystemBus, reply: Reply) -> AsyncIterator[FakePolkit]:
    async with caller(bus, pwd.getpwnam("polkitd").pw_uid) as connection:  # nobody else may have the name
        fake = FakePolkit(reply)
        connection.add_message_handler(fake.hear)
        await connection.request_name(POLKIT)
        yield fake


@contextlib.asynccontextmanager
async def helper(bus: SystemBus, folder: Path = NOWHERE, *, seconds: float = LIMIT_SECONDS) -> AsyncIterator[Service]:
    """The helper in this process, with limits of the test's."""
    door = await Door(bus_address=bus.address, bus_type=BusType.SYSTEM).connect()
    authority = Authority(door, answer_seconds=seconds, start_seconds=seconds, interaction_seconds=seconds)
    service = Service(door, ScriptedHost(folder), ScriptedBench(folder), authority)
    await service.open()
    await door.request_name(names.NAME)
    try:
        yield service
    finally:
        await service.close()
        await hang_up(door)


def says(authorized: object, challenge: object = False) -> Reply:
    return lambda message: Message.new_method_return(message, "(bba{ss})", [[authorized, challenge, {}]])
