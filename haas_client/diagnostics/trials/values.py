"""What trials speak: which there are, what they tell while they run, how they ended, and the record that is kept."""

from enum import StrEnum
from typing import TypeVar

import msgspec

from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.unknown import Unknown
from haas_client.diagnostics.when import When

T = TypeVar("T")


class TrialKind(StrEnum):
    SELF_TEST_SHORT = "self_test_short"
    """The drive's own short self-test, some two minutes."""
    SELF_TEST_LONG = "self_test_long"
    """The drive's own extended self-test: it reads all of itself, in hours."""
    SURFACE = "surface"
    """The whole drive is read, and nothing written, with its speed at every place."""
    MEMORY_SHORT = "memory_short"
    """One pass over at most 1 GiB of what is safely free."""
    MEMORY_LONG = "memory_long"
    """One pass over all that is safely free."""
    LOAD = "load"
    """Processor and memory at full load while the supply and the cooling are watched."""
    MEMTEST86_PREPARE = "memtest86_prepare"
    """Not a test: the next start of the PC, once, will be memtest86+. Offered where that can be done."""
    MEMTEST86_UNDO = "memtest86_undo"
    """Takes that back. Offered where it is prepared, so that its offer tells that it is."""


PREPARATIONS = frozenset({TrialKind.MEMTEST86_PREPARE, TrialKind.MEMTEST86_UNDO})
"""What changes the next start and tests nothing: no record is kept of it."""


DRIVE_KINDS = (TrialKind.SELF_TEST_SHORT, TrialKind.SELF_TEST_LONG, TrialKind.SURFACE)
MEMORY_KINDS = (TrialKind.MEMORY_SHORT, TrialKind.MEMORY_LONG)


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A trial that a bench can carry out; ``id`` is the bench's own and means nothing elsewhere."""

    id: str
    kind: TrialKind
    subject: str = ""
    """The kernel's name of the drive; empty where no drive is meant."""


class Ending(StrEnum):
    RUNNING = "running"
    """Under way: the marker that a sudden stop leaves behind."""
    COMPLETED = "completed"
    STOPPED = "stopped"
    FAILED = "failed"
    """It could not begin, or not go on; nothing is concluded from it."""
    WENT_OFF = "went_off"
    """The PC itself stopped while it ran: told at the next start."""
    ABANDONED = "abandoned"
    """The program ended in the middle, the PC did not."""


class Stop(StrEnum):
    """Why a trial was stopped before its end."""

    OWNER = "owner"
    HEAT = "heat"
    BATTERY = "battery"
    SESSION_ENDED = "session_ended"
    """The owner logged out, or whoever asked for the trial is gone."""
    TOO_LONG = "too_long"
    """It took longer than it ever should."""


class SelfTestOutcome(msgspec.Struct, frozen=True, kw_only=True, tag="self_test"):
    passed: bool | Unknown
    status: str = ""
    """The drive's own words, from smartctl."""
    first_error_lba: int | Unknown | None = None
    """Where it stopped reading, where it tells that."""


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of a drive."""

    position_bytes: int
    length_bytes: int


class SpeedSample(msgspec.Struct, frozen=True, kw_only=True, tag="speed"):
    """How quickly a stretch of the drive was read; also an event while it is read."""

    position_bytes: int
    bytes_per_second: float


class SurfaceOutcome(msgspec.Struct, frozen=True, kw_only=True, tag="surface"):
    size_bytes: int
    read_bytes: int
    """How far it came; what could not be read is in it."""
    unreadable: tuple[Stretch, ...]
    """The first of them, at most :data:`MOST_STRETCHES`."""
    unreadable_count: int
    """All of them, in pieces of the drive's physical sector."""
    slow_bytes: int
    """What answered only after retries (see ``trials.surface``)."""
    curve: tuple[SpeedSample, ...] = ()


MOST_STRETCHES = 100


class MemoryOutcome(msgspec.Struct, frozen=True, kw_only=True, tag="memory"):
    tested_bytes: int
    passes: int
    failed_tests: tuple[str, ...]
    """memtester's own names of the tests that found a difference; "Stuck Address" is the address test."""


class LoadSample(msgspec.Struct, frozen=True, kw_only=True, tag="load_sample"):
    """One look at the PC under load; also an event while it runs."""

    seconds: float
    """Since the trial began."""
    celsius: dict[str, float] = {}
    volts: dict[str, float] = {}
    watts: dict[str, float] = {}
    """By name of the sensor, as the driver labels it."""
    megahertz: float | None = None
    """Mean clock of all processors; ``None`` where the kernel does not tell."""
    throttled: int | None = None
    """How often the processor has throttled itself for heat since boot."""


class OffRail(msgspec.Struct, frozen=True, kw_only=True):
    """A rail that left its limits under load, measured by the power supply itself."""

    rail: str
    """"+12 V"."""
    sensor: str
    volts: float
    """The furthest from its nominal value."""


class LoadOutcome(msgspec.Struct, frozen=True, kw_only=True, tag="load"):
    seconds: float
    samples: tuple[LoadSample, ...]
    """Thinned to at most :data:`MOST_SAMPLES`, first and last included."""
    wrong_results: bool = False
    """The load checks its own arithmetic; a wrong result is a fault of processor, memory or power."""
    off_rails: tuple[OffRail, ...] = ()


MOST_SAMPLES = 300


def thinned(points: tuple[T, ...], most: int) -> tuple[T, ...]:
    """At most ``most`` of them (two or more), evenly, the first and the last included."""
    if len(points) <= most:
        return points
    step = (len(points) - 1) / (most - 1)
    return tuple(points[round(number * step)] for number in range(most))


Outcome = SelfTestOutcome | SurfaceOutcome | MemoryOutcome | LoadOutcome


class Step(msgspec.Struct, frozen=True, kw_only=True, tag="step"):
    """A step begins: a marker is synced to disk before it."""

    code: str
    """Stable, of this trial: "random_value", "full_load". Words for it stand in :mod:`haas_client.wording.trials`."""
    number: int
    """From 1."""
    total: int


class Advance(msgspec.Struct, frozen=True, kw_only=True, tag="advance"):
    done: float
    """Share of the whole trial, 0 to 1."""
    remaining_seconds: float | None = None
    """``None`` where it cannot be told."""


class Bad(msgspec.Struct, frozen=True, kw_only=True, tag="bad"):
    """A stretch that could not be read."""

    position_bytes: int
    length_bytes: int


class Done(msgspec.Struct, frozen=True, kw_only=True, tag="done"):
    """The last event."""

    ending: Ending
    stop: Stop | None = None
    problem: Unknown | None = None
    """For :attr:`Ending.FAILED`."""
    outcome: Outcome | None = None
    """Also of a trial that was stopped, as far as it came."""


Event = Step | Advance | SpeedSample | Bad | LoadSample | Done


class TrialRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One trial of this PC. With :attr:`Ending.RUNNING` it is the marker that is on disk while the trial runs."""

    id: str
    kind: TrialKind
    part: Part
    started_at: When
    boot_id: str
    """The kernel's name of the boot in which it ran (/proc/sys/kernel/random/boot_id); empty where unknown."""
    step: str = ""
    """The step that had begun last."""
    seconds: float = 0.0
    """How long it had run at the last sign of life."""
    hottest_celsius: float | None = None
    """At the last sign of life."""
    ending: Ending = Ending.RUNNING
    stop: Stop | None = None
    problem: Unknown | None = None
    outcome: Outcome | None = None
