"""Webhooks, signed as Standard Webhooks 1.0 does: HMAC-SHA256 over the id, the time and the body."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Sequence

import httpx

from gatekeeper.outlets.feed import Item
from gatekeeper.outlets.sender import RefusedError, UnreachableError
from gatekeeper.outlets.settings import WebhookSettings

_TIMEOUT = 15.0


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
        """Send it. Raises UnreachableError where nobody answers, RefusedError where the answer is no."""
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
                answer = self._client.post(self._settings.url, content=content, headers=headers)
            except httpx.HTTPError as error:
                raise UnreachableError(type(error).__name__) from error  # what it says may hold the address's secrets
            if not answer.is_success:
                raise RefusedError(f"HTTP {answer.status_code}")

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()
