"""Connections of clients before their first request: each has limited time, and no client can use all of them."""

import asyncio
import logging
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from gatekeeper.service.limits import MOST_AT_ONCE, STRANGERS_OF_ONE, is_loopback

log = logging.getLogger(__name__)

HEAD_SECONDS = 10.0  # from the connection, or the last answer, to the end of the next request's headers
TLS_SECONDS = 5.0  # seconds for a client's TLS handshake, and for closing
MOST_AGREEING = 200  # clients at once that have not agreed on TLS yet
_NO_ROOM_SECONDS = 0.5  # until it is tried again, where the system gives out no more connections


def tls_in_time() -> asyncio.AbstractEventLoop:
    """The system's usual event loop, whose servers bound how many wait for TLS, and how long: uvicorn has no setting for it."""
    loop = asyncio.new_event_loop()
    listen = loop.create_server

    async def create_server(factory: Callable[[], asyncio.Protocol], *args: Any, **how: Any) -> Any:
        if how.get("ssl") is None:
            return await listen(factory, *args, **how)
        return TlsServer(factory, how["sock"], how["ssl"])

    loop.create_server = create_server  # type: ignore[method-assign, assignment]
    return loop


class TlsServer:
    """Accepts connections over TLS from a socket that is listened at. asyncio's own server bounds how long a client may take to
    agree on it, but not how many do: here the one that has taken longest goes, as with `Connection`."""

    def __init__(
        self, factory: Callable[[], asyncio.Protocol], listening: socket.socket, context: ssl.SSLContext
    ) -> None:
        self._factory, self._listening, self._context = factory, listening, context
        listening.setblocking(False)
        self._agreeing: dict[asyncio.Task[None], str] = {}  # whose address each has, in the order in which they came
        self._accepting = asyncio.create_task(self._accept())

    def close(self) -> None:
        """Accept nobody any more; who has not agreed yet is hung up."""
        for task in (self._accepting, *self._agreeing):
            task.cancel()

    async def wait_closed(self) -> None:
        """Wait until that is done."""
        await asyncio.gather(self._accepting, *self._agreeing, return_exceptions=True)

    async def _accept(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                taken, address = await loop.sock_accept(self._listening)
            except ConnectionError:  # it has gone again
                continue
            except OSError as error:
                log.error("No connection can be taken: %s", error)
                await asyncio.sleep(_NO_ROOM_SECONDS)
                continue
            self._agree(taken, str(address[0]) if isinstance(address, tuple) else "")
            await asyncio.sleep(0)  # where one after the other comes, they get their turn as well

    def _agree(self, taken: socket.socket, client: str) -> None:
        ours = [task for task, of in self._agreeing.items() if of == client] if client else []
        if len(ours) >= STRANGERS_OF_ONE and not is_loopback(client):
            self._hang_up(ours[0])
        elif len(self._agreeing) >= MOST_AGREEING:
            self._hang_up(next(iter(self._agreeing)))
        task = asyncio.create_task(self._greet(taken))
        self._agreeing[task] = client

        def done(task: asyncio.Task[None]) -> None:
            self._agreeing.pop(task, None)
            if task.cancelled():
                taken.close()

        task.add_done_callback(done)

    def _hang_up(self, task: asyncio.Task[None]) -> None:
        del self._agreeing[task]
        task.cancel()

    async def _greet(self, taken: socket.socket) -> None:
        with suppress(OSError):  # it speaks no TLS, or is too slow
            await asyncio.get_running_loop().connect_accepted_socket(
                self._factory,
                taken,
                ssl=self._context,
                ssl_handshake_timeout=TLS_SECONDS,
                ssl_shutdown_timeout=TLS_SECONDS,
            )


class Connection(H11Protocol):
    """A connection whose requests must arrive in time. If there are too many, the one that has been idle longest is closed, so
    that idle connections shut nobody out."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """See asyncio."""
        super().connection_made(transport)
        idle = [
            connection
            for connection in self.connections
            if isinstance(connection, Connection) and connection is not self and connection.idle_since
        ]
        if self.client and not is_loopback(self.client[0]):
            of_client = [
                connection for connection in idle if connection.client and connection.client[0] == self.client[0]
            ]
            if len(of_client) >= STRANGERS_OF_ONE:
                min(of_client, key=lambda connection: connection.idle_since).transport.abort()
        if len(self.connections) > MOST_AT_ONCE:
            min(idle, key=lambda connection: connection.idle_since, default=self).transport.abort()
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
        """Since when it has waited for a request's head; 0 while a request is being answered."""
        return self._late.when() if self._late is not None else 0.0

    def _look(self) -> None:
        """A request is being handled, or another protocol has the connection: its head arrived in time."""
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
