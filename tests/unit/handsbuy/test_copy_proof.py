"""A copy is proven only by what was read of it, and never where it would go out with the drive."""

import errno
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.diagnostics.replay import ReplayHost
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.handsbuy import copy_compare, copy_proof, copy_reading
from haas_client.handsbuy.copy_compare import Comparison, Outcome, Progress, Seen
from haas_client.handsbuy.copy_proof import CopyProof, Places, Why, judged, places, prove
from haas_client.handsbuy.copy_reading import Answer, Heard, Read, read
from haas_client.handsbuy.copy_sample import Bounds, Entry, chosen, listed
from haas_client.handsbuy.drive_contents import LISTINGS
from haas_client.handsbuy.swap import Proof
from haas_client.i18n import LANGUAGES, translator
from haas_client.mounts import TABLE
from haas_client.process import Cancel, Cancelled
from haas_client.wording import copy_proof as words
from tests.machines.formats import block
from tests.machines.formats import lsblk as printed
from tests.machines.recording import Recording
from tests.unit.builders import drive, unknown
from tests.unit.handsbuy.swaps import part_of

APART = Places(old=frozenset({"sda"}), copy=frozenset({"sdb"}))
LONG_AGO = 1_600_000_000


@pytest.fixture(autouse=True)
def two_drives(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both folders of a test lie on one file system, which they never may in life."""
    monkeypatch.setattr(copy_proof, "_device", lambda folder: None)


@pytest.fixture
def original(tmp_path: Path) -> Path:
    return filled(tmp_path / "original")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return filled(tmp_path / "copy")


def filled(folder: Path, files: int = 30) -> Path:
    for number in range(files):
        put(folder, f"d{number % 3}/sub/{number}.txt", f"contents of {number}" * (number + 1))
    return folder


def put(folder: Path, path: str, text: str = "", *, at: int = LONG_AGO) -> None:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    os.utime(file, (at, at))


def proven(original: Path | None, copy: Path, **more: Any) -> CopyProof:
    values: dict[str, Any] = {"seed": 1, "cancel": Cancel()}
    return prove(original, copy, APART, **values | more)


# A whole copy, and what may be wrong with one


def test_a_copy_with_the_same_contents_is_proven(original: Path, copy: Path) -> None:
    found = proven(original, copy)
    assert (found.proof, found.why, found.compared_files, found.finished) == (Proof.COMPARED, None, 30, True)
    assert found.compared_bytes == sum(file.stat().st_size for file in copy.rglob("*.txt"))
    assert found.as_copy(copy).compared_files == 30
    assert found.as_copy(copy).proof == Proof.COMPARED
    assert found.as_copy(copy).agreed is False


def test_nothing_is_written_not_even_when_a_file_was_read_last(original: Path, copy: Path) -> None:
    def state() -> list[tuple[Any, ...]]:
        rows = []
        for path in sorted((*original.rglob("*"), *copy.rglob("*"))):
            status = path.stat()
            seen_at = status.st_atime_ns if path.is_file() else 0
            rows.append((path, status.st_mtime_ns, status.st_ctime_ns, status.st_size, seen_at))
        return rows

    before = state()
    assert proven(original, copy).proof
    assert state() == before


@pytest.mark.parametrize(
    ("spoil", "why", "named"),
    [
        (lambda copy: put(copy, "d1/sub/4.txt", "X" * 75), Why.DIFFERENT, "different"),
        (lambda copy: put(copy, "d1/sub/4.txt", "shorter"), Why.DIFFERENT, "different"),
        (lambda copy: (copy / "d1/sub/4.txt").unlink(), Why.MISSING, "missing"),
    ],
)
def test_one_file_that_is_not_as_it_was_is_enough(
    original: Path, copy: Path, spoil: Callable[[Path], None], why: Why, named: str
) -> None:
    spoil(copy)
    found = proven(original, copy)
    assert (found.proof, found.why, getattr(found, named)) == (None, why, ("d1/sub/4.txt",))


def test_a_folder_of_something_else_is_known_by_its_names(original: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    for number in range(30):
        put(other, f"x{number}", "x")
    assert proven(original, other).why == Why.OTHER_NAMES


def test_what_was_changed_or_made_since_is_told_and_is_no_fault_of_the_copy(original: Path, copy: Path) -> None:
    late = 4_000_000_000
    put(original, "d1/sub/4.txt", "written later", at=late)
    put(original, "new.txt", "made later", at=late)
    found = proven(original, copy)
    assert (found.proof, found.why, found.compared_files) == (Proof.COMPARED, None, 29)
    assert set(found.newer) == {"d1/sub/4.txt", "new.txt"}


def test_a_copy_that_is_out_of_date_proves_nothing(original: Path, copy: Path) -> None:
    for number in range(20):
        put(original, f"d{number % 3}/sub/{number}.txt", "changed", at=4_000_000_000)
    assert proven(original, copy).why == Why.OUT_OF_DATE


def test_a_few_files_are_proven_where_there_are_no_more(tmp_path: Path) -> None:
    original, copy = (filled(tmp_path / name, 3) for name in ("few", "few-copy"))
    assert proven(original, copy).compared_files == 3
    put(original, "new.txt", "made later", at=4_000_000_000)
    found = proven(original, copy)
    assert (found.proof, found.compared_files, found.newer) == (Proof.COMPARED, 3, ("new.txt",))


# Places


def test_a_copy_on_the_drive_that_goes_out_is_none(original: Path, copy: Path) -> None:
    at = Places(old=frozenset({"sda", "sdb"}), copy=frozenset({"sdb", "sdc"}))
    assert prove(original, copy, at, seed=1, cancel=Cancel()).why == Why.SAME_DRIVE


def test_two_folders_of_one_file_system_are_on_one_drive_whatever_it_is_called(
    original: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    assert proven(original, copy).why == Why.SAME_DRIVE
    assert proven(original, original).why == Why.SAME_DRIVE


def test_a_place_that_is_not_known_is_not_taken_for_another_drive(original: Path, copy: Path) -> None:
    at = Places(old=frozenset({"sda"}), copy=unknown())
    assert prove(original, copy, at, seed=1, cancel=Cancel()).why == Why.PLACE_UNKNOWN


def test_a_network_drive_is_another_one(original: Path, copy: Path) -> None:
    at = Places(old=frozenset(), copy=frozenset())
    assert prove(original, copy, at, seed=1, cancel=Cancel()).proof == Proof.COMPARED


def test_no_folder_and_an_empty_one_are_no_copy(original: Path, tmp_path: Path) -> None:
    assert proven(original, tmp_path / "none").why == Why.NO_FOLDER
    put(tmp_path, "file", "x")
    assert proven(original, tmp_path / "file").why == Why.NO_FOLDER
    (tmp_path / "empty").mkdir()
    assert proven(original, tmp_path / "empty").why == Why.EMPTY
    assert proven(None, tmp_path / "empty").why == Why.EMPTY


def test_files_with_nothing_in_them_prove_nothing(tmp_path: Path) -> None:
    for name in ("a", "b"):
        for number in range(30):
            put(tmp_path / name, str(number))
    assert proven(tmp_path / "a", tmp_path / "b").why == Why.EMPTY
    assert proven(None, tmp_path / "b").why == Why.EMPTY


def test_an_empty_original_has_nothing_to_compare(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    assert proven(tmp_path / "nothing", copy).why == Why.NOTHING_THERE


TREE = printed(
    block("sda", "disk", 1, block("sda1", "part", 1, fstype="ext4", mountpoints=["/old"]), serial="SER0001"),
    block("sdb", "disk", 1, block("sdb1", "part", 1, fstype="exfat", mountpoints=["/stick"]), serial="S2"),
)
MOUNTED = """\
1 0 8:1 / /old rw - ext4 /dev/sda1 rw
2 0 8:17 / /stick rw - exfat /dev/sdb1 rw
3 0 0:9 / /zfs rw - zfs pool rw
"""


def host(folder: Path, mounted: str | None = MOUNTED) -> ReplayHost:
    machine = Recording()
    machine.command(LISTINGS[0].line, TREE)
    if mounted is not None:
        machine.file(TABLE, mounted)
    return ReplayHost(machine.save(folder))


@pytest.mark.parametrize(
    ("original", "copy", "serial", "old", "there"),
    [
        ("/old/home", "/stick/copy", "SER0001", {"sda"}, {"sdb"}),
        (None, "/stick/copy", "SER0001", {"sda"}, {"sdb"}),
        (None, "/old/copy", "SER0001", {"sda"}, {"sda"}),
        ("/old/home", "/stick/copy", "GONE", {"sda"}, {"sdb"}),
        ("/old/home", "/stick/copy", None, {"sda"}, {"sdb"}),
        ("/zfs/home", "/stick/copy", "SER0001", {"sda"}, {"sdb"}),
        ("/old/home", "/zfs/copy", "SER0001", {"sda"}, None),
    ],
)
def test_where_both_lie(
    *, tmp_path: Path, original: str | None, copy: str, serial: str | None, old: set[str], there: set[str] | None
) -> None:
    part = part_of(drive(serial=serial)) if serial else None
    at = places(Path(original) if original else None, Path(copy), part, host(tmp_path / "pc"), Cancel())
    assert set(at.old) == old
    assert (None if isinstance(at.copy, Unknown) else set(at.copy)) == there


def test_where_the_machine_does_not_tell_no_place_is_known(tmp_path: Path) -> None:
    at = places(Path("/old"), Path("/stick"), None, host(tmp_path / "pc", None), Cancel())
    assert isinstance(at.copy, Unknown)
    assert at.copy.reason == Reason.NOT_RECORDED


# Links, and what else is no ordinary file


def test_a_copy_that_is_a_link_to_the_original_is_none(original: Path, tmp_path: Path) -> None:
    linked = tmp_path / "linked"
    linked.mkdir()
    for folder in ("d0", "d1", "d2"):
        (linked / folder).symlink_to(original / folder)
    assert proven(original, linked).why == Why.OTHER_NAMES
    files = tmp_path / "files"
    for path in original.rglob("*.txt"):
        link = files / path.relative_to(original)
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(path)
    assert proven(original, files).why == Why.OTHER_NAMES


def test_links_and_pipes_in_the_original_are_not_followed(original: Path, copy: Path, tmp_path: Path) -> None:
    secret = tmp_path / "elsewhere"
    put(secret, "secret.txt", "secret")
    (original / "out").symlink_to(secret)
    (original / "up").symlink_to(secret / "secret.txt")
    os.mkfifo(original / "pipe")
    os.mkfifo(copy / "pipe")
    found = proven(original, copy)
    assert (found.proof, found.listed_files) == (Proof.COMPARED, 30)


def test_a_pipe_in_the_place_of_a_file_holds_nobody_up(original: Path, copy: Path) -> None:
    (copy / "d1/sub/4.txt").unlink()
    os.mkfifo(copy / "d1/sub/4.txt")
    found = proven(original, copy)
    assert (found.why, found.missing) == (Why.MISSING, ("d1/sub/4.txt",))


def test_the_folder_itself_may_be_reached_by_a_link(original: Path, copy: Path, tmp_path: Path) -> None:
    for name, target in (("to-original", original), ("to-copy", copy)):
        (tmp_path / name).symlink_to(target)
    assert proven(tmp_path / "to-original", tmp_path / "to-copy").proof == Proof.COMPARED


# Drives that fail


class Failing:
    """Reads as the real one, but not these."""

    def __init__(self, below: Path, *paths: str, number: int = errno.EIO) -> None:
        self._below, self._paths, self._number = below, paths, number
        self.asked: list[str] = []

    def __call__(self, root: Path, path: str, heard: Heard, *, settle: bool = False) -> Read:
        if root == self._below:
            self.asked.append(path)
            if path in self._paths or not self._paths:
                raise OSError(self._number, os.strerror(self._number))
        return read(root, path, heard, settle=settle)


def test_an_original_that_cannot_be_read_anywhere_leaves_the_copy_to_be_read(
    original: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = Failing(original)
    monkeypatch.setattr(copy_compare, "read", failing)
    found = proven(original, copy)
    assert (found.proof, found.why, found.read_files, found.spared) == (Proof.READ, None, 30, True)
    assert len(failing.asked) == len(found.unread_originals) == copy_compare.SPARED_AFTER
    assert found.as_copy(copy).compared_files == 0


def test_two_files_that_an_original_cannot_read_leave_the_others_compared(
    original: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copy_compare, "read", Failing(original, "d0/sub/0.txt", "d1/sub/1.txt"))
    found = proven(original, copy)
    assert (found.proof, found.compared_files, found.read_files, found.spared) == (Proof.COMPARED, 28, 2, False)
    assert set(found.unread_originals) == {"d0/sub/0.txt", "d1/sub/1.txt"}


def test_few_files_of_which_some_could_not_be_compared_were_only_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original, copy = (filled(tmp_path / name, 3) for name in ("few", "few-copy"))
    monkeypatch.setattr(copy_compare, "read", Failing(original, "d0/sub/0.txt"))
    assert proven(original, copy).proof == Proof.READ


def test_files_of_others_are_not_a_drive_that_fails(
    original: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = Failing(original, number=errno.EACCES)
    monkeypatch.setattr(copy_compare, "read", failing)
    found = proven(original, copy)
    assert (found.proof, found.spared, len(failing.asked)) == (Proof.READ, False, 30)


def test_a_copy_that_cannot_be_read_is_no_copy(original: Path, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copy_compare, "read", Failing(copy, "d2/sub/5.txt"))
    for first in (original, None):
        found = proven(first, copy)
        assert (found.proof, found.why, found.unread_copies) == (None, Why.UNREADABLE, ("d2/sub/5.txt",))


def test_without_an_original_the_copy_is_read(copy: Path) -> None:
    found = proven(None, copy)
    assert (found.proof, found.read_files, found.spared) == (Proof.READ, 30, False)


def test_an_original_that_cannot_be_listed_is_not_asked_for_files(copy: Path, tmp_path: Path) -> None:
    found = proven(tmp_path / "gone", copy)
    assert (found.proof, found.read_files, found.spared) == (Proof.READ, 30, True)


class Hanging:
    """Reads as the real one, but one side never answers."""

    def __init__(self, below: Path) -> None:
        self._below = below
        self.over = threading.Event()

    def __call__(self, root: Path, path: str, heard: Heard, *, settle: bool = False) -> Read:
        if root == self._below:
            self.over.wait()
        return read(root, path, heard, settle=settle)


@pytest.fixture
def hanging(original: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hanging]:
    hangs = Hanging(original)
    monkeypatch.setattr(copy_compare, "read", hangs)
    yield hangs
    hangs.over.set()


@pytest.mark.usefixtures("hanging")
def test_an_original_that_never_answers_is_left_alone(
    original: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copy_reading, "PATIENCE_SECONDS", 0.2)
    found = proven(original, copy)
    assert (found.proof, found.spared, len(found.unread_originals)) == (Proof.READ, True, 1)


@pytest.mark.usefixtures("hanging")
def test_when_time_is_over_before_an_answer_nothing_is_said_against_the_drive(original: Path, copy: Path) -> None:
    for first, second in ((original, copy), (copy, original)):
        found = proven(first, second, bounds=Bounds(seconds=0.4))
        assert (found.why, found.finished, found.spared) == (Why.TOO_FEW, False, False)
        assert (found.unread_originals, found.unread_copies) == ((), ())


def test_a_slow_drive_that_answers_now_and_then_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copy_reading, "_LOOK_SECONDS", 0.01)
    now, looked = [0.0], threading.Event()

    def work(heard: Heard) -> str:
        for _ in range(4):
            now[0] += copy_reading.PATIENCE_SECONDS * 0.9
            heard(1)
            looked.clear()
            looked.wait()
        return "whole"

    answer = Answer(work, lambda: now[0])
    assert answer.wait(1e9, Cancel(), looked.set) == "whole"
    assert answer.bytes == 4


def test_cancelling_ends_the_wait_at_once_and_the_work_at_its_next_sign_of_life() -> None:
    cancel, begun, over, ended = Cancel(), threading.Event(), threading.Event(), threading.Event()

    def work(heard: Heard) -> None:
        begun.set()
        over.wait()
        try:
            heard(1)
        finally:
            ended.set()

    answer = Answer(work)
    begun.wait()
    cancel.ask()
    with pytest.raises(Cancelled):
        answer.wait(1e9, cancel)
    over.set()
    assert ended.wait(10)
    assert answer.bytes == 0


def test_what_lies_in_memory_is_not_taken_for_the_drive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "file", "contents")
    asked: list[str] = []

    def noted(name: str) -> None:
        real = getattr(os, name)

        def tells(*given: Any) -> Any:
            asked.append(name)
            return real(*given)

        monkeypatch.setattr(os, name, tells)

    for name in ("fsync", "posix_fadvise", "read"):
        noted(name)
    read(tmp_path, "file", lambda count: None, settle=True)
    assert asked == ["fsync", "posix_fadvise", "read", "read", "posix_fadvise"]
    asked.clear()
    read(tmp_path, "file", lambda count: None)
    assert "fsync" not in asked


def test_a_file_that_the_owner_took_away_meanwhile_is_no_fault(
    original: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copy_compare, "read", Failing(original, "d0/sub/0.txt", number=errno.ENOENT))
    found = proven(original, copy)
    assert (found.proof, found.compared_files, found.unread_originals) == (Proof.COMPARED, 29, ())


def test_a_write_that_was_lost_makes_the_copy_unreadable(
    original: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(descriptor: int) -> None:
        raise OSError(errno.EIO, "lost")

    monkeypatch.setattr(os, "fsync", lost)
    assert proven(original, copy).why == Why.UNREADABLE


# Time, cancelling, how far it is


def test_cancelled_it_says_nothing(original: Path, copy: Path) -> None:
    cancel = Cancel()

    def ask(progress: Progress) -> None:
        if progress.done_files == 3:
            cancel.ask()

    found = proven(original, copy, cancel=cancel, on_progress=ask)
    assert (found.proof, found.why, found.finished) == (None, Why.CANCELLED, False)


def test_when_time_is_over_too_little_proves_nothing(original: Path, copy: Path) -> None:
    found = proven(original, copy, bounds=Bounds(seconds=0.0))
    assert (found.proof, found.why, found.finished) == (None, Why.TOO_FEW, False)


def test_how_far_it_is(original: Path, copy: Path) -> None:
    told: list[Progress] = []
    proven(original, copy, on_progress=told.append)
    assert told[0] == Progress()
    whole = 2 * sum(file.stat().st_size for file in copy.rglob("*.txt"))
    assert told[-1] == Progress(done_files=30, total_files=30, done_bytes=whole, total_bytes=whole)
    assert [one.done_files for one in told] == sorted(one.done_files for one in told)


# What is chosen


ENTRIES = st.lists(
    st.builds(
        Entry,
        path=st.tuples(st.sampled_from("abc"), st.integers(0, 99)).map(lambda pair: f"{pair[0]}/{pair[1]}"),
        size_bytes=st.integers(0, 1000),
        modified_ns=st.integers(0, 10**6),
    ),
    unique_by=lambda entry: entry.path,
    max_size=60,
)


@given(ENTRIES, st.integers(0, 5), st.integers(1, 30), st.integers(0, 20_000), st.integers(0, 10))
def test_the_choice_keeps_its_bounds_and_can_be_repeated(
    entries: list[Entry], seed: int, files: int, most: int, newest: int
) -> None:
    bounds = Bounds(files=files, bytes=most, newest=newest)
    found = chosen(entries, seed, bounds)
    assert chosen(list(reversed(entries)), seed, bounds) == found
    assert len(found) <= files
    assert sum(entry.size_bytes for entry in found) <= most
    assert len({entry.path for entry in found}) == len(found)
    if len(entries) <= files and sum(entry.size_bytes for entry in entries) <= most // 2:
        assert set(found) == set(entries)


def test_the_choice_is_spread_over_folders_and_sizes_and_has_the_newest() -> None:
    many = [Entry(path=f"photos/{n}.jpg", size_bytes=3_000_000, modified_ns=n) for n in range(5000)]
    few = [Entry(path=f"letters/{n}.odt", size_bytes=20_000, modified_ns=0) for n in range(3)]
    film = Entry(path="photos/film.mp4", size_bytes=900_000_000, modified_ns=0)
    found = chosen([*many, *few, film], 7, Bounds(files=50))
    assert {*few, film} <= set(found)
    assert {f"photos/{n}.jpg" for n in range(4980, 5000)} <= {entry.path for entry in found}
    assert found != chosen([*many, *few, film], 8, Bounds(files=50))


@pytest.mark.parametrize("path", ["photos/{}.jpg", "photos/{}/photo.jpg"])
def test_of_files_or_folders_that_are_alike_chance_takes_other_ones(path: str) -> None:
    alike = [Entry(path=path.format(n), size_bytes=3_000_000, modified_ns=0) for n in range(1000)]
    choices = [{entry.path for entry in chosen(alike, seed, Bounds(files=50, newest=0))} for seed in (7, 8)]
    assert choices[0] != choices[1]


def test_a_file_larger_than_all_that_may_be_read_is_left_out() -> None:
    large, small = (Entry(path=str(size), size_bytes=size, modified_ns=size) for size in (10**10, 10))
    assert chosen([large, small], 1, Bounds()) == (small,)


def test_what_is_listed(tmp_path: Path) -> None:
    kept, passed = ("a/b/c/deep.txt", "top.txt", ".config/kept"), (".cache/x", ".Trash-1000/y", "a/lost+found/z")
    for path in (*kept, *passed):
        put(tmp_path, path, "x")
    found = listed(tmp_path, 1, Bounds(), lambda: True)
    assert {entry.path for entry in found.entries} == set(kept)
    assert found.whole
    part = listed(tmp_path, 1, Bounds(listed=2), lambda: True)
    assert (len(part.entries), part.whole) == (2, False)
    for number in range(5):
        put(tmp_path / "flat", str(number), "x")
    flat = listed(tmp_path / "flat", 1, Bounds(listed=2), lambda: True)
    assert (len(flat.entries), flat.whole) == (2, False)
    nothing = listed(tmp_path, 1, Bounds(), lambda: False)
    assert (nothing.entries, nothing.whole) == ((), False)


def test_a_folder_that_cannot_be_looked_into_is_counted_and_the_first_one_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path)
    real = os.open

    def broken(path: Any, flags: int, *more: Any, **named: Any) -> int:
        if str(path).endswith("d1"):
            raise OSError(errno.EIO, "broken")
        return real(path, flags, *more, **named)

    monkeypatch.setattr(os, "open", broken)
    found = listed(tmp_path, 1, Bounds(), lambda: True)
    assert (len(found.entries), found.unread_folders, found.whole) == (20, 1, True)
    with pytest.raises(OSError, match="broken"):
        listed(tmp_path / "d1", 1, Bounds(), lambda: True)


def test_an_original_of_which_no_folder_can_be_looked_into_is_not_taken_for_empty(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "odd" / "locked").mkdir(parents=True)
    real = os.open

    def broken(path: Any, *more: Any, **named: Any) -> int:
        if str(path).endswith("locked"):
            raise OSError(errno.EIO, "broken")
        return real(path, *more, **named)

    monkeypatch.setattr(os, "open", broken)
    found = proven(tmp_path / "odd", copy)
    assert (found.proof, found.spared) == (Proof.READ, True)


def test_another_file_system_below_is_left_out(original: Path, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fstat

    def mounted(descriptor: int) -> Any:
        status = real(descriptor)
        if os.readlink(f"/proc/self/fd/{descriptor}").endswith("/d2"):
            return os.stat_result((*status[:2], status.st_dev + 1, *status[3:]))
        return status

    monkeypatch.setattr(os, "fstat", mounted)
    assert len(listed(original, 1, Bounds(), lambda: True).entries) == 20


def test_a_name_in_no_encoding_is_read_like_any_other(tmp_path: Path) -> None:
    for name in ("one", "two"):
        folder = os.fsencode(tmp_path / name)
        os.mkdir(folder)
        with open(os.path.join(folder, b"\xe3\x81\xff.txt"), "wb") as file:
            file.write(b"x" if name == "one" else b"y")
    found = proven(tmp_path / "one", tmp_path / "two")
    assert len(found.different + found.newer) == 1
    for language in LANGUAGES:
        words.headline(found, translator(language)).encode()
        for _, names in words.listed(found, translator(language)):
            names.encode()


# What follows


def seen(outcome: Outcome, number: int = 0, **changes: Any) -> Seen:
    values: dict[str, Any] = {"path": f"{outcome}{number}", "outcome": outcome, "size_bytes": 9, "modified_ns": 5}
    return Seen(**values | changes)


def comparison(*found: Seen, **changes: Any) -> Comparison:
    values: dict[str, Any] = {
        "seen": found,
        "sampled_files": len(found),
        "listed_files": len(found),
        "unread_folders": 0,
        "with_original": True,
        "spared": False,
        "made_ns": 9,
        "finished": True,
    }
    return Comparison(**values | changes)


def many(count: int, outcome: Outcome = Outcome.SAME, **changes: Any) -> tuple[Seen, ...]:
    return tuple(seen(outcome, number, **changes) for number in range(count))


@pytest.mark.parametrize(
    ("compared", "proof", "why"),
    [
        (comparison(*many(1)), Proof.COMPARED, None),
        (comparison(*many(20), sampled_files=500, finished=False), Proof.COMPARED, None),
        (comparison(*many(19), sampled_files=500, finished=False), None, Why.TOO_FEW),
        (comparison(*many(19), *many(1, Outcome.CHANGED_SINCE), sampled_files=500), Proof.COMPARED, None),
        (comparison(*many(19), *many(9, Outcome.READ, original_unread=True)), Proof.READ, None),
        (comparison(*many(20), *many(9, Outcome.READ, original_unread=True)), Proof.COMPARED, None),
        (comparison(*many(5), *many(1, Outcome.READ)), Proof.COMPARED, None),
        (comparison(*many(5), *many(1, Outcome.READ), spared=True), Proof.READ, None),
        (comparison(*many(3), *many(4, Outcome.CHANGED_SINCE)), None, Why.OUT_OF_DATE),
        (comparison(*many(3), *many(4, Outcome.MISSING, modified_ns=99)), None, Why.OUT_OF_DATE),
        (comparison(*many(3), *many(4, Outcome.MISSING, modified_ns=99), made_ns=0), None, Why.OTHER_NAMES),
        (comparison(*many(3), *many(3, Outcome.MISSING)), None, Why.MISSING),
        (comparison(*many(3), *many(4, Outcome.MISSING), *many(1, Outcome.DIFFERENT)), None, Why.DIFFERENT),
        (comparison(*many(3), *many(4, Outcome.MISSING), *many(1, Outcome.UNREAD)), None, Why.UNREADABLE),
        (comparison(), None, Why.NOTHING_THERE),
        (comparison(with_original=False), None, Why.EMPTY),
        (comparison(finished=False), None, Why.TOO_FEW),
        (comparison(*many(30, size_bytes=0)), None, Why.EMPTY),
        (comparison(*many(30, size_bytes=0), finished=False), None, Why.TOO_FEW),
    ],
)
def test_what_follows(compared: Comparison, proof: Proof | None, why: Why | None) -> None:
    found = judged(compared)
    assert (found.proof, found.why) == (proof, why)
    kept = found.as_copy(Path("/stick"))
    assert (kept.proof, kept.compared_files > 0) == (proof, proof == Proof.COMPARED)


SEEN = st.lists(
    st.builds(
        seen,
        st.sampled_from(Outcome),
        st.integers(0, 9),
        size_bytes=st.integers(0, 2),
        modified_ns=st.integers(0, 2),
        original_unread=st.booleans(),
    ),
    max_size=40,
)


@given(SEEN, st.booleans(), st.booleans(), st.booleans(), st.integers(0, 2))
def test_a_proof_rests_on_files_that_were_read_and_on_none_that_is_wrong(
    found: list[Seen], with_original: bool, spared: bool, finished: bool, made: int
) -> None:
    compared = comparison(*found, with_original=with_original, spared=spared, finished=finished, made_ns=made)
    told = judged(compared)
    assert (told.proof is None) != (told.why is None)
    if told.proof:
        assert (*told.different, *told.unread_copies, *told.missing) == ()
        assert told.compared_bytes or told.read_files
    if told.proof == Proof.COMPARED:
        assert told.compared_files
    for language in LANGUAGES:
        t = translator(language)
        texts = [
            words.headline(told, t),
            *words.details(told, t),
            *(name for row in words.listed(told, t) for name in row),
        ]
        assert all(text and "{" not in text for text in texts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("why", Why)
def test_every_why_has_words(why: Why, language: str) -> None:
    assert words.headline(CopyProof(why=why), translator(language))


def test_many_names_are_not_all_shown() -> None:
    told = judged(comparison(*many(25, Outcome.DIFFERENT)))
    ((_, names),) = words.listed(told, translator("en"))
    assert names.endswith("and 15 more")


@pytest.mark.skipif(
    not os.path.isdir("/dev/shm") or os.stat("/dev/shm").st_dev == os.stat("/tmp").st_dev,
    reason="needs a second file system",
)
def test_on_two_file_systems(original: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tempfile

    monkeypatch.undo()
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        assert proven(original, filled(Path(folder) / "copy")).proof == Proof.COMPARED
