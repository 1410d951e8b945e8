"""Trials beside what was read: in the snapshot, in the diagnosis, and small enough for a bundle."""

import zlib
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from haas_client.bundle.chosen import ALL_SECTIONS, Section
from haas_client.diagnostics.boots import running_boot
from haas_client.diagnostics.history import History
from haas_client.diagnostics.host import Host
from haas_client.diagnostics.judgement import examine
from haas_client.diagnostics.machine_host import machine_host
from haas_client.diagnostics.snapshot import Snapshot
from haas_client.diagnostics.trials import runner
from haas_client.diagnostics.trials.values import Ending, LoadOutcome, LoadSample, TrialRecord
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.process import Cancel
from tests.machines import hand_written
from tests.machines.live import live
from tests.machines.recording import RECORDED_AT
from tests.unit import builders
from tests.unit.diagnostics.test_rules_trials import load


@pytest.fixture
def store(tmp_path: Path) -> History:
    return History(tmp_path / "history.sqlite3")


@pytest.fixture
def machine(tmp_path: Path) -> Host:
    return live(machine_host(hand_written.healthy(tmp_path / "machine")))


def marker(days_ago: float, name: str = "one", ending: Ending = Ending.RUNNING) -> TrialRecord:
    return load(id=name, started_at=RECORDED_AT - timedelta(days=days_ago), ending=ending, boot_id="an earlier one")


def test_a_sudden_stop_is_told_and_judged_by_the_next_diagnosis(machine: Host, store: History) -> None:
    store.keep_trial(marker(0.1))
    collection, judged = examine(machine, store)
    (told,) = judged.interrupted
    assert told.ending == Ending.WENT_OFF
    assert collection.snapshot.trials == (told,)
    assert "power.off_under_load" in [finding.code for finding in judged.diagnosis.findings]
    collection, judged = examine(machine, store)
    assert judged.interrupted == ()
    assert "power.off_under_load" in [finding.code for finding in judged.diagnosis.findings]


def test_only_the_last_thirty_days_count_and_nothing_that_runs(machine: Host, store: History) -> None:
    store.keep_trial(marker(31, "old", Ending.WENT_OFF))
    store.keep_trial(marker(29, "new", Ending.COMPLETED))
    store.keep_trial(msgspec.structs.replace(marker(0, "running"), boot_id=running_boot(machine)))
    with runner._lock(store):
        collection, _ = examine(machine, store)
    assert isinstance(collection.snapshot.trials, tuple)
    assert [record.id for record in collection.snapshot.trials] == ["new"]


def test_a_recording_has_no_trials_of_this_pc(tmp_path: Path, store: History) -> None:
    store.keep_trial(marker(0.1))
    recording = machine_host(hand_written.healthy(tmp_path / "machine"))
    collection, judged = examine(recording, store, Cancel())
    assert collection.snapshot.trials == ()
    assert judged.interrupted == ()
    assert store.trials()[0].ending == Ending.RUNNING


def test_a_store_that_cannot_be_read_is_unknown_and_no_clean_bill(tmp_path: Path, machine: Host) -> None:
    (tmp_path / "history.sqlite3").mkdir()
    collection, judged = examine(machine, History(tmp_path / "history.sqlite3"))
    assert isinstance(collection.snapshot.trials, Unknown)
    assert judged.problem


def test_many_long_trials_stay_small_in_a_bundle(machine: Host, store: History) -> None:
    celsius = {f"coretemp Core {core}": 60.0 + core for core in range(16)}
    samples = tuple(LoadSample(seconds=second, celsius=celsius, megahertz=3000.5) for second in range(300))
    for number in range(40):
        outcome = LoadOutcome(seconds=300, samples=samples)
        store.keep_trial(msgspec.structs.replace(marker(1, str(number), Ending.COMPLETED), outcome=outcome))
    trials = examine(machine, store)[0].snapshot.trials
    assert isinstance(trials, tuple)
    assert len(zlib.compress(msgspec.json.encode(trials))) < 40_000
    assert store.trials()[-1].outcome == LoadOutcome(seconds=300, samples=samples)


def test_trials_go_with_the_list_of_parts() -> None:
    snapshot = builders.snapshot(trials=(marker(1, ending=Ending.COMPLETED),))
    whole = builders.bundle(snapshot)
    assert whole.snapshot.trials == snapshot.trials
    without = builders.bundle(snapshot, sections=ALL_SECTIONS - {Section.PARTS})
    assert without.snapshot.trials == Unknown(reason=Reason.LEFT_OUT)


def test_bundles_from_before_there_were_trials_can_be_read() -> None:
    older = msgspec.json.decode(msgspec.json.encode(builders.snapshot()))
    del older["trials"]
    assert msgspec.convert(older, Snapshot).trials == ()
