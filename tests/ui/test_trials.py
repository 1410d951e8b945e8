"""Testing a part, as an owner meets it: before, during, after, and after a sudden stop."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import msgspec
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QProgressBar, QPushButton, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from haas_client import i18n, settings
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.history import History, default_path
from haas_client.diagnostics.host import Command
from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.machine_host import machine_host
from haas_client.diagnostics.past import Sample
from haas_client.diagnostics.trials import plan, runner, tools
from haas_client.diagnostics.trials.values import (
    Done,
    Ending,
    LoadOutcome,
    MemoryOutcome,
    OffRail,
    SelfTestOutcome,
    Step,
    Stop,
    SurfaceOutcome,
    TrialKind,
    TrialRecord,
)
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.process import Cancel, Output
from haas_client.request import Symptom
from haas_client.ui.application import Program
from haas_client.ui.bridge import Bridge
from haas_client.ui.pages.page import PageName
from haas_client.ui.pages.trial_after import headline, passed, tone
from haas_client.ui.pages.trial_notice import TrialNotice
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.speed_curve import SpeedCurve
from haas_client.ui.widgets.tiles import PartTile
from haas_client.ui.widgets.time_chart import TimeChart
from haas_client.ui.window import Window
from tests.machines import hand_written
from tests.machines.recording import RECORDED_AT
from tests.ui import benches
from tests.ui.benches import ScriptedBench
from tests.ui.conftest import OpenWindow, Started
from tests.ui.hosts import TestedPc
from tests.ui.seen import find, focused, press, seen, shows, texts
from tests.ui.test_flow import cut_off

TESTS = {
    PageName.STORAGE: "Test this drive",
    PageName.MEMORY: "Test the memory",
    PageName.POWER: "Test the power supply under load",
}
SURFACE = 2


@pytest.fixture(autouse=True)
def all_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is installed where the tests run."""
    monkeypatch.setattr(tools, "is_there", lambda _tool: True)


@pytest.fixture
def pc(tmp_path: Path) -> TestedPc:
    return TestedPc(machine_host(hand_written.failing_ssd(tmp_path / "pc")))


@pytest.fixture
def bench() -> Iterator[ScriptedBench]:
    made = ScriptedBench()
    yield made
    made.gate.set()


@pytest.fixture
def window(qtbot: QtBot, open_window: OpenWindow, pc: TestedPc, bench: ScriptedBench) -> Window:
    """A diagnosed PC."""
    opened = open_window(host=pc, bench=bench)
    diagnose(qtbot, opened)
    return opened


def diagnose(qtbot: QtBot, window: Window) -> None:
    with qtbot.waitSignal(window._session.finished):
        window._session.start()


def choose(qtbot: QtBot, window: Window, page: PageName, number: int = 0) -> None:
    """From the part's page to a test of it that can be begun."""
    window.open(page)
    press(qtbot, window, TESTS[page])
    assert window.page.name == PageName.TRIAL
    trials = window._session.trials
    qtbot.waitUntil(lambda: len(trials.options) > number and all(one.plan or one.missing for one in trials.options))
    qtbot.mouseClick(tiles(window)[number], Qt.MouseButton.LeftButton)
    settled()


def settled() -> None:
    """New widgets are shown with the next turn of the event loop."""
    QApplication.processEvents()


def begin(qtbot: QtBot, window: Window, page: PageName, number: int = 0) -> None:
    choose(qtbot, window, page, number)
    press(qtbot, window, "Start the test")


def finish(qtbot: QtBot, window: Window, bench: ScriptedBench) -> None:
    with qtbot.waitSignal(window._session.trials.ended):
        bench.gate.set()
    settled()


def tiles(window: Window) -> list[PartTile]:
    return seen(window.page, PartTile)


def shown(window: Window, name: str) -> bool:
    return any(one.accessibleName() == name for one in seen(window, QPushButton))


def page(window: Window) -> PageName:
    return window.page.name


def has_window(program: Program) -> bool:
    return program.window is not None


def kept() -> tuple[TrialRecord, ...]:
    return History(default_path()).trials()


# Before


@pytest.mark.parametrize("page", TESTS)
def test_each_part_has_a_quiet_way_to_its_test_and_back(qtbot: QtBot, window: Window, page: PageName) -> None:
    window.open(page)
    for _ in range(60):
        if focused() is find(window, TESTS[page]):
            break
        qtbot.keyClick(focused(), Qt.Key.Key_Tab)
    qtbot.keyClick(focused(), Qt.Key.Key_Space)
    assert window.page.name == PageName.TRIAL
    assert focused() in tiles(window)
    press(qtbot, window, "Back")
    assert window.page.name == page


def test_a_recording_is_not_tested(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    diagnose(qtbot, window)
    for page, name in TESTS.items():
        window.open(page)
        assert not shown(window, name)


def test_the_chosen_drive_is_the_one_that_is_tested(qtbot: QtBot, window: Window, bench: ScriptedBench) -> None:
    window.open(PageName.STORAGE)
    qtbot.keyClick(focused(), Qt.Key.Key_Down)  # from the failing drive to the other
    press(qtbot, window, TESTS[PageName.STORAGE])
    shows(qtbot, window.page, "Samsung SSD 980 1TB")
    qtbot.waitUntil(find(window, "Start the test").isEnabled)
    press(qtbot, window, "Start the test")
    qtbot.waitUntil(bench.told.is_set)
    assert bench.asked[0].subject == "nvme0n1"
    finish(qtbot, window, bench)
    assert kept()[0].part.model == "Samsung SSD 980 1TB"


def test_what_a_test_costs_is_said_before_it_starts(qtbot: QtBot, window: Window) -> None:
    choose(qtbot, window, PageName.STORAGE, SURFACE)
    assert "The system runs from this drive (/home)" in texts(window.page)
    assert "500 GB is read." in texts(window.page)
    assert "Nothing is written and no file is changed." in texts(window.page)
    assert "don't pull the drive out" in texts(window.page)
    choose(qtbot, window, PageName.MEMORY, 1)
    assert "about 20 minutes" in [tile.pill.accessibleName() for tile in tiles(window)]
    assert "9.1 GB of memory is tested." in texts(window.page)
    choose(qtbot, window, PageName.POWER)
    assert "Please save what you are working on, and don't pull the plug" in texts(window.page)
    assert [tile.accessibleName() for tile in tiles(window)] == ["Load test, 2 minutes", "Load test, 10 minutes"]


def test_arrow_keys_choose_and_tab_leads_to_the_start(qtbot: QtBot, window: Window) -> None:
    choose(qtbot, window, PageName.STORAGE)
    qtbot.keyClick(focused(), Qt.Key.Key_Down)
    qtbot.keyClick(focused(), Qt.Key.Key_Down)
    settled()
    assert [tile.isChecked() for tile in tiles(window)] == [False, False, True]
    assert "500 GB is read." in texts(window.page)
    qtbot.keyClick(focused(), Qt.Key.Key_Tab)
    assert focused() is find(window, "Start the test")


def test_the_chosen_test_is_scrolled_into_view(qtbot: QtBot, window: Window) -> None:
    window.resize(window.minimumSize())
    choose(qtbot, window, PageName.STORAGE)
    for _ in range(2):
        qtbot.keyClick(focused(), Qt.Key.Key_Down)  # to the last one, which is below the edge
    last = tiles(window)[-1]
    assert last.isChecked()
    settled()
    assert last.visibleRegion().boundingRect().height() == last.height()


def test_ten_minutes_of_load_are_ten(qtbot: QtBot, window: Window, bench: ScriptedBench) -> None:
    begin(qtbot, window, PageName.POWER, 1)
    qtbot.waitUntil(bench.told.is_set)
    assert bench.load_seconds == 600


def test_without_the_helper_the_reason_and_the_remedy_are_said(
    qtbot: QtBot, window: Window, pc: TestedPc, bench: ScriptedBench
) -> None:
    pc.missing = Unknown(reason=Reason.NO_RIGHT)
    bench.without = (TrialKind.SELF_TEST_SHORT, TrialKind.SELF_TEST_LONG, TrialKind.SURFACE)
    choose(qtbot, window, PageName.STORAGE)
    assert "This test needs more rights than your login has." in texts(window.page)
    assert "we tell you how the helper is installed" in texts(window.page)
    assert {tile.pill.accessibleName() for tile in tiles(window)} == {"Not possible now"}
    assert not find(window, "Start the test").isEnabled()
    assert "cannot be started now" in texts(window.page)


def test_a_missing_program_is_named(qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools, "is_there", lambda tool: tool != "stress-ng")
    choose(qtbot, window, PageName.POWER)
    assert "The program stress-ng is not installed." in texts(window.page)
    assert not find(window, "Start the test").isEnabled()


def test_on_battery_no_test_is_begun(qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "on_battery", lambda _host: True)
    choose(qtbot, window, PageName.POWER)
    assert "Please plug it in first." in texts(window.page)
    assert not find(window, "Start the test").isEnabled()


# During


def test_a_surface_scan_from_start_to_help(qtbot: QtBot, window: Window, bench: ScriptedBench) -> None:
    bench.events, bench.done = benches.surface_events(0.6, (61, 305)), benches.surface_done((61, 305))
    begin(qtbot, window, PageName.STORAGE, SURFACE)
    assert focused() is find(window, "Stop the test")
    shows(qtbot, window.page, "2 places could not be read.")
    shows(qtbot, window.page, "about 21 minutes left")
    assert "Reading the drive" in texts(window.page)
    assert "You can go on using the PC" in texts(window.page)
    bar = window.page.findChild(QProgressBar)
    assert bar
    qtbot.waitUntil(lambda: bar.value() == 600)
    curve = seen(window.page, SpeedCurve)[0]
    assert "2 places could not be read." in curve.accessibleDescription()
    finish(qtbot, window, bench)
    assert "A fault was found" in texts(window.page)
    assert "Please make a copy of your important files now" in texts(window.page)
    assert focused() is find(window, "Get help with this part")
    assert not seen(window.page, SpeedCurve)
    press(qtbot, window, "Show the details")
    assert seen(window.page, SpeedCurve)
    press(qtbot, window, "Get help with this part")
    assert window.page.name == PageName.SYMPTOM
    assert window._session.request.symptom == Symptom.STORAGE
    assert [record.ending for record in kept()] == [Ending.COMPLETED]


def test_under_load_figures_are_drawn_and_said(qtbot: QtBot, window: Window, bench: ScriptedBench) -> None:
    samples = benches.load_samples()
    bench.events, bench.done = benches.load_events(samples), benches.load_done(samples)
    begin(qtbot, window, PageName.POWER)
    shows(qtbot, window.page, "Step 3 of 3: Full load")
    shows(qtbot, window.page, "about 40 seconds left")
    charts = {one.accessibleName(): one for one in seen(window.page, TimeChart)}
    assert charts.keys() == {"Temperature", "Clock of the processor", "+12 V", "+5 V", "+3.3 V"}
    assert charts["Temperature"].accessibleDescription() == "71 °C, at most 71 °C · coretemp Package id 0"
    assert charts["+12 V"].accessibleDescription() == "11.97 V, at least 11.97 V"
    assert charts["+12 V"].tone == Tone.ACCENT
    assert "Please leave the PC alone until the test is finished." in texts(window.page)
    finish(qtbot, window, bench)
    assert "No fault was found" in texts(window.page)


def test_a_rail_that_sags_is_drawn_as_such_and_a_boards_reading_is_not_judged(
    qtbot: QtBot, window: Window, bench: ScriptedBench
) -> None:
    sagging = [msgspec.structs.replace(one, volts={"corsairpsu v_out +12v": 11.2}) for one in benches.load_samples(3)]
    bench.events = benches.load_events(sagging)
    begin(qtbot, window, PageName.POWER)
    qtbot.waitUntil(lambda: bool(seen(window.page, TimeChart)))
    rail = next(one for one in window.page.findChildren(TimeChart) if one.accessibleName() == "+12 V")
    assert rail.tone == Tone.WARN
    finish(qtbot, window, bench)
    press(qtbot, window, "Test again")
    bench.gate.clear()
    bench.told.clear()
    bench.events = benches.load_events(
        [msgspec.structs.replace(one, volts={"nct6798 +12V": 11.2}) for one in benches.load_samples(3)]
    )
    begin_again(qtbot, window)
    told_by_chart(qtbot, window, "reading of the board, not reliable")
    rail = next(one for one in seen(window.page, TimeChart) if one.accessibleName() == "+12 V")
    assert rail.tone == Tone.ACCENT


def begin_again(qtbot: QtBot, window: Window) -> None:
    qtbot.waitUntil(find(window, "Start the test").isEnabled)
    press(qtbot, window, "Start the test")


def told_by_chart(qtbot: QtBot, window: Window, text: str) -> None:
    def says() -> bool:
        return any(text in one.accessibleDescription() for one in seen(window.page, TimeChart))

    qtbot.waitUntil(says)


def test_a_pc_without_sensors_says_so(qtbot: QtBot, window: Window, bench: ScriptedBench) -> None:
    bench.events = benches.load_events(benches.load_samples(3, sensors=False))
    begin(qtbot, window, PageName.POWER)
    shows(qtbot, window.page, "This PC does not tell its temperatures.")
    assert "This PC does not tell the voltages of its power supply." in texts(window.page)


def test_what_cannot_be_told_of_the_time_is_said(qtbot: QtBot, window: Window, bench: ScriptedBench) -> None:
    bench.events = [Step(code="self_test", number=1, total=1)]
    begin(qtbot, window, PageName.STORAGE)
    shows(qtbot, window.page, "How long it will take cannot be told yet")
    assert "running for 0:0" in texts(window.page)


def test_stopping_says_so_at_once_and_leaves_nothing(qtbot: QtBot, window: Window, bench: ScriptedBench) -> None:
    begin(qtbot, window, PageName.MEMORY)
    qtbot.waitUntil(bench.told.is_set)
    with qtbot.waitSignal(window._session.trials.ended, timeout=1000):
        press(qtbot, window, "Stop the test")
        qtbot.waitUntil(lambda: not shown(window, "Stop the test") or not find(window, "Stop the test").isEnabled())
    settled()
    assert "The test was stopped" in texts(window.page)
    assert "You stopped it." in texts(window.page)
    assert bench.runs == 0
    assert [(record.ending, record.stop) for record in kept()] == [(Ending.STOPPED, Stop.OWNER)]


def test_a_slow_stop_is_told(
    qtbot: QtBot, window: Window, bench: ScriptedBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A drive that has to be asked twice: the owner sees that the wish was heard."""
    gate = threading.Event()

    def run(_offer: object, _tell: object, cancel: Cancel) -> Done:
        asked = threading.Event()
        with cancel.watched(asked.set):
            asked.wait(30)
        gate.wait(30)
        return Done(ending=Ending.STOPPED, stop=Stop.OWNER)

    monkeypatch.setattr(bench, "run", run)
    begin(qtbot, window, PageName.STORAGE)
    press(qtbot, window, "Stop the test")
    shows(qtbot, window.page, "The test is being stopped …")
    stop = find(window, "Stop the test")
    assert not stop.isEnabled()
    assert stop.text() == "Stopping …"
    with qtbot.waitSignal(window._session.trials.ended):
        gate.set()


def test_leaving_the_page_does_not_stop_it(qtbot: QtBot, window: Window, bench: ScriptedBench) -> None:
    begin(qtbot, window, PageName.MEMORY)
    qtbot.waitUntil(bench.told.is_set)
    press(qtbot, window, "Back")
    assert page(window) == PageName.MEMORY
    press(qtbot, window, "Show the running test")
    assert find(window, "Stop the test").isEnabled()
    window.open(PageName.HOME)
    finish(qtbot, window, bench)
    assert page(window) == PageName.HOME  # nobody is called back from elsewhere
    assert not shown(window, "Show the running test")


def test_nothing_ticks_on_a_page_that_is_not_seen(qtbot: QtBot, window: Window, bench: ScriptedBench) -> None:
    begin(qtbot, window, PageName.MEMORY)
    page = window.page
    window.open(PageName.HOME)
    assert [timer for timer in page.findChildren(QTimer) if timer.isActive() and not timer.isSingleShot()] == []


# One at a time


def test_while_a_test_runs_no_diagnosis_begins_and_the_reason_is_said(
    qtbot: QtBot, window: Window, bench: ScriptedBench
) -> None:
    begin(qtbot, window, PageName.MEMORY)
    for page in (PageName.HOME, PageName.POWER, PageName.RESULT):
        window.open(page)
        settled()
        assert not shown(window, "Diagnose again")
        press(qtbot, window, "Show the running test")
        assert window.page.name == PageName.TRIAL
    window._session.change(symptom=Symptom.SLOW)
    window.open(PageName.SYMPTOM)
    assert not find(window, "Start the diagnosis").isEnabled()
    assert "A test is running: a diagnosis can be made when it has ended." in texts(window.page)
    window._session.start()
    assert not window._session.running
    finish(qtbot, window, bench)
    assert find(window, "Start the diagnosis").isEnabled()
    settled()
    assert "A test is running" not in texts(window.page)


class _SlowPc(TestedPc):
    """Its drives answer when they are let."""

    gate = threading.Event()

    def run(self, command: Command, cancel: Cancel) -> Output:
        if command.tool == "smartctl":
            self.gate.wait(30)
        output: Output = self._recorded.run(command, cancel)
        return output


def test_while_a_diagnosis_runs_no_test_begins_and_the_reason_is_said(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, bench: ScriptedBench
) -> None:
    pc = _SlowPc(machine_host(hand_written.failing_ssd(tmp_path / "pc")))
    pc.gate = threading.Event()
    pc.gate.set()
    window = open_window(host=pc, bench=bench)
    diagnose(qtbot, window)
    choose(qtbot, window, PageName.POWER)
    pc.gate.clear()
    with qtbot.waitSignal(window._session.finished):
        window._session.start()
        assert not find(window, "Start the test").isEnabled()
        assert "A diagnosis is running." in texts(window.page)
        pc.gate.set()
    assert find(window, "Start the test").isEnabled()


def test_a_test_of_the_command_line_is_not_disturbed(qtbot: QtBot, window: Window, bench: ScriptedBench) -> None:
    choose(qtbot, window, PageName.MEMORY)
    with runner._lock(History(default_path())) as ours:
        assert ours
        with qtbot.waitSignal(window._session.trials.ended):
            press(qtbot, window, "Start the test")
    settled()
    assert "Another test is under way on this PC." in texts(window.page)
    assert bench.asked == []
    press(qtbot, window, "Test again")
    begin_again(qtbot, window)
    qtbot.waitUntil(bench.told.is_set)


def test_a_bench_that_breaks_is_told_in_words(
    qtbot: QtBot, window: Window, bench: ScriptedBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*_: object) -> Done:
        raise RuntimeError("unexpected")

    monkeypatch.setattr(bench, "run", run)
    choose(qtbot, window, PageName.MEMORY)
    with qtbot.waitSignal(window._session.trials.ended):
        press(qtbot, window, "Start the test")
    settled()
    assert "The test could not be finished." in texts(window.page)
    assert not window._session.trial_runs


# After

_PART = Part(
    kind=PartKind.POWER,
    slot=Unknown(reason=Reason.NOT_REPORTED),
    model=Unknown(reason=Reason.NOT_REPORTED),
    serial=Unknown(reason=Reason.NOT_REPORTED),
)


def record_of(done: Done, kind: TrialKind = TrialKind.LOAD) -> TrialRecord:
    return TrialRecord(
        id="1",
        kind=kind,
        part=_PART,
        started_at=RECORDED_AT,
        boot_id="",
        ending=done.ending,
        stop=done.stop,
        problem=done.problem,
        outcome=done.outcome,
    )


def surface(**changed: int) -> SurfaceOutcome:
    whole = SurfaceOutcome(size_bytes=100, read_bytes=100, unreadable=(), unreadable_count=0, slow_bytes=0)
    return msgspec.structs.replace(whole, **changed)


UNKNOWN = Unknown(reason=Reason.MALFORMED)


LOW = OffRail(rail="+12 V", sensor="corsairpsu v_out +12v", volts=11.2)


@pytest.mark.parametrize(
    ("done", "its_tone", "title"),
    [
        (benches.SELF_TEST_GOOD, Tone.OK, "No fault was found"),
        (benches.SELF_TEST_BAD, Tone.BAD, "A fault was found"),
        (benches.completed(SelfTestOutcome(passed=UNKNOWN)), Tone.NEUTRAL, "The test tells nothing for sure"),
        (benches.completed(surface()), Tone.OK, "No fault was found"),
        (benches.completed(surface(unreadable_count=1)), Tone.BAD, "A fault was found"),
        (benches.completed(surface(read_bytes=50)), Tone.NEUTRAL, "The test tells nothing for sure"),
        (benches.completed(surface(slow_bytes=5)), Tone.WARN, "Something was noticed"),
        (benches.MEMORY_GOOD, Tone.OK, "No fault was found"),
        (benches.MEMORY_BAD, Tone.BAD, "A fault was found"),
        (
            benches.completed(MemoryOutcome(tested_bytes=0, passes=0, failed_tests=())),
            Tone.NEUTRAL,
            "The test tells nothing for sure",
        ),
        (benches.completed(LoadOutcome(seconds=120, samples=())), Tone.OK, "No fault was found"),
        (benches.completed(LoadOutcome(seconds=9, samples=(), wrong_results=True)), Tone.WARN, "A fault was found"),
        (benches.completed(LoadOutcome(seconds=120, samples=(), off_rails=(LOW,))), Tone.BAD, "A fault was found"),
        (Done(ending=Ending.COMPLETED), Tone.NEUTRAL, "The test tells nothing for sure"),
        (Done(ending=Ending.STOPPED, stop=Stop.OWNER), Tone.NEUTRAL, "The test was stopped"),
        (
            Done(ending=Ending.STOPPED, stop=Stop.OWNER, outcome=surface(unreadable_count=3, read_bytes=9)),
            Tone.BAD,
            "A fault was found",
        ),
        (Done(ending=Ending.STOPPED, stop=Stop.HEAT), Tone.WARN, "The test was stopped"),
        (Done(ending=Ending.STOPPED, stop=Stop.BATTERY), Tone.NEUTRAL, "The test was stopped"),
        (Done(ending=Ending.FAILED, problem=UNKNOWN), Tone.NEUTRAL, "The test could not be carried out"),
        (Done(ending=Ending.ABANDONED), Tone.NEUTRAL, "The test could not be carried out"),
    ],
)
def test_only_what_was_really_tested_is_called_well(done: Done, its_tone: Tone, title: str) -> None:
    record = record_of(done)
    assert (tone(record), headline(record)) == (its_tone, title)
    assert passed(record) == (its_tone == Tone.OK)


def test_a_test_that_could_not_be_made_offers_no_diagnosis_of_it(
    qtbot: QtBot, window: Window, bench: ScriptedBench
) -> None:
    bench.done = Done(ending=Ending.FAILED, problem=Unknown(reason=Reason.NO_RIGHT, detail="mlock"))
    begin(qtbot, window, PageName.MEMORY)
    finish(qtbot, window, bench)
    assert "The test could not be carried out" in texts(window.page)
    assert "The administrator's right is needed for this" in texts(window.page)
    assert not shown(window, "Diagnose again")
    press(qtbot, window, "Done")
    assert window.page.name == PageName.MEMORY


def test_after_a_test_the_diagnosis_judges_with_it(qtbot: QtBot, window: Window, bench: ScriptedBench) -> None:
    bench.done = benches.MEMORY_BAD
    begin(qtbot, window, PageName.MEMORY)
    finish(qtbot, window, bench)
    with qtbot.waitSignal(window._session.finished):
        press(qtbot, window, "Diagnose again")
    assert window.page.name == PageName.RESULT
    result = window._session.result
    assert result
    assert "memory.test_failed" in {finding.code for finding in result.diagnosis.findings}


def test_memtest86_is_prepared_and_taken_back(qtbot: QtBot, window: Window, bench: ScriptedBench) -> None:
    bench.memtest86 = TrialKind.MEMTEST86_PREPARE
    bench.gate.set()
    choose(qtbot, window, PageName.MEMORY, 2)
    assert "an hour or more" in texts(window.page)
    with qtbot.waitSignal(window._session.trials.ended):
        press(qtbot, window, "Prepare the next start")
    settled()
    assert "the next start of the PC, once, will be memtest86+" in texts(window.page)
    assert kept() == ()
    bench.memtest86 = TrialKind.MEMTEST86_UNDO
    press(qtbot, window, "Other tests")
    qtbot.waitUntil(lambda: len(tiles(window)) == 3)
    qtbot.waitUntil(lambda: window._session.trials.options[2].plan is not None)
    qtbot.mouseClick(tiles(window)[2], Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(window._session.trials.ended):
        press(qtbot, window, "Take it back")
    assert [offer.kind for offer in bench.asked] == [TrialKind.MEMTEST86_PREPARE, TrialKind.MEMTEST86_UNDO]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("page", TESTS)
def test_nothing_is_cut_off_at_the_smallest_size(
    qtbot: QtBot, window: Window, bench: ScriptedBench, page: PageName, language: str
) -> None:
    i18n.use(language)
    window.open(PageName.HOME)
    samples = benches.load_samples(20)
    bench.memtest86 = TrialKind.MEMTEST86_PREPARE
    bench.events = {
        PageName.POWER: benches.load_events(samples),
        PageName.MEMORY: benches.memory_events(),
        PageName.STORAGE: benches.surface_events(0.6, (61, 305)),
    }[page]
    bench.done = {
        PageName.POWER: benches.load_done(samples, wrong=True),
        PageName.MEMORY: benches.MEMORY_BAD,
        PageName.STORAGE: benches.surface_done((61, 305)),
    }[page]
    window.resize(window.minimumSize())
    trials = window._session.trials
    window.open(page)
    window.page.test.click()  # type: ignore[attr-defined]  # every part's page has it
    qtbot.waitUntil(lambda: bool(trials.options) and all(one.plan for one in trials.options))
    qtbot.waitUntil(lambda: cut_off(window) == [])
    trials.start(trials.options[-1] if page == PageName.STORAGE else trials.options[0])
    qtbot.waitUntil(lambda: bool(trials.run and trials.run.advance.done))
    qtbot.waitUntil(lambda: cut_off(window) == [])
    finish(qtbot, window, bench)
    for toggle in seen(window.page, QPushButton):
        if toggle.text() == i18n.t("Show the details"):
            toggle.click()
    qtbot.waitUntil(lambda: cut_off(window) == [])


# The program around it


@pytest.fixture
def messages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    shown: list[str] = []
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", staticmethod(lambda: True))
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _self, title, *_: shown.append(title))
    return shown


def running(qtbot: QtBot, start: Started, pc: TestedPc, bench: ScriptedBench, *, tray: bool) -> Program:
    """A program with a window in which a memory test runs."""
    program = start(tray=tray, host=pc, bench=bench)
    assert program.window
    diagnose(qtbot, program.window)
    begin(qtbot, program.window, PageName.MEMORY)
    qtbot.waitUntil(bench.told.is_set)
    return program


def test_a_closed_window_leaves_the_test_and_a_new_one_comes_back_to_it(
    qtbot: QtBot, start: Started, pc: TestedPc, bench: ScriptedBench, messages: list[str]
) -> None:
    program = running(qtbot, start, pc, bench, tray=True)
    assert program.window
    program.window.close()
    assert not has_window(program)
    assert program.tray.icon.toolTip() == "Linuxmania Support: a test is running"
    window = program.show_window()
    assert window.page.name == PageName.TRIAL
    assert find(window, "Stop the test").isEnabled()
    window.close()
    with qtbot.waitSignal(program.session.trials.ended):
        bench.gate.set()
    assert messages == ["The test has ended"]
    assert program.tray.icon.toolTip() != "Linuxmania Support: a test is running"
    program.tray.icon.messageClicked.emit()
    window = program.show_window()
    assert window.page.name == PageName.TRIAL
    assert shown(window, "Test again")


def test_the_trays_menu_leads_to_a_running_test_and_only_then(
    qtbot: QtBot, start: Started, pc: TestedPc, bench: ScriptedBench
) -> None:
    program = running(qtbot, start, pc, bench, tray=True)
    assert program.window
    entry = next(one for one in program.tray._menu.actions() if one.text() == "Show the running test")
    assert isinstance(entry, QAction)
    assert entry.isVisible()
    program.window.open(PageName.HOME)
    entry.trigger()
    assert program.window.page.name == PageName.TRIAL
    finish(qtbot, program.window, bench)
    assert not entry.isVisible()


def test_the_daily_check_gives_way_to_a_test(qtbot: QtBot, start: Started, pc: TestedPc, bench: ScriptedBench) -> None:
    program = running(qtbot, start, pc, bench, tray=True)
    assert program.window
    assert program._busy
    finish(qtbot, program.window, bench)
    assert not program._busy


def test_quitting_stops_the_test_and_its_end_is_on_disk(
    qtbot: QtBot, start: Started, pc: TestedPc, bench: ScriptedBench
) -> None:
    program = running(qtbot, start, pc, bench, tray=True)
    program.leave()
    assert bench.runs == 0
    assert [(record.ending, record.stop) for record in kept()] == [(Ending.STOPPED, Stop.SESSION_ENDED)]


def test_without_a_tray_closing_the_window_asks_first(
    qtbot: QtBot, start: Started, pc: TestedPc, bench: ScriptedBench
) -> None:
    program = running(qtbot, start, pc, bench, tray=False)
    window = program.window
    assert window
    window.close()
    assert window.isVisible()
    press(qtbot, window, "Keep the test running")
    assert program.session.trial_runs
    window.close()
    press(qtbot, window, "Stop and close")
    assert not has_window(program)
    assert start.left
    assert bench.runs == 0


# After a sudden stop


def went_off(seconds: float = 43.0, boot_id: str = "another boot", days: float = 0) -> TrialRecord:
    """The marker of a load test in a boot that is over."""
    marker = msgspec.structs.replace(
        record_of(Done(ending=Ending.RUNNING)),
        boot_id=boot_id,
        seconds=seconds,
        started_at=RECORDED_AT - timedelta(days=days),
    )
    history = History(default_path())
    history.keep_trial(marker)
    history.trial_lock.touch(mode=0o600)
    return marker


def test_a_pc_on_which_no_test_was_begun_loads_nothing_for_it(qtbot: QtBot, open_window: OpenWindow) -> None:
    """The window opens without the store, though diagnoses have left one."""
    assert History(default_path()).trials() == ()
    History(default_path()).add(Sample(taken_at=RECORDED_AT, parts=()))
    with patch.object(Bridge, "submit") as submit:
        open_window()
        settled()
    owners = [call.args[1] for call in submit.call_args_list]
    assert not [owner for owner in owners if isinstance(owner, TrialNotice)]


NOTICE = "The PC went off during the load test at 43 s."


@pytest.fixture
def booted(pc: TestedPc) -> TestedPc:
    """It knows its boot, as every PC does."""
    plain = pc.read

    def read(path: str) -> bytes:
        return b"this boot\n" if path == "/proc/sys/kernel/random/boot_id" else plain(path)

    pc.read = read  # type: ignore[method-assign]
    return pc


def test_home_tells_of_a_sudden_stop_until_it_is_put_away(
    qtbot: QtBot, open_window: OpenWindow, booted: TestedPc, bench: ScriptedBench
) -> None:
    went_off()
    window = open_window(host=booted, bench=bench)
    shows(qtbot, window.page, NOTICE)
    assert "tell our centre that it went off during the test" in texts(window.page)
    diagnose(qtbot, window)
    assert window._session.result
    assert "power.off_under_load" in {one.code for one in window._session.result.diagnosis.findings}
    press(qtbot, window, "Put this notice away")
    settled()
    assert NOTICE not in texts(window.page)
    assert settings.load(window._session.settings_path).seen_trial == "1"
    again = open_window(host=booted, bench=bench)
    qtbot.wait(100)
    assert NOTICE not in texts(again.page)


def test_the_notice_leads_to_help(qtbot: QtBot, open_window: OpenWindow, booted: TestedPc) -> None:
    went_off()
    window = open_window(host=booted)
    shows(qtbot, window.page, NOTICE)
    press(qtbot, window, "Get help with it")
    assert window.page.name == PageName.SYMPTOM
    assert window._session.request.symptom == Symptom.POWER


def test_what_a_diagnosis_was_told_first_stands_at_home_all_the_same(
    qtbot: QtBot, open_window: OpenWindow, booted: TestedPc
) -> None:
    went_off()
    assert runner.interrupted(History(default_path()), booted)
    shows(qtbot, open_window(host=booted), NOTICE)


def test_an_old_stop_is_no_news(qtbot: QtBot, open_window: OpenWindow, booted: TestedPc) -> None:
    went_off(days=40)
    window = open_window(host=booted)
    qtbot.wait(100)
    assert NOTICE not in texts(window.page)


def test_a_recording_tells_nothing_of_this_pcs_tests(qtbot: QtBot, open_window: OpenWindow) -> None:
    went_off()
    window = open_window()
    qtbot.wait(100)
    assert NOTICE not in texts(window.page)
    assert [record.ending for record in kept()] == [Ending.RUNNING]


def test_a_pc_that_was_never_tested_loads_nothing_for_it(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> tuple[TrialRecord, ...]:
        raise AssertionError

    monkeypatch.setattr(runner, "interrupted", interrupted)
    window = open_window()
    qtbot.wait(50)
    assert "trials" not in window._session.__dict__
