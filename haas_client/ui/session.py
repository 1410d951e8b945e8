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

from haas_client import paths, settings, telephone
from haas_client.i18n import Translator, t
from haas_client.request import Request, Service
from haas_client.ui.bridge import Bridge
from haas_client.ui.facts import Facts
from haas_client.ui.result import Result

# Probes, rules and the bundle are loaded with the first diagnosis: the window opens without them (40 ms, 8 MB).
if TYPE_CHECKING:
    from haas_client.bundle.contents import Contents, Section
    from haas_client.card.contents import Card
    from haas_client.cases.model import Case
    from haas_client.cases.store import Cases
    from haas_client.diagnostics.checklist import PowerChecklist
    from haas_client.diagnostics.collect import Collection, Progress
    from haas_client.diagnostics.finding import Part
    from haas_client.diagnostics.host import Host
    from haas_client.diagnostics.judgement import Judged
    from haas_client.diagnostics.past import Past
    from haas_client.process import Cancel
    from haas_client.ui.case_draft import CaseDraft
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
        facts_path: Path | None = None,
    ) -> None:
        super().__init__()
        self.bridge = bridge
        self.host = host
        self.settings_path = settings_path
        self._make_bench = make_bench
        self.facts = Facts(facts_path or paths.factory_facts())
        self.left_out: frozenset[Section] = frozenset()
        """Sections of the bundle that the owner switched off."""
        self.result: Result | None = None
        self.without_diagnosis = False
        """Whether the owner asks without one, though there may be one."""
        self.answers: PowerChecklist | None = None
        """What the owner told of the power supply; ``None`` before the first answer."""
        self.last_progress: dict[str, Progress] = {}
        self.offered: Case | None = None
        """The case of which the handover page shows what waits."""
        self._request: Request | None = None
        self._telephone: str | None = None
        self._kept: Result | None = None
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
        """What the owner is writing; begins with what is kept from earlier, and the factory's warranty number."""
        if self._request is None:
            kept = settings.load(self.settings_path)
            number = kept.warranty_number or self.facts.warranty_number
            self._request = Request(warranty_number=number, name=kept.name, contact=kept.contact)
        return self._request

    @property
    def telephone(self) -> str:
        """The centre's number: the factory's, else as the owner typed it; "" where neither is known."""
        if self._telephone is None:
            self._telephone = settings.load(self.settings_path).telephone
        return telephone.normalise(self.facts.telephone or self._telephone)

    def keep_telephone(self, typed: str) -> None:
        """Keeps the centre's number as the owner read it on the warranty card; "" forgets it."""
        self._telephone = telephone.normalise(typed)  # known to this session where it cannot be kept
        kept = settings.load(self.settings_path)
        settings.save(dataclasses.replace(kept, telephone=self._telephone), self.settings_path)

    def card(self, t: Translator) -> "Card":
        """The emergency card with what is known now."""
        from haas_client.card import contents

        result = self.result
        return contents.build(
            self.facts.machine,
            result.collection.snapshot if result else None,
            result.diagnosis if result else None,
            t,
            warranty_number=self.request.warranty_number,
            telephone=self.telephone,
            made_at=datetime.now(UTC),
        )

    @property
    def evidence(self) -> Result | None:
        """The diagnosis that goes with the request: the last one, or that of the case that was taken up again."""
        return None if self.without_diagnosis else self._kept or self.result

    @cached_property
    def draft(self) -> "CaseDraft":
        """The case that is being written; made when first wanted."""
        from haas_client.ui.case_draft import CaseDraft

        draft = CaseDraft(self)
        draft.gone.connect(self._case_gone)
        return draft

    @property
    def case_id(self) -> str:
        """The case that is being written; empty before its first word."""
        return self.draft.case_id

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

        evidence = self.evidence
        if evidence is None:
            return Service.PHONE_MAIL
        return recommend(evidence.diagnosis, self.request.symptom)

    @property
    def code(self) -> str:
        """What the owner reads out on the telephone, with the warranty number as it is now; "" before a diagnosis."""
        from haas_client.diagnostics.readout import encode

        evidence = self.evidence
        if evidence is None:
            return ""
        return encode(evidence.diagnosis, evidence.collection.snapshot.taken_at, self.request.warranty_number)

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

    def change(self, **fields: object) -> None:
        """Changes the request that is being written."""
        self._request = dataclasses.replace(self.request, **fields)  # type: ignore[arg-type]  # fields of Request
        self.draft.touch()

    def answer(self, answers: "PowerChecklist") -> None:
        """Keeps what the owner told, and judges the last reading anew with it."""
        self._judge_anew(answers)

    def _judge_anew(self, answers: "PowerChecklist | None") -> None:
        from haas_client.diagnostics.diagnosis import diagnose

        self.answers = answers
        if self.draft.begun:
            self.draft.touch()
        if self.result:
            snapshot = self.result.collection.snapshot
            self.result = dataclasses.replace(self.result, diagnosis=diagnose(snapshot, self.past, answers))
            self.changed.emit()

    def begin_anew(self, *, erase_untouched: bool = False) -> None:
        """The next request is another one: symptom, words and answers of this one do not go along.

        What was written stays as a case; ``erase_untouched``: unless nothing is in it but a chosen symptom.
        """
        self.draft.end(erase_untouched=erase_untouched)
        self._forget_request()

    def put_aside(self) -> None:
        """The owner breaks off. A draft waits among the cases; what cannot be kept there stays here."""
        if not self.draft.problem:
            self.begin_anew(erase_untouched=True)

    def resume(self, case: "Case") -> None:
        """Goes on writing ``case``: its words are here at once, photos and diagnosis follow."""
        if case.id == self.case_id:
            return
        from haas_client.ui import kept_case

        self.begin_anew()
        self._request = case.request
        self.answers = kept_case.answers(case.request)
        self.draft.take_up(case)
        kept_case.load(self, case)

    def offer_again(self, case: "Case") -> None:
        """What waits in the outbox of ``case`` is shown when the handover page opens: the same bytes."""
        self.offered = case

    def take_up(self, kept: Result) -> None:
        """The diagnosis of a case that was written before."""
        self._kept = kept
        self.changed.emit()

    def _case_gone(self) -> None:
        self._forget_request()
        self.changed.emit()

    def _forget_request(self) -> None:
        self._request = dataclasses.replace(self.request, symptom=None, words="", service=None)
        self.left_out = frozenset()
        self.without_diagnosis, self._kept = False, None
        if self.answers:
            self._judge_anew(None)

    def remember_owner(self) -> None:
        """Keeps what the owner need not type again; the factory's number stays the factory's, who may correct it."""
        request = self.request
        number = request.warranty_number
        kept = dataclasses.replace(
            settings.load(self.settings_path),
            warranty_number="" if number == self.facts.warranty_number else number,
            name=request.name,
            contact=request.contact,
        )
        settings.save(kept, self.settings_path)

    def build(self) -> "Contents":
        """The bundle as it will be written, from what is chosen now. Raises ``LookupError`` without a diagnosis."""
        from haas_client.ui.bundling import builder

        if self.evidence is None:
            raise LookupError("no diagnosis yet")
        return builder(self, self.evidence)()

    def is_reopened(self, evidence: Result) -> bool:
        """Whether it was read from a bundle, and so is redacted already."""
        return evidence is self._kept

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


def _cases() -> "Cases":
    from haas_client.cases.store import Cases

    return Cases()
