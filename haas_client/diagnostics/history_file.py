"""The file under the history: made for the owner alone, and looked at where SQLite fails on it."""

import contextlib
import errno
import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path


def prepare(path: Path) -> None:
    """An ordinary file for the owner alone: SQLite would leave its rights to the umask, and wait at a FIFO."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
    if found.st_mode & 0o077:
        path.chmod(0o600)


@contextlib.contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        with contextlib.suppress(sqlite3.Error):  # SQLite may have rolled back by itself (a full disk)
            database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")


def is_broken(error: Exception) -> bool:
    """Whether the file itself is at fault, and not the place where it lies (the low byte is the primary code)."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    # A table that is not there: another program's file under our name.
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or "no such" in str(error)


def inode(path: Path) -> int | None:
    try:
        return path.stat().st_ino
    except OSError:
        return None
