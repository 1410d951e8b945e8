"""A swap that cannot be shown, or not yet."""

from functools import partial
from typing import TYPE_CHECKING

from haas_client.i18n import t
from haas_client.ui import theme
from haas_client.ui.pages.page import PageName
from haas_client.ui.pages.swap_view import SwapView
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.basic import button, clear, column, label, notice, row

if TYPE_CHECKING:
    from haas_client.ui.pages.swap import SwapPage


class WaitingView(SwapView):
    def __init__(self, page: "SwapPage") -> None:
        super().__init__(page)
        layout = column(self)
        layout.addWidget(label(t("One moment …"), "sub"))
        layout.addStretch(1)


class UnusableView(SwapView):
    """The store or the guide cannot be read: what is safe, and how to go on without this program."""

    def __init__(self, page: "SwapPage") -> None:
        super().__init__(page)
        self._column = column(self, gap=theme.GAP)

    def show_now(self) -> None:
        clear(self._column)
        problem = self.swapping.problem or self.swapping.known.problem
        if problem:
            frame, layout = notice(Tone.BAD)
            layout.addWidget(label(problem.title, "h3", Tone.BAD))
            layout.addWidget(label(problem.advice, "sub"))
            layout.addWidget(
                label(t("If the PC is open already: the guide on paper or on the phone is enough to go on."), "advice")
            )
            self._column.addWidget(frame)
        buttons = row(gap=12)
        buttons.addWidget(button(t("Try again"), self.swapping.load, "primary"))
        buttons.addWidget(button(t("Contact the centre"), partial(self.page.go.emit, PageName.CENTRE), "link"))
        buttons.addStretch()
        self._column.addLayout(buttons)
        self._column.addStretch(1)
