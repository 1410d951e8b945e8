"""Home's word on a swap that is under way."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QWidget

from haas_client import paths
from haas_client.i18n import current, t
from haas_client.ui import theme
from haas_client.ui.dates import day, on_day
from haas_client.ui.pages.page import PageName
from haas_client.ui.session import Session
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.basic import button, clear, column, label, notice, row
from haas_client.wording import parts as part_words

if TYPE_CHECKING:
    from haas_client.errors import HaasError
    from haas_client.handsbuy.swap import Swap


class SwapNotice(QWidget):
    """Takes no room, and loads nothing, where no swap was ever begun. Says so where swaps cannot be read."""

    def __init__(self, session: Session, go: Callable[[PageName], object]) -> None:
        super().__init__()
        self._session, self._go = session, go
        self._column = column(self, gap=theme.GAP)
        self._follows = False
        self._told: tuple[HaasError | None, list[_Said]] = (None, [])
        self.hide()
        self.refresh()

    def refresh(self) -> None:
        """A first swap may have been begun since."""
        if not self._follows and paths.swaps().exists():
            self._follows = True
            self._session.swapping.changed.connect(self._show)
            self._session.swapping.load()

    def _show(self) -> None:
        """Anew only where it says something else: it hears of every tick on the page of the swap."""
        swapping, now = self._session.swapping, datetime.now(UTC)
        told = swapping.problem, [_said(swap, now) for swap in swapping.known.swaps if swap.open]
        if told == self._told:
            return
        self._told = told
        clear(self._column)
        problem, swaps = told
        if problem:
            frame, layout = notice(Tone.BAD)
            layout.addWidget(label(problem.title, "h3", Tone.BAD))
            layout.addWidget(label(problem.advice, "sub"))
            self._column.addWidget(frame)
        for said in swaps:
            self._column.addWidget(self._entry(said))
        self.setVisible(self._column.count() > 0)

    def _entry(self, said: "_Said") -> QWidget:
        frame, layout = notice(said.tone)
        entry = row(gap=12)
        texts = column(gap=2)
        texts.addWidget(label(said.title, "h3"))
        texts.addWidget(label(said.detail, "sub"))
        entry.addLayout(texts, 1)
        at_work = said.tone == Tone.ACCENT
        words = t("Go on") if at_work else t("View")
        look = "primary" if at_work else ""
        entry.addWidget(button(words, partial(self._open, said.swap_id), look, f"{words} – {said.part or said.title}"))
        layout.addLayout(entry)
        return frame

    def _open(self, swap_id: str) -> None:
        self._session.swapping.load(swap_id)
        self._go(PageName.SWAP)


class _Said(NamedTuple):
    swap_id: str
    part: str
    tone: Tone
    title: str
    detail: str


def _said(swap: "Swap", now: datetime) -> _Said:
    from haas_client.handsbuy.swap import AT_WORK

    tone = Tone.ACCENT if swap.stage in AT_WORK else Tone.WARN if swap.noticed else Tone.NEUTRAL
    part = part_words.name(swap.part, current()) if swap.part else ""
    return _Said(swap.id, part, tone, *_words(swap, now))


def _words(swap: "Swap", now: datetime) -> tuple[str, str]:
    from haas_client.handsbuy import course
    from haas_client.handsbuy.swap import AT_WORK
    from haas_client.wording import swaps as words

    if swap.watched_from is None or swap.stage in AT_WORK:
        begun = t("Begun {day}. It goes on where you left it.").format(day=on_day(swap.begun_at))
        return t("A swap is under way"), begun
    if swap.noticed:
        send = t("Please make a diagnosis and send it to us: the part may have to be changed.")
        return t("Something was noticed on the new part"), send
    title = t("A new part is being watched")
    if course.week_is_over(swap, now):
        return title, words.week_over(current())
    until = t("Until {day}: a new error is told at once.").format(day=day(swap.watched_from + course.WATCH))
    return title, until
