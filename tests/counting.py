"""What a list reads, counted: what the clock tells depends on the machine."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from sqlalchemy import Engine, event

from gatekeeper.store.columns import Table


@contextmanager
def _listening(heard: Callable[..., None]) -> Iterator[None]:
    """Calls `heard` before each statement of every database of this process."""
    event.listen(Engine, "before_cursor_execute", heard)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", heard)


@contextmanager
def statements() -> Iterator[list[str]]:
    """What all databases of this process are asked meanwhile."""
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, values: Any, context: object, many: bool) -> None:
        asked.append(statement)

    with _listening(note):
        yield asked


@contextmanager
def values() -> Iterator[list[int]]:
    """How many values each row has that is read meanwhile."""
    counts: list[int] = []

    def counted(cursor: object, row: tuple[object, ...]) -> tuple[object, ...]:
        counts.append(len(row))
        return row

    def watch(connection: object, cursor: Any, *rest: object) -> None:
        cursor.row_factory = counted

    with _listening(watch):
        yield counts


@contextmanager
def objects() -> Iterator[list[object]]:
    """The mapped objects that are made of rows meanwhile."""
    made: list[object] = []

    def note(target: object, context: object) -> None:
        made.append(target)

    event.listen(Table, "load", note, propagate=True)
    try:
        yield made
    finally:
        event.remove(Table, "load", note)


@contextmanager
def calls(name: str) -> Iterator[list[int]]:
    """The lines at which functions with this name are called meanwhile, in this thread."""
    lines: list[int] = []

    def note(frame: FrameType, happened: str, about: object) -> None:
        if happened == "call" and frame.f_code.co_name == name:
            lines.append(frame.f_lineno)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield lines
    finally:
        sys.setprofile(before)
