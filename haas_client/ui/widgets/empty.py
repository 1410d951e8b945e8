"""What stands where nothing is: a small drawing, and below or beside it the words that say why."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from haas_client.ui import drawings
from haas_client.ui.virtual import called_by_qt
from haas_client.ui.widgets.basic import column, label, row

_WIDTH, _HEIGHT = 160, 112
_WORDS_WIDTH = 420
"""Longer lines are hard to read under a small drawing."""


class Drawing(QWidget):
    """Decoration: the words beside it say it all, so screen readers pass it by. Read when it is first painted."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.setFixedSize(_WIDTH, _HEIGHT)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_drawing(self, name: str) -> None:
        self.name = name
        self.update()

    @called_by_qt
    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's own name
        if not self.name:  # it is not known yet whether there is something
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        drawings.renderer("empty", self.name).render(painter, QRectF(self.rect()))


class Empty(QWidget):
    """In the middle of a page that has nothing else."""

    def __init__(self, drawing: str = "", text: str = "") -> None:
        super().__init__()
        layout = column(self, gap=14)
        self.drawing = Drawing(drawing)
        self.words: QLabel = label(text, "sub")
        self.words.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.words.setFixedWidth(_WORDS_WIDTH)
        layout.addStretch(2)
        layout.addWidget(self.drawing, alignment=Qt.AlignmentFlag.AlignHCenter)
        line = row()  # by a layout's alignment a text would have the height of its first guess
        line.addStretch()
        line.addWidget(self.words)
        line.addStretch()
        layout.addLayout(line)
        layout.addStretch(3)

    def show_why(self, drawing: str, text: str) -> None:
        self.drawing.show_drawing(drawing)
        self.words.setText(text)


def beside(drawing: str, *words: QWidget) -> QHBoxLayout:
    """Where there is more on the page: the drawing at the left, the words at the right."""
    line = row(gap=20)
    line.addWidget(Drawing(drawing), alignment=Qt.AlignmentFlag.AlignVCenter)
    texts = column(gap=6)
    texts.addStretch(1)
    for one in words:
        texts.addWidget(one)
    texts.addStretch(1)
    line.addLayout(texts, 1)
    return line
