"""A connection to the privileged helper: calls that wait for their answer; its event loop has a thread of its own."""

import asyncio
import contextlib
import threading
from collections.abc import Coroutine
from concurrent.futures import CancelledError
from typing import Any, TypeVar

from dbus_fast import BusType, Message, MessageType
from dbus_fast.aio import MessageBus
from dbus_fast.errors import AuthError, DBusError, InvalidAddressError

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
    """Thread-safe. Raises :class:`Unreadable` where the helper cannot be had, and :class:`HelperRefused`."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._run_loop, name="helper", daemon=True).start()
        try:
            self._bus: MessageBus = self._wait(_connected(), CONNECT_SECONDS, Cancel())
        except BaseException:
            self._loop.call_soon_threadsafe(self._loop.stop)
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
        if reply.message_type == MessageType.METHOD_RETURN:
            return list(reply.body)
        raise _problem(reply)

    def send(self, member: str, signature: str, body: list[Any]) -> None:
        """Calls without waiting for an answer, from any thread at once."""
        with contextlib.suppress(RuntimeError):  # closed: whatever it was about has ended
            self._loop.call_soon_threadsafe(self._bus.send, _message(member, signature, body))

    def close(self) -> None:
        """Ends the connection; the helper then ends what it does for us. A call after it is unreadable."""
        with contextlib.suppress(RuntimeError):  # closed already
            self._loop.call_soon_threadsafe(self._end)

    def _end(self) -> None:
        self._bus.disconnect()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.call_soon(self._loop.stop)

    def _run_loop(self) -> None:
        self._loop.run_forever()
        self._loop.close()

    def _called(self, message: Message, limit_seconds: float, cancel: Cancel) -> Message:
        reply: Message | None = self._wait(self._bus.call(message), limit_seconds + ACTIVATE_SECONDS, cancel)
        if reply is None:
            raise Unreadable(Reason.FAILED, "helper")
        return reply

    def _wait(self, work: Coroutine[Any, Any, T], limit_seconds: float, cancel: Cancel) -> T:
        try:
            future = asyncio.run_coroutine_threadsafe(work, self._loop)
        except RuntimeError as error:  # the loop is closed
            work.close()
            raise Unreadable(Reason.FAILED, "helper") from error
        try:
            with cancel.watched(future.cancel):
                return future.result(limit_seconds)
        except TimeoutError as error:
            future.cancel()
            raise Unreadable(Reason.TIMED_OUT, "helper") from error
        except CancelledError as error:
            raise Unreadable(Reason.CANCELLED if cancel.asked else Reason.FAILED, "helper") from error
        except (OSError, EOFError, AuthError, DBusError, InvalidAddressError) as error:
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


async def _connected() -> MessageBus:
    return await MessageBus(bus_type=BusType.SYSTEM).connect()


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
