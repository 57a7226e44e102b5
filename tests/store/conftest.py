"""A real encrypted database file for each test."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import Engine, event

from gatekeeper.domain import AccessEvent, Image, MaskState, Outcome, Pairing, Reason, Vectors
from gatekeeper.store.access_log import AccessLog
from gatekeeper.store.database import Database
from gatekeeper.store.people import PeopleStore
from gatekeeper.store.templates import NewPhoto

KEY = bytes(range(32))
NOW = datetime(2026, 3, 1, 8, 30, 15, 123456, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "gatekeeper.db"


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of one that was opened once, to be copied: to build its tables takes long."""
    folder = tmp_path_factory.mktemp("new")
    Database.open(folder / "gatekeeper.db", KEY).close()
    return folder


@pytest.fixture
def database(path: Path, new_database: Path) -> Iterator[Database]:
    shutil.copytree(new_database, path.parent, dirs_exist_ok=True)
    with Database.open(path, KEY) as opened:
        yield opened


@pytest.fixture
def people(database: Database) -> PeopleStore:
    return PeopleStore(database)


@pytest.fixture
def log(database: Database) -> AccessLog:
    return AccessLog(database)


@contextmanager
def most_values() -> Iterator[list[int]]:
    """How many values each statement meanwhile takes: SQLite takes 250,000, elsewhere 999."""
    counts: list[int] = []

    def count(connection: object, cursor: object, statement: str, values: Any, context: object, many: bool) -> None:
        counts.append(max(map(len, values), default=0) if many else len(values))

    event.listen(Engine, "before_cursor_execute", count)
    try:
        yield counts
    finally:
        event.remove(Engine, "before_cursor_execute", count)


def unit(seed: int, dim: int = 128) -> Vectors:
    vector = np.random.default_rng(seed).standard_normal(dim).astype(np.float32)
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def chip(seed: int) -> Image:
    return np.random.default_rng(seed).integers(0, 256, (150, 150, 3), dtype=np.uint8)


def photo(seed: int, mask: MaskState = MaskState.BARE, model: str = "model-a") -> NewPhoto:
    return NewPhoto(mask, chip(seed), [(model, unit(seed * 10))])


def opened(at: datetime = NOW, **changes: object) -> AccessEvent:
    known: dict[str, object] = {
        "at": at,
        "door": "front",
        "camera": "0",
        "outcome": Outcome.OPENED,
        "reason": Reason.GRANTED,
        "message": "Welcome.",
        "mask": MaskState.MASKED,
        "pairing": Pairing.BARE_MASKED,
        "similarity": 0.75,
        "threshold": 0.5,
        "value": 0.75,
        "limit": 0.5,
        "model_id": "model-a",
        "track_id": 3,
        "latency_ms": 250.5,
        "snapshot": b"\xff\xd8jpeg",
    }
    return AccessEvent(**(known | changes))  # type: ignore[arg-type]
