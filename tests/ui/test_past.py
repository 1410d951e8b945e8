"""What has changed, as an owner meets it: new findings, known ones, the daily check."""

import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from haas_client import daily_check, settings, settings_file
from haas_client.diagnostics.collect import collect
from haas_client.diagnostics.history import History, default_path
from haas_client.diagnostics.host import Host
from haas_client.diagnostics.judgement import judged
from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.machine_host import machine_host
from haas_client.diagnostics.past import Past, Sample, part_key
from haas_client.settings import Settings
from haas_client.ui.app_icons import AppState
from haas_client.ui.application import Program
from haas_client.ui.daily import Daily, Outcome
from haas_client.ui.pages.page import PageName
from haas_client.ui.widgets.painted import Pill
from haas_client.ui.window import Window
from tests.machines import hand_written
from tests.machines.live import live
from tests.machines.recording import RECORDED_AT
from tests.ui.conftest import OpenWindow, Started
from tests.ui.hosts import SlowHost
from tests.ui.seen import press, seen

DRIVE = " – We recommend replacing: Storage (SATA 2)"
KNOWN = "Known: tell me only if it grows" + DRIVE
AGAIN = "Tell me of it again" + DRIVE


@pytest.fixture
def failing(tmp_path: Path) -> Host:
    return live(machine_host(hand_written.failing_ssd(tmp_path / "failing")))


def pills(widget: QWidget) -> list[str]:
    return [pill.accessibleName() for pill in seen(widget, Pill)]


def diagnose(qtbot: QtBot, window: Window) -> None:
    with qtbot.waitSignal(window._session.finished):
        window._session.start()
    window.open(PageName.RESULT)


def appears(qtbot: QtBot, window: Window, name: str) -> None:
    """New widgets are shown with the next turn of the event loop."""
    qtbot.waitUntil(lambda: any(b.accessibleName() == name for b in seen(window, QPushButton)))


def yesterday_all_was_well() -> None:
    History(default_path()).add(Sample(taken_at=RECORDED_AT - timedelta(days=1), parts=()))


def test_a_first_diagnosis_calls_nothing_new(qtbot: QtBot, open_window: OpenWindow, failing: Host) -> None:
    window = open_window(host=failing)
    diagnose(qtbot, window)
    assert "New since last time" not in pills(window)
    assert len(History(default_path()).past().samples) == 1


def test_what_was_not_there_last_time_is_marked(qtbot: QtBot, open_window: OpenWindow, failing: Host) -> None:
    yesterday_all_was_well()
    window = open_window(host=failing)
    diagnose(qtbot, window)
    assert "New since last time" in pills(window)
    diagnose(qtbot, window)
    assert "New since last time" not in pills(window)


def test_known_is_said_and_taken_back(qtbot: QtBot, open_window: OpenWindow, failing: Host) -> None:
    window = open_window(host=failing)
    diagnose(qtbot, window)
    press(qtbot, window, KNOWN)
    appears(qtbot, window, AGAIN)
    session = window._session
    assert session.result is not None
    assert session.result.diagnosis.severity == "watch"  # of another part
    qtbot.waitUntil(lambda: bool(History(default_path()).past().acknowledged))
    diagnose(qtbot, window)  # and it is still known at the next diagnosis
    appears(qtbot, window, AGAIN)
    press(qtbot, window, AGAIN)
    appears(qtbot, window, KNOWN)
    qtbot.waitUntil(lambda: not History(default_path()).past().acknowledged)
    assert session.result.diagnosis.severity == "replace"


def test_on_a_recording_a_word_is_not_kept(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    diagnose(qtbot, window)
    press(qtbot, window, KNOWN)
    appears(qtbot, window, AGAIN)
    assert not default_path().exists()


def test_a_past_that_cannot_be_used_is_said(qtbot: QtBot, open_window: OpenWindow, failing: Host) -> None:
    default_path().mkdir(parents=True)
    window = open_window(host=failing)
    diagnose(qtbot, window)
    said = [label.text() for label in seen(window.page, QLabel)]
    assert any("The record of earlier diagnoses cannot be used" in text for text in said)


def test_trends_hold_the_past_and_now(qtbot: QtBot, open_window: OpenWindow, failing: Host) -> None:
    window = open_window(host=failing)
    session = window._session
    assert session.past == Past()
    for _ in range(3):
        diagnose(qtbot, window)
    assert session.result is not None
    drive = session.result.diagnosis.of_kind(PartKind.STORAGE)[0].part
    assert len(session.past.samples) == 3
    times = [at for at, _ in session.past.readings(part_key(drive), "temperature_celsius")]
    assert len(times) == 3
    assert times == sorted(times)


def test_the_owners_words_do_not_switch_the_check_on_again(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    path = window._session.settings_path
    settings.save(Settings(daily_check=False), path)
    window._session.change(name="Hanako")
    window._session.remember_owner()
    assert settings.load(path) == Settings(name="Hanako", daily_check=False)


# --- the daily check: the timer and its process


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


class Watched:
    """A daily check whose process is a line of Python."""

    def __init__(self, program: str) -> None:
        self.clock = Clock()
        self.free = True
        self.heard: list[Outcome] = []
        command = (sys.executable, "-c", program)
        self.daily = Daily(lambda: self.free, self.heard.append, command=command, clock=self.clock)

    @property
    def timer(self) -> QTimer:
        return self.daily._timer

    @property
    def waits_minutes(self) -> float:
        return round(self.timer.remainingTime() / 60_000)

    def until_done(self, qtbot: QtBot) -> None:
        qtbot.waitUntil(lambda: self.daily._process is None, timeout=10_000)


def says(line: str) -> str:
    return f"import sys; sys.stdout.buffer.write({line.encode()!r} + b'\\n' + b'data')"


@pytest.fixture
def watched(qtbot: QtBot) -> Iterator[Callable[[str], Watched]]:
    made: list[Watched] = []

    def make(program: str) -> Watched:
        made.append(Watched(program))
        return made[-1]

    yield make
    for one in made:
        one.daily.stop()


def test_it_waits_with_one_coarse_timer_and_looks_at_the_wall_clock(
    qtbot: QtBot, watched: Callable[[str], Watched]
) -> None:
    one = watched(says("wait 1800080000"))
    one.daily.start()
    assert one.timer.isSingleShot()
    assert one.waits_minutes == 10
    one.daily.look()  # too early
    assert one.daily._process is None
    assert one.waits_minutes == 10
    one.clock.now += 601
    one.daily.look()
    one.until_done(qtbot)
    assert not one.heard
    assert one.daily._due == 1_800_080_000
    assert one.waits_minutes == 240  # no longer at once, for the PC may sleep meanwhile
    one.clock.now = 1_800_090_000  # it has slept past the time
    one.daily.look()
    assert one.daily._process is not None


def test_the_outcome_is_heard_and_the_next_check_is_a_day_away(qtbot: QtBot, watched: Callable[[str], Watched]) -> None:
    one = watched(says("done 1900000000 watch new"))
    one.daily.look()
    one.until_done(qtbot)
    assert one.heard == [Outcome(severity="watch", worse=True, data=b"data")]
    assert one.daily._due == one.clock.now + 86400


def test_a_clock_set_back_keeps_nobody_waiting(qtbot: QtBot, watched: Callable[[str], Watched]) -> None:
    one = watched(says("wait 1800000100"))
    one.daily.start()
    one.clock.now -= 400 * 86400
    one.daily.look()
    assert one.daily._process is not None


def test_while_the_owner_diagnoses_it_comes_later(watched: Callable[[str], Watched]) -> None:
    one = watched("")
    one.free = False
    one.daily.look()
    assert one.daily._process is None
    assert one.waits_minutes == 30


def test_a_running_check_gives_way_to_the_owner(qtbot: QtBot, watched: Callable[[str], Watched]) -> None:
    one = watched("import time; time.sleep(60)")
    one.daily.look()
    process = one.daily._process
    assert process
    assert process.waitForStarted(5000)
    one.daily.give_way()
    assert process.state() == process.ProcessState.NotRunning
    assert one.daily._process is None
    assert one.waits_minutes == 30
    assert not one.heard


@pytest.mark.parametrize(
    "program", ["", "import sys; sys.exit(1)", says("nonsense"), says("done ９９ - -"), says("done 1 2")]
)
def test_a_check_that_fails_is_tried_again_and_says_nothing(
    qtbot: QtBot, watched: Callable[[str], Watched], program: str
) -> None:
    one = watched(program)
    one.daily.look()
    one.until_done(qtbot)
    assert not one.heard
    assert one.timer.isActive()


def test_a_program_that_cannot_be_started_is_no_error(qtbot: QtBot) -> None:
    daily = Daily(lambda: True, lambda _: None, command=("/nonexistent/program",))
    daily.look()
    qtbot.waitUntil(lambda: daily._process is None)
    assert daily.on
    daily.stop()
    assert not daily.on


# --- the daily check in the tray


def switch(program: Program) -> QAction:
    (action,) = (action for action in program.tray._menu.actions() if action.isCheckable())
    return action


def result_of(host: Host) -> bytes:
    collection = collect(host)
    return daily_check.encoded(
        daily_check.Checked(collection=collection, judged=judged(collection.snapshot, History(default_path())))
    )


@pytest.fixture
def notices(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    said: list[str] = []
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", staticmethod(lambda: True))
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _self, title, *_: said.append(title))
    return said


def test_a_change_is_told_once_and_a_click_shows_it(
    start: Started,
    failing: Host,
    notices: list[str],
) -> None:
    program = start(tray=True, hidden=True)
    program._was_checked(Outcome(severity="replace", worse=True, data=result_of(failing)))
    assert notices == ["The daily check found a change"]
    assert program.tray.icon.toolTip().endswith("a part should be replaced")
    assert "session" not in program.__dict__  # nothing of a diagnosis is loaded until somebody looks
    program.tray.icon.messageClicked.emit()
    assert program.window
    assert program.window.page.name == PageName.RESULT
    assert program.session.result is not None
    assert program.session.past.samples


def test_what_is_as_it_was_is_not_told(start: Started, failing: Host, notices: list[str]) -> None:
    program = start(tray=True, hidden=True)
    program._was_checked(Outcome(severity="", worse=False, data=result_of(failing)))
    assert notices == []
    assert program.tray.icon.icon().name() == "linuxmania-haas" + AppState.WELL
    window = program.show_window()  # it is there all the same for whoever opens the window
    window.open(PageName.RESULT)
    assert window.page.name == PageName.RESULT


def test_a_result_that_cannot_be_understood_leads_home(start: Started) -> None:
    program = start(tray=True, hidden=True)
    program._was_checked(Outcome(severity="watch", worse=True, data=b"\xc1"))
    program.tray.icon.messageClicked.emit()
    assert program.window
    assert program.window.page.name == PageName.HOME


def test_the_owners_own_diagnosis_comes_first(qtbot: QtBot, start: Started) -> None:
    host = SlowHost()
    program = start(tray=True, hidden=True, host=host)
    assert program._daily
    program._checked = b"of before"
    program.session.start()
    assert not program._checked
    free = [program._daily._may_run()]
    program.session.cancel()
    free.append(program._daily._may_run())
    assert free == [False, True]


def test_it_can_be_switched_off_and_stays_off(start: Started) -> None:
    program = start(tray=True, hidden=True)
    assert program._daily
    assert switch(program).isChecked()
    states = [program._daily.on]
    switch(program).trigger()
    states.append(program._daily.on)
    assert states == [True, False]
    assert settings.load(settings_file.default_path()).daily_check is False
    again = start(tray=True, hidden=True)
    assert again._daily
    states = [again._daily.on]
    switch(again).trigger()
    states.append(again._daily.on)
    assert states == [False, True]
    assert settings.load(settings_file.default_path()).daily_check is True


def test_a_recording_is_not_checked_daily(start: Started, tmp_path: Path) -> None:
    program = start(tray=True, hidden=True, replay=tmp_path / "machine")
    assert program._daily is None
    assert not [action for action in program.tray._menu.actions() if action.isCheckable()]


def test_the_menu_keeps_its_end(start: Started) -> None:
    menu: QMenu = start(tray=True, hidden=True).tray._menu
    assert [action.text() for action in menu.actions()][-3:] == ["Diagnose once a day", "", "Quit"]
