"""What every view of a swap has."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

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
