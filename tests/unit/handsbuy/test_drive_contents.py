"""What is on a drive that is to go out: seen, or said not to be seen."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from haas_client.diagnostics.decode import lsblk
from haas_client.diagnostics.decode.lsblk import Device
from haas_client.diagnostics.replay import ReplayHost
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from haas_client.handsbuy.drive_contents import LISTINGS, Contents, Role, contents, devices, drives_under, of_part
from haas_client.i18n import LANGUAGES, translator
from haas_client.process import Cancel
from haas_client.wording import drive_contents as words
from tests.machines import hand_written
from tests.machines.formats import block
from tests.machines.formats import lsblk as printed
from tests.machines.recording import Recording
from tests.unit.builders import drive, unknown
from tests.unit.diagnostics import strategies
from tests.unit.handsbuy.swaps import drive_named, failing_ssd, part_of

GB = 10**9
PART = part_of(drive(serial="SER-0001"))
ESP = "C12A7328-F81F-11D2-BA4B-00A0C93EC93B"


def listed(*found: dict[str, Any]) -> tuple[Device, ...]:
    return lsblk.devices(json.dumps(printed(*found)).encode())


def disk(*children: dict[str, Any], name: str = "sda", serial: str = "SER0001", **columns: Any) -> dict[str, Any]:
    return block(name, "disk", 500 * GB, *children, serial=serial, **columns)


def part(name: str = "sda1", fstype: str | None = "ext4", *mounts: str, used: int | None = None, **columns: Any) -> Any:
    used = 10 * GB if mounts and used is None else used
    return block(name, "part", 400 * GB, fstype=fstype, mountpoints=list(mounts) or [None], fsused=used, **columns)


def mapped(name: str, kind: str, *mounts: str, **columns: Any) -> dict[str, Any]:
    points: list[str | None] = [*mounts] or [None]
    values = {"fstype": "ext4", "mountpoints": points, "fsused": 10 * GB if mounts else None}
    return block(name, kind, 400 * GB, **values | columns)


ROOT = disk(part("sdb1", "ext4", "/"), name="sdb", serial="OTHER")
"""The system on another drive."""


def look(*found: dict[str, Any]) -> Contents:
    seen = of_part(PART, listed(*found))
    assert isinstance(seen, Contents)
    return seen


def roles(seen: Contents) -> list[Role]:
    return [volume.role for volume in seen.volumes]


def test_the_recorded_desktop(tmp_path: Path) -> None:
    host = ReplayHost(hand_written.failing_ssd(tmp_path))
    home = contents(part_of(drive_named(failing_ssd(), "sda")), host, Cancel())
    assert isinstance(home, Contents)
    assert (home.name, home.system, home.encrypted, home.used_bytes) == ("sda", False, False, 211_884_912_640)
    assert [(one.name, one.role, one.mounts) for one in home.volumes] == [("sda1", Role.HOME, ("/home",))]
    system = contents(part_of(drive_named(failing_ssd(), "nvme0n1")), host, Cancel())
    assert isinstance(system, Contents)
    assert (system.system, roles(system)) == (True, [Role.BOOT, Role.SYSTEM])


@pytest.mark.parametrize(
    ("volume", "role", "system"),
    [
        (part("sda1", "ext4", "/"), Role.SYSTEM, True),
        (part("sda1", "ext4", "/var"), Role.SYSTEM, True),
        (part("sda1", "ext4", "/boot"), Role.BOOT, True),
        (part("sda1", "vfat", "/boot/efi", parttype=ESP), Role.BOOT, True),
        (part("sda1", "vfat", parttype=ESP), Role.BOOT, False),
        (part("sda1", "swap", "[SWAP]"), Role.SWAP, True),
        (part("sda1", "swap"), Role.SWAP, False),
        (part("sda1", "ext4", "/home"), Role.HOME, False),
        (part("sda1", "ext4", "/home/owner"), Role.HOME, False),
        (part("sda1", "ext4", "/homework"), Role.DATA, False),
        (part("sda1", "ext4", "/media/owner/old", "/srv"), Role.DATA, False),
        (part("sda1", "ntfs"), Role.NOT_MOUNTED, False),
        (part("sda1", "crypto_LUKS"), Role.LOCKED, False),
        (part("sda1", "BitLocker"), Role.LOCKED, False),
        (part("sda1", None), Role.UNRECOGNISED, False),
        (part("sda1", None, parttype="e3c9e316-0b5c-4db8-817d-f92df00215ae"), Role.NO_FILES, False),
    ],
)
def test_what_a_partition_is_for(volume: dict[str, Any], role: Role, system: bool) -> None:
    seen = look(disk(volume), ROOT)
    assert (roles(seen), seen.system) == ([role], system)


def test_a_drive_without_a_table_is_one_place() -> None:
    assert roles(look(disk(fstype="ext4", mountpoints=["/data"], fsused=1), ROOT)) == [Role.DATA]
    assert roles(look(disk(), ROOT)) == [Role.UNRECOGNISED]
    assert look(disk(), ROOT).used_bytes == Unknown(reason=Reason.NOT_REPORTED, detail="lsblk, FSUSED of sda")


def test_the_frame_around_logical_partitions_is_no_place() -> None:
    frame = block("sda2", "part", 1024, parttype="0x5")
    assert roles(look(disk(part("sda5", "ext4", "/home"), frame), ROOT)) == [Role.HOME]


@pytest.mark.parametrize("kind", ["LVM2_member", "linux_raid_member"])
def test_the_system_is_known_through_lvm_raid_and_encryption(kind: str) -> None:
    inside = mapped("dm-0", "lvm", "/")
    for tree in (
        part("sda1", kind, children=[inside]),
        part("sda1", kind, children=[mapped("md0", "raid1", fstype="LVM2_member", children=[inside])]),
        part("sda1", "crypto_LUKS", children=[mapped("dm-1", "crypt", fstype="LVM2_member", children=[inside])]),
    ):
        seen = look(disk(tree))
        assert (seen.system, roles(seen), seen.used_bytes) == (True, [Role.SYSTEM], 10 * GB)
        assert seen.encrypted is (tree["fstype"] == "crypto_LUKS")


def test_encryption_without_a_name_of_its_own_is_seen_by_what_was_opened() -> None:
    seen = look(disk(part("sda1", None, children=[mapped("dm-0", "crypt", "/home")])), ROOT)
    assert (seen.encrypted, seen.volumes[0].encrypted) == (True, True)


@pytest.mark.parametrize("kind", ["crypto_LUKS", "BitLocker"])
def test_what_is_locked_is_encrypted_and_its_use_not_known(kind: str) -> None:
    seen = look(disk(part("sda1", kind)), ROOT)
    assert (seen.encrypted, seen.volumes[0].encrypted) == (True, True)
    assert isinstance(seen.used_bytes, Unknown)


def test_what_is_mounted_is_a_place_also_where_something_is_built_on_it() -> None:
    snapshot = mapped("dm-1", "lvm")
    seen = look(disk(part("sda1", "LVM2_member", children=[mapped("dm-0", "lvm", "/home", children=[snapshot])])), ROOT)
    assert roles(seen) == [Role.HOME, Role.NOT_MOUNTED]


def test_what_lies_on_several_drives_is_told_so() -> None:
    array = mapped("md0", "raid1", "/home")
    other = disk(part("sdb1", "linux_raid_member", children=[array]), name="sdb", serial="OTHER")
    seen = look(disk(part("sda1", "linux_raid_member", children=[array])), other, disk(name="sdc", serial="X"))
    assert [volume.shared for volume in seen.volumes] == [True]
    alone = look(disk(part("sda1", "linux_raid_member", children=[array])), ROOT)
    assert [volume.shared for volume in alone.volumes] == [False]


def test_every_member_of_a_btrfs_is_in_use_though_one_alone_is_listed_as_mounted() -> None:
    other = disk(part("sdb1", "btrfs", "/", "/home", uuid="B"), name="sdb", serial="OTHER")
    seen = look(disk(part("sda1", "btrfs", uuid="B")), other)
    (volume,) = seen.volumes
    assert (seen.system, volume.mounts, volume.shared, seen.used_bytes) == (True, ("/", "/home"), True, 10 * GB)
    apart = look(disk(part("sda1", "btrfs", uuid="C")), other)
    assert (apart.system, roles(apart)) == (False, [Role.NOT_MOUNTED])


def test_two_members_on_one_drive_are_counted_once() -> None:
    seen = look(disk(part("sda1", "btrfs", "/data", uuid="B"), part("sda2", "btrfs", uuid="B")), ROOT)
    assert (seen.used_bytes, [volume.shared for volume in seen.volumes]) == (10 * GB, [False, False])


@pytest.mark.parametrize("kind", ["zfs_member", "LVM2_member", "linux_raid_member", "isw_raid_member"])
def test_a_pool_that_is_not_seen_as_a_whole_may_be_anything(kind: str) -> None:
    seen = look(disk(part("sda1", kind)), ROOT)
    assert roles(seen) == [Role.MEMBER]
    assert all(isinstance(value, Unknown) for value in (seen.system, seen.encrypted, seen.used_bytes))


def test_where_the_system_is_seen_on_no_drive_none_is_said_not_to_hold_it() -> None:
    assert isinstance(look(disk(part("sda1", "ext4", "/data"))).system, Unknown)


def test_used_is_known_only_where_all_of_it_is() -> None:
    both = look(disk(part("sda1", "ext4", "/data", used=7), part("sda2", "ntfs")), ROOT)
    assert isinstance(both.used_bytes, Unknown)
    assert both.least_used_bytes == 7
    start = block("sda2", "part", 500, fstype="vfat", parttype=ESP)
    swap = part("sda3", "swap")
    whole = look(disk(part("sda1", "ext4", "/data", used=7), start, swap), ROOT)
    assert (whole.used_bytes, whole.least_used_bytes) == (507, 507)


def test_encryption_is_ruled_out_only_where_everything_was_recognised() -> None:
    assert look(disk(part("sda1", "ext4", "/data")), ROOT).encrypted is False
    assert isinstance(look(disk(part("sda1", "ext4"), part("sda2", None)), ROOT).encrypted, Unknown)


def test_the_drive_is_known_again_by_its_number_alone() -> None:
    found = listed(disk(part("sda1", "ext4", "/data")), ROOT)
    assert isinstance(of_part(part_of(drive(serial="ser 0001")), found), Contents)
    for serial, reason in (("GONE", Reason.NOT_PRESENT), (unknown(), Reason.NOT_REPORTED), ("--", Reason.NOT_REPORTED)):
        seen = of_part(part_of(drive(serial=serial)), found)
        assert isinstance(seen, Unknown)
        assert seen.reason == reason
    twice = of_part(PART, listed(disk(), disk(name="sdc")))
    assert isinstance(twice, Unknown)
    assert twice.reason == Reason.MALFORMED
    assert isinstance(of_part(PART, listed(part(serial="SER0001"))), Unknown)


def host(folder: Path, *answers: tuple[Any, int]) -> ReplayHost:
    machine = Recording()
    for command, (answer, code) in zip(LISTINGS, answers, strict=False):
        machine.command(command.line, answer, exit_code=code)
    return ReplayHost(machine.save(folder))


def test_an_older_lsblk_is_asked_for_what_it_has(tmp_path: Path) -> None:
    old = {"blockdevices": [{"name": "sda", "type": "disk", "mountpoint": "/", "serial": "SER0001"}]}
    seen = contents(PART, host(tmp_path / "old", ("", 1), (old, 0)), Cancel())
    assert isinstance(seen, Contents)
    assert seen.system is True
    with pytest.raises(Unreadable) as refused:
        devices(host(tmp_path / "none", ("", 1), ("", 1)), Cancel())
    assert refused.value.unknown.reason == Reason.FAILED


def test_without_an_answer_nothing_is_known(tmp_path: Path) -> None:
    seen = contents(PART, host(tmp_path), Cancel())
    assert isinstance(seen, Unknown)
    assert seen.reason == Reason.NOT_RECORDED


# On which drives a folder lies

TABLE = """\
24 1 8:17 / / rw shared:1 - ext4 /dev/sdb1 rw
25 24 8:1 / /media/old rw - ext4 /dev/sda1 rw
26 24 0:9 / /mnt/nas rw - nfs4 nas:/home rw
27 24 0:10 / /run/user/1000/gvfs rw - fuse.gvfsd-fuse gvfsd-fuse rw
28 24 0:11 / /pool rw - zfs pool rw
29 24 0:12 / /array rw - btrfs /dev/sdc1 rw
"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/media/old", {"sda"}),
        ("/media/old/home", {"sda"}),
        ("/media/older", {"sdb"}),
        ("/home/owner", {"sdb"}),
        ("/mnt/nas/copy", set()),
        ("/run/user/1000/gvfs/mtp", None),
        ("/pool/home", None),
        ("/array/home", {"sdc", "sdd"}),
    ],
)
def test_on_which_drives_a_folder_lies(path: str, expected: set[str] | None) -> None:
    found = listed(
        disk(part("sda1", "ext4", "/media/old")),
        ROOT,
        disk(part("sdc1", "btrfs", "/array", uuid="B"), name="sdc"),
        disk(part("sdd1", "btrfs", uuid="B"), name="sdd"),
    )
    seen = drives_under(path, found, TABLE)
    assert (None if isinstance(seen, Unknown) else set(seen)) == expected


def test_without_a_table_no_place_is_known() -> None:
    assert isinstance(drives_under("/home", listed(ROOT), ""), Unknown)
    assert isinstance(drives_under("/home", (), TABLE), Unknown)


# Words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_role_and_every_reason_has_words(language: str) -> None:
    t = translator(language)
    seen = look(
        disk(
            part("sda1", "ext4", "/"),
            part("sda2", "crypto_LUKS"),
            part("sda3", "zfs_member"),
            part("sda4", None),
            part("sda5", "swap", "[SWAP]"),
        )
    )
    lines = [words.volume(one, t) for one in seen.volumes] + list(words.summary(seen, t))
    for reason in Reason:
        (line,) = words.summary(Unknown(reason=reason), t)
        lines.append(line)
    assert all(line and "{" not in line for line in lines)


def test_the_words_say_what_is_known_and_what_is_not() -> None:
    t = translator("en")
    home = look(disk(part("sda1", "ext4", "/home", used=212 * GB)), ROOT)
    assert words.volume(home.volumes[0], t) == "Your own files · /home · ext4 · 212 GB of 400 GB used"
    assert words.summary(home, t) == ("The system does not run from this drive.", "212 GB are used.")
    hidden = look(disk(part("sda1", "crypto_LUKS"), part("sda2", "ext4", "/x", used=GB)), ROOT)
    assert "At least 1 GB" in words.summary(hidden, t)[1]
    blank = look(disk(), ROOT)
    assert "does not mean that it is empty" in words.summary(blank, t)[1]


@given(strategies.json_bytes(("blockdevices", "children", "name", "type", "disk", "serial", "SER0001", "mountpoints")))
def test_whatever_is_listed_nothing_raises(data: bytes) -> None:
    try:
        found = lsblk.devices(data)
    except Unreadable:
        return
    seen = of_part(PART, found)
    drives_under("/", found, TABLE)
    if isinstance(seen, Contents):
        assert [words.volume(one, translator("ja")) for one in seen.volumes]
    assert words.summary(seen, translator("ja"))
