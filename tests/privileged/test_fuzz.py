"""A short run of the fuzz; the long one is ``python -m tests.privileged.fuzz``."""

from tests.privileged.bus import SystemBus
from tests.privileged.fuzz import Fuzz, table
from tests.privileged.fuzz_cases import TAKES

TRIES = 600


def test_hostile_callers_get_nothing_and_break_nothing(bus: SystemBus) -> None:
    fuzz = Fuzz(bus, seed=2)
    try:
        fuzz.carry_out(TRIES)
    finally:
        fuzz.close()
    assert fuzz.counts.total() >= TRIES * 0.95
    assert set(TAKES) <= {what for what, _, _ in fuzz.counts}
    print(table(fuzz.counts))
