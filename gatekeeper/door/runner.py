"""The doors of a program, from their configuration to the running loop and back to locked.

Window, command line and bench start them in the same way: `open_cameras`, then `start_recognition`.
"""

import logging
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TypeVar

from gatekeeper.capture.cameras import CameraReader, Turn
from gatekeeper.capture.process import Capture
from gatekeeper.capture.sources import Source, SourceKind, parse_source
from gatekeeper.clock import elapsed
from gatekeeper.config import CameraSettings, DoorSettings, Settings
from gatekeeper.domain import AccessEvent, Direction, LivenessMode
from gatekeeper.door.companions import Companions
from gatekeeper.door.door import LOCKING_SECONDS, Door
from gatekeeper.door.gallery import Gallery
from gatekeeper.door.hardware import Hardware
from gatekeeper.door.holding import Holding
from gatekeeper.door.interlock import Interlock
from gatekeeper.door.live import Recognition
from gatekeeper.door.liveness import LivenessCheck, Tries
from gatekeeper.door.lockdown import LockDown
from gatekeeper.door.loop import Helpers, RecognitionLoop
from gatekeeper.door.orders import Orders
from gatekeeper.door.ownership import Claims
from gatekeeper.door.records import DoorRecords
from gatekeeper.door.relay import KeptRelay
from gatekeeper.door.station import Station
from gatekeeper.door.visit import Seen
from gatekeeper.door_rule import DoorRule, Passback, SecondFactor
from gatekeeper.errors import CameraError, ConfigError, DoorError, GatekeeperError, StoreError
from gatekeeper.events import Bus, LoggedOnce
from gatekeeper.messages import Message
from gatekeeper.models.activation import Models
from gatekeeper.models.site_liveness import SiteLiveness
from gatekeeper.paths import assets
from gatekeeper.people.site_thresholds import SiteThresholds
from gatekeeper.progress import Progress, silent
from gatekeeper.store.access_log import AccessLog
from gatekeeper.store.alarms import AlarmStore
from gatekeeper.store.people import PeopleStore
from gatekeeper.store.pins import Pins
from gatekeeper.store.presence import PresenceStore
from gatekeeper.timezones import machine_zone, tell_times_in, utc_now, zone_of

log = logging.getLogger(__name__)
T = TypeVar("T")
_LEAST_FREE_BYTES = 1 << 20
_CATCH_UP_SECONDS = 0.1  # the most of each second in which doors pause because many people have changed


@dataclass
class Watch:
    """One camera at one door. seen: the last result of recognition for a frame, None before it began."""

    settings: CameraSettings
    camera: CameraReader
    door: Door
    seen: Seen | None = None


class DoorRunner:
    """The doors and cameras of a program while it runs.

    watches: every camera that was opened. loop: the recognition thread, once started. orders: what all doors follow before
    their own rules. open_capture: the source of the cameras' pictures, None for a separate process per camera; clock: the time
    with which pictures are stamped, in monotonic seconds.
    """

    def __init__(
        self,
        home: Path,
        settings: Callable[[], Settings],
        people: PeopleStore,
        access_log: AccessLog,
        alarms: AlarmStore,
        pins: Pins,
        presence: PresenceStore,
        bus: Bus,
        models: Models,
        thresholds: SiteThresholds,
        liveness: SiteLiveness,
        helpers: Helpers,
        complaints: LoggedOnce,
    ) -> None:
        self._home, self._settings, self._people, self._log, self._pins = home, settings, people, access_log, pins
        self._bus, self._models, self._thresholds, self._liveness = bus, models, thresholds, liveness
        self._helpers, self._complaints, self._presence = helpers, complaints, presence
        self._hardware = Hardware(home, complaints)
        self._records = DoorRecords(access_log, alarms, bus, complaints)
        self._open_doors: dict[Door, str] = {}  # with the setting that names its relay
        self._interlock = Interlock()
        self._companions: dict[str, Companions] = {}  # by door
        self._holdings: dict[str, Holding] = {}  # by door
        self._tries: dict[str, Tries] = {}  # by door, across all its cameras
        self._ending = False  # no more doors are opened
        self.watches: list[Watch] = []
        self.loop: RecognitionLoop | None = None
        self.open_capture: Callable[[Source], Capture] | None = None
        self.clock: Callable[[], float] = elapsed
        self.orders = Orders(
            *(people, lambda: list(self._open_doors), lambda: self.clock(), complaints),
            self._records.record_not_opened,
            *(LockDown.of(home), presence),
        )
        self.now: Callable[[], datetime] = utc_now

    @property
    def claims(self) -> Claims:
        """The parts of home and machine that this program has claimed."""
        return self._hardware.claims

    def rule(self, settings: DoorSettings | None = None) -> DoorRule:
        """The rule of a configured door (the first one unless named), created from its settings if the door is new."""
        settings = settings or self._settings().door
        # Not if its rule cannot be read: a new rule admits everybody.
        if settings.name not in self._people.doors():
            self._people.save_door_rule(settings.rule())
        return self._people.door_rule(settings.name)

    def in_force(self, rule: DoorRule) -> DoorRule:
        """A rule as it is applied: if nobody is seen leaving, nobody is refused because they have not left."""
        return rule if self._settings().both_directions else replace(rule, passback=Passback.OFF)

    def rule_of(self, name: str) -> DoorRule:
        """The rule of a door: the stored one, otherwise a configured door's initial rule. Raises StoreError for any other
        door."""
        settings = next((door for door in self._settings().doors if door.name == name), None)
        if settings is None or name in self._people.doors():
            return self._people.door_rule(name)
        return settings.rule()

    def site_zone(self) -> tzinfo:
        """The timezone of the site: of the first configured door. Where this machine does not know it, the machine's: that door
        stays shut, but the list of who is inside must still be written."""
        try:
            return zone_of(self.rule_of(self._settings().door.name).timezone)
        except ConfigError:
            return zone_of(machine_zone())

    def tell_times_of_site(self) -> None:
        """Tell times by the site's clock from now on; by the machine's while the site's zone cannot be read."""
        zone = None
        with suppress(Exception):  # what is wrong with the rule is told at its door
            zone = self.site_zone()
        tell_times_in(zone)

    def asks_for_pin(self, rule: DoorRule, mode: LivenessMode | None = None) -> bool:
        """Whether this door also requires a PIN: as its rule says. If the rule leaves it open (AUTO), it is required unless the
        door uses the liveness network and the site has measured that network. mode: how the door tells living people from
        pictures; by its settings unless given."""
        if rule.second_factor is not SecondFactor.AUTO:
            return rule.second_factor is SecondFactor.PIN
        if mode is None:
            settings = next((s for s in self._settings().doors if s.name == rule.door), self._settings().door)
            mode = LivenessMode(settings.liveness)
        looks = mode in (LivenessMode.PASSIVE, LivenessMode.PASSIVE_ACTIVE)
        return not looks or self._liveness.measured is None

    def lacking_pin(self, person_id: int) -> list[str]:
        """The configured doors that require a PIN, if this person has none."""
        if self._pins.has(person_id):
            return []
        # This query does not create the rule of a new door.
        return [door.name for door in self._settings().doors if self.asks_for_pin(self.rule_of(door.name))]

    def open_door(self, settings: DoorSettings | None = None, bus: Bus | None = None) -> Door:
        """Open a configured door, the first one unless named; it is locked again when the program ends. Its relay is opened in
        the background, and reopened after it was disconnected; a door that another program has is only watched, see
        `Door.held`. bus: where a door that is only tried announces what happens to it, which says nothing of the configured
        one."""
        configured = settings or self._settings().door
        relay = KeptRelay(lambda: self._hardware.open_relay(configured.relay))
        door = Door(
            configured.name,
            relay,
            bus or self._bus,
            self.clock,
            lambda: self._hardware.claim_door(configured.name),
            configured.held_seconds,
            self._interlock,
            self._interlocked(configured.name),
        )
        self._open_doors[door] = configured.relay
        self.orders.begin(door)
        if self._ending:  # ending was requested while the relay was being opened
            door.close()
        return door

    def _interlocked(self, name: str) -> frozenset[str]:
        """The doors that must be shut before this one opens."""
        try:
            return self._people.door_rule(name).interlock if name in self._people.doors() else frozenset()
        except StoreError:
            return frozenset()  # while its rule cannot be read, nothing opens the door

    def close_door(self, door: Door) -> None:
        """Lock a door returned by `open_door`, and release its relay."""
        relay = self._open_doors.pop(door, None)
        door.close()
        still_open = self._open_doors.copy()
        if all(open_door.name != door.name for open_door in still_open):
            self._hardware.release_door(door.name)
        if relay is not None and relay not in still_open.values():
            self._hardware.release_relay(relay)

    def station(
        self,
        door: Door,
        search_every: int = 5,
        clock: Callable[[], float] = elapsed,
        camera: CameraSettings | None = None,
        liveness: LivenessMode | None = None,
    ) -> Station:
        """A configured camera's (the first one's unless named) view of a door.

        liveness: a check other than the door's setting, to measure it.
        """
        settings = next((s for s in self._settings().doors if s.name == door.name), None)
        mode = liveness or LivenessMode((settings or self._settings().door).liveness)
        loaded = self._models.open()
        rule, trouble = (settings or self._settings().door).rule(), ""
        try:
            rule = self.in_force(self.rule(settings))
            zone_of(rule.timezone)
        except Exception as error:
            log.error("The rule of the door %s cannot be read: %s", door.name, error)
            trouble = Message("The door stays shut, since its rule cannot be read: {error}", error=error)
        watching = camera or self._settings().camera
        station = Station(
            watching.name,
            rule,
            loaded.reader,
            self._models.gallery_of(loaded),
            self._people,
            self._log,
            door,
            self._bus,
            self._thresholds.policy(loaded.card),
            liveness=LivenessCheck.open(mode, assets() / "models", tries=self._tries.setdefault(door.name, Tries())),
            search_every=search_every,
            clock=clock,
            pins=self._pins if self.asks_for_pin(rule, mode) else None,
            direction=Direction(watching.direction) if watching.direction else None,
            companions=self._companions.setdefault(door.name, Companions()),
        )
        door.interlock = rule.interlock
        station.trouble = trouble
        return station

    def open_cameras(
        self, cameras: Sequence[CameraSettings] | None = None, *, real_time: bool = True, at_once: bool = True
    ) -> None:
        """Open cameras and their doors, every configured one unless named; nothing is recognised before `start_recognition`.

        real_time: see `CameraReader`. at_once: deliver pictures right away, for a screen; otherwise from `start_recognition`
        on, so that the first pictures of a clip are not missed.
        """
        doors: dict[str, Door] = {}
        for settings in cameras or self._settings().cameras:
            door = self._settings().door_of(settings)
            if door.name not in doors:
                doors[door.name] = self.open_door(door)
            source, open_capture = _source_of(settings, self.open_capture)
            if source.ends and door.relay != "simulated":
                log.warning(
                    "The camera %s is a file, and the door %s has a relay: whoever can change the file opens the door.",
                    settings.name,
                    door.name,
                )
            camera = CameraReader(
                source,
                settings.name,
                self._bus,
                real_time=real_time,
                turn=Turn(settings.rotate, settings.mirror),
                open_capture=open_capture,
                clock=self.clock,
                claim=self._hardware.claim_camera,
            )
            if at_once:
                camera.start()
            self.watches.append(Watch(settings, camera, doors[door.name]))

    def start_recognition(
        self, on_seen: Callable[[Seen], None] = lambda seen: None, progress: Progress = silent
    ) -> RecognitionLoop:
        """Load networks and gallery and begin to recognise people at the cameras; takes seconds.

        progress: how many photos the model has processed of those that it must process first. If an update of the program
        brought other networks, these are all photos, which takes minutes. Until this is done no door opens: a person who looks
        like somebody whose photos are missing would be taken for the next best match. An exception raised by progress ends
        this; the next start continues from there.
        """
        self._models.gallery_of(self._models.open(), progress)
        self.check_size()
        watched = [
            (self.station(watch.door, clock=self.clock, camera=watch.settings), watch.camera) for watch in self.watches
        ]
        by_name = {watch.camera.name: watch for watch in self.watches}

        def show(seen: Seen) -> None:
            by_name[seen.frame.camera].seen = seen
            on_seen(seen)

        self.loop = RecognitionLoop(watched, show, keep_up=self.keep_up, ended=self._end_holds)
        self.loop.start()
        for watch in self.watches:
            if not watch.camera.started:
                watch.camera.start()
        return self.loop

    def check_size(self) -> None:
        """Report if more people are registered than the model was tested with: among many people, every face resembles
        somebody's. The doors go on: newcomers must not shut out the people registered before them."""
        if (tested := self.outgrown_test()) is not None:
            card, people = self._models.active, self._people.count()
            log.error(
                "%d people are registered; the model %s was tested with up to %d. Calibrate it (gatekeeper models calibrate), "
                "choose another, or set recognition.largest_gallery to %d to hear no more of it.",
                *(people, card.id, tested, people),
            )

    def outgrown_test(self) -> int | None:
        """With how many people the model was tested, if more are registered, and more than the settings allow; otherwise
        None."""
        tested, people = self._models.active.card.get("gallery_tested"), self._people.count()
        grown = isinstance(tested, int) and people > max(tested, self._settings().recognition.largest_gallery)
        return tested if grown else None

    def enter_pin(self, camera: str, pin: str, person_id: int, *, now: datetime) -> "Future[AccessEvent]":
        """Pass somebody's PIN to the station of a camera; see `RecognitionLoop.enter_pin`."""
        if self.loop is None:
            raise DoorError("Recognition has not begun.", "Please wait a moment.")
        station = next((station for station in self.loop.stations if station.camera == camera), None)
        if station is None:
            raise DoorError("There is no camera {text!r}.", text=camera)
        return self.loop.enter_pin(pin, now, station, person_id)

    def liveness_trouble(self, camera: str) -> str:
        """Why liveness cannot be checked at a camera, so that its door stays shut; empty if it can be."""
        stations = self.loop.stations if self.loop is not None else []
        return next((station.liveness_trouble for station in stations if station.camera == camera), "")

    @property
    def recognition(self) -> Recognition:
        """The state of recognition."""
        if self.loop is None:
            return Recognition.LOADING
        if self.loop.failure is not None:
            return Recognition.FAILED
        return Recognition.RUNNING if self.loop.is_alive() else Recognition.ENDED

    @property
    def preparing(self) -> tuple[int, int] | None:
        """How many photos a new model has processed, of how many, while it must process them first."""
        return self._models.preparing

    @property
    def computes_on(self) -> Message | None:
        """What the networks run on, once they run."""
        return self._models.computes_on

    @property
    def knows_anybody(self) -> bool:
        """Whether anybody is registered whom the doors know."""
        return self._models.knows_anybody

    @property
    def liveness_modes(self) -> dict[str, LivenessMode]:
        """How each door tells living people from pictures, as it runs: settings changed since take effect when the program is
        restarted."""
        if self.loop is not None:
            return {station.rule.door: station.liveness_mode for station in self.loop.stations}
        return {door.name: LivenessMode(door.liveness) for door in self._settings().doors}

    def keep_up(self, station: Station) -> None:
        """Apply what another process, or a page of the window, has changed: rules, the model, and who is registered.

        What cannot be read is logged. If that is the door's rule, the door decides nothing and reports it; otherwise it goes on
        with what it knows.
        """
        self._take_up("rule", station, self._follow_rule)
        self._take_up("disk", station, self._follow_disk)  # before the hold, which ends if the door must stay shut
        self._take_up("hold", station, self._follow_hold)
        self._take_up("model", station, lambda station: self._models.follow())
        self._take_up("people", station, self._follow_people)

    def _take_up(self, setting: str, station: Station, follow: Callable[[Station], None]) -> None:
        key = f"{setting} at {station.camera}"
        try:
            follow(station)
        except Exception as error:
            trace = None if isinstance(error, GatekeeperError) else error
            self._complaints.error(key, f"What changed cannot be taken up ({key}): {error}", trace)
        else:
            self._complaints.settled(key)

    def _follow_rule(self, station: Station) -> None:
        try:
            rule = self.in_force(self._people.door_rule(station.rule.door))
            zone = zone_of(rule.timezone)
        except Exception as error:
            why = error.message if isinstance(error, GatekeeperError) else f"{type(error).__name__}: {error}"
            station.trouble = Message("The door stays shut, since its rule cannot be read: {error}", error=why)
            raise
        station.follow(rule)
        station.trouble = ""
        if rule.door == self._settings().door.name:
            tell_times_in(zone)
        station.pins = self._pins if self.asks_for_pin(rule, station.liveness_mode) else None

    def _follow_hold(self, station: Station) -> None:
        """Keep the door open during its hours; if its rule is not known, it is locked."""
        if (holding := self._holdings.get(station.door.name)) is None:
            settings, name = self._settings(), station.door.name
            counted = any(camera.direction and settings.door_of(camera).name == name for camera in settings.cameras)
            holding = self._holdings[name] = Holding(
                station.door, self._log, self._bus, self.clock, self._presence if counted else None
            )
        if station.trouble:
            holding.end(self.now())
        else:
            holding.follow(station.rule, self.now())

    def _follow_disk(self, station: Station) -> None:
        """Report at once that nothing more can be put on record, not only when somebody comes."""
        if not station.trouble and shutil.disk_usage(self._home).free < _LEAST_FREE_BYTES:
            station.trouble = Message("The disk of {home} is full, so this door stays shut.", home=self._home)

    def _follow_people(self, station: Station) -> None:
        loaded = self._models.open()
        gallery = self._models.catch_up(loaded, _CATCH_UP_SECONDS)
        if station.reader is not loaded.reader or station.gallery is not gallery:
            station.renew(loaded.reader, gallery)
        station.policy = self._thresholds.policy(loaded.card)

    @property
    def serving(self) -> bool:
        """Whether doors depend on this program now: they have been opened, and recognition has not failed."""
        return bool(self.watches) and not self._ending and (self.loop is None or self.loop.failure is None)

    def with_gallery(self, work: Callable[[Gallery], T]) -> T:
        """Run work on the gallery on the thread that owns it, between two frames of the running loop, and wait for the
        result."""

        def between_frames(station: Station) -> T:
            loaded = self._models.open()
            gallery = self._models.gallery_of(loaded)
            if station.reader is not loaded.reader or station.gallery is not gallery:  # not applied yet
                station.renew(loaded.reader, gallery)
                station.policy = self._thresholds.policy(loaded.card)
            return work(gallery)

        if self.loop is not None and self.loop.is_alive():
            return self.loop.submit(between_frames).result()
        return work(self._models.catch_up(self._models.open()))  # another program may have changed the gallery

    def update_gallery(self) -> None:
        """Make the doors apply, before this returns, what was just written to the database about people and their photos. A
        gallery that is not loaded yet will read it when it is loaded."""
        loaded = self._models.loaded
        if (loaded is not None and loaded.gallery is not None) or (self.loop is not None and self.loop.is_alive()):
            self.with_gallery(lambda gallery: self._models.catch_up(self._models.open()))

    def lock_doors(self) -> None:
        """Lock every door now, even if it is open for somebody; the next person who may pass opens it again, and an order for
        all doors applies again a moment later."""
        self.orders.pause()
        locking = {door: door.lock(for_now=True) for door in list(self._open_doors)}
        wait(locking.values(), LOCKING_SECONDS)
        for door, locked in locking.items():
            if not locked.done():
                door.say_if_open()

    def close_doors(self) -> None:
        """Lock every door for good and make no more decisions; callable from any thread. `close` does the rest."""
        self._ending = True
        self.orders.end()
        if self.loop is not None:
            self.loop.end()
        doors = list(self._open_doors)
        for door in doors:  # all at once: a relay or a log that hangs keeps no other door open
            door.begin_to_close()
        for door in doors:
            door.close()
            self._hardware.release_door(door.name)
        self._end_holds(for_good=True)

    def _end_holds(self, *, for_good: bool = False) -> None:
        """Stop renewing what is held open: the holds end, and that goes on record."""
        for holding in list(self._holdings.values()):
            holding.end(self.now(), for_good=for_good)

    def close(self) -> None:
        """Lock the doors, end recognition and cameras; a failure in one of these steps does not stop the others."""
        with ExitStack() as rest:
            rest.callback(self.claims.close)
            for watch in self.watches:
                rest.callback(watch.camera.close)
            rest.callback(self._helpers.join)
            if self.loop is not None:
                rest.callback(self.loop.close)
            self.close_doors()


def _source_of(
    settings: CameraSettings, open_capture: Callable[[Source], Capture] | None
) -> tuple[Source, Callable[[Source], Capture] | None]:
    """What a configured camera reads, and how. A name that is not a camera is a fault of that camera alone."""
    try:
        return parse_source(settings.source), open_capture
    except CameraError as error:
        fault = error

    def refuse(source: Source) -> Capture:
        raise CameraError(fault.message, fault.hint)

    return Source(SourceKind.DEVICE, settings.source), refuse
