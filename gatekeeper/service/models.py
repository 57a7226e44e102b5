"""The models of the API, as other systems see them."""

import json
from contextlib import suppress
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, SecretStr
from pydantic.json_schema import SkipJsonSchema

from gatekeeper.desk.evacuation import Inside
from gatekeeper.domain import AccessEvent, Alarm, MaskState, Outcome, Person, Reason, Role
from gatekeeper.door.live import LiveDoor, Recognition
from gatekeeper.door.orders import AllDoors, Order
from gatekeeper.messages import restored, stored
from gatekeeper.service.language import localised
from gatekeeper.store.guests import Guest
from gatekeeper.store.presence import Doubt
from gatekeeper.store.watched import Watched

Number = Annotated[int, Field(ge=1, lt=1 << 62)]


def _within(time: datetime) -> datetime:
    """In UTC; ValueError for a time that is out of range in some time zone."""
    with suppress(OverflowError):
        time = time.astimezone(UTC)
        if MINYEAR < time.year < MAXYEAR:
            return time
    raise ValueError(f"the year must be {MINYEAR + 1} to {MAXYEAR - 1}")


Time = Annotated[AwareDatetime, AfterValidator(_within)]
MOST_PHOTOS = 20
Name = Annotated[str, Field(min_length=1, max_length=200)]


class Sent(BaseModel):
    """Input from clients: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class Text(BaseModel):
    """A sentence. text: in the requested language (Accept-Language); template, params: its English template and parameters,
    from which a client can make its own wording."""

    text: str
    template: str
    params: dict[str, Any]

    @staticmethod
    def of(text: str) -> "Text":
        """Of a message."""
        message = restored(text)
        params = json.loads(stored(message))["params"] if message.params else {}
        return Text(text=localised(message), template=message.template, params=params)


class Problem(BaseModel):
    """An error, after RFC 9457. hint: what to do next; wait_seconds: before the next attempt. message, remedy: as texts."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    hint: str = ""
    wait_seconds: float = 0.0
    message: Text | None = None
    remedy: Text | None = None


class Credentials(Sent):
    """Of an operator."""

    name: Annotated[str, Field(max_length=200, examples=["Olga"])]
    password: SecretStr = Field(max_length=400, examples=["correct horse battery staple"])


class Who(BaseModel):
    """The actor. role: null for a screen where nobody is signed in."""

    name: str
    role: Role | None


class Session(Who):
    """A new session. token: to be sent as `Authorization: Bearer TOKEN` with every request."""

    token: str
    expires_at: datetime


class PersonOut(BaseModel):
    """Somebody registered."""

    id: int
    name: str
    blocked: bool
    consented: bool
    groups: list[str]
    valid_from: datetime | None
    valid_until: datetime | None

    @staticmethod
    def of(person: Person) -> "PersonOut":
        """Of the domain's."""
        return PersonOut(
            id=person.id,
            name=person.name,
            blocked=person.blocked,
            consented=person.consented,
            groups=sorted(person.groups),
            valid_from=person.valid_from,
            valid_until=person.valid_until,
        )


class PersonChange(Sent):
    """A change to a person; missing fields stay as they are."""

    name: Annotated[Name | None, Field(examples=["Ada King"])] = None
    blocked: bool | None = None
    groups: Annotated[list[Name], Field(max_length=100)] | None = None
    valid_from: Time | None = None
    valid_until: Time | None = None


class Registration(Sent):
    """Somebody new. photos: picture files (JPEG, PNG, HEIC and others) of one face each; consented: they agreed to be
    recognised; allow_duplicate: register them even if they look like somebody who is registered."""

    name: Annotated[Name, Field(examples=["Ada Lovelace"])]
    groups: Annotated[list[Name], Field(max_length=100, examples=[["tenants"]])] = []
    photos: Annotated[list[bytes], Field(min_length=1, max_length=MOST_PHOTOS)]
    consented: bool
    allow_duplicate: bool = False


class Invitation(Sent):
    """A guest. host_id: the number of their host; event_id: their unknown visit, whose faces identify them; photos: picture
    files; at least one of both is required. until: the end of their access, the end of today unless given; consented: they
    agreed to be recognised; allow_duplicate: register them even if they look like somebody who is registered."""

    name: Annotated[Name, Field(examples=["Gilbert Quast"])]
    host_id: Annotated[Number, Field(examples=[1])]
    event_id: Number | SkipJsonSchema[None] = None
    photos: Annotated[list[bytes], Field(max_length=MOST_PHOTOS)] = []
    groups: Annotated[list[Name], Field(max_length=100)] = []
    until: Annotated[Time | SkipJsonSchema[None], Field(examples=["2027-01-31T18:00:00+01:00"])] = None
    consented: bool
    allow_duplicate: bool = False


class Host(BaseModel):
    """The host of a guest."""

    id: int
    name: str


class GuestOut(PersonOut):
    """A guest. host: null where the host is no longer registered; invited_at: when they became a guest."""

    host: Host | None
    invited_at: datetime

    @staticmethod
    def of_guest(guest: Guest) -> "GuestOut":
        """Of the domain's."""
        host = Host(id=guest.host.id, name=guest.host.name) if guest.host else None
        return GuestOut(**PersonOut.of(guest.person).model_dump(), host=host, invited_at=guest.made_at)


class PhotoOut(BaseModel):
    """A kept photo of somebody; its picture: /v1/people/{number}/photos/{id}."""

    id: int
    mask: MaskState
    added_at: datetime


class InsideOut(BaseModel):
    """Somebody who is inside. door: empty where it was put right by hand; host: whose guest they are, null for who is none;
    doubtful: doors have stood open since they came, so that they may have left unseen; doors_open_since: since when, null where
    nothing is doubtful."""

    person_id: int
    name: str
    since: datetime
    door: str
    guest: bool
    host: str | None
    doubtful: bool
    doors_open_since: datetime | None

    @staticmethod
    def of(person: Inside, doubt: Doubt | None) -> "InsideOut":
        """Of the desk's."""
        return InsideOut(
            person_id=person.person_id,
            name=person.name,
            since=person.since,
            door=person.door,
            guest=person.host is not None,
            host=person.host or None,
            doubtful=person.doubtful,
            doors_open_since=doubt.since if doubt is not None and person.doubtful else None,
        )


class Whereabouts(Sent):
    """Where somebody is. If unknown, they may pass once either way."""

    where: Annotated[Literal["inside", "outside", "unknown"], Field(examples=["outside"])]


class AlarmOut(BaseModel):
    """Something that needs attention. kind: as an event's reason; began, last: when it was first and last noticed; ended: when
    it was over, null while it lasts; times: how often it happened; event_id: the event that records it, which may have a
    picture; silent: it must not be shown or sounded at a door; open: it lasts, or nobody has acknowledged it."""

    id: int
    kind: Reason
    door: str
    message: Text
    began: datetime
    last: datetime
    ended: datetime | None
    times: int
    person_id: int | None
    person_name: str | None
    event_id: int | None
    acknowledged_by: str | None
    acknowledged_at: datetime | None
    silent: bool
    open: bool

    @staticmethod
    def of(alarm: Alarm) -> "AlarmOut":
        """Of the domain's."""
        made = ("message", "event_id", "acknowledged_by")
        same = {name: getattr(alarm, name) for name in AlarmOut.model_fields if name not in made}
        return AlarmOut(
            message=Text.of(alarm.message),
            event_id=alarm.event_id or None,
            acknowledged_by=alarm.acknowledged_by or None,
            **same,
        )


class Acknowledgement(Sent):
    """The acknowledgement of an alarm. note: what was found or done; it is kept in the audit trail."""

    note: Annotated[str, Field(max_length=500, examples=["A delivery held the door open."])] = ""


class WatchedOut(BaseModel):
    """An unknown visitor for whom somebody watches. event_id: their visit, which was at seen_at; until: when it ends."""

    id: int
    event_id: int
    seen_at: datetime
    mask: MaskState
    why: str
    added_by: str
    added_at: datetime
    until: datetime

    @staticmethod
    def of(one: Watched) -> "WatchedOut":
        """Of the desk's."""
        return WatchedOut(**{name: getattr(one, name) for name in WatchedOut.model_fields})


class Watching(Sent):
    """For whom somebody is to watch: the unknown visitor of an event, why, which the alarm says, and until when."""

    event_id: Annotated[Number, Field(examples=[1])]
    why: Annotated[str, Field(max_length=200, examples=["took a bicycle on Monday"])]
    until: Annotated[Time, Field(examples=["2027-01-31T18:00:00+01:00"])]


class OrderOut(BaseModel):
    """The last order to all doors: "locked" for everybody, "open" for everybody, or "normal", each by its rule; by whom and
    why. at: null where there was never an order."""

    doors: AllDoors
    who: str
    reason: str
    at: datetime | None

    @staticmethod
    def of(order: Order) -> "OrderOut":
        """Of the door's."""
        return OrderOut(doors=order.doors, who=order.who, reason=order.why, at=order.at)


class Ordering(Sent):
    """An order to all doors, until the next one, and its reason."""

    doors: Annotated[AllDoors, Field(examples=["locked"])]
    reason: Annotated[str, Field(max_length=200, examples=["Fire drill"])]


class PinChange(Sent):
    """A person's new PIN; null: none."""

    pin: Annotated[Annotated[str, Field(max_length=40)] | None, Field(examples=["495827"])]


class EventOut(BaseModel):
    """One line of the log."""

    id: int
    at: datetime
    door: str
    camera: str
    outcome: Outcome
    reason: Reason
    message: Text
    person_id: int | None
    person_name: str | None
    mask: MaskState | None
    similarity: float | None
    threshold: float | None
    value: float | None
    limit: float | None
    latency_ms: float

    @staticmethod
    def of(event: AccessEvent) -> "EventOut":
        """Of the domain's."""
        same = {name: getattr(event, name) for name in EventOut.model_fields if name != "message"}
        return EventOut(message=Text.of(event.message), **same)


class Events(BaseModel):
    """Events in the order in which they were written. cursor: the value of `after` in the next request."""

    events: list[EventOut]
    cursor: int


class DoorOut(BaseModel):
    """A door as it is now. held_by: the other program that has it, so that it is only watched; empty where none has."""

    name: str
    open: bool
    trouble: str
    held_by: str
    alarms: list[Reason]
    cameras: list[str]

    @staticmethod
    def of(door: LiveDoor, cameras: list[str]) -> "DoorOut":
        """Of a running one."""
        return DoorOut(
            name=door.name,
            open=door.is_open,
            trouble=localised(door.trouble),
            held_by=localised(door.held),
            alarms=list(door.alarms),
            cameras=cameras,
        )


class Opening(Sent):
    """The reason for opening a door by hand. seconds: how long the order is valid."""

    reason: Annotated[str, Field(max_length=200, examples=["parcel"])]
    seconds: Annotated[float, Field(gt=0, le=30)] = 2.0


class Locking(Sent):
    """For whom a screen of this home locks a door: a screen has no session, which would have to be written first."""

    by: Annotated[Name, Field(examples=["Olga"])]


class PinEntry(Sent):
    """The PIN of the person in front of a camera who was asked for it."""

    camera: Annotated[Name, Field(examples=["entrance"])]
    person_id: Annotated[Number, Field(examples=[1])]
    pin: Annotated[str, Field(max_length=40, examples=["495827"])]


class CameraOut(BaseModel):
    """A camera as it is now."""

    name: str
    door: str
    trouble: str


class Alive(BaseModel):
    """status: "ok" while faces are recognised (or the networks are being loaded); the rest is for signed-in clients."""

    status: Literal["ok", "failing"]
    version: str | None = None
    recognition: Recognition | None = None
    people: int | None = None
    doors: list[DoorOut] | None = None
    cameras: list[CameraOut] | None = None
    backup: str | None = None
