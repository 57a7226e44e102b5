"""What the API speaks of, as other systems see it."""

import json
from contextlib import suppress
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, SecretStr

from gatekeeper.domain import AccessEvent, MaskState, Outcome, Person, Reason, Role
from gatekeeper.door.live import LiveDoor, Recognition
from gatekeeper.messages import restored, stored

Number = Annotated[int, Field(ge=1, lt=1 << 62)]


def _within(time: datetime) -> datetime:
    """In UTC; ValueError for one that some timezone's calendar does not have."""
    with suppress(OverflowError):
        time = time.astimezone(UTC)
        if MINYEAR < time.year < MAXYEAR:
            return time
    raise ValueError(f"the year must be {MINYEAR + 1} to {MAXYEAR - 1}")


Time = Annotated[AwareDatetime, AfterValidator(_within)]
Name = Annotated[str, Field(min_length=1, max_length=200)]


class Sent(BaseModel):
    """What clients send: what is not known is refused."""

    model_config = ConfigDict(extra="forbid")


class Text(BaseModel):
    """A sentence in English. template, params: by which a client says it in another language."""

    text: str
    template: str
    params: dict[str, Any]

    @staticmethod
    def of(text: str) -> "Text":
        """Of a message."""
        message = restored(text)
        params = json.loads(stored(message))["params"] if message.params else {}
        return Text(text=str(message), template=message.template, params=params)


class Problem(BaseModel):
    """What went wrong, after RFC 9457. hint: what to do next; wait_seconds: before the next try. message, remedy: as texts."""

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

    name: Annotated[str, Field(max_length=200)]
    password: SecretStr = Field(max_length=400)


class Who(BaseModel):
    """Who acts. role: null for a screen before which nobody is signed in."""

    name: str
    role: Role | None


class Session(Who):
    """A session that has begun. token: goes as `Authorization: Bearer TOKEN` with every request."""

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
    """What is to change about somebody; what is left out stays."""

    name: Name | None = None
    blocked: bool | None = None
    groups: Annotated[list[Name], Field(max_length=100)] | None = None
    valid_from: Time | None = None
    valid_until: Time | None = None


class Registration(Sent):
    """Somebody new. photos: JPEG or PNG in Base64, of one face each; consented: they agreed to be recognised."""

    name: Name
    groups: Annotated[list[Name], Field(max_length=100)] = []
    photos: Annotated[list[str], Field(min_length=1, max_length=20)]
    consented: bool


class PinChange(Sent):
    """A person's new PIN; null: none."""

    pin: Annotated[str, Field(max_length=40)] | None


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
    """Events in the order in which they were written. cursor: `after` of the next request."""

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
            trouble=door.trouble,
            held_by=door.held,
            alarms=list(door.alarms),
            cameras=cameras,
        )


class Opening(Sent):
    """Why a door is opened by hand. seconds: how long the order holds, which comes too late after that."""

    reason: Annotated[str, Field(max_length=200)]
    seconds: Annotated[float, Field(gt=0, le=30)] = 2.0


class PinEntry(Sent):
    """The PIN of who stands before a camera and was asked for it."""

    camera: Name
    person_id: Number
    pin: Annotated[str, Field(max_length=40)]


class CameraOut(BaseModel):
    """A camera as it is now."""

    name: str
    door: str
    trouble: str


class Alive(BaseModel):
    """status: "ok" while faces are recognised (or the networks are being loaded); the rest for who is signed in."""

    status: Literal["ok", "failing"]
    version: str | None = None
    recognition: Recognition | None = None
    people: int | None = None
    doors: list[DoorOut] | None = None
    cameras: list[CameraOut] | None = None
    backup: str | None = None
