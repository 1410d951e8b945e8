"""The file itself: written whole or not at all, and read as what it is: a file from outside, hostile until checked."""

import errno
import hashlib
import io
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar

import msgspec

from haas_client import files
from haas_client.bundle import encryption, photos
from haas_client.bundle.chosen import FORMAT
from haas_client.bundle.contents import CASE, FINDINGS, MANIFEST, RAW_FOLDER, REPORT, SNAPSHOT, Contents, Manifest
from haas_client.diagnostics import diagnosis as diagnosis_format
from haas_client.diagnostics import snapshot as snapshot_format
from haas_client.diagnostics.diagnosis import Diagnosis
from haas_client.diagnostics.snapshot import Snapshot
from haas_client.diagnostics.unknown import Unknown
from haas_client.errors import ExitCode, HaasError
from haas_client.i18n import t
from haas_client.request import Request

if TYPE_CHECKING:
    from pyrage.x25519 import Identity

MAX_FILE_BYTES = 16 * 1024 * 1024
"""Ours is at most 7 MB, photos and all; see :data:`~haas_client.bundle.contents.MAX_BUNDLE_BYTES`."""
_MOST_READ = MAX_FILE_BYTES + encryption.OVERHEAD_BYTES
MAX_MEMBERS = 400
MAX_MEMBER_BYTES = 8 * 1024 * 1024
MAX_TOTAL_BYTES = 32 * 1024 * 1024
_MAX_DIRECTORY_BYTES = 64 * 1024

_NAME = re.compile(rf"(?:{RAW_FOLDER})?[a-z0-9][a-z0-9._-]{{0,63}}|{photos.NAME.pattern}")
_REQUIRED = (MANIFEST, SNAPSHOT, FINDINGS, CASE, REPORT)

# APPNOTE.TXT 4.3.16: end of central directory record, 22 bytes when there is no comment (we never write one)
_END = struct.Struct("<4s4H2LH")
_END_SIGNATURE = b"PK\x05\x06"
# APPNOTE.TXT 4.3.15: ZIP64 end of central directory locator, right before the end record
_ZIP64_LOCATOR_BYTES = 20
_ZIP64_LOCATOR_SIGNATURE = b"PK\x06\x07"
_ENCRYPTED = 0x1

T = TypeVar("T")


class BundleRefused(HaasError):
    """A bundle that is damaged, altered, too large or not ours; nothing of it was used."""

    exit_code = ExitCode.REFUSED

    def __init__(self, why: str) -> None:
        super().__init__(
            t("This file was refused: {why}.").format(why=why),
            t("Nothing of it was opened or written. Please ask the sender to make the diagnostic file again."),
        )


def write(path: Path, members: dict[str, bytes], *, recipients: Sequence[str] | None = None) -> Path:
    """Writes a bundle, atomically and synced, and gives where it stands: at ``named(path, recipients)``.

    It is encrypted to ``recipients``; ``None`` stands for the centre's keys on this PC, so that nobody forgets them.
    ``()`` writes it plain, for what stays on this PC. Raises :class:`~haas_client.files.SaveFailed` or
    :class:`~haas_client.bundle.encryption.CannotEncrypt`, and then leaves nothing behind.
    """
    keys = encryption.recipients() if recipients is None else recipients
    path = named(path, keys)
    files.write_atomically(path, packed(members, keys))
    return path


def packed(members: dict[str, bytes], recipients: Sequence[str] = ()) -> bytes:
    """A bundle as :func:`write` writes it. Plain, the same members give the same bytes; encrypted never twice."""
    data = _packed(members)
    # Encrypted before there is a file: no plain byte is ever on the disk.
    return encryption.encrypted(data, recipients) if recipients else data


def copy(source: Path, target: Path) -> None:
    """Puts a saved bundle to ``target``, byte for byte, as :func:`write` does."""
    try:
        with os.fdopen(os.open(source, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK), "rb") as file:
            data = file.read(_MOST_READ + 1)
    except OSError as error:
        raise HaasError(
            t("The file {name} cannot be opened.").format(name=source.name) + " " + files.cause(error),
            t("Please check its name and its folder."),
        ) from error
    if len(data) > _MOST_READ:
        raise BundleRefused(t("it is too large"))
    files.write_atomically(target, data)


def named(path: Path, recipients: Sequence[str]) -> Path:
    """The name under which a bundle is written: ``.age`` is put behind what will be encrypted."""
    return path.with_name(path.name + encryption.ENDING) if recipients and path.suffix != encryption.ENDING else path


def read(path: Path, identities: "Sequence[Identity]" = ()) -> Contents:
    """Reads and checks a bundle; raises :class:`BundleRefused`. Nothing is ever unpacked to disk.

    An encrypted one is opened with one of ``identities``; raises :class:`~haas_client.bundle.encryption.CannotDecrypt`.
    """
    try:
        # Non-blocking: a FIFO must not hold us until somebody writes into it.
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise BundleRefused(t("it is no file"))
            return _checked(_members(_plain(file, identities)))
    except OSError as error:
        cause = t("There is no such file.") if error.errno == errno.ENOENT else files.cause(error)
        raise HaasError(
            t("The file {name} cannot be opened.").format(name=path.name) + " " + cause,
            t("Please check its name and its folder."),
        ) from error


def _plain(file: BinaryIO, identities: "Sequence[Identity]") -> BinaryIO:
    """``file`` itself, or in memory what is encrypted in it."""
    if file.read(len(encryption.MARK)) != encryption.MARK:
        return file
    file.seek(0)
    data = file.read(_MOST_READ + 1)
    if len(data) > _MOST_READ:
        raise BundleRefused(t("it is too large"))
    return io.BytesIO(encryption.decrypted(data, identities))


def _packed(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)  # dated 1980: a bundle of the same content is the same file
            info.compress_type = zipfile.ZIP_STORED if name.startswith(photos.FOLDER) else zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(info, data)
    return buffer.getvalue()


def _members(file: BinaryIO) -> dict[str, bytes]:
    _check_end_record(file)
    try:
        with zipfile.ZipFile(file) as archive:
            return _extract(archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, struct.error, ValueError) as error:
        raise BundleRefused(t("it is damaged or cut off")) from error
    except RuntimeError as error:  # zipfile's answer to an encrypted member
        raise BundleRefused(t("it is encrypted")) from error


def _check_end_record(file: BinaryIO) -> None:
    """Refuses, before anything is parsed, what our writer never makes: comments, ZIP64, data before or behind."""
    size = file.seek(0, os.SEEK_END)
    if size > MAX_FILE_BYTES:
        raise BundleRefused(t("it is too large"))
    if size < _END.size:
        raise BundleRefused(t("it is damaged or cut off"))
    file.seek(max(0, size - _END.size - _ZIP64_LOCATOR_BYTES))
    if _ZIP64_LOCATOR_SIGNATURE in file.read(_ZIP64_LOCATOR_BYTES):
        raise BundleRefused(t("it is damaged or cut off"))  # zipfile would follow it, past all that is checked here
    file.seek(size - _END.size)
    signature, disk, directory_disk, here, entries, length, offset, comment = _END.unpack(file.read(_END.size))
    if signature != _END_SIGNATURE or comment or disk or directory_disk or here != entries:
        raise BundleRefused(t("it is damaged or cut off"))
    if entries > MAX_MEMBERS or length > _MAX_DIRECTORY_BYTES:
        raise BundleRefused(t("it holds too many files"))
    if offset + length + _END.size != size:
        raise BundleRefused(t("it is damaged or cut off"))


def _extract(archive: zipfile.ZipFile) -> dict[str, bytes]:
    members: dict[str, bytes] = {}
    total = 0
    entries = archive.infolist()
    if len(entries) > MAX_MEMBERS:  # the end record's own count may lie
        raise BundleRefused(t("it holds too many files"))
    if entries and min(info.header_offset for info in entries) != 0:
        raise BundleRefused(t("it is damaged or cut off"))  # something else stands before the first file
    for info in entries:
        _check_entry(info, members)
        with archive.open(info) as stream:
            data = stream.read(MAX_MEMBER_BYTES + 1)
        total += len(data)
        if len(data) > MAX_MEMBER_BYTES or total > MAX_TOTAL_BYTES:
            raise BundleRefused(t("it unpacks to too much data"))
        if len(data) != info.file_size:
            raise BundleRefused(t("it is damaged or cut off"))
        members[info.filename] = data
    return members


def _check_entry(info: zipfile.ZipInfo, members: dict[str, bytes]) -> None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    # orig_filename: zipfile cuts a name at a NUL byte, and the file would be another than the one that is checked
    if not _NAME.fullmatch(info.orig_filename) or info.filename != info.orig_filename:
        raise BundleRefused(t("it holds a file with a forbidden name"))
    if info.filename in members:
        raise BundleRefused(t("it holds two files of one name"))
    if kind not in (0, stat.S_IFREG) or info.is_dir():
        raise BundleRefused(t("it holds something that is no file"))
    if info.flag_bits & _ENCRYPTED:
        raise BundleRefused(t("it is encrypted"))
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise BundleRefused(t("it is packed in an unknown way"))
    if info.file_size > MAX_MEMBER_BYTES:
        raise BundleRefused(t("it unpacks to too much data"))


def _checked(members: dict[str, bytes]) -> Contents:
    missing = [name for name in _REQUIRED if name not in members]
    if missing:
        raise BundleRefused(t("{name} is missing").format(name=missing[0]))
    _refuse_newer(members, MANIFEST, FORMAT)
    manifest = _decoded(members[MANIFEST], Manifest, MANIFEST)
    if manifest.members.keys() != members.keys() - {MANIFEST}:
        raise BundleRefused(t("it does not hold the files that it lists"))
    for name, member in manifest.members.items():
        if hashlib.sha256(members[name]).hexdigest() != member.sha256 or len(members[name]) != member.bytes:
            raise BundleRefused(t("{name} does not agree with its check sum").format(name=name))
    _refuse_newer(members, SNAPSHOT, snapshot_format.FORMAT)
    _refuse_newer(members, FINDINGS, diagnosis_format.FORMAT)
    snapshot = _decoded(members[SNAPSHOT], Snapshot, SNAPSHOT)
    diagnosis: Diagnosis | Unknown = _decoded(members[FINDINGS], Diagnosis | Unknown, FINDINGS)  # type: ignore[arg-type]
    request = _decoded(members[CASE], Request, CASE)
    return Contents(manifest=manifest, snapshot=snapshot, diagnosis=diagnosis, request=request, members=members)


class _Format(msgspec.Struct):
    """Looked at first: a newer file may have any shape. What is left out has none."""

    format: int = 0


def _refuse_newer(members: dict[str, bytes], name: str, known: int) -> None:
    if _decoded(members[name], _Format, name).format > known:
        raise BundleRefused(t("it was made by a newer version of this program"))


def _decoded(data: bytes, kind: type[T], name: str) -> T:
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise BundleRefused(t("{name} cannot be understood").format(name=name)) from error
