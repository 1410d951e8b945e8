"""Home's open cases, and its word where the store of cases needs one. Loaded after the first frame."""

import dataclasses
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFrame, QWidget

from haas_client import paths, settings
from haas_client.cases.model import Case
from haas_client.i18n import t
from haas_client.ui import theme
from haas_client.ui.case_offers import one, owner_acts
from haas_client.ui.case_work import CaseWork
from haas_client.ui.pages.page import Page, PageName
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.basic import button, clear, column, label, notice, row
from haas_client.ui.widgets.case_card import CaseCard
from haas_client.ui.widgets.kept_focus import KeptFocus

MOST = 2
"""Cards on the home page: more would push the services out of sight."""


class HomeCases(QWidget):
    """Takes no room while there is nothing to tell."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page, self._desk = page, page.session.desk
        self._work = CaseWork(page)
        self._work.busy.connect(self._show_busy)
        self._cards: list[CaseCard] = []
        self._focus = KeptFocus(self, lambda: self._cards[0].act if self._cards else None)
        self._column = column(self, gap=theme.GAP)
        self.more = button("", partial(page.go.emit, PageName.CASES), "link")
        """For the foot of the page."""
        self._seen_aside = settings.load(page.session.settings_path).seen_put_aside
        for hidden in (self, self.more):
            hidden.hide()

    def begin(self) -> None:
        """Once it has its place: shown before, it would be a window of its own, and take the keyboard with it."""
        self._desk.changed.connect(self._show)
        self._show()
        self._desk.load()

    def _show(self) -> None:
        self._focus.keep()
        clear(self._column)
        aside = self._desk.put_aside
        if self._desk.problem:
            self._column.addWidget(self._unusable(*self._desk.problem))
        if aside and aside != self._seen_aside:
            self._column.addWidget(self._put_aside(aside))
        self._cards = [self._card(case) for case in self._first()]
        for card in self._cards:
            self._column.addWidget(card)
        self._show_more()
        self.setVisible(self._column.count() > 0)
        self._focus.give_back()

    def _show_busy(self, busy: bool) -> None:
        if busy:
            self._focus.keep()
        self.setEnabled(not busy)
        self._focus.give_back()

    def _first(self) -> list[Case]:
        """Where the owner has to act comes first."""
        return sorted(self._desk.open, key=lambda case: not (owner_acts(case) or case.waiting))[:MOST]

    def _card(self, case: Case) -> CaseCard:
        look = partial(self._page.open_case.emit, case.id)
        return CaseCard(case, look, partial(self._work.do, case, one(case)))

    def _show_more(self) -> None:
        """The way to all cases, once there ever was one: closed and deleted ones are there too."""
        count = len(self._desk.cases)
        words = t("All cases ({count})").format(count=count) if count else t("All cases")
        self.more.setText(words)
        self.more.setAccessibleName(words)
        self.more.setVisible(paths.cases().exists())

    def _unusable(self, title: str, advice: str) -> QFrame:
        frame, layout = notice(Tone.BAD)
        layout.addWidget(label(title, "h3", Tone.BAD))
        layout.addWidget(label(advice, "sub"))
        line = row(gap=8)
        line.addWidget(button(t("Try again"), self._desk.load))
        line.addStretch()
        layout.addSpacing(4)
        layout.addLayout(line)
        return frame

    def _put_aside(self, folder: str) -> QFrame:
        frame, layout = notice(Tone.WARN)
        layout.addWidget(label(t("Your earlier cases could not be understood, and were kept aside."), "h3", Tone.WARN))
        safe = t("Nothing was deleted: they are in the folder {folder}. New cases are kept as usual.")
        layout.addWidget(label(safe.format(folder=Path(folder).name), "sub"))
        advice = t("If you had a case open, please tell our centre: what you sent is there.")
        layout.addWidget(label(advice, "advice"))
        line = row(gap=8)
        line.addWidget(button(t("Show in its folder"), partial(self._show_folder, Path(folder))))
        line.addWidget(button(t("Put this notice away"), partial(self._put_away, folder), "link"))
        line.addStretch()
        layout.addSpacing(4)
        layout.addLayout(line)
        return frame

    def _show_folder(self, folder: Path) -> None:
        from haas_client.channels import folder as folders

        self._page.session.bridge.submit(lambda: folders.show(folder), self, lambda _: None, lambda _: None)

    def _put_away(self, folder: str) -> None:
        self._seen_aside = folder
        path = self._page.session.settings_path
        settings.save(dataclasses.replace(settings.load(path), seen_put_aside=folder), path)
        self._show()
