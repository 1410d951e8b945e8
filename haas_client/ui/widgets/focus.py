"""The focus ring: one frame that follows the keyboard over the window, and goes when the mouse takes over."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLineEdit, QWidget

from haas_client.ui import theme

_KEYS = frozenset(
    {Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right}
)
_OUTSET, _WIDTH, _RADIUS = 4, 2.0, 12.0


class FocusRing(QWidget):
    """Shown around whatever has the focus once a key moved it. Text fields have a frame of their own."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._by_keyboard = False
        self._target: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.installEventFilter(self)
            application.focusChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's own name
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _KEYS:
            self._by_keyboard = True
            self._place()
        elif kind == QEvent.Type.MouseButtonPress:
            self._by_keyboard = False
            self._place()
        elif watched is self._target and kind in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide):
            self._place()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.current().accent), _WIDTH))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        self._target = now
        self._place()

    def _place(self) -> None:
        target = self._target
        framed = isinstance(target, (QLineEdit, QAbstractScrollArea))
        if target is None or framed or not self._by_keyboard or not self._belongs(target):
            self.hide()
            return
        box = QRect(target.mapTo(self._window, QPoint(0, 0)), target.size())
        self.setGeometry(box.adjusted(-_OUTSET, -_OUTSET, _OUTSET, _OUTSET))
        self.raise_()
        self.show()

    def _belongs(self, target: QWidget) -> bool:
        return self._window.isAncestorOf(target) and target.isVisible()
