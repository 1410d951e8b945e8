"""Swaps on disk: whole or not there, and nothing lost that was kept."""

import multiprocessing
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client import paths
from haas_client.diagnostics.snapshot import Snapshot
from haas_client.handsbuy import course, store
from haas_client.handsbuy.store import SwapGone, Swaps, SwapsUnusable
from haas_client.handsbuy.swap import Copy, Swap
from tests.unit.builders import NOW, snapshot
from tests.unit.handsbuy.swaps import changed, failing_ssd, swap

CHECKOUT = Path(__file__).parents[3]
LATER = NOW + timedelta(hours=1)
IDS = [f"{number:016x}" for number in range(9)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "swaps.sqlite3"


@pytest.fixture
def swaps(file: Path) -> Swaps:
    return Swaps(file, lambda: LATER)


def begun(swaps: Swaps, number: int = 0) -> Swap:
    return swaps.begin(swap(id=IDS[number]))


def tick(name: str) -> Callable[[Swap], Swap]:
    return lambda kept: course.ticked(kept, name, on=True)


def test_without_a_swap_nothing_is_made_on_disk(swaps: Swaps, file: Path) -> None:
    assert not swaps.exist
    assert swaps.all() == ()
    assert not file.parent.exists()


def test_it_lies_with_the_owners_other_data() -> None:
    Swaps().begin(swap())
    assert paths.swaps().is_file()


def test_a_swap_is_there_again_for_another_window(swaps: Swaps, file: Path) -> None:
    kept = begun(swaps)
    assert Swaps(file).all() == (kept,)
    assert Swaps(file).get(kept.id) == kept
    assert Swaps(file).exist


def test_only_the_owner_may_read_what_is_kept(swaps: Swaps, file: Path) -> None:
    before = os.umask(0)
    try:
        swaps.keep_before(begun(swaps).id, snapshot())
    finally:
        os.umask(before)
    for path in (file.parent, *file.parent.iterdir()):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_a_change_is_kept_with_its_time_and_none_is_not(swaps: Swaps) -> None:
    kept = begun(swaps)
    assert swaps.change(kept.id, lambda one: one) == kept
    ticked = swaps.change(kept.id, tick("a"))
    assert (ticked.ticks, ticked.changed_at) == (("a",), LATER)
    assert swaps.get(kept.id) == ticked


def test_what_was_changed_last_stands_first_whatever_the_clock_says(file: Path) -> None:
    now = [NOW]
    swaps = Swaps(file, lambda: now[0])
    for number in range(3):
        begun(swaps, number)
    for number, hours in ((0, 5), (2, -9000), (1, 0)):
        now[0] = NOW + timedelta(hours=hours)
        swaps.change(IDS[number], tick("a"))
    assert [one.id for one in swaps.all()] == [IDS[1], IDS[2], IDS[0]]


def test_a_change_is_made_of_what_is_kept_by_then(swaps: Swaps, file: Path) -> None:
    kept = begun(swaps)
    Swaps(file).change(kept.id, tick("of another window"))
    assert swaps.change(kept.id, tick("of this one")).ticks == ("of another window", "of this one")


def test_what_goes_wrong_in_a_change_changes_nothing(swaps: Swaps) -> None:
    kept = begun(swaps)

    def wrong(one: Swap) -> Swap:
        raise LookupError

    with pytest.raises(LookupError):
        swaps.change(kept.id, wrong)
    assert swaps.get(kept.id) == kept


def test_what_was_read_before_takes_the_place_of_an_earlier_reading(swaps: Swaps) -> None:
    kept = begun(swaps)
    assert swaps.before(kept.id) is None
    for read in (snapshot(), failing_ssd()):
        swaps.keep_before(kept.id, read)
        assert swaps.before(kept.id) == read
    assert swaps.before(IDS[1]) is None


def test_a_swap_that_is_gone_is_told_so(swaps: Swaps) -> None:
    kept = begun(swaps)
    swaps.keep_before(kept.id, snapshot())
    swaps.forget(kept.id)
    swaps.forget(kept.id)
    wishes: tuple[Callable[[], object], ...] = (
        lambda: swaps.get(kept.id),
        lambda: swaps.change(kept.id, tick("a")),
        lambda: swaps.keep_before(kept.id, snapshot()),
    )
    for wish in wishes:
        with pytest.raises(SwapGone):
            wish()
    assert swaps.all() == ()
    assert swaps.before(kept.id) is None


def test_a_folder_in_no_encoding_can_be_kept(swaps: Swaps) -> None:
    kept = begun(swaps)
    settled = swaps.change(kept.id, lambda one: course.settled(one, Copy(place="/media/\udce3copy")))
    assert settled.copy.place == "/media/?copy"
    assert swaps.get(kept.id) == settled


# What others did to the file


def _write(file: Path, statement: str, *values: object) -> None:
    with sqlite3.connect(file) as database:
        database.execute(statement, values)
    database.close()


@pytest.mark.parametrize("data", [b"{}", b"\xff", b"", "text", 7, None])
def test_a_row_that_nobody_of_ours_wrote_hides_no_other_and_is_left(swaps: Swaps, file: Path, data: Any) -> None:
    broken, whole = begun(swaps, 1), begun(swaps, 2)
    if data is not None:
        _write(file, "UPDATE swap SET data = ? WHERE id = ?", data, broken.id)
    else:
        _write(file, "DELETE FROM swap WHERE id = ?", broken.id)
    assert swaps.all() == (whole,)
    with pytest.raises(SwapGone):
        swaps.change(broken.id, tick("a"))
    rows = sqlite3.connect(file).execute("SELECT data FROM swap WHERE id = ?", (broken.id,)).fetchall()
    assert rows == ([] if data is None else [(data,)])


def test_a_row_under_another_name_is_not_taken_for_its_own(swaps: Swaps, file: Path) -> None:
    begun(swaps, 1)
    _write(file, "UPDATE swap SET id = ?", IDS[2])
    assert swaps.all() == ()
    with pytest.raises(SwapGone):
        swaps.get(IDS[2])


@pytest.mark.parametrize("data", [b"{}", b"\xff", "text", 7, b"[" * 100_000])
def test_a_reading_that_cannot_be_understood_is_compared_with_nothing(swaps: Swaps, file: Path, data: Any) -> None:
    kept = begun(swaps)
    swaps.keep_before(kept.id, snapshot())
    _write(file, "UPDATE snapshot SET data = ?", data)
    assert swaps.before(kept.id) is None
    swaps.keep_before(kept.id, snapshot())
    assert swaps.before(kept.id) == snapshot()


@pytest.mark.parametrize("content", [b"no database at all" * 500, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_broken_file_is_kept_aside_and_a_new_one_begun(swaps: Swaps, file: Path, content: bytes) -> None:
    begun(swaps)
    for path in file.parent.iterdir():
        path.unlink()
    file.write_bytes(content)
    kept = begun(swaps, 1)
    assert swaps.all() == (kept,)
    (aside,) = file.parent.glob("*.broken")
    assert aside.read_bytes() == content


def test_another_programs_database_is_kept_aside(swaps: Swaps, file: Path) -> None:
    file.parent.mkdir()
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE theirs (x)")
        database.execute(f"PRAGMA user_version = {len(store.MIGRATIONS)}")
    database.close()
    kept = begun(swaps)
    assert swaps.all() == (kept,)
    assert len(list(file.parent.glob("*.broken"))) == 1


def test_a_store_of_a_newer_version_is_left_as_it_is(swaps: Swaps, file: Path) -> None:
    kept = begun(swaps)
    _write(file, f"PRAGMA user_version = {len(store.MIGRATIONS) + 1}")
    before = file.read_bytes()
    wishes: tuple[Callable[[], object], ...] = (
        swaps.all,
        lambda: begun(swaps, 1),
        lambda: swaps.change(kept.id, tick("a")),
        lambda: swaps.keep_before(kept.id, snapshot()),
        lambda: swaps.before(kept.id),
        lambda: swaps.forget(kept.id),
    )
    for wish in wishes:
        with pytest.raises(SwapsUnusable) as refused:
            wish()
        assert "newer" in refused.value.title
    assert file.read_bytes() == before
    assert list(file.parent.glob("*.broken")) == []


def test_a_folder_in_the_place_of_the_file_is_an_error_that_is_told(swaps: Swaps, file: Path) -> None:
    file.mkdir(parents=True)
    with pytest.raises(SwapsUnusable):
        begun(swaps)
    assert file.is_dir()


@pytest.mark.parametrize("at", [datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)])
def test_a_clock_at_the_edge_of_time_is_kept_as_it_was(file: Path, at: datetime) -> None:
    swaps = Swaps(file, lambda: at)
    swaps.begin(swap(begun_at=at, changed_at=at))
    assert swaps.change(swap().id, tick("a")).changed_at == at
    assert swaps.all()[0].begun_at == at


TEXTS = st.text(max_size=5)
SWAPS = st.builds(
    swap,
    id=st.sampled_from(IDS),
    step=TEXTS,
    ticks=st.lists(TEXTS, max_size=3).map(tuple),
    answers=st.dictionaries(TEXTS, TEXTS | st.integers(-(2**63), 2**63 - 1) | st.booleans(), max_size=3),
    said=st.dictionaries(TEXTS, st.booleans(), max_size=3),
    noticed=st.lists(TEXTS, max_size=3).map(tuple),
)


@given(SWAPS)
def test_whatever_a_swap_holds_it_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, one: Swap) -> None:
    swaps = Swaps(tmp_path_factory.mktemp("swaps") / "swaps.sqlite3")
    swaps.begin(one)
    assert swaps.get(one.id) == one
    assert {name: type(value) for name, value in swaps.get(one.id).answers.items()} == {
        name: type(value) for name, value in one.answers.items()
    }


# Several programs, and a full disk


def _ticks(file: Path, number: int) -> None:
    swaps = Swaps(file)
    for count in range(20):
        swaps.change(IDS[0], tick(f"{number}-{count}"))


def test_programs_at_once_lose_no_tick(file: Path) -> None:
    begun(Swaps(file))
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        pool.starmap(_ticks, [(file, number) for number in range(4)])
    ticks = Swaps(file).get(IDS[0]).ticks
    assert len(ticks) == len(set(ticks)) == 80
    for number in range(4):
        own = [name for name in ticks if name.startswith(f"{number}-")]
        assert own == [f"{number}-{count}" for count in range(20)]


def _first(file: Path, number: int, together: "threading.Barrier") -> None:
    together.wait(60)
    begun(Swaps(file), number)


def test_programs_that_make_the_store_at_once_all_keep_their_swap(tmp_path: Path) -> None:
    with (
        multiprocessing.get_context("spawn").Manager() as manager,
        multiprocessing.get_context("spawn").Pool(4) as pool,
    ):
        for number in range(15):
            file, together = tmp_path / str(number) / "swaps.sqlite3", manager.Barrier(4)
            pool.starmap(_first, [(file, one, together) for one in range(4)], chunksize=1)
            assert {one.id for one in Swaps(file).all()} == set(IDS[:4])


# A file system of 200 KB that only this process sees: ticks until it is full, and what is left of them.
FULL_DISK = """
import sys
from pathlib import Path
from haas_client.handsbuy import course
from haas_client.handsbuy.store import Swaps, SwapsUnusable
from tests.unit.builders import drive, snapshot, storage
from tests.unit.handsbuy.swaps import swap
swaps = Swaps(Path(sys.argv[1]) / "swaps.sqlite3")
kept = swaps.begin(swap())
swaps.keep_before(kept.id, snapshot())
try:
    swaps.keep_before(kept.id, snapshot(storage=storage(*(drive() for _ in range(1000)))))
    raise SystemExit("there was room for a snapshot larger than the disk")
except SwapsUnusable as error:
    print(error.title)
assert swaps.before(kept.id) == snapshot()
try:
    for number in range(10000):
        kept = swaps.change(kept.id, lambda one: course.ticked(one, f"{number}" * 200, on=True))
    raise SystemExit("there was room for ticks without end")
except SwapsUnusable as error:
    print(error.title)
assert swaps.get(kept.id) == kept and len(kept.ticks) > 10
assert swaps.before(kept.id) == snapshot()
print("whole")
"""


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("unshare"), reason="only root may mount a small file system")
def test_a_full_disk_costs_nothing_that_was_kept(tmp_path: Path) -> None:
    inside = f'mount -t tmpfs -o size=200k none {tmp_path} && exec {sys.executable} -c "$0" {tmp_path}'
    done = subprocess.run(
        ("unshare", "-m", "sh", "-c", inside, FULL_DISK),
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    large, many, whole = done.stdout.splitlines()
    assert "There is no space left on the drive" in large
    assert "There is no space left on the drive" in many
    assert whole == "whole"


def test_a_reading_of_an_older_version_of_this_program_is_still_understood(swaps: Swaps, file: Path) -> None:
    """What was added to a snapshot since has a value of its own where it is missing."""
    kept = begun(swaps)
    swaps.keep_before(kept.id, snapshot())
    _write(file, "UPDATE snapshot SET data = json_remove(CAST(data AS TEXT), '$.sold', '$.trials')")
    _write(file, "UPDATE snapshot SET data = CAST(data AS BLOB)")
    found = swaps.before(kept.id)
    assert isinstance(found, Snapshot)
    assert changed(found, sold=snapshot().sold, trials=()) == snapshot()
