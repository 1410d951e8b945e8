"""One of several parts to look at: a drive, a memory slot. Arrow keys move between those of one group."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from haas_client.i18n import current
from haas_client.ui.theme import Tone
from haas_client.ui.virtual import called_by_qt
from haas_client.ui.widgets.basic import Button, column
from haas_client.ui.widgets.elided import ElidedLabel, one_line
from haas_client.ui.widgets.painted import Pill, with_icon
from haas_client.wording import parts as part_words

_MINIMUM_WIDTH = 220


class Choice(Button):
    """A card that is one button: a picture if it has one, a title with an icon, a line below, a state."""

    def __init__(
        self, title: str, detail: str, state: str, tone: Tone, picture: QWidget | None = None, *, icon: str = ""
    ) -> None:
        super().__init__()
        self.setProperty("role", "choice")
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.title = title = one_line(title)
        self.setAccessibleName(part_words.joined((title, state), current()))
        self.setAccessibleDescription(one_line(detail))
        outer = QHBoxLayout(self)
        outer.setContentsMargins(14, 10, 14, 12)
        outer.setSpacing(14)
        if picture:
            outer.addWidget(picture, alignment=Qt.AlignmentFlag.AlignVCenter)
        words = column(gap=2)
        words.addWidget(with_icon(icon, title) if icon else ElidedLabel(title, "h3"))
        if detail:
            words.addWidget(ElidedLabel(detail, "caption"))
        words.addSpacing(4)
        words.addWidget(Pill(state, tone, dot=tone != Tone.NEUTRAL), alignment=Qt.AlignmentFlag.AlignLeft)
        outer.addLayout(words, 1)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @called_by_qt
    def sizeHint(self) -> QSize:  # noqa: N802  a push button's own hint knows nothing of a layout inside
        return self.minimumSizeHint()

    @called_by_qt
    def minimumSizeHint(self) -> QSize:  # noqa: N802
        layout = self.layout()
        return QSize(_MINIMUM_WIDTH, layout.minimumSize().height() if layout else 0)

    @called_by_qt
    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.updateGeometry()
