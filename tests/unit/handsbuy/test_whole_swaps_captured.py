"""Swaps on the tables of real machines and with what real drives told: done, and not done."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from haas_client.cases.model import Particulars
from haas_client.diagnostics.decode import dmidecode, smartctl
from haas_client.diagnostics.snapshot import Bus, Drive, Module, Snapshot
from haas_client.diagnostics.unknown import Unreadable
from haas_client.handsbuy.pack.checks import Outcome
from haas_client.handsbuy.pack.facts import facts_of
from haas_client.handsbuy.pack.guide import Guide
from haas_client.handsbuy.situations import Situation
from haas_client.handsbuy.swap import Swap
from tests.unit.builders import drive, power, records, snapshot, storage
from tests.unit.captured import needs_captures, rows
from tests.unit.handsbuy import whole
from tests.unit.handsbuy.swaps import changed, modules_of, part_of, with_modules
from tests.unit.handsbuy.whole import REPLACE

pytestmark = needs_captures
GUIDES = {"DIMM": "memory.dimm", "SODIMM": "memory.sodimm"}
NEW_NUMBER = "7E57A001"


def boards() -> Iterator[Snapshot]:
    """PCs with the memory tables of real ones, those for which there is a guide."""
    for row in rows("dmidecode-text")[::4]:
        try:
            memory = dmidecode.decode(row["text"]).memory()
        except Unreadable:
            continue
        if isinstance(memory.modules, tuple) and any(map(_is_filled, memory.modules)):
            yield snapshot(memory=memory, power=power(), records=records())


def _is_filled(module: Module) -> bool:
    return module.size_bytes != 0 and not module.persistent


def memory_swap(before: Snapshot, module: Module) -> tuple[Guide, Swap] | None:
    """``None`` where no guide is for memory of this form."""
    form = facts_of(before, None, None).value("memory_form")
    if not isinstance(form, str) or form not in GUIDES:
        return None
    guide = whole.guide_of(GUIDES[form])
    answers = {"order.job": REPLACE, "chassis": "small"}
    return guide, whole.begun(guide, before, part_of(module), answers, Particulars())


def numbered(before: Snapshot) -> Snapshot:
    """With serial numbers, which who published these tables has taken out."""
    named = (
        changed(module, serial=f"5E{number:06}") if _is_filled(module) else module
        for number, module in enumerate(modules_of(before))
    )
    return changed(before, memory=with_modules(before, *named))


def with_new(before: Snapshot, old: Module, **changes: Any) -> Snapshot:
    """Running again, with another module in the place of ``old``."""
    new = changed(old, **{"serial": NEW_NUMBER} | changes)
    made = (new if one is old else one for one in modules_of(before))
    return whole.back(before, memory=with_modules(before, *made))


@pytest.mark.parametrize("number", [False, True], ids=["as published", "with serial numbers"])
def test_memory_of_real_boards(number: bool) -> None:
    told: Counter[str] = Counter()
    for before in map(numbered, boards()) if number else boards():
        for old in filter(_is_filled, modules_of(before)[:2]):
            begun = memory_swap(before, old)
            if begun is None:
                continue
            done = whole.seen(*begun, before, with_new(before, old))
            assert Outcome.FAILED not in whole.outcomes(done).values(), before.memory
            undone = whole.seen(*begun, before, whole.back(before))
            assert undone.standing != Outcome.OK, before.memory
            lost = whole.seen(*begun, before, with_new(before, old, size_bytes=0))
            assert lost.standing != Outcome.OK, before.memory
            told["modules"] += 1
            told["seen"] += whole.outcomes(done)["swapped"] == Outcome.OK
            told["not done"] += Situation.NOT_DONE in {one.situation for one in undone.noticed}
            told["gone"] += Situation.NEW_NOT_SEEN in {one.situation for one in lost.noticed}
    assert told["modules"] > 200
    if number:  # without numbers, another module of the same kind in the same place looks the same
        assert told["not done"] == told["gone"] == told["modules"]
        assert told["seen"] > 0.9 * told["modules"]  # some boards call two slots by one name


def drives() -> Iterator[Drive]:
    """What real drives told, as the drives of one PC."""
    for name in ("smartctl-captured", "smartctl-linuxhw", "smartctl-backblaze"):
        for row in rows(name)[:: 1 if name == "smartctl-captured" else 40]:
            try:
                read = smartctl.drive(row["smartctl"]) if row["smartctl"] else None
            except Unreadable:
                continue
            if read is not None and read.bus in (Bus.SATA, Bus.NVME):
                yield read


def test_drives_that_really_were() -> None:
    told: Counter[str] = Counter()
    for read in drives():
        old = changed(read, name="sda", port="SATA 1" if read.bus == Bus.SATA else "nvme0", mounts=())
        guide = whole.guide_of("storage.sata" if read.bus == Bus.SATA else "storage.nvme")
        before = snapshot(storage=storage(old))
        answers = {"order.job": REPLACE, "order.reason": "failure", "chassis": "tower", "storage_form": "sata-3.5"}
        swap = whole.begun(guide, before, part_of(old), answers, Particulars())
        told["drives"] += 1
        new = drive(name="sda", bus=old.bus, port=old.port, serial=NEW_NUMBER)
        found = whole.seen(guide, swap, before, whole.back(before, storage=storage(new)))
        assert Outcome.FAILED not in whole.outcomes(found).values(), (whole.outcomes(found), old)
        told["proven"] += found.proven
        undone = whole.seen(guide, swap, before, whole.back(before))
        assert undone.standing != Outcome.OK
        told["not done"] += Situation.NOT_DONE in {one.situation for one in undone.noticed}
    assert told["drives"] > 200
    assert told["not done"] > 0.95 * told["drives"]  # the others tell no number
    assert told["proven"] > 0.5 * told["drives"]
