"""Labels, buttons, cards and lines in the roles of the style sheet."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from haas_client.text import phrased, printable, wrappable
from haas_client.ui import theme
from haas_client.ui.theme import Tone
from haas_client.ui.virtual import called_by_qt


class Label(QLabel):
    """A label whose lines end where a reader would end them; :meth:`text` is without the marks for that."""

    def __init__(self, text: str, role: str = "") -> None:
        super().__init__()
        self.setProperty("role", role)  # before the text: with that a screen reader asks what this is
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802  Qt's own name
        self._plain = text
        self.setAccessibleName(text)
        super().setText(phrased(text))

    def text(self) -> str:
        return self._plain


def label(text: str, role: str = "", tone: Tone | None = None, *, selectable: bool = False) -> QLabel:
    """A plain-text label: what it shows may come from a drive or a file and is never markup."""
    # What is selected is copied as it is, without marks for the ends of lines.
    widget = QLabel(fit(text)) if selectable else Label(fit(text), role)
    widget.setTextFormat(Qt.TextFormat.PlainText)
    widget.setWordWrap(role not in ("step", "brand"))
    widget.setProperty("role", role)
    if tone:
        widget.setProperty("tone", tone.value)
    if selectable:
        widget.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return widget


def fit(text: str) -> str:
    """``text`` as a label can show it: nothing in it steers the display, and no word is wider than the window."""
    return wrappable(printable(text))


class Button(QPushButton):
    """A push button that Enter presses as Space does (Qt keeps Enter for dialogs), and a screen reader as a mouse.

    What can be checked is toggled by a screen reader (AT-SPI's first action), of which Qt makes no click.
    """

    _known = False
    """Whether what is being checked is checked by a click or by the program."""

    @called_by_qt
    def setCheckable(self, checkable: bool) -> None:  # noqa: N802  Qt's own names
        super().setCheckable(checkable)
        if checkable:
            self.toggled.connect(self._was_toggled)

    @called_by_qt
    def setChecked(self, checked: bool) -> None:  # noqa: N802
        self._known = True
        super().setChecked(checked)
        self._known = False

    @called_by_qt
    def nextCheckState(self) -> None:  # noqa: N802  a click is about to check it
        self._known = True
        super().nextCheckState()
        self._known = False

    def _was_toggled(self, on: bool) -> None:
        if on and not self._known:
            self.clicked.emit()

    @called_by_qt
    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's own name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)


def button(text: str, on_click: Callable[[], object], role: str = "", name: str = "") -> QPushButton:
    """A push button; ``name`` where its text alone does not say to a screen reader what it does."""
    widget = Button(text)
    widget.setProperty("role", role)
    widget.setAccessibleName(name or text)
    widget.setCursor(Qt.CursorShape.PointingHandCursor)
    widget.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    widget.clicked.connect(lambda _checked=False: on_click())
    return widget


def one_tab_stop(group: QButtonGroup) -> None:
    """Tab reaches the checked button of a group and leaves it again, as Qt does once one of them had the focus."""
    for member in group.buttons():
        member.setFocusPolicy(Qt.FocusPolicy.StrongFocus if member.isChecked() else Qt.FocusPolicy.ClickFocus)


def card(tone: Tone | None = None, frame: QFrame | None = None) -> tuple[QFrame, QVBoxLayout]:
    """A card and the layout inside it; ``frame`` where it is one of its own class."""
    frame = frame or QFrame()
    frame.setProperty("role", "card")
    if tone:
        frame.setProperty("tone", tone.value)
    layout = column(frame, margin=theme.CARD_PADDING, gap=8)
    return frame, layout


def notice(tone: Tone) -> tuple[QFrame, QVBoxLayout]:
    """A tinted box inside a card or a page."""
    frame = QFrame()
    frame.setProperty("role", "notice")
    frame.setProperty("tone", tone.value)
    layout = column(frame, margin=14, gap=4)
    return frame, layout


def line() -> QFrame:
    frame = QFrame()
    frame.setProperty("role", "line")
    return frame


def column(parent: QWidget | None = None, *, margin: int = 0, gap: int = 0) -> QVBoxLayout:
    layout = QVBoxLayout(parent) if parent else QVBoxLayout()
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(gap)
    return layout


def row(*, gap: int = 0) -> QHBoxLayout:
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(gap)
    return layout


def scrolled(content: QWidget) -> QScrollArea:
    """``content`` that may be taller than the window, never wider."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    content.setObjectName("scrolled")
    area.setWidget(content)
    return area


def fit_height(window: QWidget) -> None:
    """As high as its texts need at its width, once what was just added counts: with the next turn of the event loop.

    Qt's own ``adjustSize`` takes text that wraps for shorter than it is.
    """
    QTimer.singleShot(0, window, lambda: _fit_height(window))


def grow_to_fit(window: QWidget) -> None:
    """As :func:`fit_height`, but never less high than it is."""
    QTimer.singleShot(0, window, lambda: _fit_height(window, at_least=window.height()))


def _fit_height(window: QWidget, at_least: int = 0) -> None:
    layout = window.layout()
    if layout:
        layout.activate()
        # A width that was set lets Qt make a row of buttons narrower than they are.
        width = max(window.width(), window.minimumWidth(), layout.totalMinimumSize().width())
        needed = max(layout.totalHeightForWidth(width), layout.totalMinimumSize().height())
        window.resize(width, max(needed, at_least))


def clear(layout: QVBoxLayout | QHBoxLayout) -> None:
    """Takes everything out of a layout and deletes it."""
    while item := layout.takeAt(0):
        widget, inner = item.widget(), item.layout()
        if widget:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, (QVBoxLayout, QHBoxLayout)):
            clear(inner)
