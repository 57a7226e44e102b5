"""What a list reads, counted: what the clock tells depends on the machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event


@contextmanager
def statements() -> Iterator[list[str]]:
    """What all databases of this process are asked meanwhile."""
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, values: Any, context: object, many: bool) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)
