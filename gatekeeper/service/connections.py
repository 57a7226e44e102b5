"""The connections of clients before they have asked for anything: each has only so long, and nobody can take all of them."""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from gatekeeper.service.limits import MOST_AT_ONCE, STRANGERS_OF_ONE, is_loopback

HEAD_SECONDS = 10.0  # from the connection, or the last answer, to the end of the next request's headers
TLS_SECONDS = 5.0  # for a client to agree on TLS, and to say goodbye


def tls_in_time() -> asyncio.AbstractEventLoop:
    """The system's usual event loop, whose servers wait only so long for TLS: uvicorn has no setting for it."""
    loop = asyncio.new_event_loop()
    listen = loop.create_server

    async def create_server(*args: Any, **how: Any) -> asyncio.Server:
        if how.get("ssl") is not None:
            how |= {"ssl_handshake_timeout": TLS_SECONDS, "ssl_shutdown_timeout": TLS_SECONDS}
        server: asyncio.Server = await listen(*args, **how)
        return server

    loop.create_server = create_server  # type: ignore[method-assign]
    return loop


class Connection(H11Protocol):
    """A connection over which a request must come in time. Where there are too many, the one that has waited longest goes, so
    that connections over which nothing is asked shut nobody out."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """See asyncio."""
        super().connection_made(transport)
        idle = [one for one in self.connections if isinstance(one, Connection) and one is not self and one.idle_since]
        if self.client and not is_loopback(self.client[0]):
            ours = [one for one in idle if one.client and one.client[0] == self.client[0]]
            if len(ours) >= STRANGERS_OF_ONE:
                min(ours, key=lambda one: one.idle_since).transport.abort()
        if len(self.connections) > MOST_AT_ONCE:
            min(idle, key=lambda one: one.idle_since, default=self).transport.abort()
        self._wait()

    def data_received(self, data: bytes) -> None:
        """See asyncio."""
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """See uvicorn."""
        self._wait()
        super().on_response_complete()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio."""
        self._stop()
        super().connection_lost(exc)

    @property
    def idle_since(self) -> float:
        """When it began to wait for a request's head; 0 while a request is answered."""
        return self._late.when() if self._late is not None else 0.0

    def _look(self) -> None:
        """A request is under way, or another protocol has the connection: its head came in time."""
        cycle: Any = self.cycle
        if self not in self.connections or (cycle is not None and not cycle.response_complete):
            self._stop()

    def _wait(self) -> None:
        self._stop()
        self._late = self.loop.call_later(HEAD_SECONDS, self.transport.abort)

    def _stop(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None
