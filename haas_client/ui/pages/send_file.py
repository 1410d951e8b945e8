"""What is in the file, row by row: a switch, what it is, how much of it looks private, and a way to look at it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QVBoxLayout, QWidget

from haas_client.bundle import section_words
from haas_client.bundle.chosen import Section
from haas_client.i18n import current, t
from haas_client.ui.outgoing import Built, Outgoing
from haas_client.ui.session import Session
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.basic import button, column, fit, label, line, notice, row, scrolled
from haas_client.ui.widgets.draft_notice import DraftNotice
from haas_client.ui.widgets.marked_text import counted
from haas_client.ui.widgets.photo_strip import PhotoStrip
from haas_client.ui.widgets.private_words import PrivateWords

_MOST_TOLD = 3
_SWITCH_WIDTH = 20
_WORDS_HEIGHT = 76


class FileCard(QFrame):
    looked_at = Signal(object)
    """The :class:`Section` that the owner wants to see, or ``None`` for what was written."""
    diagnosis_wanted = Signal()

    def __init__(self, session: Session, outgoing: Outgoing) -> None:
        super().__init__()
        self._session, self._outgoing = session, outgoing
        self.setProperty("role", "card")
        layout = column(self, margin=16, gap=8)
        self._title = label("", "h2")
        self._size = label("", "caption")
        layout.addWidget(self._title)
        layout.addWidget(self._size)
        self._closed = label(t("The file is encrypted: only our centre can open it."), "sub", Tone.OK)
        layout.addWidget(self._closed)
        inner = QWidget()
        rows = column(inner, gap=0)
        self.strip = PhotoStrip(session.draft.photos)
        self._rows: dict[Section | None, _Row] = {}
        rows.addWidget(self._words_row())
        self._of_file = QWidget()
        of_file = column(self._of_file)
        for section in Section:
            of_file.addWidget(line())
            of_file.addWidget(self._section_row(section))
        rows.addWidget(self._of_file)
        rows.addWidget(self._without_row())
        self._rows[Section.PHOTOS].below.addWidget(self.strip)
        rows.addWidget(DraftNotice(session.draft))
        rows.addStretch(1)
        layout.addWidget(scrolled(inner), 1)
        outgoing.changed.connect(self.refresh)
        outgoing.failed.connect(lambda *_: self._size.setText(""))
        session.draft.photos.changed.connect(self._show_photos)

    def enter(self) -> None:
        """The page is about to be shown."""
        self._words.show_words(self._session.request.words)
        self._words.mark()
        for section, one in self._rows.items():
            if section and one.switch:
                one.switch.setChecked(section not in self._session.left_out)
        without = self._session.evidence is None
        self._title.setText(t("Your question") if without else t("Diagnostic file"))
        self._of_file.setVisible(not without)
        self._without.setVisible(without)
        self.refresh()

    def refresh(self) -> None:
        built = self._outgoing.built
        self._show_size(built)
        self._show_photos()
        self._closed.setVisible(built is not None and built.encrypted)
        for section, one in self._rows.items():
            if built:
                one.show_private(len(built.private.get(section, ())))

    def _show_size(self, built: Built | None) -> None:
        if built is None:
            self._size.setText(t("One moment …"))
        elif built.contents is None:
            self._size.setText(t("It goes as the text of the mail. You can look at everything before it goes."))
        else:
            size = max(1, round(built.contents.size_bytes / 1000))
            self._size.setText(t("about {size} KB · you can look at everything before it goes").format(size=size))

    def _show_photos(self) -> None:
        count = len(self._session.draft.photos.shown)
        photo_row = self._rows[Section.PHOTOS]
        photo_row.show_detail(section_words.detail(Section.PHOTOS, current(), photos=count))
        if photo_row.switch:
            photo_row.switch.setEnabled(count > 0)
        self._photos_stay.setVisible(count > 0)
        refused = self._session.draft.photos.refused[:_MOST_TOLD]  # of a case that was taken up, its diagnosis too
        self._unreadable.setText(fit("\n".join(f"{one.title} {one.advice}" for one in refused)))
        self._unreadable.setVisible(bool(refused))

    def _words_row(self) -> "_Row":
        detail = t("Symptom, your words, warranty number, name and contact; exactly as you typed them")
        one = _Row(t("What you wrote"), detail, lambda: self.looked_at.emit(None))
        self._words = PrivateWords(self._session, t("Your own words"), _WORDS_HEIGHT)
        self._words.written.connect(self._write)
        one.below.addWidget(self._words)
        self._rows[None] = one
        return one

    def _section_row(self, section: Section) -> "_Row":
        title = section_words.title(section, current())
        switch = QCheckBox(title)
        switch.setAccessibleName(t("Put in: {section}").format(section=title))
        switch.setChecked(section not in self._session.left_out)
        switch.toggled.connect(lambda on: self._switch(section, on=on))
        detail = section_words.detail(section, current())
        one = _Row(title, detail, lambda: self.looked_at.emit(section), switch)
        if section == Section.PHOTOS:
            add = button(t("Add photos"), self.strip.choose, "link")
            one.line.insertWidget(1, add, alignment=Qt.AlignmentFlag.AlignVCenter)
        self._rows[section] = one
        return one

    def _without_row(self) -> QFrame:
        """Asked without a diagnosis."""
        self._without, layout = notice(Tone.NEUTRAL)
        layout.addWidget(label(t("You are asking without a diagnosis"), "h3"))
        layout.addWidget(label(t("Only what you wrote goes. No file is made."), "sub"))
        self._photos_stay = label(t("Photos go only in a diagnostic file. They stay with your case."), "sub", Tone.WARN)
        layout.addWidget(self._photos_stay)
        self._unreadable = label("", "sub", Tone.WARN)
        layout.addWidget(self._unreadable)
        diagnose = button(t("Diagnose as well"), self.diagnosis_wanted.emit, "link")
        layout.addWidget(diagnose, alignment=Qt.AlignmentFlag.AlignLeft)
        return self._without

    def _switch(self, section: Section, *, on: bool) -> None:
        left_out = self._session.left_out - {section} if on else self._session.left_out | {section}
        if left_out == self._session.left_out:
            return
        self._session.leave_out(left_out)
        raw = self._rows[Section.RAW].switch
        if raw:
            raw.setEnabled(Section.PARTS not in left_out)
            if section == Section.PARTS and not on:
                raw.setChecked(False)  # raw answers name models and serial numbers
        self._outgoing.refresh()

    def _write(self, words: str) -> None:
        if words != self._session.request.words:
            self._session.change(words=words)
            self._outgoing.refresh(typing=True)


class _Row(QWidget):
    def __init__(self, title: str, detail: str, view: Callable[[], None], switch: QCheckBox | None = None) -> None:
        super().__init__()
        self.switch = switch
        outer = column(self)
        outer.setContentsMargins(0, 9, 0, 9)
        self.line = row(gap=12)
        words = column(gap=0)
        words.addWidget(switch or label(title, "h3"))
        self._detail: QLabel = label(detail, "caption")
        self._private: QLabel = label("", "caption", Tone.WARN)
        self._private.hide()
        inside = column()
        inside.setContentsMargins(_SWITCH_WIDTH + 12 if switch else 0, 0, 0, 0)
        inside.addWidget(self._detail)
        inside.addWidget(self._private)
        words.addLayout(inside)
        self.line.addLayout(words, 1)
        look = button(t("Look"), view, "link", t("Look at: {section}").format(section=title))
        self.line.addWidget(look, alignment=Qt.AlignmentFlag.AlignVCenter)
        outer.addLayout(self.line)
        self.below: QVBoxLayout = column()
        self.below.setContentsMargins(_SWITCH_WIDTH + 12, 4 if not switch else 0, 0, 0)
        outer.addLayout(self.below)
        if not switch:
            outer.setContentsMargins(0, 0, 0, 9)
            self.line.setContentsMargins(_SWITCH_WIDTH + 12, 0, 0, 0)  # in line with those that have a switch

    def show_detail(self, detail: str) -> None:
        self._detail.setText(fit(detail))

    def show_private(self, count: int) -> None:
        self._private.setVisible(count > 0)
        self._private.setText(counted(count) if count else "")
