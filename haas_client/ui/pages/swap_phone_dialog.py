"""The code for the phone, and what the phone has said."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame

from haas_client.errors import HaasError
from haas_client.handsbuy.phone.address import NoNetwork
from haas_client.i18n import current, t
from haas_client.ui.swap_phone import SwapPhone
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.basic import button, clear, column, fit_height, label, notice, row
from haas_client.ui.widgets.dialog import Dialog
from haas_client.ui.widgets.empty import beside
from haas_client.ui.widgets.qr import QrCode

if TYPE_CHECKING:
    from haas_client.ui.pages.swap import SwapPage

_WIDTH, _SIDE = 620, 232


class PhoneDialog(Dialog):
    """The page is open to the house while this dialog is; what the phone has is the phone's."""

    def __init__(self, page: "SwapPage") -> None:
        super().__init__(page.window())
        self.setWindowTitle(t("The guide on your phone"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(_WIDTH)
        body = column(self, margin=24, gap=12)
        body.addWidget(label(t("The guide on your phone"), "h2"))
        self._area = column(gap=10)
        body.addLayout(self._area)
        foot = row(gap=12)
        foot.addStretch()
        self._close = button(t("Close"), self.accept, "primary")
        foot.addWidget(self._close)
        body.addLayout(foot)
        self.phone = SwapPhone(page.session)
        self.phone.changed.connect(self._show)
        self.finished.connect(lambda _result: self.phone.close())
        self.phone.start()
        self._show()
        self._close.setFocus()

    def _show(self) -> None:
        clear(self._area)
        phone = self.phone
        if phone.problem:
            self._area.addWidget(_problem(phone.problem))
        elif phone.closed:
            self._area.addWidget(
                label(t("The page was closed, since no phone asked for it. Please open it again."), "sub")
            )
        elif not phone.link:
            self._area.addWidget(label(t("The guide is being made ready …"), "sub"))
        else:
            self._add_code(phone.link)
        if phone.received:
            frame, layout = notice(Tone.OK)
            layout.addWidget(label(t("Your phone has the whole guide."), "h3", Tone.OK))
            layout.addWidget(
                label(t("It can be read there while the PC is off. Please do not reload the page."), "sub")
            )
            self._area.addWidget(frame)
        if phone.photos:
            told = current().plural(
                "{count} photo came from the phone.", "{count} photos came from the phone.", phone.photos
            )
            self._area.addWidget(label(told, "sub"))
        fit_height(self)

    def _add_code(self, link: str) -> None:
        entry = row(gap=16)
        entry.addWidget(QrCode(link, t("Code for the phone"), side=_SIDE), alignment=Qt.AlignmentFlag.AlignTop)
        texts = column(gap=8)
        for number, step in enumerate(
            (
                t("Connect the phone to the same Wi-Fi as this PC's network."),
                t("Open the phone's camera, and point it at the code."),
                t("Open the page, and wait until this window says that all has arrived."),
            ),
            start=1,
        ):
            texts.addWidget(label(f"{number}. {step}"))
        away = t("If it does not open, a guest Wi-Fi or this PC's firewall keeps phones away: please print it then.")
        texts.addWidget(label(away, "caption"))
        texts.addStretch(1)
        copy = button(t("Copy the page's address"), lambda: QGuiApplication.clipboard().setText(link), "link")
        texts.addWidget(copy, alignment=Qt.AlignmentFlag.AlignLeft)
        entry.addLayout(texts, 1)
        self._area.addLayout(entry)


def _problem(problem: HaasError) -> QFrame:
    frame, layout = notice(Tone.BAD)
    words = label(problem.title, "h3", Tone.BAD), label(problem.advice, "sub")
    if isinstance(problem, NoNetwork):
        layout.addLayout(beside("no-network", *words))
    else:
        for one in words:
            layout.addWidget(one)
    return frame
