"""The tables, as SQLAlchemy sees them; `db/README.md` is their dictionary and `db/versions` their history.

A change here needs a migration there: a test compares the two.
"""

from datetime import date, datetime, time

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from gatekeeper.domain import Direction, LivenessState, MaskState, Outcome, Pairing, Reason, Role
from gatekeeper.door_rule import MaskRule, Passback, SecondFactor
from gatekeeper.store.columns import Moments, Said, Table

metadata = Table.metadata

# Numbers of people, photos and events are never reused: a number still in memory or in an export must not come to mean somebody
# else.
_NEVER_REUSED = {"sqlite_autoincrement": True}


class PersonRow(Table):
    """A registered person, with their consent."""

    __tablename__ = "people"
    __table_args__ = (_NEVER_REUSED,)
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    folded: Mapped[str] = mapped_column(String(400), server_default=text("''"))
    blocked: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[datetime | None]
    valid_until: Mapped[datetime | None]
    consent_text_version: Mapped[str] = mapped_column(String(200))
    consent_at: Mapped[datetime]
    created_at: Mapped[datetime]
    department: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"))
    note: Mapped[str] = mapped_column(String(2000), default="", server_default=text("''"))


class ConsentTextRow(Table):
    """A consent text of the site's own, in one language; all languages of one version are written together. template: as it was
    written, with its placeholders; text: as people read it."""

    __tablename__ = "consent_texts"
    __table_args__ = (UniqueConstraint("version", "language"), _NEVER_REUSED)
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(8))
    template: Mapped[str]
    text: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(200))


class ConsentRow(Table):
    """A consent: to which text, read in which language, when, before whom. language, before: "" if not recorded; paper: a
    signed form is on file; withdrawn_at: when it was withdrawn."""

    __tablename__ = "consents"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    text_version: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime]
    before: Mapped[str] = mapped_column(String(200))
    paper: Mapped[bool]
    withdrawn_at: Mapped[datetime | None]


class GroupRow(Table):
    """A group of people, as a door's rule names it."""

    __tablename__ = "groups"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)


class PersonGroupRow(Table):
    """Membership of people in groups."""

    __tablename__ = "person_groups"
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="RESTRICT"), primary_key=True, index=True)


class PersonDoorRow(Table):
    """One of the doors to which a person is restricted. Without any, they may pass all doors of their groups. Stored by name:
    the removal of a door must not open all the others to them."""

    __tablename__ = "person_doors"
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    door: Mapped[str] = mapped_column(String(200), primary_key=True)


class ScheduleRow(Table):
    """A named weekly plan; its spans are in `hours`. heeds_holidays: those of the site replace them."""

    __tablename__ = "schedules"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    heeds_holidays: Mapped[bool] = mapped_column(default=True, server_default=text("1"))


class HoursRow(Table):
    """One span of a schedule. weekdays: bit n is set for weekday n, Monday is 0."""

    __tablename__ = "hours"
    __table_args__ = (CheckConstraint("weekdays BETWEEN 0 AND 127", name="weekdays"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    schedule_id: Mapped[int] = mapped_column(ForeignKey("schedules.id", ondelete="CASCADE"), index=True)
    weekdays: Mapped[int]
    start: Mapped[time]
    end: Mapped[time]


class HolidayRow(Table):
    """Days of the site with other hours, which are in `holiday_hours`. first, last: both included."""

    __tablename__ = "holidays"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    first: Mapped[date]
    last: Mapped[date]
    yearly: Mapped[bool] = mapped_column(default=False)


class HolidayHoursRow(Table):
    """One span of a holiday. weekdays: bit n is set for weekday n, Monday is 0."""

    __tablename__ = "holiday_hours"
    __table_args__ = (CheckConstraint("weekdays BETWEEN 0 AND 127", name="weekdays"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    holiday_id: Mapped[int] = mapped_column(ForeignKey("holidays.id", ondelete="CASCADE"), index=True)
    weekdays: Mapped[int]
    start: Mapped[time]
    end: Mapped[time]


class DoorRow(Table):
    """A door and its times."""

    __tablename__ = "doors"
    __table_args__ = (
        CheckConstraint("unlock_seconds > 0", name="unlock_seconds"),
        CheckConstraint("cooldown_seconds >= 0", name="cooldown_seconds"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    unlock_seconds: Mapped[float]
    cooldown_seconds: Mapped[float]
    timezone: Mapped[str] = mapped_column(String(64))
    mask: Mapped[MaskRule] = mapped_column(server_default=MaskRule.OPTIONAL.value)
    second_factor: Mapped[SecondFactor] = mapped_column(server_default=SecondFactor.AUTO.value)
    passback: Mapped[Passback] = mapped_column(server_default=Passback.OFF.value)
    passback_hours: Mapped[float] = mapped_column(server_default=text("0"))
    passback_reset: Mapped[time | None]
    two_people_seconds: Mapped[float] = mapped_column(server_default=text("0"))


class DoorHoldRow(Table):
    """When a door is kept unlocked; after_first: only once somebody was let in during that time. A schedule in use cannot be
    deleted."""

    __tablename__ = "door_holds"
    door_id: Mapped[int] = mapped_column(ForeignKey("doors.id", ondelete="CASCADE"), primary_key=True)
    schedule_id: Mapped[int] = mapped_column(ForeignKey("schedules.id", ondelete="RESTRICT"), index=True)
    after_first: Mapped[bool] = mapped_column(default=False)


class InterlockRow(Table):
    """Two doors that are never open together."""

    __tablename__ = "interlocks"
    __table_args__ = (CheckConstraint("door_id < other_id", name="order"),)
    door_id: Mapped[int] = mapped_column(ForeignKey("doors.id", ondelete="CASCADE"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("doors.id", ondelete="CASCADE"), primary_key=True, index=True)


class DoorGroupRow(Table):
    """A group a door admits, always (schedule_id is null) or within a schedule.

    Groups and schedules in use cannot be deleted: a rule that lost its last group would admit everybody, one that
    lost its schedule would admit at any time.
    """

    __tablename__ = "door_groups"
    door_id: Mapped[int] = mapped_column(ForeignKey("doors.id", ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="RESTRICT"), primary_key=True, index=True)
    schedule_id: Mapped[int | None] = mapped_column(ForeignKey("schedules.id", ondelete="RESTRICT"), index=True)


class PhotoRow(Table):
    """A kept photo. chip: the aligned face as PNG; impostor: it shows somebody who was mistaken for the person.

    event_id: the visit it was taken from; null for a photo of the registration.
    """

    __tablename__ = "photos"
    # Has the columns by which photos are chosen: these lie behind the pictures, which are large.
    __table_args__ = (Index(None, "person_id", "mask", "impostor"), _NEVER_REUSED)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    mask: Mapped[MaskState]
    chip: Mapped[bytes]
    added_at: Mapped[datetime]
    impostor: Mapped[bool] = mapped_column(default=False, server_default=text("0"))
    # Not a foreign key: the number is never reused and may outlive its event. The index avoids reading the pictures.
    event_id: Mapped[int | None] = mapped_column(index=True)


class TemplateRow(Table):
    """One embedding of a photo. vector: dim little-endian float32."""

    __tablename__ = "templates"
    __table_args__ = (
        UniqueConstraint("photo_id", "model_id"),
        CheckConstraint("length(vector) = 4 * dim", name="dim"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    photo_id: Mapped[int] = mapped_column(ForeignKey("photos.id", ondelete="CASCADE"))
    model_id: Mapped[str] = mapped_column(String(200), index=True)
    vector: Mapped[bytes]
    dim: Mapped[int]


class TemplateChangeRow(Table):
    """The last change of the templates that a model made of a person, or of their impostors. version: counts a model's changes
    and only grows. Triggers write it (migration 0008); the row outlives the person, so that other programs notice."""

    __tablename__ = "template_changes"
    __table_args__ = (Index(None, "model_id", "version"),)
    model_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    person_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int]


class PinRow(Table):
    """A person's PIN. hash: Argon2id with its parameters; failed, last_at: the wrong attempts since the last right one;
    wrong_at: when each of a year was made, right ones in between or not; duress: the hash of the duress PIN."""

    __tablename__ = "pins"
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    hash: Mapped[str]
    failed: Mapped[int]
    last_at: Mapped[datetime | None]
    set_at: Mapped[datetime]
    wrong_at: Mapped[tuple[datetime, ...]] = mapped_column(Moments, default=(), server_default=text("'[]'"))
    duress: Mapped[str | None]


class LookAlikeRow(Table):
    """Two people whom an administrator has confirmed to look alike: twins, or one person registered twice."""

    __tablename__ = "look_alikes"
    __table_args__ = (CheckConstraint("person_id < other_id", name="order"),)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)


class SettingRow(Table):
    """A value that the program stores for itself, such as the active model."""

    __tablename__ = "settings"
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    value: Mapped[str]


SAYS_WHERE = "direction IS NOT NULL OR reason = 'presence_corrected'"
"""Selects the events that say where somebody is, written as SQLite needs it to use their index."""
_LISTED = ("person_name", "person_id", "outcome", "reason", "door", "mask", "latency_ms")


class EventRow(Table):
    """One line of the access log: the columns are the fields of `AccessEvent`, under their names."""

    __tablename__ = "events"
    __table_args__ = (
        # Has all columns that the list is searched and sorted by, so that searching for a part of a name reads no rows either.
        Index("ix_events_at_and_all", "at", *_LISTED),
        Index(None, "person_id", "at"),
        # The list is sorted by these; names in the collation NOCASE, which only the migration can say.
        Index(None, "person_name", "at"),
        Index(None, "mask", "at"),
        Index(None, "latency_ms", "at"),
        # Have all columns that the window's filters use, in the order of the list, so that a page or a count never reads rows
        # that do not match.
        Index(None, "outcome", "at", "id", "door", "reason"),
        Index(None, "door", "at", "id", "outcome", "reason"),
        # Has all columns that summaries count, so that they never read the rows.
        Index(None, "reason", "at", "latency_ms"),
        # Has all columns that presence needs, for the events that say where somebody is.
        Index(
            *("ix_events_passages", "person_id", "id", "at", "door", "outcome", "reason", "direction"),
            sqlite_where=text(SAYS_WHERE),
        ),
        _NEVER_REUSED,
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    door: Mapped[str]
    camera: Mapped[str]
    outcome: Mapped[Outcome]
    reason: Mapped[Reason]
    message: Mapped[str] = mapped_column(Said())
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    person_name: Mapped[str | None]
    mask: Mapped[MaskState | None]
    pairing: Mapped[Pairing | None]
    similarity: Mapped[float | None]
    threshold: Mapped[float | None]
    value: Mapped[float | None]
    limit: Mapped[float | None]
    liveness: Mapped[LivenessState | None]
    liveness_score: Mapped[float | None]
    model_id: Mapped[str]
    track_id: Mapped[int]
    latency_ms: Mapped[float]
    snapshot: Mapped[bytes]
    direction: Mapped[Direction | None]


class PresenceRow(Table):
    """Where a person is according to their events, updated in the transactions that write those; see `gatekeeper.presence`."""

    __tablename__ = "presence"
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    direction: Mapped[Direction]
    at: Mapped[datetime]
    door: Mapped[str]
    # Not a foreign key: the number is never reused.
    event_id: Mapped[int]


class GuestRow(Table):
    """A guest and their host. host_id: null once the host is removed."""

    __tablename__ = "guests"
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    host_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    made_at: Mapped[datetime]


class EventFaceRow(Table):
    """The face that an event's decision was about, in a table of its own so that lists never read it. chip: the aligned face as
    JPEG."""

    __tablename__ = "event_faces"
    __table_args__ = (CheckConstraint("length(vector) = 4 * dim", name="dim"),)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    # Only older versions distinguished views. Dropping the column would rewrite every face of the log.
    view: Mapped[str] = mapped_column(String(32), default="whole")
    model_id: Mapped[str] = mapped_column(String(200))
    vector: Mapped[bytes]
    dim: Mapped[int]
    chip: Mapped[bytes]


class AlarmRow(Table):
    """An alarm from its beginning to its end (`gatekeeper.domain.Alarm`). event_id, act_id: the event, or else the act, that
    records it."""

    __tablename__ = "alarms"
    __table_args__ = (Index(None, "kind", "door", "about"), Index(None, "acknowledged_at"), _NEVER_REUSED)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Reason]
    door: Mapped[str]
    about: Mapped[str]
    began: Mapped[datetime]
    last: Mapped[datetime]
    ended: Mapped[datetime | None]
    times: Mapped[int]
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    act_id: Mapped[int | None] = mapped_column(index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    acknowledged_by: Mapped[str] = mapped_column(String(200))
    acknowledged_at: Mapped[datetime | None]


class WatchedRow(Table):
    """An unknown visitor whom somebody put on the watch list. chip: the aligned face of their visit, as PNG."""

    __tablename__ = "watched"
    __table_args__ = (_NEVER_REUSED,)
    id: Mapped[int] = mapped_column(primary_key=True)
    # Not a foreign key: the number is never reused and may outlive its event.
    event_id: Mapped[int] = mapped_column(unique=True)
    mask: Mapped[MaskState]
    chip: Mapped[bytes]
    seen_at: Mapped[datetime]
    why: Mapped[str] = mapped_column(String(200))
    added_by: Mapped[str] = mapped_column(String(200))
    added_at: Mapped[datetime]
    until: Mapped[datetime]


class WatchedVectorRow(Table):
    """One model's embedding of a watched visitor's face. vector: dim little-endian float32."""

    __tablename__ = "watched_vectors"
    __table_args__ = (CheckConstraint("length(vector) = 4 * dim", name="dim"),)
    watched_id: Mapped[int] = mapped_column(ForeignKey("watched.id", ondelete="CASCADE"), primary_key=True)
    model_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    vector: Mapped[bytes]
    dim: Mapped[int]


class DeadLetterRow(Table):
    """An item that an outlet could not deliver. item: the event or act, "event 5"; again: it is to be sent again."""

    __tablename__ = "dead_letters"
    __table_args__ = (_NEVER_REUSED,)
    id: Mapped[int] = mapped_column(primary_key=True)
    outlet: Mapped[str] = mapped_column(String(200), index=True)
    item: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    tries: Mapped[int]
    why: Mapped[str]
    again: Mapped[bool]


class AccountRow(Table):
    """A user of the program, with a role. password: an Argon2id hash in PHC string format."""

    __tablename__ = "accounts"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    folded: Mapped[str] = mapped_column(String(400), unique=True)
    role: Mapped[Role]
    password: Mapped[str]
    failures: Mapped[int] = mapped_column(default=0)
    failed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class TokenRow(Table):
    """An access token of the service: of an operator's session, or of another system. digest: SHA-256 of the random token.
    account_id: the operator of the session; null: another system's, which has a name of its own."""

    __tablename__ = "tokens"
    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[bytes] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(String(200))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class AuditRow(Table):
    """One administrative act. Rows are only ever added."""

    __tablename__ = "audit"
    __table_args__ = (_NEVER_REUSED,)
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    who: Mapped[str] = mapped_column(String(200))
    act: Mapped[str] = mapped_column(String(64))
    about: Mapped[str]
    detail: Mapped[str] = mapped_column(Said())


class ChainRow(Table):
    """One entry of the chain over events and acts (`gatekeeper.store.chain`). seq: its number.

    event_id, act_id, note: its subject: an event, an act, or a notice (JSON) of what was erased or deleted. person, words,
    picture: the salt (16 bytes) while the data exists, afterwards the commitment (32 bytes). first: only for a gap, which
    replaces the entries first to seq; only their last link is left.
    """

    __tablename__ = "chain"
    __table_args__ = (Index(None, "first", unique=True, sqlite_where=text("first IS NOT NULL")),)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first: Mapped[int | None]
    # No foreign keys: a row of the chain outlives its subject until the subject is removed from the chain.
    event_id: Mapped[int | None] = mapped_column(unique=True)
    act_id: Mapped[int | None] = mapped_column(unique=True)
    note: Mapped[str | None]
    person: Mapped[bytes | None]
    words: Mapped[bytes | None]
    picture: Mapped[bytes | None]
    link: Mapped[bytes]
    seal: Mapped[bytes | None]
