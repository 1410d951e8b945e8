"""The only way back from another thread into Qt."""

import threading
import weakref

from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from haas_client.ui.bridge import Bridge


def test_results_arrive_in_the_interfaces_thread(qtbot: QtBot) -> None:
    bridge, owner = Bridge(), QObject()
    seen: list[tuple[int, bool]] = []
    here = QThread.currentThread()
    bridge.submit(
        threading.get_ident, owner, lambda ident: seen.append((ident, QThread.currentThread() is here)), print
    )
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0] != threading.get_ident()
    assert seen[0][1]
    bridge.close()


def test_an_error_arrives_as_one(qtbot: QtBot) -> None:
    bridge, owner = Bridge(), QObject()
    errors: list[Exception] = []
    bridge.submit(lambda: 1 // 0, owner, lambda _: None, errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], ZeroDivisionError)
    bridge.close()


def test_results_of_an_owner_who_is_gone_are_dropped(qtbot: QtBot) -> None:
    bridge, owner, other = Bridge(), QObject(), QObject()
    gate = threading.Event()
    seen: list[str] = []
    bridge.submit(lambda: gate.wait(5), owner, lambda _: seen.append("gone"), print)
    del owner
    gate.set()
    bridge.submit(lambda: None, other, lambda _: seen.append("there"), print)
    qtbot.waitUntil(lambda: "there" in seen)
    assert seen == ["there"]
    bridge.close()


def test_five_thousand_messages_lose_none(qtbot: QtBot) -> None:
    """PySide6 6.12.0 on Python 3.11 aborts after some 550 emissions; this version must not."""
    bridge, owner = Bridge(), QObject()
    reference = weakref.ref[QObject](owner)
    seen: list[int] = []

    def send() -> None:
        for number in range(5000):
            bridge.post(reference, lambda number=number: seen.append(number))  # type: ignore[misc]

    thread = threading.Thread(target=send)
    thread.start()
    qtbot.waitUntil(lambda: len(seen) == 5000, timeout=20000)
    thread.join()
    assert seen == list(range(5000))
