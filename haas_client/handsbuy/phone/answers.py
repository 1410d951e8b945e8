"""What the phone page's server answers to whoever knows its path: the page, "all received", and photos.

Everything else gets 404 and not a word, whatever it is: nobody learns what runs here. Imported only where a server
starts.
"""

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable
from functools import partial

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from haas_client.errors import HaasError
from haas_client.handsbuy.phone import bounds
from haas_client.i18n import t

_log = logging.getLogger(__name__)

_ALWAYS = {
    "Connection": "close",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_KEPT_A_WEEK = "private, max-age=604800, immutable"
"""Measured: with it the page comes back in a new tab, and after the browser was started anew, when nobody answers."""

Answer = Callable[[Request], Awaitable[Response]]


class Answers:
    """An ASGI application for one page. ``host`` is the address and port that a phone names."""

    def __init__(
        self,
        page: bytes,
        *,
        host: str,
        token: str,
        on_received: Callable[[], None],
        on_photo: Callable[[bytes], None] | None,
        on_request: Callable[[], None],
    ) -> None:
        self._page = page
        self._host = host
        self._on_received = on_received
        self._on_request = on_request
        self._received = False
        self._photos = 0
        self._one_photo = asyncio.Lock()
        """One at a time is in memory."""
        self._by_path: dict[str, dict[str, Answer]] = {
            f"/{token}/": {"GET": self._give, "HEAD": self._give},
            f"/{token}/received": {"POST": self._note_received},
        }
        if on_photo is not None:
            self._by_path[f"/{token}/photo"] = {"POST": partial(self._take_photo, on_photo)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        answer = self._answer(request)
        if answer is None:
            response = _refused(404)
        else:
            self._on_request()
            response = await answer(request)
        await response(scope, receive, send)

    def _answer(self, request: Request) -> Answer | None:
        # A page elsewhere that makes this address its own name's (DNS rebinding) brings that name along.
        if request.headers.get("host") != self._host:
            return None
        asked = request.scope["raw_path"]  # as it was sent: what must be decoded first is not our path
        known = None
        for path, answers in self._by_path.items():
            # All of them, each in the same time: how long it takes tells nothing of the path.
            if hmac.compare_digest(path.encode(), asked):
                known = answers
        return known.get(request.method) if known else None

    async def _give(self, _request: Request) -> Response:
        headers = _ALWAYS | {"Cache-Control": _KEPT_A_WEEK}
        return Response(self._page, headers=headers, media_type="text/html; charset=utf-8")

    async def _note_received(self, _request: Request) -> Response:
        if not self._received:
            self._received = True
            if await _told(self._on_received):
                return _refused(500)
        return _refused(204)

    async def _take_photo(self, on_photo: Callable[[bytes], None], request: Request) -> Response:
        try:
            async with self._one_photo:
                data = await _body(request, bounds.MAX_PHOTO_BYTES)
                if data is None:
                    return _refused(413)
                if self._photos >= bounds.MAX_PHOTOS:
                    return _in_words(429, _too_many())
                self._photos += 1
                error = await _told(partial(on_photo, data))
        except ClientDisconnect:
            return _refused(400)  # nobody is there to read it
        if isinstance(error, HaasError):
            return _in_words(422, error)
        return _refused(500 if error else 204)


async def _body(request: Request, most: int) -> bytes | None:
    """All of it; ``None`` where it is empty or larger than ``most``, which is not read to its end."""
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > most:
            return None
    return bytes(data) or None


async def _told(callback: Callable[[], None]) -> BaseException | None:
    """Runs ``callback`` in a thread of its own; what it raised. An error of ours is logged, never sent."""
    (ended,) = await asyncio.gather(asyncio.to_thread(callback), return_exceptions=True)
    if not isinstance(ended, BaseException):
        return None
    if not isinstance(ended, HaasError):
        _log.error("the phone's message could not be handed on", exc_info=ended)
    return ended


def _too_many() -> HaasError:
    return HaasError(
        t("So many photos were sent from the phone that no more are taken."),
        t("Those that were sent are in your case. To send more, please show the code on the PC once more."),
    )


def _in_words(status: int, error: HaasError) -> Response:
    return JSONResponse({"title": error.title, "advice": error.advice}, status_code=status, headers=_ALWAYS)


def _refused(status: int) -> Response:
    """Without a word."""
    return Response(status_code=status, headers=_ALWAYS)
