"""The owner's request as it is being written, its case, and the diagnosis that goes with it."""

import dataclasses
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from haas_client import settings
from haas_client.i18n import Translator
from haas_client.request import Request, Service
from haas_client.ui.bridge import Bridge
from haas_client.ui.facts import Facts
from haas_client.ui.result import Result

# Rules, the store and the bundle are loaded when first wanted: the window opens without them (40 ms, 8 MB).
if TYPE_CHECKING:
    from haas_client.bundle.chosen import Section
    from haas_client.bundle.contents import Contents
    from haas_client.card.contents import Card
    from haas_client.cases.model import Case
    from haas_client.cases.store import Cases
    from haas_client.diagnostics.checklist import PowerChecklist
    from haas_client.diagnostics.past import Past
    from haas_client.ui.case_draft import CaseDraft
    from haas_client.ui.desk import Desk


class Asking(QObject):
    """What the owner says, and what it is about; pages read and change it."""

    changed = Signal()
    """The diagnosis is another one, or judged anew (the owner answered a question), without one started here."""

    parted = Signal()
    """Another program wrote on the same case: what is written here is one of its own from now on."""

    def __init__(self, bridge: Bridge, settings_path: Path, facts_path: Path) -> None:
        super().__init__()
        self.bridge = bridge
        self.settings_path = settings_path
        self.facts = Facts(facts_path)
        self.left_out: frozenset[Section] = frozenset()
        """Sections of the bundle that the owner switched off."""
        self.result: Result | None = None
        """The last diagnosis of this PC."""
        self.without_diagnosis = False
        """Whether the owner asks without one, though there may be one."""
        self.answers: PowerChecklist | None = None
        """What the owner told of the power supply; ``None`` before the first answer."""
        self.offered: Case | None = None
        """The case of which the handover page shows what waits."""
        self._request: Request | None = None
        self._telephone: str | None = None
        self.loading = False
        """Whether the diagnosis of a case that was taken up is still being read: nothing can be sent until it is."""
        self._kept: Result | None = None
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
        from haas_client import telephone

        if self._telephone is None:
            self._telephone = settings.load(self.settings_path).telephone
        return telephone.normalise(self.facts.telephone or self._telephone)

    def keep_telephone(self, typed: str) -> None:
        """Keeps the centre's number as the owner read it on the warranty card; "" forgets it."""
        from haas_client import telephone

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
        draft.parted.connect(self.parted)
        return draft

    @property
    def case_id(self) -> str:
        """The case that is being written; empty before its first word."""
        return self.draft.case_id

    @cached_property
    def desk(self) -> "Desk":
        """The owner's cases; made when first wanted."""
        from haas_client.ui.desk import Desk

        return Desk(self.bridge, _cases)

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
        self._touch_begun()
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
        self._request = _written(case)
        self._choose(case)
        self.draft.take_up(case)
        self.loading = True
        self._judge_anew(kept_case.answers(case.request))
        kept_case.load(self, case)

    def renew(self, seen: "Case", kept: "Case") -> None:
        """``kept`` is what was kept last of the case that was taken up as ``seen``; the owner's word since counts."""
        from haas_client.ui import kept_case

        untouched = self._request == _written(seen) and self.answers == kept_case.answers(seen.request)
        self.draft.renew(kept)
        if untouched and (_written(kept), kept.choices) != (_written(seen), seen.choices):
            self._request = _written(kept)
            self._choose(kept)
            self._judge_anew(kept_case.answers(kept.request))

    def leave_out(self, sections: "frozenset[Section]") -> None:
        """Sections of the bundle that do not go; kept with the draft."""
        self.left_out = sections
        self._touch_begun()

    def ask_without_diagnosis(self, *, without: bool) -> None:
        if without != self.without_diagnosis:
            self.without_diagnosis = without
            self._touch_begun()

    def _touch_begun(self) -> None:
        if self.draft.begun:
            self.draft.touch()

    def _choose(self, case: "Case") -> None:
        """As the owner had chosen; what no section of ours is called is passed over."""
        from haas_client.bundle.chosen import Section

        self.left_out = frozenset(section for section in Section if section.value in case.choices.left_out)
        self.without_diagnosis = case.choices.without_diagnosis

    def offer_again(self, case: "Case") -> None:
        """What waits in the outbox of ``case`` is shown when the handover page opens: the same bytes."""
        self.offered = case

    def take_up(self, kept: Result | None) -> None:
        """The diagnosis of a case that was written before; ``None`` where it has none that can be read."""
        self._kept, self.loading = kept, False
        self.draft.photos.go_on()
        self.changed.emit()

    def _case_gone(self) -> None:
        self._forget_request()
        self.changed.emit()

    def _forget_request(self) -> None:
        self._request = dataclasses.replace(self.request, symptom=None, words="", service=None)
        self.left_out = frozenset()
        self.without_diagnosis, self._kept, self.loading = False, None, False
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


def _written(case: "Case") -> Request:
    from haas_client.cases.model import State

    if case.state == State.DRAFT:  # its service may be no more than what fitted before the diagnosis
        return case.request
    return dataclasses.replace(case.request, service=case.service)


def _cases() -> "Cases":
    from haas_client.cases.store import Cases

    return Cases()
