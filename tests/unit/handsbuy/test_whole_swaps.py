"""Every part that owners swap, by the guide that ships for it: done right, and in every way that goes wrong."""

import re
from collections.abc import Sequence
from datetime import timedelta

import msgspec
import pytest

from haas_client.diagnostics.snapshot import Snapshot
from haas_client.handsbuy import conduct, course
from haas_client.handsbuy.pack import conditions
from haas_client.handsbuy.pack.checks import Outcome, Result
from haas_client.handsbuy.pack.fact_table import CHASSIS
from haas_client.handsbuy.situations import Situation
from tests import shipped
from tests.unit.handsbuy import whole, whole_drives, whole_memory, whole_supply
from tests.unit.handsbuy.whole import Job

JOBS = whole_memory.jobs() | whole_drives.jobs() | whole_supply.jobs()
each_job = pytest.mark.parametrize("job", JOBS.values(), ids=JOBS)
RIGHT = {f"{name}: {way}": (job, after) for name, job in JOBS.items() for way, after in job.right.items()}
WRONG = {f"{name}: {way}": (job, *told) for name, job in JOBS.items() for way, told in job.wrong.items()}


def test_every_guide_that_ships_is_gone_through() -> None:
    assert {f"jp.linuxmania.{job.guide}" for job in JOBS.values()} == set(shipped.IDS)


@each_job
def test_from_its_beginning_to_the_checks(job: Job) -> None:
    guide = job.of()
    for chassis in guide.applies.facts["chassis"]:
        swap = job.swap(str(chassis))
        assert conditions.applies(guide, conduct.facts(swap, job.before)) == conditions.Decided.YES
        whole.gone_through(guide, swap, job.before, job.before.taken_at + timedelta(minutes=5))


@each_job
def test_nothing_is_shown_before_its_questions_are_answered(job: Job) -> None:
    guide, swap = job.of(), job.swap()
    asked = {"chassis", *job.answers, *(("order.reason",) if job.guide.startswith("storage") else ())}
    bare = msgspec.structs.replace(swap, answers={"order.job": job.job})
    shown = whole.page(guide, bare, job.before)
    assert {ask.fact for ask in shown.asks} <= asked
    assert course.Hindrance.QUESTIONS in course.hindrances(bare, shown)


@each_job
def test_for_another_shape_of_pc_no_step_is_shown(job: Job) -> None:
    """Not even those that would fit: among them the one that pulls the cord may be missing."""
    for chassis in set(CHASSIS) - set(job.of().applies.facts["chassis"]):
        shown = whole.page(job.of(), job.swap(chassis), job.before)
        assert (shown.steps, [(ask.fact, ask.question) for ask in shown.asks]) == ((), [("chassis", None)])


@pytest.mark.parametrize(("job", "after"), RIGHT.values(), ids=RIGHT)
def test_done_right_every_check_is_well(job: Job, after: Snapshot) -> None:
    found = whole.seen(job.of(), job.swap(), job.before, after)
    outcomes = whole.outcomes(found)
    assert found.noticed == ()
    assert {name for name, outcome in outcomes.items() if outcome != Outcome.OK} == set(job.untold)
    assert outcomes


@pytest.mark.parametrize(("job", "after", "situations"), WRONG.values(), ids=WRONG)
def test_done_wrong_it_is_never_proven_and_leads_back(job: Job, after: Snapshot, situations: set[Situation]) -> None:
    found = whole.seen(job.of(), job.swap(), job.before, after)
    assert found.standing != Outcome.OK
    assert {one.situation for one in found.noticed} == situations
    shown = {step.id for step in whole.page(job.of(), job.swap(), job.before).steps}
    assert whole.ways_back(found) <= shown


@each_job
def test_nothing_read_of_before_proves_nothing_was_done(job: Job) -> None:
    """The PC could not start any more: what is there now cannot be compared."""
    for after in job.right.values():
        found = whole.seen(job.of(), job.swap(), None, after)
        assert Outcome.FAILED not in whole.outcomes(found).values()


@each_job
def test_a_no_is_never_well(job: Job) -> None:
    for after in job.right.values():
        found = whole.seen(job.of(), job.swap(), job.before, after, well=False)
        assert found.standing == Outcome.FAILED


ONLY_NOTICED = {
    "memory.dimm replace: both moved",  # the slot has another module: that is what its check asks
    "memory.sodimm replace: both moved",
    "psu, told by the board: not done",  # nothing of a supply is measured but how it feeds
    "sata_replaced: another PC",
    "sata_replaced: clock set on",
}
"""What every check takes for well, and only the situation shows."""


def test_the_rest_of_what_goes_wrong_is_seen_by_a_check() -> None:
    blind = {way for way, (job, after, _) in WRONG.items() if course.standing(_results(job, after)) == Outcome.OK}
    assert {re.sub(", (as|size|number|both) told:", ":", way) for way in blind} == ONLY_NOTICED


def _results(job: Job, after: Snapshot) -> Sequence[Result]:
    return whole.seen(job.of(), job.swap(), job.before, after).results
