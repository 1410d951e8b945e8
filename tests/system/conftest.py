"""Emulated PCs for tests: each test has a clone of its own that has just started and holds this checkout's program."""

import os
import shutil
from collections.abc import Generator, Iterator
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
def with_program(system_image: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A frozen PC with the program in it."""
    base, ready = system_image
    pc = Pc(base, tmp_path_factory.mktemp("with-program") / "pc", ready)
    try:
        pc.start()
        program.install(pc)
        pc.shell.output("sync")
        yield pc.freeze()
    finally:
        pc.stop()
        shutil.rmtree(pc.folder)  # its memory alone is 200 MB, and pytest keeps the folders of three runs


@pytest.fixture
def pc(
    system_image: tuple[Path, Path], with_program: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Pc]:
    """A PC that has just started: a SATA disk, free slots for NVMe drives, its owner logged in at the seat."""
    pc = Pc(system_image[0], tmp_path / "pc", with_program)
    request.node.stash[_PC] = pc
    try:
        pc.start()
        yield pc
    finally:
        pc.stop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tells of a failed test's PC what may explain it, while it still runs."""
    report = yield
    if report.failed and report.when == "call" and (pc := item.stash.get(_PC, None)):
        report.sections.append(("emulated PC", pc.describe()))
    return report
