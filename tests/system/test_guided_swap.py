"""A drive and a module swapped by the guides: the PC is off in between, and the program tells what was done."""

import json
import time
from datetime import UTC, datetime
from typing import Any

from haas_client.errors import ExitCode
from tests.machines import formats
from tests.system.pc import program
from tests.system.pc.hardware import SATA_SERIAL, Inside
from tests.system.pc.pc import Pc

DRIVE = ("--guide", "jp.linuxmania.storage.sata", "--job", "replace", "--part", SATA_SERIAL, "--no-copy")
MODULE = ("--guide", "jp.linuxmania.memory.dimm", "--job", "add", "--part", "DIMM_A2")
TOWER = ("--answer", "chassis=tower")
FORM = ("--answer", "storage_form=sata-3.5", "--answer", "order.reason=failure")
WELL = ("files-open", "others-work", "no-clicking"), ("as-usual", "quiet")

# Some checks wait for minutes since the start; their clock is set on, and nothing else is (time_namespaces(7)).
_LATER = ("unshare", "--fork", "--time", "--boottime", "4000", "--")
_SWAPPED = Inside(
    sata_serial="SATA0002",
    memory_mib=3072,
    clock=datetime(2021, 1, 1, tzinfo=UTC),
    tables={"a2.smbios": formats.memory_device("DIMM_A2", 1024, "Samsung", "0003CCCC", "M391A1K43", handle=0x1101)},
)


def swap(pc: Pc, *arguments: str) -> tuple[int, Any]:
    done = pc.shell.run((*_LATER, *program.command("swap", *arguments, "--json")), seconds=120)
    assert done.stdout or "nothing was checked" in done.stderr, done
    return done.exit_code, json.loads(done.stdout or b"{}")


def begun(pc: Pc, *arguments: str) -> str:
    code, told = swap(pc, "begin", *arguments, *TOWER)
    assert (code, told["swap"]["stage"], told["open"]) == (ExitCode.OK, "off", [])
    return str(told["swap"]["id"])


def checked(pc: Pc, swap_id: str, *well: str) -> tuple[int, dict[str, str], list[str]]:
    """Exit code, what is not well, and what is noticed."""
    code, told = swap(pc, "check", swap_id, *(word for name in well for word in ("--say", f"{name}=yes")))
    left = {one["id"]: one["outcome"] for one in told["checks"] if one["outcome"] != "ok"}
    assert told["checks"], told
    return code, left, [one["situation"] for one in told["noticed"]]


def test_a_swap_is_proven_only_once_it_was_done(pc: Pc) -> None:
    """The PC is off twice: nothing is done the first time, and the second time its clock loses its date."""
    drive, module = begun(pc, *DRIVE, *FORM), begun(pc, *MODULE)
    pc.power_off()

    pc.start()
    code, left, noticed = checked(pc, drive, *WELL[0])
    assert (code, left["old-gone"], noticed) == (ExitCode.FAULT_FOUND, "failed", ["not_done"])
    code, left, noticed = checked(pc, module, *WELL[1])
    assert (code, left["more"], left["slot-filled"]) == (ExitCode.FAULT_FOUND, "failed", "failed")
    assert noticed == ["new_not_seen"]
    assert swap(pc, "step", drive, "--back-to", "old-out")[1]["swap"]["stage"] == "off"
    pc.power_off()

    pc.start(_SWAPPED)
    code, left, noticed = checked(pc, drive, *WELL[0])
    assert "clock_wrong" in noticed
    assert (code, left["another-drive"], left["old-gone"]) == (ExitCode.UNREADABLE, "cannot_tell", "cannot_tell")

    pc.shell.output(("date", "--utc", "--set", f"@{time.time():.3f}"))  # as the advice says
    # A virtual disk may be a controller behind which others hide; and nothing counts memory errors here.
    assert checked(pc, drive) == (ExitCode.UNREADABLE, {"old-gone": "cannot_tell"}, [])
    untold = {"errors": "cannot_tell", "health": "cannot_tell"}
    assert checked(pc, module, *WELL[1]) == (ExitCode.UNREADABLE, untold, [])
    ended = pc.shell.run((*_LATER, *program.command("swap", "end", drive, "--works")), seconds=120)
    assert ended.exit_code == ExitCode.OK, ended
