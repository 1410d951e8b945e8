"""One bus with polkit for a module's tests."""

from collections.abc import Iterator

import pytest

from tests.privileged.bus import SystemBus, missing, started_bus


@pytest.fixture(scope="module")
def bus() -> Iterator[SystemBus]:
    """A bus, polkit on it, and the real helper behind its name."""
    if missing():
        pytest.skip(missing())
    with started_bus() as bus:
        bus.start_polkit()
        yield bus
