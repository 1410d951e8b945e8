"""A Hands-on as an owner meets it: preparing, starting TeamViewer, being asked how it went, and all that goes wrong."""

import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtDBus import QDBusConnection
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from haas_client import process
from haas_client.cases.model import Case, EventKind, State
from haas_client.cases.states import Move
from haas_client.cases.store import Cases, CasesUnusable
from haas_client.handson import launching, surroundings
from haas_client.handson.identity import grouped
from haas_client.handson.model import Preflight
from haas_client.handson.surroundings import Surroundings
from haas_client.request import Service
from haas_client.ui import hands_on as hands_on_module
from haas_client.ui.hands_on import Ending, HandsOn
from haas_client.ui.pages.page import PageName
from haas_client.ui.teamviewer_watch import CAPTURE_NAME, WINDOW_NAME, TeamViewerWatch
from haas_client.ui.widgets.where_id import WhereId
from haas_client.ui.window import MINIMUM, Window
from haas_client.wording import handson as words
from tests.channels.desktop import session_bus
from tests.handson.double import ID, PASSWORD, Double
from tests.ui import remote
from tests.ui.conftest import OpenWindow, Started
from tests.ui.desks import dialog, lines, menu_words, opened, settled, told, write
from tests.ui.lives import begun, brought
from tests.ui.seen import find, names, press, seen, shows, texts


@pytest.fixture
def pc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Double]:
    """A PC that is ready, with a TeamViewer that really starts and ends."""
    double = Double(tmp_path / "pc")
    double.answer()

    def answer() -> Preflight:
        runs = bool(double.windows())
        return remote.found(teamviewer=remote.READY.teamviewer.__replace__(runs=runs))

    remote.put(monkeypatch, double, answer)
    monkeypatch.setattr(launching, "start", partial(launching.start, wait_seconds=0.3))
    yield double
    double.end()
    for child in process._left_alone:
        child.kill()
        child.wait(10)


def hands_on(window: Window) -> HandsOn:
    return window._session.hands_on


def looked(qtbot: QtBot, window: Window) -> None:
    qtbot.waitUntil(lambda: hands_on(window).preflight is not None and not hands_on(window).looking)


def page(qtbot: QtBot, window: Window, case: Case | None = None) -> None:
    """The page of the remote work, as from the case's."""
    if case:
        opened(qtbot, window, case)
        hands_on(window).take_up(case)
    window.open(PageName.HANDS_ON)
    settled(qtbot, window)
    looked(qtbot, window)


def started(qtbot: QtBot, window: Window) -> None:
    press(qtbot, window, "Open TeamViewer")
    qtbot.waitUntil(lambda: hands_on(window).opened and not hands_on(window).looking, timeout=20_000)
    qtbot.waitUntil(lambda: hands_on(window)._watch.watches)


def answers(monkeypatch: pytest.MonkeyPatch, pc: Double, found: Preflight) -> None:
    remote.put(monkeypatch, pc, lambda: found)


@pytest.mark.parametrize("state", [State.CONFIRMED_FREE, State.PAID, State.SESSION])
def test_a_confirmed_case_leads_there_first(qtbot: QtBot, open_window: OpenWindow, pc: Double, state: State) -> None:
    case = brought(Cases(), Service.HANDS_ON, state)
    window = open_window()
    opened(qtbot, window, case)
    assert find(window, "Go to Hands-on").property("role") == "primary"
    press(qtbot, window, "Go to Hands-on")
    assert window.page.name == PageName.HANDS_ON
    looked(qtbot, window)
    press(qtbot, window, "Back")
    qtbot.waitUntil(lambda: window.page.name == PageName.CASE)


def test_before_the_centre_has_confirmed_it_can_be_prepared(qtbot: QtBot, open_window: OpenWindow, pc: Double) -> None:
    case = brought(Cases(), Service.HANDS_ON, State.ASKED)
    window = open_window()
    opened(qtbot, window, case)
    assert "Prepare Hands-on" in {*names(window.page), *menu_words(window)}


def test_home_and_the_centres_page_lead_there(qtbot: QtBot, open_window: OpenWindow, pc: Double) -> None:
    brought(Cases(), Service.HANDS_ON, State.PAID)
    window = open_window()
    settled(qtbot, window)
    qtbot.waitUntil(lambda: any(name.startswith("Go to Hands-on") for name in names(window.page)))
    window.open(PageName.CENTRE)
    press(qtbot, window, "Prepare Hands-on")
    looked(qtbot, window)
    assert hands_on(window).case is not None
    press(qtbot, window, "Back")
    assert window.page.name == PageName.CENTRE


def test_each_line_tells_what_was_found_and_what_to_do(
    qtbot: QtBot, open_window: OpenWindow, pc: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, pc, remote.TROUBLED)
    window = open_window()
    page(qtbot, window)
    shown = texts(window.page)
    for text in (
        "The proxy does not let",
        "background service is stopped",
        "runs on Wayland",
        "could not be found out",
    ):
        assert text in shown
    press(qtbot, window, "What to do: The desktop runs on Wayland")
    assert "Allow remote interaction" in texts(dialog(qtbot, window))
    # It warns, and never forbids.
    dialog(qtbot, window).reject()
    assert find(window, "Open TeamViewer").isEnabled()


def test_the_number_is_large_grouped_and_copied_without_blanks(
    qtbot: QtBot, open_window: OpenWindow, pc: Double
) -> None:
    window = open_window()
    page(qtbot, window)
    shows(qtbot, window.page, "1 482 903 771")
    press(qtbot, window, "Copy the ID")
    assert QGuiApplication.clipboard().text() == ID


def test_without_the_number_a_drawing_says_where_it_stands(
    qtbot: QtBot, open_window: OpenWindow, pc: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, pc, remote.WITHOUT_ID)
    window = open_window()
    page(qtbot, window)
    assert words.READ_IT_THERE in texts(window.page)
    assert "Copy the ID" not in names(window.page)
    drawing = seen(window.page, WhereId)[0]
    assert drawing.accessibleName().startswith("Drawing:")


def test_not_installed_the_official_page_is_opened_only_when_pressed(
    qtbot: QtBot, open_window: OpenWindow, pc: Double, monkeypatch: pytest.MonkeyPatch, browser: Path
) -> None:
    answers(monkeypatch, pc, remote.NOT_INSTALLED)
    window = open_window()
    page(qtbot, window)
    assert "Open TeamViewer" not in names(window.page)
    press(qtbot, window, "How to get TeamViewer")
    shown = dialog(qtbot, window)
    assert not browser.exists()
    press(qtbot, shown, "Open TeamViewer's page")
    qtbot.waitUntil(lambda: browser.exists() and bool(browser.read_text()))
    assert browser.read_text() == "https://www.teamviewer.com/download/linux/"
    answers(monkeypatch, pc, remote.READY)
    press(qtbot, shown, "Check again")
    qtbot.waitUntil(lambda: "Open TeamViewer" in names(window.page))


def test_no_browser_is_told_in_the_dialog(
    qtbot: QtBot, open_window: OpenWindow, pc: Double, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answers(monkeypatch, pc, remote.NOT_INSTALLED)
    monkeypatch.setenv("PATH", str(tmp_path))
    window = open_window()
    page(qtbot, window)
    press(qtbot, window, "How to get TeamViewer")
    shown = dialog(qtbot, window)
    press(qtbot, shown, "Open TeamViewer's page")
    shows(qtbot, shown, "No browser could be opened")
    shown.reject()


def test_the_warning_stands_there_whatever_was_found(
    qtbot: QtBot, open_window: OpenWindow, pc: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    for found in (remote.READY, remote.NOT_INSTALLED, remote.TROUBLED):
        answers(monkeypatch, pc, found)
        page(qtbot, window)
        assert words.WARNING in texts(window.page)


def test_while_it_looks_it_says_so_and_leaving_calls_it_off(
    qtbot: QtBot, open_window: OpenWindow, pc: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> Preflight:
        begun.set()
        go_on.wait(10)
        return remote.READY

    remote.put(monkeypatch, pc, slow)
    window = open_window()
    window.open(PageName.HANDS_ON)
    qtbot.waitUntil(begun.is_set)
    assert not find(window, "Checking…").isEnabled()
    assert "A few seconds" in texts(window.page)
    window.open(PageName.HOME)
    assert not hands_on(window).looking
    go_on.set()
    qtbot.waitUntil(lambda: not window._session.bridge._jobs)  # the answer arrives, and nobody waits for it
    assert hands_on(window).preflight is None


def test_teamviewer_starts_and_the_line_goes_on(qtbot: QtBot, open_window: OpenWindow, pc: Double) -> None:
    case = brought(Cases(), Service.HANDS_ON, State.CONFIRMED_FREE)
    window = open_window()
    page(qtbot, window, case)
    qtbot.waitUntil(lambda: lines(window) == ["3 / 6: Start TeamViewer"])
    started(qtbot, window)
    qtbot.waitUntil(lambda: lines(window) == ["4 / 6: Tell ID and password"])
    assert pc.starts() == ["opened"]
    assert "Call our centre and tell the ID" in texts(window.page)


def test_started_twice_the_one_that_runs_is_raised(qtbot: QtBot, open_window: OpenWindow, pc: Double) -> None:
    window = open_window()
    page(qtbot, window)
    started(qtbot, window)
    press(qtbot, window, "Show TeamViewer")
    qtbot.waitUntil(lambda: pc.starts() == ["opened", "raised"], timeout=20_000)
    assert len(pc.windows()) == 1


def test_pressed_twice_while_it_starts_nothing_more_is_started(
    qtbot: QtBot, open_window: OpenWindow, pc: Double
) -> None:
    window = open_window()
    page(qtbot, window)
    press(qtbot, window, "Open TeamViewer")
    qtbot.waitUntil(lambda: "TeamViewer is starting …" in names(window.page))
    assert not find(window, "TeamViewer is starting …").isEnabled()
    hands_on(window).start()
    qtbot.waitUntil(lambda: hands_on(window).opened, timeout=20_000)
    assert pc.starts() == ["opened"]


def test_that_hangs_the_page_goes_on(qtbot: QtBot, open_window: OpenWindow, pc: Double) -> None:
    pc.say("way", "hangs")
    window = open_window()
    page(qtbot, window)
    press(qtbot, window, "Open TeamViewer")
    qtbot.waitUntil(lambda: not hands_on(window).starting, timeout=20_000)
    qtbot.waitUntil(lambda: "TeamViewer is starting …" not in names(window.page))
    press(qtbot, window, "Back")
    assert window.page.name == PageName.HOME


@pytest.mark.parametrize("way", ["fails", "ends"])
def test_that_ends_at_once_is_told(
    qtbot: QtBot, open_window: OpenWindow, pc: Double, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setattr(launching, "_APPEAR_SECONDS", 0.2)
    pc.say("way", way)
    window = open_window()
    page(qtbot, window)
    press(qtbot, window, "Open TeamViewer")
    shows(qtbot, window.page, "TeamViewer ended as soon as it was started.")
    assert not hands_on(window).opened


def test_uninstalled_meanwhile_it_is_told_and_looked_at_anew(
    qtbot: QtBot, open_window: OpenWindow, pc: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    page(qtbot, window)
    pc.uninstall()
    answers(monkeypatch, pc, remote.NOT_INSTALLED)
    press(qtbot, window, "Open TeamViewer")
    shows(qtbot, window.page, "TeamViewer is not on this PC any more.")
    qtbot.waitUntil(lambda: "How to get TeamViewer" in names(window.page))


def test_its_end_is_noticed_and_what_was_done_is_asked_and_kept(
    qtbot: QtBot, open_window: OpenWindow, pc: Double
) -> None:
    case = brought(Cases(), Service.HANDS_ON, State.CONFIRMED_FREE)
    window = open_window()
    page(qtbot, window, case)
    started(qtbot, window)
    pc.close()
    shows(qtbot, window.page, "TeamViewer was closed.")
    press(qtbot, window, "It is over")
    shown = dialog(qtbot, window)
    write(qtbot, shown, "What was done, as far as you saw it (may stay empty)", "The printer was set up.")
    press(qtbot, shown, "Keep it")
    qtbot.waitUntil(lambda: window.page.name == PageName.CASE)
    kept = Cases().get(case.id)
    assert kept.state == State.DONE
    assert [event.note.text for event in kept.events if event.note] == ["The printer was set up."]
    assert [event.move for event in kept.events][-2:] == [Move.BEGIN_SESSION, Move.FINISH]
    assert "noted as done" in told(window)
    assert hands_on(window).ending is None


def test_not_solved_the_case_stays_open_with_what_was_noted(qtbot: QtBot, open_window: OpenWindow, pc: Double) -> None:
    case = brought(Cases(), Service.HANDS_ON, State.SESSION)
    window = open_window()
    page(qtbot, window, case)
    press(qtbot, window, "The work is done")
    shown = dialog(qtbot, window)
    press(qtbot, shown, "Is your trouble solved?: Not yet")
    assert "stays open" in texts(shown)
    write(qtbot, shown, "What was done, as far as you saw it (may stay empty)", "It came back.")
    press(qtbot, shown, "Keep it")
    qtbot.waitUntil(lambda: window.page.name == PageName.CASE)
    kept = Cases().get(case.id)
    assert kept.state == State.SESSION
    assert kept.events[-1].kind == EventKind.NOTED


def test_it_goes_on_when_the_owner_says_so_and_is_watched_again(
    qtbot: QtBot, open_window: OpenWindow, pc: Double
) -> None:
    case = brought(Cases(), Service.HANDS_ON, State.SESSION)
    window = open_window()
    page(qtbot, window, case)
    started(qtbot, window)
    pc.close()
    press(qtbot, window, "It goes on")
    assert "TeamViewer was closed." not in texts(window.page)
    started(qtbot, window)
    pc.close()
    shows(qtbot, window.page, "TeamViewer was closed.")
    assert Cases().get(case.id).state == State.SESSION


def test_on_another_page_the_window_says_it_and_leads_there(qtbot: QtBot, open_window: OpenWindow, pc: Double) -> None:
    case = brought(Cases(), Service.HANDS_ON, State.SESSION)
    window = open_window()
    page(qtbot, window, case)
    started(qtbot, window)
    window.open(PageName.HOME)
    pc.close()
    qtbot.waitUntil(lambda: "seems to have ended" in told(window))
    press(qtbot, window, "Say how it went")
    shows(qtbot, window.page, "TeamViewer was closed.")


def test_without_a_case_nobody_is_asked(qtbot: QtBot, open_window: OpenWindow, pc: Double) -> None:
    window = open_window()
    page(qtbot, window)
    qtbot.waitUntil(lambda: lines(window) == ["1 / 6: You ask us"])
    assert "The work is done" not in names(window.page)
    started(qtbot, window)
    pc.close()
    qtbot.waitUntil(lambda: "Open TeamViewer" in names(window.page))
    assert hands_on(window).ending is None


def test_what_was_typed_stays_until_it_is_kept(
    qtbot: QtBot, open_window: OpenWindow, pc: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = brought(Cases(), Service.HANDS_ON, State.SESSION)
    window = open_window()
    page(qtbot, window, case)
    press(qtbot, window, "The work is done")
    shown = dialog(qtbot, window)
    write(qtbot, shown, "What was done, as far as you saw it (may stay empty)", "Updates.")
    move = Cases.move

    def full(*_: object, **__: object) -> Case:
        raise CasesUnusable("The disk is full.", "Nothing was lost.")

    monkeypatch.setattr(Cases, "move", full)
    press(qtbot, shown, "Keep it")
    shows(qtbot, shown, "The disk is full.")
    monkeypatch.setattr(Cases, "move", move)
    press(qtbot, shown, "Keep it")
    qtbot.waitUntil(lambda: window.page.name == PageName.CASE)
    kept = Cases().get(case.id)
    assert kept.state == State.DONE
    assert len([event for event in kept.events if event.note]) == 1


def test_ended_in_another_window_meanwhile_it_is_told(qtbot: QtBot, open_window: OpenWindow, pc: Double) -> None:
    case = brought(Cases(), Service.HANDS_ON, State.SESSION)
    window = open_window()
    page(qtbot, window, case)
    press(qtbot, window, "The work is done")
    shown = dialog(qtbot, window)
    Cases().move(case.id, Move.FINISH, expected=State.SESSION)
    press(qtbot, shown, "Keep it")
    qtbot.waitUntil(lambda: "does not follow" in told(window))


def test_with_the_window_closed_the_tray_asks(
    qtbot: QtBot, start: Started, pc: Double, monkeypatch: pytest.MonkeyPatch, own_home: Path
) -> None:
    case = brought(Cases(), Service.HANDS_ON, State.SESSION)
    program = start(tray=True)
    window = program.window
    assert window
    page(qtbot, window, case)
    started(qtbot, window)
    said: list[str] = []
    monkeypatch.setattr(program.tray, "notify", lambda title, text: said.extend((title, text)))
    window.close()
    pc.close()
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["The remote work seems to have ended", "Click here to say how it went."]
    program._show_news()
    assert program.window
    assert program.window.page.name == PageName.HANDS_ON
    shows(qtbot, program.window.page, "TeamViewer was closed.")


def test_the_password_is_nowhere(
    qtbot: QtBot, open_window: OpenWindow, pc: Double, own_home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    case = brought(Cases(), Service.HANDS_ON, State.SESSION)
    window = open_window()
    page(qtbot, window, case)
    started(qtbot, window)
    assert PASSWORD not in texts(window)
    assert PASSWORD not in caplog.text
    assert not any(PASSWORD.encode() in path.read_bytes() for path in own_home.rglob("*") if path.is_file())
    assert not (pc.folder / "forbidden").exists()  # no other verb was used


def test_free_ones_are_told_in_the_header(
    qtbot: QtBot, open_window: OpenWindow, pc: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = brought(Cases(), Service.HANDS_ON, State.CONFIRMED_FREE)
    window = open_window()
    page(qtbot, window, case)
    assert window.page.state() is not None
    assert window._header._state is not None
    assert window._header._state.accessibleName() == "2 of 3 free ones used"
    window.open(PageName.HOME)
    assert not window._header._state.isVisible()


def test_by_keyboard_alone(qtbot: QtBot, open_window: OpenWindow, pc: Double) -> None:
    case = brought(Cases(), Service.HANDS_ON, State.SESSION)
    window = open_window()
    page(qtbot, window, case)
    qtbot.waitUntil(lambda: window.focusWidget() is find(window, "Open TeamViewer"))
    seen = set()
    for _ in range(30):
        focused = window.focusWidget()
        seen.add(focused.accessibleName())
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert {"Open TeamViewer", "Copy the ID", "Check again", "The work is done", "Contact the centre"} <= seen


def test_the_kernel_tells_of_each_process(qtbot: QtBot, pc: Double) -> None:
    launching.start(pc.surroundings, wait_seconds=0.2)
    watch = TeamViewerWatch()
    watch.watch(pc.windows(), "")
    with qtbot.waitSignal(watch.closed):
        pc.close()
    assert not watch.watches


def test_a_window_that_leaves_the_bus_and_ends_is_told_once(qtbot: QtBot, pc: Double, tmp_path: Path) -> None:
    folder = tmp_path / "bus"
    folder.mkdir()
    launching.start(pc.surroundings, wait_seconds=0.2)
    heard: list[bool] = []
    with session_bus(folder) as address:
        window = QDBusConnection.connectToBus(address, "window")
        assert window.registerService(WINDOW_NAME)
        watch = TeamViewerWatch()
        watch.closed.connect(lambda: heard.append(True))
        watch.watch(pc.windows(), address)
        assert window.unregisterService(WINDOW_NAME)
        qtbot.waitUntil(lambda: bool(heard))
        pc.close()
        qtbot.waitUntil(lambda: not watch._processes)
        assert heard == [True]
        watch.stop()
        QDBusConnection.disconnectFromBus("window")


def test_one_that_has_ended_already_is_told_at_once(qtbot: QtBot, pc: Double) -> None:
    launching.start(pc.surroundings, wait_seconds=0.2)
    gone = pc.windows()
    pc.close()
    watch = TeamViewerWatch()
    watch.watch(gone, "")
    qtbot.waitUntil(lambda: not watch.watches)


def test_the_bus_tells_that_the_screen_is_shown_no_more(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "bus"
    folder.mkdir()
    with session_bus(folder) as address:
        expert = QDBusConnection.connectToBus(address, "expert")
        assert expert.registerService(CAPTURE_NAME)
        watch = TeamViewerWatch()
        watch.watch((), address)
        with qtbot.waitSignal(watch.parted):
            assert expert.unregisterService(CAPTURE_NAME)
        watch.stop()
        QDBusConnection.disconnectFromBus("expert")


def test_a_bus_that_is_not_there_hinders_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    watch = TeamViewerWatch()
    watch.watch((), f"unix:path={tmp_path}/nobody")
    assert not watch.watches
    watch.stop()


def test_the_connection_alone_may_end(qtbot: QtBot, open_window: OpenWindow, pc: Double) -> None:
    case = brought(Cases(), Service.HANDS_ON, State.SESSION)
    window = open_window()
    page(qtbot, window, case)
    started(qtbot, window)
    hands_on(window)._watch.parted.emit()
    shows(qtbot, window.page, "The connection to the expert seems to have ended.")
    assert hands_on(window).ending == Ending.PARTED
    assert hands_on(window).opened


def test_that_the_owner_started_is_watched_as_well(qtbot: QtBot, open_window: OpenWindow, pc: Double) -> None:
    launching.start(pc.surroundings)
    case = brought(Cases(), Service.HANDS_ON, State.SESSION)
    window = open_window()
    page(qtbot, window, case)
    qtbot.waitUntil(lambda: hands_on(window)._watch.watches)
    assert "Show TeamViewer" in names(window.page)
    pc.close()
    shows(qtbot, window.page, "TeamViewer was closed.")
    assert told(window) == ""  # once is enough
    assert find(window, "Open TeamViewer").property("role") == ""
    assert find(window, "It is over").property("role") == "primary"


def test_that_starts_itself_anew_has_not_ended(qtbot: QtBot, open_window: OpenWindow, pc: Double) -> None:
    """As after its own update: the first process ends, and another is there."""
    case = brought(Cases(), Service.HANDS_ON, State.SESSION)
    window = open_window()
    page(qtbot, window, case)
    started(qtbot, window)
    hands_on(window)._watch.stop()
    hands_on(window)._watch.closed.emit()
    qtbot.waitUntil(lambda: hands_on(window)._watch.watches)
    assert hands_on(window).ending is None
    assert hands_on(window).opened


def test_connection_and_window_end_together_and_one_question_comes(
    qtbot: QtBot, open_window: OpenWindow, pc: Double
) -> None:
    case = brought(Cases(), Service.HANDS_ON, State.SESSION)
    window = open_window()
    page(qtbot, window, case)
    started(qtbot, window)
    asked: list[bool] = []
    hands_on(window).ended.connect(lambda: asked.append(True))
    hands_on(window)._watch.parted.emit()
    pc.close()
    shows(qtbot, window.page, "TeamViewer was closed.")
    assert asked == [True]


def test_it_goes_on_with_one_that_the_owner_opens_again(
    qtbot: QtBot, open_window: OpenWindow, pc: Double, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "bus"
    folder.mkdir()
    with session_bus(folder) as address:
        here = msgspec.structs.replace(pc.surroundings, environment=pc.environment(DBUS_SESSION_BUS_ADDRESS=address))
        monkeypatch.setattr(surroundings, "Surroundings", lambda: here)
        case = brought(Cases(), Service.HANDS_ON, State.SESSION)
        window = open_window()
        page(qtbot, window, case)
        started(qtbot, window)
        pc.close()
        press(qtbot, window, "It goes on")
        qtbot.waitUntil(lambda: hands_on(window)._watch.watches)
        again = QDBusConnection.connectToBus(address, "again")
        assert again.registerService(WINDOW_NAME)
        assert again.unregisterService(WINDOW_NAME)
        shows(qtbot, window.page, "TeamViewer was closed.")
        hands_on(window).close()
        QDBusConnection.disconnectFromBus("again")


def test_at_the_end_of_the_program_nothing_is_watched_or_looked_at(
    qtbot: QtBot, start: Started, pc: Double, own_home: Path
) -> None:
    program = start(tray=True)
    assert program.window
    page(qtbot, program.window)
    started(qtbot, program.window)
    state = program.session.hands_on
    state.look()
    program.close()
    assert not state.looking
    assert not state._watch.watches
    assert pc.windows()  # TeamViewer is the owner's


def test_one_watch_begins_at_a_time(
    qtbot: QtBot, open_window: OpenWindow, pc: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second would watch a TeamViewer whose end was told meanwhile."""
    gate, begun_ones = threading.Event(), []

    def to_watch(here: Surroundings) -> tuple[tuple[int, ...], str]:
        begun_ones.append(here)
        gate.wait(20)
        return (), ""

    monkeypatch.setattr(hands_on_module, "_to_watch", to_watch)
    work = hands_on(open_window())
    work.dismiss()
    work.dismiss()
    gate.set()
    qtbot.waitUntil(lambda: not work._attaching)
    assert len(begun_ones) == 1
    work.dismiss()
    qtbot.waitUntil(lambda: len(begun_ones) == 2)


def test_another_case_is_not_asked_about_the_end_of_this_one(qtbot: QtBot, open_window: OpenWindow, pc: Double) -> None:
    case, other = (brought(Cases(), Service.HANDS_ON, State.SESSION) for _ in range(2))
    window = open_window()
    page(qtbot, window, case)
    started(qtbot, window)
    pc.close()
    shows(qtbot, window.page, "TeamViewer was closed.")
    page(qtbot, window, other)
    assert "TeamViewer was closed." not in texts(window.page)
    assert hands_on(window).case == Cases().get(other.id)


def test_words_that_were_never_sent_are_no_case_for_it(qtbot: QtBot, open_window: OpenWindow, pc: Double) -> None:
    begun(Cases(), Service.HANDS_ON)
    window = open_window()
    page(qtbot, window)
    assert hands_on(window).case is None


@pytest.mark.parametrize("number", ["1482903771", "1234567890123456789"])
def test_a_number_of_any_length_has_its_room(
    qtbot: QtBot, open_window: OpenWindow, pc: Double, monkeypatch: pytest.MonkeyPatch, number: str
) -> None:
    answers(monkeypatch, pc, remote.found(teamviewer_id=number))
    window = open_window()
    window.resize(*MINIMUM)
    page(qtbot, window)
    shown = next(one for one in window.page.findChildren(QLabel) if one.text() == grouped(number))
    assert shown.fontMetrics().horizontalAdvance(grouped(number)) <= shown.width()
