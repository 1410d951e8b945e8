"""The peers: the least that a PySide6 window and a PySide6 tray icon can be. Nothing of ours is imported here."""

import os

from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QMainWindow,
    QMenu,
    QPushButton,
    QSystemTrayIcon,
    QVBoxLayout,
    QWidget,
)

_WORDS = {"ja": ("お困りですか?", "サポートを受ける"), "en": ("Do you need help?", "Get help")}
_ICON_PIXELS = 22


def main(*, window: bool, tray: bool) -> int:
    """Runs until it is told to quit; gives Qt's exit code."""
    application = QApplication(["bare"])
    application.setQuitOnLastWindowClosed(not tray)
    kept: list[object] = []
    if tray:
        kept.append(_tray())
    if window:
        window_shown = _window()
        application.lastWindowClosed.connect(window_shown.deleteLater)
        kept.append(window_shown)
    return application.exec()


def _window() -> QMainWindow:
    """A label and a button, in the language that ours shows, so that both load a font of the same script."""
    words, action = _WORDS[os.environ.get("LINUXMANIA_HAAS_LANG", "en")]
    window = QMainWindow()
    body = QWidget()
    layout = QVBoxLayout(body)
    layout.addWidget(QLabel(words))
    layout.addWidget(QPushButton(action))
    window.setCentralWidget(body)
    window.show()
    return window


def _tray() -> tuple[QSystemTrayIcon, QMenu]:
    """A one-coloured icon with a menu of one entry."""
    pixmap = QPixmap(_ICON_PIXELS, _ICON_PIXELS)
    pixmap.fill(QColor("#0b6bcb"))
    menu = QMenu()
    menu.addAction("Quit", QApplication.quit)
    icon = QSystemTrayIcon(QIcon(pixmap))
    icon.setContextMenu(menu)
    icon.show()
    return icon, menu
