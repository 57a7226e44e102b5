"""Deletes by itself what may not be kept any longer, while the program runs: at its start and once a day."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from gatekeeper.app import App
from gatekeeper.desk import Desk
from gatekeeper.errors import GatekeeperError
from gatekeeper.store.accounts import PROGRAM

log = logging.getLogger(__name__)
DAY_SECONDS = 86_400.0
TRY_AGAIN_SECONDS = 600.0  # after the database could not be written
_UTC_EPOCH = datetime.fromtimestamp(0, UTC)


class Retention(threading.Thread):
    """The program's own act at the desk: it is in the audit trail under the program's name.

    A clock that jumps ahead must not empty the log. So age is not counted to what the clock says but to the newest event,
    and from there on by the time that was waited here; a clock that is behind counts as it is.

    now: the time in UTC; wait: sleeps for so many seconds and says whether to end, cut short by `close`.
    """

    def __init__(
        self,
        app: App,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        wait: Callable[[float], bool] | None = None,
    ) -> None:
        super().__init__(name="retention", daemon=True)
        self._app, self._now = app, now
        self._closing = threading.Event()
        self._wait = wait or self._closing.wait
        self._sure = _UTC_EPOCH  # that it is at least this late

    def run(self) -> None:
        """Delete, wait a day, and so on; a failure is logged and tried again sooner."""
        pause = 0.0
        while not self._wait(pause):
            self._sure += timedelta(seconds=pause)
            try:
                self._apply()
                pause = DAY_SECONDS
            except GatekeeperError as error:
                log.error("What is too old could not be deleted: %s", error)
                pause = TRY_AGAIN_SECONDS
            except Exception:  # what may not be kept is deleted tomorrow, not never again
                log.exception("What is too old could not be deleted")
                pause = DAY_SECONDS

    def close(self) -> None:
        """End, after the deletion that is being done."""
        self._closing.set()
        if self.is_alive():
            self.join(10)

    def _apply(self) -> None:
        # Read each time: the settings may have been changed while the program runs.
        days = self._app.settings.retention
        newest = self._app.log.query(limit=1, snapshots=False)
        if newest:
            self._sure = max(self._sure, newest[0].at)
        if days.events_days or days.faces_days:
            now = min(self._now(), self._sure)
            Desk(self._app, PROGRAM).retain(days.events_days or None, days.faces_days or None, now=now)
        Desk(self._app, PROGRAM).forget_gone_models(now=self._now())
