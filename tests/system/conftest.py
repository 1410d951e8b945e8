"""Emulated PCs for tests: each test has a clone of its own that has just started and holds this checkout's program."""

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from tests.system.pc import clones, program
from tests.system.pc.pc import Pc


@pytest.fixture(scope="session")
def system_image() -> tuple[Path, Path]:
    """The image, and a frozen PC that has just started."""
    return clones.system_image()


@pytest.fixture(scope="session")
def program_frozen(system_image: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A frozen PC with the program in it."""
    base, ready = system_image
    with clones.frozen(Pc(base, tmp_path_factory.mktemp("program") / "pc", ready), program.install) as folder:
        yield folder


@pytest.fixture(scope="session")
def helper_frozen(
    system_image: tuple[Path, Path], program_frozen: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """A frozen PC with the program and its privileged helper."""
    pc = Pc(system_image[0], tmp_path_factory.mktemp("helper") / "pc", program_frozen)
    with clones.frozen(pc, program.install_helper) as folder:
        yield folder


@pytest.fixture
def pc(
    system_image: tuple[Path, Path], program_frozen: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Pc]:
    """A PC that has just started: a SATA disk, free slots for NVMe drives, its owner logged in at the seat."""
    with clones.running(Pc(system_image[0], tmp_path / "pc", program_frozen), request) as pc:
        yield pc


@pytest.fixture
def with_helper(
    system_image: tuple[Path, Path], helper_frozen: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Pc]:
    """The same with the privileged helper installed, which nobody has called yet."""
    with clones.running(Pc(system_image[0], tmp_path / "pc", helper_frozen), request) as pc:
        yield pc


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tells of a failed test's PC what may explain it, while it still runs."""
    report = yield
    clones.tell(item, report)
    return report
