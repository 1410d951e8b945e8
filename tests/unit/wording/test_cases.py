"""Every place a case can stand in, every step and every line of a timeline has words."""

from datetime import UTC, datetime
from typing import Any

import pytest

from haas_client.cases.model import (
    Actor,
    Case,
    CaseFile,
    Event,
    EventKind,
    FileKind,
    Note,
    Parcel,
    Particulars,
    Party,
    State,
    Via,
    Way,
)
from haas_client.cases.states import FLOWS, LINES, Milestone, Move, waits_for
from haas_client.i18n import translator
from haas_client.request import Request, Service, Symptom
from haas_client.wording import cases as words

EN, JA = translator("en"), translator("ja")
NOW = datetime(2026, 7, 1, 3, 0, tzinfo=UTC)
PLACES = sorted(
    {(service, state) for service, flow in FLOWS.items() for step in flow for state in step.origins}
    | {(step.service or service, step.target) for service, flow in FLOWS.items() for step in flow}
)


def case(**changes: Any) -> Case:
    values: dict[str, Any] = {
        "id": "0" * 16,
        "service": Service.HANDSBUY,
        "state": State.SWAP,
        "begun_at": NOW,
        "changed_at": NOW,
        "request": Request(symptom=Symptom.STORAGE),
        "particulars": Particulars(),
    }
    return Case(**values | changes)


def event(kind: EventKind, **changes: Any) -> Event:
    return Event(kind=kind, at=NOW, **{"by": Actor.OWNER} | changes)


@pytest.mark.parametrize("t", [EN, JA], ids=lambda t: t.language)
@pytest.mark.parametrize(("service", "state"), PLACES)
def test_every_place_says_what_comes_next(service: Service, state: State, t: Any) -> None:
    assert words.next_what(service, state, t)
    assert words.next_how(service, state, t)
    assert words.state(state, t)
    assert words.title(case(service=service, state=state), t)
    assert words.waits(case(service=service, state=state), t)


@pytest.mark.parametrize(("service", "state"), PLACES)
def test_where_the_centre_acts_the_owner_is_told_to_wait(service: Service, state: State) -> None:
    told_to_wait = "wait to hear from our centre" in words.next_how(service, state, EN)
    assert told_to_wait == (waits_for(service, state) == Party.CENTRE)


@pytest.mark.parametrize("t", [EN, JA], ids=lambda t: t.language)
def test_every_step_and_point_and_kind_has_words(t: Any) -> None:
    for move in Move:
        assert words.move_button(move, t)
        assert words.move_line(move, t)
    assert {words.milestone(point, t) for line in LINES.values() for point in line}
    assert len({words.milestone(point, t) for point in Milestone}) == len(Milestone)
    for kind in EventKind:
        assert words.event(event(kind), t)
    for by in Party:
        assert words.party(by, t)
        for via in Via:
            assert words.event(event(EventKind.NOTED, note=Note(text="x", by=by, via=via)), t)
    assert all([words.via(via, t) for via in Via] + [words.way(way, t) for way in Way])
    assert all(words.file_kind(kind, t) for kind in FileKind)


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({}, "HandsBuy — Swap of storage"),
        ({"request": Request()}, "HandsBuy"),
        ({"request": Request(symptom=Symptom.UPGRADE)}, "HandsBuy — Add or renew parts"),
        ({"service": Service.HANDS_ON, "state": State.PAID}, "Hands-on — Trouble with storage"),
        ({"state": State.REPAIR_SENT}, "Repair at the centre — Trouble with storage"),
    ],
)
def test_a_case_is_called_by_its_service_and_what_it_is_about(changes: dict[str, Any], title: str) -> None:
    assert words.title(case(**changes), EN) == title


@pytest.mark.parametrize(
    ("move", "by", "said"),
    [
        (Move.SHIP, Actor.OWNER, "Centre (noted by you)"),
        (Move.SHIP, Actor.SUPPORT_LINK, "Centre"),
        (Move.PAY, Actor.OWNER, "Said by you"),
        (Move.CHECK, Actor.PROGRAM, "Program"),
        ("of another version", Actor.OWNER, "Said by you"),
    ],
)
def test_a_step_says_who_did_it_and_who_put_it_on_record(move: str, by: Actor, said: str) -> None:
    assert words.event_detail(event(EventKind.MOVED, move=move, by=by), EN) == said


@pytest.mark.parametrize(("kind", "size"), [("memory", "16 GB"), ("storage", "17 GB"), ("", "17 GB")])
def test_what_is_sent_has_the_size_that_is_printed_on_it(kind: str, size: str) -> None:
    told = Particulars(part_kind=kind, part_capacity_bytes=16 << 30)
    assert words.particulars(told, EN) == (("Capacity", size),)


def test_a_step_tells_its_particulars() -> None:
    told = Particulars(
        part="Example SSD 500", tracking="1234-5678-9012", free_number=2, price="¥0", reference="HB-1042"
    )
    line = event(EventKind.MOVED, move=Move.SHIP, by=Actor.SUPPORT_LINK, particulars=told)
    assert words.event(line, EN) == "Part shipped"
    assert words.event_detail(line, EN) == (
        "Centre · Receipt number HB-1042 · Free Hands-on 2 of 3 · Part Example SSD 500 · Price ¥0 · "
        "Tracking number 1234-5678-9012"
    )


def test_a_payment_address_is_not_told_without_its_host_being_looked_at() -> None:
    told = Particulars(payment_address="https://pay.example/x")
    assert "pay.example" not in words.event_detail(event(EventKind.MOVED, move=Move.QUOTE, particulars=told), EN)


def test_what_was_sent_is_told_with_its_size() -> None:
    file = CaseFile(id="1" * 16, kind=FileKind.BUNDLE, name="a.zip", sha256="", size_bytes=184_000, added_at=NOW)
    parcel = Parcel(id="2" * 16, way=Way.MAIL, made_at=NOW, bundle=file)
    line = event(EventKind.MOVED, move=Move.SEND, parcel=parcel)
    assert words.event_detail(line, EN) == "Said by you · Mail · Diagnostic file 184 KB"


def test_what_was_taken_back_says_what() -> None:
    line = event(EventKind.TAKEN_BACK, move=Move.PAY)
    assert words.event(line, EN) == "Taken back: Payment made"
    assert words.event_detail(line, EN) == ""


def test_a_number_that_was_noted_is_no_change_of_words() -> None:
    assert words.event(event(EventKind.CHANGED), EN) == "Words or contact changed"
    noted = event(EventKind.CHANGED, particulars=Particulars(reference="HB-1042"))
    assert words.event(noted, EN) == "What the centre told was noted"
    assert words.event_detail(noted, EN) == "Receipt number HB-1042"
