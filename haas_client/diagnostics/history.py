"""This PC's past in one SQLite file of the owner's: bounded in size, and never in the way of a diagnosis.

What is kept is a :class:`~haas_client.diagnostics.past.Sample` a diagnosis: figures and codes, no free text. See
``docs/history.md``.
"""

import logging
import sqlite3
import zlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import msgspec

from haas_client import paths
from haas_client.database import Database, Errors, why
from haas_client.diagnostics.past import Acknowledgement, Past, Sample
from haas_client.diagnostics.trials.values import TrialRecord
from haas_client.errors import HaasError
from haas_client.i18n import t

_log = logging.getLogger(__name__)

T = TypeVar("T")

MAX_SAMPLES = 500
"""60 days of several diagnoses a day, and three years of one a week."""
MAX_BYTES = 400 * 1024
"""All samples together, packed; with its index and the journal beside it the store stays below 1 MB."""
MAX_ACKNOWLEDGED = 200
MAX_TRIALS = 50
MAX_TRIALS_BYTES = 200 * 1024
"""All trials together, packed; the newest is kept whatever its size (a load test of an hour packs to some 20 KB)."""

_ALL_KEPT = timedelta(days=60)
_WEEK_SECONDS = 7 * 86400
_MAX_SAMPLE_BYTES = 1024 * 1024


class HistoryUnusable(HaasError):
    """The past cannot be read or added to; the diagnosis itself is whole without it."""


def default_path() -> Path:
    return paths.history()


class History:
    """Opened anew for each question, so that any thread and any process may ask at any time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._database = Database(path, MIGRATIONS, Errors(newer=_newer, unusable=_unusable), self._keep_aside)

    def past(self) -> Past:
        """All that is kept; empty where nothing is. Raises :class:`HistoryUnusable`."""
        if not self._database.exists:
            return Past()

        def read(database: sqlite3.Connection) -> Past:
            rows = database.execute("SELECT data FROM sample ORDER BY taken_at, id").fetchall()
            told = database.execute("SELECT part, code, value FROM acknowledgement ORDER BY rowid").fetchall()
            samples = (_unpacked(data, Sample) for (data,) in rows)
            return Past(
                samples=tuple(sample for sample in samples if sample),
                acknowledged=tuple(Acknowledgement(key=key, code=code, value=value) for key, code, value in told),
            )

        return self._database.transact(read)

    def add(self, sample: Sample) -> None:
        """Keeps a sample and thins what is old. Raises :class:`HistoryUnusable`."""

        def write(database: sqlite3.Connection) -> None:
            seconds = sample.taken_at.timestamp()
            database.execute("INSERT INTO sample (taken_at, data) VALUES (?, ?)", (seconds, _packed(sample)))
            _thin(database, seconds)

        self._database.transact(write)

    def acknowledge(self, told: Iterable[Acknowledgement]) -> None:
        """Keeps the owner's word, over an earlier one. Raises :class:`HistoryUnusable`."""
        rows = [(one.key, one.code, one.value) for one in told]

        def write(database: sqlite3.Connection) -> None:
            database.executemany("INSERT OR REPLACE INTO acknowledgement (part, code, value) VALUES (?, ?, ?)", rows)
            database.execute(
                "DELETE FROM acknowledgement WHERE rowid NOT IN "
                "(SELECT rowid FROM acknowledgement ORDER BY rowid DESC LIMIT ?)",
                (MAX_ACKNOWLEDGED,),
            )

        self._database.transact(write)

    def forget_acknowledgement(self, told: Iterable[Acknowledgement]) -> None:
        """Takes the owner's word back. Raises :class:`HistoryUnusable`."""
        rows = [(one.key, one.code) for one in told]
        self._database.transact(
            lambda database: database.executemany("DELETE FROM acknowledgement WHERE part = ? AND code = ?", rows)
        )

    def keep_trial(self, record: TrialRecord) -> None:
        """Puts a trial's record in the place of an earlier one of the same id; on disk when it returns.

        Raises :class:`HistoryUnusable`.
        """

        def write(database: sqlite3.Connection) -> None:
            database.execute(
                "INSERT INTO trial (id, started_at, data) VALUES (?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET started_at = excluded.started_at, data = excluded.data",
                (record.id, record.started_at.timestamp(), _packed(record)),
            )
            _thin_trials(database)

        self._database.transact(write)

    def trials(self) -> tuple[TrialRecord, ...]:
        """All that are kept, oldest first; markers of those that are under way too. Raises :class:`HistoryUnusable`."""
        if not self._database.exists:
            return ()

        def read(database: sqlite3.Connection) -> tuple[TrialRecord, ...]:
            rows = database.execute("SELECT data FROM trial ORDER BY started_at, rowid").fetchall()
            records = (_unpacked(data, TrialRecord) for (data,) in rows)
            return tuple(record for record in records if record)

        return self._database.transact(read)

    @property
    def trial_lock(self) -> Path:
        """:func:`haas_client.paths.trial_lock` of this store (see ``trials.runner``)."""
        return self._path.with_name(self._path.name + "-trial")

    def last_taken_at(self, now: datetime) -> datetime | None:
        """When the last diagnosis was made, but for any that a wrong clock put after ``now``."""
        return max((sample.taken_at for sample in self.past().samples if sample.taken_at <= now), default=None)

    def _keep_aside(self) -> None:
        _log.warning("history could not be understood; kept aside")
        self._path.replace(self._path.with_suffix(".broken"))
        for suffix in ("-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)


def _create_samples(database: sqlite3.Connection) -> None:
    database.execute("CREATE TABLE sample (id INTEGER PRIMARY KEY, taken_at REAL NOT NULL, data BLOB NOT NULL)")
    database.execute("CREATE INDEX sample_taken_at ON sample (taken_at)")


def _create_acknowledgements(database: sqlite3.Connection) -> None:
    database.execute(
        "CREATE TABLE acknowledgement (part TEXT NOT NULL, code TEXT NOT NULL, value REAL, PRIMARY KEY (part, code))"
    )


def _create_trials(database: sqlite3.Connection) -> None:
    database.execute("CREATE TABLE trial (id TEXT PRIMARY KEY, started_at REAL NOT NULL, data BLOB NOT NULL)")


MIGRATIONS = (_create_samples, _create_acknowledgements, _create_trials)
"""Each brings the file one version up (``PRAGMA user_version``); only ever added to."""


def _thin(database: sqlite3.Connection, now: float) -> None:
    """One sample a week of those older than 60 days, then the oldest away until all of it fits.

    By number and size and not by age: a clock that was set years ahead for a day must not cost the whole past.
    """
    database.execute(
        "DELETE FROM sample WHERE taken_at < ?1 AND id NOT IN "
        "(SELECT min(id) FROM sample WHERE taken_at < ?1 GROUP BY CAST(taken_at / ?2 AS INTEGER))",
        (now - _ALL_KEPT.total_seconds(), _WEEK_SECONDS),
    )
    database.execute(
        "DELETE FROM sample WHERE id NOT IN (SELECT id FROM sample ORDER BY taken_at DESC, id DESC LIMIT ?)",
        (MAX_SAMPLES,),
    )
    database.execute(
        "DELETE FROM sample WHERE id IN (SELECT id FROM (SELECT id, "
        "sum(length(data)) OVER (ORDER BY taken_at DESC, id DESC) AS total FROM sample) WHERE total > ?)",
        (MAX_BYTES,),
    )


def _thin_trials(database: sqlite3.Connection) -> None:
    """The oldest away, as they were written: by rowid and not by time, so that a wrong clock costs no marker."""
    database.execute(
        "DELETE FROM trial WHERE rowid NOT IN (SELECT rowid FROM trial ORDER BY rowid DESC LIMIT ?)", (MAX_TRIALS,)
    )
    database.execute(
        "DELETE FROM trial WHERE rowid IN (SELECT rowid FROM (SELECT rowid, "
        "sum(length(data)) OVER (ORDER BY rowid DESC) AS total FROM trial) WHERE total > ?) "
        "AND rowid < (SELECT max(rowid) FROM trial)",
        (MAX_TRIALS_BYTES,),
    )


def _packed(value: Sample | TrialRecord) -> bytes:
    return zlib.compress(msgspec.json.encode(value), 9)


def _unpacked(data: object, type_: type[T]) -> T | None:
    """A value, or ``None`` for a row that nobody of ours wrote."""
    if not isinstance(data, bytes):
        return None
    try:
        unpacked = zlib.decompressobj().decompress(data, _MAX_SAMPLE_BYTES)
        return msgspec.json.decode(unpacked, type=type_)
    except (zlib.error, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _newer() -> HistoryUnusable:
    return HistoryUnusable(
        t("The record of earlier diagnoses was written by a newer version of this program."),
        t("It is left as it is. This diagnosis is whole, but does not tell what has changed."),
    )


def _unusable(error: Exception) -> HistoryUnusable:
    return HistoryUnusable(
        t("The record of earlier diagnoses cannot be used: {why}.").format(why=why(error)),
        t("This diagnosis is whole, but does not tell what has changed."),
    )
