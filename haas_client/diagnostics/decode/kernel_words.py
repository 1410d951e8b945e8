"""What the kernel's lines about hardware look like and mean: data, read from the kernel's own source (5.4 to 6.18).

Every pattern is matched at the start of a line: a sentence about a log, or a patch, is none. No pattern tries more
than a fixed number of characters at a place, so a line costs at most its length.
"""

import re
from collections.abc import Callable
from enum import StrEnum
from functools import cache

import msgspec


class Kind(StrEnum):
    """What an incident turns out to be."""

    MEDIA = "media"
    """The drive itself could not read or write a place."""
    HARDWARE = "hardware"
    """The drive reports a fault of its own electronics or mechanics."""
    LINK = "link"
    """What was sent between drive and board arrived damaged, or the connection broke."""
    NO_ANSWER = "no_answer"
    """The drive did not answer in time, was reset, or is gone; nobody says why."""
    REFUSED = "refused"
    """The drive failed a command and the lines do not tell which fault it reported."""
    IO_ERROR = "io_error"
    NVME_LOST = "nvme_lost"
    """Reads as all ones: it is no longer on the bus."""
    NVME_GONE = "nvme_gone"
    """It is on the bus and does not come back from a reset."""
    NVME_TIMEOUT = "nvme_timeout"
    USB_RESET = "usb_reset"
    FILE_SYSTEM = "file_system"
    MEMORY_UNCORRECTED = "memory_uncorrected"
    MEMORY_CORRECTED = "memory_corrected"
    PROCESSOR = "processor"
    MACHINE_CHECK = "machine_check"
    """A machine check of which the lines do not tell the unit."""
    PCIE_UNCORRECTED = "pcie_uncorrected"
    PCIE_CORRECTED = "pcie_corrected"
    OVERHEATED = "overheated"
    THROTTLED = "throttled"
    UNDER_VOLTAGE = "under_voltage"
    OVER_CURRENT = "over_current"
    CRASH = "crash"


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What one line adds to its incident."""

    marks: tuple[str, ...] = ()
    sector: int | None = None
    place: str = ""
    """The DIMM it names."""
    count: int = 1


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One wording. Group ``device`` names the device, ``sector`` the place on it, ``detail`` what a reader looks at."""

    pattern: str
    marks: tuple[str, ...] = ()
    """Words for :attr:`Family.kinds`; none for a line that only belongs to the story."""
    read: Callable[[re.Match[str]], Reading] | None = None
    """For what no fixed mark can tell: bits, counts."""
    begins: bool = False
    """A second one starts a new incident."""
    ends: bool = False

    @property
    def regex(self) -> re.Pattern[str]:
        """Compiled when a line of its family is first read: all of them take as long as a whole probe."""
        return _compiled(self.pattern)


class Family(msgspec.Struct, frozen=True, kw_only=True):
    """One subsystem: its wordings, and which marks of an incident make which kind, first match first."""

    name: str
    source: str
    """Files of Linux that print these lines."""
    start: re.Pattern[str]
    rows: tuple[Row, ...]
    kinds: tuple[tuple[frozenset[str], Kind | None], ...]
    announcing: frozenset[str] = frozenset()
    """Marks of lines that may come before the one that begins the incident."""
    gap_seconds: float = 60.0
    """A longer silence ends the incident."""


_compiled = cache(re.compile)


def row(
    pattern: str,
    *marks: str,
    read: Callable[[re.Match[str]], Reading] | None = None,
    begins: bool = False,
    ends: bool = False,
) -> Row:
    return Row(pattern=pattern, marks=marks, read=read, begins=begins, ends=ends)


def kinds(*table: tuple[str, Kind | None]) -> tuple[tuple[frozenset[str], Kind | None], ...]:
    """Marks separated by blanks: all of them must be there."""
    return tuple((frozenset(marks.split()), kind) for marks, kind in table)
