"""Limits for each client of the service: how often, how much at once, and how slowly."""

import asyncio
import ipaddress
import json
import time
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as Packet

from gatekeeper.errors import GatekeeperError
from gatekeeper.messages import Message
from gatekeeper.service.access import app_of, needs, problem
from gatekeeper.service.language import localised
from gatekeeper.store.accounts import Right

MOST_BODY_BYTES = 64 << 10
REGISTRATION_BYTES = 24 << 20  # of a request with photos, allowed only to actors who may register people
WITH_PHOTOS = frozenset({"/v1/people", "/v1/guests"})
MOST_WAITING_BYTES = 64 << 20  # for the bodies of all clients together
BODY_SECONDS = 10.0  # for a whole request to arrive
REGISTRATION_SECONDS = 60.0  # for one with photos
SEND_SECONDS = 10.0  # a client that reads nothing for this long is dropped
STRANGERS = 200  # concurrent requests, beyond which only clients with a token are answered
STRANGERS_OF_ONE = 20  # of another machine
MOST_AT_ONCE = 300  # whoever asks
_CLIENTS = 4096  # the most clients that are tracked


class Rate:
    """A bucket of tokens for each client: `burst` requests at once, then `per_second`."""

    def __init__(self, per_second: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second, self._burst, self._clock = per_second, burst, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_seconds(self, client: str) -> float:
        """Take a token for this client: 0 where there was one, else the seconds until the next."""
        now = self._clock()
        left, then = self._left.pop(client, (self._burst, now))
        left = min(self._burst, left + (now - then) * self._per_second)
        wait = 0.0 if left >= 1 else (1 - left) / self._per_second
        self._left[client] = (left if wait else left - 1, now)
        while len(self._left) > _CLIENTS:
            self._left.popitem(last=False)
        return wait


class Turns:
    """One after the other: whoever waits takes no thread from the other requests. Each client has one place in the queue, so
    that one who sends many keeps the others waiting no longer."""

    def __init__(self) -> None:
        self._all = asyncio.Lock()
        self._of_clients: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def of(self, client: str) -> AsyncIterator[None]:
        """The turn of this client."""
        async with self._of_clients.setdefault(client, asyncio.Lock()), self._all:
            yield


class Limits:
    """Middleware around the API: a client that asks too often or sends too much gets an error, and one that reads nothing is
    dropped. hosts: the names of the service, besides those of the loopback and the address of the connection. rate: for all
    requests from one address; sign_in: for those that try a password, before the account's own limit."""

    def __init__(
        self, app: ASGIApp, hosts: Collection[str] = (), rate: Rate | None = None, sign_in: Rate | None = None
    ) -> None:
        self._app, self._rate, self._sign_in = app, rate or Rate(100, 400), sign_in or Rate(0.2, 10)
        self._hosts = {host.lower() for host in hosts}
        self._now: Counter[str] = Counter()  # requests of each client, sockets that are open among them
        self._waiting = 0  # bytes of bodies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        client = client_of(scope)
        self._now[client] += 1
        try:
            await self._answer(scope, receive, send, client)
        finally:
            self._now[client] -= 1
            self._now += Counter()  # idle clients are forgotten

    async def _answer(self, scope: Scope, receive: Receive, send: Send, client: str) -> None:
        asked = HTTPConnection(scope)
        tries = scope["type"] == "http" and scope["method"] == "POST" and scope["path"] == "/v1/session"
        wait = max(self._rate.wait_seconds(client), self._sign_in.wait_seconds(client) if tries else 0.0)
        refused: tuple[int, Message, Message] | None = None
        if not self._is_ours(asked):
            refused = (
                421,
                Message("The service has another name."),
                Message("Use a name in its certificate, or localhost."),
            )
        elif (origin := asked.headers.get("origin")) is not None and not _is_own(origin, asked):
            refused = 403, Message("Pages of other servers may not ask the service."), Message("Ask it from a program.")
        elif wait:
            refused = 429, Message("Too many requests."), Message("Wait {n} second(s).", n=int(wait) + 1)
        elif not await self._has_room(asked, client):
            refused, wait = (503, Message("The service has too many clients."), _LATER), 1.0
        if scope["type"] == "websocket":
            if refused is not None:
                await receive()
                await send({"type": "websocket.close", "code": 1013})
                return
            await self._app(scope, receive, _in_time(send))
            return
        if refused is not None:
            await _refuse(send, *refused, [(b"retry-after", b"%d" % (wait + 1))] if wait else [])
            return
        body = bytearray()
        try:
            if await self._read(asked, receive, send, body):
                await self._app(scope, _once(bytes(body), receive), _in_time(send))
        finally:
            self._waiting -= len(body)

    async def _read(self, asked: HTTPConnection, receive: Receive, send: Send, body: bytearray) -> bool:
        """Read the whole body before any of it is parsed; returns whether it arrived. Clients that send large bodies have shown
        before that they may register people."""
        scope = asked.scope
        with_photos = scope["method"] == "POST" and scope["path"] in WITH_PHOTOS
        most = REGISTRATION_BYTES if with_photos else MOST_BODY_BYTES
        stated = asked.headers.get("content-length", "")
        coming = int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 20 else 0
        seconds, registering = BODY_SECONDS, False
        ends = asyncio.get_running_loop().time() + seconds
        while True:
            if max(coming, len(body)) > most:
                await _refuse(
                    send, 413, Message("The request is too large."), Message("At most {n} byte(s).", n=most), [_CLOSE]
                )
                return False
            if max(coming, len(body)) > MOST_BODY_BYTES and not registering:
                try:
                    await run_in_threadpool(needs(Right.PEOPLE), asked)
                except GatekeeperError as error:
                    answer = problem(error, app_of(asked).home)
                    answer.headers["connection"] = "close"
                    await answer(scope, receive, send)
                    return False
                registering, ends = True, ends - seconds + REGISTRATION_SECONDS
            try:
                async with asyncio.timeout_at(ends):
                    message = await receive()
            except TimeoutError:
                await _refuse(
                    send, 408, Message("The request did not arrive in time."), Message("Send it whole."), [_CLOSE]
                )
                return False
            if message["type"] == "http.disconnect":
                return False
            part = message.get("body", b"")
            if self._waiting + len(part) > MOST_WAITING_BYTES:
                await _refuse(send, 503, Message("The service has too much data to read."), _LATER, [_CLOSE])
                return False
            self._waiting += len(part)
            body += part
            if not message.get("more_body") and len(body) <= most:
                return True

    def _is_ours(self, asked: HTTPConnection) -> bool:
        """Whether the request names the service correctly. After DNS rebinding, a page would use another name."""
        server = (asked.scope.get("server") or ("",))[0]
        names = {_name(host) for host in asked.headers.getlist("host")}
        return all(
            is_loopback(name) or name == server or not self._hosts.isdisjoint({name, f"*.{name.partition('.')[2]}"})
            for name in names
        )

    async def _has_room(self, asked: HTTPConnection, client: str) -> bool:
        """Whether there is room for this request: the last places are for clients with a token."""
        at_once = self._now.total()
        of_one = self._now[client] if not is_loopback(client) and client != "local" else 0
        if at_once <= STRANGERS and of_one <= STRANGERS_OF_ONE:
            return True
        try:
            await run_in_threadpool(needs(Right.WATCH, screen=True), asked)
        except GatekeeperError:
            return False
        return at_once <= MOST_AT_ONCE


def client_of(scope: Scope) -> str:
    """The address of the client; of a UNIX socket "local"."""
    client: str = (scope.get("client") or ("local",))[0]
    return client


_CLOSE = (b"connection", b"close")
_LATER = Message("Try again later.")


def _name(host: str) -> str:
    """The name in a Host header, without the port."""
    name = host.strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    return name.partition(":")[0].rstrip(".")


def is_loopback(name: str) -> bool:
    """Whether a name or an address is this machine's own."""
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def _is_own(origin: str, asked: HTTPConnection) -> bool:
    """Whether the request comes from a page of this service, according to the browser."""
    kind = {"ws": "http", "wss": "https"}.get(asked.scope["scheme"], asked.scope["scheme"])
    return origin.lower() == f"{kind}://{asked.headers.get('host', '').lower()}"


def _once(body: bytes, receive: Receive) -> Receive:
    answered = False

    async def again() -> Packet:
        nonlocal answered
        if answered:
            return await receive()
        answered = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _in_time(send: Send) -> Send:
    async def timed(message: Packet) -> None:
        await asyncio.wait_for(send(message), SEND_SECONDS)

    return timed


async def _refuse(send: Send, status: int, message: Message, hint: Message, headers: list[tuple[bytes, bytes]]) -> None:
    title, remedy = localised(message), localised(hint)
    body = json.dumps(
        {"type": "about:blank", "title": title, "status": status, "detail": title, "hint": remedy}
    ).encode()
    kind = [(b"content-type", b"application/problem+json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": kind + headers})
    await send({"type": "http.response.body", "body": body})
