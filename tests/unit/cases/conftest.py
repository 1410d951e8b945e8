"""A store in a folder of its own, with a clock that a test sets."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from haas_client.cases.store import Cases


class Clock:
    """Each look is a second later, unless it is set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "cases"


@pytest.fixture
def cases(folder: Path, clock: Callable[[], datetime]) -> Cases:
    return Cases(folder, clock)
