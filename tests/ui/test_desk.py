"""The interface's way to the cases: one wish after the other, and never in its own thread."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from haas_client.cases.model import Case
from haas_client.cases.states import IllegalMove
from haas_client.cases.store import Cases
from haas_client.request import Request, Service
from haas_client.ui.bridge import Bridge
from haas_client.ui.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    bridge = Bridge()
    yield Desk(bridge, lambda: Cases(tmp_path / "cases"))
    bridge.close()


def begin(desk: Desk, qtbot: QtBot) -> Case:
    begun: list[Case] = []
    with qtbot.waitSignal(desk.changed):
        desk.ask(lambda cases: cases.begin(Request(words="x"), Service.PHONE_MAIL), desk, begun.append)
    return begun[0]


def test_nothing_is_known_before_it_was_asked(desk: Desk, qtbot: QtBot) -> None:
    assert (desk.loaded, desk.cases) == (False, ())
    with qtbot.waitSignal(desk.changed):
        desk.load()
    assert (desk.loaded, desk.cases, desk.problem) == (True, (), None)


def test_what_is_kept_is_known_to_all_pages(desk: Desk, qtbot: QtBot) -> None:
    case = begin(desk, qtbot)
    assert desk.open == (case,)
    assert desk.find(case.id) == case
    assert desk.find("none") is None


def test_wishes_are_carried_out_in_their_order_and_beside_the_interface(desk: Desk, qtbot: QtBot) -> None:
    case = begin(desk, qtbot)
    threads: set[int] = set()
    done: list[int] = []

    def edit(cases: Cases, number: int) -> int:
        threads.add(threading.get_ident())
        cases.edit(case.id, Request(words=f"word {number}"))
        return number

    for number in range(20):
        desk.ask(lambda cases, number=number: edit(cases, number), desk, done.append)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(done) == 20)
    assert done == list(range(20))
    assert desk.cases[0].request.words == "word 19"
    assert threading.get_ident() not in threads


def test_a_wish_made_in_an_answer_comes_after_those_that_waited(desk: Desk, qtbot: QtBot) -> None:
    order: list[str] = []

    def first(_: None) -> None:
        order.append("first")
        desk.ask(lambda _: order.append("last"))

    desk.ask(lambda _: None, desk, first)
    desk.ask(lambda _: order.append("second"))
    qtbot.waitUntil(lambda: len(order) == 3)
    assert order == ["first", "second", "last"]


def test_a_wish_that_fails_is_told_and_holds_up_no_other(desk: Desk, qtbot: QtBot) -> None:
    case = begin(desk, qtbot)

    def refuse(_cases: Cases) -> None:
        raise IllegalMove

    with qtbot.waitSignal(desk.failed) as told:
        desk.ask(refuse)
    assert told.args
    assert "does not follow" in told.args[0]
    errors: list[Exception] = []
    with qtbot.assertNotEmitted(desk.failed):
        desk.ask(refuse, desk, on_failed=errors.append)
        qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], IllegalMove)
    assert desk.problem is None
    assert desk.find(case.id)


def test_an_answer_that_fails_holds_up_no_other_wish(desk: Desk, qtbot: QtBot) -> None:
    def fail(_: object) -> None:
        raise LookupError("a page's own error")

    done: list[int] = []
    with qtbot.captureExceptions() as told:
        desk.ask(lambda _: 1, desk, fail)
        desk.ask(lambda _: 1 / 0, desk, on_failed=fail)
        desk.ask(lambda _: 2, desk, done.append)
        qtbot.waitUntil(lambda: done == [2])
    assert [kind for kind, _, _ in told] == [LookupError, LookupError]


def test_a_store_that_cannot_be_used_is_known_until_it_can(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    place = tmp_path / "cases" / "cases.sqlite3"
    place.mkdir(parents=True)
    with qtbot.waitSignals([desk.changed, desk.failed]):
        desk.load()
    assert desk.problem
    assert "cannot be read or kept" in desk.problem[0]
    place.rmdir()
    case = begin(desk, qtbot)
    assert desk.open == (case,)
    assert not desk.problem


def test_a_store_that_was_put_aside_is_told(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    place = tmp_path / "cases"
    place.mkdir()
    (place / "cases.sqlite3").write_bytes(b"no database at all " * 500)
    with qtbot.waitSignal(desk.changed):
        desk.load()
    assert desk.put_aside.startswith(str(tmp_path / "cases-broken-"))


def test_an_answer_to_somebody_who_is_gone_is_dropped(desk: Desk, qtbot: QtBot) -> None:
    from shiboken6 import delete

    told: list[object] = []
    owner = QObject()
    desk.ask(lambda _: 1, owner, told.append)
    delete(owner)
    with qtbot.waitSignal(desk.changed):
        desk.load()
    assert told == []
