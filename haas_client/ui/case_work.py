"""Carries the owner's wishes on a case to the desk, and tells on the page what came of them."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from haas_client.cases import states
from haas_client.cases.model import Case, EventKind, FileKind, Particulars, State
from haas_client.cases.states import IllegalMove, Move, Step
from haas_client.cases.store import CaseGone, Cases
from haas_client.errors import HaasError
from haas_client.i18n import current, t
from haas_client.ui.case_offers import Deed, Offer
from haas_client.ui.pages.page import Page, PageName
from haas_client.ui.session import Session
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.notice_bar import Said, failure
from haas_client.wording import cases as words

T = TypeVar("T")


class CaseWork(QObject):
    """For one page: its signals carry what is told and where it goes."""

    busy = Signal(bool)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.page = page

    @property
    def session(self) -> Session:
        return self.page.session

    def do(self, case: Case, offer: Offer) -> None:
        if offer.step:
            self.record(case, offer.step)
        elif offer.deed == Deed.WRITE:
            self._write(case)
        elif offer.deed == Deed.SEND:
            self.session.offer_again(case)
            self.page.go.emit(PageName.HANDOVER)
        elif offer.deed == Deed.CONFIRM_SENT:
            self._confirm_sent(case)
        elif offer.deed == Deed.NEED_NOT_SEND:
            self._need_not_send(case)
        elif offer.deed == Deed.OPEN_PAYMENT:
            self._pay(case)
        elif offer.deed == Deed.HANDS_ON:
            self.session.hands_on.take_up(case)
            self.page.go.emit(PageName.HANDS_ON)
        elif offer.deed == Deed.SWAP:
            self.swap(case)
        else:
            self.page.open_case.emit(case.id)

    def swap(self, case: Case) -> None:
        """The guide for what the centre sends, or the swap of this case that is under way."""
        from haas_client.ui.swapping import wish_of

        self.session.swapping.prepare(wish_of(case))
        self.page.go.emit(PageName.SWAP)

    def may_take_up(self, case: Case) -> bool:
        """Words that could not be kept yet are not given up for those of another case; tells so."""
        problem = self.session.draft.problem
        if problem and self.session.case_id != case.id:
            advice = t("What you were writing is still there, and is not kept yet. Please send it, or make room first.")
            self.say(Said(title=problem[0], advice=advice, tone=Tone.BAD))
            return False
        return True

    def _write(self, case: Case) -> None:
        if self.may_take_up(case):
            self.page.go.emit(take_up(self.session, case))

    def record(self, case: Case, step: Step) -> None:
        """Puts a step on record, after asking for what the centre told with it."""
        from haas_client.ui.pages.case_dialogs import STEP_FIELDS, ParticularsDialog

        if step.move in STEP_FIELDS:
            ParticularsDialog(self, case, STEP_FIELDS[step.move], step).open()
            return
        self.ask(lambda store: moved(store, case, step.move, Particulars()), self.recorded)

    def recorded(self, case: Case) -> None:
        """Told after a step; where it was the owner's word it can be taken back at once."""
        last = case.events[-1]
        stepped = last.kind == EventKind.MOVED and states.may_take_back(case)
        undo = (lambda: self.take_back(case)) if stepped else None
        self.say(Said(title=t("Noted: {what}").format(what=words.event(last, current())), undo=undo))

    def take_back(self, case: Case) -> None:
        self.ask(lambda store: store.take_back(case.id, expected=case.state), self._taken_back)

    def delete(self, case: Case, land: PageName) -> None:
        def gone(_case: Case) -> None:
            self.page.go.emit(land)
            self.say(Said(title=t("The case was deleted."), undo=lambda: self.restore(case)))

        self.ask(lambda store: store.delete(case.id), gone)

    def restore(self, case: Case) -> None:
        self.ask(lambda store: store.restore(case.id), lambda _: self.say(Said(title=t("The case is back."))))

    def ask(
        self,
        work: Callable[[Cases], T],
        on_done: Callable[[T], object],
        on_failed: Callable[[HaasError], bool] = lambda error: False,
    ) -> None:
        """``work`` beside the interface; meanwhile :attr:`busy`.

        ``on_failed`` gives whether it told the error itself.
        """

        def done(result: T) -> None:
            self.busy.emit(False)
            on_done(result)

        def failed(error: Exception) -> None:
            self.busy.emit(False)
            known = error if isinstance(error, HaasError) else _not_kept()
            if not on_failed(known):
                self.tell_failure(known)

        self.busy.emit(True)
        self.session.desk.ask(work, self, done, failed)

    def tell_failure(self, error: HaasError) -> None:
        """Pages are shown anew where a case went on elsewhere, or is gone."""
        if isinstance(error, CaseGone | IllegalMove):
            self.session.desk.load()
        self.say(failure(error))

    def say(self, said: Said) -> None:
        self.page.say.emit(said)

    def _taken_back(self, case: Case) -> None:
        self.say(Said(title=words.event(case.events[-1], current()), tone=Tone.NEUTRAL))

    def _confirm_sent(self, case: Case) -> None:
        parcel = case.waiting[-1]  # the one that is shown
        self.ask(lambda store: store.confirm_sent(case.id, parcel.id), self.recorded)

    def _need_not_send(self, case: Case) -> None:
        parcel = case.waiting[-1]  # the one that is shown
        self.ask(
            lambda store: store.withdraw_parcel(case.id, parcel.id),
            lambda _: self.say(Said(title=t("It waits no longer to be sent. Nothing of the case is lost."))),
        )

    def _pay(self, case: Case) -> None:
        from haas_client import web
        from haas_client.ui.pages.case_payment import PaymentDialog

        try:
            address = web.checked(case.particulars.payment_address)
        except web.AddressRefused as error:
            self.say(failure(error))
            return
        PaymentDialog(self, address).open()


def moved(store: Cases, case: Case, move: Move, particulars: Particulars) -> Case:
    return store.move(case.id, move, expected=case.state, particulars=particulars)


def take_up(session: Session, case: Case) -> PageName:
    """Makes ``case`` the one that is being written, and gives the page to go on with."""
    session.resume(case)
    begins = case.state == State.DRAFT and not case.of_kind(FileKind.DIAGNOSIS)
    return PageName.SYMPTOM if begins else PageName.SEND


def _not_kept() -> HaasError:
    return HaasError(t("Your case could not be kept."), t("Nothing was lost. Please try again."))
