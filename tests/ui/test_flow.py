"""The whole way of an owner: home, symptom, diagnosis, result, sending; by mouse and by keyboard."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QStandardPaths, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from haas_client import i18n, settings
from haas_client.bundle import archive
from haas_client.bundle.chosen import Section
from haas_client.channels import folder
from haas_client.channels.channel import Enclosure, Handover, Outcome, Parcel, Way
from haas_client.channels.mail import Mail
from haas_client.diagnostics.collect import ProbeName, Progress, Stage
from haas_client.diagnostics.readout import encode, grouped
from haas_client.diagnostics.unknown import Unknown
from haas_client.request import Service, Symptom
from haas_client.ui.pages.page import PageName
from haas_client.ui.pages.preview import PreviewDialog
from haas_client.ui.widgets.basic import label
from haas_client.ui.widgets.elided import ElidedLabel
from haas_client.ui.window import Window
from tests.machines import hand_written
from tests.ui.conftest import OpenWindow, ready
from tests.ui.hosts import SlowHost
from tests.ui.seen import find, press, seen, texts


def page(window: Window) -> PageName:
    return window.page.name


def diagnose(qtbot: QtBot, window: Window, symptom: str = "Trouble with storage") -> None:
    press(qtbot, window, "Get help")
    press(qtbot, window, symptom)
    with qtbot.waitSignal(window._session.finished):
        press(qtbot, window, "Start the diagnosis")
    assert page(window) == PageName.RESULT


def test_the_whole_way_to_a_saved_file(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    press(qtbot, window, "Get help")
    press(qtbot, window, "Trouble with storage")
    words = window.page.findChild(QPlainTextEdit)
    assert words is not None
    qtbot.keyClicks(words, "since yesterday")
    with qtbot.waitSignal(window._session.finished):
        press(qtbot, window, "Start the diagnosis")
    assert "We recommend replacing: Storage (SATA 2)" in texts(window)
    press(qtbot, window, "I would like HandsBuy")
    number = window.page.findChildren(QLineEdit)[0]
    number.clear()
    _commit(number, "ＬＭー２４")
    target = tmp_path / "out.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    ready(qtbot, window)
    with qtbot.waitSignal(window.delivery.done):
        press(qtbot, window, "Save as a file")
    bundle = archive.read(target)
    assert bundle.request.warranty_number == "LM-24"
    assert bundle.request.words == "since yesterday"
    assert bundle.request.symptom == Symptom.STORAGE
    assert bundle.request.service == Service.HANDSBUY
    assert page(window) == PageName.HANDOVER
    assert "It has not been sent" in texts(window)
    assert settings.load(window._session.settings_path).warranty_number == "LM-24"


def test_the_code_to_read_out_follows_the_warranty_number(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    diagnose(qtbot, window)
    session = window._session
    assert session.result is not None
    taken_at = session.result.collection.snapshot.taken_at
    without = grouped(encode(session.result.diagnosis, taken_at, ""))
    assert without in texts(window.page).splitlines()
    press(qtbot, window, "Copy the code")
    assert QApplication.clipboard().text() == without
    press(qtbot, window, "I would like HandsBuy")
    _commit(window.page.findChildren(QLineEdit)[0], "ＬＭー２４")
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert page(window) == PageName.RESULT
    with_number = grouped(encode(session.result.diagnosis, taken_at, "LM-24"))
    assert with_number != without
    assert with_number in texts(window.page).splitlines()
    assert without not in texts(window.page)


def test_the_code_stands_where_the_file_is_handed_over(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    diagnose(qtbot, window)
    press(qtbot, window, "I would like HandsBuy")
    _commit(window.page.findChildren(QLineEdit)[0], "LM-24")
    ready(qtbot, window)
    with qtbot.waitSignal(window.delivery.done):
        window.delivery.save_to(tmp_path / "out.zip")
    assert page(window) == PageName.HANDOVER
    code = archive.read(tmp_path / "out.zip").manifest.code
    assert code is not None
    assert grouped(code) in texts(window.page).splitlines()


def _commit(field: QLineEdit, text: str) -> None:
    """Types with an input method on, as owners do: the text arrives in one piece, in full width."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def test_the_whole_way_by_keyboard(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    assert QApplication.focusWidget() is find(window, "Get help")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert page(window) == PageName.SYMPTOM
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert window._session.request.symptom == Symptom.POWER
    _tab_to(qtbot, window, "Start the diagnosis")
    with qtbot.waitSignal(window._session.finished):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert QApplication.focusWidget() is find(window, "I would like HandsBuy")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert page(window) == PageName.SEND
    ready(qtbot, window)
    _tab_to(qtbot, window, "Write the mail")
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert page(window) == PageName.RESULT


def _tab_to(qtbot: QtBot, window: Window, name: str) -> None:
    _tab_to_widget(qtbot, find(window, name))


def _tab_to_widget(qtbot: QtBot, target: QWidget) -> None:
    for _ in range(60):
        if QApplication.focusWidget() is target:
            return
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    pytest.fail(f"Tab never reaches {target.accessibleName()}")


def test_start_needs_a_symptom(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    press(qtbot, window, "Get help")
    assert not find(window, "Start the diagnosis").isEnabled()
    press(qtbot, window, "Something else")
    assert find(window, "Start the diagnosis").isEnabled()


def test_stopping_a_diagnosis_keeps_what_was_written(qtbot: QtBot, open_window: OpenWindow) -> None:
    host = SlowHost()
    window = open_window(host=host)
    press(qtbot, window, "Get help")
    press(qtbot, window, "The PC is slow")
    press(qtbot, window, "Start the diagnosis")
    qtbot.waitUntil(host.asked.is_set)
    press(qtbot, window, "Stop the diagnosis")
    assert page(window) == PageName.SYMPTOM
    assert window._session.request.symptom == Symptom.SLOW
    assert not window._session.running
    assert host.cancelled.wait(5)


def test_progress_is_shown_probe_by_probe(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(hand_written.unreadable)
    seen: list[Progress] = []
    window._session.progressed.connect(seen.append)
    diagnose(qtbot, window)
    assert {progress.probe for progress in seen if progress.stage == Stage.RUNNING} == set(ProbeName)
    ends = {progress.probe: progress for progress in seen if progress.stage != Stage.RUNNING}
    assert ends.keys() == set(ProbeName)
    assert ends[ProbeName.RECORDS].stage == Stage.UNREADABLE
    assert 0 < ends[ProbeName.STORAGE].done < ends[ProbeName.STORAGE].total


def test_what_cannot_be_read_is_never_called_good(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(hand_written.unreadable)
    diagnose(qtbot, window)
    shown = texts(window)
    assert "No fault was found in what could be read" in shown
    assert "this does not mean that they are well" in shown
    window.open(PageName.HOME)
    pills = {tile.accessibleName(): tile.accessibleDescription() for tile in _part_tiles(window)}
    assert len(pills) == 3
    assert all(text.startswith("Could not be read") for text in pills.values())


def _part_tiles(window: Window) -> list[QWidget]:
    from haas_client.ui.widgets.tiles import PartTile

    return list(window.page.findChildren(PartTile))


def test_a_healthy_machine_is_called_good(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(hand_written.healthy)
    diagnose(qtbot, window)
    assert "No fault was found\n" in texts(window) + "\n"
    window.open(PageName.HOME)
    assert all(tile.accessibleDescription().startswith("Good") for tile in _part_tiles(window))


def test_remarks_stand_below_the_parts_until_they_are_wanted(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(hand_written.remarkable)
    diagnose(qtbot, window)
    remark = "That is no fault."
    assert remark not in texts(window)
    assert "Please keep an eye on: Storage (SATA 1)" in texts(window)
    [toggle] = [one for one in window.page.findChildren(QPushButton) if "no fault" in one.text()]
    _tab_to_widget(qtbot, toggle)
    qtbot.keyClick(toggle, Qt.Key.Key_Space)
    shown = texts(window)
    assert remark in shown
    assert shown.index("Memory (DIMM_A2)") < shown.index(remark)
    press(qtbot, window, "Hide the remarks")
    assert remark not in texts(window)


def test_where_there_are_only_remarks_no_fault_was_found(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(hand_written.mixed_memory)
    diagnose(qtbot, window)
    shown = texts(window)
    assert "No fault was found" in shown
    assert "Memory (DIMM_A1)" in shown
    window.open(PageName.MEMORY)
    qtbot.waitUntil(lambda: "That is no fault." in texts(window))
    remark, slots = (
        next(one for one in window.page.findChildren(QLabel) if said in one.text())
        for said in ("That is no fault.", "slots are filled")
    )
    qtbot.waitUntil(lambda: remark.mapTo(window, QPoint()).y() > slots.mapTo(window, QPoint()).y())


def test_the_words_for_a_known_part_come_after_what_is_news(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    diagnose(qtbot, window)
    headlines = ("Storage (SATA 2)", "Please keep an eye on: Power supply")
    shown = texts(window)
    assert shown.index(headlines[0]) < shown.index(headlines[1])
    press(qtbot, window, "Known: tell me only if it grows – We recommend replacing: Storage (SATA 2)")
    qtbot.waitUntil(lambda: headlines[1] in texts(window))
    assert texts(window).index(headlines[1]) < texts(window).index(headlines[0])
    # The keyboard stays on the card, and the card in sight.
    back = find(window, "Tell me of it again – We recommend replacing: Storage (SATA 2)")
    qtbot.waitUntil(lambda: QApplication.focusWidget() is back)
    qtbot.waitUntil(lambda: back.visibleRegion().boundingRect().height() == back.height())


def test_one_source_is_cited_once(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(hand_written.troubled)
    diagnose(qtbot, window)
    source = "Linuxmania's own fit on Backblaze drive stats"
    shown = [label.text() for label in window.page.findChildren(QLabel) if source in label.text()]
    assert len(shown) == 1


def test_the_last_diagnosis_was_today(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    diagnose(qtbot, window)
    window.open(PageName.HOME)
    assert "Last diagnosis: today " in texts(window)


def test_the_keyboard_is_on_the_advice_after_each_diagnosis(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    diagnose(qtbot, window)
    with qtbot.waitSignal(window._session.finished):
        press(qtbot, window, "Diagnose again")
    qtbot.waitUntil(lambda: QApplication.focusWidget() is find(window, "I would like HandsBuy"))


def test_on_the_result_no_two_buttons_sound_alike(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(hand_written.troubled)
    diagnose(qtbot, window)
    names = [one.accessibleName() for one in window.page.findChildren(QPushButton)]
    assert len(names) == len(set(names))


def test_a_label_gives_back_what_it_was_given(qtbot: QtBot) -> None:
    said = "原因は分かりません。"
    widget = label(said)
    qtbot.addWidget(widget)
    assert widget.text() == widget.accessibleName() == said


def test_evidence_opens_and_closes(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    diagnose(qtbot, window)
    buttons = [b for b in window.findChildren(QWidget) if b.accessibleName().startswith("Show the evidence – ")]
    assert "Reallocated_Sector_Ct" not in texts(window)
    qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert "smartctl 5 Reallocated_Sector_Ct" in texts(window)
    press(qtbot, window, "Hide the evidence – We recommend replacing: Storage (SATA 2)")
    assert "Reallocated_Sector_Ct" not in texts(window)


def test_a_switched_off_section_is_not_in_the_file(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    diagnose(qtbot, window)
    window.open(PageName.SEND)
    switches = {box.accessibleName(): box for box in window.page.findChildren(QCheckBox)}
    for name in ("Put in: List of parts", "Put in: Records of errors"):
        switches[name].setChecked(False)
    assert not switches["Put in: Raw answers of the drives"].isEnabled()
    ready(qtbot, window)
    with qtbot.waitSignal(window.delivery.done):
        window.delivery.save_to(tmp_path / "out.zip")
    bundle = archive.read(tmp_path / "out.zip")
    assert isinstance(bundle.snapshot.storage, Unknown)
    assert isinstance(bundle.snapshot.records, Unknown)
    everything = b"".join(bundle.members.values())
    assert b"2034E2B51F3A" not in everything
    assert b"exception Emask" not in everything


def test_the_preview_shows_the_very_bytes(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    diagnose(qtbot, window)
    window.open(PageName.SEND)
    ready(qtbot, window)
    bundle = window._session.build()
    dialog = PreviewDialog(window, window._session, window.delivery.outgoing, Section.RESULT)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: len(dialog.findChildren(QPlainTextEdit)) == 2)
    shown = {editor.accessibleName(): editor.toPlainText() for editor in dialog.findChildren(QPlainTextEdit)}
    assert shown["findings.json"] == bundle.members["findings.json"].decode()
    assert "312" in shown["To read"]


def test_a_full_disk_is_told_and_nothing_is_lost(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    diagnose(qtbot, window)
    press(qtbot, window, "I would like HandsBuy")
    ready(qtbot, window)
    with qtbot.waitSignal(window.delivery.failed):
        window.delivery.save_to(tmp_path / "missing" / "out.zip")
    assert page(window) == PageName.SEND
    assert "The file could not be saved. The folder does not exist." in texts(window)
    assert find(window, "Write the mail").isEnabled()
    with qtbot.waitSignal(window.delivery.done):
        window.delivery.save_to(tmp_path / "out.zip")
    assert archive.read(tmp_path / "out.zip").manifest.members


def test_without_a_mail_program_the_file_is_there_and_says_so(
    qtbot: QtBot, open_window: OpenWindow, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    window = open_window()
    diagnose(qtbot, window)
    press(qtbot, window, "I would like HandsBuy")
    ready(qtbot, window)
    with qtbot.waitSignal(window.delivery.done):
        press(qtbot, window, "Write the mail")
    shown = texts(window)
    assert "No mail program could be opened on this PC." in shown
    assert "It has not been sent." in shown
    assert "attached" not in shown
    press(qtbot, window, "Copy the text")
    assert "We recommend replacing" in QApplication.clipboard().text()
    delivered = window.delivery.last
    assert delivered is not None
    assert delivered.path is not None
    assert archive.read(delivered.path).manifest.members


@pytest.mark.parametrize("enclosure", list(Enclosure))
def test_a_mail_is_prepared_but_never_called_sent(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, enclosure: Enclosure
) -> None:
    parcels: list[Parcel] = []
    shown_folders: list[Path] = []

    def hand_over(self: Mail, parcel: Parcel) -> Handover:
        parcels.append(parcel)
        return Handover(outcome=Outcome.OPENED, way=Way.PORTAL, path=parcel.path, enclosure=enclosure)

    def show(path: Path) -> bool:
        shown_folders.append(path)
        return True

    monkeypatch.setattr(Mail, "hand_over", hand_over)
    monkeypatch.setattr(folder, "show", show)
    window = open_window()
    diagnose(qtbot, window)
    press(qtbot, window, "I would like HandsBuy")
    ready(qtbot, window)
    with qtbot.waitSignal(window.delivery.done):
        press(qtbot, window, "Write the mail")
    qtbot.waitUntil(lambda: bool(shown_folders))
    assert parcels[0].draft.to == "customer@linuxmania.jp"
    assert parcels[0].path == shown_folders[0]
    assert "312" in parcels[0].draft.body
    assert "It has not been sent yet" in texts(window)
    assert ("The file is not in it yet" in texts(window)) == (enclosure == Enclosure.BY_OWNER)
    assert ("Look whether the file is in the mail" in texts(window)) == (enclosure == Enclosure.ASKED)


def test_a_closed_window_ends_a_job_quietly(qtbot: QtBot, open_window: OpenWindow) -> None:
    """A result whose page is gone is dropped; Qt would warn, and the warning would fail this test."""
    window = open_window()
    session = window._session
    gate = threading.Event()
    session.bridge.submit(lambda: gate.wait(5), window.page, lambda _: pytest.fail("delivered to a closed page"), print)
    window.close()
    window.deleteLater()
    qtbot.waitUntil(lambda: not shiboken6.isValid(window))
    gate.set()
    with qtbot.waitSignal(session.finished):
        session.start()


def test_every_page_opens_in_japanese(qtbot: QtBot, open_window: OpenWindow) -> None:
    i18n.use("ja")
    window = open_window()
    press(qtbot, window, "サポートを受ける")
    press(qtbot, window, "ストレージの不調")
    with qtbot.waitSignal(window._session.finished):
        press(qtbot, window, "診断を始める")
    assert "ストレージ(SATA 2)の交換をおすすめします" in texts(window)
    press(qtbot, window, "ハンズバイを希望する")
    assert "内容をご確認ください" in texts(window)


@pytest.mark.parametrize("name", list(PageName))
def test_everything_that_can_be_used_has_a_name(qtbot: QtBot, open_window: OpenWindow, name: PageName) -> None:
    window = open_window()
    diagnose(qtbot, window)
    window.open(name)
    usable = [w for w in seen(window, QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert usable
    nameless = [w for w in usable if not w.accessibleName() and not isinstance(w, QLabel)]
    assert not nameless


def test_a_home_that_cannot_be_written_still_gives_a_file(
    qtbot: QtBot, open_window: OpenWindow, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _: "/proc")
    window = open_window()
    window._session.settings_path = Path("/proc/nowhere/settings.json")
    diagnose(qtbot, window)
    press(qtbot, window, "I would like HandsBuy")
    ready(qtbot, window)
    with qtbot.waitSignal(window.delivery.done):
        press(qtbot, window, "Write the mail")
    delivered = window.delivery.last
    assert delivered is not None
    assert delivered.path is not None
    assert delivered.path.parent == own_home / "run"
    assert archive.read(delivered.path).manifest.members


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("machine", [hand_written.failing_ssd, hand_written.remarkable])
def test_nothing_is_cut_off_at_the_smallest_size(
    qtbot: QtBot, open_window: OpenWindow, machine: Callable[[Path], Path], language: str
) -> None:
    i18n.use(language)
    window = open_window(machine)
    with qtbot.waitSignal(window._session.finished):
        window._session.start()
    window.resize(window.minimumSize())
    for name in PageName:
        window.open(name)
        # Words wrap anew with the width, so the layout settles in a few rounds of events.
        qtbot.waitUntil(lambda: cut_off(window) == [])


def cut_off(window: Window) -> list[str]:
    """Texts that have less room than they need, and what is wider than the place it scrolls in."""
    shown = [text for text in seen(window, QLabel) if text.text()]
    areas = seen(window, QScrollArea)
    too_wide = [area for area in areas if (inside := area.widget()) and inside.width() > area.viewport().width()]
    return [text.text() for text in shown if not _has_room(text)] + [repr(area) for area in too_wide]


def _has_room(text: QLabel) -> bool:
    if isinstance(text, ElidedLabel):  # may be cut in its width: its tooltip has the whole
        return text.height() >= text.sizeHint().height() and (
            text.width() >= text.sizeHint().width() or bool(text.toolTip())
        )
    if text.wordWrap():
        return text.height() >= text.heightForWidth(text.width())
    return text.height() >= text.sizeHint().height() and text.width() >= text.sizeHint().width()


def test_the_focus_ring_comes_with_the_keyboard_and_goes_with_the_mouse(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    ring = window._ring
    press(qtbot, window, "Get help")
    assert ring.isHidden()
    _tab_to(qtbot, window, "Cancel")
    focused = QApplication.focusWidget()
    assert focused
    assert ring.isVisible()
    assert ring.geometry().center() == window.mapFromGlobal(focused.mapToGlobal(focused.rect().center()))
    press(qtbot, window, "The PC is slow")
    assert ring.isHidden()
