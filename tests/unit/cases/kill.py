"""Kills the life of a case at random moments: ``python -m tests.unit.cases.kill [--kills N] [--seed N]``."""

import sys

from tests.unit import kills

LIFE = "tests.unit.cases.life"

if __name__ == "__main__":
    sys.exit(kills.main(LIFE))
