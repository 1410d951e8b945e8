"""A swap as an owner meets it: begun, guided, the PC off in between, checked; and all that goes wrong."""

from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import pytest
import requests
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from haas_client import i18n
from haas_client.cases.model import Actor, FileKind, State
from haas_client.cases.store import Cases
from haas_client.diagnostics.collect import collect
from haas_client.diagnostics.machine_host import machine_host
from haas_client.handsbuy import copy_proof, course, store, whereabouts
from haas_client.handsbuy.conduct import swapped
from haas_client.handsbuy.copy_proof import CopyProof
from haas_client.handsbuy.pack.vocabulary import Kind
from haas_client.handsbuy.phone import address
from haas_client.handsbuy.store import Swaps, SwapsUnusable
from haas_client.handsbuy.swap import Carrier, Copy, Proof, Stage, Swap
from haas_client.request import Service
from haas_client.ui import places, swapping
from haas_client.ui.pages.page import PageName
from haas_client.ui.pages.swap import SwapPage
from haas_client.ui.pages.swap_copy import CopyDialog
from haas_client.ui.pages.swap_data import DataCard
from haas_client.ui.pages.swap_phone_dialog import PhoneDialog
from haas_client.ui.swapping import Swapping, Wish
from haas_client.ui.widgets.case_drawing import CaseDrawing
from haas_client.ui.widgets.choice import Choice
from haas_client.ui.widgets.place_map import PlaceMap
from haas_client.ui.widgets.tick import Tick
from haas_client.ui.window import Window
from tests import packs
from tests.machines import hand_written
from tests.ui import swaps
from tests.ui.conftest import OpenWindow, Started
from tests.ui.desks import dialog, settled, told, write
from tests.ui.lives import brought, photo
from tests.ui.seen import find, names, press, seen, shown, shows, texts

T = TypeVar("T", bound=QWidget)


@pytest.fixture
def pc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    swaps.guides(tmp_path / "guides", monkeypatch)
    return swaps.pc(machine_host(hand_written.troubled(tmp_path / "recorded")))


def state(window: Window) -> Swapping:
    return window._session.swapping


def quiet(qtbot: QtBot, window: Window) -> None:
    qtbot.waitUntil(lambda: state(window).loaded and not state(window).busy and not state(window).checking)


def kept() -> Swap:
    return Swaps().all()[0]


def chosen(qtbot: QtBot, window: Window, wish: Wish) -> None:
    """The page to begin from, with this PC looked at."""
    state(window).prepare(wish)
    window.open(PageName.SWAP)
    press(qtbot, window, "Look at this PC")
    qtbot.waitUntil(lambda: window._session.result is not None, timeout=20_000)
    qtbot.waitUntil(lambda: state(window).guides is not None)


def begun(qtbot: QtBot, window: Window, wish: Wish | None = None) -> None:
    """A swap of a memory module, at its first step."""
    chosen(qtbot, window, wish or Wish(kind=Kind.MEMORY))
    qtbot.waitUntil(lambda: bool(modules(window)))
    modules(window)[0].click()
    press(qtbot, window, "Begin with the guide")
    qtbot.waitUntil(lambda: state(window).swap is not None)
    quiet(qtbot, window)


def modules(window: Window) -> list[Choice]:
    return [choice for choice in seen(window.page, Choice) if "Micron" in choice.title]


def tick_all(qtbot: QtBot, window: Window) -> None:
    for tick in seen(window.page, Tick):
        if not tick.box.isChecked():
            tick.box.click()
    quiet(qtbot, window)


def prepared(qtbot: QtBot, window: Window, wish: Wish | None = None) -> None:
    """All is done that comes before the shutdown."""
    begun(qtbot, window, wish)
    answer_all(qtbot, window)
    tick_all(qtbot, window)
    press(qtbot, window, "Next step")
    shows(qtbot, window.page, "Now the PC is switched off")
    press(qtbot, window, "I can read it: I can read it elsewhere")
    quiet(qtbot, window)


def answer_all(qtbot: QtBot, window: Window) -> None:
    for fact, value in (("chassis", "tower"), ("order.job", "replace"), ("memory_form", "DIMM")):
        state(window).answer(fact, value)
    quiet(qtbot, window)


def off(qtbot: QtBot, window: Window) -> None:
    press(qtbot, window, "I switch it off myself")
    qtbot.waitUntil(lambda: kept().stage == Stage.OFF, timeout=20_000)
    quiet(qtbot, window)


def back(qtbot: QtBot, window: Window, pc: Any, recorded: Path | None = None) -> None:
    """The PC was off, and this program is opened anew."""
    pc.restart(machine_host(recorded) if recorded else None)
    state(window).load()
    quiet(qtbot, window)


def checked(qtbot: QtBot, window: Window) -> None:
    press(qtbot, window, "Next step")
    shows(qtbot, window.page, "Has it worked?")
    qtbot.waitUntil(lambda: state(window).seen is not None, timeout=20_000)
    quiet(qtbot, window)


def test_a_swap_from_its_choice_to_the_week_of_watching(
    qtbot: QtBot, open_window: OpenWindow, pc: Any, tmp_path: Path
) -> None:
    window = open_window(host=pc)
    prepared(qtbot, window)
    off(qtbot, window)
    assert kept().boot_id == "boot-1"
    assert kept().off_at is not None
    back(qtbot, window, pc)
    assert kept().stage == Stage.AFTER
    shows(qtbot, window.page, "Words")
    checked(qtbot, window)
    press(qtbot, window, "Yes: Words.")
    quiet(qtbot, window)
    press(qtbot, window, "It works: finish")
    qtbot.waitUntil(lambda: kept().stage == Stage.WATCH)
    shows(qtbot, window.page, "The new part works")


def test_what_the_pc_does_not_tell_is_asked_and_never_guessed(qtbot: QtBot, open_window: OpenWindow, pc: Any) -> None:
    window = open_window(host=pc)
    begun(qtbot, window)
    sheet = state(window).sheet
    assert sheet
    assert sheet.asks
    while sheet.asks:
        shows(qtbot, window.page, "One question before we begin")
        assert not shown(qtbot, window, "Next step").isEnabled()
        fact, question = sheet.asks[0].fact, sheet.asks[0].question
        assert question
        state(window).answer(fact, question.answers[0].value)
        quiet(qtbot, window)
        sheet = state(window).sheet
        assert sheet
        assert fact in kept().answers
    qtbot.waitUntil(lambda: "Words." not in names(window.page))  # no answer is left on the step
    assert "One question before we begin" not in texts(window.page)


def drawings(qtbot: QtBot, window: Window, kind: type[T]) -> list[T]:
    """Those of a kind that can be seen, once there is one."""
    qtbot.waitUntil(lambda: bool(seen(window.page, kind)))
    return seen(window.page, kind)


def test_once_the_shape_of_the_pc_is_told_the_very_slot_is_lit(qtbot: QtBot, open_window: OpenWindow, pc: Any) -> None:
    window = open_window(host=pc)
    begun(qtbot, window)
    assert window.page.findChildren(CaseDrawing) == []
    answer_all(qtbot, window)
    (drawing,) = drawings(qtbot, window, CaseDrawing)
    part = kept().part
    assert part is not None
    assert str(part.slot) in drawing.accessibleName()
    tick_all(qtbot, window)
    press(qtbot, window, "Next step")
    shows(qtbot, window.page, "Now the PC is switched off")
    assert len(drawings(qtbot, window, CaseDrawing)) == 1


def test_for_a_shape_without_a_drawing_the_places_alone_are_shown(
    qtbot: QtBot, open_window: OpenWindow, pc: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whereabouts, "SHAPES", {})
    window = open_window(host=pc)
    begun(qtbot, window)
    answer_all(qtbot, window)
    assert len(drawings(qtbot, window, PlaceMap)) == 1
    assert window.page.findChildren(CaseDrawing) == []


def test_i_do_not_know_leads_to_the_centre(qtbot: QtBot, open_window: OpenWindow, pc: Any) -> None:
    window = open_window(host=pc)
    begun(qtbot, window)
    press(qtbot, window, "I do not know")
    assert window.page.name == PageName.CENTRE


def test_for_a_pc_that_the_guide_is_not_for_no_step_is_shown(qtbot: QtBot, open_window: OpenWindow, pc: Any) -> None:
    window = open_window(host=pc)
    begun(qtbot, window)
    answer_all(qtbot, window)
    state(window).answer("chassis", "notebook")
    quiet(qtbot, window)
    shows(qtbot, window.page, "Please ask our centre before you go on.")
    assert not seen(window.page, Tick)
    press(qtbot, window, "Answer again")
    quiet(qtbot, window)
    assert "chassis" not in kept().answers
    assert "Please ask our centre before you go on." not in texts(window.page)


def test_a_step_is_left_only_when_it_is_ticked(qtbot: QtBot, open_window: OpenWindow, pc: Any) -> None:
    window = open_window(host=pc)
    begun(qtbot, window)
    answer_all(qtbot, window)
    assert not shown(qtbot, window, "Next step").isEnabled()
    qtbot.keyClick(window.page, Qt.Key.Key_PageDown)
    assert state(window).swap.step == "which"  # type: ignore[union-attr]  # begun just before
    tick_all(qtbot, window)
    assert shown(qtbot, window, "Next step").isEnabled()
    assert kept().ticks == ("which",)


def test_a_danger_needs_its_own_tick(qtbot: QtBot, open_window: OpenWindow, pc: Any) -> None:
    window = open_window(host=pc)
    prepared(qtbot, window)
    off(qtbot, window)
    ticks = seen(window.page, Tick)
    assert len(ticks) == 2
    ticks[1].box.click()
    quiet(qtbot, window)
    assert not shown(qtbot, window, "Next step").isEnabled()
    ticks[0].box.click()
    quiet(qtbot, window)
    assert shown(qtbot, window, "Next step").isEnabled()


def test_facts_of_this_pc_stand_in_the_words(qtbot: QtBot, open_window: OpenWindow, pc: Any) -> None:
    window = open_window(host=pc)
    begun(qtbot, window)
    answer_all(qtbot, window)
    part = state(window).swap.part  # type: ignore[union-attr]  # begun just before
    assert part
    assert str(part.slot) in texts(window.page)
    assert "{" not in texts(window.page)


def test_without_a_carrier_the_pc_is_not_switched_off(qtbot: QtBot, open_window: OpenWindow, pc: Any) -> None:
    window = open_window(host=pc)
    begun(qtbot, window)
    answer_all(qtbot, window)
    tick_all(qtbot, window)
    press(qtbot, window, "Next step")
    shows(qtbot, window.page, "must be on your phone or on paper")
    assert not shown(qtbot, window, "Shut the PC down now").isEnabled()
    press(qtbot, window, "I can read it: I can read it elsewhere")
    qtbot.waitUntil(lambda: find(window, "Shut the PC down now").isEnabled())
    quiet(qtbot, window)
    assert kept().carriers == (Carrier.WORD,)


def test_the_pc_is_shut_down_after_asking(
    qtbot: QtBot, open_window: OpenWindow, pc: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = systemctl(tmp_path, monkeypatch, 0)
    window = open_window(host=pc)
    prepared(qtbot, window)
    press(qtbot, window, "Shut the PC down now")
    shown = dialog(qtbot, window)
    assert not asked.exists()
    press(qtbot, shown, "Shut down")
    qtbot.waitUntil(asked.exists, timeout=20_000)
    quiet(qtbot, window)
    assert asked.read_text() == "poweroff\n"
    assert kept().stage == Stage.OFF
    assert told(window) == ""


def test_that_cannot_be_shut_down_from_here_it_is_told(
    qtbot: QtBot, open_window: OpenWindow, pc: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    systemctl(tmp_path, monkeypatch, 1)
    window = open_window(host=pc)
    prepared(qtbot, window)
    press(qtbot, window, "Shut the PC down now")
    press(qtbot, dialog(qtbot, window), "Shut down")
    qtbot.waitUntil(lambda: "could not be shut down from here" in told(window), timeout=20_000)
    quiet(qtbot, window)
    assert kept().stage == Stage.OFF


def systemctl(folder: Path, patch: pytest.MonkeyPatch, code: int) -> Path:
    told_, tool = folder / "asked", folder / "bin" / "systemctl"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\necho "$@" > {told_}\nexit {code}\n')
    tool.chmod(0o755)
    patch.setenv("PATH", str(tool.parent))
    return told_


def test_pressed_twice_it_is_read_once(
    qtbot: QtBot, open_window: OpenWindow, pc: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(host=pc)
    prepared(qtbot, window)
    read: list[bool] = []

    def counted(*of: Any, **named: Any) -> Any:
        read.append(True)
        return collect(*of, **named)

    monkeypatch.setattr(swapping, "collect", counted)
    for _ in range(2):
        state(window).go_off(power_off=False)
    quiet(qtbot, window)
    assert read == [True]


def test_what_was_read_before_stays_what_before_means(qtbot: QtBot, open_window: OpenWindow, pc: Any) -> None:
    window = open_window(host=pc)
    prepared(qtbot, window)
    first = Swaps().before(kept().id)
    off(qtbot, window)
    last = Swaps().before(kept().id)
    assert first
    assert last
    assert last.taken_at > first.taken_at
    back(qtbot, window, pc)
    guide = state(window).guide
    assert guide
    state(window).change(lambda swap: course.again(swap, "insert", guide))
    quiet(qtbot, window)
    state(window).go_off(power_off=False)
    quiet(qtbot, window)
    assert Swaps().before(kept().id) == last


def ways_on(window: Window) -> list[str]:
    """Of the swaps that home knows."""
    return [name for name in names(window.page) if name.startswith("Go on")]


def test_another_window_finds_it_where_it_was_left(qtbot: QtBot, open_window: OpenWindow, pc: Any) -> None:
    window = open_window(host=pc)
    begun(qtbot, window)
    answer_all(qtbot, window)
    tick_all(qtbot, window)
    again = open_window(host=pc)
    qtbot.waitUntil(lambda: len(ways_on(again)) == 1)
    press(qtbot, again, ways_on(again)[0])
    quiet(qtbot, again)
    assert state(again).swap == kept()
    assert [tick.box.isChecked() for tick in seen(again.page, Tick)] == [True]


def test_one_that_cannot_be_kept_is_told_and_shown_as_it_is_kept(
    qtbot: QtBot, open_window: OpenWindow, pc: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(host=pc)
    begun(qtbot, window)
    answer_all(qtbot, window)

    def full(*_: object) -> Swap:
        raise SwapsUnusable("The disk is full.", "Nothing was lost.")

    with monkeypatch.context() as patch:
        patch.setattr(store.Swaps, "change", full)
        seen(window.page, Tick)[0].box.click()
        qtbot.waitUntil(lambda: "The disk is full." in told(window))
    state(window).load()
    quiet(qtbot, window)
    assert state(window).swap == kept()
    assert kept().ticks == ()


def test_after_a_failed_check_it_goes_back_to_the_step_with_its_ticks_anew(
    qtbot: QtBot, open_window: OpenWindow, pc: Any
) -> None:
    window = open_window(host=pc)
    order = msgspec.structs.replace(Wish().order, part_kind="memory", part_capacity_bytes=64 * 2**30)
    prepared(qtbot, window, Wish(kind=Kind.MEMORY, order=order))
    off(qtbot, window)
    tick_all(qtbot, window)
    back(qtbot, window, pc)
    checked(qtbot, window)
    shows(qtbot, window.page, "Something is not right yet")
    shows(qtbot, window.page, "The old part is still in")
    next(find(window, name) for name in names(window) if name.startswith("Back to the step")).click()
    quiet(qtbot, window)
    assert kept().stage == Stage.OFF
    assert kept().ticks == ("which",)
    assert kept().boot_id == "boot-2"
    back(qtbot, window, pc)  # off once more
    assert kept().stage == Stage.AFTER


def test_no_to_a_question_is_no_success(qtbot: QtBot, open_window: OpenWindow, pc: Any) -> None:
    window = open_window(host=pc)
    prepared(qtbot, window)
    off(qtbot, window)
    back(qtbot, window, pc)
    checked(qtbot, window)
    assert "It works: finish" not in names(window.page)  # nothing was said yet
    press(qtbot, window, "No: Words.")
    quiet(qtbot, window)
    shows(qtbot, window.page, "Something is not right yet")
    assert not {"It works: finish", "Finish"} & set(names(window.page))


def test_the_case_hears_of_it(qtbot: QtBot, open_window: OpenWindow, pc: Any) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.SWAP)
    window = open_window(host=pc)
    prepared(qtbot, window, Wish(kind=Kind.MEMORY, case=case.id))
    settled(qtbot, window)
    off(qtbot, window)
    back(qtbot, window, pc)
    checked(qtbot, window)
    press(qtbot, window, "Yes: Words.")
    press(qtbot, window, "It works: finish")
    qtbot.waitUntil(lambda: Cases().get(case.id).state == State.CHECKED)
    assert Cases().get(case.id).events[-1].by == Actor.OWNER  # some of it could not be told: it is the owner's word


def test_a_part_whose_arrival_nobody_noted_has_arrived(qtbot: QtBot, open_window: OpenWindow) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.SHIPPED)
    assert swapped(Cases(), case, Actor.PROGRAM).state == State.CHECKED


def test_a_case_whose_part_has_come_leads_there(qtbot: QtBot, open_window: OpenWindow, pc: Any) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.SWAP)
    window = open_window(host=pc)
    settled(qtbot, window)
    window.open_case(case.id)
    press(qtbot, window, "Swap it with the guide")
    quiet(qtbot, window)
    assert window.page.name == PageName.SWAP
    assert state(window).wish.case == case.id
    assert state(window).wish.kind == Kind.STORAGE  # as the symptom names it


def test_what_the_centre_tells_later_is_what_is_checked(qtbot: QtBot, open_window: OpenWindow, pc: Any) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.SWAP)
    window = open_window(host=pc)
    begun(qtbot, window, Wish(kind=Kind.MEMORY, case=case.id))
    settled(qtbot, window)
    told_later = msgspec.structs.replace(case.particulars, part_kind="memory", part_capacity_bytes=16 * 2**30)
    Cases().tell(case.id, told_later)
    window._session.desk.load()
    qtbot.waitUntil(lambda: kept().order.part_capacity_bytes == 16 * 2**30)


def test_stuck_at_a_step_one_is_shown_the_ways_and_it_is_noted(qtbot: QtBot, open_window: OpenWindow, pc: Any) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.SWAP)
    window = open_window(host=pc)
    begun(qtbot, window, Wish(kind=Kind.MEMORY, case=case.id))
    settled(qtbot, window)
    answer_all(qtbot, window)
    press(qtbot, window, "It does not fit, or I am stuck")
    shown = dialog(qtbot, window)
    quiet(qtbot, window)
    assert [trouble.step for trouble in kept().troubles] == ["which"]
    assert {"Call our centre", "Write to our centre", "Change to a repair at the centre"} <= set(names(shown))
    press(qtbot, shown, "Change to a repair at the centre")
    qtbot.waitUntil(lambda: Cases().get(case.id).state == State.REPAIR)
    quiet(qtbot, window)
    assert kept().stage == Stage.LEFT


def test_without_a_case_it_can_be_ended(qtbot: QtBot, open_window: OpenWindow, pc: Any) -> None:
    window = open_window(host=pc)
    begun(qtbot, window)
    answer_all(qtbot, window)
    press(qtbot, window, "It does not fit, or I am stuck")
    shown = dialog(qtbot, window)
    assert "Change to a repair at the centre" not in names(shown)
    press(qtbot, shown, "End this swap")
    quiet(qtbot, window)
    assert kept().stage == Stage.LEFT
    shows(qtbot, window.page, "The swap was ended")


@pytest.mark.parametrize("wanted", [True, False])
def test_a_slip_is_printed_where_the_centre_wants_the_old_part_back(
    qtbot: QtBot, open_window: OpenWindow, pc: Any, wanted: bool
) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.SWAP)
    window = open_window(host=pc)
    begun(qtbot, window, Wish(kind=Kind.MEMORY, case=case.id))
    brought(Cases(), Service.HANDSBUY, State.RETURN_DUE if wanted else State.KEEPS_OLD_PART, Cases().get(case.id))
    window._session.desk.load()
    settled(qtbot, window)
    state(window).end(course.watched)
    quiet(qtbot, window)
    if wanted:
        press(qtbot, window, "Print the return slip")
        assert dialog(qtbot, window).windowTitle() == "Return slip"
    else:
        shows(qtbot, window.page, "The old part need not be returned")
        assert "Print the return slip" not in names(window)


def test_large_text_stays_large(qtbot: QtBot, open_window: OpenWindow, pc: Any) -> None:
    window = open_window(host=pc)
    begun(qtbot, window)
    answer_all(qtbot, window)
    press(qtbot, window, "Large text")
    press(qtbot, window, "Normal text")
    press(qtbot, window, "Large text")
    again = open_window(host=pc)
    qtbot.waitUntil(lambda: len(ways_on(again)) == 1)
    press(qtbot, again, ways_on(again)[0])
    qtbot.waitUntil(lambda: "Normal text" in names(again))


def test_at_the_next_login_the_program_opens_where_it_was_left(
    qtbot: QtBot, open_window: OpenWindow, start: Started, pc: Any
) -> None:
    window = open_window(host=pc)
    prepared(qtbot, window)
    off(qtbot, window)
    window.close()
    pc.restart()
    program = start(tray=True, hidden=True, host=pc)
    qtbot.waitUntil(lambda: program.window is not None)
    assert program.window
    assert program.window.page.name == PageName.SWAP
    assert kept().stage == Stage.AFTER


def test_logged_in_again_without_a_restart_it_waits(
    qtbot: QtBot, open_window: OpenWindow, start: Started, pc: Any
) -> None:
    window = open_window(host=pc)
    prepared(qtbot, window)
    off(qtbot, window)
    window.close()
    program = start(tray=True, hidden=True, host=pc)
    qtbot.waitUntil(lambda: program.session.swapping.loaded)
    assert program.window is None
    assert kept().stage == Stage.OFF


def test_a_new_error_within_the_week_is_told(
    qtbot: QtBot, open_window: OpenWindow, pc: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from haas_client.handsbuy import after

    window = open_window(host=pc)
    begun(qtbot, window)
    state(window).end(course.watched)
    quiet(qtbot, window)
    monkeypatch.setattr(after, "codes_on_new_part", lambda *_: ("memory.errors",))
    result = window._session.result
    assert result
    with qtbot.waitSignal(window._session.swap_noticed):
        state(window).watch(result.collection.snapshot, result.diagnosis)
    quiet(qtbot, window)
    assert kept().noticed == ("memory.errors",)
    with qtbot.assertNotEmitted(window._session.swap_noticed):  # once is enough
        state(window).watch(result.collection.snapshot, result.diagnosis)
        quiet(qtbot, window)
    shows(qtbot, window.page, "Something was noticed on the new part")
    assert "The new part works" not in texts(window.page)
    press(qtbot, window.page, "Get help")
    assert window.page.name == PageName.SYMPTOM
    window.open(PageName.HOME)
    shows(qtbot, window.page, "Something was noticed on the new part")
    press(qtbot, window, next(name for name in names(window.page) if name.startswith("View")))
    press(qtbot, window.page, "End the watch")
    shows(qtbot, window.page, "The watch was ended")
    quiet(qtbot, window)
    assert kept().stage == Stage.LEFT
    window.open(PageName.HOME)
    qtbot.waitUntil(lambda: "Something was noticed on the new part" not in texts(window.page))
    window.open(PageName.SWAP)
    press(qtbot, window.page, "Go on watching")
    shows(qtbot, window.page, "Something was noticed on the new part")
    quiet(qtbot, window)
    assert (kept().stage, kept().noticed, kept().ended_at) == (Stage.WATCH, ("memory.errors",), None)


def test_a_week_without_any_is_the_end(
    qtbot: QtBot, open_window: OpenWindow, pc: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from haas_client.handsbuy import after

    window = open_window(host=pc)
    begun(qtbot, window)
    state(window).end(course.watched)
    quiet(qtbot, window)
    monkeypatch.setattr(after, "codes_on_new_part", lambda *_: ())
    since = kept().watched_from
    assert since
    result = window._session.result
    assert result
    for passed, stage in ((course.WATCH - timedelta(hours=1), Stage.WATCH), (course.WATCH, Stage.DONE)):
        monkeypatch.setattr(swapping, "_now", lambda passed=passed: since + passed)
        state(window).watch(result.collection.snapshot, result.diagnosis)
        quiet(qtbot, window)
        assert kept().stage == stage


def test_a_week_that_is_over_names_no_day_that_is_past(qtbot: QtBot, open_window: OpenWindow, pc: Any) -> None:
    window = open_window(host=pc)
    begun(qtbot, window)
    state(window).end(course.watched)
    shows(qtbot, window.page, "This program watches for new errors until")
    quiet(qtbot, window)
    long_ago = kept().watched_from - 8 * timedelta(days=1)  # type: ignore[operator]  # it is watched
    state(window).change(lambda one: msgspec.structs.replace(one, watched_from=long_ago))
    shows(qtbot, window.page, "The week is over.")
    shown_now = texts(window.page)
    assert "This program watches for new errors until" not in shown_now
    assert "The new part works" not in shown_now  # nobody could read it since
    press(qtbot, window.page, "Diagnose now")
    qtbot.waitUntil(lambda: window._session.result is not None)
    window.open(PageName.HOME)
    shows(qtbot, window.page, "The week is over.")


def test_a_guide_that_was_renewed_keeps_what_is_ticked(
    qtbot: QtBot, open_window: OpenWindow, pc: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(host=pc)
    begun(qtbot, window)
    answer_all(qtbot, window)
    tick_all(qtbot, window)
    for version, ticks in (("1.1.0", ("which",)), ("2.0.0", ())):
        swaps.guides(tmp_path / f"guides-{version}", monkeypatch, version)
        state(window).load()
        quiet(qtbot, window)
        assert kept().version == version
        assert kept().ticks == ticks


def test_a_guide_that_is_gone_is_told_with_what_is_safe(
    qtbot: QtBot, open_window: OpenWindow, pc: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(host=pc)
    begun(qtbot, window)
    (tmp_path / "guides" / packs.ID / "guide.toml").unlink()
    state(window).load()
    quiet(qtbot, window)
    shows(qtbot, window.page, "the guide on paper or on the phone is enough to go on")
    swaps.guides(tmp_path / "guides", monkeypatch)
    press(qtbot, window, "Try again")
    qtbot.waitUntil(lambda: state(window).guide is not None)


def test_a_part_page_leads_there_without_a_case(qtbot: QtBot, open_window: OpenWindow, pc: Any) -> None:
    window = open_window(host=pc)
    chosen(qtbot, window, Wish(kind=Kind.MEMORY))
    window.open(PageName.MEMORY)
    press(qtbot, window, "Swap it yourself")
    assert window.page.name == PageName.SWAP
    assert state(window).wish == Wish(kind=Kind.MEMORY)


def test_a_part_that_could_not_be_read_is_named_by_its_place(qtbot: QtBot, open_window: OpenWindow, pc: Any) -> None:
    window = open_window(host=pc)
    chosen(qtbot, window, Wish(kind=Kind.STORAGE))
    qtbot.waitUntil(lambda: any(name.startswith("ST4000DM004") for name in names(window.page)))
    choices = [one.title for one in seen(window.page, Choice)]
    assert "Storage (SATA 3)" in choices
    assert all(choices)


def test_a_second_swap_at_once_is_one_of_its_own(qtbot: QtBot, open_window: OpenWindow, pc: Any) -> None:
    window = open_window(host=pc)
    begun(qtbot, window)
    first = kept()
    state(window).prepare(Wish(kind=Kind.MEMORY))
    quiet(qtbot, window)
    assert state(window).swap is None
    qtbot.waitUntil(lambda: len(modules(window)) > 1)
    modules(window)[1].click()
    press(qtbot, window, "Begin with the guide")
    qtbot.waitUntil(lambda: state(window).swap is not None)
    quiet(qtbot, window)
    second = kept()
    assert {first.id, second.id} == {swap.id for swap in Swaps().all()}
    assert first.part != second.part
    window.open(PageName.HOME)
    qtbot.waitUntil(lambda: len(ways_on(window)) == 2)
    assert len(set(ways_on(window))) == 2  # each says of which part


def opened_phone(qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch) -> tuple[PhoneDialog, str]:
    """The dialog with its code, and the page's address; the house's network is this PC alone."""
    monkeypatch.setattr(address, "lan_addresses", lambda _host: ("127.0.0.1",))
    press(qtbot, window, "On the phone")
    shown = dialog(qtbot, window)
    assert isinstance(shown, PhoneDialog)
    qtbot.waitUntil(lambda: bool(shown.phone.link), timeout=20_000)
    return shown, shown.phone.link.partition("?")[0]


def test_the_phone_says_that_it_has_everything(
    qtbot: QtBot, open_window: OpenWindow, pc: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(host=pc)
    begun(qtbot, window)
    answer_all(qtbot, window)
    shown, link = opened_phone(qtbot, window, monkeypatch)
    html = requests.get(link, timeout=20).text
    part = state(window).swap.part  # type: ignore[union-attr]  # begun just before
    assert part
    assert str(part.slot) in html
    assert "{part" not in html
    requests.post(f"{link}received", timeout=20)
    shows(qtbot, shown, "Your phone has the whole guide.")
    quiet(qtbot, window)
    assert kept().carriers == (Carrier.PHONE,)
    close_phone(qtbot, shown, link)


def test_the_phone_dialog_is_as_high_as_its_texts(
    qtbot: QtBot, open_window: OpenWindow, pc: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(host=pc)
    begun(qtbot, window)
    i18n.use("ja")
    monkeypatch.setattr(address, "lan_addresses", lambda _host: ("127.0.0.1",))
    shown = PhoneDialog(window.page)  # type: ignore[arg-type]  # of a swap that was begun
    shown.open()
    qtbot.waitUntil(lambda: bool(shown.phone.link), timeout=20_000)

    def has_room() -> bool:
        lines = [one for one in seen(shown, QLabel) if one.wordWrap()]
        return bool(lines) and all(one.height() >= one.heightForWidth(one.width()) for one in lines)

    qtbot.waitUntil(has_room)
    close_phone(qtbot, shown, shown.phone.link)


def close_phone(qtbot: QtBot, shown: PhoneDialog, link: str) -> None:
    shown.accept()
    qtbot.waitUntil(lambda: not answers_at(link), timeout=20_000)


def answers_at(link: str) -> bool:
    try:
        return requests.get(link, timeout=5).ok
    except requests.RequestException:
        return False


def test_a_photo_from_the_phone_comes_into_the_case(
    qtbot: QtBot, open_window: OpenWindow, pc: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.SWAP)
    window = open_window(host=pc)
    begun(qtbot, window, Wish(kind=Kind.MEMORY, case=case.id))
    answer_all(qtbot, window)
    shown, link = opened_phone(qtbot, window, monkeypatch)
    for data in (photo(), b"no picture at all"):
        requests.post(f"{link}photo", data=data, headers={"Content-Type": "application/octet-stream"}, timeout=20)
    shows(qtbot, shown, "1 photo came from the phone.")
    assert [file.name for file in Cases().get(case.id).of_kind(FileKind.PHOTO)] == ["photo-01.jpg"]
    close_phone(qtbot, shown, link)


def test_without_a_network_the_phone_dialog_says_what_helps(
    qtbot: QtBot, open_window: OpenWindow, pc: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(host=pc)
    begun(qtbot, window)
    answer_all(qtbot, window)

    def none(_host: object) -> tuple[str, ...]:
        raise address.NoNetwork

    monkeypatch.setattr(address, "lan_addresses", none)
    press(qtbot, window, "On the phone")
    shown = dialog(qtbot, window)
    shows(qtbot, shown, "no network in which a phone could reach it")
    assert kept().carriers == ()
    shown.reject()


def test_on_paper_it_is_at_hand_once_it_was_saved(
    qtbot: QtBot, open_window: OpenWindow, pc: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window = open_window(host=pc)
    begun(qtbot, window)
    answer_all(qtbot, window)
    press(qtbot, window, "Print")
    shown = dialog(qtbot, window)
    assert kept().carriers == ()
    file = tmp_path / "guide.pdf"
    monkeypatch.setattr(places, "chosen", lambda *_, **__: file)
    press(qtbot, shown, "Save as PDF")
    qtbot.waitUntil(lambda: bool(kept().carriers), timeout=20_000)
    assert kept().carriers == (Carrier.PAPER,)
    assert file.read_bytes().startswith(b"%PDF")
    shown.reject()


def copied(qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch, found: CopyProof) -> CopyDialog:
    """The dialog after it has compared; what it compares is proven elsewhere."""
    monkeypatch.setattr(copy_proof, "places", lambda *_: None)
    monkeypatch.setattr(copy_proof, "prove", lambda *_, **__: found)
    page = window.page
    assert isinstance(page, SwapPage)
    page.check_copy()
    shown = dialog(qtbot, window)
    assert isinstance(shown, CopyDialog)
    write(qtbot, shown, "The copy of them", "/mnt/copy")
    press(qtbot, shown, "Compare")
    qtbot.waitUntil(lambda: shown.found is not None)
    return shown


def test_a_copy_that_was_read_back_is_kept_as_proof(
    qtbot: QtBot, open_window: OpenWindow, pc: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(host=pc)
    begun(qtbot, window)
    shown = copied(qtbot, window, monkeypatch, CopyProof(proof=Proof.COMPARED, compared_files=21, compared_bytes=9))
    shows(qtbot, shown, "21 files of the copy were read")
    assert kept().copy == Copy()
    press(qtbot, shown, "Use this copy")
    quiet(qtbot, window)
    assert kept().copy == Copy(place="/mnt/copy", proof=Proof.COMPARED, compared_files=21)


def test_what_is_no_proof_cannot_be_kept_as_one(
    qtbot: QtBot, open_window: OpenWindow, pc: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(host=pc)
    begun(qtbot, window)
    shown = copied(qtbot, window, monkeypatch, CopyProof(why=copy_proof.Why.DIFFERENT, different=("a.txt",)))
    assert "a.txt" in texts(shown)
    assert not find(shown, "Use this copy").isEnabled()
    shown.reject()


def test_the_data_are_settled_only_by_the_owners_own_word(qtbot: QtBot, open_window: OpenWindow, pc: Any) -> None:
    window = open_window(host=pc)
    begun(qtbot, window)
    page = window.page
    assert isinstance(page, SwapPage)

    shown = DataCard(page)
    qtbot.addWidget(shown)
    shown.show()

    def settled_copy() -> Copy:
        quiet(qtbot, window)
        shown.show_copy(kept().copy)
        return kept().copy

    settled_copy()
    assert not shown.findChildren(Tick)  # nothing is proven yet
    press(qtbot, shown, "The data on the drive: There is a copy elsewhere")
    settled_copy()
    visible(qtbot, shown, QLineEdit).setText("  ")
    press(qtbot, shown, "I have looked at it")  # nowhere is no place
    assert settled_copy().proof is None
    visible(qtbot, shown, QLineEdit).setText("In the drawer")
    press(qtbot, shown, "I have looked at it")
    copy = settled_copy()
    assert (copy.place, copy.proof, copy.agreed) == ("In the drawer", Proof.WORD, False)
    visible(qtbot, shown, Tick).box.click()
    assert settled_copy().agreed
    visible(qtbot, shown, Tick).box.click()
    assert not settled_copy().agreed
    visible(qtbot, shown, Tick).box.click()
    assert settled_copy().agreed
    press(qtbot, shown, "The data on the drive: Nothing on it is needed")
    assert settled_copy() == Copy(place="In the drawer", given_up=True)
    shows(qtbot, shown, "I need nothing of it")


def visible(qtbot: QtBot, widget: QWidget, kind: type[T]) -> T:
    """The one that is shown with the next turn of the event loop; those that go stay found until then."""
    qtbot.waitUntil(lambda: bool(seen(widget, kind)))
    return seen(widget, kind)[0]


def test_for_a_module_that_is_added_the_free_slots_are_shown(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, pc: Any
) -> None:
    free = swaps.pc(machine_host(hand_written.failing_ssd(tmp_path / "free")))
    window = open_window(host=free)
    chosen(qtbot, window, Wish(kind=Kind.MEMORY))
    press(qtbot, window, "How does the new part go in?: In addition to what is there")
    (places,) = drawings(qtbot, window, PlaceMap)
    assert "DIMM_A1" in places.accessibleName()
    assert "DIMM_A2" not in places.accessibleName()
