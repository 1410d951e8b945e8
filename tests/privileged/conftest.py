"""Buses for a module's tests: with polkit and the helper behind its name, real or over a machine of the test's own."""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.privileged.bus import SystemBus, helper_command, missing, scripted_command
from tests.privileged.desk import Desk


@contextlib.contextmanager
def running_bus(helper: str, folder: Path, *, polkit: bool = True) -> Iterator[SystemBus]:
    folder.mkdir()
    bus = SystemBus(folder, helper)
    try:
        bus.start()
        if polkit:
            bus.start_polkit()
        yield bus
    finally:
        bus.stop()


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A folder that other users may enter, which pytest's own is not. Skips where there can be no such bus."""
    if missing():
        pytest.skip(missing())
    with tempfile.TemporaryDirectory(prefix="haas-bus-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.fixture(scope="module")
def bus(place: Path) -> Iterator[SystemBus]:
    """A bus, polkit on it, and the real helper behind its name."""
    with running_bus(helper_command(), place / "real") as running:
        yield running


@pytest.fixture(scope="module")
def scripted_bus(place: Path) -> Iterator[SystemBus]:
    """The same with the helper over a machine of the test's own, whose folder is ``desk``."""
    (place / "desk").mkdir()
    with running_bus(scripted_command(place / "desk"), place / "scripted") as running:
        yield running


@pytest.fixture
def desk(scripted_bus: SystemBus) -> Iterator[Desk]:
    """What the scripted helper reads."""
    desk = Desk(scripted_bus.folder.parent / "desk")
    yield desk
    desk.clear()


@pytest.fixture(scope="module")
def bare_bus(place: Path) -> Iterator[SystemBus]:
    """Without polkit; nobody starts a helper."""
    with running_bus("/bin/false", place / "bare", polkit=False) as running:
        yield running
