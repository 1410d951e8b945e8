"""A whole swap by a guide that ships: begun, prepared step by step, the PC off and back, and looked at again."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from haas_client.cases.model import Particulars
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.snapshot import Boot, BootEnd, Records, Snapshot, System
from haas_client.diagnostics.unknown import Unknown
from haas_client.handsbuy import conduct, course
from haas_client.handsbuy.course import Hindrance
from haas_client.handsbuy.pack.checks import Outcome
from haas_client.handsbuy.pack.found import Value
from haas_client.handsbuy.pack.guide import Guide
from haas_client.handsbuy.pack.vocabulary import CheckKind, Kind
from haas_client.handsbuy.proof import Seen, looked
from haas_client.handsbuy.sheet import Sheet, sheet
from haas_client.handsbuy.situations import Situation
from haas_client.handsbuy.swap import Carrier, Copy, Proof, Stage, Swap
from tests import shipped
from tests.unit.builders import system
from tests.unit.handsbuy.swaps import changed

REPLACE, ADD = "replace", "add"
RUNNING = timedelta(minutes=100)
"""How long the PC has been on again when it is looked at: longer than any check waits."""


def begun(guide: Guide, before: Snapshot, part: Part | None, answers: Mapping[str, Value], order: Particulars) -> Swap:
    return course.begun(guide, before.taken_at, part=part, order=order, answers=answers)


def page(guide: Guide, swap: Swap, before: Snapshot | None) -> Sheet:
    return sheet(guide, conduct.facts(swap, before), "en")


def gone_through(guide: Guide, swap: Swap, before: Snapshot, now: datetime) -> Swap:
    """Every step of the sheet in its order, with all that stands in the way of the next; the PC runs again."""
    shown = page(guide, swap, before)
    assert not shown.asks
    assert [step.number for step in shown.steps] == list(range(1, len(shown.steps) + 1))
    swap = _ticked_off(swap, shown)
    swap = _settled(swap, shown, now)
    swap = course.went_off(swap, "boot-1", now)
    assert course.current(swap, shown) == shown.of_phase(*course.PHASES[Stage.OFF])[0]
    swap = _ticked_off(swap, shown)
    assert course.as_of_now(swap, guide, "boot-1") == swap
    swap = course.as_of_now(swap, guide, "boot-2")
    assert swap.stage == Stage.AFTER
    return _ticked_off(swap, shown)


def _ticked_off(swap: Swap, shown: Sheet) -> Swap:
    """The steps of its stage, one after the other."""
    steps = course.steps(swap, shown)
    assert steps
    for step in steps:
        swap = course.shown(swap, step.id)
        assert course.current(swap, shown) == step
        for name in step.ticks:
            assert not course.is_done(swap, step)
            swap = course.ticked(swap, name, on=True)
        assert course.is_done(swap, step)
    return swap


def _settled(swap: Swap, shown: Sheet, now: datetime) -> Swap:
    data = [Hindrance.COPY] if shown.kind == Kind.STORAGE and swap.part else []
    assert course.hindrances(swap, shown) == (*data, Hindrance.CARRIER)
    swap = course.settled(swap, Copy(place="a drive in the drawer", proof=Proof.WORD, agreed_at=now))
    swap = course.carried(swap, Carrier.PAPER)
    assert course.hindrances(swap, shown) == ()
    return swap


def back(before: Snapshot, **changes: Any) -> Snapshot:
    """The PC two hours later: shut down in order, started again, and running long enough for every check."""
    now = before.taken_at + timedelta(hours=2)
    values: dict[str, Any] = {"taken_at": now}
    if isinstance(before.system, System):
        values["system"] = msgspec.structs.replace(before.system, uptime_seconds=int(RUNNING.total_seconds()))
    if isinstance(before.records, Records):
        values["records"] = msgspec.structs.replace(before.records, boots=_boots(before.records, now), kernel=())
    return msgspec.structs.replace(before, **values | changes)


def _boots(records: Records, now: datetime) -> tuple[Boot, ...]:
    known = () if isinstance(records.boots, Unknown) else records.boots
    ended = (msgspec.structs.replace(one, end=BootEnd.CLEAN) if one.end == BootEnd.RUNNING else one for one in known)
    return (*ended, Boot(started_at=now - RUNNING, end=BootEnd.RUNNING))


def seen(guide: Guide, swap: Swap, before: Snapshot | None, after: Snapshot, *, well: bool = True) -> Seen:
    """What the program says of it, where the owner answers every question that is left to them."""
    for check in guide.checks:
        if check.kind == CheckKind.ASK:
            swap = course.said(swap, check.id, well=well)
    return looked(guide, swap, before, after)


def outcomes(found: Seen) -> dict[str, Outcome]:
    return {result.check.id: result.outcome for result in found.results}


def ways_back(found: Seen) -> set[str]:
    """Every step that is named to go back to."""
    return {*(one.go for one in found.results if one.go), *(one.go for one in found.noticed if one.go)}


def guide_of(name: str) -> Guide:
    return shipped.guide(f"jp.linuxmania.{name}")


Wrong = Mapping[str, tuple[Snapshot, set[Situation]]]
"""What is read of the PC then, and what must be noticed, by what went wrong."""


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One part to be swapped in one PC."""

    guide: str
    job: str
    before: Snapshot
    part: Part | None
    answers: Mapping[str, Value]
    order: Particulars = Particulars()
    right: Mapping[str, Snapshot]
    wrong: Wrong
    untold: frozenset[str] = frozenset()
    """Checks of which this PC cannot tell even where all is right."""

    def swap(self, chassis: str = "") -> Swap:
        chassis = chassis or str(self.of().applies.facts["chassis"][0])
        answers = {"order.job": self.job, "order.reason": "failure", "chassis": chassis} | dict(self.answers)
        return begun(self.of(), self.before, self.part, answers, self.order)

    def of(self) -> Guide:
        return guide_of(self.guide)


def anywhere(before: Snapshot, after: Snapshot) -> Wrong:
    """Whatever is swapped: the clock, another PC."""
    early, late = timedelta(days=-900), timedelta(days=4000)
    return {
        "clock set back": (changed(after, taken_at=before.taken_at + early), {Situation.CLOCK_WRONG}),
        "clock set on": (changed(after, taken_at=before.taken_at + late), {Situation.CLOCK_WRONG}),
        "another PC": (changed(after, system=system(board="Other")), {Situation.OTHER_PC}),
    }
