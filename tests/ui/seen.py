"""What can be seen of a window, and the buttons on it: a test reads and presses as the owner does."""

from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

T = TypeVar("T", bound=QWidget)


def seen(widget: QWidget, kind: type[T]) -> list[T]:
    """All of that kind that are shown.

    Qt shows what is put into a layout by a call that waits for the next turn of its loop. An owner never comes before
    that turn, a test now and then: calls that wait on what is not shown yet are made first.
    """
    for one in widget.findChildren(QWidget):
        if isValid(one) and not one.isVisible() and not one.testAttribute(_DECIDED):
            QCoreApplication.sendPostedEvents(one, QEvent.Type.MetaCall)
    return [one for one in widget.findChildren(kind) if one.isVisible()]


_DECIDED = Qt.WidgetAttribute.WA_WState_ExplicitShowHide
"""Somebody has called ``show()`` or ``hide()``: nothing is to come."""


def labels(widget: QWidget) -> list[str]:
    return [label.text() for label in seen(widget, QLabel)]


def texts(widget: QWidget) -> str:
    return "\n".join(labels(widget))


def shows(qtbot: QtBot, widget: QWidget, text: str) -> None:
    """Waits until ``text`` can be read."""
    qtbot.waitUntil(lambda: text in texts(widget))


def names(widget: QWidget) -> list[str]:
    """Of all visible buttons."""
    return [button.accessibleName() for button in seen(widget, QPushButton)]


def find(widget: QWidget, name: str) -> QPushButton:
    found = [button for button in seen(widget, QPushButton) if button.accessibleName() == name]
    assert len(found) == 1, f"{len(found)} visible buttons are called {name!r}"
    return found[0]


def shown(qtbot: QtBot, widget: QWidget, name: str) -> QPushButton:
    """The button, once it is."""
    qtbot.waitUntil(lambda: name in names(widget))
    return find(widget, name)


def press(qtbot: QtBot, widget: QWidget, name: str) -> None:
    """Clicks the button of that accessible name once it is there, as a person with a mouse would."""
    button = shown(qtbot, widget, name)
    assert button.isEnabled(), f"{name} cannot be pressed"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget
    return widget
