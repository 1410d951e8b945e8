"""How a swap goes on: each step as a function, and why something may not be done yet."""

from datetime import timedelta
from typing import Any

import pytest

from haas_client.cases.model import Particulars
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.kinds import PartKind
from haas_client.handsbuy import course
from haas_client.handsbuy.course import Hindrance
from haas_client.handsbuy.pack.checks import Outcome, Result
from haas_client.handsbuy.pack.found import Facts
from haas_client.handsbuy.pack.guide import Guide
from haas_client.handsbuy.pack.vocabulary import Kind, Phase
from haas_client.handsbuy.sheet import sheet
from haas_client.handsbuy.swap import Carrier, Copy, Proof, Stage
from tests.unit.builders import NOW
from tests.unit.handsbuy import guides
from tests.unit.handsbuy.swaps import swap

DAY = timedelta(days=1)


def part(serial: str = "A1") -> Part:
    return Part(kind=PartKind.STORAGE, slot="SATA 1", model="Example", serial=serial)


def guide(**changes: Any) -> Guide:
    steps = (
        guides.step("which", phase=Phase.BEFORE),
        guides.step("open", phase=Phase.OFF),
        guides.step("insert", phase=Phase.OFF),
        guides.step("look", phase=Phase.AFTER),
        guides.step("report", phase=Phase.AFTER),
    )
    return guides.guide(**{"kind": Kind.STORAGE, "steps": steps} | changes)


def shown(of: Guide | None = None) -> Any:
    return sheet(of or guide(), Facts(), "en")


def result(outcome: Outcome) -> Result:
    return Result(check=guides.check(), outcome=outcome)


def test_nothing_stands_in_the_way_once_all_is_settled() -> None:
    ready = swap(part=part(), ticks=("which",), carriers=(Carrier.PAPER,), copy=agreed())
    assert course.hindrances(ready, shown()) == ()


def agreed(**changes: Any) -> Copy:
    values: dict[str, Any] = {"place": "/mnt", "proof": Proof.COMPARED, "agreed_at": NOW}
    return Copy(**values | changes)


@pytest.mark.parametrize(
    ("changes", "hindrance"),
    [
        ({"ticks": ()}, Hindrance.TICKS),
        ({"carriers": ()}, Hindrance.CARRIER),
        ({"copy": Copy()}, Hindrance.COPY),
        ({"copy": agreed(agreed_at=None)}, Hindrance.COPY),
        ({"copy": agreed(proof=None)}, Hindrance.COPY),
    ],
)
def test_each_that_is_missing_is_told_alone(changes: dict[str, Any], hindrance: Hindrance) -> None:
    ready: dict[str, Any] = {"part": part(), "ticks": ("which",), "carriers": (Carrier.WORD,), "copy": agreed()}
    assert course.hindrances(swap(**ready | changes), shown()) == (hindrance,)


def test_a_word_that_nothing_is_needed_settles_the_data() -> None:
    given_up = Copy(given_up=True, agreed_at=NOW)
    ready = swap(part=part(), ticks=("which",), carriers=(Carrier.WORD,), copy=given_up)
    assert course.hindrances(ready, shown()) == ()


def test_without_a_drive_that_goes_out_there_is_no_data_to_settle() -> None:
    adding = swap(ticks=("which",), carriers=(Carrier.WORD,))
    assert course.hindrances(adding, shown()) == ()
    memory = swap(part=part(), ticks=("which",), carriers=(Carrier.WORD,))
    assert course.hindrances(memory, shown(guide(kind=Kind.MEMORY))) == ()


def test_a_question_that_is_open_stands_in_the_way() -> None:
    steps = (guides.step("which", phase=Phase.BEFORE, conditions=(guides.condition(chassis="tower"),)),)
    asking = guide(steps=steps, questions=(guides.question("chassis", "tower", "notebook"),))
    ready = swap(ticks=("which",), carriers=(Carrier.WORD,))
    assert course.hindrances(ready, shown(asking)) == (Hindrance.QUESTIONS,)


def test_another_part_needs_its_own_word_on_the_data() -> None:
    settled = swap(part=part(), copy=agreed())
    assert course.of_part(settled, part()).copy == agreed()
    other = course.of_part(settled, part("B2"))
    assert (other.part, other.copy) == (part("B2"), Copy())


def test_a_tick_is_made_once_and_taken_back() -> None:
    once = course.ticked(course.ticked(swap(), "a", on=True), "a", on=True)
    assert once.ticks == ("a",)
    assert course.ticked(once, "a", on=False).ticks == ()


def test_what_was_first_switched_off_for_stays() -> None:
    first = course.went_off(swap(), "boot-1", NOW)
    assert (first.stage, first.boot_id, first.off_at) == (Stage.OFF, "boot-1", NOW)
    again = course.went_off(first, "boot-2", NOW + DAY)
    assert (again.boot_id, again.off_at) == ("boot-2", NOW)


@pytest.mark.parametrize(
    ("before", "now", "was"), [("1", "2", True), ("1", "1", False), ("", "2", False), ("1", "", False)]
)
def test_that_the_pc_was_off_is_believed_only_where_the_kernel_says_so(before: str, now: str, was: bool) -> None:
    gone = course.went_off(swap(), before, NOW)
    assert course.was_off(gone, now) is was
    opened = course.as_of_now(gone, guide(), now)
    assert opened.stage == (Stage.AFTER if was else Stage.OFF)


def test_what_was_said_of_the_last_try_is_asked_anew() -> None:
    tried = course.said(swap(stage=Stage.AFTER), "seen", well=True)
    assert tried.said == {"seen": True}
    assert course.came_back(tried).said == {}


def test_back_to_a_step_with_the_pc_off_all_of_them_are_to_be_done_again() -> None:
    tried = swap(stage=Stage.AFTER, boot_id="b", ticks=("which", "open", "open!0", "insert", "look"))
    again = course.again(tried, "insert", guide())
    assert (again.stage, again.step, again.boot_id) == (Stage.OFF, "", "")
    assert again.ticks == ("which", "look")


def test_back_to_a_step_that_follows_only_what_follows_it_is() -> None:
    tried = swap(stage=Stage.AFTER, boot_id="b", ticks=("which", "open", "insert", "look", "report"))
    again = course.again(tried, "report", guide())
    assert (again.stage, again.step, again.boot_id) == (Stage.AFTER, "report", "b")
    assert again.ticks == ("which", "open", "insert", "look")


def test_back_to_a_step_that_the_guide_has_no_more() -> None:
    assert course.again(swap(stage=Stage.AFTER), "gone", guide()).stage == Stage.BEFORE


@pytest.mark.parametrize(
    ("outcomes", "standing"),
    [
        ((), Outcome.CANNOT_TELL),
        ((Outcome.OK, Outcome.OK), Outcome.OK),
        ((Outcome.OK, Outcome.CANNOT_TELL), Outcome.CANNOT_TELL),
        ((Outcome.CANNOT_TELL, Outcome.NOT_YET, Outcome.OK), Outcome.NOT_YET),
        ((Outcome.NOT_YET, Outcome.FAILED, Outcome.OK), Outcome.FAILED),
    ],
)
def test_the_gravest_outcome_counts(outcomes: tuple[Outcome, ...], standing: Outcome) -> None:
    assert course.standing([result(outcome) for outcome in outcomes]) == standing


def test_a_week_without_anything_is_the_end() -> None:
    watching = course.watched(swap(), NOW)
    assert course.looked_again(watching, (), NOW + 6 * DAY).stage == Stage.WATCH
    over = course.looked_again(watching, (), NOW + 7 * DAY)
    assert (over.stage, over.ended_at) == (Stage.DONE, NOW + 7 * DAY)


def test_a_look_that_could_read_nothing_ends_no_watch() -> None:
    watching = course.watched(swap(), NOW)
    late = course.looked_again(watching, (), NOW + 30 * DAY, read=False)
    assert late.stage == Stage.WATCH
    assert course.looked_again(late, (), NOW + 31 * DAY).stage == Stage.DONE


def test_a_swap_that_is_done_again_is_watched_anew() -> None:
    """What was noticed on the part of before is none of the next one's."""
    watching = course.looked_again(course.watched(swap(), NOW), ("storage.pending_sectors",), NOW + DAY)
    redone = course.again(watching, "insert", guide())
    assert redone.watched_from is None
    assert course.again(watching, "gone", guide()).watched_from is None
    assert course.watched(redone, NOW + 2 * DAY).noticed == ()


def test_what_was_noticed_keeps_the_watch_open() -> None:
    watching = course.looked_again(course.watched(swap(), NOW), ("storage.pending_sectors",), NOW + DAY)
    later = course.looked_again(watching, (), NOW + 30 * DAY)
    assert (later.stage, later.noticed) == (Stage.WATCH, ("storage.pending_sectors",))


def test_a_clock_that_goes_back_begins_the_week_anew() -> None:
    watching = course.watched(swap(), NOW)
    back = course.looked_again(watching, (), NOW - 300 * DAY)
    assert back.watched_from == NOW - 300 * DAY
    assert course.looked_again(back, (), NOW - 294 * DAY).stage == Stage.WATCH
    assert course.looked_again(back, (), NOW - 293 * DAY).stage == Stage.DONE


def test_one_that_is_not_watched_is_left_alone() -> None:
    begun = swap()
    assert course.looked_again(begun, ("a",), NOW + 9 * DAY) == begun


@pytest.mark.parametrize(("version", "ticks"), [("1.4.0", ("which",)), ("2.0.0", ())])
def test_a_renewed_guide_keeps_ticks_within_its_major_version(version: str, ticks: tuple[str, ...]) -> None:
    renewed = course.with_guide(swap(ticks=("which",)), guide(version=version))
    assert (renewed.version, renewed.ticks) == (version, ticks)


def test_the_step_that_is_shown_is_the_named_one_else_the_first_that_is_not_done() -> None:
    of = shown()
    off = swap(stage=Stage.OFF)
    for changes, expected in (
        ({"step": "insert"}, "insert"),
        ({"step": "gone"}, "open"),
        ({"step": "", "ticks": ("open",)}, "insert"),
        ({"step": "", "ticks": ("open", "insert")}, "insert"),
    ):
        current = course.current(swap(**{"stage": Stage.OFF} | changes), of)
        assert current
        assert current.id == expected
    assert course.current(swap(stage=Stage.WATCH), of) is None
    assert [step.id for step in course.steps(off, of)] == ["open", "insert"]


def test_what_the_centre_sends_may_be_told_later() -> None:
    order = Particulars(part_kind="storage", part_serial="S1")
    assert course.ordered(swap(), order).order == order
