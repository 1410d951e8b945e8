"""A real SMTP server on this machine, which keeps what it is given."""

import asyncio
import contextlib
import queue
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import msgspec
from aiosmtpd.smtp import SMTP, Envelope, Session

WAIT_SECONDS = 30.0


class Received(msgspec.Struct, frozen=True, kw_only=True):
    recipients: list[str]
    message: EmailMessage

    @property
    def text(self) -> str:
        body = self.message.get_body(("plain",))
        assert body is not None
        return str(body.get_content()).replace("\r\n", "\n")  # the ends of lines on the wire

    @property
    def files(self) -> dict[str | None, bytes]:
        parts = list(self.message.iter_attachments())
        contents = [part.get_payload(decode=True) for part in parts]
        return {
            part.get_filename(): data for part, data in zip(parts, contents, strict=True) if isinstance(data, bytes)
        }


class Mailbox:
    def __init__(self) -> None:
        self.port = 0
        self._received: queue.Queue[Received] = queue.Queue()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's
        content = envelope.content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=policy.default)
        self._received.put(Received(recipients=envelope.rcpt_tos, message=message))
        return "250 OK"

    def next(self) -> Received:
        return self._received.get(timeout=WAIT_SECONDS)

    @property
    def is_empty(self) -> bool:
        return self._received.empty()


@contextlib.contextmanager
def mailbox() -> Iterator[Mailbox]:
    box: queue.SimpleQueue[Mailbox] = queue.SimpleQueue()
    end = threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(_serve(box, end)), name="smtp")
    thread.start()
    try:
        yield box.get(timeout=WAIT_SECONDS)
    finally:
        end.set()
        thread.join()


async def _serve(started: "queue.SimpleQueue[Mailbox]", end: threading.Event) -> None:
    box = Mailbox()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(box, enable_SMTPUTF8=True, loop=loop), "127.0.0.1", 0)
    box.port = server.sockets[0].getsockname()[1]
    started.put(box)
    await asyncio.to_thread(end.wait)
    server.close()
