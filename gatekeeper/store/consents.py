"""Consent: the texts that people agree to, and who agreed to which of them, when, before whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from gatekeeper.errors import StoreError
from gatekeeper.store.names import clean_text
from gatekeeper.store.rows import NO_CONSENT, NOT_ASKED, WITHDRAWN, Store, person_row
from gatekeeper.store.tables import ConsentRow, ConsentTextRow, PersonRow

SHIPPED = "2026-1"
"""The version of the text that comes with the program, in force until a site writes its own."""
_NO_TEXT = (*NO_CONSENT, NOT_ASKED)
# Inside ConsentStore, `list` would be the one of PeopleStore.
_Versions = list["TextVersion"]
_Given = list["Given"]


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person agreed to, and when (UTC); if they withdrew it, when. language: the one they read; before: the operator
    before whom they agreed, both "" if that is not recorded; paper: a form with their signature is on file."""

    text_version: str
    at: datetime
    language: str = ""
    before: str = ""
    paper: bool = False

    @property
    def stated(self) -> bool:
        """Whether they have agreed, and have not withdrawn."""
        return self.text_version not in _NO_TEXT

    @property
    def not_asked(self) -> bool:
        """Whether they were registered before consent was required: doors know them, and must still ask for their consent."""
        return self.text_version == NOT_ASKED

    @property
    def withdrawn(self) -> bool:
        """Whether they agreed and have withdrawn."""
        return self.text_version == WITHDRAWN


@dataclass(frozen=True, slots=True)
class Read:
    """The text that a person read before they agreed. version: "" for the text in force at that time; language, paper: see
    `Consent`."""

    version: str = ""
    language: str = ""
    paper: bool = False


IN_FORCE = Read()


@dataclass(frozen=True, slots=True)
class Given:
    """A past or present consent. withdrawn_at: when it was withdrawn."""

    consent: Consent
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """A text in one language. template: as it was written, with its placeholders; text: as people read it."""

    template: str
    text: str


@dataclass(frozen=True, slots=True)
class TextVersion:
    """A site's own text. wordings: by language; made_at, made_by: when it was written, and by whom."""

    version: str
    made_at: datetime
    made_by: str
    wordings: Mapping[str, Wording]


class ConsentStore(Store):
    """Reads and writes consents, and the site's own texts."""

    def consent(self, person_id: int) -> Consent:
        """What the person agreed to, and when."""
        with self._database.reading() as session:
            row = person_row(session, person_id)
            if row.consent_text_version not in _NO_TEXT:
                given = session.scalar(_of(person_id).where(ConsentRow.withdrawn_at.is_(None)).limit(1))
                if given is not None and given.text_version == row.consent_text_version:
                    return _consent(given)
            return Consent(row.consent_text_version, row.consent_at)

    def consents(self, person_id: int) -> _Given:
        """All consents of the person, the newest first."""
        with self._database.reading() as session:
            person_row(session, person_id)
            return [Given(_consent(row), row.withdrawn_at) for row in session.scalars(_of(person_id))]

    def not_asked(self) -> frozenset[int]:
        """The numbers of the people who were registered before consent was required; see `Consent.not_asked`."""
        with self._database.reading() as session:
            return frozenset(session.scalars(select(PersonRow.id).where(PersonRow.consent_text_version == NOT_ASKED)))

    def set_consent(
        self,
        person_id: int,
        text_version: str,
        at: datetime,
        *,
        language: str = "",
        before: str = "",
        paper: bool = False,
    ) -> None:
        """Store what a person agreed to, and when, or WITHDRAWN and since when. Earlier consents stay recorded."""
        with self._database.transaction() as session:
            row = person_row(session, person_id)
            row.consent_text_version, row.consent_at = clean_text(text_version, "version of the consent text"), at
            keep_consent(session, person_id, Consent(row.consent_text_version, at, language, before, paper))

    def note_paper(self, person_id: int) -> bool:
        """Record that a form with the person's signature is on file, for what they agreed to last; returns whether that is new.
        StoreError if they have not agreed to anything."""
        with self._database.transaction() as session:
            name = person_row(session, person_id).name
            given = session.scalar(_of(person_id).where(ConsentRow.withdrawn_at.is_(None)).limit(1))
            if given is None:
                raise StoreError(
                    "No consent of {name} is on record.", "Record that first, as the form says it.", name=name
                )
            news = not given.paper
            given.paper = True
            return news

    def own_texts(self) -> _Versions:
        """The site's own texts, the newest first."""
        with self._database.reading() as session:
            rows = session.scalars(select(ConsentTextRow).order_by(ConsentTextRow.id.desc())).all()
        found: dict[str, TextVersion] = {}
        for row in rows:
            before = found.get(row.version)
            wordings = dict(before.wordings) if before else {}
            wordings[row.language] = Wording(row.template, row.text)
            found[row.version] = TextVersion(row.version, row.made_at, row.made_by, wordings)
        return [*found.values()]

    def add_text(self, text: TextVersion) -> None:
        """Store another text, which is in force from now on. StoreError if this version exists already."""
        with self._database.transaction() as session:
            if session.scalar(select(ConsentTextRow.id).where(ConsentTextRow.version == text.version).limit(1)):
                raise StoreError(
                    "There is a consent text {version} already.", "Give it another version.", version=text.version
                )
            for language in sorted(text.wordings, reverse=True):
                wording = text.wordings[language]
                session.add(
                    ConsentTextRow(
                        version=text.version,
                        language=language,
                        template=wording.template,
                        text=wording.text,
                        made_at=text.made_at,
                        made_by=text.made_by,
                    )
                )
                session.flush()

    def text_in_force(self, time: datetime | None = None) -> str:
        """The version that people agree to now, or agreed to at a time."""
        query = in_force()
        if time is not None:
            query = query.where(ConsentTextRow.made_at <= time)
        with self._database.reading() as session:
            return session.scalar(query) or SHIPPED

    def agreed_to(self) -> dict[str, int]:
        """How many people agree to which version now."""
        query = select(PersonRow.consent_text_version, func.count()).group_by(PersonRow.consent_text_version)
        with self._database.reading() as session:
            return {version: count for version, count in session.execute(query) if version not in _NO_TEXT}


def in_force() -> Select[str]:
    """Selects the site's newest version; no row if it has no text of its own."""
    return select(ConsentTextRow.version).order_by(ConsentTextRow.id.desc()).limit(1)


def keep_consent(session: Session, person_id: int, consent: Consent) -> None:
    """Add a statement to the earlier ones."""
    open_ones = update(ConsentRow).where(ConsentRow.person_id == person_id, ConsentRow.withdrawn_at.is_(None))
    if consent.withdrawn:
        session.execute(open_ones.values(withdrawn_at=consent.at))
    elif consent.stated:
        session.add(
            ConsentRow(
                person_id=person_id,
                text_version=consent.text_version,
                language=consent.language,
                at=consent.at,
                before=consent.before,
                paper=consent.paper,
            )
        )


def _of(person_id: int) -> Select[ConsentRow]:
    return select(ConsentRow).where(ConsentRow.person_id == person_id).order_by(ConsentRow.id.desc())


def _consent(row: ConsentRow) -> Consent:
    return Consent(row.text_version, row.at, row.language, row.before, row.paper)
