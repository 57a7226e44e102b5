"""Deletes what may no longer be kept, while the program runs: at the start and once a day."""

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from gatekeeper.app import App
from gatekeeper.desk.desk import Desk
from gatekeeper.desk.recurring import Recurring
from gatekeeper.errors import GatekeeperError
from gatekeeper.store.accounts import PROGRAM
from gatekeeper.timezones import utc_now

log = logging.getLogger(__name__)
DAY_SECONDS = 86_400.0
TRY_AGAIN_SECONDS = 600.0  # after a failure to write the database
_CLOSED_DAYS = 92  # the longest time for which a building is closed and nobody comes
_LASTED_DAYS = 30  # after a longer gap, how long events must continue before the clock is believed again
_UTC_EPOCH = datetime.fromtimestamp(0, UTC)


class _Ending(Exception):  # noqa: N818 - it is no error
    """The program ends: what is left is done at its next start."""


class Retention(Recurring):
    """The program's own act at the desk, in the audit trail under the program's name.

    A clock that jumps must not empty the log, whatever it stamped meanwhile. So age is not measured against the clock, but
    against the newest event that is believed at the start (see `believed_day`) plus the time waited here; a clock that is
    behind is taken as it is. See `AccessLog.retain` for events with a wrong time. now, wait: see `Recurring`."""

    def __init__(
        self, app: App, now: Callable[[], datetime] = utc_now, wait: Callable[[float], bool] | None = None
    ) -> None:
        super().__init__("retention", app, now, wait)
        self._sure: datetime | None = None  # it is at least this late; None before there is an event

    def _look(self, waited: float) -> float:
        if self._sure is not None:
            self._sure += timedelta(seconds=waited)
        try:
            self._apply()
            return DAY_SECONDS if self._app.wiping.finish() else TRY_AGAIN_SECONDS
        except _Ending:
            return DAY_SECONDS
        except GatekeeperError as error:
            log.error("What is too old could not be deleted: %s", error)
            return TRY_AGAIN_SECONDS
        except Exception:  # tried again tomorrow
            log.exception("What is too old could not be deleted")
            return DAY_SECONDS

    def _apply(self) -> None:
        # Read each time: the settings may have been changed while the program runs.
        days = self._app.settings.retention
        if self._sure is None:
            self._sure = self._newest_believed()
        if self._sure is not None and (days.events_days or days.faces_days):
            now = min(self._now(), self._sure)
            Desk(self._app, PROGRAM).retain(days.events_days or None, days.faces_days or None, now=now, doubting=True)
        now = self._now() if self._sure is None else min(self._now(), self._sure)
        Desk(self._app, PROGRAM).purge_watched(
            now=now
        )  # whether or not the list is used; done before the guests, in case one cannot be erased
        if days.guests_days:
            Desk(self._app, PROGRAM).erase_guests(days.guests_days, now=now, progress=self._go_on)
        Desk(self._app, PROGRAM).forget_gone_models(now=self._now())

    def _go_on(self, done: int, of: int) -> None:
        if self._closing.is_set():
            raise _Ending

    def _newest_believed(self) -> datetime | None:
        days = self._app.log.days()
        if not days:
            return None
        believed = believed_day(days)
        if believed != days[-1]:
            log.warning(
                "The newest events are from %s, long after those before: was the clock wrong? Until they go on for %d days, "
                "nothing is deleted by them.",
                (_UTC_EPOCH + timedelta(days=days[-1])).date(),
                _LASTED_DAYS,
            )
        (newest,) = self._app.log.query(limit=1, until=_UTC_EPOCH + timedelta(days=believed + 1), snapshots=False)
        return max(newest.at, _UTC_EPOCH + timedelta(days=believed))  # an alarm's event may be older than its day


def believed_day(days: Sequence[int]) -> int:
    """The last of the days with events, in order, that was not stamped by a wrong clock.

    After a gap longer than buildings are closed, days are believed only if they continue for a month: a clock that jumped is
    corrected sooner. The first days are believed because there are no others."""
    spans: list[list[int]] = []
    for day in days:
        if spans and day - spans[-1][-1] <= _CLOSED_DAYS:
            spans[-1].append(day)
        else:
            spans.append([day])
    lasting = [span for span in spans if span[-1] - span[0] >= _LASTED_DAYS]
    return (lasting[-1] if lasting else spans[0])[-1]
