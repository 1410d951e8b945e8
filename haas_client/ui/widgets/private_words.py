"""The owner's own words, with what looks private in them marked as it is typed."""

from PySide6.QtCore import QTimer

from haas_client.ui import private
from haas_client.ui.session import Session
from haas_client.ui.widgets.marked_text import mark
from haas_client.ui.widgets.words_edit import WordsEdit

_SETTLED_AFTER_MS = 300


class PrivateWords(WordsEdit):
    def __init__(self, session: Session, name: str, height: int) -> None:
        super().__init__(name, height)
        self._session = session
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLED_AFTER_MS)
        self._timer.timeout.connect(self.mark)
        self.textChanged.connect(self._timer.start)

    def mark(self) -> None:
        evidence = self._session.evidence
        mark(self, private.in_words(self.toPlainText(), evidence.collection.identities if evidence else None))
