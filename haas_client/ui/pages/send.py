"""Step 4: exactly what is in the file, with a switch for each section; who the owner is; how it goes."""

import logging
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from haas_client.bundle import section_words
from haas_client.bundle.contents import Contents, Section
from haas_client.centre import MAIL_ADDRESS
from haas_client.i18n import current, t
from haas_client.request import MAX_FIELD, normalise_warranty_number
from haas_client.ui import theme
from haas_client.ui.delivery import Delivery
from haas_client.ui.pages.page import Page, PageName
from haas_client.ui.pages.preview import PreviewDialog
from haas_client.ui.session import Session
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.basic import button, card, column, label, line, notice, row, scrolled

_log = logging.getLogger(__name__)

_SWITCH_WIDTH = 20


class SendPage(Page):
    name = PageName.SEND
    step = 4

    def __init__(self, session: Session, delivery: Delivery) -> None:
        super().__init__(session)
        self._delivery = delivery
        title = column(gap=2)
        title.addWidget(label(t("Please check what goes"), "h1"))
        title.addWidget(label(t("Only what you see here is put into the file. Nothing is sent by itself."), "sub"))
        self.content.addLayout(title)
        self._problem, problem_layout = notice(Tone.BAD)
        self._problem_title, self._problem_advice = label("", "h3", Tone.BAD), label("", "sub")
        problem_layout.addWidget(self._problem_title)
        problem_layout.addWidget(self._problem_advice)
        self.content.addWidget(self._problem)
        columns = row(gap=theme.GAP)
        columns.addWidget(self._file_card(), 3)
        columns.addWidget(scrolled(self._owner_column()), 2)
        self.content.addLayout(columns, 1)
        self._build_footer()
        delivery.failed.connect(self._show_problem)
        delivery.done.connect(self._delivered)
        delivery.busy.connect(self._show_busy)

    def enter(self) -> None:
        self._problem.hide()
        request = self.session.request
        for field, text in (
            (self._warranty, request.warranty_number),
            (self._name, request.name),
            (self._contact, request.contact),
        ):
            field.setText(text)
        self._show_busy(False)
        self._prepare()

    def first_focus(self) -> QWidget:
        return self._warranty

    def back(self) -> PageName:
        return PageName.RESULT

    def _file_card(self) -> QFrame:
        frame, layout = card()
        layout.addWidget(label(t("Diagnostic file"), "h2"))
        self._size = label("", "caption")
        layout.addWidget(self._size)
        inner = QWidget()
        rows = column(inner, gap=0)
        rows.addWidget(self._words_row())
        self._switches: dict[Section, QCheckBox] = {}
        for section in Section:
            rows.addWidget(line())
            rows.addWidget(self._section_row(section))
        rows.addStretch(1)
        layout.addWidget(scrolled(inner), 1)
        return frame

    def _words_row(self) -> QWidget:
        detail = t("Symptom, your words, warranty number, name and contact; exactly as you typed them")
        widget, layout = _row_with_view(t("What you wrote"), detail, lambda: self._preview(None))
        layout.setContentsMargins(_SWITCH_WIDTH + 12, 0, 0, 0)  # in line with the sections that have a switch
        return widget

    def _section_row(self, section: Section) -> QWidget:
        title = section_words.title(section, current())
        switch = QCheckBox(title)
        switch.setChecked(section not in self.session.left_out)
        switch.setAccessibleName(t("Put in: {section}").format(section=title))
        switch.toggled.connect(lambda on: self._switch(section, on=on))
        self._switches[section] = switch
        widget, _ = _row_with_view(
            title, section_words.detail(section, current()), lambda: self._preview(section), switch
        )
        return widget

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
        ways, ways_layout = card()
        ways_layout.addWidget(label(t("Two ways to send it"), "h2"))
        ways_layout.addWidget(label(t("By mail"), "h3"))
        mail = t("Your mail program opens with a text to {address}; you put in the file and send it.")
        ways_layout.addWidget(label(mail.format(address=MAIL_ADDRESS), "caption"))
        ways_layout.addWidget(line())
        ways_layout.addWidget(label(t("As a file"), "h3"))
        ways_layout.addWidget(label(t("To send it from another PC, with a USB stick for example."), "caption"))
        layout.addWidget(ways)
        layout.addStretch(1)
        return inner

    def _build_footer(self) -> None:
        footer = self.footer()
        hours = t(
            "Our centre is open on weekdays from 10:00 to 16:30 (Japan time). The answer may come on a later day."
        )
        footer.addWidget(label(hours, "caption"), 1)
        self._file_button = button(t("Save as a file"), self._save_file)
        self._mail_button = button(t("Write the mail"), self._write_mail, "primary")
        footer.addWidget(self._file_button)
        footer.addWidget(self._mail_button)

    def _switch(self, section: Section, *, on: bool) -> None:
        self.session.left_out = self.session.left_out - {section} if on else self.session.left_out | {section}
        raw = self._switches[Section.RAW]
        raw.setEnabled(Section.PARTS not in self.session.left_out)
        if section == Section.PARTS and not on:
            raw.setChecked(False)  # raw answers name models and serial numbers
        self._prepare()

    def _change(self, **fields: str) -> None:
        self.session.change(**fields)

    def _normalise(self) -> None:
        self._warranty.setText(self.session.request.warranty_number)

    def _prepare(self) -> None:
        """Builds the file anew, beside the interface, so that its size and its preview are true."""
        if self.session.result is None:
            return
        self.session.prepare(self, self._prepared, self._not_prepared)

    def _prepared(self, bundle: Contents) -> None:
        size = max(1, round(bundle.size_bytes / 1000))
        self._size.setText(t("about {size} KB · you can look at everything before it goes").format(size=size))

    def _not_prepared(self, error: Exception) -> None:
        _log.error("bundle", exc_info=error)
        self._size.setText("")
        self._show_problem(
            t("The diagnostic file could not be put together."),
            t("Nothing was sent. Please tell our centre by telephone, and diagnose again in the meantime."),
        )

    def _preview(self, section: Section | None) -> None:
        if self.session.result is None:
            return
        # Built anew, beside the interface: words may have been typed since the last time.
        self.session.prepare(self, lambda bundle: self._show_preview(bundle, section), self._not_prepared)

    def _show_preview(self, bundle: Contents, section: Section | None) -> None:
        PreviewDialog(self, bundle, self.session.page(bundle), section).open()

    def _save_file(self) -> None:
        self._problem.hide()
        self._delivery.save_as(self)

    def _write_mail(self) -> None:
        self._problem.hide()
        self._delivery.write_mail()

    def _delivered(self) -> None:
        if self.isVisible():  # an owner who has gone elsewhere meanwhile is not called back
            self.go.emit(PageName.HANDOVER)

    def _show_busy(self, busy: bool) -> None:
        self._mail_button.setEnabled(not busy)
        self._file_button.setEnabled(not busy)
        self._mail_button.setText(t("One moment …") if busy else t("Write the mail"))

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


def _row_with_view(
    title: str, detail: str, view: Callable[[], None], switch: QCheckBox | None = None
) -> tuple[QWidget, QVBoxLayout]:
    widget = QWidget()
    layout = row(gap=12)
    layout.setContentsMargins(0, 9, 0, 9)
    widget.setLayout(layout)
    words = column(gap=0)
    words.addWidget(switch or label(title, "h3"))
    below = column()
    below.setContentsMargins(_SWITCH_WIDTH + 12 if switch else 0, 0, 0, 0)
    below.addWidget(label(detail, "caption"))
    words.addLayout(below)
    layout.addLayout(words, 1)
    look = button(t("Look"), view, "link", t("Look at: {section}").format(section=title))
    layout.addWidget(look, alignment=Qt.AlignmentFlag.AlignVCenter)
    return widget, words
