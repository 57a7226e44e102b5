"""Consent: the site's own text, and who has agreed to it or withdrawn."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from gatekeeper.desk.visits import VisitDesk
from gatekeeper.errors import ConfigError, ModelError
from gatekeeper.messages import Message
from gatekeeper.store.accounts import Right
from gatekeeper.store.consents import IN_FORCE, Read, TextVersion
from gatekeeper.store.rows import WITHDRAWN
from gatekeeper.timezones import on_the_clock

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ConsentDesk(VisitDesk):
    """Methods raise AuthError where the role does not allow them."""

    def revise_consent_text(
        self,
        templates: Mapping[str, str],
        *,
        site: str | None = None,
        controller: str | None = None,
        now: datetime,
    ) -> TextVersion:
        """Put another consent text in force. templates: the new texts by language; other languages stay. Earlier texts stay
        readable, and doors still know the people who agreed to one. site, controller: new values of these placeholders, None
        leaves them. Returns the text now in force. Raises ConfigError if a text cannot be filled in, or nothing changes."""
        self.actor.require(Right.ADMINISTER)
        with self.app.database.transaction(together=True):
            texts = self.app.consent_texts
            values_before, version_before = (texts.site, texts.controller), self.app.people.text_in_force()
            texts.describe(site=site, controller=controller)
            revision = texts.revised(templates, made_at=now, made_by=str(self.actor.name))
            values = texts.site, texts.controller
            if revision.version == version_before and values_before == values:
                raise ConfigError("The text has not changed.", "Change it first.")
            changes: list[str] = []
            if revision.version != version_before:
                self.app.people.add_text(revision)
                changes += sorted(templates)
            for placeholder, old, new in zip(("site", "controller"), values_before, values, strict=True):
                if old != new:  # even if no text uses it: forms have it in their headings
                    changes.append(f"{placeholder}: {' '.join(old.split())} → {' '.join(new.split())}")
            self._trail(Message("consent text changed"), revision.version, ", ".join(changes), now)
        return revision

    def note_consent(self, person_id: int, *, at: datetime, now: datetime, read: Read = IN_FORCE) -> None:
        """Record that a person agreed, and when. read: to which text; the one in force at that time unless given. Raises
        ConfigError if this version of the text does not exist, or they have withdrawn their consent since."""
        self.actor.require(Right.PEOPLE)
        with self.app.database.transaction(together=True):
            self._note_consent(person_id, at, now, read)
        self.app.doors.update_gallery()
        self._tell(person_id)

    def _note_consent(self, person_id: int, agreed_at: datetime, now: datetime, read: Read) -> None:
        version = read.version or self.app.people.text_in_force(agreed_at)
        self.app.consent_texts.version(version)
        before = self.app.people.consent(person_id)
        # A clock that was ahead when they withdrew does not keep them out for years.
        if before.withdrawn and agreed_at < min(before.at, now):
            raise ConfigError(
                "{name} has withdrawn their consent since then, at {when}.",
                "Record a consent that they gave later, with its day and time.",
                name=self.app.people.get(person_id).name,
                when=on_the_clock(before.at).replace(tzinfo=None),
            )
        self.app.people.set_consent(
            person_id, version, agreed_at, language=read.language, before=str(self.actor.name), paper=read.paper
        )
        self._audit(Message("consent recorded"), person_id, version, now)

    def note_consent_form(self, person_id: int, *, now: datetime) -> None:
        """Record that a form with the person's signature is on file, for the text they agreed to last."""
        self.actor.require(Right.PEOPLE)
        with self.app.database.transaction(together=True):
            if self.app.people.note_paper(person_id):
                version = self.app.people.consent(person_id).text_version
                self._audit(Message("signed consent form on file"), person_id, version, now)
        self._tell(person_id)

    def withdraw_consent(self, person_id: int, *, now: datetime, delete_photos: bool = False) -> None:
        """Record that a person has withdrawn their consent: no door of any program knows them from now on. They stay
        registered, and stay in the log, as do their earlier consents. They are removed from the watch list,
        whichever visit their face is from.

        delete_photos: delete their photos and the numbers computed from them, as the shipped text promises; otherwise they are
        kept in case a consent is recorded again.
        """
        self.actor.require(Right.PEOPLE)
        alike = self._watched_by_face(person_id)  # while their photos are there; the networks hold no transaction up
        with self.app.database.transaction(together=True):
            before = self.app.people.consent(person_id)
            if before.stated or before.not_asked:
                self.app.people.set_consent(person_id, WITHDRAWN, now)
                self._audit(Message("consent withdrawn"), person_id, before.text_version, now)
            # Before the photos are deleted, since they name the visits: nobody on the watch list is compared with them any more
            # either.
            of_visits = self.app.watched.of_visits(self.app.people.visits_of(person_id))
            watched = self._end_watches(alike | of_visits, now)
            if delete_photos and (count := self.app.people.remove_photos(person_id)):
                self._audit(Message("photos deleted"), person_id, Message("{n} photo(s)", n=count), now)
                self.app.wiping.due()
        self.app.doors.update_gallery()
        if delete_photos or watched:
            self.app.wiping.wipe()  # otherwise it is retried
        self._tell(person_id)

    def _watched_by_face(self, person_id: int) -> set[int]:
        if not self.app.watched.list():
            return set()
        try:
            return self._watched_as(self._faces(self.app.models.active.id, person_id))
        except ModelError as error:  # a model that fails must not prevent a withdrawal
            log.warning("Nobody on the watch list was compared with the person who withdraws: %s", error)
            return set()
