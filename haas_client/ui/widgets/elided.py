"""A line of text that may come from a drive: any length, any character; what does not fit is in its tooltip."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from haas_client.text import printable
from haas_client.ui.virtual import called_by_qt

_MOST = 500
"""Characters of a tooltip: more is no name any more."""
_LEAST_WIDTH = 40


def one_line(text: str) -> str:
    """``text`` in one line, without what could steer its display."""
    return " ".join(printable(text).split())


def tooltip(text: str) -> str:
    """``text`` for ``setToolTip``, which takes for markup what looks like it."""
    import html  # 2 ms of the start, before there is any name

    shown = text if len(text) <= _MOST else text[:_MOST] + "…"
    return f"<p>{html.escape(shown)}</p>" if shown else ""


class ElidedLabel(QLabel):
    """One line, cut with "…" where it is too long; screen readers and the tooltip have it all."""

    def __init__(self, text: str, role: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._whole = ""
        self.show_text(text)

    def show_text(self, text: str) -> None:
        self._whole = one_line(text)
        self.setAccessibleName(self._whole)
        self._cut()

    @called_by_qt
    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's own name
        return QSize(_LEAST_WIDTH, super().minimumSizeHint().height())

    @called_by_qt
    def sizeHint(self) -> QSize:  # noqa: N802
        width = self.fontMetrics().horizontalAdvance(self._whole[:_MOST]) + 2
        return QSize(width, super().sizeHint().height())

    @called_by_qt
    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._cut()

    @called_by_qt
    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._cut()

    def _cut(self) -> None:
        # More than a line can hold need not be measured.
        shown = self.fontMetrics().elidedText(
            self._whole[:_MOST], Qt.TextElideMode.ElideRight, max(self.width(), _LEAST_WIDTH)
        )
        self.setToolTip(tooltip(self._whole) if shown != self._whole else "")
        if shown != self.text():
            self.setText(shown)
