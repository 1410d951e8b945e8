"""The table of states: what the service's page tells, and nothing that leads nowhere."""

import itertools

import pytest

from haas_client.cases.model import Actor, Party, State
from haas_client.cases.states import FLOWS, LINES, REPAIR_STATES, IllegalMove, Move, step, steps, waits_for
from haas_client.request import Service

ENDS = {State.CLOSED, State.DONE}

LIVES = {
    "phone and mail": (Service.PHONE_MAIL, "send answer ask_again answer close", "closed"),
    "hands-on, free": (Service.HANDS_ON, "send confirm_free begin_session finish", "done"),
    "hands-on, paid": (Service.HANDS_ON, "send ask_payment pay begin_session finish", "done"),
    "handsbuy, free, old part back": (
        Service.HANDSBUY,
        "send decide offer_free ship receive check ask_back send_back close",
        "closed",
    ),
    "handsbuy, paid, old part stays": (
        Service.HANDSBUY,
        "send decide quote quote pay ship receive check leave_old_part close",
        "closed",
    ),
    "the wrong part came": (Service.HANDSBUY, "send decide offer_free ship receive ship receive check", "checked"),
    "too hard": (
        Service.HANDSBUY,
        "send decide offer_free ship receive change_to_repair send_machine machine_back close",
        "closed",
    ),
    "from a question to a part": (Service.PHONE_MAIL, "send answer over_to_handsbuy decide", "decided"),
    "a session finds a broken part": (
        Service.HANDS_ON,
        "send confirm_free begin_session over_to_handsbuy decide quote withdraw",
        "closed",
    ),
}


@pytest.mark.parametrize("life", LIVES)
def test_the_ways_of_the_service_can_be_gone(life: str) -> None:
    service, moves, end = LIVES[life]
    state = State.DRAFT
    for move in moves.split():
        found = step(service, state, Move(move), Actor.OWNER)
        service, state = found.service or service, found.target
    assert state == end


def every() -> list[tuple[Service, State]]:
    return [(service, state) for service, flow in FLOWS.items() for state in reached(service)]


def reached(service: Service) -> set[State]:
    """Every state that the service can be in, beginning with a draft of any service."""
    found, new = set[tuple[Service, State]](), {(one, State.DRAFT) for one in Service}
    while new:
        found |= new
        following = {(x.service or s, x.target) for s, state in new for x in steps(s, state)}
        new = following - found
    return {state for one, state in found if one == service}


@pytest.mark.parametrize("service", Service)
def test_every_state_is_reached_and_has_its_place_on_the_line(service: Service) -> None:
    named = {state for found in FLOWS[service] for state in (*found.origins, found.target) if not found.service}
    assert named == reached(service)
    on_lines = [state for states in LINES[service].values() for state in states]
    assert len(on_lines) == len(set(on_lines))
    assert set(on_lines) | set(REPAIR_STATES if service == Service.HANDSBUY else ()) == named


@pytest.mark.parametrize(("service", "state"), every())
def test_only_an_end_leads_nowhere(service: Service, state: State) -> None:
    assert (not steps(service, state)) == (state in ENDS)
    assert (waits_for(service, state) is None) == (state in ENDS)


@pytest.mark.parametrize(("service", "state"), every())
def test_no_move_leads_two_ways(service: Service, state: State) -> None:
    moves = [found.move for found in steps(service, state)]
    assert len(moves) == len(set(moves))


def test_repair_can_be_chosen_at_any_step_of_handsbuy_once_it_was_asked_for() -> None:
    possible = {
        state
        for state in reached(Service.HANDSBUY)
        if Move.CHANGE_TO_REPAIR in {found.move for found in steps(Service.HANDSBUY, state)}
    }
    assert possible == reached(Service.HANDSBUY) - {State.DRAFT, *REPAIR_STATES, *ENDS}


def test_whatever_the_table_does_not_name_is_refused() -> None:
    for service, state, move, actor in itertools.product(Service, State, Move, Actor):
        legal = any(state in x.origins and move == x.move and actor in x.by for x in FLOWS[service])
        if legal:
            step(service, state, move, actor)
        else:
            with pytest.raises(IllegalMove):
                step(service, state, move, actor)


def test_nobody_sends_for_the_owner() -> None:
    for found in itertools.chain(*FLOWS.values()):
        if found.move in (Move.SEND, Move.RECEIVE, Move.SEND_BACK, Move.SEND_MACHINE, Move.WITHDRAW):
            assert found.by == {Actor.OWNER}
        assert (Actor.PROGRAM in found.by) == (found.move == Move.CHECK)


def test_the_centre_can_close_every_case_that_is_under_way() -> None:
    for service, state in every():
        if state == State.DRAFT or state in ENDS:
            continue
        by_link = {found.move for found in steps(service, state) if Actor.SUPPORT_LINK in found.by}
        assert by_link & {Move.CLOSE, Move.FINISH}, (service, state)


def test_the_centre_is_waited_for_where_it_has_to_act() -> None:
    assert waits_for(Service.HANDSBUY, State.ASKED) == Party.CENTRE
    assert waits_for(Service.HANDSBUY, State.QUOTED) == Party.OWNER
    assert waits_for(Service.HANDSBUY, State.PAID) == Party.CENTRE
    assert waits_for(Service.HANDS_ON, State.PAYMENT_DUE) == Party.OWNER
    assert waits_for(Service.PHONE_MAIL, State.SENT) == Party.CENTRE
