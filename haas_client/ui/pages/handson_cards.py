"""The two cards of a Hands-on: what is ready and what is not, and the number that the expert is told."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from haas_client.handson.identity import grouped
from haas_client.handson.model import Cause, Check, Standing
from haas_client.i18n import current, t
from haas_client.ui.hands_on import HandsOn
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.basic import button, card, column, label, line, notice, row
from haas_client.ui.widgets.painted import IconBadge
from haas_client.ui.widgets.where_id import WhereId
from haas_client.wording import handson as words

_MARKS = {
    Standing.GOOD: ("check", Tone.OK),
    Standing.WARN: ("warning", Tone.WARN),
    Standing.UNKNOWN: ("how_to", Tone.NEUTRAL),
}
_MARK_SIZE = 28
_LONGEST_LARGE = 12
"""Digits that fit in large beside the preparation at the narrowest window; TeamViewer's have nine or ten."""


class PreparationCard(QFrame):
    """Each line with its cause; where something can be done, a button that says how. It warns and never forbids."""

    def __init__(self, hands_on: HandsOn, show_how: Callable[[Check], object]) -> None:
        super().__init__()
        _, layout = card(frame=self)
        self._show_how = show_how
        head = row(gap=8)
        head.addWidget(label(t("Preparation"), "h2"), 1)
        again = button(t("Check again"), hands_on.look, "link")
        again.setEnabled(not hands_on.looking)
        head.addWidget(again)
        layout.addLayout(head)
        found = hands_on.preflight
        if hands_on.looking:
            again.setText(t("Checking…"))
            again.setAccessibleName(t("Checking…"))
        if found:
            self._add_checks(layout, found.checks)
        elif hands_on.looking:
            layout.addWidget(label(t("Network, TeamViewer, desktop and clock are looked at. A few seconds …"), "sub"))
        else:
            layout.addWidget(label(t("This could not be checked. You may go on all the same."), "sub"))
        layout.addStretch(1)

    def _add_checks(self, layout: QVBoxLayout, checks: tuple[Check, ...]) -> None:
        for number, check in enumerate(checks):
            if number:
                layout.addWidget(line())
            layout.addWidget(self._check(check))

    def _check(self, check: Check) -> QWidget:
        widget = QWidget()
        layout = row(gap=12)
        layout.setContentsMargins(0, 2, 0, 2)
        widget.setLayout(layout)
        layout.addWidget(IconBadge(*_MARKS[check.standing], size=_MARK_SIZE), alignment=Qt.AlignmentFlag.AlignTop)
        texts = column(gap=0)
        title, detail = words.title(check, current()), words.detail(check, current())
        texts.addStretch(1)
        texts.addWidget(label(title))
        if detail:
            texts.addWidget(label(detail, "caption"))
        texts.addStretch(1)
        layout.addLayout(texts, 1)
        if words.remedy(check, current()):
            name = t("What to do: {what}").format(what=title)
            layout.addWidget(button(t("What to do"), partial(self._show_how, check), "", name))
        return widget


class IdCard(QFrame):
    """TeamViewer's number of this PC in large, or where the owner reads it; and the way into TeamViewer."""

    def __init__(self, hands_on: HandsOn, show_how_to_install: Callable[[], object]) -> None:
        super().__init__()
        self._hands_on, self._install = hands_on, show_how_to_install
        _, layout = card(frame=self)
        layout.addStretch(1)
        self.first: QPushButton = self._start_button()
        if self._missing:
            layout.addWidget(_centred(label(t("TeamViewer is needed first"), "h2")))
            layout.addWidget(_centred(label(t("The expert works with it on your PC. Its maker offers it."), "sub")))
        else:
            self._add_number(layout)
        layout.addSpacing(4)
        self._add_problem(layout)
        layout.addLayout(_middle(self.first))
        layout.addStretch(1)

    @property
    def _missing(self) -> bool:
        found = self._hands_on.preflight
        return found is not None and found.teamviewer_check.cause == Cause.NOT_INSTALLED

    def _start_button(self) -> QPushButton:
        if self._missing:
            return button(t("How to get TeamViewer"), self._install, "primary")
        if self._hands_on.starting:
            starting = button(t("TeamViewer is starting …"), lambda: None, "primary")
            starting.setEnabled(False)
            return starting
        shown = t("Show TeamViewer") if self._hands_on.opened else t("Open TeamViewer")
        return button(shown, self._hands_on.start, "" if self._hands_on.ending else "primary")

    def _add_number(self, layout: QVBoxLayout) -> None:
        layout.addWidget(_centred(label(t("Please tell it to the expert of our centre"), "sub")))
        found = self._hands_on.preflight
        number = found.teamviewer_id if found else None
        if number:
            layout.addWidget(_centred(label(t("Your ID"), "caption")))
            shown = label(grouped(number), "number" if len(number) <= _LONGEST_LARGE else "h1", selectable=True)
            shown.setAccessibleName(t("Your ID: {number}").format(number=grouped(number)))
            layout.addWidget(_centred(shown))
            copy = button(t("Copy"), lambda: QGuiApplication.clipboard().setText(number), "link", t("Copy the ID"))
            layout.addLayout(_middle(copy))
        else:
            layout.addLayout(_middle(WhereId()))
            layout.addWidget(_centred(label(t(words.READ_IT_THERE), "sub")))
        layout.addWidget(_centred(label(t(words.PASSWORD), "caption")))

    def _add_problem(self, layout: QVBoxLayout) -> None:
        problem = self._hands_on.problem
        if problem:
            frame, inner = notice(Tone.BAD)
            inner.addWidget(label(problem.title, "h3", Tone.BAD))
            inner.addWidget(label(problem.advice, "sub"))
            layout.addWidget(frame)


def _centred(shown: QLabel) -> QLabel:
    shown.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return shown


def _middle(widget: QWidget) -> QHBoxLayout:
    layout = row()
    layout.addStretch()
    layout.addWidget(widget)
    layout.addStretch()
    return layout
