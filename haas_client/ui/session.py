"""What the interface knows: the owner's request, and the diagnosis as it is made. Outlives the window."""

import dataclasses
import logging
import weakref
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from haas_client import paths
from haas_client.i18n import t
from haas_client.ui.asking import Asking
from haas_client.ui.bridge import Bridge
from haas_client.ui.result import Result

# Probes, rules and the bundle are loaded with the first diagnosis: the window opens without them (40 ms, 8 MB).
if TYPE_CHECKING:
    from haas_client.diagnostics.collect import Collection, Progress
    from haas_client.diagnostics.finding import Part
    from haas_client.diagnostics.host import Host
    from haas_client.diagnostics.judgement import Judged
    from haas_client.process import Cancel
    from haas_client.ui.hands_on import HandsOn
    from haas_client.ui.swapping import Swapping
    from haas_client.ui.trials import MakeBench, Trials

_log = logging.getLogger(__name__)


class Session(Asking):
    """Starts diagnoses and keeps what they and the owner said; pages read it and listen to its signals."""

    started = Signal()
    progressed = Signal(object)
    finished = Signal()
    stopped = Signal(str)
    """Cancelled ("") or failed (what to tell the owner)."""
    trial_changed = Signal()
    """A trial was begun, or has ended."""
    hands_on_ended = Signal()
    """TeamViewer or its connection has ended while a Hands-on was under way."""
    swap_noticed = Signal()
    """Something was found on a part that was swapped within the week."""

    def __init__(
        self,
        bridge: Bridge,
        host: Callable[[], "Host"],
        settings_path: Path,
        make_bench: "MakeBench | None" = None,
        facts_path: Path | None = None,
    ) -> None:
        super().__init__(bridge, settings_path, facts_path or paths.factory_facts())
        self.host = host
        self._make_bench = make_bench
        self.last_progress: dict[str, Progress] = {}
        self._cancel: Cancel | None = None

    @property
    def running(self) -> bool:
        return self._cancel is not None

    @cached_property
    def trials(self) -> "Trials":
        """Active tests; made when first wanted."""
        from haas_client.diagnostics.trials.benches import bench
        from haas_client.ui.trials import Trials

        trials = Trials(self.bridge, self.host, self._make_bench or bench)
        trials.started.connect(self.trial_changed)
        trials.ended.connect(self.trial_changed)
        return trials

    @property
    def trial_runs(self) -> bool:
        return "trials" in self.__dict__ and self.trials.running

    @cached_property
    def hands_on(self) -> "HandsOn":
        """Made when first wanted."""
        from haas_client.ui.hands_on import HandsOn

        hands_on = HandsOn(self.bridge, self.desk, lambda: self.facts)
        hands_on.ended.connect(self.hands_on_ended)
        return hands_on

    @cached_property
    def swapping(self) -> "Swapping":
        """Made when first wanted."""
        from haas_client.ui.swapping import Swapping

        swapping = Swapping(self.bridge, self.host)
        swapping.noticed.connect(self.swap_noticed)
        return swapping

    def leave(self) -> None:
        """Before the program ends: what is watched is let go, what was wished for is kept."""
        if "hands_on" in self.__dict__:
            self.hands_on.close()
        if "swapping" in self.__dict__:
            self.swapping.finish()

    def start(self) -> None:
        """Begins a diagnosis, unless one is running, or a trial that it would disturb and be slowed down by."""
        if self.running or self.trial_runs:
            return
        self.without_diagnosis = False
        from haas_client.diagnostics.history import History, default_path
        from haas_client.diagnostics.judgement import examine
        from haas_client.process import Cancel

        cancel = self._cancel = Cancel()
        answers = self.answers
        self.last_progress = {}
        watched = weakref.ref[QObject](self)

        def tell(progress: "Progress") -> None:
            self.bridge.post(watched, lambda: self._progress(cancel, progress))

        def work() -> "tuple[Collection, Judged]":
            return examine(self.host(), History(default_path()), cancel, tell, answers)

        self.bridge.submit(
            work, self, lambda done: self._done(cancel, *done), lambda error: self._failed(cancel, error)
        )
        self.started.emit()

    def adopt(self, data: bytes) -> bool:
        """Takes over what the daily check found, if it can be understood; pages hear of it by :attr:`changed`."""
        import msgspec

        from haas_client import daily_check

        try:
            checked = daily_check.decoded(data)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return False
        self._take(checked.collection, checked.judged, checked.collection.snapshot.taken_at)
        self.changed.emit()
        return True

    def know(self, part: "Part", *, known: bool) -> None:
        """The owner's word on all findings of a part: "known, tell me only if it grows", or no longer.

        On a recording it holds for this session and is not kept.
        """
        if self.result is None:
            return
        import msgspec

        from haas_client.diagnostics import changes
        from haas_client.diagnostics.history import History, default_path

        diagnosis = self.result.diagnosis
        told = tuple(changes.acknowledged(finding) for finding in diagnosis.findings if finding.part == part)
        self._past = changes.with_word(self.past, told, known=known)
        findings = changes.known_anew(diagnosis.findings, self._past)
        self.result = dataclasses.replace(self.result, diagnosis=msgspec.structs.replace(diagnosis, findings=findings))
        if not self.result.collection.snapshot.replayed:
            history = History(default_path())
            write = history.acknowledge if known else history.forget_acknowledgement
            self.bridge.submit(lambda: write(told), self, lambda _: None, self._not_kept)
        self.changed.emit()

    def cancel(self) -> None:
        """Stops a running diagnosis; what was there before stays."""
        if self._cancel:
            self._cancel.ask()
            self._cancel = None
            self.stopped.emit("")

    def _progress(self, cancel: "Cancel", progress: "Progress") -> None:
        if cancel is self._cancel:
            self.last_progress[progress.probe] = progress
            self.progressed.emit(progress)

    def _done(self, cancel: "Cancel", collection: "Collection", judged: "Judged") -> None:
        if cancel is self._cancel:
            self._cancel = None
            self._kept = None  # the new one takes its place
            self._take(collection, judged, datetime.now(UTC))
            if self.draft.begun and self.result:
                self.draft.keep_diagnosis(self.result)
            self.finished.emit()

    def _take(self, collection: "Collection", judged: "Judged", made_at: datetime) -> None:
        from haas_client.diagnostics.changes import with_sample

        self._past = with_sample(judged.past, judged.sample)
        self.result = Result(
            collection=collection,
            diagnosis=judged.diagnosis,
            made_at=made_at,
            history_problem=judged.problem,
        )

    def _not_kept(self, error: Exception) -> None:
        _log.error("acknowledgement", exc_info=error)

    def _failed(self, cancel: "Cancel", error: Exception) -> None:
        if cancel is not self._cancel:
            return
        from haas_client.diagnostics.collect import CollectionCancelled

        self._cancel = None
        if isinstance(error, CollectionCancelled):
            self.stopped.emit("")
            return
        _log.error("diagnosis", exc_info=error)
        self.stopped.emit(t("The diagnosis could not be finished. Nothing on your PC was changed. Please try again."))
