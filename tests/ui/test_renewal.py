"""An update while the program waits in the tray."""

import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest
from pytestqt.qtbot import QtBot

from haas_client import process
from haas_client.cli import Arguments
from haas_client.links.model import SCHEME
from haas_client.ui import renewal
from haas_client.ui.renewal import Renewal
from tests.ui.conftest import Started
from tests.ui.hosts import SlowHost

LINK = f"{SCHEME}:x"


class Became(BaseException):
    """In the place of another program: nothing goes on after it."""


@pytest.fixture
def became(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What the program became."""
    found: list[tuple[str, ...]] = []

    def become(argv: tuple[str, ...]) -> NoReturn:
        found.append(argv)
        raise Became

    monkeypatch.setattr(process, "become", become)
    return found


@pytest.fixture
def executable(tmp_path: Path) -> Path:
    file = tmp_path / "linuxmania-haas"
    file.write_text("1")
    return file


def update(executable: Path) -> None:
    """As dpkg does it."""
    new = executable.with_suffix(".dpkg-new")
    new.write_text("2")
    new.replace(executable)


def test_it_is_due_once_another_file_stands_there(executable: Path) -> None:
    running = Renewal(executable)
    due = [running.is_due]
    update(executable)
    due.append(running.is_due)
    executable.unlink()  # removed: the one that runs goes on with what it has
    due.append(running.is_due)
    assert due == [False, True, False]


def test_from_its_sources_it_is_never_renewed() -> None:
    assert not renewal.of_this_program().is_due
    assert not Renewal(None).is_due


def test_a_hidden_tray_starts_anew_before_it_loads_its_window(
    start: Started, executable: Path, became: list[tuple[str, ...]]
) -> None:
    program = start(tray=True, hidden=True, renewed=Renewal(executable))
    update(executable)
    with pytest.raises(Became):
        program.show_window()
    assert became == [(str(executable), "--lang", "en")]
    assert program.window is None


def test_a_link_goes_along(start: Started, executable: Path, became: list[tuple[str, ...]]) -> None:
    program = start(tray=True, hidden=True, renewed=Renewal(executable))
    update(executable)
    with pytest.raises(Became):
        program.show_window(LINK)
    assert became == [(str(executable), LINK)]


def test_a_window_that_is_open_stays(start: Started, executable: Path, became: list[tuple[str, ...]]) -> None:
    program = start(tray=True, renewed=Renewal(executable))
    window = program.window
    update(executable)
    assert program.show_window() is window
    assert not became


def test_a_diagnosis_that_runs_is_not_cut_off(
    qtbot: QtBot, start: Started, executable: Path, became: list[tuple[str, ...]]
) -> None:
    host = SlowHost()
    program = start(tray=True, hidden=True, host=host, renewed=Renewal(executable))
    program.session.start()
    qtbot.waitUntil(host.asked.is_set)
    update(executable)
    assert program.show_window() is program.window
    assert not became


def test_the_words_are_those_of_the_start() -> None:
    recorded = Arguments(language="ja", hidden=True, replay=Path("/recorded"))
    assert renewal.words(recorded) == ["--lang", "ja", "--replay", "/recorded"]


def test_it_becomes_the_other_program_with_the_owners_environment(tmp_path: Path) -> None:
    told = tmp_path / "told"
    other = tmp_path / "other"
    other.write_text(f'#!/bin/sh\necho "$$ $1 $LD_LIBRARY_PATH" >{told}\n')
    other.chmod(0o755)
    script = f"from haas_client import process; process.become(({str(other)!r}, '--hi'))"
    variables = {"LD_LIBRARY_PATH": "/ours", "LD_LIBRARY_PATH_ORIG": "/theirs", "PYTHONPATH": ":".join(sys.path)}
    with subprocess.Popen([sys.executable, "-P", "-c", script], env=variables) as running:
        assert running.wait(30) == 0
    assert told.read_text().split() == [str(running.pid), "--hi", "/theirs"]
