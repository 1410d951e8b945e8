"""The pages of the three parts: what a person sees, clicks and reads there, and what a hostile drive cannot do."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from haas_client import i18n
from haas_client.diagnostics.checklist import Answer, PowerQuestion
from haas_client.diagnostics.collect import Collection
from haas_client.diagnostics.diagnosis import diagnose
from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.past import PartSample, Past, Sample, part_key
from haas_client.diagnostics.snapshot import Bus, Snapshot
from haas_client.diagnostics.unknown import Reason
from haas_client.request import Symptom
from haas_client.ui.pages.page import PageName
from haas_client.ui.result import Result
from haas_client.ui.session import Session
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.choice import Choice
from haas_client.ui.widgets.elided import ElidedLabel
from haas_client.ui.widgets.sparkline import Sparkline, tone
from haas_client.ui.widgets.tiles import PartTile
from haas_client.ui.widgets.value_table import ValueTable
from haas_client.ui.window import Window
from tests.machines import hand_written
from tests.ui.conftest import OpenWindow
from tests.ui.histories import growing
from tests.ui.seen import find, focused, press, seen, shows, texts
from tests.ui.test_flow import cut_off
from tests.unit import builders

PARTS = (PageName.POWER, PageName.MEMORY, PageName.STORAGE)
Machine = Callable[[Path], Path]
HOSTILE = "<b>bold</b>" + "A" * 500 + "\n\x1b[31m\u202egnp.exe\x00"


def diagnosed(qtbot: QtBot, window: Window) -> Result:
    with qtbot.waitSignal(window._session.finished):
        window._session.start()
    assert window._session.result
    return window._session.result


def show(window: Window, snapshot: Snapshot, name: PageName) -> None:
    """The page of a machine that only a test can have."""
    collection = Collection(snapshot=snapshot, raw={}, identities=builders.collection().identities)
    window._session.result = Result(
        collection=collection, diagnosis=diagnose(snapshot), made_at=datetime.now(UTC) - timedelta(minutes=1)
    )
    window.open(name)


def choices(window: Window) -> list[Choice]:
    return seen(window.page, Choice)


def shown_page(window: Window) -> PageName:
    return window.page.name


def tile(window: Window, kind: PartKind) -> PartTile:
    return next(tile for tile in window.page.findChildren(PartTile) if tile.badge.name == kind.value)


@pytest.mark.parametrize("kind", [PartKind.POWER, PartKind.MEMORY, PartKind.STORAGE])
def test_a_tile_leads_to_the_parts_page_and_back_home(qtbot: QtBot, open_window: OpenWindow, kind: PartKind) -> None:
    window = open_window(hand_written.troubled)
    diagnosed(qtbot, window)
    qtbot.mouseClick(tile(window, kind), Qt.MouseButton.LeftButton)
    assert window.page.name == PageName(kind.value)
    press(qtbot, window, "Back")
    assert window.page.name == PageName.HOME


def test_a_row_of_the_result_leads_to_its_drive_and_back_to_the_result(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(hand_written.failing_ssd)
    diagnosed(qtbot, window)
    window.open(PageName.RESULT)
    press(qtbot, window, "More about: Storage (nvme0)")
    assert shown_page(window) == PageName.STORAGE
    shows(qtbot, window, "Samsung SSD 980 1TB")
    assert "The drive says that it is well" in texts(window)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert shown_page(window) == PageName.RESULT
    press(qtbot, window, "More about: We recommend replacing: Storage (SATA 2)")
    assert "CT500MX500SSD1 500 GB" in texts(window)


def test_from_the_tile_the_drive_that_decides_is_shown_first(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(hand_written.troubled)
    diagnosed(qtbot, window)
    window.open(PageName.STORAGE)
    chosen = [choice for choice in choices(window) if choice.isChecked()]
    assert [choice.accessibleName() for choice in chosen] == ["HDD 4 TB · Replace"]
    assert "24 areas can hardly be read" in texts(window)


def test_without_a_diagnosis_there_is_no_page_of_a_part(open_window: OpenWindow) -> None:
    window = open_window()
    window.open(PageName.STORAGE)
    assert window.page.name == PageName.HOME


def test_help_begins_with_the_parts_symptom(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(hand_written.troubled)
    diagnosed(qtbot, window)
    window.open(PageName.MEMORY)
    press(qtbot, window, "Get help with this part")
    assert window.page.name == PageName.SYMPTOM
    assert window._session.request.symptom == Symptom.MEMORY
    assert find(window, "Trouble with memory").isChecked()
    assert find(window, "Start the diagnosis").isEnabled()


def test_drives_are_chosen_with_the_arrow_keys(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(hand_written.troubled)
    diagnosed(qtbot, window)
    window.open(PageName.STORAGE)
    assert focused() is choices(window)[0]
    qtbot.keyClick(focused(), Qt.Key.Key_Down)
    assert focused() is choices(window)[1]
    shows(qtbot, window, "The drive is asleep and was not woken.")
    assert focused().accessibleName() == "HDD · Asleep, was not woken"
    assert "Please open a file that is on it" in texts(window)
    qtbot.keyClick(focused(), Qt.Key.Key_Down)
    shows(qtbot, window, "Samsung SSD 980 1TB")


def test_all_values_open_by_key_and_tab_leaves_the_table(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(hand_written.troubled)
    diagnosed(qtbot, window)
    window.open(PageName.STORAGE)
    names = tab_names(qtbot, 3)
    evidence = "Show the evidence – We recommend replacing: Storage (SATA 1)"
    assert names == [evidence, "Show all values", "Diagnose again"]
    find(window, "Show all values").setFocus()
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    table = window.page.findChild(ValueTable)
    assert table is not None
    assert table.isVisible()
    row = [table.model().index(4, column).data() for column in range(table.columnCount())]
    assert row == ["197", "Current_Pending_Sector", "100", "100", "10", "24", "limit not reached"]
    assert tab_names(qtbot, 1) == ["All values of the drive"]
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.currentRow() == 1
    assert tab_names(qtbot, 1) == ["Diagnose again"]
    press(qtbot, window, "Hide all values")
    assert not table.isVisible()


def tab_names(qtbot: QtBot, count: int) -> list[str]:
    names = []
    for _ in range(count):
        qtbot.keyClick(focused(), Qt.Key.Key_Tab)
        names.append(focused().accessibleName())
    return names


def test_what_only_the_administrator_may_read_says_what_to_do(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(hand_written.laptop)
    diagnosed(qtbot, window)
    window.open(PageName.STORAGE)
    shown = texts(window)
    assert "Only the administrator may read this. So nothing is known of its health: neither good nor bad." in shown
    assert "sudo linuxmania-haas collect" in shown
    assert "Good" not in shown


@pytest.mark.parametrize("name", PARTS)
def test_what_cannot_be_read_is_never_called_good(qtbot: QtBot, open_window: OpenWindow, name: PageName) -> None:
    window = open_window(hand_written.unreadable)
    diagnosed(qtbot, window)
    window.open(name)
    said = texts(window) + " ".join(widget.accessibleName() for widget in window.page.findChildren(QWidget))
    assert "Good" not in said
    assert "is well" not in said


def test_a_pc_without_drives_says_so(open_window: OpenWindow) -> None:
    window = open_window()
    show(window, builders.snapshot(storage=builders.storage()), PageName.STORAGE)
    assert "No drive is shown" in texts(window)
    assert not choices(window)
    assert focused() is find(window, "Get help with this part")


def test_the_bad_module_is_named_marked_and_told_to_screen_readers(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(hand_written.troubled)
    diagnosed(qtbot, window)
    window.open(PageName.MEMORY)
    assert [choice.accessibleName() for choice in choices(window)] == [
        "DIMM_A1 · Good",
        "DIMM_A2 · Good",
        "DIMM_B1 · Replace",
        "DIMM_B2 · Good",
    ]
    assert [choice.accessibleDescription() for choice in choices(window)] == ["16 GB · DDR4 · 3200 MT/s"] * 4
    shown = texts(window)
    for text in ("Channel A", "Channel B", "2 memory errors could not be corrected", "2F31A02C", "118"):
        assert text in shown


def test_an_empty_slot_can_be_looked_at(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(hand_written.healthy)
    diagnosed(qtbot, window)
    window.open(PageName.MEMORY)
    assert "2 of 4 slots are filled" in texts(window)
    press(qtbot, window, "DIMM_A1 · Empty slot")
    shows(qtbot, window, "Nothing is in this slot.")


def test_memory_on_the_board_is_said_to_be_soldered(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(hand_written.laptop)
    diagnosed(qtbot, window)
    window.open(PageName.MEMORY)
    shown = texts(window)
    assert "This memory is soldered to the board and cannot be exchanged." in shown
    assert "Nothing counts memory errors on this PC. A memory test finds them" in shown


def test_errors_in_no_known_slot_are_told_above_the_slots(open_window: OpenWindow) -> None:
    window = open_window()
    counted = builders.memory(edac=(builders.edac(label="csrow0", uncorrected=1),), edac_seconds=60)
    show(window, builders.snapshot(memory=counted), PageName.MEMORY)
    assert "We recommend replacing: Memory (mc0 csrow0)" in texts(window)
    assert all("Not tested" in choice.accessibleName() for choice in choices(window))


def test_voltages_of_the_supply_have_gauges_those_of_the_board_none(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(hand_written.healthy)
    diagnosed(qtbot, window)
    window.open(PageName.POWER)
    assert "We are sure of these voltages" in texts(window)
    assert gauges(window) == ["+12 V: 12.09 V (11.40 – 12.60 V)", "+5 V: 5.03 V (4.75 – 5.25 V)"]
    board = builders.power(builders.rail("+12V", 11.2), builders.rail("+5V", 5.0))
    show(window, builders.snapshot(power=board), PageName.POWER)
    shows(qtbot, window, "We are not sure of these voltages")
    assert texts(window).count("reading of the board, not reliable") == 2
    assert gauges(window) == []


def gauges(window: Window) -> list[str]:
    from haas_client.ui.widgets.rail_gauge import RailGauge

    return [gauge.accessibleName() for gauge in seen(window.page, RailGauge)][:2]


def test_the_last_30_days_are_told_in_words(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(hand_written.troubled)
    diagnosed(qtbot, window)
    window.open(PageName.POWER)
    shown = texts(window)
    assert "8 starts in 30 days, 3 of them ended without a shutdown." in shown
    assert "stopped without a shutdown" in shown.split("ended without a shutdown.")[1]
    assert "Rated power\n650 W" in shown
    assert "charge 100 percent · holds 100 percent of new" in shown
    assert "7 · Samsung SSD 980 1TB" in shown


def test_30_days_without_a_bad_stop_count_none(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(hand_written.healthy)
    diagnosed(qtbot, window)
    window.open(PageName.POWER)
    shown = texts(window)
    assert "2 starts in 30 days, none of them ended without a shutdown." in shown
    assert "stopped without a shutdown" not in shown


def test_answers_are_kept_and_judged_at_once(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(hand_written.troubled)
    before = diagnosed(qtbot, window)
    window.open(PageName.POWER)
    question = "Does the fan of the power supply turn?"
    assert find(window, f"{question} I don't know").isChecked()
    with qtbot.waitSignal(window._session.changed):
        press(qtbot, window, f"{question} No")
    answers = window._session.answers
    assert answers
    assert answers.of(PowerQuestion.FAN_SPINS) == Answer.NO
    assert answers.of(PowerQuestion.STARTS) == Answer.UNKNOWN
    assert window._session.result is not before
    press(qtbot, window, "Does the power supply smell burnt, or make an unusual noise? Yes")
    shows(qtbot, window, "We recommend replacing: Power supply (PSU1)")
    window.open(PageName.HOME)
    assert tile(window, PartKind.POWER).accessibleDescription().startswith("Replace")
    window.open(PageName.POWER)
    assert find(window, f"{question} No").isChecked()
    assert not find(window, f"{question} I don't know").isChecked()
    told = {"fan_spins": "no", "smell_or_noise": "yes"}
    assert window._session.build().request.power_answers == told
    window._session.begin_anew()
    assert window._session.build().request.power_answers == {}
    assert "power.smell_or_noise" not in window._session.build().members["findings.json"].decode()
    window.open(PageName.HOME)
    assert not tile(window, PartKind.POWER).accessibleDescription().startswith("Replace")
    window.open(PageName.POWER)
    assert find(window, f"{question} I don't know").isChecked()


def test_answers_by_keyboard(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(hand_written.healthy)
    diagnosed(qtbot, window)
    window.open(PageName.POWER)
    find(window, "Does the PC start when you press its power button? I don't know").setFocus()
    qtbot.keyClick(focused(), Qt.Key.Key_Left)
    assert focused().accessibleName().endswith("button? No")
    answers = window._session.answers
    assert answers
    assert answers.starts == Answer.NO
    assert tab_names(qtbot, 1) == ["Is it the same at another wall socket? I don't know"]


def test_a_trend_is_told_in_words_with_its_limit(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(hand_written.troubled)
    monkeypatch.setattr(Session, "past", growing(diagnosed(qtbot, window)))
    window.open(PageName.STORAGE)
    lines = seen(window.page, Sparkline)
    assert [line.accessibleName() for line in lines] == [
        "Areas that can hardly be read",
        "Areas replaced by spare ones",
    ]
    assert "0 on " in lines[0].accessibleDescription()
    assert "24 on " in lines[0].accessibleDescription()
    assert "dashed line: replace from 10" in texts(window)


@pytest.mark.parametrize("values", [(), (7.0,), (float("nan"), float("inf"), 7.0)])
def test_less_than_two_readings_are_no_trend(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, values: tuple[float, ...]
) -> None:
    window = open_window(hand_written.troubled)
    result = diagnosed(qtbot, window)
    key = part_key(result.diagnosis.of_kind(PartKind.STORAGE)[0].part)
    samples = tuple(
        Sample(taken_at=builders.NOW, parts=(PartSample(key=key, figures={"smart.197": value}),)) for value in values
    )
    monkeypatch.setattr(Session, "past", Past(samples=samples))
    window.open(PageName.STORAGE)
    assert "The trend shows after a few diagnoses." in texts(window)
    assert not window.page.findChildren(Sparkline)


@pytest.mark.parametrize(
    ("first", "last", "worse", "limit", "expected"),
    [
        (0, 8, 1, 10, Tone.WARN),
        (0, 10, 1, 10, Tone.BAD),
        (8, 8, 1, 4, Tone.NEUTRAL),
        (8, 2, 1, 4, Tone.NEUTRAL),
        (100, 90, -1, None, Tone.WARN),
        (90, 100, -1, None, Tone.NEUTRAL),
        (30, 60, 0, None, Tone.NEUTRAL),
    ],
)
def test_the_tone_of_a_trend_tells_whether_it_got_worse(
    first: float, last: float, worse: int, limit: float | None, expected: Tone
) -> None:
    readings = [(builders.NOW, float(first)), (builders.NOW + timedelta(days=1), float(last))]
    assert tone(readings, worse, limit) == expected


@pytest.mark.parametrize("name", [*PARTS, PageName.RESULT, PageName.HOME])
def test_hostile_texts_stay_text_and_inside_the_window(qtbot: QtBot, open_window: OpenWindow, name: PageName) -> None:
    window = open_window()
    attribute = builders.attribute(197, 24, name=HOSTILE, raw_text=HOSTILE)
    drive = builders.drive(
        model=HOSTILE, serial=HOSTILE, firmware=HOSTILE, port=HOSTILE, health=builders.health(attributes=(attribute,))
    )
    module = builders.module(slot=HOSTILE, bank=HOSTILE, manufacturer=HOSTILE, part_number=HOSTILE, type=HOSTILE)
    supply = builders.supply(location=HOSTILE, manufacturer=HOSTILE, model=HOSTILE)
    snapshot = builders.snapshot(
        storage=builders.storage(drive),
        memory=builders.memory(modules=(module,), edac=(builders.edac(label=HOSTILE, uncorrected=3),)),
        power=builders.power(builders.rail("+12V", 11.0), supplies=(supply,)),
    )
    show(window, snapshot, name)
    window.resize(window.minimumSize())
    for toggle in window.page.findChildren(QPushButton):
        if toggle.text() in ("Show all values", "Show the evidence"):
            toggle.click()
    right = window.page.mapToGlobal(window.page.rect().topRight()).x()
    qtbot.waitUntil(lambda: wider_than(window, right) == [])
    for label in window.page.findChildren(ElidedLabel):
        assert "\n" not in label.text()
        assert "\u202e" not in label.accessibleName()
        assert "<b>" not in label.toolTip()


def wider_than(window: Window, right: int) -> list[str]:
    shown = seen(window.page, QLabel)
    return [label.text()[:40] for label in shown if label.mapToGlobal(label.rect().topRight()).x() > right]


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("machine", [hand_written.troubled, hand_written.laptop, hand_written.unreadable])
def test_every_control_has_a_name_and_an_own_one(
    qtbot: QtBot, open_window: OpenWindow, machine: Machine, name: PageName
) -> None:
    window = open_window(machine)
    diagnosed(qtbot, window)
    window.open(name)
    controls = [w for w in seen(window.page, QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    names = [control.accessibleName() for control in controls]
    assert all(names)
    assert len(names) == len(set(names))


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("machine", [hand_written.troubled, hand_written.laptop, hand_written.unreadable])
def test_nothing_is_cut_off_at_the_smallest_size(
    qtbot: QtBot, open_window: OpenWindow, machine: Machine, language: str
) -> None:
    i18n.use(language)
    window = open_window(machine)
    diagnosed(qtbot, window)
    window.resize(window.minimumSize())
    for name in PARTS:
        window.open(name)
        qtbot.waitUntil(lambda: cut_off(window) == [])
        assert [label.text() for label in window.page.findChildren(ElidedLabel) if "…" in label.text()] == []


def test_of_many_drives_only_one_is_built(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    drives = tuple(
        builders.drive(
            name=f"sd{number}",
            port=f"SATA {number}",
            serial=f"S{number}",
            health=builders.health(attributes=tuple(builders.attribute(n) for n in range(1, 31))),
        )
        for number in range(24)
    )
    show(window, builders.snapshot(storage=builders.storage(*drives)), PageName.STORAGE)
    assert len(choices(window)) == 24
    assert not window.page.findChildren(ValueTable)
    assert len(window.page.findChildren(QWidget)) < 24 * 8 + 120


def test_a_usb_drive_in_a_shared_enclosure_is_found_again(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    twins = [
        builders.drive(name=name, bus=Bus.USB, port="USB 1-4", model="Twin", serial=builders.unknown())
        for name in ("sdb", "sdc")
    ]
    show(window, builders.snapshot(storage=builders.storage(*twins)), PageName.STORAGE)
    result = window._session.result
    assert result
    window.look_at(result.diagnosis.of_kind(PartKind.STORAGE)[1].part)
    shows(qtbot, window, "USB 1-4 · sdc")
    assert [choice.isChecked() for choice in choices(window)] == [False, True]


def test_a_new_diagnosis_renews_the_page_that_is_shown(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(hand_written.troubled)
    show(window, builders.snapshot(storage=builders.unknown(Reason.NO_TOOL)), PageName.STORAGE)
    assert "No drive is shown" in texts(window)
    diagnosed(qtbot, window)
    shows(qtbot, window, "ST4000DM004-2CV104 4 TB")


def test_every_page_speaks_japanese(qtbot: QtBot, open_window: OpenWindow) -> None:
    i18n.use("ja")
    window = open_window(hand_written.troubled)
    diagnosed(qtbot, window)
    for name, title in zip(PARTS, ("電源", "メモリ", "ストレージ"), strict=True):
        window.open(name)
        assert title in texts(window)
