"""Words that a screen reader says at once, for what changes where the keyboard is not."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, text: str) -> None:
    """``widget`` is what the words are about; nothing happens where nobody listens."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
