"""Encryption: with the centre's key on the PC a bundle is encrypted or not written, and only the key opens it."""

import os
import stat
import zipfile
from pathlib import Path
from typing import Any

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client import machine
from haas_client.bundle import archive, encryption
from haas_client.bundle.archive import BundleRefused
from haas_client.bundle.contents import Contents
from haas_client.bundle.encryption import MARK, CannotDecrypt, CannotEncrypt
from haas_client.channels import folder as folders
from haas_client.errors import ExitCode
from haas_client.files import SaveFailed
from haas_client.request import Request
from tests.unit import builders

IDENTITY: Any = pyrage.x25519.Identity.generate()
OTHER: Any = pyrage.x25519.Identity.generate()
PUBLIC = str(IDENTITY.to_public())
SECRET_WORDS = "the-owners-own-words"


def bundle() -> Contents:
    return builders.bundle(request=Request(words=SECRET_WORDS))


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The centre's key on this PC."""
    path = tmp_path / "etc" / "centre.age-recipients"
    path.parent.mkdir()
    path.write_text(f"# お客様センター\n\n{PUBLIC}\n", encoding="utf-8")
    monkeypatch.setattr(machine, "CENTRE_KEY", path)
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def identity_file(folder: Path, *identities: Any) -> Path:
    path = folder / "key.txt"
    lines = (f"# created: 2026-11-24\n# public key: {one.to_public()}\n{one}\n" for one in identities)
    path.write_text("".join(lines), encoding="utf-8")
    return path


# --- the centre's keys


def test_without_a_key_file_there_are_no_recipients(tmp_path: Path) -> None:
    assert encryption.recipients() == ()
    assert encryption.recipients(tmp_path / "missing" / "file") == ()
    (tmp_path / "file").write_bytes(b"")
    assert encryption.recipients(tmp_path / "file" / "below") == ()


def test_comments_and_blank_lines_are_passed_over(key: Path) -> None:
    other = str(OTHER.to_public())
    key.write_text(f"# one\r\n{PUBLIC}\r\n\r\n   \n#{other}\n  {other}  \n", encoding="utf-8")
    assert encryption.recipients() == (PUBLIC, other)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n# nothing but a comment\n",
        b"age1abc\n",
        b"hello\n",
        PUBLIC[:-1].encode(),
        PUBLIC.encode() + b" " + PUBLIC.encode(),
        PUBLIC.encode() + b"\nssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA\n",
        str(IDENTITY).encode(),
        PUBLIC.encode() + b"\0",
        b"\xff\xfe" + PUBLIC.encode(),
        b"#" * 70_000 + b"\n" + PUBLIC.encode(),
        (PUBLIC + "\n").encode() * 21,
    ],
    ids=["empty", "comment", "short", "text", "cut", "two", "ssh", "secret", "NUL", "bytes", "large", "many"],
)
def test_a_key_file_that_is_not_right_stops_the_writing(key: Path, out: Path, data: bytes) -> None:
    key.write_bytes(data)
    with pytest.raises(CannotEncrypt) as caught:
        archive.write(out / "case.zip", bundle().members)
    assert list(out.iterdir()) == []
    assert "Nothing was written" in caught.value.advice
    assert caught.value.exit_code == ExitCode.FAILED
    assert str(IDENTITY) not in str(caught.value)


def test_a_key_file_that_cannot_be_read_stops_the_writing(
    key: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_named: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(CannotEncrypt, match="cannot be read"):
        archive.write(out / "case.zip", bundle().members)
    assert list(out.iterdir()) == []


@pytest.mark.parametrize("kind", ["folder", "broken link"])
def test_something_else_in_its_place_stops_the_writing(key: Path, out: Path, kind: str) -> None:
    key.unlink()
    if kind == "folder":
        key.mkdir()
    else:
        key.symlink_to("nowhere")
    with pytest.raises(CannotEncrypt, match="cannot be read"):
        archive.write(out / "case.zip", bundle().members)
    assert list(out.iterdir()) == []


# --- writing


def test_a_bundle_is_encrypted_without_being_asked_to(key: Path, out: Path) -> None:
    path = archive.write(out / "case.zip", bundle().members)
    assert path == out / "case.zip.age"
    assert [one.name for one in out.iterdir()] == ["case.zip.age"]
    data = path.read_bytes()
    assert data.startswith(MARK)
    assert SECRET_WORDS.encode() not in data
    assert not zipfile.is_zipfile(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert archive.read(path, (IDENTITY,)) == bundle()


def test_without_a_key_it_is_written_as_ever(out: Path) -> None:
    assert archive.write(out / "case.zip", bundle().members) == out / "case.zip"
    assert archive.read(out / "case.zip") == bundle()


def test_what_stays_on_this_pc_may_be_written_plain(key: Path, out: Path) -> None:
    assert archive.write(out / "case.zip", bundle().members, recipients=()) == out / "case.zip"
    assert archive.read(out / "case.zip") == bundle()


def test_a_name_that_says_so_already_is_kept(key: Path, out: Path) -> None:
    assert archive.write(out / "case.zip.age", bundle().members) == out / "case.zip.age"


def test_each_of_several_keys_opens_it(key: Path, out: Path) -> None:
    key.write_text(f"{PUBLIC}\n{OTHER.to_public()}\n", encoding="utf-8")
    path = archive.write(out / "case.zip", bundle().members)
    assert archive.read(path, (IDENTITY,)) == archive.read(path, (OTHER,)) == bundle()


def test_no_plain_byte_is_ever_on_the_disk(key: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            seen.extend(path.read_bytes() for path in out.iterdir())
        real(descriptor)

    opened: list[str] = []
    real_open = os.open

    def opening(path: Any, flags: int, *arguments: Any, **named: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR):
            opened.append(os.fspath(path))
        return real_open(path, flags, *arguments, **named)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "open", opening)
    archive.write(out / "case.zip", bundle().members)
    assert len(seen) == len(opened) == 1
    assert seen[0].startswith(MARK)
    assert pyrage.decrypt(seen[0], [IDENTITY]).startswith(b"PK")


def test_a_full_disk_leaves_nothing_and_keeps_the_old_file(
    key: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fsync(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    (out / "case.zip.age").write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(SaveFailed, match="no space"):
        archive.write(out / "case.zip", bundle().members)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == {"case.zip.age": b"old"}


def test_an_encryption_that_fails_writes_nothing(key: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> bytes:
        raise pyrage.EncryptError("no")

    monkeypatch.setattr(pyrage, "encrypt", fail)
    with pytest.raises(CannotEncrypt):
        archive.write(out / "case.zip", bundle().members)
    assert list(out.iterdir()) == []


@pytest.mark.parametrize(("name", "second"), [("a.zip", "a-2.zip"), ("a.zip.age", "a-2.zip.age"), ("a", "a-2")])
def test_a_second_file_has_a_number_before_its_ending(out: Path, name: str, second: str) -> None:
    (out / name).write_bytes(b"")
    assert folders.unused(out / name) == out / second


# --- reading


def encrypted_bundle(out: Path) -> Path:
    return archive.write(out / "case.zip", bundle().members, recipients=(PUBLIC,))


def test_without_a_key_it_is_told_what_is_needed(out: Path) -> None:
    with pytest.raises(CannotDecrypt, match="encrypted for the customer centre") as caught:
        archive.read(encrypted_bundle(out))
    assert "show FILE --identity KEYFILE" in caught.value.advice
    assert caught.value.exit_code == ExitCode.REFUSED


def test_another_key_does_not_open_it(out: Path) -> None:
    with pytest.raises(CannotDecrypt, match="another key"):
        archive.read(encrypted_bundle(out), (OTHER,))


def test_a_key_for_a_file_that_is_not_encrypted_does_no_harm(out: Path) -> None:
    archive.write(out / "case.zip", bundle().members)
    assert archive.read(out / "case.zip", (IDENTITY,)) == bundle()


def test_what_is_inside_is_as_hostile_as_ever(out: Path) -> None:
    path = out / "case.zip.age"
    path.write_bytes(encryption.encrypted(b"PK" + bytes(100), (PUBLIC,)))
    with pytest.raises(BundleRefused, match="damaged"):
        archive.read(path, (IDENTITY,))
    path.write_bytes(encryption.encrypted(encrypted_bundle(out).read_bytes(), (PUBLIC,)))
    with pytest.raises(BundleRefused, match="damaged"):
        archive.read(path, (IDENTITY,))


def test_a_bundle_above_the_limit_is_refused_before_it_is_decrypted(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = encrypted_bundle(out)
    monkeypatch.setattr(archive, "_MOST_READ", path.stat().st_size - 1)
    monkeypatch.setattr(encryption, "decrypted", lambda *_: pytest.fail("it was decrypted"))
    with pytest.raises(BundleRefused, match="too large"):
        archive.read(path, (IDENTITY,))


def test_a_header_of_very_many_keys_is_refused_at_once(out: Path) -> None:
    """Reading it would take hours: 100 KB take eight seconds."""
    head, first, second, rest = encrypted_bundle(out).read_bytes().split(b"\n", 3)
    path = out / "hostile.age"
    path.write_bytes(b"\n".join((head, *(first, second) * 100_000, rest)))
    with pytest.raises(CannotDecrypt, match="damaged"):
        archive.read(path, (OTHER,))


def test_the_largest_header_that_we_write_is_read(out: Path) -> None:
    public = str(OTHER.to_public())
    path = archive.write(out / "case.zip", bundle().members, recipients=(public,) * 19 + (PUBLIC,))
    assert archive.read(path, (IDENTITY,)) == bundle()


def test_keys_come_from_the_file_of_age_keygen(out: Path) -> None:
    keys = encryption.identities(identity_file(out, OTHER, IDENTITY))
    assert archive.read(encrypted_bundle(out), keys) == bundle()


@pytest.mark.parametrize(
    "data", [b"", b"# nothing\n", b"hello", PUBLIC.encode(), b"AGE-SECRET-KEY-1QQQ", b"\xff", MARK, bytes(70_000)]
)
def test_a_file_that_holds_no_secret_key_is_told(out: Path, data: bytes) -> None:
    (out / "key.txt").write_bytes(data)
    with pytest.raises(CannotDecrypt, match="holds no secret key"):
        encryption.identities(out / "key.txt")


def test_a_wrong_secret_is_never_repeated(out: Path) -> None:
    secret = str(IDENTITY)
    other = "P" if secret.endswith("Q") else "Q"
    (out / "key.txt").write_text(secret[:-1] + other, encoding="utf-8")
    with pytest.raises(CannotDecrypt) as caught:
        encryption.identities(out / "key.txt")
    assert secret[20:40] not in str(caught.value)


def test_a_missing_key_file_is_told(out: Path) -> None:
    with pytest.raises(CannotDecrypt, match=r"none\.txt cannot be opened"):
        encryption.identities(out / "none.txt")
    with pytest.raises(CannotDecrypt, match="cannot be opened"):
        encryption.identities(out)


SMALL = encryption.encrypted(builders.zipped(builders.bundle().members), (PUBLIC,))


@given(st.lists(st.tuples(st.integers(0, len(SMALL) - 1), st.integers(1, 255)), min_size=1, max_size=4), st.booleans())
def test_changed_bytes_are_refused(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int]], at_the_beginning: bool
) -> None:
    data = bytearray(SMALL)
    for place, mask in changes:
        data[place % 260 if at_the_beginning else place] ^= mask
    path = tmp_path_factory.mktemp("age") / "case.zip.age"
    path.write_bytes(data)
    if data != SMALL:
        with pytest.raises((CannotDecrypt, BundleRefused)):
            archive.read(path, (IDENTITY,))


@given(st.binary(max_size=300))
def test_any_bytes_behind_the_mark_are_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("age") / "case.zip.age"
    path.write_bytes(MARK + data)
    with pytest.raises(CannotDecrypt):
        archive.read(path, (IDENTITY,))
