"""Properties on a bus, read once: a connection for each question, closed with its answer."""

import asyncio
import contextlib
from typing import Any

from dbus_fast import BusType, Message, MessageFlag, MessageType
from dbus_fast.aio import MessageBus
from dbus_fast.errors import DBusFastError

from haas_client.diagnostics.unknown import Reason, Unreadable

ANSWER_SECONDS = 6.0
"""A desktop's portal or timedate1 may have to be started for the question."""
_GOODBYE_SECONDS = 1.0

_ERROR = "org.freedesktop.DBus.Error."
_NOT_THERE = frozenset(
    _ERROR + name
    for name in (
        "ServiceUnknown",
        "NameHasNoOwner",
        "Spawn.ServiceNotFound",
        "UnknownObject",
        "UnknownInterface",
        "InvalidArgs",  # GLib's word for an interface that the object does not have
    )
)


def properties(address: str, name: str, path: str, interface: str, *, start: bool = True) -> dict[str, Any]:
    """All properties of an interface. ``address`` "" is the system bus; ``start``: whether the service may be started.

    Raises :class:`Unreadable`, with ``NOT_PRESENT`` where the bus is there and the service or the interface is not.
    For a thread without an event loop.
    """
    message = Message(
        destination=name,
        path=path,
        interface="org.freedesktop.DBus.Properties",
        member="GetAll",
        signature="s",
        body=[interface],
        flags=MessageFlag.NONE if start else MessageFlag.NO_AUTOSTART,
    )
    try:
        reply = asyncio.run(_asked(address, message))
    except TimeoutError as error:
        raise Unreadable(Reason.TIMED_OUT, name) from error
    except (OSError, EOFError, DBusFastError, ValueError, LookupError, TypeError) as error:
        # Also what the library says of a bus that speaks no D-Bus.
        raise Unreadable(Reason.FAILED, f"bus: {type(error).__name__}") from error
    if reply is None or reply.message_type != MessageType.METHOD_RETURN:
        error_name = str(reply.error_name) if reply else "no reply"
        raise Unreadable(Reason.NOT_PRESENT if error_name in _NOT_THERE else Reason.FAILED, f"{name}: {error_name}")
    if reply.signature != "a{sv}":
        raise Unreadable(Reason.MALFORMED, name)
    return {key: variant.value for key, variant in reply.body[0].items()}


async def _asked(address: str, message: Message) -> Message | None:
    bus = MessageBus(bus_address=address or None, bus_type=BusType.SYSTEM)
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            await bus.connect()
            return await bus.call(message)
    finally:
        if bus.connected:
            bus.disconnect()
            with contextlib.suppress(Exception):  # whatever it was that ended it
                async with asyncio.timeout(_GOODBYE_SECONDS):
                    await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]  # the library's own gap
