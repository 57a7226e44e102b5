"""Where the service of a home answers: a file in the home, there while it runs, which its owner alone can read."""

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
    """url: of the API; socket: the UNIX socket it is spoken through, else empty; certificate: the file of the one it shows, so
    that nobody else's is taken. screen: what a window or a kiosk of this home shows what stands before the doors with, while
    nobody is signed in; it proves in turn that it is the service who answers."""

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
        """What only who can read this file can answer to a number chosen by chance: HMAC-SHA256 of it, in hex."""
        return hmac.new(self.screen.encode(), nonce.encode(), hashlib.sha256).hexdigest()

    def write(self, home: Path) -> None:
        """Let windows find it."""
        with replacing(home / FILE, private=True) as part:
            part.write_text(json.dumps(asdict(self)), encoding="utf-8")

    def remove(self, home: Path) -> None:
        """The service ends."""
        with suppress(OSError):
            (home / FILE).unlink(missing_ok=True)


def service_lock(home: Path) -> Path:
    """What stands for the service of a home: one process has it, and the system takes it from one that is gone."""
    return home / "locks" / "service.lock"


def find(home: Path) -> Address | None:
    """Where the service of this home answers now; None where none runs."""
    return address(home) if holder_of(service_lock(home)) is not None else None


def address(home: Path) -> Address | None:
    """What the file says, also while the service is away."""
    try:
        return Address(**json.loads((home / FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
