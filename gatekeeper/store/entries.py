"""How an entry of the chain (`gatekeeper.store.chain`) is hashed, linked and sealed; `assets/verify_log.py` does the same.

- digest: SHA-256 of what the entry is about. Personal data is in it only as salted commitments, SHA-256(salt, data): erasing
  somebody deletes data and salt, leaves the commitment, and breaks no link.
- link: SHA-256(b"link\\n", previous link, number as 8 bytes, digest); the first previous link is 32 zero bytes.
- seal: HMAC-SHA-256(key, link). The key of the next entry is SHA-256(b"next\\n", key), and the old one is forgotten: an
  attacker who takes over the machine cannot reseal earlier entries.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

SALT_BYTES = 16
START = bytes(32)
PARTS = ("person", "words", "picture")
EVENT = (
    *(
        "id",
        "at",
        "door",
        "camera",
        "outcome",
        "reason",
        "mask",
        "pairing",
        "similarity",
        "threshold",
        "value",
        "limit",
    ),
    *("liveness", "liveness_score", "model_id", "track_id", "latency_ms", "direction"),
)
"""The columns of an event that are chained as they are, in this order; the others are commitments. The last one was added
later: it is chained only where it has a value, so that older entries keep their digests."""


@dataclass(frozen=True, slots=True)
class State:
    """The end of the chain. size: the number of the last entry; link: its link; key: of the next seal."""

    size: int
    link: bytes
    key: bytes


def sha(*parts: bytes) -> bytes:
    """SHA-256 of the concatenated bytes."""
    return hashlib.sha256(b"".join(parts)).digest()


def link_of(previous: bytes, number: int, digest: bytes) -> bytes:
    """The link of an entry."""
    return sha(b"link\n", previous, number.to_bytes(8, "big"), digest)


def seal_of(key: bytes, link: bytes) -> bytes:
    """The seal of an entry."""
    return hmac.digest(key, link, "sha256")


def next_key(key: bytes, steps: int = 1) -> bytes:
    """The key this many entries later."""
    for _ in range(steps):
        key = hashlib.sha256(b"next\n" + key).digest()
    return key


def text_of(values: Sequence[Any]) -> bytes:
    """The canonical form of values for hashing: JSON without spaces."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def parts_of_event(row: Sequence[Any]) -> tuple[bytes, bytes, bytes, bytes]:
    """The public part of an event that is chained, and the data of its commitments (PARTS). row: as `_OF_EVENTS` selects it."""
    public, (person_id, name, message, snapshot, chip) = [*row[: len(EVENT)]], row[len(EVENT) : len(EVENT) + 5]
    if public[-1] is None:
        public.pop()
    picture = sha(snapshot or b"") + sha(chip or b"")
    return text_of(public), text_of([person_id]), text_of([name, message]), picture


def event_digest(public: bytes, commitments: Iterable[bytes]) -> bytes:
    """The digest of an event. commitments: 32 bytes each, of PARTS."""
    return sha(b"event\n", public, *commitments)


def act_digest(public: bytes, words: bytes) -> bytes:
    """The digest of an administrative act. words: the commitment of what it was about."""
    return sha(b"act\n", public, words)


def note_digest(body: bytes) -> bytes:
    """The digest of a notice."""
    return sha(b"notice\n", body)


def committed(opening: bytes, data: bytes) -> bytes:
    """The commitment: computed from the data and its salt, or the one that was kept when the data was erased."""
    return sha(opening, data) if len(opening) == SALT_BYTES else opening
