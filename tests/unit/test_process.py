"""Foreign programs: none outlives its limit, prints without end, or sees what is ours."""

import os
import select
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from haas_client import process
from haas_client.process import Cancel, Cancelled, Output, TimedOut, TooMuchOutput

SHELL = process.find_tool("sh") or "sh"
SOON = 5.0
"""Seconds: far less than any limit below that must not be waited for."""


def shell(script: str, *arguments: object, limit: float = 30, cancel: Cancel | None = None, **more: Any) -> Output:
    argv = (SHELL, "-c", script, "sh", *map(str, arguments))
    return process.run(argv, limit_seconds=limit, cancel=cancel or Cancel(), **more)


def is_gone(pid: int) -> bool:
    """Whether a process that is none of our children has ended, or does so at once."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([descriptor], [], [], SOON)[0])
    finally:
        os.close(descriptor)


@pytest.fixture
def pid_file(tmp_path: Path) -> Iterator[Path]:
    """Where a script leaves the ids of what it starts; whatever of it survives a test is ended here."""
    path = tmp_path / "pids"
    yield path
    for pid in pids(path):
        try:
            descriptor = os.pidfd_open(pid)
        except ProcessLookupError:
            continue
        signal.pidfd_send_signal(descriptor, signal.SIGKILL)
        os.close(descriptor)


def pids(path: Path) -> list[int]:
    return [int(line) for line in path.read_text().split()] if path.exists() else []


# --- to its end


def test_output_and_exit_code_are_told() -> None:
    found = shell("echo out; echo err >&2; exit 3")
    assert (found.stdout, found.stderr, found.exit_code) == (b"out\n", b"err\n", 3)
    assert 0 <= found.seconds < SOON


def test_both_streams_are_read_however_much_comes() -> None:
    found = shell("head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2")
    assert (len(found.stdout), len(found.stderr)) == (300_000, 300_000)


def test_a_program_gets_no_input() -> None:
    assert shell("cat; echo end").stdout == b"end\n"


def test_a_program_sees_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LD_PRELOAD", "LD_LIBRARY_PATH", "PYTHONPATH", "QT_PLUGIN_PATH", "LANGUAGE", "IFS", "SECRET"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("SECRET", "tarou")
    found = process.run((process.find_tool("env") or "env",), limit_seconds=30, cancel=Cancel())
    names = {line.partition("=")[0] for line in found.stdout.decode().splitlines()}
    assert names == {"PATH", "LC_ALL", "HOME"}
    assert b"LC_ALL=C.UTF-8\n" in found.stdout


def test_a_program_stands_in_no_folder_of_the_owners() -> None:
    assert shell("pwd").stdout == b"/\n"


def test_a_program_that_is_not_there_is_told() -> None:
    with pytest.raises(FileNotFoundError):
        process.run(("/nowhere/at/all",), limit_seconds=30, cancel=Cancel())


def test_a_program_that_kills_itself_is_told_by_its_code() -> None:
    assert shell("kill -9 $$").exit_code == -signal.SIGKILL


# --- limits


def test_a_program_is_ended_at_its_limit() -> None:
    started = time.monotonic()
    with pytest.raises(TimedOut):
        shell("sleep 300", limit=0.2)
    assert 0.2 <= time.monotonic() - started < SOON


def test_the_limit_takes_the_whole_group_whatever_it_ignores(pid_file: Path) -> None:
    script = """
        trap '' TERM INT HUP
        sh -c 'echo $$ >>"$0"; exec sleep 300' "$1" &
        sh -c 'echo $$ >>"$0"; sleep 300 & echo $! >>"$0"; wait' "$1" &
        wait
    """
    with pytest.raises(TimedOut):
        shell(script, pid_file, limit=1)
    assert len(pids(pid_file)) == 3
    assert all(map(is_gone, pids(pid_file)))


def test_the_limit_takes_what_a_finished_program_left_behind(pid_file: Path) -> None:
    with pytest.raises(TimedOut):
        shell('sleep 300 & echo $! >"$1"', pid_file, limit=0.5)
    assert all(map(is_gone, pids(pid_file)))


def test_a_program_that_closes_its_output_and_runs_on_is_ended(pid_file: Path) -> None:
    started = time.monotonic()
    with pytest.raises(TimedOut):
        shell('echo $$ >"$1"; exec sleep 300 >&- 2>&-', pid_file, limit=0.2)
    assert time.monotonic() - started < SOON
    assert all(map(is_gone, pids(pid_file)))


@pytest.mark.parametrize("stream", ["", ">&2"])
def test_a_program_that_prints_without_end_is_ended(stream: str, pid_file: Path) -> None:
    started = time.monotonic()
    with pytest.raises(TooMuchOutput):
        shell(f'echo $$ >"$1"; exec cat /dev/zero {stream}', pid_file, max_bytes=100_000)
    assert time.monotonic() - started < SOON
    assert all(map(is_gone, pids(pid_file)))


@pytest.mark.parametrize(("more", "allowed"), [(0, True), (1, False)])
def test_output_counts_to_the_byte(more: int, allowed: bool) -> None:
    script = f"head -c 600 /dev/zero; head -c {400 + more} /dev/zero >&2"
    if allowed:
        assert len(shell(script, max_bytes=1000).stdout) == 600
    else:
        with pytest.raises(TooMuchOutput):
            shell(script, max_bytes=1000)


# --- cancelling


def test_what_is_cancelled_already_is_not_started(tmp_path: Path) -> None:
    cancel = Cancel()
    cancel.ask()
    with pytest.raises(Cancelled):
        shell('echo >"$1"', tmp_path / "started", cancel=cancel)
    assert not (tmp_path / "started").exists()
    with pytest.raises(Cancelled):  # nor even looked for
        process.run(("/nowhere/at/all",), limit_seconds=30, cancel=cancel)


def cancelled_while(
    script: str, tmp_path: Path, limit: float, ready: threading.Event | None = None
) -> tuple[BaseException | None, float, int]:
    """What became of ``script``, cancelled from here once it runs; how long that took; and its process."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    cancel = Cancel()
    outcome: list[BaseException | None] = []

    def work() -> None:
        try:
            shell(script, pipe, limit=limit, cancel=cancel)
            outcome.append(None)
        except Exception as error:  # noqa: BLE001  whatever it is, it is looked at below
            outcome.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    pid = int(pipe.read_text())  # waits until the script has opened it
    if ready:
        ready.wait(1)
    started = time.monotonic()
    cancel.ask()
    thread.join(SOON)
    assert outcome, "it did not return"
    return outcome[0], time.monotonic() - started, pid


def test_a_cancel_from_another_thread_returns_at_once(tmp_path: Path) -> None:
    error, seconds, pid = cancelled_while('echo $$ >"$1"; exec sleep 300', tmp_path, limit=300)
    assert isinstance(error, Cancelled)
    assert seconds < 1
    assert is_gone(pid)


def test_a_cancel_reaches_a_program_that_closed_its_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = threading.Event()
    real = os.pidfd_open

    def opened(pid: int) -> int:
        waiting.set()
        return real(pid)

    monkeypatch.setattr(os, "pidfd_open", opened)
    script = 'exec >&- 2>&-; echo $$ >"$1"; exec sleep 300'
    error, _, pid = cancelled_while(script, tmp_path, limit=0.5, ready=waiting)
    assert is_gone(pid)
    assert isinstance(error, Cancelled)


def test_one_cancel_ends_many_programs() -> None:
    cancel, ended = Cancel(), []
    ready = threading.Semaphore(0)

    def work() -> None:
        with cancel.watched(lambda: None):
            ready.release()
            try:
                shell("sleep 300", limit=300, cancel=cancel)
            except Cancelled:
                ended.append(True)

    threads = [threading.Thread(target=work, daemon=True) for _ in range(8)]
    for thread in threads:
        thread.start()
    for _ in threads:
        assert ready.acquire(timeout=SOON)
    cancel.ask()
    for thread in threads:
        thread.join(SOON)
    assert ended == [True] * 8


def test_whoever_watches_is_called_once_for_each_time() -> None:
    cancel, calls = Cancel(), []
    with cancel.watched(lambda: calls.append(1)):
        assert calls == []
        cancel.ask()
        assert calls == [1]
    cancel.ask()
    assert calls == [1]
    assert cancel.asked


def test_whoever_begins_to_watch_too_late_is_called_at_once() -> None:
    cancel, calls = Cancel(), []
    cancel.ask()
    with cancel.watched(lambda: calls.append(1)):
        assert calls == [1]


def test_settling_waits_for_whoever_still_watches() -> None:
    cancel, order = Cancel(), []
    watching, done = threading.Event(), threading.Event()

    def work() -> None:
        with cancel.watched(lambda: None):
            watching.set()
            done.wait(SOON)
            order.append("watched")

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    assert watching.wait(SOON)
    started = time.monotonic()
    cancel.settle(0.05)
    assert 0.05 <= time.monotonic() - started < SOON
    assert order == []
    done.set()
    started = time.monotonic()
    cancel.settle(SOON * 2)
    assert time.monotonic() - started < SOON
    order.append("settled")
    thread.join(SOON)
    assert order == ["watched", "settled"]


# --- nothing is left over


@pytest.mark.parametrize(
    ("script", "error"), [("true", None), ("sleep 300", TimedOut), ("cat /dev/zero", TooMuchOutput)]
)
def test_no_descriptor_is_left_open(script: str, error: type[Exception] | None) -> None:
    shell("true")
    before = set(os.listdir("/proc/self/fd"))
    for _ in range(3):
        if error is None:
            shell(script)
        else:
            with pytest.raises(error):
                shell(script, limit=0.1 if error is TimedOut else 30, max_bytes=1000)
    assert set(os.listdir("/proc/self/fd")) == before


# --- programs for the owner


@pytest.fixture
def launched(monkeypatch: pytest.MonkeyPatch) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """Everything that is launched, ended after the test."""
    children: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def popen(*arguments: object, **named: object) -> "subprocess.Popen[bytes]":
        child: subprocess.Popen[bytes] = real(*arguments, **named)  # type: ignore[call-overload]
        children.append(child)
        return child

    monkeypatch.setattr(subprocess, "Popen", popen)
    yield children
    for child in children:
        child.kill()
        child.wait(SOON)


@pytest.mark.parametrize("code", [0, 4])
def test_a_launched_program_tells_its_code(code: int, launched: list[object]) -> None:
    assert process.launch((SHELL, "-c", f"exit {code}"), wait_seconds=SOON) == code
    assert len(launched) == 1


def test_a_launched_program_is_left_alone(launched: list["subprocess.Popen[bytes]"]) -> None:
    started = time.monotonic()
    assert process.launch((SHELL, "-c", "exec sleep 300"), wait_seconds=0.05) is None
    assert time.monotonic() - started < SOON
    assert launched[0].poll() is None


def test_a_launched_program_is_no_part_of_our_session(launched: list["subprocess.Popen[bytes]"]) -> None:
    """Ctrl-C in the terminal, or its closing, must not reach the owner's mail program."""
    process.launch((SHELL, "-c", "exec sleep 300"), wait_seconds=0.05)
    assert os.getsid(launched[0].pid) == launched[0].pid != os.getsid(0)


def test_a_program_that_cannot_be_launched_is_told() -> None:
    with pytest.raises(FileNotFoundError):
        process.launch(("/nowhere/at/all",), wait_seconds=SOON)


OURS = ["LD_LIBRARY_PATH", "LD_PRELOAD", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "_MEIPASS2", "QT_QPA_PLATFORM",
        "QT_PLUGIN_PATH", "QML2_IMPORT_PATH", "_PYI_APPLICATION_HOME_DIR", "_PYI_ARCHIVE_FILE",
        "_PYI_PARENT_PROCESS_LEVEL", "_PYI_LINUX_PROCESS_NAME"]  # fmt: skip
THEIRS = ["PATH", "HOME", "DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS", "LANG", "MYQT_"]


@pytest.mark.parametrize("name", OURS)
def test_a_variable_of_ours_is_taken_out(name: str) -> None:
    assert process.clean_environment({name: "x", "PATH": "p"}) == {"PATH": "p"}


def test_the_owners_libraries_are_put_back() -> None:
    """As PyInstaller's start leaves it: ours in the place of the owner's, which stands beside."""
    ours = {"LD_LIBRARY_PATH": "/usr/lib/linuxmania-haas/lib:/owner", "LD_LIBRARY_PATH_ORIG": "/owner", "PATH": "p"}
    assert process.clean_environment(ours) == {"LD_LIBRARY_PATH": "/owner", "PATH": "p"}


@pytest.mark.parametrize("name", THEIRS)
def test_a_variable_of_the_owners_is_kept(name: str) -> None:
    assert process.clean_environment({name: "x"}) == {name: "x"}


def test_a_launched_program_has_the_owners_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*OURS, *THEIRS):
        if name not in ("PATH", "LD_PRELOAD", "LD_LIBRARY_PATH"):
            monkeypatch.setenv(name, "set")
    assert process.launch((SHELL, "-c", 'env >"$1"', "sh", str(tmp_path / "env")), wait_seconds=SOON) == 0
    names = {line.partition("=")[0] for line in (tmp_path / "env").read_text().splitlines()}
    assert set(THEIRS) <= names
    assert names.isdisjoint(OURS)


# --- finding tools


def tool(path: Path, mode: int = 0o755) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(mode)
    return path


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    monkeypatch.setattr(process, "SEARCH_PATH", (str(tmp_path / "first"), str(tmp_path / "second")))
    monkeypatch.setenv("PATH", str(tmp_path / "third"))
    return lambda name: tmp_path / name / "smartctl"


def test_a_tool_is_found_in_the_first_folder_that_has_it(folders: Callable[[str], Path]) -> None:
    assert process.find_tool("smartctl") is None
    tool(folders("second"))
    assert process.find_tool("smartctl") == str(folders("second"))
    tool(folders("first"))
    assert process.find_tool("smartctl") == str(folders("first"))


def test_the_callers_path_is_not_searched(folders: Callable[[str], Path]) -> None:
    tool(folders("third"))
    assert process.find_tool("smartctl") is None


def test_what_cannot_be_run_is_no_tool(folders: Callable[[str], Path]) -> None:
    tool(folders("first"), 0o644)
    folders("second").mkdir(parents=True)
    assert process.find_tool("smartctl") is None
