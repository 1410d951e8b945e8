"""Step 1: what is wrong. Nine choices and the owner's own words."""

from functools import partial

from PySide6.QtWidgets import QButtonGroup, QGridLayout, QPlainTextEdit, QVBoxLayout, QWidget

from haas_client.i18n import current, t
from haas_client.request import MAX_WORDS, Symptom
from haas_client.ui.pages.page import Page, PageName
from haas_client.ui.session import Session
from haas_client.ui.widgets.basic import button, column, label, scrolled
from haas_client.ui.widgets.tiles import Tile
from haas_client.wording import requests as request_words

_COLUMNS = 3
_WORDS_HEIGHT = 84


class SymptomPage(Page):
    name = PageName.SYMPTOM
    step = 1

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        inner = QWidget()
        layout = column(inner, gap=12)
        title = column(gap=2)
        title.addWidget(label(t("What is wrong?"), "h1"))
        title.addWidget(label(t("Please choose what comes closest. You can tell us more below."), "sub"))
        layout.addLayout(title)
        layout.addLayout(self._choices())
        layout.addLayout(self._own_words())
        layout.addStretch(1)
        self.content.addWidget(scrolled(inner), 1)
        session.trial_changed.connect(self._show_start)
        footer = self.footer()
        self._test_runs = label(t("A test is running: a diagnosis can be made when it has ended."), "caption")
        self._show_test = button(t("Show the running test"), lambda: self.go.emit(PageName.TRIAL), "link")
        footer.addWidget(self._test_runs)
        footer.addWidget(self._show_test)
        footer.addStretch()
        footer.addWidget(button(t("Cancel"), lambda: self.go.emit(PageName.HOME)))
        self._start = button(t("Start the diagnosis"), self._begin, "primary")
        footer.addWidget(self._start)

    def enter(self) -> None:
        chosen = self.session.request.symptom
        self._group.setExclusive(False)
        for symptom, tile in self._tiles.items():
            tile.setChecked(symptom == chosen)
        self._group.setExclusive(True)
        if self._words.toPlainText() != self.session.request.words:
            self._words.setPlainText(self.session.request.words)
        self._show_start()

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
        self._words = QPlainTextEdit()
        self._words.setFixedHeight(_WORDS_HEIGHT)
        self._words.setTabChangesFocus(True)
        self._words.setPlaceholderText(
            t("For example: since yesterday evening, “input/output error” appears when I open files.")
        )
        self._words.setAccessibleName(caption.text())
        self._words.textChanged.connect(self._write)
        caption.setBuddy(self._words)
        layout.addSpacing(4)
        layout.addWidget(caption)
        layout.addWidget(self._words)
        layout.addWidget(
            label(t("Since when, after what, which message appeared: that helps us to help you."), "caption")
        )
        return layout

    def _choose(self, symptom: Symptom, *_checked: bool) -> None:
        self.session.change(symptom=symptom)
        self._show_start()

    def _show_start(self) -> None:
        """One at a time: a diagnosis would be slowed down by a test, and disturb what it measures."""
        runs = self.session.trial_runs
        self._test_runs.setVisible(runs)
        self._show_test.setVisible(runs)
        self._start.setEnabled(self.session.request.symptom is not None and not runs)

    def _write(self) -> None:
        text = self._words.toPlainText()
        if len(text) > MAX_WORDS:
            cursor = self._words.textCursor()
            position = min(cursor.position(), MAX_WORDS)
            self._words.setPlainText(text[:MAX_WORDS])
            cursor = self._words.textCursor()
            cursor.setPosition(position)
            self._words.setTextCursor(cursor)
            return
        self.session.change(words=text)

    def _begin(self) -> None:
        self.session.start()
        self.go.emit(PageName.DIAGNOSIS)
