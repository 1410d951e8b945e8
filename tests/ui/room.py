"""Whether all that a window shows has the room that it needs, and could be translated."""

import re
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QScrollArea, QWidget

from haas_client.ui.widgets.elided import ElidedLabel
from haas_client.ui.widgets.painted import Pill
from tests.pseudo import OPEN

_WORD = re.compile(r"[A-Za-z]{3,}")


def tight(window: QWidget) -> list[str]:
    """What is cut off, lies outside of the window or over something else."""
    return [*_cut(window), *_outside(window), *_over_each_other(window)]


def untranslatable(window: QWidget) -> list[str]:
    """Words that stand there in the language of the source."""
    shown = [w for w in window.findChildren(QWidget) if isinstance(w, (QLabel, QAbstractButton)) and w.isVisible()]
    return [text for widget in shown if _WORD.search(text := widget.text()) and OPEN not in text]


def _cut(window: QWidget) -> Iterator[str]:
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and not _has_room(widget):
            yield f"is cut off: {_said(widget)}"
    for area in window.findChildren(QScrollArea):
        inside = area.widget()
        if area.isVisible() and inside and inside.width() > area.viewport().width():
            yield f"is wider than the place that it scrolls in: {area.accessibleName() or type(inside).__name__}"


def _has_room(widget: QWidget) -> bool:
    needed = widget.sizeHint()
    if isinstance(widget, ElidedLabel):  # may be cut in its width: its tooltip has the whole
        whole = widget.fontMetrics().horizontalAdvance(widget.text()) <= widget.width()
        return widget.height() >= needed.height() and (whole or bool(widget.toolTip()))
    if isinstance(widget, QLabel) and widget.text():
        if widget.wordWrap():
            return widget.height() >= widget.heightForWidth(widget.width())
        return widget.height() >= needed.height() and widget.width() >= needed.width()
    if isinstance(widget, Pill):  # as a label that may be cut
        return widget.height() >= needed.height() and (widget.width() >= needed.width() or bool(widget.toolTip()))
    if isinstance(widget, QPushButton) and widget.text():
        return widget.width() >= needed.width() and widget.height() >= needed.height()
    return True


def _outside(window: QWidget) -> Iterator[str]:
    for widget in _texts(window):
        place = _place(widget, window)
        below = place.bottom() > window.height() and not _scrolls(widget)
        if place.left() < 0 or place.right() > window.width() or below:
            yield f"is outside of the window: {_said(widget)}"


def _over_each_other(window: QWidget) -> Iterator[str]:
    by_parent: dict[int, list[QWidget]] = {}
    for widget in _texts(window):
        for other in by_parent.setdefault(id(widget.parentWidget()), []):
            if widget.geometry().intersects(other.geometry()):
                yield f"lie over each other: {_said(other)} and {_said(widget)}"
        by_parent[id(widget.parentWidget())].append(widget)


def _texts(window: QWidget) -> list[QWidget]:
    return [w for w in window.findChildren(QWidget) if w.isVisible() and isinstance(w, (QLabel, QAbstractButton, Pill))]


def _scrolls(widget: QWidget) -> bool:
    above = widget.parentWidget()
    while above and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return above is not None


def _place(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def _said(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, (QLabel, QAbstractButton)) else ""
    return f"{type(widget).__name__} {text or widget.accessibleName()!r}"
