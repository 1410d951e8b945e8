"""A connection to the privileged helper: calls that wait for their answer; its event loop has a thread of its own."""

import asyncio
import contextlib
import threading
from collections.abc import Coroutine
from concurrent.futures import CancelledError
from typing import Any, TypeVar

from dbus_fast import BusType, Message, MessageType
from dbus_fast.aio import MessageBus
from dbus_fast.errors import DBusFastError

from haas_client.diagnostics import helper_names as names
from haas_client.diagnostics.unknown import Reason, Unreadable
from haas_client.process import Cancel

T = TypeVar("T")

CONNECT_SECONDS = 5.0
ACTIVATE_SECONDS = 20.0
"""A helper that is started for the call: half a second on a usual PC, three on an emulated one."""

_ABSENT = "org.freedesktop.DBus.Error."
_NOT_THERE = frozenset(
    _ABSENT + name
    for name in (
        "ServiceUnknown",
        "NameHasNoOwner",
        "AccessDenied",  # the bus knows no policy for it: not installed, or not for us
        "Spawn.ServiceNotFound",
    )
)
_ENDED = frozenset((_ABSENT + "NoReply", _ABSENT + "Disconnected"))
"""It ended (idle) while the call was on its way; a second try starts it again."""


class HelperRefused(Exception):
    """The helper, or polkit, said no to this caller; what the caller's own rights allow may still be tried."""


class HelperClient:
    """Thread-safe. Raises :class:`Unreadable` where the helper cannot be had, and :class:`HelperRefused`.

    Whoever has made one closes it: its thread and its connection stay until then.
    """

    def __init__(self, address: str = "") -> None:
        """``address`` of the system bus; "": the usual one."""
        self._address = address
        self._lock = threading.Lock()
        self._closed = False
        self._bus: MessageBus | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run_loop, name="helper", daemon=True)
        self._thread.start()
        try:
            self._wait(self._connect(), CONNECT_SECONDS, Cancel())
        except BaseException:
            self.close()
            raise

    def call(
        self, member: str, signature: str, body: list[Any], limit_seconds: float, cancel: Cancel | None = None
    ) -> list[Any]:
        """What the helper answers to a call. ``limit_seconds`` is for its work; starting it comes on top."""
        message = _message(member, signature, body)
        reply = self._called(message, limit_seconds, cancel or Cancel())
        if reply.message_type == MessageType.ERROR and reply.error_name in _ENDED:
            message.serial = 0  # the library gives it a new one
            reply = self._called(message, limit_seconds, cancel or Cancel())
        if reply.message_type != MessageType.METHOD_RETURN:
            raise _problem(reply)
        if reply.signature != names.GIVES[member]:  # a helper of another version
            raise Unreadable(Reason.MALFORMED, "helper")
        return list(reply.body)

    def send(self, member: str, signature: str, body: list[Any]) -> None:
        """Calls without waiting for an answer, from any thread at once; after the end nothing is left to be called."""
        with self._lock:
            if not self._closed:
                asyncio.run_coroutine_threadsafe(self._call(_message(member, signature, body)), self._loop)

    def close(self) -> None:
        """Ends the connection; the helper then ends what it does for us. Calls under way and later are unreadable."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    async def _connect(self) -> None:
        self._bus = MessageBus(bus_address=self._address or None, bus_type=BusType.SYSTEM)
        await self._bus.connect()

    def _run_loop(self) -> None:
        self._loop.run_forever()
        self._loop.run_until_complete(self._end())
        self._loop.close()

    async def _end(self) -> None:
        """Whoever still waits is told, and the socket is closed."""
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._bus and self._bus.connected:
            self._bus.disconnect()
            with contextlib.suppress(Exception):  # whatever it was that ended it
                await self._bus.wait_for_disconnect()  # type: ignore[no-untyped-call]  # the library's own gap

    def _called(self, message: Message, limit_seconds: float, cancel: Cancel) -> Message:
        reply = self._wait(self._call(message), limit_seconds + ACTIVATE_SECONDS, cancel)
        if reply is None:
            raise Unreadable(Reason.FAILED, "helper")
        return reply

    async def _call(self, message: Message) -> Message | None:
        if self._bus is None or not self._bus.connected:  # the library would wait for ever
            raise EOFError
        return await self._bus.call(message)

    def _wait(self, work: Coroutine[Any, Any, T], limit_seconds: float, cancel: Cancel) -> T:
        with self._lock:  # what is begun before the end is ended by it, and nothing is begun after
            if self._closed:
                work.close()
                raise Unreadable(Reason.FAILED, "helper")
            future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            with cancel.watched(future.cancel):
                return future.result(limit_seconds)
        except TimeoutError as error:
            future.cancel()
            raise Unreadable(Reason.TIMED_OUT, "helper") from error
        except CancelledError as error:
            raise Unreadable(Reason.CANCELLED if cancel.asked else Reason.FAILED, "helper") from error
        except (OSError, EOFError, DBusFastError, ValueError, LookupError) as error:
            # Also what the library says of a bus that speaks no D-Bus.
            raise Unreadable(Reason.NOT_PRESENT, "system bus") from error


def _message(member: str, signature: str, body: list[Any]) -> Message:
    return Message(
        destination=names.NAME,
        path=names.PATH,
        interface=names.INTERFACE,
        member=member,
        signature=signature,
        body=body,
    )


def _problem(reply: Message) -> Exception:
    text = str(reply.body[0]) if reply.body and isinstance(reply.body[0], str) else ""
    if reply.error_name == names.ERROR_UNREADABLE:
        reason, _, detail = text.partition(" ")
        return Unreadable(Reason(reason) if reason in set(Reason) else Reason.FAILED, detail)
    if reply.error_name in _NOT_THERE:
        return Unreadable(Reason.NOT_PRESENT, "helper")
    if reply.error_name in (names.ERROR_NOT_AUTHORIZED, names.ERROR_BUSY, names.ERROR_UNKNOWN_ID):
        return HelperRefused(reply.error_name)
    return Unreadable(Reason.FAILED, f"helper: {reply.error_name}")
