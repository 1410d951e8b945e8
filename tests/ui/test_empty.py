"""What stands where nothing is: a drawing for each reason, read when it is shown, and the words beside it."""

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from haas_client import paths
from haas_client.errors import HaasError
from haas_client.handsbuy.phone.address import NoNetwork
from haas_client.ui import drawings
from haas_client.ui.pages.page import PageName
from haas_client.ui.pages.swap_phone_dialog import _problem
from haas_client.ui.widgets.empty import Drawing, Empty
from haas_client.ui.window import Window
from tests.ui.conftest import OpenWindow
from tests.ui.desks import write
from tests.ui.seen import press, seen, shows

FILES = {file.stem for file in (paths.resources() / "icons" / "empty").glob("*.svg")}


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the drawings that were read so far."""
    names: list[str] = []
    renderer = drawings.renderer

    def counted(folder: str, name: str, **how: str) -> object:
        names.append(name)
        return renderer(folder, name, **how)

    monkeypatch.setattr(drawings, "renderer", counted)
    return names


def test_every_drawing_is_used_and_every_name_has_one() -> None:
    source = "\n".join(file.read_text("utf-8") for file in Path(drawings.__file__).parent.rglob("*.py"))
    named = set(re.findall(r'"((?:no|none|not|nothing)-[a-z]+)"', source))
    assert named == FILES


@pytest.mark.parametrize("name", sorted(FILES))
def test_all_have_one_size(name: str) -> None:
    assert b'viewBox="0 0 160 112"' in drawings.source("empty", name)


def test_a_drawing_is_read_when_it_is_shown_and_not_before(qtbot: QtBot, read: list[str]) -> None:
    widget = Empty("no-cases", "There are none.")
    qtbot.addWidget(widget)
    assert read == []
    widget.show()
    qtbot.waitUntil(lambda: read == ["no-cases"])


def test_home_needs_no_drawing(qtbot: QtBot, open_window: OpenWindow, read: list[str]) -> None:
    window = open_window()
    shows(qtbot, window.page, "Do you need help?")
    assert read == []


def test_who_does_not_see_it_hears_the_words_alone(qtbot: QtBot) -> None:
    widget = Empty("no-cases", "There are none.")
    qtbot.addWidget(widget)
    assert widget.drawing.accessibleName() == ""
    assert [one.accessibleName() for one in widget.findChildren(QLabel)] == ["There are none."]
    widget.show_why("none-open", "None is open.")
    assert (widget.drawing.name, widget.words.text()) == ("none-open", "None is open.")


def drawn(window: Window) -> list[str]:
    return [one.name for one in seen(window.page, Drawing)]


@pytest.mark.parametrize(
    ("which", "name", "said"),
    [
        ("All", "no-cases", "There are no cases yet."),
        ("Open", "none-open", "No case is open."),
        ("Closed", "none-closed", "No case is closed yet."),
        ("Deleted", "none-deleted", "Nothing was deleted in the last 30 days."),
    ],
)
def test_no_case_of_a_kind(qtbot: QtBot, open_window: OpenWindow, which: str, name: str, said: str) -> None:
    window = open_window()
    window.open(PageName.CASES)
    press(qtbot, window.page, f"Which cases: {which}")
    shows(qtbot, window.page, said)
    assert drawn(window) == [name]


def test_nothing_found(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.open(PageName.CASES)
    write(qtbot, window.page, "Search in cases", "xyz")
    shows(qtbot, window.page, "Nothing was found.")
    assert drawn(window) == ["nothing-found"]


def test_before_a_diagnosis(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.open(PageName.MACHINE)
    assert drawn(window) == ["not-diagnosed"]


def test_no_network_has_a_drawing_and_another_problem_has_none(qtbot: QtBot) -> None:
    for problem, names in ((NoNetwork(), ["no-network"]), (HaasError("It failed.", "Try again."), [])):
        frame = _problem(problem)
        qtbot.addWidget(frame)
        assert [one.name for one in frame.findChildren(Drawing)] == names
        assert problem.title in [one.text() for one in frame.findChildren(QLabel)]
