"""What every page has: a name, a header, a place for content, and a wish to go elsewhere."""

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from haas_client.i18n import t
from haas_client.ui import theme
from haas_client.ui.session import Session
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.basic import column, row

if TYPE_CHECKING:
    from haas_client.diagnostics.finding import Part


class PageName(StrEnum):
    HOME = "home"
    SYMPTOM = "symptom"
    DIAGNOSIS = "diagnosis"
    RESULT = "result"
    SEND = "send"
    HANDOVER = "handover"
    POWER = "power"
    MEMORY = "memory"
    STORAGE = "storage"
    TRIAL = "trial"
    MACHINE = "machine"
    CENTRE = "centre"
    CARD = "card"
    CASE = "case"
    CASES = "cases"
    LINK = "link"
    HANDS_ON = "hands_on"
    SWAP = "swap"


class Page(QWidget):
    """A page of the window."""

    go = Signal(object)
    """Carries the :class:`PageName` that the owner wants to see."""
    look_at = Signal(object)
    """Carries the :class:`~haas_client.diagnostics.finding.Part` whose page the owner wants to see."""

    open_case = Signal(str)
    """Carries the id of the case that the owner wants to see."""
    say = Signal(object)
    """Carries the :class:`~haas_client.ui.widgets.notice_bar.Said` that is told above the page one is on."""
    retitled = Signal()
    """What the header says has changed."""

    name: PageName
    step = 0
    """Its place in the four steps of asking for support; 0 outside them."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setObjectName("page")
        self.content: QVBoxLayout = column(self, margin=theme.PAGE_MARGIN, gap=theme.GAP)

    def title(self) -> str:
        """What the header says beside the way back."""
        return t("Get help")

    def caption(self) -> str:
        """What the header says beside the title, in small."""
        return ""

    def header_buttons(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        """Buttons of this page in the header: their words, and what they do."""
        return ()

    def state(self) -> tuple[str, Tone] | None:
        """A short state in the header, and its tone."""
        return None

    def come_from(self, name: PageName) -> None:
        """Told which page was left for this one."""

    def show_part(self, part: "Part") -> None:
        """Told which part to show first, before the page is entered."""

    def enter(self) -> None:
        """Called each time the page is about to be shown."""

    def back(self) -> PageName:
        """Where "back" leads."""
        return PageName.HOME

    def first_focus(self) -> QWidget | None:
        """What the keyboard is on when the page opens."""
        return None

    def footer(self) -> QHBoxLayout:
        """A row at the foot of the page."""
        layout = row(gap=12)
        self.content.addLayout(layout)
        return layout
