"""After step 4: what is left for the owner to do. The file is here; whether it was sent, only the owner knows."""

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QAccessible, QDrag, QGuiApplication, QHideEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from haas_client.cases import states
from haas_client.cases.model import Way
from haas_client.channels.channel import Outcome
from haas_client.i18n import t
from haas_client.ui.delivery import Delivery
from haas_client.ui.outbox import Delivered
from haas_client.ui.pages import handover_words
from haas_client.ui.pages.page import Page, PageName
from haas_client.ui.session import Session
from haas_client.ui.theme import Tone
from haas_client.ui.virtual import called_by_qt
from haas_client.ui.widgets.basic import button, card, clear, column, label, notice, row, scrolled
from haas_client.ui.widgets.code import code_card
from haas_client.ui.widgets.painted import IconBadge, Pill


class HandoverPage(Page):
    name = PageName.HANDOVER
    step = 4

    def __init__(self, session: Session, delivery: Delivery) -> None:
        super().__init__(session)
        self._delivery = delivery
        self._no_folder: QLabel | None = None
        self._waits = False
        self._offered = False
        self._problem: tuple[str, str] | None = None
        delivery.folder_not_shown.connect(self._tell_no_folder)
        delivery.changed.connect(self._went_on)
        delivery.failed.connect(self._failed)
        inner = QWidget()
        self._column = column(inner, gap=16)
        self.content.addWidget(scrolled(inner), 1)
        self._build_footer()

    def enter(self) -> None:
        self._waits, self._problem = False, None
        case, self.session.offered = self.session.offered, None
        self._offered = case is not None
        if case:
            self._delivery.offer(case)
        self._refresh()

    @called_by_qt
    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802  Qt's own name
        super().hideEvent(event)
        last = self._delivery.last
        if not event.spontaneous() and last and last.sent and last.case and last.case.id == self.session.case_id:
            self.session.begin_anew()  # what is written from now on is another case

    def first_focus(self) -> QWidget:
        return self._home if self._yes.isHidden() else self._yes

    def back(self) -> PageName:
        """What was sent is not written any more, nor what is offered again."""
        last = self._delivery.last
        return PageName.HOME if self._offered or (last and last.sent) else PageName.SEND

    def _build_footer(self) -> None:
        """The question stands where it is seen without scrolling; nobody but the owner knows the answer."""
        footer = self.footer()
        self._home = button(t("Back to the start"), self._finish)
        footer.addWidget(self._home)
        self._question = label("", "h2")
        self._question.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        footer.addWidget(self._question, 1)
        self._not_yet = button("", self._wait)
        self._yes = button("", self._delivery.confirm, "primary")
        footer.addWidget(self._not_yet)
        footer.addWidget(self._yes)

    def _finish(self) -> None:
        if not self._offered:
            self.session.begin_anew()
        self.go.emit(PageName.HOME)

    def _went_on(self) -> None:
        self._problem = None
        if self.isVisible():
            self._refresh()
            self.first_focus().setFocus()

    def _failed(self, title: str, advice: str) -> None:
        self._problem = (title, advice)
        if self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        self._no_folder = None
        clear(self._column)
        delivered = self._delivery.last
        self._ask(delivered)
        if self._problem:
            _tell(self._column, Tone.BAD, *self._problem)
        if delivered:
            self._show(delivered)
        self._column.addStretch(1)

    def _show(self, delivered: Delivered) -> None:
        said = handover_words.said(delivered)
        words = column(gap=2)
        words.addWidget(label(said.title, "h1"))
        words.addWidget(label(said.sub, "sub"))
        self._column.addLayout(words)
        if delivered.sent:
            self._column.addWidget(self._sent_card(delivered))
            return
        self._tell_what_happened(delivered)
        if delivered.path:
            self._column.addWidget(self._file_card(delivered))
        elif delivered.has_copy and delivered.way != Way.TELEPHONE:
            self._column.addWidget(self._vanished_card(delivered))
        if said.steps:
            self._column.addWidget(_steps_card(said.steps))
        if delivered.code:
            self._column.addWidget(code_card(delivered.code))
        if delivered.way == Way.MAIL and delivered.draft:
            self._column.addWidget(self._mail_card(delivered))
        if delivered.way == Way.TELEPHONE:
            self._column.addWidget(self._call_card(delivered))

    def _tell_what_happened(self, delivered: Delivered) -> None:
        if self._waits:
            self._column.addWidget(Pill(t("Waiting to be sent"), Tone.WARN), alignment=Qt.AlignmentFlag.AlignLeft)
            waits = t("It is kept, and the start page offers it again. Nothing in it changes until then.")
            self._column.addWidget(label(waits, "sub"))
        if delivered.parcel is None:
            advice = t("So this program cannot remind you of it. Please send it now.")
            _tell(self._column, Tone.WARN, t("This could not be kept among your cases"), advice)
        if delivered.handover and delivered.handover.outcome == Outcome.NO_PROGRAM:
            advice = t("Please copy address and text into your mail on the web, or send it from another PC.")
            _tell(self._column, Tone.WARN, t("No mail program could be opened on this PC."), advice)
        if delivered.handover and delivered.handover.outcome == Outcome.CANCELLED:
            advice = t("Nothing was lost. You can open the mail again whenever you like.")
            _tell(self._column, Tone.WARN, t("The mail was called off, so it is not open."), advice)

    def _ask(self, delivered: Delivered | None) -> None:
        open_ = delivered is not None and delivered.parcel is not None and not delivered.sent
        for widget in (self._yes, self._not_yet):
            widget.setVisible(open_)
        self._question.setText("")
        if delivered and open_:
            asked, yes, not_yet = handover_words.question(delivered)
            self._question.setText("" if self._waits else asked)
            for one, text in ((self._yes, yes), (self._not_yet, not_yet)):
                one.setText(text)
                one.setAccessibleName(text)
            self._not_yet.setVisible(not self._waits)

    def _wait(self) -> None:
        self._waits = True
        self._refresh()
        self._home.setFocus()

    def _sent_card(self, delivered: Delivered) -> QFrame:
        frame, layout = card()
        layout.addWidget(label(t("What comes next"), "h2"))
        hours = t("Our centre is there on weekdays from 10:00 to 16:30 (Japan time).")
        layout.addWidget(label(hours, "sub"))
        found = t("You find this case on the start page. When an answer comes, please note it there.")
        layout.addWidget(label(found, "sub"))
        if _made_the_last_step(delivered):
            line = row(gap=8)
            line.addWidget(label(t("Was it not sent after all?"), "caption"))
            line.addWidget(button(t("Undo"), self._delivery.take_back, "link", t("Undo: it was not sent")))
            line.addStretch()
            layout.addLayout(line)
        return frame

    def _file_card(self, delivered: Delivered) -> QFrame:
        frame, layout = card()
        line = row(gap=14)
        line.addWidget(DragHandle(delivered), alignment=Qt.AlignmentFlag.AlignVCenter)
        words = column(gap=0)
        if delivered.path:
            words.addWidget(label(delivered.path.name, "h2", selectable=True))
            words.addWidget(label(str(delivered.path.parent), "caption", selectable=True))
        line.addLayout(words, 1)
        line.addWidget(button(t("Show in its folder"), self._delivery.show_folder))
        layout.addLayout(line)
        if delivered.on_stick:
            layout.addWidget(label(t("Please let your desktop eject the stick before you pull it out."), "caption"))
        self._no_folder = label(t("No file manager could be opened. The file is in the folder named above."), "sub")
        self._no_folder.hide()
        layout.addWidget(self._no_folder)
        return frame

    def _vanished_card(self, delivered: Delivered) -> QFrame:
        frame, layout = card(Tone.WARN)
        layout.addWidget(label(t("The saved file is not where it was"), "h2", Tone.WARN))
        if delivered.gone:
            layout.addWidget(label(str(delivered.gone), "caption", selectable=True))
        layout.addWidget(label(t("Your case has a copy of it, the very same. You can save it again."), "sub"))
        again = button(t("Save again"), lambda: self._delivery.save_again(self))
        layout.addWidget(again, alignment=Qt.AlignmentFlag.AlignLeft)
        return frame

    def _mail_card(self, delivered: Delivered) -> QFrame:
        frame, layout = card()
        opened = delivered.handover is not None and delivered.handover.outcome == Outcome.OPENED
        layout.addWidget(label(t("If the mail did not open") if opened else t("The text of the mail"), "h2"))
        if delivered.draft:
            draft = delivered.draft
            layout.addWidget(label(t("Address: {address}").format(address=draft.to), "sub", selectable=True))
            line = row(gap=8)
            line.addWidget(button(t("Open the mail again"), self._delivery.open_mail_again))
            line.addWidget(button(t("Copy the address"), lambda: _copy(draft.to)))
            line.addWidget(button(t("Copy the text"), lambda: _copy(draft.body)))
            line.addStretch()
            layout.addLayout(line)
        return frame

    def _call_card(self, delivered: Delivered) -> QFrame:
        """What is asked for on the telephone, to be read out."""
        frame, layout = card()
        layout.addWidget(label(t("What you want to tell"), "h2"))
        request = delivered.case.request if delivered.case else self.session.request
        number = request.warranty_number or t("it is on your warranty card")
        layout.addWidget(label(t("Warranty number: {number}").format(number=number), "sub", selectable=True))
        if request.words.strip():
            layout.addWidget(label(request.words, "sub", selectable=True))
        show = button(t("Telephone number and hours"), lambda: self.go.emit(PageName.CENTRE))
        layout.addWidget(show, alignment=Qt.AlignmentFlag.AlignLeft)
        return frame

    def _tell_no_folder(self) -> None:
        if self._no_folder:
            self._no_folder.show()


class DragHandle(IconBadge):
    """The file as something to take with the mouse and drop into a mail; the buttons beside it do without a mouse."""

    spoken_as = QAccessible.Role.Graphic

    def __init__(self, delivered: Delivered) -> None:
        super().__init__("bundle", size=52)
        self._path = delivered.path
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, on=False)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        name = delivered.path.name if delivered.path else ""
        self.setAccessibleName(t("Drag this file into your mail: {name}").format(name=name))
        self.setToolTip(t("Drag this into your mail"))

    @called_by_qt
    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's own name
        if event.buttons() & Qt.MouseButton.LeftButton:
            drag = QDrag(self)
            data = QMimeData()
            data.setUrls([QUrl.fromLocalFile(str(self._path))])
            drag.setMimeData(data)
            drag.setPixmap(self.grab())
            drag.exec(Qt.DropAction.CopyAction)


def _made_the_last_step(delivered: Delivered) -> bool:
    """Whether undoing the last step undoes this sending: what was sent besides makes no step."""
    case, parcel = delivered.case, delivered.parcel
    if case is None or parcel is None or case.last_move is None or not states.may_take_back(case):
        return False
    return case.last_move.parcel is not None and case.last_move.parcel.id == parcel.id


def _tell(layout: QVBoxLayout, tone: Tone, title: str, advice: str) -> None:
    frame, inside = notice(tone)
    inside.addWidget(label(title, "h3", tone))
    inside.addWidget(label(advice, "sub"))
    layout.addWidget(frame)


def _steps_card(steps: tuple[str, ...]) -> QFrame:
    frame, layout = card()
    for number, step in enumerate(steps, start=1):
        line = row(gap=12)
        mark = label(f"{number}", "h3")
        mark.setFixedWidth(18)
        line.addWidget(mark, alignment=Qt.AlignmentFlag.AlignTop)
        line.addWidget(label(step), 1)
        layout.addLayout(line)
    return frame


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
