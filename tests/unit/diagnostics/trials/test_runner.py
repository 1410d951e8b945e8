"""The marker: on disk before anything begins, whatever happens then, and told at the next start."""

import os
import select
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from haas_client import paths
from haas_client.diagnostics import history
from haas_client.diagnostics.history import History, HistoryUnusable
from haas_client.diagnostics.trials import runner
from haas_client.diagnostics.trials.runner import TrialRefused, interrupted
from haas_client.diagnostics.trials.values import (
    Advance,
    Done,
    Ending,
    Event,
    LoadOutcome,
    LoadSample,
    MemoryOutcome,
    Offer,
    Step,
    Stop,
    TrialKind,
    TrialRecord,
)
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from haas_client.errors import HaasError
from haas_client.process import Cancel
from tests.machines.formats import journal_marks
from tests.unit.diagnostics.trials import machines
from tests.unit.diagnostics.trials.machines import LOAD, MEMORY, NOW, POWER, Bench

WARM_UP = Step(code="warm_up", number=1, total=3)
FULL = Step(code="full_load", number=3, total=3)
HOT = LoadSample(seconds=43.0, celsius={"coretemp Package id 0": 71.5, "nct6775 temp7": 127.0})
ENDED = Done(ending=Ending.COMPLETED, outcome=LoadOutcome(seconds=120, samples=(HOT,)))


@pytest.fixture
def store(tmp_path: Path) -> History:
    return History(tmp_path / "data" / "history.sqlite3")


def run(store: History, bench: Any, *, boot: str = "boot-1", offer: Offer = LOAD) -> TrialRecord:
    events: list[Event] = []
    return runner.run(
        bench, offer, POWER, history=store, host=machines.host(boot=boot), tell=events.append, cancel=Cancel()
    )


def test_the_marker_is_on_disk_before_each_step_and_each_second(store: History) -> None:
    """A reader of its own, as after a power cut: it sees what was synced."""
    seen: list[tuple[str, float, float | None, Ending]] = []

    def look(_number: int) -> None:
        (marker,) = History(store.trial_lock.with_name("history.sqlite3")).trials()
        seen.append((marker.step, marker.seconds, marker.hottest_celsius, marker.ending))

    record = run(store, Bench(WARM_UP, FULL, HOT, done=ENDED, during=look))
    assert [(step, ending) for step, _, _, ending in seen] == [
        ("", Ending.RUNNING),
        ("warm_up", Ending.RUNNING),
        ("full_load", Ending.RUNNING),
        ("full_load", Ending.RUNNING),
    ]
    assert seen[-1][1:3] == (43.0, 71.5)
    assert record.ending == Ending.COMPLETED
    assert record.outcome == ENDED.outcome
    assert store.trials() == (record,)  # the same row: no marker is left
    assert interrupted(store, machines.host(boot="boot-2")) == ()


def test_the_marker_is_synced_before_the_event_is_passed_on(store: History) -> None:
    steps: list[str] = []

    def tell(event: Event) -> None:
        steps.append(store.trials()[0].step)

    runner.run(
        Bench(WARM_UP, FULL, done=ENDED), LOAD, POWER, history=store, host=machines.host(), tell=tell, cancel=Cancel()
    )
    assert steps == ["warm_up", "full_load"]


def test_a_store_that_cannot_be_written_means_no_trial(store: History, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(record: TrialRecord) -> None:
        raise HistoryUnusable("full disk")

    monkeypatch.setattr(store, "keep_trial", fails)
    with pytest.raises(TrialRefused, match="full disk") as caught:
        run(store, Bench(WARM_UP, done=ENDED, during=lambda number: pytest.fail("it was begun")))
    assert caught.value.advice


@pytest.mark.parametrize("where", ["file in the way", "link in the way"])
def test_a_place_that_is_not_ours_means_no_trial(tmp_path: Path, where: str) -> None:
    if where == "file in the way":
        (tmp_path / "data").write_text("")
    else:
        (tmp_path / "data").mkdir()
        (tmp_path / "elsewhere").write_text("keep")
        (tmp_path / "data" / "history.sqlite3-trial").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(HaasError):
        run(
            History(tmp_path / "data" / "history.sqlite3"),
            Bench(done=ENDED, during=lambda number: pytest.fail("begun")),
        )


def test_a_disk_that_fills_up_in_the_middle_ends_no_trial(store: History, monkeypatch: pytest.MonkeyPatch) -> None:
    keep = store.keep_trial
    kept: list[TrialRecord] = []

    def fails_later(record: TrialRecord) -> None:
        if kept:
            raise HistoryUnusable("full disk")
        kept.append(record)
        keep(record)

    monkeypatch.setattr(store, "keep_trial", fails_later)
    record = run(store, Bench(WARM_UP, HOT, done=ENDED))
    assert record.ending == Ending.COMPLETED
    monkeypatch.undo()
    assert [one.ending for one in store.trials()] == [Ending.RUNNING]  # what is on disk stands


def test_what_could_not_begin_is_a_record_and_no_error(store: History) -> None:
    class Refusing(Bench):
        def run(self, offer: Offer, tell: Any, cancel: Cancel) -> Done:
            raise Unreadable(Reason.NO_TOOL, "stress-ng")

    record = run(store, Refusing(done=ENDED))
    assert (record.ending, record.problem) == (
        Ending.FAILED,
        Unknown(reason=Reason.NO_TOOL, detail="stress-ng"),
    )
    assert store.trials() == (record,)


def test_a_fault_of_ours_leaves_no_marker_that_runs(store: History) -> None:
    def fails(number: int) -> None:
        if number:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(store, Bench(WARM_UP, done=ENDED, during=fails))
    assert [one.ending for one in store.trials()] == [Ending.ABANDONED]


def test_one_at_a_time(store: History) -> None:
    refused: list[HaasError] = []

    def another(_number: int) -> None:
        with pytest.raises(TrialRefused, match="under way") as caught:
            run(History(store.trial_lock.with_name("history.sqlite3")), Bench(done=ENDED))
        refused.append(caught.value)
        assert interrupted(store, machines.host()) == ()  # the one that runs is not taken for a dead one

    run(store, Bench(done=ENDED, during=another))
    assert refused
    run(store, Bench(done=ENDED))
    assert len(store.trials()) == 2


def test_another_boot_means_that_the_pc_went_off_and_is_told_once(store: History) -> None:
    store.keep_trial(marker("boot-1"))
    (told,) = interrupted(store, machines.host(boot="boot-2"))
    assert (told.ending, told.seconds, told.step) == (Ending.WENT_OFF, 43.0, "full_load")
    assert interrupted(store, machines.host(boot="boot-2")) == ()
    assert store.trials() == (told,)


@pytest.mark.parametrize(("then", "now"), [("boot-1", "boot-1"), ("", "boot-1"), ("boot-1", "")])
def test_where_the_boot_is_the_same_or_not_known_the_pc_is_not_accused(store: History, then: str, now: str) -> None:
    store.keep_trial(marker(then))
    assert [one.ending for one in interrupted(store, machines.host(boot=now))] == [Ending.ABANDONED]


@pytest.mark.parametrize(
    ("end", "ending", "stop"),
    [("clean", Ending.STOPPED, Stop.SESSION_ENDED), ("unmarked", Ending.WENT_OFF, None)],
)
def test_a_pc_that_was_shut_down_in_order_did_not_go_off(
    store: History, end: str, ending: Ending, stop: Stop | None
) -> None:
    """The program may have been gone before it could say so: the screen goes first."""
    marks = journal_marks(("aaaa", NOW - timedelta(hours=2), end), ("bbbb", NOW + timedelta(hours=1), "running"))
    store.keep_trial(marker("aaaa"))
    (told,) = interrupted(store, machines.host(boot="bbbb", answer=lambda _: machines.output(marks.encode())))
    assert (told.ending, told.stop) == (ending, stop)


def test_a_store_that_is_broken_tells_nothing(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    assert interrupted(History(tmp_path / "data" / "history.sqlite3"), machines.host()) == ()


def test_what_prepares_a_start_leaves_no_record(store: History) -> None:
    offer = Offer(id="memtest86_prepare", kind=TrialKind.MEMTEST86_PREPARE)
    record = run(store, Bench(done=Done(ending=Ending.COMPLETED)), offer=offer)
    assert record.ending == Ending.COMPLETED
    assert store.trials() == ()


def test_a_cancelled_start_is_a_stop(store: History) -> None:
    class Cancelled(Bench):
        def run(self, offer: Offer, tell: Any, cancel: Cancel) -> Done:
            raise Unreadable(Reason.CANCELLED, "stress-ng")

    record = run(store, Cancelled(done=ENDED))
    assert (record.ending, record.stop) == (Ending.STOPPED, Stop.OWNER)


# --- the process that runs it is killed


KILLED = """
import sys
from pathlib import Path
from haas_client.diagnostics.history import History
from haas_client.diagnostics.host import RealHost
from haas_client.diagnostics.trials import load, runner
from haas_client.diagnostics.trials.local import OWNERS, LocalBench
from haas_client.diagnostics.trials.values import LoadSample
from haas_client.process import Cancel
from tests.unit.diagnostics.trials.machines import LOAD, POWER

def tell(event):
    if isinstance(event, LoadSample) and event.seconds >= 1:
        print("under way", flush=True)

runner.run(LocalBench(RealHost(), OWNERS, 300), LOAD, POWER, history=History(Path(sys.argv[1])),
           host=RealHost(), tell=tell, cancel=Cancel())
"""

needs_stress_ng = pytest.mark.skipif(
    not any(os.access(f"/{where}/stress-ng", os.X_OK) for where in ("usr/bin", "bin")), reason="needs stress-ng"
)


@needs_stress_ng
def test_killed_in_the_middle_of_a_step_the_marker_stands_and_no_worker_goes_on(store: History) -> None:
    before = stress_workers()
    path = store.trial_lock.with_name("history.sqlite3")
    child = subprocess.Popen([sys.executable, "-P", "-c", KILLED, str(path)], stdout=subprocess.PIPE, cwd=ROOT)
    try:
        assert child.stdout
        assert child.stdout.readline() == b"under way\n"
        workers = stress_workers() - before
        assert workers
        gone = [os.pidfd_open(pid) for pid in workers]
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()  # type: ignore[union-attr]  # it is a pipe
    (left,) = store.trials()
    assert (left.ending, left.step) == (Ending.RUNNING, "warm_up")
    assert left.seconds >= 1
    for descriptor in gone:
        assert select.select([descriptor], [], [], 10)[0], "a worker of stress-ng outlived its test"
        os.close(descriptor)
    assert [one.ending for one in interrupted(store, machines.host(boot=left.boot_id))] == [Ending.ABANDONED]
    store.keep_trial(left)
    assert [one.ending for one in interrupted(store, machines.host(boot="the next"))] == [Ending.WENT_OFF]


ROOT = Path(__file__).parents[4]


def stress_workers() -> set[int]:
    found = set()
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and (folder / "comm").read_text().startswith("stress-ng"):
                found.add(int(folder.name))
        except OSError:
            continue
    return found


# --- the table


def marker(boot: str, name: str = "one", **changes: Any) -> TrialRecord:
    values: dict[str, Any] = {
        "id": name,
        "kind": TrialKind.LOAD,
        "part": POWER,
        "started_at": NOW,
        "boot_id": boot,
        "step": "full_load",
        "seconds": 43.0,
    }
    return TrialRecord(**values | changes)


def test_records_come_back_as_they_were(store: History) -> None:
    outcome = MemoryOutcome(tested_bytes=1, passes=1, failed_tests=("Bit Flip",))
    record = marker("b", part=MEMORY, kind=TrialKind.MEMORY_LONG, ending=Ending.COMPLETED, outcome=outcome)
    store.keep_trial(record)
    assert store.trials() == (record,)


def test_the_lock_lies_where_everybody_looks_for_it() -> None:
    assert History(history.default_path()).trial_lock == paths.trial_lock()


def test_the_number_of_records_is_bounded_and_the_newest_stays(store: History, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MAX_TRIALS", 5)
    for number in range(9):
        store.keep_trial(marker("b", str(number)))
    assert [one.id for one in store.trials()] == ["4", "5", "6", "7", "8"]
    monkeypatch.setattr(history, "MAX_TRIALS_BYTES", 10)
    store.keep_trial(marker("b", "large"))
    assert [one.id for one in store.trials()] == ["large"]


def test_rows_of_nobodys_are_passed_over(store: History) -> None:
    import sqlite3

    store.keep_trial(marker("b"))
    with sqlite3.connect(store.trial_lock.with_name("history.sqlite3")) as database:
        database.execute("INSERT INTO trial (id, started_at, data) VALUES ('x', 1, 'text')")
        database.execute("INSERT INTO trial (id, started_at, data) VALUES ('y', 1, x'00')")
    database.close()
    assert [one.id for one in store.trials()] == ["one"]


def test_writers_at_the_same_time_lose_nothing(store: History) -> None:
    threads = [threading.Thread(target=store.keep_trial, args=(marker("b", str(n)),)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {one.id for one in store.trials()} == {str(n) for n in range(6)}


@pytest.mark.parametrize(("every", "kept"), [(0.0, 5), (30.0, 2)])
def test_long_trials_give_a_sign_of_life_now_and_then(
    store: History, monkeypatch: pytest.MonkeyPatch, every: float, kept: int
) -> None:
    """Beside the marker at the beginning and the record at the end; three events in no time need none."""
    monkeypatch.setattr(runner, "_SIGN_OF_LIFE_SECONDS", every)
    written: list[TrialRecord] = []
    monkeypatch.setattr(store, "keep_trial", written.append)
    run(store, Bench(*(Advance(done=share / 10) for share in range(3)), done=ENDED))
    assert len(written) == kept
