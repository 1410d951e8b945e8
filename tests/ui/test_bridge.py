"""The only way back from another thread into Qt."""

import gc
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


class Cycle(QObject):
    """A QObject that only the collector can find."""

    def __init__(self, deleted_in: list[int]) -> None:
        super().__init__()
        self.itself = self
        weakref.finalize(self, lambda: deleted_in.append(threading.get_ident()))


def test_a_worker_never_deletes_objects_of_the_interface(qtbot: QtBot) -> None:
    """Python collects cycles in whichever thread allocates; a QObject deleted in a worker's hung both for ever."""
    bridge, owner = Bridge(), QObject()
    deleted_in: list[int] = []
    ended: list[bool] = []
    garbage_made = threading.Event()

    def work() -> bool:
        garbage_made.wait(5)
        kept: list[list[int]] = []
        for _ in range(20):
            kept = [[number] for number in range(2000)]  # far more than sets the collector off
        return bool(kept)

    bridge.submit(work, owner, ended.append, print)
    Cycle(deleted_in)
    garbage_made.set()
    qtbot.waitUntil(lambda: bool(ended))
    qtbot.waitUntil(gc.isenabled)
    gc.collect()
    assert deleted_in == [threading.get_ident()]
    bridge.close()


def test_what_is_young_is_collected_while_a_worker_runs(qtbot: QtBot) -> None:
    bridge, owner = Bridge(), QObject()
    deleted_in: list[int] = []
    gate = threading.Event()
    bridge.submit(lambda: gate.wait(5), owner, lambda _: None, print)
    Cycle(deleted_in)
    bridge.post(weakref.ref(owner), lambda: None)
    qtbot.waitUntil(lambda: deleted_in == [threading.get_ident()])
    assert not gc.isenabled()
    gate.set()
    qtbot.waitUntil(gc.isenabled)
    bridge.close()


def test_the_last_to_know_an_object_is_never_a_worker(qtbot: QtBot) -> None:
    """What only a job knows any more is deleted in the interface's thread, however the job ends."""
    bridge, owner = Bridge(), QObject()
    deleted_in: list[int] = []
    gate = threading.Event()

    class Known(QObject):
        def wait(self) -> None:
            gate.wait(5)

    def begin() -> None:
        known = Known()
        weakref.finalize(known, lambda: deleted_in.append(threading.get_ident()))
        bridge.submit(known.wait, owner, lambda _: None, print)

    for _ in range(50):
        begin()
    gate.set()
    qtbot.waitUntil(lambda: len(deleted_in) == 50)
    assert set(deleted_in) == {threading.get_ident()}
    bridge.close()


def test_nothing_is_begun_after_the_end(qtbot: QtBot) -> None:
    bridge = Bridge()
    begun: list[bool] = []
    done: list[bool] = []
    bridge.submit(lambda: True, bridge, done.append, lambda _error: None)
    qtbot.waitUntil(lambda: done == [True])
    bridge.close()
    bridge.submit(lambda: begun.append(True), bridge, lambda _: None, lambda _error: None)
    assert begun == []
