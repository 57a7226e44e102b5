"""A system on loopback that takes webhooks, and checks their signatures."""

import hashlib
import hmac
import json
import threading
from base64 import b64decode, b64encode
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from gatekeeper.outlets.settings import WebhookSettings

KEY = bytes(range(32))
SECRET = "whsec_" + b64encode(KEY).decode()


class Receiver(ThreadingHTTPServer):
    """A system that takes webhooks, and fails every second time. accepted: the bodies that it has said yes to."""

    daemon_threads = True

    def __init__(self, fails: Callable[[int], int] = lambda number: (0, 500)[number % 2]) -> None:
        receiver = self
        self.accepted: list[dict[str, Any]] = []
        self.requests, self.bad, self.retry_after, self.endless = 0, 0, "", False
        self.got = threading.Semaphore(0)

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                signed = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}.".encode() + body
                kind, _, mac = self.headers["webhook-signature"].partition(",")
                good = kind == "v1" and b64decode(mac) == hmac.new(KEY, signed, hashlib.sha256).digest()
                receiver.bad += not good
                receiver.requests += 1
                status = fails(receiver.requests)
                if status == 0:
                    receiver.accepted.append(json.loads(body) | {"header": self.headers["webhook-id"]})
                self.send_response(status or 200)
                if receiver.retry_after:
                    self.send_header("retry-after", receiver.retry_after)
                self.send_header("content-length", str(1 << 40 if receiver.endless else 0))
                self.end_headers()
                receiver.got.release()
                with suppress(OSError):
                    while receiver.endless:
                        self.wfile.write(bytes(1 << 16))

            def log_message(self, *args: object) -> None:
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def hook(self) -> WebhookSettings:
        return WebhookSettings("house", f"http://127.0.0.1:{self.server_port}/in", SECRET)

    def __enter__(self) -> "Receiver":
        return self

    def __exit__(self, *args: object) -> None:
        self.shutdown()
        self.server_close()
