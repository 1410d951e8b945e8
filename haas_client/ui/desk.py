"""The owner's cases as the interface knows them: asked and changed beside it, one wish after the other."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from haas_client.errors import HaasError
from haas_client.i18n import t
from haas_client.ui.bridge import Bridge
from haas_client.ui.wishes import Wishes

# The store is loaded with the first question, after the window's first frame.
if TYPE_CHECKING:
    from haas_client.cases.model import Case
    from haas_client.cases.store import Cases

_log = logging.getLogger(__name__)

T = TypeVar("T")


class Desk(QObject):
    """Holds the last known state of all cases; pages read :attr:`cases` and listen to :attr:`changed`."""

    changed = Signal()
    failed = Signal(str, str)
    """What happened, and what to do; for wishes that brought no ``on_failed`` of their own."""

    def __init__(self, bridge: Bridge, make_store: "Callable[[], Cases]") -> None:
        super().__init__()
        self._wishes = Wishes(bridge)
        self._make_store = make_store
        self._store: Cases | None = None
        self.loaded = False
        """Whether :attr:`cases` was read at all."""
        self.cases: tuple[Case, ...] = ()
        """All that are not deleted, the one that changed last first."""
        self.problem: tuple[str, str] | None = None
        """Why the cases cannot be read at the moment: what happened, what to do."""
        self.put_aside = ""
        """Where a store that could not be understood was kept; empty where none was."""

    @property
    def busy(self) -> bool:
        """Whether something that was asked is not answered yet."""
        return self._wishes.busy

    @property
    def open(self) -> "tuple[Case, ...]":
        return tuple(case for case in self.cases if case.open)

    def find(self, case_id: str) -> "Case | None":
        return next((case for case in self.cases if case.id == case_id), None)

    def load(self) -> None:
        """Reads the cases; :attr:`changed` follows."""
        self.ask(lambda _store: None)

    def ask(
        self,
        work: "Callable[[Cases], T]",
        owner: QObject | None = None,
        on_done: Callable[[T], None] | None = None,
        on_failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """``work`` on the store in another thread, after all that was asked before; then :attr:`changed`.

        ``on_done`` and ``on_failed`` are dropped where ``owner`` is gone by then.
        """

        def done(result: Any) -> None:
            outcome, cases, aside = result
            self._known(cases, aside)
            if on_done:
                self._tell(owner, lambda: on_done(outcome))

        def failed(error: Exception) -> None:
            if on_failed:
                self._tell(owner, lambda: on_failed(error))
            self._failed(error, told=on_failed is not None)

        self._wishes.ask(lambda: self._carried_out(work), done, failed)

    def at_once(self, work: "Callable[[Cases], T]") -> T:
        """``work`` in this thread, for the moment before the program ends; raises what it raises."""
        return work(self._store or self._make_store())

    def finish(self) -> None:
        """Carries out what waits, in this thread, for the moment before the program ends; what fails is lost then."""
        for wish in self._wishes.drain():
            try:
                wish()
            except HaasError as error:  # nobody looks any more
                _log.warning("not kept at the end: %s", type(error).__name__)

    def _carried_out(self, work: "Callable[[Cases], T]") -> "tuple[T, tuple[Case, ...], str]":
        if self._store is None:
            store = self._make_store()
            store.tidy()
            self._store = store
        outcome = work(self._store)
        aside = self._store.put_aside
        return outcome, self._store.all(), str(aside[-1]) if aside else ""

    def _known(self, cases: "tuple[Case, ...]", aside: str) -> None:
        anew = (cases, aside, None) != (self.cases, self.put_aside, self.problem) or not self.loaded
        self.cases, self.put_aside, self.problem, self.loaded = cases, aside, None, True
        if anew:
            self.changed.emit()

    def _failed(self, error: Exception, *, told: bool) -> None:
        from haas_client.cases.store import CasesUnusable

        if not isinstance(error, HaasError):
            _log.error("cases", exc_info=error)
            error = HaasError(t("Your case could not be kept."), t("Nothing was lost. Please try again."))
        if isinstance(error, CasesUnusable):
            self.problem = (error.title, error.advice)
            self.changed.emit()
        if not told:
            self.failed.emit(error.title, error.advice)

    def _tell(self, owner: QObject | None, call: Callable[[], None]) -> None:
        from shiboken6 import isValid

        if owner is None or isValid(owner):
            call()
