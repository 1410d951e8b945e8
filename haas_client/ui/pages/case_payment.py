"""Where the owner pays: the host is looked at first, then the owner's own browser opens."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from haas_client import web
from haas_client.errors import HaasError
from haas_client.i18n import t
from haas_client.ui.case_work import CaseWork
from haas_client.ui.pages.case_dialogs import CaseDialog
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.basic import label, notice
from haas_client.ui.widgets.notice_bar import Said
from haas_client.web import Address

_HOST_WIDTH = 440
_BREAK = "\u200b"
"""ZERO WIDTH SPACE: a line may end here. Of a host every character is seen, whichever they are."""


class PaymentDialog(CaseDialog):
    def __init__(self, work: CaseWork, address: Address) -> None:
        super().__init__(
            work, t("Open the payment page?"), t("Compare this name with the one in the centre's message:")
        )
        self._address = address
        self.body.addWidget(_host(address))
        whole = QLineEdit(address.url)  # not a label: it is copied as it is
        whole.setReadOnly(True)
        whole.setCursorPosition(0)
        whole.setAccessibleName(t("Address of the payment page"))
        self.body.addWidget(whole)
        card = t("You pay in your browser. This program never sees your card, and asks for none of its numbers.")
        self.body.addWidget(label(card, "sub"))
        self.finish(t("Open in the browser"), self._open)
        self._accept.setFocus()

    def _open(self) -> None:
        self._accept.setEnabled(False)
        self.work.session.bridge.submit(
            lambda: web.opened(self._address), self, self._opened, lambda _error: self._opened(opened=False)
        )

    def _opened(self, opened: bool) -> None:
        if opened:
            self.accept()
            self.work.say(
                Said(
                    title=t("The payment page was opened in your browser."),
                    advice=t("When you have paid, say so here."),
                )
            )
            return
        self._accept.setEnabled(True)
        self.tell(
            HaasError(
                t("No browser could be opened on this PC."),
                t("Nothing was paid. Please copy the address above into a browser, also on another device."),
            )
        )


def _host(address: Address) -> QWidget:
    frame, layout = notice(Tone.ACCENT)
    host = label("", "h1")
    host.setText(_BREAK.join(address.host))
    host.setAccessibleName(address.host)
    host.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    layout.addWidget(host)
    host.ensurePolished()
    host.setFixedWidth(_HOST_WIDTH)
    host.setMinimumHeight(host.heightForWidth(_HOST_WIDTH))  # all of it, whatever a layout thinks
    if "xn--" in address.host:
        layout.addWidget(
            label(
                t("A name with “xn--” stands for other letters that can look like known ones. Look twice."),
                "sub",
                Tone.WARN,
            )
        )
    return frame
