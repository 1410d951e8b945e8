"""The only door to the machine: files of the kernel, tools, udev and psutil, each with its reason where it is shut."""

import contextlib
import errno
import getpass
import os
import socket
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Protocol

import msgspec

from haas_client import process
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from haas_client.process import Cancel, Output

MAX_FILE_BYTES = 1024 * 1024
"""No file that a probe reads is larger: SMBIOS tables are at most 64 KiB, sysfs attributes one page."""


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """One fixed call of a tool; ``limit_seconds`` is when it is killed."""

    tool: str
    arguments: tuple[str, ...]
    limit_seconds: float

    @property
    def line(self) -> str:
        """As one would type it; also the key under which a recording keeps its answer."""
        return " ".join((self.tool, *self.arguments))


class Mount(msgspec.Struct, frozen=True, kw_only=True):
    """A mounted file system: the block device's node and where it hangs."""

    device: str
    path: str


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What psutil tells of the running system."""

    boot_time: float
    """Seconds since 1970."""
    mounts: tuple[Mount, ...]


class Interface(msgspec.Struct, frozen=True, kw_only=True):
    """A network interface, and the IPv4 addresses that it has now."""

    name: str
    is_up: bool
    ipv4: tuple[str, ...] = ()


class Identities(msgspec.Struct, frozen=True, kw_only=True):
    """Names that lead to a person: only the bundle's redaction sees them, and they never leave the machine."""

    users: tuple[str, ...] = ()
    real_names: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    complete: bool = True
    """Whether every name could be asked for. Where not, no free text may leave the machine."""


class Host(Protocol):
    """A machine, real or recorded. Every method may raise :class:`Unreadable` and nothing else."""

    @property
    def is_root(self) -> bool: ...

    def missing_right(self, cancel: Cancel | None = None) -> Unknown | None:
        """Why what only root may read cannot be read; ``None`` where it can, as root or through the helper."""

    def release(self) -> None:
        """Lets go of what was opened to read the machine; a later question opens it again."""

    def now(self) -> datetime:
        """The time on this machine, aware and in UTC; of a recorded one, when it was recorded."""

    def read(self, path: str) -> bytes:
        """The content of a file, at most :data:`MAX_FILE_BYTES`."""

    def names(self, folder: str) -> tuple[str, ...]:
        """The sorted names in a folder."""

    def target(self, path: str) -> str:
        """``path`` with every symbolic link resolved."""

    def run(self, command: Command, cancel: Cancel) -> Output:
        """The output of a tool that came to its end (whatever its exit code)."""

    def udev(self, path: str) -> Mapping[str, str]:
        """The properties that udev's database holds for the device at a path of sysfs."""

    def environment(self, name: str) -> str:
        """A variable of the session."""

    def figures(self) -> Figures: ...

    def interfaces(self) -> tuple[Interface, ...]:
        """The network interfaces of this moment. They are never recorded: no diagnosis needs them."""

    def own_names(self) -> Identities:
        """The names of this session and machine: quick, and known even where the directory of users is not."""

    def identities(self) -> Identities:
        """All names; may take long (users in a network directory)."""


class RealHost:
    """This machine, read with the rights of whoever runs the program."""

    @property
    def is_root(self) -> bool:
        return os.geteuid() == 0

    def missing_right(self, cancel: Cancel | None = None) -> Unknown | None:  # noqa: ARG002  answered at once
        return None if self.is_root else Unknown(reason=Reason.NO_RIGHT, detail="root")

    def release(self) -> None:
        """Nothing is kept open."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def read(self, path: str) -> bytes:
        with _told_as_unreadable(path):
            # Non-blocking, so that a FIFO or a device in an odd place cannot hang the probe at open().
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
            with os.fdopen(descriptor, "rb") as file:
                data = file.read(MAX_FILE_BYTES + 1)
        if len(data) > MAX_FILE_BYTES:
            raise Unreadable(Reason.TOO_LARGE, path)
        return data

    def names(self, folder: str) -> tuple[str, ...]:
        with _told_as_unreadable(folder):
            return tuple(sorted(os.listdir(folder)))

    def target(self, path: str) -> str:
        with _told_as_unreadable(path):
            return os.path.realpath(path, strict=True)

    def run(self, command: Command, cancel: Cancel) -> Output:
        tool = process.find_tool(command.tool)
        if tool is None:
            raise Unreadable(Reason.NO_TOOL, command.tool)
        try:
            return process.run((tool, *command.arguments), limit_seconds=command.limit_seconds, cancel=cancel)
        except process.Cancelled as error:
            raise Unreadable(Reason.CANCELLED, command.tool) from error
        except process.TimedOut as error:
            raise Unreadable(Reason.TIMED_OUT, f"{command.tool} > {command.limit_seconds:g} s") from error
        except process.TooMuchOutput as error:
            raise Unreadable(Reason.TOO_LARGE, command.tool) from error
        except OSError as error:
            raise Unreadable(Reason.FAILED, f"{command.tool}: {error.strerror}") from error

    def udev(self, path: str) -> Mapping[str, str]:
        import pyudev  # 11 ms, only where a diagnosis runs

        try:
            device = pyudev.Devices.from_sys_path(pyudev.Context(), path)
            return {str(name): str(device.properties[name]) for name in device.properties}
        except (pyudev.DeviceNotFoundError, ImportError, OSError, UnicodeError) as error:
            raise Unreadable(Reason.NOT_PRESENT, f"udev {path}") from error

    def environment(self, name: str) -> str:
        value = os.environ.get(name, "")
        if not value:
            raise Unreadable(Reason.NOT_REPORTED, name)
        return value

    def figures(self) -> Figures:
        import psutil  # 14 ms, only where a diagnosis runs

        try:
            mounts = tuple(Mount(device=p.device, path=p.mountpoint) for p in psutil.disk_partitions(all=False))
            return Figures(boot_time=psutil.boot_time(), mounts=mounts)
        except (OSError, RuntimeError, psutil.Error) as error:
            raise Unreadable(Reason.FAILED, "psutil") from error

    def interfaces(self) -> tuple[Interface, ...]:
        import psutil

        try:
            states, addresses = psutil.net_if_stats(), psutil.net_if_addrs()
        except (OSError, RuntimeError, psutil.Error) as error:
            raise Unreadable(Reason.FAILED, "psutil") from error
        return tuple(
            Interface(
                name=name,
                is_up=name in states and states[name].isup,
                ipv4=tuple(one.address for one in found if one.family == socket.AF_INET),
            )
            for name, found in addresses.items()
        )

    def own_names(self) -> Identities:
        variables = (os.environ.get(name, "") for name in ("SUDO_USER", "LOGNAME", "USER"))
        users = {*variables, os.path.basename(os.environ.get("HOME", ""))}
        hosts = {socket.gethostname(), socket.gethostname().split(".")[0], *_files_hosts()}
        return Identities(
            users=tuple(sorted(users - {"", "root"})),
            hosts=tuple(sorted(hosts - {"", "localhost"})),
            complete=False,
        )

    def identities(self) -> Identities:
        own = self.own_names()
        users, real_names = _people()
        return Identities(
            users=tuple(sorted(users | set(own.users))),
            real_names=tuple(sorted(real_names)),
            hosts=own.hosts,
            networks=self._networks(),
        )

    def _networks(self) -> tuple[str, ...]:
        """Names of the wireless connections that NetworkManager knows: by default each is named after its SSID."""
        command = Command(
            tool="nmcli", arguments=("-t", "-e", "no", "-f", "TYPE,NAME", "connection", "show"), limit_seconds=2
        )
        try:
            output = self.run(command, Cancel())
        except Unreadable:
            return ()
        lines = output.stdout.decode("utf-8", "replace").splitlines()
        return tuple(sorted({line.partition(":")[2] for line in lines if "wireless" in line.partition(":")[0]} - {""}))


@contextlib.contextmanager
def _told_as_unreadable(path: str) -> Iterator[None]:
    try:
        yield
    except PermissionError as error:
        raise Unreadable(Reason.NO_RIGHT, path) from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise Unreadable(Reason.NOT_PRESENT, path) from error
    except OSError as error:
        # hwmon drivers answer ENODATA or EIO for an input that is wired to nothing; that is no fault of the PC.
        reason = Reason.NOT_REPORTED if error.errno in (errno.ENODATA, errno.ENXIO) else Reason.FAILED
        raise Unreadable(reason, f"{path}: {error.strerror}") from error
    except ValueError as error:
        raise Unreadable(Reason.MALFORMED, "path") from error


# login.defs: UID_MIN 1000, and 65534 is "nobody"
_FIRST_PERSON, _LAST_PERSON = 1000, 60000


def _people() -> tuple[set[str], set[str]]:
    import pwd

    users: set[str] = set()
    real_names: set[str] = set()
    with contextlib.suppress(OSError, KeyError):
        users.add(getpass.getuser())
    for entry in pwd.getpwall():
        if _FIRST_PERSON <= entry.pw_uid <= _LAST_PERSON or entry.pw_name in users:
            users.add(entry.pw_name)
            real_names.add(entry.pw_gecos.split(",")[0].strip())
    return users - {"root"}, real_names - {"", "root"}


def _files_hosts() -> set[str]:
    names: set[str] = set()
    with contextlib.suppress(OSError, UnicodeError), open("/etc/hostname", encoding="utf-8") as file:
        name = file.read(256).strip()
        names |= {name, name.split(".")[0]}
    return names
