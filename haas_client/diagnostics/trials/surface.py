"""Reads a whole drive, and writes nothing: which places cannot be read, and how quickly the others are.

Past the page cache (O_DIRECT), so that the drive itself is asked and the owner's programs lose no memory to it, and
at idle priority, so that they go first.
"""

import contextlib
import errno
import mmap
import os
import time
from collections.abc import Callable, Iterator
from typing import Protocol

import msgspec

from haas_client.diagnostics import block_devices
from haas_client.diagnostics.host import Host
from haas_client.diagnostics.trials import tools
from haas_client.diagnostics.trials.bench import Tell, why_stopped
from haas_client.diagnostics.trials.values import (
    MOST_STRETCHES,
    Advance,
    Bad,
    Done,
    Ending,
    SpeedSample,
    Step,
    Stretch,
    SurfaceOutcome,
)
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from haas_client.process import Cancel

STEP = "reading"
CHUNK_BYTES = 1024 * 1024
"""Read at once: large enough for a disk's full speed, and what a stop has to wait for at most."""
MOST_SAMPLES = 400
"""Of the speed, over the whole drive."""

ENOUGH = 50
"""Unreadable sectors after which it gives up: each costs the drive seconds of retries, and ten condemn it already."""

# Own rule T-03. A disk that is well gives 1 MiB in some 10 ms and has its retries done in well under a second; time
# limits for a drive's own error recovery are in seconds (SCT ERC, commonly 7 s). What took 1.5 s needed retries, unless
# somebody else kept the drive busy.
SLOW_SECONDS = 1.5
_OTHERS_BYTES = 1024 * 1024

_VANISHED = (errno.ENXIO, errno.ENODEV, errno.ENOMEDIUM, errno.EBADF)
_TELL_SECONDS = 1.0
_SECTOR = 512
"""What /sys/block counts in, whatever the drive's sectors are (Documentation/block/stat.rst)."""


class Vanished(Exception):
    """The drive is no longer there."""


class Device(Protocol):
    """What is read."""

    size_bytes: int
    sector_bytes: int
    """The smallest piece that can be bad: the drive's physical sector."""

    def read(self, position: int, length: int) -> None:
        """Reads and forgets. Raises ``OSError`` with EIO where that place cannot be read; :class:`Vanished`."""

    def others_bytes(self) -> int | None:
        """How much anybody else has moved on this drive since it was opened; ``None`` where that is not told."""


@contextlib.contextmanager
def opened(host: Host, drive: str) -> Iterator[Device]:
    """The drive's node, which is root's own device of that number. Raises :class:`Unreadable`."""
    path = block_devices.checked_node(host, drive)
    numbers = host.read(f"/sys/block/{drive}/dev").decode("ascii", "replace").strip()
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    except PermissionError as error:
        raise Unreadable(Reason.NO_RIGHT, path) from error
    except OSError as error:
        raise Unreadable(Reason.FAILED, f"{path}: {error.strerror}") from error
    try:
        if not block_devices.is_drive(os.fstat(descriptor), numbers):  # another one since it was looked at
            raise Unreadable(Reason.MALFORMED, path)
        yield _Drive(host, drive, descriptor)
    finally:
        os.close(descriptor)


class _Drive:
    def __init__(self, host: Host, drive: str, descriptor: int) -> None:
        self._host = host
        self._folder = f"/sys/block/{drive}"
        self._descriptor = descriptor
        self.size_bytes = os.lseek(descriptor, 0, os.SEEK_END)
        self.sector_bytes = self._number("queue/physical_block_size", 4096)
        self._buffer = mmap.mmap(-1, CHUNK_BYTES)  # page-aligned, as O_DIRECT asks
        self._own_bytes = 0
        self._moved_at_first = self._moved()

    def read(self, position: int, length: int) -> None:
        view = memoryview(self._buffer)
        done = 0
        try:
            while done < length:
                count = os.preadv(self._descriptor, [view[done:length]], position + done)
                if count <= 0:
                    raise Vanished
                done += count
        except OSError as error:
            # A drive that was pulled out answers EIO to whoever still has it open.
            if error.errno in _VANISHED or not self._is_there():
                raise Vanished from error
            raise
        finally:
            self._own_bytes += done
            view.release()

    def others_bytes(self) -> int | None:
        moved = self._moved()
        if moved is None or self._moved_at_first is None:
            return None
        return max(0, moved - self._moved_at_first - self._own_bytes)

    def _moved(self) -> int | None:
        """All that was read and written: sectors read are the third, sectors written the seventh number."""
        try:
            numbers = [int(number) for number in self._host.read(f"{self._folder}/stat").split()]
            return (numbers[2] + numbers[6]) * _SECTOR
        except (Unreadable, ValueError, IndexError):
            return None

    def _is_there(self) -> bool:
        return self._number("size", 0) > 0

    def _number(self, file: str, otherwise: int) -> int:
        try:
            number = int(self._host.read(f"{self._folder}/{file}"))
        except (Unreadable, ValueError):
            return otherwise
        return number if number > 0 else otherwise


def run(host: Host, drive: str, tell: Tell, cancel: Cancel) -> Done:
    """Reads the drive from its first byte to its last. Raises :class:`Unreadable` where it cannot be begun."""
    with opened(host, drive) as device, tools.lowest_io_priority():
        return scan(device, tell, cancel)


def scan(device: Device, tell: Tell, cancel: Cancel, clock: Callable[[], float] = time.monotonic) -> Done:
    """:func:`run` on an opened device."""
    return _Scan(device, tell, cancel, clock).run()


class _Stretch(msgspec.Struct, kw_only=True):
    """What is being read for one sample of the speed."""

    position: int
    done: int = 0
    seconds: float = 0.0


class _Scan:
    def __init__(self, device: Device, tell: Tell, cancel: Cancel, clock: Callable[[], float]) -> None:
        self._device = device
        self._tell = tell
        self._cancel = cancel
        self._clock = clock
        self._sample_bytes = max(CHUNK_BYTES, -(-device.size_bytes // MOST_SAMPLES // CHUNK_BYTES) * CHUNK_BYTES)
        self._position = 0
        self._bad: list[Stretch] = []
        self._bad_sectors = 0
        self._slow_bytes = 0
        self._others = device.others_bytes()
        self._curve: list[SpeedSample] = []
        self._stretch = _Stretch(position=0)
        self._started = clock()
        self._told_at = self._started

    def run(self) -> Done:
        self._tell(Step(code=STEP, number=1, total=1))
        try:
            while self._position < self._device.size_bytes and self._bad_sectors < ENOUGH:
                if self._cancel.asked:
                    return Done(ending=Ending.STOPPED, stop=why_stopped(self._cancel), outcome=self._outcome())
                self._chunk(min(CHUNK_BYTES, self._device.size_bytes - self._position))
        except Vanished:
            gone = Unknown(reason=Reason.NOT_PRESENT, detail="the drive is gone")
            return Done(ending=Ending.FAILED, problem=gone, outcome=self._outcome())
        if self._cancel.asked and self._position < self._device.size_bytes:
            return Done(ending=Ending.STOPPED, stop=why_stopped(self._cancel), outcome=self._outcome())
        self._end_stretch()
        return Done(ending=Ending.COMPLETED, outcome=self._outcome())

    def _chunk(self, length: int) -> None:
        begun = self._clock()
        try:
            self._device.read(self._position, length)
        except OSError as error:
            _only_unreadable(error)
            end = self._halve(self._position, length)
            self._end_stretch()  # seconds of retries are no speed
            self._stretch = _Stretch(position=end)
        else:
            end = self._position + length
            self._took(length, self._clock() - begun)
        self._position = end
        self._progress()

    def _halve(self, position: int, length: int) -> int:
        """What of an unreadable stretch is bad, down to the sector; gives how far it came, before a stop or enough."""
        sector = self._device.sector_bytes
        if length <= sector:
            self._note(position, length)
            return position + length
        half = max(sector, length // 2 // sector * sector)
        for start, size in ((position, half), (position + half, length - half)):
            if size <= 0:
                continue
            if self._cancel.asked or self._bad_sectors >= ENOUGH:
                return start
            try:
                self._device.read(start, size)
            except OSError as error:
                _only_unreadable(error)
                end = self._halve(start, size)
                if end < start + size:
                    return end
        return position + length

    def _note(self, position: int, length: int) -> None:
        self._bad_sectors += 1
        self._tell(Bad(position_bytes=position, length_bytes=length))
        last = self._bad[-1] if self._bad else None
        if last and last.position_bytes + last.length_bytes == position:
            self._bad[-1] = Stretch(position_bytes=last.position_bytes, length_bytes=last.length_bytes + length)
        elif len(self._bad) < MOST_STRETCHES:
            self._bad.append(Stretch(position_bytes=position, length_bytes=length))

    def _took(self, length: int, seconds: float) -> None:
        if seconds >= SLOW_SECONDS and not self._others_were_at_it():
            self._slow_bytes += length
        self._stretch.done += length
        self._stretch.seconds += seconds
        if self._stretch.done >= self._sample_bytes:
            self._end_stretch()
            self._stretch = _Stretch(position=self._position + length)

    def _others_were_at_it(self) -> bool:
        """Whether the drive had more to do than we gave it; where that is not told, it may have had."""
        others = self._device.others_bytes()
        if others is None or self._others is None:
            return True
        more = others - self._others
        self._others = others
        return more >= _OTHERS_BYTES

    def _end_stretch(self) -> None:
        """Tells the speed of the stretch that is being read."""
        stretch, self._others = self._stretch, self._device.others_bytes()
        if stretch.done and stretch.seconds > 0 and len(self._curve) < MOST_SAMPLES:
            sample = SpeedSample(position_bytes=stretch.position, bytes_per_second=stretch.done / stretch.seconds)
            self._curve.append(sample)
            self._tell(sample)
        self._stretch = _Stretch(position=self._position)

    def _progress(self) -> None:
        now = self._clock()
        if now - self._told_at < _TELL_SECONDS or not self._device.size_bytes:
            return
        self._told_at = now
        done = min(1.0, self._position / self._device.size_bytes)
        elapsed = now - self._started
        self._tell(Advance(done=done, remaining_seconds=elapsed * (1 - done) / done if done > 0 else None))

    def _outcome(self) -> SurfaceOutcome:
        return SurfaceOutcome(
            size_bytes=self._device.size_bytes,
            read_bytes=self._position,
            unreadable=tuple(self._bad),
            unreadable_count=self._bad_sectors,
            slow_bytes=self._slow_bytes,
            curve=tuple(self._curve),
        )


def _only_unreadable(error: OSError) -> None:
    """EIO and its kin are the drive's word on a place: ENODATA an NVMe or SCSI medium error, EILSEQ a wrong checksum.

    (block/blk-core.c, blk_errors; ETIMEDOUT and EREMOTEIO too.) Anything else is not: EINVAL would be our mistake.
    """
    if error.errno not in (errno.EIO, errno.ENODATA, errno.EILSEQ, errno.ETIMEDOUT, errno.EREMOTEIO):
        raise Unreadable(Reason.FAILED, f"read: {error.strerror}") from error
