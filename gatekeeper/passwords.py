"""Passwords and PINs: kept as Argon2id hashes (RFC 9106, section 4: t=3, 64 MiB, p=4) and guessed at only slowly.

Pure: whoever stores the hash also stores the `Tries` beside it, writes `charged` down *before* a secret is compared, and
clears it afterwards where it was right. So neither a restart nor pulled power gives a guess for free.
"""

import math
import threading
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type, hash_secret_raw
from argon2.profiles import RFC_9106_LOW_MEMORY

from gatekeeper.errors import AuthError
from gatekeeper.messages import Message

FREE_TRIES = 5
FIRST_WAIT_SECONDS = 30.0
LONGEST_WAIT_SECONDS = 3600.0
PIN_DIGITS = (4, 12)
SALT_BYTES = RFC_9106_LOW_MEMORY.salt_len

_hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
_turns = threading.BoundedSemaphore(2)  # of all threads: each takes 64 MiB and four cores


@dataclass(frozen=True, slots=True)
class Tries:
    """The wrong tries since the last right one. failed: how many; last_at: when the last was made, UTC."""

    failed: int = 0
    last_at: datetime | None = None

    def wait_seconds(self, now: datetime) -> float:
        """How long nobody may try again: nothing for the first five, then 30 s, doubling up to an hour."""
        if self.failed < FREE_TRIES or self.last_at is None:
            return 0.0
        wait = min(FIRST_WAIT_SECONDS * 2.0 ** min(self.failed - FREE_TRIES, 16), LONGEST_WAIT_SECONDS)
        return max(0.0, wait - max(0.0, (now - self.last_at).total_seconds()))

    def by_clock(self, now: datetime) -> "Tries":
        """These tries, the last made now where its stamp lies ahead: a clock that was set back prolongs no wait.

        Whoever stores them stores this before they refuse, or the wait would begin anew with every try.
        """
        return Tries(self.failed, now) if self.last_at is not None and self.last_at > now else self

    def charged(self, now: datetime) -> "Tries":
        """These tries and one more, counted as wrong until it proves right. Raises AuthError while one must wait."""
        wait = self.wait_seconds(now)
        if wait > 0:
            tries = Message("{n} wrong tries.", n=self.failed)
            raise AuthError(tries, Message("Please wait {n} second(s).", n=math.ceil(wait)), wait)
        return Tries(self.failed + 1, now)


NO_HASH = "$argon2id$v=19$m=65536,t=3,p=4$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
"""Is no secret's, and takes as long to compare as one: whoever waits must not learn that there is none."""


def hash_secret(secret: str) -> str:
    """The Argon2id hash of a password or PIN with its salt and parameters, as text to store. Takes about 0.1 s."""
    with _turns:
        return _hasher.hash(_normal(secret))


def derived_key(passphrase: str, salt: bytes) -> bytes:
    """The 32 bytes that Argon2id makes of a passphrase, with the same parameters. salt: SALT_BYTES random ones."""
    profile = RFC_9106_LOW_MEMORY
    with _turns:
        return hash_secret_raw(
            _normal(passphrase), salt, profile.time_cost, profile.memory_cost, profile.parallelism, 32, Type.ID
        )


def matches(stored: str, secret: str) -> bool:
    """Whether a secret is the one hashed. Raises AuthError where what is stored is no such hash."""
    try:
        with _turns:
            return _hasher.verify(stored, _normal(secret))
    except InvalidHashError as error:
        raise AuthError("The stored secret is damaged.", "Set it again.") from error
    except VerificationError:
        return False


def check_pin(pin: str) -> str:
    """The PIN, if it may be used. Raises AuthError: not 4 to 12 digits, or one that is too easy to guess."""
    least, most = PIN_DIGITS
    if not (pin.isascii() and pin.isdigit() and least <= len(pin) <= most):
        raise AuthError("This is not a valid PIN.", "Choose {least} to {most} digits.", least=least, most=most)
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    if steps in ({0}, {1}, {9}):
        raise AuthError("This PIN is too easy to guess.", "Choose digits that do not repeat or count up or down.")
    return pin


def _normal(secret: str) -> bytes:
    # The same password may be typed in two Unicode forms (RFC 8265 asks for NFC).
    return unicodedata.normalize("NFC", secret).encode()
