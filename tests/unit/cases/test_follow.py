"""What a link of the centre's puts on record: whole, once, and only where it follows."""

import sqlite3
import threading
from pathlib import Path

import msgspec
import pytest

from haas_client.cases import rows
from haas_client.cases.changes import Told
from haas_client.cases.model import Actor, Case, EventKind, Note, Particulars, Party, State, Via
from haas_client.cases.states import IllegalMove, Move, may_take_back
from haas_client.cases.store import CaseGone, Cases, LinkSpent
from haas_client.request import Request, Service

ONE, OTHER = "1" * 16, "2" * 16


def asked(cases: Cases, service: Service = Service.HANDSBUY) -> Case:
    case = cases.begin(Request(words="help"), service)
    return cases.move(case.id, Move.SEND, expected=State.DRAFT)


def test_several_steps_are_one(tmp_path: Path) -> None:
    cases = Cases(tmp_path)
    case = asked(cases)
    told = Told(link=ONE, moves=(Move.DECIDE, Move.OFFER_FREE), particulars=Particulars(part="SSD 1 TB"))
    after = cases.follow(case.id, told, expected=State.ASKED)
    assert after.state == State.FREE
    assert after.particulars.part == "SSD 1 TB"
    lines = after.events[-2:]
    assert [(line.move, line.by, line.link) for line in lines] == [
        (Move.DECIDE, Actor.SUPPORT_LINK, ONE),
        (Move.OFFER_FREE, Actor.SUPPORT_LINK, ONE),
    ]
    assert not may_take_back(after)


def test_where_the_last_step_does_not_follow_nothing_is_changed_and_the_link_stays_good(tmp_path: Path) -> None:
    cases = Cases(tmp_path)
    case = asked(cases)
    told = Told(link=ONE, moves=(Move.DECIDE, Move.SHIP))
    with pytest.raises(IllegalMove):
        cases.follow(case.id, told, expected=State.ASKED)
    assert cases.get(case.id) == case
    assert not cases.is_spent(ONE)
    cases.follow(case.id, msgspec.structs.replace(told, moves=(Move.DECIDE,)), expected=State.ASKED)


def test_what_only_the_owner_may_say_no_link_says(tmp_path: Path) -> None:
    cases = Cases(tmp_path)
    case = asked(cases)
    for move in (Move.WITHDRAW, Move.RECEIVE, Move.SEND):
        with pytest.raises(IllegalMove):
            cases.follow(case.id, Told(link=ONE, moves=(move,)), expected=State.ASKED)


def test_a_link_is_used_once_even_for_another_case(tmp_path: Path) -> None:
    cases = Cases(tmp_path)
    first, second = asked(cases), asked(cases)
    told = Told(link=ONE, note=Note(text="hello", via=Via.LINK, by=Party.CENTRE))
    kept = cases.follow(first.id, told, expected=State.ASKED)
    assert kept.events[-1].note == told.note
    assert cases.is_spent(ONE)
    for case in (first, second):
        with pytest.raises(LinkSpent):
            cases.follow(case.id, told, expected=State.ASKED)
    assert len(cases.get(first.id).events) == len(kept.events)


def test_it_stays_used_when_its_case_is_erased(tmp_path: Path) -> None:
    cases = Cases(tmp_path)
    case, other = asked(cases), asked(cases)
    cases.follow(case.id, Told(link=ONE, moves=(Move.DECIDE,)), expected=State.ASKED)
    cases.erase(case.id)
    with pytest.raises(LinkSpent):
        cases.follow(other.id, Told(link=ONE, moves=(Move.DECIDE,)), expected=State.ASKED)


def test_two_windows_at_the_same_moment_follow_it_once(tmp_path: Path) -> None:
    case = asked(Cases(tmp_path))
    start, outcomes = threading.Barrier(2), []

    def follow() -> None:
        cases = Cases(tmp_path)
        start.wait()
        try:
            cases.follow(case.id, Told(link=ONE, moves=(Move.DECIDE,)), expected=State.ASKED)
            outcomes.append("done")
        except LinkSpent:
            outcomes.append("spent")

    threads = [threading.Thread(target=follow) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "spent"]
    assert [event.link for event in Cases(tmp_path).get(case.id).events].count(ONE) == 1


def test_an_order_and_a_wanted_diagnosis_are_lines_of_their_own(tmp_path: Path) -> None:
    cases = Cases(tmp_path)
    case = asked(cases)
    order = Particulars(part_kind="storage", part_capacity_bytes=1000**4, part_serial="S1")
    cases.follow(case.id, Told(link=ONE, kind=EventKind.ORDERED, particulars=order), expected=State.ASKED)
    after = cases.follow(case.id, Told(link=OTHER, kind=EventKind.DIAGNOSIS_WANTED), expected=State.ASKED)
    assert after.state == State.ASKED
    assert after.particulars == order
    assert [event.kind for event in after.events[-2:]] == [EventKind.ORDERED, EventKind.DIAGNOSIS_WANTED]


def test_a_deleted_case_and_one_that_moved_on_are_not_followed(tmp_path: Path) -> None:
    cases = Cases(tmp_path)
    case = asked(cases)
    told = Told(link=ONE, moves=(Move.DECIDE,))
    with pytest.raises(IllegalMove):
        cases.follow(case.id, told, expected=State.DECIDED)
    cases.delete(case.id)
    with pytest.raises(IllegalMove):
        cases.follow(case.id, told, expected=State.ASKED)
    with pytest.raises(CaseGone):
        cases.follow("0" * 16, told, expected=State.ASKED)


def test_a_store_of_before_there_were_links_is_brought_up(tmp_path: Path) -> None:
    path = tmp_path / "cases.sqlite3"
    with sqlite3.connect(path) as database:
        rows.MIGRATIONS[0](database)
        database.execute("PRAGMA user_version = 1")
    case = asked(Cases(tmp_path))
    assert (
        Cases(tmp_path).follow(case.id, Told(link=ONE, moves=(Move.DECIDE,)), expected=State.ASKED).state == "decided"
    )
