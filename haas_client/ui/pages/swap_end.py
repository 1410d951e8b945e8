"""After the checks: new errors are watched for, and what becomes of the old part."""

from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from haas_client.handsbuy import course
from haas_client.handsbuy.swap import Stage, Swap
from haas_client.i18n import current, t
from haas_client.ui.dates import day
from haas_client.ui.pages.page import PageName
from haas_client.ui.pages.swap_view import CardsView
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.basic import button, card, column, label, notice, row
from haas_client.ui.widgets.painted import IconBadge
from haas_client.wording import swaps as words

_MARK = 56


class EndView(CardsView):
    def show_now(self) -> None:
        swap = self.swapping.swap
        if swap is None:
            return
        self._empty()
        self._body.addWidget(self._head(swap))
        if swap.noticed:
            self._body.addWidget(self._noticed())
        for one in self.page.afterwards():
            self._body.addWidget(one)
        self._body.addStretch(1)
        self._foot.addStretch()
        if swap.case:
            self._foot.addWidget(button(t("View the case"), partial(self.page.open_case.emit, swap.case)))
        self._first = button(t("Close"), partial(self.page.go.emit, PageName.HOME), "primary")
        self._foot.addWidget(self._first)

    def _head(self, swap: Swap) -> QWidget:
        frame, layout = card()
        line = row(gap=16)
        well = swap.stage != Stage.LEFT
        badge = IconBadge("check" if well else "cross", Tone.OK if well else Tone.NEUTRAL, size=_MARK)
        line.addWidget(badge, alignment=Qt.AlignmentFlag.AlignTop)
        texts = column(gap=4)
        title, detail = _words(swap, datetime.now(UTC))
        texts.addWidget(label(title, "h1"))
        texts.addWidget(label(detail, "sub"))
        line.addLayout(texts, 1)
        layout.addLayout(line)
        return frame

    def _noticed(self) -> QWidget:
        frame, layout = notice(Tone.WARN)
        layout.addWidget(label(t("Something was noticed on the new part"), "h3", Tone.WARN))
        layout.addWidget(label(t("Please make a diagnosis and send it to us: the part may have to be changed."), "sub"))
        buttons = row(gap=12)
        buttons.addWidget(button(t("Get help"), partial(self.page.go.emit, PageName.SYMPTOM)))
        buttons.addStretch()
        layout.addLayout(buttons)
        return frame


def _words(swap: Swap, now: datetime) -> tuple[str, str]:
    if swap.stage == Stage.LEFT:
        return t("The swap was ended"), t("What was noted is kept. You can begin again at any time.")
    if swap.stage == Stage.DONE or swap.watched_from is None:
        return t("The swap is done"), t("No new error was noticed for a week. Thank you.")
    if course.week_is_over(swap, now):
        return t("The new part works"), words.week_over(current())
    text = t("This program watches for new errors until {day}. You need not do anything; it tells you if there is one.")
    return t("The new part works"), text.format(day=day(swap.watched_from + course.WATCH))
