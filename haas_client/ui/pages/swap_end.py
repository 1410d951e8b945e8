"""After the checks: new errors are watched for, and what becomes of the old part."""

from dataclasses import dataclass
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
from haas_client.ui.widgets.basic import button, card, column, label, row
from haas_client.ui.widgets.painted import IconBadge
from haas_client.wording import swaps as words

_MARK = 56


class EndView(CardsView):
    def show_now(self) -> None:
        swap = self.swapping.swap
        if swap is None:
            return
        self._empty()
        told = _told(swap, datetime.now(UTC))
        self._body.addWidget(_head(told))
        for one in self.page.afterwards():
            self._body.addWidget(one)
        self._body.addStretch(1)
        if told.ask:
            self._foot.addWidget(button(t("End the watch"), partial(self.page.give_up, to_repair=False), "link"))
        elif told.ended_watch:
            on = partial(self.swapping.change, course.watched_on)
            self._foot.addWidget(button(t("Go on watching"), on, "link"))
        self._foot.addStretch()
        if swap.case:
            self._foot.addWidget(button(t("View the case"), partial(self.page.open_case.emit, swap.case)))
        self._first = button(t("Close"), partial(self.page.go.emit, PageName.HOME), "" if told.ask else "primary")
        self._foot.addWidget(self._first)
        if told.ask == PageName.DIAGNOSIS:
            self._first = button(t("Diagnose now"), self._diagnose, "primary")
            self._first.setVisible(not self.session.trial_runs)  # one of them at a time
            self._foot.addWidget(self._first)
        elif told.ask:
            self._first = button(t("Get help"), partial(self.page.go.emit, told.ask), "primary")
            self._foot.addWidget(self._first)

    def _diagnose(self) -> None:
        self.session.start()
        self.page.go.emit(PageName.DIAGNOSIS)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    icon: str = "check"
    tone: Tone = Tone.OK
    title: str
    detail: str
    ask: PageName | None = None
    """Where the owner is asked to go on, of a watch that does not end by itself."""
    ended_watch: bool = False
    """By the owner, who may have meant something else."""


def _told(swap: Swap, now: datetime) -> _Told:
    if swap.stage == Stage.LEFT and swap.watched_from:
        kept = t("New errors are not watched for any more. What was noted is kept.")
        return _Told(tone=Tone.NEUTRAL, title=t("The watch was ended"), detail=kept, ended_watch=True)
    if swap.stage == Stage.LEFT:
        kept = t("What was noted is kept. You can begin again at any time.")
        return _Told(icon="cross", tone=Tone.NEUTRAL, title=t("The swap was ended"), detail=kept)
    if swap.noticed:
        return _Told(
            icon="warning",
            tone=Tone.WARN,
            title=t("Something was noticed on the new part"),
            detail=t("Please make a diagnosis and send it to us: the part may have to be changed."),
            ask=PageName.SYMPTOM,
        )
    if swap.stage == Stage.DONE or swap.watched_from is None:
        return _Told(title=t("The swap is done"), detail=t("No new error was noticed for a week. Thank you."))
    if course.week_is_over(swap, now):  # nothing was read of it for long: that is not well, and not bad either
        title, over = t("A new part is being watched"), words.week_over(current())
        return _Told(icon="how_to", tone=Tone.NEUTRAL, title=title, detail=over, ask=PageName.DIAGNOSIS)
    text = t("This program watches for new errors until {day}. You need not do anything; it tells you if there is one.")
    return _Told(title=t("The new part works"), detail=text.format(day=day(swap.watched_from + course.WATCH)))


def _head(told: _Told) -> QWidget:
    frame, layout = card()
    line = row(gap=16)
    line.addWidget(IconBadge(told.icon, told.tone, size=_MARK), alignment=Qt.AlignmentFlag.AlignTop)
    texts = column(gap=4)
    texts.addWidget(label(told.title, "h1"))
    texts.addWidget(label(told.detail, "sub"))
    line.addLayout(texts, 1)
    layout.addLayout(line)
    return frame
