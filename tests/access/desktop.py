"""A screen, a session bus and AT-SPI of the test's own, and what a screen reader does on them."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

T = TypeVar("T")

_ACCESSIBLE = "org.a11y.atspi.Accessible"
_ROOT = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
_PATIENCE = 60
ENABLED, FOCUSABLE, FOCUSED, SHOWING = 8, 11, 12, 25
"""Bits of the state set: AtspiStateType in atspi-constants.h."""


@dataclass(frozen=True)
class Node:
    """Something in the tree of a program, as it is told over the bus."""

    sender: str
    path: str
    role: str
    name: str
    states: int

    def has(self, state: int) -> bool:
        return bool(self.states >> state & 1)


@contextmanager
def desktop(home: Path) -> Iterator[dict[str, str]]:
    """The environment of a program on it; all ends with the block."""
    with ExitStack() as stack:
        screen = stack.enter_context(
            _started(["Xvfb", "-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"])
        )
        environment = {
            **os.environ,
            "DISPLAY": f":{_line(screen)}",
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "XDG_RUNTIME_DIR": str(home / "run"),
            "XDG_CURRENT_DESKTOP": "",
        }
        bus = stack.enter_context(_started(["dbus-daemon", "--session", "--nofork", "--print-address=1"], environment))
        yield environment | {"DBUS_SESSION_BUS_ADDRESS": _line(bus)}


@contextmanager
def program(environment: dict[str, str], *arguments: str) -> Iterator[None]:
    """The program itself, as an owner starts it."""
    with _started([sys.executable, "-P", "-m", "haas_client", *arguments], environment):
        yield


@contextmanager
def _started(command: list[str], environment: dict[str, str] | None = None) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


def _line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline().strip()


class Reader:
    """Asks as a screen reader does: over the accessibility bus, and nowhere else."""

    def __init__(self, bus: MessageBus) -> None:
        self._bus = bus

    @classmethod
    async def connected(cls, environment: dict[str, str]) -> "Reader":
        session = await MessageBus(bus_address=environment["DBUS_SESSION_BUS_ADDRESS"]).connect()
        answer = await _call(session, ("org.a11y.Bus", "/org/a11y/bus"), "org.a11y.Bus.GetAddress")
        session.disconnect()
        return cls(await MessageBus(bus_address=answer[0]).connect())

    async def until(self, look: Callable[[list[Node]], T | None]) -> T:
        """What ``look`` finds among all that is shown, once it does."""
        shown: list[Node] = []
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            shown = [node async for node in self._below(_ROOT) if node.has(SHOWING)]
            found = look(shown)
            if found:
                return found
            await asyncio.sleep(0.2)
        raise TimeoutError(sorted((node.role, node.name) for node in shown))

    async def press(self, node: Node) -> None:
        await _call(self._bus, (node.sender, node.path), "org.a11y.atspi.Action.DoAction", "i", 0)

    def leave(self) -> None:
        self._bus.disconnect()

    async def _below(self, place: tuple[str, str]) -> AsyncIterator[Node]:
        for sender, path in (await _call(self._bus, place, f"{_ACCESSIBLE}.GetChildren") or [[]])[0]:
            node = await self._node(sender, path)
            if node:
                yield node
                async for inner in self._below((sender, path)):
                    yield inner

    async def _node(self, sender: str, path: str) -> Node | None:
        """None for what is gone meanwhile: a page may be built anew while it is read."""
        place = (sender, path)
        role = await _call(self._bus, place, f"{_ACCESSIBLE}.GetRoleName")
        states = await _call(self._bus, place, f"{_ACCESSIBLE}.GetState")
        name = await _call(self._bus, place, "org.freedesktop.DBus.Properties.Get", "ss", _ACCESSIBLE, "Name")
        if not (role and states and name):
            return None
        low, high = states[0]
        return Node(sender, path, role[0], name[0].value, high << 32 | low)


async def _call(bus: MessageBus, place: tuple[str, str], member: str, signature: str = "", *body: Any) -> list[Any]:
    """``member`` with its interface; empty where nobody answers that any more."""
    interface, _, name = member.rpartition(".")
    message = Message(
        destination=place[0], path=place[1], interface=interface, member=name, signature=signature, body=list(body)
    )
    reply = await asyncio.wait_for(bus.call(message), _PATIENCE)
    return list(reply.body) if reply.message_type == MessageType.METHOD_RETURN else []
