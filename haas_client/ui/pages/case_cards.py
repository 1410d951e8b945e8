"""The cards of a case's page: its timeline, what was asked, its files, what the centre told."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from haas_client.cases import states
from haas_client.cases.model import Case, CaseFile, Event, FileKind, State
from haas_client.i18n import current, t
from haas_client.sizes import drive_size
from haas_client.ui.case_work import CaseWork
from haas_client.ui.dates import stamp
from haas_client.ui.pages.case_dialogs import SERVICE_FIELDS, NoteDialog, ParticularsDialog, WordsDialog
from haas_client.ui.widgets.basic import button, card, column, label, line, row
from haas_client.wording import cases as words
from haas_client.wording import requests as request_words
from haas_client.wording.parts import joined

_STAMP_WIDTH = 112


class CaseCards:
    def __init__(self, work: CaseWork, case: Case) -> None:
        self._work, self._case = work, case

    def timeline(self) -> QFrame:
        """The newest line first."""
        frame, layout = card()
        title = row()
        title.addWidget(label(t("What has happened"), "h2"), 1)
        title.addWidget(button(t("Note a message"), lambda: NoteDialog(self._work, self._case).open(), "link"))
        layout.addLayout(title)
        taken_back = words.taken_back(self._case.events)
        last = self._case.last_move if states.may_take_back(self._case) else None
        for number in reversed(range(len(self._case.events))):
            event = self._case.events[number]
            layout.addWidget(self._event(event, undone=number in taken_back, last=event is last))
            if number:
                layout.addWidget(line())
        layout.addStretch(1)
        return frame

    def request(self, photos: QWidget | None) -> QFrame:
        frame, layout = card()
        asked, t_ = self._case.request, current()
        title = row()
        title.addWidget(label(t("What was asked"), "h2"), 1)
        if self._case.state != State.DRAFT:
            change = button(t("Change"), lambda: WordsDialog(self._work, self._case).open(), "link")
            change.setAccessibleName(t("Change words or contact"))
            title.addWidget(change)
        layout.addLayout(title)
        if asked.symptom:
            layout.addWidget(label(request_words.symptom(asked.symptom, t_), "h3"))
        layout.addWidget(label(asked.words.strip() or t("No words were written."), "sub"))
        number = t("Warranty number {number}").format(number=asked.warranty_number) if asked.warranty_number else ""
        who = joined((number, asked.name, asked.contact), t_)
        if who:
            layout.addWidget(label(who, "caption"))
        if photos:
            layout.addWidget(photos)
        return frame

    def files(self) -> QFrame | None:
        """Diagnoses, and what was sent."""
        kept = [file for file in self._case.files if file.kind != FileKind.PHOTO]
        if not kept:
            return None
        frame, layout = card()
        layout.addWidget(label(t("Diagnoses and files"), "h2"))
        for number, file in enumerate(reversed(kept)):
            if number:
                layout.addWidget(line())
            self._add_file(layout, file)
        return frame

    def told(self) -> QFrame:
        """What the centre told."""
        frame, layout = card()
        title = row()
        title.addWidget(label(t("From the centre"), "h2"), 1)
        fields = SERVICE_FIELDS[self._case.service]
        change = button(t("Enter"), lambda: ParticularsDialog(self._work, self._case, fields).open(), "link")
        change.setAccessibleName(t("Enter or correct what the centre told"))
        title.addWidget(change)
        layout.addLayout(title)
        pairs = (*words.particulars(self._case.particulars, current()), *self._payment())
        for name, value in pairs:
            layout.addWidget(label(name, "caption"))
            layout.addWidget(label(value, selectable=True))
        if not pairs:
            layout.addWidget(label(t("Nothing was told yet: a receipt number, for example."), "caption"))
        return frame

    def _payment(self) -> Iterator[tuple[str, str]]:
        """The host of the payment page: all of it that a person can judge."""
        from haas_client import web

        address = self._case.particulars.payment_address
        if not address:
            return
        try:
            yield t("Payment page"), web.checked(address).host
        except web.AddressRefused:
            yield t("Payment page"), t("The address that was told cannot be opened safely.")

    def _event(self, event: Event, *, undone: bool, last: bool) -> QWidget:
        widget = QWidget()
        layout = row(gap=12)
        layout.setContentsMargins(0, 4, 0, 4)
        widget.setLayout(layout)
        at = label(stamp(event.at), "caption")
        at.setFixedWidth(_STAMP_WIDTH)
        layout.addWidget(at, alignment=Qt.AlignmentFlag.AlignTop)
        text = column(gap=2)
        what = words.event(event, current(), undone=undone)
        text.addWidget(label(what, "sub" if undone else "h3"))
        detail = words.event_detail(event, current())
        for said, role in ((event.note.text if event.note else "", "sub"), (detail, "caption")):
            if said:
                text.addWidget(label(said, role))
        layout.addLayout(text, 1)
        if last:
            undo = button(t("Take back"), partial(self._work.take_back, self._case), "link")
            undo.setAccessibleName(t("Take back: {what}").format(what=what))
            layout.addWidget(undo, alignment=Qt.AlignmentFlag.AlignTop)
        return widget

    def _add_file(self, layout: QVBoxLayout, file: CaseFile) -> None:
        from haas_client.ui.pages.kept_file import look_into, save_copy

        layout.addWidget(label(words.file_kind(file.kind, current()), "h3"))
        facts = joined((stamp(file.added_at), drive_size(file.size_bytes)), current())
        layout.addWidget(label(facts, "caption"))
        line_ = row(gap=8)
        for text, call in ((t("Look"), look_into), (t("Save a copy"), save_copy)):
            one = button(text, partial(call, self._work, self._case, file), "link")
            one.setAccessibleName(f"{text}: {words.file_kind(file.kind, current())}, {facts}")
            line_.addWidget(one)
        line_.addStretch()
        layout.addLayout(line_)
