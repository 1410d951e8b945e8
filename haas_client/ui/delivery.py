"""Carries what is shown to a file, a stick or the mail program, beside the interface, and keeps the very bytes.

It never claims that anything was sent: what was made ready waits in the outbox of its case until the owner says so.
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from haas_client import files
from haas_client.bundle import archive, encryption
from haas_client.cases.model import Case, Way
from haas_client.channels import channel, folder
from haas_client.channels.channel import Handover, Outcome
from haas_client.channels.mail import Mail
from haas_client.channels.removable import Drive, Stick
from haas_client.errors import HaasError
from haas_client.i18n import t
from haas_client.ui import outbox, places
from haas_client.ui.outbox import Delivered
from haas_client.ui.outgoing import Built, Outgoing
from haas_client.ui.session import Session

if TYPE_CHECKING:
    from haas_client.cases.store import Cases

_log = logging.getLogger(__name__)

T = TypeVar("T")


class Delivery(QObject):
    done = Signal()
    """Something was made ready: :attr:`last`."""
    changed = Signal()
    """:attr:`last` is another, or goes on."""
    failed = Signal(str, str)
    """What happened, and what to do."""
    busy = Signal(bool)
    folder_not_shown = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.outgoing = Outgoing(session)
        self.last: Delivered | None = None

    def file_name(self) -> str:
        """Of a file that would be made now."""
        built = self.outgoing.built
        return folder.new_name(datetime.now(UTC)) + (encryption.ENDING if built and built.encrypted else "")

    def save_as(self, parent: QWidget) -> None:
        """Asks for a place and saves there."""
        path = places.chosen_for_bundle(parent, self.file_name())
        if path:
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Saves to ``path``, replacing what is there (the dialog has asked); nobody was asked about ``.age``."""
        built = self.outgoing.built
        if built and built.encrypted and path.suffix != encryption.ENDING:
            path = folder.unused(path.with_name(path.name + encryption.ENDING))

        def carry(_built: Built, data: bytes) -> Handover:
            files.write_atomically(path, data)
            return Handover(outcome=Outcome.SAVED, way=channel.Way.FILE, path=path)

        self._deliver(Way.FILE, carry)

    def save_on(self, drive: Drive) -> None:
        """Saves on a USB stick, under a name that nothing there has."""
        name = self.file_name()

        def carry(built: Built, data: bytes) -> Handover:
            with places.for_a_moment(name, data) as path:
                return Stick(drive).hand_over(channel.Parcel(draft=built.mail(name), path=path))

        self._deliver(Way.FILE, carry)

    def write_mail(self) -> None:
        """Saves where a mail program finds it, then opens the draft; a question without a file is only opened."""
        name = self.file_name()

        def carry(_built: Built, data: bytes) -> Handover:
            path = places.put_in_documents(name, data)
            return Handover(outcome=Outcome.SAVED, way=channel.Way.FILE, path=path)

        self._deliver(Way.MAIL, carry)

    def call(self) -> None:
        """The owner is going to call: no file goes."""
        self._deliver(Way.TELEPHONE, None)

    def show_folder(self) -> None:
        """Shows the saved file in the file manager."""
        if self.last and self.last.path:
            path = self.last.path
            self._session.bridge.submit(lambda: folder.show(path), self, self._folder_shown, self._fail)

    def offer(self, case: Case) -> None:
        """Shows again what waits in the outbox of ``case``, the same bytes; :attr:`changed` follows."""
        self.last = None
        self._run(lambda: self._stored(lambda store: outbox.offered(store, case.id)), self._went_on)

    def open_mail_again(self) -> None:
        last = self.last

        def work(last: Delivered) -> Delivered:
            if last.path:
                outbox.refuse_plain_file(last.path)
            return _mailed(last)

        if last:
            self._run(lambda: work(last), self._went_on)

    def save_again(self, parent: QWidget) -> None:
        """From the case's own copy, wherever the first one has gone."""
        last = self.last
        name = last.parcel.bundle.name if last and last.parcel and last.parcel.bundle else ""
        path = places.chosen_for_bundle(parent, name) if name else None
        if path and last:
            self._run(lambda: self._stored(lambda store: outbox.saved_again(store, last, path)), self._went_on)

    def confirm(self) -> None:
        """The owner says that it is sent."""
        last = self.last
        if last and last.case and last.parcel:
            case_id, parcel_id = last.case.id, last.parcel.id
            desk = self._session.desk
            desk.ask(lambda store: store.confirm_sent(case_id, parcel_id), self, self._is_sent, self._fail)

    def take_back(self) -> None:
        """The owner did not send it after all."""
        last = self.last
        if last and last.case:
            case_id, state = last.case.id, last.case.state
            desk = self._session.desk
            desk.ask(lambda store: store.take_back(case_id, expected=state), self, self._waits_again, self._fail)

    def _deliver(self, way: Way, carry: Callable[[Built, bytes], Handover] | None) -> None:
        """What is shown goes its way; ``carry``, in another thread, takes the file there."""
        built, session = self.outgoing.built, self._session
        if built is None:  # it is being made anew: what would go is not what is shown
            return
        if session.evidence:
            session.draft.keep_diagnosis(session.evidence)
        keep, code, name = session.draft.keeper(), session.code, self.file_name()

        def work() -> Delivered:
            session.remember_owner()
            # Kept only now where nothing was typed yet, and under another id where another window wrote on it too.
            going = msgspec.structs.replace(built, case_id=self._kept(keep) or "")
            delivered = Delivered(way=way, code=code, draft=going.mail("") if way == Way.MAIL else None)
            data = _packed(going) if carry else None
            bundle = self._kept(lambda store: outbox.keep_bundle(store, keep(store), name, data)) if data else None
            if carry and data:
                delivered = _carried(delivered, going, carry(going, data))
            in_outbox = self._kept(lambda store: outbox.prepared(store, delivered, keep(store), bundle))
            return _mailed(in_outbox or delivered) if way == Way.MAIL else in_outbox or delivered

        self._run(work, self._finish)

    def _stored(self, work: "Callable[[Cases], T]") -> T:
        """For another thread."""
        return self._session.desk.at_once(work)

    def _kept(self, work: "Callable[[Cases], T]") -> T | None:
        """``None`` where it cannot be kept: it goes all the same. For another thread."""
        try:
            return self._stored(work)
        except HaasError as error:
            _log.warning("not kept in the case: %s", error.title)
            return None

    def _run(self, work: Callable[[], Delivered], on_done: Callable[[Delivered], None]) -> None:
        def done(delivered: Delivered) -> None:
            self.busy.emit(False)
            self._session.desk.load()  # it was changed past the desk
            on_done(delivered)

        self.busy.emit(True)
        self._session.bridge.submit(work, self, done, self._fail)

    def _finish(self, delivered: Delivered) -> None:
        self.last = delivered
        self.done.emit()
        if delivered.way == Way.MAIL:
            self.show_folder()

    def _went_on(self, delivered: Delivered) -> None:
        self.last = delivered
        self.changed.emit()

    def _is_sent(self, case: Case) -> None:
        self._note(case, sent=True)

    def _waits_again(self, case: Case) -> None:
        self._note(case, sent=False)

    def _note(self, case: Case, *, sent: bool) -> None:
        if self.last and self.last.case and self.last.case.id == case.id:
            self.last = msgspec.structs.replace(self.last, case=case, sent=sent)
            self.changed.emit()

    def _folder_shown(self, shown: bool) -> None:
        if not shown:
            self.folder_not_shown.emit()

    def _fail(self, error: Exception) -> None:
        self.busy.emit(False)
        if isinstance(error, HaasError):
            self.failed.emit(error.title, error.advice)
            return
        _log.error("delivery", exc_info=error)
        self.failed.emit(t("The file could not be made."), t("Nothing was lost. Please try again, or call our centre."))


def _packed(built: Built) -> bytes | None:
    """The file, or ``None`` where none goes. Raises :class:`~haas_client.bundle.encryption.CannotEncrypt`."""
    if built.contents is None:
        return None
    keys = encryption.recipients()  # asked for anew: a key that came meanwhile counts
    if bool(keys) != built.encrypted:
        raise encryption.CannotEncrypt(t("the centre's key on this PC was changed just now"))
    return archive.packed(built.contents.members, keys)


def _carried(delivered: Delivered, built: Built, handover: Handover) -> Delivered:
    name = handover.path.name if handover.path else ""
    return msgspec.structs.replace(delivered, path=handover.path, handover=handover, draft=built.mail(name))


def _mailed(delivered: Delivered) -> Delivered:
    """With the draft opened in the mail program; for another thread."""
    if delivered.draft is None:
        return delivered
    handover = Mail().hand_over(channel.Parcel(draft=delivered.draft, path=delivered.path))
    return msgspec.structs.replace(delivered, handover=handover)
