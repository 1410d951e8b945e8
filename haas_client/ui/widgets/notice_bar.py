"""What was just done or went wrong, told above the page that one is on, with a way to undo it."""

from collections.abc import Callable, Iterator
from functools import partial

import msgspec
from PySide6.QtWidgets import QFrame, QPushButton

from haas_client.errors import HaasError
from haas_client.i18n import t
from haas_client.ui import theme
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.announce import announce
from haas_client.ui.widgets.basic import button, clear, column, label, row


class Said(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    advice: str = ""
    tone: Tone = Tone.OK
    undo: Callable[[], object] | None = None
    """Takes it back, where that can be done."""
    act: tuple[str, Callable[[], object]] | None = None
    """What may be done about it: its words, and what it does."""

    @property
    def choices(self) -> Iterator[tuple[str, Callable[[], object]]]:
        if self.undo:
            yield t("Undo"), self.undo
        if self.act:
            yield self.act


def failure(error: HaasError) -> Said:
    return Said(title=error.title, advice=error.advice, tone=Tone.BAD)


class NoticeBar(QFrame):
    """Stays until it is put away or another page is opened: nobody has to be quick."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bar")
        outer = column(self)
        outer.setContentsMargins(theme.PAGE_MARGIN, theme.GAP, theme.PAGE_MARGIN, 0)
        self.buttons: list[QPushButton] = []
        self._frame = QFrame()
        self._frame.setProperty("role", "notice")
        self._row = row(gap=12)
        self._row.setContentsMargins(14, 8, 8, 8)
        self._frame.setLayout(self._row)
        outer.addWidget(self._frame)

    def show_said(self, said: Said) -> None:
        clear(self._row)
        self._frame.setProperty("tone", said.tone.value)
        self._frame.style().unpolish(self._frame)
        self._frame.style().polish(self._frame)
        texts = column(gap=0)
        texts.addWidget(label(said.title, "h3"))
        if said.advice:
            texts.addWidget(label(said.advice, "sub"))
        self._row.addLayout(texts, 1)
        self.buttons = [button(words, partial(self._do, deed), "link") for words, deed in said.choices]
        self.buttons.append(button(t("OK"), self.hide, "link", t("Put this notice away")))
        for one in self.buttons:
            self._row.addWidget(one)
        self.show()
        announce(self, f"{said.title} {said.advice}".strip())

    def _do(self, deed: Callable[[], object]) -> None:
        self.hide()
        deed()
