"""The chain that reveals tampering with the log: events, administrative acts, and what was deleted or erased of them.

Every entry has a number, a link and a seal (`gatekeeper.store.entries`).

Deleting and erasing are entries as well ("notices"), so that nothing disappears without an entry that says so. For events
deleted by retention there remains a gap with the link at its end, which the notice states too.

The end of the chain, with the next key, is in a file of its own beside the database (`gatekeeper.store.seal_file`). If that
file is behind, it is brought up to date by evolving the key.
"""

import json
import logging
import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from gatekeeper.errors import LogLostError, StoreError
from gatekeeper.store.entries import (
    EVENT,
    PARTS,
    SALT_BYTES,
    START,
    State,
    act_digest,
    committed,
    event_digest,
    link_of,
    next_key,
    note_digest,
    parts_of_event,
    seal_of,
    sha,
    text_of,
)
from gatekeeper.store.seal_file import SealFile, file_of

log = logging.getLogger(__name__)

SECRETS = "log_secrets"
EPOCHS = "log_epochs"
_FILE_MADE = "log_file_made"
_PAGE = 1000
_COLUMNS = ", ".join(f'e."{name}"' for name in EVENT)
_PERSONAL = "e.person_id, e.person_name, e.message, e.snapshot, f.chip"
_OF_EVENTS = f"SELECT {_COLUMNS}, {_PERSONAL} FROM events e LEFT JOIN event_faces f ON f.event_id = e.id"


def begin(driver: Any) -> None:
    """Create the secrets of a chain and chain the existing entries. driver: a connection within a transaction."""
    put(
        driver,
        SECRETS,
        {name: secrets.token_hex(32) for name in ("file", "signing")} | {"log": secrets.token_hex(8)},
    )
    state = _begin_epoch(driver, State(0, START, b""))
    counts = [driver.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("events", "audit")]
    state = _notice(driver, state, {"what": "began", "events": counts[0], "acts": counts[1]})
    # The version that introduced the chain had no directions yet.
    of_events = _OF_EVENTS.replace('e."direction"', "NULL")
    for row in _in_pages(driver, f"{of_events} WHERE e.id > ? ORDER BY e.id LIMIT {_PAGE}"):
        state = _event(driver, state, row)
    for row in _in_pages(
        driver, f"SELECT id, at, who, act, about, detail FROM audit WHERE id > ? ORDER BY id LIMIT {_PAGE}"
    ):
        state = _act(driver, state, row)


def restart(driver: Any, why: str) -> None:
    """Continue from what a database holds, with a new key, and record that: after a backup was restored ("restored"), or after
    a loss ("resumed")."""
    state = _begin_epoch(driver, State(*head(driver), b""))
    _notice(driver, state, {"what": why})
    put(driver, _FILE_MADE, None)


def check(driver: Any, database: Path, *, read_only: bool) -> None:
    """Compare a database that is being opened with the file beside it, which is created the first time.

    Raises LogLostError if the database holds less than was recorded, or something else.
    """
    file = SealFile(file_of(database), _secret(driver))
    if get(driver, _FILE_MADE) is None:
        if not read_only:
            with _within(driver, "BEGIN IMMEDIATE"):
                if get(driver, _FILE_MADE) is None:  # no other program was first
                    state = _by_seed(driver)
                    with suppress(FileNotFoundError):
                        file.path.unlink()
                    file.write(state)
                    put(driver, _FILE_MADE, True)
        return
    behind = _compare(driver, database, file)
    if behind and not read_only:
        try:
            # Only now, since another writer may hold the lock for long, and a door must start nevertheless. Without the lock a
            # door could commit meanwhile, and the file would be put back behind it.
            _compare(driver, database, file, write=True)
        except sqlite.OperationalError as error:
            log.info("%s stays behind until the next entry: %s", file.path, error)


def _compare(driver: Any, database: Path, file: SealFile, *, write: bool = False) -> bool:
    """Compare one state of the database with the file; returns whether the file is behind. write: bring it up to date."""
    kept = file.read()  # read before the database: what is committed in between is only in the database
    with _within(driver, "BEGIN IMMEDIATE" if write else "BEGIN DEFERRED"):
        state = _brought_up(driver, database, kept, sealed=True)
        behind = state.size > kept.size
        if behind and write:
            file.write(state)
    return behind


@contextmanager
def _within(driver: Any, begin: str) -> Iterator[None]:
    """A transaction of a connection in autocommit, which sees one state of the database."""
    driver.execute(begin)
    try:
        yield
        driver.execute("COMMIT")
    except BaseException:
        driver.rollback()
        raise


def append_event(session: Any, database: Path, event_id: int) -> None:
    """Chain an event that was just written, in its transaction."""
    driver = _driver(session)
    row = driver.execute(f"{_OF_EVENTS} WHERE e.id = ?", (event_id,)).fetchone()
    session.info["chain"] = _event(driver, _state(session, driver, database), row)


def append_act(session: Any, database: Path, act_id: int) -> None:
    """Chain an act that was just written, in its transaction."""
    driver = _driver(session)
    row = driver.execute("SELECT id, at, who, act, about, detail FROM audit WHERE id = ?", (act_id,)).fetchone()
    session.info["chain"] = _act(driver, _state(session, driver, database), row)


def conceal_events(session: Any, database: Path, events: Iterable[int], *parts: str) -> None:
    """Before personal data of events is erased: keep its commitments, and add a notice that it was erased."""
    driver, done = _driver(session), []
    for page in _pages(events):
        done += _conceal(driver, page, parts)
    if done:
        _note(session, driver, database, {"what": "erased", "parts": [*parts], "events": _ranges(done)})


def conceal_acts(session: Any, database: Path, acts: Iterable[int]) -> None:
    """As `conceal_events`, for the subjects of acts."""
    driver, done = _driver(session), []
    for page in _pages(acts):
        listed = ",".join(map(str, page))
        rows = driver.execute(
            f"SELECT c.seq, c.words, a.id, a.about, a.detail FROM chain c JOIN audit a ON a.id = c.act_id "
            f"WHERE c.act_id IN ({listed}) AND length(c.words) = {SALT_BYTES}"
        ).fetchall()
        changed = [(committed(salt, text_of([about, detail])), seq) for seq, salt, _, about, detail in rows]
        driver.executemany("UPDATE chain SET words = ? WHERE seq = ?", changed)
        done += [row[2] for row in rows]
    if done:
        _note(session, driver, database, {"what": "erased", "parts": ["words"], "acts": _ranges(done)})


def note_left(session: Any, database: Path, events: Iterable[int] = (), acts: Iterable[int] = ()) -> None:
    """After only part of the words of concealed events or acts was erased: put on record what is left of them."""
    driver = _driver(session)
    body = {}
    for kind, numbers, query in (
        ("events", events, "SELECT id, person_name, message FROM events WHERE id = ?"),
        ("acts", acts, "SELECT id, about, detail FROM audit WHERE id = ?"),
    ):
        rows = [driver.execute(query, (number,)).fetchone() for number in numbers]
        body[kind] = [[row[0], sha(text_of(row[1:])).hex()] for row in rows]
    if any(body.values()):
        _note(session, driver, database, {"what": "left", **body})


def cut_events(session: Any, database: Path, events: Iterable[int]) -> None:
    """Before events are deleted: leave gaps in their place, and a notice that states them."""
    driver = _driver(session)
    numbers: list[int] = []
    for page in _pages(events):
        listed = ",".join(map(str, page))
        numbers += [row[0] for row in driver.execute(f"SELECT seq FROM chain WHERE event_id IN ({listed})")]
    gaps = []
    for first, last in _ranges(numbers):
        driver.execute("DELETE FROM chain WHERE seq BETWEEN ? AND ?", (first, last - 1))
        before = driver.execute("SELECT first FROM chain WHERE seq = ? AND first IS NOT NULL", (first - 1,)).fetchone()
        after = driver.execute("SELECT seq, link FROM chain WHERE first = ?", (last + 1,)).fetchone()
        if before is not None:
            driver.execute("DELETE FROM chain WHERE seq = ?", (first - 1,))
            first = before[0]
        if after is not None:
            driver.execute("DELETE FROM chain WHERE seq = ?", (last,))
            driver.execute("UPDATE chain SET first = ? WHERE seq = ?", (first, after[0]))
            last = after[0]
        else:
            empty = ", ".join(f"{name} = NULL" for name in ("event_id", *PARTS, "seal"))
            driver.execute(f"UPDATE chain SET first = ?, {empty} WHERE seq = ?", (first, last))
        (link,) = driver.execute("SELECT link FROM chain WHERE seq = ?", (last,)).fetchone()
        gaps.append([first, last, link.hex()])
    if gaps:
        _note(session, driver, database, {"what": "deleted", "events": len(numbers), "gaps": gaps})


def committed_state(session: Any, database: Path) -> None:
    """After the commit: update the file beside the database. If it cannot be written now, it is written later."""
    state = session.info.pop("chain", None)
    if state is None:
        return
    try:
        SealFile(file_of(database), session.info["chain_secret"]).write(state)
    except OSError as error:
        log.error("%s cannot be written: %s", file_of(database), error)


def _driver(session: Any) -> Any:
    session.flush()
    return session.connection().connection.driver_connection


def _state(session: Any, driver: Any, database: Path) -> State:
    cached = session.info.get("chain")
    if cached is not None:
        return cached  # type: ignore[no-any-return]
    session.info["chain_secret"] = secret = _secret(driver)
    return _brought_up(driver, database, SealFile(file_of(database), secret).read())


def _brought_up(driver: Any, database: Path, kept: State, *, sealed: bool = False) -> State:
    """The state of the database's end, advanced from that of the file. sealed: check the seals of later entries."""
    size, link = head(driver)
    if size < kept.size:
        raise LogLostError(
            "The database {database} ends with entry {size} of its log, and entry {recorded} had been recorded: its WAL is "
            "missing or damaged, or an older copy was put in its place.",
            database=database,
            size=size,
            recorded=kept.size,
        )
    row = (kept.size, kept.link)
    if kept.size and size >= kept.size:
        row = driver.execute("SELECT seq, link FROM chain WHERE seq = ?", (kept.size,)).fetchone() or row
    if bytes(row[1]) != kept.link:
        raise LogLostError(
            "The database {database} holds another entry {number} of its log than was recorded.",
            database=database,
            number=kept.size,
        )
    key = kept.key
    if size > kept.size:
        rows = driver.execute("SELECT seq, link, seal FROM chain WHERE seq > ? ORDER BY seq", (kept.size,)).fetchall()
        position = kept.size
        for number, its_link, seal in rows:
            key = next_key(key, number - position - 1)
            if sealed and seal is not None and seal_of(key, its_link) != seal:
                raise LogLostError(
                    "Entry {number} of the log in {database} was not sealed by this program.",
                    number=number,
                    database=database,
                )
            key, position = next_key(key), number
    return State(size, link, key)


def head(driver: Any) -> tuple[int, bytes]:
    """The number and the link of the last entry."""
    row = driver.execute("SELECT seq, link FROM chain ORDER BY seq DESC LIMIT 1").fetchone()
    return (0, START) if row is None else (int(row[0]), bytes(row[1]))


def _event(driver: Any, state: State, row: Sequence[Any]) -> State:
    public, *data = parts_of_event(row)
    salts = [secrets.token_bytes(SALT_BYTES) for _ in PARTS]
    digest = event_digest(public, map(sha, salts, data))
    return _entry(driver, state, digest, event_id=row[0], **dict(zip(PARTS, salts, strict=True)))


def _act(driver: Any, state: State, row: Sequence[Any]) -> State:
    salt = secrets.token_bytes(SALT_BYTES)
    digest = act_digest(text_of(row[:4]), sha(salt, text_of(row[4:6])))
    return _entry(driver, state, digest, act_id=row[0], words=salt)


def _note(session: Any, driver: Any, database: Path, body: dict[str, Any]) -> None:
    session.info["chain"] = _notice(driver, _state(session, driver, database), body)


def _notice(driver: Any, state: State, body: dict[str, Any]) -> State:
    text = json.dumps({**body, "at": int(time.time())}, separators=(",", ":"), sort_keys=True)
    return _entry(driver, state, note_digest(text.encode()), note=text)


def _entry(driver: Any, state: State, digest: bytes, **columns: Any) -> State:
    number = state.size + 1
    link = link_of(state.link, number, digest)
    columns |= {"seq": number, "link": link, "seal": seal_of(state.key, link)}
    marks = ", ".join("?" * len(columns))
    driver.execute(f"INSERT INTO chain ({', '.join(columns)}) VALUES ({marks})", tuple(columns.values()))
    return State(number, link, next_key(state.key))


def _conceal(driver: Any, events: Sequence[int], parts: Sequence[str]) -> list[int]:
    listed = ",".join(map(str, events))
    rows = driver.execute(
        f"SELECT {_COLUMNS}, {_PERSONAL}, {', '.join(f'c.{name}' for name in PARTS)}, c.seq FROM events e "
        f"JOIN chain c ON c.event_id = e.id LEFT JOIN event_faces f ON f.event_id = e.id WHERE e.id IN ({listed})"
    ).fetchall()
    changed, done = [], []
    for row in rows:
        data = dict(zip(PARTS, parts_of_event(row)[1:], strict=True))
        openings = dict(zip(PARTS, row[-4:-1], strict=True))
        if any(len(openings[part]) == SALT_BYTES for part in parts):
            done.append(row[0])
        openings |= {part: committed(openings[part], data[part]) for part in parts}
        changed.append((*openings.values(), row[-1]))
    driver.executemany(f"UPDATE chain SET {', '.join(f'{name} = ?' for name in PARTS)} WHERE seq = ?", changed)
    return done


def _begin_epoch(driver: Any, state: State) -> State:
    """Begin a new seed from the next entry on: `log verify` needs it for the seals until it is exported."""
    seed = secrets.token_bytes(32)
    put(driver, EPOCHS, [*(get(driver, EPOCHS) or []), {"from": state.size + 1, "seed": seed.hex()}])
    return State(state.size, state.link, seed)


def _by_seed(driver: Any) -> State:
    size, link = head(driver)
    try:
        last = (get(driver, EPOCHS) or [{}])[-1]
        if not last.get("seed"):
            raise LogLostError("The seed of the log was exported, and the file with the next key is missing.")
        return State(size, link, next_key(bytes.fromhex(last["seed"]), size + 1 - int(last["from"])))
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise _damaged(EPOCHS) from error


def _secret(driver: Any) -> bytes:
    try:
        return bytes.fromhex((get(driver, SECRETS) or {"file": ""})["file"])
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(SECRETS) from error


def get(driver: Any, name: str) -> Any:
    """The value that the chain stores under a name; None if there is none."""
    row = driver.execute("SELECT value FROM settings WHERE key = ?", (name,)).fetchone()
    try:
        return None if row is None else json.loads(row[0])
    except (TypeError, ValueError) as error:
        raise _damaged(name) from error


def _damaged(name: str) -> StoreError:
    return StoreError(
        "What the database holds of its log under {name} cannot be read.",
        "Restore a backup: gatekeeper restore FILE --replace.",
        name=name,
    )


def put(driver: Any, name: str, value: Any) -> None:
    """Store a value under a name; None deletes it."""
    driver.execute("DELETE FROM settings WHERE key = ?", (name,))
    if value is not None:
        driver.execute("INSERT INTO settings (key, value) VALUES (?, ?)", (name, json.dumps(value)))


def _in_pages(driver: Any, query: str) -> Iterator[Sequence[Any]]:
    after = 0
    while rows := driver.execute(query, (after,)).fetchall():
        yield from rows
        after = rows[-1][0]


def _pages(numbers: Iterable[int]) -> Iterator[list[int]]:
    every = [int(number) for number in numbers]
    for start in range(0, len(every), _PAGE):
        yield every[start : start + _PAGE]


def _ranges(numbers: Iterable[int]) -> list[list[int]]:
    """Numbers as [first, last] of each consecutive run."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found
