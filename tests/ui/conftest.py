"""A window on a recorded machine, driven by what a person does."""

import json
import os
import signal
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
import requests  # noqa: F401  its first import changes the filters of warnings: never in a thread beside a test
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from haas_client.cli import Arguments
from haas_client.diagnostics.host import Host
from haas_client.diagnostics.machine_host import machine_host
from haas_client.handson import surroundings
from haas_client.handson.surroundings import Surroundings
from haas_client.instance import Instance
from haas_client.ui.application import Program
from haas_client.ui.bridge import Bridge, at_work, garbage
from haas_client.ui.facts import path_of
from haas_client.ui.renewal import Renewal
from haas_client.ui.session import Session
from haas_client.ui.theme import Theme
from haas_client.ui.window import Window
from tests.conftest import home_variables
from tests.handson.web import NOBODY
from tests.machines import hand_written
from tests.ui.benches import ScriptedBench

OpenWindow = Callable[..., Window]
Walked = Callable[[str, str], dict[str, list[str]]]
"""Of a judge and a part of :mod:`tests.ui.walk`: the faults, each with the states in which it was found."""
_WALKS_AT_ONCE = 3
_ENVIRONMENT = dict(os.environ)
"""Before any test changes it: a walk goes on beside tests that do."""


@pytest.fixture(autouse=True)
def offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No page of the remote work asks TeamViewer's site, or the buses of whoever runs the test."""
    silent = partial(
        Surroundings, system_bus=f"unix:path={tmp_path}/none", site=NOBODY, other_site=NOBODY, plain_site=NOBODY
    )
    monkeypatch.setattr(surroundings, "Surroundings", silent)


@pytest.fixture(autouse=True)
def bridges_settled(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No bridge of a test works on, or keeps idle threads; nobody collects before those who work have come to an end.

    A test that ends in the middle of a job hears nothing of its end.
    """
    made: list[weakref.ref[Bridge]] = []
    make = Bridge.__init__

    def noted(bridge: Bridge) -> None:
        make(bridge)
        made.append(weakref.ref(bridge))

    monkeypatch.setattr(Bridge, "__init__", noted)
    yield
    for bridge in filter(None, [one() for one in made]):
        bridge.settle()
    at_work.clear()
    garbage.forget_jobs()


@pytest.fixture(autouse=True)
def emptied_clipboard(qapp: QApplication) -> Iterator[None]:
    """What Python put there must not be the last: Qt deletes that after Python has ended, and asks it (a crash)."""
    yield
    qapp.clipboard().clear()


@pytest.fixture
def open_window(qtbot: QtBot, qapp: QApplication, tmp_path: Path, own_home: Path) -> Iterator[OpenWindow]:
    """``open_window(machine)`` gives a shown window; ``host=`` puts another host in the machine's place.

    ``bench=`` is what carries trials out.
    """
    theme = Theme(qapp, dark=False)
    sessions: list[Session] = []
    windows: list[Window] = []

    def opened(
        machine: Callable[[Path], Path] = hand_written.failing_ssd,
        host: Host | None = None,
        bench: ScriptedBench | None = None,
    ) -> Window:
        used = host or machine_host(machine(tmp_path / "machine"))
        facts = path_of(tmp_path / "machine")
        session = Session(Bridge(), lambda: used, own_home / "settings.json", bench, facts)
        sessions.append(session)
        window = Window(session)
        windows.append(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    yield opened
    for window in windows:
        if isValid(window):
            window.close()
            window.deleteLater()
    for session in sessions:
        session.cancel()
        if session.trial_runs:
            session.trials.close()
        session.bridge.close()
    # Now, and not when the next test's loop begins: each new theme goes through all widgets that there are.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    del theme


@pytest.fixture(scope="session")
def walked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    """All walks of this run are begun with the first that is asked for: most of the time each waits for a window."""
    told = [item.callspec.params for item in request.session.items if hasattr(item, "callspec")]
    wanted = [(one["judge"], one["part"]) for one in told if {"judge", "part"} <= one.keys()]
    pool = ThreadPoolExecutor(_WALKS_AT_ONCE)
    runs = {one: pool.submit(_walk, *one, tmp_path_factory.mktemp("walker")) for one in wanted}
    yield lambda judge, part: runs[judge, part].result()
    pool.shutdown(cancel_futures=True)


def _walk(judge: str, part: str, home: Path) -> dict[str, list[str]]:
    told = subprocess.run(
        [sys.executable, "-P", "-m", "tests.ui.walk", judge, part],
        cwd=Path(__file__).parents[2],
        env=_ENVIRONMENT | home_variables(home),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=300,
    )
    answer = json.loads(told.stdout.splitlines()[-1])
    assert answer["seen"]
    found: dict[str, list[str]] = answer["found"]
    return found


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the address is noted that the owner's browser was told to open."""
    told, tool = tmp_path / "told", tmp_path / "bin" / "xdg-open"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\nprintf %s "$1" > {told}\n')
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tool.parent))
    return told


class Started:
    """Starts the program inside the test's application, and ends it with the test."""

    def __init__(self, application: QApplication, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._application, self._folder, self._monkeypatch = application, folder, monkeypatch
        self.programs: list[Program] = []
        self.left: list[bool] = []
        monkeypatch.setattr(application, "quit", lambda: self.left.append(True), raising=False)

    def __call__(
        self,
        *,
        tray: bool,
        hidden: bool = False,
        host: Host | None = None,
        place: Instance | None = None,
        replay: Path | None = None,
        bench: ScriptedBench | None = None,
        renewed: Renewal | None = None,
    ) -> Program:
        self._monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: tray))
        used = host or machine_host(hand_written.failing_ssd(self._folder / "machine"))
        facts = path_of(self._folder / "machine")
        session = Session(Bridge(), lambda: used, self._folder / "settings.json", bench, facts)
        arguments = Arguments(language="en", hidden=hidden, replay=replay)
        program = Program(self._application, arguments, lambda: session, place, renewed or Renewal(None))
        self.programs.append(program)
        return program


@pytest.fixture
def start(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Started]:
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    started = Started(qapp, tmp_path, monkeypatch)
    yield started
    for program in started.programs:
        program.leave()
        if program.window:
            program.window.close()
        program.close()
    signal.set_wakeup_fd(-1)
    for number, handler in handlers.items():
        signal.signal(number, handler)


def ready(qtbot: QtBot, window: Window) -> None:
    """Waits until what would go is what the page shows, and may go."""
    qtbot.waitUntil(lambda: window.delivery.outgoing.built is not None)
