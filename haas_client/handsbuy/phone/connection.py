"""A connection to the phone page's server, bounded: uvicorn itself waits for ever for a request that never comes.

Imported only where a server starts.
"""

import asyncio
from typing import cast

from uvicorn.protocols.http.h11_impl import H11Protocol

from haas_client.handsbuy.phone import bounds


class Connection(H11Protocol):
    """One of at most :data:`bounds.MAX_CONNECTIONS`; closed when it takes too long, or speaks no HTTP."""

    _deadlines: tuple[asyncio.TimerHandle, ...] = ()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        if len(self.connections) > bounds.MAX_CONNECTIONS:
            transport.abort()
            return
        self._deadlines = (
            self.loop.call_later(bounds.HEAD_SECONDS, self._end_without_request),
            self.loop.call_later(bounds.WHOLE_SECONDS, transport.abort),
        )

    def connection_lost(self, exc: Exception | None) -> None:
        for deadline in self._deadlines:
            deadline.cancel()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002  uvicorn's own name
        """What is no HTTP gets no answer."""
        self.transport.abort()

    def _end_without_request(self) -> None:
        # uvicorn has an object for every request whose head was read, and annotates it as if it were always there.
        if cast(object, self.cycle) is None:
            self.transport.abort()
