"""A field for the owner's own words. A picture that is dropped or pasted there is no text, and goes to the photos."""

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QPlainTextEdit

from haas_client.i18n import t
from haas_client.request import MAX_WORDS
from haas_client.ui.photos import holds_pictures
from haas_client.ui.virtual import called_by_qt


class WordsEdit(QPlainTextEdit):
    written = Signal(str)
    """The owner changed the words, which are not longer than a request takes."""
    pictures = Signal(object)
    """``QMimeData`` with pictures in it."""

    def __init__(self, name: str, height: int) -> None:
        super().__init__()
        self.setFixedHeight(height)
        self.setTabChangesFocus(True)
        self.setPlaceholderText(
            t("For example: since yesterday evening, “input/output error” appears when I open files.")
        )
        self.setAccessibleName(name)
        self.textChanged.connect(self._write)

    def show_words(self, words: str) -> None:
        if self.toPlainText() != words:
            self.setPlainText(words)

    @called_by_qt
    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802  Qt's own names
        return holds_pictures(source) or super().canInsertFromMimeData(source)

    @called_by_qt
    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802
        if holds_pictures(source):
            self.pictures.emit(source)
        else:
            super().insertFromMimeData(source)

    def _write(self) -> None:
        text = self.toPlainText()
        if len(text) <= MAX_WORDS:
            self.written.emit(text)
            return
        position = min(self.textCursor().position(), MAX_WORDS)
        self.setPlainText(text[:MAX_WORDS])
        cursor = self.textCursor()
        cursor.setPosition(position)
        self.setTextCursor(cursor)
