"""USB sticks: what UDisks2 tells of them, and a bundle saved on ones that are full, protected or pulled."""

import contextlib
import errno
import json
import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client import process
from haas_client.bundle.archive import BundleRefused, SaveFailed
from haas_client.channels import folder, removable
from haas_client.channels.channel import Channel, Handover, Outcome, Parcel, Way
from haas_client.channels.draft import Draft
from haas_client.channels.mail import Mail
from haas_client.channels.removable import Drive, Stick
from haas_client.diagnostics.decode.bus import UdisksVolume, udisks_removable_volumes
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from haas_client.errors import HaasError
from tests.programs import put_program

VOLUME = "/org/freedesktop/UDisks2/block_devices/sdb1"
DRIVE = "/org/freedesktop/UDisks2/drives/Maker_Stick_1"
DATA = random.Random(5).randbytes(300_000)


def path_bytes(path: str | Path) -> list[int]:
    return [*os.fsencode(path), 0]


def variant(kind: str, data: Any) -> dict[str, Any]:
    return {"type": kind, "data": data}


def objects(
    *mounts: str | Path, drive: dict[str, Any] | None = None, block: dict[str, Any] | None = None
) -> dict[str, Any]:
    """What UDisks2 tells of a stick, in busctl's words, with what it tells beside it left out."""
    told = {"Vendor": "Maker", "Model": "Stick", "Removable": True, "MediaRemovable": True, "ConnectionBus": "usb"}
    shown = {"Drive": DRIVE, "IdLabel": "写真", "HintSystem": False, "ReadOnly": False}
    kinds: dict[type, str] = {bool: "b", str: "s"}

    def wrapped(values: dict[str, Any]) -> dict[str, Any]:
        return {name: variant(kinds.get(type(value), "v"), value) for name, value in values.items()}

    points = variant("aay", [path_bytes(mount) for mount in mounts])
    return {
        DRIVE: {"org.freedesktop.UDisks2.Drive": wrapped(told | (drive or {}))},
        VOLUME: {
            "org.freedesktop.UDisks2.Block": wrapped(shown | (block or {})),
            "org.freedesktop.UDisks2.Filesystem": {"MountPoints": points, "Size": variant("t", 7)},
        },
    }


def answer(managed: Any) -> bytes:
    return json.dumps({"type": "a{oa{sa{sv}}}", "data": [managed]}).encode()


def volumes(managed: Any) -> tuple[UdisksVolume, ...]:
    return udisks_removable_volumes(answer(managed))


def test_a_stick_is_told_with_its_name_and_place() -> None:
    expected = UdisksVolume(
        object_path=VOLUME,
        label="写真",
        drive="Maker Stick",
        mount_points=("/media/owner/写真",),
        read_only=False,
    )
    assert volumes(objects("/media/owner/写真")) == (expected,)


@pytest.mark.parametrize(
    "drive",
    [
        {"Removable": False, "MediaRemovable": False},
        {"Removable": False, "MediaRemovable": False, "ConnectionBus": "sdio"},
        {"MediaRemovable": False, "ConnectionBus": ""},
        {"Removable": False, "ConnectionBus": ""},
    ],
)
def test_any_sign_that_it_is_plugged_in_and_out_will_do(drive: dict[str, Any]) -> None:
    assert volumes(objects("/media/owner/S", drive=drive))


@pytest.mark.parametrize(
    "managed",
    [
        objects(),
        objects("/mnt", drive={"Removable": False, "MediaRemovable": False, "ConnectionBus": ""}),
        objects("/", block={"HintSystem": True}),
        objects("/media/owner/S", block={"Drive": "/"}),
        objects("media/owner/S"),
        objects("/media/own\0er/S"),
        {VOLUME: objects("/media/owner/S")[VOLUME]},
        {},
    ],
)
def test_what_is_no_mounted_stick_is_left_out(managed: Any) -> None:
    assert volumes(managed) == ()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda v: (
            st.lists(v)
            | st.dictionaries(
                st.sampled_from(
                    [VOLUME, DRIVE, "data", "type", "MountPoints", "Drive", "org.freedesktop.UDisks2.Block"]
                ),
                v,
            )
        ),
    )
)
def test_no_answer_of_udisks2_is_more_than_unreadable(managed: Any) -> None:
    with contextlib.suppress(Unreadable):
        assert isinstance(volumes(managed), tuple)


@given(st.lists(st.integers() | st.none() | st.text()))
def test_any_bytes_may_stand_for_a_place(points: list[Any]) -> None:
    managed = objects("/x")
    managed[VOLUME]["org.freedesktop.UDisks2.Filesystem"]["MountPoints"] = variant("aay", [points])
    assert all(point.startswith("/") for volume in volumes(managed) for point in volume.mount_points)


# ---- asking UDisks2 --------------------------------------------------------------------------------------------


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "tools").mkdir()
    monkeypatch.setattr(process, "SEARCH_PATH", (str(tmp_path / "tools"),))
    return tmp_path / "tools"


@pytest.fixture
def udisks(tools: Path, tmp_path: Path) -> Callable[[Any], None]:
    """Puts a busctl in place that answers with what a test says."""

    def tell(managed: Any) -> None:
        (tmp_path / "answer").write_bytes(answer(managed))
        put_program(tools, "busctl", f'echo "$@" > {tmp_path}/asked; cat {tmp_path}/answer')

    return tell


def test_sticks_are_found_with_their_free_space(udisks: Callable[[Any], None], tmp_path: Path) -> None:
    udisks(objects(tmp_path, tmp_path / "gone"))
    found = removable.drives()
    assert not isinstance(found, Unknown)
    (drive,) = found
    space = os.statvfs(tmp_path)
    assert (drive.label, drive.mount, drive.volume, drive.writable) == ("写真", tmp_path, VOLUME, True)
    assert abs(drive.free_bytes - space.f_bavail * space.f_frsize) < 2**30
    assert drive.device == tmp_path.stat().st_dev


@pytest.mark.parametrize(
    ("block", "drive", "label"),
    [
        ({"IdLabel": ""}, {}, "Maker Stick"),
        ({"IdLabel": " "}, {"Vendor": "", "Model": ""}, "place"),
        ({"IdLabel": "a\n\x1b[31m"}, {}, "a \ufffd[31m"),
    ],
)
def test_a_stick_without_a_name_is_called_by_what_is_known(
    udisks: Callable[[Any], None], tmp_path: Path, block: dict[str, Any], drive: dict[str, Any], label: str
) -> None:
    (tmp_path / "place").mkdir()
    udisks(objects(tmp_path / "place", block=block, drive=drive))
    found = removable.drives()
    assert not isinstance(found, Unknown)
    assert [one.label for one in found] == [label]


def test_a_protected_stick_is_told_as_such(udisks: Callable[[Any], None], tmp_path: Path) -> None:
    udisks(objects(tmp_path, block={"ReadOnly": True}))
    found = removable.drives()
    assert not isinstance(found, Unknown)
    assert [one.writable for one in found] == [False]


@pytest.mark.parametrize("script", ["exit 1", "echo '{'", "echo '[]'", "kill -KILL $$"])
def test_where_udisks2_does_not_answer_nothing_is_known(tools: Path, script: str) -> None:
    assert isinstance(removable.drives(), Unknown)  # no busctl at all
    put_program(tools, "busctl", script)
    assert isinstance(removable.drives(), Unknown)


def test_a_udisks2_that_hangs_is_left(tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(removable, "_LIST_SECONDS", 0.1)
    monkeypatch.setattr(removable, "_MARGIN_SECONDS", 0.1)
    put_program(tools, "busctl", "exec sleep 600")
    found = removable.drives()
    assert isinstance(found, Unknown)
    assert found.reason == Reason.TIMED_OUT


def test_a_stick_is_let_go_without_asking_for_a_password(tools: Path, stick: Drive, tmp_path: Path) -> None:
    put_program(tools, "busctl", f'echo "$@" > {tmp_path}/asked; mv {stick.mount} {stick.mount}.away')
    assert removable.release(stick)
    asked = (tmp_path / "asked").read_text()
    assert f"call org.freedesktop.UDisks2 {VOLUME} org.freedesktop.UDisks2.Filesystem Unmount a{{sv}} 1" in asked
    assert asked.endswith("auth.no_user_interaction b true\n")


@pytest.mark.parametrize("script", ["exit 1", "exit 0"])
def test_what_was_not_let_go_is_not_called_so(tools: Path, stick: Drive, script: str) -> None:
    assert not removable.release(stick)
    put_program(tools, "busctl", script)
    assert not removable.release(stick)


# ---- saving ----------------------------------------------------------------------------------------------------


@pytest.fixture
def parcel(tmp_path: Path) -> Parcel:
    (tmp_path / "case").mkdir()
    path = tmp_path / "case" / "linuxmania-20261120-0912.zip"
    path.write_bytes(DATA)
    return Parcel(draft=Draft(subject="S", body="B"), path=path)


def stick_at(mount: Path) -> Drive:
    device = mount.stat().st_dev
    return Drive(label="S", mount=mount, free_bytes=0, writable=True, volume=VOLUME, device=device)


@pytest.fixture
def stick(tmp_path: Path) -> Drive:
    (tmp_path / "stick").mkdir()
    return stick_at(tmp_path / "stick")


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 512 KiB on a loop device."""
    image, mount = tmp_path / "image", tmp_path / "mounted"
    image.write_bytes(bytes(512 * 1024))
    mount.mkdir()
    if shutil.which("mkfs.ext4") is None or os.geteuid() != 0:
        pytest.skip("only root can mount, and mkfs.ext4 is needed (package e2fsprogs)")
    subprocess.run(("mkfs.ext4", "-q", "-O", "^has_journal", "-m", "0", str(image)), check=True)
    mounting = subprocess.run(("mount", "-o", "loop", str(image), str(mount)), check=False, capture_output=True)
    if mounting.returncode:
        pytest.skip(f"no loop device can be mounted here: {mounting.stderr.decode().strip()}")
    try:
        yield mount
    finally:
        subprocess.run(("umount", "-l", str(mount)), check=False, capture_output=True)


def names(mount: Path) -> set[str]:
    return {path.name for path in mount.iterdir()} - {"lost+found"}


def check_kept(parcel: Parcel) -> None:
    assert parcel.path is not None
    assert parcel.path.read_bytes() == DATA


def test_a_bundle_is_saved_byte_for_byte_beside_what_is_there(stick: Drive, parcel: Parcel) -> None:
    assert parcel.path is not None
    first = Stick(stick).hand_over(parcel)
    assert first == Handover(outcome=Outcome.SAVED, way=Way.STICK, path=stick.mount / parcel.path.name)
    second = Stick(stick).hand_over(parcel).path
    assert second == stick.mount / "linuxmania-20261120-0912-2.zip"
    assert second.read_bytes() == DATA
    assert len(names(stick.mount)) == 2
    check_kept(parcel)


def test_what_a_pulled_stick_was_left_with_is_taken_away(stick: Drive, parcel: Parcel) -> None:
    """Half a bundle holds the owner's words too. What is another's, or still being written, stays."""
    with Path("/proc/sys/kernel/pid_max").open() as file:
        nobody = int(file.read())  # the first number that no process can have
    others = {f".linuxmania-haas-{os.getpid()}-7.part", ".linuxmania-haas-x.part", ".other-1-2.part", "a.part"}
    for name in {f".linuxmania-haas-{nobody}-7.part", *others}:
        (stick.mount / name).touch()
    Stick(stick).hand_over(parcel)
    assert names(stick.mount) == {*others, "linuxmania-20261120-0912.zip"}


def test_a_full_stick_is_told_and_left_as_it_was(small: Path, parcel: Parcel) -> None:
    (small / "photos").write_bytes(bytes(300_000))
    with pytest.raises(SaveFailed, match="no space left"):
        Stick(stick_at(small)).hand_over(parcel)
    assert names(small) == {"photos"}
    check_kept(parcel)
    (small / "photos").unlink()
    assert Stick(stick_at(small)).hand_over(parcel).outcome == Outcome.SAVED


def test_a_protected_stick_is_told(small: Path, parcel: Parcel) -> None:
    subprocess.run(("mount", "-o", "remount,ro", str(small)), check=True)
    with pytest.raises(SaveFailed, match="only be read"):
        Stick(stick_at(small)).hand_over(parcel)
    check_kept(parcel)


def test_a_stick_that_went_before_is_told_and_its_folder_stays_empty(small: Path, parcel: Parcel) -> None:
    """The folder where it was mounted belongs to the PC's own drive: nothing must be saved there."""
    drive = stick_at(small)
    subprocess.run(("umount", str(small)), check=True)
    with pytest.raises(SaveFailed, match="no longer there"):
        Stick(drive).hand_over(parcel)
    assert names(small) == set()


def test_a_stick_that_goes_in_the_middle_is_told(small: Path, parcel: Parcel, monkeypatch: pytest.MonkeyPatch) -> None:
    drive, real = stick_at(small), os.fsync

    def fsync(descriptor: int) -> None:
        real(descriptor)
        subprocess.run(("umount", "-l", str(small)), check=True)
        monkeypatch.undo()

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(SaveFailed, match="no longer there"):
        Stick(drive).hand_over(parcel)
    assert names(small) == set()
    check_kept(parcel)


@pytest.mark.parametrize("number", [errno.EIO, errno.ENODEV, errno.ENXIO])
@pytest.mark.parametrize("folder_only", [False, True])
def test_a_stick_that_does_not_confirm_is_never_called_saved(
    stick: Drive, parcel: Parcel, monkeypatch: pytest.MonkeyPatch, number: int, folder_only: bool
) -> None:
    """The kernel tells of a pulled stick when the file is synced, or not before its folder is."""
    real, seen = os.fsync, []

    def fsync(descriptor: int) -> None:
        seen.append(descriptor)
        if len(seen) == 1 + folder_only:
            raise OSError(number, os.strerror(number))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(SaveFailed, match="pulled out") as caught:
        Stick(stick).hand_over(parcel)
    assert "Nothing was lost" in caught.value.advice
    assert not [name for name in names(stick.mount) if name.endswith(".part")]
    check_kept(parcel)


def test_a_bundle_that_is_gone_or_too_large_is_told(stick: Drive, tmp_path: Path) -> None:
    draft = Draft(subject="S", body="B")
    with pytest.raises(HaasError, match=r"gone\.zip cannot be opened"):
        Stick(stick).hand_over(Parcel(draft=draft, path=tmp_path / "gone.zip"))
    with (tmp_path / "large.zip").open("wb") as file:
        file.truncate(17 * 1024 * 1024)
    with pytest.raises(BundleRefused, match="too large"):
        Stick(stick).hand_over(Parcel(draft=draft, path=tmp_path / "large.zip"))
    assert names(stick.mount) == set()


@pytest.mark.parametrize("way", ["mail", "file", "stick"])
def test_all_channels_look_alike_and_none_says_sent(
    way: str, stick: Drive, parcel: Parcel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_program(tmp_path, "xdg-email", "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/proc/nowhere")
    channels: dict[str, Channel] = {"mail": Mail(), "file": folder.File(tmp_path / "out.zip"), "stick": Stick(stick)}
    handover = channels[way].hand_over(parcel)
    assert handover.outcome in (Outcome.OPENED, Outcome.SAVED)
    assert handover.path is not None
    assert handover.path.read_bytes() == DATA
    assert "sent" not in set(Outcome)
