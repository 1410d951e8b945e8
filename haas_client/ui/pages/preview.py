"""What a section of the diagnostic file holds: first as a person reads it, then byte for byte; words can be changed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from haas_client.bundle import section_words
from haas_client.bundle.chosen import Section
from haas_client.bundle.contents import Contents
from haas_client.bundle.private_words import Marks
from haas_client.bundle.report import Page
from haas_client.channels.draft import Draft
from haas_client.i18n import current, t
from haas_client.ui import theme
from haas_client.ui.bridge import Bridge
from haas_client.ui.outgoing import Built, Outgoing
from haas_client.ui.pages.section_tabs import SectionTabs, text_view
from haas_client.ui.session import Session
from haas_client.ui.widgets.basic import button, column, label, row
from haas_client.ui.widgets.dialog import Dialog
from haas_client.ui.widgets.private_words import PrivateWords

_WIDTH, _HEIGHT = 760, 560
_WORDS_HEIGHT = 110


class PreviewDialog(Dialog):
    """``section`` of what would go; ``None`` is what the owner wrote. It follows what is changed in it."""

    def __init__(self, parent: QWidget, session: Session, outgoing: Outgoing, section: Section | None) -> None:
        super().__init__(parent)
        self._session, self._outgoing, self._section = session, outgoing, section
        layout = _framed(self, section)
        self._words: PrivateWords | None = None
        if section is None:
            layout.addWidget(label(t("You can change your words here."), "sub"))
            self._words = PrivateWords(session, t("Your own words"), _WORDS_HEIGHT)
            self._words.show_words(session.request.words)
            self._words.written.connect(self._write)
            layout.addWidget(self._words)
        self._tabs = SectionTabs(session.bridge)
        layout.addWidget(self._tabs, 1)
        close = _foot(layout, self, t("The files are shown exactly as they will be written."))
        outgoing.changed.connect(self._follow)
        self._follow()
        (self._words or close).setFocus()

    def _write(self, words: str) -> None:
        if words != self._session.request.words:
            self._session.change(words=words)
            self._outgoing.refresh(typing=True)

    def _follow(self) -> None:
        """What would go is another: the tabs show that, and nothing that is no longer true."""
        self._tabs.show_built(self._outgoing.built, self._section)


class KeptDialog(Dialog):
    """``section`` of a file that was kept: what it holds, and nothing to change."""

    def __init__(self, parent: QWidget, bridge: Bridge, kept: Contents, page: Page, section: Section | None) -> None:
        super().__init__(parent)
        layout = _framed(self, section)
        tabs = SectionTabs(bridge)
        layout.addWidget(tabs, 1)
        _foot(layout, self, t("The files are shown exactly as they were written.")).setFocus()
        tabs.show_built(
            Built(request=kept.request, contents=kept, page=page, marks=Marks(words=(), members={})), section
        )


class MailDialog(Dialog):
    """The text of the mail, before it is opened anywhere."""

    def __init__(self, parent: QWidget, draft: Draft) -> None:
        super().__init__(parent)
        self.setWindowTitle(t("The text of the mail"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(_WIDTH, _HEIGHT)
        layout = column(self, margin=theme.PAGE_MARGIN, gap=12)
        layout.addWidget(label(t("The text of the mail"), "h2"))
        layout.addWidget(label(t("To: {address}").format(address=draft.to), "sub", selectable=True))
        layout.addWidget(label(t("Subject: {subject}").format(subject=draft.subject), "sub", selectable=True))
        body = text_view(t("The text of the mail"))
        body.setPlainText(draft.body)
        layout.addWidget(body, 1)
        _foot(layout, self, t("You can still change it in your mail program.")).setFocus()


def _framed(dialog: QDialog, section: Section | None) -> QVBoxLayout:
    title = section_words.title(section, current()) if section else t("What you wrote")
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.resize(_WIDTH, _HEIGHT)
    layout = column(dialog, margin=theme.PAGE_MARGIN, gap=12)
    layout.addWidget(label(title, "h2"))
    return layout


def _foot(layout: QVBoxLayout, dialog: QDialog, words: str) -> QPushButton:
    foot = row()
    foot.addWidget(label(words, "caption"), 1)
    close = button(t("Close"), dialog.accept, "primary")
    close.setDefault(True)
    foot.addWidget(close)
    layout.addLayout(foot)
    return close
