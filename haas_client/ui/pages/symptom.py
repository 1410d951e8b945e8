"""Step 1: what is wrong. Nine choices and the owner's own words."""

from functools import partial

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QVBoxLayout, QWidget

from haas_client.i18n import current, t
from haas_client.request import Symptom
from haas_client.ui.pages.page import Page, PageName
from haas_client.ui.session import Session
from haas_client.ui.virtual import called_by_qt
from haas_client.ui.widgets.basic import button, column, label, scrolled
from haas_client.ui.widgets.draft_notice import DraftNotice
from haas_client.ui.widgets.photo_strip import PhotoStrip, PictureDoor
from haas_client.ui.widgets.tiles import Tile
from haas_client.ui.widgets.words_edit import WordsEdit
from haas_client.wording import requests as request_words

_COLUMNS = 3
_WORDS_HEIGHT = 84

_STRIP_SEEN = 140
"""Pixels of what is told of the photos, or of the photos themselves, that are scrolled into sight."""

_ASKED_WITHOUT = frozenset({Symptom.NETWORK, Symptom.SOFTWARE, Symptom.UPGRADE, Symptom.HOW_TO, Symptom.OTHER})
"""What often needs no diagnosis of the parts: how to do something, which part fits."""


class SymptomPage(Page):
    name = PageName.SYMPTOM
    step = 1

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._inner = inner = QWidget()
        layout = column(inner, gap=12)
        title = column(gap=2)
        title.addWidget(label(t("What is wrong?"), "h1"))
        title.addWidget(label(t("Please choose what comes closest. You can tell us more below."), "sub"))
        layout.addLayout(title)
        layout.addWidget(DraftNotice(session.draft))
        layout.addLayout(self._choices())
        layout.addLayout(self._own_words())
        self._strip = PhotoStrip(session.draft.photos)
        layout.addWidget(self._strip)
        layout.addStretch(1)
        self._area = scrolled(inner)
        self.content.addWidget(self._area, 1)
        session.draft.photos.changed.connect(self._show_strip)
        self._words.pictures.connect(self._strip.take)
        PictureDoor(self, self._strip.take)
        session.trial_changed.connect(self._show_start)
        session.changed.connect(self._follow)
        footer = self.footer()
        footer.addWidget(button(t("Add photos"), self._strip.choose))
        self._test_runs = label(t("A test is running: a diagnosis can be made when it has ended."), "caption")
        self._show_test = button(t("Show the running test"), lambda: self.go.emit(PageName.TRIAL), "link")
        footer.addWidget(self._test_runs)
        footer.addWidget(self._show_test)
        footer.addStretch()
        footer.addWidget(button(t("Cancel"), self._break_off))
        self._without = button(t("Ask without a diagnosis"), self._ask_without)
        footer.addWidget(self._without)
        self._start = button(t("Start the diagnosis"), self._begin, "primary")
        footer.addWidget(self._start)

    def enter(self) -> None:
        if self.session.draft.is_sent:
            self.session.begin_anew()
        chosen = self.session.request.symptom
        self._group.setExclusive(False)
        for symptom, tile in self._tiles.items():
            tile.setChecked(symptom == chosen)
        self._group.setExclusive(True)
        self._words.show_words(self.session.request.words)
        self._show_start()

    @called_by_qt
    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802  Qt's own name
        super().hideEvent(event)
        if not event.spontaneous():  # a minimised window is not left
            self.session.draft.save_if_begun()

    def first_focus(self) -> QWidget:
        return self._tiles[self.session.request.symptom or Symptom.POWER]

    def _choices(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(12)
        self._group = QButtonGroup(self)
        self._tiles: dict[Symptom, Tile] = {}
        for number, symptom in enumerate(Symptom):
            title, detail = request_words.symptom(symptom, current()), request_words.symptom_detail(symptom, current())
            tile = Tile(symptom.value, title, detail, checkable=True)
            tile.clicked.connect(partial(self._choose, symptom))
            self._group.addButton(tile)
            self._tiles[symptom] = tile
            grid.addWidget(tile, number // _COLUMNS, number % _COLUMNS)
            grid.setColumnStretch(number % _COLUMNS, 1)
        return grid

    def _own_words(self) -> QVBoxLayout:
        layout = column(gap=6)
        caption = label(t("In your own words (optional)"))
        self._words = WordsEdit(caption.text(), _WORDS_HEIGHT)
        self._words.written.connect(self._write)
        caption.setBuddy(self._words)
        layout.addSpacing(4)
        layout.addWidget(caption)
        layout.addWidget(self._words)
        hint = t("Since when, after what, which message appeared: that helps us to help you. Photos can be added too.")
        layout.addWidget(label(hint, "caption"))
        return layout

    def _choose(self, symptom: Symptom, *_checked: bool) -> None:
        self.session.change(symptom=symptom)
        self._show_start()

    def _show_start(self) -> None:
        """One at a time: a diagnosis would be slowed down by a test, and disturb what it measures."""
        runs = self.session.trial_runs
        self._test_runs.setVisible(runs)
        self._show_test.setVisible(runs)
        symptom = self.session.request.symptom
        self._start.setEnabled(symptom is not None and not runs)
        self._without.setVisible(symptom in _ASKED_WITHOUT or (runs and symptom is not None))

    def _write(self, words: str) -> None:
        if words != self.session.request.words:
            self.session.change(words=words)

    def _follow(self) -> None:
        """The case that was taken up again, or is no more."""
        if self.isVisible():
            self.enter()

    def _show_strip(self) -> None:
        """Photos that are being added are seen, however small the window is."""
        if self._strip.isVisible():
            QTimer.singleShot(0, self, self._scroll_to_strip)

    def _scroll_to_strip(self) -> None:
        below = self._strip.mapTo(self._inner, QPoint()).y() + _STRIP_SEEN
        self._area.ensureVisible(0, below, 0, _STRIP_SEEN)

    def _break_off(self) -> None:
        self.session.put_aside()
        self.go.emit(PageName.HOME)

    def _ask_without(self) -> None:
        self.session.ask_without_diagnosis(without=True)
        self.go.emit(PageName.SEND)

    def _begin(self) -> None:
        self.session.start()
        self.go.emit(PageName.DIAGNOSIS)
