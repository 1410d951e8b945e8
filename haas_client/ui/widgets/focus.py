"""The focus ring: one frame that follows the keyboard over the window, and goes when the mouse takes over."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLineEdit, QWidget

from haas_client.ui import theme
from haas_client.ui.virtual import called_by_qt

_OUTSET, _WIDTH, _RADIUS = 4, 2.0, 12.0
_TAB_KEYS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


def is_tab(event: QEvent) -> bool:
    """Whether it announces Tab or Shift+Tab to a window: that is told before either is carried out."""
    return event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _TAB_KEYS


class FocusRing(QWidget):
    """Shown around whatever has the focus once a key moved it. Text fields have a frame of their own.

    Only while it is shown does it look at the application's events; a person with a mouse never pays for it.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._target: QWidget | None = None
        self._following = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def follow_keyboard(self) -> None:
        """Begins to follow: a key is about to move the focus."""
        application = QApplication.instance()
        if not self._following and isinstance(application, QApplication):
            self._following = True
            application.installEventFilter(self)
            application.focusChanged.connect(self._move)

    @called_by_qt
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's own name
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress:
            self._stop()
        elif watched is self._target and kind in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide):
            self._place()
        return False

    @called_by_qt
    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.current().accent), _WIDTH + theme.current().high_contrast))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)

    def _stop(self) -> None:
        application = QApplication.instance()
        if self._following and isinstance(application, QApplication):
            self._following = False
            application.removeEventFilter(self)
            application.focusChanged.disconnect(self._move)
        self._target = None
        self.hide()

    def _move(self, _old: QWidget | None, now: QWidget | None) -> None:
        self._target = now
        self._place()

    def _place(self) -> None:
        target = self._target
        if target is None or isinstance(target, (QLineEdit, QAbstractScrollArea)) or not self._belongs(target):
            self.hide()
            return
        box = QRect(target.mapTo(self.window(), QPoint(0, 0)), target.size())
        self.setGeometry(box.adjusted(-_OUTSET, -_OUTSET, _OUTSET, _OUTSET))
        self.raise_()
        self.show()

    def _belongs(self, target: QWidget) -> bool:
        return self.window().isAncestorOf(target) and target.isVisible()
