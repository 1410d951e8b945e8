"""The mail portal as it may be: slow, gone, of another version, or lying. Each time on a private bus."""

import asyncio
import contextlib
import gc
import os
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

from haas_client.channels import portal
from haas_client.channels.channel import Handover, Outcome, Parcel, Way
from haas_client.channels.draft import Draft
from haas_client.channels.mail import Mail
from haas_client.channels.portal import PortalFailed
from tests.channels import desktop
from tests.privileged.bus import hang_up, run
from tests.programs import put_program

DRAFT = Draft(subject="件名", body="一\n二")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with desktop.session_bus(tmp_path_factory.mktemp("bus")) as running:
        yield running


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, address: str, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """The test's own bus; and no error is left for asyncio to find and log when everything is over."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    monkeypatch.delenv("XDG_CURRENT_DESKTOP", raising=False)
    yield
    gc.collect()
    records = [record for phase in ("call", "teardown") for record in caplog.get_records(phase)]
    assert not [record.getMessage() for record in records if record.name == "asyncio"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "x.zip").write_bytes(b"bundle")
    return tmp_path / "x.zip"


class Portal:
    """Answers ComposeEmail as a test's ``script`` says; keeps the calls that it hears."""

    def __init__(self, bus: MessageBus, script: Callable[["Portal", Message], None]) -> None:
        self.bus = bus
        self.calls: list[Message] = []
        self.files: list[bytes] = []
        self.closed = asyncio.Event()
        self._script = script

    def hear(self, message: Message) -> bool:
        if message.message_type != MessageType.METHOD_CALL:
            return False
        if message.member == "ComposeEmail":
            self.calls.append(message)
            for file in message.unix_fds:
                self.files.append(os.read(file, 100))
                os.close(file)
            self._script(self, message)
        elif message.interface == portal.REQUEST and message.member == "Close":
            self.closed.set()
        return True

    def reply(self, call: Message, handle: str, signature: str = "o") -> None:
        self.bus.send(Message.new_method_return(call, signature, [handle]))

    def respond(self, call: Message, response: Any, signature: str = "ua{sv}", handle: str = "") -> None:
        """To everybody who listens, as the real one does."""
        body = [response, {}] if signature == "ua{sv}" else [response]
        self.bus.send(Message.new_signal(handle or handle_of(call), portal.REQUEST, "Response", signature, body))


def handle_of(call: Message, token: str = "") -> str:
    folder = str(call.sender)[1:].replace(".", "_")
    return f"{portal.PATH}/request/{folder}/{token or call.body[1]['handle_token'].value}"


@contextlib.asynccontextmanager
async def served(script: Callable[[Portal, Message], None], name: str = portal.NAME) -> AsyncIterator[Portal]:
    bus = await MessageBus(bus_address=os.environ["DBUS_SESSION_BUS_ADDRESS"], negotiate_unix_fd=True).connect()
    serving = Portal(bus, script)
    bus.add_message_handler(serving.hear)
    await bus.request_name(name)
    try:
        yield serving
    finally:
        await hang_up(bus)


def compose(script: Callable[[Portal, Message], None], path: Path | None = None) -> tuple[bool, Portal]:
    async def both() -> tuple[bool, Portal]:
        async with served(script) as serving:
            return await asyncio.to_thread(portal.compose, DRAFT, path), serving

    return run(both())


def answers(response: int) -> Callable[[Portal, Message], None]:
    def script(serving: Portal, call: Message) -> None:
        serving.reply(call, handle_of(call))
        serving.respond(call, response)

    return script


def test_the_draft_and_the_file_arrive(path: Path) -> None:
    opened, serving = compose(answers(0), path)
    assert opened
    (call,) = serving.calls
    window, options = call.body
    assert window == ""
    assert {name: options[name].value for name in ("address", "subject", "body", "attachment_fds")} == {
        "address": "customer@linuxmania.jp",
        "subject": "件名",
        "body": "一\n二",
        "attachment_fds": [0],
    }
    assert {name: option.signature for name, option in options.items()} == {
        **dict.fromkeys(("handle_token", "address", "subject", "body"), "s"),
        "attachment_fds": "ah",
    }
    assert serving.files == [b"bundle"]


def test_without_a_file_none_is_given() -> None:
    opened, serving = compose(answers(0))
    assert opened
    assert "attachment_fds" not in serving.calls[0].body[1]
    assert serving.files == []


def test_an_answer_before_the_calls_own_reply_is_heard() -> None:
    def script(serving: Portal, call: Message) -> None:
        serving.respond(call, 0)
        serving.reply(call, handle_of(call))

    assert compose(script)[0]


def test_a_portal_that_chooses_the_path_itself_is_understood() -> None:
    def script(serving: Portal, call: Message) -> None:
        handle = handle_of(call, "t12345")
        serving.respond(call, 0, handle=handle)
        serving.reply(call, handle)

    assert compose(script)[0]


def test_called_off_is_no_failure(path: Path) -> None:
    assert compose(answers(1))[0] is False

    async def handed_over() -> Handover:
        async with served(answers(1)):
            return await asyncio.to_thread(Mail().hand_over, Parcel(draft=DRAFT, path=path))

    assert run(handed_over()) == Handover(outcome=Outcome.CANCELLED, way=Way.PORTAL, path=path)


@pytest.mark.parametrize("response", [2, 3, 2**32 - 1])
def test_any_other_end_is_a_failure(response: int) -> None:
    with pytest.raises(PortalFailed, match=f"response {response}"):
        compose(answers(response))


def in_another_shape(serving: Portal, call: Message) -> None:
    serving.reply(call, handle_of(call))
    serving.respond(call, "0", signature="s")


def with_no_path(serving: Portal, call: Message) -> None:
    serving.reply(call, handle_of(call), signature="s")


def with_anothers_path(serving: Portal, call: Message) -> None:
    serving.reply(call, f"{portal.PATH}/request/another/x")  # no bus gives such a name: "1_1" may be our own


def with_an_error(serving: Portal, call: Message) -> None:
    serving.bus.send(Message.new_error(call, "org.freedesktop.portal.Error.NotAllowed", "no"))


def by_going_at_once(serving: Portal, call: Message) -> None:
    serving.bus.disconnect()


def by_going_in_between(serving: Portal, call: Message) -> None:
    serving.bus.send(Message.new_method_return(call, "o", [handle_of(call)])).add_done_callback(
        lambda _: serving.bus.disconnect()
    )


@pytest.mark.parametrize(
    ("script", "why"),
    [
        (in_another_shape, "response -1"),
        (with_no_path, "none of this interface"),
        (with_anothers_path, "none of this interface"),
        (with_an_error, "NotAllowed"),
        (by_going_at_once, "NoReply"),
        (by_going_in_between, "went away"),
    ],
)
def test_a_portal_that_fails_is_left_at_once(script: Callable[[Portal, Message], None], why: str) -> None:
    with pytest.raises(PortalFailed, match=why):
        compose(script)


def test_a_portal_that_never_replies_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portal, "CALL_SECONDS", 0.2)
    with pytest.raises(PortalFailed, match="in time"):
        compose(lambda serving, call: None)


def test_a_question_that_nobody_answers_is_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the next way does not open a second mail beside it."""
    monkeypatch.setattr(portal, "ANSWER_SECONDS", 0.2)

    async def given_up() -> None:
        async with served(lambda serving, call: serving.reply(call, handle_of(call))) as serving:
            with pytest.raises(PortalFailed, match="in time"):
                await asyncio.to_thread(portal.compose, DRAFT, None)
            await serving.closed.wait()

    run(given_up())


def test_nobody_else_answers_for_the_portal() -> None:
    async def asked() -> bool:
        async with served(answers(0), name="org.example.Other") as other:

            def script(serving: Portal, call: Message) -> None:
                lie = Message.new_signal(handle_of(call), portal.REQUEST, "Response", "ua{sv}", [0, {}])
                lie.destination = call.sender  # it needs no listener then
                other.bus.send(lie)
                serving.reply(call, handle_of(call))
                serving.respond(call, 1)

            async with served(script):
                return await asyncio.to_thread(portal.compose, DRAFT, None)

    assert run(asked()) is False


def test_without_a_portal_it_is_told_at_once() -> None:
    with pytest.raises(PortalFailed, match="ServiceUnknown"):
        portal.compose(DRAFT, None)


def test_a_bus_that_ends_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with desktop.session_bus(tmp_path) as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        daemon = int((tmp_path / "pid").read_text())
        with pytest.raises(PortalFailed, match=r"EOF|went away"):
            compose(lambda serving, call: os.kill(daemon, signal.SIGTERM))


@pytest.mark.parametrize("named", ["unix:path=/proc/nowhere", "garbage", "unix:", "tcp:host=127.0.0.1,port=1"])
def test_without_a_bus_it_is_told(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", named)
    with pytest.raises(PortalFailed):
        portal.compose(DRAFT, None)


def test_without_a_name_the_users_own_bus_is_taken(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(Path(address.partition("=")[2]).parent))
    with pytest.raises(PortalFailed, match="ServiceUnknown"):
        portal.compose(DRAFT, None)
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    with pytest.raises(PortalFailed, match="no session bus"):
        portal.compose(DRAFT, None)


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 400 no\r\n\r\n", b"OK 1234\r\n" + b"\xff" * 500])
def test_what_speaks_no_d_bus_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: bytes) -> None:
    monkeypatch.setattr(portal, "CONNECT_SECONDS", 0.5)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/s")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(f"{tmp_path}/s")
        server.listen()

        async def both() -> None:
            server.setblocking(False)
            composing = asyncio.create_task(asyncio.to_thread(portal.compose, DRAFT, None))
            connection, _ = await asyncio.get_running_loop().sock_accept(server)
            with connection:
                await asyncio.get_running_loop().sock_sendall(connection, said)
                await composing

        with pytest.raises(PortalFailed):
            run(both())


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(PortalFailed, match="FileNotFoundError"):
        portal.compose(DRAFT, tmp_path / "gone.zip")


@pytest.mark.parametrize("named", ["KDE", "kde", "ubuntu:KDE", "Deepin"])
def test_a_desktop_whose_portal_says_the_opposite_is_not_asked(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", named)
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(portal, "compose", lambda draft, path: pytest.fail("the portal was asked"))
    assert Mail().hand_over(Parcel(draft=DRAFT)) == Handover(outcome=Outcome.NO_PROGRAM)


def test_a_portal_that_fails_leads_to_the_next_way(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    put_program(tmp_path, "xdg-email", "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path))

    async def handed_over() -> Handover:
        async with served(answers(2)):
            return await asyncio.to_thread(Mail().hand_over, Parcel(draft=DRAFT))

    assert run(handed_over()) == Handover(outcome=Outcome.OPENED, way=Way.XDG_EMAIL)
