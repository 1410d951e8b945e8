"""The tabs of a section: as a person reads it, then file by file; words that look private are marked and named."""

import logging

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QImage, QPixmap
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QTabWidget, QWidget

from haas_client.bundle.chosen import Section
from haas_client.bundle.contents import CASE, Contents
from haas_client.i18n import t
from haas_client.ui import private
from haas_client.ui.bridge import Bridge
from haas_client.ui.outgoing import Built
from haas_client.ui.pages.readable import readable
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.basic import button, column, fit, label, row, scrolled
from haas_client.ui.widgets.marked_text import Span, counted, jump_to_next, mark

_log = logging.getLogger(__name__)

_PICTURE = 640
_MOST_NAMED = 200
"""Characters of the list of words that look private."""

_Text = tuple[str, str, tuple[Span, ...]]
"""Name of the tab, what it shows, and what looks private there."""


class SectionTabs(QWidget):
    """Made beside the interface, which a large log would hold up."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._found: list[tuple[str, tuple[Span, ...]]] = []
        layout = column(self, gap=12)
        layout.addWidget(self._private_row())
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.currentChanged.connect(lambda _: self._show_private())
        layout.addWidget(self._tabs, 1)

    def show_built(self, built: Built | None, section: Section | None) -> None:
        """``None``: what is shown is no longer true, and what follows it is being made."""
        if built is None:
            self._tabs.setEnabled(False)
        elif section == Section.PHOTOS and built.contents:
            contents = built.contents
            self._bridge.submit(lambda: _pictures(contents), self, self._show_pictures, self._not_shown)
        else:
            self._bridge.submit(lambda: _texts(built, section), self, self._show_texts, self._not_shown)

    def _private_row(self) -> QWidget:
        self._private = QWidget()
        line = row(gap=12)
        self._private.setLayout(line)
        self._named = label("", "sub", Tone.WARN)
        line.addWidget(self._named, 1)
        line.addWidget(button(t("Next"), self._jump, "", t("Next word that looks private")))
        self._private.hide()
        return self._private

    def _show_texts(self, texts: list[_Text]) -> None:
        self._tabs.setEnabled(True)
        while self._tabs.count() > len(texts):
            self._tabs.removeTab(self._tabs.count() - 1)
        for number, (name, text, spans) in enumerate(texts):
            widget = self._tabs.widget(number)
            if not isinstance(widget, QPlainTextEdit):
                widget = text_view(name, fixed=number > 0)
                self._tabs.addTab(widget, name)
            if widget.toPlainText() != text:
                widget.setPlainText(text)
            self._tabs.setTabText(number, name)
            mark(widget, spans)
        self._found = [(text, spans) for _, text, spans in texts]
        self._show_private()

    def _show_pictures(self, pictures: list[tuple[str, QImage]]) -> None:
        self._tabs.setEnabled(True)
        self._tabs.clear()
        inner = QWidget()
        inside = column(inner, gap=12)
        for name, image in pictures:
            inside.addWidget(label(name, "caption"))
            shown = QLabel()
            shown.setPixmap(QPixmap.fromImage(image))
            shown.setAccessibleName(name)
            inside.addWidget(shown)
        if not pictures:
            inside.addWidget(label(t("None is in this file."), "sub"))
        inside.addStretch(1)
        self._tabs.addTab(scrolled(inner), t("Photos"))

    def _not_shown(self, error: Exception) -> None:
        _log.error("preview", exc_info=error)

    def _show_private(self) -> None:
        number = self._tabs.currentIndex()
        text, spans = self._found[number] if 0 <= number < len(self._found) else ("", ())
        names = dict.fromkeys(text[begin:end] for begin, end in spans)
        self._private.setVisible(bool(names))
        if names:
            listed = ", ".join(names)
            cut = listed if len(listed) <= _MOST_NAMED else listed[:_MOST_NAMED] + "…"
            self._named.setText(fit(f"{counted(len(names))}: {cut}"))

    def _jump(self) -> None:
        shown = self._tabs.currentWidget()
        if isinstance(shown, QPlainTextEdit):
            jump_to_next(shown)


def _texts(built: Built, section: Section | None) -> list[_Text]:
    """For another thread."""
    words = built.private.get(section, ())
    if built.contents is None or built.page is None or built.marks is None:
        text = built.mail("").body
        return [(t("The text of the mail"), text, private.places(text, words))]
    contents = built.contents
    read = "\n".join(readable(contents, built.page, section)) or t("Nothing.")
    texts = [(t("To read"), read, private.places(read, words))]
    for name, data in (contents.of_section(section) if section else {CASE: contents.members[CASE]}).items():
        text = data.decode("utf-8", "replace")
        texts.append((name, text, private.in_member(contents, built.marks, name)))
    return texts


def _pictures(contents: Contents) -> list[tuple[str, QImage]]:
    """For another thread."""
    pictures = []
    for name, data in contents.of_section(Section.PHOTOS).items():
        image = QImage.fromData(data)
        if image.width() > _PICTURE:
            image = image.scaledToWidth(_PICTURE, Qt.TransformationMode.SmoothTransformation)
        pictures.append((name, image))
    return pictures


def text_view(name: str, *, fixed: bool = False) -> QPlainTextEdit:
    widget = QPlainTextEdit()
    widget.setReadOnly(True)
    widget.setAccessibleName(name)
    widget.setTabChangesFocus(True)
    if fixed:
        widget.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    return widget
