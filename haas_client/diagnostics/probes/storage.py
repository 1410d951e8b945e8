"""Drives: who they are from sysfs and udev, how they are from smartctl, else from UDisks2; all drives at once."""

import contextlib
import re
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import msgspec

from haas_client.diagnostics import block_devices, questions
from haas_client.diagnostics.context import Context
from haas_client.diagnostics.decode import bus, smartctl
from haas_client.diagnostics.host import Command, Mount
from haas_client.diagnostics.snapshot import AtaAttribute, Bus, Drive, Health, Storage
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable

MAX_DRIVES = 256
_AT_ONCE = 64

LIMIT_SECONDS = questions.SMART_SECONDS + 5.0
_UDISKS_SECONDS = 5.0

_SECTOR_BYTES = 512
"""``/sys/block/*/size`` counts these whatever the drive's own sector size (Documentation/ABI/stable/sysfs-block)."""


_UDISKS_OBJECTS = Command(
    tool="busctl",
    arguments=(
        "--system",
        "--json=short",
        "call",
        "org.freedesktop.UDisks2",
        "/org/freedesktop/UDisks2",
        "org.freedesktop.DBus.ObjectManager",
        "GetManagedObjects",
    ),
    limit_seconds=_UDISKS_SECONDS,
)


def read(context: Context) -> Storage | Unknown:
    """Every drive the kernel lists; unknown only where the list itself cannot be read."""
    names = context.ask("sysfs block", lambda: block_devices.drives(context.host))
    if isinstance(names, Unknown):
        return names
    return Storage(drives=_Reader(context, names[:MAX_DRIVES]).read() if names else ())


class _Identity(Protocol):
    """Who a drive is, as one source tells it."""

    @property
    def model(self) -> str | Unknown: ...

    @property
    def serial(self) -> str | Unknown: ...

    @property
    def firmware(self) -> str | Unknown: ...


class _Reader:
    """Reads all drives side by side, while UDisks2 is asked once for all of them."""

    def __init__(self, context: Context, names: tuple[str, ...]) -> None:
        self._context = context
        self._names = names
        self._drives: dict[str, Drive] = {}
        self._done = 0
        self._lock = threading.Lock()
        self._slots = threading.Semaphore(_AT_ONCE)
        self._udisks: Mapping[str, bus.UdisksDrive] | Unknown = {}
        self._udisks_answered = threading.Event()
        self._mounts: tuple[Mount, ...] | Unknown = ()

    def read(self) -> tuple[Drive, ...]:
        figures = self._context.ask("mounts", self._context.host.figures)
        self._mounts = figures if isinstance(figures, Unknown) else figures.mounts
        self._context.step(0, len(self._names))
        threads = [threading.Thread(target=self._ask_udisks, daemon=True)]
        threads += [threading.Thread(target=self._read_one, args=(name,), daemon=True) for name in self._names]
        for thread in threads:
            thread.start()
        with contextlib.suppress(Unreadable):  # the time in which the helper is only being started is no drive's
            self._context.host.missing_right(self._context.cancel)
        deadline = time.monotonic() + LIMIT_SECONDS
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        with self._lock:
            return tuple(self._drives[name] for name in self._names if name in self._drives)

    def _ask_udisks(self) -> None:
        try:
            self._udisks = self._context.ask("UDisks2", self._udisks_drives)
        finally:
            self._udisks_answered.set()

    def _udisks_drives(self) -> Mapping[str, bus.UdisksDrive]:
        output = self._context.run(_UDISKS_OBJECTS)
        if output.exit_code != 0:
            raise Unreadable(Reason.NOT_PRESENT, "UDisks2")
        return bus.udisks_drives(output.stdout)

    def _read_one(self, name: str) -> None:
        sysfs = _Sysfs(self._context, name)
        # Kept before the drive itself is asked: one that never answers is still in the list, as "no answer".
        self._put(self._drive(sysfs, [sysfs], Unknown(reason=Reason.TIMED_OUT, detail=f"smartctl {name}")))
        with self._slots:
            reading = self._context.ask(f"smartctl {name}", lambda: self._smartctl(name))
        self._udisks_answered.wait(_UDISKS_SECONDS * 2)
        udisks = None if isinstance(self._udisks, Unknown) else self._udisks.get(name.replace("!", "_"))
        known: list[_Identity | Unknown | None] = [reading, udisks, sysfs]
        identities = [one for one in known if one is not None and not isinstance(one, Unknown)]
        self._put(self._drive(sysfs, identities, self._health(reading, udisks)))
        with self._lock:
            self._done += 1
            done = self._done
        self._context.step(done, len(self._names))

    def _put(self, drive: Drive) -> None:
        with self._lock:
            self._drives[drive.name] = drive

    def _drive(self, sysfs: "_Sysfs", identities: Sequence[_Identity], health: Health | Unknown) -> Drive:
        known = self._mounts
        mounts = known if isinstance(known, Unknown) else block_devices.system_folders(sysfs.name, known)
        return Drive(
            name=sysfs.name,
            bus=sysfs.bus,
            port=sysfs.port,
            model=_first(identity.model for identity in identities),
            serial=_first(identity.serial for identity in identities),
            firmware=_first(identity.firmware for identity in identities),
            size_bytes=sysfs.size_bytes,
            rotational=sysfs.rotational,
            removable=sysfs.removable,
            mounts=mounts,
            health=health,
        )

    def _smartctl(self, name: str) -> smartctl.Reading:
        command = questions.smart(name)
        output = self._context.run(command)
        self._context.keep(f"smartctl-{name.replace('!', '-')}.json", output.stdout)
        return smartctl.decode(output.stdout)

    def _health(self, reading: smartctl.Reading | Unknown, udisks: bus.UdisksDrive | None) -> Health | Unknown:
        """Smartctl's answer, else that of UDisks2; where neither has one, the reason that smartctl gave."""
        if isinstance(reading, smartctl.Reading):
            return reading.health
        if udisks is None or isinstance(udisks.health, Unknown):
            return reading
        if not udisks.has_ata_smart:
            return udisks.health
        attributes = self._context.ask(f"UDisks2 {udisks.object_path.rpartition('/')[2]}", lambda: self._rows(udisks))
        if isinstance(attributes, Unknown):
            return udisks.health
        return msgspec.structs.replace(udisks.health, attributes=attributes)

    def _rows(self, udisks: bus.UdisksDrive) -> tuple[AtaAttribute, ...]:
        service = "org.freedesktop.UDisks2"
        output = self._context.run(
            Command(
                tool="busctl",
                arguments=(
                    *("--system", "--json=short", "call", service, udisks.object_path),
                    *(f"{service}.Drive.Ata", "SmartGetAttributes", "a{sv}", "0"),
                ),
                limit_seconds=_UDISKS_SECONDS,
            )
        )
        if output.exit_code != 0:
            raise Unreadable(Reason.FAILED, "UDisks2 SmartGetAttributes")
        return bus.udisks_attributes(output.stdout)


class _Sysfs:
    """What the kernel and udev say of one drive, whoever asks."""

    def __init__(self, context: Context, name: str) -> None:
        self._context = context
        self.name = name
        self._folder = f"/sys/block/{name}"
        path = context.ask(f"sysfs {name}", lambda: context.host.target(self._folder))
        self._path = path if isinstance(path, str) else ""
        udev = context.ask(f"udev {name}", lambda: context.host.udev(self._path or self._folder))
        self._udev: Mapping[str, str] = {} if isinstance(udev, Unknown) else udev

    @property
    def bus(self) -> Bus:
        if self.name.startswith("nvme"):
            return Bus.NVME
        if self.name.startswith("mmcblk"):
            return Bus.MMC
        for part, kind in (("/usb", Bus.USB), ("/ata", Bus.SATA), ("/virtio", Bus.VIRTUAL), ("/xen", Bus.VIRTUAL)):
            if part in self._path:
                return kind
        if "/virtual/" in self._path or self.name.startswith(("vd", "xvd")):
            return Bus.VIRTUAL
        return Bus.SCSI if self.name.startswith("sd") else Bus.OTHER

    @property
    def port(self) -> str | Unknown:
        """As the kernel counts; it is usually not the number printed on the board."""
        for pattern, words in (
            (r"/ata(\d+)/", "SATA {}"),
            (r"/nvme/(nvme\d+)/", "{}"),
            (r"/(\d+-[\d.]+)[:/]", "USB {}"),
        ):
            match = re.search(pattern, self._path)
            if match:
                return words.format(match[1])
        return Unknown(reason=Reason.NOT_REPORTED, detail=f"sysfs {self.name}")

    @property
    def model(self) -> str | Unknown:
        return _first((self._property("ID_MODEL"), self._text("device/model")))

    @property
    def serial(self) -> str | Unknown:
        return _first((self._property("ID_SERIAL_SHORT"), self._text("device/serial"), self._text("serial")))

    @property
    def firmware(self) -> str | Unknown:
        return _first((self._property("ID_REVISION"), self._text("device/firmware_rev"), self._text("device/rev")))

    @property
    def size_bytes(self) -> int | Unknown:
        sectors = self._text("size")
        if isinstance(sectors, Unknown):
            return sectors
        return int(sectors) * _SECTOR_BYTES if sectors.isascii() and sectors.isdigit() else self._unknown("size")

    @property
    def rotational(self) -> bool | Unknown:
        return self._flag("queue/rotational")

    @property
    def removable(self) -> bool | Unknown:
        return self._flag("removable")

    def _flag(self, file: str) -> bool | Unknown:
        text = self._text(file)
        if isinstance(text, Unknown):
            return text
        return text == "1" if text in ("0", "1") else self._unknown(file)

    def _property(self, name: str) -> str | Unknown:
        return self._udev.get(name, "").strip() or self._unknown(name)

    def _text(self, file: str) -> str | Unknown:
        try:
            text = self._context.host.read(f"{self._folder}/{file}").decode("utf-8", "replace")
        except Unreadable as error:
            return error.unknown
        return " ".join(text.replace("\0", " ").split()) or self._unknown(file)

    def _unknown(self, detail: str) -> Unknown:
        return Unknown(reason=Reason.NOT_REPORTED, detail=f"{self.name} {detail}")


def _first(candidates: Iterable[str | Unknown]) -> str | Unknown:
    """The first that is known; where none is, the last one's reason."""
    last: str | Unknown = Unknown(reason=Reason.NOT_REPORTED)
    for last in candidates:
        if isinstance(last, str):
            return last
    return last
