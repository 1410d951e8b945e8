"""After step 4: what is left for the owner to do. The file is here; whether the mail went, only the owner knows."""

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from haas_client.centre import MAIL_ADDRESS
from haas_client.channels.channel import Enclosure, Outcome
from haas_client.i18n import t
from haas_client.ui.delivery import Delivered, Delivery
from haas_client.ui.pages.page import Page, PageName
from haas_client.ui.session import Session
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.basic import button, card, clear, column, label, notice, row, scrolled
from haas_client.ui.widgets.code import code_card
from haas_client.ui.widgets.painted import IconBadge


class HandoverPage(Page):
    name = PageName.HANDOVER
    step = 4

    def __init__(self, session: Session, delivery: Delivery) -> None:
        super().__init__(session)
        self._delivery = delivery
        self._no_folder: QLabel | None = None
        delivery.folder_not_shown.connect(self._tell_no_folder)
        inner = QWidget()
        self._column = column(inner, gap=16)
        self.content.addWidget(scrolled(inner), 1)
        footer = self.footer()
        footer.addStretch()
        self._home = button(t("Back to the start"), self._finish, "primary")
        footer.addWidget(self._home)

    def enter(self) -> None:
        self._no_folder = None
        clear(self._column)
        delivered = self._delivery.last
        if delivered:
            self._show(delivered)
        self._column.addStretch(1)

    def first_focus(self) -> QWidget:
        return self._home

    def back(self) -> PageName:
        return PageName.SEND

    def _finish(self) -> None:
        self.session.begin_anew()
        self.go.emit(PageName.HOME)

    def _show(self, delivered: Delivered) -> None:
        title, sub, steps = _words(delivered)
        words = column(gap=2)
        words.addWidget(label(title, "h1"))
        words.addWidget(label(sub, "sub"))
        self._column.addLayout(words)
        if delivered.handover.outcome == Outcome.NO_PROGRAM:
            frame, layout = notice(Tone.WARN)
            layout.addWidget(label(t("No mail program could be opened on this PC."), "h3", Tone.WARN))
            layout.addWidget(
                label(
                    t("Please copy address and text into your mail on the web, or send the file from another PC."),
                    "sub",
                )
            )
            self._column.addWidget(frame)
        self._column.addWidget(self._file_card(delivered))
        self._column.addWidget(_steps_card(steps))
        self._column.addWidget(code_card(self.session.code))
        if delivered.handover.outcome != Outcome.SAVED:
            self._column.addWidget(_mail_card(delivered))

    def _file_card(self, delivered: Delivered) -> QFrame:
        frame, layout = card()
        line = row(gap=14)
        line.addWidget(DragHandle(delivered), alignment=Qt.AlignmentFlag.AlignVCenter)
        words = column(gap=0)
        words.addWidget(label(delivered.path.name, "h2", selectable=True))
        words.addWidget(label(str(delivered.path.parent), "caption", selectable=True))
        line.addLayout(words, 1)
        line.addWidget(button(t("Show in its folder"), self._delivery.show_folder))
        layout.addLayout(line)
        self._no_folder = label(t("No file manager could be opened. The file is in the folder named above."), "sub")
        self._no_folder.hide()
        layout.addWidget(self._no_folder)
        return frame

    def _tell_no_folder(self) -> None:
        if self._no_folder:
            self._no_folder.show()


class DragHandle(IconBadge):
    """The file as something to take with the mouse and drop into a mail."""

    def __init__(self, delivered: Delivered) -> None:
        super().__init__("bundle", size=52)
        self._path = delivered.path
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, on=False)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setAccessibleName(t("Drag this file into your mail: {name}").format(name=delivered.path.name))
        self.setToolTip(t("Drag this into your mail"))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's own name
        if event.buttons() & Qt.MouseButton.LeftButton:
            drag = QDrag(self)
            data = QMimeData()
            data.setUrls([QUrl.fromLocalFile(str(self._path))])
            drag.setMimeData(data)
            drag.setPixmap(self.grab())
            drag.exec(Qt.DropAction.CopyAction)


def _words(delivered: Delivered) -> tuple[str, str, tuple[str, ...]]:
    steps: tuple[str, ...]
    if delivered.handover.outcome == Outcome.SAVED:
        steps = (
            t("Take the file to a PC that can send mail, or hand it over as our centre tells you."),
            t("Send it to {address}, with your warranty number.").format(address=MAIL_ADDRESS),
        )
        return t("The file was saved"), t("It has not been sent. This is how it reaches us:"), steps
    if delivered.handover.outcome != Outcome.OPENED:
        steps = (
            t("Begin a mail to {address} and put in the text below.").format(address=MAIL_ADDRESS),
            t("Drag the icon of the file above into the mail. The file is not in it yet."),
            t("Send the mail. This program cannot see whether it was sent."),
        )
        return t("The file was saved"), t("It has not been sent. This is how it reaches us:"), steps
    asked = delivered.handover.enclosure == Enclosure.ASKED
    steps = (
        t("Look at the mail to {address} that has been opened.").format(address=MAIL_ADDRESS),
        t("Look whether the file is in the mail. If it is not, drag the icon of the file above into it.")
        if asked
        else t("Drag the icon of the file above into the mail. The file is not in it yet."),
        t("Send the mail. This program cannot see whether it was sent."),
    )
    return t("Nearly done"), t("The file was saved and a mail was prepared. It has not been sent yet."), steps


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


def _mail_card(delivered: Delivered) -> QFrame:
    frame, layout = card()
    opened = delivered.handover.outcome == Outcome.OPENED
    layout.addWidget(label(t("If the mail did not open") if opened else t("The text of the mail"), "h2"))
    layout.addWidget(label(t("Address: {address}").format(address=delivered.draft.to), "sub", selectable=True))
    line = row(gap=8)
    line.addWidget(button(t("Copy the address"), lambda: _copy(delivered.draft.to)))
    line.addWidget(button(t("Copy the text"), lambda: _copy(delivered.draft.body)))
    line.addStretch()
    layout.addLayout(line)
    return frame


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
