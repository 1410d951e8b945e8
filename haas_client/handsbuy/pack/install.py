"""Adds a guide that was shipped apart: checked whole before anything of it takes another one's place."""

import os
import re
import shutil
import zipfile
import zlib
from pathlib import Path

from haas_client import files, machine, paths
from haas_client.errors import HaasError
from haas_client.handsbuy.pack import library
from haas_client.handsbuy.pack.folder import MAX_FILES
from haas_client.handsbuy.pack.guide import Guide
from haas_client.handsbuy.pack.library import State
from haas_client.handsbuy.pack.model import GUIDE_ID
from haas_client.handsbuy.pack.refusal import PackUnusable
from haas_client.i18n import t

MAX_FILE_BYTES = 16 * 1024 * 1024
"""A guide with sixty pictures, each twice, has 11 MB."""
MAX_TOTAL_BYTES = 2 * MAX_FILE_BYTES
# No part of a path begins with a dot: none leads out.
_NAME = re.compile(rf"({GUIDE_ID})/([a-z0-9][a-z0-9@._-]{{0,60}}(?:/[a-z0-9][a-z0-9@._-]{{0,60}}){{0,4}})")
_ENCRYPTED = 0x1


class NotNewer(HaasError):
    """The same guide is there in no lower version; it stays."""

    def __init__(self, guide: Guide, version: str) -> None:
        super().__init__(
            t("{id} {version} is there already; {other} is not newer.").format(
                id=guide.id, version=version, other=guide.version
            ),
            t("Nothing was changed."),
        )


def install(path: Path, root: Path | None = None, *, program: Path | None = None, keys: Path | None = None) -> Guide:
    """Puts the guide in the zip at ``path`` below ``root``, and gives it.

    Raises :class:`PackUnusable` for what is damaged or not signed by the centre, :class:`NotNewer`, and
    :class:`HaasError` where it cannot be written; then all is as it was.
    """
    root, keys = root or paths.guides(), keys or machine.FOLDER
    guide_id, members = _members(path)
    try:
        root.mkdir(parents=True, exist_ok=True, mode=0o700)
        waiting = root / f".{paths.PROGRAM}-{os.getpid()}"
        shutil.rmtree(waiting, ignore_errors=True)
        try:
            _write(waiting / "new" / guide_id, members)
            guide = _checked(guide_id, waiting / "new", root, program, keys)
            _put(waiting, root, guide_id)
        finally:
            shutil.rmtree(waiting, ignore_errors=True)
    except OSError as error:
        raise HaasError(
            t("The guide could not be put in its place.") + " " + files.cause(error), t("Nothing was changed.")
        ) from error
    return guide


def _members(path: Path) -> tuple[str, dict[str, bytes]]:
    """The guide's id and its files, by their paths in its folder. Nothing is written."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise PackUnusable(f"larger than {MAX_FILE_BYTES:,} bytes", path.name)
        with zipfile.ZipFile(path) as archive:
            return _read(archive)
    except OSError as error:
        raise HaasError(
            t("The file {name} cannot be opened.").format(name=path.name) + " " + files.cause(error),
            t("Please check its name and its folder."),
        ) from error
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, RuntimeError) as error:
        raise PackUnusable("not a whole zip file", path.name) from error


def _read(archive: zipfile.ZipFile) -> tuple[str, dict[str, bytes]]:
    entries = archive.infolist()
    if len(entries) > MAX_FILES or sum(entry.file_size for entry in entries) > MAX_TOTAL_BYTES:
        raise PackUnusable("too many files, or too large unpacked")
    members: dict[str, bytes] = {}
    ids = set()
    for entry in entries:
        match = _NAME.fullmatch(entry.filename)
        if match is None or entry.flag_bits & _ENCRYPTED or match[2] in members:
            raise PackUnusable("no name of a guide's file", entry.filename)
        ids.add(match[1])
        with archive.open(entry) as file:
            members[match[2]] = file.read(entry.file_size)  # what it says, which was counted; never more
    if len(ids) != 1:
        raise PackUnusable(f"{len(ids)} guides in one file")
    return ids.pop(), members


def _write(folder: Path, members: dict[str, bytes]) -> None:
    for name, data in members.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        files.write_atomically(path, data)


def _checked(guide_id: str, waiting: Path, root: Path, program: Path | None, keys: Path) -> Guide:
    """As it will be found at the next start: by the same code, from the same disk."""
    new = next(entry for entry in library.entries(waiting / "none", waiting, keys) if entry.id == guide_id)
    if new.guide is None:
        raise PackUnusable(new.why)
    for entry in library.entries(program, root, keys):
        there = entry.id == guide_id and entry.state == State.USED
        if there and library.version_key(entry.version) >= library.version_key(new.version):
            raise NotNewer(new.guide, entry.version)
    return new.guide


def _put(waiting: Path, root: Path, guide_id: str) -> None:
    """One moment without it, if another stood there; never half of it."""
    target = root / guide_id
    if target.exists() or target.is_symlink():
        target.rename(waiting / "old")
    (waiting / "new" / guide_id).rename(target)
