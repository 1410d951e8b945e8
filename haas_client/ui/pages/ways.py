"""The ways to the centre: a mail, a file, a USB stick where one is there, the telephone."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from haas_client.centre import MAIL_ADDRESS
from haas_client.channels import removable
from haas_client.channels.removable import Drive
from haas_client.diagnostics.unknown import Unknown
from haas_client.i18n import current, t
from haas_client.ui.session import Session
from haas_client.ui.widgets.basic import button, clear, column, label, line, row
from haas_client.wording.reasons import reason

_Drives = tuple[Drive, ...] | Unknown


class WaysCard(QFrame):
    mail_looked_at = Signal()
    stick_chosen = Signal(object)
    """The :class:`Drive` on which the owner wants the file."""
    call_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setProperty("role", "card")
        self._with_file: list[QWidget] = []
        self._need_current: list[QPushButton] = []
        self._layout = column(self, margin=16, gap=8)
        self._layout.addWidget(label(t("Ways to send it"), "h2"))
        self._mail()
        self._file()
        self._telephone()

    def enter(self, *, has_file: bool) -> None:
        """The page is about to be shown: sticks are looked for once, and then when the owner asks."""
        for widget in self._with_file:
            widget.setVisible(has_file)
        if has_file:
            self.look_for_sticks()

    def let(self, *, current_: bool) -> None:
        """Whether what would go is what is shown."""
        for one in self._need_current:
            one.setEnabled(current_)
        for one in self._sticks.findChildren(QPushButton):
            one.setEnabled(current_)
        self._current = current_

    def look_for_sticks(self) -> None:
        self._refresh.setEnabled(False)
        self._session.bridge.submit(removable.drives, self, self._found, self._not_found)

    def _mail(self) -> None:
        head = row(gap=8)
        head.addWidget(label(t("By mail"), "h3"), 1)
        look = button(t("Look"), self.mail_looked_at.emit, "link", t("Look at the text of the mail"))
        head.addWidget(look)
        self._need_current.append(look)
        self._layout.addLayout(head)
        mail = t("Your mail program opens with a text to {address}. You look at it and send it yourself.")
        self._layout.addWidget(label(mail.format(address=MAIL_ADDRESS), "caption"))

    def _file(self) -> None:
        part = QWidget()
        layout = column(part, gap=8)
        layout.addWidget(line())
        head = row(gap=8)
        head.addWidget(label(t("As a file"), "h3"), 1)
        self._refresh = button(t("Look again"), self.look_for_sticks, "link", t("Look for USB sticks again"))
        head.addWidget(self._refresh)
        layout.addLayout(head)
        layout.addWidget(label(t("To send it from another PC, with a USB stick for example."), "caption"))
        self._sticks = QWidget()
        self._stick_rows = column(self._sticks, gap=6)
        layout.addWidget(self._sticks)
        self._no_stick = label("", "caption")
        layout.addWidget(self._no_stick)
        self._current = False
        self._with_file.append(part)
        self._layout.addWidget(part)

    def _telephone(self) -> None:
        self._layout.addWidget(line())
        self._layout.addWidget(label(t("By telephone"), "h3"))
        self._layout.addWidget(
            label(t("We show you what to have ready. The number is on your warranty card."), "caption")
        )
        call = button(t("Ask by telephone"), self.call_wanted.emit)
        self._need_current.append(call)
        self._layout.addWidget(call, alignment=Qt.AlignmentFlag.AlignLeft)

    def _found(self, drives: _Drives) -> None:
        self._refresh.setEnabled(True)
        clear(self._stick_rows)
        if isinstance(drives, Unknown):
            self._no_stick.setText(t("USB sticks cannot be looked for: {why}").format(why=reason(drives, current())))
            self._no_stick.show()
            return
        self._no_stick.setText(t("No USB stick is there now."))
        self._no_stick.setVisible(not drives)
        for drive in drives:
            self._add_stick(drive)

    def _not_found(self, _error: Exception) -> None:
        self._refresh.setEnabled(True)
        self._no_stick.setText(t("USB sticks cannot be looked for at the moment."))
        self._no_stick.show()

    def _add_stick(self, drive: Drive) -> None:
        if not drive.writable:
            self._stick_rows.addWidget(label(t("{name}: can only be read").format(name=drive.label), "caption"))
            return
        save = button(t("Save on “{name}”").format(name=drive.label), partial(self.stick_chosen.emit, drive))
        save.setEnabled(self._current)
        self._stick_rows.addWidget(save, alignment=Qt.AlignmentFlag.AlignLeft)
