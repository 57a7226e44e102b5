"""Webhooks, signed as Standard Webhooks 1.0 does: HMAC-SHA256 over the id, the time and the body."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from email.utils import parsedate_to_datetime

import httpx

from gatekeeper.outlets.feed import Item
from gatekeeper.outlets.sender import BusyError, RefusedError, UnreachableError
from gatekeeper.outlets.settings import WebhookSettings

_TIMEOUT = 15.0
_MOST_BYTES = 1 << 16
_NOT_NOW = frozenset({408, 425, 429})


def signature(key: bytes, number: str, timestamp: int, body: bytes) -> str:
    """What stands in the header webhook-signature."""
    signed = b".".join((number.encode(), str(timestamp).encode(), body))
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


class Webhook:
    """One address. clock: seconds since 1970; picture: of an item, in base64."""

    batch, pause = 1, 0.0

    def __init__(self, settings: WebhookSettings, clock: Callable[[], float], picture: Callable[[Item], str]) -> None:
        self.name, self.tries = f"webhook {settings.name}", settings.tries
        self._settings, self._clock, self._picture = settings, clock, picture
        # Where it is sent to is what the administrator wrote: nobody may send it on from there.
        self._client = httpx.Client(timeout=_TIMEOUT, follow_redirects=False)

    def wants(self, item: Item) -> bool:
        """Whether this address is told of it."""
        return self._settings.what == "all" or item.alarm or item.kind == "test"

    def deliver(self, items: Sequence[Item]) -> None:
        """Send it. Raises UnreachableError where nobody answers or not now, RefusedError where the answer is no."""
        for item in items:
            body = item.body
            if self._settings.pictures and (picture := self._picture(item)):
                body = {**body, "data": {**body["data"], "picture": picture}}
            content, at = json.dumps(body, ensure_ascii=False).encode(), int(self._clock())
            headers = {
                "content-type": "application/json",
                "user-agent": "gatekeeper",
                "webhook-id": item.id,
                "webhook-timestamp": str(at),
                "webhook-signature": signature(self._settings.key, item.id, at, content),
            }
            try:
                with self._client.stream("POST", self._settings.url, content=content, headers=headers) as answer:
                    _read(answer)
            except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
                raise UnreachableError(type(error).__name__) from error  # what it says may hold the address's secrets
            if answer.status_code in _NOT_NOW or answer.is_server_error:
                raise BusyError(f"HTTP {answer.status_code}", _after(answer.headers.get("retry-after", ""), at))
            if not answer.is_success:
                raise RefusedError(f"HTTP {answer.status_code}")

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()


def _read(answer: httpx.Response) -> None:
    """Read an answer to its end, so that the connection can serve again, unless it is long in size or time."""
    until, size = time.monotonic() + _TIMEOUT, 0
    with suppress(httpx.HTTPError):  # what it has answered is known by then
        for part in answer.iter_raw():
            size += len(part)
            if size > _MOST_BYTES or time.monotonic() > until:
                return


def _after(said: str, now: float) -> float:
    """The seconds of Retry-After (RFC 9110, 10.2.3), a number or a date; 0 where it is neither."""
    try:
        return float(said) if said.strip().isdecimal() else max(0.0, parsedate_to_datetime(said).timestamp() - now)
    except (ValueError, OverflowError):
        return 0.0
