"""What the contacts at a door report, and when that is an alarm."""

from collections.abc import Iterator
from dataclasses import dataclass

from gatekeeper.domain import Reason

GRACE_SECONDS = 2.0  # after locking: the bolt, and a person who has the handle in their hand, need a moment
LEAST_SECONDS = 10.0  # the least duration of an alarm


@dataclass(frozen=True, slots=True)
class Sensors:
    """contact_open: the door stands open; tampered: the relay's housing is open, or a wire is cut; None: not wired.

    forced: how often the door was opened while locked, since the relay was switched on, if the relay can detect that.
    """

    contact_open: bool | None = None
    tampered: bool | None = None
    forced: int | None = None


class Alarms:
    """Derives alarms from the sensor readings, called every second. held_seconds: how long a locked door may stand open."""

    def __init__(self, held_seconds: float) -> None:
        self._held_seconds = held_seconds
        self._before: Sensors | None = None
        self._unlocked_at = float("-inf")  # when it was last known to be unlocked
        self._open_since: float | None = None  # open while locked
        self.since: dict[Reason, float] = {}  # the current alarms, and when their cause was last seen

    def was_unlocked(self, now: float) -> None:
        """Note that the door is, or was until now, unlocked: it may have been so between two readings only."""
        self._unlocked_at, self._open_since = now, None

    def take(self, sensors: Sensors, unlocked: bool, now: float) -> Iterator[tuple[Reason, bool]]:
        """The alarms that began (True) and ended (False). now: monotonic seconds."""
        before, self._before = self._before, sensors
        if unlocked:
            self.was_unlocked(now)
        elif not sensors.contact_open:
            self._open_since = None
        elif self._open_since is None:
            self._open_since = now
        held_open = self._open_since is not None and now - self._open_since >= self._held_seconds
        forced = bool(sensors.contact_open) and Reason.FORCED_OPEN in self.since
        causes = {
            Reason.FORCED_OPEN: forced or self._forced(before, sensors, now),
            Reason.HELD_OPEN: held_open and Reason.FORCED_OPEN not in self.since,
            Reason.TAMPERED: bool(sensors.tampered),
        }
        for reason, active in causes.items():
            if active:
                if reason not in self.since:
                    yield reason, True
                self.since[reason] = now
            elif reason in self.since and now - self.since[reason] >= LEAST_SECONDS:
                del self.since[reason]
                yield reason, False

    def _forced(self, before: Sensors | None, sensors: Sensors, now: float) -> bool:
        """Whether the door was opened while locked since the last reading."""
        if sensors.forced is not None:
            # A board that has restarted counts from 0 again.
            already_forced = (
                0 if before is None or before.forced is None or sensors.forced < before.forced else before.forced
            )
            return before is not None and sensors.forced > already_forced
        opened = before is not None and before.contact_open is False and sensors.contact_open is True
        return opened and now - self._unlocked_at > GRACE_SECONDS
