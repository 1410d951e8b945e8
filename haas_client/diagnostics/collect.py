"""Reads the whole machine: all probes at once, each under its own limit, with progress, and stopped at a word."""

import contextlib
import functools
import logging
import queue
import threading
import time
from collections.abc import Callable
from enum import StrEnum
from typing import Any, Protocol

import msgspec

from haas_client import __version__
from haas_client.diagnostics.context import Context
from haas_client.diagnostics.host import Host, Identities
from haas_client.diagnostics.probes import memory, power, records, storage, system
from haas_client.diagnostics.replay import ReplayHost
from haas_client.diagnostics.snapshot import Snapshot, Source
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from haas_client.process import Cancel

_log = logging.getLogger(__name__)


class ProbeName(StrEnum):
    """The probes, in the order in which a person is shown them; each is a field of the snapshot."""

    SYSTEM = "system"
    POWER = "power"
    MEMORY = "memory"
    STORAGE = "storage"
    RECORDS = "records"


class Probe(Protocol):
    """A module of :mod:`haas_client.diagnostics.probes`."""

    LIMIT_SECONDS: float

    def read(self, context: Context) -> Any: ...


_PROBES: dict[ProbeName, Probe] = {
    ProbeName.SYSTEM: system,
    ProbeName.POWER: power,
    ProbeName.MEMORY: memory,
    ProbeName.STORAGE: storage,
    ProbeName.RECORDS: records,
}


class Stage(StrEnum):
    RUNNING = "running"
    DONE = "done"
    UNREADABLE = "unreadable"
    """Not one of its questions had an answer."""


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """One step of one probe."""

    probe: ProbeName
    stage: Stage
    done: int = 0
    total: int = 0
    """While it runs: how many of its devices have answered; at its end: how many of its questions had an answer."""


class Collection(msgspec.Struct, frozen=True, kw_only=True):
    """The snapshot, and beside it what the snapshot must not hold."""

    snapshot: Snapshot
    raw: dict[str, bytes]
    """What tools printed, by file name: for a technician, redacted before it leaves."""
    identities: Identities


OnProgress = Callable[[Progress], None]


class CollectionCancelled(Exception):
    """The person cancelled; nothing was kept."""


def collect(host: Host, cancel: Cancel | None = None, on_progress: OnProgress | None = None) -> Collection:
    """Reads everything; takes as long as the slowest device, at most the longest probe's limit.

    ``on_progress`` is called from other threads. Raises :class:`CollectionCancelled`.
    """
    return _Collector(host, cancel or Cancel(), on_progress or (lambda progress: None)).collect()


class _Collector:
    def __init__(self, host: Host, cancel: Cancel, on_progress: OnProgress) -> None:
        self._host = host
        self._cancel = cancel
        self._on_progress = on_progress
        # SimpleQueue has no lock that a callback under Cancel's lock could wait for.
        self._results: queue.SimpleQueue[tuple[ProbeName, Any] | None] = queue.SimpleQueue()
        self._started = time.monotonic()
        self._helper = threading.Thread(target=self._wait_for_helper, name="helper's start", daemon=True)
        self._ready_at: float | None = None
        """When it was known what may be read of this machine: through the helper, or without one."""
        self._missing_right: Unknown | None = Unknown(reason=Reason.TIMED_OUT, detail="helper")
        self._contexts = {
            name: Context(host, cancel, functools.partial(self._tell, name, Stage.RUNNING)) for name in _PROBES
        }

    def collect(self) -> Collection:
        taken_at, started = self._host.now(), self._started
        names: list[Identities] = []
        naming = threading.Thread(target=self._ask_names, args=(names,), daemon=True)
        naming.start()
        self._helper.start()
        parts = self._run_probes()
        self._stop_where_cancelled()
        sold = system.sold(self._contexts[ProbeName.SYSTEM])
        sources = self._sources()
        self._host.release()
        naming.join(timeout=max(0.0, started + _NAMES_SECONDS - time.monotonic()))
        self._stop_where_cancelled()
        snapshot = Snapshot(
            program_version=__version__,
            taken_at=taken_at,
            seconds=round(time.monotonic() - started, 2),
            as_root=self._host.is_root,
            replayed=isinstance(self._host, ReplayHost),
            sources=sources,
            sold=sold,
            **{name.value: part for name, part in parts.items()},
        )
        raw = {file: data for context in self._contexts.values() for file, data in context.raw.items()}
        return Collection(snapshot=snapshot, raw=raw, identities=names[-1] if names else Identities(complete=False))

    def _ask_names(self, names: list[Identities]) -> None:
        """First the session's own names, then everybody's, which a network directory may keep us waiting for."""
        try:
            names.append(self._host.own_names())
            names.append(self._host.identities())
        except Exception as error:  # noqa: BLE001  whatever a name service does, the bundle must learn of it
            _log.warning("names could not be asked for: %s", type(error).__name__)

    def _stop_where_cancelled(self) -> None:
        if self._cancel.asked:
            self._host.release()
            self._cancel.settle(_SETTLE_SECONDS)
            raise CollectionCancelled

    def _wait_for_helper(self) -> None:
        try:
            self._missing_right = self._host.missing_right(self._cancel)
        except Unreadable as error:  # cancelled
            self._missing_right = error.unknown
        self._ready_at = time.monotonic()

    def _run_probes(self) -> dict[ProbeName, Any]:
        parts: dict[ProbeName, Any] = {}
        with self._cancel.watched(lambda: self._results.put(None)):
            for name in _PROBES:
                threading.Thread(target=self._run_one, args=(name,), name=f"probe-{name}", daemon=True).start()
            while len(parts) < len(_PROBES) and not self._cancel.asked:
                result = self._next(parts)
                if result:
                    parts[result[0]] = result[1]
                    self._tell_end(*result)
        return parts

    def _next(self, parts: dict[ProbeName, Any]) -> tuple[ProbeName, Any] | None:
        """The next probe that is done; one that is past its limit is given up, its thread left to the kernel."""
        first = min((name for name in _PROBES if name not in parts), key=lambda name: _PROBES[name].LIMIT_SECONDS)
        with contextlib.suppress(queue.Empty):
            return self._results.get(timeout=max(0.0, self._deadline(first) - time.monotonic()))
        if time.monotonic() < self._deadline(first):
            return None
        return first, Unknown(reason=Reason.TIMED_OUT, detail=f"probe {first}")

    def _deadline(self, name: ProbeName) -> float:
        """The time in which the helper is only just being started, maybe from a failing drive, is not counted."""
        ready_at = time.monotonic() if self._ready_at is None else self._ready_at
        return min(ready_at, self._started + _HELPER_SECONDS) + _PROBES[name].LIMIT_SECONDS + _GRACE_SECONDS

    def _run_one(self, name: ProbeName) -> None:
        self._tell(name, Stage.RUNNING)
        try:
            part = _PROBES[name].read(self._contexts[name])
        except Unreadable as error:
            part = error.unknown
        except Exception:  # noqa: BLE001  one of the two places: a fault in one probe must not take the others' evidence away
            _log.exception("probe %s", name)
            part = Unknown(reason=Reason.FAILED, detail=f"probe {name}")
        self._results.put((name, part))

    def _tell(self, probe: ProbeName, stage: Stage, done: int = 0, total: int = 0) -> None:
        if not self._cancel.asked:
            self._on_progress(Progress(probe=probe, stage=stage, done=done, total=total))

    def _tell_end(self, name: ProbeName, part: Any) -> None:
        sources = self._contexts[name].sources
        answered = sum(source.problem is None for source in sources)
        stage = Stage.UNREADABLE if isinstance(part, Unknown) or not answered else Stage.DONE
        self._tell(name, stage, answered, len(sources))

    def _sources(self) -> tuple[Source, ...]:
        asked = tuple(source for context in self._contexts.values() for source in context.sources)
        if self._host.is_root:
            return asked
        self._helper.join(max(0.0, self._started + _HELPER_SECONDS - time.monotonic()))
        return (*asked, Source(name="privileged helper", seconds=0.0, problem=self._missing_right))


_NAMES_SECONDS = 4.0
"""How long all names may take; without them no free text goes into a bundle."""

_SETTLE_SECONDS = 2.0
"""How long a cancelled collection waits for its tools to be gone."""

_HELPER_SECONDS = 30.0
"""Within which the helper's client has it or gives it up by itself (:mod:`~haas_client.diagnostics.helper_client`)."""

_GRACE_SECONDS = 3.0
"""A probe keeps its own limit; only one that cannot (a read that hangs in the kernel) is given up from outside."""
