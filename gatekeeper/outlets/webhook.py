"""Webhooks, signed as Standard Webhooks 1.0 does: HMAC-SHA256 over the id, the time and the body."""

import base64
import hashlib
import hmac
import json
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from gatekeeper.messages import Message
from gatekeeper.outlets.feed import Item
from gatekeeper.outlets.sender import NO_ANSWER, BusyError, RefusedError, UnreachableError
from gatekeeper.outlets.settings import WebhookSettings
from gatekeeper.outlets.trouble import reason, trusted

for _library in ("httpx", "httpcore"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)  # they log whole addresses, and answers' headers
_TIMEOUT = 15.0
_MOST_BYTES = 1 << 16
_NOT_NOW = frozenset({408, 425, 429})
GONE = 410


def signature(key: bytes, number: str, timestamp: int, body: bytes) -> str:
    """The value of the header webhook-signature."""
    signed = b".".join((number.encode(), str(timestamp).encode(), body))
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


class Webhook:
    """One address. clock: seconds since 1970; picture: of an item, in base64."""

    batch, pause = 1, 0.0

    def __init__(self, settings: WebhookSettings, clock: Callable[[], float], picture: Callable[[Item], str]) -> None:
        self.name, self.tries = f"webhook {settings.name}", settings.tries
        self.give_up_hours = settings.give_up_hours
        self._settings, self._clock, self._picture = settings, clock, picture
        self._client: httpx.Client | None = None
        self._socket: socket.socket | None = None

    def wants(self, item: Item) -> bool:
        """Whether this address receives it."""
        wanted = self._settings.what == "all" or item.alarm or item.kind == "test"
        return wanted and item.for_outlet(self._settings)

    def deliver(self, items: Sequence[Item]) -> None:
        """Send it. Raises UnreachableError without an answer or where the answer is "not now", RefusedError where it is no."""
        for item in items:
            body = item.body
            if self._settings.pictures and (picture := self._picture(item)):
                body = {**body, "data": {**body["data"], "picture": picture}}
            content, timestamp = json.dumps(body, ensure_ascii=False).encode(), int(self._clock())
            headers = {
                "content-type": "application/json",
                "user-agent": "gatekeeper",
                "webhook-id": item.id,
                "webhook-timestamp": str(timestamp),
                "webhook-signature": signature(self._settings.key, item.id, timestamp, content),
            }
            try:
                with self._asked(content, headers) as answer:
                    _read(answer)
            except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
                raise UnreachableError(reason(error)) from error
            except httpx.HTTPError as error:  # the server was reached: the failure may be the fault of this item
                raise BusyError(NO_ANSWER) from error
            except ValueError as error:
                raise UnreachableError(reason(error)) from error
            _judge(answer, timestamp)

    def close(self) -> None:
        """Close the connection."""
        if self._client is not None:
            self._client.close()

    @contextmanager
    def _asked(self, content: bytes, headers: dict[str, str]) -> Iterator[httpx.Response]:
        """The answer, as soon as it begins, within this many seconds in total: httpx counts them for each part."""
        if self._client is None:
            verify = trusted(self._settings.ca_file) if self._settings.ca_file else True
            # Redirects are not followed: it is sent only to the address that the administrator entered.
            self._client = httpx.Client(timeout=_TIMEOUT, follow_redirects=False, verify=verify)
        late = threading.Timer(2 * _TIMEOUT, self._cut)
        late.start()
        try:
            extensions = {"trace": self._seen}
            with self._client.stream(
                "POST", self._settings.url, content=content, headers=headers, extensions=extensions
            ) as answer:
                yield answer
        finally:
            late.cancel()

    def _seen(self, event: str, info: dict[str, Any]) -> None:
        """Keep the connection's socket; TLS puts another one in its place, after a handshake with a time limit of its own."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._socket = info["return_value"].get_extra_info("socket")

    def _cut(self) -> None:
        if self._socket is not None:
            with suppress(OSError):
                # An SSLSocket's own shutdown would change it while another thread reads.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


def _read(answer: httpx.Response) -> None:
    """Read an answer to its end, so that the connection can be reused, unless it is too long or too slow."""
    until, size = time.monotonic() + _TIMEOUT, 0
    with suppress(httpx.HTTPError):  # its status is already known by then
        for part in answer.iter_raw():
            size += len(part)
            if size > _MOST_BYTES or time.monotonic() > until:
                return


def _judge(answer: httpx.Response, now: float) -> None:
    code = answer.status_code
    if code in _NOT_NOW or answer.is_server_error:
        raise BusyError(f"HTTP {code}", _after(answer.headers.get("retry-after", ""), now))
    if answer.is_redirect:
        raise RefusedError(Message("HTTP {code}: it redirects to another address, which is not followed", code=code))
    if code == GONE:
        raise RefusedError(Message("HTTP {code}: the address no longer exists", code=code), final=True)
    if not answer.is_success:
        raise RefusedError(f"HTTP {code}")


def _after(header: str, now: float) -> float:
    """The seconds of Retry-After (RFC 9110, 10.2.3), a number or a date; 0 where it is neither."""
    try:
        return (
            float(header) if header.strip().isdecimal() else max(0.0, parsedate_to_datetime(header).timestamp() - now)
        )
    except (ValueError, OverflowError):
        return 0.0
