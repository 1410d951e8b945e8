"""The tray program: tray or no tray, one instance, the end of it."""

import os
import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from haas_client import instance
from haas_client.instance import Instance
from haas_client.ui.app_icons import SIZES, AppState, app_icon, tray_icon
from haas_client.ui.pages.page import PageName
from tests.ui.conftest import Started
from tests.ui.hosts import SlowHost


def test_hidden_with_a_tray_opens_no_window(start: Started) -> None:
    assert start(tray=True, hidden=True).window is None


def test_hidden_without_a_tray_opens_the_window_all_the_same(start: Started) -> None:
    assert start(tray=False, hidden=True).window is not None


def test_with_a_tray_a_closed_window_leaves_the_program_and_its_diagnosis(qtbot: QtBot, start: Started) -> None:
    program = start(tray=True)
    window = program.show_window()
    program.session.start()
    with qtbot.waitSignal(program.session.finished):
        window.close()
    assert program.window is None
    assert not start.left
    again = program.show_window()
    again.open(PageName.RESULT)
    assert again.page.name == PageName.RESULT


def test_without_a_tray_a_closed_window_ends_diagnosis_and_program(qtbot: QtBot, start: Started) -> None:
    host = SlowHost()
    program = start(tray=False, host=host)
    assert program.window
    program.session.start()
    qtbot.waitUntil(host.asked.is_set)
    program.window.close()
    assert start.left
    assert host.cancelled.wait(5)
    assert not program.session.running


def test_what_was_typed_outlives_the_window(start: Started) -> None:
    program = start(tray=True)
    program.session.change(words="noises since Monday")
    assert program.window
    program.window.close()
    window = program.show_window()
    window.open(PageName.SYMPTOM)
    assert program.session.request.words == "noises since Monday"


def test_the_tray_icon_tells_the_worst_finding(qtbot: QtBot, start: Started) -> None:
    program = start(tray=True)
    assert program.tray.icon.toolTip() == "Linuxmania Support"
    with qtbot.waitSignal(program.session.finished):
        program.session.start()
    assert program.tray.icon.toolTip() == "Linuxmania Support: a part should be replaced"
    assert program.tray.icon.icon().name() == "linuxmania-haas-replace"


@pytest.mark.parametrize("state", AppState)
def test_every_state_of_the_tray_has_a_themed_icon_that_draws(qapp: QApplication, state: AppState) -> None:
    icon = app_icon(state)
    assert icon.name() == "linuxmania-haas" + state
    for size in SIZES:
        image = icon.pixmap(size, size).toImage()
        assert image.size().width() == size
        assert image.pixelColor(size // 2, size // 8).alpha() > 0


def test_a_second_start_raises_the_window_and_ends(qtbot: QtBot, start: Started, tmp_path: Path) -> None:
    place = instance.claim(tmp_path)
    assert place is not None
    program = start(tray=True, hidden=True, place=place)
    second: list[Instance | None] = []
    thread = threading.Thread(target=lambda: second.append(instance.claim(tmp_path)))
    thread.start()
    qtbot.waitUntil(lambda: bool(second))
    thread.join()
    assert second == [None]
    assert program.window is not None


def test_a_link_that_is_clicked_reaches_the_program_that_runs(qtbot: QtBot, start: Started, tmp_path: Path) -> None:
    place = instance.claim(tmp_path)
    assert place is not None
    program = start(tray=True, hidden=True, place=place)
    second: list[Instance | None] = []
    click = threading.Thread(target=lambda: second.append(instance.claim(tmp_path, link="linuxmania-haas:A")))
    click.start()
    qtbot.waitUntil(lambda: bool(second))
    click.join()
    assert second == [None]
    assert program.window is not None
    qtbot.waitUntil(lambda: program.window is not None and program.window.following.refused is not None)
    assert program.window.page.name == PageName.LINK


def test_a_stranger_on_the_socket_opens_nothing(qtbot: QtBot, start: Started, tmp_path: Path) -> None:
    place = instance.claim(tmp_path)
    assert place is not None
    program = start(tray=True, hidden=True, place=place)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.connect(str(tmp_path / "linuxmania-haas.socket"))
        connection.sendall(b"\0" * 4096)
        qtbot.wait(50)
    assert program.window is None


def test_a_word_to_end_is_heard(qtbot: QtBot, start: Started) -> None:
    start(tray=True, hidden=True)
    os.kill(os.getpid(), signal.SIGTERM)
    qtbot.waitUntil(lambda: bool(start.left))


def test_nothing_ticks_while_hidden(start: Started) -> None:
    from PySide6.QtCore import QTimer

    program = start(tray=True)
    assert program.window
    program.window.close()
    assert program._daily
    timers = [timer for owner in (program, program._daily) for timer in owner.findChildren(QTimer) if timer.isActive()]
    # The one that waits for the daily check: once, minutes away, and never the reason to wake a processor.
    assert [timer.isSingleShot() for timer in timers] == [True]
    assert timers[0].timerType() == Qt.TimerType.VeryCoarseTimer
    assert timers[0].remainingTime() > 5 * 60 * 1000


def installed(place: Path, state: AppState) -> None:
    """As a package puts it where every program looks."""
    folder = place / "hicolor" / "symbolic" / "apps"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"linuxmania-haas{state.value}-symbolic.svg").touch()


@pytest.fixture
def search_paths() -> Iterator[None]:
    before = QIcon.themeSearchPaths()
    yield
    QIcon.setThemeSearchPaths(before)


@pytest.mark.usefixtures("search_paths")
@pytest.mark.parametrize("state", AppState)
def test_the_panel_draws_the_icon_of_a_state_where_it_can_find_it(
    qapp: QApplication, tmp_path: Path, state: AppState
) -> None:
    QIcon.setThemeSearchPaths([str(tmp_path)])
    assert tray_icon(state).name() == "linuxmania-haas" + state  # not installed: in colour, on its own ground
    for one in AppState:
        installed(tmp_path, one)
    icon = tray_icon(state)
    assert icon.name() == f"linuxmania-haas{state}-symbolic"
    assert not icon.isNull()
    coloured = app_icon(state)
    for size in SIZES:  # for a panel that knows no symbolic icons, and without an SVG renderer for it
        assert icon.pixmap(size, size).toImage() == coloured.pixmap(size, size).toImage()
    assert {size.width() for size in icon.availableSizes()} == set(SIZES)
    assert QIcon(icon).name() == icon.name()


def test_a_folder_that_only_this_program_looks_into_is_no_installation(qapp: QApplication) -> None:
    app_icon()  # puts it into the search path
    assert tray_icon(AppState.WELL).name() == "linuxmania-haas"
