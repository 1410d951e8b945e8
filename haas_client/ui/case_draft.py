"""The case that is being written: kept from its first word on, beside the interface, so that nothing typed is lost."""

import dataclasses
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from haas_client.errors import HaasError
from haas_client.request import Request, Service
from haas_client.ui.photos import Photos

# The store and the bundle are loaded with the first word, after the window's first frame.
if TYPE_CHECKING:
    from haas_client.cases.model import Case, Choices
    from haas_client.cases.store import Cases
    from haas_client.ui.asking import Asking
    from haas_client.ui.result import Result

T = TypeVar("T")

Wanted = tuple[Request, Service, "Choices | None"]

SAVED_AFTER_MS = 1000
"""After the last change."""


class Writing:
    """One case as it is written. Workers read it, one at a time."""

    def __init__(self, wanted: "Wanted", case_id: str = "") -> None:
        self.lock = threading.Lock()
        self.wanted = wanted
        """What is to be kept: always the last word, however late a worker comes to it."""
        self.case_id = case_id
        """Empty before the case is in the store."""
        self.base = wanted[0] if case_id else None
        """The words as they stand in the store, as far as is known here."""
        self.begun = bool(case_id)
        """Whether the owner wrote, chose or added anything."""
        self.saved: Wanted | None = None
        self.diagnosis: Result | None = None
        """The one that is kept with it."""
        self.parted = False
        """Whether it became a case of its own since: photos and diagnosis have to be kept in that one too."""

    def keep(self, store: "Cases") -> str:
        """Keeps what was written last; gives the id of the case. Raises as the store does."""
        from haas_client.cases.changes import ChangedElsewhere
        from haas_client.cases.store import CaseGone

        with self.lock:
            wanted = self.wanted
            try:
                case = store.edit(self.case_id, *wanted, base=self.base) if self.case_id else store.begin(*wanted)
            except (CaseGone, ChangedElsewhere):  # what two programs write at once is two cases: no word is lost
                self.diagnosis, self.parted = None, True
                case = store.begin(*wanted)
            self.case_id, self.saved, self.base = case.id, wanted, case.request
            return case.id


class CaseDraft(QObject):
    """What the owner is writing, and the case that keeps it. Outlives the window."""

    changed = Signal()
    """:attr:`problem` is another."""
    gone = Signal()
    """The case was deleted elsewhere while it was being written."""
    parted = Signal()
    """Another program wrote on it too: what is written here is a case of its own from now on."""

    def __init__(self, session: "Asking") -> None:
        super().__init__()
        self._session = session
        self._writing = self._new()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVED_AFTER_MS)
        self._timer.timeout.connect(self.save)
        self._listens = False
        self.problem: tuple[str, str] | None = None
        """Why it is not kept at the moment: what happened, what to do."""
        self.photos = Photos(session.bridge, self)

    @property
    def case_id(self) -> str:
        return self._writing.case_id

    @property
    def begun(self) -> bool:
        return self._writing.begun

    @property
    def loading(self) -> bool:
        """Whether what lies beside its words is still being read."""
        return self._session.loading

    @property
    def case(self) -> "Case | None":
        """As it was last read."""
        return self._session.desk.find(self.case_id) if self.case_id else None

    @property
    def is_sent(self) -> bool:
        """Whether it is no draft any more: what is written from now on belongs to another case."""
        case = self.case
        return case is not None and case.state != "draft"

    def touch(self) -> None:
        """Something was changed: a first word or choice is kept at once, what follows a second after the last."""
        writing = self._writing
        writing.wanted = self._wanted()
        request = writing.wanted[0]
        if writing.begun:
            self._timer.start()
        elif request.symptom or request.words.strip():
            self.save()

    def save(self) -> None:
        """Keeps what was written, now."""
        self.do(lambda _store, _case_id: None)

    def save_if_begun(self) -> None:
        if self._writing.begun:
            self.save()

    def save_at_once(self) -> None:
        """In this thread, for the moment before the program ends."""
        writing = self._writing
        if not writing.begun or writing.saved == writing.wanted:
            return
        self._timer.stop()
        try:
            self._session.desk.at_once(writing.keep)
        except HaasError as error:  # told at the change before; nobody looks any more
            self._not_kept(writing, error)

    def keeper(self) -> "Callable[[Cases], str]":
        """For another thread: keeps what was written last, in a case that is begun for it if need be; gives its id."""
        writing = self._writing
        writing.begun = True
        writing.wanted = self._wanted()
        self._timer.stop()
        self._listen()
        return writing.keep

    def do(
        self,
        work: "Callable[[Cases, str], T]",
        owner: QObject | None = None,
        on_done: Callable[[T], None] | None = None,
        on_failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """``work`` with the store and the id of this case, which is begun for it if need be, beside the interface."""
        writing, keep = self._writing, self.keeper()

        def done(outcome: T) -> None:
            self._kept(writing)
            if on_done:
                on_done(outcome)

        def failed(error: Exception) -> None:
            self._not_kept(writing, error)
            if on_failed:
                on_failed(error)

        self._session.desk.ask(lambda store: work(store, keep(store)), owner, done, failed)

    def keep_diagnosis(self, result: "Result") -> None:
        """Puts all of a diagnosis into the case, unless it is there; it never leaves this PC by that."""
        from haas_client.bundle import archive
        from haas_client.channels import folder
        from haas_client.ui.bundling import builder

        if self._writing.diagnosis is result:
            return
        writing = self._writing
        writing.diagnosis = result
        build = builder(self._session, result, everything=True)

        def work(store: "Cases", case_id: str) -> None:
            from haas_client.cases.model import FileKind

            data = archive.packed(build().members, ())  # it stays here
            store.add_file(case_id, FileKind.DIAGNOSIS, folder.new_name(result.made_at), data)

        def failed(_error: Exception) -> None:
            writing.diagnosis = None

        self.do(work, on_failed=failed)

    def end(self, *, erase_untouched: bool = False) -> None:
        """The next word belongs to another case. One with nothing in it but a chosen symptom can be erased."""
        writing, self._writing = self._writing, self._new()
        self.photos.forget()
        was_waiting = self._timer.isActive()
        self._timer.stop()
        if not writing.begun:
            return

        def work(store: "Cases") -> None:
            case_id = writing.keep(store) if was_waiting or not writing.case_id else writing.case_id
            if erase_untouched and _is_untouched(store, case_id):
                store.erase(case_id)

        self._session.desk.ask(work, self, None, lambda error: self._not_kept(writing, error))

    def take_up(self, case: "Case") -> None:
        """Goes on with a case that was written before."""
        self._writing = Writing((case.request, case.service, case.choices), case.id)
        self.photos.forget()
        self._listen()

    def renew(self, kept: "Case") -> None:
        """``kept`` is the case that is being written as it was read just now."""
        self._writing.base = kept.request

    def has_diagnosis(self, result: "Result") -> None:
        """``result`` was read from this case."""
        self._writing.diagnosis = result

    def _new(self) -> Writing:
        return Writing((Request(), Service.PHONE_MAIL, None))

    def _wanted(self) -> Wanted:
        from haas_client.cases.model import Choices

        session = self._session
        answers = session.answers.told() if session.answers else {}
        request = dataclasses.replace(session.request, power_answers=answers)
        left_out = tuple(sorted(section.value for section in session.left_out))
        choices = Choices(left_out=left_out, without_diagnosis=session.without_diagnosis)
        return request, request.service or session.recommended, choices

    def _kept(self, writing: Writing) -> None:
        if writing is self._writing and self.problem:
            self.problem = None
            self.photos.keep_again()
            self.changed.emit()
        if writing is self._writing and writing.parted:
            writing.parted = False
            self.photos.keep_anew()
            if self._session.evidence:
                self.keep_diagnosis(self._session.evidence)
            self.parted.emit()

    def _not_kept(self, writing: Writing, error: Exception) -> None:
        from haas_client.cases.store import CasesUnusable

        if writing is self._writing and isinstance(error, CasesUnusable):
            self.problem = (error.title, error.advice)
            self.changed.emit()

    def _listen(self) -> None:
        if not self._listens:
            self._listens = True
            self._session.desk.changed.connect(self._look_after)

    def _look_after(self) -> None:
        """A case that was deleted elsewhere is not written any more."""
        desk = self._session.desk
        if self._writing.case_id and desk.loaded and not desk.problem and desk.find(self._writing.case_id) is None:
            self._timer.stop()
            self._writing = self._new()
            self.photos.forget()
            self.gone.emit()


def _is_untouched(store: "Cases", case_id: str) -> bool:
    """Whether nothing is in a draft but what was chosen."""
    from haas_client.cases.model import State

    case = store.get(case_id)
    return case.state == State.DRAFT and not (case.request.words.strip() or case.files or case.parcels)
