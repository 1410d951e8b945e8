"""Emulated PCs for tests: one that was prepared stands still, and each test has a clone of its own."""

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn

import pytest

from tests.system.pc import image
from tests.system.pc.pc import Pc

REQUIRED = "LINUXMANIA_HAAS_SYSTEM_REQUIRED"
"""Set by ``./test system``: what cannot be run is then a failure, and is not skipped."""

_PC = pytest.StashKey[Pc]()


def system_image(more: Sequence[str] = ()) -> tuple[Path, Path]:
    """The image, and a frozen PC that has just started; skips where there can be none."""
    try:
        return image.ready(more)
    except image.Missing as error:
        missing(str(error))


def missing(why: str) -> NoReturn:
    """Fails where everything must be run, else skips."""
    if os.environ.get(REQUIRED):
        pytest.fail(why)
    pytest.skip(why)


@contextlib.contextmanager
def frozen(pc: Pc, install: Callable[[Pc], None]) -> Iterator[Path]:
    """``pc`` with something installed, standing still; gone afterwards."""
    try:
        pc.start()
        install(pc)
        pc.shell.output("sync")
        yield pc.freeze()
    finally:
        pc.stop()
        shutil.rmtree(pc.folder)  # its memory alone is 200 MB, and pytest keeps the folders of three runs


@contextlib.contextmanager
def running(pc: Pc, request: pytest.FixtureRequest) -> Iterator[Pc]:
    """``pc`` for one test."""
    request.node.stash[_PC] = pc
    try:
        pc.start()
        yield pc
    finally:
        pc.stop()
        shutil.rmtree(pc.folder)


def tell(item: pytest.Item, report: pytest.TestReport) -> None:
    """Adds to the report of a failed test what may explain it, while its PC still runs."""
    if report.failed and report.when == "call" and (pc := item.stash.get(_PC, None)):
        report.sections.append(("emulated PC", pc.describe()))
