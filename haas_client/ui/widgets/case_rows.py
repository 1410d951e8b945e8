"""Cases as lines of a list: what each is about, where it stands, who has to act."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from haas_client.ui import theme
from haas_client.ui.theme import Tone
from haas_client.ui.virtual import called_by_qt
from haas_client.ui.widgets.elided import one_line

_HEIGHT, _SIDE, _RADIUS = 60, 14, 8.0
_TITLE, _CAPTION = 14, 12
CASE_ID = Qt.ItemDataRole.UserRole
_CAPTION_ROLE = Qt.ItemDataRole.UserRole + 1
_STATE_ROLE = Qt.ItemDataRole.UserRole + 2
_TONE_ROLE = Qt.ItemDataRole.UserRole + 3


class CaseRows(QListWidget):
    """Arrow keys move, Enter and a double click open."""

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(_Row(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)

    def add(self, case_id: str, title: str, caption: str, state: str, tone: Tone) -> None:
        title, caption = one_line(title), one_line(caption)
        item = QListWidgetItem(title)
        item.setData(CASE_ID, case_id)
        item.setData(_CAPTION_ROLE, caption)
        item.setData(_STATE_ROLE, state)
        item.setData(_TONE_ROLE, tone.value)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{title}. {state}. {caption}")
        self.addItem(item)

    def current_id(self) -> str:
        """Of the line that the keyboard is on; empty where there is none."""
        item: QListWidgetItem | None = self.currentItem()
        return str(item.data(CASE_ID)) if item is not None else ""

    def go_to(self, case_id: str) -> None:
        """Puts the keyboard on a case, on the first one where that is not there."""
        items = [self.item(number) for number in range(self.count())]
        found = next((item for item in items if item.data(CASE_ID) == case_id), items[0] if items else None)
        if found is not None:
            self.setCurrentItem(found)

    @called_by_qt
    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's own name
        item: QListWidgetItem | None = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self.itemActivated.emit(item)
            return
        super().keyPressEvent(event)


class _Row(QStyledItemDelegate):
    @called_by_qt
    def sizeHint(  # noqa: N802  Qt's own name
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(200, _HEIGHT)

    @called_by_qt
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rectangle, font, state = option.rect, QFont(option.font), option.state
        colours = theme.current()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_soft))
            painter.drawRoundedRect(QRectF(rectangle).adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)
        inside = rectangle.adjusted(_SIDE, 0, -_SIDE, 0)
        font.setPixelSize(_CAPTION)
        painter.setFont(font)
        foreground, _ = colours.of(Tone(index.data(_TONE_ROLE)))
        width = QFontMetrics(font).horizontalAdvance(index.data(_STATE_ROLE))
        painter.setPen(foreground)
        painter.drawText(inside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, index.data(_STATE_ROLE))
        words = inside.adjusted(0, 0, -width - _SIDE, 0)
        _line(painter, font, QRect(words.left(), words.center().y() + 1, words.width(), 20), index.data(_CAPTION_ROLE))
        font.setPixelSize(_TITLE)
        font.setBold(True)
        painter.setPen(QColor(colours.ink))
        _line(painter, font, QRect(words.left(), words.center().y() - 21, words.width(), 22), index.data(), ink=True)
        painter.restore()


def _line(painter: QPainter, font: QFont, box: QRect, text: str, *, ink: bool = False) -> None:
    colours = theme.current()
    painter.setFont(font)
    painter.setPen(QColor(colours.ink if ink else colours.ink3))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
