"""A connection that survives a full socket.

dbus-fast 5.2 tries to write each message at once and ends the whole connection where the socket takes nothing just then
(``_MessageWriter.write_callback``: BlockingIOError). A flood of answers, or one large one, would so end the helper for
everybody. Here messages go out one after the other, each when the socket has room.
"""

import asyncio
import select

from dbus_fast import Message
from dbus_fast.aio import MessageBus

_POLL_MS = 1000


class SteadyBus:
    def __init__(self, bus: MessageBus) -> None:
        self._bus = bus
        self._writing = asyncio.Lock()
        self._room = select.poll()
        descriptor = bus._fd  # noqa: SLF001  the library shows its socket nowhere else
        if descriptor is not None:
            self._room.register(descriptor, select.POLLOUT)

    async def send(self, message: Message) -> None:
        """Returns once all of it has been written."""
        async with self._writing:
            await self._wait_for_room()
            await self._bus.send(message)

    async def call(self, message: Message) -> Message | None:
        """The answer to a small message: a quarter of the socket's buffer is free, so it is written in one go."""
        async with self._writing:
            await self._wait_for_room()
            answer = asyncio.ensure_future(self._bus.call(message))
            await asyncio.sleep(0)  # it writes as soon as it runs
        return await answer

    async def _wait_for_room(self) -> None:
        while self._bus.connected and not self._room.poll(0):
            await asyncio.to_thread(self._room.poll, _POLL_MS)
