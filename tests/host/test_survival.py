"""This machine, whatever it is, read for real; and tools that misbehave in its place."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import msgspec
import pytest

from haas_client import process
from haas_client.bundle import archive, contents
from haas_client.diagnostics import collect as collecting
from haas_client.diagnostics import questions
from haas_client.diagnostics.collect import CollectionCancelled, Progress, Stage, collect
from haas_client.diagnostics.diagnosis import diagnose
from haas_client.diagnostics.host import Command, Identities, RealHost
from haas_client.diagnostics.probes import storage
from haas_client.diagnostics.snapshot import KernelLine, Memory, Snapshot, Storage
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from haas_client.errors import ExitCode
from haas_client.process import Cancel, Output
from haas_client.request import Request
from tests.programs import put_program


class ToolHost(RealHost):
    """This machine with one drive; its tools are looked for in a folder of the test's."""

    def names(self, folder: str) -> tuple[str, ...]:
        return ("sda",) if folder == "/sys/block" else super().names(folder)


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "tools"
    folder.mkdir()
    monkeypatch.setattr(process, "SEARCH_PATH", (str(folder),))
    return folder


def health(snapshot: Snapshot) -> Unknown:
    assert isinstance(snapshot.storage, Storage)
    found = snapshot.storage.drives[0].health
    assert isinstance(found, Unknown)
    return found


def test_no_smartctl(tools: Path) -> None:
    assert health(collect(ToolHost()).snapshot).reason == Reason.NO_TOOL


def test_no_right(tools: Path) -> None:
    answer = {
        "smartctl": {
            "messages": [{"string": "Smartctl open device: /dev/sda failed: Permission denied", "severity": "error"}],
            "exit_status": 2,
        }
    }
    put_program(tools, "smartctl", f"echo '{json.dumps(answer)}'; exit 2")
    assert health(collect(ToolHost()).snapshot).reason == Reason.NO_RIGHT


def test_a_sleeping_drive_is_not_woken_and_said_so(tools: Path) -> None:
    answer = {"smartctl": {"messages": [{"string": "Device is in STANDBY mode, exit(2)"}], "exit_status": 2}}
    put_program(tools, "smartctl", f"case \"$*\" in *'-n standby'*) echo '{json.dumps(answer)}'; exit 2;; esac")
    assert health(collect(ToolHost()).snapshot).reason == Reason.ASLEEP


@pytest.mark.parametrize("answer", ["", "{", '{"smartctl": 7', "[]", "null", "\\0\\377\\376", '"text"'])
def test_broken_json(tools: Path, answer: str) -> None:
    put_program(tools, "smartctl", f"printf '{answer}'")
    assert health(collect(ToolHost()).snapshot).reason == Reason.MALFORMED


def test_a_hanging_smartctl_is_killed_at_its_limit(
    tools: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_program(tools, "smartctl", f"echo $$ > {tmp_path}/pid; trap '' TERM INT HUP; sleep 600 & wait; sleep 600")
    monkeypatch.setattr(questions, "SMART_SECONDS", 0.3)
    snapshot = collect(ToolHost()).snapshot
    assert health(snapshot).reason == Reason.TIMED_OUT
    assert not _runs(int((tmp_path / "pid").read_text()))
    assert not isinstance(snapshot.system, Unknown)


def test_a_read_that_never_returns_does_not_hold_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """A probe that hangs in the kernel is given up at its limit; the others' evidence is kept."""
    never = threading.Event()

    class Hanging(RealHost):
        def read(self, path: str) -> bytes:
            if path == "/proc/meminfo":
                never.wait(60)
            return super().read(path)

    monkeypatch.setattr(collecting._PROBES[collecting.ProbeName.MEMORY], "LIMIT_SECONDS", 0.2)
    monkeypatch.setattr(collecting, "_GRACE_SECONDS", 0.1)
    snapshot = collect(Hanging()).snapshot
    never.set()
    assert isinstance(snapshot.memory, Unknown)
    assert snapshot.memory.reason == Reason.TIMED_OUT
    assert not isinstance(snapshot.system, Unknown)


class StartingHelper(RealHost):
    """Its helper is being started until ``started``, and one question waits for it."""

    def __init__(self) -> None:
        self.started = threading.Event()

    def missing_right(self, cancel: Cancel | None = None) -> Unknown | None:
        if threading.current_thread().name == "helper's start":
            self.started.wait()
        return super().missing_right(cancel)

    def read(self, path: str) -> bytes:
        if path == "/proc/meminfo":
            self.started.wait()
        return super().read(path)


def test_a_helper_that_takes_long_to_start_takes_no_time_from_the_probes(monkeypatch: pytest.MonkeyPatch) -> None:
    """From a failing drive a program starts slowly; what it would read is then wanted most."""
    host = StartingHelper()
    monkeypatch.setattr(collecting._PROBES[collecting.ProbeName.MEMORY], "LIMIT_SECONDS", 0.2)
    monkeypatch.setattr(collecting, "_GRACE_SECONDS", 0.1)
    threading.Timer(2.0, host.started.set).start()
    assert isinstance(collect(host).snapshot.memory, Memory)


def test_a_helper_that_never_starts_is_not_waited_for_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    host = StartingHelper()
    monkeypatch.setattr(collecting._PROBES[collecting.ProbeName.MEMORY], "LIMIT_SECONDS", 0.2)
    monkeypatch.setattr(collecting, "_GRACE_SECONDS", 0.1)
    monkeypatch.setattr(collecting, "_HELPER_SECONDS", 0.2)
    memory = collect(host).snapshot.memory
    host.started.set()
    assert isinstance(memory, Unknown)
    assert memory.reason == Reason.TIMED_OUT


def test_a_helper_that_takes_long_to_start_takes_no_time_from_a_drive(
    tools: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = threading.Event()

    class Starting(ToolHost):
        def missing_right(self, cancel: Cancel | None = None) -> Unknown | None:
            started.wait()
            return super().missing_right(cancel)

        def run(self, command: Command, cancel: Cancel) -> Output:
            if command.tool == "smartctl":
                started.wait()
            return super().run(command, cancel)

    put_program(tools, "smartctl", "printf '{'")
    monkeypatch.setattr(storage, "LIMIT_SECONDS", 0.3)
    threading.Timer(1.0, started.set).start()
    assert health(collect(Starting()).snapshot).reason == Reason.MALFORMED


def test_a_diagnosis_is_cancelled_while_the_helper_is_being_started() -> None:
    cancel = Cancel()

    class Starting(RealHost):
        def missing_right(self, cancel: Cancel | None = None) -> Unknown | None:
            assert cancel is not None
            asked = threading.Event()
            with cancel.watched(asked.set):
                asked.wait()
            raise Unreadable(Reason.CANCELLED, "helper")

    with pytest.raises(CollectionCancelled):
        collect(Starting(), cancel, lambda _progress: cancel.ask())


def test_a_fault_in_one_probe_leaves_the_others() -> None:
    class Faulty(RealHost):
        def names(self, folder: str) -> tuple[str, ...]:
            if folder == "/sys/block":
                raise ZeroDivisionError
            return super().names(folder)

    snapshot = collect(Faulty()).snapshot
    assert isinstance(snapshot.storage, Unknown)
    assert snapshot.storage.reason == Reason.FAILED
    assert not isinstance(snapshot.system, Unknown)


def test_a_journal_that_shows_nothing_is_no_right_not_a_quiet_machine(tools: Path) -> None:
    """What systemd 252 does to an ordinary user: exit code 0, no output, no hint."""
    put_program(tools, "journalctl", "exit 0")

    class Ordinary(ToolHost):
        is_root = False

    records = collect(Ordinary()).snapshot.records
    assert not isinstance(records, Unknown)
    for answer in (records.boots, records.kernel, records.reset_reasons):
        assert isinstance(answer, Unknown)
        assert answer.reason == Reason.NO_RIGHT


def test_this_very_machine_gives_a_whole_bundle(tmp_path: Path) -> None:
    finished = _program("collect", "-o", tmp_path / "x.zip")
    assert finished.returncode == ExitCode.OK, finished.stderr
    assert "Traceback" not in finished.stderr
    bundle = archive.read(tmp_path / "x.zip")
    assert isinstance(bundle.snapshot.sources, tuple)
    assert all(source.problem is None or source.problem.reason for source in bundle.snapshot.sources)
    assert _program("show", tmp_path / "x.zip").returncode == ExitCode.OK


def test_a_home_that_cannot_be_written_is_no_obstacle(tmp_path: Path) -> None:
    nowhere = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"), "/proc/nowhere")
    finished = _program("collect", "-o", tmp_path / "x.zip", environment=nowhere)
    assert finished.returncode == ExitCode.OK, finished.stderr
    assert "Traceback" not in finished.stderr


def test_without_any_bus_the_diagnosis_goes_on(tmp_path: Path) -> None:
    dead = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere", "DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nowhere"}
    finished = _program("collect", "-o", tmp_path / "x.zip", environment=dead)
    assert finished.returncode == ExitCode.OK, finished.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_stops_at_once_and_leaves_nothing(tmp_path: Path, number: signal.Signals) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    (tmp_path / "here").mkdir()
    put_program(tools, "journalctl", f"echo $$ > {tmp_path}/pid; exec sleep 600")
    driver = (
        # A shell has its background jobs ignore Ctrl-C, and so the tests that run in one.
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        f"from haas_client import process; process.SEARCH_PATH = ({str(tools)!r},); "
        "from haas_client.app import main; raise SystemExit(main(['collect']))"
    )
    child = subprocess.Popen((sys.executable, "-c", driver), cwd=tmp_path / "here", stderr=subprocess.PIPE, text=True)
    _wait_for(tmp_path / "pid")
    started = time.monotonic()
    child.send_signal(number)
    _, stderr = child.communicate(timeout=10)
    assert time.monotonic() - started < 5
    assert child.returncode == ExitCode.INTERRUPTED
    assert "Traceback" not in stderr
    assert not list((tmp_path / "here").iterdir())
    assert not _runs(int((tmp_path / "pid").read_text()))


def test_cancelling_ends_the_collection_and_its_tools(tools: Path, tmp_path: Path) -> None:
    put_program(tools, "smartctl", f"echo $$ > {tmp_path}/pid; exec sleep 600")
    cancel = Cancel()

    def on_progress(progress: Progress) -> None:
        if progress.stage == Stage.RUNNING and progress.total:
            cancel.ask()

    with pytest.raises(CollectionCancelled):
        collect(ToolHost(), cancel, on_progress)
    if (tmp_path / "pid").exists():
        assert not _runs(int((tmp_path / "pid").read_text()))


def test_all_probes_and_drives_are_asked_at_once(tools: Path) -> None:
    """Every tool waits until as many are running as can be at the same time; one after the other none would answer."""
    barrier = threading.Barrier(9)

    class Counting(ToolHost):
        def names(self, folder: str) -> tuple[str, ...]:
            if folder == "/sys/block":
                return tuple(f"sd{letter}" for letter in "abcdefgh")
            raise Unreadable(Reason.NOT_PRESENT, folder)

        def run(self, command: Command, cancel: Cancel) -> Output:
            if command.tool == "smartctl" or command.line.startswith("journalctl -k"):
                barrier.wait(10)
            raise Unreadable(Reason.NO_TOOL, command.tool)

    snapshot = collect(Counting()).snapshot
    assert not barrier.broken
    assert isinstance(snapshot.storage, Storage)
    assert len(snapshot.storage.drives) == 8


def _program(*arguments: str | Path, environment: dict[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
    command = (sys.executable, "-m", "haas_client", *map(str, arguments))
    return subprocess.run(
        command, env=os.environ | (environment or {}), capture_output=True, text=True, check=False, timeout=120
    )


def _runs(pid: int) -> bool:
    """Whether the process is there and no zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def _wait_for(path: Path) -> None:
    deadline = time.monotonic() + 20
    while not (path.exists() and path.read_text().strip()):
        assert time.monotonic() < deadline, f"{path.name} never appeared"
        os.sched_yield()


def test_where_names_cannot_be_asked_for_free_text_stays_on_the_pc(monkeypatch: pytest.MonkeyPatch) -> None:
    """A network directory that does not answer must not let names pass unredacted."""

    class Nameless(RealHost):
        def identities(self) -> Identities:
            raise RuntimeError("the directory does not answer")

    collection = collect(Nameless())
    assert not collection.identities.complete
    assert os.uname().nodename in collection.identities.hosts
    records = collection.snapshot.records
    assert not isinstance(records, Unknown)
    line = KernelLine(at=None, text="ata1: error, session of somebody")
    snapshot = msgspec.structs.replace(collection.snapshot, records=msgspec.structs.replace(records, kernel=(line,)))
    collection = msgspec.structs.replace(collection, snapshot=snapshot, raw={"smartctl-sda.json": b"somebody"})
    made_at = collection.snapshot.taken_at
    bundle = contents.build(collection, diagnose(snapshot), Request(), key=b"k" * 32, created_at=made_at)
    assert not [name for name, data in bundle.members.items() if b"somebody" in data]
    assert not isinstance(bundle.snapshot.records, Unknown)
    assert isinstance(bundle.snapshot.records.kernel, Unknown)
