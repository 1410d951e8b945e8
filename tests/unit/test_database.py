"""Where a store lies decides how SQLite keeps it."""

import sqlite3
from pathlib import Path

import pytest

from haas_client import database
from haas_client.database import Database, Errors, is_on_network
from haas_client.errors import HaasError

MOUNTS = """\
24 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw
25 24 0:22 / /home rw,relatime shared:2 - nfs4 server:/home rw,vers=4.2
26 24 0:23 / /home/kept\\040here rw,relatime shared:3 - ext4 /dev/sdb1 rw
27 24 0:24 / /mnt/usb rw - fuse.sshfs owner@server: rw
28 24 0:25 / /mnt/again rw - nfs server:/a rw
29 28 8:3 / /mnt/again rw - ext4 /dev/sda3 rw
a line that is none
"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/home/owner/.local/share/x.sqlite3", True),
        ("/home", True),
        ("/homes/x.sqlite3", False),
        ("/home/kept here/x.sqlite3", False),
        ("/mnt/usb/x", True),
        ("/mnt/again/x", False),
        ("/var/lib/x", False),
    ],
)
def test_a_network_file_system_is_known_by_its_mount(tmp_path: Path, path: str, expected: bool) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS)
    assert is_on_network(Path(path), mounts) is expected


def test_without_a_table_nothing_is_taken_for_a_network(tmp_path: Path) -> None:
    assert not is_on_network(tmp_path, tmp_path / "none")


def made(path: Path) -> Database:
    def create(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE thing (name TEXT)")

    errors = Errors(newer=lambda: HaasError("newer"), unusable=lambda error: HaasError(str(error)))
    return Database(path, (create,), errors, lambda: None)


def mode(connection: sqlite3.Connection) -> str:
    return str(connection.execute("PRAGMA journal_mode").fetchone()[0])


def test_a_store_that_moves_to_a_network_drive_and_back_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = made(tmp_path / "store.sqlite3")
    store.transact(lambda connection: connection.execute("INSERT INTO thing VALUES ('a')"))
    assert store.transact(mode) == "wal"
    monkeypatch.setattr(database, "is_on_network", lambda path: True)
    store.transact(lambda connection: connection.execute("INSERT INTO thing VALUES ('b')"))
    assert store.transact(mode) == "delete"
    monkeypatch.undo()
    found = store.transact(lambda connection: connection.execute("SELECT name FROM thing").fetchall())
    assert found == [("a",), ("b",)]
    assert store.transact(mode) == "wal"


def test_what_the_work_raises_leaves_nothing_behind(tmp_path: Path) -> None:
    store = made(tmp_path / "store.sqlite3")

    def work(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO thing VALUES ('a')")
        raise LookupError("no")

    with pytest.raises(LookupError):
        store.transact(work)
    assert store.transact(lambda connection: connection.execute("SELECT * FROM thing").fetchall()) == []
