"""Step 4: exactly what goes, with a switch for each section; who the owner is; how it goes."""

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from haas_client.bundle.chosen import Section
from haas_client.channels.removable import Drive
from haas_client.i18n import t
from haas_client.request import MAX_FIELD, normalise_warranty_number
from haas_client.ui import theme
from haas_client.ui.delivery import Delivery
from haas_client.ui.pages.page import Page, PageName
from haas_client.ui.pages.preview import MailDialog, PreviewDialog
from haas_client.ui.pages.send_file import FileCard
from haas_client.ui.pages.ways import WaysCard
from haas_client.ui.session import Session
from haas_client.ui.theme import Tone
from haas_client.ui.virtual import called_by_qt
from haas_client.ui.widgets.basic import button, card, column, label, notice, row, scrolled
from haas_client.ui.widgets.photo_strip import PictureDoor


class SendPage(Page):
    name = PageName.SEND
    step = 4

    def __init__(self, session: Session, delivery: Delivery) -> None:
        super().__init__(session)
        self._delivery = delivery
        self._busy = False
        title = column(gap=2)
        title.addWidget(label(t("Please check what goes"), "h1"))
        title.addWidget(label(t("Only what you see here goes to our centre. Nothing is sent by itself."), "sub"))
        self.content.addLayout(title)
        self._problem, problem_layout = notice(Tone.BAD)
        self._problem_title, self._problem_advice = label("", "h3", Tone.BAD), label("", "sub")
        problem_layout.addWidget(self._problem_title)
        problem_layout.addWidget(self._problem_advice)
        self.content.addWidget(self._problem)
        self._file = FileCard(session, delivery.outgoing)
        self._ways = WaysCard(session)
        columns = row(gap=theme.GAP)
        columns.addWidget(self._file, 3)
        columns.addWidget(scrolled(self._owner_column()), 2)
        self.content.addLayout(columns, 1)
        self._build_footer()
        self._connect()

    def come_from(self, name: PageName) -> None:
        if name == PageName.RESULT:  # there the diagnosis is what it is about
            self.session.ask_without_diagnosis(without=False)

    def enter(self) -> None:
        self._problem.hide()
        request = self.session.request
        told = {self._warranty: request.warranty_number, self._name: request.name, self._contact: request.contact}
        for field, text in told.items():
            if not field.hasFocus():  # nothing changes under the hands
                field.setText(text)
        has_file = self.session.evidence is not None
        self._file.enter()
        self._ways.enter(has_file=has_file)
        self._file_button.setVisible(has_file)
        self._show_busy(False)
        self._shown_photos = self.session.draft.photos.shown
        self._delivery.outgoing.refresh()

    @called_by_qt
    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802  Qt's own name
        super().hideEvent(event)
        if not event.spontaneous():  # a minimised window is not left
            self.session.draft.save_if_begun()

    def first_focus(self) -> QWidget:
        return self._warranty

    def back(self) -> PageName:
        """To the result, where it is the one that goes; what was sent is not written anew from the first step."""
        if self.session.draft.is_sent:
            return PageName.HOME
        shown = self.session.evidence is not None and self.session.evidence is self.session.result
        return PageName.RESULT if shown else PageName.SYMPTOM

    def _owner_column(self) -> QWidget:
        inner = QWidget()
        layout = column(inner, gap=theme.GAP)
        frame, fields = card()
        fields.setSpacing(4)
        self._warranty = _field(fields, t("Warranty number"), t("As on your warranty card"))
        self._name = _field(fields, t("Your name"), "")
        self._contact = _field(fields, t("Where we can reach you (telephone or mail)"), "")
        self._warranty.editingFinished.connect(self._normalise)
        self._warranty.textChanged.connect(lambda text: self._change(warranty_number=normalise_warranty_number(text)))
        self._name.textChanged.connect(lambda text: self._change(name=text.strip()))
        self._contact.textChanged.connect(lambda text: self._change(contact=text.strip()))
        layout.addWidget(frame)
        layout.addWidget(self._ways)
        layout.addStretch(1)
        return inner

    def _build_footer(self) -> None:
        footer = self.footer()
        hours = t(
            "Our centre is open on weekdays from 10:00 to 16:30 (Japan time). The answer may come on a later day."
        )
        footer.addWidget(label(hours, "caption"), 1)
        self._file_button = button(t("Save as a file"), lambda: self._delivery.save_as(self))
        self._mail_button = button(t("Write the mail"), self._delivery.write_mail, "primary")
        footer.addWidget(self._file_button)
        footer.addWidget(self._mail_button)

    def _connect(self) -> None:
        delivery, outgoing, photos = self._delivery, self._delivery.outgoing, self.session.draft.photos
        delivery.failed.connect(self._show_problem)
        delivery.done.connect(self._delivered)
        delivery.busy.connect(self._show_busy)
        outgoing.failed.connect(self._show_problem)
        outgoing.changed.connect(self._let)
        photos.changed.connect(self._photos_changed)
        self._shown_photos = photos.shown
        self.session.changed.connect(self._follow)
        self._file.looked_at.connect(self._preview)
        self._file.diagnosis_wanted.connect(self._diagnose)
        PictureDoor(self, self._file.strip.take)
        self._ways.mail_looked_at.connect(self._look_at_mail)
        self._ways.stick_chosen.connect(self._save_on)
        self._ways.call_wanted.connect(delivery.call)

    def _change(self, **fields: str) -> None:
        if any(getattr(self.session.request, name) != text for name, text in fields.items()):
            self.session.change(**fields)
            self._delivery.outgoing.refresh(typing=True)

    def _normalise(self) -> None:
        if self._warranty.text() != self.session.request.warranty_number:
            self._warranty.setText(self.session.request.warranty_number)

    def _photos_changed(self) -> None:
        """How far adding is changes nothing of what would go; a photo more or less does."""
        shown = self.session.draft.photos.shown
        if shown != self._shown_photos and self.isVisible():
            self._shown_photos = shown
            self._delivery.outgoing.refresh(typing=True)

    def _follow(self) -> None:
        """The diagnosis is another: that of the case that was taken up, or one that was judged anew."""
        if self.isVisible():
            self.enter()

    def _diagnose(self) -> None:
        self.session.start()
        self.go.emit(PageName.DIAGNOSIS)

    def _preview(self, section: Section | None) -> None:
        PreviewDialog(self, self.session, self._delivery.outgoing, section).open()

    def _look_at_mail(self) -> None:
        built = self._delivery.outgoing.built
        if built:
            MailDialog(self, built.mail(self._delivery.file_name() if built.contents else "")).open()

    def _save_on(self, drive: Drive) -> None:
        self._delivery.save_on(drive)

    def _delivered(self) -> None:
        if self.isVisible():  # an owner who has gone elsewhere meanwhile is not called back
            self.go.emit(PageName.HANDOVER)

    def _show_busy(self, busy: bool) -> None:
        self._busy = busy
        if busy:
            self._problem.hide()
        self._mail_button.setText(t("One moment …") if busy else t("Write the mail"))
        self._let()

    def _let(self) -> None:
        """Only what is shown may go."""
        may = self._delivery.outgoing.built is not None and not self._busy
        self._mail_button.setEnabled(may)
        self._file_button.setEnabled(may)
        self._ways.let(current_=may)

    def _show_problem(self, title: str, advice: str) -> None:
        self._problem_title.setText(title)
        self._problem_advice.setText(advice)
        self._problem.show()


def _field(layout: QVBoxLayout, caption: str, placeholder: str) -> QLineEdit:
    text = label(caption, "caption")
    field = QLineEdit()
    field.setMaxLength(MAX_FIELD)
    field.setPlaceholderText(placeholder)
    field.setAccessibleName(caption)
    text.setBuddy(field)
    layout.addWidget(text)
    layout.addWidget(field)
    layout.addSpacing(4)
    return field
