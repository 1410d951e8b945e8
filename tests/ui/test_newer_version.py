"""What an older program shows of what a newer one has kept: it says so, leaves it alone, and does all the rest."""

import contextlib
import sqlite3
from pathlib import Path

from pytestqt.qtbot import QtBot

from haas_client import paths
from haas_client.cases.store import Cases
from haas_client.handsbuy.store import Swaps
from haas_client.request import Request, Service
from tests.machines import hand_written
from tests.ui.conftest import OpenWindow
from tests.ui.seen import shows
from tests.unit.handsbuy.swaps import swap


def made_newer(file: Path) -> bytes:
    """As a later version would have left it; what it then holds."""
    with contextlib.closing(sqlite3.connect(file)) as store:
        store.execute("PRAGMA journal_mode = DELETE")
        (version,) = store.execute("PRAGMA user_version").fetchone()
        store.execute(f"PRAGMA user_version = {version + 1}")
    return file.read_bytes()


def test_cases_of_a_newer_version_are_told_on_the_first_page(qtbot: QtBot, open_window: OpenWindow) -> None:
    Cases().begin(Request(words="x"), Service.HANDSBUY)
    file = paths.cases() / "cases.sqlite3"
    before = made_newer(file)
    window = open_window(hand_written.healthy)
    shows(qtbot, window.page, "Your cases were kept by a newer version of this program.")
    shows(qtbot, window.page, "They are left as they are. Please update this program to see them.")
    assert file.read_bytes() == before


def test_swaps_of_a_newer_version_are_told_on_the_first_page(qtbot: QtBot, open_window: OpenWindow) -> None:
    Swaps().begin(swap())
    before = made_newer(paths.swaps())
    window = open_window(hand_written.healthy)
    shows(qtbot, window.page, "Your swaps were kept by a newer version of this program.")
    shows(qtbot, window.page, "Nothing was changed. Please update this program")
    assert paths.swaps().read_bytes() == before
