"""The client's side against the real helper: ``HelperHost`` as an owner's program uses it."""

import asyncio
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from haas_client.diagnostics import helper_names as names
from haas_client.diagnostics import questions
from haas_client.diagnostics.helper import HelperHost
from haas_client.diagnostics.helper_client import HelperClient, HelperRefused
from haas_client.diagnostics.host import Command
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from haas_client.process import Cancel
from tests.privileged.bus import ALLOWED, REFUSED, SystemBus, effective_user, run
from tests.privileged.conftest import running_bus
from tests.privileged.desk import Desk, gone

AT_ONCE_SECONDS = 3.0
"""Far below the 20 s that a helper is given to start; a test that waited for those would not be "at once"."""


@pytest.fixture
def host(scripted_bus: SystemBus, monkeypatch: pytest.MonkeyPatch) -> Iterator[HelperHost]:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", scripted_bus.address)
    host = HelperHost()
    yield host
    host.release()
    assert not [thread for thread in threading.enumerate() if thread.name == "helper"]


def reason_of(work: Callable[[], object]) -> Reason:
    with pytest.raises(Unreadable) as caught:
        work()
    return caught.value.unknown.reason


def connect(host: HelperHost, user: int) -> Unknown | None:
    """The first question is what connects, and the bus looks then at who it is."""
    with effective_user(user):
        return host.missing_right()


def test_what_only_root_may_read_comes_from_the_helper(host: HelperHost, desk: Desk) -> None:
    desk.script("kernel", "echo log; echo warning >&2; exit 3")
    (desk.folder / "DMI").write_bytes(b"\0tables\xff")
    assert connect(host, ALLOWED) is None
    output = host.run(questions.KERNEL, Cancel())
    assert (output.exit_code, output.stdout, output.stderr) == (3, b"log\n", b"warning\n")
    assert host.read(questions.SMBIOS_TABLE) == b"\0tables\xff"


def test_reasons_travel(host: HelperHost, desk: Desk) -> None:
    assert connect(host, ALLOWED) is None
    assert reason_of(lambda: host.run(questions.KERNEL, Cancel())) is Reason.NO_TOOL
    assert reason_of(lambda: host.read(questions.SMBIOS_TABLE)) is Reason.NOT_PRESENT


def test_what_the_helper_does_not_answer_is_asked_of_the_machine(host: HelperHost, desk: Desk) -> None:
    assert connect(host, ALLOWED) is None
    assert host.read("/proc/self/stat")
    assert host.run(Command(tool="true", arguments=(), limit_seconds=5), Cancel()).exit_code == 0


def test_who_is_refused_has_their_own_rights(host: HelperHost, desk: Desk) -> None:
    desk.script("boots", "echo of the helper")
    missing = connect(host, REFUSED)
    assert missing == Unknown(reason=Reason.NO_RIGHT, detail=names.NAME)
    own = Command(tool="echo", arguments=("own",), limit_seconds=5)
    assert host.run(own, Cancel()).stdout == b"own\n"
    assert desk.runs("boots") == 0
    assert not [thread for thread in threading.enumerate() if thread.name == "helper"]


def test_a_right_that_came_back_is_not_missing_any_more(host: HelperHost, desk: Desk) -> None:
    assert connect(host, REFUSED)
    host.release()
    assert connect(host, ALLOWED) is None


def test_many_probes_at_once_share_one_connection(host: HelperHost, desk: Desk) -> None:
    desk.script("kernel", "echo log")
    with effective_user(ALLOWED), ThreadPoolExecutor(16) as pool:
        outputs = list(pool.map(lambda _: host.run(questions.KERNEL, Cancel()).stdout, range(60)))
    assert outputs == [b"log\n"] * 60
    assert sum(thread.name == "helper" for thread in threading.enumerate()) == 1


def test_cancelled_in_the_middle_it_returns_and_the_command_is_killed(host: HelperHost, desk: Desk) -> None:
    desk.waiting_script("kernel")
    assert connect(host, ALLOWED) is None
    cancel = Cancel()

    async def ask() -> None:
        asked = asyncio.ensure_future(asyncio.to_thread(reason_of, lambda: host.run(questions.KERNEL, cancel)))
        process = await desk.started("kernel")
        cancel.ask()
        assert await asked is Reason.CANCELLED
        await gone(process)

    run(ask())


def test_cancelled_before_it_asks_nobody(host: HelperHost, desk: Desk) -> None:
    cancel = Cancel()
    cancel.ask()
    assert reason_of(lambda: host.run(questions.KERNEL, cancel)) is Reason.CANCELLED
    assert not [thread for thread in threading.enumerate() if thread.name == "helper"]


def test_released_in_the_middle_everybody_who_waits_is_told(host: HelperHost, desk: Desk) -> None:
    desk.waiting_script("kernel")
    desk.waiting_script("boots")
    assert connect(host, ALLOWED) is None

    async def ask() -> None:
        asked = [
            asyncio.ensure_future(asyncio.to_thread(reason_of, partial(host.run, command, Cancel())))
            for command in (questions.KERNEL, questions.BOOTS)
        ]
        processes = [await desk.started(its_id) for its_id in ("kernel", "boots")]
        host.release()
        assert await asyncio.gather(*asked) == [Reason.FAILED, Reason.FAILED]
        for process in processes:
            await gone(process)

    run(ask())


def test_a_helper_that_is_killed_in_the_middle_is_asked_once_more(host: HelperHost, desk: Desk) -> None:
    desk.waiting_script("kernel")
    assert connect(host, ALLOWED) is None

    async def ask() -> None:
        asked = asyncio.ensure_future(asyncio.to_thread(host.run, questions.KERNEL, Cancel()))
        first = await desk.started("kernel")
        os.kill(parent_of(first), signal.SIGKILL)
        second = await desk.started("kernel")
        assert second != first
        desk.let_go("kernel", "log", times=2)
        assert (await asked).stdout == b"log"
        await gone(first)

    run(ask())


def parent_of(process: int) -> int:
    return int(Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[1])


def test_nothing_is_left_of_many_connections(scripted_bus: SystemBus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", scripted_bus.address)
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(10):
        client = HelperClient()
        with pytest.raises(HelperRefused):
            client.call("Stop", "s", ["x"], 5)
        client.close()
        client.close()
        assert reason_of(partial(client.call, "Sources", "", [], 5)) is Reason.FAILED
    assert len(os.listdir("/proc/self/fd")) == before
    assert not [thread for thread in threading.enumerate() if thread.name == "helper"]


def missing_at_once(reason: Reason) -> None:
    host = HelperHost()
    started = time.monotonic()
    missing = host.missing_right()
    assert time.monotonic() - started < AT_ONCE_SECONDS
    assert missing
    assert missing.reason is reason
    host.release()
    assert not [thread for thread in threading.enumerate() if thread.name == "helper"]


def test_without_a_bus_there_is_no_helper_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for address in (f"unix:path={tmp_path}/none", "nonsense", "unix:", "tcp:host=127.0.0.1,port=x"):
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        missing_at_once(Reason.NOT_PRESENT)


def test_a_bus_that_speaks_something_else_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for said in (b"", b"\xff\xfe\r\n", b"HTTP/1.1 400 Bad Request\r\n", b"OK 0123456789abcdef\r\n" + bytes(64)):
        path = tmp_path / f"bus{len(said)}"
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(path))
            server.listen()

            def serve(server: socket.socket = server, said: bytes = said) -> None:
                connection, _ = server.accept()
                with connection:
                    connection.recv(100)
                    connection.sendall(said)
                    connection.shutdown(socket.SHUT_WR)
                    while connection.recv(4096):
                        pass

            with ThreadPoolExecutor(1) as pool:
                served = pool.submit(serve)
                monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={path}")
                missing_at_once(Reason.NOT_PRESENT)
                served.exception()


def test_a_bus_without_the_helper_says_so_at_once(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with running_bus("/bin/false", place / "absent", polkit=False) as bus:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.address)
        (bus.folder / "services" / f"{names.NAME}.service").unlink()
        os.kill(bus.process, signal.SIGHUP)  # the bus reads its folders anew
        missing_at_once(Reason.NOT_PRESENT)


def test_a_helper_that_cannot_start_is_told_at_once(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with running_bus("/bin/false", place / "broken", polkit=False) as bus:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.address)
        missing_at_once(Reason.FAILED)
