"""Swaps of drives: of sda at SATA 2, which is failing, and of the NVMe drive that the system is on."""

from typing import Any

from haas_client.cases.model import Particulars
from haas_client.diagnostics.snapshot import Bus, Snapshot
from haas_client.diagnostics.unknown import Reason
from haas_client.handsbuy.situations import Situation
from tests.machines import hand_written
from tests.unit.builders import drive, health, storage, unknown
from tests.unit.handsbuy import whole
from tests.unit.handsbuy.swaps import changed, drive_named, machine, part_of
from tests.unit.handsbuy.whole import ADD, REPLACE, Job, anywhere

S = Situation
SSD = machine(hand_written.failing_ssd)
OLD, SYSTEM = drive_named(SSD, "sda"), drive_named(SSD, "nvme0n1")
NEW = drive(name="sda", port="SATA 2", serial="NEW0001", model="Example SSD 1000", size_bytes=10**12, mounts=())
ON_USB = changed(OLD, bus=Bus.USB, port="USB 1-2", name="sdb")
UNHEALTHY = health(passed=False)


def with_drives(*drives: Any) -> Snapshot:
    return whole.back(SSD, storage=storage(*drives))


def sata_replaced(order: Particulars) -> Job:
    return Job(
        guide="storage.sata",
        job=REPLACE,
        before=SSD,
        part=part_of(OLD),
        answers={"storage_form": "sata-2.5"},
        order=order,
        right={
            "another drive": with_drives(NEW, SYSTEM),
            "the old one on an adapter": with_drives(NEW, SYSTEM, ON_USB),
        },
        wrong={
            "not done": (with_drives(OLD, SYSTEM), {S.NOT_DONE}),
            "not seen": (with_drives(SYSTEM), {S.NEW_NOT_SEEN}),
            "new one on an adapter": (
                with_drives(SYSTEM, changed(NEW, bus=Bus.USB, port="USB 1-2")),
                {S.NEW_NOT_SEEN},
            ),
            "both in": (with_drives(NEW, changed(OLD, port="SATA 4", name="sdb"), SYSTEM), {S.OLD_STILL_IN}),
            "old one moved": (with_drives(changed(OLD, port="SATA 4"), SYSTEM), {S.NOT_DONE}),
            "the other one taken out": (with_drives(OLD), {S.WRONG_REMOVED}),
            "new one is ill": (with_drives(changed(NEW, health=UNHEALTHY), SYSTEM), set()),
            "nothing read": (whole.back(SSD, storage=unknown(Reason.NO_RIGHT)), {S.NOTHING_READ}),
            **anywhere(SSD, with_drives(NEW, SYSTEM)),
        },
    )


def sata_added(order: Particulars) -> Job:
    third = changed(NEW, name="sdb", port="SATA 3")
    well = changed(OLD, health=health())
    return Job(
        guide="storage.sata",
        job=ADD,
        before=changed(SSD, storage=storage(well, SYSTEM)),
        part=None,
        answers={"storage_form": "sata-3.5"},
        order=order,
        right={"one more": with_drives(well, third, SYSTEM)},
        wrong={
            "not done": (with_drives(well, SYSTEM), {S.NEW_NOT_SEEN}),
            "on an adapter": (with_drives(well, SYSTEM, changed(third, bus=Bus.USB)), {S.NEW_NOT_SEEN}),
            "another came loose": (with_drives(third, SYSTEM), {S.ANOTHER_GONE}),
            "new one is ill": (with_drives(well, changed(third, health=UNHEALTHY), SYSTEM), set()),
            "nothing read": (whole.back(SSD, storage=unknown(Reason.NO_RIGHT)), {S.NOTHING_READ}),
        },
    )


NEW_M2 = changed(SYSTEM, serial="NEW0001", size_bytes=2 * 10**12)


def nvme_replaced(order: Particulars) -> Job:
    before = changed(SSD, storage=storage(changed(OLD, health=health()), SYSTEM))
    well = changed(OLD, health=health())
    return Job(
        guide="storage.nvme",
        job=REPLACE,
        before=before,
        part=part_of(SYSTEM),
        answers={"storage_form": "m2"},
        order=order,
        right={"another drive": with_drives(well, NEW_M2)},
        wrong={
            "not done": (with_drives(well, SYSTEM), {S.NOT_DONE}),
            "not seen": (with_drives(well), {S.NEW_NOT_SEEN}),
            "both in": (
                with_drives(well, SYSTEM, changed(NEW_M2, name="nvme1n1", port="nvme1")),
                {S.OLD_STILL_IN},
            ),
            "the SATA one taken out": (with_drives(SYSTEM), {S.WRONG_REMOVED}),
            "nothing read": (whole.back(SSD, storage=unknown(Reason.NO_RIGHT)), {S.NOTHING_READ}),
        },
    )


def nvme_added(order: Particulars) -> Job:
    well = changed(OLD, health=health())
    second = changed(NEW_M2, name="nvme1n1", port="nvme1")
    return Job(
        guide="storage.nvme",
        job=ADD,
        before=changed(SSD, storage=storage(well, SYSTEM)),
        part=None,
        answers={"storage_form": "m2"},
        order=order,
        right={
            "one more": with_drives(well, SYSTEM, second),
            "and numbered before the old one": with_drives(
                well, changed(SYSTEM, name="nvme1n1", port="nvme1"), changed(second, name="nvme0n1", port="nvme0")
            ),
        },
        wrong={
            "not done": (with_drives(well, SYSTEM), {S.NEW_NOT_SEEN}),
            "the SATA port that it shares went off": (with_drives(SYSTEM, second), {S.ANOTHER_GONE}),
            "nothing read": (whole.back(SSD, storage=unknown(Reason.NO_RIGHT)), {S.NOTHING_READ}),
        },
    )


def jobs() -> dict[str, Job]:
    found: dict[str, Job] = {}
    for make in (sata_replaced, sata_added, nvme_replaced, nvme_added):
        for told, order in orders().items():
            found[f"{make.__name__}{told}"] = make(order)
    return found


def orders() -> dict[str, Particulars]:
    size = {"part_capacity_bytes": 10**12}
    return {
        "": Particulars(),
        ", size told": Particulars(part_kind="storage", **size),  # type: ignore[arg-type]
        ", number told": Particulars(part_kind="storage", part_serial="NEW0001"),
        ", both told": Particulars(part_kind="storage", part_serial="new-0001", **size),  # type: ignore[arg-type]
    }
