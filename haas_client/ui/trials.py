"""Active tests of the interface: what may be tested, the trial that runs, and the last one. Outlives the window."""

import contextlib
import dataclasses
import logging
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.history import History, default_path
from haas_client.diagnostics.host import Host
from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.trials import load, plan, runner
from haas_client.diagnostics.trials.bench import Bench, Halt
from haas_client.diagnostics.trials.plan import Plan
from haas_client.diagnostics.trials.values import (
    DRIVE_KINDS,
    MEMORY_KINDS,
    PREPARATIONS,
    Advance,
    Bad,
    Event,
    LoadOutcome,
    LoadSample,
    Offer,
    SpeedSample,
    Step,
    Stop,
    SurfaceOutcome,
    TrialKind,
    TrialRecord,
)
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from haas_client.errors import HaasError
from haas_client.i18n import current, t
from haas_client.ui.bridge import Bridge
from haas_client.wording import trials as words

_log = logging.getLogger(__name__)

LONG_LOAD_SECONDS = 600.0
_END_SECONDS = 10.0
"""How long the end of the program waits for a trial to end: tools are killed at once, a drive is asked twice."""

_KINDS = {
    PartKind.STORAGE: DRIVE_KINDS,
    PartKind.MEMORY: MEMORY_KINDS,
    PartKind.POWER: (TrialKind.LOAD, TrialKind.LOAD),
}

MakeBench = Callable[[Host, float], Bench]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What is to be tested."""

    part: Part
    drive: str = ""
    """The kernel's name of the drive; empty where no drive is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One trial that may be chosen for a part."""

    kind: TrialKind
    load_seconds: float = load.SECONDS
    offer: Offer | None = None
    """``None`` while it is looked at, and where it is not offered."""
    plan: Plan | None = None
    missing: Unknown | None = None
    """Why it is not offered."""

    @property
    def ready(self) -> bool:
        """Whether it can be begun now."""
        return self.plan is not None and not words.hindrance(self.plan, current())


@dataclass(slots=True, kw_only=True, eq=False)
class Run:
    """One trial as far as it has come."""

    kind: TrialKind
    target: Target
    halt: Halt
    size_bytes: int | None = None
    """How much it goes over, where that is known."""
    load_seconds: float = load.SECONDS
    began: float = field(default_factory=time.monotonic)
    step: Step | None = None
    advance: Advance = field(default_factory=lambda: Advance(done=0.0))
    advanced: float = 0.0
    """When ``advance`` came."""
    speeds: list[SpeedSample] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    samples: list[LoadSample] = field(default_factory=list)
    record: TrialRecord | None = None
    problem: HaasError | None = None
    """Why it was not begun, or why its end is not known."""

    @property
    def running(self) -> bool:
        return self.record is None and self.problem is None

    @property
    def remaining_seconds(self) -> float | None:
        """Counted down between what the trial tells; ``None`` where it cannot be told."""
        told = self.advance.remaining_seconds
        return None if told is None else max(0.0, told - (time.monotonic() - self.advanced))

    def take(self, event: Event) -> None:
        if isinstance(event, Step):
            self.step = event
        elif isinstance(event, Advance):
            self.advance, self.advanced = event, time.monotonic()
        elif isinstance(event, SpeedSample):
            self.speeds.append(event)
        elif isinstance(event, Bad):
            self.bad.append(event)
        elif isinstance(event, LoadSample):
            self.samples.append(event)

    def finish(self, record: TrialRecord) -> None:
        """What the record keeps is the whole; events may have been lost with a helper's connection."""
        self.record = record
        if isinstance(record.outcome, SurfaceOutcome):
            self.speeds, self.size_bytes = list(record.outcome.curve), record.outcome.size_bytes
            self.bad = [
                Bad(position_bytes=one.position_bytes, length_bytes=one.length_bytes)
                for one in record.outcome.unreadable
            ]
        elif isinstance(record.outcome, LoadOutcome):
            self.samples = list(record.outcome.samples)


class Trials(QObject):
    """Carries out one trial at a time, beside the interface."""

    looked = Signal()
    """:attr:`options` are others, or known better."""
    started = Signal()
    progressed = Signal()
    ended = Signal()

    def __init__(self, bridge: Bridge, host: Callable[[], Host], make_bench: MakeBench) -> None:
        super().__init__()
        self._bridge = bridge
        self._make_host = host
        self._make_bench = make_bench
        self._idle = threading.Event()
        self._idle.set()
        self.target: Target | None = None
        """What the owner wants to test."""
        self.options: tuple[Option, ...] = ()
        self.run: Run | None = None
        """The trial that runs, or the last one."""

    @property
    def running(self) -> bool:
        return self.run is not None and self.run.running

    def choose(self, part: Part, drive: str = "") -> None:
        """What is to be tested next; ``drive`` is its kernel's name. Nothing while a trial runs."""
        if not self.running:
            self.target = Target(part=part, drive=drive)
            self.run = None

    def look(self) -> None:
        """Finds out anew what can be tested, and at what cost; tells it bit by bit by :attr:`looked`."""
        target = self.target
        if target is None:
            return
        self.options = tuple(
            Option(kind=kind, load_seconds=LONG_LOAD_SECONDS if number and kind == TrialKind.LOAD else load.SECONDS)
            for number, kind in enumerate(_KINDS[target.part.kind])
        )

        def work() -> tuple[tuple[Offer, ...], Unknown | None]:
            with self._host() as host:
                try:
                    return self._make_bench(host, load.SECONDS).offers(), host.missing_right()
                except Unreadable as error:
                    return (), error.unknown

        self._bridge.submit(work, self, lambda found: self._offered(target, *found), self._not_looked)
        self.looked.emit()

    def start(self, option: Option) -> None:
        """Begins a trial, unless one is running."""
        target, offer = self.target, option.offer
        if self.running or target is None or offer is None:
            return
        size = option.plan.test_bytes if option.plan else None
        run = self.run = Run(
            kind=option.kind,
            target=target,
            halt=Halt(),
            size_bytes=size if isinstance(size, int) else None,
            load_seconds=option.load_seconds,
        )
        watched = weakref.ref[QObject](self)

        def tell(event: Event) -> None:
            self._bridge.post(watched, lambda: self._heard(run, event))

        def work() -> TrialRecord:
            try:
                with self._host() as host:
                    bench = self._make_bench(host, option.load_seconds)
                    history = History(default_path())
                    return runner.run(bench, offer, target.part, history=history, host=host, tell=tell, cancel=run.halt)
            finally:
                self._idle.set()

        self._idle.clear()
        self._bridge.submit(work, self, lambda record: self._done(run, record), lambda error: self._failed(run, error))
        self.started.emit()

    def stop(self) -> None:
        """The owner's wish; :attr:`ended` follows once nothing of the trial runs any more."""
        if self.run and self.run.running and not self.run.halt.asked:
            self.run.halt.stop(Stop.OWNER)
            self.progressed.emit()

    def close(self) -> None:
        """The program ends: stops what runs, and waits until its end is on disk."""
        if self.run and self.run.running:
            self.run.halt.stop(Stop.SESSION_ENDED)
            if not self._idle.wait(_END_SECONDS):
                _log.warning("a trial did not end in time")

    @contextlib.contextmanager
    def _host(self) -> Iterator[Host]:
        host = self._make_host()
        try:
            yield host
        finally:
            host.release()

    def _offered(self, target: Target, offers: tuple[Offer, ...], missing: Unknown | None) -> None:
        if target is not self.target:
            return  # looked at for another part, meanwhile
        ours = {offer.kind: offer for offer in offers if offer.subject == target.drive}
        known = [_known(option, ours.get(option.kind), missing) for option in self.options]
        if target.part.kind == PartKind.MEMORY:
            known += [Option(kind=kind, offer=ours[kind]) for kind in PREPARATIONS if kind in ours]
        self.options = tuple(known)
        self.looked.emit()
        for number, option in enumerate(self.options):
            if option.offer:
                self._plan(target, number, option, option.offer)

    def _plan(self, target: Target, number: int, option: Option, offer: Offer) -> None:
        def work() -> Plan:
            with self._host() as host:
                return plan.plan(host, offer, option.load_seconds)

        def done(made: Plan) -> None:
            if target is self.target and number < len(self.options) and self.options[number] is option:
                found = dataclasses.replace(option, plan=made)
                self.options = (*self.options[:number], found, *self.options[number + 1 :])
                self.looked.emit()

        self._bridge.submit(work, self, done, self._not_looked)

    def _not_looked(self, error: Exception) -> None:
        _log.error("trials", exc_info=error)
        why = Unknown(reason=Reason.FAILED, detail="trials")
        self.options = tuple(one if one.plan else dataclasses.replace(one, missing=why) for one in self.options)
        self.looked.emit()

    def _heard(self, run: Run, event: Event) -> None:
        if run is self.run and run.running:
            run.take(event)
            self.progressed.emit()

    def _done(self, run: Run, record: TrialRecord) -> None:
        run.finish(record)
        self.ended.emit()

    def _failed(self, run: Run, error: Exception) -> None:
        if not isinstance(error, HaasError):
            _log.error("trial", exc_info=error)
            error = HaasError(
                t("The test could not be finished."), t("Nothing on your PC was changed. Please try again, or ask us.")
            )
        run.problem = error
        self.ended.emit()


def _known(option: Option, offer: Offer | None, missing: Unknown | None) -> Option:
    if offer:
        return dataclasses.replace(option, offer=offer)
    return dataclasses.replace(option, missing=missing or Unknown(reason=Reason.NOT_PRESENT, detail=option.kind))
