"""A person without a screen or a mouse: every page and dialog in every state that there are pictures of."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from haas_client.ui import reading, roles
from haas_client.ui.pages.page import PageName
from haas_client.ui.reading import tab_stops
from haas_client.ui.theme import Tone
from haas_client.ui.widgets import announce as announcing
from haas_client.ui.widgets.basic import Button, column, label, row
from haas_client.ui.widgets.dialog import Dialog
from haas_client.ui.widgets.painted import Pill
from haas_client.ui.widgets.segments import Segments
from haas_client.ui.widgets.tiles import Tile
from tests.ui import audit, walk
from tests.ui.conftest import OpenWindow, Walked

Role = QAccessible.Role


@pytest.fixture
def heard(qapp: QApplication) -> Iterator[None]:
    """As on a desktop where a screen reader runs."""
    roles.install()
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


@pytest.mark.parametrize(("judge", "part"), [("heard", part) for part in walk.PARTS])
def test_everything_can_be_heard_and_reached(walked: Walked, judge: str, part: str) -> None:
    assert walked(judge, part) == {}


@pytest.mark.parametrize("forward", [True, False])
@pytest.mark.parametrize("name", list(PageName))
def test_tab_comes_to_everything_and_out_again(
    qtbot: QtBot, open_window: OpenWindow, name: PageName, forward: bool
) -> None:
    window = open_window()
    with qtbot.waitSignal(window._session.finished):
        window._session.start()
    window.open(name)
    key = Qt.Key.Key_Tab if forward else Qt.Key.Key_Backtab
    stops = tab_stops(window)
    assert stops
    visited = []
    for _ in stops:
        now = QApplication.focusWidget()
        assert now
        qtbot.keyClick(now, key)
        visited.append(QApplication.focusWidget())
    assert sorted(map(id, visited)) == sorted(map(id, stops))


def test_escape_and_alt_left_lead_back(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    for key, modifier in (
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier),
    ):
        window.open(PageName.CENTRE)
        qtbot.keyClick(window, key, modifier)
        assert window.page.name == PageName.HOME


def test_what_came_later_is_reached_where_it_is_read(qtbot: QtBot) -> None:
    """Qt would come to the new button last."""
    dialog = Dialog()
    qtbot.addWidget(dialog)
    layout, above = column(dialog), row()
    layout.addLayout(above)
    first, last = Button("First"), Button("Last")
    above.addWidget(first)
    layout.addWidget(last)
    late = Button("Late")
    above.addWidget(late)
    with qtbot.waitExposed(dialog):
        dialog.show()
    first.setFocus()
    for expected in (late, last, first):
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        assert dialog.focusWidget() is expected
    qtbot.keyClick(first, Qt.Key.Key_Backtab)
    assert dialog.focusWidget() is last


def test_a_dialog_frames_what_has_the_keyboard(qtbot: QtBot) -> None:
    dialog = Dialog()
    qtbot.addWidget(dialog)
    layout = column(dialog, margin=20)
    for text in ("First", "Last"):
        layout.addWidget(Button(text))
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    qtbot.keyClick(dialog, Qt.Key.Key_Tab)
    assert dialog._ring.isVisible()


@pytest.mark.parametrize(
    ("make", "role"),
    [
        (lambda: Pill("Good", Tone.OK), Role.StaticText),
        (lambda: label("What is wrong?", "h1"), Role.Heading),
        (lambda: label("What is wrong?"), Role.StaticText),
        (lambda: Segments("Size", {1: "Small", 2: "Large"}, 1), Role.Grouping),
        (lambda: Button("Go on"), Role.Button),
    ],
)
def test_what_a_widget_is_called(heard: None, qtbot: QtBot, make: Callable[[], QWidget], role: Role) -> None:
    widget = make()
    qtbot.addWidget(widget)
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface.role() == role
    assert interface.text(QAccessible.Text.Name)


def test_the_chosen_answer_is_told_as_chosen(heard: None, qtbot: QtBot) -> None:
    segments = Segments("Size", {1: "Small", 2: "Large"}, 2)
    qtbot.addWidget(segments)
    told = {b.text(): QAccessible.queryAccessibleInterface(b).state() for b in segments.findChildren(QPushButton)}
    assert (told["Small"].checked, told["Large"].checked) == (0, 1)


def test_a_screen_reader_chooses_as_a_mouse_does(heard: None, qtbot: QtBot) -> None:
    """By AT-SPI's action, which toggles; what the program checks itself is no choice of the owner's."""
    chosen: list[str] = []
    tile = Tile("power", "The PC is slow", "", checkable=True)
    qtbot.addWidget(tile)
    tile.clicked.connect(lambda: chosen.append("slow"))
    tile.setChecked(True)
    tile.setChecked(False)
    assert chosen == []
    actions = QAccessible.queryAccessibleInterface(tile).actionInterface()
    actions.doAction(actions.actionNames()[0])
    assert chosen == ["slow"]
    tile.setChecked(False)
    qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert chosen == ["slow", "slow"]


def test_a_diagnosis_tells_each_part_as_it_is_read(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr("haas_client.ui.pages.diagnosis.announce", lambda _, text: said.append(text))
    window = open_window()
    window.open(PageName.DIAGNOSIS)
    with qtbot.waitSignal(window._session.finished):
        window._session.start()
    titles = [words.split(":")[0] for words in said]
    assert sorted(titles) == ["Memory", "Power supply", "Records", "Storage", "This PC"]


def test_the_audit_sees_faults(heard: None, qtbot: QtBot) -> None:
    """A judge that finds nothing anywhere would be worth nothing."""
    window = QWidget()
    qtbot.addWidget(window)
    layout = column(window)
    above, below = QWidget(), QWidget()
    layout.addWidget(below)
    layout.insertWidget(0, above)
    for place, texts in ((above, ("Same",)), (below, ("Same", ""))):
        inside = column(place)
        for text in texts:
            inside.addWidget(Button(text))
    with qtbot.waitExposed(window):
        window.show()
    found = " | ".join(audit.faults(window))
    assert "can be reached and has no name" in found
    assert "2 sound alike" in found


def test_announcing_reaches_qt(heard: None, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: told.append(event.message()))
    here = QLabel()
    qtbot.addWidget(here)
    announcing.announce(here, "The test has ended")
    assert told == ["The test has ended"]


def test_no_layout_is_asked_for_its_items() -> None:
    """What ``itemAt()`` gives ends the program later and by chance, see ``reading._laid``."""
    sources = Path(reading.__file__).parents[1].rglob("*.py")
    assert [source.name for source in sources if ".itemAt(" in source.read_text("utf-8")] == []
