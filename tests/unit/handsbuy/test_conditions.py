"""Whether a step is for this machine: what is unknown is asked for, never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.handsbuy.pack.conditions import Ask, Decided, Decision, applies, decide
from haas_client.handsbuy.pack.found import Facts, Value
from haas_client.handsbuy.pack.guide import Condition
from tests.unit.builders import unknown
from tests.unit.handsbuy.guides import condition, guide, question

DIMM = condition(memory_form=("DIMM", "RIMM"))
NOT_TOWER = condition(negated=True, chassis="tower")


def decided(*conditions: Condition, **facts: Value) -> Decision:
    known = Facts(values={name.replace("__", "."): value for name, value in facts.items()})
    return decide(conditions, guide(questions=(question("memory_form", "DIMM", "SODIMM"),)), known)


def test_all_must_hold_and_a_list_means_any() -> None:
    assert decided() == Decided.YES
    assert decided(DIMM, memory_form="DIMM") == Decided.YES
    assert decided(DIMM, memory_form="SODIMM") == Decided.NO
    assert decided(DIMM, NOT_TOWER, memory_form="RIMM", chassis="notebook") == Decided.YES
    assert decided(DIMM, NOT_TOWER, memory_form="RIMM", chassis="tower") == Decided.NO


def test_unless_of_two_facts_hinders_only_where_both_match() -> None:
    both = condition(negated=True, chassis="tower", memory_form="DIMM")
    assert decided(both, chassis="tower", memory_form="SODIMM") == Decided.YES
    assert decided(both, chassis="tower", memory_form="DIMM") == Decided.NO
    assert decided(both, chassis="notebook") == Decided.YES  # whatever the form is


def test_what_is_unknown_is_asked_for_by_the_guides_question() -> None:
    asked = decided(DIMM)
    assert isinstance(asked, Ask)
    assert (asked.fact, asked.question and asked.question.fact) == ("memory_form", "memory_form")
    assert decided(NOT_TOWER) == Ask(fact="chassis", question=None)


def test_what_is_known_decides_before_anything_is_asked() -> None:
    assert decided(DIMM, NOT_TOWER, chassis="tower") == Decided.NO
    assert decided(condition(chassis="tower", memory_form="DIMM"), chassis="notebook") == Decided.NO


def test_an_answer_is_a_fact_from_then_on_and_never_speaks_over_what_was_measured() -> None:
    facts = Facts(values={"chassis": unknown(), "memory_form": "DIMM"})
    told = facts.answered({"chassis": "tower", "memory_form": "SODIMM"})
    assert (told.value("chassis"), told.value("memory_form")) == ("tower", "DIMM")


def test_a_number_is_no_truth_and_serials_are_compared_as_they_are_read() -> None:
    assert decided(condition(part__slot_known=True), part__slot_known=1) == Decided.NO
    assert decided(condition(part__serial="AB-12 3"), part__serial="ab123") == Decided.YES
    assert decided(condition(part__serial="-"), part__serial="--") == Decided.NO


def test_a_guide_applies_by_the_same_rules() -> None:
    one = guide(applies=condition(chassis="tower"))
    assert applies(one, Facts(values={"chassis": "tower"})) == Decided.YES
    assert isinstance(applies(one, Facts()), Ask)


_NAMES = st.sampled_from(["chassis", "memory_form", "part.slot_known", "no.such.fact"])
_VALUES = st.sampled_from(["tower", "DIMM", True, False, 1, 0])
_CONDITIONS = st.lists(
    st.builds(Condition, facts=st.dictionaries(_NAMES, st.tuples(_VALUES), max_size=3), negated=st.booleans()),
    max_size=3,
)


@given(_CONDITIONS, st.dictionaries(_NAMES, _VALUES), st.dictionaries(_NAMES, _VALUES))
def test_what_is_learned_later_never_turns_a_decision_round(
    conditions: list[Condition], known: dict[str, Value], learned: dict[str, Value]
) -> None:
    facts = Facts(values=dict(known))
    first = decide(conditions, guide(), facts)
    then = decide(conditions, guide(), facts.answered(learned))
    if isinstance(first, Ask):
        assert first.fact not in known
    else:
        assert then == first


@pytest.mark.parametrize("negated", [True, False])
def test_without_facts_a_condition_holds(negated: bool) -> None:
    empty = Condition(facts={}, negated=negated)
    assert decided(empty) == (Decided.NO if negated else Decided.YES)
