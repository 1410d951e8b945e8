"""The server that hands the page over to the phone: on one address of this PC, at a path that nobody can guess."""

import contextlib
import errno
import logging
import secrets
import socket
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from haas_client import files
from haas_client.errors import HaasError
from haas_client.handsbuy.phone import bounds
from haas_client.i18n import t

if TYPE_CHECKING:
    from haas_client.handsbuy.phone.answers import Answers
    from haas_client.handsbuy.phone.service import Service

_log = logging.getLogger(__name__)

_TOKEN_BYTES = 24
"""192 bits; 128 are more than anybody on the network can try."""
_FIRST_PORT, _LAST_PORT = 49152, 65535
"""For anybody's use (RFC 6335, section 6)."""
_LINE = "?openExternalBrowser=1"
"""LINE, whose camera many people scan codes with, opens it in the phone's own browser: its window would take the page
along when it is closed (LINE Developers, "Use LINE features with the LINE URL scheme"). Others pass it by."""


class PhoneUnavailable(HaasError):
    """The guide cannot be brought to the phone over the network."""


class PhoneServer:
    """Hands ``page`` over at ``address``. Starts nothing, and imports no server, before :meth:`start`.

    The callbacks are called from threads of the server's own: ``on_received`` once, when a phone has said that it has
    all pictures; ``on_photo`` with the bytes of one file after the other, whatever they are: it keeps the photo, or
    raises a :class:`HaasError` whose words the phone shows (:func:`haas_client.bundle.photos.prepare`), and is ``None``
    where there is no case to keep them in; ``on_closed``
    when the server has ended, by :meth:`close` or because nobody has asked for ``idle_seconds``.
    """

    def __init__(
        self,
        page: bytes,
        address: str,
        on_received: Callable[[], None],
        on_photo: Callable[[bytes], None] | None,
        *,
        on_closed: Callable[[], None] = lambda: None,
        port: int = 0,
        idle_seconds: float = bounds.IDLE_SECONDS,
    ) -> None:
        """``port``: the one to be tried first (:func:`port_for`)."""
        self._page = page
        self._address = address
        self._on_received = on_received
        self._on_photo = on_photo
        self._on_closed = on_closed
        self._port = port
        self._idle_seconds = idle_seconds
        self._token = secrets.token_urlsafe(_TOKEN_BYTES)
        self._service: Service | None = None
        self._thread: threading.Thread | None = None

    @property
    def is_open(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> str:
        """The page's address, which answers from now on. Once for each server; raises :class:`PhoneUnavailable`."""
        # 0.1 s and 10 MB that only a swap with a phone needs
        from haas_client.handsbuy.phone.answers import Answers
        from haas_client.handsbuy.phone.service import Service

        if self._thread is not None:
            raise RuntimeError("a server starts once")
        listener = self._listener()
        host = f"{self._address}:{listener.getsockname()[1]}"
        service = self._service = Service(self._idle_seconds)
        answers = Answers(
            self._page,
            host=host,
            token=self._token,
            on_received=self._on_received,
            on_photo=self._on_photo,
            on_request=service.asked,
        )
        # A daemon: should nobody close it, it does not keep the program.
        self._thread = threading.Thread(
            target=self._run, args=(service, answers, listener), name="phone page", daemon=True
        )
        self._thread.start()
        return f"http://{host}/{self._token}/{_LINE}"

    def close(self) -> None:
        """Ends it, and waits until it has, some seconds at most; a photo that came whole is handed on first.

        May be called at any time, from any thread, more than once.
        """
        if self._service is None or self._thread is None:
            return
        self._service.end()
        if self._thread is not threading.current_thread():
            self._thread.join()

    def _run(self, service: "Service", answers: "Answers", listener: socket.socket) -> None:
        try:
            with contextlib.closing(listener):
                service.run(answers, listener)
        finally:
            self._on_closed()

    def _listener(self) -> socket.socket:
        """Bound to the address that was chosen, and taking connections already."""
        try:
            return _bound(self._address, self._port)
        except OSError as error:
            if not self._port or error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise _unavailable(error) from error
        try:
            return _bound(self._address, 0)
        except OSError as error:
            raise _unavailable(error) from error


def port_for(swap_id: str) -> int:
    """The same for the same swap: what a phone keeps belongs to address and port, and is there again next time."""
    return _FIRST_PORT + int(swap_id, 16) % (_LAST_PORT - _FIRST_PORT + 1)


def _bound(address: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # not minutes after the one before has ended
        listener.bind((address, port))
        listener.listen(bounds.MAX_CONNECTIONS)
    except OSError:
        listener.close()
        raise
    return listener


def _unavailable(error: OSError) -> PhoneUnavailable:
    _log.warning("the phone page cannot be served: %s", errno.errorcode.get(error.errno or 0, "?"))
    return PhoneUnavailable(
        t("The guide cannot be sent to the phone: {why}").format(why=files.cause(error)),
        t("Nothing else is affected. Please print the guide, or save it as a PDF and take it along."),
    )
