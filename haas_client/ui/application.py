"""The tray program: one session, one tray icon, a window when it is wanted.

A hidden tray is all that most owners have running all day, so only what it needs is imported here; session, window and
theme are loaded when a window is first shown.
"""

import os
import signal
import socket
import sys
from collections.abc import Callable
from functools import cached_property
from types import FrameType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication

from haas_client import log, paths
from haas_client.cli import Arguments
from haas_client.errors import ExitCode, HaasError
from haas_client.i18n import t
from haas_client.instance import Instance
from haas_client.paths import PROGRAM
from haas_client.ui import renewal
from haas_client.ui.app_icons import AppState
from haas_client.ui.daily import Daily, Outcome
from haas_client.ui.renewal import Renewal
from haas_client.ui.tray import Tray

if TYPE_CHECKING:
    from PySide6.QtCore import QTranslator

    from haas_client.diagnostics.host import Host
    from haas_client.ui.session import Session
    from haas_client.ui.theme import Theme
    from haas_client.ui.window import Window


def run(arguments: Arguments, place: Instance | None) -> int:
    """Runs until the owner leaves; gives the exit code."""
    log.to_file()
    if arguments.replay:
        from haas_client.diagnostics.machine_host import machine_host

        try:
            machine_host(arguments.replay)
        except HaasError as error:
            sys.stderr.write(f"{PROGRAM}: {error}\n")
            return error.exit_code
    # Fusion is named here, where it costs nothing: setStyle() gives the style back, and with it Python gets all 11 of
    # its enumerations (528 members, 5 ms).
    application = QApplication([PROGRAM, "-style", "Fusion"])
    application.setApplicationName(PROGRAM)
    application.setApplicationDisplayName(t("Linuxmania Support"))
    application.setDesktopFileName(PROGRAM)
    application.setQuitOnLastWindowClosed(False)
    program = Program(application, arguments, lambda: _session(arguments), place, renewal.of_this_program())
    code = application.exec()
    program.close()
    return code or ExitCode.OK


def _session(arguments: Arguments) -> "Session":
    from haas_client import settings_file
    from haas_client.ui import facts
    from haas_client.ui.bridge import Bridge
    from haas_client.ui.session import Session

    def host() -> "Host":
        from haas_client.diagnostics.machine_host import machine_host

        return machine_host(arguments.replay)

    return Session(Bridge(), host, settings_file.default_path(), facts_path=facts.path_of(arguments.replay))


class Program(QObject):
    """Holds session, tray and window together."""

    def __init__(
        self,
        application: QApplication,
        arguments: Arguments,
        make_session: "Callable[[], Session]",
        place: Instance | None,
        renewed: Renewal,
    ) -> None:
        super().__init__()
        self._application = application
        self._arguments = arguments
        self._renewed = renewed
        self._make_session = make_session
        self._place = place
        self._translator: QTranslator | None = None
        self._theme: Theme | None = None
        self._test_is_news = False
        """Whether a new window comes back to the test: one that runs, or that ended while nobody looked."""
        self._checked = b""
        """What the daily check found, until somebody wants to see it."""
        self.window: Window | None = None
        self._news = self._show_result
        """What a click on the last message of the tray shows."""
        self.tray = Tray(
            self.show_window,
            self._get_help,
            self._diagnose,
            show_news=self._show_news,
            show_test=self._show_test,
            leave=self.leave,
        )
        self._daily = None if arguments.replay else self._prepare_daily()
        self._notifiers = [self._watch_signals()]
        if place:
            self._notifiers.append(self._watch_place(place))
        # Hidden only where there is a tray to come back from.
        if not (arguments.hidden and self.tray.available):
            self.show_window(arguments.link)
        if paths.swaps().exists() and not arguments.replay:
            QTimer.singleShot(0, self, self._look_for_swap)  # the PC may have been off for it

    @cached_property
    def session(self) -> "Session":
        """Made when first wanted, and then kept: what the owner typed outlives the window."""
        session = self._make_session()
        session.started.connect(self._started)
        session.finished.connect(self._finished)
        session.changed.connect(self._show_state)
        session.trial_changed.connect(self._trial_changed)
        session.hands_on_ended.connect(self._hands_on_ended)
        session.swap_noticed.connect(self._swap_noticed)
        return session

    def show_window(self, link: str = "") -> "Window":
        """Opens the window or brings it to the front, on the page of ``link`` where there is one."""
        if self.window is None:
            if self._renewed.is_due and not self._busy:
                self.close()
                self._renewed.start_anew(renewal.words(self._arguments, link))
            from haas_client.ui.theme import Theme
            from haas_client.ui.window import Window

            self._adopt_checked()
            self._translator = self._translator or _qt_words(self._application, self._arguments.language)
            self._theme = self._theme or Theme(self._application)
            self.window = Window(self.session, self._may_close)
            self.window.closed.connect(self._window_closed)
            if self._test_is_news:
                self._show_test()
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        if link:
            self.window.open_link(link)
        return self.window

    def leave(self) -> None:
        """Ends the program; what is being diagnosed or tested is stopped."""
        self._cancel()
        self._application.quit()

    def close(self) -> None:
        self._cancel()
        if self._daily:
            self._daily.stop()
        if "session" in self.__dict__:
            self.session.desk.finish()
            self.session.draft.save_at_once()
            self.session.leave()
            self.session.bridge.close()
        self.tray.close()
        for notifier in self._notifiers:
            notifier.setEnabled(False)
        if self._place:
            self._place.close()

    def _cancel(self) -> None:
        if "session" in self.__dict__:
            self.session.cancel()
            if self.session.trial_runs:
                self.session.trials.close()

    def _get_help(self) -> None:
        self._open("symptom")

    def _diagnose(self) -> None:
        self.session.start()
        self._open("diagnosis")

    def _open(self, name: str) -> None:
        """The page of that :class:`~haas_client.ui.pages.page.PageName`."""
        from haas_client.ui.pages.page import PageName

        self.show_window().open(PageName(name))

    def _show_news(self) -> None:
        self._news()

    def _show_test(self) -> None:
        self._test_is_news = False
        self._open("trial")

    def _show_result(self) -> None:
        self._adopt_checked()
        self._open("result")

    def _started(self) -> None:
        self._checked = b""
        if self._daily:
            self._daily.give_way()

    def _finished(self) -> None:
        self._show_state()
        self._watch_swap()
        if self.window is None:
            self._tell(t("The diagnosis is finished"), self._show_result)

    def _trial_changed(self) -> None:
        runs = self.session.trial_runs
        self.tray.show_test(runs=runs)
        if runs and self._daily:
            self._daily.give_way()
        if self.window is None and not runs:
            self._tell(t("The test has ended"), self._show_test)
        self._test_is_news = runs or self.window is None

    def _look_for_swap(self) -> None:
        """Where a part was swapped while the PC was off, the program goes on with it by itself."""
        self.session.swapping.loaded_first.connect(self._go_on_with_swap)
        self.session.swapping.load()

    def _go_on_with_swap(self) -> None:
        swap = self.session.swapping.swap
        if swap and swap.is_back:
            self._open("swap")

    def _watch_swap(self, data: bytes = b"") -> None:
        """A new part is looked at for a week, with every diagnosis that is made anyway."""
        if not paths.swaps().exists():
            return
        if data:
            self.session.swapping.watch_checked(data)
        elif self.session.result:
            result = self.session.result
            self.session.swapping.watch(result.collection.snapshot, result.diagnosis)

    def _swap_noticed(self) -> None:
        self._tell(t("Something was noticed on the new part"), lambda: self._open("swap"), t("Click here to see it."))

    def _hands_on_ended(self) -> None:
        """An open window tells it itself."""
        if self.window is None:
            title, text = t("The remote work seems to have ended"), t("Click here to say how it went.")
            self._tell(title, lambda: self._open("hands_on"), text)

    def _tell(self, title: str, news: Callable[[], None], text: str = "") -> None:
        self._news = news
        self.tray.notify(title, text or t("Click here to see the result."))

    def _may_close(self) -> bool:
        """Without a tray the program ends with its window, and a test with it: that is asked first."""
        return self.tray.available or not self.session.trial_runs

    def _show_state(self) -> None:
        result = self.session.result
        self.tray.show_state(_STATES.get(result.diagnosis.severity or "", AppState.WELL) if result else AppState.WELL)

    def _prepare_daily(self) -> Daily:
        from haas_client import settings_file

        daily = Daily(lambda: not self._busy, self._was_checked)
        on = settings_file.checks_daily(settings_file.default_path())
        if on:
            daily.start()
        self.tray.add_switch(t("Diagnose once a day"), self._switch_daily, on=on)
        return daily

    @property
    def _busy(self) -> bool:
        return "session" in self.__dict__ and (self.session.running or self.session.trial_runs)

    def _switch_daily(self, on: bool) -> None:
        from dataclasses import replace

        from haas_client import settings, settings_file

        path = settings_file.default_path()
        settings.save(replace(settings.load(path), daily_check=on), path)
        if self._daily:
            (self._daily.start if on else self._daily.stop)()

    def _was_checked(self, outcome: Outcome) -> None:
        """The icon tells at once; the result waits until somebody looks, so that no open page changes by itself."""
        self._checked = outcome.data
        self.tray.show_state(_STATES.get(outcome.severity, AppState.WELL))
        self._watch_swap(outcome.data)
        if outcome.worse:
            self._tell(t("The daily check found a change"), self._show_result)

    def _adopt_checked(self) -> None:
        data, self._checked = self._checked, b""
        if data and not self.session.running:
            self.session.adopt(data)

    def _window_closed(self) -> None:
        """With a tray the program stays in it, and a running diagnosis goes on; without one it ends here."""
        window, self.window = self.window, None
        if window:
            window.deleteLater()  # its memory goes back: a tray icon must stay small
        if not self.tray.available:
            self.leave()

    def _watch_place(self, place: Instance) -> QSocketNotifier:
        notifier = QSocketNotifier(place.fileno(), QSocketNotifier.Type.Read, self)
        notifier.activated.connect(lambda *_: self._asked_to_raise(place))
        return notifier

    def _asked_to_raise(self, place: Instance) -> None:
        asked = place.accept()
        if asked is None:
            return
        if asked.token:  # Qt takes it from there when the window is activated (Wayland)
            os.environ["XDG_ACTIVATION_TOKEN"] = asked.token
        self.show_window(asked.link)

    def _watch_signals(self) -> QSocketNotifier:
        """Ctrl-C, logout and shutdown end the program properly; Python's handlers run once the socket wakes Qt."""
        self._wake, sender = socket.socketpair()
        for end in (self._wake, sender):
            end.setblocking(False)
        self._sender = sender
        signal.set_wakeup_fd(sender.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._signalled)
        notifier = QSocketNotifier(self._wake.fileno(), QSocketNotifier.Type.Read, self)
        notifier.activated.connect(lambda *_: self._wake.recv(64))
        return notifier

    def _signalled(self, _number: int, _frame: FrameType | None) -> None:
        self.leave()


_STATES = {"cable": AppState.ATTENTION, "watch": AppState.ATTENTION, "replace": AppState.REPLACE}
"""What the icon tells, by the worst severity that the owner does not know of."""


def _qt_words(application: QApplication, language: str) -> "QTranslator":
    """Qt's own words (dialog buttons, menus of text fields) in the owner's language."""
    from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator

    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    QLocale.setDefault(QLocale(QLocale.Language.Japanese if language == "ja" else QLocale.Language.English))
    if translator.load(f"qtbase_{language}", folder):
        application.installTranslator(translator)
    return translator
