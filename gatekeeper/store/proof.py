"""Verifies the log: the chain is checked against itself, against checkpoints kept on another machine, and against the seed; and
exports what others need to check it without this program.

A chain on one machine cannot show by itself that its end was cut off together with the file beside it, or that all of it was
replaced: that takes a checkpoint kept elsewhere. Seals cannot be checked without the seed, which an attacker on the machine
must not have: export it (`take_seed`).
"""

import json
import os
import stat
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from gatekeeper.capture.file_names import readable
from gatekeeper.errors import StoreError
from gatekeeper.progress import Progress, silent
from gatekeeper.store import chain, entries
from gatekeeper.store.database import Database
from gatekeeper.store.entries import EVENT, PARTS, SALT_BYTES
from gatekeeper.store.file_copy import take_out

CHECKPOINT = "gatekeeper checkpoint 1"
SEEDS = "gatekeeper log seeds 1"
PROOF = "gatekeeper log 1"
SIGNED = "gatekeeper signed export 1"
_MOST_FAULTS = 1000
_ROWS_AT_A_TIME = 2000
_PERSONAL = len(EVENT) + 5
_ENTRIES = (
    "SELECT c.seq, c.first, c.event_id, c.act_id, c.note, c.person, c.words, c.picture, c.link, c.seal, "
    + ", ".join(f'e."{name}"' for name in EVENT)
    + ", e.person_id, e.person_name, e.message, e.snapshot, f.chip, a.id, a.at, a.who, a.act, a.about, a.detail "
    "FROM chain c LEFT JOIN events e ON e.id = c.event_id LEFT JOIN event_faces f ON f.event_id = c.event_id "
    "LEFT JOIN audit a ON a.id = c.act_id ORDER BY c.seq"
)


@dataclass
class Verified:
    """The result of a verification. faults: what was tampered with or lost, in words, the first thousand; count: how many.
    deleted, erased: events deleted by retention, and events whose personal data was erased, each with an entry that says so;
    seals: how many seals could be checked; notes: what could not be checked, and why."""

    entries: int = 0
    events: int = 0
    acts: int = 0
    deleted: int = 0
    erased: int = 0
    seals: int = 0
    checkpoints: int = 0
    faults: list[str] = field(default_factory=list)
    count: int = 0
    notes: list[str] = field(default_factory=list)

    def fault(self, text: str) -> None:
        """Add a fault."""
        self.count += 1
        if len(self.faults) < _MOST_FAULTS:
            self.faults.append(text)


def verify(
    database: Database,
    checkpoints: Sequence[dict[str, Any]] = (),
    seeds: dict[str, Any] | None = None,
    progress: Progress = silent,
) -> Verified:
    """Check the whole log. checkpoints, seeds: as returned by `read_checkpoint` and `read_seeds`; without seeds, those that
    have not been taken away yet."""
    found = Verified()
    with database.reading() as session:
        driver: Any = session.connection().connection.driver_connection
        kept = chain.get(driver, chain.SECRETS)
        epochs = chain.get(driver, chain.EPOCHS) or []
        total = driver.execute("SELECT count(*) FROM chain").fetchone()[0]
        seeds_of = {epoch["from"]: epoch.get("seed") for epoch in epochs}
        if seeds is not None:
            if seeds["log"] != kept["log"]:
                raise StoreError("The seed belongs to another log.", "Use the one exported from this home.")
            seeds_of |= {epoch["from"]: epoch["seed"] for epoch in seeds["epochs"]}
        links = _follow(driver.execute(_ENTRIES), found, seeds_of, total, progress)
        _count(driver, found)
    _compare(found, links, checkpoints, kept)
    missing = [start for start, seed in seeds_of.items() if not seed]
    if missing:
        found.notes.append(
            "The seed was taken away, so no seal was checked: name it with --seed."
            if len(missing) == len(seeds_of)
            else f"The seed of the entries from {missing[0]} on is not here: their seals were not checked."
        )
    if not checkpoints:
        found.notes.append(
            "No checkpoint was named: that the whole log was exchanged, or its end cut off together with the file beside it, "
            "only a checkpoint shows that lies on another machine."
        )
    return found


class _Covered:
    """What the notices state as deleted: numbers of events or acts, by kind, each with the entry that says so."""

    def __init__(self) -> None:
        self._said: dict[str, list[tuple[int, int, int]]] = {}
        self._wanted: dict[str, list[tuple[int, int]]] = {}
        self._kept: list[tuple[str, int, str]] = []
        self.left: dict[tuple[str, int], str] = {}  # what the notices say about partial erasures

    def keep(self, kind: str, number: int, content: bytes) -> None:
        """Something that was erased still has contents."""
        self._kept.append((kind, number, entries.sha(content).hex()))

    def changed(self) -> Iterator[tuple[str, int]]:
        """Contents left after an erasure that no entry states."""
        return ((kind, number) for kind, number, digest in self._kept if self.left.get((kind, number)) != digest)

    def say(self, kind: str, ranges: Iterable[Sequence[int]], entry: int) -> None:
        self._said.setdefault(kind, []).extend((first, last, entry) for first, last in ranges)

    def want(self, kind: str, number: int, entry: int) -> None:
        self._wanted.setdefault(kind, []).append((number, entry))

    def lacking(self) -> Iterator[tuple[str, int]]:
        """What is missing although no later entry says so."""
        for kind, needed in self._wanted.items():
            stated = sorted(self._said.get(kind, ()))
            starts = [entry[0] for entry in stated]
            for number, entry in needed:
                index = bisect_right(starts, number) - 1  # the last one that begins before it, most often the right one
                while index >= 0 and not (stated[index][1] >= number and stated[index][2] > entry):
                    index -= 1
                if index < 0:
                    yield kind, number


def _follow(
    rows: Any, found: Verified, seeds: dict[int, str | None], total: int, progress: Progress
) -> dict[int, bytes]:
    """Follow the chain; returns the links of its entries by number."""
    previous, expected, key = entries.START, 1, None
    links: dict[int, bytes] = {}
    covered = _Covered()
    gaps: list[tuple[int, int, bytes]] = []
    stated: dict[int, tuple[int, str]] = {}
    while page := rows.fetchmany(_ROWS_AT_A_TIME):
        for row in page:
            seq, first, event_id, act_id, note, person, content, picture, link, seal = row[:10]
            start = seq if first is None else first
            if start != expected:
                span = f"{expected}" if start == expected + 1 else f"{expected} to {start - 1}"
                found.fault(
                    f"The entries {span} are missing." if start > expected else f"The entry {seq} is there twice."
                )
                key = entries.next_key(key, start - expected) if key is not None and start > expected else key
            if start in seeds:  # with a notice, so never within a gap
                taken = seeds[start]
                key = bytes.fromhex(taken) if taken else None
            found.entries += 1
            links[seq] = link
            if first is not None:
                gaps.append((first, seq, link))
                key = entries.next_key(key, seq - first + 1) if key is not None else None
                previous, expected = link, seq + 1
                continue
            if event_id is not None:
                digest = _event(found, covered, row, (person, content, picture))
            elif act_id is not None:
                digest = _act(found, covered, row, content)
            elif note is not None:
                digest = entries.note_digest(note.encode())
                _take_note(found, covered, stated, note, seq)
            else:
                digest = None
                found.fault(f"The entry {seq} is about nothing.")
            if digest is not None and entries.link_of(previous, seq, digest) != link:
                about = f"event {event_id}" if event_id else f"act {act_id}" if act_id else "notice"
                found.fault(f"The entry {seq} ({about}) is not what was recorded.")
            if key is not None:
                if seal is None or entries.seal_of(key, link) != seal:
                    found.fault(f"The entry {seq} was sealed anew.")
                found.seals += 1
                key = entries.next_key(key)
            previous, expected = link, seq + 1
        progress(min(found.entries, total), total)
    for first, last, link in gaps:
        if stated.get(last) != (first, link.hex()):
            found.fault(f"The entries {first} to {last} are gone, and no entry says that they were deleted.")
    for kind, number in covered.changed():
        found.fault(f"Erased, and something else stands there again: {kind} {number}.")
    for kind, number in covered.lacking():
        found.fault(
            f"The {kind} is gone of {'act' if 'act' in kind else 'event'} {number}, and no entry says that it was erased."
        )
    return links


def _event(found: Verified, covered: _Covered, row: Sequence[Any], openings: Sequence[bytes | None]) -> bytes | None:
    number, seq = row[2], row[0]
    columns = row[10 : 10 + _PERSONAL]
    if columns[0] is None:
        found.fault(f"Event {number} is missing.")
        return None
    found.events += 1
    public, *data = entries.parts_of_event(columns)
    commitments = []
    erased = False
    for part, opening, content in zip(PARTS, openings, data, strict=True):
        if opening is None or len(opening) not in (SALT_BYTES, 32):
            found.fault(f"The {part} of event {number} cannot be opened.")
            return None
        if len(opening) == 32:
            erased = True
            covered.want(f"the {part} of event", number, seq)
            if content != _EMPTY[part]:
                covered.keep(f"the {part} of event", number, content)
        commitments.append(entries.committed(opening, content))
    found.erased += erased
    return entries.event_digest(public, commitments)


def _act(found: Verified, covered: _Covered, row: Sequence[Any], content: bytes | None) -> bytes | None:
    number, act = row[3], row[10 + _PERSONAL :]
    if act[0] is None:
        found.fault(f"Act {number} of the audit trail is missing.")
        return None
    found.acts += 1
    if content is None or len(content) not in (SALT_BYTES, 32):
        found.fault(f"The words of act {number} cannot be opened.")
        return None
    if len(content) == 32:
        covered.want("the words of act", number, row[0])
        covered.keep("the words of act", number, entries.text_of(act[4:6]))
    return entries.act_digest(entries.text_of(act[:4]), entries.committed(content, entries.text_of(act[4:6])))


def _take_note(found: Verified, covered: _Covered, stated: dict[int, tuple[int, str]], note: str, seq: int) -> None:
    try:
        body = json.loads(note)
        match body["what"]:
            case "erased":
                for part in body["parts"]:
                    covered.say(f"the {part} of event", body.get("events", ()), seq)
                if "acts" in body:
                    covered.say("the words of act", body["acts"], seq)
            case "left":
                for kind, key in (("the words of event", "events"), ("the words of act", "acts")):
                    covered.left.update({(kind, number): digest for number, digest in body[key]})
            case "deleted":
                found.deleted += int(body["events"])
                for first, last, link in body["gaps"]:
                    stated[last] = (first, link)
            case "restored" | "resumed" as kind:
                time = datetime.fromtimestamp(body["at"], UTC)
                found.notes.append(f"Entry {seq}: the log was {kind} at {time:%Y-%m-%d %H:%M} UTC.")
    except (ValueError, KeyError, TypeError, OSError) as error:
        found.fault(f"The notice {seq} cannot be read: {type(error).__name__}.")


def _count(driver: Any, found: Verified) -> None:
    """Count the rows that were written without the chain."""
    for table, column, kind in (("events", "event_id", "event"), ("audit", "act_id", "act")):
        beside = driver.execute(
            f"SELECT id FROM {table} WHERE id NOT IN (SELECT {column} FROM chain WHERE {column} IS NOT NULL) LIMIT 100"
        )
        for (number,) in beside.fetchall():
            found.fault(f"The {kind} {number} was never recorded by this program.")


def _compare(
    found: Verified, links: dict[int, bytes], checkpoints: Sequence[dict[str, Any]], kept: dict[str, str]
) -> None:
    end = max(links, default=0)
    for checkpoint in checkpoints:
        size, name = int(checkpoint["size"]), f"the checkpoint of {checkpoint['at'][:16].replace('T', ' ')} UTC"
        if checkpoint["log"] != kept["log"]:
            found.fault(f"This is another log than that of {name}.")
        elif size > end:
            found.fault(f"The log ends with entry {end}, and {name} was made after entry {size}: its end was cut off.")
        # A checkpoint ends with the act of exporting it, and acts are never deleted.
        elif size not in links or links[size].hex() != checkpoint["root"]:
            found.fault(f"The log up to entry {size} is not that of {name}: it was changed before that.")
        else:
            found.checkpoints += 1


_EMPTY = {
    "person": entries.text_of([None]),
    "words": entries.text_of([None, ""]),
    "picture": entries.sha(b"") * 2,
}


def checkpoint(database: Database, *, now: datetime) -> dict[str, Any]:
    """The present size and last link of the log, signed (Ed25519, RFC 8032), to be kept on another machine.

    Make it in the transaction of the act that records it, which is then the last entry: an event could be deleted later."""
    with database.reading() as session:
        driver: Any = session.connection().connection.driver_connection
        kept = chain.get(driver, chain.SECRETS)
        size, link = chain.head(driver)
    body = {"format": CHECKPOINT, "log": kept["log"], "size": size, "root": link.hex(), "at": now.isoformat()}
    return _signed(body, kept)


def sign_export(database: Database, file: Path, count: int, *, now: datetime) -> dict[str, Any]:
    """A signature that shows that an exported file is unchanged, and after which entry of the log it was written."""
    with database.reading() as session:
        driver: Any = session.connection().connection.driver_connection
        kept = chain.get(driver, chain.SECRETS)
        size, link = chain.head(driver)
    body = {"format": SIGNED, "log": kept["log"], "size": size, "root": link.hex(), "at": now.isoformat()}
    return _signed(
        {**body, "file": readable(file.name), "sha256": entries.sha(file.read_bytes()).hex(), "rows": count}, kept
    )


def _signed(body: dict[str, Any], kept: dict[str, str]) -> dict[str, Any]:
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(kept["signing"]))
    body = {**body, "key": key.public_key().public_bytes_raw().hex()}
    return {**body, "signature": key.sign(signed_text(body)).hex()}


def signed_text(body: dict[str, Any]) -> bytes:
    """What is signed: all fields except the signature, as JSON with sorted keys and without spaces."""
    fields = {key: value for key, value in body.items() if key != "signature"}
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def write_private(file: Path, text: str) -> None:
    """Write a new file that only its owner can read. Raises StoreError if that fails, or the file exists."""
    try:
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise StoreError(
            "{file} cannot be written: {why}.", "Choose a new file in an existing folder.", file=file, why=error
        ) from error


def read_checkpoint(file: Path) -> dict[str, Any]:
    """A checkpoint from a file, its signature checked. Raises StoreError for another file, or a changed one."""
    body = _read(file, CHECKPOINT, "gatekeeper log checkpoint")
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(body["key"]))
        key.verify(bytes.fromhex(body["signature"]), signed_text(body))
        size, root, time, name = body["size"], body["root"], body["at"], body["log"]
        if not (isinstance(size, int) and all(isinstance(text, str) for text in (root, time, name))):
            raise ValueError("a field of another type")
    except (InvalidSignature, ValueError, KeyError, TypeError) as error:
        raise StoreError(
            "The checkpoint {file} was changed: its signature does not fit ({kind}).",
            "Copy it again.",
            file=file,
            kind=type(error).__name__,
        ) from error
    return body


def read_seeds(file: Path) -> dict[str, Any]:
    """The seeds that `take_seed` wrote. Raises StoreError for another file."""
    body = _read(file, SEEDS, "gatekeeper log take-seed")
    try:
        for epoch in body["epochs"]:
            bytes.fromhex(epoch["seed"])
            int(epoch["from"])
        str(body["log"])
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError("The seed in {file} is damaged.", "Copy it again.", file=file) from error
    return body


def _read(file: Path, kind: str, made_by: str) -> dict[str, Any]:
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > 1_000_000:  # opening a pipe would block
            raise ValueError("another kind of file")
        body = json.loads(file.read_text("utf-8"))
        if not isinstance(body, dict) or body.get("format") != kind:
            raise ValueError("another kind of file")
    except (OSError, ValueError, RecursionError) as error:
        raise StoreError(
            "{file} cannot be read: {error}.",
            "Give a file that `{made_by}` wrote.",
            file=file,
            error=error,
            made_by=made_by,
        ) from error
    return body


def take_seed(database: Database, file: Path) -> None:
    """Write the seeds into a file and delete them here: from then on only the owner of that file can check, or forge, old
    seals."""
    with database.transaction(together=True) as session:
        driver: Any = session.connection().connection.driver_connection
        epochs, kept = chain.get(driver, chain.EPOCHS) or [], chain.get(driver, chain.SECRETS)
        seeded = [epoch for epoch in epochs if epoch.get("seed")]
        if not seeded:
            raise StoreError("The seed was already exported.", "It is in the file that was written then.")
        write_private(file, json.dumps({"format": SEEDS, "log": kept["log"], "epochs": seeded}, indent=1) + "\n")
        chain.put(driver, chain.EPOCHS, [{"from": epoch["from"]} for epoch in epochs])


def resume(path: Path, key: bytes) -> None:
    """Continue with a database whose log differs from the file beside it; this is recorded. Nobody may have the database
    open."""
    take_out(path, key, lambda driver: chain.restart(driver, "resumed"))


def prove(database: Database, file: Path, *, names: bool, now: datetime, progress: Progress) -> int:
    """Write the whole log as lines of JSON that anybody can check without this program (`assets/verify_log.py`); returns how
    many entries. names: include the personal data; without it there are only their commitments, and nobody is named."""
    count = 0
    with database.reading() as session:
        driver: Any = session.connection().connection.driver_connection
        kept = chain.get(driver, chain.SECRETS)
        total = driver.execute("SELECT count(*) FROM chain").fetchone()[0]
        rows = driver.execute(_ENTRIES)
        try:
            with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
                out.write(_line({"format": PROOF, "log": kept["log"]}))
                while page := rows.fetchmany(_ROWS_AT_A_TIME):
                    out.writelines(_line(_told(row, names)) for row in page)
                    count += len(page)
                    progress(count, total)
                size, link = chain.head(driver)
                body = {
                    "format": CHECKPOINT,
                    "log": kept["log"],
                    "size": size,
                    "root": link.hex(),
                    "at": now.isoformat(),
                }
                out.write(_line(_signed(body, kept)))
                out.flush()
                os.fsync(out.fileno())
        except OSError as error:
            raise StoreError("{file} cannot be written: {why}.", "Choose a new file.", file=file, why=error) from error
    return count


def _line(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")) + "\n"


def _told(row: Sequence[Any], names: bool) -> dict[str, Any]:
    """An entry in the form used in a proof."""
    seq, first, event_id, _, note, person, text, picture, link, seal = row[:10]
    entry: dict[str, Any] = {"seq": seq, "link": link.hex()}
    if seal is not None:
        entry["seal"] = seal.hex()
    if first is not None:
        return {**entry, "kind": "gap", "first": first}
    if note is not None:
        return {**entry, "kind": "notice", "public": note}
    if event_id is not None:
        columns = row[10 : 10 + _PERSONAL]
        public, *data = entries.parts_of_event(columns)
        data[2] = data[2].hex().encode()  # of a picture the hash is enough
        parts = {part: _opened(opening, content, names, part == "picture") for part, opening, content in
                 zip(PARTS, (person, text, picture), data, strict=True)}  # fmt: skip
        return {**entry, "kind": "event", "public": public.decode(), **parts}
    act = row[10 + _PERSONAL :]
    return {
        **entry,
        "kind": "act",
        "public": entries.text_of(act[:4]).decode(),
        "words": _opened(text, entries.text_of(act[4:6]), names, False),
    }


def _opened(opening: bytes | None, data: bytes, names: bool, is_hex: bool) -> dict[str, str]:
    if opening is None:
        return {}
    if len(opening) != SALT_BYTES:
        return {"erased": opening.hex()}
    content = bytes.fromhex(data.decode()) if is_hex else data
    if not names:
        return {"commitment": entries.committed(opening, content).hex()}
    return {"salt": opening.hex(), "data": data.decode()}
