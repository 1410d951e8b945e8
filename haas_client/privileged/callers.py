"""Who calls, how much of each is under way, and who has gone. One caller's flood leaves room for every other."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from typing import TypeVar

from dbus_fast import Message, MessageType

from haas_client.privileged.authority import Bus

T = TypeVar("T")

MOST_OF_A_CONNECTION = 96
"""Calls under way at once: a diagnosis asks for 64 drives and the log side by side."""
MOST_OF_A_USER = 128
"""Over all connections of one user; the bus itself allows 256 connections a user."""
MOST_QUESTIONS = 16
"""To polkit at once about one user's calls; the others wait for their turn. The bus lets us wait for 128 answers
(dbus-daemon's limit ``max_replies_per_connection``): one user's flood had everybody else refused."""
MOST_PROMPTS = 4
"""Of them may wait for a password, which an agent of the user's own may never give."""

_BUS = "org.freedesktop.DBus"
_MATCH_GONE = f"type='signal',sender='{_BUS}',interface='{_BUS}',member='NameOwnerChanged',arg2=''"


class TooMany(Exception):
    """The caller has more under way than anybody may."""


class Callers:
    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._of_connection: Counter[str] = Counter()
        self._of_user: Counter[int] = Counter()
        self._prompts: Counter[int] = Counter()
        self._turns: dict[int, asyncio.Semaphore] = {}
        self._gone: dict[str, list[Callable[[], object]]] = {}

    @property
    def under_way(self) -> int:
        return self._of_connection.total()

    async def watch(self) -> None:
        """Asks the bus to tell whose connection ends."""
        await self._bus.call(_to_bus("AddMatch", _MATCH_GONE))

    @contextlib.contextmanager
    def call_of(self, sender: str) -> Iterator[None]:
        """Counts a call of a connection while it is under way; raises :class:`TooMany`."""
        with _counted(self._of_connection, sender, MOST_OF_A_CONNECTION):
            yield

    @contextlib.contextmanager
    def call_of_user(self, user: int) -> Iterator[None]:
        """Counts a call of a user; raises :class:`TooMany`."""
        try:
            with _counted(self._of_user, user, MOST_OF_A_USER):
                yield
        finally:
            if not self._of_user[user]:
                self._turns.pop(user, None)

    @contextlib.asynccontextmanager
    async def turn_of_user(self, user: int) -> AsyncIterator[None]:
        """Waits until polkit may be asked about a call of this user; inside of :meth:`call_of_user`."""
        async with self._turns.setdefault(user, asyncio.Semaphore(MOST_QUESTIONS)):
            yield

    @contextlib.contextmanager
    def prompt_of_user(self, user: int, *, wanted: bool) -> Iterator[bool]:
        """Whether a call whose caller ``wanted`` it may wait for a password; counts it while it does."""
        if not wanted or self._prompts[user] >= MOST_PROMPTS:
            yield False
            return
        with _counted(self._prompts, user, MOST_PROMPTS):
            yield True

    async def user(self, sender: str) -> int | None:
        """The number of the user behind a connection; ``None`` where it is gone already."""
        reply = await self._bus.call(_to_bus("GetConnectionUnixUser", sender))
        if reply is None or reply.message_type != MessageType.METHOD_RETURN or reply.signature != "u":
            return None
        return int(reply.body[0])

    @contextlib.contextmanager
    def when_gone(self, sender: str, callback: Callable[[], object]) -> Iterator[None]:
        """Calls ``callback`` if the connection ends inside the block."""
        self._gone.setdefault(sender, []).append(callback)
        try:
            yield
        finally:
            watching = self._gone.get(sender, [])
            if callback in watching:
                watching.remove(callback)
            if not watching:
                self._gone.pop(sender, None)

    def hear(self, message: Message) -> None:
        """Takes a signal; only the bus itself may say who is gone."""
        if message.sender != _BUS or message.member != "NameOwnerChanged" or message.signature != "sss":
            return
        name, _old, new = message.body
        if not new:
            for callback in tuple(self._gone.get(name, ())):
                callback()


@contextlib.contextmanager
def _counted(counter: Counter[T], key: T, most: int) -> Iterator[None]:
    if counter[key] >= most:
        raise TooMany
    counter[key] += 1
    try:
        yield
    finally:
        counter[key] -= 1
        if not counter[key]:
            del counter[key]


def _to_bus(member: str, argument: str) -> Message:
    return Message(
        destination=_BUS,
        path="/org/freedesktop/DBus",
        interface=_BUS,
        member=member,
        signature="s",
        body=[argument],
    )
