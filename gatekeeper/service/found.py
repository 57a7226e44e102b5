"""Where the service of a home answers: a file in the home while it runs, readable only by its owner."""

import hashlib
import hmac
import json
import os
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from gatekeeper.door.ownership import holder_of
from gatekeeper.files import replacing

FILE = "service.json"


@dataclass(frozen=True, slots=True)
class Address:
    """url: of the API; socket: the UNIX socket it is spoken through, else empty; certificate: the file of its certificate, the
    only one that is accepted. screen: the secret with which a window or a kiosk of this home may see the doors while nobody is
    signed in; it also proves that the answer comes from the service."""

    url: str
    socket: str
    certificate: str
    screen: str
    pid: int

    @staticmethod
    def new(url: str, socket: str = "", certificate: str = "") -> "Address":
        """With a secret of its own."""
        return Address(url, socket, certificate, secrets.token_urlsafe(32), os.getpid())

    def proof(self, nonce: str) -> str:
        """The answer to a random challenge that only a reader of this file can give: its HMAC-SHA256, in hex."""
        return hmac.new(self.screen.encode(), nonce.encode(), hashlib.sha256).hexdigest()

    def write(self, home: Path) -> None:
        """Write the file, so that windows find the service."""
        with replacing(home / FILE, private=True) as part:
            part.write_text(json.dumps(asdict(self)), encoding="utf-8")

    def remove(self, home: Path) -> None:
        """The service ends."""
        with suppress(OSError):
            (home / FILE).unlink(missing_ok=True)


def service_lock(home: Path) -> Path:
    """The lock of a home's service: one process holds it, and the system releases it when that process ends."""
    return home / "locks" / "service.lock"


def find(home: Path) -> Address | None:
    """Where the service of this home is answering; None where none is running, or only another user can read where."""
    return address(home) if is_running(home) else None


def is_running(home: Path) -> bool:
    """Whether a service runs on this home, of whichever user. True where that cannot be told: then it may."""
    try:
        return holder_of(service_lock(home)) is not None
    except OSError:
        return True


def address(home: Path) -> Address | None:
    """What the file says, also while the service is away."""
    try:
        return Address(**json.loads((home / FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
