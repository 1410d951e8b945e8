"""The desktop's mail portal, ``org.freedesktop.portal.Email``: it opens the owner's mail program, with the file in it.

Reference: flatpak.github.io/xdg-desktop-portal, "Email" and "Request". Every version knows the options used here.
"""

import asyncio
import contextlib
import os
import uuid
from collections.abc import Sequence
from pathlib import Path

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus
from dbus_fast.errors import DBusFastError

from haas_client.channels.draft import Draft

CONNECT_SECONDS = 5.0
CALL_SECONDS = 15.0
"""The portal and the desktop's own half of it may have to be started for the call."""
ANSWER_SECONDS = 30.0
"""A desktop may ask the owner which mail program to take. Its question is then taken back."""
_GOODBYE_SECONDS = 1.0

NAME = "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
EMAIL = "org.freedesktop.portal.Email"
REQUEST = "org.freedesktop.portal.Request"
_BUS = "org.freedesktop.DBus"

_DONE, _CALLED_OFF = 0, 1
"""Request.Response; 2 is any other end."""
_GARBAGE = -1


class PortalFailed(Exception):
    """No mail was opened, as far as is known; says why, for the log."""


def compose(draft: Draft, path: Path | None) -> bool:
    """Whether the portal says that it opened the mail; ``False``: the owner called it off. Raises :exc:`PortalFailed`.

    For a thread without an event loop.
    """
    try:
        with contextlib.ExitStack() as open_files:
            files = []
            if path:
                files.append(os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK))
                open_files.callback(os.close, files[0])
            return asyncio.run(_compose(draft, files))
    except TimeoutError as error:
        raise PortalFailed("no answer in time") from error
    except (OSError, EOFError, DBusFastError, ValueError, LookupError, TypeError) as error:
        # Also what the library says of a bus that speaks no D-Bus.
        raise PortalFailed(f"{type(error).__name__} {error}") from error


async def _compose(draft: Draft, files: list[int]) -> bool:
    async with asyncio.timeout(CONNECT_SECONDS):
        bus = await MessageBus(bus_address=_address(), negotiate_unix_fd=True).connect()
    line = _Line(bus)
    try:
        return await _asked(line, draft, files)
    finally:
        await line.close()


def _address() -> str:
    """The session bus: as the environment names it, else where systemd puts it (systemd.special(7), dbus.socket)."""
    named, folder = (os.environ.get(name, "") for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"))
    if not named and not folder:
        raise PortalFailed("no session bus")
    return named or f"unix:path={folder}/bus"


async def _asked(line: "_Line", draft: Draft, files: list[int]) -> bool:
    requests = f"{PATH}/request/{line.name[1:].replace('.', '_')}"
    async with asyncio.timeout(CALL_SECONDS):
        # Listened for before the call: the answer may be here before the call's own reply. By sender and folder, not
        # by path: portals before 0.9 choose the path themselves (xdg-desktop-portal, Request).
        rules = (
            f"type='signal',sender='{NAME}',interface='{REQUEST}',member='Response',path_namespace='{requests}'",
            f"type='signal',sender='{_BUS}',interface='{_BUS}',member='NameOwnerChanged',arg0='{NAME}'",
        )
        for rule in rules:
            await line.called(_to(_BUS, "/org/freedesktop/DBus", _BUS, "AddMatch", signature="s", body=[rule]))
        body = ["", _options(draft, files)]
        reply = await line.called(_to(NAME, PATH, EMAIL, "ComposeEmail", signature="sa{sv}", body=body, files=files))
    if reply.signature != "o" or not str(reply.body[0]).startswith(f"{requests}/") or not reply.sender:
        raise PortalFailed("an answer that is none of this interface")
    sender, handle = reply.sender, str(reply.body[0])
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            response = await line.response(sender, handle)
    except TimeoutError:
        line.tell(_to(sender, handle, REQUEST, "Close"))
        raise
    if response not in (_DONE, _CALLED_OFF):
        raise PortalFailed(f"response {response}")
    return response == _DONE


def _options(draft: Draft, files: list[int]) -> dict[str, object]:
    texts = {
        "handle_token": f"haas_{uuid.uuid4().hex}",
        "address": draft.to,
        "subject": draft.subject,
        "body": draft.body,
    }
    options: dict[str, object] = {name: Variant("s", text) for name, text in texts.items()}
    if files:
        options["attachment_fds"] = Variant("ah", list(range(len(files))))
    return options


class _Line:
    """A connection that hears how a request ends: its answer, the end of the portal, the end of the bus."""

    def __init__(self, bus: MessageBus) -> None:
        self.name = bus.unique_name or ""
        self._bus = bus
        self._responses: dict[tuple[str, str], int] = {}
        self._ended: set[str] = set()
        self._heard = asyncio.Event()
        bus.add_message_handler(self._hear)
        self._end = asyncio.ensure_future(bus.wait_for_disconnect())  # type: ignore[no-untyped-call]
        self._end.add_done_callback(self._hear_end)

    async def called(self, message: Message) -> Message:
        """The reply to a call; raises :exc:`PortalFailed` for an error, and where the bus ends before it."""
        call = asyncio.ensure_future(self._bus.call(message))
        try:
            await asyncio.wait([call, self._end], return_when=asyncio.FIRST_COMPLETED)
        finally:
            call.cancel()
            await asyncio.gather(call, return_exceptions=True)  # else what ends it later is logged as nobody's error
        reply = None if call.cancelled() else call.result()
        if reply is None:
            raise PortalFailed("the bus went away")
        if reply.message_type != MessageType.METHOD_RETURN:
            raise PortalFailed(f"{message.member}: {reply.error_name}")
        return reply

    def tell(self, message: Message) -> None:
        """Calls without waiting for a reply."""
        if self._bus.connected:
            self._bus.send(message).add_done_callback(_taken)

    async def response(self, sender: str, handle: str) -> int:
        """The answer to the request ``handle`` of the portal ``sender``; raises :exc:`PortalFailed` at its end."""
        while True:
            if (sender, handle) in self._responses:
                return self._responses[sender, handle]
            if self._end.done() or sender in self._ended:
                raise PortalFailed("the portal went away")
            self._heard.clear()
            await self._heard.wait()

    async def close(self) -> None:
        if self._bus.connected:
            self._bus.disconnect()
        await asyncio.wait([self._end], timeout=_GOODBYE_SECONDS)

    def _hear(self, message: Message) -> None:
        if message.interface == REQUEST and message.member == "Response":
            understood = message.signature == "ua{sv}"
            self._responses[str(message.sender), str(message.path)] = message.body[0] if understood else _GARBAGE
        elif message.sender == _BUS and message.member == "NameOwnerChanged" and message.signature == "sss":
            self._ended.add(message.body[1])
        self._heard.set()

    def _hear_end(self, end: "asyncio.Future[None]") -> None:
        _taken(end)
        self._heard.set()


def _taken(future: "asyncio.Future[None]") -> None:
    if not future.cancelled():
        future.exception()  # else it is logged as nobody's error


def _to(
    name: str,
    path: str,
    interface: str,
    member: str,
    *,
    signature: str = "",
    body: Sequence[object] = (),
    files: Sequence[int] = (),
) -> Message:
    return Message(
        destination=name,
        path=path,
        interface=interface,
        member=member,
        signature=signature,
        body=list(body),
        unix_fds=list(files),
    )
