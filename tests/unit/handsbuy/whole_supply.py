"""Swaps of a power supply: little of it can be measured, and most boards tell nothing of it."""

from datetime import timedelta
from typing import Any

from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.parts import of_supply
from haas_client.diagnostics.snapshot import Boot, BootEnd, Power, Records, Snapshot
from haas_client.handsbuy.situations import Situation
from tests.machines import hand_written
from tests.unit.builders import power, storage, supply, unknown
from tests.unit.handsbuy import whole
from tests.unit.handsbuy.swaps import changed, machine
from tests.unit.handsbuy.whole import REPLACE, Job, Wrong

S = Situation


def fed(before: Snapshot, **told: Any) -> Power:
    assert isinstance(before.power, Power)
    return changed(before.power, supplies=(supply(**told),))


def stopped(before: Snapshot, **changes: Any) -> Snapshot:
    """Running again, after it had gone off without a shutdown."""
    after = whole.back(before, **changes)
    assert isinstance(after.records, Records)
    assert isinstance(after.records.boots, tuple)
    *earlier, running = after.records.boots
    off = Boot(started_at=before.taken_at + timedelta(minutes=10), end=BootEnd.UNMARKED)
    return changed(after, records=changed(after.records, boots=(*earlier, off, running)))


def supply_replaced(before: Snapshot, part: Part | None, *, told: bool) -> Job:
    renewed: dict[str, Any] = {"power": fed(before, serial="PSU0002")} if told else {}
    not_done: Wrong = {"not done": (whole.back(before), {S.NOT_DONE})} if told else {}
    return Job(
        guide="psu.atx",
        job=REPLACE,
        before=before,
        part=part,
        answers={},
        right={"another supply": whole.back(before, **renewed)},
        wrong={
            **not_done,
            "it went off once": (stopped(before, **renewed), set()),
            "a drive is not fed": (whole.back(before, storage=storage(), **renewed), set()),
            "nothing read": (
                whole.back(before, storage=unknown(), records=unknown(), power=power(supplies=unknown())),
                set(),
            ),
        },
    )


def jobs() -> dict[str, Job]:
    desk = machine(hand_written.healthy)
    fed_pc = changed(desk, power=fed(desk))
    assert isinstance(fed_pc.power, Power)
    assert isinstance(fed_pc.power.supplies, tuple)
    return {
        "psu": supply_replaced(desk, None, told=False),
        "psu, told by the board": supply_replaced(fed_pc, of_supply(fed_pc.power.supplies[0]), told=True),
    }
