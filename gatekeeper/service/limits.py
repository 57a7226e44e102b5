"""What one client may ask of the service: how often, how much at once, and how long it may let itself be waited for."""

import asyncio
import json
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BODY_BYTES = 64 << 10
REGISTRATION_BYTES = 24 << 20  # of a request with photos
SEND_SECONDS = 10.0  # a client that takes nothing for so long is dropped
_CLIENTS = 4096  # of whom it is remembered what they asked


class Rate:
    """A bucket of tokens for each client: `burst` requests at once, then `per_second`."""

    def __init__(self, per_second: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second, self._burst, self._clock = per_second, burst, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_seconds(self, client: str) -> float:
        """Take one of this client's requests: 0 where there was one, else how long it must wait for the next."""
        now = self._clock()
        left, at = self._left.pop(client, (self._burst, now))
        left = min(self._burst, left + (now - at) * self._per_second)
        wait = 0.0 if left >= 1 else (1 - left) / self._per_second
        self._left[client] = (left if wait else left - 1, now)
        while len(self._left) > _CLIENTS:
            self._left.popitem(last=False)
        return wait


class Limits:
    """Around the whole API: a client that asks too often or sends too much is told so, one that takes nothing is dropped.

    rate: of all requests of one address; sign_in: of those that try a password, before the account's own throttle.
    """

    def __init__(self, app: ASGIApp, rate: Rate | None = None, sign_in: Rate | None = None) -> None:
        self._app, self._rate, self._sign_in = app, rate or Rate(100, 400), sign_in or Rate(0.2, 10)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        client = (scope.get("client") or ("local",))[0]
        tries = scope["type"] == "http" and scope["method"] == "POST" and scope["path"] == "/v1/session"
        wait = max(self._rate.wait_seconds(client), self._sign_in.wait_seconds(client) if tries else 0.0)
        if scope["type"] == "websocket":
            if wait:
                await receive()
                await send({"type": "websocket.close", "code": 1013})
                return
            await self._app(scope, receive, _in_time(send))
            return
        if wait:
            await _refuse(
                send, 429, "Too many requests.", f"Wait {wait:.0f} s.", [(b"retry-after", b"%d" % (wait + 1))]
            )
            return
        register = scope["method"] == "POST" and scope["path"] == "/v1/people"
        most = REGISTRATION_BYTES if register else MOST_BODY_BYTES
        body = bytearray()
        while True:  # before anything of it is looked at
            try:
                message = await asyncio.wait_for(receive(), SEND_SECONDS)
            except TimeoutError:
                await _refuse(send, 408, "The request does not end.", "Send it whole.", [(b"connection", b"close")])
                return
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            if len(body) > most:
                await _refuse(
                    send, 413, "The request is too large.", f"At most {most} bytes.", [(b"connection", b"close")]
                )
                return
            if not message.get("more_body"):
                break
        await self._app(scope, _once(bytes(body), receive), _in_time(send))


def _once(body: bytes, receive: Receive) -> Receive:
    told = False

    async def again() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _in_time(send: Send) -> Send:
    async def timed(message: Message) -> None:
        await asyncio.wait_for(send(message), SEND_SECONDS)

    return timed


async def _refuse(send: Send, status: int, message: str, hint: str, headers: list[tuple[bytes, bytes]]) -> None:
    body = json.dumps(
        {"type": "about:blank", "title": message, "status": status, "detail": message, "hint": hint}
    ).encode()
    kind = [(b"content-type", b"application/problem+json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": kind + headers})
    await send({"type": "http.response.body", "body": body})
