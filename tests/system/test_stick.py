"""A bundle saved on a USB stick by the owner who sits before an emulated PC; pulled while it is written."""

import json
from typing import Any

from tests.system.pc import sticks
from tests.system.pc.pc import Pc

_BUNDLE = "/var/tmp/linuxmania-20261120-0912.zip"
_SLOW = 16 * 1024
"""Bytes a second: the bundle, padded to 1 MB, then needs a minute."""

_SAVE = f"""
import json, os
from pathlib import Path
from haas_client.bundle import archive
from haas_client.channels import removable
from haas_client.channels.channel import Parcel
from haas_client.channels.draft import Draft

(drive,) = removable.drives()
real = os.fsync
def fsync(descriptor):
    print(json.dumps({{"syncs": drive.label}}), flush=True)
    real(descriptor)
os.fsync = fsync
parcel = Parcel(draft=Draft(subject="S", body="B"), path=Path({_BUNDLE!r}))
try:
    told = {{"saved": str(removable.Stick(drive).hand_over(parcel).path)}}
    told["released"] = removable.release(drive)
except archive.SaveFailed as error:
    told = {{"failed": str(error)}}
print(json.dumps(told | {{"free": drive.free_bytes, "writable": drive.writable}}), flush=True)
"""


def make_bundle(pc: Pc) -> str:
    """Puts a file of a megabyte that no stick can shorten there; gives its sum."""
    pc.shell.output(f"head -c 1000000 /dev/urandom > {_BUNDLE} && chmod 644 {_BUNDLE}")
    return summed(pc, _BUNDLE)


def summed(pc: Pc, path: str) -> str:
    return pc.shell.output(("sha256sum", path)).split()[0]


def save(pc: Pc) -> dict[str, Any]:
    done = pc.at_seat(("python3", "-c", _SAVE), seconds=120)
    assert done.exit_code == 0, done.stderr
    return dict(json.loads(done.text.splitlines()[-1]))


def test_what_was_saved_and_let_go_is_on_the_stick(pc: Pc) -> None:
    expected = make_bundle(pc)
    file = sticks.make(pc)
    stick = sticks.plug(pc, file)
    told = save(pc)
    assert told["saved"] == f"{stick.mount}/linuxmania-20261120-0912.zip"
    assert told["writable"]
    assert 10_000_000 < told["free"] < 16 * 1024 * 1024
    assert told["released"]
    assert pc.shell.run(("findmnt", stick.mount)).exit_code
    sticks.pull(pc)
    again = sticks.plug(pc, file)
    assert summed(pc, f"{again.mount}/linuxmania-20261120-0912.zip") == expected


def test_a_stick_that_is_pulled_while_it_is_written_is_told(pc: Pc) -> None:
    expected = make_bundle(pc)
    file = sticks.make(pc)
    stick = sticks.plug(pc, file, bytes_a_second=_SLOW)
    with pc.shell.stream(("at-seat", "python3", "-c", _SAVE)) as saving:
        assert saving.stdout
        assert json.loads(saving.stdout.readline()) == {"syncs": "STICK"}
        sticks.pull(pc)
        told = json.loads(saving.stdout.readline())
    assert "saved" not in told
    assert "no longer there" in told["failed"] or "pulled out" in told["failed"]
    assert "Nothing was lost" in told["failed"]
    assert summed(pc, _BUNDLE) == expected  # the case keeps its copy
    assert pc.shell.run(f"ls -A {stick.mount}").text == ""  # and the PC's own drive got none
    again = sticks.plug(pc, file)
    assert pc.shell.run(f"ls {again.mount}").text == ""  # what is there of it is hidden and called unfinished
    assert save(pc)["released"]
    sticks.pull(pc)
    last = sticks.plug(pc, file)
    assert pc.shell.run(f"ls -A {last.mount}").text == "linuxmania-20261120-0912.zip"
    assert summed(pc, f"{last.mount}/linuxmania-20261120-0912.zip") == expected


def test_the_pcs_own_drives_are_no_sticks(pc: Pc) -> None:
    done = pc.at_seat(("python3", "-c", "from haas_client.channels import removable; print(removable.drives())"))
    assert done.text == "()", done.stderr
