"""One trial from its marker to its record.

The marker is what a sudden stop leaves behind, so it is on disk before the trial begins, before each step, and at each
second of the load test: in the history, whose every write is synced. It becomes the record when the trial has ended.
"""

import contextlib
import fcntl
import logging
import os
import secrets
import time
from collections.abc import Iterator

import msgspec

from haas_client.diagnostics.boots import running_boot
from haas_client.diagnostics.context import Context
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.history import History, HistoryUnusable
from haas_client.diagnostics.host import Host
from haas_client.diagnostics.probes import records
from haas_client.diagnostics.trials import sensors
from haas_client.diagnostics.trials.bench import Bench, Tell, why_stopped
from haas_client.diagnostics.trials.boots import ended_cleanly
from haas_client.diagnostics.trials.values import (
    PREPARATIONS,
    Done,
    Ending,
    Event,
    LoadSample,
    Offer,
    Step,
    Stop,
    TrialRecord,
)
from haas_client.diagnostics.unknown import Reason, Unreadable
from haas_client.errors import HaasError
from haas_client.i18n import t
from haas_client.process import Cancel

_log = logging.getLogger(__name__)

_SIGN_OF_LIFE_SECONDS = 30.0
"""How often the marker of a trial that tells no steps for hours is brought up to date."""


class TrialRefused(HaasError):
    """A trial was not begun, and nothing was done."""


def run(
    bench: Bench, offer: Offer, part: Part, *, history: History, host: Host, tell: Tell, cancel: Cancel
) -> TrialRecord:
    """Carries ``offer`` out with a marker on disk before it and before each step; gives the record, which is kept.

    ``tell`` gets every event but the last; ``Done`` is in the record. Blocks. Raises :class:`TrialRefused` where the
    marker cannot be kept or another trial is under way: it is not begun then. A trial that could not begin is a record
    with :attr:`Ending.FAILED`, not an error. What only prepares a start (:data:`PREPARATIONS`) leaves no record.
    """
    record = TrialRecord(
        id=secrets.token_hex(8), kind=offer.kind, part=part, started_at=host.now(), boot_id=running_boot(host)
    )
    if offer.kind in PREPARATIONS:
        return _ended(record, _done(bench, offer, tell, cancel))
    with _alone(history):
        try:
            history.keep_trial(record)
        except HistoryUnusable as error:
            raise _no_marker(error.title) from error
        marker = _Marker(history, record, tell)
        try:
            done = _done(bench, offer, marker, cancel)
        except BaseException:
            marker.keep(msgspec.structs.replace(marker.record, ending=Ending.ABANDONED))
            raise
        return marker.keep(_ended(marker.seen(), done))


def interrupted(history: History, host: Host) -> tuple[TrialRecord, ...]:
    """What sudden stops left behind: told once, then records like any other. Never raises; a store that is unusable has
    nothing to tell.

    Another boot: the PC stopped in the middle. The same boot, and nobody holds the lock: the program did. The lock and
    not a process id: the kernel lets go of it however a process ends, and gives it to no stranger.
    """
    try:
        if not any(record.ending == Ending.RUNNING for record in history.trials()):
            return ()
        with _lock(history) as is_ours:
            # Read again: a trial that ended meanwhile has its record.
            left = [record for record in history.trials() if record.ending == Ending.RUNNING]
            return tuple(_told(history, host, left, nobody_runs_one=is_ours))
    except (HistoryUnusable, OSError) as error:
        _log.warning("what a sudden stop left behind could not be read: %s", type(error).__name__)
        return ()


def _told(history: History, host: Host, left: list[TrialRecord], *, nobody_runs_one: bool) -> Iterator[TrialRecord]:
    boot_id = running_boot(host)
    for marker in left:
        if marker.boot_id and boot_id and marker.boot_id != boot_id:
            record = _of_another_boot(marker, host)
        elif nobody_runs_one:
            record = msgspec.structs.replace(marker, ending=Ending.ABANDONED)
        else:
            continue
        history.keep_trial(record)
        yield record


def _of_another_boot(marker: TrialRecord, host: Host) -> TrialRecord:
    """What a boot that is over has left: the PC went off, unless its journal says that it was shut down in order.

    At a shutdown a program may be gone before it could say so, with the screen that it draws on, say. Where the journal
    cannot be read (no right, not kept), the marker alone speaks; a diagnosis that can read it looks again.
    """
    try:
        in_order = ended_cleanly(records.boots(Context(host, Cancel())), marker)
    except Unreadable:
        in_order = False
    if in_order:
        return msgspec.structs.replace(marker, ending=Ending.STOPPED, stop=Stop.SESSION_ENDED)
    return msgspec.structs.replace(marker, ending=Ending.WENT_OFF)


class _Marker:
    """Keeps the marker up to date with what the bench tells, and passes it on."""

    def __init__(self, history: History, record: TrialRecord, tell: Tell) -> None:
        self.record = record
        self._history = history
        self._tell = tell
        self._started = self._kept_at = time.monotonic()
        self._has_failed = False

    def __call__(self, event: Event) -> None:
        # Before it is passed on: the bench goes on only when this returns.
        if isinstance(event, Step):
            self._keep(msgspec.structs.replace(self.seen(), step=event.code))
        elif isinstance(event, LoadSample):
            hottest = sensors.hottest_processor(event.celsius)
            self._keep(msgspec.structs.replace(self.record, seconds=event.seconds, hottest_celsius=hottest))
        elif time.monotonic() - self._kept_at >= _SIGN_OF_LIFE_SECONDS:
            self._keep(self.seen())
        self._tell(event)

    def seen(self) -> TrialRecord:
        """The record with how long it has run by now."""
        return msgspec.structs.replace(self.record, seconds=round(time.monotonic() - self._started, 1))

    def keep(self, record: TrialRecord) -> TrialRecord:
        """The same; where it could not be kept, what is on disk stays, and the log tells."""
        self._keep(record)
        return record

    def _keep(self, record: TrialRecord) -> None:
        self.record = record
        self._kept_at = time.monotonic()
        try:
            self._history.keep_trial(record)
        except HistoryUnusable as error:
            # The disk was full or went away in the middle. The trial goes on: its first marker stands.
            if not self._has_failed:
                _log.warning("marker: %s", error.title)
            self._has_failed = True


def _done(bench: Bench, offer: Offer, tell: Tell, cancel: Cancel) -> Done:
    try:
        return bench.run(offer, tell, cancel)
    except Unreadable as error:
        if error.unknown.reason == Reason.CANCELLED:
            return Done(ending=Ending.STOPPED, stop=why_stopped(cancel))
        return Done(ending=Ending.FAILED, problem=error.unknown)


def _ended(record: TrialRecord, done: Done) -> TrialRecord:
    return msgspec.structs.replace(
        record, ending=done.ending, stop=done.stop, problem=done.problem, outcome=done.outcome
    )


@contextlib.contextmanager
def _alone(history: History) -> Iterator[None]:
    """One trial at a time: two would disturb each other's speeds and loads."""
    with contextlib.ExitStack() as held:
        try:
            is_ours = held.enter_context(_lock(history))
        except OSError as error:
            raise _no_marker(error.strerror or str(error)) from error
        if not is_ours:
            raise TrialRefused(
                t("Another test is under way on this PC."),
                t("Nothing was begun. Please wait until it has ended, or stop it first."),
            )
        yield


@contextlib.contextmanager
def _lock(history: History) -> Iterator[bool]:
    """Whether the lock is ours; held until the end of the block, or of the process. Raises ``OSError``."""
    path = history.trial_lock
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)


def _no_marker(why: str) -> TrialRefused:
    return TrialRefused(
        t("The test was not begun, since nothing could be noted down before it: {why}").format(why=why),
        t("Nothing was changed. Please see to it that your disk has free space, and try again."),
    )
