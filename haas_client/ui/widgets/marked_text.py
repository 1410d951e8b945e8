"""A text in which words that look private stand on a coloured ground, with a way from one to the next."""

from collections.abc import Sequence

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from haas_client.i18n import current
from haas_client.ui import theme
from haas_client.ui.theme import Tone

Span = tuple[int, int]
"""First character, and the one after the last, as Python counts them."""

_MOST_MARKED = 2000
"""A text in which more looks private is marked that far; the number is told all the same."""


def mark(text: QPlainTextEdit, spans: Sequence[Span]) -> None:
    """Puts a coloured ground behind each of ``spans``, which are of the text as it is now."""
    foreground, background = theme.current().of(Tone.WARN)
    look = QTextCharFormat()
    look.setBackground(QColor(background))
    look.setForeground(QColor(foreground))
    plain, at, units = text.toPlainText(), 0, 0
    selections = []
    for begin, end in spans[:_MOST_MARKED]:
        # Qt counts in units of UTF-16, in which an emoji is two.
        units += _units(plain[at:begin])
        cursor = QTextCursor(text.document())
        cursor.setPosition(units)
        units += _units(plain[begin:end])
        cursor.setPosition(units, QTextCursor.MoveMode.KeepAnchor)
        selection = QTextEdit.ExtraSelection()
        selection.cursor, selection.format = cursor, look
        selections.append(selection)
        at = end
    text.setExtraSelections(selections)


def jump_to_next(text: QPlainTextEdit) -> None:
    """Selects the first marked word behind the cursor; after the last the first again."""
    cursors = [QTextCursor(selection.cursor) for selection in text.extraSelections()]  # copies: Qt's own go at once
    if cursors:
        here = text.textCursor().selectionEnd()
        following = next((cursor for cursor in cursors if cursor.selectionStart() >= here), cursors[0])
        text.setTextCursor(following)
        text.ensureCursorVisible()


def counted(count: int) -> str:
    """In words, for who sees no colour."""
    return current().plural("{count} word looks private", "{count} words look private", count)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
