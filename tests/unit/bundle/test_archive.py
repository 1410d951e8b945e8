"""The file: written whole or not at all, and refused unless every byte of it is as our writer makes it."""

import contextlib
import errno
import hashlib
import io
import os
import random
import signal
import stat
import struct
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.bundle import archive, chosen
from haas_client.bundle.archive import BundleRefused
from haas_client.bundle.contents import CASE, FINDINGS, MANIFEST, RAW_BUDGET_BYTES, REPORT, SNAPSHOT, Contents
from haas_client.bundle.encryption import CannotDecrypt
from haas_client.diagnostics import diagnosis as diagnosis_format
from haas_client.diagnostics import snapshot as snapshot_format
from haas_client.errors import ExitCode, HaasError
from haas_client.files import SaveFailed
from haas_client.request import Request, Service, Symptom
from tests.unit import builders

NOISE = random.Random(1)
SOON = 5.0
DAMAGED = "it is damaged or cut off"
NAME = "it holds a file with a forbidden name"


@cache
def valid() -> Contents:
    return builders.bundle(
        raw={"smartctl-sda.json": b'{"model_name": "Example"}'},
        request=Request(symptom=Symptom.STORAGE, words="音がする", service=Service.HANDSBUY, name="山田"),
    )


@cache
def valid_bytes() -> bytes:
    return builders.zipped(valid().members)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a hostile name would land if anything were unpacked: the current directory, beside nothing else."""
    inner = tmp_path / "outer" / "inner"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    return inner


def tree(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def refused(data: bytes, folder: Path, why: str) -> None:
    """``data`` is refused for ``why``, and nothing is anywhere that was not there before."""
    path = folder / "hostile.zip"
    path.write_bytes(data)
    before = tree(folder.parent.parent)
    with pytest.raises(BundleRefused) as caught:
        archive.read(path)
    assert caught.value.exit_code is ExitCode.REFUSED
    assert why in caught.value.title
    assert tree(folder.parent.parent) == before


# --- writing


def test_a_bundle_reads_back_as_it_was_written(folder: Path) -> None:
    path = folder / "case.zip"
    archive.write(path, valid().members)
    assert archive.read(path) == valid()


def test_the_same_content_gives_the_same_file(folder: Path) -> None:
    archive.write(folder / "one.zip", valid().members)
    archive.write(folder / "two.zip", valid().members)
    assert (folder / "one.zip").read_bytes() == (folder / "two.zip").read_bytes()


def test_members_are_packed_smaller(folder: Path) -> None:
    archive.write(folder / "case.zip", valid().members)
    assert (folder / "case.zip").stat().st_size < sum(map(len, valid().members.values())) / 2


def test_members_are_ordinary_files_for_whoever_unpacks_them(folder: Path) -> None:
    archive.write(folder / "case.zip", valid().members)
    with zipfile.ZipFile(folder / "case.zip") as zipped:
        kinds = {(info.create_system, info.external_attr >> 16) for info in zipped.infolist()}
    assert kinds == {(3, stat.S_IFREG | 0o644)}


def test_writing_and_reading_leave_no_descriptor_open(folder: Path) -> None:
    archive.write(folder / "case.zip", valid().members)
    before = set(os.listdir("/proc/self/fd"))
    archive.write(folder / "case.zip", valid().members)
    archive.read(folder / "case.zip")
    refused(b"", folder, DAMAGED)
    assert set(os.listdir("/proc/self/fd")) == before


ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")


@ROOT
def test_under_sudo_the_file_belongs_to_whoever_asked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUDO_UID", "54321")
    monkeypatch.setenv("SUDO_GID", "54322")
    archive.write(folder / "case.zip", valid().members)
    status = (folder / "case.zip").stat()
    assert (status.st_uid, status.st_gid) == (54321, 54322)
    assert stat.S_IMODE(status.st_mode) == 0o600


@ROOT
@pytest.mark.parametrize(("user", "group"), [("", ""), ("54321", ""), ("", "54321"), ("-1", "0"), ("x", "54321")])
def test_without_a_sudo_that_says_for_whom_it_belongs_to_root(
    folder: Path, monkeypatch: pytest.MonkeyPatch, user: str, group: str
) -> None:
    monkeypatch.setenv("SUDO_UID", user)
    monkeypatch.setenv("SUDO_GID", group)
    archive.write(folder / "case.zip", valid().members)
    assert ((folder / "case.zip").stat().st_uid, (folder / "case.zip").stat().st_gid) == (0, 0)


def test_a_user_who_is_not_root_is_not_asked_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variables of a sudo further up say nothing about who writes now."""
    given_away: list[object] = []
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(os, "fchown", lambda *arguments: given_away.append(arguments))
    monkeypatch.setenv("SUDO_UID", "54321")
    monkeypatch.setenv("SUDO_GID", "54321")
    archive.write(folder / "case.zip", valid().members)
    assert given_away == []


@pytest.mark.parametrize("umask", [0o000, 0o022])
def test_only_the_owner_may_read_the_file(folder: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        archive.write(folder / "case.zip", valid().members)
    finally:
        os.umask(before)
    assert stat.S_IMODE((folder / "case.zip").stat().st_mode) == 0o600


def test_an_existing_file_is_replaced_and_nothing_else_is_left(folder: Path) -> None:
    (folder / "case.zip").write_bytes(b"old")
    archive.write(folder / "case.zip", valid().members)
    assert archive.read(folder / "case.zip") == valid()
    assert tree(folder) == {"case.zip"}


def test_a_link_keeps_pointing_at_what_was_written(folder: Path) -> None:
    (folder / "stick").mkdir()
    (folder / "case.zip").symlink_to(folder / "stick" / "real.zip")
    archive.write(folder / "case.zip", valid().members)
    assert (folder / "case.zip").is_symlink()
    assert archive.read(folder / "stick" / "real.zip") == valid()


def test_the_file_is_synced_before_it_takes_its_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[bool, bool]] = []
    sizes: list[int] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        status = os.fstat(descriptor)
        seen.append((stat.S_ISREG(status.st_mode), (folder / "case.zip").exists()))
        sizes.append(status.st_size)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    archive.write(folder / "case.zip", valid().members)
    assert seen == [(True, False), (False, True)]
    assert sizes[0] == (folder / "case.zip").stat().st_size  # nothing of it was still held back


def test_a_folder_that_cannot_be_synced_is_no_failure(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync

    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    archive.write(folder / "case.zip", valid().members)
    assert archive.read(folder / "case.zip") == valid()


@contextlib.contextmanager
def full_disk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on a file system of 16 KiB; without the right to mount one, writing is made to fail the same way."""
    mounted = folder / "small"
    mounted.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(mounted)]
    if os.geteuid() == 0 and subprocess.run(command, check=False, capture_output=True).returncode == 0:
        try:
            yield mounted
        finally:
            subprocess.run(["umount", str(mounted)], check=True)
        return

    def fsync(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        yield mounted


def test_a_full_disk_keeps_the_old_file_and_leaves_no_other(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    members = {"large.bin": NOISE.randbytes(64 * 1024)}
    with full_disk(folder, monkeypatch) as small:
        (small / "case.zip").write_bytes(b"old")
        with pytest.raises(SaveFailed, match="no space left") as caught:
            archive.write(small / "case.zip", members)
        assert (small / "case.zip").read_bytes() == b"old"
        assert tree(small) == {"case.zip"}
    assert caught.value.exit_code == ExitCode.FAILED
    assert "Nothing was lost" in caught.value.advice


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "no space left"),
        (errno.EDQUOT, "no space left"),
        (errno.EROFS, "only be read"),
        (errno.EACCES, "right to do so is missing"),
        (errno.EPERM, "right to do so is missing"),
        (errno.ENAMETOOLONG, "name is too long"),
        (errno.EIO, "does not answer"),
        (errno.ENODEV, "does not answer"),
        (errno.EBADMSG, "Bad message"),
    ],
)
@pytest.mark.parametrize("step", ["fsync", "open"])
def test_an_error_of_the_system_is_told_in_words(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str, step: str
) -> None:
    def fail(*_arguments: object, **_named: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(SaveFailed, match=words):
        archive.write(folder / "case.zip", valid().members)
    monkeypatch.undo()
    assert tree(folder) == set()


def test_a_missing_folder_is_told_and_not_made(folder: Path) -> None:
    with pytest.raises(SaveFailed, match="folder does not exist"):
        archive.write(folder / "missing" / "case.zip", valid().members)
    assert tree(folder) == set()


def test_a_file_in_place_of_the_folder_is_told(folder: Path) -> None:
    (folder / "file").write_bytes(b"")
    with pytest.raises(SaveFailed, match="folder does not exist"):
        archive.write(folder / "file" / "case.zip", valid().members)


def test_a_folder_in_place_of_the_file_is_told_and_kept(folder: Path) -> None:
    (folder / "case.zip").mkdir()
    with pytest.raises(SaveFailed, match="folder of that name"):
        archive.write(folder / "case.zip", valid().members)
    assert tree(folder) == {"case.zip"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told(folder: Path) -> None:
    folder.chmod(0o500)
    try:
        with pytest.raises(SaveFailed, match="right to do so is missing"):
            archive.write(folder / "case.zip", valid().members)
    finally:
        folder.chmod(0o700)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("x" * 251 + ".zip", id="Latin"),
        pytest.param("診断" * 42 + ".z", id="Japanese"),
    ],
)
def test_the_longest_name_that_a_file_can_have_is_saved(folder: Path, name: str) -> None:
    assert len(name.encode()) <= 255
    archive.write(folder / name, valid().members)
    assert archive.read(folder / name) == valid()


def test_the_root_folder_is_no_place_for_a_file() -> None:
    with pytest.raises(SaveFailed, match="There is a folder of that name"):
        archive.write(Path("/"), valid().members)


def test_what_is_no_file_is_not_replaced(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    with pytest.raises(SaveFailed, match="not an ordinary file"):
        archive.write(folder / "pipe", valid().members)
    assert stat.S_ISFIFO((folder / "pipe").stat().st_mode)


# --- size


def large_answer(number: int) -> bytes:
    """About 20 KB, as ``smartctl -x`` prints of a drive with logs; counters differ from drive to drive."""
    rows = [
        {"id": n, "name": f"Attribute_{n}", "value": 100, "worst": 99, "thresh": 10, "when_failed": "",
         "flags": {"value": 51, "string": "PO--CK ", "prefailure": True}, "raw": {"value": n * number * 7919}}
        for n in range(1, 31)
    ]  # fmt: skip
    errors = [
        {"error_number": n, "lifetime_hours": n * number, "lba": (n * 2654435761 * (number + 1)) % 2**40}
        for n in range(200)
    ]
    return msgspec.json.encode(
        {"model_name": "Example HDD 4000", "serial_number": f"SER{number:05}", "table": rows, "errors": errors}
    )


def many_drives() -> tuple[Contents, dict[str, bytes]]:
    attributes = [tuple(builders.attribute(n, n * number * 7919) for n in range(1, 31)) for number in range(64)]
    drives = [
        builders.drive(
            name=f"sd{number}", port=f"SATA {number}", serial=f"SER{number:05}",
            health=builders.health(attributes=attributes[number]),
        )
        for number in range(64)
    ]  # fmt: skip
    lines = tuple(
        builders.kernel_line(f"ata{n % 9}.00: exception Emask 0x0 SAct 0x{n * 7919:x} SErr 0x0 action 0x6 frozen")
        for n in range(400)
    )
    raw = {f"smartctl-sd{number}.json": large_answer(number) for number in range(64)}
    snapshot = builders.snapshot(storage=builders.storage(*drives), records=builders.records(kernel=lines))
    return builders.bundle(snapshot, raw=raw, request=Request(words="音" * 4000)), raw


def test_a_bundle_of_64_drives_with_large_answers_fits_into_a_mail(folder: Path) -> None:
    bundle, raw = many_drives()
    archive.write(folder / "case.zip", bundle.members)
    assert (folder / "case.zip").stat().st_size <= 300_000
    assert sum(map(len, raw.values())) > 1_000_000
    assert archive.read(folder / "case.zip") == bundle


def test_raw_answers_that_do_not_fit_are_named_and_the_rest_is_kept(folder: Path) -> None:
    raw = {f"smartctl-sd{n}.json": NOISE.randbytes(RAW_BUDGET_BYTES // 4).hex().encode() for n in range(6)}
    bundle = builders.bundle(raw=raw)
    kept = {name.removeprefix("raw/") for name in bundle.members if name.startswith("raw/")}
    assert kept
    assert bundle.manifest.left_out_for_size
    assert kept | set(bundle.manifest.left_out_for_size) == set(raw)
    archive.write(folder / "case.zip", bundle.members)
    assert (folder / "case.zip").stat().st_size <= 300_000


def test_a_small_raw_answer_fits_behind_one_that_does_not() -> None:
    raw = {"a-large.json": NOISE.randbytes(2 * RAW_BUDGET_BYTES).hex().encode(), "b-small.json": b"{}"}
    bundle = builders.bundle(raw=raw)
    assert bundle.manifest.left_out_for_size == ("a-large.json",)
    assert "raw/b-small.json" in bundle.members


# --- reading: what stands in the way of a file


@pytest.mark.parametrize(
    ("name", "why"),
    [("missing.zip", "There is no such file"), ("missing/case.zip", "There is no such file"), (".", "a folder")],
)
def test_what_cannot_be_opened_is_told_and_not_called_hostile(folder: Path, name: str, why: str) -> None:
    with pytest.raises(HaasError, match=why) as caught:
        archive.read(folder / name)
    assert not isinstance(caught.value, BundleRefused)
    assert caught.value.exit_code is ExitCode.FAILED


def test_an_endless_device_is_refused_at_once() -> None:
    with pytest.raises(BundleRefused, match="it is no file"):
        archive.read(Path("/dev/zero"))


@contextlib.contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """Ends a test that hangs, so that it fails instead."""

    def ring(_signal: int, _frame: object) -> None:
        raise AssertionError("it hangs")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_a_pipe_that_nobody_writes_to_is_refused_at_once(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    with bounded(SOON), pytest.raises(BundleRefused, match="it is no file"):
        archive.read(folder / "pipe")


def test_a_pipe_with_a_bundle_in_it_is_refused(folder: Path) -> None:
    os.mkfifo(folder / "pipe")

    def feed() -> None:
        with contextlib.suppress(BrokenPipeError), (folder / "pipe").open("wb") as file:
            file.write(valid_bytes())

    writer = threading.Thread(target=feed, daemon=True)
    writer.start()
    with bounded(SOON), pytest.raises(BundleRefused, match="it is no file"):
        archive.read(folder / "pipe")
    # Keeps a reader there until the writer is done, in case the bundle's own reader never opened the pipe.
    descriptor = os.open(folder / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    writer.join(5)
    os.close(descriptor)
    assert not writer.is_alive()


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", b"not a zip at all, but long enough to be one", b"\x89PNG\r\n\x1a\n" + bytes(64), b"\0" * 4096],
    ids=["empty", "short", "text", "picture", "zeros"],
)
def test_what_is_no_zip_is_refused(folder: Path, data: bytes) -> None:
    refused(data, folder, DAMAGED)


def test_a_file_above_the_limit_is_refused_unread(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_FILE_BYTES", len(valid_bytes()) - 1)
    refused(valid_bytes(), folder, "it is too large")


def test_a_file_of_just_the_limit_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_FILE_BYTES", len(valid_bytes()))
    (folder / "case.zip").write_bytes(valid_bytes())
    assert archive.read(folder / "case.zip") == valid()


def test_a_bundle_cut_off_anywhere_is_refused(folder: Path) -> None:
    for length in range(0, len(valid_bytes()), 97):
        refused(valid_bytes()[:length], folder, DAMAGED)


def test_data_behind_the_end_is_refused(folder: Path) -> None:
    refused(valid_bytes() + b"\0", folder, DAMAGED)


def test_data_in_front_is_refused(folder: Path) -> None:
    refused(b"#!/bin/sh\n" + valid_bytes(), folder, DAMAGED)


def moved(data: bytes, prefix: bytes) -> bytes:
    """``data`` behind ``prefix``, with every offset made to fit: a self-extracting archive, say."""
    entries, length, offset = builders.end_record(data)
    directory = bytearray(data[offset : offset + length])
    position = 0
    while position < length:
        (old,) = struct.unpack_from("<L", directory, position + 42)
        struct.pack_into("<L", directory, position + 42, old + len(prefix))
        sizes = struct.unpack_from("<HHH", directory, position + 28)
        position += 46 + sum(sizes)
    body = prefix + data[:offset] + bytes(directory)
    return builders.with_end_record(body, entries=entries, length=length, offset=offset + len(prefix))


def test_data_in_front_with_offsets_that_fit_is_refused(folder: Path) -> None:
    refused(moved(valid_bytes(), b"#!/bin/sh\nrm -r ~\n"), folder, DAMAGED)


def test_a_comment_is_refused(folder: Path) -> None:
    buffer = io.BytesIO(valid_bytes())
    with zipfile.ZipFile(buffer, "a") as zipped:
        zipped.comment = b"hello"
    refused(buffer.getvalue(), folder, DAMAGED)


@pytest.mark.parametrize(
    "place", [4, 6, 8, 20], ids=["disk", "disk of the list", "files on this disk", "length of a comment"]
)
def test_an_end_record_with_a_figure_that_we_never_write_is_refused(folder: Path, place: int) -> None:
    data = bytearray(valid_bytes())
    data[len(data) - 22 + place] ^= 1
    refused(bytes(data), folder, DAMAGED)


def test_an_empty_zip_is_refused(folder: Path) -> None:
    refused(builders.with_end_record(b"", entries=0, length=0, offset=0), folder, "manifest.json is missing")


# --- reading: the list of files in it


def test_too_many_files_are_refused(folder: Path) -> None:
    members = {**valid().members, **{f"raw/{n}": b"" for n in range(archive.MAX_MEMBERS)}}
    refused(builders.zipped(members), folder, "it holds too many files")


def lied_about(data: bytes, entries: int) -> bytes:
    _, length, offset = builders.end_record(data)
    return builders.with_end_record(data[:-22], entries=entries, length=length, offset=offset)


def test_too_many_files_under_a_count_that_lies_are_refused(folder: Path) -> None:
    many = {**valid().members, **{f"raw/{n}": b"" for n in range(archive.MAX_MEMBERS)}}
    refused(lied_about(builders.zipped(builders.members_with(many, {})), 6), folder, "it holds too many files")


def test_as_many_files_as_may_be_are_read(folder: Path) -> None:
    more = {f"raw/{n:03}": b"" for n in range(archive.MAX_MEMBERS - len(valid().members))}
    (folder / "case.zip").write_bytes(builders.zipped(builders.members_with(valid().members, more)))
    assert len(archive.read(folder / "case.zip").members) == archive.MAX_MEMBERS


def test_a_long_list_of_files_is_refused(folder: Path) -> None:
    data = builders.zipped({f"{n:03}{'x' * 250}": b"" for n in range(archive.MAX_MEMBERS)})
    refused(data, folder, "it holds too many files")


def zip64_behind_a_plain_end(data: bytes, entries: int) -> bytes:
    """A ZIP64 end record and its locator, hidden in what the plain end record calls the directory.

    zipfile follows the locator whatever the plain record says, so the plain one's limits bind nobody.
    """
    _, length, offset = builders.end_record(data)
    body = data[:-22]
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, entries, entries, length, offset)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(body), 1)
    hidden = body + record + locator
    return builders.with_end_record(hidden, entries=5, length=len(hidden) - offset, offset=offset)


def test_a_zip64_end_record_is_refused(folder: Path) -> None:
    refused(zip64_behind_a_plain_end(valid_bytes(), len(valid().members)), folder, DAMAGED)


def test_the_marks_of_zip64_in_the_end_record_are_refused(folder: Path) -> None:
    _, length, offset = builders.end_record(valid_bytes())
    data = builders.with_end_record(valid_bytes()[:-22], entries=0xFFFF, length=length, offset=offset)
    refused(data, folder, "it holds too many files")


@pytest.mark.parametrize(
    "name",
    [
        "../evil.txt",
        "../../evil.txt",
        "raw/../../evil.txt",
        "raw/../evil.txt",
        "..",
        "raw/..",
        ".hidden",
        "/tmp/evil.txt",
        "//evil.txt",
        "C:/evil.txt",
        "..\\evil.txt",
        "raw\\evil.txt",
        "raw/deeper/evil.txt",
        "other/evil.txt",
        "raw/",
        "UPPER.txt",
        "診断.txt",
        "with blank.txt",
        "line\nbreak.txt",
        "evil.txt\n",
        "x" * 65,
        "~",
        "$HOME",
    ],
)
def test_a_name_of_another_shape_is_refused(folder: Path, name: str) -> None:
    refused(builders.zipped(builders.members_with(valid().members, {name: b"evil"})), folder, NAME)


def test_a_name_with_nothing_in_it_is_refused(folder: Path) -> None:
    data = builders.zipped(builders.members_with(valid().members, {"q": b"evil"}))
    # zipfile cannot write an empty name: take it out of both headers by hand
    entries, length, offset = builders.end_record(data)
    local = data.index(b"q", data.index(b"PK\x03\x04", data.rindex(b"PK\x03\x04")))
    body = data[: local - 4] + b"\0\0" + data[local - 2 : local] + data[local + 1 : offset]
    directory = data[offset : offset + length]
    place = directory.rindex(b"q")
    start = place - 46
    directory = directory[: start + 28] + b"\0\0" + directory[start + 30 : place] + directory[place + 1 :]
    patched = builders.with_end_record(body + directory, entries=entries, length=length - 1, offset=offset - 1)
    refused(patched, folder, NAME)


@pytest.mark.parametrize("name", ["report.html\0.exe", "raw/x\0/../../evil"])
def test_a_name_with_a_nul_byte_is_refused(folder: Path, name: str) -> None:
    stand_in = name.replace("\0", "@")
    data = builders.zipped(builders.members_with(valid().members, {stand_in: b"evil"}))
    refused(data.replace(stand_in.encode(), name.encode()), folder, NAME)


def test_a_name_that_differs_between_list_and_member_is_refused(folder: Path) -> None:
    data = bytearray(valid_bytes())
    place = data.index(b"case.json")
    data[place : place + 9] = b"evil.json"
    refused(bytes(data), folder, DAMAGED)


def test_two_files_of_one_name_are_refused(folder: Path) -> None:
    buffer = io.BytesIO(valid_bytes())
    with zipfile.ZipFile(buffer, "a") as zipped, pytest.warns(UserWarning, match="Duplicate name"):
        zipped.writestr(CASE, b"{}")
    refused(buffer.getvalue(), folder, "it holds two files of one name")


def with_entry(mode: int, data: bytes) -> bytes:
    """A bundle with one more entry, listed in its manifest, of any kind of file."""
    listed = builders.members_with(valid().members, {"raw/x": data})
    info = zipfile.ZipInfo("raw/x")
    info.create_system = 3
    info.external_attr = mode << 16
    buffer = io.BytesIO(builders.zipped({name: listed[name] for name in listed if name != "raw/x"}))
    with zipfile.ZipFile(buffer, "a") as zipped:
        zipped.writestr(info, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK, stat.S_IFDIR], ids=oct
)
def test_an_entry_that_is_no_file_is_refused(folder: Path, kind: int) -> None:
    refused(with_entry(kind | 0o777, b"/etc/passwd"), folder, "it holds something that is no file")


@pytest.mark.parametrize("mode", [stat.S_IFREG | 0o644, 0o600, 0])
def test_an_entry_of_an_ordinary_kind_is_read(folder: Path, mode: int) -> None:
    (folder / "case.zip").write_bytes(with_entry(mode, b"fine"))
    assert archive.read(folder / "case.zip").members["raw/x"] == b"fine"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_another_way_of_packing_is_refused(folder: Path, method: int) -> None:
    refused(builders.zipped(valid().members, method), folder, "it is packed in an unknown way")


def test_a_way_of_packing_that_nobody_knows_is_refused(folder: Path) -> None:
    refused(patched(valid_bytes(), {10: b"\x63\0"}, {8: b"\x63\0"}), folder, "it is packed in an unknown way")


def patched(data: bytes, directory: dict[int, bytes], local: dict[int, bytes]) -> bytes:
    """``data`` with bytes exchanged in the first entry of the list, and in the first member's own header."""
    changed = bytearray(data)
    _, _, offset = builders.end_record(data)
    for place, new in directory.items():
        changed[offset + place : offset + place + len(new)] = new
    for place, new in local.items():
        changed[place : place + len(new)] = new
    return bytes(changed)


@pytest.mark.parametrize("in_both", [True, False])
def test_an_encrypted_member_is_refused(folder: Path, in_both: bool) -> None:
    data = patched(valid_bytes(), {8: b"\x01\0"}, {6: b"\x01\0"} if in_both else {})
    refused(data, folder, "it is encrypted")


@pytest.mark.parametrize("flag", [0x20, 0x40], ids=["patched data", "strong encryption"])
def test_features_that_zipfile_does_not_know_are_refused(folder: Path, flag: int) -> None:
    mark = struct.pack("<H", flag)
    refused(patched(valid_bytes(), {8: mark}, {6: mark}), folder, DAMAGED)


# --- reading: bombs


def test_a_member_that_unpacks_to_too_much_is_refused(folder: Path) -> None:
    members = builders.members_with(valid().members, {"raw/bomb": bytes(archive.MAX_MEMBER_BYTES + 1)})
    data = builders.zipped(members)
    assert len(data) < 50_000
    refused(data, folder, "it unpacks to too much data")


def test_members_that_together_unpack_to_too_much_are_refused(folder: Path) -> None:
    size = archive.MAX_TOTAL_BYTES // 5
    members = builders.members_with(valid().members, {f"raw/bomb{n}": bytes(size) for n in range(5)})
    refused(builders.zipped(members), folder, "it unpacks to too much data")


def test_a_declared_size_that_is_too_small_is_refused(folder: Path) -> None:
    bomb = builders.zipped({"raw/bomb": bytes(archive.MAX_MEMBER_BYTES * 4)})
    lie = struct.pack("<L", 100)
    refused(patched(bomb, {24: lie}, {22: lie}), folder, "")


def test_a_bomb_under_a_small_declared_size_is_not_unpacked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    longest = 0
    real = zipfile.ZipExtFile.read

    def read(self: zipfile.ZipExtFile, n: int | None = -1) -> bytes:
        nonlocal longest
        data = real(self, n)
        longest = max(longest, len(data))
        return data

    monkeypatch.setattr(zipfile.ZipExtFile, "read", read)
    bomb = builders.zipped({"raw/bomb": bytes(archive.MAX_MEMBER_BYTES * 4)})
    lie = struct.pack("<L", 100)
    refused(patched(bomb, {24: lie}, {22: lie}), folder, "")
    assert longest <= archive.MAX_MEMBER_BYTES + 1


@pytest.mark.parametrize("declared", [0, 10, 10_000_000])
def test_a_declared_size_that_is_wrong_is_refused(folder: Path, declared: int) -> None:
    lie = struct.pack("<L", declared)
    refused(patched(valid_bytes(), {24: lie}, {22: lie}), folder, "")


def test_a_checksum_that_is_wrong_is_refused(folder: Path) -> None:
    refused(patched(valid_bytes(), {16: b"\0\0\0\0"}, {14: b"\0\0\0\0"}), folder, DAMAGED)


# --- reading: what the files say


@pytest.mark.parametrize("name", [MANIFEST, SNAPSHOT, FINDINGS, CASE, REPORT])
def test_a_bundle_without_one_of_its_files_is_refused(folder: Path, name: str) -> None:
    members = {other: data for other, data in valid().members.items() if other != name}
    refused(builders.zipped(members), folder, f"{name} is missing")


def test_a_listed_file_that_is_not_there_is_refused(folder: Path) -> None:
    members = {name: data for name, data in valid().members.items() if not name.startswith("raw/")}
    refused(builders.zipped(members), folder, "it does not hold the files that it lists")


def test_a_file_that_is_not_listed_is_refused(folder: Path) -> None:
    refused(builders.zipped({**valid().members, "raw/x": b""}), folder, "it does not hold the files that it lists")


@pytest.mark.parametrize("name", sorted(valid().members.keys() - {MANIFEST}))
def test_a_file_that_was_changed_is_refused(folder: Path, name: str) -> None:
    data = valid().members[name]
    refused(
        builders.zipped({**valid().members, name: data + b" "}), folder, f"{name} does not agree with its check sum"
    )


def test_a_file_of_the_same_length_that_was_changed_is_refused(folder: Path) -> None:
    data = valid().members[CASE]
    changed = data.replace("音がする".encode(), "音はない".encode())
    assert len(changed) == len(data)
    assert changed != data
    refused(builders.zipped({**valid().members, CASE: changed}), folder, "case.json does not agree with its check sum")


def test_a_length_that_is_not_the_listed_one_is_refused(folder: Path) -> None:
    manifest = msgspec.json.decode(valid().members[MANIFEST])
    manifest["members"][CASE]["bytes"] += 1
    members = {**valid().members, MANIFEST: msgspec.json.encode(manifest)}
    refused(builders.zipped(members), folder, "case.json does not agree with its check sum")


DEEP = b"[" * 100_000 + b"]" * 100_000
FIELDS = {MANIFEST: b"format", SNAPSHOT: b"format", FINDINGS: b"format", CASE: b"words"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b'"text"',
        b"12",
        b"{",
        b"{}}",
        b"{} {}",
        b"NaN",
        b"\xff\xfe{\0}\0",
        b'{"FIELD": NaN}',
        b'{"FIELD": Infinity}',
        b'{"FIELD": 1e999}',
        b'{"FIELD": 1.5}',
        b'{"FIELD": null}',
        b'{"FIELD": ' + b"9" * 5000 + b"}",
        b'{"FIELD": "\xff"}',
        b'{"FIELD": "\xed\xa0\x80"}',
        b'{"FIELD": "\\ud800"}',
        b'{"FIELD": ' + DEEP + b"}",
        b'{"other": ' + DEEP + b"}",
        DEEP,
        b"[" * 100_000,
    ],
    ids=lambda data: repr(data[:24]),
)
@pytest.mark.parametrize("name", FIELDS)
def test_json_that_cannot_be_understood_is_refused(folder: Path, name: str, data: bytes) -> None:
    data = data.replace(b"FIELD", FIELDS[name])
    refused(builders.zipped(exchanged(name, data)), folder, f"{name} cannot be understood")


def exchanged(name: str, data: bytes) -> dict[str, bytes]:
    """A bundle's files with one exchanged, all of them listed as they are."""
    members = builders.members_with(valid().members, {name: data})
    return members | {MANIFEST: data} if name == MANIFEST else members


WRONG_TYPES: list[tuple[str, str, object]] = [
    *((name, "format", value) for name in (MANIFEST, SNAPSHOT, FINDINGS) for value in ("1", True, [1])),
    (SNAPSHOT, "storage", []),
    (SNAPSHOT, "storage", {"type": "memory"}),
    (SNAPSHOT, "taken_at", "yesterday"),
    (SNAPSHOT, "taken_at", "2026-13-40T00:00:00Z"),
    (SNAPSHOT, "as_root", 1),
    (SNAPSHOT, "sources", {}),
    (SNAPSHOT, "seconds", "1"),
    (SNAPSHOT, "records", {"type": "unknown", "reason": "because"}),
    (FINDINGS, "findings", {}),
    (FINDINGS, "findings", [{"code": 5}]),
    (FINDINGS, "findings", [{"code": "x", "severity": "dreadful"}]),
    (FINDINGS, "parts", [[]]),
    (FINDINGS, "type", "other"),
    (CASE, "symptom", "explosion"),
    (CASE, "words", ["a"]),
    (CASE, "service", 3),
    (MANIFEST, "members", []),
    (MANIFEST, "members", {"case.json": {"sha256": 1, "bytes": 2}}),
    (MANIFEST, "created_at", 5),
    (MANIFEST, "sections", ["everything"]),
]


@pytest.mark.parametrize(("name", "field", "value"), WRONG_TYPES)
def test_a_value_of_the_wrong_type_is_refused(folder: Path, name: str, field: str, value: object) -> None:
    tree = {**msgspec.json.decode(valid().members[name]), field: value}
    refused(builders.zipped(exchanged(name, msgspec.json.encode(tree))), folder, f"{name} cannot be understood")


@pytest.mark.parametrize(
    ("name", "known"),
    [(MANIFEST, chosen.FORMAT), (SNAPSHOT, snapshot_format.FORMAT), (FINDINGS, diagnosis_format.FORMAT)],
)
@pytest.mark.parametrize("more", [1, 10**30])
def test_a_newer_format_is_told_whatever_else_is_in_it(folder: Path, name: str, known: int, more: int) -> None:
    data = msgspec.json.encode({"format": known + more, "shape": "unheard of"})
    refused(builders.zipped(exchanged(name, data)), folder, "newer version")


def test_a_field_of_a_later_version_is_passed_over(folder: Path) -> None:
    tree = {**msgspec.json.decode(valid().members[CASE]), "colour": "blue"}
    members = builders.members_with(valid().members, {CASE: msgspec.json.encode(tree)})
    (folder / "case.zip").write_bytes(builders.zipped(members))
    assert archive.read(folder / "case.zip").request == valid().request


@given(st.lists(st.tuples(st.integers(0, len(valid_bytes()) - 1), st.integers(1, 255)), min_size=1, max_size=4))
def test_flipped_bytes_are_refused_or_change_nothing(
    tmp_path_factory: pytest.TempPathFactory, flips: list[tuple[int, int]]
) -> None:
    data = bytearray(valid_bytes())
    for place, mask in flips:
        data[place] ^= mask
    path = tmp_path_factory.mktemp("flips") / "case.zip"
    path.write_bytes(data)
    try:
        found = archive.read(path)
    except BundleRefused:
        return
    assert found == valid()


@given(st.binary(max_size=600))
def test_any_bytes_are_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "case.zip"
    path.write_bytes(data)
    with pytest.raises((BundleRefused, CannotDecrypt)):
        archive.read(path)


@given(st.sampled_from([SNAPSHOT, FINDINGS, CASE]), st.data())
def test_any_json_under_a_fitting_manifest_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    values = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=5,
    )
    tree = msgspec.json.decode(valid().members[name])
    field = data.draw(st.sampled_from(sorted(tree)))
    tree[field] = data.draw(values)
    path = tmp_path_factory.mktemp("json") / "case.zip"
    path.write_bytes(builders.zipped(builders.members_with(valid().members, {name: msgspec.json.encode(tree)})))
    try:
        found = archive.read(path)
    except BundleRefused:
        return
    assert hashlib.sha256(found.members[name]).hexdigest() == found.manifest.members[name].sha256
