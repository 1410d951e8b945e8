"""A system bus of our own with the system's own policy, a real polkitd with rules of ours, and callers of any user.

Root only: the bus must take connections of other users, and polkitd's actions and rules are put in its place in a mount
namespace of its own.
"""

import asyncio
import contextlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

from dbus_fast import BusType, Message, MessageFlag, MessageType
from dbus_fast.aio import MessageBus
from dbus_fast.auth import AuthExternal

from haas_client.diagnostics import helper_names as names
from haas_client.privileged.door import mend_writer

T = TypeVar("T")

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGING = CHECKOUT / "packaging" / "helper"
SYSTEM_CONF = Path("/usr/share/dbus-1/system.conf")
POLKIT_CONF = Path("/usr/share/dbus-1/system.d/org.freedesktop.PolicyKit1.conf")
POLKITD = Path("/usr/lib/polkit-1/polkitd")
START_SECONDS = 20

ALLOWED, REFUSED, OTHER, READER = 1, 2, 3, 4
"""Users of every Debian: daemon, bin, sys and sync. The rules below let daemon and sys in as logind lets somebody in
who sits there, and sync only read; at no seat is bin."""
RULES = """
polkit.addRule(function(action, subject) {
    if (action.id.indexOf("org.linuxmania.haas1.") == 0 && (subject.user == "daemon" || subject.user == "sys"))
        return polkit.Result.YES;
    if (action.id == "org.linuxmania.haas1.read" && subject.user == "sync")
        return polkit.Result.YES;
});
"""


def missing() -> str:
    """Why there can be no such bus here; empty where there can."""
    if os.geteuid() != 0:
        return "only root can have a system bus of its own with callers of other users"
    for path in (SYSTEM_CONF, POLKIT_CONF, POLKITD):
        if not path.exists():
            return f"{path} is missing (packages dbus and polkitd)"
    return "" if shutil.which("unshare") and shutil.which("dbus-daemon") else "unshare or dbus-daemon is missing"


class SystemBus:
    """A running bus; ``polkit`` is a running polkitd on it."""

    def __init__(self, folder: Path, helper: str) -> None:
        self.folder = folder
        self.address = f"unix:path={folder}/bus"
        self.log = folder / "log"
        """What the bus and the helper say."""
        self._processes: list[subprocess.Popen[bytes]] = []
        _write_configuration(folder, helper)

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": self.address}

    def start(self) -> None:
        read, write = os.pipe()
        argv = ["dbus-daemon", f"--config-file={self.folder}/bus.conf", "--nofork", f"--print-address={write}"]
        with self.log.open("ab") as log:
            self._processes.append(subprocess.Popen(argv, pass_fds=(write,), stderr=log))
        os.close(write)
        with os.fdopen(read) as pipe:
            assert pipe.readline(), "the bus did not start"
        (self.folder / "bus").chmod(0o666)

    @property
    def process(self) -> int:
        """The bus's own number."""
        return self._processes[0].pid

    def start_polkit(self) -> subprocess.Popen[bytes]:
        """A real polkitd that knows our actions and the rules of :data:`RULES`; returns once it answers."""
        for name, source in (("actions", PACKAGING / "org.linuxmania.haas1.policy"), ("rules", None)):
            folder = self.folder / name
            if not folder.exists():
                folder.mkdir(mode=0o755)
                if source:
                    shutil.copy(source, folder)
                else:
                    (folder / "10-test.rules").write_text(RULES)
        script = (
            f"mount --bind {self.folder}/actions /usr/share/polkit-1/actions && "
            f"mount --bind {self.folder}/rules /etc/polkit-1/rules.d && exec {POLKITD} --no-debug"
        )
        argv = ["unshare", "--mount", "--propagation", "private", "sh", "-c", script]
        polkitd = subprocess.Popen(argv, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._processes.append(polkitd)
        self.wait_for("org.freedesktop.PolicyKit1")
        return polkitd

    def wait_for(self, name: str) -> None:
        """Until somebody owns a name."""
        asyncio.run(asyncio.wait_for(owned(self.address, name), START_SECONDS))

    def stop(self) -> None:
        for process in reversed(self._processes):
            process.terminate()
            process.wait(START_SECONDS)
        self._processes.clear()


async def owned(address: str, name: str) -> None:
    """Returns once somebody on the bus owns a name."""
    connection = await MessageBus(bus_address=address).connect()
    owned = asyncio.Event()

    def hear(message: Message) -> None:
        if message.member == "NameOwnerChanged" and message.body[0] == name and message.body[2]:
            owned.set()

    connection.add_message_handler(hear)
    try:
        await answer(connection, to_bus("AddMatch", "s", f"type='signal',member='NameOwnerChanged',arg0='{name}'"))
        if not (await answer(connection, to_bus("NameHasOwner", "s", name))).body[0]:
            await owned.wait()
    finally:
        await hang_up(connection)


@contextlib.asynccontextmanager
async def caller(bus: SystemBus, user: int) -> AsyncIterator[MessageBus]:
    """A connection of a user."""
    connection = MessageBus(bus_address=bus.address, bus_type=BusType.SYSTEM, auth=AuthExternal(user))
    with effective_user(user):
        await connection.connect()
    mend_writer(connection)
    try:
        yield connection
    finally:
        await hang_up(connection)


async def hang_up(connection: MessageBus) -> None:
    """Returns once the socket is closed."""
    if connection.connected:
        connection.disconnect()
        with contextlib.suppress(OSError, EOFError):
            await connection.wait_for_disconnect()  # type: ignore[no-untyped-call]  # the library's own gap


@contextlib.contextmanager
def effective_user(user: int) -> Iterator[None]:
    """The bus learns who connects from the kernel, at that moment. Root is kept as the saved user, to come back."""
    os.setresgid(user, user, 0)
    os.setresuid(user, user, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)
        os.setresgid(0, 0, 0)


TEST_SECONDS = 30.0


def run(work: Coroutine[Any, Any, T]) -> T:
    """Carries a test's coroutine out; one that hangs fails."""
    return asyncio.run(asyncio.wait_for(work, TEST_SECONDS))


def call(member: str, signature: str = "", *body: object, flags: MessageFlag = MessageFlag.NONE) -> Message:
    """A call of the helper."""
    return Message(
        destination=names.NAME,
        path=names.PATH,
        interface=names.INTERFACE,
        member=member,
        signature=signature,
        body=list(body),
        flags=flags,
    )


def to_bus(member: str, signature: str = "", *body: object) -> Message:
    """A call of the bus itself."""
    return Message(
        destination="org.freedesktop.DBus",
        path="/org/freedesktop/DBus",
        interface="org.freedesktop.DBus",
        member=member,
        signature=signature,
        body=list(body),
    )


async def helper_process(connection: MessageBus) -> int | None:
    """The helper's number, where it runs."""
    reply = await answer(connection, to_bus("GetConnectionUnixProcessID", "s", names.NAME))
    return int(reply.body[0]) if is_yes(reply) else None


async def answer(connection: MessageBus, message: Message) -> Message:
    """The reply, error or not."""
    reply = await connection.call(message)
    assert reply is not None
    return reply


def is_yes(reply: Message) -> bool:
    return reply.message_type == MessageType.METHOD_RETURN


def helper_command(*arguments: str) -> str:
    """The real helper, from this checkout."""
    return " ".join((sys.executable, "-P", "-m", "haas_client.privileged", *arguments))


def scripted_command(folder: Path, *arguments: str) -> str:
    """The real helper over a test's own machine; see :mod:`tests.privileged.scripted`."""
    return " ".join((sys.executable, "-P", "-m", "tests.privileged.scripted", str(folder), *arguments))


def _write_configuration(folder: Path, helper: str) -> None:
    """The system's own configuration with another place, and with our policy and service."""
    text = SYSTEM_CONF.read_text()
    for pattern, replacement in (
        (r"<user>.*?</user>", ""),
        (r"<fork/>", ""),
        (r"<pidfile>.*?</pidfile>", ""),
        (r"<syslog/>", ""),
        (r"<servicehelper>.*?</servicehelper>", ""),
        (r"<standard_system_servicedirs/>", f"<servicedir>{folder}/services</servicedir>"),
        (r"<listen>.*?</listen>", f"<listen>unix:path={folder}/bus</listen>"),
        (r"<includedir>.*?</includedir>", ""),
        (r"<include [^>]*>.*?</include>", ""),
        (r"</busconfig>", f"<includedir>{folder}/policies</includedir></busconfig>"),
    ):
        text = re.sub(pattern, replacement, text, flags=re.DOTALL)
    (folder / "bus.conf").write_text(text)
    for name in ("services", "policies"):
        (folder / name).mkdir()
    shutil.copy(POLKIT_CONF, folder / "policies")
    shutil.copy(PACKAGING / "org.linuxmania.Haas1.conf", folder / "policies")
    service = f"[D-BUS Service]\nName={names.NAME}\nExec={helper}\nUser=root\n"
    (folder / "services" / f"{names.NAME}.service").write_text(service)
