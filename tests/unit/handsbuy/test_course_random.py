"""Whatever is done with a swap in whatever order: nothing raises, nothing is lost, and no end comes by itself."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from haas_client.cases.model import Particulars
from haas_client.handsbuy import course
from haas_client.handsbuy.course import Hindrance
from haas_client.handsbuy.pack.checks import Outcome, Result
from haas_client.handsbuy.pack.found import Facts, Value
from haas_client.handsbuy.pack.guide import Caution, Guide
from haas_client.handsbuy.pack.vocabulary import Hazard, Kind, Level, Phase
from haas_client.handsbuy.sheet import Sheet, sheet
from haas_client.handsbuy.swap import AT_WORK, OPEN, Carrier, Copy, Proof, Stage, Swap
from tests.unit.builders import NOW, drive, module
from tests.unit.handsbuy import guides
from tests.unit.handsbuy.swaps import part_of, swap

MAINS = Caution(level=Level.DANGER, hazard=Hazard.MAINS, words=None, confirm=guides.words())
NOTEBOOK = guides.condition(chassis="notebook")


def steps(prefix: str = "") -> tuple[Any, ...]:
    return (
        guides.step(f"{prefix}know", phase=Phase.BEFORE, confirm=None),
        guides.step(f"{prefix}copy", phase=Phase.BEFORE, cautions=(MAINS, MAINS)),
        guides.step(f"{prefix}battery", phase=Phase.BEFORE, conditions=(NOTEBOOK,)),
        guides.step(f"{prefix}unplug", cautions=(MAINS,)),
        guides.step(f"{prefix}insert"),
        guides.step(f"{prefix}start", phase=Phase.AFTER, confirm=None),
        guides.step(f"{prefix}install", phase=Phase.AFTER),
    )


def guide(kind: Kind = Kind.STORAGE, version: str = "1.0.0", prefix: str = "") -> Guide:
    asks = (guides.question("chassis", "tower", "notebook"),)
    return guides.guide(kind=kind, version=version, steps=steps(prefix), questions=asks)


GUIDES = st.sampled_from(
    [guide(), guide(Kind.MEMORY), guide(version="1.2.0"), guide(version="2.0.0", prefix="new-"), guides.guide(steps=())]
)
STEP_IDS = st.sampled_from([step.id for step in steps()] + ["new-insert", "gone", ""])
TICKS = st.sampled_from(
    ["copy", "copy!0", "copy!1", "battery", "unplug", "unplug!0", "insert", "install", "know", "gone", "!"]
)
TIMES = st.integers(-20, 20).map(lambda days: NOW + timedelta(days=days))
PARTS = st.sampled_from([None, part_of(drive()), part_of(drive(serial="OTHER")), part_of(module())])
COPIES = st.builds(
    Copy,
    place=st.sampled_from(["", "/media", "\udcff"]),
    proof=st.none() | st.sampled_from(Proof),
    given_up=st.booleans(),
    agreed_at=st.none() | TIMES,
)
VALUES: st.SearchStrategy[Value] = st.sampled_from(["tower", "notebook", "add", "replace", True, 7])
ANSWERS = st.tuples(st.sampled_from(["chassis", "order.job", "x"]), VALUES)
BOOTS = st.sampled_from(["", "boot-1", "boot-2"])
CODES = st.lists(st.sampled_from(["a", "b"]), max_size=2)

Change = Callable[[Swap], Swap]


def _changes() -> dict[str, st.SearchStrategy[Change]]:
    """Every function that leads from one state to the next, with whatever may be said with it."""
    one = st.tuples
    return {
        "ordered": one(st.sampled_from([Particulars(), Particulars(part="X", part_kind="storage")])).map(
            lambda args: lambda swap: course.ordered(swap, *args)
        ),
        "answered": ANSWERS.map(lambda args: lambda swap: course.answered(swap, *args)),
        "asked_again": ANSWERS.map(lambda args: lambda swap: course.asked_again(swap, args[0])),
        "of_part": PARTS.map(lambda part: lambda swap: course.of_part(swap, part)),
        "ticked": one(TICKS, st.booleans()).map(lambda args: lambda swap: course.ticked(swap, args[0], on=args[1])),
        "shown": STEP_IDS.map(lambda name: lambda swap: course.shown(swap, name)),
        "settled": COPIES.map(lambda copy: lambda swap: course.settled(swap, copy)),
        "carried": st.sampled_from(Carrier).map(lambda carrier: lambda swap: course.carried(swap, carrier)),
        "went_off": one(BOOTS, TIMES).map(lambda args: lambda swap: course.went_off(swap, *args)),
        "back_before": st.just(course.back_before),
        "came_back": st.just(course.came_back),
        "said": one(STEP_IDS, st.booleans()).map(lambda args: lambda swap: course.said(swap, args[0], well=args[1])),
        "again": one(STEP_IDS, GUIDES).map(lambda args: lambda swap: course.again(swap, *args)),
        "stuck": one(STEP_IDS, TIMES).map(lambda args: lambda swap: course.stuck(swap, *args)),
        "watched": TIMES.map(lambda now: lambda swap: course.watched(swap, now)),
        "watched_on": st.just(course.watched_on),
        "looked_again": one(CODES, TIMES).map(lambda args: lambda swap: course.looked_again(swap, *args)),
        "done": TIMES.map(lambda now: lambda swap: course.done(swap, now)),
        "left": TIMES.map(lambda now: lambda swap: course.left(swap, now)),
        "as_of_now": one(GUIDES, BOOTS).map(lambda args: lambda swap: course.as_of_now(swap, *args)),
        "with_guide": GUIDES.map(lambda of: lambda swap: course.with_guide(swap, of)),
    }


CHANGES = _changes()
NAMED = st.sampled_from(sorted(CHANGES)).flatmap(lambda name: CHANGES[name].map(lambda change: (name, change)))
COURSES = st.lists(NAMED, max_size=25)


def gone_through(path: list[tuple[str, Change]]) -> list[tuple[str, Swap, Swap]]:
    """Each change with the state before and after it."""
    found, now = [], course.begun(guide(), NOW)
    for name, change in path:
        before, now = now, change(now)
        found.append((name, before, now))
    return found


def test_every_function_from_one_state_to_the_next_is_among_them() -> None:
    told = {
        name
        for name, function in vars(course).items()
        if callable(function) and getattr(function, "__annotations__", {}).get("return") is Swap
    }
    assert told - {"begun"} == set(CHANGES)


@settings(max_examples=300)
@given(COURSES, GUIDES)
def test_no_order_of_doing_things_raises_and_each_state_can_be_kept_and_shown(
    path: list[tuple[str, Change]], of: Guide
) -> None:
    shown = sheet(of, Facts(), "ja")
    for _, _, now in gone_through(path):
        assert msgspec.json.decode(msgspec.json.encode(now), type=Swap) == now
        course.hindrances(now, shown)
        step = course.current(now, shown)
        here = course.steps(now, shown)
        assert (step in here) if step else here == ()
        assert len(set(now.ticks)) == len(now.ticks)
        assert len(set(now.carriers)) == len(now.carriers)
        assert now.open == (now.stage in OPEN)


LEADS = {
    Stage.DONE: {"done", "looked_again"},
    Stage.WATCH: {"watched", "watched_on"},
    Stage.LEFT: {"left"},
    Stage.OFF: {"went_off", "again"},
    Stage.AFTER: {"came_back", "again", "as_of_now"},
    Stage.BEFORE: {"back_before", "again"},
}
"""Nothing else leads to a stage: a tick, a carrier, an answer moves nothing on."""


@settings(max_examples=300)
@given(COURSES)
def test_a_stage_is_reached_only_by_what_says_so(path: list[tuple[str, Change]]) -> None:
    for name, before, now in gone_through(path):
        assert now.stage == before.stage or name in LEADS[now.stage]


@settings(max_examples=300)
@given(COURSES)
def test_the_end_comes_by_a_word_or_after_a_watch_without_anything(path: list[tuple[str, Change]]) -> None:
    for name, before, now in gone_through(path):
        if name == "looked_again" and now.stage == Stage.DONE and before.stage != Stage.DONE:
            assert before.stage == Stage.WATCH
            assert now.noticed == ()
            assert before.watched_from is not None
            assert now.ended_at is not None
            assert now.ended_at - before.watched_from >= course.WATCH
        if now.stage == Stage.DONE and before.stage in AT_WORK:
            assert name == "done"


@given(st.sampled_from([stage for stage in Stage if stage != Stage.WATCH]), CODES, TIMES)
def test_a_swap_that_is_not_watched_any_more_is_left_alone(stage: Stage, codes: list[str], now: datetime) -> None:
    """Back to a step from the watch, say: the time that passed proves nothing then."""
    one = swap(stage=stage, watched_from=NOW - timedelta(days=30))
    assert course.looked_again(one, codes, now) == one


@given(st.lists(st.sampled_from(["a", "b"])), TIMES)
def test_a_watch_that_was_given_up_goes_on_as_it_was(codes: list[str], now: datetime) -> None:
    watched = course.looked_again(course.watched(swap(), NOW), codes, NOW)
    assert course.watched_on(course.left(watched, now)) == watched
    never = course.left(swap(), now)
    assert course.watched_on(never) == never


@settings(max_examples=300)
@given(COURSES)
def test_nothing_that_the_owner_did_is_forgotten_but_by_what_takes_it_back(path: list[tuple[str, Change]]) -> None:
    takes_back = {
        "ticks": {"ticked", "again", "with_guide", "as_of_now"},
        "answers": {"answered", "asked_again"},
        "copy": {"settled", "of_part"},
        "carriers": set(),
        "troubles": set(),
        "part": {"of_part"},
        "order": {"ordered"},
        "noticed": {"watched"},
        "said": {"said", "came_back", "as_of_now"},
        "off_at": set(),
    }
    for name, before, now in gone_through(path):
        for field, names in takes_back.items():
            was, is_now = getattr(before, field), getattr(now, field)
            kept = set(was) <= set(is_now) if isinstance(was, tuple) else was in (is_now, None)
            assert kept or name in names, (name, field)


@given(COURSES, PARTS, PARTS)
def test_what_was_settled_for_one_drive_never_holds_for_another(
    path: list[tuple[str, Change]], part: Any, other: Any
) -> None:
    for _, _, now in gone_through(path):
        changed = course.of_part(course.of_part(now, part), other)
        assert changed.part == other
        assert not changed.copy.agreed or other == part == now.part or part == other


# What stands in the way


SWAPS = st.builds(
    swap,
    part=PARTS,
    answers=st.dictionaries(st.just("chassis"), st.sampled_from(["tower", "notebook"]), max_size=1),
    ticks=st.lists(TICKS, unique=True).map(tuple),
    copy=COPIES,
    carriers=st.lists(st.sampled_from(Carrier), unique=True, max_size=2).map(tuple),
)


def _shown(of: Guide, one: Swap) -> Sheet:
    return sheet(of, Facts(values=dict(one.answers)), "en")


@settings(max_examples=400)
@given(SWAPS, st.sampled_from([guide(), guide(Kind.MEMORY), guide(Kind.PSU)]))
def test_the_pc_may_be_switched_off_exactly_when_all_is_settled(one: Swap, of: Guide) -> None:
    chassis = one.answers.get("chassis")
    needed = {"copy", "copy!0", "copy!1"} | ({"battery"} if chassis == "notebook" else set())
    settled = one.copy.agreed_at is not None and (one.copy.given_up or one.copy.proof is not None)
    expected = {
        Hindrance.QUESTIONS: chassis is None,
        Hindrance.TICKS: not needed <= set(one.ticks),
        Hindrance.COPY: of.kind == Kind.STORAGE and one.part is not None and not settled,
        Hindrance.CARRIER: not one.carriers,
    }
    found = course.hindrances(one, _shown(of, one))
    assert set(found) == {hindrance for hindrance, holds in expected.items() if holds}


def _result(outcome: Outcome) -> Result:
    return Result(check=guides.check(), outcome=outcome)


@given(st.lists(st.sampled_from(Outcome), max_size=6))
def test_only_checks_that_are_all_well_prove_a_swap(outcomes: list[Outcome]) -> None:
    standing = course.standing(tuple(map(_result, outcomes)))
    assert (standing == Outcome.OK) == (set(outcomes) == {Outcome.OK})
    open_ones = {Outcome.FAILED, Outcome.NOT_YET} & set(outcomes)
    assert (standing in (Outcome.OK, Outcome.CANNOT_TELL)) == (not open_ones)


@given(SWAPS, STEP_IDS, st.sampled_from(Stage))
def test_back_to_a_step_takes_back_that_step_and_what_follows_and_nothing_before(
    one: Swap, step_id: str, stage: Stage
) -> None:
    of = guide()
    back = course.again(msgspec.structs.replace(one, stage=stage), step_id, of)
    step = of.step(step_id)
    ids = [each.id for each in of.steps]
    if step is None:
        assert back.stage == Stage.BEFORE
        return
    first = ids.index(step_id) if step.phase != Phase.OFF else ids.index("unplug")
    left = {name.partition("!")[0] for name in back.ticks}
    assert {name for name in left if name in ids[:first]} == {
        name.partition("!")[0] for name in one.ticks if name.partition("!")[0] in ids[:first]
    }
    assert step_id not in left
    if step.phase != Phase.OFF:
        assert not left & set(ids[first:])
    current = course.current(back, _shown(of, msgspec.structs.replace(back, answers={"chassis": "notebook"})))
    assert current is not None
    assert current.phase == step.phase
