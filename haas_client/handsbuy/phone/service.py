"""uvicorn with the phone page on a socket, until somebody says that it is enough, or nobody has asked for long.

Imported only where a server starts.
"""

import asyncio
import logging
import socket
import time

import uvicorn

from haas_client.handsbuy.phone import bounds
from haas_client.handsbuy.phone.answers import Answers
from haas_client.handsbuy.phone.connection import Connection

_GRACE_SECONDS = 2
"""For answers that are under way; a photo that came whole is handed on even so."""


class Service:
    """For one thread, which :meth:`run` occupies. :meth:`end` is for any other."""

    def __init__(self, idle_seconds: float) -> None:
        self._idle_seconds = idle_seconds
        self._asked_at = time.monotonic()
        self._ended = False

    def asked(self) -> None:
        """Somebody asked for the page: the time without a request begins anew."""
        self._asked_at = time.monotonic()

    def run(self, answers: Answers, listener: socket.socket) -> None:
        asyncio.run(self._serve(answers, listener))

    def end(self) -> None:
        self._ended = True

    async def _serve(self, answers: Answers, listener: socket.socket) -> None:
        server = _Server(_config(answers), self)
        await server.serve(sockets=[listener])

    @property
    def is_over(self) -> bool:
        return self._ended or time.monotonic() - self._asked_at > self._idle_seconds


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, service: Service) -> None:
        super().__init__(config)
        self._service = service

    async def on_tick(self, counter: int) -> bool:
        """Uvicorn asks ten times a second whether it is to end."""
        return await super().on_tick(counter) or self._service.is_over


def _config(answers: Answers) -> uvicorn.Config:
    return uvicorn.Config(
        answers,
        loop="asyncio",
        http=Connection,
        ws="none",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        log_level=logging.ERROR,
        access_log=False,  # the path is the key to the page
        proxy_headers=False,
        server_header=False,
        date_header=False,
        backlog=bounds.MAX_CONNECTIONS,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        h11_max_incomplete_event_size=bounds.MAX_HEAD_BYTES,
    )
