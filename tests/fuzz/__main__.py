"""``python -m tests.fuzz [--cases N] [--seed N] [--kind KIND]``: judges mutated captures; the first failure ends it."""

import argparse
import sys
import time
from pathlib import Path

from haas_client.diagnostics.judge import Kind
from tests.fuzz.cases import Outcome, cases, judged_case

_CASES = 200_000
_PROGRESS = 10_000


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=_CASES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", choices=[kind.value for kind in Kind])
    arguments = parser.parse_args()
    outcomes: dict[Outcome, int] = {}
    slowest, started = 0.0, time.monotonic()
    for number, case in enumerate(cases(arguments.seed, Kind(arguments.kind) if arguments.kind else None), start=1):
        before = time.monotonic()
        try:
            outcome = judged_case(case)
        except BaseException:
            Path(f"fuzz-{case.kind}.bin").write_bytes(case.data)
            print(f"case {number}, seed {arguments.seed}, {case.kind} of {case.origin}: kept in fuzz-{case.kind}.bin")
            raise
        slowest = max(slowest, time.monotonic() - before)
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
        if number % _PROGRESS == 0:
            print(number, outcomes, f"slowest {slowest:.2f} s", flush=True)
        if number >= arguments.cases:
            break
    print(sum(outcomes.values()), outcomes, f"slowest {slowest:.2f} s, {time.monotonic() - started:.0f} s in all")
    return 0


if __name__ == "__main__":
    sys.exit(main())
