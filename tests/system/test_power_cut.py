"""A PC that loses its power: what was kept of a case is there after the next start, nothing is there by half, and how
each start ended is told, also that it was under load.
"""

import contextlib
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from haas_client.diagnostics.snapshot import BootEnd, Records
from haas_client.diagnostics.trials.values import Ending
from tests.system.pc import program
from tests.system.pc.pc import Pc
from tests.unit.cases import life

_FOLDER = "/var/lib/life"

# The scripted life of the unit tests; each step is told once it is kept. It goes on at the step that is named.
_LIVE = """
import sys
from pathlib import Path
sys.path.insert(0, "/var/tmp")
import life
from haas_client.cases.store import Cases
folder, done = Path(sys.argv[1]), int(sys.argv[2])
for number, step in enumerate(life.STEPS[done:], start=done + 1):
    step(Cases(folder))
    print("kept", number, flush=True)
"""
_LOOK = """
import json, sys
from pathlib import Path
sys.path.insert(0, "/var/tmp")
import life
whole = [repr(())]
for step in life.STEPS:
    step(life.Cases(Path("/var/tmp/whole")))
    whole.append(repr(life.portrait(Path("/var/tmp/whole"))))
print(json.dumps({"found": repr(life.portrait(Path(sys.argv[1]))), "whole": whole}))
"""


def test_pulled_plugs_lose_nothing_of_a_case_and_are_told_from_a_shutdown(pc: Pc) -> None:
    """The second one is pulled under full load, as a weak power supply does it."""
    pc.power_off()  # a clone has all of its disk in memory; a PC that was started has not
    pc.start()
    for name, text in (("life", Path(life.__file__).read_text()), ("live", _LIVE), ("look", _LOOK)):
        pc.shell.output(f"cat > /var/tmp/{name}.py && sync", stdin=text.encode())
    chance, done = random.Random(5), 0
    for load in (contextlib.nullcontext(), _full_load(pc)):
        last = done + chance.randint(1, 6)
        with load:
            told = _cut_after(pc, done, last)
        assert told >= last, "the life ended before its power was cut"
        pc.start()
        seen = _look(pc)
        # More may have been kept than was heard of; never less, and never half of a step.
        assert seen["found"] in seen["whole"][told:], f"after {told} steps: {seen['found']}"
        done = max(number for number, portrait in enumerate(seen["whole"]) if portrait == seen["found"])
        assert done < len(life.STEPS)
    assert _ends(pc) == [BootEnd.CLEAN, BootEnd.UNMARKED, BootEnd.UNMARKED, BootEnd.RUNNING]
    assert pc.shell.run(("pgrep", "stress-ng")).exit_code == 1
    found = program.collect(pc, as_root=False)
    (record,) = found.result.snapshot.trials  # type: ignore[misc]
    assert record.ending == Ending.WENT_OFF
    assert "power.off_under_load" in {finding.code for finding in found.diagnosis.findings}


@contextlib.contextmanager
def _full_load(pc: Pc) -> Iterator[None]:
    """The owner's test of the power supply, under way and kept as begun."""
    with pc.shell.stream(("at-seat", *program.command("trial", "power", "--yes"))):
        pc.shell.output("until pgrep -x stress-ng >/dev/null; do :; done; sync -f /home/owner", seconds=120)
        yield


def _cut_after(pc: Pc, done: int, last: int) -> int:
    """Lives on from ``done``, cuts the power once ``last`` is told; how many steps were told."""
    told = done
    with pc.shell.stream(("python3", "/var/tmp/live.py", _FOLDER, str(done))) as running:
        assert running.stdout
        for line in running.stdout:
            told = int(line.split()[1])
            if told >= last:
                break
        pc.cut_power()
        running.wait(60)
    return told


def _look(pc: Pc) -> dict[str, Any]:
    pc.shell.output(("rm", "-rf", "/var/tmp/whole"))
    looked: dict[str, Any] = json.loads(pc.shell.output(("python3", "/var/tmp/look.py", _FOLDER)))
    return looked


def _ends(pc: Pc) -> list[BootEnd]:
    records = program.collect(pc).result.snapshot.records
    assert isinstance(records, Records)
    assert isinstance(records.boots, tuple)
    return [boot.end for boot in records.boots]
