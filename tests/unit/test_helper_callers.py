"""Whose word counts on who is gone."""

import pytest
from dbus_fast import Message, MessageType

from haas_client.privileged.callers import Callers


class NoBus:
    async def call(self, msg: Message) -> Message | None:
        raise NotImplementedError


def changed(sender: str = "org.freedesktop.DBus", member: str = "NameOwnerChanged", *body: str) -> Message:
    return Message(
        message_type=MessageType.SIGNAL,
        sender=sender,
        path="/org/freedesktop/DBus",
        interface="org.freedesktop.DBus",
        member=member,
        signature="s" * len(body),
        body=list(body),
    )


def heard(message: Message) -> int:
    callers, calls = Callers(NoBus()), list[str]()
    with callers.when_gone(":1.7", lambda: calls.append("gone")):
        callers.hear(message)
    callers.hear(message)
    return len(calls)


def test_the_bus_says_who_is_gone() -> None:
    assert heard(changed("org.freedesktop.DBus", "NameOwnerChanged", ":1.7", ":1.7", "")) == 1


@pytest.mark.parametrize(
    "message",
    [
        changed(":1.9", "NameOwnerChanged", ":1.7", ":1.7", ""),
        changed("org.freedesktop.DBus", "NameLost", ":1.7", ":1.7", ""),
        changed("org.freedesktop.DBus", "NameOwnerChanged", ":1.7", "", ":1.7"),
        changed("org.freedesktop.DBus", "NameOwnerChanged", ":1.70", ":1.70", ""),
        changed("org.freedesktop.DBus", "NameOwnerChanged", ":1.7"),
    ],
)
def test_nobody_else_does_and_of_nobody_else(message: Message) -> None:
    assert heard(message) == 0
