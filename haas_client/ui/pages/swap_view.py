"""What every view of a swap has."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from haas_client.ui import theme
from haas_client.ui.widgets.basic import clear, column, row, scrolled

if TYPE_CHECKING:
    from haas_client.ui.pages.swap import SwapPage


class SwapView(QWidget):
    """Shows what :class:`~haas_client.ui.swapping.Swapping` knows, and asks it for the next thing."""

    def __init__(self, page: "SwapPage") -> None:
        super().__init__()
        self.page, self.session, self.swapping = page, page.session, page.session.swapping

    def begin(self) -> None:
        """Called once, when it has its place."""

    def show_now(self) -> None:
        """What is known has changed."""

    def first_focus(self) -> QWidget | None:
        return None

    def header_buttons(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        """Buttons in the header."""
        return ()


class CardsView(SwapView):
    """Cards one below the other, which scroll, and buttons below them, which do not; all made anew at each change."""

    def __init__(self, page: "SwapPage") -> None:
        super().__init__(page)
        self._first: QPushButton | None = None
        """Where work goes on with the keyboard."""
        layout = column(self, gap=theme.GAP)
        inner = QWidget()
        self._body = self._filled(column(inner, gap=theme.GAP))
        layout.addWidget(scrolled(inner), 1)
        self._foot = row(gap=12)
        layout.addLayout(self._foot)

    def first_focus(self) -> QWidget | None:
        return self._first

    def _filled(self, whole: QVBoxLayout) -> QVBoxLayout:
        """Puts in what stays, and gives the place of what is made anew."""
        return whole

    def _empty(self) -> None:
        clear(self._body)
        clear(self._foot)
        self._first = None
