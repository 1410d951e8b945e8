"""Kills the life of a swap at random moments: ``python -m tests.unit.handsbuy.kill [--kills N] [--seed N]``."""

import sys

from tests.unit import kills

LIFE = "tests.unit.handsbuy.life"

if __name__ == "__main__":
    sys.exit(kills.main(LIFE))
