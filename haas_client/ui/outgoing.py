"""What goes to the centre: made anew after every change, and there to be sent only while it is what the page shows."""

import dataclasses
import logging
from collections.abc import Callable

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from haas_client.bundle import encryption, private_words
from haas_client.bundle.chosen import Section
from haas_client.bundle.contents import Contents
from haas_client.bundle.private_words import Marks
from haas_client.bundle.report import Page
from haas_client.channels import draft as mail_draft
from haas_client.channels.draft import Draft
from haas_client.errors import HaasError
from haas_client.i18n import current, t
from haas_client.request import Request
from haas_client.ui import private
from haas_client.ui.bundling import builder, page
from haas_client.ui.session import Session

_log = logging.getLogger(__name__)

_SETTLED_AFTER_MS = 300
"""After the last key: nobody looks at what is made between two letters."""


class Built(msgspec.Struct, frozen=True, kw_only=True):
    """All that would go, as it stands on the page."""

    request: Request
    contents: Contents | None = None
    """``None`` for a question without a diagnosis: only the owner's words go."""
    page: Page | None = None
    private: dict[Section | None, tuple[str, ...]] = {}
    """Words that look private, by section; ``None``: what the owner wrote."""
    marks: Marks | None = None
    case_id: str = ""
    """Of the case on this PC; empty where it was not kept yet."""
    encrypted: bool = False
    """Whether only the centre will be able to open the file."""

    def mail(self, file_name: str, reference: str = "") -> Draft:
        """The text of the mail; without a file where there is none."""
        if self.page is None or not file_name:
            return mail_draft.draft_without_file(self.request, current(), reference=reference, case_id=self.case_id)
        return mail_draft.draft(self.page, self.request, file_name, reference=reference, case_id=self.case_id)


class Outgoing(QObject):
    changed = Signal()
    """:attr:`built` is another, or is being made anew."""
    failed = Signal(str, str)
    """Why it cannot be made: what happened, what to do."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.built: Built | None = None
        """``None`` while it is made anew."""
        self._at_work = False
        self._again = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLED_AFTER_MS)
        self._timer.timeout.connect(self._make)

    def refresh(self, *, typing: bool = False) -> None:
        """What was built is no longer what is shown; ``typing``: more changes may follow at once."""
        self.built = None
        if typing:
            self._timer.start()
        else:
            self._timer.stop()
            self._make()
        self.changed.emit()

    def _make(self) -> None:
        if self._session.loading:
            self._again = self._at_work  # what is under way is of what was written before
            return  # the page follows once it is there
        if self._at_work:  # one at a time, and the last one counts
            self._again = True
            return
        self._at_work, self._again = True, False
        self._session.bridge.submit(_work(self._session), self, self._made, self._not_made)

    def _made(self, built: Built) -> None:
        if self._ended():
            self.built = built
            self.changed.emit()

    def _not_made(self, error: Exception) -> None:
        if not self._ended():
            return
        if not isinstance(error, HaasError):
            _log.error("bundle", exc_info=error)
            error = HaasError(
                t("The diagnostic file could not be put together."),
                t("Nothing was sent. Please tell our centre by telephone, and diagnose again in the meantime."),
            )
        self.failed.emit(error.title, error.advice)

    def _ended(self) -> bool:
        """Whether what was made is still what is wanted."""
        self._at_work = False
        if self._again:
            self._make()
            return False
        return not self._timer.isActive()


def _work(session: Session) -> Callable[[], Built]:
    """Builds, in another thread, what is chosen now."""
    request = dataclasses.replace(session.request, power_answers=session.answers.told() if session.answers else {})
    case_id = session.case_id
    if session.evidence is None:
        return lambda: Built(
            request=request,
            case_id=case_id,
            private={None: private.names(request.words, private.in_words(request.words))},
        )
    build, identities = builder(session, session.evidence), session.evidence.collection.identities

    def work() -> Built:
        contents = build()
        report = page(contents)
        marks = private_words.in_bundle(contents, identities)
        return Built(
            request=contents.request,
            contents=contents,
            page=report,
            private=private.by_section(contents, report, marks),
            marks=marks,
            case_id=case_id,
            encrypted=bool(encryption.recipients()),
        )

    return work
