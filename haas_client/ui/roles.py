"""What the program's own widgets are to a screen reader; Qt calls all that it does not know a mere place to draw on.

Qt asks only where something listens (AT-SPI), and keeps the answer as long as the widget lives.
"""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QFrame, QLabel, QScrollArea, QWidget

_Role = QAccessible.Role
_HEADINGS = ("h1", "h2", "brand")
"""Roles of the style sheet by which a screen reader jumps over a page; those below are words in a list."""
_installed: list[bool] = []


def install() -> None:
    """Once for the process: Qt keeps every factory that it is given."""
    if not _installed:
        _installed.append(True)
        QAccessible.installFactory(_interface)


def role_of(widget: QWidget) -> QAccessible.Role | None:
    """None where Qt knows better, as it does of buttons, fields and tables."""
    if isinstance(widget, QLabel):
        return _Role.Heading if widget.property("role") in _HEADINGS and widget.pixmap().isNull() else None
    said: QAccessible.Role | None = getattr(type(widget), "spoken_as", None)
    if said is not None:
        return said
    if type(widget) is QScrollArea:
        return _Role.Document if widget.accessibleName() else None
    if not _is_plain(widget) or not widget.accessibleName():
        return None
    return _Role.Graphic if "paintEvent" in vars(type(widget)) and _is_ours(widget) else _Role.Grouping


def _is_plain(widget: QWidget) -> bool:
    """Made of nothing of which Qt has more to tell than its place."""
    ours = [kind for kind in type(widget).__mro__ if kind.__module__.startswith("PySide6")]
    return ours[0] in (QWidget, QFrame)


def _is_ours(widget: QWidget) -> bool:
    return not type(widget).__module__.startswith("PySide6")


def _interface(key: str, widget: QObject | None) -> QAccessibleInterface | None:
    """Qt asks with the name of each class that the widget is of, the nearest first: the first question decides."""
    if not isinstance(widget, QWidget) or widget.metaObject().className() != key:
        return None
    role = role_of(widget)
    return None if role is None else QAccessibleWidget(widget, role)
