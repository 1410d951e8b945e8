"""Emulated PCs for tests: each test has a clone of its own that has just started and holds this checkout's program."""

import contextlib
import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest

from tests.system.pc import image, program
from tests.system.pc.pc import Pc

REQUIRED = "LINUXMANIA_HAAS_SYSTEM_REQUIRED"
"""Set by ``./test system``: what cannot be run is then a failure, and is not skipped."""

_PC = pytest.StashKey[Pc]()


@pytest.fixture(scope="session")
def system_image() -> tuple[Path, Path]:
    """The image, and a frozen PC that has just started."""
    try:
        return image.ready()
    except image.Missing as error:
        if os.environ.get(REQUIRED):
            pytest.fail(str(error))
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def program_frozen(system_image: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A frozen PC with the program in it."""
    base, ready = system_image
    with _frozen(Pc(base, tmp_path_factory.mktemp("program") / "pc", ready), program.install) as folder:
        yield folder


@pytest.fixture(scope="session")
def helper_frozen(
    system_image: tuple[Path, Path], program_frozen: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """A frozen PC with the program and its privileged helper."""
    pc = Pc(system_image[0], tmp_path_factory.mktemp("helper") / "pc", program_frozen)
    with _frozen(pc, program.install_helper) as folder:
        yield folder


@contextlib.contextmanager
def _frozen(pc: Pc, install: Callable[[Pc], None]) -> Iterator[Path]:
    try:
        pc.start()
        install(pc)
        pc.shell.output("sync")
        yield pc.freeze()
    finally:
        pc.stop()
        shutil.rmtree(pc.folder)  # its memory alone is 200 MB, and pytest keeps the folders of three runs


@pytest.fixture
def pc(
    system_image: tuple[Path, Path], program_frozen: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Pc]:
    """A PC that has just started: a SATA disk, free slots for NVMe drives, its owner logged in at the seat."""
    with _running(Pc(system_image[0], tmp_path / "pc", program_frozen), request) as pc:
        yield pc


@pytest.fixture
def with_helper(
    system_image: tuple[Path, Path], helper_frozen: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Pc]:
    """The same with the privileged helper installed, which nobody has called yet."""
    with _running(Pc(system_image[0], tmp_path / "pc", helper_frozen), request) as pc:
        yield pc


@contextlib.contextmanager
def _running(pc: Pc, request: pytest.FixtureRequest) -> Iterator[Pc]:
    request.node.stash[_PC] = pc
    try:
        pc.start()
        yield pc
    finally:
        pc.stop()
        shutil.rmtree(pc.folder)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tells of a failed test's PC what may explain it, while it still runs."""
    report = yield
    if report.failed and report.when == "call" and (pc := item.stash.get(_PC, None)):
        report.sections.append(("emulated PC", pc.describe()))
    return report
