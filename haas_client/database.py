"""One SQLite file of the owner's: opened anew for each question, so that any thread and any process may ask.

What is committed survives a power cut. A file that SQLite cannot make sense of is kept aside and a new one begun; one
of a newer version of this program is left as it is.
"""

import contextlib
import errno
import os
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from haas_client import files, mounts
from haas_client.errors import HaasError
from haas_client.i18n import N_, t

T = TypeVar("T")

Migration = Callable[[sqlite3.Connection], None]

_BUSY_SECONDS = 5.0
_AGAIN_SECONDS = 0.01
_WAL_PAGES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """What a person is told, made by whoever keeps something here."""

    newer: Callable[[], HaasError]
    """The file was written by a newer version."""
    unusable: Callable[[Exception], HaasError]
    """The file can be neither read nor written, such as on a full disk; the argument is why."""


class Database:
    """The file at ``path``. ``migrations[n]`` brings it from version ``n`` to ``n + 1`` (``PRAGMA user_version``).

    ``keep_aside`` moves a broken file out of the way; what it does is left to the owner of the file.
    """

    def __init__(
        self, path: Path, migrations: Sequence[Migration], errors: Errors, keep_aside: Callable[[], None]
    ) -> None:
        self.path = path
        self._migrations = migrations
        self._errors = errors
        self._keep_aside = keep_aside

    @property
    def exists(self) -> bool:
        return _inode(self.path) is not None

    def transact(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What ``work`` gives, done in one write transaction: all of it is kept, or nothing.

        Raises what ``work`` raises, and the errors that were named where the file cannot be used.
        """
        opened = _inode(self.path)
        try:
            return self._attempt(work)
        except (sqlite3.DatabaseError, OSError) as error:
            if not _is_broken(error):
                raise self._errors.unusable(error) from error
        try:
            if _inode(self.path) == opened:  # else another process has done so already
                self._keep_aside()
            return self._attempt(work)
        except (sqlite3.DatabaseError, OSError) as error:
            raise self._errors.unusable(error) from error

    def _attempt(self, work: Callable[[sqlite3.Connection], T]) -> T:
        _prepare(self.path)
        with contextlib.closing(self._connect()) as database:
            self._migrate(database)
            with transaction(database):
                return work(database)

    def _connect(self) -> sqlite3.Connection:
        """Waits for others: SQLite does not by itself where two make a file at once, or one is being put right."""
        deadline = time.monotonic() + _BUSY_SECONDS
        while True:
            try:
                return self._opened()
            except sqlite3.OperationalError as error:
                if _code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
            time.sleep(_AGAIN_SECONDS)

    def _opened(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.path, timeout=_BUSY_SECONDS, isolation_level=None)
        try:
            if version(database) > len(self._migrations):  # before anything is changed
                raise self._errors.newer()
            # FULL: what was kept survives a power cut, which is just what it may have to tell of.
            database.execute("PRAGMA synchronous = FULL")
            if is_on_network(self.path):
                # WAL needs memory that all readers share, which no network file system offers (sqlite.org/wal.html).
                database.execute("PRAGMA journal_mode = DELETE")
            else:
                # WAL: a reader never waits for a writer.
                database.execute("PRAGMA journal_mode = WAL")
                database.execute(f"PRAGMA wal_autocheckpoint = {_WAL_PAGES}")
                database.execute(f"PRAGMA journal_size_limit = {_WAL_PAGES * 4096}")
        except BaseException:
            database.close()
            raise
        return database

    def _migrate(self, database: sqlite3.Connection) -> None:
        if version(database) == len(self._migrations):
            return
        with transaction(database):
            begun = version(database)  # again: another process may have been quicker
            for number, migration in enumerate(self._migrations[begun:], start=begun + 1):
                migration(database)
                database.execute(f"PRAGMA user_version = {number}")


def version(database: sqlite3.Connection) -> int:
    return int(database.execute("PRAGMA user_version").fetchone()[0])


_SQLITE = {
    sqlite3.SQLITE_FULL: N_("There is no space left on the drive."),
    sqlite3.SQLITE_IOERR: N_("The drive does not answer. It may have been pulled out, or be faulty."),
    sqlite3.SQLITE_READONLY: N_("The drive can only be read, not written."),
    sqlite3.SQLITE_CANTOPEN: N_("The folder cannot be read or written."),
    sqlite3.SQLITE_PERM: N_("The right to do so is missing."),
    sqlite3.SQLITE_BUSY: N_("Another program is using it."),
    sqlite3.SQLITE_LOCKED: N_("Another program is using it."),
}


def why(error: Exception) -> str:
    """Why a file could not be used, for the end of a sentence; SQLite's own words where we have none."""
    words = _SQLITE.get(_code(error))
    told = files.cause(error) if isinstance(error, OSError) else t(words) if words else str(error)
    return told.rstrip(".。")


def is_on_network(path: Path, table: Path = Path(mounts.TABLE)) -> bool:
    """Whether ``path`` lies on a network file system, as far as the kernel's table of mounts tells (proc(5))."""
    try:
        text = table.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return False
    found = mounts.of_path(os.path.realpath(path), text)
    return found is not None and (found.on_network or found.by_program)


def _prepare(path: Path) -> None:
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


def _is_broken(error: Exception) -> bool:
    """Whether the file itself is at fault, and not the place where it lies."""
    # A table that is not there: another program's file under our name.
    return _code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or "no such" in str(error)


def _code(error: Exception) -> int:
    """SQLite's primary code, the low byte; 0 for any other error."""
    return int(getattr(error, "sqlite_errorcode", 0) & 0xFF)


def _inode(path: Path) -> int | None:
    try:
        return path.stat().st_ino
    except OSError:
        return None
