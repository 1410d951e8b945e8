"""What each link does to a case, wherever the case stands; and cases that links alone bring to their end."""

from pathlib import Path

import pytest

from haas_client.cases import states
from haas_client.cases.model import Case, EventKind, State
from haas_client.cases.store import Cases
from haas_client.links import effects
from haas_client.links.model import Action, Reason
from haas_client.links.refusal import LinkRefused
from haas_client.request import Service
from tests import links
from tests.ui.lives import PLACES, begun, brought

A = Action

LIVES: dict[str, tuple[Service, tuple[Action, ...], State]] = {
    "an answer": (Service.PHONE_MAIL, (A.MESSAGE, A.CLOSE), State.CLOSED),
    "a session, free": (Service.HANDS_ON, (A.CONFIRM_HANDS_ON, A.MESSAGE, A.CLOSE), State.CLOSED),
    "a session, paid": (Service.HANDS_ON, (A.QUOTE, A.PAID, A.CLOSE), State.CLOSED),
    "a question that becomes a part": (
        Service.PHONE_MAIL,
        (A.OFFER_HANDSBUY, A.SHIPPED, A.GUIDE, A.CLOSE),
        State.CLOSED,
    ),
    "a part, paid": (
        Service.HANDSBUY,
        (A.DIAGNOSE, A.QUOTE, A.PAID, A.SHIPPED, A.GUIDE, A.CLOSE),
        State.CLOSED,
    ),
    "a repair": (Service.HANDS_ON, (A.REPAIR, A.CLOSE), State.CLOSED),
}


@pytest.mark.parametrize("life", LIVES)
def test_a_case_goes_from_asked_to_closed_by_links_alone(life: str, tmp_path: Path) -> None:
    service, actions, end = LIVES[life]
    cases = Cases(tmp_path)
    case = brought(cases, service, State.SENT if service == Service.PHONE_MAIL else State.ASKED)
    for number, action in enumerate(actions, start=1):
        told = effects.told(case, links.link(action, number=number, case=case.id))
        case = cases.follow(case.id, told, expected=case.state)
    assert case.state == end
    by_link = [event for event in case.events if event.link]
    assert len({event.link for event in by_link}) == len(actions)


@pytest.mark.parametrize(("service", "state"), PLACES)
@pytest.mark.parametrize("action", Action)
def test_a_link_does_what_the_table_allows_or_is_refused(
    tmp_path: Path, service: Service, state: State, action: Action
) -> None:
    cases = Cases(tmp_path)
    case = _standing(cases, service, state)
    link = links.link(action, case=case.id)
    try:
        told = effects.told(case, link)
    except LinkRefused as refused:
        if refused.reason != Reason.NOT_NOW:
            raise
        return
    after = cases.follow(case.id, told, expected=state)
    assert state != State.DRAFT
    assert states.has(after.service, after.state)
    assert after.events[-1].link == link.once


def test_a_message_is_the_answer_to_a_question_and_moves_nothing_else(tmp_path: Path) -> None:
    cases = Cases(tmp_path)
    for service, state, after in (
        (Service.PHONE_MAIL, State.SENT, State.ANSWERED),
        (Service.PHONE_MAIL, State.ANSWERED, State.ANSWERED),
        (Service.HANDSBUY, State.SWAP, State.SWAP),
    ):
        case = brought(cases, service, state)
        link = links.link(A.MESSAGE, case=case.id, once=case.id)
        kept = cases.follow(case.id, effects.told(case, link), expected=state)
        assert kept.state == after
        assert kept.events[-1].note is not None
        assert kept.events[-1].note.text == link.details.text


def test_what_it_tells_stands_in_the_case(tmp_path: Path) -> None:
    cases = Cases(tmp_path)
    case = brought(cases, Service.HANDSBUY, State.SHIPPED)
    kept = cases.follow(case.id, effects.told(case, links.link(A.GUIDE, case=case.id)), expected=case.state)
    assert kept.state == State.SHIPPED
    assert (kept.particulars.part_kind, kept.particulars.part_serial) == ("storage", "S1")
    assert kept.particulars.tracking == case.particulars.tracking
    assert kept.events[-1].kind == EventKind.ORDERED


def test_a_deleted_case_is_not_moved(tmp_path: Path) -> None:
    cases = Cases(tmp_path)
    case = cases.delete(brought(cases, Service.HANDSBUY, State.PAID).id)
    with pytest.raises(LinkRefused):
        effects.told(case, links.link(A.SHIPPED, case=case.id))


def _standing(cases: Cases, service: Service, state: State) -> Case:
    return begun(cases, service) if state == State.DRAFT else brought(cases, service, state)
