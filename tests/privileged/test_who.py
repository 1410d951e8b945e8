"""The real helper on a real bus with a real polkit: who is answered, and what never even reaches the helper."""

import pytest
from dbus_fast import Message, MessageType

from haas_client.diagnostics import helper_names as names
from tests.privileged.bus import (
    ALLOWED,
    OTHER,
    READER,
    REFUSED,
    SystemBus,
    answer,
    call,
    caller,
    effective_user,
    helper_process,
    is_yes,
    run,
    to_bus,
)
from tests.privileged.wire import CALL, ERROR, RETURN, SIGNAL, Frame, Wire

DENIED = "org.freedesktop.DBus.Error.AccessDenied"


def test_whom_polkit_allows_is_answered(bus: SystemBus) -> None:
    async def ask() -> None:
        async with caller(bus, ALLOWED) as connection:
            listed = await answer(connection, call("Sources"))
            assert listed.signature == names.GIVES["Sources"]
            ids = {question: its_id for its_id, question in listed.body[0]}
            assert ids[names.TEAMVIEWER_ID] == "teamviewer-id"
            trials = await answer(connection, call("Trials"))
            assert trials.signature == names.GIVES["Trials"]
            unknown = await answer(connection, call("Read", "s", "no such"))
            assert unknown.error_name == names.ERROR_UNKNOWN_ID
            unreadable = await answer(connection, call("Read", "s", "teamviewer-id"))
            assert (unreadable.error_name, unreadable.body[0].split()[0]) == (names.ERROR_UNREADABLE, "not_present")

    run(ask())


def test_whom_polkit_does_not_know_is_refused(bus: SystemBus) -> None:
    async def ask() -> None:
        async with caller(bus, REFUSED) as connection:
            for message in (
                *(call("Sources"), call("Read", "s", "kernel"), call("Trials"), call("Start", "s", "x")),
                *(call("Follow", "su", "x", 0), call("Stop", "s", "x")),
            ):
                assert (await answer(connection, message)).error_name == names.ERROR_NOT_AUTHORIZED

    run(ask())


def test_whoever_may_only_read_starts_no_trial(bus: SystemBus) -> None:
    async def ask() -> None:
        async with caller(bus, READER) as connection:
            assert is_yes(await answer(connection, call("Sources")))
            for message in (call("Start", "s", "x"), call("Follow", "su", "x", 0), call("Stop", "s", "x")):
                reply = await answer(connection, message)
                assert (reply.error_name, reply.body) == (names.ERROR_NOT_AUTHORIZED, [names.ACTION_TRIAL])

    run(ask())


@pytest.mark.parametrize(
    "its_id", ["", "kernel ", "KERNEL", "../kernel", "smart-sda; id", "smart-../sda", "%s", "保証"]
)
def test_only_ids_of_its_own_list_are_known(bus: SystemBus, its_id: str) -> None:
    async def ask() -> None:
        async with caller(bus, ALLOWED) as connection:
            assert (await answer(connection, call("Read", "s", its_id))).error_name == names.ERROR_UNKNOWN_ID
            assert (await answer(connection, call("Start", "s", its_id))).error_name == names.ERROR_UNKNOWN_ID

    run(ask())


@pytest.mark.parametrize(
    ("member", "signature", "body"),
    [
        ("Read", "", ()),
        ("Read", "ss", ("kernel", "-f")),
        ("Read", "as", (["kernel"],)),
        ("Read", "o", ("/kernel",)),
        ("Sources", "s", ("kernel",)),
        ("Follow", "s", ("x",)),
        ("Follow", "sx", ("x", -1)),
    ],
)
def test_another_form_is_refused_before_anybody_is_asked(
    bus: SystemBus, member: str, signature: str, body: tuple[object, ...]
) -> None:
    async def ask() -> None:
        async with caller(bus, ALLOWED) as connection:
            reply = await answer(connection, call(member, signature, *body))
            assert reply.error_name == "org.freedesktop.DBus.Error.InvalidArgs"

    run(ask())


@pytest.mark.parametrize(
    ("interface", "path", "member"),
    [
        ("org.freedesktop.DBus.Introspectable", names.PATH, "Introspect"),
        ("org.freedesktop.DBus.Properties", names.PATH, "GetAll"),
        ("org.freedesktop.DBus.Peer", names.PATH, "GetMachineId"),
        ("org.freedesktop.DBus.ObjectManager", "/", "GetManagedObjects"),
        (names.INTERFACE, "/", "Sources"),
        (names.INTERFACE, names.PATH + "/x", "Sources"),
        (None, names.PATH, "Sources"),
        ("org.linuxmania.Haas2", names.PATH, "Sources"),
    ],
)
def test_the_bus_lets_nothing_else_through(bus: SystemBus, interface: str | None, path: str, member: str) -> None:
    async def ask() -> None:
        async with caller(bus, ALLOWED) as connection:
            message = Message(destination=names.NAME, interface=interface, path=path, member=member)
            assert (await answer(connection, message)).error_name == DENIED

    run(ask())


def test_an_unknown_call_is_told_so(bus: SystemBus) -> None:
    async def ask() -> None:
        async with caller(bus, ALLOWED) as connection:
            reply = await answer(connection, call("Execute", "s", "id"))
            assert reply.error_name == "org.freedesktop.DBus.Error.UnknownMethod"

    run(ask())


def test_nobody_else_takes_the_name(bus: SystemBus) -> None:
    async def ask() -> None:
        for user in (ALLOWED, REFUSED):
            async with caller(bus, user) as connection:
                for flags in (0, 1, 2, 4, 7):
                    reply = await answer(connection, to_bus("RequestName", "su", names.NAME, flags))
                    assert reply.error_name == DENIED

    run(ask())


def test_nobody_changes_the_environment_of_what_the_bus_starts(bus: SystemBus) -> None:
    async def ask() -> None:
        async with caller(bus, ALLOWED) as connection:
            evil = {"LD_PRELOAD": "/tmp/evil.so", "PATH": "/tmp"}
            reply = await answer(connection, to_bus("UpdateActivationEnvironment", "a{ss}", evil))
            assert reply.error_name == DENIED

    run(ask())


@pytest.mark.parametrize("kind", [SIGNAL, RETURN, ERROR, 5, 77])
@pytest.mark.parametrize("interface", [names.INTERFACE, "org.freedesktop.DBus", "org.freedesktop.DBus.Peer"])
def test_what_is_no_call_does_not_trouble_it(bus: SystemBus, kind: int, interface: str) -> None:
    wire = Wire(bus.address, REFUSED, effective_user)
    try:
        frame = Frame(kind=kind, interface=interface, member="NameOwnerChanged", more=((5, "u", 1), (4, "s", "a.b")))
        wire.send(frame)
        honest = wire.answer_to(wire.send(Frame(kind=CALL, member="Sources")))
        assert honest.error_name == names.ERROR_NOT_AUTHORIZED
    finally:
        wire.close()


def test_a_call_without_reply_is_no_trouble(bus: SystemBus) -> None:
    async def ask() -> None:
        async with caller(bus, OTHER) as connection:
            before = await answer(connection, call("Sources"))
            wire = Wire(bus.address, OTHER, effective_user)
            for frame in (Frame(member="Sources", flags=1), Frame(member="Nothing", flags=0xFF)):
                wire.send(frame)
            reply = wire.answer_to(wire.send(Frame(member="Sources")))
            wire.close()
            assert reply.message_type == MessageType.METHOD_RETURN
            assert reply.body == before.body
            assert await helper_process(connection)

    run(ask())
