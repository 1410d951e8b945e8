"""An open case on the home page: what it is about, how far it is, and the one thing to do next."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton

from haas_client.cases.model import Case
from haas_client.i18n import current, t
from haas_client.ui.case_offers import one, owner_acts
from haas_client.ui.widgets.basic import button, card, row
from haas_client.ui.widgets.elided import ElidedLabel
from haas_client.ui.widgets.progress_line import case_line
from haas_client.wording import cases as words
from haas_client.wording.parts import joined


class CaseCard(QFrame):
    """Its title opens the case."""

    def __init__(self, case: Case, look: Callable[[], object], act: Callable[[], object]) -> None:
        super().__init__()
        _, layout = card(frame=self)
        line = row(gap=12)
        title = words.title(case, current())
        line.addWidget(button(title, look, "title", t("View the case: {title}").format(title=title)))
        caption = joined((words.receipt(case.particulars, current()), words.waits(case, current())), current())
        line.addWidget(ElidedLabel(caption, "caption"), 1)
        offer = one(case)
        urgent = owner_acts(case) or bool(case.waiting)
        self.act: QPushButton = button(offer.words, act, "primary" if urgent else "", f"{offer.words} — {title}")
        line.addWidget(self.act, alignment=Qt.AlignmentFlag.AlignVCenter)
        layout.addLayout(line)
        layout.addWidget(case_line(case))
