"""What a swap asks and offers: switching off, having come back, and what to do where one is stuck."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from haas_client.cases import states
from haas_client.cases.states import Move
from haas_client.handsbuy import course
from haas_client.i18n import t
from haas_client.ui.pages.page import PageName
from haas_client.ui.widgets.basic import button, column, label, line, row
from haas_client.ui.widgets.dialog import Dialog

if TYPE_CHECKING:
    from haas_client.ui.pages.swap import SwapPage

_WIDTH = 480


class SwapDialog(Dialog):
    def __init__(self, page: "SwapPage", title: str, sub: str) -> None:
        super().__init__(page.window())
        self.page = page
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(_WIDTH)
        self.body: QVBoxLayout = column(self, margin=24, gap=8)
        self.body.addWidget(label(title, "h2"))
        self.body.addWidget(label(sub, "sub"))

    def finish(self, cancel: str, accept: str = "", on_accept: Callable[[], object] = lambda: None) -> None:
        self.body.addSpacing(8)
        buttons = row(gap=12)
        buttons.addStretch()
        no = button(cancel, self.reject)
        buttons.addWidget(no)
        if accept:
            self.accepted.connect(on_accept)
            yes = button(accept, self.accept, "primary")
            buttons.addWidget(yes)
            yes.setFocus()
        else:
            no.setFocus()
        self.body.addLayout(buttons)


class PowerOffDialog(SwapDialog):
    def __init__(self, page: "SwapPage", power_off: Callable[[], object]) -> None:
        sub = t("Please save your work in all other programs first. What is open there is closed.")
        super().__init__(page, t("Shut this PC down?"), sub)
        self.finish(t("Not yet"), t("Shut down"), power_off)


class ComeBackDialog(SwapDialog):
    def __init__(self, page: "SwapPage", come_back: Callable[[], object]) -> None:
        sub = t("Then this program looks at the PC and compares it with before.")
        super().__init__(page, t("Is the new part in, and was the PC started again?"), sub)
        self.finish(t("Not yet"), t("Yes, it is in"), come_back)


class StuckDialog(SwapDialog):
    """What to try at this step, whom to ask, and the way over to a repair at the centre: at any step."""

    def __init__(self, page: "SwapPage") -> None:
        sub = t("Nothing has to be done by force, and nothing is lost: what is ticked stays ticked.")
        super().__init__(page, t("Let us look at it together"), sub)
        self._note()
        self._add_tries()
        case = page.session.desk.find(page.session.swapping.swap.case) if page.session.swapping.swap else None
        self._add(t("Call our centre"), t("We help you during the work."), partial(self._go, PageName.CENTRE))
        if case:
            self._add(
                t("Write to our centre"),
                t("With words and photos, to this case."),
                partial(self._leave, partial(page.write, case)),
            )
        if case and any(step.move == Move.CHANGE_TO_REPAIR for step in states.steps(case.service, case.state)):
            self._add(
                t("Change to a repair at the centre"),
                t("You send the PC in, and we swap the part."),
                partial(self._leave, partial(page.give_up, to_repair=True)),
            )
        self._add(
            t("End this swap"),
            t("The PC stays as it is now. Please close it before you switch it on."),
            partial(self._leave, partial(page.give_up, to_repair=False)),
        )
        self.finish(t("Go on with the step"))

    def _note(self) -> None:
        swapping = self.page.session.swapping
        swap, sheet = swapping.swap, swapping.sheet
        self._step = course.current(swap, sheet) if swap and sheet else None
        if self._step:
            swapping.note_trouble(self._step.id)

    def _add_tries(self) -> None:
        wrong = self._step.wrong if self._step else ()
        if not wrong:
            return
        self.body.addWidget(label(t("What helps most often"), "h3"))
        for sign, do in wrong:
            self.body.addWidget(label(sign, "advice"))
            self.body.addWidget(label("→ " + do, "sub"))
        self.body.addWidget(line())

    def _add(self, title: str, detail: str, deed: Callable[[], object]) -> None:
        entry = row(gap=12)
        texts = column(gap=0)
        texts.addWidget(label(title, "h3"))
        texts.addWidget(label(detail, "caption"))
        entry.addLayout(texts, 1)
        entry.addWidget(button(t("Choose"), deed, "", title))
        self.body.addLayout(entry)

    def _go(self, name: PageName) -> None:
        self._leave(partial(self.page.go.emit, name))

    def _leave(self, deed: Callable[[], object]) -> None:
        self.reject()
        deed()
