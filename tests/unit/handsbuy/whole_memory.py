"""Swaps of memory. Of the slots A1 to B2, A2 and B2 are filled: A2 is to go out, or A1 to be filled."""

from collections.abc import Mapping
from typing import Any

from haas_client.cases.model import Particulars
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.snapshot import Module, Snapshot
from haas_client.diagnostics.unknown import Reason
from haas_client.handsbuy.situations import Situation
from tests.machines import hand_written
from tests.unit.builders import GIB, unknown
from tests.unit.handsbuy import whole
from tests.unit.handsbuy.swaps import changed, machine, modules_of, part_of, with_modules
from tests.unit.handsbuy.whole import ADD, REPLACE, Job, Wrong

S = Situation
DESK = machine(hand_written.healthy)
A2, B2 = "36D18F21", "36D18F44"


def compact() -> Snapshot:
    """The same PC as one whose modules are small."""
    return changed(DESK, memory=with_modules(DESK, *(changed(one, form_factor="SODIMM") for one in modules_of(DESK))))


def with_slots(before: Snapshot, **filled: str | None) -> Snapshot:
    """Running again, with modules of these serial numbers in these slots ("NEW:32" has 32 GB); ``None`` is empty."""
    known = {one.slot.removeprefix("DIMM_"): one for one in modules_of(before)}
    made = [_module(known, name, filled.get(name, "as before")) for name in known]
    seen = sum(module.size_bytes for module in made if isinstance(module.size_bytes, int)) - GIB
    return whole.back(before, memory=changed(with_modules(before, *made), visible_bytes=seen))


def _module(known: Mapping[str, Module], name: str, told: str | None) -> Module:
    if told == "as before":
        return known[name]
    if told is None:
        return changed(known["A1"], slot=known[name].slot)
    serial, _, gigabytes = told.partition(":")
    size = int(gigabytes) * GIB if gigabytes else known["A2"].size_bytes
    return changed(known["A2"], slot=known[name].slot, serial=serial, size_bytes=size)


def module_in(before: Snapshot, slot: str) -> Part:
    return part_of(next(one for one in modules_of(before) if one.slot == slot))


def unreadable(before: Snapshot) -> Wrong:
    nothing = unknown(Reason.NO_RIGHT)
    return {
        "memory unread": (whole.back(before, memory=nothing), {S.NOTHING_READ}),
        "slots unread": (whole.back(before, memory=changed(before.memory, modules=nothing)), {S.NOTHING_READ}),
    }


def memory_replaced(guide: str, before: Snapshot) -> Job:
    return Job(
        guide=guide,
        job=REPLACE,
        before=before,
        part=module_in(before, "DIMM_A2"),
        answers={},
        right={
            "another module": with_slots(before, A2="NEW"),
            "a larger one": with_slots(before, A2="NEW:32"),
        },
        wrong={
            "not done": (with_slots(before), {S.NOT_DONE}),
            "old one in another slot": (with_slots(before, A2=None, A1=A2), {S.NOT_DONE}),
            "the other one replaced": (with_slots(before, B2="NEW"), {S.WRONG_REMOVED}),
            "the other one taken out": (with_slots(before, B2=None), {S.WRONG_REMOVED}),
            "both moved": (with_slots(before, A2=B2, B2=A2), {S.BOTH_MOVED}),
            "both moved to free slots": (with_slots(before, A2=None, B2=None, A1=A2, B1=B2), {S.BOTH_MOVED}),
            "new one in another slot": (with_slots(before, A2=None, A1="NEW"), {S.OTHER_SLOT}),
            "new one not seen": (with_slots(before, A2=None), {S.NEW_NOT_SEEN}),
            "new one beside the old": (with_slots(before, A1="NEW"), {S.OLD_STILL_IN}),
            "another came loose": (with_slots(before, A2="NEW", B2=None), {S.ANOTHER_GONE}),
            **unreadable(before),
        },
    )


def memory_added(guide: str, before: Snapshot, part: Part | None, order: Particulars) -> Job:
    elsewhere: dict[str, Snapshot] = {"in the other free slot": with_slots(before, B1="NEW")}
    wrong_place: Wrong = {name: (after, {S.OTHER_SLOT}) for name, after in elsewhere.items()}
    kit = {} if order.part_capacity_bytes else {"a pair": with_slots(before, A1="NEW1", B1="NEW2")}
    return Job(
        guide=guide,
        job=ADD,
        before=before,
        part=part,
        answers={},
        order=order,
        right={"one more": with_slots(before, A1="NEW"), **kit, **({} if part else elsewhere)},
        wrong={
            "not done": (with_slots(before), {S.NEW_NOT_SEEN}),
            "another came loose": (with_slots(before, A1="NEW", B2=None), {S.ANOTHER_GONE}),
            "new one not seen, another loose": (with_slots(before, B2=None), {S.NEW_NOT_SEEN, S.ANOTHER_GONE}),
            "moved": (with_slots(before, A2=None, A1=A2), {S.NEW_NOT_SEEN}),
            **(wrong_place if part else {}),
            **unreadable(before),
        },
    )


def pair_added(guide: str, before: Snapshot, part: Part) -> Job:
    """Two modules in one box: what the centre tells is the size of both."""
    return Job(
        guide=guide,
        job=ADD,
        before=before,
        part=part,
        answers={},
        order=Particulars(part_kind="memory", part_capacity_bytes=32 * GIB),
        right={"both": with_slots(before, A1="NEW1", B1="NEW2")},
        wrong={
            "one of two": (with_slots(before, A1="NEW1"), set()),
            "none": (with_slots(before), {S.NEW_NOT_SEEN}),
        },
    )


def nameless(guide: str, before: Snapshot, changes: dict[str, Any]) -> Job:
    """A board whose table leaves something out: its one module is replaced."""
    old = changed(next(one for one in modules_of(before) if one.slot == "DIMM_A2"), **changes)
    before = changed(before, memory=with_modules(before, old))
    tells = "serial" not in changes
    new = changed(old, serial="NEW") if tells else old
    done = whole.back(before, memory=with_modules(before, new))
    return Job(
        guide=guide,
        job=REPLACE,
        before=before,
        part=part_of(old),
        answers={},
        right={"done": done},
        wrong={"not done": (whole.back(before), {S.NOT_DONE} if tells else set())},
        untold=frozenset({"swapped"}),
    )


def jobs() -> dict[str, Job]:
    told_size = Particulars(part_kind="memory", part_capacity_bytes=16 * GIB)
    found: dict[str, Job] = {}
    for guide, before in (("memory.dimm", DESK), ("memory.sodimm", compact())):
        replaced = memory_replaced(guide, before)
        found[f"{guide} replace"] = replaced
        found[f"{guide} replace, as told"] = changed(replaced, order=told_size)
        free = module_in(before, "DIMM_A1")
        found[f"{guide} add"] = memory_added(guide, before, None, Particulars())
        found[f"{guide} add, as told"] = memory_added(guide, before, None, told_size)
        found[f"{guide} add to a slot"] = memory_added(guide, before, free, Particulars())
        found[f"{guide} add to a slot, as told"] = memory_added(guide, before, free, told_size)
        found[f"{guide} add a pair, as told"] = pair_added(guide, before, free)
        for name, changes in (("number", {"serial": unknown()}), ("place", {"slot": "", "bank": ""})):
            found[f"{guide} replace, no {name} told"] = nameless(guide, before, changes)
        found[f"{guide} replace, nothing told"] = nameless(guide, before, {"serial": unknown(), "slot": "", "bank": ""})
    return found
