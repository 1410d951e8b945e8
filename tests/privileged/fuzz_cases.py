"""What a hostile caller may send: well-formed messages of every kind, and bytes that are none."""

import random
import string
from collections.abc import Callable

import msgspec

from haas_client.diagnostics import helper_names as names
from tests.privileged.wire import (
    ERROR,
    ERROR_NAME,
    INTERACTIVE,
    NO_AUTO_START,
    NO_REPLY,
    REPLY_SERIAL,
    RETURN,
    SIGNAL,
    Frame,
    Writer,
    types,
)
from tests.privileged.wire_random import random_signature, write_random

TAKES = {"Sources": "", "Read": "s", "Trials": "", "Start": "s", "Follow": "su", "Stop": "s"}
_IDS = ("kernel", "boots", "last-words", "smbios", "teamviewer-id", "smart-sda", "", "../kernel", "%s%n", "a" * 3000)
_STANDARD = (
    ("org.freedesktop.DBus.Peer", "Ping", ""),
    ("org.freedesktop.DBus.Peer", "GetMachineId", ""),
    ("org.freedesktop.DBus.Introspectable", "Introspect", ""),
    ("org.freedesktop.DBus.Properties", "Get", "ss"),
    ("org.freedesktop.DBus.Properties", "GetAll", "s"),
    ("org.freedesktop.DBus.Properties", "Set", "ssv"),
    ("org.freedesktop.DBus.ObjectManager", "GetManagedObjects", ""),
)
_PATHS = ("/", "/org", names.PATH + "/x", "/org/freedesktop/DBus", "/" + "a" * 5000)
_HUGE = (("s", 5_000), ("s", 1_000_000), ("s", 8_000_000), ("ay", 30_000_000), ("av", 8_000_000), ("aas", 4_000_000))

PING = "Peer.Ping"
BROKEN = "broken bytes"

_SERIAL = 2
"""Of what is sent first on a connection, after Hello."""


class Case(msgspec.Struct, frozen=True):
    """``what`` is the row of the table in which it is counted."""

    what: str
    frame: Frame
    raw: bytes = b""
    """Sent instead of the frame, on a connection of its own."""


def random_case(chance: random.Random) -> Case:
    return chance.choices(tuple(_KINDS), tuple(_KINDS.values()))[0](chance)


def _body(signature: str, chance: random.Random, *, big: bool = False) -> bytes:
    writer = Writer(big=big)
    for one in types(signature):
        if one == "s" and chance.random() < 0.7:
            writer.text(chance.choice(_IDS).encode())
        else:
            write_random(writer, one, chance)
    return bytes(writer.data)


def _flags(chance: random.Random) -> int:
    return chance.choice((0, 0, 0, INTERACTIVE, NO_AUTO_START, NO_REPLY, 0xF8, chance.randrange(256)))


def _ours(chance: random.Random) -> Case:
    member = chance.choice(tuple(TAKES))
    big = chance.random() < 0.2
    body = _body(TAKES[member], chance, big=big)
    return Case(member, Frame(member=member, signature=TAKES[member], body=body, big=big, flags=_flags(chance)))


def _other_arguments(chance: random.Random) -> Case:
    member = chance.choice(tuple(TAKES))
    signature = "".join(random_signature(chance) for _ in range(chance.randint(1, 4)))[:200]
    try:
        types(signature)
    except IndexError:  # cut in the middle of a type
        signature = "v"
    big = chance.random() < 0.3
    frame = Frame(
        member=member,
        signature=signature,
        body=_body(signature, chance, big=big),
        big=big,
        flags=_flags(chance),
        descriptors=chance.choice((0, 0, 0, 1, 3)) if "h" in signature else 0,
    )
    return Case(f"{member}, other arguments", frame)


def _other_member(chance: random.Random) -> Case:
    letters = string.ascii_letters + "_"
    member = chance.choice(("Execute", "read", "Quit", "_read", "".join(chance.choices(letters, k=200))))
    return Case("unknown call", Frame(member=member, flags=_flags(chance)))


def _standard(chance: random.Random) -> Case:
    interface, member, signature = chance.choice(_STANDARD)
    path = chance.choice((names.PATH, "/"))
    frame = Frame(interface=interface, member=member, signature=signature, body=_body(signature, chance), path=path)
    return Case(f"{interface.rpartition('.')[2]}.{member}", frame)


def _elsewhere(chance: random.Random) -> Case:
    if chance.random() < 0.5:
        return Case("another path", Frame(member="Sources", path=chance.choice(_PATHS)))
    interface = chance.choice((None, "org.linuxmania.Haas2", "org.freedesktop.DBus", "a." + "b" * 200))
    return Case("another interface, or none", Frame(member="Sources", interface=interface))


def _no_call(chance: random.Random) -> Case:
    kind = chance.choice((SIGNAL, RETURN, ERROR, 5, 200))
    more = ((REPLY_SERIAL, "u", chance.randint(1, 500)), (ERROR_NAME, "s", "org.linuxmania.Error"))
    interface, member = chance.choice(
        ((names.INTERFACE, "Sources"), ("org.freedesktop.DBus", "NameOwnerChanged"), (_STANDARD[0][0], "Ping"))
    )
    signature = chance.choice(("", "sss", "(bba{ss})"))
    frame = Frame(
        kind=kind, interface=interface, member=member, more=more, signature=signature, body=_body(signature, chance)
    )
    kinds = {SIGNAL: "signal", RETURN: "answer nobody asked for", ERROR: "error nobody asked for"}
    return Case(kinds.get(kind, "message of unknown type"), frame)


def _huge(chance: random.Random) -> Case:
    signature, size = chance.choice(_HUGE)
    writer = Writer()
    if signature == "s":
        writer.text(b"x" * size)
    else:
        one = {"ay": b"x", "av": b"\1y\0\1", "aas": bytes(4)}[signature]
        with writer.array(signature[1:]):
            writer.data += one * (size // len(one))
    member = chance.choice(("Read", "Sources", "Follow"))
    return Case("more than 4 KiB", Frame(member=member, signature=signature, body=bytes(writer.data)))


def _unknown_field(chance: random.Random) -> Case:
    value = bytes(chance.choice((1, 100, 5000)))
    more = ((chance.choice((0, 10, 77, 255)), "ay", value),) if chance.random() < 0.9 else ()
    frame = Frame(member="Read", signature="s", body=_body("s", chance), more=more)
    return Case("header field of unknown code", frame, frame.data(_SERIAL))


def _deep(chance: random.Random) -> Case:
    writer = Writer()
    depth = chance.randint(1, 70)
    for _ in range(depth - 1):
        writer.signature(b"v")
    writer.signature(b"y")
    writer.data += b"\1"
    frame = Frame(member="Read", signature="v", body=bytes(writer.data))
    return Case("nested variants", frame, frame.data(_SERIAL))


def _broken(chance: random.Random) -> Case:
    """A frame with some bytes changed, cut or doubled; most often the bus itself hangs up."""
    frame = _ours(chance).frame
    data = bytearray(frame.data(_SERIAL))
    for _ in range(chance.randint(1, 4)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    if chance.random() < 0.3:
        del data[chance.randrange(len(data)) :]
    return Case(BROKEN, frame, bytes(data))


_KINDS: dict[Callable[[random.Random], Case], float] = {
    _ours: 30,
    _other_arguments: 25,
    _other_member: 6,
    _standard: 10,
    _elsewhere: 6,
    _no_call: 8,
    _unknown_field: 5,
    _deep: 4,
    _broken: 5,
    _huge: 0.6,
}
