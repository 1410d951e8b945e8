"""A swap of a part, wherever it stands: chosen, guided step by step, switched off, checked, watched."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from haas_client.cases import states
from haas_client.cases.model import Actor, Case
from haas_client.cases.states import Move
from haas_client.diagnostics.parts import of_drive
from haas_client.diagnostics.snapshot import Storage
from haas_client.errors import HaasError
from haas_client.handsbuy import conduct, course
from haas_client.handsbuy.pack.vocabulary import Kind
from haas_client.handsbuy.swap import Carrier, Stage, Swap
from haas_client.i18n import current, t
from haas_client.ui import reading, theme
from haas_client.ui.case_work import CaseWork, take_up
from haas_client.ui.pages.page import Page, PageName
from haas_client.ui.pages.swap_view import SwapView
from haas_client.ui.session import Session
from haas_client.ui.widgets.basic import clear, column
from haas_client.ui.widgets.kept_focus import KeptFocus
from haas_client.ui.widgets.notice_bar import failure
from haas_client.wording import cases as case_words

if TYPE_CHECKING:
    from haas_client.handsbuy.return_slip import ReturnSlip


class SwapPage(Page):
    """One view at a time; each is made anew from what is kept, so that no click can be lost between two of them."""

    name = PageName.SWAP

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._swapping = session.swapping
        self._came_from = PageName.HOME
        self._view: SwapView | None = None
        self._body = column(gap=theme.GAP)
        self.content.addLayout(self._body, 1)
        self.work = CaseWork(self)
        self._focus = KeptFocus(self, self.first_focus)
        self._swapping.changed.connect(self._changed)
        self._swapping.failed.connect(self._tell)
        session.finished.connect(self._changed)
        session.desk.changed.connect(self._changed)
        session.stopped.connect(lambda _problem: self._changed())

    def title(self) -> str:
        sheet = self._swapping.sheet
        return sheet.title if sheet else t("Swap a part yourself")

    def caption(self) -> str:
        swap = self._swapping.swap
        case = self.session.desk.find(swap.case) if swap else None
        return case_words.receipt(case.particulars, current()) if case else ""

    def header_buttons(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return self._view.header_buttons() if self._view else ()

    def come_from(self, name: PageName) -> None:
        if name not in (PageName.TRIAL, PageName.SYMPTOM, PageName.DIAGNOSIS, PageName.CENTRE):
            self._came_from = name

    def back(self) -> PageName:
        return self._came_from

    def enter(self) -> None:
        if not self.session.desk.loaded:
            self.session.desk.load()
        self._swapping.load()
        self._focus.want()
        self._show()

    def first_focus(self) -> QWidget | None:
        view = self._view
        return (view.first_focus() or next(iter(reading.tab_stops(view)), None)) if view else None

    def leave_steps(self, swap: Swap) -> None:
        """All steps of a stage are behind."""
        if swap.stage == Stage.BEFORE:
            self._swapping.show(course.READY)
        elif swap.stage == Stage.AFTER:
            self._swapping.show(course.CHECKS)
        else:
            self.ask_come_back()

    def ask_come_back(self) -> None:
        """Where the kernel does not tell that the PC was off, the owner does."""
        from haas_client.ui.pages.swap_dialogs import ComeBackDialog

        ComeBackDialog(self, lambda: self._swapping.change(course.came_back)).open()

    def ask_power_off(self) -> None:
        from haas_client.ui.pages.swap_dialogs import PowerOffDialog

        PowerOffDialog(self, lambda: self._swapping.go_off(power_off=True)).open()

    def show_stuck(self) -> None:
        from haas_client.ui.pages.swap_dialogs import StuckDialog

        StuckDialog(self).open()

    def focus_first(self) -> None:
        """Once the view is made anew."""
        QTimer.singleShot(0, self, self._focus_first)

    def test_part(self) -> None:
        """A short trial of the part that is new."""
        from haas_client.handsbuy.changed import new_parts

        swap, seen = self._swapping.swap, self._swapping.seen
        new = new_parts(swap, self._swapping.known.before, seen.snapshot) if swap and seen else frozenset()
        for part in new:
            drives = seen.snapshot.storage.drives if seen and isinstance(seen.snapshot.storage, Storage) else ()
            name = next((drive.name for drive in drives if of_drive(drive) == part), "")
            self.session.trials.choose(part, name)
            self.go.emit(PageName.TRIAL)
            return

    def finish_swap(self) -> None:
        """Proven, or by the owner's word; new errors are watched for from now on. The case hears of it."""
        swap, seen = self._swapping.swap, self._swapping.seen
        if swap is None or seen is None:
            return
        self._swapping.end(course.watched)
        case = self.session.desk.find(swap.case)
        if case and conduct.awaits_swap(case):
            by = Actor.PROGRAM if seen.proven else Actor.OWNER
            self.work.ask(lambda store: conduct.swapped(store, case, by), lambda _: None)

    def write(self, case: Case) -> None:
        """Words and photos to the centre; the swap waits meanwhile."""
        if self.work.may_take_up(case):
            self.go.emit(take_up(self.session, case))

    def afterwards(self) -> list[QWidget]:
        """What becomes of the old part."""
        from haas_client.ui.pages.swap_cards import slip_card, wiping_card

        swap, guide = self._swapping.swap, self._swapping.guide
        if swap is None or swap.part is None or swap.stage == Stage.LEFT:
            return []
        case = self.session.desk.find(swap.case)
        cards: list[QWidget] = [slip_card(swap, case, self._show_slip)] if case else []
        if guide and guide.kind == Kind.STORAGE:
            cards.append(wiping_card(swap, self._swapping.known.before))
        return cards

    def check_copy(self) -> None:
        """Where it is, and whether it can be read back."""
        from haas_client.ui.pages.swap_copy import CopyDialog

        CopyDialog(self).open()

    def show_phone(self) -> None:
        from haas_client.ui.pages.swap_phone_dialog import PhoneDialog

        PhoneDialog(self).open()

    def show_paper(self) -> None:
        """As the swap stands now, in a language that this PC can print."""
        from haas_client.handsbuy.sheet import sheet as filled_in
        from haas_client.ui.paper.output import language
        from haas_client.ui.swap_paper import dialog
        from haas_client.ui.swap_paper.dialog import Out, PaperDialog
        from haas_client.ui.swap_paper.document import Document, pages
        from haas_client.wording.swap_aid import aid

        swap, guide = self._swapping.swap, self._swapping.guide
        if swap is None or guide is None:
            return
        t_ = language()
        sheet = filled_in(guide, self._swapping.facts, t_.language)
        card = self.session.card(t_)
        helps = aid(t_, telephone=self.session.telephone, receipt=swap.order.reference)

        def made(big: bool) -> Document:
            return pages(sheet, card, swap, helps, big=big)

        def carried(_out: Out) -> None:
            self._swapping.carry(Carrier.PAPER)

        PaperDialog(self.window(), self.session.bridge, dialog.guide(), made, carried).open()

    def _show_slip(self, made: "ReturnSlip") -> None:
        from haas_client.ui.paper.output import language
        from haas_client.ui.swap_paper import dialog, slip

        t_ = language()
        card = self.session.card(t_)
        dialog.PaperDialog(
            self.window(), self.session.bridge, dialog.return_slip(), lambda big: slip.slip(made, card, t_, big=big)
        ).open()

    def give_up(self, *, to_repair: bool) -> None:
        swap = self._swapping.swap
        if swap is None:
            return
        case = self.session.desk.find(swap.case)
        self._swapping.end(course.left)
        if to_repair and case:
            self.open_case.emit(case.id)
            step = states.step(case.service, case.state, Move.CHANGE_TO_REPAIR, Actor.OWNER)
            self.work.record(case, step)

    def _focus_first(self) -> None:
        first = self.first_focus()
        if first:
            first.setFocus()

    def _changed(self) -> None:
        if self.isVisible():
            self._take_order()
            self._show()

    def _take_order(self) -> None:
        """What the centre told of the part since the swap began."""
        swap = self._swapping.swap
        case = self.session.desk.find(swap.case) if swap and swap.open else None
        if swap and case and case.particulars != swap.order:
            self._swapping.change(partial(course.ordered, order=case.particulars))

    def _tell(self, error: HaasError) -> None:
        self.say.emit(failure(error))

    def _show(self) -> None:
        kind = self._kind()
        self._focus.keep()
        if self._view and isinstance(self._view, kind):
            focused: QWidget | None = self.window().focusWidget()
            self._view.show_now()
            if focused and self.isAncestorOf(focused) and focused.isVisible() and focused.isEnabled():
                self._focus.drop()
            else:
                self._focus.give_back()
        else:
            clear(self._body)
            self._view = kind(self)
            self._body.addWidget(self._view, 1)
            self._view.begin()
            self._view.show_now()
            self._focus.give_back()
        self.retitled.emit()

    def _kind(self) -> type[SwapView]:
        from haas_client.ui.pages import swap_checks, swap_end, swap_off, swap_start, swap_steps, swap_trouble

        swapping, swap = self._swapping, self._swapping.swap
        if swapping.problem or swapping.known.problem:
            return swap_trouble.UnusableView
        if not swapping.loaded:
            return swap_trouble.WaitingView
        if swap is None:
            return swap_start.StartView
        if swap.stage in (Stage.WATCH, Stage.DONE, Stage.LEFT):
            return swap_end.EndView
        sheet = self._swapping.sheet
        steps = sheet is not None and (course.steps(swap, sheet) or (sheet.asks and swap.stage == Stage.BEFORE))
        if swap.stage == Stage.BEFORE and (swap.step == course.READY or not steps):
            return swap_off.OffView
        if swap.stage == Stage.AFTER and (swap.step == course.CHECKS or not steps):
            return swap_checks.ChecksView
        return swap_steps.StepsView
