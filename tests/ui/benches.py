"""A bench that speaks real events from a script, where hardware cannot be had."""

import threading
from collections.abc import Sequence

import msgspec

from haas_client.diagnostics.host import Host
from haas_client.diagnostics.trials.bench import Tell, why_stopped
from haas_client.diagnostics.trials.load import off_rails
from haas_client.diagnostics.trials.values import (
    Advance,
    Bad,
    Done,
    Ending,
    Event,
    LoadOutcome,
    LoadSample,
    MemoryOutcome,
    Offer,
    Outcome,
    SelfTestOutcome,
    SpeedSample,
    Step,
    Stretch,
    SurfaceOutcome,
    TrialKind,
)
from haas_client.process import Cancel

GB = 1_000_000_000
DRIVES = ("sda", "nvme0n1")
_OF_DRIVES = (TrialKind.SELF_TEST_SHORT, TrialKind.SELF_TEST_LONG, TrialKind.SURFACE)


class ScriptedBench:
    """Tells ``events``, waits until it is let go or cancelled, and then ends with ``done``."""

    def __init__(self, events: Sequence[Event] = (), done: Done | None = None, *, without: tuple[TrialKind, ...] = ()):
        self.events = events
        self.done = done or Done(ending=Ending.COMPLETED)
        self.without = without
        self.memtest86: TrialKind | None = None
        self.told = threading.Event()
        """Set once all events are told."""
        self.gate = threading.Event()
        self.asked: list[Offer] = []
        self.load_seconds = 0.0
        self.runs = 0
        """Trials that have not returned: nothing may be left of them."""

    def __call__(self, _host: Host, load_seconds: float) -> "ScriptedBench":
        """As ``benches.bench`` is called."""
        self.load_seconds = load_seconds
        return self

    def offers(self) -> tuple[Offer, ...]:
        of_drives = [Offer(id=f"{kind}:{name}", kind=kind, subject=name) for name in DRIVES for kind in _OF_DRIVES]
        others = [TrialKind.MEMORY_SHORT, TrialKind.MEMORY_LONG, TrialKind.LOAD]
        if self.memtest86:
            others.append(self.memtest86)
        offers = (*of_drives, *(Offer(id=kind, kind=kind) for kind in others))
        return tuple(offer for offer in offers if offer.kind not in self.without)

    def run(self, offer: Offer, tell: Tell, cancel: Cancel) -> Done:
        self.asked.append(offer)
        self.runs += 1
        stopped = threading.Event()

        def stop() -> None:
            stopped.set()
            self.gate.set()

        try:
            for event in self.events:
                tell(event)
            self.told.set()
            with cancel.watched(stop):
                self.gate.wait(30)
            if stopped.is_set():
                return Done(ending=Ending.STOPPED, stop=why_stopped(cancel), outcome=self.done.outcome)
            return self.done
        finally:
            self.runs -= 1


def surface_events(share: float = 0.6, bad: tuple[int, ...] = ()) -> list[Event]:
    """A 500 GB disk that is slower inside, read up to ``share``, with ``bad`` sectors at these GB."""
    count = 200
    samples: list[Event] = [
        SpeedSample(
            position_bytes=500 * GB * n // count, bytes_per_second=(182 - 88 * (n / count) ** 1.4 - n % 7) * 1e6
        )
        for n in range(int(count * share))
    ]
    places: list[Event] = [Bad(position_bytes=place * GB, length_bytes=4096) for place in bad]
    left = 3120 * (1 - share)
    return [Step(code="reading", number=1, total=1), *samples, *places, Advance(done=share, remaining_seconds=left)]


def surface_done(bad: tuple[int, ...] = ()) -> Done:
    curve = tuple(event for event in surface_events(1.0) if isinstance(event, SpeedSample))
    outcome = SurfaceOutcome(
        size_bytes=500 * GB,
        read_bytes=500 * GB,
        unreadable=tuple(Stretch(position_bytes=place * GB, length_bytes=4096) for place in bad),
        unreadable_count=len(bad),
        slow_bytes=0,
        curve=curve,
    )
    return Done(ending=Ending.COMPLETED, outcome=outcome)


def load_samples(seconds: int = 80, *, supply: bool = True, sensors: bool = True) -> list[LoadSample]:
    """A desktop under load: it warms up, the 12 V rail sags a little."""
    chip = "corsairpsu v_out " if supply else "nct6798 "
    return [
        LoadSample(
            seconds=float(second),
            celsius={"coretemp Package id 0": 38 + 36 * (1 - 0.97**second), "nvme Composite": 41.0} if sensors else {},
            volts={
                f"{chip}+12v": 12.06 - 0.0011 * second,
                f"{chip}+5v": 5.02 - 0.0002 * second,
                f"{chip}+3.3v": 3.31,
            }
            if sensors
            else {},
            megahertz=(4300 - 3 * second) if sensors else None,
            throttled=3 + second // 60 if sensors else None,
        )
        for second in range(seconds + 1)
    ]


def load_events(samples: Sequence[LoadSample], of_seconds: int = 120) -> list[Event]:
    last = samples[-1].seconds
    return [
        Step(code="warm_up", number=1, total=3),
        Step(code="half_load", number=2, total=3),
        Step(code="full_load", number=3, total=3),
        *samples,
        Advance(done=last / of_seconds, remaining_seconds=of_seconds - last),
    ]


def completed(outcome: Outcome) -> Done:
    return Done(ending=Ending.COMPLETED, outcome=outcome)


def load_done(samples: Sequence[LoadSample], *, wrong: bool = False) -> Done:
    outcome = LoadOutcome(
        seconds=samples[-1].seconds, samples=tuple(samples), wrong_results=wrong, off_rails=off_rails(samples)
    )
    return completed(outcome)


def sagging(samples: Sequence[LoadSample]) -> list[LoadSample]:
    """The same with +12 V that gives way: half a volt and more in the last third."""
    late = samples[len(samples) * 2 // 3].seconds
    return [
        msgspec.structs.replace(
            one, volts={name: volts - 0.8 * (one.seconds >= late and "12" in name) for name, volts in one.volts.items()}
        )
        for one in samples
    ]


def memory_events() -> list[Event]:
    return [
        Step(code="stuck_address", number=1, total=18),
        Step(code="bit_flip", number=14, total=18),
        Advance(done=0.71, remaining_seconds=42.0),
    ]


MEMORY_GOOD = completed(MemoryOutcome(tested_bytes=1 << 30, passes=1, failed_tests=()))
MEMORY_BAD = completed(MemoryOutcome(tested_bytes=1 << 30, passes=1, failed_tests=("Bit Flip", "Walking Ones")))
SELF_TEST_GOOD = completed(SelfTestOutcome(passed=True, status="completed without error"))
SELF_TEST_BAD = completed(SelfTestOutcome(passed=False, status="completed: read failure", first_error_lba=194822144))
