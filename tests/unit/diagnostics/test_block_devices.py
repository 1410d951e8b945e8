"""A drive's node is opened only where it is root's own, of the number that the kernel gave the drive."""

import os
import stat
from pathlib import Path

import pytest

from haas_client.diagnostics import block_devices
from haas_client.diagnostics.host import RealHost
from haas_client.diagnostics.unknown import Reason, Unreadable

NUMBERS = (259, 7)

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root makes device nodes and gives files away")


class Sys(RealHost):
    """A kernel that lists what it is told."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._files = {f"/sys/block/{name}": content for name, content in files.items()}

    def read(self, path: str) -> bytes:
        if path not in self._files:
            raise Unreadable(Reason.NOT_PRESENT, path)
        return self._files[path]

    def names(self, folder: str) -> tuple[str, ...]:
        return tuple(sorted({path.split("/")[3] for path in self._files}))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the nodes lie instead of /dev; skips where the file system takes none."""
    monkeypatch.setattr(block_devices, "node", lambda name: str(tmp_path / name))
    return tmp_path


def make(path: Path, kind: int = stat.S_IFBLK, numbers: tuple[int, int] = NUMBERS) -> None:
    try:
        os.mknod(path, kind | 0o600, os.makedev(*numbers))
    except PermissionError:
        pytest.skip("this container lets nobody make device nodes")


def checked(numbers: bytes = b"259:7\n") -> str | Reason:
    try:
        return block_devices.checked_node(Sys({"sda/dev": numbers}), "sda")
    except Unreadable as error:
        return error.unknown.reason


@needs_root
def test_the_kernel_s_own_node_is_taken(place: Path) -> None:
    make(place / "sda")
    assert checked() == str(place / "sda")


@needs_root
@pytest.mark.parametrize("numbers", [b"", b"8:0", b"259:70", b"259:7 8:0", b"\xff", b"259:7\n8:0\n"])
def test_another_number_is_refused(place: Path, numbers: bytes) -> None:
    make(place / "sda")
    assert checked(numbers) is Reason.MALFORMED


@needs_root
def test_a_link_to_the_right_node_is_refused(place: Path) -> None:
    make(place / "other")
    (place / "sda").symlink_to(place / "other")
    assert checked() is Reason.MALFORMED


@needs_root
def test_another_user_s_node_is_refused(place: Path) -> None:
    make(place / "sda")
    os.chown(place / "sda", 1, 1)
    assert checked() is Reason.MALFORMED


@needs_root
def test_a_character_device_of_the_same_number_is_refused(place: Path) -> None:
    make(place / "sda", stat.S_IFCHR)
    assert checked() is Reason.MALFORMED


def test_a_file_a_folder_and_nothing_are_refused(place: Path) -> None:
    assert checked() is Reason.NOT_PRESENT
    (place / "sda").write_bytes(b"")
    assert checked() is Reason.MALFORMED
    (place / "sda").unlink()
    (place / "sda").mkdir()
    assert checked() is Reason.MALFORMED
    (place / "sda").rmdir()
    os.mkfifo(place / "sda")
    assert checked() is Reason.MALFORMED


def test_a_drive_that_the_kernel_does_not_know_is_refused(place: Path) -> None:
    with pytest.raises(Unreadable):
        block_devices.checked_node(Sys({}), "sda")


@pytest.mark.parametrize("name", ["..", "sda;id", "sd a", "-x", "", "sda\n", "SDA", "a" * 40, "保"])
def test_odd_names_are_no_drives(name: str) -> None:
    assert block_devices.drives(Sys({f"{name}/size": b"1"})) == ()


def test_drives_are_told_from_what_is_none() -> None:
    files = {f"{name}/size": b"1" for name in ("sda", "nvme0n1", "mmcblk0", "mmcblk0boot0", "loop0", "dm-0", "sr0")}
    files |= {"nvme1c1n1/hidden": b"1\n", "sdb/removable": b"1\n", "sdb/size": b"0\n", "cciss!c0d0/size": b"1"}
    assert block_devices.drives(Sys(files)) == ("cciss!c0d0", "mmcblk0", "nvme0n1", "sda")
    assert block_devices.node("cciss!c0d0") == "/dev/cciss/c0d0"
