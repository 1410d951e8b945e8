"""This PC as sold and now: what a person reads there, with and without a factory file, before and after a diagnosis."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from haas_client import i18n, settings
from haas_client.machine import PATH
from haas_client.ui import facts
from haas_client.ui.pages.page import PageName
from haas_client.ui.widgets.painted import Pill
from haas_client.ui.window import Window
from tests.machines import hand_written
from tests.machines.recording import Recording
from tests.ui.conftest import OpenWindow
from tests.ui.seen import find, press, seen, texts
from tests.ui.test_flow import cut_off
from tests.ui.test_part_pages import diagnosed

PILL = "Warranty number LM-24-018233: this PC as sold and now"
HOSTILE = "<b>bold</b>" + "A" * 100


def pills(window: Window) -> list[str]:
    return [pill.accessibleName() for pill in seen(window.page, Pill)]


def with_file(text: str) -> Callable[[Path], Path]:
    """A healthy machine with this factory file."""

    def machine(folder: Path) -> Path:
        hand_written.healthy(folder)
        path = facts.path_of(folder)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return folder

    return machine


def test_the_pill_leads_there_by_mouse_and_by_keyboard(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(hand_written.changed_since_sold)
    qtbot.waitUntil(lambda: PILL in [b.accessibleName() for b in seen(window, QPushButton)])
    pill = find(window, PILL)
    assert pill.text() == "Warranty number LM-24-018233"
    press(qtbot, window, PILL)
    assert window.page.name == PageName.MACHINE
    press(qtbot, window, "Back")
    pill.setFocus()
    QTest.keyClick(pill, Qt.Key.Key_Return)
    assert window.page.name == PageName.MACHINE
    assert not pill.isVisible()


def test_without_a_number_the_pill_is_about_this_pc(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(hand_written.healthy)
    name = "About this PC: this PC as sold and now"
    qtbot.waitUntil(lambda: name in [b.accessibleName() for b in seen(window, QPushButton)])
    press(qtbot, window, name)
    assert "Nothing is written down of how this PC was sold" in texts(window)


def test_before_a_diagnosis_only_what_was_sold_is_shown(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(hand_written.changed_since_sold)
    window.open(PageName.MACHINE)
    shown = texts(window)
    assert "LM-24-018233" in shown
    assert "2026-05-01" in shown
    assert "SSR-650FX\n650 W" in shown
    assert len(pills(window)) == 6
    assert all(pill.endswith(": Not diagnosed yet") for pill in pills(window))
    begin = find(window, "Diagnose now")
    assert begin.hasFocus()
    press(qtbot, window, "Diagnose now")
    assert window.page.name == PageName.DIAGNOSIS


def test_each_part_stands_beside_what_it_was(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(hand_written.changed_since_sold)
    diagnosed(qtbot, window)
    window.open(PageName.MACHINE)
    assert pills(window) == [
        "Power supply: Could not be read",
        "Memory (DIMM_A1): Not found",
        "Memory (DIMM_A2): Same as sold",
        "Memory (DIMM_B2): Another part",
        "Storage (nvme0): Same as sold",
        "Storage: Not found",
    ]
    shown = texts(window)
    for text in ("16 GB · serial number 36D18F30", "16 GB · serial number 36D18F44", "4 TB · serial number WFN2K7L9"):
        assert text in shown


def test_the_page_follows_a_diagnosis_that_ends_while_it_is_shown(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(hand_written.changed_since_sold)
    window.open(PageName.MACHINE)
    diagnosed(qtbot, window)
    qtbot.waitUntil(lambda: "Storage: Not found" in pills(window))


def test_a_part_that_is_gone_has_its_finding_on_its_page(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(hand_written.changed_since_sold)
    diagnosed(qtbot, window)
    window.open(PageName.MACHINE)
    press(qtbot, window, "More about: Storage")
    assert window.page.name == PageName.STORAGE
    assert "A drive that this PC was sold with is not found." in texts(window)
    assert not [b for b in seen(window, QPushButton) if b.text() == "Test this drive"]
    press(qtbot, window, "Back")
    press(qtbot, window, "More about: Memory (DIMM_A1)")
    assert "A memory module that this PC was sold with is not found." in texts(window)


def test_without_a_file_what_is_there_now_is_shown_and_nothing_is_amiss(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(hand_written.healthy)
    diagnosed(qtbot, window)
    window.open(PageName.MACHINE)
    assert "That is no fault: PCs of earlier times have no such record." in texts(window)
    assert "Memory (DIMM_A2): In the PC now" in pills(window)
    assert not [pill for pill in pills(window) if "Not found" in pill]


def test_a_broken_file_is_told_with_its_key_and_takes_nothing_else_away(
    qtbot: QtBot, open_window: OpenWindow, caplog: pytest.LogCaptureFixture
) -> None:
    window = open_window(with_file("format = 1\n[[memory]]\nsize_gb = 0\n"))
    result = diagnosed(qtbot, window)
    window.open(PageName.MACHINE)
    told = texts(window)
    assert "facts about this PC cannot be used" in told
    assert "[[memory]] 1, size_gb" in told
    assert "Memory (DIMM_A2): In the PC now" in pills(window)
    assert not [finding for finding in result.diagnosis.findings if "sold" in finding.code]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_hostile_texts_are_shown_as_they_are_and_stay_inside_the_window(
    qtbot: QtBot, open_window: OpenWindow, language: str
) -> None:
    i18n.use(language)
    file = f'format = 1\nmodel = "{HOSTILE}"\nwarranty_number = "{"8" * 120}"\n[power_supply]\nmodel = "{HOSTILE}"\n'
    file += f'[[memory]]\nsize_gb = 4096\nslot = "{HOSTILE}"\nserial = "{HOSTILE}"\n'
    window = open_window(with_file(file))
    diagnosed(qtbot, window)
    window.resize(880, 620)
    window.open(PageName.HOME)
    QApplication.processEvents()
    assert window.width() == 880
    (pill,) = (b for b in window._header.findChildren(QPushButton) if "8888" in b.accessibleName())
    assert pill.width() < 360
    assert "…" in pill.text()
    window.open(PageName.MACHINE)
    QApplication.processEvents()
    assert window.width() == 880
    assert cut_off(window) == []


# --- the factory's number in the request


def test_the_request_begins_with_the_factorys_number(open_window: OpenWindow) -> None:
    window = open_window(hand_written.changed_since_sold)
    assert window._session.request.warranty_number == "LM-24-018233"
    window._session.remember_owner()
    assert settings.load(window._session.settings_path).warranty_number == ""


def test_what_the_owner_typed_goes_before_it_and_is_kept(open_window: OpenWindow, own_home: Path) -> None:
    settings.save(settings.Settings(warranty_number="LM-24-000001"), own_home / "settings.json")
    window = open_window(hand_written.changed_since_sold)
    assert window._session.request.warranty_number == "LM-24-000001"
    window._session.change(name="X")
    window._session.remember_owner()
    assert settings.load(window._session.settings_path).warranty_number == "LM-24-000001"


def test_a_recorded_pc_has_the_facts_of_its_own_file(tmp_path: Path) -> None:
    recording = Recording()
    recording.file(str(PATH), 'format = 1\nmodel = "recorded"')
    folder = recording.save(tmp_path / "machine")
    assert facts.Facts(facts.path_of(folder)).machine.model == "recorded"
    assert facts.path_of(None) == PATH
