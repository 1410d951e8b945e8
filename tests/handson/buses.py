"""Services on a private bus that answer ``Properties.GetAll`` as the real ones do, out of a table."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator, Mapping
from typing import Any

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

START_SECONDS = 20.0

Properties = Mapping[str, Variant]
Objects = Mapping[tuple[str, str], Properties]
"""By path and interface."""


def manager(connectivity: int, *, checks: bool = True) -> dict[str, Objects]:
    """NetworkManager, with its own check of the network or without."""
    name = "org.freedesktop.NetworkManager"
    found = {"Connectivity": Variant("u", connectivity), "ConnectivityCheckEnabled": Variant("b", checks)}
    return {name: {("/org/freedesktop/NetworkManager", name): found}}


def clock(in_step: object, signature: str = "b") -> dict[str, Objects]:
    name = "org.freedesktop.timedate1"
    return {name: {("/org/freedesktop/timedate1", name): {"NTPSynchronized": Variant(signature, in_step)}}}


def logind(kind: str) -> dict[str, Objects]:
    name = "org.freedesktop.login1"
    return {name: {("/org/freedesktop/login1/session/auto", f"{name}.Session"): {"Type": Variant("s", kind)}}}


def portal(*, devices: int | None = 7) -> dict[str, Objects]:
    """The desktop's portal; ``devices`` ``None``: without remote control."""
    path, of = "/org/freedesktop/portal/desktop", "org.freedesktop.portal"
    objects: dict[tuple[str, str], Properties] = {(path, f"{of}.Screenshot"): {"version": Variant("u", 2)}}
    if devices is not None:
        found = {"AvailableDeviceTypes": Variant("u", devices), "version": Variant("u", 2)}
        objects[path, f"{of}.RemoteDesktop"] = found
    return {f"{of}.Desktop": objects}


def hanging(name: str) -> dict[str, Objects]:
    """One that takes calls and never answers."""
    return {name: {}}


@contextlib.contextmanager
def answering(address: str, services: Mapping[str, Objects]) -> Iterator[None]:
    """The services on a bus; each of those without objects never answers."""
    loop, up = asyncio.new_event_loop(), threading.Event()
    stop = asyncio.Event()

    async def serve() -> None:
        lines = [await _serve(address, name, objects) for name, objects in services.items()]
        up.set()
        await stop.wait()
        for line in lines:
            line.disconnect()
            await line.wait_for_disconnect()  # type: ignore[no-untyped-call]  # the library's own gap

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), name="services")
    thread.start()
    try:
        assert up.wait(START_SECONDS), "the services did not start"
        yield
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()


async def _serve(address: str, name: str, objects: Objects) -> MessageBus:
    bus = await MessageBus(bus_address=address).connect()

    def hear(message: Message) -> Any:
        if message.message_type != MessageType.METHOD_CALL or message.destination not in (name, bus.unique_name):
            return None
        if not objects:
            return True
        interface = str(message.body[0]) if message.member == "GetAll" else ""
        found = objects.get((str(message.path), interface))
        if found is None:  # GLib's words
            return Message.new_error(
                message, "org.freedesktop.DBus.Error.InvalidArgs", f"No such interface “{interface}”"
            )
        return Message.new_method_return(message, "a{sv}", [dict(found)])

    bus.add_message_handler(hear)
    await bus.request_name(name)
    return bus
