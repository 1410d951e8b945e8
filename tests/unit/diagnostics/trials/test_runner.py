"""The marker: on disk before a trial and each step, whatever happens then."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.history import History
from haas_client.diagnostics.host import RealHost
from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.trials import runner
from haas_client.diagnostics.trials.bench import Tell
from haas_client.diagnostics.trials.values import Done, Ending, LoadSample, Offer, Step, TrialKind, TrialRecord
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from haas_client.process import Cancel

NOT_KNOWN = Unknown(reason=Reason.NOT_REPORTED)
POWER = Part(kind=PartKind.POWER, slot=NOT_KNOWN, model=NOT_KNOWN, serial=NOT_KNOWN)
LOAD = Offer(id="load", kind=TrialKind.LOAD)

CHILD = """
import sys, time
from pathlib import Path
from tests.unit.diagnostics.trials.test_runner import Scripted, begin
from haas_client.diagnostics.history import History

def hang():
    print("under way", flush=True)
    time.sleep(600)

begin(History(Path(sys.argv[1])), Scripted(hang))
"""


class Scripted:
    """Tells the beginning of a load test, then does ``work``."""

    def __init__(self, work: object = None) -> None:
        self._work = work

    def offers(self) -> tuple[Offer, ...]:
        return (LOAD,)

    def run(self, offer: Offer, tell: Tell, cancel: Cancel) -> Done:
        tell(Step(code="full_load", number=3, total=3))
        tell(LoadSample(seconds=43.0))
        if callable(self._work):
            self._work()
        return Done(ending=Ending.COMPLETED)


class OtherBoot(RealHost):
    """This machine after it was started anew."""

    def read(self, path: str) -> bytes:
        return b"another-boot\n" if path.endswith("boot_id") else super().read(path)


def begin(history: History, bench: Scripted) -> TrialRecord:
    return runner.run(bench, LOAD, POWER, history=history, host=RealHost(), tell=lambda event: None, cancel=Cancel())


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "history.sqlite3")


def test_an_ended_trial_is_a_record_and_leaves_no_marker(history: History) -> None:
    record = begin(history, Scripted())
    assert record.ending == Ending.COMPLETED
    assert history.trials() == (record,)
    assert runner.interrupted(history, RealHost()) == ()


@pytest.mark.parametrize(
    ("host", "ending"), [(OtherBoot(), Ending.WENT_OFF), (RealHost(), Ending.ABANDONED)], ids=["went-off", "killed"]
)
def test_what_a_sudden_end_leaves_is_told_once_with_its_second(
    tmp_path: Path, history: History, host: RealHost, ending: Ending
) -> None:
    argv = [sys.executable, "-c", CHILD, str(tmp_path / "history.sqlite3")]
    child = subprocess.Popen(argv, stdout=subprocess.PIPE, cwd=Path(__file__).parents[4])
    assert child.stdout is not None
    assert child.stdout.readline() == b"under way\n"
    if ending == Ending.ABANDONED:
        assert runner.interrupted(history, RealHost()) == ()  # it still runs
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    (told,) = runner.interrupted(history, host)
    assert (told.ending, told.step, told.seconds) == (ending, "full_load", 43.0)
    assert runner.interrupted(history, host) == ()
    assert [record.ending for record in history.trials()] == [ending]


def test_without_a_place_for_the_marker_no_trial_is_begun(tmp_path: Path) -> None:
    (tmp_path / "no-folder").write_text("")
    begun: list[bool] = []
    with pytest.raises(runner.TrialRefused):
        begin(History(tmp_path / "no-folder" / "history.sqlite3"), Scripted(lambda: begun.append(True)))
    assert not begun


def test_a_second_trial_is_refused_while_one_runs(history: History) -> None:
    refused: list[bool] = []

    def second() -> None:
        with pytest.raises(runner.TrialRefused):
            begin(history, Scripted())
        refused.append(True)

    begin(history, Scripted(second))
    assert refused


def test_a_trial_that_could_not_begin_is_no_result(history: History) -> None:
    def fail() -> None:
        raise Unreadable(Reason.NO_TOOL, "stress-ng")

    record = begin(history, Scripted(fail))
    assert (record.ending, record.outcome) == (Ending.FAILED, None)
    assert record.problem is not None
    assert record.problem.reason == Reason.NO_TOOL
