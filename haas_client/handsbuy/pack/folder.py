"""A pack's folder, hostile until checked: no link leads out of it, nothing in it is larger than it may be."""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from haas_client import files
from haas_client.handsbuy.pack.refusal import PackUnusable

MAX_FILES = 400
"""Two guides with all their pictures and fragments."""


def read(folder: Path, name: str, limit: int, place: str = "") -> bytes:
    """An ordinary file of the pack, ``limit`` bytes at most; raises :class:`PackUnusable`, told below ``place``."""
    size = check(folder, name, limit, place)
    try:
        data = files.read_ordinary(folder / name, limit)
    except OSError as error:
        raise _unreadable(error, place + name) from error
    if len(data) > limit:
        raise _too_large(size, limit, place + name)
    return data


def check(folder: Path, name: str, limit: int, place: str = "") -> int:
    """Bytes of such a file, which is not read; raises :class:`PackUnusable`, told below ``place``."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise PackUnusable("leads out of the guide", place + name)
    try:
        for part in [path, *path.parents][:-1]:
            if (folder / part).is_symlink():
                raise PackUnusable("a link, which a guide must not hold", place + str(part))
        status = (folder / path).lstat()
    except (OSError, ValueError) as error:
        raise _unreadable(error, place + name) from error
    if not stat.S_ISREG(status.st_mode):
        raise PackUnusable("not an ordinary file", place + name)
    if status.st_size > limit:
        raise _too_large(status.st_size, limit, place + name)
    return status.st_size


def names(folder: Path) -> tuple[str, ...]:
    """All files of the pack, sorted; raises :class:`PackUnusable` for what is neither file nor folder, or too many."""
    found: list[str] = []
    for name in _below(folder, ""):
        found.append(name)
        if len(found) > MAX_FILES:
            raise PackUnusable(f"more than {MAX_FILES} files")
    return tuple(sorted(found))


def _below(folder: Path, prefix: str, depth: int = 0) -> Iterator[str]:
    try:
        with os.scandir(folder / prefix) as entries:
            for entry in entries:
                name = f"{prefix}{entry.name}"
                if entry.is_file(follow_symlinks=False):
                    yield name
                elif entry.is_dir(follow_symlinks=False) and depth < 5:
                    yield from _below(folder, f"{name}/", depth + 1)
                else:
                    raise PackUnusable("neither a file nor a folder that a guide has", name)
    except OSError as error:
        raise _unreadable(error, prefix) from error


def _unreadable(error: Exception, name: str) -> PackUnusable:
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return PackUnusable("missing", name)
    if isinstance(error, OSError) and error.errno == errno.EINVAL:
        return PackUnusable("not an ordinary file", name)
    return PackUnusable(getattr(error, "strerror", None) or "cannot be read", name)


def _too_large(size: int, limit: int, name: str) -> PackUnusable:
    return PackUnusable(f"{size:,} bytes, at most {limit:,} are allowed", name)
