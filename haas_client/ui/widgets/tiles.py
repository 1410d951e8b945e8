"""Choices as large buttons: an icon, a title, a line of explanation."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout

from haas_client.ui.theme import Tone
from haas_client.ui.virtual import called_by_qt
from haas_client.ui.widgets.basic import Button, column, fit, label
from haas_client.ui.widgets.painted import IconBadge, Pill

_MINIMUM_WIDTH = 200


class Tile(Button):
    """A card that is one button. Its accessible name is its title, its description the line below."""

    def __init__(
        self, icon: str, title: str, detail: str, *, tone: Tone = Tone.ACCENT, checkable: bool = False
    ) -> None:
        super().__init__()
        self.setProperty("role", "tile")
        self.setCheckable(checkable)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(title)
        self.setAccessibleDescription(detail)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._outer = outer = QHBoxLayout(self)
        outer.setContentsMargins(16, 14, 16, 14)
        outer.setSpacing(12)
        self.badge = IconBadge(icon, tone)
        outer.addWidget(self.badge, alignment=Qt.AlignmentFlag.AlignTop)
        self.words: QVBoxLayout = column(gap=2)
        self._title, self._detail = label(title, "name"), label(detail, "caption")
        self.words.addWidget(self._title)
        self.words.addWidget(self._detail)
        self.words.addStretch(1)
        outer.addLayout(self.words, 1)
        for child in (self._title, self._detail):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_detail(self, detail: str) -> None:
        self._detail.setText(fit(detail))
        self.setAccessibleDescription(detail)
        self.updateGeometry()

    @called_by_qt
    def sizeHint(self) -> QSize:  # noqa: N802  a push button's own hint knows nothing of a layout inside
        return self.minimumSizeHint()

    @called_by_qt
    def minimumSizeHint(self) -> QSize:  # noqa: N802
        width = max(self.width(), _MINIMUM_WIDTH)
        return QSize(_MINIMUM_WIDTH, self._outer.totalHeightForWidth(width))

    @called_by_qt
    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()  # the words wrap anew, and the height follows

    @called_by_qt
    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    @called_by_qt
    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return self._outer.totalHeightForWidth(width)


class PartTile(Tile):
    """A tile with a state pill: one of the three parts on the home page, a test with its time."""

    def __init__(self, icon: str, title: str, state: str, detail: str, *, checkable: bool = False) -> None:
        super().__init__(icon, title, detail, checkable=checkable)
        self.pill = Pill(state, Tone.NEUTRAL)
        self.words.insertWidget(1, self.pill)
        self.words.insertSpacing(2, 4)

    def show_state(self, state: str, tone: Tone, detail: str) -> None:
        self.pill.show_state(state, tone)
        self.badge.show_icon(self.badge.name, tone if tone in (Tone.WARN, Tone.BAD) else Tone.ACCENT)
        self.show_detail(detail)
        self.setAccessibleDescription(f"{state}. {detail}")
