"""A case whose PC loses its power: what was kept is there after the next start, and nothing is there by half."""

import json
import random
from pathlib import Path
from typing import Any

from tests.system.pc.pc import Pc
from tests.unit.cases import life

_FOLDER = "/var/lib/life"
_CUTS = 2

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


def test_a_case_survives_power_cuts(pc: Pc) -> None:
    pc.power_off()  # a clone has all of its disk in memory; a PC that was started has not
    pc.start()
    for name, text in (("life", Path(life.__file__).read_text()), ("live", _LIVE), ("look", _LOOK)):
        pc.shell.output(f"cat > /var/tmp/{name}.py && sync", stdin=text.encode())
    chance, done = random.Random(5), 0
    for _ in range(_CUTS):
        last = done + chance.randint(1, 6)
        told = _cut_after(pc, done, last)
        assert told >= last, "the life ended before its power was cut"
        pc.start()
        seen = _look(pc)
        # More may have been kept than was heard of; never less, and never half of a step.
        assert seen["found"] in seen["whole"][told:], f"after {told} steps: {seen['found']}"
        done = max(number for number, portrait in enumerate(seen["whole"]) if portrait == seen["found"])
        assert done < len(life.STEPS)


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
