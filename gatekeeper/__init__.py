"""The product at the door."""

import contextlib
import logging


class _Log(logging.getLoggerClass()):  # type: ignore[misc]
    """A log whose handlers may fail (a full disk, a closed pipe): whoever logs goes on, a door's thread above all."""

    def callHandlers(self, record: logging.LogRecord) -> None:  # noqa: N802
        with contextlib.suppress(Exception):
            super().callHandlers(record)


logging.setLoggerClass(_Log)
