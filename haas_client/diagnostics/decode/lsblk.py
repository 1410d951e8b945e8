"""What ``lsblk --json --bytes`` tells: drives, what they are divided into, what is built on them, and what hangs where.

Columns of util-linux 2.37 and later; ``MOUNTPOINT`` alone of older ones. An array or a volume group stands under every
drive that it lies on.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from haas_client.diagnostics.decode import json_tree
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable

_DEEPEST = 16
"""Levels: a drive, a partition, RAID, encryption, LVM and its snapshots are eight."""
_MOST = 4096
"""Devices in all: above any PC, and few enough that hostile output cannot hold us up."""


class Device(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    """The kernel's own: sda, sda1, dm-0, md127."""
    kind: str
    """disk, part, crypt, lvm, raid1 …; empty where not told."""
    size_bytes: int | Unknown
    file_system: str
    """As blkid names it, also of members (LVM2_member); empty where it knows none."""
    file_system_id: str
    """Its UUID: all members of one btrfs have the same."""
    partition_type: str
    """GUID, or 0x83 in an old table; in small letters."""
    used_bytes: int | Unknown
    """Of a mounted file system."""
    mounts: tuple[str, ...]
    """"[SWAP]" for swap space in use."""
    serial: str | Unknown
    children: tuple["Device", ...] = ()

    def all(self) -> Iterator["Device"]:
        """This one, and all below it."""
        yield self
        for child in self.children:
            yield from child.all()


def devices(data: bytes) -> tuple[Device, ...]:
    """The devices at the top: drives, and whatever lies on none. Raises :class:`Unreadable`."""
    found = json_tree.at(json_tree.parse(data, "lsblk"), "blockdevices")
    if not isinstance(found, list):
        raise Unreadable(Reason.MALFORMED, "lsblk: blockdevices")
    return _Reader().devices(found, _DEEPEST)


class _Reader:
    def __init__(self) -> None:
        self._left = _MOST

    def devices(self, rows: Any, depth: int) -> tuple[Device, ...]:
        if not isinstance(rows, list):
            return ()
        return tuple(device for row in rows if isinstance(row, dict) and (device := self._device(row, depth)))

    def _device(self, row: dict[str, Any], depth: int) -> Device | None:
        self._left -= 1
        if self._left < 0 or depth <= 0:
            raise Unreadable(Reason.TOO_LARGE, "lsblk")
        name = _word(row, "kname") or _word(row, "name")
        if not name:
            return None
        return Device(
            name=name,
            kind=_word(row, "type"),
            size_bytes=_bytes(row, "size"),
            file_system=_word(row, "fstype"),
            file_system_id=_word(row, "uuid"),
            partition_type=_word(row, "parttype").lower(),
            used_bytes=_bytes(row, "fsused"),
            mounts=_mounts(row),
            serial=json_tree.text(row, "serial"),
            children=self.devices(row.get("children"), depth - 1),
        )


def _word(row: dict[str, Any], key: str) -> str:
    found = json_tree.text(row, key)
    return "" if isinstance(found, Unknown) else found


def _bytes(row: dict[str, Any], key: str) -> int | Unknown:
    """A number; old versions print it in quotes."""
    value = row.get(key)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20:
        value = int(value)
    return json_tree.integer({key: value}, key)


def _mounts(row: dict[str, Any]) -> tuple[str, ...]:
    listed = row.get("mountpoints")
    found = listed if isinstance(listed, list) else [row.get("mountpoint")]
    return tuple(dict.fromkeys(point for point in found if isinstance(point, str) and point))
