"""A Hands-on as the interface knows it: the preparation, TeamViewer, and how it ended. Outlives the window."""

import logging
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from haas_client import centre
from haas_client.cases.model import Case, Note, State
from haas_client.cases.states import IllegalMove, Move
from haas_client.cases.store import Cases
from haas_client.diagnostics.unknown import Unreadable
from haas_client.errors import HaasError
from haas_client.handson import launching, preflight, running, surroundings
from haas_client.handson.free import free
from haas_client.handson.model import Free, Preflight
from haas_client.handson.surroundings import Surroundings
from haas_client.i18n import t
from haas_client.process import Cancel
from haas_client.request import Service
from haas_client.ui.bridge import Bridge
from haas_client.ui.desk import Desk
from haas_client.ui.facts import Facts
from haas_client.ui.teamviewer_watch import TeamViewerWatch

_log = logging.getLogger(__name__)

READY = frozenset({State.CONFIRMED_FREE, State.PAID})
"""The centre has confirmed, and the work may begin at any time."""
UNDER_WAY = READY | {State.SESSION}
_ENDS = {State.SESSION: (Move.FINISH,), **dict.fromkeys(READY, (Move.BEGIN_SESSION, Move.FINISH))}


class Ending(StrEnum):
    """What was noticed; only the owner knows whether the work is done."""

    CLOSED = "closed"
    """TeamViewer was closed."""
    PARTED = "parted"
    """TeamViewer shows the screen to nobody any more."""


class HandsOn(QObject):
    """Pages read it, listen to :attr:`changed`, and ask for the next thing; one at a time."""

    changed = Signal()
    ended = Signal()
    """Something of :class:`Ending` was noticed while a case was under way; the owner is to be asked."""

    def __init__(self, bridge: Bridge, desk: Desk, facts: Callable[[], Facts]) -> None:
        super().__init__()
        self._bridge, self._desk, self._facts = bridge, desk, facts
        self._case_id = ""
        self._cancel: Cancel | None = None
        self._watch = TeamViewerWatch()
        self._attaching = False
        self._watch.closed.connect(self._look_whether_closed)
        self._watch.parted.connect(lambda: self._notice(Ending.PARTED))
        self.preflight: Preflight | None = None
        self.starting = False
        self.problem: HaasError | None = None
        """Why TeamViewer could not be started."""
        self.opened = False
        """Whether TeamViewer's window is there, as far as was seen."""
        self.ending: Ending | None = None
        """What the owner has not answered yet."""

    @property
    def looking(self) -> bool:
        return self._cancel is not None

    @property
    def case(self) -> Case | None:
        """The one that it is for: the one it was opened from, else the Hands-on that went on last."""
        cases = [one for one in self._desk.open if one.service == Service.HANDS_ON and one.state != State.DRAFT]
        mine = self._desk.find(self._case_id)
        ended = [mine] if mine and mine.service == Service.HANDS_ON else []
        return next((one for one in (*ended, *cases)), None)

    @property
    def free(self) -> Free:
        """Of the first month: shown, and never a reason to stop anybody."""
        return free(self._purchased_on, self.case.particulars.free_number if self.case else None, _today())

    @property
    def _purchased_on(self) -> date | None:
        return self._facts().machine.purchased_on

    def take_up(self, case: Case) -> None:
        """The case whose page the owner came from."""
        if case.id != self._case_id:
            self._case_id, self.ending = case.id, None

    def look(self) -> None:
        """Examines everything anew, up to 8 s; :attr:`changed` follows at once and when it is known."""
        self.cancel()
        cancel = self._cancel = Cancel()
        here, closed = surroundings.Surroundings(), self._facts().closed

        def work() -> Preflight:
            return preflight.examine(here, centre.reception(datetime.now(UTC), closed), cancel)

        self._bridge.submit(work, self, lambda found: self._looked(cancel, found), self._lost)
        self.changed.emit()

    def cancel(self) -> None:
        """Drops what is being looked at; what is known stays."""
        if self._cancel:
            self._cancel.ask()
            self._cancel = None

    def start(self) -> None:
        """Starts TeamViewer, or brings the one that runs to the front; :attr:`changed` follows at once and then."""
        if self.starting:
            return
        self.starting, self.problem, self.ending = True, None, None
        here = surroundings.Surroundings()
        self._bridge.submit(lambda: launching.start(here), self, lambda _: self._started(), self._not_started)
        self.changed.emit()

    def dismiss(self) -> None:
        """The owner says that it goes on."""
        self.ending = None
        self._attach()
        self.changed.emit()

    def finish(self) -> None:
        """The owner says that it is over."""
        self.ending = None
        self._watch.stop()
        self.changed.emit()

    def close(self) -> None:
        """Before the program ends. TeamViewer itself is the owner's, and stays."""
        self.cancel()
        self._watch.stop()

    def _looked(self, cancel: Cancel, found: Preflight) -> None:
        if cancel is not self._cancel:
            return
        self._cancel, self.preflight = None, found
        if found.teamviewer.runs is not None:
            self.opened = found.teamviewer.runs
        if self.opened and not self._watch.watches:
            self._attach()
        self.changed.emit()

    def _lost(self, error: Exception) -> None:
        """Examining raises nothing; where it did all the same, nothing is known, and the page says so."""
        _log.error("preparation of a Hands-on", exc_info=error)
        self._cancel = None
        self.changed.emit()

    def _started(self) -> None:
        self.starting, self.opened = False, True
        self._attach()
        self.look()  # its number may be known only now

    def _not_started(self, error: Exception) -> None:
        if not isinstance(error, HaasError):
            _log.error("TeamViewer", exc_info=error)
            error = HaasError(
                t("TeamViewer could not be started."), t("Nothing was changed. Please start it from your menu.")
            )
        self.starting, self.problem = False, error
        self.look()  # perhaps it is not there any more

    def _attach(self) -> None:
        """One at a time: a second would watch a TeamViewer whose end was told meanwhile, and tell it again."""
        if self._attaching:
            return
        self._attaching = True
        here = surroundings.Surroundings()
        self._bridge.submit(lambda: _to_watch(here), self, self._attached, self._unattached)

    def _attached(self, found: tuple[tuple[int, ...], str]) -> None:
        self._attaching = False
        self._watch.watch(*found)

    def _unattached(self, error: Exception) -> None:
        self._attaching = False
        _unwatched(error)

    def _look_whether_closed(self) -> None:
        """An update of its own starts it again: it is closed when none is there a moment later."""
        here = surroundings.Surroundings()
        self._bridge.submit(lambda: _to_watch(here), self, self._closed, _unwatched)

    def _closed(self, found: tuple[tuple[int, ...], str]) -> None:
        if found[0]:
            self._watch.watch(*found)
            return
        self._watch.stop()
        self.opened = False
        self._notice(Ending.CLOSED)

    def _notice(self, ending: Ending) -> None:
        if self.case and self.case.state in UNDER_WAY:
            told, self.ending = self.ending is not None, ending
            if not told:
                self.ended.emit()
        self.changed.emit()


def finished(store: Cases, case: Case, note_id: str, note: Note, *, solved: bool) -> Case:
    """Keeps what was done and, where it is solved, that the work is done. Asked again after a failure, nothing is kept
    twice. Raises what the store raises.
    """
    case = store.note(case.id, note_id, note)
    if solved:
        if case.state not in _ENDS:  # ended elsewhere
            raise IllegalMove
        for move in _ENDS[case.state]:
            case = store.move(case.id, move, expected=case.state)
    return case


def _to_watch(here: Surroundings) -> tuple[tuple[int, ...], str]:
    """The processes of its window, and the address of the session bus, each as far as it can be read."""
    try:
        bus = here.session_bus()
    except Unreadable:
        bus = ""
    return running.windows(here) or (), bus


def _unwatched(error: Exception) -> None:
    _log.error("watch on TeamViewer", exc_info=error)


def _today() -> date:
    return datetime.now(UTC).astimezone(centre.JAPAN).date()
