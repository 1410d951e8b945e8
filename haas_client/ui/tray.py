"""The tray icon: the state by shape and colour, and the shortest way to help. Never the only way in (GNOME)."""

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from haas_client.i18n import t
from haas_client.ui.app_icons import AppState, app_icon, tray_icon


class Tray:
    """Icon and menu. The functions are what the owner can ask of it."""

    def __init__(
        self,
        show_window: Callable[[], object],
        get_help: Callable[[], object],
        diagnose: Callable[[], object],
        *,
        show_news: Callable[[], object],
        show_test: Callable[[], object],
        leave: Callable[[], object],
    ) -> None:
        self._show_window = show_window
        self.icon = QSystemTrayIcon()
        self._menu = QMenu()
        for text, call in (
            (t("Open the window"), show_window),
            (t("Get help"), get_help),
            (t("Diagnose now"), diagnose),
        ):
            self._add(text, call)
        self._test = self._add(t("Show the running test"), show_test)
        self._test.setVisible(False)
        self._end = self._menu.addSeparator()
        self._add(t("Quit"), leave)
        self.icon.setContextMenu(self._menu)
        self.icon.activated.connect(self._activated)
        self.icon.messageClicked.connect(show_news)
        self._state = AppState.WELL
        self._test_runs = False
        self.show_state(AppState.WELL)
        # Shown even where there is no tray yet: Qt adds it as soon as one appears (a panel that starts later).
        self.icon.show()

    @property
    def available(self) -> bool:
        return QSystemTrayIcon.isSystemTrayAvailable()

    def show_test(self, *, runs: bool) -> None:
        """Whether a test runs: said in words, and the menu leads to it."""
        self._test_runs = runs
        self._test.setVisible(runs)
        self.show_state(self._state)

    def show_state(self, state: AppState) -> None:
        self._state = state
        self.icon.setIcon(tray_icon(state))
        words = {
            AppState.WELL: t("Linuxmania Support"),
            AppState.ATTENTION: t("Linuxmania Support: please have a look"),
            AppState.REPLACE: t("Linuxmania Support: a part should be replaced"),
        }
        self.icon.setToolTip(t("Linuxmania Support: a test is running") if self._test_runs else words[state])

    def add_switch(self, text: str, switch: Callable[[bool], object], *, on: bool) -> None:
        """A menu entry that is on or off."""
        action = QAction(text, self._menu)
        action.setCheckable(True)
        action.setChecked(on)
        action.toggled.connect(switch)
        self._menu.insertAction(self._end, action)

    def notify(self, title: str, text: str) -> None:
        if self.available and QSystemTrayIcon.supportsMessages():
            self.icon.showMessage(title, text, app_icon(self._state))

    def close(self) -> None:
        self.icon.hide()

    def _add(self, text: str, call: Callable[[], object]) -> QAction:
        action = QAction(text, self._menu)
        action.triggered.connect(lambda _checked: call())
        self._menu.addAction(action)
        return action

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self._show_window()
