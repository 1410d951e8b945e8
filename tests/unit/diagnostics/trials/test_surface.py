"""The surface scan on a device that fails where it is told to."""

import errno
import os

import pytest

from haas_client.diagnostics.trials import surface
from haas_client.diagnostics.trials.bench import Halt
from haas_client.diagnostics.trials.values import Bad, Done, Ending, Event, Stop, Stretch, SurfaceOutcome
from haas_client.process import Cancel

MIB = 1024 * 1024


class Device:
    """Answers at once; ``bad`` are the positions of sectors that cannot be read."""

    def __init__(self, size: int, bad: set[int] | None = None, vanishes_at: int | None = None) -> None:
        self.size_bytes = size
        self.sector_bytes = 4096
        self.bad = bad or set()
        self.vanishes_at = vanishes_at
        self.read_bytes = 0

    def read(self, position: int, length: int) -> None:
        if self.vanishes_at is not None and position + length > self.vanishes_at:
            raise surface.Vanished
        if any(position <= place < position + length for place in self.bad):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        self.read_bytes += length

    def others_bytes(self) -> int | None:
        return 0


def scan(device: Device, cancel: Cancel | None = None) -> tuple[Done, list[Event]]:
    told: list[Event] = []
    return surface.scan(device, told.append, cancel or Cancel()), told


def test_all_of_a_good_drive_is_read() -> None:
    device = Device(10 * MIB + 4096)
    done, _ = scan(device)
    assert done.ending == Ending.COMPLETED
    assert isinstance(done.outcome, SurfaceOutcome)
    assert (done.outcome.read_bytes, done.outcome.unreadable) == (device.size_bytes, ())
    assert device.read_bytes == device.size_bytes


def test_bad_sectors_are_found_to_the_sector_and_the_rest_is_read() -> None:
    bad = {4096 * 300, 4096 * 301, 7 * MIB}
    done, told = scan(Device(10 * MIB, bad))
    assert isinstance(done.outcome, SurfaceOutcome)
    assert done.outcome.unreadable_count == 3
    assert done.outcome.unreadable == (
        Stretch(position_bytes=4096 * 300, length_bytes=8192),
        Stretch(position_bytes=7 * MIB, length_bytes=4096),
    )
    assert done.outcome.read_bytes == 10 * MIB
    assert {event.position_bytes for event in told if isinstance(event, Bad)} == bad


def test_a_drive_that_fails_everywhere_is_given_up() -> None:
    done, _ = scan(Device(100 * MIB, set(range(0, 100 * MIB, 4096))))
    assert done.ending == Ending.COMPLETED
    assert isinstance(done.outcome, SurfaceOutcome)
    assert done.outcome.unreadable_count == surface.ENOUGH
    assert done.outcome.read_bytes < MIB


def test_a_drive_that_is_pulled_out_is_no_bad_drive() -> None:
    done, _ = scan(Device(10 * MIB, vanishes_at=5 * MIB))
    assert done.ending == Ending.FAILED
    assert isinstance(done.outcome, SurfaceOutcome)
    assert (done.outcome.read_bytes, done.outcome.unreadable_count) == (5 * MIB, 0)


@pytest.mark.parametrize("why", [Stop.OWNER, Stop.HEAT])
def test_a_stop_is_told_with_its_reason(why: Stop) -> None:
    halt = Halt()
    halt.stop(why)
    done, _ = scan(Device(10 * MIB), halt)
    assert (done.ending, done.stop) == (Ending.STOPPED, why)


def test_the_curve_is_bounded_however_large_the_drive() -> None:
    done, _ = scan(Device(2000 * MIB))
    assert isinstance(done.outcome, SurfaceOutcome)
    assert 100 < len(done.outcome.curve) <= surface.MOST_SAMPLES
