"""Cases as rows of the store: a row a case, a row a line of its timeline, both as JSON."""

import logging
import sqlite3

import msgspec

from haas_client.cases import states
from haas_client.cases.model import Case, Event

_log = logging.getLogger(__name__)


def _create(database: sqlite3.Connection) -> None:
    # `changed` counts up with every change: an order that no clock can turn round.
    database.execute(
        "CREATE TABLE cases (id TEXT PRIMARY KEY, changed INTEGER NOT NULL, deleted_at REAL, data BLOB NOT NULL)"
    )
    database.execute("CREATE TABLE event (number INTEGER PRIMARY KEY, case_id TEXT NOT NULL, data BLOB NOT NULL)")
    database.execute("CREATE INDEX event_case ON event (case_id, number)")


def _remember_links(database: sqlite3.Connection) -> None:
    # Never emptied: by a clock that stands wrong, a number that was forgotten too soon would count as new.
    database.execute("CREATE TABLE link (number TEXT PRIMARY KEY)")


MIGRATIONS = (_create, _remember_links)
"""Each brings the file one version up; only ever added to."""


def write(database: sqlite3.Connection, case: Case, event: Event | None) -> None:
    """Puts ``case`` in the place of what was kept of it, and adds ``event`` to its timeline."""
    data = msgspec.json.encode(msgspec.structs.replace(case, events=()))
    deleted = case.deleted_at.timestamp() if case.deleted_at else None
    database.execute(
        "INSERT INTO cases (id, changed, deleted_at, data) VALUES (?1, (SELECT coalesce(max(changed), 0) + 1 "
        "FROM cases), ?2, ?3) ON CONFLICT (id) DO UPDATE SET changed = excluded.changed, "
        "deleted_at = excluded.deleted_at, data = excluded.data",
        (case.id, deleted, data),
    )
    if event:
        database.execute("INSERT INTO event (case_id, data) VALUES (?, ?)", (case.id, msgspec.json.encode(event)))


def read(database: sqlite3.Connection, case_id: str) -> Case | None:
    """``None`` where there is none, or nobody of ours wrote it."""
    row = database.execute("SELECT data FROM cases WHERE id = ?", (case_id,)).fetchone()
    if row is None:
        return None
    lines = database.execute("SELECT data FROM event WHERE case_id = ? ORDER BY number", (case_id,)).fetchall()
    try:
        case = msgspec.json.decode(row[0], type=Case)
        events = tuple(msgspec.json.decode(data, type=Event) for (data,) in lines)
    except (msgspec.DecodeError, TypeError, UnicodeDecodeError, RecursionError):
        case, events = None, ()
    if case is None or case.id != case_id or not states.has(case.service, case.state):
        _log.warning("a case could not be understood; left as it is")
        return None
    return msgspec.structs.replace(case, events=events)


def spend(database: sqlite3.Connection, link: str) -> None:
    """Remembers that ``link`` was followed."""
    database.execute("INSERT INTO link (number) VALUES (?)", (link,))


def is_spent(database: sqlite3.Connection, link: str) -> bool:
    return database.execute("SELECT 1 FROM link WHERE number = ?", (link,)).fetchone() is not None


def ids(database: sqlite3.Connection, *, deleted: bool | None = None) -> list[str]:
    """The one that changed last first."""
    which = {None: "", True: "WHERE deleted_at IS NOT NULL", False: "WHERE deleted_at IS NULL"}[deleted]
    return [row[0] for row in database.execute(f"SELECT id FROM cases {which} ORDER BY changed DESC")]  # noqa: S608


def erase(database: sqlite3.Connection, case_id: str) -> None:
    database.execute("DELETE FROM event WHERE case_id = ?", (case_id,))
    database.execute("DELETE FROM cases WHERE id = ?", (case_id,))


def deleted_before(database: sqlite3.Connection, moment: float) -> list[str]:
    return [row[0] for row in database.execute("SELECT id FROM cases WHERE deleted_at < ?", (moment,))]
