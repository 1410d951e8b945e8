"""What a store has to live through: a full disk, several programs at once, a clock at the edge of time."""

import multiprocessing
import os
import shutil
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from haas_client import database
from haas_client.cases.model import FileKind, Note, State
from haas_client.cases.states import IllegalMove, Move
from haas_client.cases.store import Cases
from haas_client.request import Request, Service
from tests.unit import kills
from tests.unit.cases import life

CHECKOUT = Path(__file__).parents[3]

# A file system of 300 KB that only this process sees: what is asked of the store until it is full, and what is left.
FULL_DISK = """
import sys
import threading
from pathlib import Path
from haas_client.cases.model import FileKind, Note
from haas_client.cases.store import Cases, CasesUnusable
from haas_client.request import Request, Service
cases = Cases(Path(sys.argv[1]) / "cases")
case = cases.begin(Request(words="x"), Service.PHONE_MAIL)
case, small = cases.add_file(case.id, FileKind.PHOTO, "small.jpg", b"s" * 1000)
try:
    cases.add_file(case.id, FileKind.PHOTO, "large.jpg", b"l" * 400_000)
    raise SystemExit("there was room for a file larger than the disk")
except CasesUnusable as error:
    print(error.title)
assert cases.get(case.id) == case
kept = 0
try:
    while kept < 1000:
        case = cases.note(case.id, str(kept), Note(text="n" * 4000))
        kept += 1
    raise SystemExit("there was room for 4 MB of notes")
except CasesUnusable as error:
    print(error.title)
left = cases.files.path(case.id, small).parent
assert sorted(path.name for path in left.iterdir()) == [small.id]
small_again = cases.files.read(case.id, small)
assert small_again == b"s" * 1000
left_at = {event.note_id for event in case.events if event.note}
assert left_at == {str(number) for number in range(kept)} and kept > 3, kept
print("whole")
"""


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("unshare"), reason="only root may mount a small file system")
def test_a_full_disk_costs_nothing_that_was_kept(tmp_path: Path) -> None:
    inside = f'mount -t tmpfs -o size=300k none {tmp_path} && exec {sys.executable} -c "$0" {tmp_path}'
    command = ("unshare", "-m", "sh", "-c", inside, FULL_DISK)
    done = subprocess.run(
        command, env=os.environ | {"PYTHONPATH": str(CHECKOUT)}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    large, small, whole = done.stdout.splitlines()
    assert "There is no space left on the drive" in large
    assert "There is no space left on the drive" in small
    assert whole == "whole"


def _many(folder: Path, number: int) -> int:
    """Notes of its own on the one case, and a race for each step."""
    cases, won = Cases(folder), 0
    case = cases.all()[0]
    for count in range(10):
        cases.note(case.id, f"{number}-{count}", Note(text="x"))
    for move, state in ((Move.SEND, State.DRAFT), (Move.DECIDE, State.ASKED), (Move.OFFER_FREE, State.DECIDED)):
        try:
            cases.move(case.id, move, expected=state)
            won += 1
        except IllegalMove:
            continue
    return won


def test_programs_at_once_lose_no_note_and_make_each_step_once(tmp_path: Path) -> None:
    case = Cases(tmp_path).begin(Request(words="x"), Service.HANDSBUY)
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        won = pool.starmap(_many, [(tmp_path, number) for number in range(4)])
    found = Cases(tmp_path).get(case.id)
    assert sum(won) == 3
    assert found.state == State.FREE
    assert len([event for event in found.events if event.note]) == 40
    assert [event.move for event in found.events if event.move] == ["send", "decide", "offer_free"]


def test_the_life_of_a_case_on_a_network_drive_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = kills.expected(tmp_path / "here", life)
    monkeypatch.setattr(database, "is_on_network", lambda path: True)
    assert kills.expected(tmp_path / "there", life) == here
    assert not list((tmp_path / "there").glob("*-wal"))


@pytest.mark.parametrize("at", [datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)])
def test_a_clock_at_the_edge_of_time_is_kept_as_it_was(tmp_path: Path, at: datetime) -> None:
    cases = Cases(tmp_path, lambda: at)
    case = cases.begin(Request(words="x"), Service.PHONE_MAIL)
    cases.delete(case.id)
    cases.tidy()
    assert cases.restore(case.id).begun_at == at


def test_a_file_that_vanished_stops_no_step_of_the_case(tmp_path: Path) -> None:
    cases = Cases(tmp_path)
    for step in life.STEPS[:7]:
        step(cases)
    shutil.rmtree(tmp_path / "files")
    for step in life.STEPS[7:17]:
        step(cases)
    case = cases.all()[0]
    assert case.state == State.SWAP
    again, _ = cases.add_file(case.id, FileKind.PHOTO, "photo-03.jpg", b"x")
    assert len(again.files) == len(case.files) + 1


def _first(folder: Path, together: "threading.Barrier") -> None:
    together.wait(30)
    Cases(folder).begin(Request(words="x"), Service.PHONE_MAIL)


def test_programs_that_make_the_store_at_once_all_keep_their_case(tmp_path: Path) -> None:
    """SQLite waits for nobody while a file is turned to WAL: without waiting, one in thirty was told it was locked."""
    with (
        multiprocessing.get_context("spawn").Manager() as manager,
        multiprocessing.get_context("spawn").Pool(6) as pool,
    ):
        for number in range(40):
            folder, together = tmp_path / str(number), manager.Barrier(6)
            pool.starmap(_first, [(folder, together)] * 6, chunksize=1)
            assert len(Cases(folder).all()) == 6
