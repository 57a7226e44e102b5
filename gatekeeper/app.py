"""Wiring only: from a home folder to an open program, and its ordered end.

`open_app` opens the key and the database, and puts the rooms together; networks and gallery are loaded when they are first
asked for. Command line and window use the same `App`.
"""

import logging
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from gatekeeper.config import Settings
from gatekeeper.domain import Person
from gatekeeper.door.gallery import Gallery
from gatekeeper.door.live import LiveDoors
from gatekeeper.door.loop import Helpers
from gatekeeper.door.runner import DoorRunner
from gatekeeper.errors import StoreError
from gatekeeper.events import Bus, LoggedOnce
from gatekeeper.memory import return_what_is_freed
from gatekeeper.models.activation import Models
from gatekeeper.models.site_liveness import SiteLiveness
from gatekeeper.people.consent import ConsentTexts
from gatekeeper.people.enrolment import NEAR_DUPLICATE, EnrolmentSession
from gatekeeper.people.site_thresholds import SiteThresholds
from gatekeeper.progress import Progress, silent
from gatekeeper.store.access_log import AccessLog
from gatekeeper.store.accounts import Accounts, Actor, system_user
from gatekeeper.store.alarms import AlarmStore
from gatekeeper.store.database import Database
from gatekeeper.store.guests import GuestStore
from gatekeeper.store.home import NewHome, check_home, is_blank
from gatekeeper.store.outlets import OutletStore
from gatekeeper.store.people import PeopleStore
from gatekeeper.store.pins import Pins
from gatekeeper.store.presence import PresenceStore
from gatekeeper.store.together import repair
from gatekeeper.store.tokens import Tokens
from gatekeeper.store.vault import DATABASE_FILE, database_key, settled
from gatekeeper.store.watched import WatchedStore
from gatekeeper.store.wiping import Wiping

log = logging.getLogger(__name__)


@dataclass
class App:
    """An open program. settings: those in force; they are replaced when somebody changes them. made: the home, if it was made
    by opening it."""

    home: Path
    settings: Settings
    database: Database
    bus: Bus
    made: NewHome | None = None

    def __post_init__(self) -> None:
        self.people = PeopleStore(self.database)
        self.consent_texts = ConsentTexts(self.people, lambda: self.settings)
        self.log = AccessLog(self.database)
        self.presence = PresenceStore(self.database)
        self.guests = GuestStore(self.database)
        self.alarms = AlarmStore(self.database)
        self.watched = WatchedStore(self.database)
        self.outlets = OutletStore(self.database)
        self.pins = Pins(self.database)
        self.accounts = Accounts(self.database)
        self.tokens = Tokens(self.database, self.accounts)
        self.wiping = Wiping(self.database, self.people)
        # Who sits at the program: at the command line its user, in the window whoever signed in.
        self.actor: Actor = system_user()
        helpers, complaints = Helpers(), LoggedOnce()
        self.liveness = SiteLiveness(self.people, complaints)
        self.thresholds = SiteThresholds(lambda: self.settings, self.people, helpers, complaints)
        self.models = Models(
            self.home, lambda: self.settings, self.database, self.people, self.log, self.thresholds, helpers
        )
        self.doors = DoorRunner(
            self.home,
            lambda: self.settings,
            self.people,
            self.log,
            self.alarms,
            self.pins,
            self.presence,
            self.bus,
            self.models,
            self.thresholds,
            self.liveness,
            helpers,
            complaints,
        )
        self.doors.tell_times_of_site()
        self.live: LiveDoors = self.doors  # what screens show; a window in front of the service looks at that one's

    def enrolment(self, near_duplicate: float = NEAR_DUPLICATE) -> EnrolmentSession:
        """A new person's registration. near_duplicate: the similarity from which a photo adds nothing to another."""
        loaded = self.models.open()
        dim = loaded.reader.embedder.dim
        return EnrolmentSession(loaded.reader, self.thresholds.for_enrolment(loaded.card, dim, near_duplicate))

    def bring_up(self, session: EnrolmentSession) -> None:
        """Let a registration that was begun before another model was activated go on with the model there is now."""
        self.models.follow()
        loaded = self.models.open()
        if session.reader is not loaded.reader:
            session.embed_anew(loaded.reader, self.thresholds.for_enrolment(loaded.card, loaded.reader.embedder.dim))

    def save(self, session: EnrolmentSession, writing: Callable[[], Callable[[Gallery], Person]]) -> Person:
        """Write a registration, as the model sees it that the doors use by now, and make it known to their gallery.

        writing: what reads, while the doors go on, what writing needs; what it returns writes, between two of their frames.
        """

        def unless_outdated(gallery: Gallery) -> Person | None:
            current = session.reader is self.models.reader and gallery is self.models.gallery
            return write(gallery) if current else None  # yet another model was taken up just now

        while True:
            self.bring_up(session)
            write = writing()
            person = self.doors.with_gallery(unless_outdated)
            if person is not None:
                return person

    def close(self) -> None:
        """Lock the doors, end recognition and cameras, then close the database; whatever of it fails stops nothing else."""
        with ExitStack() as rest:
            rest.callback(self.database.close)
            if self.live is not self.doors:
                rest.callback(self.live.close)
            self.doors.close()

    def abandon(self) -> None:
        """Close after a failure: a home that was made by opening it is removed again unless something is on record in it."""
        unused = False
        with suppress(StoreError):
            unused = self.made is not None and is_blank(self.database)
        self.close()
        if unused and self.made is not None:
            self.made.undo()


def open_app(
    home: Path,
    settings: Settings | None = None,
    *,
    prefer_keyring: bool = True,
    progress: Progress = silent,
    read_only: bool = False,
) -> App:
    """Open (or make) the program's home. Raises VaultError, StoreError or ConfigError; nothing is overwritten.

    progress: how far it is to bring an older version's database up to date, see `Database.open`. read_only: writes nothing,
    so that a home can be looked at whose disk is full.
    """
    return_what_is_freed()
    check_home(home)
    if read_only:
        key = database_key(home, prefer_keyring=prefer_keyring, read_only=True)
        return App(
            home,
            settings or Settings.load(home),
            Database.open(home / DATABASE_FILE, key, read_only=True),
            Bus(),
        )
    if settings is None:
        Settings.load(home)  # what is wrong with it is said before anything is made
    made = NewHome.of(home)
    try:
        return _opened(home, settings, prefer_keyring, progress, made)
    except BaseException:
        if made is not None:
            made.undo()
        raise


def _opened(
    home: Path, settings: Settings | None, prefer_keyring: bool, progress: Progress, made: NewHome | None
) -> App:
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreError(
            "The home folder {home} cannot be created: {error}", "Name another one with --home.", home=home, error=error
        ) from error
    key = database_key(home, prefer_keyring=prefer_keyring)
    database = Database.open(home / DATABASE_FILE, key, progress=progress)
    try:
        settled(home)
        repair(database, home)
        opened = App(home, settings or Settings.load(home), database, Bus(), made)
        try:
            opened.wiping.finish()
        except StoreError as error:  # no door stays shut for that; retention tries again
            log.error("What was erased could not be wiped: %s", error)
        return opened
    except BaseException:
        database.close()
        raise
