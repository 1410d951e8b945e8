"""Swaps on disk: every tick is whole or not there, whatever stops the program. Any process may ask at any time."""

import logging
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from haas_client import paths
from haas_client.database import Database, Errors, why
from haas_client.diagnostics.snapshot import Snapshot
from haas_client.errors import HaasError
from haas_client.handsbuy.swap import Swap
from haas_client.i18n import t

_log = logging.getLogger(__name__)


class SwapsUnusable(HaasError):
    """The store can be neither read nor written; nothing in it was changed."""


class SwapGone(HaasError):
    """There is no such swap any more."""

    def __init__(self) -> None:
        super().__init__(
            t("This swap is not there any more."),
            t("It may have been ended in another window. Nothing else is lost."),
        )


def _create(database: sqlite3.Connection) -> None:
    # `changed` counts up with every change: an order that no clock can turn round.
    database.execute("CREATE TABLE swap (id TEXT PRIMARY KEY, changed INTEGER NOT NULL, data BLOB NOT NULL)")
    # What was read before the shutdown; large, and wanted for the checks alone.
    database.execute("CREATE TABLE snapshot (swap_id TEXT PRIMARY KEY, data BLOB NOT NULL)")


MIGRATIONS = (_create,)
"""Each brings the file one version up; only ever added to."""


class Swaps:
    """The owner's swaps. Methods raise :class:`SwapsUnusable`; those that name one raise :class:`SwapGone`."""

    def __init__(self, path: Path | None = None, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._path = path or paths.swaps()
        self._clock = clock
        self._database = Database(self._path, MIGRATIONS, Errors(newer=_newer, unusable=_unusable), self._keep_aside)

    @property
    def exist(self) -> bool:
        """Whether there ever was one; asks no more than whether the file is there."""
        return self._database.exists

    def all(self) -> tuple[Swap, ...]:
        """The one that changed last first. What nobody of ours wrote is left out, and left as it is."""
        if not self._database.exists:
            return ()
        rows = self._database.transact(
            lambda database: database.execute("SELECT id, data FROM swap ORDER BY changed DESC").fetchall()
        )
        return tuple(swap for swap_id, data in rows if (swap := _decoded(swap_id, data)))

    def get(self, swap_id: str) -> Swap:
        return self._database.transact(lambda database: _found(database, swap_id))

    def begin(self, swap: Swap, before: Snapshot | None = None) -> Swap:
        """Both or neither: a swap whose PC was read without a trace of it could never be proven."""

        def work(database: sqlite3.Connection) -> Swap:
            if before is not None:
                _keep_before(database, swap.id, before)
            return _written(database, swap)

        return self._database.transact(work)

    def change(self, swap_id: str, how: Callable[[Swap], Swap]) -> Swap:
        """Puts what ``how`` makes of what is kept by then in its place: others may have gone on."""

        def work(database: sqlite3.Connection) -> Swap:
            kept = _found(database, swap_id)
            changed = how(kept)
            if changed == kept:
                return kept
            return _written(database, msgspec.structs.replace(changed, changed_at=self._clock()))

        return self._database.transact(work)

    def keep_before(self, swap_id: str, snapshot: Snapshot) -> None:
        """What was read last before the shutdown; it takes the place of an earlier one."""

        def work(database: sqlite3.Connection) -> None:
            _found(database, swap_id)
            _keep_before(database, swap_id, snapshot)

        self._database.transact(work)

    def before(self, swap_id: str) -> Snapshot | None:
        """``None`` where nothing was read before, or it cannot be understood: then nothing is compared with it."""
        row = self._database.transact(
            lambda database: database.execute("SELECT data FROM snapshot WHERE swap_id = ?", (swap_id,)).fetchone()
        )
        try:
            return msgspec.json.decode(row[0], type=Snapshot) if row else None
        except (msgspec.DecodeError, TypeError, UnicodeDecodeError, RecursionError):
            _log.warning("the snapshot of before a swap could not be understood")
            return None

    def forget(self, swap_id: str) -> None:
        def work(database: sqlite3.Connection) -> None:
            database.execute("DELETE FROM snapshot WHERE swap_id = ?", (swap_id,))
            database.execute("DELETE FROM swap WHERE id = ?", (swap_id,))

        self._database.transact(work)

    def _keep_aside(self) -> None:
        _log.warning("swaps could not be understood; kept aside")
        self._path.replace(self._path.with_name(f"{self._path.name}.{self._clock():%Y%m%d-%H%M%S}.broken"))
        for suffix in ("-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)


def _written(database: sqlite3.Connection, swap: Swap) -> Swap:
    database.execute(
        "INSERT INTO swap (id, changed, data) VALUES (?1, (SELECT coalesce(max(changed), 0) + 1 FROM swap), ?2) "
        "ON CONFLICT (id) DO UPDATE SET changed = excluded.changed, data = excluded.data",
        (swap.id, msgspec.json.encode(swap)),
    )
    return swap


def _keep_before(database: sqlite3.Connection, swap_id: str, snapshot: Snapshot) -> None:
    data = msgspec.json.encode(snapshot)
    database.execute("INSERT OR REPLACE INTO snapshot (swap_id, data) VALUES (?, ?)", (swap_id, data))


def _found(database: sqlite3.Connection, swap_id: str) -> Swap:
    row = database.execute("SELECT data FROM swap WHERE id = ?", (swap_id,)).fetchone()
    swap = _decoded(swap_id, row[0]) if row else None
    if swap is None:
        raise SwapGone
    return swap


def _decoded(swap_id: str, data: bytes) -> Swap | None:
    try:
        swap = msgspec.json.decode(data, type=Swap)
    except (msgspec.DecodeError, TypeError, UnicodeDecodeError, RecursionError):
        swap = None
    if swap is None or swap.id != swap_id:
        _log.warning("a swap could not be understood; left as it is")
        return None
    return swap


def _newer() -> HaasError:
    return SwapsUnusable(
        t("Your swaps were kept by a newer version of this program."),
        t("Nothing was changed. Please update this program; until then the guide is on paper and on the phone."),
    )


def _unusable(error: Exception) -> HaasError:
    return SwapsUnusable(
        t("The swap could not be kept: {why}.").format(why=why(error)),
        t("Nothing that was kept before was lost. Please make room, and try again."),
    )
