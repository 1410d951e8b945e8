"""The head of the window: at home the brand and the centre's hours, elsewhere the way back and where one is."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from haas_client.i18n import t
from haas_client.ui import theme
from haas_client.ui.pages.page import Page, PageName
from haas_client.ui.reception import ReceptionPill
from haas_client.ui.session import Session
from haas_client.ui.virtual import called_by_qt
from haas_client.ui.widgets.basic import button, label, row
from haas_client.ui.widgets.painted import Brand, Pill

if TYPE_CHECKING:
    from haas_client.ui.widgets.elided import ElidedLabel

_HEIGHT = 56
_WIDEST_NUMBER = 300
_MANY = 2
"""Buttons of a page beside which the centre's hours have no room."""


class Header(QFrame):
    """At home the brand and the centre's hours; elsewhere the way back and the four steps."""

    def __init__(self, session: Session, go_back: Callable[[], None], show_machine: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setFixedHeight(_HEIGHT)
        self._session = session
        self._row = layout = row(gap=12)
        layout.setContentsMargins(theme.PAGE_MARGIN, 0, theme.PAGE_MARGIN, 0)
        self.setLayout(layout)
        self._brand = Brand()
        self.back_button = button("← " + t("Back"), go_back, "link", t("Back"))
        self._title = label("", "brand")
        layout.addWidget(self._brand)
        layout.addWidget(self.back_button)
        layout.addWidget(self._title)
        self._caption: ElidedLabel | None = None  # home has none
        layout.addStretch(1)
        self._steps: _Steps | None = None  # home has none
        self._state: Pill | None = None
        self._reception = ReceptionPill(session.bridge, lambda: session.facts.closed)
        self._home = True
        self._warranty = button("", show_machine, "pill")
        self._warranty.hide()
        layout.addWidget(self._reception)
        layout.addWidget(self._warranty)
        self._actions: list[QPushButton] = []
        self._shown_actions: tuple[tuple[str, Callable[[], object]], ...] = ()

    def show_page(self, page: Page) -> None:
        home = page.name == PageName.HOME
        self._brand.setVisible(home)
        self.back_button.setVisible(not home)
        self._title.setText(t("Linuxmania Support") if home else page.title())
        self._show_caption(page.caption())
        self._show_actions(page.header_buttons())
        self._show_step(page.step)
        self._show_state(page)
        self._home = home
        if self.isVisible():
            self._show_number()

    def _show_caption(self, caption: str) -> None:
        if self._caption is None and caption:
            from haas_client.ui.widgets.elided import ElidedLabel

            self._caption = ElidedLabel("", "caption")
            self._row.insertWidget(self._row.indexOf(self._title) + 1, self._caption, 1000)  # before any blank
        if self._caption:
            self._caption.show_text(caption)
            self._caption.setVisible(bool(caption))

    def _show_actions(self, actions: tuple[tuple[str, Callable[[], object]], ...]) -> None:
        if actions == self._shown_actions:
            return  # the keyboard may be on one
        self._shown_actions = actions
        for old in self._actions:
            old.hide()
            old.deleteLater()
        self._reception.setVisible(len(actions) < _MANY)  # the title needs the room
        self._actions = [button(*action) for action in actions]
        for new in self._actions:
            self._row.addWidget(new)

    @called_by_qt
    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        # After the first frame: what lies on disk, and holidays, need not hold the window back.
        QTimer.singleShot(0, self._reception.refresh)
        QTimer.singleShot(0, self._show_number)

    def _show_step(self, step: int) -> None:
        if self._steps is None and step:
            self._steps = _Steps()
            self._row.insertWidget(self._row.indexOf(self._reception), self._steps)
        if self._steps:
            self._steps.setVisible(step > 0)
            self._steps.show_step(step)

    def _show_state(self, page: Page) -> None:
        state = page.state()
        if self._state is None and state:
            self._state = Pill(*state)
            self._row.addWidget(self._state)
        if self._state:
            self._state.setVisible(state is not None)
            if state:
                self._state.show_state(*state)

    def _show_number(self) -> None:
        number = self._session.request.warranty_number
        text = t("Warranty number {number}").format(number=number) if number else t("About this PC")
        self._warranty.setText(self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, _WIDEST_NUMBER))
        self._warranty.setAccessibleName(t("{text}: this PC as sold and now").format(text=text))
        self._warranty.setVisible(self._home)


class _Steps(QWidget):
    """1 Symptom · 2 Diagnosis · 3 Advice · 4 Sending"""

    spoken_as = QAccessible.Role.Grouping

    def __init__(self) -> None:
        super().__init__()
        layout: QHBoxLayout = row(gap=4)
        self.setLayout(layout)
        self._labels = []
        for number, text in enumerate((t("Symptom"), t("Diagnosis"), t("Advice"), t("Sending")), start=1):
            if number > 1:
                layout.addWidget(label("·", "step"))
            step = label(f"{number} {text}", "step")
            self._labels.append(step)
            layout.addWidget(step)

    def show_step(self, current: int) -> None:
        for number, step in enumerate(self._labels, start=1):
            step.setProperty("current", number == current)
            step.style().unpolish(step)
            step.style().polish(step)
        if 0 < current <= len(self._labels):
            words = t("Step {number} of {count}: {title}")
            self.setAccessibleName(
                words.format(number=current, count=len(self._labels), title=self._labels[current - 1].text())
            )
