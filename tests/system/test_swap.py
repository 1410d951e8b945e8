"""A drive taken out and another put in while the PC runs: two diagnostic files, and the proof between them."""

from haas_client.diagnostics.compare import Change
from tests.system.pc import drives, program
from tests.system.pc.hardware import SATA_SERIAL
from tests.system.pc.pc import Pc


def test_compare_tells_which_drive_went_and_which_came(pc: Pc) -> None:
    old = drives.plug(pc, "NVMEOLD1")
    program.collect(pc, "--output", "/var/tmp/before.zip")
    drives.unplug(pc, old)
    program.collect(pc, "--output", "/var/tmp/between.zip")
    drives.plug(pc, "NVMENEW1")
    program.collect(pc, "--output", "/var/tmp/after.zip")

    def changes(before: str, after: str) -> dict[object, Change]:
        found = program.compare(pc, f"/var/tmp/{before}.zip", f"/var/tmp/{after}.zip")
        assert found.same_machine
        assert not found.gaps
        return {part.serial: one.change for one in found.parts if (part := one.before or one.after)}

    assert changes("before", "between")["NVMEOLD1"] == Change.REMOVED
    assert changes("between", "after")["NVMENEW1"] == Change.ADDED
    swapped = changes("before", "after")
    assert swapped["NVMEOLD1"] == Change.REPLACED
    assert swapped[SATA_SERIAL] == Change.UNCHANGED
