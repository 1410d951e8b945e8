"""The surface scan on a drive whose bad places are known."""

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haas_client.diagnostics.trials import surface
from haas_client.diagnostics.trials.bench import Halt
from haas_client.diagnostics.trials.surface import CHUNK_BYTES, ENOUGH, Vanished, scan
from haas_client.diagnostics.trials.values import (
    Advance,
    Bad,
    Done,
    Ending,
    Event,
    SpeedSample,
    Step,
    Stop,
    SurfaceOutcome,
)
from haas_client.diagnostics.unknown import Reason, Unreadable
from haas_client.process import Cancel
from tests.unit.diagnostics.trials import machines

SECTOR = 4096


class Disk:
    """Gives 100 MB/s on a clock of its own; ``bad`` are numbers of sectors that answer EIO after five seconds."""

    def __init__(self, size: int, bad: set[int] | None = None, code: int = errno.EIO) -> None:
        self.size_bytes = size
        self.sector_bytes = SECTOR
        self.bad = bad or set()
        self.code = code
        self.now = 0.0
        self.reads: list[tuple[int, int]] = []
        self.slow: set[int] = set()
        self.others: int | None = 0

    def read(self, position: int, length: int) -> None:
        self.reads.append((position, length))
        sectors = range(position // SECTOR, -(-(position + length) // SECTOR))
        if self.bad.intersection(sectors):
            self.now += 5
            raise OSError(self.code, os.strerror(self.code))
        self.now += 3 if self.slow.intersection(sectors) else length / 100e6

    def others_bytes(self) -> int | None:
        return self.others


def scanned(disk: Disk, cancel: Cancel | None = None) -> tuple[Done, SurfaceOutcome, list[Event]]:
    events: list[Event] = []
    done = scan(disk, events.append, cancel or Cancel(), lambda: disk.now)
    assert isinstance(done.outcome, SurfaceOutcome)
    return done, done.outcome, events


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 6 * CHUNK_BYTES // SECTOR),
    st.sets(st.integers(0, 6 * CHUNK_BYTES // SECTOR), max_size=ENOUGH - 1),
)
def test_exactly_the_bad_sectors_are_found(sectors: int, bad: set[int]) -> None:
    bad = {number for number in bad if number < sectors}
    done, outcome, events = scanned(Disk(sectors * SECTOR, bad))
    assert done.ending == Ending.COMPLETED
    assert outcome.read_bytes == outcome.size_bytes == sectors * SECTOR
    assert outcome.unreadable_count == len(bad)
    told = {event.position_bytes // SECTOR for event in events if isinstance(event, Bad)}
    assert told == bad
    in_stretches = {
        number
        for one in outcome.unreadable
        for number in range(one.position_bytes // SECTOR, (one.position_bytes + one.length_bytes) // SECTOR)
    }
    assert in_stretches == bad


def test_bad_sectors_that_touch_are_one_stretch() -> None:
    _, outcome, _ = scanned(Disk(8 * CHUNK_BYTES, {300, 301, 302, 900}))
    assert [(one.position_bytes, one.length_bytes) for one in outcome.unreadable] == [
        (300 * SECTOR, 3 * SECTOR),
        (900 * SECTOR, SECTOR),
    ]


def test_an_odd_end_is_read_too() -> None:
    done, outcome, _ = scanned(Disk(CHUNK_BYTES + 512))
    assert done.ending == Ending.COMPLETED
    assert outcome.read_bytes == CHUNK_BYTES + 512


def test_enough_unreadable_sectors_end_it() -> None:
    disk = Disk(64 * CHUNK_BYTES, set(range(1000, 1000 + 4 * ENOUGH)))
    done, outcome, _ = scanned(disk)
    assert done.ending == Ending.COMPLETED
    assert outcome.unreadable_count == ENOUGH
    assert outcome.read_bytes == (1000 + ENOUGH) * SECTOR < outcome.size_bytes
    assert len(disk.reads) < 4 * ENOUGH  # halves are asked for once, not over and over


def test_a_stop_is_heard_within_one_chunk() -> None:
    halt = Halt()

    class Stopping(Disk):
        def read(self, position: int, length: int) -> None:
            super().read(position, length)
            if position >= 3 * CHUNK_BYTES:
                halt.stop(Stop.OWNER)

    disk = Stopping(100 * CHUNK_BYTES)
    done, outcome, _ = scanned(disk, halt)
    assert (done.ending, done.stop) == (Ending.STOPPED, Stop.OWNER)
    assert outcome.read_bytes == 4 * CHUNK_BYTES
    assert len(disk.reads) == 4


def test_a_stop_among_bad_sectors_is_heard_before_the_next_read() -> None:
    halt = Halt()

    class Stopping(Disk):
        def read(self, position: int, length: int) -> None:
            if len(self.reads) == 3:
                halt.stop(Stop.OWNER)
            super().read(position, length)

    disk = Stopping(4 * CHUNK_BYTES, set(range(40)))
    done, _, _ = scanned(disk, halt)
    assert done.ending == Ending.STOPPED
    assert len(disk.reads) == 4


def test_a_drive_that_vanishes_ends_it_and_is_no_bad_place() -> None:
    class Pulled(Disk):
        def read(self, position: int, length: int) -> None:
            if position >= 5 * CHUNK_BYTES:
                raise Vanished
            super().read(position, length)

    done, outcome, _ = scanned(Pulled(20 * CHUNK_BYTES))
    assert done.ending == Ending.FAILED
    assert done.problem
    assert done.problem.reason == Reason.NOT_PRESENT
    assert outcome.unreadable_count == 0
    assert outcome.read_bytes == 5 * CHUNK_BYTES


@pytest.mark.parametrize("code", [errno.EINVAL, errno.EPERM, errno.ENOMEM])
def test_an_error_that_is_not_the_drives_is_not_held_against_it(code: int) -> None:
    with pytest.raises(Unreadable):
        scanned(Disk(4 * CHUNK_BYTES, {3}, code))


def test_the_curve_covers_the_drive_in_a_bounded_number_of_points() -> None:
    _, outcome, events = scanned(Disk(1000 * CHUNK_BYTES))
    assert 300 <= len(outcome.curve) <= surface.MOST_SAMPLES
    assert all(abs(sample.bytes_per_second - 100e6) < 1e3 for sample in outcome.curve)
    positions = [sample.position_bytes for sample in outcome.curve]
    assert positions == sorted(set(positions))
    assert [event for event in events if isinstance(event, SpeedSample)] == list(outcome.curve)
    assert isinstance(events[0], Step)


def test_retries_are_slow_unless_somebody_else_kept_the_drive_busy() -> None:
    disk = Disk(10 * CHUNK_BYTES)
    disk.slow = {300, 600}
    assert scanned(disk)[1].slow_bytes == 2 * CHUNK_BYTES

    class Busy(Disk):
        def read(self, position: int, length: int) -> None:
            super().read(position, length)
            self.others = (self.others or 0) + 8 * CHUNK_BYTES

    busy = Busy(10 * CHUNK_BYTES)
    busy.slow = {300, 600}
    assert scanned(busy)[1].slow_bytes == 0
    unknown = Disk(10 * CHUNK_BYTES)
    unknown.slow, unknown.others = {300}, None
    assert scanned(unknown)[1].slow_bytes == 0


def test_what_is_left_is_told() -> None:
    disk = Disk(500 * CHUNK_BYTES)
    events = scanned(disk)[2]
    shares = [event for event in events if isinstance(event, Advance)]
    assert [event.done for event in shares] == sorted(event.done for event in shares)
    half = next(event for event in shares if event.done >= 0.5)
    assert half.remaining_seconds == pytest.approx(disk.now / 2, rel=0.2)


def test_reading_past_the_page_cache(tmp_path: Path) -> None:
    """The reader itself, on a file: aligned reads to the end, and an end that came too soon is a drive that is gone."""
    path = tmp_path / "drive"
    path.write_bytes(os.urandom(3 * CHUNK_BYTES))
    machine = machines.host({"/sys/block/sda/size": "6144", "/sys/block/sda/queue/physical_block_size": "512"})
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECT)
    except OSError:
        pytest.skip("the file system of the temporary folder cannot be read past the page cache")
    try:
        drive = surface._Drive(machine, "sda", descriptor)
        assert (drive.size_bytes, drive.sector_bytes) == (3 * CHUNK_BYTES, 512)
        done = scan(drive, lambda event: None, Cancel())
        assert done.ending == Ending.COMPLETED
        with pytest.raises(Vanished):
            drive.read(3 * CHUNK_BYTES, 4096)
    finally:
        os.close(descriptor)


def test_only_roots_own_device_of_that_number_is_opened(tmp_path: Path) -> None:
    with pytest.raises(Unreadable), surface.opened(machines.host({"/sys/block/null/dev": "1:3\n"}), "null"):
        raise AssertionError("a character device was opened")
    with pytest.raises(Unreadable), surface.opened(machines.host({"/sys/block/nosuch/dev": "8:0\n"}), "nosuch"):
        raise AssertionError("nothing was opened")
