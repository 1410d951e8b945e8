"""The past on disk: bounded, for the owner alone, and never in the way of a diagnosis."""

import multiprocessing
import os
import resource
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from haas_client.database import version
from haas_client.diagnostics import changes, history
from haas_client.diagnostics.diagnosis import diagnose
from haas_client.diagnostics.figures import sample
from haas_client.diagnostics.history import History, HistoryUnusable
from haas_client.diagnostics.judgement import judged
from haas_client.diagnostics.past import Acknowledgement, PartSample, Past, Sample
from haas_client.diagnostics.snapshot import Snapshot
from haas_client.errors import HaasError
from tests.unit import builders
from tests.unit.builders import NOW
from tests.unit.diagnostics import test_rules_trials

CHECKOUT = Path(__file__).parents[3]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.sqlite3"


@pytest.fixture
def store(path: Path) -> History:
    return History(path)


def taken(at: datetime = NOW, count: float = 0) -> Sample:
    return Sample(taken_at=at, parts=(PartSample(key="storage/SER1", figures={"smart.197": count}),))


def machine(pending: int, at: datetime = NOW, *, replayed: bool = False) -> Snapshot:
    health = builders.health(attributes=(builders.attribute(197, pending),))
    return builders.snapshot(storage=builders.storage(builders.drive(health=health)), taken_at=at, replayed=replayed)


TOLD = Acknowledgement(key="storage/SER1", code="storage.pending_sectors", value=3)


def test_what_is_added_is_there_again_in_the_order_of_time(store: History) -> None:
    later, earlier = taken(NOW, 2), taken(NOW - timedelta(days=1), 1)
    store.add(later)
    store.add(earlier)
    assert store.past() == Past(samples=(earlier, later))
    assert store.past().readings("storage/SER1", "smart.197") == ((earlier.taken_at, 1.0), (later.taken_at, 2.0))


def test_without_a_store_the_past_is_empty_and_none_is_made(store: History, path: Path) -> None:
    assert store.past() == Past()
    assert store.last_taken_at(NOW) is None
    assert not path.parent.exists()


@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_only_the_owner_may_read_it(store: History, path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        store.add(taken())
        with sqlite3.connect(path) as held:  # the journal lies beside it as long as somebody reads
            held.execute("SELECT count(*) FROM sample").fetchone()
            modes = {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
        held.close()
    finally:
        os.umask(before)
    assert modes == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_file_that_others_could_read_is_closed_to_them(store: History, path: Path) -> None:
    store.add(taken())
    path.chmod(0o644)
    store.add(taken())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_owners_word_is_kept_changed_and_taken_back(store: History) -> None:
    store.acknowledge([TOLD])
    text = Acknowledgement(key="storage/SER1", code="storage.self_test", value=None)
    grown = Acknowledgement(key=TOLD.key, code=TOLD.code, value=9)
    store.acknowledge([text, grown])
    assert set(store.past().acknowledged) == {text, grown}
    store.forget_acknowledgement([TOLD])
    assert store.past().acknowledged == (text,)


def test_words_are_bounded(store: History) -> None:
    store.acknowledge(Acknowledgement(key=f"x/{n}", code="c", value=n) for n in range(history.MAX_ACKNOWLEDGED + 50))
    kept = store.past().acknowledged
    assert len(kept) == history.MAX_ACKNOWLEDGED
    assert kept[-1].key == f"x/{history.MAX_ACKNOWLEDGED + 49}"


# --- bounds


def test_sixty_days_are_whole_and_older_ones_a_week_apart(store: History) -> None:
    for day in range(150):
        store.add(taken(NOW + timedelta(days=day)))
    end = NOW + timedelta(days=149)
    times = [one.taken_at for one in store.past().samples]
    recent = [at for at in times if end - at <= timedelta(days=60)]
    older = [at for at in times if end - at > timedelta(days=60)]
    assert len(recent) == 61
    assert 12 <= len(older) <= 14
    assert all(b - a >= timedelta(days=6) for a, b in pairwise(older[1:]))


def test_the_number_is_bounded(store: History, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MAX_SAMPLES", 20)
    for hour in range(30):
        store.add(taken(NOW + timedelta(hours=hour)))
    assert [one.taken_at for one in store.past().samples] == [NOW + timedelta(hours=hour) for hour in range(10, 30)]


def test_the_size_stays_below_a_megabyte_even_of_a_server(store: History, path: Path) -> None:
    rows = tuple(builders.attribute(number, number) for number in (5, 10, 184, 187, 188, 192, 197, 198, 199, 231))
    drives = [
        builders.drive(name=f"sd{n}", port=f"SATA {n}", serial=f"SERIAL{n:08}", health=builders.health(attributes=rows))
        for n in range(64)
    ]
    snapshot = builders.snapshot(storage=builders.storage(*drives))
    one = sample(snapshot, diagnose(snapshot))
    largest = 0
    for hour in range(200):
        store.add(Sample(taken_at=NOW + timedelta(hours=hour), parts=one.parts))
        largest = max(largest, sum(file.stat().st_size for file in path.parent.iterdir()))
    assert largest < 1_000_000
    assert len(store.past().samples) > 100


# --- clocks


def test_a_clock_set_back_costs_nothing(store: History) -> None:
    for day in range(10):
        store.add(taken(NOW - timedelta(days=day)))
    back = datetime(2000, 1, 1, tzinfo=UTC)  # an empty battery on the board
    store.add(taken(back))
    assert len(store.past().samples) == 11
    assert store.last_taken_at(back) == back
    assert store.last_taken_at(back - timedelta(days=1)) is None


def test_a_clock_that_ran_ahead_does_not_cost_the_past(store: History) -> None:
    for day in range(70):
        store.add(taken(NOW - timedelta(days=day)))
    store.add(taken(NOW + timedelta(days=36500)))
    store.add(taken(NOW + timedelta(days=1)))
    times = [one.taken_at for one in store.past().samples]
    assert len(times) >= 10
    assert min(times) <= NOW - timedelta(days=60)
    assert store.last_taken_at(NOW + timedelta(days=2)) == NOW + timedelta(days=1)


@pytest.mark.parametrize("at", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
def test_the_ends_of_time_are_times(store: History, at: datetime) -> None:
    store.add(taken(at))
    assert [one.taken_at for one in store.past().samples] == [at]


# --- files that are not as they should be


def test_a_broken_file_is_kept_aside_and_a_new_one_begun(store: History, path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    path.write_bytes(b"no database at all " * 500)
    assert store.past() == Past()
    assert path.with_suffix(".broken").read_bytes().startswith(b"no database")
    store.add(taken())
    assert len(store.past().samples) == 1


def test_a_damaged_page_is_no_traceback(store: History, path: Path) -> None:
    for hour in range(60):
        store.add(taken(NOW + timedelta(hours=hour)))
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    assert store.past() == Past()
    assert path.with_suffix(".broken").exists()
    store.add(taken())


def test_another_programs_file_under_our_name_is_kept_aside(store: History, path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    with sqlite3.connect(path) as foreign:
        foreign.execute("CREATE TABLE theirs (x)")
        foreign.execute(f"PRAGMA user_version = {len(history.MIGRATIONS)}")
    foreign.close()
    store.add(taken())
    assert len(store.past().samples) == 1
    assert path.with_suffix(".broken").exists()


def test_rows_that_nobody_of_ours_wrote_are_passed_over(store: History, path: Path) -> None:
    store.add(taken())
    with sqlite3.connect(path) as database:
        for data in (b"x", None, "text", 7, history._packed(taken())[:-12], b"x\x9c\x03\x00\x00\x00\x00\x01"):
            database.execute("INSERT INTO sample (taken_at, data) VALUES (1, ?)", (data or b"",))
    database.close()
    assert store.past().samples == (taken(),)


def test_a_store_of_a_newer_version_is_left_untouched_and_said_so(store: History, path: Path) -> None:
    store.add(taken())
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA journal_mode = DELETE")
        database.execute("CREATE TABLE of_tomorrow (x)")
        database.execute("PRAGMA user_version = 99")
    database.close()
    before = path.read_bytes()
    for ask in (store.past, lambda: store.add(taken()), lambda: store.acknowledge([TOLD])):
        with pytest.raises(HaasError, match="newer version"):
            ask()
    found = judged(machine(3), store)
    assert "newer version" in found.problem
    assert found.diagnosis.findings
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_an_older_file_is_brought_up(path: Path) -> None:
    """Version 1 had no acknowledgements; written here as its program wrote it."""
    path.parent.mkdir(mode=0o700)
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE sample (id INTEGER PRIMARY KEY, taken_at REAL NOT NULL, data BLOB NOT NULL)")
        database.execute("CREATE INDEX sample_taken_at ON sample (taken_at)")
        database.execute(
            "INSERT INTO sample (taken_at, data) VALUES (?, ?)", (NOW.timestamp(), history._packed(taken(NOW, 4)))
        )
        database.execute("PRAGMA user_version = 1")
    database.close()
    store = History(path)
    assert store.past().samples == (taken(NOW, 4),)
    store.acknowledge([TOLD])
    assert store.past().acknowledged == (TOLD,)
    assert version(sqlite3.connect(path)) == len(history.MIGRATIONS)


def test_a_fifo_in_its_place_holds_nobody_up(store: History, path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    os.mkfifo(path)
    for ask in (store.past, lambda: store.add(taken())):
        with pytest.raises(HistoryUnusable):
            ask()


@pytest.mark.parametrize("make", ["folder", "file in the way", "loop"])
def test_a_home_that_cannot_hold_it_is_told_and_the_diagnosis_is_whole(path: Path, make: str) -> None:
    if make == "folder":
        path.mkdir(parents=True)
    elif make == "file in the way":
        path.parent.write_text("a letter")
    else:
        path.parent.mkdir()
        path.symlink_to(path)
    found = judged(machine(3), History(path))
    assert "cannot be used" in found.problem
    assert [finding.code for finding in found.diagnosis.findings] == ["storage.pending_sectors"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_home_is_told(store: History, path: Path) -> None:
    path.parent.mkdir(mode=0o500)
    assert "cannot be used" in judged(machine(3), store).problem


def test_a_full_disk_is_told_and_the_past_is_whole(store: History, path: Path) -> None:
    store.add(taken(NOW, 1))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, limits[1]))
    try:
        found = judged(machine(3, NOW + timedelta(days=1)), store)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)
    assert "cannot be used" in found.problem
    assert found.diagnosis.findings
    assert store.past().samples == (taken(NOW, 1),)
    assert not path.with_suffix(".broken").exists()


# --- several at once, and killed


def _add_many(path: Path, first: int, count: int) -> None:
    for number in range(first, first + count):
        History(path).add(taken(NOW + timedelta(minutes=number), number))


def test_two_processes_write_at_once(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_add_many, args=(path, first, 25)) for first in (0, 100)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert len(History(path).past().samples) == 50


def test_threads_write_and_read_at_once(store: History) -> None:
    failures: list[Exception] = []

    def work(first: int) -> None:
        try:
            for number in range(first, first + 10):
                store.add(taken(NOW + timedelta(minutes=number)))
                store.past()
        except HistoryUnusable as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(first,)) for first in (0, 100, 200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert len(store.past().samples) == 30


_WRITER = """
import sys
from pathlib import Path
from tests.unit.diagnostics.test_history import _add_many
path = Path(sys.argv[1])
for number in range(100000):
    _add_many(path, number, 1)
    print(number, flush=True)
"""


@pytest.mark.parametrize("after", [0, 3, 11])
def test_killed_while_it_writes_nothing_that_was_kept_is_lost(store: History, path: Path, after: int) -> None:
    child = subprocess.Popen(
        (sys.executable, "-c", _WRITER, path),
        stdout=subprocess.PIPE,
        text=True,
        cwd=CHECKOUT,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
    )
    assert child.stdout
    said = -1
    for line in child.stdout:
        said = int(line)
        if said >= after:
            break
    child.kill()
    said = max([said, *(int(line) for line in child.stdout if line.endswith("\n"))])
    child.wait()
    child.stdout.close()
    kept = [one.parts[0].figures["smart.197"] for one in store.past().samples]
    assert kept[: said + 1] == list(range(said + 1))
    assert len(kept) <= said + 2  # one more at most, written and not told of any more
    with sqlite3.connect(path) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()
    store.add(taken(NOW + timedelta(days=9)))
    assert not path.with_suffix(".broken").exists()


# --- a diagnosis with its past


def test_a_diagnosis_knows_the_one_before(store: History) -> None:
    first = judged(machine(0, NOW - timedelta(days=1)), store)
    assert first.past == Past()
    second = judged(machine(3), store)
    assert second.past.samples == (first.sample,)
    assert {finding.code: finding.new for finding in second.diagnosis.findings} == {
        "storage.pending_sectors": True,
        "storage.pending_growing": True,
    }
    assert not any(finding.new for finding in judged(machine(3, NOW + timedelta(days=1)), store).diagnosis.findings)


def test_a_recording_has_no_past_here_and_leaves_none(store: History, path: Path) -> None:
    judged(machine(0, NOW - timedelta(days=1)), store)
    before = path.read_bytes()
    found = judged(machine(3, replayed=True), store)
    assert not any(finding.new for finding in found.diagnosis.findings)
    assert found.past == Past()
    assert path.read_bytes() == before
    assert judged(machine(3, replayed=True), History(path.with_name("none.sqlite3"))).problem == ""
    assert not path.with_name("none.sqlite3").exists()


def test_the_known_that_grew_is_told_once_and_is_then_a_finding_as_any_other(store: History) -> None:
    first = judged(machine(3, NOW - timedelta(days=2)), store)
    store.acknowledge([changes.acknowledged(finding) for finding in first.diagnosis.findings])
    assert judged(machine(3, NOW - timedelta(days=1)), store).diagnosis.severity is None
    grown = judged(machine(5), store)
    assert "storage.pending_sectors" in {
        finding.code for finding in changes.worse(grown.diagnosis.findings, grown.past, NOW)
    }
    again = judged(machine(5, NOW + timedelta(days=1)), store)
    assert not changes.worse(again.diagnosis.findings, again.past, NOW + timedelta(days=1))
    assert not any(finding.known for finding in again.diagnosis.findings)


def test_a_file_of_version_2_is_brought_up_to_hold_trials(path: Path) -> None:
    """Version 2 had no trials; written here as its program wrote it."""
    path.parent.mkdir(mode=0o700)
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE sample (id INTEGER PRIMARY KEY, taken_at REAL NOT NULL, data BLOB NOT NULL)")
        database.execute("CREATE INDEX sample_taken_at ON sample (taken_at)")
        database.execute(
            "CREATE TABLE acknowledgement "
            "(part TEXT NOT NULL, code TEXT NOT NULL, value REAL, PRIMARY KEY (part, code))"
        )
        database.execute(
            "INSERT INTO sample (taken_at, data) VALUES (?, ?)", (NOW.timestamp(), history._packed(taken(NOW, 4)))
        )
        database.execute("PRAGMA user_version = 2")
    database.close()
    store = History(path)
    assert store.trials() == ()
    record = test_rules_trials.WENT_OFF
    store.keep_trial(record)
    assert store.trials() == (record,)
    assert store.past().samples == (taken(NOW, 4),)
