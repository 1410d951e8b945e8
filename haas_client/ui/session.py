"""What the interface knows: the owner's request as it is being written, and the last diagnosis. Outlives the window."""

import dataclasses
import logging
import weakref
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from haas_client import paths, settings
from haas_client.i18n import current, t
from haas_client.request import Request, Service
from haas_client.ui.bridge import Bridge
from haas_client.ui.result import Result

# Probes, rules and the bundle are loaded with the first diagnosis: the window opens without them (40 ms, 8 MB).
if TYPE_CHECKING:
    from haas_client.bundle import report
    from haas_client.bundle.contents import Contents, Section
    from haas_client.cases.store import Cases
    from haas_client.diagnostics.checklist import PowerChecklist
    from haas_client.diagnostics.collect import Collection, Progress
    from haas_client.diagnostics.finding import Part
    from haas_client.diagnostics.host import Host
    from haas_client.diagnostics.judgement import Judged
    from haas_client.diagnostics.past import Past
    from haas_client.process import Cancel
    from haas_client.ui.desk import Desk
    from haas_client.ui.trials import MakeBench, Trials

_log = logging.getLogger(__name__)


class Session(QObject):
    """Starts diagnoses and keeps what they and the owner said; pages read it and listen to its signals."""

    started = Signal()
    progressed = Signal(object)
    finished = Signal()
    stopped = Signal(str)
    """Cancelled ("") or failed (what to tell the owner)."""
    changed = Signal()
    """The result is another one, or judged anew (the owner answered a question), without a diagnosis started here."""
    trial_changed = Signal()
    """A trial was begun, or has ended."""

    def __init__(
        self,
        bridge: Bridge,
        host: Callable[[], "Host"],
        settings_path: Path,
        make_bench: "MakeBench | None" = None,
    ) -> None:
        super().__init__()
        self.bridge = bridge
        self.host = host
        self.settings_path = settings_path
        self._make_bench = make_bench
        self.left_out: frozenset[Section] = frozenset()
        """Sections of the bundle that the owner switched off."""
        self.result: Result | None = None
        self.case_id = ""
        """The case that is being written; empty before its first word."""
        self.answers: PowerChecklist | None = None
        """What the owner told of the power supply; ``None`` before the first answer."""
        self.last_progress: dict[str, Progress] = {}
        self._request: Request | None = None
        self._cancel: Cancel | None = None
        self._past: Past | None = None

    @property
    def past(self) -> "Past":
        """Samples of this PC up to the last diagnosis, this one included; empty until one has been made."""
        if self._past is None:
            from haas_client.diagnostics.past import Past

            self._past = Past()
        return self._past

    @property
    def request(self) -> Request:
        """What the owner is writing; begins with what is kept from earlier."""
        if self._request is None:
            kept = settings.load(self.settings_path)
            self._request = Request(warranty_number=kept.warranty_number, name=kept.name, contact=kept.contact)
        return self._request

    @property
    def running(self) -> bool:
        return self._cancel is not None

    @cached_property
    def desk(self) -> "Desk":
        """The owner's cases; made when first wanted."""
        from haas_client.ui.desk import Desk

        return Desk(self.bridge, _cases)

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

    @property
    def recommended(self) -> Service:
        from haas_client.advice import recommend

        if self.result is None:
            return Service.PHONE_MAIL
        return recommend(self.result.diagnosis, self.request.symptom)

    @property
    def code(self) -> str:
        """What the owner reads out on the telephone, with the warranty number as it is now; "" before a diagnosis."""
        from haas_client.diagnostics.readout import encode

        if self.result is None:
            return ""
        return encode(self.result.diagnosis, self.result.collection.snapshot.taken_at, self.request.warranty_number)

    def start(self) -> None:
        """Begins a diagnosis, unless one is running, or a trial that it would disturb and be slowed down by."""
        if self.running or self.trial_runs:
            return
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

    def change(self, **fields: object) -> None:
        """Changes the request that is being written."""
        self._request = dataclasses.replace(self.request, **fields)  # type: ignore[arg-type]  # fields of Request

    def answer(self, answers: "PowerChecklist") -> None:
        """Keeps what the owner told, and judges the last reading anew with it."""
        self._judge_anew(answers)

    def _judge_anew(self, answers: "PowerChecklist | None") -> None:
        from haas_client.diagnostics.diagnosis import diagnose

        self.answers = answers
        if self.result:
            snapshot = self.result.collection.snapshot
            self.result = dataclasses.replace(self.result, diagnosis=diagnose(snapshot, self.past, answers))
            self.changed.emit()

    def begin_anew(self) -> None:
        """The next request is another one: symptom, words and answers of this one do not go along."""
        self.change(symptom=None, words="", service=None)
        self.left_out = frozenset()
        if self.answers:
            self._judge_anew(None)

    def remember_owner(self) -> None:
        """Keeps what the owner need not type again."""
        request = self.request
        kept = dataclasses.replace(
            settings.load(self.settings_path),
            warranty_number=request.warranty_number,
            name=request.name,
            contact=request.contact,
        )
        settings.save(kept, self.settings_path)

    def build(self) -> "Contents":
        """The bundle as it will be written, from what is chosen now. Raises ``LookupError`` before a diagnosis."""
        from haas_client.bundle import contents
        from haas_client.bundle.redact import pseudonym_key

        if self.result is None:
            raise LookupError("no diagnosis yet")
        return contents.build(
            self.result.collection,
            self.result.diagnosis,
            dataclasses.replace(self.request, power_answers=self.answers.told() if self.answers else {}),
            key=pseudonym_key(paths.data_home()),
            created_at=self.result.made_at,
            sections=contents.ALL_SECTIONS - self.left_out,
        )

    def prepare(
        self, owner: QObject, on_done: "Callable[[Contents], None]", on_error: Callable[[Exception], None]
    ) -> None:
        """Builds the bundle beside the interface."""
        self.bridge.submit(self.build, owner, on_done, on_error)

    def page(self, bundle: "Contents") -> "report.Page":
        """The report of a bundle in the interface's language."""
        from haas_client.bundle import report

        manifest = bundle.manifest
        return report.page(
            bundle.snapshot,
            bundle.diagnosis,
            bundle.request,
            current(),
            created_at=manifest.created_at,
            code=manifest.code,
            photos=bundle.photos,
        )

    def _progress(self, cancel: "Cancel", progress: "Progress") -> None:
        if cancel is self._cancel:
            self.last_progress[progress.probe] = progress
            self.progressed.emit(progress)

    def _done(self, cancel: "Cancel", collection: "Collection", judged: "Judged") -> None:
        if cancel is self._cancel:
            self._cancel = None
            self._take(collection, judged, datetime.now(UTC))
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


def _cases() -> "Cases":
    from haas_client.cases.store import Cases

    return Cases()
