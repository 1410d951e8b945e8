"""The guide on its way to a phone: the server beside the interface, what the phone has said, and photos from it."""

import weakref
from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from haas_client.errors import HaasError
from haas_client.handsbuy.swap import Carrier
from haas_client.i18n import current, t
from haas_client.ui.session import Session

if TYPE_CHECKING:
    from haas_client.cases.store import Cases
    from haas_client.handsbuy.phone.server import PhoneServer


class SwapPhone(QObject):
    """Open from :meth:`start` until :meth:`close`, until the phone has had no question for a while, or the PC goes."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._server: PhoneServer | None = None
        self.link = ""
        """Where the page is; empty until it is there."""
        self.problem: HaasError | None = None
        self.received = False
        """The phone has all of it, pictures included."""
        self.photos = 0
        """How many came from the phone and were kept."""
        self.closed = False
        self._left = False

    def start(self) -> None:
        """Makes the page and opens it to the network of the house; :attr:`changed` follows."""
        swapping = self._session.swapping
        swap, sheet = swapping.swap, swapping.sheet
        if swap is None or sheet is None:
            return
        me, bridge, host = weakref.ref[QObject](self), self._session.bridge, self._session.host
        telephone, reference = self._session.telephone, swap.order.reference

        def told(call: Callable[[], None]) -> Callable[[], None]:
            """``call`` in the interface's thread."""
            return lambda: bridge.post(me, call)

        def work() -> "tuple[PhoneServer, str]":
            from haas_client.diagnostics.boots import running_boot
            from haas_client.handsbuy.phone.address import lan_addresses
            from haas_client.handsbuy.phone.page import page
            from haas_client.handsbuy.phone.server import PhoneServer, port_for
            from haas_client.wording.swap_aid import aid

            machine = host()
            try:
                address, boot_id = lan_addresses(machine)[0], running_boot(machine)
            finally:
                machine.release()
            made = page(sheet, swap, aid(current(), telephone=telephone, receipt=reference), boot_id=boot_id)
            server = PhoneServer(
                made,
                address,
                told(self._received),
                lambda data: self._keep_photo(swap.case, data, told(self._photo_kept)),
                on_closed=told(self._ended),
                port=port_for(swap.id),
            )
            return server, server.start()

        bridge.submit(work, self, lambda opened: self._opened(*opened), self._failed)

    def close(self) -> None:
        """Ends it beside the interface: a photo that is just coming is kept first."""
        self._left = True
        if self._server:
            self._session.bridge.submit(self._server.close, self, lambda _: None, lambda _: None)

    def _opened(self, server: "PhoneServer", link: str) -> None:
        self._server, self.link = server, link
        if self._left:  # the window was closed meanwhile
            self.close()
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self.problem = error if isinstance(error, HaasError) else _unknown()
        self.changed.emit()

    def _received(self) -> None:
        self.received = True
        self._session.swapping.carry(Carrier.PHONE)
        self.changed.emit()

    def _photo_kept(self) -> None:
        self.photos += 1
        self._session.desk.load()
        self.changed.emit()

    def _ended(self) -> None:
        self.closed = True
        self.changed.emit()

    def _keep_photo(self, case_id: str, data: bytes, kept: Callable[[], None]) -> None:
        """In the server's thread; what is raised stands on the phone."""
        from haas_client.bundle import photos

        if not case_id:
            raise HaasError(t("This swap belongs to no case, so the photo has no place."), t("It stays on your phone."))
        photo = photos.prepare(data)
        self._session.desk.at_once(lambda store: _added(store, case_id, photo.data))
        kept()


def _added(store: "Cases", case_id: str, data: bytes) -> None:
    """Under the next number of the case's photos."""
    from haas_client.cases.model import FileKind

    names = {file.name for file in store.get(case_id).of_kind(FileKind.PHOTO)}
    number = next(number for number in count(1) if f"photo-{number:02}.jpg" not in names)
    store.add_file(case_id, FileKind.PHOTO, f"photo-{number:02}.jpg", data)


def _unknown() -> HaasError:
    return HaasError(
        t("The guide could not be made ready for the phone."),
        t("Nothing was lost. Please try again, or take it along on paper."),
    )
