"""One bus with polkit for a module's tests."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.privileged.bus import SystemBus, helper_command, missing


@pytest.fixture(scope="module")
def bus() -> Iterator[SystemBus]:
    """A bus, polkit on it, and the real helper behind its name."""
    if missing():
        pytest.skip(missing())
    # Not below pytest's own folder, which other users may not enter.
    with tempfile.TemporaryDirectory(prefix="haas-bus-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        bus = SystemBus(folder, helper_command())
        try:
            bus.start()
            bus.start_polkit()
            yield bus
        finally:
            bus.stop()
