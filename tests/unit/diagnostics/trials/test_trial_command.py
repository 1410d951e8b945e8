"""``trial`` on the command line: what it says before, what it asks, how it ends."""

import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from haas_client import cli, commands, process
from haas_client.commands import trial
from haas_client.diagnostics.history import History, default_path
from haas_client.diagnostics.trials import benches, load, subjects
from haas_client.diagnostics.trials.plan import Plan
from haas_client.diagnostics.trials.values import (
    Advance,
    Done,
    Ending,
    LoadOutcome,
    LoadSample,
    MemoryOutcome,
    Offer,
    Step,
    Stop,
    TrialKind,
    TrialRecord,
)
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.errors import ExitCode
from haas_client.i18n import LANGUAGES, translator
from haas_client.wording import trials as words
from tests.unit.diagnostics.test_rules_trials import WENT_OFF
from tests.unit.diagnostics.trials import machines
from tests.unit.diagnostics.trials.machines import Bench
from tests.unit.diagnostics.trials.test_plan import Pc

ROOT = Path(__file__).parents[4]
MEMORY = Offer(id="memory_short", kind=TrialKind.MEMORY_SHORT)
WELL = Done(ending=Ending.COMPLETED, outcome=MemoryOutcome(tested_bytes=1 << 30, passes=1, failed_tests=()))
BAD = Done(ending=Ending.COMPLETED, outcome=MemoryOutcome(tested_bytes=1 << 30, passes=1, failed_tests=("Bit Flip",)))


def offered(monkeypatch: pytest.MonkeyPatch, bench: Any, host: Any = None) -> None:
    machine = host or Pc()
    monkeypatch.setattr(trial, "machine_host", lambda recording: machine)
    monkeypatch.setattr(benches, "bench", lambda host: bench)
    monkeypatch.setattr(
        trial, "plan", lambda host, offer, seconds: Plan(offer=offer, seconds=130.0, test_bytes=1 << 30)
    )
    monkeypatch.setattr(subjects, "part", lambda *arguments: machines.MEMORY)


class Offering(Bench):
    def __init__(self, *offers: Offer, done: Done = WELL) -> None:
        super().__init__(Step(code="bit_flip", number=2, total=18), Advance(done=0.5, remaining_seconds=90), done=done)
        self.listed = offers

    def offers(self) -> tuple[Offer, ...]:
        return self.listed


def ran(*words_of_line: str) -> ExitCode:
    return commands.run(cli.parse(["--lang", "en", "trial", *words_of_line]))


def test_costs_first_then_steps_then_what_was_found(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    offered(monkeypatch, Offering(MEMORY))
    assert ran("memory", "--yes") == ExitCode.OK
    out, err = capsys.readouterr()
    assert err.index("Short memory test") < err.index("2 minutes") < err.index("Bit flip (2/18)")
    assert "1 GB of memory is tested." in err
    assert out.splitlines()[:2] == [
        "The test came to its end.",
        "No fault was found in 1 GB. What programs were using was not tested.",
    ]


def test_a_fault_has_an_exit_code_of_its_own(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    offered(monkeypatch, Offering(MEMORY, done=BAD))
    assert ran("memory", "--yes", "--json") == ExitCode.FAULT_FOUND
    printed = json.loads(capsys.readouterr().out)
    assert printed["outcome"]["failed_tests"] == ["Bit Flip"]
    assert printed["ending"] == "completed"
    assert History(default_path()).trials()[0].id == printed["id"]


@pytest.mark.parametrize(
    ("done", "code"),
    [
        (Done(ending=Ending.STOPPED, stop=Stop.OWNER), 130),
        (Done(ending=Ending.STOPPED, stop=Stop.SESSION_ENDED), 130),
        (Done(ending=Ending.STOPPED, stop=Stop.HEAT), 1),
        (Done(ending=Ending.FAILED, problem=Unknown(reason=Reason.FAILED, detail="memtester: signal 9")), 1),
        (Done(ending=Ending.STOPPED, stop=Stop.OWNER, outcome=BAD.outcome), 5),
    ],
)
def test_exit_codes(monkeypatch: pytest.MonkeyPatch, done: Done, code: int) -> None:
    offered(monkeypatch, Offering(MEMORY, done=done))
    assert ran("memory", "--yes") == code


def test_without_a_terminal_nothing_begins_unasked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    offered(monkeypatch, Offering(MEMORY))
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    assert ran("memory") == ExitCode.USAGE
    assert "--yes" in capsys.readouterr().err
    assert History(default_path()).trials() == ()


ANSWERS = [("y\n", True), ("はい\n", True), ("\n", False), ("n\n", False), ("", False)]


@pytest.mark.parametrize(("answer", "begun"), ANSWERS)
def test_at_a_terminal_it_asks(monkeypatch: pytest.MonkeyPatch, answer: str, begun: bool) -> None:
    offered(monkeypatch, Offering(MEMORY))
    typed, shown = io.StringIO(answer), io.StringIO()
    monkeypatch.setattr(typed, "isatty", lambda: True)
    monkeypatch.setattr(shown, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", typed)
    monkeypatch.setattr(sys, "stderr", shown)
    assert ran("memory") == ExitCode.OK
    assert len(History(default_path()).trials()) == begun
    assert ("50%" in shown.getvalue()) == begun


SDA = Offer(id="surface:sda", kind=TrialKind.SURFACE, subject="sda")
SDB = Offer(id="surface:sdb", kind=TrialKind.SURFACE, subject="sdb")


@pytest.mark.parametrize(
    ("line", "offers", "told"),
    [
        (("drive", "sdb"), (SDA, SDB), (0, "(sdb)")),
        (("drive", "/dev/sdb"), (SDA, SDB), (0, "(sdb)")),
        (("drive",), (SDA,), (0, "(sda)")),
        (("drive",), (SDA, SDB), (1, "sda, sdb")),
        (("drive", "sdz"), (SDA, SDB), (1, "sda, sdb")),
        (("drive",), (), (1, "no drive that can be tested")),
    ],
)
def test_the_drive_that_is_meant(
    line: tuple[str, ...],
    offers: tuple[Offer, ...],
    told: tuple[int, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    offered(monkeypatch, Offering(*offers, done=Done(ending=Ending.COMPLETED)))
    assert ran(*line, "--test", "surface", "--yes") == told[0]
    assert told[1] in capsys.readouterr().err


def test_whoever_has_no_right_is_told_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    machine = Pc()
    offered(monkeypatch, Offering(), machine)
    machine.missing = Unknown(reason=Reason.NO_RIGHT, detail="root")
    assert ran("memory", "--yes") == ExitCode.FAILED
    assert "sudo linuxmania-haas trial" in capsys.readouterr().err


def test_a_hindrance_is_told_and_nothing_begun(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    offered(monkeypatch, Offering(MEMORY))
    hindered = Plan(offer=MEMORY, seconds=1.0, hindrance=Unknown(reason=Reason.NO_TOOL, detail="memtester"))
    monkeypatch.setattr(trial, "plan", lambda *arguments: hindered)
    assert ran("memory", "--yes") == ExitCode.FAILED
    assert "memtester is not installed" in capsys.readouterr().err
    assert History(default_path()).trials() == ()


def test_what_a_sudden_stop_left_behind_is_told_at_the_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    offered(monkeypatch, Offering(MEMORY))
    left = TrialRecord(
        id="x", kind=TrialKind.LOAD, part=machines.POWER, started_at=machines.NOW, boot_id="before", seconds=43.0
    )
    History(default_path()).keep_trial(left)
    ran("memory", "--yes")
    assert "The PC went off during the load test at 43 s." in capsys.readouterr().err


def test_a_recording_cannot_be_tested(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ran("power", "--yes", "--replay", str(tmp_path)) == ExitCode.FAILED
    assert "not a recording" in capsys.readouterr().err


@pytest.mark.parametrize(
    "line", [(), ("drive", "--test", "full"), ("power", "--minutes", "0"), ("power", "--minutes", "nan")]
)
def test_a_wrong_line_is_refused(line: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as caught:
        ran(*line)
    assert caught.value.code == 2


@pytest.mark.skipif(process.find_tool("stress-ng") is None, reason="needs stress-ng")
@pytest.mark.parametrize(
    ("number", "stop"), [(signal.SIGINT, "owner"), (signal.SIGTERM, "session_ended"), (signal.SIGHUP, "session_ended")]
)
def test_signals_end_it_in_order(number: int, stop: str) -> None:
    """The whole program, with a real load."""
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "haas_client", "--lang", "en", "trial", "power", "--yes"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    )
    assert child.stderr
    for line in child.stderr:
        if "Warming up" in line:
            break
    os.kill(child.pid, number)
    out, _ = child.communicate(timeout=30)
    assert child.returncode == 130, out
    (record,) = History(default_path()).trials()
    assert (record.ending, record.stop) == (Ending.STOPPED, stop)


# --- words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_step_and_end_has_words(language: str) -> None:
    t = translator(language)
    for kind in TrialKind:
        assert words.kind(kind, t)
        assert words.about(kind, t)
        assert words.title(Offer(id="x", kind=kind, subject="sda"), t).count("sda") == 1
    for stop in Stop:
        assert words.stop(stop, t)
    for ending in Ending:
        record = TrialRecord(
            id="x",
            kind=TrialKind.MEMORY_SHORT,
            part=machines.MEMORY,
            started_at=machines.NOW,
            boot_id="",
            ending=ending,
            problem=Unknown(reason=Reason.NO_RIGHT) if ending == Ending.FAILED else None,
        )
        assert "{" not in words.line(record, t)
    for step in load.STEPS:
        assert words.step(step.code, t) != step.code
    assert words.step("of_tomorrow", t) == "of tomorrow"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.2, "1 second"),
        (45, "45 seconds"),
        (120, "2 minutes"),
        (5340, "89 minutes"),
        (5400, "1 h 30 min"),
        (12000, "3 h 20 min"),
    ],
)
def test_durations(seconds: float, text: str) -> None:
    assert words.duration(seconds, translator("en")) == text


def test_going_off_is_worded_with_its_second() -> None:
    assert words.ending(WENT_OFF, translator("en")) == "The PC went off during the load test at 43 s."
    assert words.found_fault(WENT_OFF)
    assert words.next_step(WENT_OFF, translator("en"))


def test_what_the_load_showed() -> None:
    first = LoadSample(seconds=0, throttled=4)
    last = LoadSample(seconds=120, throttled=9)
    record = TrialRecord(
        id="x",
        kind=TrialKind.LOAD,
        part=machines.POWER,
        started_at=machines.NOW,
        boot_id="",
        ending=Ending.COMPLETED,
        hottest_celsius=81.4,
        outcome=LoadOutcome(seconds=120, samples=(first, last)),
    )
    assert words.outcome(record, translator("en")) == (
        "The PC kept running for 120 s under load.",
        "Processor at the end: 81 °C.",
        "The processor slowed itself down for heat meanwhile.",
    )
    assert not words.found_fault(record)
