"""Raises alarms while the program runs, and reports when they are over.

Events of doors and cameras arrive on the bus and are handled on a thread of their own, so that no door waits for them. The home
as a whole (disk, backups, a start after a crash) is watched by one program only, the one that holds a lock.
"""

import json
import logging
import queue
import shutil
import time
from collections import defaultdict, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import TypeVarTuple

from gatekeeper.app import App
from gatekeeper.desk.backups import backup_state
from gatekeeper.desk.recurring import Recurring
from gatekeeper.desk.settings import RUNNING
from gatekeeper.desk.watch_list import WatchList
from gatekeeper.domain import LASTING, AccessEvent, Alarm, Decision, Outcome, Reason
from gatekeeper.door.live import has_holder, is_unclaimed
from gatekeeper.door.sensors import LEAST_SECONDS
from gatekeeper.errors import GatekeeperError, StoreError
from gatekeeper.events import (
    AccessDecided,
    AlarmTold,
    BackupDone,
    BackupTroubled,
    CameraFrozen,
    CameraRecovered,
    CameraTroubled,
    DoorFailed,
    DoorMended,
    DoorRelocked,
    DoorUnlocked,
    DuressUsed,
    LoggedOnce,
)
from gatekeeper.messages import Message
from gatekeeper.store.alarms import SAID
from gatekeeper.timezones import machine_zone, utc_now, zone_of

log = logging.getLogger(__name__)
LOOK_SECONDS = 1.0
HOME_SECONDS = 30.0  # how often disk and backups are checked, and how often the program records that it runs
QUIET = timedelta(minutes=10)  # an alarm is over when its cause has not come back for this long
SILENT = timedelta(minutes=15)  # an outlet that accepts nothing for this long raises an alarm
SETTLE_SECONDS = 60.0  # after the start: until then an alarm of an earlier program may still be valid
RELAY_SECONDS = 10.0  # a relay without trouble for this long works again
CAMERA_SECONDS = 10.0  # the same of a camera: one that delivers a picture now and then lets nobody in
_MOST_COMPARED = 1000  # visits that wait while the database cannot be read; the newest ones
_HEARD = (
    *(AccessDecided, AlarmTold, BackupDone, BackupTroubled, CameraFrozen, CameraRecovered, CameraTroubled),
    *(DoorFailed, DoorMended, DoorRelocked, DoorUnlocked, DuressUsed),
)
_CONTACTS = frozenset({Reason.FORCED_OPEN, Reason.HELD_OPEN, Reason.TAMPERED})
_CONTACT_LASTS = timedelta(seconds=LEAST_SECONDS)
_OF_HOME = frozenset({Reason.DISK_LOW, Reason.BACKUP_FAILED, Reason.LOG_LOST, Reason.OUTLET_REFUSED})
Key = tuple[Reason, str, str]
Given = TypeVarTuple("Given")


@dataclass(slots=True)
class _Cause:
    """Why an alarm is active. since: from when it counts, monotonic; told: it has been raised, at least live; better: since
    when it has been gone, perhaps for a moment only."""

    alarm: Alarm
    since: float
    better: float | None = None
    told: bool = False
    recorded: bool = False


@dataclass(slots=True)
class _Late:
    """An alarm that still has to be recorded. told: everybody who can be reached has been notified."""

    alarm: Alarm
    camera: str = ""
    snapshot: bytes = b""
    told: bool = False


class AlarmWatch(Recurring):
    """One program's watch. now: the time in UTC; clock: monotonic seconds; free_bytes: the free space on a folder's disk."""

    def __init__(
        self,
        app: App,
        now: Callable[[], datetime] = utc_now,
        clock: Callable[[], float] = time.monotonic,
        free_bytes: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
    ) -> None:
        super().__init__("alarms", app, now)
        self._clock, self._free_bytes = clock, free_bytes
        self._news: queue.SimpleQueue[object] = queue.SimpleQueue()
        self._causes: dict[Key, _Cause] = {}
        self._frozen: set[str] = set()  # cameras
        self._late: deque[_Late] = deque()
        self._unknown: dict[str, deque[datetime]] = defaultdict(deque)
        self._watch_list = WatchList(app)
        self._to_compare: deque[AccessEvent] = deque(maxlen=_MOST_COMPARED)  # with the watch list
        self._began, self._began_at = clock(), now()
        self._of_home = False  # whether this program looks after the home as a whole
        self._home_looked_at = float("-inf")
        self._complaints = LoggedOnce()
        self._ends = [app.bus.subscribe(kind, self._take_in) for kind in _HEARD]

    def _look(self, waited: float) -> float:
        """Run once a second, and when an event has arrived. Failures are logged and retried."""
        try:
            self.look()
            self._complaints.settled("look")
        except Exception as error:
            self._complaints.error("look", f"Alarms could not be looked after: {error!r}", error)
        return LOOK_SECONDS

    def close(self) -> None:
        """End properly, so that the next start does not report a crash."""
        for end in self._ends:
            end()
        super().close()
        if self._of_home:
            try:
                self._app.people.set_setting(RUNNING, None)
            except StoreError as error:
                log.warning("That the program ends in order is not on record: %s", error)
            self._app.doors.claims.release(_lock(self._app.home))
            self._of_home = False

    def look(self) -> None:
        """Handle the events that have arrived, then raise alarms that are due and end those that are over. A step that fails
        does not stop the others."""
        self._step("home", self._look_at_home)
        while not self._news.empty():
            news = self._news.get()
            self._step(f"news {type(news).__name__}", self._hear, news)
        self._step("claims", self._look_at_claims)
        self._step("compare", self._compare)
        self._step("late", self._put_on_record)
        for key, cause in list(self._causes.items()):
            self._step(f"cause {key}", self._follow, key, cause)
        self._step("over", self._end_what_is_over)

    def _step(self, name: str, act: Callable[[*Given], None], *given: *Given) -> None:
        try:
            act(*given)
            self._complaints.settled(name)
        except Exception as error:
            self._complaints.error(name, f"Alarms could not be looked after: {error!r}", error)

    def _follow(self, key: Key, cause: _Cause) -> None:
        self._mend(key, cause)
        due = cause.better is None and self._clock() >= cause.since
        if key in self._causes and due and not cause.recorded:
            self._raise(cause)

    def _end_what_is_over(self) -> None:
        now = self._now()
        for alarm in self._app.alarms.going_on():
            self._step(f"end {alarm.id}", self._end_if_over, alarm, now)

    def _end_if_over(self, alarm: Alarm, now: datetime) -> None:
        if self._is_over(alarm, now):
            self._tell(*self._app.alarms.end(alarm.id, now=now))

    def _take_in(self, news: object) -> None:
        self._news.put(news)
        self.look_soon()

    def _hear(self, news: object) -> None:
        match news:
            case CameraTroubled(camera, trouble):
                self._camera_lost(
                    camera, Message("The camera {camera} delivers no pictures: {why}", camera=camera, why=trouble)
                )
            case CameraFrozen(camera, True):
                self._frozen.add(camera)
                self._camera_lost(camera, Message("The picture of the camera {camera} does not change.", camera=camera))
            case CameraFrozen(camera, False):
                self._frozen.discard(camera)
                self._camera_better(camera)
            case CameraRecovered(camera) if camera not in self._frozen:
                self._camera_better(camera)
            case DoorFailed(door, why):
                message = Message("The relay of the door {door} failed: {why}", door=door, why=why)
                self._cause(Reason.DOOR_FAILED, door, "", message)
            case DoorMended(door) | DoorUnlocked(door) | DoorRelocked(door):
                self._settled(Reason.DOOR_FAILED, door)
            case BackupTroubled(message):
                self._cause(Reason.BACKUP_FAILED, "", "", message)
            case BackupDone():
                self._settled(Reason.BACKUP_FAILED, "")
            case AlarmTold(alarm) if alarm.id == 0 and alarm.kind in _CONTACTS:
                if alarm.ended is None:  # the door has announced it; it is recorded as soon as possible
                    self._late.append(_Late(alarm, told=True))
            case DuressUsed():
                self._forced(news)
            case AccessDecided(event):
                self._visited(event)

    def _forced(self, used: DuressUsed) -> None:
        """Announce a duress alarm. It was recorded with the act; if that failed, it is announced all the same."""
        alarm = Alarm(
            *(Reason.DURESS, used.door, SAID[Reason.DURESS], used.at, used.at),
            ended=used.at,
            person_id=used.person_id,
            person_name=used.person_name,
        )
        with suppress(StoreError):
            is_open = (
                listed
                for listed in self._app.alarms.listed(open_only=True)
                if (listed.kind, listed.began) == (alarm.kind, used.at)
            )
            alarm = next(is_open, alarm)
        self._app.bus.publish(AlarmTold(alarm))

    def _visited(self, event: AccessEvent) -> None:
        settings = self._app.settings.alarms
        if event.reason is Reason.LOG_FAILED:
            self._cause(Reason.LOG_LOST, "", "", Message("The log cannot be written: {why}", why=event.message))
        if event.outcome is Outcome.ALARM or not event.id:
            return
        if event.reason is Reason.BLOCKED:
            message = Message("{name}, who is blocked, was at the door.", name=event.person_name or "?")
            self._happened(Reason.BLOCKED_SEEN, event, message, f"person {event.person_id}")
        elif event.reason is Reason.NOT_LIVE:
            message = Message("Something that is not a living face was held in front of the camera.")
            self._happened(Reason.PHOTO_ATTACK, event, message)
        elif event.outcome is Outcome.UNKNOWN:
            self._to_compare.append(event)
            recent = self._unknown[event.door]
            recent.append(event.at)
            minutes = settings.unknown_minutes
            while recent and not abs(event.at - recent[0]) <= timedelta(minutes=minutes):
                recent.popleft()
            if len(recent) >= settings.unknown_times:
                within = Message("{n} minute(s)", n=minutes)
                message = Message("Unknown people came {n} time(s) within {within}.", n=len(recent), within=within)
                self._happened(Reason.REPEATED_UNKNOWN, event, message)

    def _compare(self) -> None:
        """Compare unknown visitors with the watch list; repeated if it cannot be read."""
        while self._to_compare:
            event = self._to_compare.popleft()
            try:
                found = self._watch_list.find(event, now=self._now())
            except StoreError as error:
                self._complaints.error("watch list", f"Nobody could be compared with the watch list: {error}")
                self._to_compare.appendleft(event)
                return
            except (
                Exception
            ) as error:  # the model is gone meanwhile, or its network fails: later visitors must not wait for it
                self._complaints.error("watch list", f"A visitor could not be compared with the watch list: {error}")
                found = None
            else:
                self._complaints.settled("watch list")
            if found is not None:
                message = Message("Somebody on the watch list was at the door: {why}", why=found.why)
                self._happened(Reason.WATCHED_SEEN, event, message, f"watched {found.id}")

    def _happened(self, kind: Reason, event: AccessEvent, message: Message, about: str = "") -> None:
        """Raise an alarm about a visit, with the picture that was taken of it."""
        person = {"person_id": event.person_id, "person_name": event.person_name}
        named = person if kind is Reason.BLOCKED_SEEN else {}
        alarm = Alarm(kind, event.door, message, event.at, event.at, about, **named)  # type: ignore[arg-type]
        self._late.append(_Late(alarm, event.camera, event.snapshot))

    def _put_on_record(self) -> None:
        """Record the waiting alarms in order. Those that cannot be recorded are announced to everybody who can be reached."""
        while self._late:
            late = self._late[0]
            try:
                self._record(late.alarm, late.camera, late.snapshot)
            except StoreError as error:
                self._complaints.error("record", f"An alarm could not be recorded: {error}")
                for waiting in self._late:
                    if not waiting.told:
                        waiting.told = True
                        self._tell(waiting.alarm, None)
                return
            except Exception as error:  # affects this one only: those behind it are recorded
                self._complaints.error("record", f"An alarm could not be recorded: {error!r}", error)
                self._late.popleft()
                if not late.told:
                    self._tell(late.alarm, None)
                continue
            self._late.popleft()
            self._complaints.settled("record")

    def _camera_lost(self, camera: str, message: Message) -> None:
        seconds = self._app.settings.alarms.camera_seconds
        self._cause(Reason.CAMERA_LOST, self._door_of(camera), camera, message, after=seconds)

    def _camera_better(self, camera: str) -> None:
        cause = self._causes.get((Reason.CAMERA_LOST, self._door_of(camera), camera))
        if cause is not None:
            cause.better = self._clock()

    def _cause(self, kind: Reason, door: str, about: str, message: Message, after: float = 0.0) -> None:
        now = self._now()
        alarm = Alarm(kind, door, message, now, now, about)
        self._causes.setdefault(_key(alarm), _Cause(alarm, self._clock() + after)).better = None

    def _settled(self, kind: Reason, door: str, about: str = "") -> None:
        cause = self._causes.pop((kind, door, about), None)
        if cause is not None and cause.told and not cause.recorded:
            self._app.bus.publish(AlarmTold(replace(cause.alarm, ended=self._now())))

    def _mend(self, key: Key, cause: _Cause) -> None:
        """Check the causes whose end nobody announces."""
        kind, door, _ = key
        if kind is Reason.LOG_LOST and cause.recorded:
            self._settled(*key)  # the disk has just been written
        elif cause.better is not None and self._clock() - cause.better >= CAMERA_SECONDS:
            self._settled(*key)
        elif kind is Reason.DOOR_FAILED and self._clock() - cause.since >= RELAY_SECONDS:
            watched = [watch.door for watch in self._app.doors.watches if watch.door.name == door]
            if watched and not watched[0].trouble and not is_unclaimed(watched[0]):
                self._settled(*key)

    def _raise(self, cause: _Cause) -> None:
        alarm = cause.alarm
        if any(has_holder(watch.door.held) for watch in self._app.doors.watches if watch.door.name == alarm.door):
            return  # the program that has the door, and its camera, announces them
        try:
            self._record(alarm, alarm.about if alarm.kind is Reason.CAMERA_LOST else "")
            cause.told = cause.recorded = True
        except Exception as error:  # everybody who can be reached is notified, although it is not recorded
            self._complaints.error("record", f"An alarm could not be recorded: {error}")
            if not cause.told:
                cause.told = True
                self._tell(alarm, None)
        else:
            self._complaints.settled("record")

    def _record(self, alarm: Alarm, camera: str = "", snapshot: bytes = b"") -> None:
        alarm, event = self._app.alarms.begin(alarm, camera=camera, snapshot=snapshot)
        self._tell(alarm, event)

    def _tell(self, alarm: Alarm, event: AccessEvent | None) -> None:
        if event is not None:
            self._app.bus.publish(AccessDecided(event, Decision(event.outcome, event.reason, event.message)))
        if event is not None or alarm.silent or not alarm.id:
            self._app.bus.publish(AlarmTold(alarm))

    def _is_over(self, alarm: Alarm, now: datetime) -> bool:
        if alarm.kind not in LASTING:
            return abs(now - alarm.last) >= QUIET
        if alarm.kind in _OF_HOME or _key(alarm) in self._causes:
            return self._of_home and _key(alarm) not in self._causes
        settings, watches = self._app.settings, self._app.doors.watches
        if alarm.kind is Reason.CAMERA_LOST:
            present = any(camera.name == alarm.about for camera in settings.cameras)
            doors = [watch.door for watch in watches if watch.camera.name == alarm.about]
        else:
            present = any(door.name == alarm.door for door in settings.doors)
            doors = [watch.door for watch in watches if watch.door.name == alarm.door]
        if not doors or has_holder(doors[0].held):
            return self._of_home and not present  # otherwise another program must announce it
        if alarm.began <= self._began_at and self._clock() - self._began < SETTLE_SECONDS:
            return False  # an alarm of an earlier program may still be valid
        if alarm.kind in _CONTACTS:  # the door itself announces when it is over, if it can be recorded
            lasted = now - alarm.began >= _CONTACT_LASTS
            return lasted and not is_unclaimed(doors[0]) and alarm.kind not in doors[0].alarms
        return True

    def _door_of(self, camera: str) -> str:
        """The door that a camera watches: as it was opened, since changed settings apply from the next start on."""
        opened = (watch.door.name for watch in self._app.doors.watches if watch.camera.name == camera)
        stated = (self._app.settings.door_of(one).name for one in self._app.settings.cameras if one.name == camera)
        return next(chain(opened, stated), self._app.settings.door.name)

    def _look_at_claims(self) -> None:
        """A door that no program could claim stays shut, and no relay of it is there to fail."""
        for watch in self._app.doors.watches:
            if is_unclaimed(watch.door):
                self._cause(Reason.DOOR_FAILED, watch.door.name, "", Message(watch.door.held))

    def _look_at_home(self) -> None:
        app, now = self._app, self._now()
        if self._clock() - self._home_looked_at < HOME_SECONDS and self._of_home:
            return
        if not self._of_home:
            try:
                self._of_home = app.doors.claims.take(_lock(app.home)) is None
            except OSError as error:
                self._complaints.error("claim", f"Who looks after the home cannot be written down: {error}")
            if not self._of_home:
                return
            self._step("crash", self._tell_of_crash, now)
        self._home_looked_at = self._clock()
        self._step("disk", self._look_at_disk)
        self._step("backups", self._look_at_backups, now)
        self._step("outlets", self._look_at_outlets, now)
        try:
            app.people.set_setting(RUNNING, json.dumps({"last": now.isoformat()}))
        except StoreError as error:
            self._cause(Reason.LOG_LOST, "", "", Message("The log cannot be written: {why}", why=error.message))

    def _look_at_disk(self) -> None:
        app = self._app
        least = app.settings.alarms.disk_megabytes * 10**6
        free = self._free_bytes(app.home)
        if free < least:
            message = Message("The disk of {home} has {free:,} MB left.", home=app.home, free=free // 10**6)
            self._cause(Reason.DISK_LOW, "", "", message)
        elif free >= 1.1 * least:
            self._settled(Reason.DISK_LOW, "")

    def _look_at_backups(self, now: datetime) -> None:
        if not backup_state(self._app.people, self._app.settings).alarm(now):
            self._settled(Reason.BACKUP_FAILED, "")

    def _look_at_outlets(self, now: datetime) -> None:
        troubled = self._outlets_in_trouble(now)
        for outlet, message in troubled.items():
            self._cause(Reason.OUTLET_REFUSED, "", outlet, message)
        for kind, _, about in list(self._causes):
            if kind is Reason.OUTLET_REFUSED and about not in troubled:
                self._settled(kind, "", about)

    def _outlets_in_trouble(self, now: datetime) -> dict[str, Message]:
        """The outlets that have put messages aside, or have accepted nothing for long, each with the message to show."""
        outlets = self._app.settings.outlets
        found = {
            name: Message(
                "{outlet} has accepted nothing since {since}: {why}",
                outlet=name,
                since=standing.since,
                why=standing.why,
            )
            for name, standing in self._app.outlets.standings().items()
            if standing.since is not None and now - standing.since >= SILENT and name in outlets
        }
        for name in {letter.outlet for letter in self._app.outlets.dead()}.intersection(outlets):
            found[name] = Message(
                "{outlet} has refused messages; they are put aside: gatekeeper outlets dead", outlet=name
            )
        return found

    def _tell_of_crash(self, now: datetime) -> None:
        """Announce that the program that watched the home before did not end properly: it was killed, or the power failed."""
        noted = self._app.people.setting(RUNNING)
        if noted is None:
            return
        last = datetime.fromisoformat(json.loads(noted)["last"])
        try:
            zone = self._app.doors.site_zone()
        except GatekeeperError:  # damage from a power cut must not hide that there was one
            zone = zone_of(machine_zone())
        last = last.astimezone(zone).replace(tzinfo=None, microsecond=0)  # as people read it
        message = Message("The program ended without locking up, after {last}, and runs again.", last=last)
        self._late.append(_Late(Alarm(Reason.RESTARTED, "", message, now, now)))


def _key(alarm: Alarm) -> Key:
    return alarm.kind, alarm.door, alarm.about


def _lock(home: Path) -> Path:
    return home / "locks" / "alarms.lock"
