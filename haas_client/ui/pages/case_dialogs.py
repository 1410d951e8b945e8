"""What is asked of the owner about a case. Each dialog stays, with what was typed, until that is kept."""

import dataclasses
from collections.abc import Callable
from typing import TypeVar

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from haas_client.cases import model
from haas_client.cases.files import new_id
from haas_client.cases.model import Case, Note, Particulars, Party, Via
from haas_client.cases.states import IllegalMove, Move, Step
from haas_client.cases.store import CaseGone, Cases
from haas_client.errors import HaasError
from haas_client.i18n import current, t
from haas_client.request import MAX_FIELD, MAX_WORDS, Service, normalise_warranty_number
from haas_client.ui.case_work import CaseWork, moved
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.basic import button, column, fit, fit_height, label, notice, row
from haas_client.ui.widgets.dialog import Dialog
from haas_client.ui.widgets.notice_bar import Said
from haas_client.ui.widgets.segments import Segments
from haas_client.wording import cases as words

_WIDTH = 460
_TEXT_HEIGHT = 110

STEP_FIELDS: dict[Move, tuple[str, ...]] = {
    Move.ANSWER: ("reference",),
    Move.DECIDE: ("reference",),
    Move.CONFIRM_FREE: ("reference", "free_number"),
    Move.QUOTE: ("price", "payment_address"),
    Move.ASK_PAYMENT: ("price", "payment_address"),
    Move.SHIP: ("part", "tracking"),
}
"""What the centre tells with a step."""

SERVICE_FIELDS: dict[Service, tuple[str, ...]] = {
    Service.PHONE_MAIL: ("reference",),
    Service.HANDS_ON: ("reference", "free_number", "price", "payment_address"),
    Service.HANDSBUY: ("reference", "part", "price", "payment_address", "tracking"),
}

_OF_ONE_STEP = ("price", "payment_address", "tracking")
"""What an earlier step told is not what a new one tells."""

T = TypeVar("T")


class CaseDialog(Dialog):
    def __init__(self, work: CaseWork, title: str, sub: str = "") -> None:
        super().__init__(work.page.window())
        self.work = work
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(_WIDTH)
        self.body = column(self, margin=24, gap=8)
        self.body.addWidget(label(title, "h2"))
        if sub:
            self.body.addWidget(label(sub, "sub"))
        self._problem, layout = notice(Tone.BAD)
        self._problem_title, self._problem_advice = label("", "h3", Tone.BAD), label("", "sub")
        layout.addWidget(self._problem_title)
        layout.addWidget(self._problem_advice)
        self._problem.hide()

    def finish(self, words_: str, on_accept: Callable[[], object], *, role: str = "primary") -> None:
        """Puts the buttons below what was added to :attr:`body`."""
        self.body.addWidget(self._problem)
        self.body.addSpacing(8)
        line = row(gap=12)
        line.addStretch()
        self._cancel = button(t("Cancel"), self.reject)
        line.addWidget(self._cancel)
        self._accept = button(words_, on_accept, role)
        self._accept.setDefault(True)
        line.addWidget(self._accept)
        self.body.addLayout(line)

    def submit(self, wish: Callable[[Cases], T], on_done: Callable[[T], object]) -> None:
        """Asks the desk; closes once that is kept, and tells here why it is not."""
        self._problem.hide()
        self._accept.setEnabled(False)

        def done(result: T) -> None:
            if isValid(self):  # not closed meanwhile
                self.accept()
            on_done(result)

        self.work.ask(wish, done, self._failed)

    def tell(self, error: HaasError) -> None:
        self._problem_title.setText(fit(error.title))
        self._problem_advice.setText(fit(error.advice))
        self._problem.show()
        fit_height(self)

    def _failed(self, error: HaasError) -> bool:
        if not isValid(self):
            return False
        if isinstance(error, CaseGone | IllegalMove):
            self.reject()  # there is nothing any more that this could be kept of
            return False
        self._accept.setEnabled(True)
        self.tell(error)
        return True


class ParticularsDialog(CaseDialog):
    """What the centre told: with ``step``, or without one. Every field may stay empty."""

    def __init__(self, work: CaseWork, case: Case, names: tuple[str, ...], step: Step | None = None) -> None:
        title = words.move_button(step.move, current(), case.state) if step else t("What the centre told")
        super().__init__(work, title, t("Enter what you were told. You can leave fields empty and fill them in later."))
        self._case, self._step = case, step
        self._fields: dict[str, QLineEdit] = {}
        self._number: Segments[int | None] | None = None
        for name in names:
            if name == "free_number":
                self._number = self._add_number()
                continue
            known = "" if step and name in _OF_ONE_STEP else getattr(case.particulars, name)
            longest = model.MAX_ADDRESS if name == "payment_address" else model.MAX_PARTICULAR
            self._fields[name] = line_field(self.body, _CAPTIONS[name](), known, longest)
        self.finish(t("Note it"), self._submit)
        next(iter(self._fields.values())).setFocus()

    def _add_number(self) -> "Segments[int | None]":
        caption = t("Which free Hands-on this is")
        choices: dict[int | None, str] = {None: t("Not told")}
        choices |= {number: t("{number} of 3").format(number=number) for number in (1, 2, 3)}
        known = self._case.particulars.free_number
        segments = Segments(caption, choices, known if known in choices else None)
        captioned(self.body, caption, segments)
        return segments

    def _submit(self) -> None:
        from haas_client import web

        typed = {name: field.text().strip() for name, field in self._fields.items()}
        told = msgspec.structs.replace(Particulars(free_number=self._number.chosen if self._number else None), **typed)
        try:
            address = web.checked(told.payment_address).url if told.payment_address else ""
        except web.AddressRefused as error:
            self.tell(error)
            self._fields["payment_address"].setFocus()
            return
        news = _news(msgspec.structs.replace(told, payment_address=address), self._case.particulars)
        case, step = self._case, self._step
        if step:
            self.submit(lambda store: moved(store, case, step.move, news), self.work.recorded)
        else:
            self.submit(
                lambda store: store.tell(case.id, news), lambda _: self.work.say(Said(title=t("It was noted.")))
            )


class NoteDialog(CaseDialog):
    """A message of the centre's or to it, by telephone or mail."""

    def __init__(self, work: CaseWork, case: Case) -> None:
        super().__init__(work, t("Note a message"), t("So that nothing is forgotten. It stays on this PC."))
        self._case = case
        self._note_id = new_id()  # made once: however often it is kept, it is one note
        self._by: Segments[Party] = Segments(
            t("Who said it"), {Party.CENTRE: t("The centre"), Party.OWNER: t("I")}, Party.CENTRE
        )
        self._via: Segments[Via] = Segments(
            t("How it came"), {via: words.via(via, current()) for via in Via if via != Via.LINK}, Via.TELEPHONE
        )
        captioned(self.body, t("Who said it"), self._by)
        captioned(self.body, t("How it came"), self._via)
        self._text = text_field(self.body, t("What was said"), "", model.MAX_NOTE)
        self.finish(t("Note it"), self._submit)
        self._accept.setEnabled(False)
        self._text.textChanged.connect(lambda: self._accept.setEnabled(bool(self._text.toPlainText().strip())))
        self._text.setFocus()

    def _submit(self) -> None:
        note = Note(text=self._text.toPlainText(), via=self._via.chosen, by=self._by.chosen)
        case, note_id = self._case, self._note_id
        self.submit(
            lambda store: store.note(case.id, note_id, note), lambda _: self.work.say(Said(title=t("It was noted.")))
        )


class WordsDialog(CaseDialog):
    """Words and contact after the first sending; the change stands in the timeline."""

    def __init__(self, work: CaseWork, case: Case) -> None:
        sub = t("What was sent stays as it was sent. To tell the centre of a change, send it or call.")
        super().__init__(work, t("Change words or contact"), sub)
        self._case = case
        request = case.request
        self._words = text_field(self.body, t("In your own words"), request.words, MAX_WORDS)
        self._warranty = line_field(self.body, t("Warranty number"), request.warranty_number, MAX_FIELD)
        self._name = line_field(self.body, t("Your name"), request.name, MAX_FIELD)
        self._contact = line_field(
            self.body, t("Where we can reach you (telephone or mail)"), request.contact, MAX_FIELD
        )
        self.finish(t("Keep the change"), self._submit)
        self._words.setFocus()

    def _submit(self) -> None:
        case = self._case
        request = dataclasses.replace(
            case.request,
            words=self._words.toPlainText(),
            warranty_number=normalise_warranty_number(self._warranty.text()),
            name=self._name.text().strip(),
            contact=self._contact.text().strip(),
        )
        self.submit(
            lambda store: store.edit(case.id, request), lambda _: self.work.say(Said(title=t("The change was kept.")))
        )


class EraseDialog(CaseDialog):
    """Asked before a case goes for good."""

    def __init__(self, work: CaseWork, case: Case, on_erased: Callable[[], object]) -> None:
        self._on_erased = on_erased
        sub = t("Its words, photos and files on this PC go for good. What was sent stays with the centre.")
        super().__init__(work, t("Erase “{title}”?").format(title=words.title(case, current())), sub)
        self.finish(t("Erase for good"), lambda: self.submit(lambda store: store.erase(case.id), self._erased), role="")
        self._cancel.setDefault(True)
        self._cancel.setFocus()

    def _erased(self, _nothing: None) -> None:
        self._on_erased()
        self.work.say(Said(title=t("The case was erased.")))


def captioned(layout: QVBoxLayout, caption: str, field: QWidget) -> QLabel:
    text = label(caption, "caption")
    text.setBuddy(field)
    field.setAccessibleName(caption)
    layout.addWidget(text)
    layout.addWidget(field)
    return text


def line_field(layout: QVBoxLayout, caption: str, value: str, longest: int) -> QLineEdit:
    field = QLineEdit()
    field.setMaxLength(longest)
    field.setText(value)
    captioned(layout, caption, field)
    return field


def text_field(layout: QVBoxLayout, caption: str, value: str, longest: int) -> QPlainTextEdit:
    """What is more than ``longest`` characters is taken away when it is kept, and said before."""
    field = QPlainTextEdit(value)
    field.setFixedHeight(_TEXT_HEIGHT)
    field.setTabChangesFocus(True)
    captioned(layout, caption, field)
    over = label(t("Only the first {count} characters are kept.").format(count=longest), "caption", Tone.WARN)
    over.hide()
    layout.addWidget(over)
    field.textChanged.connect(lambda: over.setVisible(len(field.toPlainText()) > longest))
    return field


def _news(told: Particulars, known: Particulars) -> Particulars:
    """What of it was not known before."""
    return Particulars(
        **{
            name: value
            for name, value in msgspec.structs.asdict(told).items()
            if value not in ("", None) and value != getattr(known, name)
        }
    )


_CAPTIONS: dict[str, Callable[[], str]] = {
    "reference": lambda: t("Receipt number"),
    "part": lambda: t("Part"),
    "price": lambda: t("Price"),
    "payment_address": lambda: t("Address of the payment page"),
    "tracking": lambda: t("Tracking number"),
}
