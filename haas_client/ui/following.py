"""Links of the customer centre's that wait to be looked at, checked one at a time beside the interface."""

from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal

from haas_client.errors import HaasError
from haas_client.i18n import t
from haas_client.ui.session import Session

if TYPE_CHECKING:
    from haas_client.cases.changes import Told
    from haas_client.cases.model import Case
    from haas_client.cases.store import Cases
    from haas_client.links.model import Link

MAX_WAITING = 20
"""Nobody reads more; a flood of links costs no more than this."""


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """A link that is the centre's, and what agreeing to it would put on record."""

    link: "Link"
    case: "Case"
    told: "Told"


class Following(QObject):
    """``looked_at`` follows each :meth:`look_at`, unless another took its place meanwhile."""

    looked_at = Signal()

    def __init__(self, session: Session, folder: Path) -> None:
        """``folder`` holds the centre's keys and the hosts of its payment pages."""
        super().__init__()
        self._session, self._folder = session, folder
        self._waiting: deque[str] = deque(maxlen=MAX_WAITING)
        self._text = ""
        self._number = ""
        self._round = 0
        self.proposal: Proposal | None = None
        self.refused: HaasError | None = None
        self.looking = False

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    @property
    def under_way(self) -> bool:
        """Whether the owner has something to read or to decide; further links wait meanwhile."""
        return self.looking or self.proposal is not None

    def hand_over(self, text: str) -> None:
        """A link that was clicked. What is being decided stays; the same link twice waits once."""
        if not self.under_way:
            self.look_at(text)
        elif text != self._text and text not in self._waiting:
            self._waiting.append(text)

    def look_at(self, text: str, warranty_number: str = "") -> None:
        """``warranty_number``: as the owner typed it, where this PC does not know its own."""
        from haas_client.ui import proposing

        self._text, self._number = text, warranty_number
        self.proposal, self.refused, self.looking = None, None, True
        self._round += 1
        mine, folder = self._round, self._folder
        numbers = (self._session.facts.warranty_number, self._session.request.warranty_number, warranty_number)

        def done(found: Proposal) -> None:
            self._show(mine, found, None)

        def failed(error: Exception) -> None:
            self._show(mine, None, error if isinstance(error, HaasError) else _not_looked_at())

        self._session.desk.ask(lambda store: proposing.proposal(text, folder, numbers, store), self, done, failed)
        self.looked_at.emit()

    def look_again(self, warranty_number: str = "") -> None:
        """The same once more; by the number that was typed for it, where no other is given."""
        self.look_at(self._text, warranty_number or self._number)

    def put_away(self) -> bool:
        """Done with this one; whether the next one is looked at."""
        self._round += 1
        self._text, self.proposal, self.refused, self.looking = "", None, None, False
        if self._waiting:
            self.look_at(self._waiting.popleft())
            return True
        return False

    def _show(self, mine: int, found: Proposal | None, error: HaasError | None) -> None:
        if mine == self._round:
            self.proposal, self.refused, self.looking = found, error, False
            self.looked_at.emit()


def agreed(store: "Cases", proposal: Proposal) -> "Case":
    return store.follow(proposal.case.id, proposal.told, expected=proposal.case.state)


def _not_looked_at() -> HaasError:
    return HaasError(t("This link could not be checked."), t("Nothing was changed. Please try again."))
